//! Operations of this area.

use std::collections::HashSet;

use chrono::TimeDelta;
use simpul_jobs::{JobFilter, JobScope, JobState, JobView};
use simpul_kernel::error::{AccessError, InputError};
use simpul_kernel::ids::{JobId, RouterId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Actor, Ctx, Locations, Paged, Permission, Result};

use super::error::WorkError;
use super::{JobGroup, JobList, JobRef, JobRow, JobSummary, JobSummaryGet, WorkerRow, store};
use crate::app::App;
use crate::db::{Fact, Tx, from_jobs};

/// Attempts a handler is given when a job names no number of its own.
const ATTEMPTS_DEFAULT: i32 = 10;
/// Signs of a kind of job.
const KIND_AT_MOST: usize = 100;
/// A worker that was not heard of for longer is not alive.
const ALIVE: TimeDelta = TimeDelta::seconds(60);

/// Lists jobs, newest first.
///
/// # Errors
/// `permission_denied`, `input_malformed` for a strange cursor.
pub async fn job_list(app: &App, ctx: &Ctx, input: JobList) -> Result<Paged<JobRow>> {
    ctx.require(Permission::JobView)?;
    if let Some(kind) = &input.kind {
        Validator::new().length(kind, 1, KIND_AT_MOST, "kind").finish()?;
    }
    let page = input.page.unwrap_or_default();
    let before = match &page.after {
        None => None,
        Some(cursor) => Some(JobId(
            cursor.parse().map_err(|_| InputError::Malformed { message: "not a cursor of this list".to_owned() })?,
        )),
    };
    let limit = page.rows();
    let states = input.group.map(states_of).unwrap_or_default();
    let mut tx = app.db.begin(ctx).await?;
    let scope = scope(&mut tx, ctx, !input.include_routine.unwrap_or(false)).await?;
    let filter = JobFilter { states, kind: input.kind, scope, before, limit: limit.min(499) + 1 };
    let mut jobs = simpul_jobs::jobs_list(&mut tx, &filter).await.map_err(from_jobs)?;
    let mut next = None;
    if jobs.len() as i64 == filter.limit {
        jobs.pop();
        next = jobs.last().map(|job| job.id.to_string());
    }
    Ok(Paged { rows: rows(&mut tx, jobs).await?, next })
}

/// Work at a glance: how many jobs, the batches on their way, the workers.
///
/// # Errors
/// `sign_in_required`.
pub async fn job_summary(app: &App, ctx: &Ctx, input: JobSummaryGet) -> Result<JobSummary> {
    if ctx.actor == Actor::Nobody {
        return Err(AccessError::SignInRequired.into());
    }
    let mut tx = app.db.begin(ctx).await?;
    let scope = scope(&mut tx, ctx, !input.include_routine.unwrap_or(false)).await?;
    let counts = simpul_jobs::jobs_count(&mut tx, &scope).await.map_err(from_jobs)?;
    // A computer is of a place when it holds a router there; of others, and for who may not
    // look at the work, only the count of workers alive is known.
    let hosts = match (ctx.require(Permission::JobView), ctx.locations()) {
        (Err(_), _) => Some(HashSet::new()),
        (Ok(()), Locations::All) => None,
        (Ok(()), Locations::Only(_)) => Some(store::hosts_that_hold_routers(&mut tx).await?),
    };
    // Batches are for who may see codes: a reseller knows of no batch but their own.
    let cards = match ctx.require(Permission::VoucherView) {
        Ok(()) => store::batches_on_their_way(&mut tx, ctx.now).await?,
        Err(_) => Vec::new(),
    };
    let workers = simpul_jobs::workers_list(&mut tx).await.map_err(from_jobs)?;
    Ok(JobSummary {
        running: counts.running,
        waiting: counts.available + counts.paused,
        failed: counts.discarded,
        cards,
        workers: workers
            .into_iter()
            .map(|w| WorkerRow {
                is_alive: w.state == "active" && ctx.now - w.seen_at < ALIVE,
                host: Some(w.host).filter(|host| hosts.as_ref().is_none_or(|known| known.contains(host))),
                version: w.version,
                seen_at: w.seen_at,
            })
            .collect(),
    })
}

/// Gives a job that was given up a new life, or lets a waiting one run at once.
///
/// # Errors
/// `job_not_found`, `job_wrong_state`.
pub async fn job_retry(app: &App, ctx: &Ctx, input: JobRef) -> Result<JobRow> {
    ctx.require(Permission::JobManage)?;
    let mut tx = app.db.begin(ctx).await?;
    let before = find(&mut tx, input.job_id).await?;
    let done = simpul_jobs::job_retry(&mut tx, input.job_id).await.map_err(from_jobs)?;
    finish(tx, "job_retry", before, done).await
}

