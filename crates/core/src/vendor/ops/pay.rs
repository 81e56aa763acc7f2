//! Money a vendor pays in, or gets back.

use simpul_kernel::ids::{CashSessionId, LocationId, VendorSettlementId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Money, Permission, Result};

use super::super::error::VendorError;
use super::super::input::{VendorMethod, VendorPay};
use super::super::rules::Sum;
use super::super::store::document::{self, SettlementInsert};
use super::super::store::vendor::VendorHeld;
use super::super::view::{VendorSettlementKind, VendorSettlementRow};
use super::{SETTLEMENT, balance, held, number, person, place_of};
use crate::app::App;
use crate::cash::CashError;
use crate::cash::facade::{OpenSession, session_cash_held, short_keep};
use crate::cash::rules::check_moved;
use crate::db::{Fact, Tx};
use crate::ledger::{self, Account, Deed, EntryKind, Posting};

/// Money a vendor pays in: onto a prepaid balance, or for what they owe. Cash lands in
/// the drawer of an open shift. The same key does it once.
///
/// # Errors
/// `input_invalid`, `vendor_not_found`, `vendor_inactive`, `cash_session_not_found`,
/// `cash_session_closed`, `cash_session_not_yours`, `ledger_key_reused`.
pub async fn vendor_top_up(app: &App, ctx: &Ctx, input: VendorPay) -> Result<VendorSettlementRow> {
    paid(app, ctx, input, ("vendor_top_up", VendorSettlementKind::TopUp)).await
}

/// Money a vendor gets back of what they paid in. The same key does it once.
///
/// # Errors
/// As [`vendor_top_up`], and `vendor_balance_short`, `ledger_balance_short` when the
/// drawer does not hold that much.
pub async fn vendor_pay_out(app: &App, ctx: &Ctx, input: VendorPay) -> Result<VendorSettlementRow> {
    paid(app, ctx, input, ("vendor_pay_out", VendorSettlementKind::PayOut)).await
}

async fn paid(
    app: &App,
    ctx: &Ctx,
    input: VendorPay,
    (operation, kind): (&'static str, VendorSettlementKind),
) -> Result<VendorSettlementRow> {
    ctx.require(Permission::VendorSettle)?;
    person(ctx)?;
    let mut v = Validator::new();
    check_moved(&mut v, input.amount, "amount");
    let paper = Paper::new(&mut v, (input.method, input.cash_session_id), (&input.reference, &input.note), true);
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let place = place_of(&mut tx, input.vendor_id).await?;
    let request = ledger::request_hash(&input)?;
    let deed = match Deed::begin(&mut tx, ctx, (operation, place), &input.idempotency_key, &request).await? {
        Ok(deed) => deed,
        Err(made) => return row(&mut tx, VendorSettlementId(made)).await,
    };
    let shift = shift_held(&mut tx, ctx, place, paper.cash_session).await?;
    let held = held(&mut tx, input.vendor_id).await?;
    let before = balance(&mut tx, &held).await?;
    let moved = if kind == VendorSettlementKind::PayOut { Money::ZERO - input.amount } else { input.amount };
    if kind == VendorSettlementKind::PayOut && before < input.amount {
        return Err(VendorError::BalanceShort { balance: before, needed: input.amount }.into());
    }
    if kind == VendorSettlementKind::TopUp && !held.is_active {
        return Err(VendorError::Inactive.into());
    }
    let number = number(&mut tx, ctx, place, SETTLEMENT).await?;
    let made = SettlementInsert {
        kind,
        sum: Sum::default(),
        paid: input.amount,
        balance_before: before,
        balance_after: before + moved,
        method: input.method,
        cash_session: paper.cash_session,
        reference: &paper.reference,
        note: &paper.note,
        reverses: None,
    };
    let id = document::settlement_insert(&mut tx, ctx, (&held, &number), &made).await?;
    let fact = fact(operation, &held, &number).detail("amount", input.amount).detail("method", input.method);
    tx.record(fact.detail("note", &paper.note)).await?;
    let all = money(&held, (id, &number), shift.as_ref(), moved);
    let mut tx = posted(app, ctx, tx, (operation, shift.as_ref()), (&all, input.amount, &paper.note)).await?;
    deed.done(&mut tx, id.0).await?;
    let made = row(&mut tx, id).await?;
    tx.commit().await?;
    Ok(made)
}

/// How money came, as it is kept.
pub(super) struct Paper {
    /// The shift of cash.
    pub(super) cash_session: Option<CashSessionId>,
    pub(super) reference: String,
    pub(super) note: String,
}

impl Paper {
    /// Judges it: cash names the shift it lands in, a transfer none; where nothing is
    /// paid there is none either.
    pub(super) fn new(
        v: &mut Validator,
        (method, session): (VendorMethod, Option<CashSessionId>),
        (reference, note): (&Option<String>, &Option<String>),
        is_paid: bool,
    ) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let (reference, note) = (text(reference), text(note));
        v.length(&reference, 0, 100, "reference").length(&note, 0, 300, "note");
        let is_cash = method == VendorMethod::Cash && is_paid;
        v.check(session.is_some() || !is_cash, "cash_session_id", "required");
        v.check(session.is_none() || method == VendorMethod::Cash, "cash_session_id", "unknown");
        Self { cash_session: session.filter(|_| is_cash), reference, note }
    }
}

