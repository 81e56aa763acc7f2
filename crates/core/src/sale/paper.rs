//! The words of a receipt, in both languages.

use simpul_documents::{Tape, TapePaper, TapeRow, TapeSection};
use simpul_kernel::{Locale, Money};

use super::input::SaleMethod;
use super::view::{SaleKind, SaleView};
use crate::printing::paper::House;
use crate::printing::texts::{moment, money};

/// Words in one language.
struct Words {
    sale: &'static str,
    refund: &'static str,
    void: &'static str,
    number: &'static str,
    of: &'static str,
    time: &'static str,
    cashier: &'static str,
    total: &'static str,
    methods: [&'static str; 3],
    given: &'static str,
    change: &'static str,
    reference: &'static str,
    reason: &'static str,
    thanks: &'static str,
}

const ID: Words = Words {
    sale: "Nota penjualan",
    refund: "Nota pengembalian",
    void: "Nota pembatalan",
    number: "Nomor",
    of: "Dari nota",
    time: "Waktu",
    cashier: "Kasir",
    total: "Total",
    methods: ["Tunai", "QRIS", "Transfer"],
    given: "Diterima",
    change: "Kembali",
    reference: "Referensi",
    reason: "Alasan",
    thanks: "Terima kasih",
};

const EN: Words = Words {
    sale: "Receipt",
    refund: "Refund",
    void: "Sale undone",
    number: "Number",
    of: "Of sale",
    time: "Time",
    cashier: "Cashier",
    total: "Total",
    methods: ["Cash", "QRIS", "Transfer"],
    given: "Given",
    change: "Change",
    reference: "Reference",
    reason: "Reason",
    thanks: "Thank you",
};

/// The receipt: what, by plan and price, and how it was paid.
pub(super) fn receipt_tape(house: &House, sale: &SaleView, paper: TapePaper) -> Tape {
    let words = match house.locale {
        Locale::Id => &ID,
        Locale::En => &EN,
    };
    let (row, say) = (&sale.row, |amount| money(house.locale, &house.settings.currency_code, amount));
    let mut facts = vec![(words.number, row.document_number.clone())];
    facts.extend(row.refund_of_number.as_ref().map(|number| (words.of, number.clone())));
    facts.push((words.time, moment(house.locale, row.at.with_timezone(&house.zone))));
    facts.push((words.cashier, row.user_name.clone()));
    let method = words.methods[match row.method {
        SaleMethod::Cash => 0,
        SaleMethod::Qris => 1,
        SaleMethod::Transfer => 2,
    }];
    let mut paid = vec![
        TapeRow { label: words.total.to_owned(), value: say(row.total_amount), is_total: true },
        TapeRow { label: method.to_owned(), ..TapeRow::default() },
    ];
    for (label, amount) in [(words.given, sale.tendered_amount), (words.change, sale.change_amount)] {
        paid.extend(amount.map(|amount| TapeRow { label: label.to_owned(), value: say(amount), is_total: false }));
    }
    let mut notes = Vec::new();
    for (label, text) in [(words.reference, Some(&sale.reference)), (words.reason, sale.reason.as_ref())] {
        notes.extend(text.filter(|text| !text.is_empty()).map(|text| format!("{label}: {text}")));
    }
    if row.kind == SaleKind::Sale {
        notes.push(words.thanks.to_owned());
    }
    Tape {
        paper,
        company: house.company(),
        title: row.document_number.clone(),
        created: Some(house.created),
        heading: match row.kind {
            SaleKind::Sale => words.sale,
            SaleKind::Refund => words.refund,
            SaleKind::Void => words.void,
        }
        .to_owned(),
        facts: facts.into_iter().map(|(label, value)| (label.to_owned(), value)).collect(),
        sections: vec![
            TapeSection { title: String::new(), rows: items(sale, &say) },
            TapeSection { title: String::new(), rows: paid },
        ],
        notes,
        signatures: Vec::new(),
    }
}

/// Codes of one plan at one price on a row.
fn items(sale: &SaleView, say: &dyn Fn(Money) -> String) -> Vec<TapeRow> {
    let mut groups: Vec<(&str, Money, i64)> = Vec::new();
    for line in &sale.lines {
        match groups.iter_mut().find(|(name, price, _)| *name == line.plan_name && *price == line.price) {
            Some((_, _, count)) => *count += 1,
            None => groups.push((&line.plan_name, line.price, 1)),
        }
    }
    let row = |(name, price, count): (&str, Money, i64)| {
        let sum = (0..count).fold(Money::ZERO, |sum, _| sum + price);
        TapeRow { label: format!("{name} {count} × {}", say(price)), value: say(sum), is_total: false }
    };
    groups.into_iter().map(row).collect()
}
