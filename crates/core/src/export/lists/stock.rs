//! Vouchers, batches, plans, sessions of use.

use simpul_kernel::Permission;

use crate::export::cell::Cell;
use crate::export::list::{ExportList, list, parse};
use crate::plan::{self, PlanList, PlanView};
use crate::printing::{self, PrinterList, PrinterView};
use crate::usage::{self, UsageSessionList, UsageSessionRow};
use crate::voucher::{
    self, BatchStatus, VoucherBatchList, VoucherBatchRow, VoucherList, VoucherPrintList, VoucherPrintRow, VoucherRow,
};

pub(super) fn all() -> Vec<ExportList> {
    vec![vouchers(), batches(), plans(), sessions(), prints(), printers()]
}

fn vouchers() -> ExportList {
    list(
        "voucher_list",
        ("Voucher", "Vouchers"),
        |r: &VoucherRow| r.row_id,
        |app, ctx, input: VoucherList| Box::pin(voucher::ops::voucher_list(app, ctx, input)),
    )
    .needs(Permission::VoucherView)
    .counted(|app, ctx, input| {
        Box::pin(async move {
            let VoucherList { filter, .. } = parse(input)?;
            voucher::ops::voucher_rows_count(app, ctx, filter).await
        })
    })
    .col("code", ("Kode", "Code"), |r| r.code.clone())
    .col("plan", ("Paket", "Plan"), |r| r.plan_name.clone())
    .col("batch", ("Batch", "Batch"), |r| r.batch_code.clone())
    .col("batch.number", ("Nomor", "Number"), |r| r.number)
    .col("status", ("Status", "Status"), |r| Cell::word("states.voucher", r.status))
    .col("router", ("Di router", "On router"), |r| Cell::word("states.truth", r.truth))
    .col("router.reason", ("Alasan", "Reason"), |r| r.truth_reason.clone())
    .col("router.seen", ("Terakhir dilihat", "Last seen"), |r| r.seen_at)
    .col("printed", ("Dicetak", "Printed"), |r| r.printed_at)
    .col("sold", ("Terjual", "Sold"), |r| r.sold_at)
    .col("first_login", ("Pertama dipakai", "First login"), |r| r.first_login_at)
    .col("first_login.exact", ("Waktu pasti", "Exact"), |r| r.first_login_at.map(|_| r.first_login_exact))
    .col("expires_at", ("Kedaluwarsa", "Expires"), |r| r.expires_at)
    .col("price_sell", ("Harga jual", "Price"), |r| r.price_sell)
    .col("happened", ("Terjadi", "Happened"), |r| r.happened_at)
    .col("happened.by", ("Oleh", "By"), |r| r.happened_by.clone())
    .col("happened.in", ("Dokumen", "Document"), |r| r.happened_in.clone())
    .col("happened.back", ("Kembali", "Back"), |r| r.happened_at.map(|_| r.is_back))
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .col("created", ("Dibuat", "Made"), |r| r.created_at)
    .done()
}

