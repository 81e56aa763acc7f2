//! What a document shows, in words that are ready to print.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::picture::Picture;
use crate::preset::Preset;

/// Language of the fixed words on the paper ("Kode voucher", "Voucher code").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

/// The picture beside the shop's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Logo {
    /// The name stands alone.
    #[default]
    None,
    /// The knot of Simpul.
    Mark,
}

/// The shop on the paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Company {
    /// Name of the hotspot or shop. Shrinks, then is cut with an ellipsis, when long.
    pub name: String,
    /// Place below the name on a slip.
    pub place: Option<String>,
    /// Picture beside the name.
    pub logo: Logo,
    /// The shop's own picture; it takes the place of the knot.
    #[serde(skip)]
    pub picture: Option<Arc<Picture>>,
}

/// What the QR says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QrContent {
    /// The login address with username and password: scanning signs in.
    #[default]
    LoginUrl,
    /// The code alone.
    CodeOnly,
    /// No QR.
    None,
}

/// How much of a sheet is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pages {
    /// Every page.
    #[default]
    All,
    /// The first one: the preview.
    First,
}

/// When a document was made, as it stands in the file (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
}

/// One voucher on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VoucherCard {
    /// Number in the batch, printed small so that a shop can count.
    pub number: u32,
    /// The code, or the user name of a voucher with a password.
    pub username: String,
    /// Password; `None` for a voucher of one code, which is its own password.
    pub password: Option<String>,
    /// Name of the plan.
    pub plan: String,
    /// Price with its currency, ready to print (`Rp 5.000`).
    pub price: Option<String>,
    /// How long it is valid, as a sentence.
    pub validity: String,
    /// Limits in short (`6 jam · masa 1 hari`), for cards that have no room for a sentence.
    pub limits: String,
    /// The Wi-Fi to join first.
    pub ssid: Option<String>,
    /// Whom to ask (`WA 0812-3456-7890`).
    pub support: Option<String>,
    /// Who sells it.
    pub vendor: Option<String>,
    /// Conditions in one line.
    pub terms: Option<String>,
    /// Ground of the price band in design Harga, as red, green, blue. Darkened where
    /// white letters would not be readable on it.
    pub tint: Option<[u8; 3]>,
}

/// Sheets of voucher cards.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoucherSheet {
    /// Paper, grid and card design.
    pub preset: Preset,
    /// Language of the fixed words.
    pub locale: Locale,
    /// The shop.
    pub company: Company,
    /// Login page of the hotspot without parameters: `http://hotspot.lan/login`.
    pub login_url: String,
    /// What the QR says. Presets without room for one leave it out.
    pub qr: QrContent,
    /// Title of the file.
    pub title: String,
    /// Date of the file; without one the file carries none.
    pub created: Option<Created>,
    /// Whether to draw the lines and marks for cutting.
    pub crop_marks: bool,
    /// Correction for a printer that is off: to the right and downwards, in millimetres.
    pub offset_mm: (f64, f64),
    /// The vouchers, in printing order.
    pub cards: Vec<VoucherCard>,
}

/// Paper roll of a thermal printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Roll {
    /// 58 mm, of which 48 mm (384 dots) print.
    #[default]
    Mm58,
    /// 80 mm, of which 72 mm (576 dots) print.
    Mm80,
}

impl Roll {
    /// Width of the paper, in millimetres.
    #[must_use]
    pub fn width_mm(self) -> f64 {
        match self {
            Self::Mm58 => 58.0,
            Self::Mm80 => 80.0,
        }
    }

    /// Width the head reaches, centred on the paper, in millimetres.
    #[must_use]
    pub fn printable_mm(self) -> f64 {
        match self {
            Self::Mm58 => 48.0,
            Self::Mm80 => 72.0,
        }
    }
}

/// One voucher on a strip of thermal paper, as long as its content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoucherSlip {
    /// Width of the roll.
    pub roll: Roll,
    /// Language of the fixed words.
    pub locale: Locale,
    /// The shop.
    pub company: Company,
    /// Login page of the hotspot without parameters.
    pub login_url: String,
    /// What the QR says.
    pub qr: QrContent,
    /// Title of the file.
    pub title: String,
    /// Date of the file; without one the file carries none.
    pub created: Option<Created>,
    /// The voucher.
    pub card: VoucherCard,
    /// Rows of label and value at the foot (receipt number, time, cashier, help).
    pub lines: Vec<(String, String)>,
}
