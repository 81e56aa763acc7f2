DROP INDEX sales_at_idx;
ALTER TABLE service_plans DROP CONSTRAINT service_plans_low_stock_at_range, DROP COLUMN low_stock_at;
CREATE OR REPLACE FUNCTION voucher_counts_append() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, n)
        SELECT batch_id, location_id, status, sold_at IS NOT NULL, count(*) FROM fresh GROUP BY 1, 2, 3, 4;
        INSERT INTO public.voucher_activations (location_id, plan_id, at, n, value)
        SELECT location_id, plan_id, date_bin('15 minutes', first_login_at, 'epoch'), count(*), sum(price_sell)
          FROM fresh WHERE first_login_at IS NOT NULL GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO public.voucher_activations (location_id, plan_id, at, n, value)
        SELECT location_id, plan_id, date_bin('15 minutes', first_login_at, 'epoch'), sum(n), sum(n * price_sell)
          FROM (SELECT location_id, plan_id, first_login_at, price_sell, 1 AS n FROM fresh
                UNION ALL
                SELECT location_id, plan_id, first_login_at, price_sell, -1 FROM stale) AS d
         WHERE first_login_at IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(n) <> 0 OR sum(n * price_sell) <> 0;
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, n)
        SELECT batch_id, location_id, status, is_sold, sum(n)
          FROM (SELECT batch_id, location_id, status, sold_at IS NOT NULL AS is_sold, 1 AS n FROM fresh
                UNION ALL
                SELECT batch_id, location_id, status, sold_at IS NOT NULL, -1 FROM stale) AS d
         GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION voucher_counts_fold(more_than INTEGER) RETURNS BIGINT
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    went  BIGINT;
    also  BIGINT;
    third BIGINT;
BEGIN
    WITH gone AS (
        DELETE FROM public.voucher_counts
         WHERE batch_id IN (SELECT batch_id FROM public.voucher_counts GROUP BY 1 HAVING count(*) > more_than)
        RETURNING batch_id, location_id, status, is_sold, n
    ), kept AS (
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, n)
        SELECT batch_id, location_id, status, is_sold, sum(n) FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
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
    RETURN went + also + third;
END
$$;
DROP TABLE voucher_truths;
ALTER TABLE voucher_counts DROP COLUMN vendor_id, DROP COLUMN is_printed;
