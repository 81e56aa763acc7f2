//! Vendors as rows.

use std::collections::HashMap;

use rust_decimal::Decimal;
use simpul_kernel::error::OnConstraint as _;
use simpul_kernel::ids::{LocationId, PlanId, VendorId};
use simpul_kernel::{Money, Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::vendor::error::VendorError;
use crate::vendor::input::{VendorList, VendorMode, VendorPrice, VendorPricing, VendorTerms};
use crate::vendor::rules::Terms;
use crate::vendor::view::{VendorPriceRow, VendorRow};

#[derive(FromRow)]
struct Row {
    id: i64,
    version: i32,
    location_id: i64,
    name: String,
    contact_person: Option<String>,
    phone: Option<String>,
    is_active: bool,
    mode: VendorMode,
    pricing: VendorPricing,
    commission_bp: i32,
    commission_amount: Decimal,
    balance: Decimal,
    in_hand: i64,
    to_settle: i64,
    to_settle_amount: Decimal,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.name.clone(), self.id)
    }
}

impl From<Row> for VendorRow {
    fn from(r: Row) -> Self {
        Self {
            vendor_id: VendorId(r.id),
            version: r.version,
            location_id: LocationId(r.location_id),
            name: r.name,
            contact_person: r.contact_person,
            phone: r.phone,
            is_active: r.is_active,
            mode: r.mode,
            pricing: r.pricing,
            commission_bp: r.commission_bp,
            commission_amount: Money::from_decimal(r.commission_amount),
            balance: Money::from_decimal(r.balance),
            in_hand: r.in_hand,
            to_settle: r.to_settle,
            to_settle_amount: Money::from_decimal(r.to_settle_amount),
        }
    }
}

/// Sums are asked for in the select list: for the vendors of the page alone. In hand is
/// looked for among codes that can still be used, or all that a vendor ever had would be read.
const SELECT: &str = "SELECT d.id, d.version, d.location_id, d.name, d.contact_person, d.phone, d.is_active, d.mode, d.pricing, \
     (d.commission_percent * 100)::INTEGER AS commission_bp, d.commission_amount, \
     coalesce((SELECT a.balance FROM ledger_accounts a WHERE a.location_id = d.location_id AND a.kind = 'vendor' \
         AND a.vendor_id = d.id), 0) AS balance, \
     (SELECT count(*) FROM vouchers v JOIN vendor_codes c ON c.voucher_id = v.id AND c.returned_id IS NULL \
         WHERE v.vendor_id = d.id AND v.status = 'available' AND c.settlement_id IS NULL) AS in_hand, \
     t.to_settle, t.to_settle_amount \
     FROM vendors d CROSS JOIN LATERAL (SELECT count(*) AS to_settle, coalesce(sum(c.price - c.commission), 0) AS to_settle_amount \
       FROM vendor_codes c JOIN vouchers v ON v.id = c.voucher_id WHERE c.vendor_id = d.id AND c.returned_id IS NULL \
        AND c.settlement_id IS NULL AND NOT c.is_prepaid AND v.first_login_at IS NOT NULL) AS t";
const BY_NAME: SortColumn = SortColumn { expression: "d.name", sql_type: "TEXT", id: "d.id" };

