//! Tables on paper, read back by another program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper of a test fails by panicking")]

use std::fs;
use std::process::Command;

use simpul_documents::{Company, Locale, Logo, Pdf, ReportColumn, TableReport, table_report};

fn text(pdf: &Pdf) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    fs::write(&file, &pdf.bytes).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    let output = output.expect("pdftotext (poppler-utils) reads the PDF");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Days of sales, one row each.
fn sales(days: u32, locale: Locale) -> TableReport {
    let titles = ["Hari", "Terjual", "Penjualan", "Dibatalkan", "Bersih", "Modal", "Laba"];
    let columns = titles.iter().enumerate().map(|(i, title)| ReportColumn {
        title: (*title).to_owned(),
        is_number: i > 0,
        share: if i == 0 { 1.7 } else { 1.0 },
    });
    let row = |day: u32| {
        vec![
            format!("{day} Nov 2026"),
            (day * 3).to_string(),
            format!("Rp {}.000", day * 15),
            "Rp 0".into(),
            format!("Rp {}.000", day * 15),
            format!("Rp {}.500", day * 10),
            format!("Rp {}.500", day * 4),
        ]
    };
    TableReport {
        locale,
        company: Company {
            name: "Sinar Desa Net".into(),
            place: Some("Jalan Mawar 3, Sleman".into()),
            logo: Logo::Mark,
            picture: None,
        },
        title: "Penjualan".into(),
        subtitle: "1 Nov 2026 – 30 Nov 2026 · Toko utama".into(),
        figures: vec![
            ("Terjual".into(), "1.395".into()),
            ("Bersih".into(), "Rp 6.975.000".into()),
            ("Modal".into(), "Rp 4.882.500".into()),
            ("Laba".into(), "Rp 2.092.500".into()),
        ],
        columns: columns.collect(),
        rows: (1..=days).map(row).collect(),
        totals: ["Jumlah", "1.395", "Rp 6.975.000", "Rp 0", "Rp 6.975.000", "Rp 4.882.500", "Rp 2.092.500"]
            .map(str::to_owned)
            .to_vec(),
        foot: "Dicetak 21 Nov 2026 14.33 WIB".into(),
        created: None,
    }
}

#[test]
fn every_word_and_number_of_a_table_is_read_back() {
    let report = sales(30, Locale::Id);
    let pdf = table_report(&report).unwrap();
    let text = text(&pdf);
    for part in report.rows.iter().chain([&report.totals]).flatten().chain([&report.title, &report.subtitle]) {
        assert!(text.contains(part.as_str()), "{part} is not in {text}");
    }
    assert!(text.contains("Sinar Desa Net") && text.contains("Dicetak 21 Nov 2026 14.33 WIB"), "{text}");
    assert!(text.contains("Halaman 1 dari"), "{text}");
    // The same question makes the same file.
    assert_eq!(table_report(&report).unwrap(), pdf);
}

#[test]
fn a_long_table_goes_on_with_its_titles_and_its_totals_stand_last() {
    let pdf = table_report(&sales(100, Locale::En)).unwrap();
    assert!(pdf.total_pages >= 3, "{}", pdf.total_pages);
    let text = text(&pdf);
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert_eq!(pages.len(), pdf.total_pages);
    for (number, page) in pages.iter().enumerate() {
        assert!(page.contains("Bersih"), "page {number} has no titles: {page}");
        assert!(page.contains(&format!("Page {} of {}", number + 1, pages.len())), "{page}");
        assert_eq!(page.contains("Jumlah"), number + 1 == pages.len(), "page {number}");
    }
}
