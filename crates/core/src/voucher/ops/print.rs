//! Paper: the layouts, the preview, sheets and slips.

use simpul_documents::{Pages, Preset, preset, presets};
use simpul_kernel::ids::{VoucherBatchId, VoucherId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Nothing, Permission, Result};

use super::super::error::VoucherError;
use super::super::input::{SheetSpec, VoucherBatchDraft, VoucherSheetRender, VoucherSlipRender, VoucherSlipsRender};
use super::super::model::{CodeMode, VoucherStatus};
use super::super::paper::{self, Shop};
use super::super::store::batch::{self, RouterSeen};
use super::super::store::print::{self, PrintEntry, Printable};
use super::super::view::{Document, SheetPreset};
use super::super::{codes, rules};
use super::create::plan_and_routers;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::settings::logo::logo_picture;
use crate::settings::{printing_read, settings_read};

/// The name a slip is logged under.
const SLIP: &str = "slip-58";
const WIDE_SLIP: &str = "slip-80";
/// The most slips of one call.
const SLIPS_MAX: usize = 200;

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
    let shop = shop(&mut tx, ctx, &routers).await?;
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
        number,
        code,
        password,
        plan_name: plan.terms.name.clone(),
        price_sell: plan.terms.price_sell,
        usage_limit_s: plan.terms.usage_limit_s,
        data_limit_bytes: plan.terms.data_limit_bytes,
        validity_s: plan.terms.validity_s,
        shared_users: plan.terms.shared_users,
    });
    let cards = cards.collect();
    let first = paper::sheet(shop, (preset, draft.sheet.qr), "preview".to_owned(), cards, Pages::First).await?;
    let (pages, _) = rules::pages(quantity, preset.per_page());
    Ok(Document { pages: i32::try_from(pages).unwrap_or(i32::MAX), ..first })
}

/// Draws the unused codes of a batch and logs it. Printing again asks for a reason.
///
/// # Errors
/// `voucher_batch_not_found`, `voucher_nothing_to_print`,
/// `voucher_reprint_reason_missing`, `voucher_changed_while_drawn`, `voucher_sheet_impossible`.
pub async fn voucher_sheet_render(app: &App, ctx: &Ctx, input: VoucherSheetRender) -> Result<Document> {
    ctx.require(Permission::VoucherPrint)?;
    let reason = reason_valid(input.reprint_reason.as_deref())?;
    let mut tx = app.db.begin(ctx).await?;
    let view = batch::batch_view(&mut tx, input.batch_id).await?.ok_or(VoucherError::BatchNotFound)?;
    let sheet = input.sheet.unwrap_or(view.sheet);
    let preset = preset_of(&sheet)?;
    let vouchers = print::printables(&mut tx, Some(input.batch_id), None).await?;
    // A slip of one of its codes is paper already.
    let is_reprint = view.row.printed_at.is_some() || vouchers.iter().any(|v| v.printed_at.is_some());
    if is_reprint && reason.is_none() {
        return Err(VoucherError::ReprintReasonMissing.into());
    }
    if vouchers.is_empty() {
        return Err(VoucherError::NothingToPrint.into());
    }
    let routers = batch::routers_of_batch(&mut tx, input.batch_id).await?;
    let shop = shop(&mut tx, ctx, &routers).await?;
    drop(tx);
    let ids: Vec<VoucherId> = vouchers.iter().map(|v| v.id).collect();
    let code = view.row.batch_code;
    let drawn = paper::sheet(shop, (preset, sheet.qr), code.clone(), vouchers, Pages::All).await?;
    let mut tx = app.db.begin(ctx).await?;
    let entry = PrintEntry {
        batch: Some(input.batch_id),
        voucher: None,
        preset: preset.id,
        ..entry(ctx, view.row.location_id, is_reprint, reason)
    };
    keep(&mut tx, &entry, &ids).await?;
    let fact = Fact::new("voucher_sheet_render").on("voucher_batch", input.batch_id.0).detail("batch_code", &code);
    tell(tx, fact, &entry, ids.len()).await?;
    Ok(drawn)
}

/// Draws one unused voucher as a slip of its place's width and logs it. Printing again asks for a
/// reason.
///
/// # Errors
/// `voucher_not_found`, `voucher_not_printable`, `voucher_reprint_reason_missing`,
/// `voucher_changed_while_drawn`, `voucher_sheet_impossible`.
pub async fn voucher_slip_render(app: &App, ctx: &Ctx, input: VoucherSlipRender) -> Result<Document> {
    ctx.require(Permission::VoucherPrint)?;
    slips(app, ctx, ("voucher_slip_render", &[input.voucher_id]), input.reprint_reason.as_deref()).await
}

