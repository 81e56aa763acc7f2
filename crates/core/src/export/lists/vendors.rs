//! Vendors, what changed hands with them, what was settled; and a reseller's own.

use simpul_kernel::Permission;

use crate::export::cell::Cell;
use crate::export::list::{Declared, ExportList, list};
use crate::vendor::{
    self, ResellerList, VendorLine, VendorList, VendorRange, VendorRow, VendorSettlementList, VendorSettlementRow,
    VendorStockList, VendorStockRow, VendorTransferList, VendorTransferRow,
};

pub(super) fn all() -> Vec<ExportList> {
    vec![vendors(), stock(), transfers(), settlements(), own_stock(), own_transfers(), own_settlements()]
}

fn vendors() -> ExportList {
    list(
        "vendor_list",
        ("Agen", "Vendors"),
        |r: &VendorRow| r.vendor_id.0,
        |app, ctx, input: VendorList| Box::pin(vendor::ops::vendor_list(app, ctx, input)),
    )
    .needs(Permission::VendorView)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("state", ("Status", "Status"), |r| {
        Cell::word("states.record", if r.is_active { "active" } else { "inactive" })
    })
    .col("contact", ("Kontak", "Contact"), |r| r.contact_person.clone())
    .col("contact.phone", ("Telepon", "Phone"), |r| r.phone.clone())
    .col("mode", ("Cara bayar", "Pays"), |r| Cell::word("vendor.modes", r.mode))
    .col("terms", ("Harga", "Terms"), |r| Cell::word("vendor.pricings", r.pricing))
    .col("terms.percent", ("Komisi (%)", "Commission (%)"), |r| {
        rust_decimal::Decimal::new(i64::from(r.commission_bp), 2).normalize().to_string()
    })
    .col("terms.amount", ("Komisi per kode", "Commission each"), |r| r.commission_amount)
    .col("in_hand", ("Di tangan", "In hand"), |r| r.in_hand)
    .col("to_settle", ("Belum dihitung", "To settle"), |r| r.to_settle)
    .col("to_settle.amount", ("Nilai belum dihitung", "Worth to settle"), |r| r.to_settle_amount)
    .col("balance", ("Saldo", "Balance"), |r| r.balance)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn stock_columns<I>(declared: Declared<I, VendorStockRow>) -> ExportList
where
    I: serde::de::DeserializeOwned + Send + 'static,
{
    declared
        .col("batch", ("Batch", "Batch"), |r| r.batch_code.clone())
        .col("plan", ("Paket", "Plan"), |r| r.plan_name.clone())
        .col("handed", ("Diserahkan", "Handed over"), |r| r.handed)
        .col("in_hand", ("Di tangan", "In hand"), |r| r.in_hand)
        .col("in_hand.from", ("Dari nomor", "From number"), |r| r.from_number)
        .col("in_hand.to", ("Sampai nomor", "To number"), |r| r.to_number)
        .col("active", ("Aktif", "Active"), |r| r.active)
        .col("ended", ("Selesai", "Ended"), |r| r.ended)
        .col("to_settle", ("Belum dihitung", "To settle"), |r| r.to_settle)
        .col("paid", ("Lunas", "Paid"), |r| r.paid)
        .col("returned", ("Kembali", "Returned"), |r| r.returned)
        .col("value", ("Nilai di tangan", "Worth in hand"), |r| r.value)
        .col("at", ("Terakhir diserahkan", "Last handed over"), |r| r.handed_at)
        .done()
}

fn stock() -> ExportList {
    stock_columns(
        list(
            "vendor_stock_list",
            ("Kode di agen", "Codes with the vendor"),
            |r: &VendorStockRow| r.batch_id.0,
            |app, ctx, input: VendorStockList| Box::pin(vendor::ops::vendor_stock_list(app, ctx, input)),
        )
        .needs(Permission::VendorView),
    )
}

fn own_stock() -> ExportList {
    stock_columns(
        list(
            "reseller_stock_list",
            ("Kode saya", "My codes"),
            |r: &VendorStockRow| r.batch_id.0,
            |app, ctx, input: ResellerList| Box::pin(vendor::ops::reseller_stock_list(app, ctx, input)),
        )
        .needs(Permission::VendorOwn),
    )
}

fn range(range: &VendorRange) -> String {
    format!("{} × {} ({} {}–{})", range.quantity, range.plan_name, range.batch_code, range.from_number, range.to_number)
}

fn transfer_columns<I>(declared: Declared<I, VendorTransferRow>) -> ExportList
where
    I: serde::de::DeserializeOwned + Send + 'static,
{
    declared
        .col("number", ("Nomor", "Number"), |r| r.document_number.clone())
        .col("kind", ("Jenis", "Kind"), |r| Cell::word("vendor.transfers", r.kind))
        .col("at", ("Waktu", "Time"), |r| r.at)
        .col("vendor", ("Agen", "Vendor"), |r| r.vendor_name.clone())
        .col("codes", ("Kode", "Codes"), |r| r.ranges.iter().map(range).collect::<Vec<_>>().join(", "))
        .col("quantity", ("Jumlah kode", "Codes"), |r| r.quantity)
        .col("amount", ("Nilai bersih", "Net value"), |r| r.gross_amount - r.commission_amount)
        .col("amount.gross", ("Nilai", "Value"), |r| r.gross_amount)
        .col("amount.commission", ("Komisi", "Commission"), |r| r.commission_amount)
        .col("charged", ("Mengubah saldo", "Moved on the account"), |r| r.charged_amount)
        .col("user", ("Petugas", "By"), |r| r.user_name.clone())
        .col("note", ("Catatan", "Note"), |r| r.note.clone())
        .col("place", ("Lokasi", "Place"), |r| r.location_id)
        .done()
}

fn transfers() -> ExportList {
    transfer_columns(
        list(
            "vendor_transfer_list",
            ("Serah terima agen", "Hand-overs"),
            |r: &VendorTransferRow| r.vendor_transfer_id.0,
            |app, ctx, input: VendorTransferList| Box::pin(vendor::ops::vendor_transfer_list(app, ctx, input)),
        )
        .needs(Permission::VendorView),
    )
}

fn own_transfers() -> ExportList {
    transfer_columns(
        list(
            "reseller_transfer_list",
            ("Serah terima saya", "My hand-overs"),
            |r: &VendorTransferRow| r.vendor_transfer_id.0,
            |app, ctx, input: ResellerList| Box::pin(vendor::ops::reseller_transfer_list(app, ctx, input)),
        )
        .needs(Permission::VendorOwn),
    )
}

fn line(line: &VendorLine) -> String {
    format!("{} × {}", line.quantity, line.plan_name)
}

fn settlement_columns<I>(declared: Declared<I, VendorSettlementRow>) -> ExportList
where
    I: serde::de::DeserializeOwned + Send + 'static,
{
    declared
        .col("number", ("Nomor", "Number"), |r| r.document_number.clone())
        .col("kind", ("Jenis", "Kind"), |r| Cell::word("vendor.settlements", r.kind))
        .col("at", ("Waktu", "Time"), |r| r.at)
        .col("vendor", ("Agen", "Vendor"), |r| r.vendor_name.clone())
        .col("codes", ("Terjual", "Sold"), |r| r.lines.iter().map(line).collect::<Vec<_>>().join(", "))
        .col("quantity", ("Jumlah kode", "Codes"), |r| r.quantity)
        .col("amount", ("Tagihan bersih", "Owed for them"), |r| r.gross_amount - r.commission_amount)
        .col("amount.gross", ("Nilai", "Value"), |r| r.gross_amount)
        .col("amount.commission", ("Komisi", "Commission"), |r| r.commission_amount)
        .col("paid", ("Dibayar", "Paid"), |r| r.paid_amount)
        .col("paid.method", ("Cara bayar", "Payment"), |r| Cell::word("vendor.methods", r.method))
        .col("paid.reference", ("Bukti", "Reference"), |r| r.reference.clone())
        .col("balance", ("Saldo sesudah", "Balance after"), |r| r.balance_after)
        .col("balance.before", ("Saldo sebelum", "Balance before"), |r| r.balance_before)
        .col("user", ("Petugas", "By"), |r| r.user_name.clone())
        .col("note", ("Catatan", "Note"), |r| r.note.clone())
        .col("place", ("Lokasi", "Place"), |r| r.location_id)
        .done()
}

fn settlements() -> ExportList {
    settlement_columns(
        list(
            "vendor_settlement_list",
            ("Setoran agen", "Vendor payments"),
            |r: &VendorSettlementRow| r.vendor_settlement_id.0,
            |app, ctx, input: VendorSettlementList| Box::pin(vendor::ops::vendor_settlement_list(app, ctx, input)),
        )
        .needs(Permission::VendorView),
    )
}

fn own_settlements() -> ExportList {
    settlement_columns(
        list(
            "reseller_settlement_list",
            ("Setoran saya", "My payments"),
            |r: &VendorSettlementRow| r.vendor_settlement_id.0,
            |app, ctx, input: ResellerList| Box::pin(vendor::ops::reseller_settlement_list(app, ctx, input)),
        )
        .needs(Permission::VendorOwn),
    )
}
