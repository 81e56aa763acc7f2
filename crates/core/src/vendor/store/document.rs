//! Documents: hand-overs and returns, settlements and payments.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::ids::{CashSessionId, LocationId, VendorId, VendorSettlementId, VendorTransferId};
use simpul_kernel::{Ctx, Money, Page, Paged, Result};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::vendor::input::{VendorMethod, VendorSettlementList, VendorTransferKind, VendorTransferList};
use crate::vendor::rules::Sum;
use crate::vendor::store::vendor::VendorHeld;
use crate::vendor::view::{VendorLine, VendorRange, VendorSettlementKind, VendorSettlementRow, VendorTransferRow};

#[derive(FromRow)]
struct TransferRow {
    id: i64,
    document_number: String,
    kind: VendorTransferKind,
    vendor_id: i64,
    vendor_name: String,
    location_id: i64,
    at: DateTime<Utc>,
    user_name: String,
    quantity: i32,
    gross_amount: Decimal,
    commission_amount: Decimal,
    charged_amount: Decimal,
    note: String,
    ranges: Json<Vec<VendorRange>>,
}

impl KeysetRow for TransferRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

impl From<TransferRow> for VendorTransferRow {
    fn from(r: TransferRow) -> Self {
        Self {
            vendor_transfer_id: VendorTransferId(r.id),
            document_number: r.document_number,
            kind: r.kind,
            vendor_id: VendorId(r.vendor_id),
            vendor_name: r.vendor_name,
            location_id: LocationId(r.location_id),
            at: r.at,
            user_name: r.user_name,
            quantity: i64::from(r.quantity),
            gross_amount: Money::from_decimal(r.gross_amount),
            commission_amount: Money::from_decimal(r.commission_amount),
            charged_amount: Money::from_decimal(r.charged_amount),
            note: r.note,
            ranges: r.ranges.0,
        }
    }
}

const TRANSFERS: &str = "SELECT t.id, t.document_number, t.kind, t.vendor_id, d.name AS vendor_name, t.location_id, t.at, \
     u.name AS user_name, t.quantity, t.gross_amount, t.commission_amount, t.charged_amount, t.note, \
     (SELECT jsonb_agg(jsonb_build_object('batch_id', g.batch_id, 'batch_code', b.batch_code, 'plan_name', b.plan_name, \
             'from_number', g.low, 'to_number', g.high, 'quantity', g.n) ORDER BY g.batch_id) \
        FROM (SELECT c.batch_id, min(v.number) AS low, max(v.number) AS high, count(*) AS n \
                FROM vendor_codes c JOIN vouchers v ON v.id = c.voucher_id \
               WHERE (t.kind = 'hand_over' AND c.handed_id = t.id) OR (t.kind = 'return' AND c.returned_id = t.id) GROUP BY c.batch_id) AS g \
        JOIN voucher_batches b ON b.id = g.batch_id) AS ranges \
     FROM vendor_transfers t JOIN vendors d ON d.id = t.vendor_id JOIN users u ON u.id = t.user_id";
const TRANSFER_ID: SortColumn = SortColumn { expression: "t.id", sql_type: "BIGINT", id: "t.id" };

pub(in crate::vendor) async fn transfer_list(
    conn: &mut PgConnection,
    input: &VendorTransferList,
) -> Result<Paged<VendorTransferRow>> {
    let mut list = List::new(TRANSFERS);
    list.and("t.location_id =", input.location_id.map(|l| l.0))
        .and("t.vendor_id =", input.vendor_id.map(|d| d.0))
        .and("t.kind =", input.kind.map(VendorTransferKind::as_str));
    let page = input.page.clone().unwrap_or_default();
    let found: Paged<TransferRow> = list.fetch(conn, TRANSFER_ID, true, &page).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}

pub(in crate::vendor) async fn transfer_row(
    conn: &mut PgConnection,
    id: VendorTransferId,
) -> Result<Option<VendorTransferRow>> {
    let mut list = List::new(TRANSFERS);
    list.and("t.id =", Some(id.0));
    let found: Paged<TransferRow> = list.fetch(conn, TRANSFER_ID, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(Into::into))
}

/// Writes a hand-over or a return.
pub(in crate::vendor) async fn transfer_insert(
    conn: &mut PgConnection,
    ctx: &Ctx,
    (held, number): (&VendorHeld, &str),
    (kind, sum, note): (VendorTransferKind, Sum, &str),
) -> Result<VendorTransferId> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO vendor_transfers (location_id, vendor_id, document_number, kind, quantity, gross_amount,
                  commission_amount, charged_amount, note, user_id, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id AS "id: VendorTransferId""#,
        held.location_id.0,
        held.id.0,
        number,
        kind.as_str(),
        i32::try_from(sum.quantity).unwrap_or(i32::MAX),
        sum.gross.decimal(),
        sum.commission.decimal(),
        sum.charged().decimal(),
        note,
        ctx.user_id().map(|id| id.0),
        ctx.now
    )
    .fetch_one(conn)
    .await?)
}

#[derive(FromRow)]
struct SettlementRow {
    id: i64,
    document_number: String,
    kind: VendorSettlementKind,
    vendor_id: i64,
    vendor_name: String,
    location_id: i64,
    at: DateTime<Utc>,
    user_name: String,
    quantity: i32,
    gross_amount: Decimal,
    commission_amount: Decimal,
    paid_amount: Decimal,
    balance_before: Decimal,
    balance_after: Decimal,
    method: VendorMethod,
    cash_session_id: Option<i64>,
    reference: String,
    note: String,
    reverses_number: Option<String>,
    reversed_by_number: Option<String>,
    lines: Json<Vec<VendorLine>>,
}

impl KeysetRow for SettlementRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

