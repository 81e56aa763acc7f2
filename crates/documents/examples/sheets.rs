//! Writes every preset, with everyday and with awkward words, both slips (as PDF and as
//! ESC/POS), a report on every paper and the ruler page into a folder, to look at; then
//! times a thousand vouchers.
//!
//! `cargo run -p simpul-documents --example sheets -- FOLDER`
#![allow(clippy::print_stdout, reason = "an example talks to the one who runs it")]

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use simpul_documents::{
    CodePage, Company, Head, Locale, Logo, Pages, QrContent, ReportColumn, Roll, TableReport, Tape, TapePaper, TapeRow,
    TapeSection, VoucherCard, VoucherSheet, VoucherSlip, preset, presets, ruler_page, slips_escpos, table_report, tape,
    tape_escpos, voucher_sheet, voucher_slip,
};

fn card(number: u32) -> VoucherCard {
    const ALPHABET: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut state = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let username = (0..6)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(ALPHABET[(state >> 33) as usize % ALPHABET.len()])
        })
        .collect();
    VoucherCard {
        number,
        username,
        plan: "1 Hari".into(),
        price: Some("Rp 5.000".into()),
        validity: "Berlaku 24 jam sejak login pertama".into(),
        limits: "24 jam · 1 HP".into(),
        ssid: Some("SINAR DESA".into()),
        support: Some("WA 0812-3456-7890".into()),
        ..VoucherCard::default()
    }
}

fn sheet(preset_id: &str, count: u32) -> Result<VoucherSheet, Box<dyn Error>> {
    Ok(VoucherSheet {
        preset: *preset(preset_id).ok_or("no such preset")?,
        locale: Locale::Id,
        company: Company { name: "Sinar Desa Net".into(), place: None, logo: Logo::Mark, picture: None },
        login_url: "http://hotspot.lan/login".into(),
        qr: QrContent::LoginUrl,
        title: preset_id.into(),
        created: None,
        crop_marks: true,
        offset_mm: (0.0, 0.0),
        cards: (1..=count).map(card).collect(),
    })
}

/// The same sheet with long words, longer codes and passwords.
fn awkward(mut sheet: VoucherSheet) -> VoucherSheet {
    sheet.company.name = "Koperasi Serba Usaha Sinar Desa Mandiri".into();
    for card in sheet.cards.iter_mut() {
        if card.number % 2 == 0 {
            card.password = Some("k70O".into());
        } else {
            card.username.push_str("0a");
            card.plan = "Paket Hemat 30 Hari".into();
            card.price = Some("Rp 1.125.000".into());
            card.vendor = Some("Warung Bu Tini".into());
        }
    }
    sheet
}

/// A month of sales.
fn month() -> TableReport {
    let titles = ["Hari", "Terjual", "Penjualan", "Dibatalkan", "Bersih", "Modal", "Laba"];
    let amount = |thousands: u32| if thousands == 0 { "Rp 0".to_owned() } else { format!("Rp {thousands}.000") };
    TableReport {
        locale: Locale::Id,
        company: Company {
            name: "Sinar Desa Net".into(),
            place: Some("Jalan Mawar 3, Sleman".into()),
            logo: Logo::Mark,
            picture: None,
        },
        title: "Penjualan".into(),
        subtitle: "1 Nov 2026 – 30 Nov 2026 · Kantor Utama".into(),
        figures: [
            ("Terjual", "1.395"),
            ("Bersih", "Rp 6.975.000"),
            ("Modal", "Rp 4.882.500"),
            ("Laba", "Rp 2.092.500"),
        ]
        .map(|(caption, value)| (caption.to_owned(), value.to_owned()))
        .to_vec(),
        columns: titles
            .iter()
            .enumerate()
            .map(|(i, title)| ReportColumn {
                title: (*title).to_owned(),
                is_number: i > 0,
                share: if i == 0 { 1.7 } else { 1.0 },
            })
            .collect(),
        rows: (1..=30)
            .map(|day| {
                let sold = 12 + day * 7 % 40;
                let (net, cost) = (amount(sold * 5), amount(sold * 3));
                vec![format!("{day} Nov 2026"), sold.to_string(), net.clone(), amount(0), net, cost, amount(sold * 2)]
            })
            .collect(),
        totals: ["Jumlah", "1.395", "Rp 6.975.000", "Rp 0", "Rp 6.975.000", "Rp 4.882.500", "Rp 2.092.500"]
            .map(str::to_owned)
            .to_vec(),
        foot: "Dicetak 21 Nov 2026 14.33 WIB".into(),
        created: None,
    }
}

fn head(roll: Roll, draws_qr: bool) -> Head {
    Head { roll, code_page: CodePage::Pc437, has_cutter: true, draws_qr, offset_mm: (0.0, 0.0), opens_drawer: true }
}

