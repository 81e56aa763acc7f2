//! Every byte that is sent to a thermal printer, read by a printer that knows Epson's list
//! and refuses the rest; QR codes are scanned from their dots.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper of a test fails by panicking")]

mod printer;

use std::sync::Arc;

use printer::{Out, Printer};
use proptest::prelude::*;
use simpul_documents::{
    CodePage, Company, DocumentError, Head, Locale, Logo, Picture, QrContent, Roll, Tape, TapePaper, TapeRow,
    TapeSection, VoucherCard, VoucherSlip, ruler_escpos, slips_escpos, tape_escpos,
};

const HEAD: Head = Head {
    roll: Roll::Mm58,
    code_page: CodePage::Pc437,
    has_cutter: true,
    draws_qr: false,
    offset_mm: (0.0, 0.0),
    opens_drawer: false,
};

fn dots(roll: Roll) -> usize {
    match roll {
        Roll::Mm58 => 384,
        Roll::Mm80 => 576,
    }
}

fn slip() -> VoucherSlip {
    VoucherSlip {
        roll: Roll::Mm58,
        locale: Locale::Id,
        company: Company {
            name: "Sinar Desa Net".into(),
            place: Some("Sleman".into()),
            logo: Logo::Mark,
            picture: None,
        },
        login_url: "http://hotspot.lan/login".into(),
        qr: QrContent::LoginUrl,
        title: "0187".into(),
        created: None,
        card: VoucherCard {
            number: 187,
            username: "k7m4qx".into(),
            plan: "1 Hari".into(),
            price: Some("Rp 5.000".into()),
            validity: "Berlaku 24 jam sejak login pertama".into(),
            limits: "24 jam".into(),
            support: Some("WA 0812-3456-7890".into()),
            ..VoucherCard::default()
        },
        lines: vec![("Batch".into(), "VB-2611-001 · 187".into()), ("Dicetak".into(), "21 Nov 2026 14.33 WIB".into())],
    }
}

fn printed(head: &Head, slips: &[VoucherSlip]) -> Printer {
    let job = slips_escpos(slips, head).unwrap();
    Printer::print(dots(head.roll), &job).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn all_heads() -> Vec<Head> {
    let mut heads = Vec::new();
    for roll in [Roll::Mm58, Roll::Mm80] {
        for code_page in CodePage::ALL {
            for flag in [false, true] {
                for offset_mm in [(0.0, 0.0), (3.0, 2.0)] {
                    heads.push(Head {
                        roll,
                        code_page,
                        has_cutter: flag,
                        draws_qr: flag,
                        offset_mm,
                        opens_drawer: flag,
                    });
                }
            }
        }
    }
    heads
}

/// The QR in a picture, read.
fn scan(row_bytes: usize, dots: &[u8]) -> Vec<String> {
    let (width, height) = (row_bytes * 8, dots.len() / row_bytes);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        if dots[y * row_bytes + x / 8] & (0x80 >> (x % 8)) == 0 { 255 } else { 0 }
    });
    image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn a_slip_says_what_is_sold_code_first() {
    let printer = printed(&HEAD, &[slip()]);
    let lines: Vec<String> = printer.lines().iter().map(|line| line.text().trim_end().to_owned()).collect();
    let code = printer.lines().into_iter().find(|line| line.text() == "k7m4qx").unwrap();
    assert_eq!((code.size, code.bold, code.side), ((3, 3), true, 1));
    // The gap is part of the letter before it: a space would be typed.
    assert_eq!(code.width, 6 * 36 + 18);
    assert!(lines.contains(&"Kode voucher".to_owned()));
    let priced = printer.lines().into_iter().find(|line| line.text().starts_with("1 Hari")).unwrap();
    assert_eq!(priced.text(), format!("1 Hari{}Rp 5.000", " ".repeat(18)));
    assert_eq!(priced.size, (1, 2));
    assert!(lines.contains(&"Berlaku 24 jam sejak login".to_owned()) && lines.contains(&"pertama".to_owned()));
    assert!(lines.contains(&"Pindai, atau buka hotspot.lan".to_owned()));
    assert!(lines.contains(&"WA 0812-3456-7890".to_owned()));
    assert_eq!(printer.out.last(), Some(&Out::Cut));
}

