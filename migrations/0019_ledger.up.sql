-- The money ledger, append-only, and the drawers and shifts that lean on it.

CREATE TABLE cash_drawers (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id BIGINT NOT NULL,
    name        TEXT NOT NULL,
    is_active   BOOLEAN NOT NULL DEFAULT true,
    version     INTEGER NOT NULL DEFAULT 1,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT cash_drawers_pkey PRIMARY KEY (id),
    CONSTRAINT cash_drawers_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT cash_drawers_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE UNIQUE INDEX cash_drawers_location_id_name_key ON cash_drawers (location_id, lower(name)) WHERE is_active;

-- A shift: from counting the float into a drawer to counting what lies in it.
CREATE TABLE cash_sessions (
    id                BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id       BIGINT NOT NULL,
    drawer_id         BIGINT NOT NULL,
    -- Gap-free in its place.
    number            BIGINT NOT NULL,
    -- Who answers for the count; another one after a take-over.
    user_id           BIGINT NOT NULL,
    opened_by         BIGINT NOT NULL,
    opened_at         TIMESTAMPTZ NOT NULL,
    float_amount      NUMERIC(15,2) NOT NULL,
    closed_by         BIGINT,
    closed_at         TIMESTAMPTZ,
    -- What was counted, before anybody was told what should be there.
    counted_amount    NUMERIC(15,2),
    expected_amount   NUMERIC(15,2),
    difference_amount NUMERIC(15,2),
    -- May come after the count: who counts blind cannot explain yet.
    difference_reason TEXT,
    note              TEXT NOT NULL DEFAULT '',
    version           INTEGER NOT NULL DEFAULT 1,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT cash_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT cash_sessions_location_id_number_key UNIQUE (location_id, number),
    CONSTRAINT cash_sessions_number_positive CHECK (number > 0),
    CONSTRAINT cash_sessions_float_amount_not_negative CHECK (float_amount >= 0),
    CONSTRAINT cash_sessions_counted_amount_not_negative CHECK (counted_amount >= 0),
    CONSTRAINT cash_sessions_closed_at_after_open CHECK (closed_at >= opened_at),
    CONSTRAINT cash_sessions_closed_whole
        CHECK (num_nonnulls(closed_by, closed_at, counted_amount, expected_amount, difference_amount) IN (0, 5)),
    CONSTRAINT cash_sessions_difference_amount_right CHECK (difference_amount = counted_amount - expected_amount),
    CONSTRAINT cash_sessions_difference_reason_of_difference CHECK (difference_reason IS NULL OR difference_amount <> 0),
    CONSTRAINT cash_sessions_drawer_id_fkey FOREIGN KEY (drawer_id) REFERENCES cash_drawers (id),
    CONSTRAINT cash_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT cash_sessions_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES users (id),
    CONSTRAINT cash_sessions_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES users (id),
    CONSTRAINT cash_sessions_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
-- A drawer has one shift at a time.
CREATE UNIQUE INDEX cash_sessions_drawer_id_open_key ON cash_sessions (drawer_id) WHERE closed_at IS NULL;
CREATE INDEX cash_sessions_location_idx ON cash_sessions (location_id, id DESC);

-- The head of each account's chain: what its newest row says. Written by the trigger
-- of the ledger alone.
CREATE TABLE ledger_accounts (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    drawer_id   BIGINT,
    vendor_id   BIGINT,
    balance     NUMERIC(15,2) NOT NULL DEFAULT 0,
    last_number BIGINT NOT NULL DEFAULT 0,
    last_hash   BYTEA NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ledger_accounts_pkey PRIMARY KEY (id),
    CONSTRAINT ledger_accounts_subject_key UNIQUE NULLS NOT DISTINCT (location_id, kind, drawer_id, vendor_id),
    CONSTRAINT ledger_accounts_kind_known CHECK (kind IN ('drawer', 'vendor', 'voucher_revenue')),
    CONSTRAINT ledger_accounts_subject_of_kind
        CHECK ((kind = 'drawer') = (drawer_id IS NOT NULL) AND (kind = 'vendor') = (vendor_id IS NOT NULL)),
    -- A drawer cannot hold less than nothing, and nobody is paid back what was never taken.
    CONSTRAINT ledger_accounts_balance_not_negative CHECK (balance >= 0 OR kind = 'vendor'),
    CONSTRAINT ledger_accounts_drawer_id_fkey FOREIGN KEY (drawer_id) REFERENCES cash_drawers (id),
    CONSTRAINT ledger_accounts_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    CONSTRAINT ledger_accounts_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

CREATE TABLE financial_transactions (
    id              BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id     BIGINT NOT NULL,
    account_id      BIGINT NOT NULL,
    -- 1, 2, 3, … in its account.
    number          BIGINT NOT NULL,
    at              TIMESTAMPTZ NOT NULL,
    kind            TEXT NOT NULL,
    -- Above zero: the account holds more afterwards.
    amount          NUMERIC(15,2) NOT NULL,
    balance_before  NUMERIC(15,2) NOT NULL,
    balance_after   NUMERIC(15,2) NOT NULL,
    cash_session_id BIGINT,
    -- What it was for, e.g. 'sale' and its id.
    subject_kind    TEXT,
    subject_id      BIGINT,
    user_id         BIGINT,
    note            TEXT NOT NULL DEFAULT '',
    previous_hash   BYTEA NOT NULL,
    hash            BYTEA NOT NULL,
    CONSTRAINT financial_transactions_pkey PRIMARY KEY (id),
    CONSTRAINT financial_transactions_account_id_number_key UNIQUE (account_id, number),
    CONSTRAINT financial_transactions_kind_known CHECK (kind IN ('invoice', 'payment', 'allocation', 'carry_over', 'credit_note',
        'refund', 'adjustment', 'write_off', 'voucher_sale', 'voucher_refund', 'float', 'pay_in', 'pay_out',
        'drawer_difference', 'vendor_top_up', 'vendor_settlement', 'commission')),
    CONSTRAINT financial_transactions_amount_not_zero CHECK (amount <> 0),
    CONSTRAINT financial_transactions_balance_after_right CHECK (balance_after = balance_before + amount),
    CONSTRAINT financial_transactions_subject_whole CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
    CONSTRAINT financial_transactions_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger_accounts (id),
    CONSTRAINT financial_transactions_cash_session_id_fkey FOREIGN KEY (cash_session_id) REFERENCES cash_sessions (id),
    CONSTRAINT financial_transactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT financial_transactions_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX financial_transactions_session_idx ON financial_transactions (cash_session_id, account_id)
    WHERE cash_session_id IS NOT NULL;
CREATE INDEX financial_transactions_subject_idx ON financial_transactions (subject_kind, subject_id)
    WHERE subject_id IS NOT NULL;
COMMENT ON TABLE financial_transactions IS
    'Every movement of money, in one account each. Append-only; each row carries the hash of the one before it.';

-- What a row says, as the chain sees it. Its shape never changes: a new column that
-- matters would need a new function beside this one.
CREATE FUNCTION ledger_hash(t financial_transactions) RETURNS BYTEA
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT sha256(t.previous_hash || convert_to(concat_ws('|', t.location_id, t.account_id, t.number,
        (extract(epoch FROM t.at) * 1000000)::BIGINT, t.kind, t.amount, t.balance_before, t.balance_after,
        coalesce(t.cash_session_id, 0), coalesce(t.subject_kind, ''), coalesce(t.subject_id, 0), coalesce(t.user_id, 0),
        t.note), 'UTF8'))
    $$;

-- Number, balances and hashes are the database's: under the lock of the account's
-- row, whoever writes.
CREATE FUNCTION ledger_append() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    head public.ledger_accounts%ROWTYPE;
BEGIN
    SELECT * INTO head FROM public.ledger_accounts WHERE id = NEW.account_id FOR UPDATE;
    IF NOT FOUND OR head.location_id <> NEW.location_id THEN
        RAISE EXCEPTION 'account % is not of place %', NEW.account_id, NEW.location_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    NEW.number := head.last_number + 1;
    NEW.balance_before := head.balance;
    NEW.balance_after := head.balance + NEW.amount;
    NEW.previous_hash := head.last_hash;
    NEW.hash := public.ledger_hash(NEW);
    UPDATE public.ledger_accounts SET balance = NEW.balance_after, last_number = NEW.number, last_hash = NEW.hash
     WHERE id = head.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER financial_transactions_append BEFORE INSERT ON financial_transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_append();
CREATE TRIGGER financial_transactions_append_only BEFORE UPDATE OR DELETE ON financial_transactions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER financial_transactions_not_emptied BEFORE TRUNCATE ON financial_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_accounts_kept BEFORE DELETE ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_accounts_not_emptied BEFORE TRUNCATE ON ledger_accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A form that may come twice (a double Enter, a lost answer) does its deed once:
-- the key is taken in the transaction of the deed.
CREATE TABLE idempotency_keys (
    key          TEXT NOT NULL,
    location_id  BIGINT NOT NULL,
    operation    TEXT NOT NULL,
    -- SHA-256 of what was asked: the same key with another wish is refused.
    request_hash BYTEA NOT NULL,
    -- The row the deed made; set before its transaction commits.
    subject_id   BIGINT,
    user_id      BIGINT,
    at           TIMESTAMPTZ NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key),
    CONSTRAINT idempotency_keys_request_hash_length CHECK (octet_length(request_hash) = 32),
    CONSTRAINT idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT idempotency_keys_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

SELECT keep_history('cash_drawers');
SELECT keep_history('cash_sessions');
SELECT fence_by_location(t) FROM unnest(ARRAY['cash_drawers', 'cash_sessions', 'ledger_accounts', 'financial_transactions',
    'idempotency_keys']) AS t;
SELECT grant_to_app('cash_drawers', 'SELECT, INSERT, UPDATE');
SELECT grant_to_app('cash_sessions', 'SELECT, INSERT, UPDATE');
SELECT grant_to_app('ledger_accounts', 'SELECT, INSERT (location_id, kind, drawer_id, vendor_id)');
SELECT grant_to_app('financial_transactions', 'SELECT, INSERT (location_id, account_id, at, kind, amount, cash_session_id, '
    'subject_kind, subject_id, user_id, note)');
SELECT grant_to_app('idempotency_keys', 'SELECT, INSERT, UPDATE (subject_id)');
