//! Vouchers as lists and screens show them.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use simpul_kernel::ids::{LocationId, RouterId, VoucherBatchId, VoucherId};
use simpul_kernel::{Money, Page, Paged, Result};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};

use super::happened::{Source, ZoneSpan, batches_made, spans};
use super::search::{Search, search};
use crate::db::list::{KeysetRow, List, SortColumn};
use crate::provisioning::Truth;
use crate::voucher::deed::VoucherDeed;
use crate::voucher::input::{StockPart, VoucherFilter, VoucherSort};
use crate::voucher::model::VoucherStatus;
use crate::voucher::view::{VoucherCopy, VoucherEvent, VoucherRow, VoucherView};

/// The copy of a voucher that stands worst.
#[derive(Deserialize)]
struct Worst {
    truth: Truth,
    reason: Option<String>,
    seen_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    row_id: i64,
    code: String,
    number: i32,
    batch_id: i64,
    batch_code: String,
    plan_name: String,
    location_id: i64,
    status: VoucherStatus,
    worst: Option<Json<Worst>>,
    first_login_at: Option<DateTime<Utc>>,
    first_login_is_exact: bool,
    expires_at: Option<DateTime<Utc>>,
    printed_at: Option<DateTime<Utc>>,
    sold_at: Option<DateTime<Utc>>,
    price_sell: Decimal,
    created_at: DateTime<Utc>,
    happened_at: Option<DateTime<Utc>>,
    happened_by: Option<String>,
    happened_in: Option<String>,
    is_back: bool,
    sort_key: String,
    sort_tie: i64,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.sort_key.clone(), self.sort_tie)
    }
}

impl From<Row> for VoucherRow {
    fn from(r: Row) -> Self {
        // Without a router there is nothing to see yet.
        let worst = r.worst.map_or(Worst { truth: Truth::Pending, reason: None, seen_at: None }, |json| json.0);
        Self {
            row_id: r.row_id,
            voucher_id: VoucherId(r.id),
            code: r.code,
            number: r.number,
            batch_id: VoucherBatchId(r.batch_id),
            batch_code: r.batch_code,
            plan_name: r.plan_name,
            location_id: LocationId(r.location_id),
            status: r.status,
            truth: worst.truth,
            truth_reason: worst.reason,
            seen_at: worst.seen_at,
            first_login_at: r.first_login_at,
            first_login_exact: r.first_login_is_exact,
            expires_at: r.expires_at,
            printed_at: r.printed_at,
            sold_at: r.sold_at,
            price_sell: Money::from_decimal(r.price_sell),
            created_at: r.created_at,
            happened_at: r.happened_at,
            happened_by: r.happened_by,
            happened_in: r.happened_in,
            is_back: r.is_back,
        }
    }
}

/// The list's query with the text of its sort key. The worst copy is asked for in
/// the select list and not by a join: it is then looked up for the rows of the page
/// alone, after they were sorted.
macro_rules! select {
    ($sort_key:literal) => {
        concat!(
            "SELECT v.id, v.id AS row_id, v.code, v.number, v.batch_id, b.batch_code, b.plan_name, v.location_id, v.status, ",
            "(SELECT jsonb_build_object('truth', x.state, 'reason', x.reason, 'seen_at', coalesce(x.seen_at, x.applied_at)) ",
            "FROM voucher_routers x WHERE x.voucher_id = v.id ORDER BY CASE x.state WHEN 'failed' THEN 0 ",
            "WHEN 'drifted' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END LIMIT 1) AS worst, v.first_login_at, ",
            "v.first_login_is_exact, v.expires_at, v.printed_at, v.sold_at, v.price_sell, v.created_at, ",
            "NULL::TIMESTAMPTZ AS happened_at, NULL::TEXT AS happened_by, NULL::TEXT AS happened_in, false AS is_back, ",
            $sort_key,
            "::TEXT AS sort_key, v.id AS sort_tie FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id"
        )
    };
}

/// One order a list can have: its query and the column that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As made.
    Id,
    /// As made, of one batch: the number has an index of its own there.
    Number,
    /// As made, of a few batches: they are read whole and sorted, which the planner
    /// must be kept from outwitting (it takes codes of a batch to lie scattered).
    IdOfFew,
    /// By code.
    Code,
    /// By end of life, of those that have one.
    Expires,
}

