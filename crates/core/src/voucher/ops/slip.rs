//! Slips: one voucher each, for a thermal printer or as a file.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use simpul_documents::Roll;
use simpul_kernel::ids::{CashSessionId, LocationId, PrinterId, VoucherId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Permission, Result};

use super::super::error::VoucherError;
use super::super::input::{VoucherSlipRender, VoucherSlipsPrint, VoucherSlipsRender};
use super::super::model::VoucherStatus;
use super::super::paper::{self, Shop, SlipOf, SlipsFor};
use super::super::store::batch;
use super::super::store::print::{self, PrintEntry, Printable};
use super::print::{entry, keep, reason_valid, shop};
use crate::app::App;
use crate::cash::facade::{session_drawer, session_opens_with};
use crate::db::{Fact, Tx};
use crate::printing::facade::printer_for;
use crate::printing::line::Line;
use crate::printing::paper::document;
use crate::printing::{Document, PrintTemplate, Printed, PrinterView, PrintingError};
use crate::settings::printing_read;

/// The most slips of one call.
const SLIPS_MAX: usize = 200;

/// The name a slip is logged under.
fn logged(roll: Roll) -> &'static str {
    match roll {
        Roll::Mm58 => "slip-58",
        Roll::Mm80 => "slip-80",
    }
}

/// Draws one unused voucher as a slip of its place's width and logs it. Printing again asks for a
/// reason.
///
/// # Errors
/// `voucher_not_found`, `voucher_not_printable`, `voucher_reprint_reason_missing`,
/// `voucher_changed_while_drawn`, `voucher_sheet_impossible`.
pub async fn voucher_slip_render(app: &App, ctx: &Ctx, input: VoucherSlipRender) -> Result<Document> {
    ctx.require(Permission::VoucherPrint)?;
    render(app, ctx, ("voucher_slip_render", &[input.voucher_id]), input.reprint_reason.as_deref()).await
}

/// Draws unused vouchers of one batch or several as slips, one a page, and logs
/// each. Printing one of them again asks for a reason.
///
/// # Errors
/// As [`voucher_slip_render`], and `input_invalid`.
pub async fn voucher_slips_render(app: &App, ctx: &Ctx, input: VoucherSlipsRender) -> Result<Document> {
    ctx.require(Permission::VoucherPrint)?;
    let ids = ids_valid(input.voucher_ids)?;
    render(app, ctx, ("voucher_slips_render", &ids), input.reprint_reason.as_deref()).await
}

/// Prints unused vouchers as slips without a dialogue: to the printer that is named, or to
/// that of the shift's drawer for slips, or the place's. They are logged once the printer answered: what cannot be reached
/// printed nothing, what broke off may have printed some, and printing again asks why. The drawer opens as by
/// `cash_drawer_open` only: for who answers for the open shift or sold one of these codes into it for cash.
///
/// # Errors
/// As [`voucher_slips_render`], and `printer_none`, `printer_not_found`, `printer_inactive` and
/// what a printer that does not print answers; `cash_session_not_found`; `permission_denied` to open the drawer.
pub async fn voucher_slips_print(app: &App, ctx: &Ctx, input: VoucherSlipsPrint) -> Result<Printed> {
    ctx.require(Permission::VoucherPrint)?;
    if input.opens_drawer {
        ctx.require(Permission::CashOperate)?;
    }
    let ids = ids_valid(input.voucher_ids)?;
    let reason = reason_valid(input.reprint_reason.as_deref())?;
    let to = To { printer: input.printer_id, shift: input.cash_session_id, opens_drawer: input.opens_drawer };
    let (read, to) = read(app, ctx, &ids, reason, Some(to)).await?;
    let (printer, opens_drawer) = to.ok_or(PrintingError::NotFound)?;
    // A queue of sheets takes a slip as a page of its size.
    let to = printer.head(opens_drawer).map_or(SlipsFor::Pdf(read.roll), SlipsFor::Head);
    let roll = match &to {
        SlipsFor::Pdf(roll) => *roll,
        SlipsFor::Head(head) => head.roll,
    };
    let log = read.log;
    let drawn = paper::slips(read.shop, read.vouchers, to).await?;
    let line = Line::open(&printer).await?;
    log.keep(app, ctx, ("voucher_slips_print", logged(roll)), reason, Some((&printer, opens_drawer))).await?;
    let pieces = i32::try_from(drawn.pages.pages).unwrap_or(i32::MAX);
    line.send(drawn.pages.bytes).await?;
    Ok(Printed { printer_id: printer.printer_id, printer_name: printer.name, pieces })
}

fn ids_valid(mut ids: Vec<VoucherId>) -> Result<Vec<VoucherId>> {
    ids.sort_unstable();
    ids.dedup();
    let bounds = [("min", 1.into()), ("max", SLIPS_MAX.into())];
    let count = (1..=SLIPS_MAX).contains(&ids.len());
    Validator::new().check_with(count, "voucher_ids", "out_of_range", &bounds).finish()?;
    Ok(ids)
}