/// Draws unused vouchers of one batch or several as 58 mm slips, one a page, and logs
/// each. Printing one of them again asks for a reason.
///
/// # Errors
/// As [`voucher_slip_render`], and `input_invalid`.
pub async fn voucher_slips_render(app: &App, ctx: &Ctx, input: VoucherSlipsRender) -> Result<Document> {
    ctx.require(Permission::VoucherPrint)?;
    let mut ids = input.voucher_ids;
    ids.sort_unstable();
    ids.dedup();
    let bounds = [("min", 1.into()), ("max", SLIPS_MAX.into())];
    let count = (1..=SLIPS_MAX).contains(&ids.len());
    Validator::new().check_with(count, "voucher_ids", "out_of_range", &bounds).finish()?;
    slips(app, ctx, ("voucher_slips_render", &ids), input.reprint_reason.as_deref()).await
}

async fn slips(
    app: &App,
    ctx: &Ctx,
    (action, ids): (&'static str, &[VoucherId]),
    reason: Option<&str>,
) -> Result<Document> {
    let reason = reason_valid(reason)?;
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
    let routers = batch::routers_of_batch(&mut tx, first.batch_id).await?;
    let shop = shop(&mut tx, ctx, &routers).await?;
    let is_wide = printing_read(&mut tx, Some(first.location_id)).await?.slip_mm == 80;
    let preset = if is_wide { WIDE_SLIP } else { SLIP };
    drop(tx);
    let log: Vec<_> = vouchers.iter().map(|v| (v.id, v.location_id, v.printed_at.is_some())).collect();
    let drawn = paper::slips(shop, vouchers, is_wide).await?;
    let mut tx = app.db.begin(ctx).await?;
    for (id, location, is_reprint) in &log {
        let entry = PrintEntry { voucher: Some(*id), preset, ..entry(ctx, *location, *is_reprint, reason) };
        keep(&mut tx, &entry, &[*id]).await?;
    }
    // One deed for each place, so that who sees one of them reads of it there.
    let mut places: Vec<_> = log.iter().map(|(_, location, _)| *location).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let here: Vec<_> = log.iter().filter(|(_, location, _)| *location == place).collect();
        let mut fact = Fact::new(action).tag("voucher").at(place).detail("cards", here.len()).detail("preset", preset);
        if let [(id, ..)] = here.as_slice() {
            fact = fact.on("voucher", id.0);
        }
        let is_reprint = here.iter().any(|(_, _, is_reprint)| *is_reprint);
        tx.record(fact.detail("is_reprint", is_reprint).detail("reason", reason.filter(|_| is_reprint))).await?;
    }
    tx.commit().await?;
    Ok(drawn)
}

fn entry<'a>(
    ctx: &Ctx,
    location: simpul_kernel::ids::LocationId,
    is_reprint: bool,
    reason: Option<&'a str>,
) -> PrintEntry<'a> {
    PrintEntry {
        location,
        batch: None,
        voucher: None,
        preset: SLIP,
        is_reprint,
        reason: reason.filter(|_| is_reprint),
        by: ctx.user_id().map(|id| id.0),
        at: ctx.now,
    }
}

/// Logs a print, if it is still one: a code that was withdrawn or used while the
/// paper was drawn must not be handed out. Whoever printed the same codes for the
/// first time meanwhile came first: nothing is handed out twice without a reason.
async fn keep(tx: &mut Tx, entry: &PrintEntry<'_>, ids: &[VoucherId]) -> Result<()> {
    // A slip belongs to who bought its code; a card of a sheet must not be sold already.
    let still = print::still_printable(tx, ids, entry.batch.is_some()).await?;
    let codes = (ids.len() as u64).saturating_sub(still);
    if codes > 0 {
        return Err(VoucherError::ChangedWhileDrawn { codes }.into());
    }
    let first_time = print::print_keep(tx, entry, ids).await?;
    if !entry.is_reprint && first_time < ids.len() as u64 {
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

async fn shop(tx: &mut Tx, ctx: &Ctx, routers: &[RouterSeen]) -> Result<Shop> {
    let settings = settings_read(tx).await?;
    let picture = logo_picture(tx).await?;
    Ok(Shop::new(ctx, settings, routers.first().and_then(|router| router.dns_name.clone()), picture))
}

/// A reason worth keeping, or none.
fn reason_valid(reason: Option<&str>) -> Result<Option<&str>> {
    let reason = reason.map(str::trim).filter(|r| !r.is_empty());
    if let Some(text) = reason {
        Validator::new().length(text, 3, 300, "reprint_reason").finish()?;
    }
    Ok(reason)
}
