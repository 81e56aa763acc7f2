//! Documents as they are looked at.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId, PlanId, SaleId, UserId, VoucherBatchId, VoucherId};
use simpul_kernel::{Money, Page, Paged, Result};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};

use crate::db::list::{DaySpan, KeysetRow, List, SortColumn};
use crate::network::RouterLink;
use crate::provisioning::Truth;
use crate::sale::input::{SaleList, SaleMethod};
use crate::sale::rules::Sought;
use crate::sale::view::{SaleItem, SaleKind, SaleLineView, SaleRow, SaleView};
use crate::voucher::VoucherStatus;

#[derive(FromRow)]
struct Row {
    id: i64,
    document_number: String,
    kind: SaleKind,
    refund_of_id: Option<i64>,
    refund_of_number: Option<String>,
    location_id: i64,
    cash_session_id: i64,
    session_number: i64,
    cash_drawer_id: i64,
    drawer_name: String,
    at: DateTime<Utc>,
    user_id: i64,
    user_name: String,
    method: SaleMethod,
    total_amount: Decimal,
    tendered_amount: Option<Decimal>,
    change_amount: Option<Decimal>,
    items: Json<Vec<SaleItem>>,
    codes: Vec<String>,
    quantity: i64,
    taken_back: i64,
    pending: i64,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

impl From<Row> for SaleRow {
    fn from(r: Row) -> Self {
        Self {
            sale_id: SaleId(r.id),
            document_number: r.document_number,
            kind: r.kind,
            refund_of_id: r.refund_of_id.map(SaleId),
            refund_of_number: r.refund_of_number,
            location_id: LocationId(r.location_id),
            cash_session_id: CashSessionId(r.cash_session_id),
            session_number: r.session_number,
            cash_drawer_id: CashDrawerId(r.cash_drawer_id),
            drawer_name: r.drawer_name,
            at: r.at,
            user_id: UserId(r.user_id),
            user_name: r.user_name,
            method: r.method,
            total_amount: Money::from_decimal(r.total_amount),
            tendered_amount: r.tendered_amount.map(Money::from_decimal),
            change_amount: r.change_amount.map(Money::from_decimal),
            items: r.items.0,
            codes: r.codes,
            quantity: r.quantity,
            taken_back: r.taken_back,
            pending: r.pending,
        }
    }
}

/// The lines of a document are its own, or those it took back.
const SELECT: &str = "SELECT s.id, s.document_number, s.kind, s.refund_of_id, o.document_number AS refund_of_number, s.location_id, \
     s.cash_session_id, c.number AS session_number, c.drawer_id AS cash_drawer_id, d.name AS drawer_name, s.at, s.user_id, u.name AS user_name, s.method, \
     s.total_amount, s.tendered_amount, s.change_amount, \
     ARRAY(SELECT v.code FROM sale_lines l JOIN vouchers v ON v.id = l.voucher_id \
        WHERE l.sale_id = coalesce(s.refund_of_id, s.id) AND (s.refund_of_id IS NULL OR l.refund_id = s.id) \
        ORDER BY l.number LIMIT 3) AS codes, \
     coalesce((SELECT jsonb_agg(jsonb_build_object('plan_name', i.plan_name, 'quantity', i.n) ORDER BY i.first) \
        FROM (SELECT l.plan_name, count(*) AS n, min(l.number) AS first FROM sale_lines l \
               WHERE l.sale_id = coalesce(s.refund_of_id, s.id) AND (s.refund_of_id IS NULL OR l.refund_id = s.id) \
               GROUP BY l.plan_name) AS i), '[]') AS items, \
     (SELECT count(*) FROM sale_lines l WHERE l.sale_id = coalesce(s.refund_of_id, s.id) \
         AND (s.refund_of_id IS NULL OR l.refund_id = s.id)) AS quantity, \
     (SELECT count(*) FROM sale_lines l WHERE l.sale_id = s.id AND l.refund_id IS NOT NULL) AS taken_back, \
     (SELECT count(*) FROM sale_lines l WHERE l.sale_id = s.id AND l.refund_id IS NULL \
         AND (EXISTS (SELECT FROM voucher_routers c WHERE c.voucher_id = l.voucher_id AND c.state <> 'applied') \
           OR NOT EXISTS (SELECT FROM voucher_routers c WHERE c.voucher_id = l.voucher_id))) AS pending \
     FROM sales s JOIN users u ON u.id = s.user_id JOIN locations z ON z.id = s.location_id \
     JOIN cash_sessions c ON c.id = s.cash_session_id JOIN cash_drawers d ON d.id = c.drawer_id \
     LEFT JOIN sales o ON o.id = s.refund_of_id";
const BY_ID: SortColumn = SortColumn { expression: "s.id", sql_type: "BIGINT", id: "s.id" };

/// One page; `sought` is what the text of a search may be.
pub(in crate::sale) async fn sale_list(
    conn: &mut PgConnection,
    input: &SaleList,
    (days, sought): (DaySpan, Option<&Sought>),
) -> Result<Paged<SaleRow>> {
    let mut list = List::new(SELECT);
    list.and("s.location_id =", input.location_id.map(|l| l.0))
        .and("s.cash_session_id =", input.cash_session_id.map(|c| c.0))
        .and("s.user_id =", input.user_id.map(|u| u.0))
        // Written out and not bound: what is rare has an index of its own, which a plan for any value cannot use.
        .and_if(input.method == Some(SaleMethod::Cash), "s.method = 'cash'")
        .and_if(input.method == Some(SaleMethod::Qris), "s.method = 'qris'")
        .and_if(input.method == Some(SaleMethod::Transfer), "s.method = 'transfer'")
        .and_if(input.kind == Some(SaleKind::Sale), "s.kind = 'sale'")
        .and_if(input.kind == Some(SaleKind::Refund), "s.kind = 'refund'")
        .and_if(input.kind == Some(SaleKind::Void), "s.kind = 'void'")
        .and("s.document_number =", input.document_number.as_deref().map(|n| n.trim().to_uppercase()))
        .days("s.at", "z.time_zone", days);
    if let Some(plan) = input.plan_id {
        let query = list.condition();
        query.push("EXISTS (SELECT FROM sale_lines l WHERE l.sale_id = coalesce(s.refund_of_id, s.id) ");
        query.push("AND (s.refund_of_id IS NULL OR l.refund_id = s.id) AND l.plan_id = ").push_bind(plan.0).push(")");
    }
    if let Some(sought) = sought {
        search(&mut list, sought);
    }
    if let Some(voucher) = input.voucher_id {
        let query = list.condition();
        query.push("s.id IN (SELECT unnest(ARRAY[l.sale_id, l.refund_id]) FROM sale_lines l WHERE l.voucher_id = ");
        query.push_bind(voucher.0).push(")");
    }
    let found: Paged<Row> =
        list.fetch(conn, BY_ID, input.descending.unwrap_or(true), &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}

/// Each part has an index of its own. The beginning is compared byte by byte: behind the numbers
/// that begin with it there is none before the sign `~`.
fn search(list: &mut List, sought: &Sought) {
    let query = list.condition();
    query.push("(s.document_number = ANY (").push_bind(sought.numbers.clone()).push(")");
    if let Some(beginning) = &sought.beginning {
        query.push(" OR s.document_number COLLATE \"C\" >= ").push_bind(beginning.clone());
        query.push(" AND s.document_number COLLATE \"C\" < ").push_bind(format!("{beginning}~"));
    }
    query.push(" OR s.id = ANY (ARRAY(SELECT unnest(ARRAY[l.sale_id, l.refund_id]) FROM sale_lines l ");
    query
        .push("JOIN vouchers v ON v.id = l.voucher_id WHERE v.code = ANY (")
        .push_bind(sought.codes.clone())
        .push("))))");
}

pub(in crate::sale) async fn sale_view(conn: &mut PgConnection, id: SaleId) -> Result<Option<SaleView>> {
    let mut list = List::new(SELECT);
    list.and("s.id =", Some(id.0));
    let found: Paged<Row> = list.fetch(&mut *conn, BY_ID, false, &Page::default()).await?;
    let Some(row) = found.rows.into_iter().next() else { return Ok(None) };
    let more = sqlx::query!(
        r#"SELECT tendered_amount AS "tendered: Money", change_amount AS "change: Money", reference, reason FROM sales WHERE id = $1"#,
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Some(SaleView {
        row: row.into(),
        tendered_amount: more.tendered,
        change_amount: more.change,
        reference: more.reference,
        reason: more.reason,
        lines: lines(conn, id).await?,
    }))
}

/// The codes, each with the copy that stands worst.
async fn lines(conn: &mut PgConnection, id: SaleId) -> Result<Vec<SaleLineView>> {
    Ok(sqlx::query_as!(
        SaleLineView,
        r#"SELECT l.voucher_id AS "voucher_id: VoucherId", v.code, v.password, l.plan_id AS "plan_id: PlanId", l.plan_name,
                  v.batch_id AS "batch_id: VoucherBatchId", b.batch_code, v.number, l.price AS "price: Money", l.is_made_now,
                  l.is_card, v.status AS "status: VoucherStatus", coalesce(c.state, 'pending') AS "truth!: Truth",
                  c.reason AS "truth_reason?", r.name AS "router_name?", rs.link AS "router_link?: RouterLink",
                  rs.last_seen_at AS "router_seen_at?", l.refund_id AS "refund_id: SaleId"
             FROM sales s JOIN sale_lines l ON l.sale_id = coalesce(s.refund_of_id, s.id)
                  AND (s.refund_of_id IS NULL OR l.refund_id = s.id)
             JOIN vouchers v ON v.id = l.voucher_id JOIN voucher_batches b ON b.id = v.batch_id
             LEFT JOIN LATERAL (SELECT x.router_id, x.state, x.reason FROM voucher_routers x WHERE x.voucher_id = v.id
                                 ORDER BY CASE x.state WHEN 'failed' THEN 0 WHEN 'drifted' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END
                                 LIMIT 1) AS c ON true
             LEFT JOIN routers r ON r.id = c.router_id LEFT JOIN router_state rs ON rs.router_id = c.router_id
            WHERE s.id = $1 ORDER BY l.number"#,
        id.0
    )
    .fetch_all(conn)
    .await?)
}
