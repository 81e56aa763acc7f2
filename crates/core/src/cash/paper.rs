//! The words of a shift's report on paper, in both languages.

use chrono::{DateTime, Utc};
use simpul_documents::{Tape, TapePaper, TapeRow, TapeSection};
use simpul_kernel::{Locale, Money};

use super::view::CashSessionReport;
use crate::printing::paper::House;
use crate::printing::texts::{moment, money};

/// Words in one language.
struct Words {
    heading: &'static str,
    so_far: &'static str,
    number: &'static str,
    drawer: &'static str,
    user: &'static str,
    opened: &'static str,
    closed: &'static str,
    closed_by: &'static str,
    documents: &'static str,
    printed: &'static str,
    payments: &'static str,
    cash: &'static str,
    qris: &'static str,
    transfer: &'static str,
    taken_back: &'static str,
    sold: &'static str,
    plans: &'static str,
    vouchers: &'static str,
    drawer_sums: &'static str,
    float: &'static str,
    cash_sales: &'static str,
    cash_refunds: &'static str,
    pay_ins: &'static str,
    pay_outs: &'static str,
    expected: &'static str,
    counted: &'static str,
    difference: &'static str,
    handed_over: &'static str,
    movements: &'static str,
    reason: &'static str,
    nothing: &'static str,
    cashier: &'static str,
    receiver: &'static str,
}

const ID: Words = Words {
    heading: "Laporan Z",
    so_far: "Laporan X (shift masih buka)",
    number: "Shift",
    drawer: "Laci",
    user: "Petugas",
    opened: "Dibuka",
    closed: "Ditutup",
    closed_by: "Ditutup oleh",
    documents: "Nota",
    printed: "Dicetak",
    payments: "Penjualan",
    cash: "Tunai",
    qris: "QRIS",
    transfer: "Transfer",
    taken_back: "dikembalikan",
    sold: "Jumlah penjualan",
    plans: "Paket",
    vouchers: "Jumlah voucher",
    drawer_sums: "Uang di laci",
    float: "Modal awal",
    cash_sales: "Penjualan tunai",
    cash_refunds: "Pengembalian tunai",
    pay_ins: "Uang masuk",
    pay_outs: "Uang keluar",
    expected: "Seharusnya",
    counted: "Dihitung",
    difference: "Selisih",
    handed_over: "Diserahkan",
    movements: "Uang masuk dan keluar",
    reason: "Alasan selisih",
    nothing: "Tidak ada penjualan",
    cashier: "Petugas",
    receiver: "Penerima",
};

const EN: Words = Words {
    heading: "Z report",
    so_far: "X report (shift still open)",
    number: "Shift",
    drawer: "Drawer",
    user: "Cashier",
    opened: "Opened",
    closed: "Closed",
    closed_by: "Closed by",
    documents: "Sales",
    printed: "Printed",
    payments: "Sales",
    cash: "Cash",
    qris: "QRIS",
    transfer: "Transfer",
    taken_back: "taken back",
    sold: "Sales in all",
    plans: "Plans",
    vouchers: "Vouchers in all",
    drawer_sums: "Cash in the drawer",
    float: "Float",
    cash_sales: "Cash sales",
    cash_refunds: "Cash refunds",
    pay_ins: "Put in",
    pay_outs: "Taken out",
    expected: "Expected",
    counted: "Counted",
    difference: "Difference",
    handed_over: "Handed over",
    movements: "Put in and taken out",
    reason: "Why it differs",
    nothing: "Nothing was sold",
    cashier: "Cashier",
    receiver: "Received by",
};

/// The report of a shift: of an open one, how it stands.
pub(super) fn report_tape(house: &House, report: &CashSessionReport, paper: TapePaper) -> Tape {
    let words = match house.locale {
        Locale::Id => &ID,
        Locale::En => &EN,
    };
    let drawing = Drawing { house, words };
    let session = &report.session;
    let is_closed = session.closed_at.is_some();
    let mut sections = vec![drawing.payments(report), drawing.plans(report)];
    sections.push(drawing.drawer(report));
    sections.extend(drawing.movements(report));
    let mut notes = Vec::new();
    if let Some(reason) = session.difference_reason.as_ref().filter(|reason| !reason.is_empty()) {
        notes.push(format!("{}: {reason}", words.reason));
    }
    Tape {
        paper,
        company: house.company(),
        title: format!("{} {}", words.number, session.number),
        created: Some(house.created),
        heading: if is_closed { words.heading } else { words.so_far }.to_owned(),
        facts: drawing.facts(report),
        sections,
        notes,
        signatures: if is_closed {
            vec![format!("{}: {}", words.cashier, session.user_name), words.receiver.to_owned()]
        } else {
            Vec::new()
        },
    }
}