impl Order {
    const fn query(self) -> (&'static str, SortColumn) {
        const fn column(expression: &'static str, sql_type: &'static str) -> SortColumn {
            SortColumn { expression, sql_type, id: "v.id" }
        }
        match self {
            Self::Id => (select!("v.id"), column("v.id", "BIGINT")),
            Self::Number => (select!("v.number"), column("v.number", "INTEGER")),
            Self::IdOfFew => (select!("(v.id + 0)"), column("(v.id + 0)", "BIGINT")),
            Self::Code => (select!("v.code"), column("v.code", "TEXT")),
            Self::Expires => (select!("v.expires_at"), column("v.expires_at", "TIMESTAMPTZ")),
        }
    }
}

/// What a column of the stock page counts, over vouchers `v` and their batches `b`; the
/// same over the sums that triggers keep is in `totals.rs`.
const fn part_of_list(part: StockPart) -> &'static str {
    match part {
        StockPart::Printed => "v.printed_at IS NOT NULL",
        StockPart::Plain => {
            "v.status = 'available' AND v.sold_at IS NULL AND v.vendor_id IS NULL AND v.printed_at IS NULL \
             AND b.status = 'active' AND NOT starts_with(b.idempotency_key, 'adopt-')"
        }
        StockPart::Card => {
            "v.status = 'available' AND v.sold_at IS NULL AND v.vendor_id IS NULL AND v.printed_at IS NOT NULL \
             AND b.status = 'active' AND NOT starts_with(b.idempotency_key, 'adopt-')"
        }
        StockPart::OnHand => {
            "v.status = 'available' AND v.sold_at IS NULL AND v.vendor_id IS NULL \
             AND b.status = 'active' AND NOT starts_with(b.idempotency_key, 'adopt-')"
        }
        StockPart::Handed => "v.status = 'available' AND v.sold_at IS NULL AND v.vendor_id IS NOT NULL",
        StockPart::Sold => "v.sold_at IS NOT NULL",
        StockPart::Activated => "v.status IN ('active', 'used', 'expired')",
        StockPart::Ended => "v.status IN ('used', 'expired')",
    }
}

/// A filter with its search resolved.
pub(super) struct Filter<'a> {
    plain: &'a VoucherFilter,
    source: Option<&'static Source>,
    days: Vec<ZoneSpan>,
    /// Between which batches it was made, where that is asked.
    made: Option<(i64, i64)>,
    batch: Option<i64>,
    search: Search,
}

impl<'a> Filter<'a> {
    pub(super) async fn new(conn: &mut PgConnection, plain: &'a VoucherFilter) -> Result<Self> {
        let found = search(&mut *conn, plain.search.as_deref()).await?;
        let happened = plain.happened.as_ref();
        let (batch, search) = match (plain.batch_id, found) {
            (None, Search::Batches(ids)) if ids.len() == 1 => (ids.first().copied(), Search::All),
            (batch, found) => (batch.map(|b| b.0), found),
        };
        let days = match happened {
            Some(happened) => spans(&mut *conn, happened, plain.location_id).await?,
            None => Vec::new(),
        };
        let is_made =
            happened.is_some_and(|h| h.what == VoucherDeed::Made && (h.from_on.is_some() || h.to_on.is_some()));
        let made = if is_made { Some(batches_made(conn, &days).await?) } else { None };
        Ok(Self { plain, source: happened.map(|h| Source::of(h.what)), days, made, batch, search })
    }

    /// Whether few codes are left: of one batch, or found by what was typed.
    pub(super) const fn is_few(&self) -> bool {
        self.batch.is_some() || !matches!(self.search, Search::All)
    }

    /// The order in which vouchers were made, as this filter reads it best.
    fn as_made(&self) -> Order {
        match (self.batch, &self.search) {
            (Some(_), _) => Order::Number,
            (None, Search::Batches(_)) => Order::IdOfFew,
            (None, _) => Order::Id,
        }
    }

    /// A list of an order, with every condition of the filter.
    fn list(&self, order: Order) -> (List, SortColumn) {
        let (select, column) = self.source.map_or_else(|| order.query(), |source| source.query(order, self.is_few()));
        let mut list = List::new(select);
        self.narrow(&mut list);
        (list, column)
    }