impl From<SettlementRow> for VendorSettlementRow {
    fn from(r: SettlementRow) -> Self {
        Self {
            vendor_settlement_id: VendorSettlementId(r.id),
            document_number: r.document_number,
            kind: r.kind,
            vendor_id: VendorId(r.vendor_id),
            vendor_name: r.vendor_name,
            location_id: LocationId(r.location_id),
            at: r.at,
            user_name: r.user_name,
            quantity: i64::from(r.quantity),
            gross_amount: Money::from_decimal(r.gross_amount),
            commission_amount: Money::from_decimal(r.commission_amount),
            paid_amount: Money::from_decimal(r.paid_amount),
            balance_before: Money::from_decimal(r.balance_before),
            balance_after: Money::from_decimal(r.balance_after),
            method: r.method,
            cash_session_id: r.cash_session_id.map(CashSessionId),
            reference: r.reference,
            note: r.note,
            reverses_number: r.reverses_number,
            reversed_by_number: r.reversed_by_number,
            lines: r.lines.0,
        }
    }
}

const SETTLEMENTS: &str = "SELECT s.id, s.document_number, s.kind, s.vendor_id, d.name AS vendor_name, s.location_id, s.at, \
     u.name AS user_name, s.quantity, s.gross_amount, s.commission_amount, s.paid_amount, s.balance_before, s.balance_after, \
     s.method, s.cash_session_id, s.reference, s.note, \
     (SELECT o.document_number FROM vendor_settlements o WHERE o.id = s.reverses_id) AS reverses_number, \
     (SELECT o.document_number FROM vendor_settlements o WHERE o.reverses_id = s.id) AS reversed_by_number, \
     coalesce((SELECT jsonb_agg(jsonb_build_object('plan_id', g.plan_id, 'plan_name', g.plan_name, 'quantity', g.n, \
             'price', g.price::TEXT, 'commission', g.commission::TEXT, 'amount', (g.n * (g.price - g.commission))::TEXT) \
             ORDER BY g.plan_name, g.plan_id, g.price) \
        FROM (SELECT c.plan_id, b.plan_name, c.price, c.commission, count(*) AS n \
                FROM vendor_codes c JOIN voucher_batches b ON b.id = c.batch_id WHERE c.settlement_id = s.id \
               GROUP BY c.plan_id, b.plan_name, c.price, c.commission) AS g), '[]') AS lines \
     FROM vendor_settlements s JOIN vendors d ON d.id = s.vendor_id JOIN users u ON u.id = s.user_id";
const SETTLEMENT_ID: SortColumn = SortColumn { expression: "s.id", sql_type: "BIGINT", id: "s.id" };

pub(in crate::vendor) async fn settlement_list(
    conn: &mut PgConnection,
    input: &VendorSettlementList,
) -> Result<Paged<VendorSettlementRow>> {
    let mut list = List::new(SETTLEMENTS);
    list.and("s.location_id =", input.location_id.map(|l| l.0)).and("s.vendor_id =", input.vendor_id.map(|d| d.0));
    let page = input.page.clone().unwrap_or_default();
    let found: Paged<SettlementRow> = list.fetch(conn, SETTLEMENT_ID, true, &page).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}

pub(in crate::vendor) async fn settlement_row(
    conn: &mut PgConnection,
    id: VendorSettlementId,
) -> Result<Option<VendorSettlementRow>> {
    let mut list = List::new(SETTLEMENTS);
    list.and("s.id =", Some(id.0));
    let found: Paged<SettlementRow> = list.fetch(conn, SETTLEMENT_ID, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(Into::into))
}

/// A document about money, to be written.
pub(in crate::vendor) struct SettlementInsert<'a> {
    pub(in crate::vendor) kind: VendorSettlementKind,
    pub(in crate::vendor) sum: Sum,
    pub(in crate::vendor) paid: Money,
    pub(in crate::vendor) balance_before: Money,
    pub(in crate::vendor) balance_after: Money,
    pub(in crate::vendor) method: VendorMethod,
    pub(in crate::vendor) cash_session: Option<CashSessionId>,
    pub(in crate::vendor) reference: &'a str,
    pub(in crate::vendor) note: &'a str,
    /// The document whose payment it takes back.
    pub(in crate::vendor) reverses: Option<VendorSettlementId>,
}

pub(in crate::vendor) async fn settlement_insert(
    conn: &mut PgConnection,
    ctx: &Ctx,
    (held, number): (&VendorHeld, &str),
    row: &SettlementInsert<'_>,
) -> Result<VendorSettlementId> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO vendor_settlements (location_id, vendor_id, document_number, kind, quantity, gross_amount,
                  commission_amount, paid_amount, balance_before, balance_after, method, cash_session_id, reference, note,
                  user_id, at, reverses_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
           RETURNING id AS "id: VendorSettlementId""#,
        held.location_id.0,
        held.id.0,
        number,
        row.kind.as_str(),
        i32::try_from(row.sum.quantity).unwrap_or(i32::MAX),
        row.sum.gross.decimal(),
        row.sum.commission.decimal(),
        row.paid.decimal(),
        row.balance_before.decimal(),
        row.balance_after.decimal(),
        row.method.as_str(),
        row.cash_session.map(|id| id.0),
        row.reference,
        row.note,
        ctx.user_id().map(|id| id.0),
        ctx.now,
        row.reverses.map(|id| id.0)
    )
    .fetch_one(conn)
    .await?)
}

/// When was settled last with a vendor.
pub(in crate::vendor) async fn settled_at(conn: &mut PgConnection, vendor: VendorId) -> Result<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar!(
        "SELECT at FROM vendor_settlements WHERE vendor_id = $1 AND kind = 'settlement' ORDER BY id DESC LIMIT 1",
        vendor.0
    )
    .fetch_optional(conn)
    .await?)
}
