//! Sums of one shift.

use simpul_kernel::ids::PlanId;
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use crate::cash::view::{CashMovement, CashReportMethod, CashReportPlan, CashSessionReport, CashSessionView};

pub(in crate::cash) async fn report(conn: &mut PgConnection, session: CashSessionView) -> Result<CashSessionReport> {
    let id = session.cash_session_id.0;
    let documents = sqlx::query!(
        r#"SELECT (SELECT document_number FROM sales WHERE cash_session_id = $1 ORDER BY id LIMIT 1) AS first,
                  (SELECT document_number FROM sales WHERE cash_session_id = $1 ORDER BY id DESC LIMIT 1) AS last"#,
        id
    )
    .fetch_one(&mut *conn)
    .await?;
    // What was handed over at the end names the shift itself.
    let sums = sqlx::query!(
        r#"SELECT coalesce(sum(t.amount) FILTER (WHERE t.kind = 'voucher_sale'), 0) AS "sales!: Money",
                  coalesce(-sum(t.amount) FILTER (WHERE t.kind = 'voucher_refund'), 0) AS "refunds!: Money",
                  coalesce(sum(t.amount) FILTER (WHERE t.kind = 'pay_in' OR (t.kind = 'vendor_top_up' AND t.amount > 0)), 0)
                      AS "pay_ins!: Money",
                  coalesce(-sum(t.amount) FILTER (WHERE (t.kind = 'pay_out' AND t.subject_kind IS NULL)
                      OR (t.kind = 'vendor_top_up' AND t.amount < 0)), 0) AS "pay_outs!: Money",
                  coalesce(-sum(t.amount) FILTER (WHERE t.kind = 'pay_out' AND t.subject_kind = 'cash_session'), 0)
                      AS "handed_over!: Money",
                  coalesce(sum(t.amount) FILTER (WHERE t.kind <> 'drawer_difference'
                      AND NOT (t.kind = 'pay_out' AND t.subject_kind IS NOT NULL)), 0) AS "expected!: Money"
             FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id AND a.kind = 'drawer'
            WHERE t.cash_session_id = $1"#,
        id
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(CashSessionReport {
        first_document: documents.first,
        last_document: documents.last,
        by_method: by_method(conn, id).await?,
        by_plan: by_plan(conn, id).await?,
        cash_sales: sums.sales,
        cash_refunds: sums.refunds,
        pay_ins: sums.pay_ins,
        pay_outs: sums.pay_outs,
        movements: movements(conn, id).await?,
        expected_amount: sums.expected,
        handed_over: sums.handed_over,
        session,
    })
}

async fn by_method(conn: &mut PgConnection, session: i64) -> Result<Vec<CashReportMethod>> {
    Ok(sqlx::query_as!(
        CashReportMethod,
        r#"SELECT method, count(*) FILTER (WHERE kind = 'sale') AS "sale_count!",
                  coalesce(sum(total_amount) FILTER (WHERE kind = 'sale'), 0) AS "sale_amount!: Money",
                  count(*) FILTER (WHERE kind <> 'sale') AS "refund_count!",
                  coalesce(-sum(total_amount) FILTER (WHERE kind <> 'sale'), 0) AS "refund_amount!: Money"
             FROM sales WHERE cash_session_id = $1 GROUP BY method ORDER BY method"#,
        session
    )
    .fetch_all(conn)
    .await?)
}

/// What this shift sold less what this shift took back, whosever sale that was: a refund
/// of a later shift is that shift's, and a report once printed stays true.
async fn by_plan(conn: &mut PgConnection, session: i64) -> Result<Vec<CashReportPlan>> {
    Ok(sqlx::query_as!(
        CashReportPlan,
        r#"SELECT x.plan_id AS "plan_id!: PlanId", x.plan_name AS "plan_name!", sum(x.n)::BIGINT AS "quantity!",
                  sum(x.n * x.price) AS "amount!: Money"
             FROM (SELECT l.plan_id, l.plan_name, l.price, 1 AS n FROM sales s JOIN sale_lines l ON l.sale_id = s.id
                    WHERE s.cash_session_id = $1
                   UNION ALL
                   SELECT l.plan_id, l.plan_name, l.price, -1 FROM sales s JOIN sale_lines l ON l.refund_id = s.id
                    WHERE s.cash_session_id = $1) AS x
            GROUP BY x.plan_id, x.plan_name HAVING sum(x.n) <> 0 OR sum(x.n * x.price) <> 0
            ORDER BY x.plan_name, x.plan_id"#,
        session
    )
    .fetch_all(conn)
    .await?)
}

/// What vendors paid in and got back is among them; the note says with whom.
async fn movements(conn: &mut PgConnection, session: i64) -> Result<Vec<CashMovement>> {
    Ok(sqlx::query_as!(
        CashMovement,
        r#"SELECT t.at, CASE WHEN t.kind <> 'vendor_top_up' THEN t.kind WHEN t.amount > 0 THEN 'pay_in' ELSE 'pay_out' END AS "kind!",
                  t.amount AS "amount: Money", t.note AS reason, u.name AS "user_name?"
             FROM financial_transactions t LEFT JOIN users u ON u.id = t.user_id
            WHERE t.cash_session_id = $1 AND (t.kind = 'vendor_top_up'
                  OR (t.kind IN ('pay_in', 'pay_out') AND t.subject_kind IS NULL)) ORDER BY t.id"#,
        session
    )
    .fetch_all(conn)
    .await?)
}