#[test]
fn every_kind_of_printer_understands_every_byte() {
    for head in all_heads() {
        let printer = printed(&head, &[slip(), slip()]);
        let wide = (head.offset_mm.0 * 8.0) as usize;
        assert_eq!(printer.room(), dots(head.roll) - wide);
        let cuts = printer.out.iter().filter(|out| **out == Out::Cut).count();
        assert_eq!(cuts, if head.has_cutter { 2 } else { 0 });
        let drawers: Vec<_> = printer.out.iter().filter(|out| matches!(out, Out::Drawer { .. })).collect();
        assert_eq!(drawers.len(), usize::from(head.opens_drawer));
        if let Some(drawer) = drawers.first() {
            assert_eq!(**drawer, Out::Drawer { pin: 0, on: 50, off: 500 });
            assert_eq!(&printer.out[0], *drawer, "the drawer opens before anything is printed");
        }
        assert_eq!(
            printer.code_page,
            [0, 19, 16][CodePage::ALL.iter().position(|one| *one == head.code_page).unwrap()]
        );
    }
}

#[test]
fn the_qr_signs_in_when_scanned_from_the_paper() {
    let wanted = "http://hotspot.lan/login?username=k7m4qx&password=k7m4qx";
    for roll in [Roll::Mm58, Roll::Mm80] {
        let printer = printed(&Head { roll, ..HEAD }, &[slip()]);
        let rasters: Vec<_> = printer
            .out
            .iter()
            .filter_map(|out| match out {
                Out::Raster { row_bytes, dots, side } => Some((*row_bytes, dots, *side)),
                _ => None,
            })
            .collect();
        let [(row_bytes, dots, 1)] = rasters[..] else { panic!("one picture in the middle: {}", rasters.len()) };
        assert_eq!(scan(row_bytes, dots), [wanted]);
        assert_eq!(row_bytes * 8 / 41, 6, "six dots a module: 0.75 mm");

        let printer = printed(&Head { roll, draws_qr: true, ..HEAD }, &[slip()]);
        let qr = Out::Qr { text: wanted.into(), module: 6, level: 49 };
        let at = printer.out.iter().position(|out| *out == qr).expect("a QR of level M");
        let quiet = |out: &Out| matches!(out, Out::Feed(dots) if *dots >= 24);
        assert!(quiet(&printer.out[at - 1]) && quiet(&printer.out[at + 1]), "four modules stay white");
    }
}

#[test]
fn a_logo_comes_as_dots_and_fits_the_roll() {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 600, 100);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[0; 600 * 100]).unwrap();
    let picture = Arc::new(Picture::read(&file).unwrap());
    let mut with_logo = slip();
    with_logo.company.picture = Some(picture);
    let printer = printed(&HEAD, &[with_logo]);
    let Some(Out::Raster { row_bytes, dots, side: 1 }) = printer.out.first() else {
        panic!("{:?}", printer.out.first())
    };
    assert_eq!((*row_bytes, dots.len() / row_bytes), (307usize.div_ceil(8), 51));
    let black: u32 = dots.iter().map(|byte| byte.count_ones()).sum();
    assert_eq!(black as usize, 307 * 51);
}

fn tape() -> Tape {
    let row = |label: &str, value: &str, is_total| TapeRow { label: label.into(), value: value.into(), is_total };
    Tape {
        paper: TapePaper::Roll(Roll::Mm58),
        company: slip().company,
        title: "Shift 41".into(),
        created: None,
        heading: "Laporan Z".into(),
        facts: vec![("Shift".into(), "41".into()), ("Nota".into(), "N-2611-0184 – N-2611-0187".into())],
        sections: vec![
            TapeSection {
                title: "Penjualan".into(),
                rows: vec![
                    row("Tunai × 3", "Rp 37.000", false),
                    row("Paket Hemat 30 Hari Sekeluarga × 12", "Rp 1.125.000", false),
                    row("Jumlah", "Rp 1.162.000", true),
                ],
            },
            TapeSection { title: String::new(), rows: vec![row("Tidak ada", "", false)] },
        ],
        notes: vec!["Alasan selisih: salah kembalian".into()],
        signatures: vec!["Petugas: Rina".into()],
    }
}

