//! The finished files: measured, read back, rasterised and scanned.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper of a test fails by panicking")]

use std::fs;
use std::process::Command;
use std::sync::Arc;

use lopdf::content::Content;
use lopdf::{Document, Object};
use simpul_documents::{
    Company, Created, Design, DocumentError, Locale, Logo, Pages, Pdf, Picture, QrContent, Roll, VoucherCard,
    VoucherSheet, VoucherSlip, preset, presets, voucher_sheet, voucher_slip,
};

fn card(number: u32) -> VoucherCard {
    const ALPHABET: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut left = number * 7_919 + 104_729;
    let username = (0..6)
        .map(|_| {
            let letter = ALPHABET[left as usize % ALPHABET.len()];
            left = left / 3 + number * 31;
            char::from(letter)
        })
        .collect();
    VoucherCard {
        number,
        username,
        plan: "1 Hari".into(),
        price: Some("Rp 5.000".into()),
        validity: "Berlaku 24 jam sejak login pertama".into(),
        limits: "24 jam · 1 HP".into(),
        support: Some("WA 0812-3456-7890".into()),
        ..VoucherCard::default()
    }
}

fn sheet(id: &str, count: u32) -> VoucherSheet {
    VoucherSheet {
        preset: *preset(id).unwrap(),
        locale: Locale::Id,
        company: Company { name: "Sinar Desa Net".into(), place: None, logo: Logo::Mark, picture: None },
        login_url: "http://hotspot.lan/login".into(),
        qr: QrContent::LoginUrl,
        title: "Batch 12".into(),
        created: None,
        crop_marks: true,
        offset_mm: (0.0, 0.0),
        cards: (1..=count).map(card).collect(),
    }
}

fn slip(roll: Roll) -> VoucherSlip {
    VoucherSlip {
        roll,
        locale: Locale::Id,
        company: Company {
            name: "Sinar Desa Net".into(),
            place: Some("Sleman".into()),
            logo: Logo::Mark,
            picture: None,
        },
        login_url: "http://hotspot.lan/login".into(),
        qr: QrContent::LoginUrl,
        title: "Nota 0187".into(),
        created: Some(Created { year: 2026, month: 11, day: 21, hour: 7, minute: 33, second: 0 }),
        card: card(187),
        lines: vec![("Nota".into(), "0187".into()), ("Kasir".into(), "Rina".into())],
    }
}

fn all(sheet: &VoucherSheet) -> Pdf {
    voucher_sheet(sheet, Pages::All).unwrap()
}

fn numbers(operands: &[Object]) -> Vec<f64> {
    operands.iter().filter_map(|operand| operand.as_float().ok()).map(f64::from).collect()
}

/// Straight lines of a page in millimetres from its top left, as they come out on paper.
fn lines(pdf: &Pdf) -> (f64, f64, Vec<[f64; 4]>) {
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let page = document.page_iter().next().unwrap();
    let media = document.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
    let [_, _, width, height] = numbers(media)[..] else { panic!("a media box has four sides") };
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let first = &content.operations[0];
    assert_eq!(first.operator, "cm");
    let matrix = numbers(&first.operands);
    let mm = |point: &[f64]| {
        let x = matrix[0] * point[0] + matrix[2] * point[1] + matrix[4];
        let y = matrix[1] * point[0] + matrix[3] * point[1] + matrix[5];
        [x * 25.4 / 72.0, (height - y) * 25.4 / 72.0]
    };
    let mut lines = Vec::new();
    let mut from = [0.0; 2];
    for operation in &content.operations {
        match operation.operator.as_str() {
            // The cards begin with their first text or mark.
            "BT" | "q" => break,
            "m" => from = mm(&numbers(&operation.operands)),
            "l" => {
                let to = mm(&numbers(&operation.operands));
                lines.push([from[0], from[1], to[0], to[1]]);
            }
            _ => {}
        }
    }
    (width * 25.4 / 72.0, height * 25.4 / 72.0, lines)
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.005
}

#[test]
fn the_grid_is_exact_to_the_millimetre() {
    for (id, columns, rows, card_width, card_height) in [("a4-24", 3, 8, 65.0, 35.0), ("a4-40", 4, 10, 48.75, 28.0)] {
        let (width, height, lines) = lines(&all(&sheet(id, 1)));
        assert!(near(width, 210.0) && near(height, 297.0), "{id}: {width} × {height}");
        for column in 0..=columns {
            let x = 7.5 + f64::from(column) * card_width;
            let wanted = [x, 8.5, x, 8.5 + f64::from(rows) * card_height];
            assert!(lines.iter().any(|line| (0..4).all(|at| near(line[at], wanted[at]))), "{id}: no cut at x = {x}");
            let mark = [x, 7.5, x, 6.0];
            assert!(lines.iter().any(|line| (0..4).all(|at| near(line[at], mark[at]))), "{id}: no mark at x = {x}");
        }
        for row in 0..=rows {
            let y = 8.5 + f64::from(row) * card_height;
            let wanted = [7.5, y, 7.5 + f64::from(columns) * card_width, y];
            assert!(lines.iter().any(|line| (0..4).all(|at| near(line[at], wanted[at]))), "{id}: no cut at y = {y}");
        }
    }
}

