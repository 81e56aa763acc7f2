-- A shop that has sold vouchers for half a year: bench.vouchers codes in batches of
-- 2,000, each with a copy on one router; two thirds still to be sold, the rest in
-- use, used up, over, or void. Plans and routers exist already.

INSERT INTO voucher_batches (location_id, batch_code, plan_id, plan_name, quantity, code_mode, code_alphabet, code_length,
                             sheet_preset, price_sell, price_cost, total_cost, total_revenue, idempotency_key, created_at)
SELECT p.location_id, 'VC-1-' || to_char(day, 'YYMMDD') || '-' || lpad(n::TEXT, 4, '0'), p.id, p.name, 2000, 'code', 'lower', 8,
       'a4-40', p.price_sell, p.price_cost, p.price_cost * 2000, p.price_sell * 2000, 'seed-' || lpad(n::TEXT, 8, '0'), day
  FROM generate_series(1, current_setting('bench.vouchers')::INT / 2000) AS n
 CROSS JOIN LATERAL (SELECT now() - interval '180 days' * (1 - n * 2000.0 / current_setting('bench.vouchers')::INT) AS day) d
  JOIN (SELECT *, row_number() OVER (ORDER BY id) AS k, count(*) OVER () AS plans FROM service_plans) p ON p.k = n % p.plans + 1
 ORDER BY n;

-- The place of each code in a walk through all 23^8 of them that meets none twice.
CREATE TEMP TABLE drawn AS
SELECT n, b.id AS batch_id, b.location_id, b.plan_id, b.price_sell, b.price_cost, b.created_at,
       (n - 1) % 2000 + 1 AS number, n::BIGINT * 30000000001 % 78310985281 AS place, abs(hashint4(n)) % 100 AS lot,
       b.created_at + (now() - b.created_at) * (abs(hashint4(n + 7)) % 1000 / 1000.0) AS began
  FROM generate_series(1, current_setting('bench.vouchers')::INT) AS n
  JOIN (SELECT *, row_number() OVER (ORDER BY id) AS k FROM voucher_batches) b ON b.k = (n - 1) / 2000 + 1;

INSERT INTO vouchers (location_id, batch_id, plan_id, usage_limit_s, validity_s, number, code, price_sell, price_cost, status,
                      first_login_at, expires_at, ended_at, voided_at, created_at)
SELECT d.location_id, d.batch_id, d.plan_id, 86400, 86400, d.number,
       (SELECT string_agg(substr('abcdefghjkmnpqrstuvwxyz', (d.place / power(23, k)::BIGINT % 23)::INT + 1, 1), '')
          FROM generate_series(0, 7) AS k),
       d.price_sell, d.price_cost, s.status,
       CASE s.status WHEN 'active' THEN now() - interval '1 day' * (d.lot - 64) / 9
                     WHEN 'used' THEN d.began WHEN 'expired' THEN d.began END,
       CASE s.status WHEN 'active' THEN now() + interval '1 day' * (1 - (d.lot - 64) / 9.0)
                     WHEN 'used' THEN d.began + interval '1 day' WHEN 'expired' THEN d.began + interval '1 day' END,
       CASE s.status WHEN 'used' THEN d.began + interval '20 hours' WHEN 'expired' THEN d.began + interval '1 day'
                     WHEN 'void' THEN d.began END,
       CASE s.status WHEN 'void' THEN d.began END, d.created_at
  FROM drawn d
 CROSS JOIN LATERAL (SELECT CASE WHEN d.lot < 65 THEN 'available' WHEN d.lot < 72 THEN 'active' WHEN d.lot < 85 THEN 'used'
                                 WHEN d.lot < 98 THEN 'expired' ELSE 'void' END AS status) s
 ORDER BY d.n;

INSERT INTO voucher_routers (voucher_id, router_id, location_id, batch_id, applied_at, wish, state, reason, ros_id)
SELECT v.id, r.id, v.location_id, v.batch_id, v.created_at,
       CASE WHEN v.status IN ('used', 'expired', 'void') THEN 'disabled' ELSE 'present' END,
       CASE WHEN v.id % 500 = 0 THEN 'failed' WHEN v.id % 500 = 1 THEN 'pending' ELSE 'applied' END,
       CASE WHEN v.id % 500 = 0 THEN 'name_taken' END, '*' || upper(to_hex(v.id))
  FROM vouchers v
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS k, count(*) OVER () AS routers FROM routers) r
    ON r.k = v.batch_id % r.routers + 1
 ORDER BY v.id;

INSERT INTO voucher_usage_state (voucher_id, location_id, router_id, uptime_s, bytes_in, bytes_out, mac_address, last_seen_at)
SELECT v.id, v.location_id, c.router_id, 3600 + v.id % 80000, v.id % 1000000007, v.id % 1000000009,
       '02:00:' || upper(to_hex(v.id % 240 + 16)) || ':00:00:01', coalesce(v.ended_at, now())
  FROM vouchers v JOIN voucher_routers c ON c.voucher_id = v.id WHERE v.first_login_at IS NOT NULL;

-- What was used was sold at the counter before, one code a sale; the ledger and the
-- numbers of documents are not what is measured.
INSERT INTO cash_drawers (location_id, name) SELECT DISTINCT location_id, 'Bench' FROM voucher_batches;
INSERT INTO cash_sessions (location_id, drawer_id, number, user_id, opened_by, opened_at, float_amount)
SELECT d.location_id, d.id, 1, u.id, u.id, now() - interval '200 days', 0
  FROM cash_drawers d CROSS JOIN (SELECT min(id) AS id FROM users) u WHERE d.name = 'Bench';
INSERT INTO sales (location_id, cash_session_id, document_number, kind, method, total_amount, reference, user_id, at)
SELECT v.location_id, s.id, 'B-' || v.id, 'sale', 'qris', v.price_sell, '', s.user_id, v.first_login_at - interval '1 hour'
  FROM vouchers v JOIN cash_sessions s ON s.location_id = v.location_id WHERE v.first_login_at IS NOT NULL ORDER BY v.id;
INSERT INTO sale_lines (location_id, sale_id, number, voucher_id, plan_id, plan_name, price, price_cost, is_made_now, is_card)
SELECT v.location_id, s.id, 1, v.id, v.plan_id, b.plan_name, v.price_sell, v.price_cost, false, true
  FROM sales s JOIN vouchers v ON v.id = substr(s.document_number, 3)::BIGINT JOIN voucher_batches b ON b.id = v.batch_id
 WHERE s.document_number LIKE 'B-%' ORDER BY s.id;

DROP TABLE drawn;
