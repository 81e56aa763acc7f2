//! A batch: what will happen, and making it.

use chrono::NaiveDate;
use serde_json::json;
use simpul_kernel::ids::{RouterId, VoucherBatchId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Error, Money, Permission, Result};

use super::super::error::VoucherError;
use super::super::input::{VoucherBatchCreate, VoucherBatchDraft};
use super::super::model::CodeMode;
use super::super::store::batch::{self, RouterSeen};
use super::super::store::make;
use super::super::view::{PreviewWarning, VoucherBatchPreview, VoucherBatchView};
use super::super::{codes, rules};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_today;
use crate::network::RouterLink;
use crate::plan::PlanError;
use crate::plan::facade::{PlanSold, plan_sold};
use crate::provisioning;
use crate::settings::document_number_take;

/// A router whose clock is further off is told before codes go to it (domain §5).
const CLOCK_TOLERANCE_S: u32 = 600;
/// Rounds of drawing anew before giving up; a space at most one percent full needs
/// more than three only by a miracle.
const ROUNDS_MAX: usize = 20;

/// What a batch will be, before it is made.
///
/// # Errors
/// `input_invalid`, `plan_not_found`, `voucher_plan_not_sold`,
/// `voucher_router_not_of_plan`, `voucher_code_space_full`.
pub async fn voucher_batch_preview(app: &App, ctx: &Ctx, input: VoucherBatchDraft) -> Result<VoucherBatchPreview> {
    ctx.require(Permission::VoucherCreate)?;
    let draft = rules::draft_valid(input, ctx.source)?;
    let mut tx = app.db.begin(ctx).await?;
    let (plan, router_ids) = plan_and_routers(&mut tx, &draft).await?;
    let taken = make::codes_taken(&mut tx, &draft.code).await?;
    rules::check_space(&draft.code, taken, u64::from(draft.quantity.unsigned_abs()))?;
    let period = rules::batch_period(location_today(&mut tx, ctx, plan.location_id).await?);
    let number = make::number_peek(&mut tx, plan.location_id, &period).await?;
    let routers = batch::routers(&mut tx, &router_ids).await?;
    let per_page = simpul_documents::preset(&draft.sheet.preset).map_or(1, simpul_documents::Preset::per_page);
    let (sheets, last) = rules::pages(usize::try_from(draft.quantity).unwrap_or_default(), per_page);
    let space = codes::space(&draft.code);
    let whole = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    Ok(VoucherBatchPreview {
        batch_code: rules::batch_code(plan.location_id, &period, number),
        example_code: batch::example(&draft.code)?,
        quantity: draft.quantity,
        sheets: whole(sheets),
        last_sheet_cards: whole(last),
        cards_per_sheet: whole(per_page),
        value_sell: plan.terms.price_sell * i64::from(draft.quantity),
        value_cost: plan.terms.price_cost * i64::from(draft.quantity),
        // Exact to 2^53, as far as a screen counts.
        code_space: space.min(1 << 53),
        code_space_used_percent: taken as f64 * 100.0 / space as f64,
        provisioning_seconds: rules::provisioning_seconds(draft.quantity, routers.len()),
        warnings: warnings(&draft, &routers, (last, per_page)),
        routers: routers.into_iter().map(|r| r.router).collect(),
    })
}

/// What to know before: the screens hold a text for every code.
fn warnings(
    draft: &VoucherBatchDraft,
    routers: &[RouterSeen],
    (last, per_page): (usize, usize),
) -> Vec<PreviewWarning> {
    let mut all = Vec::new();
    let mut warn = |code: &str, params: serde_json::Value| all.push(PreviewWarning { code: code.to_owned(), params });
    if routers.is_empty() {
        warn("no_router", json!({}));
    }
    for one in routers {
        let router = &one.router.router_name;
        if one.router.link != RouterLink::Up {
            warn("router_down", json!({ "router": router, "last_seen_at": one.router.last_seen_at }));
        }
        if let Some(offset_s) = one.clock_offset_s.filter(|s| s.unsigned_abs() > CLOCK_TOLERANCE_S) {
            warn("router_clock_wrong", json!({ "router": router, "offset_s": offset_s }));
        }
        if draft.sheet.qr && one.has_http_pap == Some(false) {
            warn("qr_login_off", json!({ "router": router }));
        }
    }
    if draft.sheet.qr && routers.first().is_some_and(|one| one.dns_name.is_none()) {
        let router = routers.first().map(|one| &one.router.router_name);
        warn("no_dns_name", json!({ "router": router }));
    }
    if last < per_page {
        warn("last_sheet_short", json!({ "cards": last, "of": per_page }));
    }
    all
}

