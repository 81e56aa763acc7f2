-- What the counter makes is one batch per plan and day of the place, that grows; and what is
-- asked at every sale and every few seconds reads what is pending or on hand, not what ever was.

-- The place's day of a batch the counter makes codes in; none of a batch made as a whole.
ALTER TABLE voucher_batches ADD COLUMN counter_day DATE;
COMMENT ON COLUMN voucher_batches.counter_day IS 'Codes made for sales of this day of the place; the batch grows until it is over.';
CREATE INDEX voucher_batches_counter_day_idx ON voucher_batches (plan_id, counter_day) WHERE counter_day IS NOT NULL;
CREATE INDEX voucher_batches_created_at_idx ON voucher_batches (created_at);

-- How many codes exist of each shape: sums over rows that a trigger appends, as with the others.
CREATE TABLE voucher_code_sums (
    id            BIGINT GENERATED ALWAYS AS IDENTITY,
    n             BIGINT NOT NULL,
    code_length   SMALLINT NOT NULL,
    code_prefix   TEXT NOT NULL,
    code_alphabet TEXT NOT NULL,
    CONSTRAINT voucher_code_sums_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE voucher_code_sums IS 'Codes made by prefix, length and alphabet, over all places; to be added up.';

CREATE FUNCTION voucher_code_sums_append() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
BEGIN
    INSERT INTO public.voucher_code_sums (n, code_length, code_prefix, code_alphabet)
    VALUES (NEW.quantity - CASE WHEN TG_OP = 'UPDATE' THEN OLD.quantity ELSE 0 END,
            NEW.code_length, NEW.code_prefix, NEW.code_alphabet);
    RETURN NULL;
END
$$;
CREATE TRIGGER voucher_batches_sum_insert AFTER INSERT ON voucher_batches FOR EACH ROW
    EXECUTE FUNCTION voucher_code_sums_append();
CREATE TRIGGER voucher_batches_sum_update AFTER UPDATE OF quantity ON voucher_batches FOR EACH ROW
    WHEN (OLD.quantity <> NEW.quantity) EXECUTE FUNCTION voucher_code_sums_append();

-- What is there already is counted once.
INSERT INTO voucher_code_sums (n, code_length, code_prefix, code_alphabet)
SELECT sum(quantity), code_length, code_prefix, code_alphabet FROM voucher_batches GROUP BY 2, 3, 4;

CREATE OR REPLACE FUNCTION voucher_codes_taken(prefix TEXT, code_signs INTEGER, alphabets TEXT[]) RETURNS BIGINT
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    SELECT coalesce(sum(s.n), 0)::BIGINT FROM public.voucher_code_sums s
     WHERE length(s.code_prefix) + s.code_length = code_signs AND starts_with(s.code_prefix, prefix)
       AND s.code_alphabet = ANY (alphabets)
    $$;

-- Folds the rows of batches that have two or more of the same kind: a batch of one code is folded
-- like one of a thousand, or what cancels would stay for ever. Two at once are harmless, since each
-- adds up only what it took away itself. Answers how many rows went.
DROP FUNCTION voucher_counts_fold(INTEGER);
CREATE FUNCTION voucher_counts_fold() RETURNS BIGINT
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    went   BIGINT;
    also   BIGINT;
    third  BIGINT;
    fourth BIGINT;
    fifth  BIGINT;
BEGIN
    WITH gone AS (
        DELETE FROM public.voucher_counts
         WHERE batch_id IN (SELECT batch_id FROM (SELECT batch_id, count(*) AS rows FROM public.voucher_counts
                                                   GROUP BY batch_id, status, is_sold, is_printed, vendor_id) AS k WHERE k.rows > 1)
        RETURNING batch_id, location_id, status, is_sold, is_printed, vendor_id, n
    ), kept AS (
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, is_printed, vendor_id, n)
        SELECT batch_id, location_id, status, is_sold, is_printed, vendor_id, sum(n) FROM gone GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(n) <> 0
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO went;
    -- What moved within the last minute stays apart: it tells how fast copies move.
    WITH gone AS (
        DELETE FROM public.voucher_router_counts
         WHERE batch_id IN (SELECT batch_id FROM (SELECT batch_id, count(*) AS rows FROM public.voucher_router_counts
                                                   GROUP BY batch_id, router_id, state, at > now() - INTERVAL '1 minute') AS k
                             WHERE k.rows > 1)
        RETURNING batch_id, router_id, location_id, state, n, at
    ), kept AS (
        INSERT INTO public.voucher_router_counts (batch_id, router_id, location_id, state, n, at)
        SELECT batch_id, router_id, location_id, state, sum(n), min(at) FROM gone
         GROUP BY batch_id, router_id, location_id, state, at > now() - INTERVAL '1 minute' HAVING sum(n) <> 0
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO also;
    -- Older quarters hardly grow any more.
    WITH gone AS (
        DELETE FROM public.voucher_activations
         WHERE at > now() - INTERVAL '3 days'
           AND (location_id, plan_id, at) IN (SELECT location_id, plan_id, at FROM public.voucher_activations
                                               WHERE at > now() - INTERVAL '3 days' GROUP BY 1, 2, 3 HAVING count(*) > 1)
        RETURNING location_id, plan_id, at, n, value
    ), kept AS (
        INSERT INTO public.voucher_activations (location_id, plan_id, at, n, value)
        SELECT location_id, plan_id, at, sum(n), sum(value) FROM gone GROUP BY 1, 2, 3 HAVING sum(n) <> 0 OR sum(value) <> 0
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO third;
    WITH gone AS (
        DELETE FROM public.voucher_truths AS g USING (
                SELECT location_id, plan_id, vendor_id, at, kind, is_sold FROM public.voucher_truths
                 WHERE at > now() - INTERVAL '3 days' GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1) AS m
         WHERE g.at > now() - INTERVAL '3 days' AND (g.location_id, g.plan_id, g.at, g.kind, g.is_sold)
             = (m.location_id, m.plan_id, m.at, m.kind, m.is_sold) AND g.vendor_id IS NOT DISTINCT FROM m.vendor_id
        RETURNING g.location_id, g.plan_id, g.vendor_id, g.at, g.n, g.value, g.cost, g.kind, g.is_sold
    ), kept AS (
        INSERT INTO public.voucher_truths (location_id, plan_id, vendor_id, at, n, value, cost, kind, is_sold)
        SELECT location_id, plan_id, vendor_id, at, sum(n), sum(value), sum(cost), kind, is_sold FROM gone
         GROUP BY 1, 2, 3, 4, 8, 9 HAVING sum(n) <> 0 OR sum(value) <> 0 OR sum(cost) <> 0
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO fourth;
    WITH gone AS (
        DELETE FROM public.voucher_code_sums
         WHERE (code_length, code_prefix, code_alphabet) IN (SELECT code_length, code_prefix, code_alphabet
                  FROM public.voucher_code_sums GROUP BY 1, 2, 3 HAVING count(*) > 1)
        RETURNING n, code_length, code_prefix, code_alphabet
    ), kept AS (
        INSERT INTO public.voucher_code_sums (n, code_length, code_prefix, code_alphabet)
        SELECT sum(n), code_length, code_prefix, code_alphabet FROM gone GROUP BY 2, 3, 4 HAVING sum(n) <> 0
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO fifth;
    RETURN went + also + third + fourth + fifth;
END
$$;
SELECT voucher_counts_fold();

-- Once folded, these hold the batches with copies to bring, and those with codes on hand, alone.
CREATE INDEX voucher_router_counts_open_idx ON voucher_router_counts (batch_id, router_id)
    WHERE state IN ('pending', 'failed', 'drifted');
CREATE INDEX voucher_counts_on_hand_idx ON voucher_counts (batch_id)
    WHERE status = 'available' AND NOT is_sold AND vendor_id IS NULL;

-- What is stock, in one place: unsold and unused, in the shop's own hands, of a batch that is not
-- held or withdrawn, and not a code a router had by itself. Rows are sums, to be added up.
CREATE VIEW stock_on_hand WITH (security_invoker = true) AS
SELECT b.plan_id, b.location_id, c.batch_id, c.is_printed, c.n, c.n * b.price_sell AS value_sell, c.n * b.price_cost AS value_cost
  FROM voucher_counts c JOIN voucher_batches b ON b.id = c.batch_id
 WHERE c.status = 'available' AND NOT c.is_sold AND c.vendor_id IS NULL
   AND b.status = 'active' AND NOT starts_with(b.idempotency_key, 'adopt-');
SELECT grant_to_app('stock_on_hand', 'SELECT');

-- What is sold next stands first, slips and cards apart: neither walks over the other.
DROP INDEX vouchers_stock_idx;
DROP INDEX vouchers_counter_idx;
CREATE INDEX vouchers_counter_idx ON vouchers (plan_id, location_id, batch_id, number)
    WHERE status = 'available' AND sold_at IS NULL AND printed_at IS NULL AND handed_at IS NULL AND vendor_id IS NULL;
CREATE INDEX vouchers_card_idx ON vouchers (plan_id, location_id, batch_id, number)
    WHERE status = 'available' AND sold_at IS NULL AND printed_at IS NOT NULL AND handed_at IS NULL AND vendor_id IS NULL;
