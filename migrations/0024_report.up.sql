-- Stock in whose hands it is, the four truths day by day, and what reports read.

-- A plan with fewer codes on hand calls for more; NULL = by what was used of late.
ALTER TABLE service_plans ADD COLUMN low_stock_at INTEGER,
    ADD CONSTRAINT service_plans_low_stock_at_range CHECK (low_stock_at BETWEEN 1 AND 100000);

CREATE INDEX sales_at_idx ON sales (at);

ALTER TABLE voucher_counts ADD COLUMN is_printed BOOLEAN NOT NULL DEFAULT false, ADD COLUMN vendor_id BIGINT,
    ADD CONSTRAINT voucher_counts_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id);
COMMENT ON COLUMN voucher_counts.vendor_id IS 'With whom the codes are; NULL = in the shop.';

-- What happened to codes, by place, plan, vendor and quarter of an hour (every time
-- zone's days begin on one). Sums over rows that triggers append: reports of a month
-- read no voucher.
CREATE TABLE voucher_truths (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id BIGINT NOT NULL,
    plan_id     BIGINT NOT NULL,
    -- Printing knows no vendor: cards are handed over afterwards.
    vendor_id   BIGINT,
    at          TIMESTAMPTZ NOT NULL,
    n           BIGINT NOT NULL,
    value       NUMERIC(15,2) NOT NULL,
    cost        NUMERIC(15,2) NOT NULL,
    kind        TEXT NOT NULL,
    -- Of activated and ended: sold at the counter, or settled with a vendor.
    is_sold     BOOLEAN NOT NULL,
    CONSTRAINT voucher_truths_pkey PRIMARY KEY (id),
    CONSTRAINT voucher_truths_kind_known CHECK (kind IN ('printed', 'handed', 'activated', 'ended', 'void')),
    CONSTRAINT voucher_truths_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES service_plans (id),
    CONSTRAINT voucher_truths_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    CONSTRAINT voucher_truths_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX voucher_truths_at_idx ON voucher_truths (at);

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
          FROM fresh AS f
         CROSS JOIN LATERAL
           (VALUES ('printed', f.printed_at, NULL::BIGINT, false),
                  ('handed', f.handed_at, f.vendor_id, false),
                  ('activated', f.first_login_at, f.vendor_id, num_nonnulls(f.sold_at, f.settled_at) > 0),
                  ('ended', CASE WHEN f.status IN ('used', 'expired') THEN f.ended_at END, f.vendor_id, num_nonnulls(f.sold_at, f.settled_at) > 0),
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
          FROM (SELECT location_id, plan_id, vendor_id, printed_at, handed_at, first_login_at, ended_at, voided_at, sold_at,
                       settled_at, status, price_sell, price_cost, 1 AS n FROM fresh
                UNION ALL
                SELECT location_id, plan_id, vendor_id, printed_at, handed_at, first_login_at, ended_at, voided_at, sold_at,
                       settled_at, status, price_sell, price_cost, -1 FROM stale) AS d
         CROSS JOIN LATERAL
           (VALUES ('printed', d.printed_at, NULL::BIGINT, false),
                  ('handed', d.handed_at, d.vendor_id, false),
                  ('activated', d.first_login_at, d.vendor_id, num_nonnulls(d.sold_at, d.settled_at) > 0),
                  ('ended', CASE WHEN d.status IN ('used', 'expired') THEN d.ended_at END, d.vendor_id, num_nonnulls(d.sold_at, d.settled_at) > 0),
                  ('void', d.voided_at, d.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
         WHERE num_nonnulls(d.printed_at, d.handed_at, d.first_login_at, d.voided_at) > 0 AND t.at IS NOT NULL
         GROUP BY 1, 2, 3, 4, 8, 9 HAVING sum(d.n) <> 0 OR sum(d.n * d.price_sell) <> 0 OR sum(d.n * d.price_cost) <> 0;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION voucher_counts_fold(more_than INTEGER) RETURNS BIGINT
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

-- What is there already is counted once.
DELETE FROM voucher_counts;
INSERT INTO voucher_counts (batch_id, location_id, status, is_sold, is_printed, vendor_id, n)
SELECT batch_id, location_id, status, sold_at IS NOT NULL, printed_at IS NOT NULL, vendor_id, count(*)
  FROM vouchers GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO voucher_truths (location_id, plan_id, vendor_id, at, n, value, cost, kind, is_sold)
SELECT v.location_id, v.plan_id, t.vendor_id, date_bin('15 minutes', t.at, 'epoch'), count(*), sum(v.price_sell),
       sum(v.price_cost), t.kind, t.is_sold
  FROM vouchers v
 CROSS JOIN LATERAL
   (VALUES ('printed', v.printed_at, NULL::BIGINT, false),
                  ('handed', v.handed_at, v.vendor_id, false),
                  ('activated', v.first_login_at, v.vendor_id, num_nonnulls(v.sold_at, v.settled_at) > 0),
                  ('ended', CASE WHEN v.status IN ('used', 'expired') THEN v.ended_at END, v.vendor_id, num_nonnulls(v.sold_at, v.settled_at) > 0),
                  ('void', v.voided_at, v.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
 WHERE t.at IS NOT NULL GROUP BY 1, 2, 3, 4, 8, 9;

SELECT fence_by_location('voucher_truths');
-- Written by triggers alone.
SELECT grant_to_app('voucher_truths', 'SELECT');
