//! Every query of this area.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::ids::{LocationId, PlanId, RouterId};
use simpul_kernel::{Error, Money, Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use super::error::PlanError;
use super::types::{PlanList, PlanRouter, PlanSort, PlanTerms, PlanView};
use crate::db::list::{KeysetRow, List, SortColumn};
use crate::network::RouterLink;
use crate::provisioning::Truth;

/// A plan's row.
#[derive(Debug, Clone, FromRow)]
pub(super) struct PlanRow {
    id: i64,
    version: i32,
    location_id: i64,
    name: String,
    shortcut_key: Option<i16>,
    usage_limit_s: Option<i64>,
    data_limit_bytes: Option<i64>,
    validity_s: Option<i64>,
    shared_users: i32,
    has_mac_lock: bool,
    upload_kbps: Option<i32>,
    download_kbps: Option<i32>,
    price_sell: Decimal,
    price_cost: Decimal,
    profile_name: String,
    low_stock_at: Option<i32>,
    is_active: bool,
    created_at: DateTime<Utc>,
    stock: i64,
    sort_key: String,
}

impl PlanRow {
    pub(super) fn plan_id(&self) -> PlanId {
        PlanId(self.id)
    }

    pub(super) fn location_id(&self) -> LocationId {
        LocationId(self.location_id)
    }

    pub(super) fn is_active(&self) -> bool {
        self.is_active
    }

    pub(super) fn terms(&self) -> PlanTerms {
        PlanTerms {
            name: self.name.clone(),
            shortcut_key: self.shortcut_key,
            usage_limit_s: self.usage_limit_s,
            data_limit_bytes: self.data_limit_bytes,
            validity_s: self.validity_s,
            shared_users: self.shared_users,
            lock_mac: self.has_mac_lock,
            upload_kbps: self.upload_kbps,
            download_kbps: self.download_kbps,
            price_sell: Money::from_decimal(self.price_sell),
            price_cost: Money::from_decimal(self.price_cost),
            profile_name: self.profile_name.clone(),
            low_stock_at: self.low_stock_at,
        }
    }

    fn view(self, routers: Vec<PlanRouter>) -> PlanView {
        PlanView {
            plan_id: self.plan_id(),
            version: self.version,
            location_id: self.location_id(),
            terms: self.terms(),
            is_active: self.is_active,
            routers,
            stock: self.stock,
            created_at: self.created_at,
        }
    }
}

impl KeysetRow for PlanRow {
    fn key(&self) -> (String, i64) {
        (self.sort_key.clone(), self.id)
    }
}

/// Codes on hand are read from the sums that triggers keep, never by counting codes.
macro_rules! stock {
    () => {
        "coalesce((SELECT sum(s.n) FROM stock_on_hand s WHERE s.plan_id = p.id), 0)::BIGINT"
    };
}

/// The list's query with the text of its sort key.
macro_rules! select {
    ($($sort_key:tt)+) => {
        concat!(
            "SELECT p.id, p.version, p.location_id, p.name, p.shortcut_key, p.usage_limit_s, p.data_limit_bytes, ",
            "p.validity_s, p.shared_users, p.has_mac_lock, p.upload_kbps, p.download_kbps, p.price_sell, p.price_cost, ",
            "p.profile_name, p.low_stock_at, p.is_active, p.created_at, ",
            stock!(),
            " AS stock, ",
            $($sort_key)+,
            "::TEXT AS sort_key FROM service_plans p"
        )
    };
}

/// An order: its query and the column that is compared.
const fn order(sort: PlanSort) -> (&'static str, SortColumn) {
    const fn column(expression: &'static str, sql_type: &'static str) -> SortColumn {
        SortColumn { expression, sql_type, id: "p.id" }
    }
    match sort {
        PlanSort::Name => (select!("p.name"), column("p.name", "TEXT")),
        PlanSort::PriceSell => (select!("p.price_sell"), column("p.price_sell", "NUMERIC")),
        PlanSort::Stock => (select!(stock!()), column(stock!(), "BIGINT")),
    }
}

pub(super) async fn plan_list(conn: &mut PgConnection, input: &PlanList) -> Result<Paged<PlanView>> {
    let (select, column) = order(input.sort.unwrap_or_default());
    let mut list = List::new(select);
    list.and("p.location_id =", input.location_id.map(|l| l.0)).and_if(!input.include_inactive, "p.is_active");
    list.and("lower(p.name) =", input.name.as_deref().map(|name| name.trim().to_lowercase()));
    let page = input.page.clone().unwrap_or_default();
    let found: Paged<PlanRow> = list.fetch(conn, column, input.descending.unwrap_or(false), &page).await?;
    let ids: Vec<PlanId> = found.rows.iter().map(PlanRow::plan_id).collect();
    let mut routers = routers_of(conn, &ids, false).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for row in found.rows {
        let (own, rest): (Vec<_>, Vec<_>) = routers.into_iter().partition(|(plan, _)| *plan == row.plan_id());
        routers = rest;
        rows.push(row.view(own.into_iter().map(|(_, router)| router).collect()));
    }
    Ok(Paged { rows, next: found.next })
}

pub(super) async fn plan_get(conn: &mut PgConnection, id: PlanId) -> Result<Option<PlanRow>> {
    Ok(plans_get(conn, &[id]).await?.pop())
}

pub(super) async fn plans_get(conn: &mut PgConnection, ids: &[PlanId]) -> Result<Vec<PlanRow>> {
    let (select, column) = order(PlanSort::Name);
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(usize::from(simpul_kernel::page::PAGE_LIMIT_MAX)) {
        let ids: Vec<i64> = chunk.iter().map(|id| id.0).collect();
        let mut list = List::new(select);
        list.condition().push("p.id = ANY (").push_bind(ids).push(")");
        let page = Page { after: None, limit: Some(simpul_kernel::page::PAGE_LIMIT_MAX) };
        rows.extend(list.fetch::<PlanRow>(conn, column, false, &page).await?.rows);
    }
    Ok(rows)
}

pub(super) async fn plan_view(conn: &mut PgConnection, id: PlanId) -> Result<Option<PlanView>> {
    let Some(row) = plan_get(conn, id).await? else { return Ok(None) };
    let routers = routers_of(conn, &[id], false).await?;
    Ok(Some(row.view(routers.into_iter().map(|(_, router)| router).collect())))
}

/// The routers of plans, by name; with how the profile stands there.
pub(super) async fn routers_of(
    conn: &mut PgConnection,
    plans: &[PlanId],
    only_in_use: bool,
) -> Result<Vec<(PlanId, PlanRouter)>> {
    let ids: Vec<i64> = plans.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT x.plan_id, x.router_id, r.name, x.state AS "truth: Truth", x.reason,
                  CASE WHEN r.is_active THEN coalesce(s.link, 'unknown') ELSE 'unknown' END AS "link!: RouterLink"
             FROM plan_routers x JOIN routers r ON r.id = x.router_id LEFT JOIN router_state s ON s.router_id = r.id
            WHERE x.plan_id = ANY ($1) AND (r.is_active OR NOT $2) ORDER BY x.plan_id, r.name, r.id"#,
        &ids,
        only_in_use
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let router = PlanRouter {
                router_id: RouterId(r.router_id),
                router_name: r.name,
                truth: r.truth,
                reason: r.reason,
                link: r.link,
            };
            (PlanId(r.plan_id), router)
        })
        .collect())
}

