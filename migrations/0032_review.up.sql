-- What a review of the database found: lists of sales by day, paper that came back, and what is
-- done over and over.

-- A list of some days reads those days, and what is rare is found without walking over the rest.
CREATE INDEX sales_time_idx ON sales (at);
CREATE INDEX sales_back_idx ON sales (kind, id DESC) WHERE kind <> 'sale';
CREATE INDEX sales_cashless_idx ON sales (method, id DESC) WHERE method <> 'cash';
CREATE INDEX sale_lines_plan_idx ON sale_lines (plan_id, sale_id);

-- A slip that came back is no stock on paper, and was printed on its day all the same.
ALTER TABLE vouchers ADD COLUMN was_printed_at TIMESTAMPTZ;
COMMENT ON COLUMN vouchers.was_printed_at IS 'Printed for the first time, of a code whose paper came back since.';
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
           (VALUES ('printed', coalesce(f.was_printed_at, f.printed_at), NULL::BIGINT, false),
                  ('handed', f.handed_at, f.vendor_id, false),
                  ('activated', f.first_login_at, f.vendor_id, num_nonnulls(f.sold_at, f.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('ended', CASE WHEN f.status IN ('used', 'expired') THEN f.ended_at END, f.vendor_id, num_nonnulls(f.sold_at, f.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('void', f.voided_at, f.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
         WHERE num_nonnulls(f.was_printed_at, f.printed_at, f.handed_at, f.first_login_at, f.voided_at) > 0 AND t.at IS NOT NULL
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
          FROM (SELECT batch_id, location_id, plan_id, vendor_id, was_printed_at, printed_at, handed_at, first_login_at, ended_at, voided_at, sold_at,
                       settled_at, status, price_sell, price_cost, 1 AS n FROM fresh
                UNION ALL
                SELECT batch_id, location_id, plan_id, vendor_id, was_printed_at, printed_at, handed_at, first_login_at, ended_at, voided_at, sold_at,
                       settled_at, status, price_sell, price_cost, -1 FROM stale) AS d
          JOIN public.voucher_batches b ON b.id = d.batch_id
         CROSS JOIN LATERAL
           (VALUES ('printed', coalesce(d.was_printed_at, d.printed_at), NULL::BIGINT, false),
                  ('handed', d.handed_at, d.vendor_id, false),
                  ('activated', d.first_login_at, d.vendor_id, num_nonnulls(d.sold_at, d.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('ended', CASE WHEN d.status IN ('used', 'expired') THEN d.ended_at END, d.vendor_id, num_nonnulls(d.sold_at, d.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('void', d.voided_at, d.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
         WHERE num_nonnulls(d.was_printed_at, d.printed_at, d.handed_at, d.first_login_at, d.voided_at) > 0 AND t.at IS NOT NULL
         GROUP BY 1, 2, 3, 4, 8, 9 HAVING sum(d.n) <> 0 OR sum(d.n * d.price_sell) <> 0 OR sum(d.n * d.price_cost) <> 0;
    END IF;
    RETURN NULL;
END
$$;

-- What came back already: the log of prints says when it was printed.
UPDATE vouchers v SET was_printed_at = p.at
  FROM (SELECT voucher_id, min(at) AS at FROM print_log WHERE voucher_id IS NOT NULL GROUP BY 1) AS p
 WHERE p.voucher_id = v.id AND (v.printed_at IS NULL OR v.printed_at > p.at);

-- Sums are folded where something was added since, not over all there ever was. What is there is
-- folded once more as a whole.
SELECT voucher_counts_fold();
ALTER TABLE voucher_counts ADD COLUMN is_folded BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE voucher_counts ALTER COLUMN is_folded SET DEFAULT false;
ALTER TABLE voucher_router_counts ADD COLUMN is_folded BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE voucher_router_counts ALTER COLUMN is_folded SET DEFAULT false;
CREATE INDEX voucher_counts_fresh_idx ON voucher_counts (batch_id) WHERE NOT is_folded;
CREATE INDEX voucher_router_counts_fresh_idx ON voucher_router_counts (batch_id) WHERE NOT is_folded;
CREATE INDEX sale_sums_at_idx ON sale_sums (at);
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
    -- One at a time: of two, each would keep what only the other's rows cancel.
    IF NOT pg_try_advisory_xact_lock(hashtextextended('voucher_counts_fold', 0)) THEN
        RETURN 0;
    END IF;
    WITH gone AS (
        DELETE FROM public.voucher_counts WHERE batch_id IN (SELECT batch_id FROM public.voucher_counts WHERE NOT is_folded)
        RETURNING batch_id, location_id, status, is_sold, is_printed, vendor_id, n
    ), kept AS (
        INSERT INTO public.voucher_counts (batch_id, location_id, status, is_sold, is_printed, vendor_id, n, is_folded)
        SELECT batch_id, location_id, status, is_sold, is_printed, vendor_id, sum(n), true FROM gone GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(n) <> 0
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO went;
    -- What moved within the last minute stays apart: it tells how fast copies move.
    WITH gone AS (
        DELETE FROM public.voucher_router_counts
         WHERE batch_id IN (SELECT batch_id FROM public.voucher_router_counts WHERE NOT is_folded)
        RETURNING batch_id, router_id, location_id, state, n, at
    ), kept AS (
        INSERT INTO public.voucher_router_counts (batch_id, router_id, location_id, state, n, at, is_folded)
        SELECT batch_id, router_id, location_id, state, sum(n), min(at), at <= now() - INTERVAL '1 minute' FROM gone
         GROUP BY 1, 2, 3, 4, 7 HAVING sum(n) <> 0
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

-- For programs of before that are still open somewhere; the argument says nothing any more.
CREATE FUNCTION voucher_counts_fold(more_than INTEGER) RETURNS BIGINT
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT public.voucher_counts_fold() $$;

-- A counter's batch that grows is no edit: the deeds of its sales tell it.
DROP TRIGGER voucher_batches_touch ON voucher_batches;
DROP TRIGGER voucher_batches_audit ON voucher_batches;
CREATE TRIGGER voucher_batches_touch BEFORE UPDATE ON voucher_batches FOR EACH ROW
    WHEN (to_jsonb(OLD) - ARRAY['quantity', 'total_revenue', 'total_cost']
              IS DISTINCT FROM to_jsonb(NEW) - ARRAY['quantity', 'total_revenue', 'total_cost'])
    EXECUTE FUNCTION touch_row();
CREATE TRIGGER voucher_batches_audit AFTER UPDATE ON voucher_batches FOR EACH ROW
    WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION audit_row('voucher_batches');
CREATE TRIGGER voucher_batches_audit_delete AFTER DELETE ON voucher_batches FOR EACH ROW
    EXECUTE FUNCTION audit_row('voucher_batches');

-- Sums of codes by shape are over all places, and so is what they are compared with. Answers the
-- shapes whose sum is not what their batches say, with the newest batch of each that is to be seen.
CREATE FUNCTION voucher_code_sums_wrong()
    RETURNS TABLE (batch_id BIGINT, shape TEXT, location_id BIGINT, expected BIGINT, found BIGINT)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    SELECT d.batch_id, coalesce(b.batch_code, d.code_prefix || '+' || d.code_length || ' ' || d.code_alphabet),
           coalesce(b.location_id, (SELECT min(p) FROM unnest((SELECT public.app_location_ids())) AS p)), d.expected, d.found
      FROM (SELECT max(x.batch_id) FILTER (WHERE x.location_id = ANY ((SELECT public.app_location_ids())::BIGINT[])) AS batch_id,
                   x.code_length, x.code_prefix, x.code_alphabet, sum(x.expected)::BIGINT AS expected, sum(x.found)::BIGINT AS found
              FROM (SELECT id AS batch_id, location_id, code_length, code_prefix, code_alphabet, quantity::BIGINT AS expected,
                           0::BIGINT AS found FROM public.voucher_batches
                    UNION ALL
                    SELECT NULL, NULL, code_length, code_prefix, code_alphabet, 0, n FROM public.voucher_code_sums) AS x
             GROUP BY 2, 3, 4 HAVING sum(x.expected) <> sum(x.found)) AS d
      LEFT JOIN public.voucher_batches b ON b.id = d.batch_id
     WHERE cardinality((SELECT public.app_location_ids())::BIGINT[]) > 0
    $$;
