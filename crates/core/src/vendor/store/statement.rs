//! What stands on a vendor's statement.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::VendorId;
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

/// A row of the vendor's account, or a hand-over that moved no money.
pub(in crate::vendor) struct Entry {
    pub(in crate::vendor) at: DateTime<Utc>,
    pub(in crate::vendor) kind: String,
    pub(in crate::vendor) document_number: String,
    pub(in crate::vendor) document_kind: String,
    pub(in crate::vendor) quantity: i32,
    pub(in crate::vendor) amount: Money,
    pub(in crate::vendor) value: Option<Money>,
}

/// The balance before a moment.
pub(in crate::vendor) async fn balance_before(
    conn: &mut PgConnection,
    vendor: VendorId,
    at: DateTime<Utc>,
) -> Result<Money> {
    Ok(sqlx::query_scalar!(
        r#"SELECT coalesce(sum(t.amount), 0) AS "sum!: Money"
             FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id AND a.vendor_id = $1 WHERE t.at < $2"#,
        vendor.0,
        at
    )
    .fetch_one(conn)
    .await?)
}

/// Everything between two moments, the oldest first.
pub(in crate::vendor) async fn entries(
    conn: &mut PgConnection,
    vendor: VendorId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    most: i64,
) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"SELECT e.at AS "at!", e.kind AS "kind!", e.document_number AS "document_number!", e.document_kind AS "document_kind!",
                  e.quantity AS "quantity!", e.amount AS "amount!: Money", e.value AS "value: Money"
             FROM (SELECT t.at, t.kind, coalesce(x.document_number, s.document_number, '') AS document_number,
                          coalesce(x.kind, s.kind, '') AS document_kind, coalesce(x.quantity, s.quantity, 0) AS quantity,
                          t.amount, NULL::NUMERIC AS value, t.number AS place
                     FROM financial_transactions t JOIN ledger_accounts a ON a.id = t.account_id AND a.vendor_id = $1
                     LEFT JOIN vendor_transfers x ON t.subject_kind = 'vendor_transfer' AND x.id = t.subject_id
                     LEFT JOIN vendor_settlements s ON t.subject_kind = 'vendor_settlement' AND s.id = t.subject_id
                    WHERE t.at >= $2 AND t.at < $3
                   UNION ALL
                   SELECT x.at, x.kind, x.document_number, x.kind, x.quantity, 0, x.gross_amount - x.commission_amount, 0
                     FROM vendor_transfers x
                    WHERE x.vendor_id = $1 AND x.charged_amount = 0 AND x.at >= $2 AND x.at < $3) AS e
            ORDER BY e.at, e.place LIMIT $4"#,
        vendor.0,
        from,
        until,
        most
    )
    .fetch_all(conn)
    .await?)
}
