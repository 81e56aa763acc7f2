DROP INDEX vouchers_card_idx;
DROP INDEX vouchers_counter_idx;
CREATE INDEX vouchers_counter_idx ON vouchers (plan_id, location_id)
    WHERE status = 'available' AND sold_at IS NULL AND printed_at IS NULL AND handed_at IS NULL AND vendor_id IS NULL;
CREATE INDEX vouchers_stock_idx ON vouchers (plan_id, batch_id, number)
    WHERE status = 'available' AND sold_at IS NULL AND handed_at IS NULL AND vendor_id IS NULL;
DROP VIEW stock_on_hand;
DROP INDEX voucher_counts_on_hand_idx;
DROP INDEX voucher_router_counts_open_idx;
DROP FUNCTION voucher_counts_fold();
CREATE FUNCTION voucher_counts_fold(more_than INTEGER) RETURNS BIGINT
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    went   BIGINT;
    also   BIGINT;
    third  BIGINT;
    fourth BIGINT;
BEGIN
    WITH gone AS (
        DELETE FROM public.voucher_counts
         WHERE batch_id IN (SELECT batch_id FROM public.voucher_counts GROUP BY 1 HAVING count(*) > more_than)
        RETURNING batch_id, location_id, status, is_sold, is_printed, vendor_id, n
    ), kept AS (
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, is_printed, vendor_id, n)
        SELECT batch_id, location_id, status, is_sold, is_printed, vendor_id, sum(n) FROM gone GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(n) <> 0
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO went;
    WITH gone AS (
        DELETE FROM public.voucher_router_counts
         WHERE batch_id IN (SELECT batch_id FROM public.voucher_router_counts GROUP BY 1 HAVING count(*) > more_than)
        RETURNING batch_id, router_id, location_id, state, n, at
    ), kept AS (
        INSERT INTO public.voucher_router_counts (batch_id, router_id, location_id, state, n, at)
        SELECT batch_id, router_id, location_id, state, sum(n), min(at) FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
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
        SELECT location_id, plan_id, at, sum(n), sum(value) FROM gone GROUP BY 1, 2, 3 HAVING sum(n) <> 0
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
    RETURN went + also + third + fourth;
END
$$;
CREATE OR REPLACE FUNCTION voucher_codes_taken(prefix TEXT, code_signs INTEGER, alphabets TEXT[]) RETURNS BIGINT
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    SELECT coalesce(sum(b.quantity), 0)::BIGINT FROM public.voucher_batches b
     WHERE length(b.code_prefix) + b.code_length = code_signs AND starts_with(b.code_prefix, prefix)
       AND b.code_alphabet = ANY (alphabets)
    $$;
DROP TRIGGER voucher_batches_sum_insert ON voucher_batches;
DROP TRIGGER voucher_batches_sum_update ON voucher_batches;
DROP FUNCTION voucher_code_sums_append();
DROP TABLE voucher_code_sums;
DROP INDEX voucher_batches_created_at_idx;
DROP INDEX voucher_batches_counter_day_idx;
ALTER TABLE voucher_batches DROP COLUMN counter_day;
