//! Nothing leaves its card and nothing stands in a QR, whatever the words.

use proptest::prelude::*;

use crate::canvas::{Area, Kind};
use crate::error::DocumentError;
use crate::preset::{Design, presets};
use crate::sheet::draw_page;
use crate::view::{Company, Locale, Logo, QrContent, VoucherCard, VoucherSheet};

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z ]{0,12}", "[A-Z][a-z]{2,40}( [A-Z][a-z]{1,20}){0,4}", "W{0,60}", "\\PC{0,40}",]
}

fn card() -> impl Strategy<Value = VoucherCard> {
    (
        (1u32..1_000_000, "[a-zA-Z0-9-]{1,14}", prop::option::of("[a-zA-Z0-9]{1,12}")),
        (words(), prop::option::of(words()), words(), words()),
        (prop::option::of(words()), prop::option::of(words()), prop::option::of(words()), prop::option::of(words())),
        prop::option::of(any::<[u8; 3]>()),
    )
        .prop_map(|((number, username, password), (plan, price, validity, limits), optional, tint)| {
            let (ssid, support, vendor, terms) = optional;
            VoucherCard {
                number,
                username,
                password,
                plan,
                price,
                validity,
                limits,
                ssid,
                support,
                vendor,
                terms,
                tint,
            }
        })
}

fn sheet(preset: usize, design: Design, name: String, cards: Vec<VoucherCard>) -> VoucherSheet {
    VoucherSheet {
        preset: presets()[preset].with_design(design),
        locale: Locale::Id,
        company: Company { name, place: None, logo: Logo::Mark, picture: None },
        login_url: "http://hotspot.lan/login".into(),
        qr: QrContent::LoginUrl,
        title: String::new(),
        created: None,
        crop_marks: false,
        offset_mm: (0.0, 0.0),
        cards,
    }
}

fn holds(outer: &Area, inner: &Area) -> bool {
    let slack = 1e-6;
    inner.x >= outer.x - slack
        && inner.y >= outer.y - slack
        && inner.right() <= outer.right() + slack
        && inner.bottom() <= outer.bottom() + slack
}

fn overlap(one: &Area, other: &Area) -> bool {
    one.x < other.right() && other.x < one.right() && one.y < other.bottom() && other.y < one.bottom()
}

proptest! {


    #[test]
    fn nothing_leaves_its_card(
        preset in 0..presets().len(),
        design in prop::sample::select(vec![Design::Tenang, Design::Harga, Design::Rapat]),
        name in words(),
        card in card(),
    ) {
        let sheet = sheet(preset, design, name, vec![card]);
        let canvas = match draw_page(&sheet, &sheet.cards) {
            Ok(canvas) => canvas,
            // Refusing is right where a code or its QR cannot be read on the card.
            Err(
                DocumentError::CodeTooLong { .. }
                | DocumentError::QrTooDense { .. }
                | DocumentError::CardTooSmall { .. },
            ) => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let (x, y) = sheet.preset.card_origin_mm(0);
        let area = Area { x, y, width: sheet.preset.card_width_mm, height: sheet.preset.card_height_mm };
        prop_assert!(canvas.drawn.iter().any(|(kind, _)| *kind == Kind::Text));
        for (kind, drawn) in &canvas.drawn {
            prop_assert!(holds(&area, drawn), "{kind:?} {drawn:?} leaves {area:?}");
        }
        for (_, qr) in canvas.drawn.iter().filter(|(kind, _)| *kind == Kind::Qr) {
            for (_, other) in canvas.drawn.iter().filter(|(kind, _)| *kind != Kind::Qr) {
                prop_assert!(!overlap(qr, other), "{other:?} stands in {qr:?}");
            }
        }
    }
}

/// The design a preset comes with takes an everyday voucher, QR and all.
#[test]
fn every_preset_takes_an_everyday_card() {
    for (index, preset) in presets().iter().enumerate() {
        for (username, password) in [("k7m4qx", None), ("k7m4qx9a", None), ("budi12", Some("k7m4"))] {
            let card = VoucherCard {
                number: 1,
                username: username.into(),
                password: password.map(str::to_owned),
                plan: "1 Hari".into(),
                price: Some("Rp 5.000".into()),
                validity: "Berlaku 24 jam sejak login pertama".into(),
                limits: "24 jam · 1 HP".into(),
                support: Some("WA 0812-3456-7890".into()),
                ..VoucherCard::default()
            };
            let sheet = sheet(index, preset.design, "Sinar Desa Net".into(), vec![card]);
            let canvas = draw_page(&sheet, &sheet.cards).unwrap_or_else(|error| panic!("{}: {error}", preset.id));
            let has_qr = canvas.drawn.iter().any(|(kind, _)| *kind == Kind::Qr);
            assert_eq!(has_qr, preset.has_qr(), "{}", preset.id);
        }
    }
}