#[test]
fn no_preset_comes_within_five_millimetres_of_the_edge() {
    for preset in presets() {
        let (width, height, lines) = lines(&all(&sheet(preset.id, 1)));
        assert!(near(width, preset.paper.width_mm) && near(height, preset.paper.height_mm), "{}", preset.id);
        assert!(!lines.is_empty());
        for line in lines {
            for [x, y] in [[line[0], line[1]], [line[2], line[3]]] {
                let inside = x > 4.995 && y > 4.995 && x < width - 4.995 && y < height - 4.995;
                assert!(inside, "{}: {x} × {y}", preset.id);
            }
        }
    }
}

#[test]
fn an_offset_moves_everything() {
    let mut moved = sheet("a4-24", 1);
    moved.offset_mm = (1.5, -2.0);
    let (before, after) = (lines(&all(&sheet("a4-24", 1))).2, lines(&all(&moved)).2);
    for (before, after) in before.iter().zip(&after) {
        assert!(near(after[0] - before[0], 1.5) && near(after[1] - before[1], -2.0), "{before:?} {after:?}");
    }
    moved.offset_mm = (3.0, 0.0);
    assert!(matches!(voucher_sheet(&moved, Pages::All), Err(DocumentError::OffsetTooLarge { .. })));
}

#[test]
fn pages_are_counted_and_the_first_can_be_had_alone() {
    let sheet = sheet("a4-40", 81);
    let whole = all(&sheet);
    assert_eq!((whole.pages, whole.total_pages), (3, 3));
    assert_eq!(Document::load_mem(&whole.bytes).unwrap().get_pages().len(), 3);
    let first = voucher_sheet(&sheet, Pages::First).unwrap();
    assert_eq!((first.pages, first.total_pages), (1, 3));
    assert_eq!(Document::load_mem(&first.bytes).unwrap().get_pages().len(), 1);
    assert_eq!(text(&first, &["-l", "1"]), text(&whole, &["-l", "1"]));
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let sheet = sheet("a4-40", 100);
    assert_eq!(all(&sheet).bytes, all(&sheet).bytes);
    assert_eq!(voucher_slip(&slip(Roll::Mm58)).unwrap(), voucher_slip(&slip(Roll::Mm58)).unwrap());
}

#[test]
fn what_cannot_be_printed_is_refused_by_name() {
    let code = |sheet: &VoucherSheet| voucher_sheet(sheet, Pages::All).unwrap_err().code();
    assert_eq!(code(&sheet("a4-24", 0)), "document_no_cards");
    let mut wide = sheet("a4-24", 1);
    wide.preset.card_width_mm = 66.0;
    assert_eq!(code(&wide), "document_paper_too_small");
    let mut long = sheet("a4-70", 1);
    long.cards[0].username = "x".repeat(40);
    assert_eq!(code(&long), "document_code_too_long");
    let mut dense = sheet("a4-40", 1);
    dense.login_url = format!("http://hotspot.lan/login?dst={}", "x".repeat(120));
    assert_eq!(code(&dense), "document_qr_too_dense");
    let mut odd = sheet("a4-24", 1);
    odd.cards[0].username = "kode baru".into();
    assert_eq!(code(&odd), "document_unprintable_code");
}

#[test]
fn faces_are_embedded_in_part_with_their_characters() {
    let document = Document::load_mem(&all(&sheet("a4-24", 24)).bytes).unwrap();
    let mut faces = 0;
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        match dictionary.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Type0") => assert!(dictionary.get(b"ToUnicode").is_ok()),
            Ok(b"Type1" | b"TrueType") => panic!("a face that is not embedded"),
            _ => {}
        }
        if dictionary.get(b"Type").and_then(Object::as_name).ok() == Some(b"FontDescriptor") {
            let name = dictionary.get(b"FontName").unwrap().as_name().unwrap();
            assert_eq!(name[6], b'+');
            let file = dictionary.get(b"FontFile2").unwrap().as_reference().unwrap();
            let file = document.get_object(file).unwrap().as_stream().unwrap();
            assert!(file.decompressed_content().unwrap().len() < 20_000);
            faces += 1;
        }
    }
    assert_eq!(faces, 3);
}

