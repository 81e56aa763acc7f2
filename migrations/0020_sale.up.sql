-- What was sold at the counter, and what was taken back.

CREATE TABLE sales (
    id              BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id     BIGINT NOT NULL,
    cash_session_id BIGINT NOT NULL,
    document_number TEXT NOT NULL,
    -- refund: money back later; void: undone within its own shift.
    kind            TEXT NOT NULL,
    -- The sale a refund or void takes back.
    refund_of_id    BIGINT,
    method          TEXT NOT NULL,
    -- Below zero where money went back.
    total_amount    NUMERIC(15,2) NOT NULL,
    tendered_amount NUMERIC(15,2),
    change_amount   NUMERIC(15,2),
    -- Of a transfer or a QRIS payment, as the customer showed it.
    reference       TEXT NOT NULL DEFAULT '',
    reason          TEXT,
    user_id         BIGINT NOT NULL,
    at              TIMESTAMPTZ NOT NULL,
    CONSTRAINT sales_pkey PRIMARY KEY (id),
    CONSTRAINT sales_document_number_key UNIQUE (document_number),
    CONSTRAINT sales_kind_known CHECK (kind IN ('sale', 'refund', 'void')),
    CONSTRAINT sales_method_known CHECK (method IN ('cash', 'qris', 'transfer')),
    CONSTRAINT sales_refund_of_id_matches_kind CHECK ((kind = 'sale') = (refund_of_id IS NULL)),
    CONSTRAINT sales_reason_matches_kind CHECK ((kind = 'sale') = (reason IS NULL)),
    CONSTRAINT sales_total_amount_sign CHECK (CASE kind WHEN 'sale' THEN total_amount >= 0 ELSE total_amount <= 0 END),
    CONSTRAINT sales_change_amount_right CHECK (change_amount = tendered_amount - total_amount AND change_amount >= 0),
    CONSTRAINT sales_tendered_amount_of_cash
        CHECK ((tendered_amount IS NOT NULL) = (kind = 'sale' AND method = 'cash')),
    CONSTRAINT sales_change_amount_of_cash CHECK ((change_amount IS NULL) = (tendered_amount IS NULL)),
    CONSTRAINT sales_cash_session_id_fkey FOREIGN KEY (cash_session_id) REFERENCES cash_sessions (id),
    CONSTRAINT sales_refund_of_id_fkey FOREIGN KEY (refund_of_id) REFERENCES sales (id),
    CONSTRAINT sales_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT sales_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX sales_session_idx ON sales (cash_session_id, id DESC);
CREATE INDEX sales_location_idx ON sales (location_id, id DESC);
CREATE INDEX sales_refund_of_idx ON sales (refund_of_id) WHERE refund_of_id IS NOT NULL;
COMMENT ON TABLE sales IS 'Sales, refunds and voids. Append-only: what was sold is taken back by a row of its own.';

-- One row for each code.
CREATE TABLE sale_lines (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id BIGINT NOT NULL,
    sale_id     BIGINT NOT NULL,
    number      INTEGER NOT NULL,
    voucher_id  BIGINT NOT NULL,
    plan_id     BIGINT NOT NULL,
    plan_name   TEXT NOT NULL,
    price       NUMERIC(15,2) NOT NULL,
    price_cost  NUMERIC(15,2) NOT NULL,
    -- Made for this sale, because there was no stock.
    is_made_now BOOLEAN NOT NULL,
    -- On paper before it was sold: the card itself was handed over.
    is_card     BOOLEAN NOT NULL,
    -- The refund or void that took it back.
    refund_id   BIGINT,
    CONSTRAINT sale_lines_pkey PRIMARY KEY (id),
    CONSTRAINT sale_lines_sale_id_number_key UNIQUE (sale_id, number),
    CONSTRAINT sale_lines_number_positive CHECK (number > 0),
    CONSTRAINT sale_lines_price_not_negative CHECK (price >= 0 AND price_cost >= 0),
    CONSTRAINT sale_lines_sale_id_fkey FOREIGN KEY (sale_id) REFERENCES sales (id),
    CONSTRAINT sale_lines_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES sales (id),
    CONSTRAINT sale_lines_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES vouchers (id),
    CONSTRAINT sale_lines_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES service_plans (id),
    CONSTRAINT sale_lines_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
-- No code is sold twice, unless the first sale was taken back.
CREATE UNIQUE INDEX sale_lines_voucher_id_key ON sale_lines (voucher_id) WHERE refund_id IS NULL;
CREATE INDEX sale_lines_voucher_idx ON sale_lines (voucher_id);
CREATE INDEX sale_lines_refund_idx ON sale_lines (refund_id) WHERE refund_id IS NOT NULL;

-- The counter's stock: what is sold next stands first.
CREATE INDEX vouchers_stock_idx ON vouchers (plan_id, batch_id, number) WHERE status = 'available' AND sold_at IS NULL;

CREATE TRIGGER sales_append_only BEFORE UPDATE OR DELETE ON sales FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sales_not_emptied BEFORE TRUNCATE ON sales FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sale_lines_kept BEFORE DELETE ON sale_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sale_lines_not_emptied BEFORE TRUNCATE ON sale_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A line is taken back once, and nothing else of it ever changes.
CREATE TRIGGER sale_lines_taken_back_once BEFORE UPDATE ON sale_lines FOR EACH ROW
    WHEN (OLD.refund_id IS NOT NULL
       OR (OLD.location_id, OLD.sale_id, OLD.number, OLD.voucher_id, OLD.plan_id, OLD.price, OLD.price_cost)
              IS DISTINCT FROM (NEW.location_id, NEW.sale_id, NEW.number, NEW.voucher_id, NEW.plan_id, NEW.price, NEW.price_cost))
    EXECUTE FUNCTION refuse_change();

SELECT fence_by_location('sales');
SELECT fence_by_location('sale_lines');
SELECT grant_to_app('sales', 'SELECT, INSERT');
SELECT grant_to_app('sale_lines', 'SELECT, INSERT, UPDATE (refund_id)');