/// The plan of a draft, still sold, and its routers that get the codes.
pub(super) async fn plan_and_routers(tx: &mut Tx, draft: &VoucherBatchDraft) -> Result<(PlanSold, Vec<RouterId>)> {
    let plan = plan_sold(tx, draft.plan_id).await?.ok_or(PlanError::NotFound)?;
    if !plan.is_active {
        return Err(VoucherError::PlanNotSold { plan: plan.terms.name }.into());
    }
    if !draft.router_ids.iter().all(|id| plan.router_ids.contains(id)) {
        return Err(VoucherError::RouterNotOfPlan.into());
    }
    let largest = plan.terms.price_sell * i64::from(draft.quantity);
    Validator::new().check(largest <= Money::MAX, "quantity", "out_of_range").finish()?;
    let chosen = |id: &&RouterId| draft.router_ids.is_empty() || draft.router_ids.contains(id);
    let routers = plan.router_ids.iter().filter(chosen).copied().collect();
    Ok((plan, routers))
}

/// Makes a batch: its number, its codes and the routers' to-do lists in one
/// transaction, without waiting for any router. The same key makes it once.
///
/// # Errors
/// As [`voucher_batch_preview`], and `voucher_batch_key_reused`.
pub async fn voucher_batch_create(app: &App, ctx: &Ctx, input: VoucherBatchCreate) -> Result<VoucherBatchView> {
    ctx.require(Permission::VoucherCreate)?;
    let key = input.idempotency_key.trim();
    Validator::new().length(key, 8, 100, "idempotency_key").finish()?;
    let draft = rules::draft_valid(input.draft, ctx.source)?;
    let drawn = draw(&draft, usize::try_from(draft.quantity).unwrap_or_default())?;
    let mut tx = app.db.begin(ctx).await?;
    if let Some(made) = make::batch_by_key(&mut tx, key, &draft).await? {
        return view(&mut tx, made).await;
    }
    let Some(batch_id) = batch_make(&mut tx, ctx, &draft, (key, drawn)).await? else {
        // The same form arrived twice at once; the number goes back with this transaction.
        drop(tx);
        let mut tx = app.db.begin(ctx).await?;
        let made = make::batch_by_key(&mut tx, key, &draft).await?.ok_or(VoucherError::BatchKeyReused)?;
        return view(&mut tx, made).await;
    };
    let view = view(&mut tx, batch_id).await?;
    tx.commit().await?;
    Ok(view)
}

/// Makes a batch in this transaction: its number, its codes, the deed and the
/// routers' to-do lists; `None` when the key made another one meanwhile.
async fn batch_make(
    tx: &mut Tx,
    ctx: &Ctx,
    draft: &VoucherBatchDraft,
    (key, drawn): (&str, Drawn),
) -> Result<Option<VoucherBatchId>> {
    let room = room(tx, ctx, draft).await?;
    batch_new(tx, ctx, draft, (&room, key, None), drawn).await
}

/// Makes codes in the counter's batch of the plan and the place's day, which is made where there is
/// none; answers the batch and the number of the first of them. The lists of batches would
/// otherwise have one for every sale. Whose codes they are, their sale tells.
pub(in crate::voucher) async fn counter_make(
    tx: &mut Tx,
    ctx: &Ctx,
    draft: &VoucherBatchDraft,
    (key, drawn): (&str, Drawn),
) -> Result<Option<(VoucherBatchId, i32)>> {
    let room = room(tx, ctx, draft).await?;
    make::counter_lock(tx, room.plan.location_id).await?;
    let Some((batch_id, first)) = make::counter_batch_grow(tx, &room.plan, draft, room.today).await? else {
        let made = batch_new(tx, ctx, draft, (&room, key, Some(room.today)), drawn).await?;
        return Ok(made.map(|batch_id| (batch_id, 1)));
    };
    vouchers_make(tx, (batch_id, first, ctx), &room.plan, draft, drawn).await?;
    if !room.routers.is_empty() {
        provisioning::batch_grown(tx, (batch_id, first), &room.routers).await?;
    }
    Ok(Some((batch_id, first)))
}

