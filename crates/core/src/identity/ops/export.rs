//! The trail as files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::{Ctx, Locale, Page, Permission, Result};

use super::super::csv::Csv;
use super::super::trail::{ActivityExport, AuditExport, AuditRow, CsvFile};
use super::trail::{activities, audits};
use crate::app::App;
use crate::db::Fact;

/// Entries in one file; where there are more, the next file goes on.
const MOST: i64 = 10_000;
/// Entries read at once.
const AT_ONCE: u16 = 500;

/// Writes what was changed into a file, a line for each value.
///
/// # Errors
/// `permission_denied`, `input_invalid`, `input_malformed` for a strange cursor.
pub async fn audit_export(app: &App, ctx: &Ctx, input: AuditExport) -> Result<CsvFile> {
    ctx.require(Permission::AuditView)?;
    let is_id = input.locale.unwrap_or(ctx.locale) == Locale::Id;
    let mut csv = Csv::new(if is_id {
        &["Waktu", "Orang", "Lewat", "Perbuatan", "Jenis", "Nomor", "Nama", "Isian", "Sebelum", "Sesudah"]
    } else {
        &["Time", "Person", "Through", "Act", "Kind", "Number", "Name", "Field", "Before", "After"]
    });
    let mut tx = app.db.begin(ctx).await?;
    let mut page = first(input.filter.page.as_ref());
    let mut rows = 0;
    loop {
        let found = audits(&mut tx, ctx, &input.filter, &page).await?;
        rows += i64::try_from(found.rows.len()).unwrap_or(0);
        found.rows.iter().for_each(|row| audit_lines(&mut csv, ctx, row));
        page.after = found.next;
        if page.after.is_none() || rows >= MOST {
            break;
        }
    }
    tx.record(Fact::new("audit_export").detail("rows", rows)).await?;
    tx.commit().await?;
    Ok(file(if is_id { "jejak-audit" } else { "audit-trail" }, ctx, csv, rows, page.after))
}

fn audit_lines(csv: &mut Csv, ctx: &Ctx, row: &AuditRow) {
    let (at, number) = (local(ctx, row.at), row.row_id.to_string());
    for change in &row.changes {
        let (old, new) = if change.is_secret {
            ("***".to_owned(), "***".to_owned())
        } else {
            (plain(&change.old), plain(&change.new))
        };
        csv.line(&[
            &at,
            row.user_name.as_deref().unwrap_or_default(),
            row.source.as_deref().unwrap_or_default(),
            row.act.as_str(),
            &row.kind,
            &number,
            row.subject.as_deref().unwrap_or_default(),
            &change.field,
            &old,
            &new,
        ]);
    }
}

/// Writes what was done into a file, a line for each deed.
///
/// # Errors
/// `permission_denied`, `input_invalid`, `input_malformed` for a strange cursor.
pub async fn activity_export(app: &App, ctx: &Ctx, input: ActivityExport) -> Result<CsvFile> {
    ctx.require(Permission::AuditView)?;
    let is_id = input.locale.unwrap_or(ctx.locale) == Locale::Id;
    let mut csv = Csv::new(if is_id {
        &["Waktu", "Orang", "Lewat", "Perbuatan", "Jenis", "Nomor", "Rincian"]
    } else {
        &["Time", "Person", "Through", "Deed", "Kind", "Number", "Details"]
    });
    let mut tx = app.db.begin(ctx).await?;
    let mut page = first(input.filter.page.as_ref());
    let mut rows = 0;
    loop {
        let found = activities(&mut tx, ctx, &input.filter, &page).await?;
        rows += i64::try_from(found.rows.len()).unwrap_or(0);
        for row in &found.rows {
            csv.line(&[
                &local(ctx, row.at),
                row.user_name.as_deref().unwrap_or_default(),
                &row.source,
                &row.action,
                row.subject_kind.as_deref().unwrap_or_default(),
                &row.subject_id.map(|id| id.to_string()).unwrap_or_default(),
                &plain(&row.details),
            ]);
        }
        page.after = found.next;
        if page.after.is_none() || rows >= MOST {
            break;
        }
    }
    tx.record(Fact::new("activity_export").detail("rows", rows)).await?;
    tx.commit().await?;
    Ok(file(if is_id { "catatan-kegiatan" } else { "activity-log" }, ctx, csv, rows, page.after))
}

fn first(page: Option<&Page>) -> Page {
    Page { after: page.and_then(|page| page.after.clone()), limit: Some(AT_ONCE) }
}

/// A value as people read it: a text without its quotes, nothing for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn local(ctx: &Ctx, at: DateTime<Utc>) -> String {
    at.with_timezone(&ctx.zone).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn file(name: &str, ctx: &Ctx, csv: Csv, rows: i64, next: Option<String>) -> CsvFile {
    CsvFile {
        file_name: format!("{name}-{}.csv", ctx.today()),
        media_type: "text/csv".to_owned(),
        content_base64: STANDARD.encode(csv.into_text()),
        rows,
        next,
    }
}