fn batches() -> ExportList {
    /// As the screens say it: what stands worst.
    fn state(row: &VoucherBatchRow) -> &'static str {
        match row.status {
            BatchStatus::Void => "void",
            BatchStatus::Paused => "paused",
            BatchStatus::Active if row.truth.failed > 0 => "failed",
            BatchStatus::Active if row.truth.pending > 0 => "provisioning",
            BatchStatus::Active => "ready",
        }
    }
    list(
        "voucher_batch_list",
        ("Batch", "Batches"),
        |r: &VoucherBatchRow| r.batch_id.0,
        |app, ctx, input: VoucherBatchList| Box::pin(voucher::ops::voucher_batch_list(app, ctx, input)),
    )
    .needs(Permission::VoucherView)
    .col("number", ("Batch", "Batch"), |r| r.batch_code.clone())
    .col("plan", ("Paket", "Plan"), |r| r.plan_name.clone())
    .col("status", ("Status", "Status"), |r| Cell::word("states.batch", state(r)))
    .col("quantity", ("Jumlah", "Quantity"), |r| r.quantity)
    .col("available", ("Siap jual", "Available"), |r| r.available)
    .col("router", ("Terpasang", "Applied"), |r| r.truth.applied)
    .col("router.pending", ("Tertunda", "Pending"), |r| r.truth.pending)
    .col("router.failed", ("Gagal", "Failed"), |r| r.truth.failed)
    .col("router.drifted", ("Berbeda", "Drifted"), |r| r.truth.drifted)
    .col("printed", ("Dicetak", "Printed"), |r| r.printed_at)
    .col("made", ("Dibuat", "Made"), |r| r.created_at)
    .col("made.by", ("Oleh", "By"), |r| r.created_by_name.clone())
    .col("price", ("Harga jual", "Price"), |r| r.price_sell)
    .col("value", ("Nilai", "Value"), |r| r.total_revenue)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn plans() -> ExportList {
    list(
        "plan_list",
        ("Paket", "Plans"),
        |r: &PlanView| r.plan_id.0,
        |app, ctx, input: PlanList| Box::pin(plan::ops::plan_list(app, ctx, input)),
    )
    .needs(Permission::PlanView)
    .col("name", ("Nama", "Name"), |r| r.terms.name.clone())
    .col("validity", ("Masa pakai (detik)", "Validity (seconds)"), |r| r.terms.validity_s)
    .col("time", ("Batas waktu (detik)", "Time limit (seconds)"), |r| r.terms.usage_limit_s)
    .col("data", ("Batas data (byte)", "Data limit (bytes)"), |r| r.terms.data_limit_bytes)
    .col("speed", ("Unggah (kbit/s)", "Upload (kbit/s)"), |r| r.terms.upload_kbps)
    .col("speed.download", ("Unduh (kbit/s)", "Download (kbit/s)"), |r| r.terms.download_kbps)
    .col("devices", ("Perangkat", "Devices"), |r| r.terms.shared_users)
    .col("devices.locked", ("Terkunci ke perangkat", "Locked to device"), |r| r.terms.lock_mac)
    .col("routers", ("Router", "Routers"), |r| {
        r.routers.iter().map(|router| router.router_name.as_str()).collect::<Vec<_>>().join(", ")
    })
    .col("state", ("Status", "Status"), |r| {
        Cell::word("states.record", if r.is_active { "active" } else { "inactive" })
    })
    .col("stock", ("Stok", "Stock"), |r| r.stock)
    .col("cost", ("Modal", "Cost"), |r| r.terms.price_cost)
    .col("sell", ("Harga jual", "Price"), |r| r.terms.price_sell)
    .col("profile", ("Profil di router", "Profile on router"), |r| r.terms.profile_name.clone())
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .col("created", ("Dibuat", "Made"), |r| r.created_at)
    .done()
}

fn prints() -> ExportList {
    list(
        "voucher_print_list",
        ("Cetakan", "Prints"),
        |r: &VoucherPrintRow| r.print_id.0,
        |app, ctx, input: VoucherPrintList| Box::pin(voucher::ops::voucher_print_list(app, ctx, input)),
    )
    .needs(Permission::VoucherView)
    .col("at", ("Waktu", "Time"), |r| r.at)
    .col("user", ("Oleh", "By"), |r| r.user_name.clone())
    .col("batch", ("Batch", "Batch"), |r| r.batch_code.clone())
    .col("code", ("Kode", "Code"), |r| r.code.clone())
    .col("preset", ("Kertas", "Paper"), |r| r.preset.clone())
    .col("cards", ("Jumlah", "Quantity"), |r| r.cards)
    .col("reprint", ("Cetak ulang", "Printed again"), |r| r.is_reprint)
    .col("reprint.reason", ("Alasan", "Reason"), |r| r.reason.clone())
    .col("printer", ("Printer", "Printer"), |r| r.printer_name.clone())
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn printers() -> ExportList {
    list(
        "printer_list",
        ("Printer", "Printers"),
        |r: &PrinterView| r.printer_id.0,
        |app, ctx, input: PrinterList| Box::pin(printing::ops::printer_list(app, ctx, input)),
    )
    .needs(Permission::VoucherPrint)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("target", ("Alamat", "Address"), |r| r.target.clone())
    .col("state", ("Status", "Status"), |r| {
        Cell::word("states.record", if r.is_active { "active" } else { "inactive" })
    })
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn sessions() -> ExportList {
    list(
        "usage_session_list",
        ("Sesi", "Sessions"),
        |r: &UsageSessionRow| r.session_id,
        |app, ctx, input: UsageSessionList| Box::pin(usage::ops::usage_session_list(app, ctx, input)),
    )
    .needs(Permission::VoucherView)
    .col("username", ("Nama", "User"), |r| r.username.clone())
    .col("router", ("Router", "Router"), |r| r.router_name.clone())
    .col("address", ("Alamat", "Address"), |r| r.address.clone())
    .col("mac", ("Perangkat", "Device"), |r| r.mac_address.clone())
    .col("started", ("Mulai", "Began"), |r| r.started_at)
    .col("ended", ("Selesai", "Ended"), |r| r.ended_at)
    .col("ended.exact", ("Waktu pasti", "Exact"), |r| r.ended_at.map(|_| r.is_exact))
    .col("uptime", ("Lama (detik)", "Time (seconds)"), |r| r.uptime_s)
    .col("bytes_in", ("Unggah (byte)", "Uploaded (bytes)"), |r| r.bytes_in)
    .col("bytes_out", ("Unduh (byte)", "Downloaded (bytes)"), |r| r.bytes_out)
    .done()
}
