//! What must agree about the sums that are counted from: a part of the one statement of `store`.

/// The sums that triggers keep, which every list of stock, every report and the dashboard
/// read, with the codes and the lines of sales themselves.
macro_rules! stock {
    () => {
        r#"stock_counts AS (
    SELECT 'stock_wrong', 'voucher_batch', b.id, b.batch_code, b.location_id, NULL::BIGINT, d.n, d.kept
      FROM (SELECT batch_id, sum(n) AS n, sum(kept) AS kept
              FROM (SELECT batch_id, status, sold_at IS NOT NULL AS is_sold, printed_at IS NOT NULL AS is_printed, vendor_id,
                           count(*)::NUMERIC AS n, 0::NUMERIC AS kept FROM vouchers GROUP BY 1, 2, 3, 4, 5
                    UNION ALL
                    SELECT batch_id, status, is_sold, is_printed, vendor_id, 0, sum(n) FROM voucher_counts GROUP BY 1, 2, 3, 4, 5) AS x
             GROUP BY batch_id, status, is_sold, is_printed, vendor_id HAVING sum(n) <> sum(kept)) AS d
      JOIN voucher_batches b ON b.id = d.batch_id),
truths AS (
    SELECT v.location_id, v.plan_id, t.vendor_id, t.kind, t.is_sold, date_bin('15 minutes', t.at, 'epoch') AS at,
           count(*)::NUMERIC AS n, sum(v.price_sell) AS value, sum(v.price_cost) AS cost
      FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
     CROSS JOIN LATERAL (SELECT num_nonnulls(v.sold_at, v.settled_at) > 0 OR starts_with(b.idempotency_key, 'adopt-') AS is_sold) AS s
     CROSS JOIN LATERAL (VALUES
        ('printed', coalesce(v.was_printed_at, v.printed_at), NULL::BIGINT, false), ('handed', v.handed_at, v.vendor_id, false),
        ('activated', v.first_login_at, v.vendor_id, s.is_sold),
        ('ended', CASE WHEN v.status IN ('used', 'expired') THEN v.ended_at END, v.vendor_id, s.is_sold),
        ('void', v.voided_at, v.vendor_id, false), ('first_login', v.first_login_at, NULL, false)) AS t (kind, at, vendor_id, is_sold)
     WHERE t.at IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6),
stock_truths AS (
    SELECT 'stock_wrong', 'plan', p.id, p.name || ' · ' || d.kind, d.location_id, NULL::BIGINT, f.expected, f.found
      FROM (SELECT location_id, plan_id, kind, sum(n) AS n, sum(kept) AS kept, sum(value) AS value, sum(kept_value) AS kept_value,
                   sum(cost) AS cost, sum(kept_cost) AS kept_cost
              FROM (SELECT location_id, plan_id, vendor_id, kind, is_sold, at, n, value, CASE kind WHEN 'first_login' THEN 0 ELSE cost END AS cost,
                           0::NUMERIC AS kept, 0::NUMERIC AS kept_value, 0::NUMERIC AS kept_cost FROM truths
                    UNION ALL
                    SELECT location_id, plan_id, vendor_id, kind, is_sold, at, 0, 0, 0, n, value, cost FROM voucher_truths
                    UNION ALL
                    SELECT location_id, plan_id, NULL, 'first_login', false, at, 0, 0, 0, n, value, 0 FROM voucher_activations) AS x
             GROUP BY location_id, plan_id, vendor_id, kind, is_sold, at
            HAVING sum(n) <> sum(kept) OR sum(value) <> sum(kept_value) OR sum(cost) <> sum(kept_cost)) AS d
      JOIN service_plans p ON p.id = d.plan_id
     -- Where the codes agree and their money does not, the money is told.
     CROSS JOIN LATERAL (SELECT f.expected, f.found FROM (VALUES (1, d.n, d.kept), (2, d.value, d.kept_value), (3, d.cost, d.kept_cost))
                           AS f (nth, expected, found) WHERE f.expected <> f.found ORDER BY f.nth LIMIT 1) AS f),
stock_sales AS (
    SELECT 'stock_wrong', 'plan', p.id, p.name || CASE WHEN d.is_back THEN ' · taken_back' ELSE ' · sold' END, d.location_id,
           NULL::BIGINT, f.expected, f.found
      FROM (SELECT location_id, plan_id, is_back, sum(n) AS n, sum(kept) AS kept, sum(amount) AS amount,
                   sum(kept_amount) AS kept_amount, sum(cost) AS cost, sum(kept_cost) AS kept_cost
              FROM (SELECT s.location_id, l.plan_id, s.user_id, s.method, x.is_back, date_bin('15 minutes', s.at, 'epoch') AS at,
                           1::NUMERIC AS n, l.price AS amount, l.price_cost AS cost,
                           0::NUMERIC AS kept, 0::NUMERIC AS kept_amount, 0::NUMERIC AS kept_cost
                      FROM sale_lines l
                     CROSS JOIN LATERAL (VALUES (l.sale_id, false), (l.refund_id, true)) AS x (document_id, is_back)
                      JOIN sales s ON s.id = x.document_id
                    UNION ALL
                    SELECT location_id, plan_id, user_id, method, is_back, at, 0, 0, 0, n, amount, cost FROM sale_sums) AS x
             GROUP BY location_id, plan_id, user_id, method, is_back, at
            HAVING sum(n) <> sum(kept) OR sum(amount) <> sum(kept_amount) OR sum(cost) <> sum(kept_cost)) AS d
      JOIN service_plans p ON p.id = d.plan_id
     CROSS JOIN LATERAL (SELECT f.expected, f.found FROM (VALUES (1, d.n, d.kept), (2, d.amount, d.kept_amount), (3, d.cost, d.kept_cost))
                           AS f (nth, expected, found) WHERE f.expected <> f.found ORDER BY f.nth LIMIT 1) AS f),
stock_shapes AS (
    SELECT 'stock_wrong', 'voucher_batch', coalesce(w.batch_id, 0), w.shape, w.location_id, NULL::BIGINT, w.expected::NUMERIC,
           w.found::NUMERIC
      FROM voucher_code_sums_wrong() AS w)
"#
    };
}

pub(super) use stock;
