//! What must agree about vendors: a part of the one statement of `store`.

/// Their documents with the codes they name and the rows of the ledger they made, and
/// the codes in their hands.
macro_rules! vendors {
    () => {
        r#"vendor_posted AS MATERIALIZED (
    SELECT t.subject_kind, t.subject_id, sum(t.amount) FILTER (WHERE a.kind = 'vendor') AS vendor,
           sum(t.amount) FILTER (WHERE a.kind = 'voucher_revenue') AS revenue,
           sum(t.amount) FILTER (WHERE a.kind = 'drawer') AS drawer, min(a.vendor_id) AS vendor_id,
           count(DISTINCT a.vendor_id) AS vendors, min(t.at) AS first_at, max(t.at) AS last_at
      FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id
     WHERE t.subject_kind IN ('vendor_transfer', 'vendor_settlement') GROUP BY 1, 2),
vendor_moved AS MATERIALIZED (
    SELECT m.id, count(*) AS n, sum(m.price) AS gross, sum(m.commission) AS commission,
           coalesce(sum(m.price - m.commission) FILTER (WHERE m.is_prepaid), 0) AS charged
      FROM (SELECT handed_id AS id, price, commission, is_prepaid FROM vendor_codes
            UNION ALL
            SELECT returned_id, price, commission, is_prepaid FROM vendor_codes WHERE returned_id IS NOT NULL) AS m GROUP BY 1),
vendor_transfers_wrong AS (
    SELECT 'vendor_transfer_wrong', 'vendor_transfer', t.id, t.document_number, t.location_id, NULL::BIGINT, f.expected, f.found
      FROM vendor_transfers t LEFT JOIN vendor_moved m ON m.id = t.id
      LEFT JOIN vendor_posted p ON p.subject_kind = 'vendor_transfer' AND p.subject_id = t.id
      CROSS JOIN LATERAL (SELECT CASE t.kind WHEN 'return' THEN t.charged_amount ELSE -t.charged_amount END AS owed) AS o
      CROSS JOIN LATERAL (VALUES
        (coalesce(m.n, 0)::NUMERIC, t.quantity::NUMERIC), (coalesce(m.gross, 0), t.gross_amount),
        (coalesce(m.commission, 0), t.commission_amount), (coalesce(m.charged, 0), t.charged_amount),
        (o.owed, coalesce(p.vendor, 0)), (-o.owed, coalesce(p.revenue, 0)), (0, coalesce(p.drawer, 0))) AS f (expected, found)
     WHERE f.expected <> f.found OR p.vendor_id <> t.vendor_id OR p.vendors > 1 OR p.first_at <> t.at
        OR p.last_at <> t.at),
vendor_settlements_wrong AS (
    SELECT 'vendor_settlement_wrong', 'vendor_settlement', s.id, s.document_number, s.location_id, NULL::BIGINT, f.expected, f.found
      FROM vendor_settlements s
      LEFT JOIN (SELECT settlement_id, count(*) AS n, sum(price) AS gross, sum(commission) AS commission FROM vendor_codes
                  WHERE settlement_id IS NOT NULL GROUP BY 1) AS m ON m.settlement_id = s.id
      LEFT JOIN vendor_posted p ON p.subject_kind = 'vendor_settlement' AND p.subject_id = s.id
      CROSS JOIN LATERAL (VALUES
        (coalesce(m.n, 0)::NUMERIC, s.quantity::NUMERIC), (coalesce(m.gross, 0), s.gross_amount),
        (coalesce(m.commission, 0), s.commission_amount), (s.balance_after - s.balance_before, coalesce(p.vendor, 0)),
        (s.gross_amount - s.commission_amount, coalesce(p.revenue, 0)),
        (CASE WHEN s.method <> 'cash' THEN 0 WHEN s.kind = 'pay_out' THEN -s.paid_amount ELSE s.paid_amount END,
            coalesce(p.drawer, 0))) AS f (expected, found)
     WHERE f.expected <> f.found OR p.vendor_id <> s.vendor_id OR p.vendors > 1 OR p.first_at <> s.at
        OR p.last_at <> s.at OR (s.reverses_id IS NOT NULL AND NOT EXISTS (SELECT FROM vendor_settlements o
            WHERE o.id = s.reverses_id AND o.vendor_id = s.vendor_id AND o.paid_amount = s.paid_amount))),
vendor_strays AS (
    SELECT 'entry_without_document', 'account', t.account_id, n.name, t.location_id, t.number, NULL::NUMERIC, t.amount
      FROM financial_transactions t JOIN named n ON n.id = t.account_id
     WHERE t.kind IN ('vendor_top_up', 'vendor_settlement', 'commission')
       AND NOT EXISTS (SELECT FROM vendor_transfers x WHERE t.subject_kind = 'vendor_transfer' AND x.id = t.subject_id)
       AND NOT EXISTS (SELECT FROM vendor_settlements s WHERE t.subject_kind = 'vendor_settlement' AND s.id = t.subject_id)),
vendor_numbers AS (
    SELECT 'document_missing', q.kind, coalesce(max(d.id), 0), min(q.kind || ' ' || q.period), q.location_id, q.last_value,
           q.last_value::NUMERIC, count(d.id)::NUMERIC
      FROM document_sequences q
      LEFT JOIN (SELECT 'vendor_transfer' AS kind, id, location_id, document_number FROM vendor_transfers
                 UNION ALL SELECT 'vendor_settlement', id, location_id, document_number FROM vendor_settlements) AS d
        ON d.kind = q.kind AND d.location_id = q.location_id AND split_part(d.document_number, '-', 2) = q.period
     WHERE q.kind IN ('vendor_transfer', 'vendor_settlement')
     GROUP BY q.id, q.kind, q.location_id, q.last_value HAVING count(d.id) <> q.last_value),
handed_wrong AS (
    SELECT 'voucher_handed_without_code', 'voucher', v.id, v.code, v.location_id, NULL::BIGINT, NULL::NUMERIC, NULL::NUMERIC
      FROM vouchers v
     WHERE (v.vendor_id IS NOT NULL OR v.handed_at IS NOT NULL OR v.settled_at IS NOT NULL)
       AND NOT EXISTS (SELECT FROM vendor_codes c WHERE c.voucher_id = v.id AND c.returned_id IS NULL AND c.vendor_id = v.vendor_id)),
unhanded AS (
    SELECT 'voucher_not_handed', 'voucher', v.id, v.code, v.location_id, NULL::BIGINT, c.price - c.commission, NULL::NUMERIC
      FROM vendor_codes c JOIN vouchers v ON v.id = c.voucher_id
     WHERE c.returned_id IS NULL AND (v.vendor_id IS DISTINCT FROM c.vendor_id OR v.handed_at IS NULL OR v.status = 'void'
        OR v.sold_at IS NOT NULL OR (v.settled_at IS NOT NULL) <> (c.is_prepaid OR c.settlement_id IS NOT NULL))),
"#
    };
}

pub(super) use vendors;
