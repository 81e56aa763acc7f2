//! Lists with a row for each time something happened to a code, or for each copy of one.
//! What is counted here is what the sums of reports and of the dashboard count, line by line.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::LocationId;
use simpul_kernel::validate::Validator;
use sqlx::PgConnection;

use crate::db::list::{DaySpan, List, SortColumn};
use crate::voucher::input::{VoucherDeed, VoucherHappened};
use crate::voucher::store::voucher::Order;

/// Where the rows of a deed come from.
pub(super) struct Source {
    by_moment: &'static str,
    by_code: &'static str,
    by_end: &'static str,
    /// Sums by status, to be narrowed and grouped by [`GROUP`].
    pub(super) sums: &'static str,
    /// What the order in which it happened compares, and its type.
    moment: (&'static str, &'static str),
    /// Tells the rows apart.
    id: &'static str,
    /// When it happened; nothing is asked of a copy's day.
    at: Option<&'static str>,
    /// The place it happened at.
    pub(super) place: &'static str,
    /// The vendor it is about.
    pub(super) vendor: &'static str,
    /// Whose deed it was.
    user: &'static str,
    /// How it was paid, of sales.
    method: Option<&'static str>,
    /// Where a copy lies.
    router: Option<&'static str>,
    /// What else makes it this deed.
    only: &'static str,
}

/// By what [`Source::sums`] are grouped.
pub(super) const GROUP: &str = "v.status";

/// A list's query; the worst copy is looked up for the rows of the page alone.
macro_rules! rows {
    ($key:literal, $id:literal, $at:literal, $back:literal, $by:literal, $document:literal, $price:literal, $copy:literal, $from:literal) => {
        concat!(
            "SELECT v.id, ", $id, " AS row_id, v.code, v.number, v.batch_id, b.batch_code, b.plan_name, v.location_id, v.status, ",
            "(SELECT jsonb_build_object('truth', x.state, 'reason', x.reason, 'seen_at', coalesce(x.seen_at, x.applied_at)) ",
            "FROM voucher_routers x WHERE x.voucher_id = v.id AND ", $copy, " ORDER BY CASE x.state WHEN 'failed' THEN 0 ",
            "WHEN 'drifted' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END LIMIT 1) AS worst, v.first_login_at, ",
            "v.first_login_is_exact, v.expires_at, v.printed_at, v.sold_at, ", $price, " AS price_sell, v.created_at, ",
            $at, " AS happened_at, (SELECT u.name FROM users u WHERE u.id = ", $by, ") AS happened_by, ",
            $document, " AS happened_in, ", $back, " AS is_back, ", $key, "::TEXT AS sort_key FROM ", $from
        )
    };
}

/// Declares where the rows of a deed come from.
macro_rules! source {
    (moment: $moment:literal as $type:literal, at: $at:literal as $asked:expr, id: $id:literal, back: $back:literal, place: $place:literal,
     vendor: $vendor:literal, by: $by:literal, method: $method:expr, router: $router:expr, document: $document:literal, price: $price:literal, cost: $cost:literal,
     copy: $copy:literal, from: $from:literal, only: $only:literal) => {
        Source {
            by_moment: rows!($moment, $id, $at, $back, $by, $document, $price, $copy, $from),
            by_code: rows!("v.code", $id, $at, $back, $by, $document, $price, $copy, $from),
            by_end: rows!("v.expires_at", $id, $at, $back, $by, $document, $price, $copy, $from),
            sums: concat!(
                "SELECT v.status, count(*) AS count, count(*) FILTER (WHERE ",
                $back,
                ") AS back, ",
                "sum(CASE WHEN ",
                $back,
                " THEN -",
                $price,
                " ELSE ",
                $price,
                " END) AS sell, ",
                "sum(CASE WHEN ",
                $back,
                " THEN -",
                $cost,
                " ELSE ",
                $cost,
                " END) AS cost FROM ",
                $from
            ),
            moment: ($moment, $type),
            id: $id,
            at: $asked,
            place: $place,
            vendor: $vendor,
            user: $by,
            method: $method,
            router: $router,
            only: $only,
        }
    };
}

/// What is told by a moment of the code itself.
macro_rules! of_code {
    ($at:literal, $by:literal, $only:literal) => {
        source!(
            moment: $at as "TIMESTAMPTZ", at: $at as Some($at), id: "v.id", back: "false", place: "v.location_id",
            vendor: "v.vendor_id", by: $by, method: None, router: None, document: "NULL::TEXT", price: "v.price_sell", cost: "v.price_cost", copy: "true",
            from: "vouchers v JOIN voucher_batches b ON b.id = v.batch_id JOIN locations z ON z.id = v.location_id", only: $only
        )
    };
}