/// What a reader copies from the file.
fn text(pdf: &Pdf, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.pdf");
    fs::write(&file, &pdf.bytes).unwrap();
    let output = Command::new("pdftotext").arg("-raw").args(arguments).arg(&file).arg("-").output();
    let output = output.expect("pdftotext (poppler-utils) reads the PDF");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn copying_a_code_from_the_file_gives_the_code() {
    for id in ["a4-24", "a4-30", "a4-40", "a4-70", "a4-120"] {
        let sheet = sheet(id, 30);
        let text = text(&all(&sheet), &[]);
        for card in &sheet.cards {
            assert!(text.split_whitespace().any(|word| word == card.username), "{id}: {} in {text}", card.username);
        }
    }
    let slip = slip(Roll::Mm58);
    let text = text(&voucher_slip(&slip).unwrap(), &[]);
    assert!(text.lines().any(|line| line == slip.card.username), "{text}");
    assert!(text.contains("Pindai, atau buka hotspot.lan"), "{text}");
}

/// A page in grey, one byte a dot.
struct Raster {
    width: usize,
    height: usize,
    dots: Vec<u8>,
    per_mm: f64,
}

impl Raster {
    fn of(pdf: &Pdf, dpi: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sheet.pdf");
        fs::write(&file, &pdf.bytes).unwrap();
        let output = Command::new("pdftoppm").args(["-gray", "-r", &dpi.to_string()]).arg(&file).output();
        let output = output.expect("pdftoppm (poppler-utils) draws the PDF");
        // P5, width and height, 255, each ended by one white space.
        let mut fields = output.stdout.splitn(4, |byte| *byte == b'\n');
        assert_eq!(fields.next(), Some(&b"P5"[..]));
        let size = String::from_utf8(fields.next().unwrap().to_vec()).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        assert_eq!(fields.next(), Some(&b"255"[..]));
        Self {
            width: width.parse().unwrap(),
            height: height.parse().unwrap(),
            dots: fields.next().unwrap().to_vec(),
            per_mm: f64::from(dpi) / 25.4,
        }
    }

    /// The QR codes in a part of the page, read.
    fn scan(&self, x: f64, y: f64, width: f64, height: f64) -> Vec<String> {
        let dot = |mm: f64| (mm * self.per_mm).round() as usize;
        let (left, top) = (dot(x), dot(y));
        let (width, height) = (dot(width).min(self.width - left), dot(height).min(self.height - top));
        // A camera comes nearer until it reads: a dot of the paper is then several of its own.
        let mut found = Vec::new();
        for zoom in 1..=3 {
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(width * zoom, height * zoom, |column, row| {
                self.dots[(top + row / zoom) * self.width + left + column / zoom]
            });
            let read = |grid: &rqrr::Grid<_>| grid.decode().map(|(_, said)| said);
            found = image.detect_grids().iter().filter_map(|grid| read(grid).ok()).collect();
            if !found.is_empty() {
                break;
            }
        }
        found
    }
}

/// Where a hotspot usually is: the symbol needs 37 modules.
const LOGIN: &str = "http://hotspot.example.net/login";

/// Codes as they are usually set: six signs, eight, and a name with a password.
fn usual(mut card: VoucherCard) -> VoucherCard {
    match card.number % 3 {
        0 => card.username.push_str("7a"),
        1 => card.password = Some("k7m4qx".into()),
        _ => {}
    }
    card
}

/// Cards at two corners of a page and one between, of every kind of code.
fn sampled(per_page: usize) -> [usize; 3] {
    [0, per_page / 2 + 1, per_page - 1]
}

/// Every sheet as a coarse printer draws it, and of every seventh the designs it does not
/// come with, where its cards have room for them.
#[test]
fn every_sheet_signs_in_from_203_dpi() {
    let (mut scanned, mut without, mut missed) = (0, 0, Vec::new());
    for (index, preset) in presets().iter().enumerate() {
        for design in [Design::Tenang, Design::Harga, Design::Rapat] {
            if design != preset.design && index % 7 != 3 {
                continue;
            }
            let sheet = VoucherSheet {
                preset: preset.with_design(design),
                login_url: LOGIN.into(),
                offset_mm: if design == Design::Harga { (0.31, -0.47) } else { (0.0, 0.0) },
                cards: (1..=preset.per_page() as u32).map(card).map(usual).collect(),
                ..sheet(preset.id, 1)
            };
            let name = format!("{} {design:?}", preset.id);
            let drawn = match voucher_sheet(&sheet, Pages::All) {
                Err(DocumentError::CardTooSmall { .. }) if design != preset.design => continue,
                drawn => drawn.unwrap_or_else(|error| panic!("{name}: {error}")),
            };
            for dpi in [203] {
                let raster = Raster::of(&drawn, dpi);
                for at in sampled(preset.per_page()) {
                    let (x, y) = preset.card_origin_mm(at);
                    let (x, y) = (x + sheet.offset_mm.0 + 0.15, y + sheet.offset_mm.1 + 0.15);
                    let found = raster.scan(x, y, preset.card_width_mm - 0.3, preset.card_height_mm - 0.3);
                    let VoucherCard { username, password, .. } = &sheet.cards[at];
                    let password = password.as_ref().unwrap_or(username);
                    if sheet.preset.has_qr() {
                        let wanted = format!("{LOGIN}?username={username}&password={password}");
                        scanned += 1;
                        if found != [wanted] {
                            missed.push(format!("{name}, card {at} at {dpi} dpi: {found:?}"));
                        }
                    } else {
                        assert!(found.is_empty(), "{name}, card {at}: {found:?}");
                        without += 1;
                    }
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} of {scanned}: {missed:#?}", missed.len());
    assert!(scanned > 0 && without > 0, "{scanned} with a QR, {without} without");
}

/// A short name leaves larger modules, of no whole dots at 300 dpi.
#[test]
fn a_short_address_signs_in_from_300_dpi() {
    for login in ["http://hotspot.lan/login"] {
        for preset in presets().iter().filter(|preset| preset.has_qr()) {
            let sheet = VoucherSheet { login_url: login.into(), ..sheet(preset.id, 1) };
            let raster = Raster::of(&all(&sheet), 300);
            for (at, card) in sheet.cards.iter().enumerate() {
                let (x, y) = preset.card_origin_mm(at);
                let found = raster.scan(x + 0.3, y + 0.3, preset.card_width_mm - 0.6, preset.card_height_mm - 0.6);
                let code = &card.username;
                assert_eq!(found, [format!("{login}?username={code}&password={code}")], "{} at 300 dpi", preset.id);
            }
        }
    }
}

#[test]
fn a_slip_scans_at_the_resolution_of_its_head() {
    for (roll, login) in
        [Roll::Mm58, Roll::Mm80].into_iter().flat_map(|roll| [(roll, "http://hotspot.lan/login"), (roll, LOGIN)])
    {
        let slip = VoucherSlip { login_url: login.into(), ..slip(roll) };
        let pdf = voucher_slip(&slip).unwrap();
        let raster = Raster::of(&pdf, 203);
        let code = &slip.card.username;
        let wanted = format!("{login}?username={code}&password={code}");
        let height = raster.height as f64 / raster.per_mm;
        assert_eq!(raster.scan(0.0, 0.0, roll.width_mm(), height), [wanted]);
    }
}

/// A picture that no file makes smaller: every pixel another colour.
fn noise(width: u32, height: u32) -> Picture {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let mut state = 1u32;
    let pixels: Vec<u8> = (0..width * height * 4)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    Picture::read(&file).unwrap().kept()
}

fn images(pdf: &Pdf) -> Vec<(i64, i64)> {
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let sides = document.objects.values().filter_map(|object| {
        let dictionary = &object.as_stream().ok()?.dict;
        let side = |name: &[u8]| dictionary.get(name).and_then(Object::as_i64).unwrap();
        (dictionary.get(b"Subtype").and_then(Object::as_name).ok()? == b"Image")
            .then(|| (side(b"Width"), side(b"Height")))
    });
    sides.collect()
}

#[test]
fn a_logo_is_in_the_file_once_and_a_thousand_codes_stay_small() {
    let mut with_logo = sheet("a4-24", 1000);
    let bare = all(&with_logo);
    with_logo.company.picture = Some(Arc::new(noise(300, 120)));
    let drawn = all(&with_logo);
    assert_eq!(images(&bare), []);
    assert_eq!(images(&drawn), [(275, 110), (275, 110)], "its colours and what can be seen through, once");
    assert!(drawn.bytes.len() < 1_500_000, "{} bytes", drawn.bytes.len());
    assert!(drawn.bytes.len() < bare.bytes.len() + 150_000, "{} and {} bytes", bare.bytes.len(), drawn.bytes.len());
    assert_eq!(drawn, all(&with_logo), "the same sheet is the same file");
}

#[test]
fn a_slip_carries_the_logo_in_dots_of_its_printer() {
    let mut with_logo = slip(Roll::Mm58);
    with_logo.company.picture = Some(Arc::new(noise(480, 160)));
    let drawn = voucher_slip(&with_logo).unwrap();
    assert_eq!(images(&drawn), [(240, 80)]);
    let document = Document::load_mem(&drawn.bytes).unwrap();
    let stencil = document.objects.values().filter_map(|object| object.as_stream().ok());
    assert!(stencil.clone().any(|stream| stream.dict.get(b"ImageMask").is_ok_and(|mask| mask.as_bool().unwrap())));
}
