//! What was done, and what it changed.

use chrono::{DateTime, Days, NaiveDate, Utc};
use simpul_kernel::ids::{AuditId, LocationId, UserId};
use simpul_kernel::{Ctx, Page, Paged, Permission, Result, time};

use super::super::input::ActivityList;
use super::super::store;
use super::super::trail::{self, AuditAct, AuditList, AuditRow};
use super::super::view::ActivityRow;
use super::user::seen;
use crate::app::App;
use crate::db::Tx;
use crate::db::list::DaySpan;

/// What was done, newest first unless asked otherwise. Who sees some places only reads what was done
/// there, and their own deeds.
///
/// # Errors
/// `permission_denied`, `input_invalid`.
pub async fn activity_list(app: &App, ctx: &Ctx, input: ActivityList) -> Result<Paged<ActivityRow>> {
    ctx.require(Permission::AuditView)?;
    let mut tx = app.db.begin(ctx).await?;
    let page = input.page.clone().unwrap_or_default();
    activities(&mut tx, ctx, &input, &page).await
}

/// Old and new values of what was changed, newest first unless asked otherwise, by the same fence.
///
/// # Errors
/// `permission_denied`, `input_invalid`.
pub async fn audit_list(app: &App, ctx: &Ctx, input: AuditList) -> Result<Paged<AuditRow>> {
    ctx.require(Permission::AuditView)?;
    let mut tx = app.db.begin(ctx).await?;
    let page = input.page.clone().unwrap_or_default();
    audits(&mut tx, ctx, &input, &page).await
}

async fn activities(tx: &mut Tx, ctx: &Ctx, input: &ActivityList, page: &Page) -> Result<Paged<ActivityRow>> {
    let (from, until) = days(ctx, input.from_on, input.to_on)?;
    let only = store::ActivityOnly {
        subject_kind: input.subject_kind.clone(),
        subject_id: input.subject_id,
        user_id: input.user_id,
        action: input.action.clone(),
        from,
        until,
        newest_first: input.descending.unwrap_or(true),
    };
    store::activity_list(tx, &only, &seen(ctx), page).await
}

async fn audits(tx: &mut Tx, ctx: &Ctx, input: &AuditList, page: &Page) -> Result<Paged<AuditRow>> {
    let (from, until) = days(ctx, input.from_on, input.to_on)?;
    let only = store::AuditOnly {
        user_id: input.user_id.map(|id| id.0),
        table: input.kind.as_deref().map(|kind| trail::table_of(kind).to_owned()),
        row_id: input.row_id,
        act: input.act.map(AuditAct::as_str),
        from,
        until,
        newest_first: input.descending.unwrap_or(true),
    };
    let found = store::audit_list(tx, &only, &seen(ctx), page).await?;
    let reads_codes = ctx.require(Permission::VoucherView).is_ok();
    Ok(Paged { rows: found.rows.into_iter().map(|row| audit_row(row, reads_codes)).collect(), next: found.next })
}

/// Codes are stock: whoever may not see vouchers does not read them here either.
fn audit_row(row: store::AuditLogRow, reads_codes: bool) -> AuditRow {
    let hides = !reads_codes && row.table_name == "vouchers";
    let shown = |field: &str| !(hides && ["code", "password"].contains(&field));
    AuditRow {
        audit_id: AuditId(row.id),
        at: row.at,
        user_id: row.user_id.map(UserId),
        user_name: row.user_name,
        source: row.source,
        act: if row.act == "delete" { AuditAct::Delete } else { AuditAct::Update },
        kind: trail::kind_of(&row.table_name).to_owned(),
        row_id: row.row_id,
        subject: row.subject.filter(|_| !hides),
        location_id: row.location_id.map(LocationId),
        changes: trail::changes(&row.old_values, row.new_values.as_ref(), shown),
    }
}

/// From and until, as instants.
type Span = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Business days, both included, as instants of the caller's zone.
fn days(ctx: &Ctx, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Span> {
    DaySpan::new(from, to)?;
    let start = |day: NaiveDate| time::day_start(day, ctx.zone);
    Ok((from.map(start), to.and_then(|day| day.checked_add_days(Days::new(1))).map(start)))
}
