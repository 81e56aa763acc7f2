//! Sales, drawers, shifts, the ledger.

use simpul_kernel::Permission;

use crate::cash::{self, CashDrawerList, CashDrawerView, CashSessionList, CashSessionView};
use crate::export::cell::Cell;
use crate::export::list::{ExportList, list};
use crate::ledger::{self, LedgerAccountList, LedgerAccountRow, LedgerEntryList, LedgerEntryRow};
use crate::sale::{self, SaleItem, SaleList, SaleRow};

pub(super) fn all() -> Vec<ExportList> {
    vec![sales(), drawers(), shifts(), accounts(), entries()]
}

fn sales() -> ExportList {
    fn item(item: &SaleItem) -> String {
        format!("{} × {}", item.quantity, item.plan_name)
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
    .col("items", ("Isi", "Items"), |r| r.items.iter().map(item).collect::<Vec<_>>().join(", "))
    .col("quantity", ("Jumlah voucher", "Vouchers"), |r| r.quantity)
    .col("taken_back", ("Ditarik kembali", "Taken back"), |r| r.taken_back)
    .col("method", ("Pembayaran", "Payment"), |r| Cell::word("counter.methods", r.method))
    .col("total", ("Total", "Total"), |r| r.total_amount)
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
    list(
        "ledger_entry_list",
        ("Buku kas", "Ledger"),
        |r: &LedgerEntryRow| r.ledger_entry_id.0,
        |app, ctx, input: LedgerEntryList| Box::pin(ledger::ops::ledger_entry_list(app, ctx, input)),
    )
    .needs(Permission::LedgerView)
    .col("account", ("Akun", "Account"), |r| Cell::word("counter.accounts", r.account_kind))
    .col("account.number", ("Akun nomor", "Account number"), |r| r.ledger_account_id.0)
    .col("number", ("Nomor", "Number"), |r| r.number)
    .col("at", ("Waktu", "Time"), |r| r.at)
    .col("kind", ("Jenis", "Kind"), |r| Cell::word("counter.entries", &r.kind))
    .col("amount", ("Jumlah", "Amount"), |r| r.amount)
    .col("before", ("Saldo sebelum", "Balance before"), |r| r.balance_before)
    .col("after", ("Saldo sesudah", "Balance after"), |r| r.balance_after)
    .col("user", ("Petugas", "By"), |r| r.user_name.clone())
    .col("note", ("Catatan", "Note"), |r| r.note.clone())
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}
