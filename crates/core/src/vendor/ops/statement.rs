//! What happened between a vendor and the shop, on the screen and on paper.

use chrono::{Datelike as _, Days, NaiveDate};
use simpul_kernel::ids::VendorId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Permission, Result, time};

use super::super::error::VendorError;
use super::super::input::VendorStatementGet;
use super::super::paper;
use super::super::store::statement::{self, Entry};
use super::super::store::vendor;
use super::super::view::{VendorStatement, VendorStatementKind, VendorStatementLine};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_zone;
use crate::printing::Document;
use crate::printing::paper::House;

/// The longest span of a statement: a year and a day.
const DAYS_MAX: u64 = 366;
/// The most lines of one.
const LINES_MAX: i64 = 5_000;

/// A vendor's statement.
///
/// # Errors
/// `input_invalid`, `vendor_not_found`.
pub async fn vendor_statement_get(app: &App, ctx: &Ctx, input: VendorStatementGet) -> Result<VendorStatement> {
    ctx.require(Permission::VendorView)?;
    let mut tx = app.db.begin(ctx).await?;
    read(&mut tx, input.vendor_id, (input.from_on, input.to_on)).await
}

/// A vendor's statement as a PDF.
///
/// # Errors
/// As [`vendor_statement_get`], and `vendor_statement_impossible`.
pub async fn vendor_statement_render(app: &App, ctx: &Ctx, input: VendorStatementGet) -> Result<Document> {
    ctx.require(Permission::VendorView)?;
    render(app, ctx, input.vendor_id, (input.from_on, input.to_on), "vendor_statement_render").await
}

/// Draws the statement and tells that it was.
pub(super) async fn render(
    app: &App,
    ctx: &Ctx,
    id: VendorId,
    days: (NaiveDate, NaiveDate),
    operation: &'static str,
) -> Result<Document> {
    let mut tx = app.db.begin(ctx).await?;
    let statement = read(&mut tx, id, days).await?;
    let row = vendor::vendor_row(&mut tx, id).await?.ok_or(VendorError::NotFound)?;
    let contact = vendor::contact(&mut tx, id).await?;
    let house = House::read(&mut tx, ctx, Some(row.location_id)).await?;
    let fact = Fact::new(operation).on("vendor", id.0).at(row.location_id).detail("name", &row.name);
    tx.record(fact.detail("from", days.0).detail("to", days.1)).await?;
    tx.commit().await?;
    paper::statement(house, (row, contact.address), statement).await
}

/// The statement between two business days, both included.
pub(super) async fn read(
    tx: &mut Tx,
    id: VendorId,
    (from_on, to_on): (NaiveDate, NaiveDate),
) -> Result<VendorStatement> {
    let mut v = Validator::new();
    v.range(from_on.year(), 2000, 2200, "from_on").range(to_on.year(), 2000, 2200, "to_on");
    v.finish()?;
    let latest = from_on + Days::new(DAYS_MAX);
    let span = [("min", from_on.to_string().into()), ("max", latest.to_string().into())];
    v.check_with(to_on >= from_on && to_on <= latest, "to_on", "out_of_range", &span);
    v.finish()?;
    let held = vendor::vendor_seen(tx, id).await?.ok_or(VendorError::NotFound)?;
    // The place's days, whoever asks: shop and vendor read one statement.
    let zone = location_zone(tx, held.location_id).await?;
    let from = time::day_start(from_on, zone);
    let until = time::day_start(to_on + Days::new(1), zone);
    let opening = statement::balance_before(tx, id, from).await?;
    let mut balance = opening;
    let mut lines = Vec::new();
    let entries = statement::entries(tx, id, (from, until), LINES_MAX + 1).await?;
    if let Some(more) = usize::try_from(LINES_MAX).ok().and_then(|most| entries.get(most)) {
        // Cut off it would end with a balance that was never the last.
        let latest = (time::business_day(more.at, zone) - Days::new(1)).max(from_on);
        let span = [("min", from_on.to_string().into()), ("max", latest.to_string().into())];
        v.check_with(false, "to_on", "out_of_range", &span);
        v.finish()?;
    }
    for entry in entries {
        balance = balance + entry.amount;
        lines.push(VendorStatementLine {
            at: entry.at,
            kind: kind_of(&entry),
            quantity: i64::from(entry.quantity),
            amount: entry.amount,
            value: entry.value,
            document_number: entry.document_number,
            balance,
        });
    }
    Ok(VendorStatement {
        vendor_id: id,
        vendor_name: held.name,
        from_on,
        to_on,
        opening_balance: opening,
        closing_balance: statement::balance_before(tx, id, until).await?,
        lines,
    })
}

fn kind_of(entry: &Entry) -> VendorStatementKind {
    match (entry.kind.as_str(), entry.document_kind.as_str()) {
        ("commission", _) => VendorStatementKind::Commission,
        ("vendor_top_up", _) if entry.amount.is_negative() => VendorStatementKind::PaidOut,
        ("vendor_top_up", _) => VendorStatementKind::PaidIn,
        (_, "hand_over") => VendorStatementKind::HandOver,
        (_, "return") => VendorStatementKind::Return,
        _ => VendorStatementKind::Settlement,
    }
}