/// How many of these routers are in use at this place.
pub(super) async fn routers_usable(
    conn: &mut PgConnection,
    location: LocationId,
    routers: &[RouterId],
) -> Result<usize> {
    let ids: Vec<i64> = routers.iter().map(|id| id.0).collect();
    let n = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM routers WHERE id = ANY ($1) AND location_id = $2 AND is_active"#,
        &ids,
        location.0
    )
    .fetch_one(conn)
    .await?;
    Ok(usize::try_from(n).unwrap_or_default())
}

fn known_constraint(error: sqlx::Error) -> Error {
    let constraint = match &error {
        sqlx::Error::Database(cause) => cause.constraint().unwrap_or_default(),
        _ => "",
    };
    match constraint {
        "service_plans_location_id_name_key" => PlanError::NameTaken.into(),
        "service_plans_location_id_profile_name_key" => PlanError::ProfileNameTaken.into(),
        "service_plans_location_id_shortcut_key_key" => PlanError::ShortcutKeyTaken.into(),
        _ => error.into(),
    }
}

pub(super) async fn plan_insert(conn: &mut PgConnection, location: LocationId, t: &PlanTerms) -> Result<PlanId> {
    sqlx::query_scalar!(
        r#"INSERT INTO service_plans (location_id, name, shortcut_key, usage_limit_s, data_limit_bytes, validity_s, shared_users,
                  has_mac_lock, upload_kbps, download_kbps, price_sell, price_cost, profile_name, low_stock_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id AS "id: PlanId""#,
        location.0,
        t.name,
        t.shortcut_key,
        t.usage_limit_s,
        t.data_limit_bytes,
        t.validity_s,
        t.shared_users,
        t.lock_mac,
        t.upload_kbps,
        t.download_kbps,
        t.price_sell.decimal(),
        t.price_cost.decimal(),
        t.profile_name,
        t.low_stock_at
    )
    .fetch_one(conn)
    .await
    .map_err(known_constraint)
}

