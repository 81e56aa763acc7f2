-- What was sold and taken back, by place, plan, cashier, way of payment and quarter of an hour (every
-- time zone's days and hours begin on one). Sums over rows that triggers append: the dashboard and
-- reports of a month read no sale.
CREATE TABLE sale_sums (
    id          BIGINT GENERATED ALWAYS AS IDENTITY,
    location_id BIGINT NOT NULL,
    plan_id     BIGINT NOT NULL,
    user_id     BIGINT NOT NULL,
    -- Of the document: what was taken back counts when, where and by whom it was.
    at          TIMESTAMPTZ NOT NULL,
    n           BIGINT NOT NULL,
    amount      NUMERIC(15,2) NOT NULL,
    cost        NUMERIC(15,2) NOT NULL,
    method      TEXT NOT NULL,
    is_back     BOOLEAN NOT NULL,
    CONSTRAINT sale_sums_pkey PRIMARY KEY (id),
    CONSTRAINT sale_sums_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES service_plans (id),
    CONSTRAINT sale_sums_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT sale_sums_location_id_fkey FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX sale_sums_location_idx ON sale_sums (location_id, at);
COMMENT ON TABLE sale_sums IS 'Codes and money of sales, refunds and voids by the quarter of an hour; to be added up.';

CREATE FUNCTION sale_sums_append() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.sale_sums (location_id, plan_id, user_id, at, n, amount, cost, method, is_back)
        SELECT s.location_id, f.plan_id, s.user_id, date_bin('15 minutes', s.at, 'epoch'), count(*), sum(f.price),
               sum(f.price_cost), s.method, false
          FROM fresh f JOIN public.sales s ON s.id = f.sale_id GROUP BY 1, 2, 3, 4, 8;
    ELSE
        -- Nothing of a line changes but that it is taken back, once.
        INSERT INTO public.sale_sums (location_id, plan_id, user_id, at, n, amount, cost, method, is_back)
        SELECT s.location_id, f.plan_id, s.user_id, date_bin('15 minutes', s.at, 'epoch'), count(*), sum(f.price),
               sum(f.price_cost), s.method, true
          FROM fresh f JOIN stale o ON o.id = f.id AND o.refund_id IS NULL JOIN public.sales s ON s.id = f.refund_id
         GROUP BY 1, 2, 3, 4, 8;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER sale_lines_sum_insert AFTER INSERT ON sale_lines REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION sale_sums_append();
CREATE TRIGGER sale_lines_sum_update AFTER UPDATE ON sale_lines REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION sale_sums_append();

-- Folds the rows of one quarter together; two at once are harmless, since each adds up only
-- what it took away itself. Older quarters do not grow any more. Answers how many rows went.
CREATE FUNCTION sale_sums_fold() RETURNS BIGINT
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    WITH gone AS (
        DELETE FROM public.sale_sums
         WHERE at > now() - INTERVAL '3 days'
           AND (location_id, plan_id, user_id, at, method, is_back) IN (
               SELECT location_id, plan_id, user_id, at, method, is_back FROM public.sale_sums
                WHERE at > now() - INTERVAL '3 days' GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1)
        RETURNING location_id, plan_id, user_id, at, n, amount, cost, method, is_back
    ), kept AS (
        INSERT INTO public.sale_sums (location_id, plan_id, user_id, at, n, amount, cost, method, is_back)
        SELECT location_id, plan_id, user_id, at, sum(n), sum(amount), sum(cost), method, is_back
          FROM gone GROUP BY 1, 2, 3, 4, 8, 9
        RETURNING 1
    ) SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)
    $$;

-- What is there already is counted once.
INSERT INTO sale_sums (location_id, plan_id, user_id, at, n, amount, cost, method, is_back)
SELECT s.location_id, l.plan_id, s.user_id, date_bin('15 minutes', s.at, 'epoch'), count(*), sum(l.price), sum(l.price_cost),
       s.method, x.is_back
  FROM sale_lines l
 CROSS JOIN LATERAL (VALUES (l.sale_id, false), (l.refund_id, true)) AS x (document_id, is_back)
  JOIN sales s ON s.id = x.document_id
 GROUP BY 1, 2, 3, 4, 8, 9;

-- Nothing looks for sales by their time any more.
DROP INDEX sales_at_idx;

SELECT fence_by_location('sale_sums');
-- Written by triggers alone.
SELECT grant_to_app('sale_sums', 'SELECT');
