//! The company's logo: read, made small and drawn anew before it is kept.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use simpul_documents::{DocumentError, LEAST_SIDE, MOST_BYTES, MOST_SIDE, Picture};
use simpul_kernel::{Result, area_errors};

use super::store;
use super::types::CompanyLogo;
use crate::db::Tx;

area_errors! {
    /// What can go wrong with a logo.
    pub enum LogoError {
        /// No PNG and no JPEG, or a damaged one.
        Unreadable => "logo_unreadable",
        /// The file is too large.
        TooLarge { kb: usize, most_kb: usize } => "logo_too_large",
        /// Too small to be printed, or larger than any logo.
        Sides { width: u32, height: u32, least: u32, most: u32 } => "logo_sides",
    }
}

impl From<DocumentError> for LogoError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::PictureTooLarge { bytes, most } => {
                Self::TooLarge { kb: bytes.div_ceil(1000), most_kb: most / 1000 }
            }
            DocumentError::PictureSides { width, height } => {
                Self::Sides { width, height, least: LEAST_SIDE, most: MOST_SIDE }
            }
            _ => Self::Unreadable,
        }
    }
}

/// A logo as it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) png: Vec<u8>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Reads an uploaded file and draws what is kept of it; away from the async threads.
pub(super) async fn drawn(content_base64: String) -> Result<Kept> {
    tokio::task::spawn_blocking(move || {
        // Longer than any file that is taken, so not even decoded.
        if content_base64.len() > MOST_BYTES / 3 * 4 + 8 {
            let kb = content_base64.len() / 4 * 3 / 1000;
            return Err(LogoError::TooLarge { kb, most_kb: MOST_BYTES / 1000 }.into());
        }
        let file = STANDARD.decode(content_base64.as_bytes()).map_err(|_| LogoError::Unreadable)?;
        let picture = Picture::read(&file).map_err(LogoError::from)?.kept();
        let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
        let (width, height) = (side(picture.width()), side(picture.height()));
        Ok(Kept { png: picture.png().map_err(LogoError::from)?, width, height })
    })
    .await
    .map_err(simpul_kernel::Error::internal)?
}

/// The logo as screens show it.
pub(super) async fn shown(tx: &mut Tx) -> Result<CompanyLogo> {
    Ok(match store::logo_get(tx).await? {
        None => CompanyLogo::default(),
        Some(kept) => CompanyLogo {
            png_base64: Some(STANDARD.encode(&kept.png)),
            width: Some(kept.width),
            height: Some(kept.height),
        },
    })
}

/// The logo for paper. One that does not open any more is left out: paper matters more.
///
/// # Errors
/// When the database does not answer.
pub async fn logo_picture(tx: &mut Tx) -> Result<Option<Arc<Picture>>> {
    let Some(kept) = store::logo_get(tx).await? else { return Ok(None) };
    match Picture::read(&kept.png) {
        Ok(picture) => Ok(Some(Arc::new(picture))),
        Err(error) => {
            tracing::error!(%error, "the logo in the database cannot be read");
            Ok(None)
        }
    }
}