/// Whether the row was still at this version.
pub(super) async fn plan_update(
    conn: &mut PgConnection,
    (id, version): (PlanId, i32),
    t: &PlanTerms,
    is_active: bool,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE service_plans SET name = $3, shortcut_key = $4, usage_limit_s = $5, data_limit_bytes = $6, validity_s = $7,
                shared_users = $8, has_mac_lock = $9, upload_kbps = $10, download_kbps = $11, price_sell = $12,
                price_cost = $13, profile_name = $14, is_active = $15, low_stock_at = $16
          WHERE id = $1 AND version = $2",
        id.0,
        version,
        t.name,
        t.shortcut_key,
        t.usage_limit_s,
        t.data_limit_bytes,
        t.validity_s,
        t.shared_users,
        t.lock_mac,
        t.upload_kbps,
        t.download_kbps,
        t.price_sell.decimal(),
        t.price_cost.decimal(),
        t.profile_name,
        is_active,
        t.low_stock_at
    )
    .execute(conn)
    .await
    .map_err(known_constraint)?;
    Ok(done.rows_affected() == 1)
}

/// Writes the devices and speeds a profile has on a router.
pub(super) async fn profile_taken(
    conn: &mut PgConnection,
    id: PlanId,
    shared_users: i32,
    kbps: Option<(i32, i32)>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE service_plans SET shared_users = $2, upload_kbps = $3, download_kbps = $4 WHERE id = $1",
        id.0,
        shared_users,
        kbps.map(|(up, _)| up),
        kbps.map(|(_, down)| down)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The plan still sold that writes a profile.
pub(super) async fn plan_of_profile(
    conn: &mut PgConnection,
    location: LocationId,
    profile: &str,
) -> Result<Option<PlanId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: PlanId" FROM service_plans WHERE location_id = $1 AND profile_name = $2 AND is_active"#,
        location.0,
        profile
    )
    .fetch_optional(conn)
    .await?)
}

/// Whether a plan still sold has this name.
pub(super) async fn plan_name_taken(conn: &mut PgConnection, location: LocationId, name: &str) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM service_plans WHERE location_id = $1 AND name = $2 AND is_active) AS "taken!""#,
        location.0,
        name
    )
    .fetch_one(conn)
    .await?)
}
