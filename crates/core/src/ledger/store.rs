//! Every query of this area.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::error::OnConstraint as _;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LedgerAccountId, LedgerEntryId, LocationId, UserId, VendorId};
use simpul_kernel::{Error, Money, Paged, Result};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};

use super::error::LedgerError;
use super::post::{Account, Posting};
use super::types::{
    AccountKind, EntryKind, LedgerAccountList, LedgerAccountRow, LedgerCounterAccount, LedgerEntryList, LedgerEntryRow,
};
use crate::db::list::{DaySpan, KeysetRow, List, SortColumn};

/// The account's id; the account is made where it is not there yet.
pub(super) async fn account_ensure(
    conn: &mut PgConnection,
    location: LocationId,
    account: Account,
) -> Result<LedgerAccountId> {
    let (kind, drawer, vendor) = match account {
        Account::Drawer(id) => ("drawer", Some(id.0), None),
        Account::Vendor(id) => ("vendor", None, Some(id.0)),
        Account::VoucherRevenue => ("voucher_revenue", None, None),
    };
    let subject = (kind, drawer, vendor);
    if let Some(id) = account_find(conn, location, subject).await? {
        return Ok(id);
    }
    sqlx::query!(
        "INSERT INTO ledger_accounts (location_id, kind, drawer_id, vendor_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT ON CONSTRAINT ledger_accounts_subject_key DO NOTHING",
        location.0,
        kind,
        drawer,
        vendor
    )
    .execute(&mut *conn)
    .await?;
    account_find(conn, location, subject).await?.ok_or_else(|| Error::internal("an account is not there"))
}

async fn account_find(
    conn: &mut PgConnection,
    location: LocationId,
    (kind, drawer, vendor): (&str, Option<i64>, Option<i64>),
) -> Result<Option<LedgerAccountId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: LedgerAccountId" FROM ledger_accounts
            WHERE location_id = $1 AND kind = $2 AND drawer_id IS NOT DISTINCT FROM $3 AND vendor_id IS NOT DISTINCT FROM $4"#,
        location.0,
        kind,
        drawer,
        vendor
    )
    .fetch_optional(conn)
    .await?)
}

/// Writes one row; the trigger numbers and chains it.
pub(super) async fn entry_insert(
    conn: &mut PgConnection,
    account: LedgerAccountId,
    p: &Posting,
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<LedgerEntryId> {
    sqlx::query_scalar!(
        r#"INSERT INTO financial_transactions (location_id, account_id, at, kind, amount, cash_session_id, subject_kind,
                  subject_id, user_id, note)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id AS "id: LedgerEntryId""#,
        p.location.0,
        account.0,
        at,
        p.kind.as_str(),
        p.amount.decimal(),
        p.cash_session.map(|id| id.0),
        p.subject.map(|(kind, _)| kind),
        p.subject.map(|(_, id)| id),
        by,
        p.note
    )
    .fetch_one(conn)
    .await
    .on_constraint("ledger_accounts_balance_not_negative", || LedgerError::BalanceShort)
}

/// Who wrote a row of a shift in its drawer's account: of this document, or this very row put in or taken out.
pub(super) async fn cash_entry_by(
    conn: &mut PgConnection,
    session: CashSessionId,
    (kind, number): (Option<&str>, i64),
) -> Result<Option<Option<UserId>>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT t.user_id AS "user_id?: UserId" FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id
            WHERE t.cash_session_id = $1 AND a.kind = 'drawer'
              AND (t.subject_kind = $2 AND t.subject_id = $3
                   OR $2::TEXT IS NULL AND t.id = $3 AND t.kind IN ('pay_in', 'pay_out')) LIMIT 1"#,
        session.0,
        kind,
        number
    )
    .fetch_optional(conn)
    .await?)
}