/// What is told by a document of the counter, line by line.
macro_rules! of_sale {
    ($only:literal) => {
        source!(
            moment: "s.at" as "TIMESTAMPTZ", at: "s.at" as Some("s.at"),
            id: "(l.id * 2 + (s.refund_of_id IS NOT NULL)::INT)", back: "(s.refund_of_id IS NOT NULL)", place: "s.location_id",
            vendor: "v.vendor_id", by: "s.user_id", method: Some("s.method"), router: None, document: "s.document_number", price: "l.price", cost: "l.price_cost", copy: "true",
            from: "sales s JOIN sale_lines l ON l.sale_id = coalesce(s.refund_of_id, s.id) \
                   AND (s.refund_of_id IS NULL OR l.refund_id = s.id) JOIN vouchers v ON v.id = l.voucher_id \
                   JOIN voucher_batches b ON b.id = v.batch_id JOIN locations z ON z.id = s.location_id",
            only: $only
        )
    };
}

/// A copy on a router that is in use.
macro_rules! of_copy {
    ($only:literal) => {
        source!(
            moment: "v.id" as "BIGINT", at: "NULL::TIMESTAMPTZ" as None, id: "(y.voucher_id * 1048576 + y.router_id)", back: "false",
            place: "y.location_id", vendor: "v.vendor_id", by: "NULL::BIGINT", method: None, router: Some("y.router_id"), document: "r.name", price: "v.price_sell",
            cost: "v.price_cost", copy: "x.router_id = y.router_id",
            from: "voucher_routers y JOIN routers r ON r.id = y.router_id AND r.is_active JOIN vouchers v ON v.id = y.voucher_id \
                   JOIN voucher_batches b ON b.id = v.batch_id",
            only: $only
        )
    };
}

static MADE: Source = of_code!("b.created_at", "b.created_by", "true");
// Paper that came back was printed on its day all the same.
static PRINTED: Source = of_code!("coalesce(v.was_printed_at, v.printed_at)", "NULL::BIGINT", "true");
static ACTIVATED: Source = of_code!("v.first_login_at", "v.sold_by", "true");
static ENDED: Source = of_code!("v.ended_at", "v.sold_by", "v.status IN ('used', 'expired')");
static UNSOLD: Source = of_code!(
    "v.ended_at",
    "v.sold_by",
    "v.status IN ('used', 'expired') AND v.sold_at IS NULL AND v.settled_at IS NULL AND v.vendor_id IS NULL \
     AND NOT starts_with(b.idempotency_key, 'adopt-')"
);
static VOID: Source = of_code!("v.voided_at", "v.voided_by", "true");
static SOLD: Source = of_sale!("s.refund_of_id IS NULL");
static TAKEN_BACK: Source = of_sale!("s.refund_of_id IS NOT NULL");
static TURNOVER: Source = of_sale!("true");
static HANDED: Source = source!(
    moment: "s.at" as "TIMESTAMPTZ", at: "s.at" as Some("s.at"), id: "(l.id * 2 + (s.kind = 'return')::INT)",
    back: "(s.kind = 'return')", place: "s.location_id", vendor: "l.vendor_id", by: "s.user_id", method: None, router: None, document: "s.document_number",
    price: "l.price", cost: "v.price_cost", copy: "true",
    from: "vendor_transfers s CROSS JOIN LATERAL (SELECT h.* FROM vendor_codes h WHERE h.handed_id = s.id \
           UNION ALL SELECT h.* FROM vendor_codes h WHERE h.returned_id = s.id) AS l JOIN vouchers v ON v.id = l.voucher_id \
           JOIN voucher_batches b ON b.id = v.batch_id JOIN locations z ON z.id = s.location_id",
    only: "true"
);
// Consignment on the day it was settled, prepaid codes on the day they were handed over or came back.
static CHARGED: Source = source!(
    moment: "s.at" as "TIMESTAMPTZ", at: "s.at" as Some("s.at"), id: "(l.id * 2 + (s.kind = 'return')::INT)",
    back: "(s.kind = 'return')", place: "s.location_id", vendor: "l.vendor_id", by: "s.user_id", method: None, router: None, document: "s.document_number",
    price: "l.price", cost: "v.price_cost", copy: "true",
    from: "(SELECT n.id, n.at, n.location_id, n.user_id, n.document_number, n.kind FROM vendor_settlements n WHERE n.kind = 'settlement' \
            UNION ALL SELECT t.id, t.at, t.location_id, t.user_id, t.document_number, t.kind FROM vendor_transfers t) AS s \
           CROSS JOIN LATERAL (SELECT h.* FROM vendor_codes h WHERE s.kind = 'settlement' AND h.settlement_id = s.id \
           UNION ALL SELECT h.* FROM vendor_codes h WHERE s.kind = 'hand_over' AND h.handed_id = s.id AND h.is_prepaid \
           UNION ALL SELECT h.* FROM vendor_codes h WHERE s.kind = 'return' AND h.returned_id = s.id AND h.is_prepaid) AS l \
           JOIN vouchers v ON v.id = l.voucher_id JOIN voucher_batches b ON b.id = v.batch_id \
           JOIN locations z ON z.id = s.location_id",
    only: "true"
);
static COPY_PENDING: Source = of_copy!("y.state = 'pending'");
static COPY_TROUBLE: Source = of_copy!("y.state IN ('failed', 'drifted')");

