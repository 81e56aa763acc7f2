//! Operations on one's own files of lists.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use simpul_jobs::{JobState, JobView, NewJob, enqueue, job_find};
use simpul_kernel::ids::{ExportId, UserId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Done, Locations, Nothing, Result};

use super::error::ExportError;
use super::job::{WRITE_JOB, WritePayload};
use super::list::ExportList;
use super::lists;
use super::store::{self, ExportRecord};
use super::types::{
    CsvSeparator, ExportColumn, ExportColumns, ExportColumnsGet, ExportCreate, ExportFile, ExportPart, ExportPartGet,
    ExportRef, ExportRequest, ExportRow, ExportState,
};
use crate::app::App;
use crate::db::from_jobs;
use crate::db::{Fact, Tx};
use crate::settings::{Kept, settings_read};

/// Files somebody can have on their way at once.
const UNDER_WAY_MAX: usize = 5;
/// Files shown; older ones are still kept.
const SHOWN: i64 = 50;
/// Rows that can be chosen by hand.
const ONLY_MAX: usize = 10_000;

/// The columns a file of a list can have.
///
/// # Errors
/// `export_list_unknown`.
pub async fn export_columns_get(_app: &App, ctx: &Ctx, input: ExportColumnsGet) -> Result<ExportColumns> {
    ctx.require_user()?;
    let list = find(&input.list)?;
    let title = |(id, en): (&'static str, &'static str)| match input.locale.unwrap_or(ctx.locale) {
        simpul_kernel::Locale::Id => id,
        simpul_kernel::Locale::En => en,
    };
    let columns = list.columns.iter().map(|column| ExportColumn { id: column.id, title: title(column.title) });
    Ok(ExportColumns { columns: columns.collect() })
}

/// Asks for a file of a list as the caller sees it now; a job writes it.
///
/// # Errors
/// `permission_denied`, `export_list_unknown`, `export_column_unknown`, `export_empty`,
/// `export_too_many`, `input_invalid`, `input_malformed`, or the list's own.
pub async fn export_create(app: &App, ctx: &Ctx, input: ExportCreate) -> Result<ExportRow> {
    let user = ctx.require_user()?;
    let list = find(&input.list)?;
    may_see(ctx, list)?;
    let locale = input.locale.unwrap_or(ctx.locale);
    let request = ExportRequest {
        columns: columns(list, input.columns)?,
        only: input.only.clone().unwrap_or_default(),
        locale,
        separator: input.separator.unwrap_or(CsvSeparator::of(locale)),
        with_mark: input.with_mark.unwrap_or(true),
        input: input.input,
    };
    Validator::new()
        .check_with(request.only.len() <= ONLY_MAX, "only", "out_of_range", &[("max", ONLY_MAX.into())])
        .finish()?;
    // The list itself says whether it understands what it is asked.
    let none_chosen = input.only.as_ref().is_some_and(Vec::is_empty);
    if none_chosen || list.page(app, ctx, &request.input, (None, 1), &[]).await?.lines.is_empty() {
        return Err(ExportError::Empty.into());
    }
    let title = match locale {
        simpul_kernel::Locale::Id => list.title.0,
        simpul_kernel::Locale::En => list.title.1,
    };
    let stamp = ctx.now.with_timezone(&ctx.zone).format("%Y-%m-%d-%H%M");
    let file_name = format!("{}-{stamp}.{}", title.to_lowercase().replace(' ', "-"), input.format.as_str());
    let mut tx = app.db.begin(ctx).await?;
    store::person_take(&mut tx, user).await?;
    let under_way = rows(&mut tx, user, None).await?.iter().filter(|row| is_under_way(row.state)).count();
    if under_way >= UNDER_WAY_MAX {
        return Err(ExportError::TooMany { max: i64::try_from(UNDER_WAY_MAX).unwrap_or_default() }.into());
    }
    let new =
        store::NewExport { user, list: list.name, format: input.format, request: &request, file_name: &file_name };
    let id = store::insert(&mut tx, &new).await?;
    // One after the other, so that a person's files do not hold up everybody's work.
    let job = NewJob::new(WRITE_JOB, &WritePayload { export_id: id }).serial_key(format!("export:{user}"));
    let job = enqueue(&mut tx, &job).await.map_err(from_jobs)?;
    store::job_set(&mut tx, id, job.id).await?;
    let fact = Fact::new("export_create").on("export", id.0).tag("job").detail("list", list.name);
    tx.record(fact.detail("file_name", &file_name)).await?;
    let row = row_of(&mut tx, user, id).await?;
    tx.commit().await?;
    Ok(row)
}

