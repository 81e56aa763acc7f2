//! Operations of this area.

use std::collections::BTreeMap;

use simpul_kernel::error::InputError;
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Ctx, Money, Paged, Permission, Result};

use super::error::ReportError;
use super::paper;
use super::rules::{self, Found, Period};
use super::stock_paper;
use super::store::{self, SalesQuery, StockQuery, TruthFound};
use super::types::{ReportBy, ReportGet, ReportKind, StockBy, StockList, StockPrint};
use super::view::{ReportTable, ReportView, StockRow, Sums as _, TruthSums, UnsoldSums};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_seen;
use crate::printing::Document;
use crate::printing::paper::House;

/// Rows that are no batches come all at once, up to so many.
const WHOLE: i64 = 5_000;

/// Stock in whose hands it is.
///
/// # Errors
/// `permission_denied`, `input_malformed` for a cursor that is none of ours.
pub async fn stock_list(app: &App, ctx: &Ctx, input: StockList) -> Result<Paged<StockRow>> {
    ctx.require(Permission::VoucherView)?;
    let page = input.page.unwrap_or_default();
    let after = page.after.as_deref().map(str::parse::<i64>).transpose();
    let not_ours = |_| InputError::Malformed { message: "not a cursor of this list".to_owned() };
    let query = StockQuery {
        by: input.by,
        location: input.location_id.map(|l| l.0),
        plan: input.plan_id.map(|p| p.0),
        vendor: input.vendor_id.map(|v| v.0),
        low_only: input.low_only,
        on_hand_only: input.on_hand_only,
        before_batch: after.map_err(not_ours)?,
        limit: if input.by == StockBy::Batch { page.rows() } else { WHOLE },
    };
    store::stock(&mut *app.db.begin(ctx).await?, &query).await
}

/// Stock as a PDF, ready to print.
///
/// # Errors
/// `report_location_unusable`, `report_empty`.
pub async fn stock_print(app: &App, ctx: &Ctx, input: StockPrint) -> Result<Document> {
    ctx.require(Permission::VoucherView)?;
    let query = StockQuery {
        by: input.by,
        location: input.location_id.map(|l| l.0),
        plan: input.plan_id.map(|p| p.0),
        vendor: input.vendor_id.map(|v| v.0),
        low_only: input.low_only,
        on_hand_only: false,
        before_batch: None,
        limit: if input.by == StockBy::Batch { stock_paper::BATCHES } else { WHOLE },
    };
    let mut tx = app.db.begin(ctx).await?;
    place_seen(&mut tx, input.location_id).await?;
    let found = store::stock(&mut tx, &query).await?;
    let house = House::read(&mut tx, ctx, input.location_id).await?;
    let place = place_name(&mut tx, input.location_id).await?;
    drop(tx);
    let drawn = stock_paper::draw(ctx, input.by, found, house, place).await?;
    printed(app, ctx, Fact::new("stock_print").detail("by", input.by.as_str()), input.location_id).await?;
    Ok(drawn)
}

/// A report over business days, beside the period before it.
///
/// # Errors
/// `input_invalid`, `report_by_unusable`, `report_location_unusable`.
pub async fn report_get(app: &App, ctx: &Ctx, input: ReportGet) -> Result<ReportView> {
    ctx.require(Permission::ReportView)?;
    rules::question_valid(&input)?;
    let mut tx = app.db.begin(ctx).await?;
    read(&mut tx, ctx, &input).await
}

/// The same as a PDF, ready to print.
///
/// # Errors
/// As [`report_get`], and `report_empty`.
pub async fn report_print(app: &App, ctx: &Ctx, input: ReportGet) -> Result<Document> {
    ctx.require(Permission::ReportView)?;
    rules::question_valid(&input)?;
    let mut tx = app.db.begin(ctx).await?;
    let view = read(&mut tx, ctx, &input).await?;
    let house = House::read(&mut tx, ctx, input.location_id).await?;
    let place = place_name(&mut tx, input.location_id).await?;
    drop(tx);
    let drawn = paper::draw(house, view, place).await?;
    let fact = Fact::new("report_print").detail("kind", input.kind).detail("by", input.by);
    let fact = fact.detail("from_on", input.from_on).detail("to_on", input.to_on);
    printed(app, ctx, fact, input.location_id).await?;
    Ok(drawn)
}

/// Records that something was put on paper.
async fn printed(app: &App, ctx: &Ctx, fact: Fact, place: Option<LocationId>) -> Result<()> {
    let mut tx = app.db.begin(ctx).await?;
    tx.record(match place {
        Some(id) => fact.at(id),
        None => fact,
    })
    .await?;
    tx.commit().await
}

async fn place_name(tx: &mut Tx, place: Option<LocationId>) -> Result<Option<String>> {
    Ok(match place {
        Some(id) => crate::identity::facade::location_names(tx).await?.remove(&id),
        None => None,
    })
}

async fn place_seen(tx: &mut Tx, location: Option<LocationId>) -> Result<()> {
    match location {
        Some(id) if !location_seen(tx, id).await? => Err(ReportError::LocationUnusable.into()),
        _ => Ok(()),
    }
}