impl Source {
    /// Where the rows of a deed come from.
    pub(super) fn of(what: VoucherDeed) -> &'static Self {
        match what {
            VoucherDeed::Made => &MADE,
            VoucherDeed::Printed => &PRINTED,
            VoucherDeed::Handed => &HANDED,
            VoucherDeed::Sold => &SOLD,
            VoucherDeed::TakenBack => &TAKEN_BACK,
            VoucherDeed::Turnover => &TURNOVER,
            VoucherDeed::Activated => &ACTIVATED,
            VoucherDeed::Ended => &ENDED,
            VoucherDeed::Unsold => &UNSOLD,
            VoucherDeed::Void => &VOID,
            VoucherDeed::Charged => &CHARGED,
            VoucherDeed::CopyPending => &COPY_PENDING,
            VoucherDeed::CopyTrouble => &COPY_TROUBLE,
        }
    }

    /// Its query in an order; as made stands for as it happened.
    pub(super) const fn query(&self, order: Order) -> (&'static str, SortColumn) {
        let (select, (expression, sql_type)) = match order {
            Order::Id | Order::Number | Order::IdOfFew => (self.by_moment, self.moment),
            Order::Code => (self.by_code, ("v.code", "TEXT")),
            Order::Expires => (self.by_end, ("v.expires_at", "TIMESTAMPTZ")),
        };
        (select, SortColumn { expression, sql_type, id: self.id })
    }

    /// What makes it this deed, and what is asked of it.
    pub(super) fn narrow(&self, list: &mut List, asked: &VoucherHappened, days: &[ZoneSpan]) {
        list.and_if(true, self.only);
        if let Some(at) = self.at {
            list.condition().push(at).push(" IS NOT NULL");
            self.narrow_days(list, at, days);
            if let Some(hour) = asked.hour {
                let query = list.condition();
                query.push("extract(hour FROM ").push(at).push(" AT TIME ZONE z.time_zone) = ");
                query.push_bind(i32::from(hour));
            }
        }
        if let Some(user) = asked.user_id {
            list.condition().push(self.user).push(" = ").push_bind(user.0);
        }
        if asked.nobody {
            list.condition().push(self.user).push(" IS NULL");
        }
        // What is no sale was paid in no way, what is no copy lies on no router.
        if let Some(method) = asked.method {
            match self.method {
                Some(column) => list.condition().push(column).push(" = ").push_bind(method.as_str()),
                None => list.condition().push("false"),
            };
        }
        if let Some(router) = asked.router_id {
            match self.router {
                Some(column) => list.condition().push(column).push(" = ").push_bind(router.0),
                None => list.condition().push("false"),
            };
        }
    }
}

/// When the days asked for begin and end at the places of one time zone.
#[derive(Debug)]
pub(super) struct ZoneSpan {
    places: Vec<i64>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
}

/// The days asked for as instants, zone by zone: compared with constants, a moment is found by
/// its index and the planner knows how many there are.
pub(super) async fn spans(
    conn: &mut PgConnection,
    asked: &VoucherHappened,
    place: Option<LocationId>,
) -> Result<Vec<ZoneSpan>> {
    DaySpan::new(asked.from_on, asked.to_on)?;
    Validator::new().range(asked.hour.unwrap_or(0), 0, 23, "hour").finish()?;
    Ok(sqlx::query_as!(
        ZoneSpan,
        r#"SELECT array_agg(id) AS "places!", $1::DATE::TIMESTAMP AT TIME ZONE time_zone AS "from?",
                  ($2::DATE + 1)::TIMESTAMP AT TIME ZONE time_zone AS "until?"
             FROM locations WHERE $3::BIGINT IS NULL OR id = $3 GROUP BY time_zone"#,
        asked.from_on,
        asked.to_on,
        place.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?)
}

impl Source {
    /// From where the first place's days begin to where the last one's end, and in between each place's own.
    fn narrow_days(&self, list: &mut List, at: &'static str, days: &[ZoneSpan]) {
        if let Some(first) = days.iter().filter_map(|zone| zone.from).min() {
            list.condition().push(at).push(" >= ").push_bind(first);
        }
        if let Some(last) = days.iter().filter_map(|zone| zone.until).max() {
            list.condition().push(at).push(" < ").push_bind(last);
        }
        if days.len() < 2 || days.iter().all(|zone| zone.from.is_none() && zone.until.is_none()) {
            return;
        }
        let query = list.condition();
        query.push("(false");
        for zone in days {
            query.push(" OR (").push(self.place).push(" = ANY (").push_bind(zone.places.clone()).push(")");
            if let Some(from) = zone.from {
                query.push(" AND ").push(at).push(" >= ").push_bind(from);
            }
            if let Some(until) = zone.until {
                query.push(" AND ").push(at).push(" < ").push_bind(until);
            }
            query.push(")");
        }
        query.push(")");
    }
}