/// What an account holds.
pub(super) async fn balance(conn: &mut PgConnection, id: LedgerAccountId) -> Result<Money> {
    Ok(sqlx::query_scalar!(r#"SELECT balance AS "balance: Money" FROM ledger_accounts WHERE id = $1"#, id.0)
        .fetch_one(conn)
        .await?)
}

/// Takes a key; `false` when it was taken before.
pub(super) async fn key_take(
    conn: &mut PgConnection,
    (key, operation, request): (&str, &str, &[u8]),
    location: LocationId,
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO idempotency_keys (key, location_id, operation, request_hash, user_id, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (key) DO NOTHING",
        key,
        location.0,
        operation,
        request,
        by,
        at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What a key made, if it was asked for the same.
pub(super) async fn key_made(
    conn: &mut PgConnection,
    (key, operation, request): (&str, &str, &[u8]),
) -> Result<Option<i64>> {
    let found = sqlx::query_scalar!(
        "SELECT subject_id FROM idempotency_keys WHERE key = $1 AND operation = $2 AND request_hash = $3",
        key,
        operation,
        request
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.flatten())
}

pub(super) async fn key_done(conn: &mut PgConnection, key: &str, subject_id: i64) -> Result<()> {
    sqlx::query!("UPDATE idempotency_keys SET subject_id = $2 WHERE key = $1", key, subject_id).execute(conn).await?;
    Ok(())
}

#[derive(FromRow)]
struct AccountRow {
    id: i64,
    location_id: i64,
    kind: AccountKind,
    drawer_id: Option<i64>,
    vendor_id: Option<i64>,
    name: String,
    balance: Decimal,
    last_number: i64,
}

impl KeysetRow for AccountRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

const ACCOUNTS: &str = "SELECT a.id, a.location_id, a.kind, a.drawer_id, a.vendor_id, coalesce(d.name, v.name, l.name) AS name, \
     a.balance, a.last_number FROM ledger_accounts a JOIN locations l ON l.id = a.location_id \
     LEFT JOIN cash_drawers d ON d.id = a.drawer_id LEFT JOIN vendors v ON v.id = a.vendor_id";

pub(super) async fn account_list(
    conn: &mut PgConnection,
    input: &LedgerAccountList,
) -> Result<Paged<LedgerAccountRow>> {
    let mut list = List::new(ACCOUNTS);
    list.and("a.location_id =", input.location_id.map(|l| l.0));
    let by_id = SortColumn { expression: "a.id", sql_type: "BIGINT", id: "a.id" };
    let found: Paged<AccountRow> = list.fetch(conn, by_id, false, &input.page.clone().unwrap_or_default()).await?;
    let row = |r: AccountRow| LedgerAccountRow {
        ledger_account_id: LedgerAccountId(r.id),
        location_id: LocationId(r.location_id),
        kind: r.kind,
        cash_drawer_id: r.drawer_id.map(CashDrawerId),
        vendor_id: r.vendor_id.map(VendorId),
        name: r.name,
        balance: Money::from_decimal(r.balance),
        entries: r.last_number,
    };
    Ok(Paged { rows: found.rows.into_iter().map(row).collect(), next: found.next })
}

#[derive(FromRow)]
struct EntryRow {
    id: i64,
    account_id: i64,
    account_kind: AccountKind,
    account_name: String,
    location_id: i64,
    number: i64,
    at: DateTime<Utc>,
    kind: String,
    amount: Decimal,
    balance_before: Decimal,
    balance_after: Decimal,
    cash_session_id: Option<i64>,
    session_number: Option<i64>,
    subject_kind: Option<String>,
    subject_id: Option<i64>,
    document_number: Option<String>,
    vendor_id: Option<i64>,
    counter_accounts: Json<Vec<LedgerCounterAccount>>,
    user_id: Option<i64>,
    user_name: Option<String>,
    note: String,
}

impl KeysetRow for EntryRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

/// What one deed writes has one subject and one instant: a shift's float and its end are two.
const ENTRIES: &str = "SELECT t.id, t.account_id, a.kind AS account_kind, coalesce(d.name, v.name, z.name) AS account_name, \
     t.location_id, t.number, t.at, t.kind, t.amount, t.balance_before, t.balance_after, t.cash_session_id, \
     c.number AS session_number, t.subject_kind, t.subject_id, \
     coalesce(s.document_number, vs.document_number, vt.document_number) AS document_number, \
     coalesce(a.vendor_id, vs.vendor_id, vt.vendor_id) AS vendor_id, \
     coalesce((SELECT jsonb_agg(jsonb_build_object('ledger_account_id', o.id, 'kind', o.kind, \
        'name', coalesce(od.name, ov.name, z.name)) ORDER BY o.id) \
        FROM (SELECT DISTINCT x.account_id FROM financial_transactions x WHERE x.subject_kind = t.subject_kind \
                 AND x.subject_id = t.subject_id AND x.at = t.at AND x.account_id <> t.account_id) AS w \
        JOIN ledger_accounts o ON o.id = w.account_id LEFT JOIN cash_drawers od ON od.id = o.drawer_id \
        LEFT JOIN vendors ov ON ov.id = o.vendor_id), '[]') AS counter_accounts, \
     t.user_id, u.name AS user_name, t.note \
     FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id JOIN locations z ON z.id = t.location_id \
     LEFT JOIN cash_drawers d ON d.id = a.drawer_id LEFT JOIN vendors v ON v.id = a.vendor_id \
     LEFT JOIN users u ON u.id = t.user_id LEFT JOIN cash_sessions c ON c.id = t.cash_session_id \
     LEFT JOIN sales s ON t.subject_kind = 'sale' AND s.id = t.subject_id \
     LEFT JOIN vendor_settlements vs ON t.subject_kind = 'vendor_settlement' AND vs.id = t.subject_id \
     LEFT JOIN vendor_transfers vt ON t.subject_kind = 'vendor_transfer' AND vt.id = t.subject_id";

pub(super) async fn entry_list(
    conn: &mut PgConnection,
    input: &LedgerEntryList,
    days: DaySpan,
) -> Result<Paged<LedgerEntryRow>> {
    let mut list = List::new(ENTRIES);
    list.and("t.location_id =", input.location_id.map(|l| l.0))
        .and("t.account_id =", input.ledger_account_id.map(|a| a.0))
        .and("t.cash_session_id =", input.cash_session_id.map(|s| s.0))
        .and("t.user_id =", input.user_id.map(|u| u.0))
        .and("t.kind =", input.kind.map(EntryKind::as_str))
        .days("t.at", "z.time_zone", days);
    let by_id = SortColumn { expression: "t.id", sql_type: "BIGINT", id: "t.id" };
    let found: Paged<EntryRow> =
        list.fetch(conn, by_id, input.descending.unwrap_or(true), &input.page.clone().unwrap_or_default()).await?;
    let row = |r: EntryRow| LedgerEntryRow {
        ledger_entry_id: LedgerEntryId(r.id),
        ledger_account_id: LedgerAccountId(r.account_id),
        account_kind: r.account_kind,
        account_name: r.account_name,
        location_id: LocationId(r.location_id),
        number: r.number,
        at: r.at,
        kind: r.kind,
        amount: Money::from_decimal(r.amount),
        balance_before: Money::from_decimal(r.balance_before),
        balance_after: Money::from_decimal(r.balance_after),
        cash_session_id: r.cash_session_id.map(CashSessionId),
        session_number: r.session_number,
        subject_kind: r.subject_kind,
        subject_id: r.subject_id,
        document_number: r.document_number,
        vendor_id: r.vendor_id.map(VendorId),
        counter_accounts: r.counter_accounts.0,
        user_id: r.user_id.map(UserId),
        user_name: r.user_name,
        note: r.note,
    };
    Ok(Paged { rows: found.rows.into_iter().map(row).collect(), next: found.next })
}