    /// Every condition of the filter.
    pub(super) fn narrow(&self, list: &mut List) {
        let of_code = ("v.location_id", "v.plan_id", "v.vendor_id");
        let (place, plan, vendor) = self.source.map_or(of_code, |s| (s.place, s.plan, s.vendor));
        list.and("v.batch_id =", self.batch);
        list.and("v.batch_id >=", self.made.map(|(first, _)| first))
            .and("v.batch_id <=", self.made.map(|(_, last)| last));
        if let Some(id) = self.plain.plan_id {
            list.condition().push(plan).push(" = ").push_bind(id.0);
        }
        if let Some(id) = self.plain.location_id {
            list.condition().push(place).push(" = ").push_bind(id.0);
        }
        if let Some(id) = self.plain.vendor_id {
            list.condition().push(vendor).push(" = ").push_bind(id.0);
        }
        if self.plain.no_vendor {
            list.condition().push(vendor).push(" IS NULL");
        }
        if let (Some(source), Some(happened)) = (self.source, &self.plain.happened) {
            source.narrow(list, happened, &self.days);
        }
        if let Some(part) = self.plain.stock {
            list.and_if(true, part_of_list(part));
        }
        match self.plain.status.as_slice() {
            [] => {}
            [one] => {
                list.condition().push("v.status = ").push_bind(one.as_str());
            }
            many => {
                let names: Vec<String> = many.iter().map(|s| s.as_str().to_owned()).collect();
                list.condition().push("v.status = ANY (").push_bind(names).push(")");
            }
        }
        list.and_if(
            self.plain.router_trouble,
            "v.id IN (SELECT x.voucher_id FROM voucher_routers x WHERE x.state <> 'applied')",
        );
        match &self.search {
            Search::All => {}
            Search::Vouchers(ids) => {
                list.condition().push("v.id = ANY (").push_bind(ids.clone()).push(")");
            }
            Search::Batches(ids) => {
                list.condition().push("v.batch_id = ANY (").push_bind(ids.clone()).push(")");
            }
        }
    }

    async fn page(
        &self,
        conn: &mut PgConnection,
        (order, descending): (Order, bool),
        page: &Page,
    ) -> Result<Paged<Row>> {
        let (list, column) = self.list(order);
        list.fetch(conn, column, descending, page).await
    }

    /// By end of life, those without one last: two lists after each other, because
    /// only the first has an order an index knows. A cursor into the second says so.
    async fn page_by_end(&self, conn: &mut PgConnection, descending: bool, page: &Page) -> Result<Paged<Row>> {
        const SECOND: &str = "~";
        let mut rows = Vec::new();
        let after = page.after.as_deref();
        let second = after.and_then(|cursor| cursor.strip_prefix(SECOND));
        if second.is_none() {
            let (mut list, column) = self.list(Order::Expires);
            list.and_if(true, "v.expires_at IS NOT NULL");
            let first: Paged<Row> = list.fetch(&mut *conn, column, descending, page).await?;
            if first.next.is_some() {
                return Ok(first);
            }
            rows = first.rows;
        }
        let left = page.rows() - i64::try_from(rows.len()).unwrap_or(i64::MAX);
        // A bare mark is the second list's beginning.
        let second = second.filter(|cursor| !cursor.is_empty()).map(ToOwned::to_owned);
        // One row at least, so that it is known whether there are more.
        let limit = u16::try_from(left.max(1)).ok();
        let (mut list, column) = self.list(self.as_made());
        list.and_if(true, "v.expires_at IS NULL");
        let rest: Paged<Row> = list.fetch(conn, column, descending, &Page { after: second, limit }).await?;
        if left == 0 {
            let next = (!rest.rows.is_empty()).then(|| SECOND.to_owned());
            return Ok(Paged { rows, next });
        }
        rows.extend(rest.rows);
        Ok(Paged { rows, next: rest.next.map(|cursor| format!("{SECOND}{cursor}")) })
    }
}

pub(in crate::voucher) async fn voucher_list(
    conn: &mut PgConnection,
    filter: &VoucherFilter,
    (sort, descending): (VoucherSort, bool),
    page: &Page,
) -> Result<Paged<VoucherRow>> {
    let filter = Filter::new(conn, filter).await?;
    let found = match sort {
        VoucherSort::Id => filter.page(conn, (filter.as_made(), descending), page).await?,
        VoucherSort::Code => filter.page(conn, (Order::Code, descending), page).await?,
        VoucherSort::ExpiresAt => filter.page_by_end(conn, descending, page).await?,
    };
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}

