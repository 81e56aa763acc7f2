//! One file of a list in either format.

use std::io::Cursor;

use simpul_kernel::{Error, Result};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::PART_BYTES;
use super::cell::{Cell, Said, Say};
use super::csv::CsvFile;
use super::types::{CsvSeparator, ExportFormat};
use super::xlsx::XlsxFile;

/// What a file is to look like.
pub(super) struct Shape<'a> {
    pub(super) format: ExportFormat,
    pub(super) separator: CsvSeparator,
    pub(super) with_mark: bool,
    pub(super) title: &'a str,
    pub(super) head: &'a [&'a str],
}

/// A file as it grows.
#[derive(Debug)]
pub(super) enum ListFile {
    Csv(CsvFile),
    Xlsx(Box<XlsxFile>),
}

impl ListFile {
    /// Begins with its head.
    pub(super) fn new(shape: &Shape<'_>) -> Result<Self> {
        Ok(match shape.format {
            ExportFormat::Csv => Self::Csv(CsvFile::new(shape.separator, shape.with_mark, shape.head)),
            ExportFormat::Xlsx => Self::Xlsx(Box::new(XlsxFile::new(shape.title, shape.head)?)),
        })
    }

    /// Adds a line.
    pub(super) fn line(&mut self, say: &Say, cells: &[Cell]) -> Result<()> {
        let said: Vec<Said> = cells.iter().map(|cell| say.say(cell)).collect();
        match self {
            Self::Csv(csv) => {
                csv.line(&said);
                Ok(())
            }
            Self::Xlsx(xlsx) => xlsx.line(&said),
        }
    }

    /// What can be sent off already.
    pub(super) fn take(&mut self) -> Option<Vec<u8>> {
        match self {
            Self::Csv(csv) => csv.take(PART_BYTES),
            Self::Xlsx(_) => None,
        }
    }

    /// Ends it; what is left to send off.
    pub(super) async fn finish(self) -> Result<Rest> {
        Ok(match self {
            Self::Csv(csv) => Rest(Box::new(Cursor::new(csv.rest()))),
            Self::Xlsx(xlsx) => {
                // Packing a million rows takes a core for seconds.
                let packed = tokio::task::spawn_blocking(move || xlsx.finish()).await.map_err(Error::internal)??;
                Rest(Box::new(tokio::fs::File::from_std(packed)))
            }
        })
    }
}

/// The end of a file, part by part.
pub(super) struct Rest(Box<dyn AsyncRead + Send + Unpin>);

impl Rest {
    /// The next part; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut part = Vec::with_capacity(PART_BYTES);
        let limit = u64::try_from(PART_BYTES).unwrap_or(u64::MAX);
        (&mut self.0).take(limit).read_to_end(&mut part).await.map_err(Error::internal)?;
        Ok((!part.is_empty()).then_some(part))
    }
}
