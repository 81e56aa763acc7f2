//! Documents as they are looked at.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::ids::{CashSessionId, LocationId, PlanId, SaleId, VoucherBatchId, VoucherId};
use simpul_kernel::{Money, Page, Paged, Result};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::network::RouterLink;
use crate::provisioning::Truth;
use crate::sale::input::{SaleList, SaleMethod};
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
    at: DateTime<Utc>,
    user_name: String,
    method: SaleMethod,
    total_amount: Decimal,
    items: Json<Vec<SaleItem>>,
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
            at: r.at,
            user_name: r.user_name,
            method: r.method,
            total_amount: Money::from_decimal(r.total_amount),
            items: r.items.0,
            quantity: r.quantity,
            taken_back: r.taken_back,
            pending: r.pending,
        }
    }
}

/// The lines of a document are its own, or those it took back.
const SELECT: &str = "SELECT s.id, s.document_number, s.kind, s.refund_of_id, o.document_number AS refund_of_number, s.location_id, \
     s.cash_session_id, s.at, u.name AS user_name, s.method, s.total_amount, \
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
     FROM sales s JOIN users u ON u.id = s.user_id LEFT JOIN sales o ON o.id = s.refund_of_id";
const BY_ID: SortColumn = SortColumn { expression: "s.id", sql_type: "BIGINT", id: "s.id" };

pub(in crate::sale) async fn sale_list(conn: &mut PgConnection, input: &SaleList) -> Result<Paged<SaleRow>> {
    let mut list = List::new(SELECT);
    list.and("s.location_id =", input.location_id.map(|l| l.0))
        .and("s.cash_session_id =", input.cash_session_id.map(|c| c.0))
        .and("s.document_number =", input.document_number.as_deref().map(|n| n.trim().to_uppercase()));
    if let Some(voucher) = input.voucher_id {
        let query = list.condition();
        query.push("s.id IN (SELECT unnest(ARRAY[l.sale_id, l.refund_id]) FROM sale_lines l WHERE l.voucher_id = ");
        query.push_bind(voucher.0).push(")");
    }
    let found: Paged<Row> = list.fetch(conn, BY_ID, true, &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
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