async fn read(tx: &mut Tx, ctx: &Ctx, input: &ReportGet) -> Result<ReportView> {
    place_seen(tx, input.location_id).await?;
    let period = (input.from_on, input.to_on);
    let earlier = rules::before(period);
    let query = SalesQuery {
        by: input.by,
        location: input.location_id.map(|l| l.0),
        plan: input.plan_id.map(|p| p.0),
        user: input.user_id.map(|u| u.0),
        unexplained: input.unexplained_only,
    };
    let periods = (period, earlier);
    let table = match input.kind {
        ReportKind::Sales => {
            let (now, then) = (store::sales(tx, query, period).await?, store::sales(tx, query, earlier).await?);
            ReportTable::Sales(rules::side_by_side(input.by, periods, now, then))
        }
        ReportKind::Truths => {
            let (now, then) = (four(tx, query, period).await?, four(tx, query, earlier).await?);
            ReportTable::Truths(rules::side_by_side(input.by, periods, now, then))
        }
        ReportKind::Unsold => {
            let (now, then) = (lost(tx, query, period).await?, lost(tx, query, earlier).await?);
            ReportTable::Unsold(rules::side_by_side(input.by, periods, now, then))
        }
        ReportKind::Shifts => {
            let (now, then) = (store::shifts(tx, query, period).await?, store::shifts(tx, query, earlier).await?);
            ReportTable::Shifts(rules::side_by_side(input.by, periods, now, then))
        }
        ReportKind::Vendors => {
            let (now, then) = (store::vendors(tx, query, period).await?, store::vendors(tx, query, earlier).await?);
            ReportTable::Vendors(rules::side_by_side(input.by, periods, now, then))
        }
    };
    Ok(ReportView {
        kind: input.kind,
        by: input.by,
        from_on: period.0,
        to_on: period.1,
        before_from_on: earlier.0,
        before_to_on: earlier.1,
        table,
        at: ctx.now,
    })
}

/// Four truths: what became of codes from their sums, sold from the documents of the counter and
/// of vendors.
async fn four(tx: &mut Tx, query: SalesQuery, period: Period) -> Result<Vec<Found<TruthSums>>> {
    let mut found = Truths::default();
    let is_cashier = query.by == ReportBy::Cashier;
    // Nobody prints or withdraws for a cashier: what they did not sell is one row.
    let by = if is_cashier { ReportBy::Place } else { query.by };
    for mut one in store::truths(tx, SalesQuery { by, ..query }, period).await? {
        if is_cashier {
            (one.key, one.name) = (0, String::new());
        }
        let one = Found::<TruthSums>::from(one);
        found.add(one.key, one.name, one.sums);
    }
    if is_cashier {
        for one in store::used_by_cashier(tx, query, period).await? {
            let sums = TruthSums {
                activated: one.activated,
                activated_value: Money::from_decimal(one.activated_value),
                ended: one.ended,
                ..TruthSums::default()
            };
            found.add(0, String::new(), sums.negated());
            found.add(one.key, one.name, sums);
        }
    }
    // The counter sells for the shop itself: among vendors that is its own row.
    let by = if query.by == ReportBy::Vendor { ReportBy::Place } else { query.by };
    for Found { key, name, sums } in store::sales(tx, SalesQuery { by, user: None, ..query }, period).await? {
        let (key, name) = if query.by == ReportBy::Vendor { (0, String::new()) } else { (key, name) };
        let sold = sums.sold - sums.refunded;
        found.add(key, name, TruthSums { sold, sold_amount: sums.net_amount, ..TruthSums::default() });
    }
    let by = if is_cashier { ReportBy::Place } else { query.by };
    for Found { key, name, sums } in store::vendor_codes(tx, SalesQuery { by, ..query }, period).await? {
        let (key, name) = if is_cashier { (0, String::new()) } else { (key, name) };
        found.add(key, name, TruthSums { vendor_sold: sums, ..TruthSums::default() });
    }
    Ok(found.0.into_values().filter(|f| f.sums != TruthSums::default()).collect())
}

/// Sums by what they are of, put together from several sides.
#[derive(Default)]
struct Truths(BTreeMap<i64, Found<TruthSums>>);

impl Truths {
    fn add(&mut self, key: i64, name: String, sums: TruthSums) {
        let one = self.0.entry(key).or_insert_with(|| Found { key, name, sums: TruthSums::default() });
        one.sums = one.sums.plus(sums);
    }
}

async fn lost(tx: &mut Tx, query: SalesQuery, period: Period) -> Result<Vec<Found<UnsoldSums>>> {
    let found = store::truths(tx, query, period).await?;
    let all = found.into_iter().map(|f| {
        let sums = UnsoldSums {
            ended: f.ended,
            unsold: f.unsold,
            unsold_value: Money::from_decimal(f.unsold_value),
            unsold_cost: Money::from_decimal(f.unsold_cost),
            void: f.void,
            void_cost: Money::from_decimal(f.void_cost),
        };
        Found { key: f.key, name: f.name, sums }
    });
    Ok(all.filter(|f| f.sums != UnsoldSums::default()).collect())
}

impl From<TruthFound> for Found<TruthSums> {
    fn from(f: TruthFound) -> Self {
        let sums = TruthSums {
            printed: f.printed,
            handed: f.handed,
            activated: f.activated,
            activated_value: Money::from_decimal(f.activated_value),
            ended: f.ended,
            void: f.void,
            ..TruthSums::default()
        };
        Self { key: f.key, name: f.name, sums }
    }
}
