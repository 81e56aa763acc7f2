//! Background work and notices.

use simpul_kernel::Permission;

use crate::export::cell::Cell;
use crate::export::list::{ExportList, list};
use crate::notice::{self, NoticeList, NoticeRow};
use crate::work::{self, JobList, JobRow};

pub(super) fn all() -> Vec<ExportList> {
    vec![jobs(), notices()]
}

fn jobs() -> ExportList {
    list(
        "job_list",
        ("Tugas", "Jobs"),
        |r: &JobRow| r.job_id.0,
        |app, ctx, input: JobList| Box::pin(work::ops::job_list(app, ctx, input)),
    )
    .needs(Permission::JobView)
    .col("kind", ("Tugas", "Job"), |r| Cell::word("job.kinds", &r.kind))
    .col("subject", ("Tentang", "About"), |r| r.subject.clone())
    .col("state", ("Keadaan", "State"), |r| {
        if r.state == "cancelled" { Cell::word("states.job", "cancelled") } else { Cell::word("states.job", r.group) }
    })
    .col("progress", ("Selesai", "Done"), |r| r.progress_done)
    .col("progress.total", ("Dari", "Of"), |r| r.progress_total)
    .col("attempts", ("Percobaan", "Attempts"), |r| r.attempts)
    .col("attempts.most", ("Paling banyak", "At most"), |r| r.max_attempts)
    .col("error", ("Sebab", "Cause"), |r| r.error_code.clone())
    .col("due", ("Waktu", "Due"), |r| r.run_at)
    .col("made", ("Dibuat", "Made"), |r| r.created_at)
    .col("made.ended", ("Selesai pada", "Ended"), |r| r.finished_at)
    .done()
}

fn notices() -> ExportList {
    list(
        "notice_list",
        ("Pemberitahuan", "Notices"),
        |r: &NoticeRow| r.notice_id.0,
        |app, ctx, input: NoticeList| Box::pin(notice::ops::notice_list(app, ctx, input)),
    )
    .col("kind", ("Jenis", "Kind"), |r| Cell::word("notice.kinds", r.kind))
    .col("detail", ("Keterangan", "Detail"), |r| Cell::json(&r.params))
    .col("raised", ("Sejak", "Since"), |r| r.raised_at)
    .col("cleared", ("Beres", "Over"), |r| r.cleared_at)
    .col("read", ("Dibaca", "Read"), |r| r.read_at)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}
