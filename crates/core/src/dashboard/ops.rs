//! Operations of this area.

use std::ops::RangeInclusive;

use chrono::{NaiveDate, TimeDelta};
use serde_json::json;
use simpul_kernel::{Ctx, Money, Nothing, Permission, Result, time};

use super::store::{self, Activation, RouterFigures, Stock};
use super::{Dashboard, DayFigure, NeedsAction, PlanStock, SoldFigures};
use crate::app::App;
use crate::db::{Tx, from_jobs};
use crate::network::RouterLink;
use crate::report;

/// Days shown, and as many before them to compare with.
const DAYS: i64 = 14;
/// Stock that lasts for less than this many days of the last week's use is low.
const STOCK_LOW_DAYS: i64 = 3;
const WEEK: i64 = 7;

/// The dashboard's figures.
///
/// # Errors
/// `permission_denied`.
pub async fn dashboard_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Dashboard> {
    ctx.require(Permission::DashboardView)?;
    let today = ctx.today();
    let day = |ago: i64| today - TimeDelta::days(ago);
    // A place further east begins its day earlier; days that are not asked for are not counted.
    let since = time::day_start(day(2 * DAYS), ctx.zone);
    let mut tx = app.db.begin(ctx).await?;
    let activations = store::activations(&mut tx, since).await?;
    let created_today = store::created_on(&mut tx, today).await?;
    let sold = match ctx.require(Permission::ReportView) {
        Ok(()) => Some(sold(&mut tx, [today, day(1), day(WEEK)]).await?),
        Err(_) => None,
    };
    let stocks = store::stocks(&mut tx).await?;
    let routers = store::routers(&mut tx).await?;
    let scope = crate::work::ops::scope(&mut tx, ctx, true).await?;
    let dead_jobs = simpul_jobs::jobs_count(&mut tx, &scope).await.map_err(from_jobs)?.discarded;
    drop(tx);
    let plans = plans(&stocks, &activations, &(day(WEEK - 1)..=today));
    Ok(Dashboard {
        sold,
        activated_today: count(&activations, today),
        activated_week_ago: count(&activations, day(WEEK)),
        activated_value_today: value(&activations, today),
        created_today,
        stock: stocks.iter().map(|s| s.count).sum(),
        stock_value: stocks.iter().fold(Money::ZERO, |sum, s| sum + Money::from_decimal(s.value)),
        online: routers.iter().filter_map(|r| r.brief.online).map(i64::from).sum(),
        pending_copies: routers.iter().map(|r| r.brief.pending).sum(),
        trouble_copies: routers.iter().map(|r| r.failed + r.drifted).sum(),
        activated_days: (0..DAYS)
            .rev()
            .map(|ago| DayFigure {
                day: day(ago),
                count: count(&activations, day(ago)),
                value: value(&activations, day(ago)),
                count_before: count(&activations, day(ago + DAYS)),
            })
            .collect(),
        actions: actions(&routers, &low(&stocks, &plans), dead_jobs),
        plans,
        routers: routers.into_iter().map(|r| r.brief).collect(),
        at: ctx.now,
    })
}

async fn sold(tx: &mut Tx, days: [NaiveDate; 3]) -> Result<SoldFigures> {
    let found = report::facade::sold_on(tx, &days).await?;
    let [today, yesterday, week_ago] = days.map(|day| found.get(&day).copied().unwrap_or_default());
    Ok(SoldFigures {
        today: today.count,
        amount_today: today.amount,
        yesterday: yesterday.count,
        week_ago: week_ago.count,
    })
}

fn count(activations: &[Activation], day: NaiveDate) -> i64 {
    activations.iter().filter(|a| a.day == day).map(|a| a.count).sum()
}

fn value(activations: &[Activation], day: NaiveDate) -> Money {
    let of_day = activations.iter().filter(|a| a.day == day);
    of_day.fold(Money::ZERO, |sum, a| sum + Money::from_decimal(a.value))
}

fn plans(stocks: &[Stock], activations: &[Activation], week: &RangeInclusive<NaiveDate>) -> Vec<PlanStock> {
    stocks
        .iter()
        .map(|s| PlanStock {
            plan_id: s.plan_id,
            name: s.name.clone(),
            stock: s.count,
            activated_7_days: activations
                .iter()
                .filter(|a| a.plan_id == s.plan_id && week.contains(&a.day))
                .map(|a| a.count)
                .sum(),
        })
        .collect()
}

/// Plans with fewer codes than they say, or where they say nothing, than soon are used.
fn low(stocks: &[Stock], plans: &[PlanStock]) -> Vec<PlanStock> {
    let is_low = |(stock, plan): &(&Stock, &PlanStock)| match stock.low_stock_at {
        Some(at) => plan.stock < i64::from(at),
        None => plan.stock * WEEK < plan.activated_7_days * STOCK_LOW_DAYS,
    };
    stocks.iter().zip(plans).filter(is_low).map(|(_, plan)| plan.clone()).collect()
}

/// What needs a person, worst first.
fn actions(routers: &[RouterFigures], low: &[PlanStock], dead_jobs: i64) -> Vec<NeedsAction> {
    let mut all = Vec::new();
    let mut need = |code: &str, params: serde_json::Value, link: String| {
        all.push(NeedsAction { code: code.to_owned(), params, link });
    };
    let screen = |r: &RouterFigures| format!("/routers/{}", r.brief.router_id);
    for r in routers.iter().filter(|r| r.is_gated) {
        need("router_gate", json!({ "router": r.brief.name }), format!("/provisioning/{}", r.brief.router_id));
    }
    for r in routers.iter().filter(|r| r.brief.link == RouterLink::Down) {
        let params =
            json!({ "router": r.brief.name, "last_seen_at": r.brief.last_seen_at, "pending": r.brief.pending });
        need("router_down", params, screen(r));
    }
    for r in routers.iter().filter(|r| r.failed > 0) {
        need("copies_failed", json!({ "router": r.brief.name, "count": r.failed }), screen(r));
    }
    for r in routers.iter().filter(|r| r.drifted > 0) {
        need("copies_drifted", json!({ "router": r.brief.name, "count": r.drifted }), screen(r));
    }
    if dead_jobs > 0 {
        need("job_failed", json!({ "count": dead_jobs }), "/jobs".to_owned());
    }
    for r in routers.iter().filter(|r| r.brief.clock_wrong) {
        need("router_clock_wrong", json!({ "router": r.brief.name, "offset_s": r.clock_offset_s }), screen(r));
    }
    for r in routers {
        let (Some(level), Some(active)) = (&r.license_level, r.brief.online) else { continue };
        let (most, _) = crate::licence::ceilings(level);
        if crate::licence::is_near_ceiling(i64::from(active), most) {
            let params = json!({ "router": r.brief.name, "level": level, "active": active, "most": most });
            need("licence_near", params, screen(r));
        }
    }
    for p in low {
        let link = format!("/stock?plan={}", p.plan_id);
        need("stock_low", json!({ "plan": p.name, "stock": p.stock, "week": p.activated_7_days }), link);
    }
    all
}
