//! A statement of account, read back from the finished file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper of a test fails by panicking")]

use lopdf::Document;
use simpul_documents::{Company, Logo, Statement, StatementLine, statement};

fn sheet(lines: usize) -> Statement {
    let line = |n: usize| StatementLine {
        date: "21 Nov 2026 14.33".into(),
        number: format!("ST-2611-{n:04}"),
        what: "Serah 48 kode".into(),
        amount: "-Rp 96.000".into(),
        balance: "Rp 4.000".into(),
    };
    Statement {
        company: Company { name: "Sinar Desa Net".into(), logo: Logo::Mark, ..Company::default() },
        company_lines: vec!["Jalan Mawar 3, Sleman".into()],
        title: "Rekening agen".into(),
        facts: vec![("Agen".into(), "Warung Bu Tini".into()), ("Periode".into(), "1 – 30 Nov 2026".into())],
        columns: ["Tanggal", "Nomor", "Keterangan", "Jumlah", "Saldo"].map(Into::into),
        opening: ("Saldo awal".into(), "Rp 100.000".into()),
        lines: (1..=lines).map(line).collect(),
        closing: ("Saldo akhir".into(), "Rp 4.000".into()),
        sums: vec![("Komisi".into(), "Rp 24.000".into())],
        note: "Simpanan agen Rp 4.000.".into(),
        signatures: ["Sinar Desa Net".into(), "Warung Bu Tini".into()],
        page: "Halaman".into(),
        of: "dari".into(),
        file_title: "Warung Bu Tini · Nov 2026".into(),
        created: None,
    }
}

/// What is written on a page, without the spaces between its texts.
fn written(document: &Document, page: u32) -> String {
    document.extract_text(&[page]).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_statement_says_what_it_was_told() {
    let pdf = statement(&sheet(3)).unwrap();
    assert_eq!((pdf.pages, pdf.total_pages), (1, 1));
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let text = written(&document, 1);
    for expected in [
        "Sinar Desa Net",
        "Jalan Mawar 3, Sleman",
        "Rekening agen",
        "Warung Bu Tini",
        "1 – 30 Nov 2026",
        "Saldo awal",
        "Rp 100.000",
        "ST-2611-0003",
        "Serah 48 kode",
        "-Rp 96.000",
        "Saldo akhir",
        "Rp 4.000",
        "Komisi",
        "Rp 24.000",
        "Simpanan agen Rp 4.000.",
        "Halaman 1 dari 1",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
}

#[test]
fn a_long_statement_goes_on_and_ends_once() {
    let pdf = statement(&sheet(90)).unwrap();
    assert!(pdf.pages >= 3, "{} pages", pdf.pages);
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let pages: Vec<String> = (1..).take(pdf.pages).map(|page| written(&document, page)).collect();
    for n in 1..=90 {
        let number = format!("ST-2611-{n:04}");
        assert_eq!(pages.iter().filter(|page| page.contains(&number)).count(), 1, "{number}");
    }
    assert_eq!(pages.iter().filter(|page| page.contains("Saldo awal")).count(), 1);
    assert!(pages.last().unwrap().contains("Saldo akhir"));
    assert_eq!(pages.iter().filter(|page| page.contains("Saldo akhir")).count(), 1);
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Halaman {} dari {}", at + 1, pdf.pages)), "{page}");
        assert!(page.contains("Keterangan"), "every page names its columns");
    }
}

#[test]
fn the_same_statement_is_the_same_file() {
    assert_eq!(statement(&sheet(40)).unwrap().bytes, statement(&sheet(40)).unwrap().bytes);
}