struct Drawing<'a> {
    house: &'a House,
    words: &'static Words,
}

impl Drawing<'_> {
    fn money(&self, amount: Money) -> String {
        money(self.house.locale, &self.house.settings.currency_code, amount)
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        moment(self.house.locale, at.with_timezone(&self.house.zone))
    }

    fn row(&self, label: &str, amount: Money, is_total: bool) -> TapeRow {
        TapeRow { label: label.to_owned(), value: self.money(amount), is_total }
    }

    fn facts(&self, report: &CashSessionReport) -> Vec<(String, String)> {
        let (words, session) = (self.words, &report.session);
        let mut facts = vec![
            (words.number, session.number.to_string()),
            (words.drawer, session.drawer_name.clone()),
            (words.user, session.user_name.clone()),
            (words.opened, self.moment(session.opened_at)),
        ];
        facts.extend(session.closed_at.map(|at| (words.closed, self.moment(at))));
        let other = session.closed_by_name.as_ref().filter(|name| **name != session.user_name);
        facts.extend(other.map(|name| (words.closed_by, name.clone())));
        if let (Some(first), Some(last)) = (&report.first_document, &report.last_document) {
            let range = if first == last { first.clone() } else { format!("{first} – {last}") };
            facts.push((words.documents, range));
        }
        facts.push((words.printed, self.house.moment.clone()));
        facts.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
    }

    fn payments(&self, report: &CashSessionReport) -> TapeSection {
        let words = self.words;
        let mut rows = Vec::new();
        let mut sum = Money::ZERO;
        for method in &report.by_method {
            let name = match method.method.as_str() {
                "cash" => words.cash,
                "qris" => words.qris,
                "transfer" => words.transfer,
                other => other,
            };
            rows.push(self.row(&format!("{name} × {}", method.sale_count), method.sale_amount, false));
            if method.refund_count > 0 {
                let label = format!("{name} {} × {}", words.taken_back, method.refund_count);
                rows.push(self.row(&label, Money::ZERO - method.refund_amount, false));
            }
            sum = sum + method.sale_amount - method.refund_amount;
        }
        if rows.is_empty() {
            rows.push(TapeRow { label: words.nothing.to_owned(), ..TapeRow::default() });
        } else {
            rows.push(self.row(words.sold, sum, true));
        }
        TapeSection { title: words.payments.to_owned(), rows }
    }

    fn plans(&self, report: &CashSessionReport) -> TapeSection {
        let words = self.words;
        let plan = |plan: &super::view::CashReportPlan| {
            self.row(&format!("{} × {}", plan.plan_name, plan.quantity), plan.amount, false)
        };
        let mut rows: Vec<TapeRow> = report.by_plan.iter().map(plan).collect();
        let count: i64 = report.by_plan.iter().map(|plan| plan.quantity).sum();
        rows.push(TapeRow { label: words.vouchers.to_owned(), value: count.to_string(), is_total: true });
        TapeSection { title: words.plans.to_owned(), rows }
    }

    fn drawer(&self, report: &CashSessionReport) -> TapeSection {
        let (words, session) = (self.words, &report.session);
        let mut rows = vec![
            self.row(words.float, session.float_amount, false),
            self.row(words.cash_sales, report.cash_sales, false),
            self.row(words.cash_refunds, Money::ZERO - report.cash_refunds, false),
            self.row(words.pay_ins, report.pay_ins, false),
            self.row(words.pay_outs, Money::ZERO - report.pay_outs, false),
            self.row(words.expected, report.expected_amount, true),
        ];
        rows.extend(session.counted_amount.map(|counted| self.row(words.counted, counted, false)));
        rows.extend(session.difference_amount.map(|difference| self.row(words.difference, difference, true)));
        if session.closed_at.is_some() {
            rows.push(self.row(words.handed_over, report.handed_over, false));
        }
        TapeSection { title: words.drawer_sums.to_owned(), rows }
    }

    fn movements(&self, report: &CashSessionReport) -> Option<TapeSection> {
        if report.movements.is_empty() {
            return None;
        }
        let row = |one: &super::view::CashMovement| self.row(&one.reason, one.amount, false);
        let rows = report.movements.iter().map(row).collect();
        Some(TapeSection { title: self.words.movements.to_owned(), rows })
    }
}
