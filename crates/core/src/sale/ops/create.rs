//! Selling.

use simpul_kernel::ids::{SaleId, VoucherId};
use simpul_kernel::{Ctx, Money, Permission, Result};

use super::super::error::SaleError;
use super::super::input::{SaleCreate, SaleFrom, SaleLineDraft, SaleMethod};
use super::super::rules;
use super::super::store::make::{self, SaleInsert};
use super::super::view::{SaleKind, SaleView};
use super::{person, view_of};
use crate::app::App;
use crate::cash::facade::{OpenSession, session_held, session_location};
use crate::db::{Fact, Tx};
use crate::identity::facade::location_today;
use crate::ledger::{self, Account, Deed, EntryKind, Posting};
use crate::plan::PlanError;
use crate::plan::facade::plan_sold;
use crate::settings;
use crate::voucher::VoucherError;
use crate::voucher::rules::batch_period;
use crate::voucher::stock::{self, Paper, StockCode};

/// A code as a line of the sale.
pub(in crate::sale) struct Sold {
    pub(in crate::sale) code: StockCode,
    pub(in crate::sale) is_made_now: bool,
}

/// Sells codes into an open shift: from stock, and made now where there is none. The
/// codes, the money and the document are one transaction, and no router is waited for;
/// the answer says of each code whether it is on its routers yet. The same key sells once.
///
/// # Errors
/// `input_invalid`, `cash_session_not_found`, `cash_session_closed`, `ledger_key_reused`,
/// `plan_not_found`, `voucher_plan_not_sold`, `sale_stock_short`, `sale_code_not_for_sale`,
/// `sale_total_changed`, `sale_tendered_short`, `voucher_code_space_full`.
pub async fn sale_create(app: &App, ctx: &Ctx, input: SaleCreate) -> Result<SaleView> {
    ctx.require(Permission::SaleCreate)?;
    person(ctx)?;
    let input = rules::sale_valid(input)?;
    let mut tx = app.db.begin(ctx).await?;
    match sell(&mut tx, ctx, &input).await {
        Ok(view) => {
            tx.commit().await?;
            Ok(view)
        }
        Err(refused) => {
            // Before the answer is out: the next sale passes over codes that are still locked.
            tx.rollback().await;
            Err(refused)
        }
    }
}

async fn sell(tx: &mut Tx, ctx: &Ctx, input: &SaleCreate) -> Result<SaleView> {
    let place = session_location(tx, input.cash_session_id).await?;
    let request = ledger::request_hash(input)?;
    let deed = match Deed::begin(tx, ctx, ("sale_create", place), &input.idempotency_key, &request).await? {
        Ok(deed) => deed,
        Err(made) => return view_of(tx, SaleId(made)).await,
    };
    let held = session_held(tx, input.cash_session_id).await?;
    let sold = codes_take(tx, ctx, &held, input).await?;
    let total = sold.iter().fold(Money::ZERO, |sum, one| sum + one.code.price_sell);
    if total != input.expected_total {
        return Err(SaleError::TotalChanged { total }.into());
    }
    if input.tendered_amount.is_some_and(|given| given < total) {
        return Err(SaleError::TenderedShort { total }.into());
    }
    let number = document_number(tx, ctx, &held).await?;
    let row = SaleInsert {
        kind: SaleKind::Sale,
        refund_of: None,
        method: input.method,
        total,
        tendered: input.tendered_amount,
        reference: input.reference.as_deref().unwrap_or_default(),
        reason: None,
    };
    let id = make::sale_insert(tx, ctx, (&held, &number), &row).await?;
    make::lines_insert(tx, (id, held.location_id), &sold).await?;
    let ids: Vec<VoucherId> = sold.iter().map(|one| one.code.voucher_id).collect();
    stock::sold_keep(tx, ctx, &ids, &number).await?;
    let fact = fact("sale_create", id, &held).detail("document_number", &number).detail("total", total);
    tx.record(fact.detail("quantity", ids.len()).detail("method", input.method)).await?;
    money(tx, ctx, (id, &held), input.method, (EntryKind::VoucherSale, total, "")).await?;
    deed.done(tx, id.0).await?;
    view_of(tx, id).await
}

