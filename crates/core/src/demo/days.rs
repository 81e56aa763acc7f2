//! Two weeks at the counter of the demo: a shift each day, most cards sold shortly before
//! they were used, now and then a drawer that does not agree.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::Rng as _;
use rand::rngs::StdRng;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId};
use simpul_kernel::{Ctx, Money, Result, time};

use crate::app::App;
use crate::cash::{self, CashDrawerCreate, CashSessionClose, CashSessionOpen};
use crate::sale::{self, SaleCreate, SaleMethod};

/// A card whose customer came.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub(super) code: String,
    pub(super) price: Money,
    /// When it was first used.
    pub(super) used_at: DateTime<Utc>,
}

/// Of a hundred cards that were used, so many were sold at the counter; the rest nobody
/// wrote down, as it happens.
const SOLD: u32 = 93;
/// What a shift begins with.
const FLOAT: i64 = 200_000;

/// Sells the cards of each day in a shift of its own, and counts.
pub(super) async fn sell(
    app: &App,
    owner: &Ctx,
    (location, until): (LocationId, DateTime<Utc>),
    rng: &mut StdRng,
    cards: Vec<Card>,
) -> Result<()> {
    let drawer = CashDrawerCreate { location_id: location, name: "Loket depan".into() };
    let drawer = cash::ops::cash_drawer_create(app, owner, drawer).await?.cash_drawer_id;
    let mut days: BTreeMap<NaiveDate, Vec<(DateTime<Utc>, Card)>> = BTreeMap::new();
    for card in cards {
        if rng.random_range(0..100) < SOLD {
            let at = card.used_at - TimeDelta::minutes(rng.random_range(2..5));
            days.entry(time::business_day(at, owner.zone)).or_default().push((at, card));
        }
    }
    for (number, (_, mut sales)) in days.into_iter().enumerate() {
        sales.sort_by_key(|(at, _)| *at);
        // A drawer that is short, every sixth day.
        let short = if number % 6 == 4 { 2_000 } else { 0 };
        day(app, owner, (drawer, until), rng, (&sales, short)).await?;
    }
    Ok(())
}

async fn day(
    app: &App,
    owner: &Ctx,
    (drawer, until): (CashDrawerId, DateTime<Utc>),
    rng: &mut StdRng,
    (sales, short): (&[(DateTime<Utc>, Card)], i64),
) -> Result<()> {
    let (Some((first, _)), Some((last, _))) = (sales.first(), sales.last()) else { return Ok(()) };
    let then = |at: DateTime<Utc>| Ctx { now: at, ..owner.clone() };
    let open = CashSessionOpen { cash_drawer_id: drawer, float_amount: Money::whole(FLOAT), note: None };
    let opened = cash::ops::cash_session_open(app, &then(*first - TimeDelta::minutes(10)), open).await?;
    let shift = opened.cash_session_id;
    let mut cash = Money::whole(FLOAT);
    for (at, card) in sales {
        let method = match rng.random_range(0..20) {
            0..=15 => SaleMethod::Cash,
            16..=18 => SaleMethod::Qris,
            _ => SaleMethod::Transfer,
        };
        if method == SaleMethod::Cash {
            cash = cash + card.price;
        }
        sale::ops::sale_create(app, &then(*at), one(shift, card, method)).await?;
    }
    let close = CashSessionClose {
        cash_session_id: shift,
        counted_amount: cash - Money::whole(short),
        difference_reason: None,
        idempotency_key: format!("demo-close-{shift}"),
    };
    let at = (*last + TimeDelta::minutes(10)).min(until);
    cash::ops::cash_session_close(app, &then(at), close).await?;
    Ok(())
}

fn one(shift: CashSessionId, card: &Card, method: SaleMethod) -> SaleCreate {
    SaleCreate {
        cash_session_id: shift,
        lines: Vec::new(),
        codes: vec![card.code.clone()],
        method,
        expected_total: card.price,
        tendered_amount: (method == SaleMethod::Cash).then_some(card.price),
        reference: None,
        idempotency_key: format!("demo-sale-{}", card.code),
    }
}
