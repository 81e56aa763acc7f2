-- What a review of money found.

-- Codes a router had before it was ours were sold elsewhere: what is used of them is no
-- loss of this shop.
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

-- What is there already is counted anew, once.
DELETE FROM voucher_truths;
INSERT INTO voucher_truths (location_id, plan_id, vendor_id, at, n, value, cost, kind, is_sold)
SELECT v.location_id, v.plan_id, t.vendor_id, date_bin('15 minutes', t.at, 'epoch'), count(*), sum(v.price_sell),
       sum(v.price_cost), t.kind, t.is_sold
  FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
 CROSS JOIN LATERAL
   (VALUES ('printed', v.printed_at, NULL::BIGINT, false),
                  ('handed', v.handed_at, v.vendor_id, false),
                  ('activated', v.first_login_at, v.vendor_id, num_nonnulls(v.sold_at, v.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('ended', CASE WHEN v.status IN ('used', 'expired') THEN v.ended_at END, v.vendor_id, num_nonnulls(v.sold_at, v.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-')),
                  ('void', v.voided_at, v.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
 WHERE t.at IS NOT NULL GROUP BY 1, 2, 3, 4, 8, 9;

-- What is in a vendor's hands is found without all they ever had.
CREATE INDEX vouchers_in_hand_idx ON vouchers (vendor_id) WHERE status = 'available' AND vendor_id IS NOT NULL;

-- Old prices of a vendor, and whose account it was, stay in the trail.
ALTER TABLE vendor_prices ADD COLUMN id BIGINT GENERATED ALWAYS AS IDENTITY;
ALTER TABLE reseller_accounts ADD COLUMN id BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE TRIGGER vendor_prices_audit AFTER UPDATE OR DELETE ON vendor_prices
    FOR EACH ROW EXECUTE FUNCTION audit_row('vendor_prices');
CREATE TRIGGER reseller_accounts_audit AFTER UPDATE OR DELETE ON reseller_accounts
    FOR EACH ROW EXECUTE FUNCTION audit_row('reseller_accounts');

-- A payment is taken back once, by a document of its own the other way.
ALTER TABLE vendor_settlements ADD COLUMN reverses_id BIGINT,
    ADD CONSTRAINT vendor_settlements_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES vendor_settlements (id),
    ADD CONSTRAINT vendor_settlements_reverses_id_of_payment CHECK (reverses_id IS NULL OR kind <> 'settlement');
CREATE UNIQUE INDEX vendor_settlements_reverses_id_key ON vendor_settlements (reverses_id) WHERE reverses_id IS NOT NULL;

-- What was handed over and came back is told by the documents, day by day.
CREATE INDEX vendor_transfers_at_idx ON vendor_transfers (at);