/// Writes the movements; where the drawer does not hold as much, that it was asked stays on record.
pub(super) async fn posted(
    app: &App,
    ctx: &Ctx,
    mut tx: Tx,
    (operation, shift): (&'static str, Option<&OpenSession>),
    (all, amount, note): (&[Posting], Money, &str),
) -> Result<Tx> {
    match (ledger::post(&mut tx, ctx, all).await, shift) {
        (Err(short), Some(shift)) if ledger::is_short(&short) => {
            tx.rollback().await;
            short_keep(app, ctx, (operation, shift.cash_session_id, shift.location_id), (amount, note)).await?;
            Err(short)
        }
        (other, _) => other.map(|_| tx),
    }
}

/// The shift, held open; it is of the vendor's place, and the caller's own unless they may move money there.
pub(super) async fn shift_held(
    tx: &mut Tx,
    ctx: &Ctx,
    place: LocationId,
    session: Option<CashSessionId>,
) -> Result<Option<OpenSession>> {
    let Some(id) = session else { return Ok(None) };
    let shift = session_cash_held(tx, ctx, id).await?;
    if shift.location_id != place {
        return Err(CashError::SessionNotFound.into());
    }
    Ok(Some(shift))
}

/// Money that moved, on the vendor's account and, where it was cash, in the drawer.
pub(super) fn money(
    held: &VendorHeld,
    (id, number): (VendorSettlementId, &str),
    shift: Option<&OpenSession>,
    amount: Money,
) -> Vec<Posting> {
    let posting = |account, cash_session| Posting {
        location: held.location_id,
        account,
        kind: EntryKind::VendorTopUp,
        amount,
        cash_session,
        subject: Some(("vendor_settlement", id.0)),
        note: format!("{number} · {}", held.name),
    };
    let mut all = vec![posting(Account::Vendor(held.id), None)];
    all.extend(shift.map(|s| posting(Account::Drawer(s.cash_drawer_id), Some(s.cash_session_id))));
    all
}

pub(super) fn fact(operation: &'static str, held: &VendorHeld, number: &str) -> Fact {
    let fact = Fact::new(operation).on("vendor", held.id.0).tag("cash_session").at(held.location_id);
    fact.detail("name", &held.name).detail("document_number", number)
}

pub(super) async fn row(tx: &mut Tx, id: VendorSettlementId) -> Result<VendorSettlementRow> {
    Ok(document::settlement_row(tx, id).await?.ok_or(VendorError::NotFound)?)
}
