//! From vouchers to paper: what the drawing crate is told, off the async threads
//! and never inside a transaction.

use std::sync::Arc;

use base64::Engine as _;
use chrono::{Datelike as _, Timelike as _};
use simpul_documents as documents;
use simpul_kernel::{Ctx, Error, Locale, Money, Result};

use super::error::VoucherError;
use super::store::print::Printable;
use super::texts;
use super::view::Document;
use crate::settings::Settings;

/// What every card of a piece of paper shares.
pub(super) struct Shop {
    settings: Settings,
    locale: Locale,
    created: documents::Created,
    /// When it is printed, as it is said.
    moment: String,
    /// Login name of the hotspot, when it has one.
    dns_name: Option<String>,
    /// The company's own logo.
    picture: Option<Arc<documents::Picture>>,
}

impl Shop {
    pub(super) fn new(
        ctx: &Ctx,
        settings: Settings,
        dns_name: Option<String>,
        picture: Option<Arc<documents::Picture>>,
    ) -> Self {
        let small = |n: u32| u8::try_from(n).unwrap_or_default();
        Self {
            settings,
            locale: ctx.locale,
            created: documents::Created {
                year: u16::try_from(ctx.now.year()).unwrap_or_default(),
                month: small(ctx.now.month()),
                day: small(ctx.now.day()),
                hour: small(ctx.now.hour()),
                minute: small(ctx.now.minute()),
                second: small(ctx.now.second()),
            },
            moment: texts::moment(ctx.locale, ctx.now.with_timezone(&ctx.zone)),
            dns_name,
            picture,
        }
    }

    fn company(&self) -> documents::Company {
        documents::Company {
            name: self.settings.company_name.clone(),
            place: None,
            logo: documents::Logo::Mark,
            picture: self.picture.clone(),
        }
    }

    fn words(&self) -> documents::Locale {
        match self.locale {
            Locale::Id => documents::Locale::Id,
            Locale::En => documents::Locale::En,
        }
    }

    fn login_url(&self) -> String {
        self.dns_name.as_ref().map(|name| format!("http://{name}/login")).unwrap_or_default()
    }

    /// The login page where its name is known, else the code alone.
    fn qr(&self, wanted: bool) -> documents::QrContent {
        match (wanted, &self.dns_name) {
            (false, _) => documents::QrContent::None,
            (true, Some(_)) => documents::QrContent::LoginUrl,
            (true, None) => documents::QrContent::CodeOnly,
        }
    }

    fn slip(&self, voucher: &Printable, is_wide: bool) -> documents::VoucherSlip {
        let (batch, printed) = texts::slip_labels(self.locale);
        documents::VoucherSlip {
            roll: if is_wide { documents::Roll::Mm80 } else { documents::Roll::Mm58 },
            locale: self.words(),
            company: self.company(),
            login_url: self.login_url(),
            qr: self.qr(true),
            created: Some(self.created),
            card: self.card(voucher),
            lines: vec![
                (batch.to_owned(), format!("{} · {}", voucher.batch_code, voucher.number)),
                (printed.to_owned(), self.moment.clone()),
            ],
            title: format!("{}-{}", voucher.batch_code, voucher.number),
        }
    }

    fn card(&self, v: &Printable) -> documents::VoucherCard {
        let price = v.price_sell > Money::ZERO;
        documents::VoucherCard {
            number: v.number.unsigned_abs(),
            username: v.code.clone(),
            password: v.password.clone(),
            plan: v.plan_name.clone(),
            price: price.then(|| texts::money(self.locale, &self.settings.currency_code, v.price_sell)),
            validity: texts::validity(self.locale, v.validity_s),
            limits: texts::limits(self.locale, v.usage_limit_s, v.data_limit_bytes, v.shared_users),
            ssid: None,
            support: texts::support(&self.settings.company_phone),
            vendor: None,
            terms: None,
            tint: None,
        }
    }
}

/// Draws a sheet.
pub(super) async fn sheet(
    shop: Shop,
    (preset, qr): (documents::Preset, bool),
    title: String,
    vouchers: Vec<Printable>,
    pages: documents::Pages,
) -> Result<Document> {
    blocking(move || {
        let sheet = documents::VoucherSheet {
            preset,
            locale: shop.words(),
            company: shop.company(),
            login_url: shop.login_url(),
            qr: shop.qr(qr && preset.has_qr()),
            created: Some(shop.created),
            crop_marks: true,
            offset_mm: (0.0, 0.0),
            cards: vouchers.iter().map(|v| shop.card(v)).collect(),
            title: title.clone(),
        };
        Ok(document(documents::voucher_sheet(&sheet, pages)?, format!("{title}-{}.pdf", preset.id)))
    })
    .await
}

/// Draws slips, 80 mm wide or 58, one a page.
pub(super) async fn slips(shop: Shop, vouchers: Vec<Printable>, is_wide: bool) -> Result<Document> {
    blocking(move || {
        let slips: Vec<documents::VoucherSlip> = vouchers.iter().map(|voucher| shop.slip(voucher, is_wide)).collect();
        let title = slips.first().map(|slip| slip.title.clone()).unwrap_or_default();
        Ok(document(documents::voucher_slips(&slips)?, format!("{title}.pdf")))
    })
    .await
}

async fn blocking(
    draw: impl FnOnce() -> std::result::Result<Document, documents::DocumentError> + Send + 'static,
) -> Result<Document> {
    let drawn = tokio::task::spawn_blocking(draw).await.map_err(Error::internal)?;
    drawn.map_err(|error| VoucherError::SheetImpossible { reason: error.code().to_owned() }.into())
}

fn document(pdf: documents::Pdf, file_name: String) -> Document {
    Document {
        file_name,
        media_type: "application/pdf".to_owned(),
        pages: i32::try_from(pdf.total_pages).unwrap_or(i32::MAX),
        content_base64: base64::engine::general_purpose::STANDARD.encode(&pdf.bytes),
    }
}
