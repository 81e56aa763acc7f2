//! Writes the file, page by page, as whoever asked for it.

use std::collections::HashSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use simpul_jobs::{Failure, Handler, JobContext, Outcome, StopReason, async_trait};
use simpul_kernel::ids::ExportId;
use simpul_kernel::page::PAGE_LIMIT_MAX;
use simpul_kernel::{Ctx, Error, Locations, Result, Source};

use super::cell::Say;
use super::error::ExportError;
use super::file::{ListFile, Shape};
use super::list::ExportList;
use super::{BYTES_OF_ALL, BYTES_OF_PERSON, lists, store};
use crate::app::App;
use crate::identity;

/// The job that writes a file.
pub const WRITE_JOB: &str = "export_write";

/// Errors that pass by themselves; any other would come again.
const PASSING: &[&str] = &["database_unavailable", "database_busy", "database_disk_full", "internal"];

/// What the job is told.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WritePayload {
    pub(super) export_id: ExportId,
}

/// The handler of [`WRITE_JOB`]. It may run twice: only the latest attempt writes.
#[derive(Debug)]
pub struct ExportWrite {
    app: App,
    most_bytes: i64,
}

/// How a look at the list ended.
enum End {
    Whole,
    Stopped(StopReason),
    /// Another attempt has begun, or the file is not wanted any more.
    Overtaken,
}

impl ExportWrite {
    /// The handler.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self::with_most(app, BYTES_OF_PERSON)
    }

    /// The same for files of at most so many bytes.
    #[must_use]
    pub fn with_most(app: App, most_bytes: i64) -> Self {
        Self { app, most_bytes }
    }

    async fn work(&self, job: &JobContext, id: ExportId) -> Result<Outcome> {
        let Some(attempt) = self.begin(id).await? else { return Ok(Outcome::Done) };
        let list = lists::find(&attempt.list).ok_or(ExportError::ListUnknown)?;
        let mut writing = Writing { handler: self, job, list, id, attempt: &attempt, parts: 0, bytes: 0, rows: 0 };
        let end = match writing.run().await {
            Ok(end) => end,
            Err(error) => {
                // What is half goes at once: nobody counts it, and another attempt begins anew.
                if let Err(cause) = self.forget(id, attempt.attempt).await {
                    tracing::warn!(%cause, "parts of a file that was not made stay until it is trimmed");
                }
                return Err(error);
            }
        };
        Ok(match end {
            End::Whole => Outcome::Done,
            // Its person stopped it, and what it wrote has gone; or another has the job,
            // and nobody asks how this one ended.
            End::Overtaken | End::Stopped(StopReason::Cancel) => Outcome::Cancelled,
            End::Stopped(_) => {
                let why = Failure::new("job_stopped", "the worker goes, another begins anew");
                Outcome::GiveBack { after: Duration::from_secs(1), why }
            }
        })
    }

    async fn forget(&self, id: ExportId, attempt: i32) -> Result<()> {
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        store::attempt_forget(&mut tx, (id, attempt)).await?;
        tx.commit().await
    }

    async fn begin(&self, id: ExportId) -> Result<Option<store::Attempt>> {
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        let attempt = store::attempt_begin(&mut tx, id).await?;
        tx.touch("export");
        tx.commit().await?;
        Ok(attempt)
    }
}

/// One attempt.
struct Writing<'a> {
    handler: &'a ExportWrite,
    job: &'a JobContext,
    list: &'static ExportList,
    id: ExportId,
    attempt: &'a store::Attempt,
    parts: i32,
    bytes: i64,
    rows: i64,
}

