//! Paper: the layouts, the preview, sheets.

use simpul_documents::{Pages, Pdf, Preset, preset, presets};
use simpul_kernel::ids::{LocationId, PrinterId, VoucherBatchId, VoucherId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Nothing, Permission, Result};

use super::super::error::VoucherError;
use super::super::input::{SheetSpec, VoucherBatchDraft, VoucherSheetPrint, VoucherSheetRender};
use super::super::model::{CodeMode, VoucherStatus};
use super::super::paper::{self, SheetLook, Shop};
use super::super::store::batch::{self, RouterSeen};
use super::super::store::print::{self, PrintEntry, Printable};
use super::super::view::SheetPreset;
use super::super::{codes, rules};
use super::create::plan_and_routers;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::printing::facade::{printer_for, sheet_offset};
use crate::printing::line::Line;
use crate::printing::paper::House;
use crate::printing::{Document, PrintTemplate, Printed, PrinterPaper, PrinterView, PrintingError};
use crate::settings::printing_read;

/// The layouts that can be chosen.
///
/// # Errors
/// `permission_denied`.
pub async fn voucher_sheet_presets(_app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<SheetPreset>> {
    ctx.require(Permission::VoucherView)?;
    let view = |p: &Preset| SheetPreset {
        preset: p.id.to_owned(),
        paper: p.paper.name.to_owned(),
        columns: i32::from(p.columns),
        rows: i32::from(p.rows),
        design: format!("{:?}", p.design).to_lowercase(),
        has_qr: p.has_qr(),
        card_width_mm: p.card_width_mm,
        card_height_mm: p.card_height_mm,
    };
    Ok(presets().iter().map(view).collect())
}

fn preset_of(sheet: &SheetSpec) -> Result<Preset> {
    let mut v = Validator::new();
    rules::check_sheet(&mut v, sheet, "sheet.preset");
    v.finish()?;
    preset(&sheet.preset).copied().ok_or_else(|| VoucherError::SheetImpossible { reason: "unknown".to_owned() }.into())
}

/// The first page of a batch that is not made yet, with examples of its codes.
///
/// # Errors
/// As `voucher_batch_preview`, and `voucher_sheet_impossible`.
pub async fn voucher_sheet_preview(app: &App, ctx: &Ctx, input: VoucherBatchDraft) -> Result<Document> {
    ctx.require(Permission::VoucherCreate)?;
    let draft = rules::draft_valid(input, ctx.source)?;
    let preset = preset_of(&draft.sheet)?;
    let mut tx = app.db.begin(ctx).await?;
    let (plan, router_ids) = plan_and_routers(&mut tx, &draft).await?;
    let routers = batch::routers(&mut tx, &router_ids).await?;
    let shop = shop(&mut tx, ctx, (plan.location_id, &routers)).await?;
    let offset_mm = sheet_offset(&mut tx, plan.location_id).await?;
    drop(tx);
    let quantity = usize::try_from(draft.quantity).unwrap_or_default();
    let shown = quantity.min(preset.per_page());
    let examples = codes::draw(&draft.code, shown, codes::os_random)?;
    let passwords = match draft.code.mode {
        CodeMode::Code => vec![None; shown],
        CodeMode::UserPassword => {
            codes::draw_passwords(&draft.code, shown, codes::os_random)?.into_iter().map(Some).collect()
        }
    };
    let cards = (1..).zip(examples).zip(passwords).map(|((number, code), password)| Printable {
        id: VoucherId(0),
        batch_id: VoucherBatchId(0),
        batch_code: String::new(),
        location_id: plan.location_id,
        status: VoucherStatus::Available,
        printed_at: None,
        was_on_paper: false,
        number,
        code,
        password,
        plan_name: plan.terms.name.clone(),
        price_sell: plan.terms.price_sell,
        usage_limit_s: plan.terms.usage_limit_s,
        data_limit_bytes: plan.terms.data_limit_bytes,
        validity_s: plan.terms.validity_s,
        shared_users: plan.terms.shared_users,
        vendor: None,
    });
    let cards = cards.collect();
    let look = SheetLook { preset, has_qr: draft.sheet.qr, offset_mm };
    let first = paper::sheet(shop, look, "preview".to_owned(), cards, Pages::First).await?;
    let (pages, _) = rules::pages(quantity, preset.per_page());
    let first = paper::sheet_document(first, "preview", &preset);
    Ok(Document { pages: i32::try_from(pages).unwrap_or(i32::MAX), ..first })
}

/// Draws the unused codes of a batch and logs it. Printing again asks for a reason.
///
/// # Errors
/// `voucher_batch_not_found`, `voucher_nothing_to_print`,
/// `voucher_reprint_reason_missing`, `voucher_changed_while_drawn`, `voucher_sheet_impossible`.
pub async fn voucher_sheet_render(app: &App, ctx: &Ctx, input: VoucherSheetRender) -> Result<Document> {
    ctx.require(Permission::VoucherPrint)?;
    let VoucherSheetRender { batch_id, sheet, reprint_reason } = input;
    let reason = reason_valid(reprint_reason.as_deref())?;
    let (wanted, drawn) = draw(app, ctx, (batch_id, sheet), reason, None).await?;
    wanted.log(app, ctx, "voucher_sheet_render", reason).await?;
    Ok(paper::sheet_document(drawn, &wanted.code, &wanted.preset))
}

/// Prints the unused codes of a batch without a dialogue: to the printer that is named, or
/// to the place's for sheets. It is logged once the printer answered.
///
/// # Errors
/// As [`voucher_sheet_render`], and `printer_none`, `printer_wrong_paper` and what a printer
/// that does not print answers.
pub async fn voucher_sheet_print(app: &App, ctx: &Ctx, input: VoucherSheetPrint) -> Result<Printed> {
    ctx.require(Permission::VoucherPrint)?;
    let VoucherSheetPrint { batch_id, sheet, printer_id, reprint_reason } = input;
    let reason = reason_valid(reprint_reason.as_deref())?;
    let (wanted, drawn) = draw(app, ctx, (batch_id, sheet), reason, Some(printer_id)).await?;
    let printer = wanted.printer.as_ref().ok_or(PrintingError::NotFound)?;
    let line = Line::open(printer).await?;
    wanted.log(app, ctx, "voucher_sheet_print", reason).await?;
    let pieces = i32::try_from(drawn.pages).unwrap_or(i32::MAX);
    line.send(drawn.bytes).await?;
    Ok(Printed { printer_id: printer.printer_id, printer_name: printer.name.clone(), pieces })
}

/// A batch that is being printed.
struct Wanted {
    batch: VoucherBatchId,
    location: LocationId,
    code: String,
    preset: Preset,
    ids: Vec<VoucherId>,
    is_paper: bool,
    printer: Option<PrinterView>,
}

/// Reads what is to be printed and draws it; `to` says whether a printer takes it, and
/// which one was named.
async fn draw(
    app: &App,
    ctx: &Ctx,
    (id, sheet): (VoucherBatchId, Option<SheetSpec>),
    reason: Option<&str>,
    to: Option<Option<PrinterId>>,
) -> Result<(Wanted, Pdf)> {
    let mut tx = app.db.begin(ctx).await?;
    let view = batch::batch_view(&mut tx, id).await?.ok_or(VoucherError::BatchNotFound)?;
    let sheet = sheet.unwrap_or(view.sheet);
    let preset = preset_of(&sheet)?;
    let vouchers = print::printables(&mut tx, Some(id), None).await?;
    // A slip of one of its codes is paper already; one that came back is gone, and no reason to ask.
    let is_paper = view.row.printed_at.is_some() || vouchers.iter().any(|v| v.printed_at.is_some());
    if is_paper && reason.is_none() {
        return Err(VoucherError::ReprintReasonMissing.into());
    }
    if vouchers.is_empty() {
        return Err(VoucherError::NothingToPrint.into());
    }
    let location = view.row.location_id;
    let printer = match to {
        Some(chosen) => Some(printer_for(&mut tx, (location, None), PrintTemplate::Sheet, chosen).await?),
        None => None,
    };
    let offset_mm = match &printer {
        Some(printer) if printer.paper != PrinterPaper::Sheet => {
            return Err(PrintingError::WrongPaper { printer: printer.name.clone() }.into());
        }
        Some(printer) => (printer.offset_x_mm, printer.offset_y_mm),
        None => sheet_offset(&mut tx, location).await?,
    };
    let routers = batch::routers_of_batch(&mut tx, id).await?;
    let shop = shop(&mut tx, ctx, (location, &routers)).await?;
    drop(tx);
    let ids = vouchers.iter().map(|v| v.id).collect();
    let code = view.row.batch_code;
    let look = SheetLook { preset, has_qr: sheet.qr, offset_mm };
    let drawn = paper::sheet(shop, look, code.clone(), vouchers, Pages::All).await?;
    Ok((Wanted { batch: id, location, code, preset, ids, is_paper, printer }, drawn))
}

impl Wanted {
    async fn log(&self, app: &App, ctx: &Ctx, action: &'static str, reason: Option<&str>) -> Result<()> {
        let mut tx = app.db.begin(ctx).await?;
        let entry = PrintEntry {
            batch: Some(self.batch),
            preset: self.preset.id,
            printer: self.printer.as_ref().map(|printer| printer.printer_id),
            ..entry(ctx, self.location, self.is_paper, reason)
        };
        keep(&mut tx, &entry, &self.ids).await?;
        let fact = Fact::new(action).on("voucher_batch", self.batch.0).detail("batch_code", &self.code);
        let fact = match &self.printer {
            Some(printer) => fact.detail("printer", &printer.name),
            None => fact,
        };
        tell(tx, fact, &entry, self.ids.len()).await
    }
}

pub(super) fn entry<'a>(ctx: &Ctx, location: LocationId, is_reprint: bool, reason: Option<&'a str>) -> PrintEntry<'a> {
    PrintEntry {
        location,
        batch: None,
        voucher: None,
        preset: "",
        is_reprint,
        reason: reason.filter(|_| is_reprint),
        printer: None,
        by: ctx.user_id().map(|id| id.0),
        at: ctx.now,
    }
}

