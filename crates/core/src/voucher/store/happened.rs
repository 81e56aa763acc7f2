//! Lists with a row for each time something happened to a code, or for each copy of one.
//! What is counted here is what the sums of reports and of the dashboard count, line by line.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::LocationId;
use simpul_kernel::validate::Validator;
use sqlx::PgConnection;

use crate::db::list::{DaySpan, List, SortColumn};
use crate::voucher::deed::{VoucherDeed, VoucherHappened};
use crate::voucher::store::voucher::Order;

/// The queries of a deed over one way to its rows.
pub(super) struct Queries {
    by_moment: &'static str,
    by_code: &'static str,
    by_end: &'static str,
    /// Sums by status, to be narrowed and grouped by [`GROUP`].
    pub(super) sums: &'static str,
}

/// Where the rows of a deed come from.
pub(super) struct Source {
    /// In the order in which it happened, by an index.
    many: Queries,
    /// From few codes on, those of a batch or a search: they are read whole and sorted, which the planner must
    /// be kept from outwitting. It would walk by the moment and expect them everywhere.
    few: Queries,
    /// What the order in which it happened compares, of many and of few, and its type.
    moment: (&'static str, &'static str, &'static str),
    /// Which column tells apart what happened at the same moment.
    tie: &'static str,
    /// Tells the rows apart.
    id: &'static str,
    /// By what it has its day; nothing is asked of a copy's.
    at: Option<&'static str>,
    /// When it happened, as the rows say it.
    told: &'static str,
    /// The place it happened at.
    pub(super) place: &'static str,
    /// The plan it is told of.
    pub(super) plan: &'static str,
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

/// By what [`Queries::sums`] are grouped.
pub(super) const GROUP: &str = "v.status";

/// A list's query; the worst copy is looked up for the rows of the page alone.
macro_rules! rows {
    ($key:expr, $tie:expr, $id:expr, $at:expr, $back:expr, $by:expr, $document:expr, $price:expr, $copy:expr, $from:expr) => {
        concat!(
            "SELECT v.id, ", $id, " AS row_id, v.code, v.number, v.batch_id, b.batch_code, b.plan_name, v.location_id, v.status, ",
            "(SELECT jsonb_build_object('truth', x.state, 'reason', x.reason, 'seen_at', coalesce(x.seen_at, x.applied_at)) ",
            "FROM voucher_routers x WHERE x.voucher_id = v.id AND ", $copy, " ORDER BY CASE x.state WHEN 'failed' THEN 0 ",
            "WHEN 'drifted' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END LIMIT 1) AS worst, v.first_login_at, ",
            "v.first_login_is_exact, v.expires_at, v.printed_at, v.sold_at, ", $price, " AS price_sell, v.created_at, ",
            $at, " AS happened_at, (SELECT u.name FROM users u WHERE u.id = ", $by, ") AS happened_by, ",
            $document, " AS happened_in, ", $back, " AS is_back, ", $key, "::TEXT AS sort_key, ", $tie, "::BIGINT AS sort_tie FROM ", $from
        )
    };
}

/// The queries over one way to the rows.
macro_rules! queries {
    ($moment:expr, $tie:expr, $id:expr, $at:expr, $back:expr, $by:expr, $document:expr, $price:expr, $cost:expr, $copy:expr, $from:expr) => {
        Queries {
            by_moment: rows!($moment, $tie, $id, $at, $back, $by, $document, $price, $copy, $from),
            by_code: rows!("v.code", $id, $id, $at, $back, $by, $document, $price, $copy, $from),
            by_end: rows!("v.expires_at", $id, $id, $at, $back, $by, $document, $price, $copy, $from),
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
        }
    };
}

/// Declares where the rows of a deed come from. `few` is the moment as no index knows it.
macro_rules! source {
    (moment: $moment:expr, few: $few:expr, as $type:literal, tie: $tie:expr, at: $at:expr, told: $told:expr, id: $id:expr, back: $back:expr,
     place: $place:literal, plan: $plan:literal, vendor: $vendor:literal, by: $by:expr, method: $method:expr, router: $router:expr,
     document: $document:expr, price: $price:expr, cost: $cost:expr, copy: $copy:expr, from: $from:expr, from_few: $from_few:expr, only: $only:expr) => {
        Source {
            many: queries!($moment, $tie, $id, $told, $back, $by, $document, $price, $cost, $copy, $from),
            few: queries!($few, $tie, $id, $told, $back, $by, $document, $price, $cost, $copy, $from_few),
            moment: ($moment, $few, $type),
            tie: $tie,
            id: $id,
            at: $at,
            told: $told,
            place: $place,
            plan: $plan,
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
    (moment: $moment:expr, few: $few:expr, as $type:literal, tie: $tie:expr, at: $at:expr, told: $told:expr, by: $by:expr, only: $only:expr) => {
        source!(
            moment: $moment, few: $few, as $type, tie: $tie, at: Some($at), told: $told, id: "v.id", back: "false", place: "v.location_id",
            plan: "v.plan_id", vendor: "v.vendor_id", by: $by, method: None, router: None, document: "NULL::TEXT", price: "v.price_sell",
            cost: "v.price_cost", copy: "true",
            from: "vouchers v JOIN voucher_batches b ON b.id = v.batch_id JOIN locations z ON z.id = v.location_id",
            from_few: "vouchers v JOIN voucher_batches b ON b.id = v.batch_id JOIN locations z ON z.id = v.location_id", only: $only
        )
    };
    ($at:literal, $by:literal, $only:literal) => {
        of_code!(moment: $at, few: concat!("(", $at, " + INTERVAL '0')"), as "TIMESTAMPTZ", tie: "v.id", at: $at, told: $at, by: $by, only: $only)
    };
}

/// What is told by a document of the counter, line by line.
macro_rules! of_sale {
    (from: $from:literal, from_few: $from_few:literal, only: $only:literal) => {
        source!(
            moment: "s.at", few: "(s.at + INTERVAL '0')", as "TIMESTAMPTZ", tie: "(l.id * 2 + (s.refund_of_id IS NOT NULL)::INT)", at: Some("s.at"),
            told: "s.at", id: "(l.id * 2 + (s.refund_of_id IS NOT NULL)::INT)", back: "(s.refund_of_id IS NOT NULL)", place: "s.location_id",
            plan: "l.plan_id", vendor: "v.vendor_id", by: "s.user_id", method: Some("s.method"), router: None, document: "s.document_number",
            price: "l.price", cost: "l.price_cost", copy: "true",
            from: concat!($from, " JOIN vouchers v ON v.id = l.voucher_id JOIN voucher_batches b ON b.id = v.batch_id \
                                   JOIN locations z ON z.id = s.location_id"),
            from_few: concat!($from_few, " JOIN vouchers v ON v.id = l.voucher_id JOIN voucher_batches b ON b.id = v.batch_id \
                                           JOIN locations z ON z.id = s.location_id"),
            only: $only
        )
    };
}

/// What is told by a document of a vendor, code by code.
macro_rules! of_vendor {
    (from: $from:literal, from_few: $from_few:literal) => {
        source!(
            moment: "s.at", few: "(s.at + INTERVAL '0')", as "TIMESTAMPTZ", tie: "(l.id * 2 + (s.kind = 'return')::INT)", at: Some("s.at"),
            told: "s.at", id: "(l.id * 2 + (s.kind = 'return')::INT)", back: "(s.kind = 'return')", place: "s.location_id", plan: "l.plan_id",
            vendor: "l.vendor_id", by: "s.user_id", method: None, router: None, document: "s.document_number", price: "l.price",
            cost: "v.price_cost", copy: "true",
            from: concat!($from, " JOIN vouchers v ON v.id = l.voucher_id JOIN voucher_batches b ON b.id = v.batch_id \
                                   JOIN locations z ON z.id = s.location_id"),
            from_few: concat!($from_few, " JOIN vouchers v ON v.id = l.voucher_id JOIN voucher_batches b ON b.id = v.batch_id \
                                           JOIN locations z ON z.id = s.location_id"),
            only: "true"
        )
    };
}

/// A copy on a router that is in use.
macro_rules! of_copy {
    ($only:literal) => {
        source!(
            moment: "v.id", few: "(v.id + 0)", as "BIGINT", tie: "(y.voucher_id * 1048576 + y.router_id)", at: None, told: "NULL::TIMESTAMPTZ",
            id: "(y.voucher_id * 1048576 + y.router_id)", back: "false", place: "y.location_id", plan: "v.plan_id", vendor: "v.vendor_id",
            by: "NULL::BIGINT", method: None, router: Some("y.router_id"), document: "r.name", price: "v.price_sell", cost: "v.price_cost",
            copy: "x.router_id = y.router_id",
            from: "voucher_routers y JOIN routers r ON r.id = y.router_id AND r.is_active JOIN vouchers v ON v.id = y.voucher_id \
                   JOIN voucher_batches b ON b.id = v.batch_id",
            from_few: "voucher_routers y JOIN routers r ON r.id = y.router_id AND r.is_active JOIN vouchers v ON v.id = y.voucher_id \
                       JOIN voucher_batches b ON b.id = v.batch_id",
            only: $only
        )
    };
}

// The counter's batch of a day has codes of everybody who sold there, each made when it was sold; its day is the
// batch's. Batch by batch and number by number they are read as an index has them, however many a batch has.
static MADE: Source = of_code!(
    moment: "v.batch_id", few: "(v.batch_id + 0)", as "BIGINT", tie: "v.number", at: "b.created_at", told: "v.created_at",
    by: "coalesce(CASE WHEN b.counter_day IS NOT NULL THEN (SELECT e.user_id FROM voucher_events e \
         WHERE e.voucher_id = v.id AND e.kind = 'sold' ORDER BY e.id LIMIT 1) END, b.created_by)",
    only: "true"
);
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
// A join that is a plain comparison: lines of another plan are passed over in the index, their codes are not read.
static SOLD: Source = of_sale!(
    from: "sales s JOIN sale_lines l ON l.sale_id = s.id",
    from_few: "sales s JOIN sale_lines l ON l.sale_id = s.id",
    only: "s.refund_of_id IS NULL"
);
static TAKEN_BACK: Source = of_sale!(
    from: "sales s JOIN sale_lines l ON l.refund_id = s.id",
    from_few: "sales s JOIN sale_lines l ON l.refund_id = s.id",
    only: "s.refund_of_id IS NOT NULL"
);
static TURNOVER: Source = of_sale!(
    from: "sales s JOIN sale_lines l ON l.sale_id = coalesce(s.refund_of_id, s.id) AND (s.refund_of_id IS NULL OR l.refund_id = s.id)",
    from_few: "sale_lines l CROSS JOIN LATERAL (SELECT n.* FROM sales n WHERE n.id = l.sale_id \
               UNION ALL SELECT n.* FROM sales n WHERE n.id = l.refund_id) AS s",
    only: "true"
);
static HANDED: Source = of_vendor!(
    from: "vendor_transfers s CROSS JOIN LATERAL (SELECT h.* FROM vendor_codes h WHERE h.handed_id = s.id \
           UNION ALL SELECT h.* FROM vendor_codes h WHERE h.returned_id = s.id) AS l",
    from_few: "vendor_codes l CROSS JOIN LATERAL (SELECT t.* FROM vendor_transfers t WHERE t.id = l.handed_id \
               UNION ALL SELECT t.* FROM vendor_transfers t WHERE t.id = l.returned_id) AS s"
);
// Consignment on the day it was settled, prepaid codes on the day they were handed over or came back.
static CHARGED: Source = of_vendor!(
    from: "(SELECT n.id, n.at, n.location_id, n.user_id, n.document_number, n.kind FROM vendor_settlements n WHERE n.kind = 'settlement' \
            UNION ALL SELECT t.id, t.at, t.location_id, t.user_id, t.document_number, t.kind FROM vendor_transfers t) AS s \
           CROSS JOIN LATERAL (SELECT h.* FROM vendor_codes h WHERE s.kind = 'settlement' AND h.settlement_id = s.id \
           UNION ALL SELECT h.* FROM vendor_codes h WHERE s.kind = 'hand_over' AND h.handed_id = s.id AND h.is_prepaid \
           UNION ALL SELECT h.* FROM vendor_codes h WHERE s.kind = 'return' AND h.returned_id = s.id AND h.is_prepaid) AS l",
    from_few: "vendor_codes l CROSS JOIN LATERAL (SELECT n.at, n.location_id, n.user_id, n.document_number, n.kind FROM vendor_settlements n \
               WHERE n.id = l.settlement_id AND n.kind = 'settlement' \
               UNION ALL SELECT t.at, t.location_id, t.user_id, t.document_number, t.kind FROM vendor_transfers t \
               WHERE l.is_prepaid AND t.id = l.handed_id AND t.kind = 'hand_over' \
               UNION ALL SELECT t.at, t.location_id, t.user_id, t.document_number, t.kind FROM vendor_transfers t \
               WHERE l.is_prepaid AND t.id = l.returned_id AND t.kind = 'return') AS s"
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

    /// Its queries over many codes, or from few of them on.
    pub(super) const fn queries(&self, is_few: bool) -> &Queries {
        if is_few { &self.few } else { &self.many }
    }

    /// Its query in an order; as made stands for as it happened.
    pub(super) const fn query(&self, order: Order, is_few: bool) -> (&'static str, SortColumn) {
        let queries = self.queries(is_few);
        let (select, expression, sql_type, id) = match order {
            Order::Id | Order::Number | Order::IdOfFew => {
                let (many, few, sql_type) = self.moment;
                (queries.by_moment, if is_few { few } else { many }, sql_type, self.tie)
            }
            Order::Code => (queries.by_code, "v.code", "TEXT", self.id),
            Order::Expires => (queries.by_end, "v.expires_at", "TIMESTAMPTZ", self.id),
        };
        (select, SortColumn { expression, sql_type, id })
    }

    /// What makes it this deed, and what is asked of it.
    pub(super) fn narrow(&self, list: &mut List, asked: &VoucherHappened, days: &[ZoneSpan]) {
        list.and_if(true, self.only);
        if let Some(at) = self.at {
            list.condition().push(at).push(" IS NOT NULL");
            self.narrow_days(list, at, days);
            if let Some(hour) = asked.hour {
                let query = list.condition();
                query.push("extract(hour FROM ").push(self.told).push(" AT TIME ZONE z.time_zone) = ");
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

/// Between which batches those lie that were made in these days: codes are read as they were made, batch by
/// batch, and would be read from the newest back to the days that are meant.
pub(super) async fn batches_made(conn: &mut PgConnection, days: &[ZoneSpan]) -> Result<(i64, i64)> {
    let ends = sqlx::query!(
        r#"SELECT coalesce(min(id), 1) AS "first!", coalesce(max(id), 0) AS "last!" FROM voucher_batches
            WHERE created_at >= coalesce($1::TIMESTAMPTZ, '-infinity') AND created_at < coalesce($2::TIMESTAMPTZ, 'infinity')"#,
        days.iter().filter_map(|zone| zone.from).min(),
        days.iter().filter_map(|zone| zone.until).max()
    )
    .fetch_one(conn)
    .await?;
    Ok((ends.first, ends.last))
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