/// The caller's files, newest first.
///
/// # Errors
/// `sign_in_required`.
pub async fn export_list(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<ExportRow>> {
    let user = ctx.require_user()?;
    rows(&mut app.db.begin(ctx).await?, user, None).await
}

/// Stops a file on its way; nothing is left of it.
///
/// # Errors
/// `export_not_found`, `export_ended`.
pub async fn export_cancel(app: &App, ctx: &Ctx, input: ExportRef) -> Result<ExportRow> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let record = record(&mut tx, user, input.export_id).await?;
    let job = record.job_id.ok_or(ExportError::Ended)?;
    // The attempt first: from here on it cannot make the file whole.
    if !store::attempt_stop(&mut tx, record.id).await?
        || !simpul_jobs::job_cancel(&mut tx, job).await.map_err(from_jobs)?
    {
        return Err(ExportError::Ended.into());
    }
    tx.record(Fact::new("export_cancel").on("export", record.id.0).tag("job").detail("file_name", &record.file_name))
        .await?;
    let row = row_of(&mut tx, user, record.id).await?;
    tx.commit().await?;
    Ok(row)
}

/// Lets go of a file that has ended, before its time.
///
/// # Errors
/// `export_not_found`, `export_not_ready` for one on its way.
pub async fn export_remove(app: &App, ctx: &Ctx, input: ExportRef) -> Result<Done> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let row = row_of(&mut tx, user, input.export_id).await?;
    if is_under_way(row.state) {
        return Err(ExportError::NotReady.into());
    }
    store::delete(&mut tx, row.export_id).await?;
    tx.record(Fact::new("export_remove").on("export", row.export_id.0).detail("file_name", &row.file_name)).await?;
    tx.commit().await?;
    Ok(Done::OK)
}

/// Says what a file is made of and that it is being saved. Asked anew is whether the
/// caller may still see the list, at all the places that were asked.
///
/// # Errors
/// `export_not_found`, `export_not_ready`, `permission_denied`, `export_places_changed`.
pub async fn export_open(app: &App, ctx: &Ctx, input: ExportRef) -> Result<ExportFile> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let record = record(&mut tx, user, input.export_id).await?;
    let file = openable(ctx, &record)?;
    store::opened_set(&mut tx, record.id, ctx.now).await?;
    let fact = Fact::new("export_open").on("export", record.id.0).detail("list", &record.list);
    tx.record(fact.detail("file_name", &record.file_name).detail("rows", record.row_count)).await?;
    tx.commit().await?;
    Ok(file)
}

/// One part of a file.
///
/// # Errors
/// As [`export_open`].
pub async fn export_part_get(app: &App, ctx: &Ctx, input: ExportPartGet) -> Result<ExportPart> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let record = record(&mut tx, user, input.export_id).await?;
    openable(ctx, &record)?;
    let content = store::part(&mut tx, record.id, input.number).await?.ok_or(ExportError::NotFound)?;
    Ok(ExportPart { content_base64: STANDARD.encode(content) })
}

fn find(name: &str) -> Result<&'static ExportList> {
    Ok(lists::find(name).ok_or(ExportError::ListUnknown)?)
}

fn may_see(ctx: &Ctx, list: &ExportList) -> Result<()> {
    if let Some(permission) = list.permission {
        ctx.require(permission)?;
    }
    Ok(())
}