/// Logs a print, if it is still one: a code that was withdrawn or used while the
/// paper was drawn must not be handed out. Whoever printed the same codes for the
/// first time meanwhile came first: nothing is handed out twice without a reason.
pub(super) async fn keep(tx: &mut Tx, entry: &PrintEntry<'_>, ids: &[VoucherId]) -> Result<()> {
    // A slip belongs to who bought its code; a card of a sheet must not be sold already.
    let still = print::still_printable(tx, ids, entry.batch.is_some()).await?;
    let codes = (ids.len() as u64).saturating_sub(still);
    if codes > 0 {
        return Err(VoucherError::ChangedWhileDrawn { codes }.into());
    }
    let first_time = print::print_keep(tx, entry, ids).await?;
    if entry.reason.is_none() && first_time < ids.len() as u64 {
        return Err(VoucherError::ReprintReasonMissing.into());
    }
    Ok(())
}

async fn tell(mut tx: Tx, fact: Fact, entry: &PrintEntry<'_>, cards: usize) -> Result<()> {
    let fact = fact
        .tag("voucher")
        .at(entry.location)
        .detail("cards", cards)
        .detail("preset", entry.preset)
        .detail("is_reprint", entry.is_reprint)
        .detail("reason", entry.reason);
    tx.record(fact).await?;
    tx.commit().await
}

pub(super) async fn shop(tx: &mut Tx, ctx: &Ctx, (place, routers): (LocationId, &[RouterSeen])) -> Result<Shop> {
    let house = House::read(tx, ctx, Some(place)).await?;
    let printing = printing_read(tx, Some(place)).await?;
    let prices = if printing.has_tints { print::prices(tx, place).await? } else { Vec::new() };
    Ok(Shop::new(house, routers.first().and_then(|router| router.dns_name.clone()), printing, prices))
}

/// A reason worth keeping, or none.
pub(super) fn reason_valid(reason: Option<&str>) -> Result<Option<&str>> {
    let reason = reason.map(str::trim).filter(|r| !r.is_empty());
    if let Some(text) = reason {
        Validator::new().length(text, 3, 300, "reprint_reason").finish()?;
    }
    Ok(reason)
}
