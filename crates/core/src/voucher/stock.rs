//! Codes as stock at the counter: taken in order, made where there are none, marked
//! as sold, and taken back.

use serde_json::json;
use simpul_kernel::ids::{LocationId, PlanId, VoucherId};
use simpul_kernel::{Ctx, Error, Money, Result};

use super::input::{CodeAlphabet, CodeSpec, SheetSpec, VoucherBatchDraft};
use super::model::{CodeMode, VoucherStatus};
use super::store::{life, stock, void};
use super::{codes, ops, rules};
use crate::db::Tx;
use crate::provisioning::{self, Wish};

/// A code that can be sold, its row locked.
#[derive(Debug, Clone)]
pub struct StockCode {
    /// Which.
    pub voucher_id: VoucherId,
    /// Plan.
    pub plan_id: PlanId,
    /// Its name when the batch was made.
    pub plan_name: String,
    /// What it is sold for: what stands on its paper.
    pub price_sell: Money,
    /// What it cost.
    pub price_cost: Money,
    /// On paper already.
    pub is_printed: bool,
}

/// Where codes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Not on paper yet: a slip is printed when it is sold.
    None,
    /// A card of a printed sheet, handed over itself.
    Card,
}

/// Up to `count` codes of a plan, the oldest batch first, locked; those that another
/// sale holds just now are passed over. Codes that came from a router by themselves
/// are left out: nobody knows in whose hands they are.
///
/// # Errors
/// When the database refuses.
pub async fn stock_take(
    tx: &mut Tx,
    (location, plan): (LocationId, PlanId),
    count: i64,
    paper: Paper,
) -> Result<Vec<StockCode>> {
    stock::take(tx, (location, plan), count, paper == Paper::Card).await
}

/// How many codes the counter sells from stock, of each plan of a place; `most` stands for more, too.
///
/// # Errors
/// When the database refuses.
pub async fn counter_stock(tx: &mut Tx, location: LocationId, most: i64) -> Result<Vec<(PlanId, i64)>> {
    stock::counter_stock(tx, location, most).await
}

/// The unsold, unused codes of these spellings at a place, locked; `None` for each that
/// is not there or cannot be sold.
///
/// # Errors
/// When the database refuses.
pub async fn code_take(tx: &mut Tx, location: LocationId, typed: &str) -> Result<Option<StockCode>> {
    stock::take_code(tx, location, &codes::spellings(typed)).await
}

/// Makes codes for a sale in its own transaction, with the routers' to-do lists, in the counter's
/// batch of the day; they look like those of the plan's newest batch.
///
/// # Errors
/// As `voucher_batch_create`.
pub async fn stock_make(tx: &mut Tx, ctx: &Ctx, plan_id: PlanId, count: i32, key: &str) -> Result<Vec<StockCode>> {
    let code = stock::newest_spec(tx, plan_id).await?.unwrap_or(CodeSpec {
        mode: CodeMode::Code,
        alphabet: CodeAlphabet::Lower,
        length: 6,
        prefix: String::new(),
    });
    let draft = VoucherBatchDraft {
        plan_id,
        quantity: count,
        router_ids: Vec::new(),
        code,
        sheet: SheetSpec { preset: "a4-24".to_owned(), qr: true },
        notes: None,
    };
    let draft = rules::draft_valid(draft, ctx.source)?;
    let drawn = ops::draw(&draft, usize::try_from(count).unwrap_or_default())?;
    let made = ops::counter_make(tx, ctx, &draft, (key, drawn)).await?;
    let made = made.ok_or_else(|| Error::internal("a sale's own batch was made by somebody else"))?;
    stock::of_batch(tx, made, count).await
}

/// Marks codes as sold for the price they have, and tells it.
///
/// # Errors
/// When one of them is not unsold and unused any more: the caller holds their locks, so
/// that is a defect.
pub async fn sold_keep(tx: &mut Tx, ctx: &Ctx, ids: &[VoucherId], document_number: &str) -> Result<()> {
    let by = (ctx.user_id().map(|id| id.0), ctx.now);
    if stock::sold_keep(tx, ids, by).await? != ids.len() as u64 {
        return Err(Error::internal("a code that was locked for a sale was sold otherwise"));
    }
    life::events_write(tx, ids, "sold", by, &json!({ "document_number": document_number })).await?;
    tx.touch("voucher");
    Ok(())
}

/// What becomes of a code that is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// It is withdrawn and leaves the routers: the customer may have kept it.
    Withdrawn,
    /// It is stock again: the paper is back in the counter's hands.
    Stock,
}

/// Takes sold codes back; `false` and nothing changed when one of them was used. `slips` are those
/// of them that were sold as slips: as stock they are codes without paper again, since a slip that
/// came back is thrown away and never handed to a vendor as a card.
///
/// # Errors
/// When the database refuses.
pub async fn sold_undo(
    tx: &mut Tx,
    ctx: &Ctx,
    (ids, slips): (&[VoucherId], &[VoucherId]),
    (document_number, reason): (&str, &str),
    how: TakenBack,
) -> Result<bool> {
    let by = (ctx.user_id().map(|id| id.0), ctx.now);
    if stock::sold_undo(tx, ids).await? != ids.len() as u64 {
        return Ok(false);
    }
    let details = json!({ "document_number": document_number, "reason": reason });
    life::events_write(tx, ids, "refunded", by, &details).await?;
    if how == TakenBack::Withdrawn {
        let gone = void::void(tx, ids, reason, by).await?;
        life::events_write(tx, &gone, VoucherStatus::Void.as_str(), by, &json!({ "reason": reason })).await?;
        provisioning::vouchers_changed(tx, &gone, Wish::Absent).await?;
    } else {
        stock::slips_forget(tx, slips).await?;
        void_with_batch(tx, ctx, ids).await?;
    }
    tx.touch("voucher");
    Ok(true)
}

/// Withdraws those of these codes whose batch was withdrawn while they were in other
/// hands: what comes back into it is no stock.
///
/// # Errors
/// When the database refuses.
pub(super) async fn void_with_batch(tx: &mut Tx, ctx: &Ctx, ids: &[VoucherId]) -> Result<()> {
    let mut gone = stock::of_void_batches(tx, ids).await?;
    gone.sort_by(|a, b| a.1.cmp(&b.1));
    for same in gone.chunk_by(|a, b| a.1 == b.1) {
        let ids: Vec<VoucherId> = same.iter().map(|(id, _)| *id).collect();
        ops::void_all(tx, ctx, &ids, same.first().map_or("", |(_, reason)| reason.as_str())).await?;
    }
    Ok(())
}
