//! Writing into the ledger, and doing a deed once.

use serde::Serialize;
use sha2::Digest as _;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LedgerEntryId, LocationId, UserId, VendorId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{CodedError as _, Ctx, Error, Money, Result};

use super::error::LedgerError;
use super::store;
use super::types::EntryKind;
use crate::db::Tx;

/// An account, as who posts knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// The cash in a drawer.
    Drawer(CashDrawerId),
    /// What a vendor paid in and has not used, or owes.
    Vendor(VendorId),
    /// What vouchers brought in at the place.
    VoucherRevenue,
}

/// A movement of money that is to be written.
#[derive(Debug, Clone)]
pub struct Posting {
    /// Place.
    pub location: LocationId,
    /// Account.
    pub account: Account,
    /// Why.
    pub kind: EntryKind,
    /// Above zero: the account holds more afterwards. Nothing is written for zero.
    pub amount: Money,
    /// Shift.
    pub cash_session: Option<CashSessionId>,
    /// What it was for.
    pub subject: Option<(&'static str, i64)>,
    /// Reason, or nothing.
    pub note: String,
}

/// Writes movements; the last thing a transaction does, since the accounts stay
/// locked until it ends. Answers the rows' ids, none for a movement of nothing.
///
/// # Errors
/// `ledger_balance_short` when an account would hold less than nothing.
pub async fn post(tx: &mut Tx, ctx: &Ctx, postings: &[Posting]) -> Result<Vec<LedgerEntryId>> {
    let mut found = Vec::new();
    for posting in postings.iter().filter(|posting| posting.amount != Money::ZERO) {
        found.push((store::account_ensure(tx, posting.location, posting.account).await?, posting));
    }
    // Everybody takes the accounts in the same order, so that nobody waits in a circle.
    found.sort_by_key(|(account, _)| *account);
    let by = (ctx.user_id().map(|id| id.0), ctx.now);
    let mut ids = Vec::with_capacity(found.len());
    for (account, posting) in found {
        ids.push(store::entry_insert(tx, account, posting, by).await?);
    }
    tx.touch("ledger");
    Ok(ids)
}

/// What an account of a place holds. Of a drawer it stays so while its shift is locked.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn balance(tx: &mut Tx, location: LocationId, account: Account) -> Result<Money> {
    let id = store::account_ensure(tx, location, account).await?;
    store::balance(tx, id).await
}

/// Whether an account held too little.
pub(crate) fn is_short(error: &Error) -> bool {
    error.code() == LedgerError::BalanceShort.code()
}

/// Who moved cash in a shift's drawer for a document (its kind and number), or by a row that is none's (no kind).
/// `None` when no such row is there.
pub(crate) async fn cash_entry_by(
    tx: &mut Tx,
    session: CashSessionId,
    document: (Option<&str>, i64),
) -> Result<Option<Option<UserId>>> {
    store::cash_entry_by(tx, session, document).await
}

/// A deed under a key: done once, however often the form arrives.
#[derive(Debug)]
pub struct Deed {
    key: String,
}

impl Deed {
    /// Takes the key for this transaction, waiting for another one that holds it just
    /// now. Answers what it made before, if it did.
    ///
    /// # Errors
    /// `input_invalid` for a key of strange length; `ledger_key_reused` when it did something else.
    pub async fn begin(
        tx: &mut Tx,
        ctx: &Ctx,
        (operation, location): (&'static str, LocationId),
        key: &str,
        request: &[u8],
    ) -> Result<std::result::Result<Self, i64>> {
        let key = key.trim();
        Validator::new().length(key, 8, 100, "idempotency_key").finish()?;
        let by = (ctx.user_id().map(|id| id.0), ctx.now);
        if store::key_take(tx, (key, operation, request), location, by).await? {
            return Ok(Ok(Self { key: key.to_owned() }));
        }
        let made = store::key_made(tx, (key, operation, request)).await?.ok_or(LedgerError::KeyReused)?;
        Ok(Err(made))
    }

    /// Remembers the row the deed made.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn done(self, tx: &mut Tx, subject_id: i64) -> Result<()> {
        store::key_done(tx, &self.key, subject_id).await
    }
}

/// SHA-256 of what a form asks for: the same form sent again has the same.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn request_hash(request: &impl Serialize) -> Result<Vec<u8>> {
    let text = serde_json::to_vec(request).map_err(Error::internal)?;
    Ok(sha2::Sha256::digest(text).to_vec())
}
