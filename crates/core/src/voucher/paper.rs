//! From vouchers to paper: what the drawing crate is told, off the async threads
//! and never inside a transaction.

use simpul_documents as documents;
use simpul_kernel::{Error, Money, Result};

use super::error::VoucherError;
use super::store::print::Printable;
use super::texts;
use crate::printing::Document;
use crate::printing::paper::{House, document};
use crate::settings::Printing;

/// What every card of a piece of paper shares.
pub(super) struct Shop {
    house: House,
    /// Login name of the hotspot of a sheet's codes, when it has one.
    dns_name: Option<String>,
    printing: Printing,
    /// Prices of its batches in the order in which they came up; empty where prices have no colours.
    prices: Vec<Money>,
}

/// Grounds of prices in the order in which they came up: dark enough for the white figures of the design Harga, and apart
/// from each other. After the last they begin anew.
const TINTS: [[u8; 3]; 8] = [
    [0x0b, 0x4a, 0x42],
    [0x8a, 0x1c, 0x2b],
    [0x1f, 0x3f, 0x9e],
    [0x6b, 0x4a, 0x00],
    [0x6d, 0x2a, 0x86],
    [0x26, 0x32, 0x3a],
    [0x00, 0x60, 0x7a],
    [0x9a, 0x2f, 0x68],
];

impl Shop {
    pub(super) fn new(house: House, dns_name: Option<String>, printing: Printing, prices: Vec<Money>) -> Self {
        Self { house, dns_name, printing, prices }
    }

    fn slip(&self, SlipOf { voucher, dns_name }: &SlipOf, roll: documents::Roll) -> documents::VoucherSlip {
        let (batch, printed) = texts::slip_labels(self.house.locale);
        let mut lines = vec![(batch.to_owned(), format!("{} · {}", voucher.batch_code, voucher.number))];
        if let Some(vendor) = &voucher.vendor {
            lines.push((texts::vendor_label(self.house.locale).to_owned(), vendor.clone()));
        }
        lines.push((printed.to_owned(), self.house.moment.clone()));
        documents::VoucherSlip {
            roll,
            locale: self.house.words(),
            company: self.house.company(),
            login_url: login_url(dns_name.as_deref()),
            qr: qr(dns_name.as_deref(), true),
            created: Some(self.house.created),
            card: self.card(voucher),
            lines,
            title: format!("{}-{}", voucher.batch_code, voucher.number),
        }
    }

    fn card(&self, v: &Printable) -> documents::VoucherCard {
        let locale = self.house.locale;
        let price = v.price_sell > Money::ZERO;
        documents::VoucherCard {
            number: v.number.unsigned_abs(),
            username: v.code.clone(),
            password: v.password.clone(),
            plan: v.plan_name.clone(),
            price: price.then(|| texts::money(locale, &self.house.settings.currency_code, v.price_sell)),
            validity: texts::validity(locale, v.validity_s),
            limits: texts::limits(locale, v.usage_limit_s, v.data_limit_bytes, v.shared_users),
            ssid: filled(&self.printing.ssid),
            support: texts::support(&self.house.phone),
            vendor: v.vendor.clone(),
            terms: filled(&self.printing.terms),
            tint: self.printing.has_tints.then(|| tint(&self.prices, v.price_sell)),
        }
    }
}

