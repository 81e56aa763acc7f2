//! The books computed anew: one query for each thing that must agree.

use rust_decimal::Decimal;
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Money, Result};
use sqlx::{FromRow, PgConnection};

use super::stock::stock;
use super::types::{BooksFault, BooksFinding, BooksReport};
use super::vendors::vendors;

#[derive(FromRow)]
struct Row {
    fault: BooksFault,
    subject_kind: String,
    subject_id: i64,
    subject: String,
    location_id: i64,
    number: Option<i64>,
    expected: Option<Decimal>,
    found: Option<Decimal>,
}

/// How much is looked at.
pub(super) async fn counts(conn: &mut PgConnection) -> Result<BooksReport> {
    // Every row of the ledger and every code is read: that takes longer than a list may.
    sqlx::query("SET LOCAL statement_timeout = '15min'").execute(&mut *conn).await?;
    let n = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM ledger_accounts) AS "accounts!",
                  (SELECT count(*) FROM financial_transactions) AS "entries!",
                  (SELECT count(*) FROM cash_sessions) AS "sessions!", (SELECT count(*) FROM sales) AS "sales!",
                  (SELECT count(*) FROM sale_lines WHERE refund_id IS NULL) AS "vouchers!""#
    )
    .fetch_one(conn)
    .await?;
    Ok(BooksReport {
        is_clean: true,
        accounts: n.accounts,
        entries: n.entries,
        sessions: n.sessions,
        sales: n.sales,
        vouchers: n.vouchers,
        findings: Vec::new(),
    })
}

/// Everything that does not agree. One statement, so that it sees one moment: a sale
/// that commits meanwhile is in all of it or in none.
pub(super) async fn findings(conn: &mut PgConnection) -> Result<Vec<BooksFinding>> {
    let rows: Vec<Row> = sqlx::query_as(ALL).fetch_all(conn).await?;
    let finding = |r: Row| BooksFinding {
        fault: r.fault,
        subject_kind: r.subject_kind,
        subject_id: r.subject_id,
        subject: r.subject,
        location_id: LocationId(r.location_id),
        number: r.number,
        expected: r.expected.map(Money::from_decimal),
        found: r.found.map(Money::from_decimal),
    };
    Ok(rows.into_iter().map(finding).collect())
}

/// Rows of the ledger with the one before them, and the names of their accounts.
macro_rules! chain {
    () => {
        r#"WITH chain AS MATERIALIZED (
    SELECT t.id, t.account_id, t.location_id, t.number, t.amount, t.balance_before, t.balance_after, t.hash, t.previous_hash,
           t.hash <> ledger_hash(t) AS is_changed, coalesce(lag(t.number) OVER w, 0) AS number_before,
           coalesce(lag(t.balance_after) OVER w, 0) AS balance_left,
           coalesce(lag(t.hash) OVER w, decode(repeat('00', 32), 'hex')) AS hash_before
      FROM financial_transactions t WINDOW w AS (PARTITION BY t.account_id ORDER BY t.number)),
named AS MATERIALIZED (
    SELECT a.*, coalesce(d.name, v.name, l.name) AS name FROM ledger_accounts a JOIN locations l ON l.id = a.location_id
      LEFT JOIN cash_drawers d ON d.id = a.drawer_id LEFT JOIN vendors v ON v.id = a.vendor_id),
cash AS MATERIALIZED (
    SELECT t.*, a.drawer_id FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id AND a.kind = 'drawer'),
"#
    };
}

macro_rules! entries {
    () => {
        r#"entries AS (
    SELECT f.fault, 'account' AS subject_kind, c.account_id AS subject_id, n.name AS subject, c.location_id, c.number,
           f.expected, f.found
      FROM chain c JOIN named n ON n.id = c.account_id
      CROSS JOIN LATERAL (VALUES
        ('entry_missing', c.number <> c.number_before + 1, NULL::NUMERIC, NULL::NUMERIC),
        ('entry_changed', c.is_changed, NULL, NULL),
        ('chain_broken', c.previous_hash <> c.hash_before, NULL, NULL),
        ('balance_wrong', c.balance_before <> c.balance_left OR c.balance_after <> c.balance_left + c.amount,
            c.balance_left + c.amount, c.balance_after)) AS f (fault, is_so, expected, found)
     WHERE f.is_so),
accounts AS (
    SELECT 'account_wrong', 'account', n.id, n.name, n.location_id, NULL::BIGINT, coalesce(s.sum, 0), n.balance
      FROM named n
      LEFT JOIN (SELECT account_id, sum(amount) AS sum, max(number) AS last FROM chain GROUP BY 1) AS s ON s.account_id = n.id
      LEFT JOIN chain e ON e.account_id = n.id AND e.number = s.last
     WHERE n.balance <> coalesce(s.sum, 0) OR n.last_number <> coalesce(s.last, 0)
        OR n.last_hash <> coalesce(e.hash, decode(repeat('00', 32), 'hex'))),
"#
    };
}