/// Cancels a job: at once when it waits, at its next step when it runs.
///
/// # Errors
/// `job_not_found`, `job_wrong_state`.
pub async fn job_cancel(app: &App, ctx: &Ctx, input: JobRef) -> Result<JobRow> {
    ctx.require(Permission::JobManage)?;
    let mut tx = app.db.begin(ctx).await?;
    let before = find(&mut tx, input.job_id).await?;
    let done = simpul_jobs::job_cancel(&mut tx, input.job_id).await.map_err(from_jobs)?;
    finish(tx, "job_cancel", before, done).await
}

/// The jobs a caller may know of: of routers of other places, none.
pub(crate) async fn scope(tx: &mut Tx, ctx: &Ctx, without_routine: bool) -> Result<JobScope> {
    let only = match ctx.locations() {
        Locations::All => None,
        Locations::Only(_) => Some(("router_id", store::routers_seen(tx).await?)),
    };
    Ok(JobScope { only, without_routine })
}

async fn find(tx: &mut Tx, id: JobId) -> Result<JobRow> {
    let job = simpul_jobs::job_find(tx, id).await.map_err(from_jobs)?.ok_or(WorkError::NotFound)?;
    Ok(rows(tx, vec![job]).await?.pop().ok_or(WorkError::NotFound)?)
}

async fn finish(mut tx: Tx, action: &'static str, before: JobRow, done: bool) -> Result<JobRow> {
    if !done {
        return Err(WorkError::WrongState { state: before.state }.into());
    }
    let mut fact = Fact::new(action).on("job", before.job_id.0).detail("kind", &before.kind);
    if let Some(router_id) = before.router_id {
        fact = fact.detail("router_id", router_id);
        if let Some(place) = store::router_place(&mut tx, router_id).await? {
            fact = fact.at(place);
        }
    }
    tx.record(fact).await?;
    let after = find(&mut tx, before.job_id).await?;
    tx.commit().await?;
    Ok(after)
}

fn states_of(group: JobGroup) -> Vec<JobState> {
    const ALL: [JobState; 6] = [
        JobState::Available,
        JobState::Running,
        JobState::Paused,
        JobState::Completed,
        JobState::Cancelled,
        JobState::Discarded,
    ];
    ALL.into_iter().filter(|state| group_of(*state) == group).collect()
}

const fn group_of(state: JobState) -> JobGroup {
    match state {
        JobState::Running => JobGroup::Running,
        JobState::Available | JobState::Paused => JobGroup::Waiting,
        JobState::Discarded => JobGroup::Failed,
        JobState::Completed | JobState::Cancelled => JobGroup::Done,
    }
}

/// Jobs as rows; those about a router the caller does not see are left out.
async fn rows(tx: &mut Tx, jobs: Vec<JobView>) -> Result<Vec<JobRow>> {
    let router_of = |job: &JobView| job.payload.get("router_id").and_then(serde_json::Value::as_i64);
    let ids: Vec<i64> = jobs.iter().filter_map(router_of).collect();
    let routers = store::routers(tx, &ids).await?;
    Ok(jobs
        .into_iter()
        .filter_map(|job| {
            let router_id = router_of(&job).map(RouterId);
            let router = match router_id {
                Some(id) => Some((id, routers.get(&id)?)),
                None => None,
            };
            Some(row(job, router))
        })
        .collect())
}

fn row(job: JobView, router: Option<(RouterId, &store::JobRouter)>) -> JobRow {
    let error_params = router.zip(job.last_error_code.as_deref()).and_then(|((_, router), code)| router.params(code));
    JobRow {
        job_id: job.id,
        group: group_of(job.state),
        state: job.state.as_str().to_owned(),
        subject: router.map(|(_, router)| router.name.clone()),
        router_id: router.map(|(id, _)| id),
        progress_done: job.progress.as_ref().map(|p| p.done),
        progress_total: job.progress.as_ref().map(|p| p.total).filter(|total| *total > 0),
        attempts: i32::from(job.attempts),
        max_attempts: job.max_attempts.map_or(ATTEMPTS_DEFAULT, i32::from),
        error_code: job.last_error_code,
        error_params,
        run_at: job.run_at,
        created_at: job.created_at,
        finished_at: job.finished_at,
        kind: job.kind,
    }
}
