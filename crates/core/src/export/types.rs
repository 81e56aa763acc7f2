//! Files of lists as they come in and go out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use simpul_kernel::Locale;
use simpul_kernel::ids::ExportId;
use ts_rs::TS;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ExportFormat {
    /// Text, UTF-8, lines ended by CR LF.
    Csv,
    /// A workbook with real numbers and dates.
    Xlsx,
}

impl ExportFormat {
    /// Its name in the database, and the ending of its files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What separates the cells of a CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CsvSeparator {
    /// `,`; decimals have a point.
    Comma,
    /// `;`; decimals have a comma.
    Semicolon,
}

impl CsvSeparator {
    /// What a spreadsheet of this language expects.
    #[must_use]
    pub const fn of(locale: Locale) -> Self {
        match locale {
            Locale::Id => Self::Semicolon,
            Locale::En => Self::Comma,
        }
    }
}

/// Asks for a file of a list.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportCreate {
    /// Which list, by its operation: `voucher_list`.
    pub list: String,
    /// The list's own input without its page: filters and order as on the screen.
    #[ts(type = "Record<string, unknown>")]
    pub input: Map<String, Value>,
    /// What kind of file.
    pub format: ExportFormat,
    /// Columns in this order; absent = all.
    #[ts(optional)]
    pub columns: Option<Vec<String>>,
    /// Only rows with these ids, up to 10,000; absent = all the input asks for.
    #[ts(optional)]
    pub only: Option<Vec<i64>>,
    /// Language of its head and words; absent = the caller's.
    #[ts(optional)]
    pub locale: Option<Locale>,
    /// CSV: what separates; absent = as spreadsheets of the language expect.
    #[ts(optional)]
    pub separator: Option<CsvSeparator>,
    /// CSV: begins with the mark by which Excel knows UTF-8; absent = yes.
    #[ts(optional)]
    pub with_mark: Option<bool>,
}

/// Names one file of the caller's.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportRef {
    /// Which.
    pub export_id: ExportId,
}

/// Names one part of a file.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportPartGet {
    /// Which file.
    pub export_id: ExportId,
    /// Which part, from 0.
    pub number: i32,
}

/// Asks which columns a file of a list can have.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportColumnsGet {
    /// Which list, by its operation.
    pub list: String,
    /// Language of the titles; absent = the caller's.
    #[ts(optional)]
    pub locale: Option<Locale>,
}

/// The columns a file of a list can have.
#[derive(Debug, Serialize, TS)]
pub struct ExportColumns {
    /// In their order.
    pub columns: Vec<ExportColumn>,
}

/// One column of a file.
#[derive(Debug, Serialize, TS)]
pub struct ExportColumn {
    /// Its id; what stands before a dot is the column of the screen it belongs to.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
}

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// Not begun, or to be begun anew.
    Waiting,
    /// Being written.
    Running,
    /// Whole; can be saved.
    Ready,
    /// Given up.
    Failed,
    /// Stopped by its person.
    Cancelled,
}

/// A file of the caller's.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ExportRow {
    /// Which.
    pub export_id: ExportId,
    /// The list, by its operation.
    pub list: String,
    /// What kind of file.
    pub format: ExportFormat,
    /// Suggested name.
    pub file_name: String,
    /// How far it is.
    pub state: ExportState,
    /// Rows written so far.
    pub rows_done: i64,
    /// Rows in all; absent = not known beforehand.
    pub rows_total: Option<i64>,
    /// Bytes, once it is whole.
    pub bytes: Option<i64>,
    /// Code of why it failed.
    pub error_code: Option<String>,
    /// Asked for.
    pub created_at: DateTime<Utc>,
    /// Whole since.
    pub ready_at: Option<DateTime<Utc>>,
    /// First saved.
    pub opened_at: Option<DateTime<Utc>>,
    /// Not kept after.
    pub kept_until: DateTime<Utc>,
}

/// A file about to be saved.
#[derive(Debug, Serialize, TS)]
pub struct ExportFile {
    /// Suggested name.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes in all.
    pub bytes: i64,
    /// Parts, numbered from 0.
    pub parts: i32,
}

/// One part of a file.
#[derive(Debug, Serialize, TS)]
pub struct ExportPart {
    /// Its bytes, base64.
    pub content_base64: String,
}

/// What was asked for, as it is kept with the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExportRequest {
    pub(super) input: Map<String, Value>,
    pub(super) columns: Vec<String>,
    pub(super) only: Vec<i64>,
    pub(super) locale: Locale,
    pub(super) separator: CsvSeparator,
    pub(super) with_mark: bool,
}