impl Writing<'_> {
    /// Who asked, as they may now: a permission or a place taken away counts at the next page.
    async fn person(&self) -> Result<Ctx> {
        let app = &self.handler.app;
        let ctx = identity::session::person_ctx(&app.db, &app.clock, Source::Job, self.attempt.user_id).await?;
        Ok(ctx.ok_or(ExportError::PersonGone)?)
    }

    async fn run(&mut self) -> Result<End> {
        let request = &self.attempt.request.0;
        let ctx = self.person().await?;
        let location_ids = match ctx.locations() {
            Locations::All => None,
            Locations::Only(ids) => Some(ids.iter().map(|id| id.0).collect()),
        };
        let places = identity::facade::location_names(&mut self.handler.app.db.begin(&ctx).await?).await?;
        let say = Say { locale: request.locale, zone: ctx.zone, places };
        let picked = pick(self.list, &request.columns)?;
        let head: Vec<&str> = picked.iter().map(|at| say.pick(self.list.columns[*at].title)).collect();
        let mut file = ListFile::new(&Shape {
            format: self.attempt.format,
            separator: request.separator,
            with_mark: request.with_mark,
            title: say.pick(self.list.title),
            head: &head,
        })?;
        if let Some(end) = self.pages(ctx, &say, &picked, &mut file).await? {
            return Ok(end);
        }
        let mut rest = file.finish().await?;
        while let Some(part) = rest.next().await? {
            if let Some(reason) = self.job.stop_reason() {
                return Ok(End::Stopped(reason));
            }
            if !self.send(&part).await? {
                return Ok(End::Overtaken);
            }
        }
        self.ready(location_ids).await
    }

    /// Reads the list to its end; how it ended, when before that.
    async fn pages(&mut self, mut ctx: Ctx, say: &Say, picked: &[usize], file: &mut ListFile) -> Result<Option<End>> {
        let app = &self.handler.app;
        let request = &self.attempt.request.0;
        let only: HashSet<i64> = request.only.iter().copied().collect();
        let mut missing = only.clone();
        let total = if only.is_empty() {
            self.list.count(app, &ctx, &request.input).await?.unwrap_or_default()
        } else {
            i64::try_from(only.len()).unwrap_or_default()
        };
        let mut after: Option<String> = None;
        loop {
            if let Some(reason) = self.job.stop_reason() {
                return Ok(Some(End::Stopped(reason)));
            }
            let page = (after.as_deref(), PAGE_LIMIT_MAX);
            let found = self.list.page(app, &ctx, &request.input, page, picked).await?;
            for line in found.lines.iter().filter(|line| only.is_empty() || only.contains(&line.key)) {
                missing.remove(&line.key);
                file.line(say, &line.cells)?;
                self.rows += 1;
            }
            self.job.progress(self.rows, total, None);
            while let Some(part) = file.take() {
                if !self.send(&part).await? {
                    return Ok(Some(End::Overtaken));
                }
            }
            after = found.next;
            // Rows chosen by hand stand near the beginning: the rest need not be read.
            if after.is_none() || (missing.is_empty() && !only.is_empty()) {
                return Ok(None);
            }
            ctx = self.person().await?;
        }
    }

    /// Stores a part in a transaction of its own; whether this attempt still may.
    async fn send(&mut self, part: &[u8]) -> Result<bool> {
        let bytes = self.bytes + i64::try_from(part.len()).unwrap_or(i64::MAX);
        if bytes > self.handler.most_bytes {
            return Err(ExportError::TooLarge.into());
        }
        let app = &self.handler.app;
        let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
        let done = store::part_insert(&mut tx, (self.id, self.attempt.attempt), self.parts, part).await?;
        tx.commit().await?;
        self.parts += 1;
        self.bytes = bytes;
        Ok(done)
    }

    async fn ready(&self, location_ids: Option<Vec<i64>>) -> Result<End> {
        let app = &self.handler.app;
        let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
        let whole =
            store::Whole { rows: self.rows, bytes: self.bytes, parts: self.parts, location_ids, at: app.clock.now() };
        store::person_take(&mut tx, self.attempt.user_id).await?;
        let done = store::ready_set(&mut tx, (self.id, self.attempt.attempt), &whole).await?;
        store::trim_beyond(&mut tx, Some(self.attempt.user_id), BYTES_OF_PERSON).await?;
        store::trim_beyond(&mut tx, None, BYTES_OF_ALL).await?;
        tx.touch("export");
        tx.commit().await?;
        Ok(if done { End::Whole } else { End::Overtaken })
    }
}

/// Places of the chosen columns in the declaration.
fn pick(list: &ExportList, columns: &[String]) -> Result<Vec<usize>> {
    let place = |id: &String| {
        let at = list.columns.iter().position(|column| column.id == id);
        at.ok_or_else(|| Error::from(ExportError::ColumnUnknown { column: id.clone() }))
    };
    columns.iter().map(place).collect()
}

#[async_trait]
impl Handler for ExportWrite {
    fn kind(&self) -> &'static str {
        WRITE_JOB
    }

    fn max_attempts(&self) -> i16 {
        5
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(2 * 60 * 60)
    }

    async fn run(&self, job: &JobContext) -> Outcome {
        let payload: WritePayload = match job.payload() {
            Ok(payload) => payload,
            Err(failure) => return Outcome::Fail(failure),
        };
        match self.work(job, payload.export_id).await {
            Ok(outcome) => outcome,
            Err(error) => {
                let why = Failure::new(error.code(), &error);
                if PASSING.contains(&error.code()) { Outcome::Retry { after: None, why } } else { Outcome::Fail(why) }
            }
        }
    }
}
