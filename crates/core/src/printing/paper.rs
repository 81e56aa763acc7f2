//! What every piece of paper shares: the shop on it, and how a drawing goes out.

use std::sync::Arc;

use base64::Engine as _;
use chrono::{Datelike as _, Timelike as _};
use chrono_tz::Tz;
use simpul_documents as documents;
use simpul_documents::DocumentError;
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Ctx, Error, Locale, Result};

use super::texts;
use super::types::Document;
use crate::db::Tx;
use crate::identity::facade::{LocationPaper, location_paper};
use crate::settings::logo::logo_picture;
use crate::settings::{Settings, settings_read};

/// The shop on paper: in the company's language and the place's zone, whoever prints and from wherever.
#[derive(Debug, Clone)]
pub struct House {
    /// Name, currency.
    pub settings: Settings,
    /// Postal address: the place's, or the company's where it has none.
    pub address: String,
    /// Phone for customers, likewise.
    pub phone: String,
    /// The zone times are told in.
    pub zone: Tz,
    /// Language of what is printed.
    pub locale: Locale,
    /// When it is printed.
    pub created: documents::Created,
    /// The same, as it is said.
    pub moment: String,
    /// The company's own logo.
    pub picture: Option<Arc<documents::Picture>>,
}

impl House {
    /// Reads what is printed of the shop at a place; of the whole company without one, and then in the zone of
    /// whoever prints.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(tx: &mut Tx, ctx: &Ctx, place: Option<LocationId>) -> Result<Self> {
        let settings = settings_read(tx).await?;
        let picture = logo_picture(tx).await?;
        let own = match place {
            Some(id) => location_paper(tx, id).await?,
            None => LocationPaper { zone: ctx.zone, address: String::new(), phone: None },
        };
        let (locale, zone) = (settings.locale, own.zone);
        let address = Some(own.address).filter(|text| !text.trim().is_empty());
        let small = |n: u32| u8::try_from(n).unwrap_or_default();
        Ok(Self {
            address: address.unwrap_or_else(|| settings.company_address.clone()),
            phone: own.phone.unwrap_or_else(|| settings.company_phone.clone()),
            settings,
            locale,
            zone,
            created: documents::Created {
                year: u16::try_from(ctx.now.year()).unwrap_or_default(),
                month: small(ctx.now.month()),
                day: small(ctx.now.day()),
                hour: small(ctx.now.hour()),
                minute: small(ctx.now.minute()),
                second: small(ctx.now.second()),
            },
            moment: texts::moment(locale, ctx.now.with_timezone(&zone)),
            picture,
        })
    }

    /// The shop as documents show it.
    #[must_use]
    pub fn company(&self) -> documents::Company {
        documents::Company {
            name: self.settings.company_name.clone(),
            place: None,
            logo: documents::Logo::Mark,
            picture: self.picture.clone(),
        }
    }

    /// Language of a document's fixed words.
    #[must_use]
    pub fn words(&self) -> documents::Locale {
        match self.locale {
            Locale::Id => documents::Locale::Id,
            Locale::En => documents::Locale::En,
        }
    }
}

/// Draws away from the async threads.
///
/// # Errors
/// `internal`: for drawings whose words the program chose; areas that draw what people
/// typed have codes of their own for what cannot be drawn.
pub async fn drawn<T: Send + 'static>(
    draw: impl FnOnce() -> std::result::Result<T, DocumentError> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(draw).await.map_err(Error::internal)?.map_err(Error::internal)
}

/// A PDF on its way to a screen.
#[must_use]
pub fn document(pdf: documents::Pdf, file_name: String) -> Document {
    Document {
        file_name,
        media_type: "application/pdf".to_owned(),
        pages: i32::try_from(pdf.total_pages).unwrap_or(i32::MAX),
        content_base64: base64::engine::general_purpose::STANDARD.encode(&pdf.bytes),
    }
}
