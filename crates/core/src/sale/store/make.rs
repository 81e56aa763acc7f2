//! Writing documents, and holding them to be taken back.

use rust_decimal::Decimal;
use simpul_kernel::ids::{CashSessionId, LocationId, SaleId, VoucherId};
use simpul_kernel::{Ctx, Error, Money, Result};
use sqlx::PgConnection;

use crate::cash::facade::OpenSession;
use crate::sale::input::SaleMethod;
use crate::sale::ops::Sold;
use crate::sale::view::SaleKind;

/// A document to be written.
pub(in crate::sale) struct SaleInsert<'a> {
    pub(in crate::sale) kind: SaleKind,
    pub(in crate::sale) refund_of: Option<SaleId>,
    pub(in crate::sale) method: SaleMethod,
    pub(in crate::sale) total: Money,
    pub(in crate::sale) tendered: Option<Money>,
    pub(in crate::sale) reference: &'a str,
    pub(in crate::sale) reason: Option<&'a str>,
}

pub(in crate::sale) async fn sale_insert(
    conn: &mut PgConnection,
    ctx: &Ctx,
    (held, number): (&OpenSession, &str),
    row: &SaleInsert<'_>,
) -> Result<SaleId> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO sales (location_id, cash_session_id, document_number, kind, refund_of_id, method, total_amount,
                  tendered_amount, change_amount, reference, reason, user_id, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8::NUMERIC - $7::NUMERIC, $9, $10, $11, $12) RETURNING id AS "id: SaleId""#,
        held.location_id.0,
        held.cash_session_id.0,
        number,
        row.kind.as_str(),
        row.refund_of.map(|id| id.0),
        row.method.as_str(),
        row.total.decimal(),
        row.tendered.map(Money::decimal),
        row.reference,
        row.reason,
        ctx.user_id().map(|id| id.0),
        ctx.now
    )
    .fetch_one(conn)
    .await?)
}

/// Writes a line for each code, in one statement.
pub(in crate::sale) async fn lines_insert(
    conn: &mut PgConnection,
    (sale, location): (SaleId, LocationId),
    sold: &[Sold],
) -> Result<()> {
    let ids: Vec<i64> = sold.iter().map(|one| one.code.voucher_id.0).collect();
    let plans: Vec<i64> = sold.iter().map(|one| one.code.plan_id.0).collect();
    let names: Vec<String> = sold.iter().map(|one| one.code.plan_name.clone()).collect();
    let prices: Vec<Decimal> = sold.iter().map(|one| one.code.price_sell.decimal()).collect();
    let costs: Vec<Decimal> = sold.iter().map(|one| one.code.price_cost.decimal()).collect();
    let made: Vec<bool> = sold.iter().map(|one| one.is_made_now).collect();
    let cards: Vec<bool> = sold.iter().map(|one| one.code.is_printed).collect();
    let done = sqlx::query!(
        "INSERT INTO sale_lines (location_id, sale_id, number, voucher_id, plan_id, plan_name, price, price_cost, is_made_now,
                is_card)
         SELECT $1, $2, x.n::INTEGER, x.voucher, x.plan, x.name, x.price, x.cost, x.made, x.card
           FROM UNNEST($3::BIGINT[], $4::BIGINT[], $5::TEXT[], $6::NUMERIC[], $7::NUMERIC[], $8::BOOLEAN[], $9::BOOLEAN[])
                WITH ORDINALITY AS x (voucher, plan, name, price, cost, made, card, n)",
        location.0,
        sale.0,
        &ids,
        &plans,
        &names,
        &prices,
        &costs,
        &made,
        &cards
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == sold.len() as u64 { Ok(()) } else { Err(Error::internal("a line of a sale is missing")) }
}

/// A document that something is taken back of.
pub(in crate::sale) struct SaleHeld {
    pub(in crate::sale) id: SaleId,
    pub(in crate::sale) kind: SaleKind,
    pub(in crate::sale) document_number: String,
    pub(in crate::sale) method: SaleMethod,
    pub(in crate::sale) location_id: LocationId,
    pub(in crate::sale) cash_session_id: CashSessionId,
}

/// The document; it never changes, so it needs no lock.
pub(in crate::sale) async fn sale_held(conn: &mut PgConnection, id: SaleId) -> Result<Option<SaleHeld>> {
    Ok(sqlx::query_as!(
        SaleHeld,
        r#"SELECT id AS "id: SaleId", kind AS "kind: SaleKind", document_number, method AS "method: SaleMethod",
                  location_id AS "location_id: LocationId", cash_session_id AS "cash_session_id: CashSessionId"
             FROM sales WHERE id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// A line of a sale, locked.
pub(in crate::sale) struct LineHeld {
    pub(in crate::sale) voucher_id: VoucherId,
    pub(in crate::sale) price: Money,
    pub(in crate::sale) is_card: bool,
    pub(in crate::sale) is_taken_back: bool,
}

pub(in crate::sale) async fn lines_held(conn: &mut PgConnection, sale: SaleId) -> Result<Vec<LineHeld>> {
    Ok(sqlx::query_as!(
        LineHeld,
        r#"SELECT voucher_id AS "voucher_id: VoucherId", price AS "price: Money", is_card,
                  refund_id IS NOT NULL AS "is_taken_back!"
             FROM sale_lines WHERE sale_id = $1 ORDER BY number FOR UPDATE"#,
        sale.0
    )
    .fetch_all(conn)
    .await?)
}

/// Marks lines as taken back by a document.
pub(in crate::sale) async fn lines_take_back(
    conn: &mut PgConnection,
    refund: SaleId,
    (sale, vouchers): (SaleId, &[VoucherId]),
) -> Result<()> {
    let ids: Vec<i64> = vouchers.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "UPDATE sale_lines SET refund_id = $1 WHERE sale_id = $2 AND voucher_id = ANY ($3) AND refund_id IS NULL",
        refund.0,
        sale.0,
        &ids
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == ids.len() as u64 {
        Ok(())
    } else {
        Err(Error::internal("a line that was locked was taken back otherwise"))
    }
}