/// Every code of the sale, locked.
async fn codes_take(tx: &mut Tx, ctx: &Ctx, held: &OpenSession, input: &SaleCreate) -> Result<Vec<Sold>> {
    let mut all: Vec<Sold> = Vec::new();
    for typed in &input.codes {
        let code = stock::code_take(tx, held.location_id, typed).await?;
        let code = code.ok_or_else(|| SaleError::CodeNotForSale { code: typed.clone() })?;
        // Two spellings of one code.
        if !all.iter().any(|one| one.code.voucher_id == code.voucher_id) {
            all.push(Sold { code, is_made_now: false });
        }
    }
    for (i, line) in input.lines.iter().enumerate() {
        let key = format!("{}-{i}", input.idempotency_key.trim());
        let taken = line_take(tx, ctx, held, (line, &key), &all).await?;
        all.extend(taken);
    }
    Ok(all)
}

async fn line_take(
    tx: &mut Tx,
    ctx: &Ctx,
    held: &OpenSession,
    (line, key): (&SaleLineDraft, &str),
    have: &[Sold],
) -> Result<Vec<Sold>> {
    let plan = plan_sold(tx, line.plan_id).await?.filter(|plan| plan.location_id == held.location_id);
    let plan = plan.ok_or(PlanError::NotFound)?;
    if !plan.is_active {
        return Err(VoucherError::PlanNotSold { plan: plan.terms.name }.into());
    }
    let wanted = i64::from(line.quantity);
    let paper = if line.from == SaleFrom::Card { Paper::Card } else { Paper::None };
    // What this sale has already is locked by itself and would be found again.
    let most = wanted + i64::try_from(have.len()).unwrap_or_default();
    let mut codes = stock::stock_take(tx, (held.location_id, line.plan_id), most, paper).await?;
    codes.retain(|code| !have.iter().any(|one| one.code.voucher_id == code.voucher_id));
    codes.truncate(usize::try_from(wanted).unwrap_or_default());
    let mut sold: Vec<Sold> = codes.into_iter().map(|code| Sold { code, is_made_now: false }).collect();
    let available = i64::try_from(sold.len()).unwrap_or_default();
    if available < wanted {
        if paper == Paper::Card || ctx.require(Permission::VoucherCreate).is_err() {
            return Err(SaleError::StockShort { plan: plan.terms.name, available }.into());
        }
        let missing = line.quantity - i32::try_from(available).unwrap_or_default();
        let made = stock::stock_make(tx, ctx, line.plan_id, missing, key).await?;
        sold.extend(made.into_iter().map(|code| Sold { code, is_made_now: true }));
    }
    Ok(sold)
}

/// The next number of the place's documents; it stays locked until the commit.
pub(super) async fn document_number(tx: &mut Tx, ctx: &Ctx, held: &OpenSession) -> Result<String> {
    let period = batch_period(location_today(tx, ctx, held.location_id).await?);
    let number = settings::document_number_take(tx, held.location_id, "sale", &period).await?;
    Ok(rules::document_number(held.location_id, &period, number))
}

/// The rows of the ledger: what vouchers brought in, and the cash where it was cash.
pub(super) async fn money(
    tx: &mut Tx,
    ctx: &Ctx,
    (id, held): (SaleId, &OpenSession),
    method: SaleMethod,
    (kind, amount, note): (EntryKind, Money, &str),
) -> Result<()> {
    let posting = |account| Posting {
        location: held.location_id,
        account,
        kind,
        amount,
        cash_session: Some(held.cash_session_id),
        subject: Some(("sale", id.0)),
        note: note.to_owned(),
    };
    let mut all = vec![posting(Account::VoucherRevenue)];
    if method == SaleMethod::Cash {
        all.push(posting(Account::Drawer(held.cash_drawer_id)));
    }
    ledger::post(tx, ctx, &all).await?;
    Ok(())
}

pub(super) fn fact(action: &'static str, id: SaleId, held: &OpenSession) -> Fact {
    Fact::new(action).on("sale", id.0).tag("cash_session").at(held.location_id)
}
