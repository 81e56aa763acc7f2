//! A voucher sheet as PDF, against ReportLab and qrcode with the same layout.

use std::time::Instant;

use simpul_documents::{Company, Locale, Logo, Pages, QrContent, VoucherCard, VoucherSheet, preset, voucher_sheet};

use crate::Options;
use crate::figures::{Outcome, Row, Samples, Section, ratio};
use crate::peers;

const CODES: u32 = 1_000;

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let (times, their_times) = if options.quick { (5, 1) } else { (21, 3) };
    let sheet = sheet()?;
    let (ours, size, pages) = tokio::task::spawn_blocking(move || draw(&sheet, times)).await??;
    let mut rows = Vec::new();
    let what = format!("{CODES} codes, {pages} pages");
    let (mut size_row, answer) = (
        Row { what: "size of that file".into(), ours: megabytes(size), goal: "≤ 1.5 MB".into(), ..Row::default() },
        peers::python("sheet.py", &[CODES.to_string(), their_times.to_string()]).await,
    );
    match answer {
        Ok(answer) => {
            let theirs = peers::seconds(&answer, "seconds")?;
            rows.push(Row::faster_than(&what, &ours, "ReportLab + qrcode", &theirs, "≥ 10× faster; wish 250 ms"));
            let their_size = answer["bytes"].as_f64().unwrap_or(f64::NAN);
            size_row.rival = "ReportLab + qrcode".into();
            size_row.theirs = megabytes(their_size);
            size_row.ratio = ratio(size, their_size);
        }
        Err(why) => {
            rows.push(Row { what, ours: ours.told(), goal: "wish 250 ms".into(), ..Row::default() });
            rows.push(Row::not_run("ReportLab + qrcode", why));
        }
    }
    rows.push(size_row);
    let note = "Preset a4-40 with QR of the login URL, company, plan, price, limits and crop marks on every card; one thread. \
                The peer draws the same fields in the same grid, its QR as one filled path per code."
        .into();
    Ok(Section { title: "Voucher sheet as PDF".into(), note, rows })
}

fn megabytes(bytes: f64) -> String {
    format!("{:.2} MB", bytes / 1e6)
}

fn draw(sheet: &VoucherSheet, times: usize) -> Outcome<(Samples, f64, usize)> {
    // The first reads the faces.
    let first = voucher_sheet(sheet, Pages::All)?;
    let mut samples = Samples::default();
    for _ in 0..times {
        let begun = Instant::now();
        voucher_sheet(sheet, Pages::All)?;
        samples.push(begun.elapsed());
    }
    Ok((samples, first.bytes.len() as f64, first.pages))
}

fn sheet() -> Outcome<VoucherSheet> {
    Ok(VoucherSheet {
        preset: *preset("a4-40").ok_or("no such preset")?,
        locale: Locale::Id,
        company: Company { name: "Sinar Desa Net".into(), place: None, logo: Logo::Mark, picture: None },
        login_url: "http://hotspot.lan/login".into(),
        qr: QrContent::LoginUrl,
        title: "1000".into(),
        created: None,
        crop_marks: true,
        offset_mm: (0.0, 0.0),
        cards: (1..=CODES).map(card).collect(),
    })
}

fn card(number: u32) -> VoucherCard {
    VoucherCard {
        number,
        username: format!("{:06x}", number.wrapping_mul(0x9E_3779) & 0xFF_FFFF),
        plan: "1 Hari".into(),
        price: Some("Rp 5.000".into()),
        validity: "Berlaku 24 jam sejak login pertama".into(),
        limits: "24 jam · 1 HP".into(),
        ssid: Some("SINAR DESA".into()),
        support: Some("WA 0812-3456-7890".into()),
        ..VoucherCard::default()
    }
}
