DROP FUNCTION voucher_code_sums_wrong();
DROP TRIGGER voucher_batches_audit_delete ON voucher_batches;
DROP TRIGGER voucher_batches_audit ON voucher_batches;
DROP TRIGGER voucher_batches_touch ON voucher_batches;
SELECT keep_history('voucher_batches');
DROP FUNCTION voucher_counts_fold(INTEGER);
CREATE OR REPLACE FUNCTION voucher_counts_fold() RETURNS BIGINT
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
DROP INDEX sale_sums_at_idx;
DROP INDEX voucher_router_counts_fresh_idx;
DROP INDEX voucher_counts_fresh_idx;
ALTER TABLE voucher_router_counts DROP COLUMN is_folded;
ALTER TABLE voucher_counts DROP COLUMN is_folded;
-- The sums follow: before, what came back was printed on no day.
UPDATE vouchers SET was_printed_at = NULL WHERE was_printed_at IS NOT NULL;
CREATE OR REPLACE FUNCTION voucher_counts_append() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, is_printed, vendor_id, n)
        SELECT batch_id, location_id, status, sold_at IS NOT NULL, printed_at IS NOT NULL, vendor_id, count(*)
          FROM fresh GROUP BY 1, 2, 3, 4, 5, 6;
        INSERT INTO public.voucher_activations (location_id, plan_id, at, n, value)
        SELECT location_id, plan_id, date_bin('15 minutes', first_login_at, 'epoch'), count(*), sum(price_sell)
          FROM fresh WHERE first_login_at IS NOT NULL GROUP BY 1, 2, 3;
        INSERT INTO public.voucher_truths (location_id, plan_id, vendor_id, at, n, value, cost, kind, is_sold)
        SELECT f.location_id, f.plan_id, t.vendor_id, date_bin('15 minutes', t.at, 'epoch'), count(*), sum(f.price_sell),
               sum(f.price_cost), t.kind, t.is_sold
          FROM fresh AS f JOIN public.voucher_batches b ON b.id = f.batch_id
         CROSS JOIN LATERAL
           (VALUES ('printed', f.printed_at, NULL::BIGINT, false),
                  ('handed', f.handed_at, f.vendor_id, false),
                  ('activated', f.first_login_at, f.vendor_id, num_nonnulls(f.sold_at, f.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('ended', CASE WHEN f.status IN ('used', 'expired') THEN f.ended_at END, f.vendor_id, num_nonnulls(f.sold_at, f.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('void', f.voided_at, f.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
         WHERE num_nonnulls(f.printed_at, f.handed_at, f.first_login_at, f.voided_at) > 0 AND t.at IS NOT NULL
         GROUP BY 1, 2, 3, 4, 8, 9;
    ELSE
        INSERT INTO public.voucher_activations (location_id, plan_id, at, n, value)
        SELECT location_id, plan_id, date_bin('15 minutes', first_login_at, 'epoch'), sum(n), sum(n * price_sell)
          FROM (SELECT location_id, plan_id, first_login_at, price_sell, 1 AS n FROM fresh
                UNION ALL
                SELECT location_id, plan_id, first_login_at, price_sell, -1 FROM stale) AS d
         WHERE first_login_at IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(n) <> 0 OR sum(n * price_sell) <> 0;
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, is_printed, vendor_id, n)
        SELECT batch_id, location_id, status, is_sold, is_printed, vendor_id, sum(n)
          FROM (SELECT batch_id, location_id, status, sold_at IS NOT NULL AS is_sold, printed_at IS NOT NULL AS is_printed,
                       vendor_id, 1 AS n FROM fresh
                UNION ALL
                SELECT batch_id, location_id, status, sold_at IS NOT NULL, printed_at IS NOT NULL, vendor_id, -1 FROM stale) AS d
         GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;
        INSERT INTO public.voucher_truths (location_id, plan_id, vendor_id, at, n, value, cost, kind, is_sold)
        SELECT d.location_id, d.plan_id, t.vendor_id, date_bin('15 minutes', t.at, 'epoch'), sum(d.n), sum(d.n * d.price_sell),
               sum(d.n * d.price_cost), t.kind, t.is_sold
          FROM (SELECT batch_id, location_id, plan_id, vendor_id, printed_at, handed_at, first_login_at, ended_at, voided_at, sold_at,
                       settled_at, status, price_sell, price_cost, 1 AS n FROM fresh
                UNION ALL
                SELECT batch_id, location_id, plan_id, vendor_id, printed_at, handed_at, first_login_at, ended_at, voided_at, sold_at,
                       settled_at, status, price_sell, price_cost, -1 FROM stale) AS d
          JOIN public.voucher_batches b ON b.id = d.batch_id
         CROSS JOIN LATERAL
           (VALUES ('printed', d.printed_at, NULL::BIGINT, false),
                  ('handed', d.handed_at, d.vendor_id, false),
                  ('activated', d.first_login_at, d.vendor_id, num_nonnulls(d.sold_at, d.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('ended', CASE WHEN d.status IN ('used', 'expired') THEN d.ended_at END, d.vendor_id, num_nonnulls(d.sold_at, d.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('void', d.voided_at, d.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
         WHERE num_nonnulls(d.printed_at, d.handed_at, d.first_login_at, d.voided_at) > 0 AND t.at IS NOT NULL
         GROUP BY 1, 2, 3, 4, 8, 9 HAVING sum(d.n) <> 0 OR sum(d.n * d.price_sell) <> 0 OR sum(d.n * d.price_cost) <> 0;
    END IF;
    RETURN NULL;
END
$$;
ALTER TABLE vouchers DROP COLUMN was_printed_at;
DROP INDEX sale_lines_plan_idx;
DROP INDEX sales_cashless_idx;
DROP INDEX sales_back_idx;
DROP INDEX sales_time_idx;