/// The voucher of one of these spellings; the earlier spelling wins.
pub(in crate::voucher) async fn id_by_code(conn: &mut PgConnection, spellings: &[String]) -> Result<Option<VoucherId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: VoucherId" FROM vouchers WHERE code = ANY ($1) ORDER BY array_position($1, code) LIMIT 1"#,
        spellings
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::voucher) async fn voucher_view(conn: &mut PgConnection, id: VoucherId) -> Result<Option<VoucherView>> {
    let (select, column) = Order::Id.query();
    let mut list = List::new(select);
    list.and("v.id =", Some(id.0));
    let found: Paged<Row> = list.fetch(&mut *conn, column, false, &Page::default()).await?;
    let Some(row) = found.rows.into_iter().next() else { return Ok(None) };
    let more = sqlx::query!(
        r#"SELECT v.version, v.locked_mac, v.password, v.usage_limit_s, v.data_limit_bytes, v.validity_s, v.void_reason,
                  coalesce(u.uptime_s, 0) AS "uptime_s!", coalesce(u.bytes_in + u.bytes_out, 0) AS "bytes_used!",
                  u.last_seen_at AS "last_seen_at?", d.name AS "vendor_name?"
             FROM vouchers v LEFT JOIN voucher_usage_state u ON u.voucher_id = v.id LEFT JOIN vendors d ON d.id = v.vendor_id
            WHERE v.id = $1"#,
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Some(VoucherView {
        row: row.into(),
        version: more.version,
        locked_mac: more.locked_mac,
        password: more.password,
        usage_limit_s: more.usage_limit_s,
        data_limit_bytes: more.data_limit_bytes,
        validity_s: more.validity_s,
        uptime_s: more.uptime_s,
        bytes_used: more.bytes_used,
        last_seen_at: more.last_seen_at,
        copies: copies(conn, id).await?,
        events: events(conn, id).await?,
        void_reason: more.void_reason,
        vendor_name: more.vendor_name,
    }))
}

async fn copies(conn: &mut PgConnection, id: VoucherId) -> Result<Vec<VoucherCopy>> {
    Ok(sqlx::query_as!(
        VoucherCopy,
        r#"SELECT x.router_id AS "router_id: RouterId", r.name AS router_name, x.state AS "truth: Truth", x.reason,
                  x.applied_at, x.seen_at
             FROM voucher_routers x JOIN routers r ON r.id = x.router_id WHERE x.voucher_id = $1 ORDER BY r.name, r.id"#,
        id.0
    )
    .fetch_all(conn)
    .await?)
}

/// What happened to a voucher, newest first. Its making is told by its batch, its
/// printing by the log of prints while it was unused.
async fn events(conn: &mut PgConnection, id: VoucherId) -> Result<Vec<VoucherEvent>> {
    Ok(sqlx::query_as!(
        VoucherEvent,
        r#"SELECT e.at AS "at!", e.kind AS "kind!", u.name AS "user_name?", e.details AS "details!"
             FROM (SELECT at, kind, user_id, details, 2 AS place, id FROM voucher_events WHERE voucher_id = $1
                   UNION ALL
                   SELECT p.at, 'printed', p.user_id,
                          jsonb_build_object('preset', p.preset, 'is_reprint', p.is_reprint, 'reason', p.reason), 1, p.id
                     FROM print_log p JOIN vouchers v ON v.id = $1
                    WHERE p.voucher_id = v.id
                       OR (p.batch_id = v.batch_id AND p.at >= v.printed_at
                           AND (v.first_login_at IS NULL OR v.first_login_at > p.at)
                           AND (v.voided_at IS NULL OR v.voided_at > p.at))
                   UNION ALL
                   -- A batch of the counter has codes of everybody who sold there.
                   SELECT v.created_at, 'created',
                          coalesce(CASE WHEN b.counter_day IS NOT NULL THEN (SELECT s.user_id FROM voucher_events s
                              WHERE s.voucher_id = v.id AND s.kind = 'sold' ORDER BY s.id LIMIT 1) END, b.created_by),
                          jsonb_build_object('batch_code', b.batch_code, 'number', v.number), 0, 0
                     FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id WHERE v.id = $1) AS e
             LEFT JOIN users u ON u.id = e.user_id ORDER BY e.at DESC, e.place DESC, e.id DESC LIMIT 200"#,
        id.0
    )
    .fetch_all(conn)
    .await?)
}