/// The columns asked for, each once; all where none are named.
fn columns(list: &ExportList, asked: Option<Vec<String>>) -> Result<Vec<String>> {
    let Some(asked) = asked else { return Ok(list.columns.iter().map(|column| column.id.to_owned()).collect()) };
    Validator::new().check(!asked.is_empty(), "columns", "required").finish()?;
    let mut columns: Vec<String> = Vec::new();
    for id in asked {
        if list.columns.iter().all(|column| column.id != id) {
            return Err(ExportError::ColumnUnknown { column: id.chars().take(60).collect() }.into());
        }
        if !columns.contains(&id) {
            columns.push(id);
        }
    }
    Ok(columns)
}

fn openable(ctx: &Ctx, record: &ExportRecord) -> Result<ExportFile> {
    may_see(ctx, find(&record.list)?)?;
    let (Some(bytes), Some(parts)) = (record.byte_count, record.part_count) else {
        return Err(ExportError::NotReady.into());
    };
    let sees_all = match (ctx.locations(), &record.location_ids) {
        (Locations::All, _) => true,
        (Locations::Only(_), None) => false,
        (Locations::Only(now), Some(then)) => then.iter().all(|id| now.iter().any(|place| place.0 == *id)),
    };
    if !sees_all {
        return Err(ExportError::PlacesChanged.into());
    }
    let media_type = record.format.media_type().to_owned();
    Ok(ExportFile { file_name: record.file_name.clone(), media_type, bytes, parts })
}

async fn record(tx: &mut Tx, user: UserId, id: ExportId) -> Result<ExportRecord> {
    Ok(store::of_person(tx, user, Some(id), 1).await?.pop().ok_or(ExportError::NotFound)?)
}

async fn row_of(tx: &mut Tx, user: UserId, id: ExportId) -> Result<ExportRow> {
    Ok(rows(tx, user, Some(id)).await?.pop().ok_or(ExportError::NotFound)?)
}

async fn rows(tx: &mut Tx, user: UserId, only: Option<ExportId>) -> Result<Vec<ExportRow>> {
    let kept = settings_read(tx).await?.kept_for(Kept::Files);
    let mut rows = Vec::new();
    for record in store::of_person(tx, user, only, SHOWN).await? {
        let job = match record.job_id.filter(|_| record.ready_at.is_none()) {
            Some(id) => job_find(tx, id).await.map_err(from_jobs)?,
            None => None,
        };
        rows.push(view(record, job, kept));
    }
    Ok(rows)
}

const fn is_under_way(state: ExportState) -> bool {
    matches!(state, ExportState::Waiting | ExportState::Running)
}

fn view(record: ExportRecord, job: Option<JobView>, kept: TimeDelta) -> ExportRow {
    let state = match (record.ready_at, job.as_ref().map(|job| job.state)) {
        (Some(_), _) => ExportState::Ready,
        (None, Some(JobState::Running)) => ExportState::Running,
        (None, Some(JobState::Available | JobState::Paused)) => ExportState::Waiting,
        (None, Some(JobState::Cancelled)) => ExportState::Cancelled,
        (None, Some(JobState::Discarded | JobState::Completed) | None) => ExportState::Failed,
    };
    let progress = job.as_ref().and_then(|job| job.progress.as_ref());
    ExportRow {
        export_id: record.id,
        list: record.list,
        format: record.format,
        file_name: record.file_name,
        rows_done: record.row_count.or(progress.map(|p| p.done)).unwrap_or_default(),
        rows_total: record.row_count.or(progress.map(|p| p.total).filter(|total| *total > 0)),
        bytes: record.byte_count,
        error_code: (state == ExportState::Failed).then(|| {
            job.and_then(|job| job.last_error_code).unwrap_or_else(|| simpul_kernel::error::INTERNAL.to_owned())
        }),
        state,
        created_at: record.created_at,
        ready_at: record.ready_at,
        opened_at: record.opened_at,
        kept_until: record.created_at + kept,
    }
}
