//! Words on every kind of paper, in both languages. Paper is drawn here and not in the
//! screens, so its sentences are too.

use chrono::DateTime;
use chrono_tz::Tz;
use simpul_kernel::{Locale, Money};

use super::types::PrinterView;

/// An amount as it is printed: `Rp 5.000` in both languages, because notes, banks and
/// customers write it so; other currencies by their code, with two decimals.
#[must_use]
pub fn money(locale: Locale, currency: &str, amount: Money) -> String {
    let (thousands, point) = match locale {
        Locale::En if currency != "IDR" => (',', '.'),
        Locale::Id | Locale::En => ('.', ','),
    };
    let text = format!("{:.2}", amount.decimal().abs());
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    let sign = if amount.is_negative() { "-" } else { "" };
    let symbol = if currency == "IDR" { "Rp" } else { currency };
    if currency == "IDR" && cents == "00" {
        format!("{sign}{symbol} {grouped}")
    } else {
        format!("{sign}{symbol} {grouped}{point}{cents}")
    }
}

/// A moment as it is printed: `21 Nov 2026 14.33 WIB`.
#[must_use]
pub fn moment(locale: Locale, at: DateTime<Tz>) -> String {
    use chrono::{Datelike as _, Timelike as _};
    const ID: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
    const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (months, point) = match locale {
        Locale::Id => (ID, '.'),
        Locale::En => (EN, ':'),
    };
    let month = usize::try_from(at.month0()).ok().and_then(|m| months.get(m)).copied().unwrap_or_default();
    format!("{} {month} {} {:02}{point}{:02} {}", at.day(), at.year(), at.hour(), at.minute(), at.format("%Z"))
}

/// Heading of the page a printer is tried by.
#[must_use]
pub fn test_heading(locale: Locale) -> &'static str {
    match locale {
        Locale::Id => "Uji cetak",
        Locale::En => "Test page",
    }
}

/// What stands on it: the printer, when, and what to look for.
#[must_use]
pub fn test_words(locale: Locale, printer: &PrinterView, moment: &str) -> Vec<String> {
    let is_roll = printer.head(false).is_some();
    let look: &[&str] = match (locale, is_roll) {
        (Locale::Id, true) => &[
            "Setiap garis 1 mm, garis panjang 10 mm. Ukur dengan penggaris.",
            "Huruf: 0 O o 1 l I, e-acute é, titik ·",
            "QR di bawah harus terbaca oleh HP.",
        ],
        (Locale::En, true) => &[
            "Every line is 1 mm, long ones 10 mm. Hold a ruler to it.",
            "Letters: 0 O o 1 l I, e acute é, dot ·",
            "A phone must read the QR below.",
        ],
        (Locale::Id, false) => &[
            "Cetak tanpa skala (100 %). Kotak harus 100 × 100 mm.",
            "Angka pada penggaris adalah jarak dari tepi kertas, dalam mm.",
            "Selisihnya, ke kanan dan ke bawah, ditulis sebagai geseran printer.",
        ],
        (Locale::En, false) => &[
            "Print without scaling (100 %). The square must be 100 × 100 mm.",
            "Figures on the rulers are the distance from the paper's edge, in mm.",
            "What they are off by, rightwards and downwards, is the printer's offset.",
        ],
    };
    let mut words = vec![format!("{} · {moment}", printer.name)];
    words.extend(look.iter().map(|line| (*line).to_owned()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Id};

    #[test]
    fn money_is_written_as_people_write_it() {
        assert_eq!(money(Id, "IDR", Money::whole(5_000)), "Rp 5.000");
        assert_eq!(money(En, "IDR", Money::whole(1_250_000)), "Rp 1.250.000");
        assert_eq!(money(Id, "IDR", Money::whole(500)), "Rp 500");
        assert_eq!(money(Id, "IDR", Money::ZERO), "Rp 0");
        assert_eq!(money(En, "USD", Money::whole(1_005)), "USD 1,005.00");
        assert_eq!(money(Id, "IDR", Money::whole(-100_000)), "-Rp 100.000");
    }

    #[test]
    fn moments_carry_their_zone() {
        let at: chrono::DateTime<chrono::Utc> = "2026-11-21T07:33:00Z".parse().unwrap();
        assert_eq!(moment(Id, at.with_timezone(&Tz::Asia__Jakarta)), "21 Nov 2026 14.33 WIB");
        assert_eq!(moment(En, at.with_timezone(&Tz::Asia__Jayapura)), "21 Nov 2026 16:33 WIT");
    }
}