/// Before its end a shift's rows are what it should hold; its end posts the difference
/// and takes all of it out.
macro_rules! sessions {
    () => {
        r#"sessions AS (
    SELECT 'session_wrong', 'cash_session', s.id, s.number::TEXT, s.location_id, NULL::BIGINT, f.expected, f.found
      FROM cash_sessions s
      LEFT JOIN (SELECT cash_session_id, sum(amount) FILTER (WHERE kind = 'float') AS float,
                        sum(amount) FILTER (WHERE kind = 'drawer_difference') AS difference,
                        -sum(amount) FILTER (WHERE kind = 'pay_out' AND subject_kind = 'cash_session') AS handed_over,
                        sum(amount) FILTER (WHERE kind <> 'drawer_difference'
                            AND NOT (kind = 'pay_out' AND subject_kind IS NOT NULL)) AS expected,
                        min(at) FILTER (WHERE kind = 'float') AS opened_at,
                        max(at) FILTER (WHERE kind = 'drawer_difference'
                            OR (kind = 'pay_out' AND subject_kind = 'cash_session')) AS closed_at,
                        min(drawer_id) AS drawer_first, max(drawer_id) AS drawer_last
                   FROM cash GROUP BY 1) AS t ON t.cash_session_id = s.id
      CROSS JOIN LATERAL (VALUES
        (coalesce(t.float, 0), s.float_amount, coalesce(t.float, 0) <> s.float_amount),
        (coalesce(t.expected, 0), s.expected_amount, coalesce(t.expected, 0) <> s.expected_amount),
        (coalesce(t.difference, 0), s.difference_amount, coalesce(t.difference, 0) <> s.difference_amount),
        (coalesce(t.handed_over, 0), s.counted_amount, coalesce(t.handed_over, 0) <> s.counted_amount),
        -- A clock that was set back while a shift was open: it ends no earlier than it began.
        (NULL, NULL, t.opened_at <> s.opened_at OR greatest(t.closed_at, s.opened_at) <> s.closed_at
                     OR t.drawer_first <> s.drawer_id OR t.drawer_last <> s.drawer_id)) AS f (expected, found, is_so)
     WHERE f.is_so),
drawers AS (
    SELECT 'drawer_not_empty', 'account', n.id, n.name, n.location_id, NULL::BIGINT, 0::NUMERIC, n.balance
      FROM named n
     WHERE n.kind = 'drawer' AND n.balance <> 0
       AND NOT EXISTS (SELECT FROM cash_sessions s WHERE s.drawer_id = n.drawer_id AND s.closed_at IS NULL)),
"#
    };
}

