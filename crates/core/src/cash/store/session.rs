//! Queries about shifts.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId, UserId, VoucherId};
use simpul_kernel::{Money, Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use super::Looker;
use crate::cash::input::CashSessionList;
use crate::cash::view::CashSessionView;
use crate::db::list::{KeysetRow, List, SortColumn};

#[derive(FromRow)]
struct Row {
    id: i64,
    number: i64,
    location_id: i64,
    drawer_id: i64,
    drawer_name: String,
    user_id: i64,
    user_name: String,
    opened_by_name: String,
    opened_at: DateTime<Utc>,
    float_amount: Decimal,
    sale_count: i64,
    balance: Decimal,
    closed_at: Option<DateTime<Utc>>,
    closed_by_name: Option<String>,
    counted_amount: Option<Decimal>,
    expected_amount: Option<Decimal>,
    difference_amount: Option<Decimal>,
    difference_reason: Option<String>,
    note: String,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

impl Row {
    fn view(self, looker: Looker) -> CashSessionView {
        let open = self.closed_at.is_none().then_some(self.balance).filter(|_| looker.manages);
        CashSessionView {
            cash_session_id: CashSessionId(self.id),
            number: self.number,
            location_id: LocationId(self.location_id),
            cash_drawer_id: CashDrawerId(self.drawer_id),
            drawer_name: self.drawer_name,
            user_id: UserId(self.user_id),
            user_name: self.user_name,
            is_mine: looker.user == Some(UserId(self.user_id)),
            opened_by_name: self.opened_by_name,
            opened_at: self.opened_at,
            float_amount: Money::from_decimal(self.float_amount),
            sale_count: self.sale_count,
            expected_amount: self.expected_amount.or(open).map(Money::from_decimal),
            closed_at: self.closed_at,
            closed_by_name: self.closed_by_name,
            counted_amount: self.counted_amount.map(Money::from_decimal),
            difference_amount: self.difference_amount.map(Money::from_decimal),
            difference_reason: self.difference_reason,
            note: self.note,
        }
    }
}

const SELECT: &str = "SELECT s.id, s.number, s.location_id, s.drawer_id, d.name AS drawer_name, s.user_id, u.name AS user_name, \
     o.name AS opened_by_name, s.opened_at, s.float_amount, \
     (SELECT count(*) FROM sales x WHERE x.cash_session_id = s.id AND x.kind = 'sale' \
        AND NOT EXISTS (SELECT FROM sales y WHERE y.refund_of_id = x.id AND y.kind = 'void')) AS sale_count, \
     coalesce((SELECT a.balance FROM ledger_accounts a WHERE a.drawer_id = s.drawer_id), 0) AS balance, s.closed_at, \
     c.name AS closed_by_name, s.counted_amount, s.expected_amount, s.difference_amount, s.difference_reason, s.note \
     FROM cash_sessions s JOIN cash_drawers d ON d.id = s.drawer_id JOIN users u ON u.id = s.user_id \
     JOIN users o ON o.id = s.opened_by LEFT JOIN users c ON c.id = s.closed_by";
const BY_ID: SortColumn = SortColumn { expression: "s.id", sql_type: "BIGINT", id: "s.id" };

pub(in crate::cash) async fn session_list(
    conn: &mut PgConnection,
    input: &CashSessionList,
    looker: Looker,
) -> Result<Paged<CashSessionView>> {
    let mut list = List::new(SELECT);
    list.and("s.location_id =", input.location_id.map(|l| l.0))
        .and("s.drawer_id =", input.cash_drawer_id.map(|d| d.0))
        .and("s.user_id =", input.user_id.map(|u| u.0))
        // The program itself answers for none.
        .and("s.user_id =", input.mine_only.then(|| looker.user.map_or(0, |u| u.0)))
        .and_if(input.open_only, "s.closed_at IS NULL")
        .and_if(input.unexplained_only, "s.difference_amount <> 0 AND s.difference_reason IS NULL");
    let found: Paged<Row> =
        list.fetch(conn, BY_ID, input.descending.unwrap_or(true), &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(|row| row.view(looker)).collect(), next: found.next })
}

pub(in crate::cash) async fn session_get(
    conn: &mut PgConnection,
    id: CashSessionId,
    looker: Looker,
) -> Result<Option<CashSessionView>> {
    let mut list = List::new(SELECT);
    list.and("s.id =", Some(id.0));
    let found: Paged<Row> = list.fetch(conn, BY_ID, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(|row| row.view(looker)))
}

/// A shift as who moves money in it sees it.
pub(in crate::cash) struct SessionShared {
    pub(in crate::cash) drawer_id: CashDrawerId,
    pub(in crate::cash) location_id: LocationId,
    pub(in crate::cash) user_id: UserId,
    pub(in crate::cash) user_name: String,
    pub(in crate::cash) is_closed: bool,
}

/// Who answers for a shift, once its row is held: a statement that waited for the row and joined them would look for
/// whom it was taken from, and not find the shift.
async fn user_name(conn: &mut PgConnection, id: UserId) -> Result<String> {
    Ok(sqlx::query_scalar!("SELECT name FROM users WHERE id = $1", id.0).fetch_one(conn).await?)
}

/// The shift, its row held shared: it is not closed meanwhile.
pub(in crate::cash) async fn session_shared(
    conn: &mut PgConnection,
    id: CashSessionId,
) -> Result<Option<SessionShared>> {
    let row = sqlx::query!(
        r#"SELECT drawer_id AS "drawer_id: CashDrawerId", location_id AS "location_id: LocationId",
                  user_id AS "user_id: UserId", closed_at IS NOT NULL AS "is_closed!"
             FROM cash_sessions WHERE id = $1 FOR SHARE"#,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SessionShared {
        drawer_id: row.drawer_id,
        location_id: row.location_id,
        user_id: row.user_id,
        user_name: user_name(conn, row.user_id).await?,
        is_closed: row.is_closed,
    }))
}

