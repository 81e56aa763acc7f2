-- Vendors: what they were handed, what they gave back, what was settled with them.

-- prepaid: pays before, and each hand-over takes from what was paid in; consignment:
-- owes when it is settled.
ALTER TABLE vendors
    ADD COLUMN mode TEXT NOT NULL DEFAULT 'consignment',
    ADD COLUMN pricing TEXT NOT NULL DEFAULT 'commission_percent',
    ADD COLUMN commission_percent NUMERIC(5,2) NOT NULL DEFAULT 0,
    ADD COLUMN commission_amount NUMERIC(15,2) NOT NULL DEFAULT 0,
    ADD CONSTRAINT vendors_name_not_blank CHECK (btrim(name) <> ''),
    ADD CONSTRAINT vendors_mode_known CHECK (mode IN ('prepaid', 'consignment')),
    ADD CONSTRAINT vendors_pricing_known CHECK (pricing IN ('commission_percent', 'commission_fixed', 'own_price')),
    ADD CONSTRAINT vendors_commission_percent_range CHECK (commission_percent BETWEEN 0 AND 100),
    ADD CONSTRAINT vendors_commission_amount_not_negative CHECK (commission_amount >= 0);
CREATE INDEX vendors_location_idx ON vendors (location_id, name, id);

-- What a vendor with prices of its own pays for a code of a plan.
CREATE TABLE vendor_prices (
    vendor_id   BIGINT NOT NULL,
    plan_id     BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    price       NUMERIC(15,2) NOT NULL,
    CONSTRAINT vendor_prices_pkey PRIMARY KEY (vendor_id, plan_id),
    CONSTRAINT vendor_prices_price_not_negative CHECK (price >= 0),
    CONSTRAINT vendor_prices_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    CONSTRAINT vendor_prices_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES service_plans (id),
    CONSTRAINT vendor_prices_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);