#[test]
fn a_report_lines_up_its_amounts() {
    for head in all_heads() {
        let job = tape_escpos(&tape(), &head).unwrap();
        let printer = Printer::print(dots(head.roll), &job).unwrap();
        let columns = printer.room() / 12;
        let lines: Vec<String> = printer.lines().iter().map(|line| line.text()).collect();
        let total = lines.iter().find(|line| line.starts_with("Jumlah")).unwrap();
        assert!(total.ends_with("Rp 1.162.000") && total.len() == columns, "{total:?}");
        // A long name never pushes an amount off the paper.
        assert!(lines.iter().any(|line| line.ends_with("Rp 1.125.000")), "{lines:?}");
        assert!(lines.iter().any(|line| line == "Tidak ada"), "{lines:?}");
    }
}

#[test]
fn the_ruler_is_a_millimetre_every_eight_dots() {
    for head in all_heads() {
        let job = ruler_escpos("Uji cetak", &["Setiap garis 1 mm".to_owned()], &head).unwrap();
        let printer = Printer::print(dots(head.roll), &job).unwrap();
        let ruler = printer.out.iter().find_map(|out| match out {
            Out::Raster { row_bytes, dots, side: 0 } => Some((*row_bytes, dots)),
            _ => None,
        });
        let (row_bytes, dots) = ruler.expect("a ruler from the left edge");
        let black = |x: usize, y: usize| dots[y * row_bytes + x / 8] & (0x80 >> (x % 8)) != 0;
        let height = dots.len() / row_bytes;
        let top: Vec<usize> = (0..printer.room()).filter(|x| black(*x, 0)).collect();
        assert!(top.len() >= 5 && top.iter().enumerate().all(|(index, x)| *x == index * 80), "{top:?}");
        let ticks = (0..printer.room()).filter(|x| black(*x, height - 2)).count();
        assert_eq!(ticks, printer.room().div_ceil(8));
    }
}

#[test]
fn what_cannot_be_printed_is_refused_by_name() {
    let code = |slip: VoucherSlip| slips_escpos(&[slip], &HEAD).unwrap_err().code();
    assert_eq!(slips_escpos(&[], &HEAD), Err(DocumentError::NoCards));
    let mut long = slip();
    long.card.username = "x".repeat(40);
    assert_eq!(code(long), "document_code_too_long");
    let mut odd = slip();
    odd.card.username = "k7\u{1b}@".into();
    assert_eq!(code(odd), "document_unprintable_code");
    let mut dense = slip();
    dense.login_url = format!("http://hotspot.lan/login?dst={}", "x".repeat(1200));
    assert_eq!(code(dense), "document_qr_too_dense");
}

#[test]
fn a_name_and_a_password_stand_below_each_other() {
    let mut both = slip();
    both.card.password = Some("w29hdk".into());
    let printer = printed(&HEAD, &[both]);
    let lines: Vec<String> = printer.lines().iter().map(|line| line.text()).collect();
    assert!(lines.contains(&"Nama k7m4qx".to_owned()) && lines.contains(&"Sandi w29hdk".to_owned()), "{lines:?}");
}

proptest! {
    /// Whatever people typed: every byte is a command of the list or a letter, and no
    /// line leaves the paper.
    #[test]
    fn no_words_become_a_command(name in "\\PC{0,60}|[\\x00-\\x1f\\x7f]{0,9}.{0,40}", plan in ".{0,80}", price in ".{0,40}",
                                 line in ".{0,90}", at in 0usize..24) {
        let mut wild = slip();
        wild.company.name = name.clone();
        wild.company.place = Some(line.clone());
        wild.card.plan = plan;
        wild.card.price = Some(price.clone());
        wild.card.terms = Some(line.clone());
        wild.card.ssid = Some(name);
        wild.lines = vec![(line.clone(), price), (String::new(), line)];
        let head = all_heads()[at];
        let job = slips_escpos(&[wild], &head).unwrap();
        let printed = Printer::print(dots(head.roll), &job);
        prop_assert!(printed.is_ok(), "{:?}", printed.err());
        let drawers = printed.unwrap().out.iter().filter(|out| matches!(out, Out::Drawer { .. })).count();
        prop_assert_eq!(drawers, usize::from(head.opens_drawer));
    }
}
