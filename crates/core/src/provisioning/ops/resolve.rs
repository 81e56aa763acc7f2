//! Decisions about drift are carried out: by the router's to-do list, or in the
//! books; never by writing to a router here.

use simpul_kernel::ids::{PlanId, RouterId};
use simpul_kernel::{Ctx, Permission, Result};

use super::decide::{self, Taken};
use super::router_in_use;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::provisioning::error::DriftError;
use crate::provisioning::store::drift_view::{self, ItemRow};
use crate::provisioning::store::{self, odd, take};
use crate::provisioning::view::{DriftChoice, DriftKind, DriftResolve, DriftResolved, DriftState, DriftStep};
use crate::provisioning::wish;

/// Rows listed in the answer.
const LISTED: usize = 500;

/// Decides about rows of one router that are otherwise than wished. With `dry_run`
/// only says what would be done, command by command.
///
/// # Errors
/// `router_not_found`, `router_inactive`, `drift_changed_meanwhile` when one of the
/// rows named is no more.
pub async fn drift_resolve(app: &App, ctx: &Ctx, input: DriftResolve) -> Result<DriftResolved> {
    ctx.require(Permission::RouterSync)?;
    let mut tx = app.db.begin(ctx).await?;
    let router = router_in_use(&mut tx, input.router_id).await?;
    let mut ids: Vec<i64> = input.drift_ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut done = DriftResolved {
        dry_run: input.dry_run,
        choice: input.choice,
        count: 0,
        refused: 0,
        rows: Vec::new(),
        more: 0,
        job_id: None,
    };
    let (mut after, mut seen) = (0, 0);
    loop {
        let rows = drift_view::items_due(&mut tx, input.router_id, &ids, &input.kinds, after).await?;
        let Some(last) = rows.last().map(|row| row.id) else { break };
        after = last;
        seen += rows.len();
        let (steps, due): (Vec<DriftStep>, Vec<ItemRow>) = judged(rows, input.choice, &mut done);
        list(&mut done, steps);
        if !input.dry_run {
            carry_out(app, &mut tx, input.router_id, input.choice, &due).await?;
        }
    }
    if !ids.is_empty() && input.kinds.is_empty() && seen != ids.len() {
        return Err(DriftError::ChangedMeanwhile.into());
    }
    if input.dry_run {
        return Ok(done);
    }
    if matches!(input.choice, DriftChoice::Push | DriftChoice::Remove) && done.count > 0 {
        done.job_id = Some(wish::router_wake(&mut tx, input.router_id).await?);
    }
    let fact = Fact::new("drift_resolve").on("router", input.router_id.0).at(router.location_id);
    let fact = fact.detail("name", &router.router_name).detail("choice", input.choice).detail("count", done.count);
    tx.record(fact.detail("refused", done.refused).tag("drift").tag("provisioning")).await?;
    tx.commit().await?;
    Ok(done)
}

/// What is done about each row, and those it is done to.
fn judged(rows: Vec<ItemRow>, choice: DriftChoice, done: &mut DriftResolved) -> (Vec<DriftStep>, Vec<ItemRow>) {
    let (mut steps, mut due) = (Vec::new(), Vec::new());
    for row in rows {
        let step = decide::step(&row, choice);
        if step.refused.is_some() {
            done.refused += 1;
        } else {
            done.count += 1;
            due.push(row);
        }
        steps.push(step);
    }
    (steps, due)
}

fn list(done: &mut DriftResolved, steps: Vec<DriftStep>) {
    for step in steps {
        if done.rows.len() < LISTED {
            done.rows.push(step);
        } else {
            done.more += 1;
        }
    }
}

async fn carry_out(app: &App, tx: &mut Tx, router: RouterId, choice: DriftChoice, rows: &[ItemRow]) -> Result<()> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    match choice {
        DriftChoice::Ignore => drift_view::items_state(tx, &ids, DriftState::Ignored).await,
        DriftChoice::Remove => odd::strays_wish(tx, router, &ids).await.map(drop),
        DriftChoice::Push => {
            let vouchers: Vec<i64> = rows.iter().filter_map(|row| row.voucher_id).collect();
            let plans: Vec<i64> = rows.iter().filter_map(|row| row.plan_id).collect();
            store::copies_wish(tx, router, &vouchers).await?;
            store::profiles_wish(tx, router, &plans).await?;
            drift_view::items_state(tx, &ids, DriftState::Resolving).await
        }
        DriftChoice::Take => {
            take_users(app, tx, router, rows).await?;
            for row in rows.iter().filter(|row| row.kind == DriftKind::ProfileDiffers) {
                take_plan(app, tx, router, row).await?;
            }
            take::items_taken(tx, &ids).await
        }
    }
}

/// Vouchers get the router's terms; what stands elsewhere follows the books.
async fn take_users(app: &App, tx: &mut Tx, router: RouterId, rows: &[ItemRow]) -> Result<()> {
    let (mut vouchers, mut wishes, mut all_terms) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        if let (Some(voucher), Ok(Taken::User { terms, wish })) = (row.voucher_id, decide::taken(row)) {
            vouchers.push(voucher);
            wishes.push(wish.map(str::to_owned));
            if terms.is_some() {
                all_terms.push(terms);
            }
        }
    }
    if vouchers.is_empty() {
        return Ok(());
    }
    app.books.terms_taken(tx, &all_terms).await?;
    take::copies_taken(tx, router, &vouchers, &wishes).await?;
    let changed: Vec<i64> = all_terms.iter().map(|terms| terms.voucher_id.0).collect();
    for other in take::routers_besides(tx, router, &changed).await? {
        store::copies_wish(tx, other, &changed).await?;
        wish::router_wake(tx, other).await?;
    }
    Ok(())
}

/// A plan gets the router's devices and speeds; its other routers follow.
async fn take_plan(app: &App, tx: &mut Tx, router: RouterId, row: &ItemRow) -> Result<()> {
    let (Some(plan), Ok(Taken::Plan { shared_users, kbps })) = (row.plan_id, decide::taken(row)) else { return Ok(()) };
    app.books.profile_taken(tx, PlanId(plan), shared_users, kbps).await?;
    take::profile_taken(tx, router, plan).await?;
    for other in take::plan_routers_besides(tx, router, plan).await? {
        store::profiles_wish(tx, other, &[plan]).await?;
        wish::router_wake(tx, other).await?;
    }
    Ok(())
}