pub(in crate::vendor) async fn vendor_list(conn: &mut PgConnection, input: &VendorList) -> Result<Paged<VendorRow>> {
    let mut list = List::new(SELECT);
    list.and("d.location_id =", input.location_id.map(|l| l.0)).and_if(!input.include_inactive, "d.is_active");
    if let Some(part) = input.search.as_deref().map(str::trim).filter(|part| !part.is_empty()) {
        list.condition().push("position(lower(").push_bind(part.to_owned()).push(") IN lower(d.name)) > 0");
    }
    let found: Paged<Row> = list.fetch(conn, BY_NAME, false, &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}

pub(in crate::vendor) async fn vendor_row(conn: &mut PgConnection, id: VendorId) -> Result<Option<VendorRow>> {
    let mut list = List::new(SELECT);
    list.and("d.id =", Some(id.0));
    let found: Paged<Row> = list.fetch(conn, BY_NAME, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(Into::into))
}

/// How to reach a vendor.
pub(in crate::vendor) struct Contact {
    pub(in crate::vendor) email: Option<String>,
    pub(in crate::vendor) address: Option<String>,
    pub(in crate::vendor) description: Option<String>,
}

pub(in crate::vendor) async fn contact(conn: &mut PgConnection, id: VendorId) -> Result<Contact> {
    Ok(sqlx::query_as!(Contact, "SELECT email, address, description FROM vendors WHERE id = $1", id.0)
        .fetch_one(conn)
        .await?)
}

pub(in crate::vendor) async fn prices(conn: &mut PgConnection, id: VendorId) -> Result<Vec<VendorPriceRow>> {
    Ok(sqlx::query_as!(
        VendorPriceRow,
        r#"SELECT x.plan_id AS "plan_id: PlanId", p.name AS plan_name, p.price_sell AS "price_sell: Money",
                  x.price AS "price: Money"
             FROM vendor_prices x JOIN service_plans p ON p.id = x.plan_id WHERE x.vendor_id = $1 ORDER BY p.name, p.id"#,
        id.0
    )
    .fetch_all(conn)
    .await?)
}

/// A vendor while something is done with them, their row locked: whatever moves their
/// codes or money waits here.
pub(in crate::vendor) struct VendorHeld {
    pub(in crate::vendor) id: VendorId,
    pub(in crate::vendor) location_id: LocationId,
    pub(in crate::vendor) name: String,
    pub(in crate::vendor) is_active: bool,
    mode: VendorMode,
    pricing: VendorPricing,
    commission_bp: i32,
    commission_amount: Money,
}

impl VendorHeld {
    /// The terms of today.
    pub(in crate::vendor) fn terms(&self, prices: &[VendorPriceRow]) -> Terms {
        Terms {
            mode: self.mode,
            pricing: self.pricing,
            commission_bp: self.commission_bp,
            commission_amount: self.commission_amount,
            prices: prices.iter().map(|row| (row.plan_id, row.price)).collect::<HashMap<_, _>>(),
        }
    }
}

pub(in crate::vendor) async fn vendor_held(conn: &mut PgConnection, id: VendorId) -> Result<Option<VendorHeld>> {
    Ok(sqlx::query_as!(
        VendorHeld,
        r#"SELECT id AS "id: VendorId", location_id AS "location_id: LocationId", name, is_active, mode AS "mode: VendorMode",
                  pricing AS "pricing: VendorPricing", (commission_percent * 100)::INTEGER AS "commission_bp!",
                  commission_amount AS "commission_amount: Money"
             FROM vendors WHERE id = $1 FOR NO KEY UPDATE"#,
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// The same without a lock, to look what would be.
pub(in crate::vendor) async fn vendor_seen(conn: &mut PgConnection, id: VendorId) -> Result<Option<VendorHeld>> {
    Ok(sqlx::query_as!(
        VendorHeld,
        r#"SELECT id AS "id: VendorId", location_id AS "location_id: LocationId", name, is_active, mode AS "mode: VendorMode",
                  pricing AS "pricing: VendorPricing", (commission_percent * 100)::INTEGER AS "commission_bp!",
                  commission_amount AS "commission_amount: Money"
             FROM vendors WHERE id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::vendor) async fn vendor_insert(
    conn: &mut PgConnection,
    location: LocationId,
    t: &VendorTerms,
) -> Result<VendorId> {
    sqlx::query_scalar!(
        r#"INSERT INTO vendors (location_id, name, contact_person, phone, email, address, description, mode, pricing,
                  commission_percent, commission_amount)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::INTEGER / 100.0, $11) RETURNING id AS "id: VendorId""#,
        location.0,
        t.name,
        t.contact_person,
        t.phone,
        t.email,
        t.address,
        t.description,
        t.mode.as_str(),
        t.pricing.as_str(),
        t.commission_bp,
        t.commission_amount.decimal()
    )
    .fetch_one(conn)
    .await
    .on_constraint("vendors_location_id_name_key", || VendorError::NameTaken)
}

/// Whether the row was still at this version.
pub(in crate::vendor) async fn vendor_update(
    conn: &mut PgConnection,
    (id, version): (VendorId, i32),
    t: &VendorTerms,
    is_active: bool,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE vendors SET name = $3, contact_person = $4, phone = $5, email = $6, address = $7, description = $8, mode = $9,
                pricing = $10, commission_percent = $11::INTEGER / 100.0, commission_amount = $12, is_active = $13
          WHERE id = $1 AND version = $2",
        id.0,
        version,
        t.name,
        t.contact_person,
        t.phone,
        t.email,
        t.address,
        t.description,
        t.mode.as_str(),
        t.pricing.as_str(),
        t.commission_bp,
        t.commission_amount.decimal(),
        is_active
    )
    .execute(conn)
    .await
    .on_constraint("vendors_location_id_name_key", || VendorError::NameTaken)?;
    Ok(done.rows_affected() == 1)
}

/// Writes a vendor's own prices in the place of those there are; returns how many were
/// of plans of the place. One that stays is left alone, so that the trail holds what changed.
pub(in crate::vendor) async fn prices_set(
    conn: &mut PgConnection,
    (id, location): (VendorId, LocationId),
    prices: &[VendorPrice],
) -> Result<usize> {
    let plans: Vec<i64> = prices.iter().map(|price| price.plan_id.0).collect();
    let amounts: Vec<Decimal> = prices.iter().map(|price| price.price.decimal()).collect();
    sqlx::query!(
        "DELETE FROM vendor_prices WHERE vendor_id = $1
            AND (plan_id, price) NOT IN (SELECT x.plan, x.price FROM UNNEST($2::BIGINT[], $3::NUMERIC[]) AS x (plan, price))",
        id.0,
        &plans,
        &amounts
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO vendor_prices (vendor_id, plan_id, location_id, price)
         SELECT $1, x.plan, $2, x.price FROM UNNEST($3::BIGINT[], $4::NUMERIC[]) AS x (plan, price)
           JOIN service_plans p ON p.id = x.plan AND p.location_id = $2 ON CONFLICT (vendor_id, plan_id) DO NOTHING",
        id.0,
        location.0,
        &plans,
        &amounts
    )
    .execute(&mut *conn)
    .await?;
    let kept = sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM vendor_prices WHERE vendor_id = $1"#, id.0)
        .fetch_one(conn)
        .await?;
    Ok(usize::try_from(kept).unwrap_or(usize::MAX))
}