-- Whose own account it is: a person looks at one vendor.
CREATE TABLE reseller_accounts (
    user_id     BIGINT NOT NULL,
    vendor_id   BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    CONSTRAINT reseller_accounts_pkey PRIMARY KEY (user_id),
    CONSTRAINT reseller_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT reseller_accounts_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    CONSTRAINT reseller_accounts_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX reseller_accounts_vendor_idx ON reseller_accounts (vendor_id);

-- Codes that changed hands.
CREATE TABLE vendor_transfers (
    id                BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id       BIGINT NOT NULL,
    vendor_id         BIGINT NOT NULL,
    document_number   TEXT NOT NULL,
    kind              TEXT NOT NULL,
    quantity          INTEGER NOT NULL,
    -- What the codes cost the vendor before and by way of commission.
    gross_amount      NUMERIC(15,2) NOT NULL,
    commission_amount NUMERIC(15,2) NOT NULL,
    -- What moved on the account: prepaid codes only.
    charged_amount    NUMERIC(15,2) NOT NULL,
    note              TEXT NOT NULL DEFAULT '',
    user_id           BIGINT NOT NULL,
    at                TIMESTAMPTZ NOT NULL,
    CONSTRAINT vendor_transfers_pkey PRIMARY KEY (id),
    CONSTRAINT vendor_transfers_document_number_key UNIQUE (document_number),
    CONSTRAINT vendor_transfers_kind_known CHECK (kind IN ('hand_over', 'return')),
    CONSTRAINT vendor_transfers_quantity_positive CHECK (quantity > 0),
    CONSTRAINT vendor_transfers_amounts_range CHECK (gross_amount >= commission_amount AND commission_amount >= 0
        AND charged_amount BETWEEN 0 AND gross_amount - commission_amount),
    CONSTRAINT vendor_transfers_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    CONSTRAINT vendor_transfers_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT vendor_transfers_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX vendor_transfers_vendor_idx ON vendor_transfers (vendor_id, id DESC);
CREATE INDEX vendor_transfers_location_idx ON vendor_transfers (location_id, id DESC);
COMMENT ON TABLE vendor_transfers IS 'Hand-overs and returns. Append-only.';

-- Money between a vendor and the shop.
CREATE TABLE vendor_settlements (
    id                BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id       BIGINT NOT NULL,
    vendor_id         BIGINT NOT NULL,
    document_number   TEXT NOT NULL,
    -- settlement: what was sold, and what was paid for it; top_up: paid in; pay_out:
    -- given back.
    kind              TEXT NOT NULL,
    quantity          INTEGER NOT NULL DEFAULT 0,
    gross_amount      NUMERIC(15,2) NOT NULL DEFAULT 0,
    commission_amount NUMERIC(15,2) NOT NULL DEFAULT 0,
    -- Above zero in every kind; which way it went, the kind says.
    paid_amount       NUMERIC(15,2) NOT NULL,
    balance_before    NUMERIC(15,2) NOT NULL,
    balance_after     NUMERIC(15,2) NOT NULL,
    method            TEXT NOT NULL,
    -- The shift whose drawer the cash is in.
    cash_session_id   BIGINT,
    reference         TEXT NOT NULL DEFAULT '',
    note              TEXT NOT NULL DEFAULT '',
    user_id           BIGINT NOT NULL,
    at                TIMESTAMPTZ NOT NULL,
    CONSTRAINT vendor_settlements_pkey PRIMARY KEY (id),
    CONSTRAINT vendor_settlements_document_number_key UNIQUE (document_number),
    CONSTRAINT vendor_settlements_kind_known CHECK (kind IN ('settlement', 'top_up', 'pay_out')),
    CONSTRAINT vendor_settlements_quantity_of_kind CHECK ((quantity > 0) = (kind = 'settlement') AND quantity >= 0),
    CONSTRAINT vendor_settlements_amounts_range CHECK (gross_amount >= commission_amount AND commission_amount >= 0
        AND (gross_amount = 0 OR kind = 'settlement')),
    CONSTRAINT vendor_settlements_paid_amount_range CHECK (paid_amount >= 0 AND (paid_amount > 0 OR kind = 'settlement')),
    CONSTRAINT vendor_settlements_balance_after_right CHECK (balance_after = balance_before - gross_amount + commission_amount
        + CASE kind WHEN 'pay_out' THEN -paid_amount ELSE paid_amount END),
    CONSTRAINT vendor_settlements_method_known CHECK (method IN ('cash', 'transfer')),
    CONSTRAINT vendor_settlements_cash_session_id_of_cash
        CHECK ((cash_session_id IS NOT NULL) = (method = 'cash' AND paid_amount > 0)),
    CONSTRAINT vendor_settlements_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    CONSTRAINT vendor_settlements_cash_session_id_fkey FOREIGN KEY (cash_session_id) REFERENCES cash_sessions (id),
    CONSTRAINT vendor_settlements_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT vendor_settlements_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX vendor_settlements_vendor_idx ON vendor_settlements (vendor_id, id DESC);
CREATE INDEX vendor_settlements_location_idx ON vendor_settlements (location_id, id DESC);
CREATE INDEX vendor_settlements_session_idx ON vendor_settlements (cash_session_id) WHERE cash_session_id IS NOT NULL;
COMMENT ON TABLE vendor_settlements IS 'Settlements, money paid in and money given back. Append-only.';

-- One row for each code that was handed over, with the terms of that day.
CREATE TABLE vendor_codes (
    id            BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id   BIGINT NOT NULL,
    vendor_id     BIGINT NOT NULL,
    handed_id     BIGINT NOT NULL,
    voucher_id    BIGINT NOT NULL,
    batch_id      BIGINT NOT NULL,
    plan_id       BIGINT NOT NULL,
    price         NUMERIC(15,2) NOT NULL,
    commission    NUMERIC(15,2) NOT NULL,
    -- Paid for when it was handed over.
    is_prepaid    BOOLEAN NOT NULL,
    returned_id   BIGINT,
    settlement_id BIGINT,
    CONSTRAINT vendor_codes_pkey PRIMARY KEY (id),
    CONSTRAINT vendor_codes_amounts_range CHECK (price >= commission AND commission >= 0),
    CONSTRAINT vendor_codes_end_one CHECK (num_nonnulls(returned_id, settlement_id) <= 1),
    CONSTRAINT vendor_codes_settlement_id_of_consignment CHECK (settlement_id IS NULL OR NOT is_prepaid),
    CONSTRAINT vendor_codes_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    CONSTRAINT vendor_codes_handed_id_fkey FOREIGN KEY (handed_id) REFERENCES vendor_transfers (id),
    CONSTRAINT vendor_codes_returned_id_fkey FOREIGN KEY (returned_id) REFERENCES vendor_transfers (id),
    CONSTRAINT vendor_codes_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES vendor_settlements (id),
    CONSTRAINT vendor_codes_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers (id),
    CONSTRAINT vendor_codes_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES voucher_batches (id),
    CONSTRAINT vendor_codes_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES service_plans (id),
    CONSTRAINT vendor_codes_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
-- A code is in one vendor's hands, and nobody settles it twice.
CREATE UNIQUE INDEX vendor_codes_voucher_id_key ON vendor_codes (voucher_id) WHERE returned_id IS NULL;
CREATE UNIQUE INDEX vendor_codes_voucher_id_settled_key ON vendor_codes (voucher_id) WHERE settlement_id IS NOT NULL;
CREATE INDEX vendor_codes_handed_idx ON vendor_codes (handed_id);
CREATE INDEX vendor_codes_returned_idx ON vendor_codes (returned_id) WHERE returned_id IS NOT NULL;
CREATE INDEX vendor_codes_settlement_idx ON vendor_codes (settlement_id) WHERE settlement_id IS NOT NULL;
CREATE INDEX vendor_codes_vendor_idx ON vendor_codes (vendor_id, batch_id);
-- What a settlement looks through.
CREATE INDEX vendor_codes_open_idx ON vendor_codes (vendor_id, voucher_id)
    WHERE returned_id IS NULL AND settlement_id IS NULL AND NOT is_prepaid;

CREATE TRIGGER vendor_transfers_append_only BEFORE UPDATE OR DELETE ON vendor_transfers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vendor_transfers_not_emptied BEFORE TRUNCATE ON vendor_transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vendor_settlements_append_only BEFORE UPDATE OR DELETE ON vendor_settlements
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vendor_settlements_not_emptied BEFORE TRUNCATE ON vendor_settlements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vendor_codes_kept BEFORE DELETE ON vendor_codes FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vendor_codes_not_emptied BEFORE TRUNCATE ON vendor_codes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A code comes back or is settled once, and nothing else of its row ever changes.
CREATE TRIGGER vendor_codes_ended_once BEFORE UPDATE ON vendor_codes FOR EACH ROW
    WHEN (OLD.returned_id IS NOT NULL OR OLD.settlement_id IS NOT NULL
       OR (OLD.location_id, OLD.vendor_id, OLD.handed_id, OLD.voucher_id, OLD.batch_id, OLD.plan_id, OLD.price, OLD.commission,
           OLD.is_prepaid)
              IS DISTINCT FROM (NEW.location_id, NEW.vendor_id, NEW.handed_id, NEW.voucher_id, NEW.batch_id, NEW.plan_id,
                                NEW.price, NEW.commission, NEW.is_prepaid))
    EXECUTE FUNCTION refuse_change();

-- What is in a vendor's hands is not the counter's to sell.
DROP INDEX vouchers_stock_idx;
CREATE INDEX vouchers_stock_idx ON vouchers (plan_id, batch_id, number)
    WHERE status = 'available' AND sold_at IS NULL AND handed_at IS NULL AND vendor_id IS NULL;

SELECT fence_by_location(t) FROM unnest(ARRAY['vendor_prices', 'reseller_accounts', 'vendor_transfers', 'vendor_settlements',
    'vendor_codes']) AS t;
SELECT grant_to_app(t, 'SELECT, INSERT, UPDATE, DELETE') FROM unnest(ARRAY['vendor_prices', 'reseller_accounts']) AS t;
SELECT grant_to_app('vendor_transfers', 'SELECT, INSERT');
SELECT grant_to_app('vendor_settlements', 'SELECT, INSERT');
SELECT grant_to_app('vendor_codes', 'SELECT, INSERT, UPDATE (returned_id, settlement_id)');