/// The ground of a price: by when it first came up, so that it stays when others come; one that is new comes last.
fn tint(prices: &[Money], price: Money) -> [u8; 3] {
    let place = prices.iter().position(|one| *one == price).unwrap_or(prices.len());
    TINTS[place % TINTS.len()]
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn login_url(dns_name: Option<&str>) -> String {
    dns_name.map(|name| format!("http://{name}/login")).unwrap_or_default()
}

/// The login page where its name is known, else the code alone.
fn qr(dns_name: Option<&str>, wanted: bool) -> documents::QrContent {
    match (wanted, dns_name) {
        (false, _) => documents::QrContent::None,
        (true, Some(_)) => documents::QrContent::LoginUrl,
        (true, None) => documents::QrContent::CodeOnly,
    }
}

/// How a sheet is drawn.
pub(super) struct SheetLook {
    pub(super) preset: documents::Preset,
    pub(super) has_qr: bool,
    /// What the printer of sheets is off by, millimetres.
    pub(super) offset_mm: (f64, f64),
}

/// Draws a sheet.
pub(super) async fn sheet(
    shop: Shop,
    look: SheetLook,
    title: String,
    vouchers: Vec<Printable>,
    pages: documents::Pages,
) -> Result<documents::Pdf> {
    blocking(move || {
        let preset = look.preset;
        let sheet = documents::VoucherSheet {
            preset,
            locale: shop.house.words(),
            company: shop.house.company(),
            login_url: login_url(shop.dns_name.as_deref()),
            qr: qr(shop.dns_name.as_deref(), look.has_qr && preset.has_qr()),
            created: Some(shop.house.created),
            crop_marks: true,
            offset_mm: look.offset_mm,
            cards: vouchers.iter().map(|v| shop.card(v)).collect(),
            title,
        };
        documents::voucher_sheet(&sheet, pages)
    })
    .await
}

/// The name of a sheet's file.
pub(super) fn sheet_document(pdf: documents::Pdf, title: &str, preset: &documents::Preset) -> Document {
    document(pdf, format!("{title}-{}.pdf", preset.id))
}

/// A voucher and where its code opens: slips of one sale may be of plans on different hotspots.
pub(super) struct SlipOf {
    pub(super) voucher: Printable,
    pub(super) dns_name: Option<String>,
}

/// What slips are drawn for.
pub(super) enum SlipsFor {
    /// A file of one page each.
    Pdf(documents::Roll),
    /// A thermal printer.
    Head(documents::Head),
}

/// Slips, drawn.
pub(super) struct Slips {
    /// Of the first, for the file's name.
    pub(super) title: String,
    /// The PDF, or what the printer takes; a page is a slip.
    pub(super) pages: documents::Pdf,
}

/// Draws slips, each on a page or a piece of its own.
pub(super) async fn slips(shop: Shop, vouchers: Vec<SlipOf>, to: SlipsFor) -> Result<Slips> {
    blocking(move || {
        let roll = match &to {
            SlipsFor::Pdf(roll) => *roll,
            SlipsFor::Head(head) => head.roll,
        };
        let slips: Vec<documents::VoucherSlip> = vouchers.iter().map(|voucher| shop.slip(voucher, roll)).collect();
        let title = slips.first().map(|slip| slip.title.clone()).unwrap_or_default();
        let pages = match to {
            SlipsFor::Pdf(_) => documents::voucher_slips(&slips)?,
            SlipsFor::Head(head) => {
                let bytes = documents::slips_escpos(&slips, &head)?;
                documents::Pdf { bytes, pages: slips.len(), total_pages: slips.len() }
            }
        };
        Ok(Slips { title, pages })
    })
    .await
}

async fn blocking<T: Send + 'static>(
    draw: impl FnOnce() -> std::result::Result<T, documents::DocumentError> + Send + 'static,
) -> Result<T> {
    let drawn = tokio::task::spawn_blocking(draw).await.map_err(Error::internal)?;
    drawn.map_err(|error| VoucherError::SheetImpossible { reason: error.code().to_owned() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_keeps_its_ground_and_its_neighbours_have_others() {
        let mut prices: Vec<Money> = (1..=8).rev().map(|thousand| Money::whole(thousand * 1_000)).collect();
        let grounds: Vec<_> = prices.iter().map(|price| tint(&prices, *price)).collect();
        assert_eq!(grounds, TINTS);
        let new = Money::whole(1_500);
        assert_eq!(tint(&prices, new), TINTS[0], "they begin anew");
        prices.push(new);
        assert_eq!(tint(&prices, new), TINTS[0], "as its preview was");
        assert_eq!(tint(&prices, Money::whole(8_000)), TINTS[0], "the first stays the first");
        assert_eq!(tint(&[], new), TINTS[0]);
    }

    /// Relative luminance as WCAG 2.2 has it: white figures need a contrast of 4.5, hence at most 0.183.
    #[test]
    fn white_reads_on_every_ground() {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        for [red, green, blue] in TINTS {
            let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
            // What the design would darken by itself it would draw alike.
            assert!(luminance <= 0.1, "{red:02x}{green:02x}{blue:02x}: {luminance}");
        }
    }
}
