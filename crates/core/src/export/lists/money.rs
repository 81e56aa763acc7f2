//! Sales, drawers, shifts, the ledger.

use simpul_kernel::{Money, Permission};

use crate::cash::{self, CashDrawerList, CashDrawerView, CashSessionList, CashSessionView};
use crate::export::cell::Cell;
use crate::export::list::{ExportList, list};
use crate::ledger::{self, AccountKind, LedgerAccountList, LedgerAccountRow, LedgerEntryList, LedgerEntryRow};
use crate::sale::{self, SaleItem, SaleKind, SaleList, SaleRow};

pub(super) fn all() -> Vec<ExportList> {
    vec![sales(), drawers(), shifts(), accounts(), entries()]
}

fn sales() -> ExportList {
    fn item(item: &SaleItem) -> String {
        format!("{} × {}", item.quantity, item.plan_name)
    }
    fn state(row: &SaleRow) -> &'static str {
        match row.kind {
            SaleKind::Refund => "refund",
            SaleKind::Void => "void",
            SaleKind::Sale if row.taken_back == 0 => "stands",
            SaleKind::Sale if row.taken_back < row.quantity => "part",
            SaleKind::Sale => "back",
        }
    }
    // The row knows its first codes only: that there are more is said.
    fn codes(row: &SaleRow) -> String {
        let more = row.quantity - row.codes.len() as i64;
        let known = row.codes.join(", ");
        if more > 0 { format!("{known} +{more}") } else { known }
    }
    list(
        "sale_list",
        ("Penjualan", "Sales"),
        |r: &SaleRow| r.sale_id.0,
        |app, ctx, input: SaleList| Box::pin(sale::ops::sale_list(app, ctx, input)),
    )
    .needs(Permission::SaleView)
    .col("number", ("Nomor", "Number"), |r| r.document_number.clone())
    .col("kind", ("Jenis", "Kind"), |r| Cell::word("counter.kinds", r.kind))
    .col("kind.of", ("Dari nomor", "Of number"), |r| r.refund_of_number.clone())
    .col("at", ("Waktu", "Time"), |r| r.at)
    .col("user", ("Petugas", "By"), |r| r.user_name.clone())
    .col("shift", ("Shift", "Shift"), |r| r.session_number)
    .col("shift.drawer", ("Laci", "Drawer"), |r| r.drawer_name.clone())
    .col("items", ("Isi", "Items"), |r| r.items.iter().map(item).collect::<Vec<_>>().join(", "))
    .col("items.codes", ("Kode", "Codes"), codes)
    .col("quantity", ("Jumlah voucher", "Vouchers"), |r| r.quantity)
    .col("method", ("Pembayaran", "Payment"), |r| Cell::word("counter.methods", r.method))
    .col("total", ("Total", "Total"), |r| r.total_amount)
    .col("given", ("Uang diterima", "Given"), |r| r.tendered_amount)
    .col("change", ("Kembali", "Change"), |r| r.change_amount)
    .col("state", ("Keadaan", "State"), |r| Cell::word("states.sale", state(r)))
    .col("state.taken_back", ("Ditarik kembali", "Taken back"), |r| r.taken_back)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn drawers() -> ExportList {
    list(
        "cash_drawer_list",
        ("Laci", "Drawers"),
        |r: &CashDrawerView| r.cash_drawer_id.0,
        |app, ctx, input: CashDrawerList| Box::pin(cash::ops::cash_drawer_list(app, ctx, input)),
    )
    .needs(Permission::CashView)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("state", ("Status", "Status"), |r| {
        Cell::word("states.record", if r.is_active { "active" } else { "inactive" })
    })
    .col("shift", ("Shift oleh", "Shift of"), |r| r.session_user_name.clone())
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn shifts() -> ExportList {
    list(
        "cash_session_list",
        ("Shift", "Shifts"),
        |r: &CashSessionView| r.cash_session_id.0,
        |app, ctx, input: CashSessionList| Box::pin(cash::ops::cash_session_list(app, ctx, input)),
    )
    .needs(Permission::CashView)
    .col("number", ("Nomor", "Number"), |r| r.number)
    .col("drawer", ("Laci", "Drawer"), |r| r.drawer_name.clone())
    .col("user", ("Petugas", "Answers for it"), |r| r.user_name.clone())
    .col("opened", ("Dibuka", "Opened"), |r| r.opened_at)
    .col("opened.by", ("Dibuka oleh", "Opened by"), |r| r.opened_by_name.clone())
    .col("closed", ("Ditutup", "Closed"), |r| r.closed_at)
    .col("closed.by", ("Ditutup oleh", "Closed by"), |r| r.closed_by_name.clone())
    .col("float", ("Modal awal", "Float"), |r| r.float_amount)
    .col("sales", ("Penjualan", "Sales"), |r| r.sale_count)
    .col("expected", ("Seharusnya", "Expected"), |r| r.expected_amount)
    .col("counted", ("Terhitung", "Counted"), |r| r.counted_amount)
    .col("difference", ("Selisih", "Difference"), |r| r.difference_amount)
    .col("difference.reason", ("Sebab selisih", "Why"), |r| r.difference_reason.clone())
    .col("note", ("Catatan", "Note"), |r| r.note.clone())
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn accounts() -> ExportList {
    list(
        "ledger_account_list",
        ("Akun", "Accounts"),
        |r: &LedgerAccountRow| r.ledger_account_id.0,
        |app, ctx, input: LedgerAccountList| Box::pin(ledger::ops::ledger_account_list(app, ctx, input)),
    )
    .needs(Permission::LedgerView)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("kind", ("Jenis", "Kind"), |r| Cell::word("counter.accounts", r.kind))
    .col("balance", ("Saldo", "Balance"), |r| r.balance)
    .col("entries", ("Baris", "Entries"), |r| r.entries)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn entries() -> ExportList {
    // Cash is ours: more of it is a debit. What vendors have with us and what came in is the other side.
    fn is_debit(row: &LedgerEntryRow) -> bool {
        (row.account_kind == AccountKind::Drawer) == (row.amount > Money::ZERO)
    }
    fn size(row: &LedgerEntryRow) -> Money {
        if row.amount < Money::ZERO { Money::ZERO - row.amount } else { row.amount }
    }
    fn others(row: &LedgerEntryRow) -> String {
        row.counter_accounts.iter().map(|account| account.name.as_str()).collect::<Vec<_>>().join(", ")
    }
    list(
        "ledger_entry_list",
        ("Buku kas", "Ledger"),
        |r: &LedgerEntryRow| r.ledger_entry_id.0,
        |app, ctx, input: LedgerEntryList| Box::pin(ledger::ops::ledger_entry_list(app, ctx, input)),
    )
    .needs(Permission::LedgerView)
    .col("number", ("Nomor", "Number"), |r| r.number)
    .col("at", ("Waktu", "Time"), |r| r.at)
    .col("account", ("Akun", "Account"), |r| Cell::word("counter.accounts", r.account_kind))
    .col("account.name", ("Nama akun", "Name of account"), |r| r.account_name.clone())
    .col("account.number", ("Akun nomor", "Account number"), |r| r.ledger_account_id.0)
    .col("kind", ("Jenis", "Kind"), |r| Cell::word("counter.entries", &r.kind))
    .col("document", ("Dokumen", "Document"), |r| r.document_number.clone())
    .col("debit", ("Debit", "Debit"), |r| is_debit(r).then(|| size(r)))
    .col("credit", ("Kredit", "Credit"), |r| (!is_debit(r)).then(|| size(r)))
    .col("after", ("Saldo sesudah", "Balance after"), |r| r.balance_after)
    .col("after.before", ("Saldo sebelum", "Balance before"), |r| r.balance_before)
    .col("after.amount", ("Perubahan", "Change"), |r| r.amount)
    .col("counter", ("Akun lawan", "Counter-account"), others)
    .col("user", ("Petugas", "By"), |r| r.user_name.clone())
    .col("note", ("Catatan", "Note"), |r| r.note.clone())
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}