/// The report of a shift on every paper.
fn reports(folder: &Path) -> Result<(), Box<dyn Error>> {
    let row = |label: &str, value: &str, is_total| TapeRow { label: label.into(), value: value.into(), is_total };
    let many = (1..=60).map(|n| row(&format!("Paket {n} × {n}"), "Rp 5.000", false)).collect();
    let mut report = Tape {
        paper: TapePaper::A4,
        company: Company {
            name: "Sinar Desa Net".into(),
            place: Some("Sleman".into()),
            logo: Logo::Mark,
            picture: None,
        },
        title: "Shift 41".into(),
        created: None,
        heading: "Laporan Z".into(),
        facts: vec![("Shift".into(), "41".into()), ("Nota".into(), "N-2611-0184 – N-2611-0187".into())],
        sections: vec![
            TapeSection {
                title: "Penjualan".into(),
                rows: vec![row("Tunai × 3", "Rp 37.000", false), row("Jumlah penjualan", "Rp 37.000", true)],
            },
            TapeSection { title: "Paket".into(), rows: many },
            TapeSection {
                title: "Uang di laci".into(),
                rows: vec![row("Seharusnya", "Rp 237.000", true), row("Selisih", "-Rp 1.000", true)],
            },
        ],
        notes: vec!["Alasan selisih: salah kembalian".into()],
        signatures: vec!["Petugas: Rina".into(), "Penerima".into()],
    };
    std::fs::write(folder.join("report-a4.pdf"), tape(&report)?.bytes)?;
    report.sections[1].rows.truncate(3);
    for (name, roll) in [("report-58", Roll::Mm58), ("report-80", Roll::Mm80)] {
        report.paper = TapePaper::Roll(roll);
        std::fs::write(folder.join(format!("{name}.pdf")), tape(&report)?.bytes)?;
        std::fs::write(folder.join(format!("{name}.bin")), tape_escpos(&report, &head(roll, false))?)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let folder = Path::new(&folder);
    for preset in presets() {
        let pdf = voucher_sheet(&awkward(sheet(preset.id, 12)?), Pages::All)?;
        std::fs::write(folder.join(format!("{}-awkward.pdf", preset.id)), &pdf.bytes)?;
        let pdf = voucher_sheet(&sheet(preset.id, preset.per_page() as u32)?, Pages::All)?;
        std::fs::write(folder.join(format!("{}.pdf", preset.id)), &pdf.bytes)?;
    }
    for (name, roll) in [("slip-58", Roll::Mm58), ("slip-80", Roll::Mm80)] {
        let slip = VoucherSlip {
            roll,
            locale: Locale::Id,
            company: Company {
                name: "Sinar Desa Net".into(),
                place: Some("Kantor Utama, Sleman".into()),
                logo: Logo::Mark,
                picture: None,
            },
            login_url: "http://hotspot.lan/login".into(),
            qr: QrContent::LoginUrl,
            title: name.into(),
            created: None,
            card: VoucherCard {
                plan: "7 Hari".into(),
                price: Some("Rp 20.000".into()),
                validity: "7 hari sejak login pertama, 1 HP".into(),
                ..card(187)
            },
            lines: [
                ("Nota", "0187"),
                ("Waktu", "21 Nov 2026 14.33 WIB"),
                ("Kasir", "Rina"),
                ("Bantuan", "WA 0812-3456-7890"),
            ]
            .map(|(label, value)| (label.to_owned(), value.to_owned()))
            .to_vec(),
        };
        std::fs::write(folder.join(format!("{name}.pdf")), voucher_slip(&slip)?.bytes)?;
        for draws_qr in [false, true] {
            let head = head(roll, draws_qr);
            let file = folder.join(format!("{name}-{}.bin", if draws_qr { "qr" } else { "dots" }));
            std::fs::write(file, slips_escpos(std::slice::from_ref(&slip), &head)?)?;
        }
    }
    std::fs::write(folder.join("report.pdf"), table_report(&month())?.bytes)?;
    reports(folder)?;
    let words = ["Cetak tanpa skala (100 %). Kotak harus 100 × 100 mm.".to_owned()];
    std::fs::write(folder.join("ruler.pdf"), ruler_page("Uji cetak", &words, (0.0, 0.0))?.bytes)?;
    let thousand = sheet("a4-40", 1000)?;
    for _ in 0..5 {
        let start = Instant::now();
        let pdf = voucher_sheet(&thousand, Pages::All)?;
        println!("1000 on a4-40: {:?}, {} pages, {} bytes", start.elapsed(), pdf.pages, pdf.bytes.len());
    }
    let start = Instant::now();
    voucher_sheet(&thousand, Pages::First)?;
    println!("first page: {:?}", start.elapsed());
    std::fs::write(folder.join("thousand.pdf"), voucher_sheet(&thousand, Pages::All)?.bytes)?;
    Ok(())
}