async fn render(
    app: &App,
    ctx: &Ctx,
    (action, ids): (&'static str, &[VoucherId]),
    reason: Option<&str>,
) -> Result<Document> {
    let reason = reason_valid(reason)?;
    let (read, _) = read(app, ctx, ids, reason, None).await?;
    let (log, roll) = (read.log, read.roll);
    let drawn = paper::slips(read.shop, read.vouchers, SlipsFor::Pdf(roll)).await?;
    log.keep(app, ctx, (action, logged(roll)), reason, None).await?;
    Ok(document(drawn.pages, format!("{}.pdf", drawn.title)))
}

/// What is about to be printed.
struct Read {
    vouchers: Vec<SlipOf>,
    shop: Shop,
    roll: Roll,
    log: Log,
}

/// What will be logged: each with its place, and whether it was printed before.
struct Log(Vec<(VoucherId, LocationId, bool)>);

/// Where slips are to come out.
struct To {
    printer: Option<PrinterId>,
    shift: Option<CashSessionId>,
    opens_drawer: bool,
}

/// Reads vouchers that may be printed; `to` is there where a printer takes them. The printer comes with whether the
/// drawer opens: it hangs on this printer, the printer stands at no other drawer than the shift's, and the caller may.
async fn read(
    app: &App,
    ctx: &Ctx,
    ids: &[VoucherId],
    reason: Option<&str>,
    to: Option<To>,
) -> Result<(Read, Option<(PrinterView, bool)>)> {
    let mut tx = app.db.begin(ctx).await?;
    let mut vouchers = Vec::with_capacity(ids.len());
    for id in ids {
        let voucher = print::printables(&mut tx, None, Some(*id)).await?.pop().ok_or(VoucherError::NotFound)?;
        if voucher.status != VoucherStatus::Available {
            return Err(VoucherError::NotPrintable { status: voucher.status }.into());
        }
        if voucher.printed_at.is_some() && reason.is_none() {
            return Err(VoucherError::ReprintReasonMissing.into());
        }
        vouchers.push(voucher);
    }
    let first = vouchers.first().ok_or(VoucherError::NotFound)?;
    let printer = match to {
        Some(to) => {
            let drawer = match to.shift {
                Some(id) => Some(session_drawer(&mut tx, id).await?),
                None => None,
            };
            let found = printer_for(&mut tx, (first.location_id, drawer), PrintTemplate::Slip, to.printer).await?;
            let is_theirs = found.cash_drawer_id.is_none() || found.cash_drawer_id == drawer;
            let opens = to.opens_drawer && is_theirs && found.opens_drawer;
            let may = match to.shift {
                Some(id) if opens => session_opens_with(&mut tx, ctx, (id, first.location_id), ids).await?,
                _ => false,
            };
            Some((found, may))
        }
        None => None,
    };
    let shop = shop(&mut tx, ctx, (first.location_id, &[])).await?;
    let is_wide = printing_read(&mut tx, Some(first.location_id)).await?.slip_mm == 80;
    let roll = if is_wide { Roll::Mm80 } else { Roll::Mm58 };
    let log = Log(vouchers.iter().map(|v| (v.id, v.location_id, v.was_on_paper)).collect());
    let vouchers = with_hotspots(&mut tx, vouchers).await?;
    Ok((Read { vouchers, shop, roll, log }, printer))
}

/// Each voucher with the name its batch's hotspot is opened by.
async fn with_hotspots(tx: &mut Tx, vouchers: Vec<Printable>) -> Result<Vec<SlipOf>> {
    let mut names = BTreeMap::new();
    for voucher in &vouchers {
        if let Entry::Vacant(free) = names.entry(voucher.batch_id.0) {
            let routers = batch::routers_of_batch(tx, voucher.batch_id).await?;
            free.insert(routers.into_iter().next().and_then(|router| router.dns_name));
        }
    }
    let name_of = |voucher: &Printable| names.get(&voucher.batch_id.0).cloned().flatten();
    Ok(vouchers.into_iter().map(|voucher| SlipOf { dns_name: name_of(&voucher), voucher }).collect())
}

impl Log {
    async fn keep(
        &self,
        app: &App,
        ctx: &Ctx,
        (action, preset): (&'static str, &'static str),
        reason: Option<&str>,
        printer: Option<(&PrinterView, bool)>,
    ) -> Result<()> {
        let mut tx = app.db.begin(ctx).await?;
        for (id, location, is_reprint) in &self.0 {
            let entry = PrintEntry {
                voucher: Some(*id),
                preset,
                printer: printer.map(|(printer, _)| printer.printer_id),
                ..entry(ctx, *location, *is_reprint, reason)
            };
            keep(&mut tx, &entry, &[*id]).await?;
        }
        // One deed for each place, so that who sees one of them reads of it there.
        let mut places: Vec<_> = self.0.iter().map(|(_, location, _)| *location).collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            let here: Vec<_> = self.0.iter().filter(|(_, location, _)| *location == place).collect();
            let mut fact =
                Fact::new(action).tag("voucher").at(place).detail("cards", here.len()).detail("preset", preset);
            if let [(id, ..)] = here.as_slice() {
                fact = fact.on("voucher", id.0);
            }
            if let Some((printer, opens_drawer)) = printer {
                fact = fact.detail("printer", &printer.name);
                // A drawer that opens is money within reach: who had it opened is told.
                if opens_drawer {
                    fact = fact.detail("drawer", true);
                }
            }
            let is_reprint = here.iter().any(|(_, _, is_reprint)| *is_reprint);
            tx.record(fact.detail("is_reprint", is_reprint).detail("reason", reason.filter(|_| is_reprint))).await?;
        }
        tx.commit().await
    }
}