/// A shift as who ends it or hands it over sees it.
pub(in crate::cash) struct SessionLocked {
    pub(in crate::cash) number: i64,
    pub(in crate::cash) drawer_id: CashDrawerId,
    pub(in crate::cash) location_id: LocationId,
    pub(in crate::cash) user_id: UserId,
    pub(in crate::cash) user_name: String,
    pub(in crate::cash) is_closed: bool,
}

/// The shift, its row held alone.
pub(in crate::cash) async fn session_locked(
    conn: &mut PgConnection,
    id: CashSessionId,
) -> Result<Option<SessionLocked>> {
    let row = sqlx::query!(
        r#"SELECT number, drawer_id AS "drawer_id: CashDrawerId", location_id AS "location_id: LocationId",
                  user_id AS "user_id: UserId", closed_at IS NOT NULL AS "is_closed!"
             FROM cash_sessions WHERE id = $1 FOR UPDATE"#,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SessionLocked {
        number: row.number,
        drawer_id: row.drawer_id,
        location_id: row.location_id,
        user_id: row.user_id,
        user_name: user_name(conn, row.user_id).await?,
        is_closed: row.is_closed,
    }))
}

/// A shift that begins.
pub(in crate::cash) struct Opening {
    pub(in crate::cash) location: LocationId,
    pub(in crate::cash) drawer: CashDrawerId,
    pub(in crate::cash) number: i64,
    pub(in crate::cash) user: UserId,
    pub(in crate::cash) at: DateTime<Utc>,
}

pub(in crate::cash) async fn session_insert(
    conn: &mut PgConnection,
    o: &Opening,
    float: Money,
    note: &str,
) -> Result<CashSessionId> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO cash_sessions (location_id, drawer_id, number, user_id, opened_by, opened_at, float_amount, note)
           VALUES ($1, $2, $3, $4, $4, $5, $6, $7) RETURNING id AS "id: CashSessionId""#,
        o.location.0,
        o.drawer.0,
        o.number,
        o.user.0,
        o.at,
        float.decimal(),
        note
    )
    .fetch_one(conn)
    .await?)
}

pub(in crate::cash) async fn session_user_set(conn: &mut PgConnection, id: CashSessionId, user: UserId) -> Result<()> {
    sqlx::query!("UPDATE cash_sessions SET user_id = $2 WHERE id = $1", id.0, user.0).execute(conn).await?;
    Ok(())
}

/// A shift that ends.
pub(in crate::cash) struct Closing {
    pub(in crate::cash) id: CashSessionId,
    pub(in crate::cash) by: UserId,
    pub(in crate::cash) at: DateTime<Utc>,
    pub(in crate::cash) counted: Money,
    pub(in crate::cash) expected: Money,
}

pub(in crate::cash) async fn session_close(conn: &mut PgConnection, c: &Closing, reason: Option<&str>) -> Result<()> {
    sqlx::query!(
        "UPDATE cash_sessions SET closed_by = $2, closed_at = greatest($3, opened_at), counted_amount = $4, expected_amount = $5,
                difference_amount = $4::NUMERIC - $5::NUMERIC, difference_reason = $6
          WHERE id = $1",
        c.id.0,
        c.by.0,
        c.at,
        c.counted.decimal(),
        c.expected.decimal(),
        reason
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether there was a difference nobody had explained.
pub(in crate::cash) async fn session_explain(conn: &mut PgConnection, id: CashSessionId, reason: &str) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE cash_sessions SET difference_reason = $2 WHERE id = $1 AND difference_amount <> 0 AND difference_reason IS NULL",
        id.0,
        reason
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether one of these codes was sold for cash into a shift, and by whom.
pub(in crate::cash) async fn sold_for_cash_by(
    conn: &mut PgConnection,
    id: CashSessionId,
    vouchers: &[VoucherId],
) -> Result<Vec<Option<UserId>>> {
    let vouchers: Vec<i64> = vouchers.iter().map(|voucher| voucher.0).collect();
    Ok(sqlx::query_scalar!(
        r#"SELECT DISTINCT t.user_id AS "user_id?: UserId"
             FROM sale_lines l JOIN financial_transactions t ON t.subject_kind = 'sale' AND t.subject_id = l.sale_id
             JOIN ledger_accounts a ON a.id = t.account_id AND a.kind = 'drawer'
            WHERE l.voucher_id = ANY ($2) AND l.refund_id IS NULL AND t.cash_session_id = $1"#,
        id.0,
        &vouchers
    )
    .fetch_all(conn)
    .await?)
}