macro_rules! sales {
    () => {
        r#"totals AS (
    SELECT 'sale_total_wrong', 'sale', s.id, s.document_number, s.location_id, NULL::BIGINT, l.sum, s.total_amount
      FROM sales s CROSS JOIN LATERAL (
        SELECT CASE s.kind WHEN 'sale' THEN 1 ELSE -1 END * coalesce(sum(x.price), 0) AS sum, count(*) AS n FROM sale_lines x
         WHERE CASE s.kind WHEN 'sale' THEN x.sale_id = s.id ELSE x.refund_id = s.id END) AS l
     WHERE l.sum <> s.total_amount OR l.n = 0),
posted AS (
    SELECT 'sale_ledger_wrong', 'sale', s.id, s.document_number, s.location_id, NULL::BIGINT, f.expected, coalesce(f.found, 0)
      FROM sales s
      LEFT JOIN (SELECT t.subject_id, min(t.cash_session_id) AS session, count(DISTINCT t.cash_session_id) AS sessions,
                        min(t.at) AS first_at, max(t.at) AS last_at, min(t.user_id) AS user_id,
                        sum(t.amount) FILTER (WHERE a.kind = 'drawer') AS cash,
                        sum(t.amount) FILTER (WHERE a.kind = 'voucher_revenue') AS revenue
                   FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id
                  WHERE t.subject_kind = 'sale' GROUP BY 1) AS t ON t.subject_id = s.id
      CROSS JOIN LATERAL (VALUES
        (s.total_amount, t.revenue),
        (CASE s.method WHEN 'cash' THEN s.total_amount ELSE 0 END, t.cash)) AS f (expected, found)
     WHERE f.expected <> coalesce(f.found, 0) OR t.session <> s.cash_session_id OR t.sessions > 1
        OR t.first_at <> s.at OR t.last_at <> s.at OR t.user_id <> s.user_id),
backs AS (
    SELECT 'sale_total_wrong', 'sale', r.id, r.document_number, r.location_id, NULL::BIGINT, NULL::NUMERIC, l.price
      FROM sale_lines l JOIN sales r ON r.id = l.refund_id WHERE r.refund_of_id IS DISTINCT FROM l.sale_id),
strays AS (
    SELECT 'entry_without_sale', 'account', t.account_id, n.name, t.location_id, t.number, NULL::NUMERIC, t.amount
      FROM financial_transactions t JOIN named n ON n.id = t.account_id
     WHERE t.kind IN ('voucher_sale', 'voucher_refund')
       AND NOT EXISTS (SELECT FROM sales s WHERE t.subject_kind = 'sale' AND s.id = t.subject_id)),
numbers AS (
    SELECT 'document_missing', 'sale', coalesce(max(s.id), 0), min(q.kind || ' ' || q.period), q.location_id, q.last_value,
           q.last_value::NUMERIC, count(s.id)::NUMERIC
      FROM document_sequences q
      LEFT JOIN sales s ON q.kind = 'sale' AND s.location_id = q.location_id AND split_part(s.document_number, '-', 2) = q.period
     WHERE q.kind = 'sale' GROUP BY q.id, q.location_id, q.last_value HAVING count(s.id) <> q.last_value),
"#
    };
}

macro_rules! codes {
    () => {
        r#"unsold AS (
    SELECT 'voucher_sold_without_line', 'voucher', v.id, v.code, v.location_id, NULL::BIGINT, NULL::NUMERIC, v.sold_price
      FROM vouchers v
     WHERE v.sold_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM sale_lines l WHERE l.voucher_id = v.id AND l.refund_id IS NULL)),
unmarked AS (
    SELECT 'voucher_not_sold', 'voucher', v.id, v.code, v.location_id, NULL::BIGINT, l.price, v.sold_price
      FROM sale_lines l JOIN vouchers v ON v.id = l.voucher_id
     WHERE l.refund_id IS NULL AND (v.sold_at IS NULL OR v.sold_price IS DISTINCT FROM l.price OR v.status = 'void')),
"#
    };
}

/// Of each kind the first hundred: whoever repairs begins there.
const ALL: &str = concat!(
    chain!(),
    entries!(),
    sessions!(),
    sales!(),
    codes!(),
    vendors!(),
    stock!(),
    r#"SELECT fault, subject_kind, subject_id, subject, location_id, number, expected, found
         FROM (SELECT x.*, row_number() OVER (PARTITION BY x.fault ORDER BY x.subject_id, x.number) AS nth
                 FROM (SELECT * FROM entries UNION ALL SELECT * FROM accounts UNION ALL SELECT * FROM sessions
                       UNION ALL SELECT * FROM drawers UNION ALL SELECT * FROM totals UNION ALL SELECT * FROM posted
                       UNION ALL SELECT * FROM strays UNION ALL SELECT * FROM numbers UNION ALL SELECT * FROM unsold
                       UNION ALL SELECT * FROM unmarked UNION ALL SELECT * FROM vendor_transfers_wrong
                       UNION ALL SELECT * FROM vendor_settlements_wrong UNION ALL SELECT * FROM vendor_strays
                       UNION ALL SELECT * FROM vendor_numbers UNION ALL SELECT * FROM handed_wrong
                       UNION ALL SELECT * FROM unhanded UNION ALL SELECT * FROM backs
                       UNION ALL SELECT * FROM stock_counts UNION ALL SELECT * FROM stock_truths
                       UNION ALL SELECT * FROM stock_sales
                       UNION ALL SELECT * FROM stock_shapes) AS x) AS y
        WHERE nth <= 100 ORDER BY fault, subject_id, number"#
);