/// What a draft is made of: the plan, its routers, and the place's day.
struct Room {
    plan: PlanSold,
    routers: Vec<RouterId>,
    today: NaiveDate,
}

async fn room(tx: &mut Tx, ctx: &Ctx, draft: &VoucherBatchDraft) -> Result<Room> {
    let (plan, routers) = plan_and_routers(tx, draft).await?;
    let taken = make::codes_taken(tx, &draft.code).await?;
    rules::check_space(&draft.code, taken, u64::from(draft.quantity.unsigned_abs()))?;
    let today = location_today(tx, ctx, plan.location_id).await?;
    Ok(Room { plan, routers, today })
}

async fn batch_new(
    tx: &mut Tx,
    ctx: &Ctx,
    draft: &VoucherBatchDraft,
    (Room { plan, routers, today }, key, counter_day): (&Room, &str, Option<NaiveDate>),
    drawn: Drawn,
) -> Result<Option<VoucherBatchId>> {
    let period = rules::batch_period(*today);
    let number = document_number_take(tx, plan.location_id, "voucher_batch", &period).await?;
    let batch_code = rules::batch_code(plan.location_id, &period, number);
    let by = (ctx.user_id().map(|id| id.0), ctx.now);
    let Some(batch_id) = make::batch_insert(tx, (&batch_code, key, counter_day), plan, draft, by).await? else {
        return Ok(None);
    };
    vouchers_make(tx, (batch_id, 1, ctx), plan, draft, drawn).await?;
    if !routers.is_empty() {
        provisioning::batch_created(tx, batch_id, plan.location_id, routers).await?;
    }
    let fact = Fact::new("voucher_batch_create")
        .on("voucher_batch", batch_id.0)
        .tag("voucher")
        .at(plan.location_id)
        .detail("batch_code", &batch_code)
        .detail("quantity", draft.quantity)
        .detail("plan", &plan.terms.name);
    tx.record(fact).await?;
    Ok(Some(batch_id))
}

/// Codes and, where they have passwords of their own, those.
pub(in crate::voucher) type Drawn = (Vec<String>, Vec<String>);

/// Draws codes for a draft; nobody has looked yet whether they exist.
pub(in crate::voucher) fn draw(draft: &VoucherBatchDraft, count: usize) -> Result<Drawn> {
    let passwords = match draft.code.mode {
        CodeMode::Code => Vec::new(),
        CodeMode::UserPassword => codes::draw_passwords(&draft.code, count, codes::os_random)?,
    };
    Ok((codes::draw(&draft.code, count, codes::os_random)?, passwords))
}

/// Stores the codes under their numbers from `first` on, topped up until they are exact.
async fn vouchers_make(
    tx: &mut Tx,
    (batch_id, first, ctx): (VoucherBatchId, i32, &Ctx),
    plan: &PlanSold,
    draft: &VoucherBatchDraft,
    mut drawn: Drawn,
) -> Result<()> {
    let mut numbers: Vec<i32> = (first..first + draft.quantity).collect();
    for _ in 0..ROUNDS_MAX {
        let (codes, passwords) = &drawn;
        let stored = make::vouchers_insert(tx, (batch_id, ctx.now), plan, &numbers, codes, passwords).await?;
        if stored == numbers.len() as u64 {
            return Ok(());
        }
        numbers = make::numbers_missing(tx, batch_id, &numbers).await?;
        drawn = draw(draft, numbers.len())?;
    }
    Err(Error::internal("codes kept colliding"))
}

async fn view(tx: &mut Tx, batch_id: VoucherBatchId) -> Result<VoucherBatchView> {
    Ok(batch::batch_view(tx, batch_id).await?.ok_or(VoucherError::BatchNotFound)?)
}
