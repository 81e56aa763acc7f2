//! A shop that already lives, to look around in: a demo router, plans, batches and
//! two weeks of history in a data folder of its own.
//!
//! Nothing here is drawn straight into tables: the owner, the router, the plans, the
//! batches and the sales are made by the operations every door calls, at moments of the
//! last two weeks, and the customers' logins are what a router would have reported. Once
//! it stands, nothing knows that it is a demo.

mod days;
mod vendors;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use simpul_kernel::ids::{LocationId, PlanId, RouterId, VoucherBatchId, VoucherId};
use simpul_kernel::{Ctx, Error, Locale, Money, Page, Result, Secret, Source};

use crate::app::App;
use crate::identity::installation::owner_is_missing;
use crate::identity::session::session_ctx;
use crate::network::{RouterAddress, RouterCreate, RouterTransport};
use crate::plan::{PlanCreate, PlanTerms};
use crate::provisioning::UsageSeen;
use crate::system::DemoRouter;
use crate::voucher::{
    CodeAlphabet, CodeMode, CodeSpec, SheetSpec, VoucherBatchCreate, VoucherBatchDraft, VoucherFilter, VoucherList,
    VoucherRow, VoucherSheetRender,
};
use crate::{identity, network, plan, voucher};

/// The owner of the demo.
const USERNAME: &str = "demo";
/// File of the data folder that holds how to sign in.
const SIGN_IN_FILE: &str = "demo-sign-in.txt";
/// The same history each time.
const SEED: u64 = 2_611;
const HOUR: i64 = 3600;

/// Plans: name, online time in hours, life after first login in hours, kbit/s down,
/// price, cost.
const PLANS: &[(&str, i64, i64, i32, i64, i64)] = &[
    ("3 Jam", 3, 24, 5_000, 2_000, 1_500),
    ("6 Jam", 6, 24, 5_000, 3_000, 2_200),
    ("1 Hari", 24, 24, 8_000, 5_000, 3_500),
    ("3 Hari", 72, 72, 8_000, 12_000, 9_000),
    ("7 Hari", 168, 168, 10_000, 20_000, 15_000),
    ("30 Hari", 720, 720, 10_000, 65_000, 50_000),
];

/// Codes of each plan below which more are called for; of the last one there are fewer.
const LOW_STOCK: [i32; 6] = [5, 5, 20, 5, 5, 20];

/// Batches: days ago, plan, codes, of a hundred that were used since.
const BATCHES: &[(i64, usize, i32, u32)] =
    &[(13, 0, 48, 80), (12, 2, 48, 75), (9, 1, 48, 70), (7, 4, 24, 60), (5, 3, 24, 50), (4, 5, 24, 40), (1, 2, 48, 30)];

/// How to sign in to the demo.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Username.
    pub username: String,
    /// Password, drawn when the demo was made.
    pub password: Secret,
}

/// The demo's folder, beside the one it stands for.
#[must_use]
pub fn data_dir(usual: &Path) -> PathBuf {
    let mut name = usual.file_name().map_or_else(|| OsString::from("simpul"), OsString::from);
    name.push("-demo");
    usual.with_file_name(name)
}

/// How to sign in to the demo of a folder, if one was made there.
#[must_use]
pub fn sign_in(data_dir: &Path) -> Option<SignIn> {
    let text = std::fs::read_to_string(data_dir.join(SIGN_IN_FILE)).ok()?;
    let mut lines = text.lines();
    Some(SignIn { username: lines.next()?.to_owned(), password: Secret::new(lines.next()?) })
}

/// Furnishes an empty database; a furnished one is left as it is.
///
/// # Errors
/// Those of the operations it calls.
pub async fn furnish(app: &App, data_dir: &Path, router: &DemoRouter) -> Result<()> {
    let nobody = Ctx::nobody(Source::Cli, app.clock.now());
    if !owner_is_missing(app, &nobody).await? {
        return Ok(());
    }
    let (owner, location) = owner_make(app, &nobody, data_dir).await?;
    let router_id = router_make(app, &owner, location, router).await?;
    let mut plans = Vec::new();
    for number in 0..PLANS.len() {
        plans.push(plan_make(app, &owner, location, router_id, number).await?);
    }
    let mut rng = StdRng::seed_from_u64(SEED);
    let (mut logins, mut cards) = (Vec::new(), Vec::new());
    for (days, number, quantity, used) in BATCHES {
        let at = app.clock.now() - TimeDelta::days(*days) - TimeDelta::minutes(rng.random_range(0..240));
        let rows = batch_make(app, &owner, at, plans[*number], *quantity).await?;
        let ids = rows.iter().map(|row| row.voucher_id).collect();
        let reports = logins_of(&mut rng, ids, at, app.clock.now(), (*number, *used));
        cards.extend(cards_used(&rows, &reports));
        logins.extend(reports);
    }
    days::sell(app, &owner, (location, app.clock.now()), &mut rng, cards).await?;
    live(app, router_id, logins).await?;
    vendors::furnish(app, &owner, location, (plans[2], plans[1])).await
}

async fn owner_make(app: &App, nobody: &Ctx, data_dir: &Path) -> Result<(Ctx, LocationId)> {
    let password: String = rand::rng().sample_iter(rand::distr::Alphanumeric).take(14).map(char::from).collect();
    // Written first: an owner whose password nobody knows would be worse.
    sign_in_write(data_dir, &password).map_err(Error::internal)?;
    let made = identity::ops::owner_create(
        app,
        nobody,
        identity::OwnerCreate {
            company_name: "Sinar Desa Net".into(),
            time_zone: "Asia/Jakarta".into(),
            locale: Locale::Id,
            name: "Demo".into(),
            username: USERNAME.into(),
            password: Secret::new(password),
        },
    )
    .await?;
    let token = made.signed_in.token.map(Secret::new);
    let owner = session_ctx(&app.db, &app.clock, Source::Cli, token.as_ref()).await?;
    let location = made.signed_in.me.locations.first().map(|l| l.location_id);
    Ok((owner, location.ok_or_else(|| Error::internal("a new database has no place"))?))
}

fn sign_in_write(data_dir: &Path, password: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(data_dir.join(SIGN_IN_FILE))?, "{USERNAME}\n{password}")
}

async fn router_make(app: &App, owner: &Ctx, location: LocationId, router: &DemoRouter) -> Result<RouterId> {
    let input = RouterCreate {
        location_id: location,
        name: "Hotspot Pasar".into(),
        address: RouterAddress {
            host: router.host.clone(),
            port: router.port,
            transport: RouterTransport::Plain,
            username: router.username.clone(),
            password: Some(Secret::new(&router.password)),
        },
        hotspot_dns_name: Some("hotspot.lan".into()),
        hotspot_server: None,
        expiry_fallback: None,
    };
    Ok(network::ops::router_create(app, owner, input).await?.router_id)
}

async fn plan_make(app: &App, owner: &Ctx, location: LocationId, router: RouterId, number: usize) -> Result<PlanId> {
    let (name, usage_h, validity_h, kbps, sell, cost) = PLANS[number];
    let terms = PlanTerms {
        name: name.into(),
        shortcut_key: i16::try_from(number + 1).ok(),
        usage_limit_s: Some(usage_h * HOUR),
        data_limit_bytes: None,
        validity_s: Some(validity_h * HOUR),
        shared_users: 1,
        lock_mac: false,
        upload_kbps: Some(kbps / 2),
        download_kbps: Some(kbps),
        price_sell: Money::whole(sell),
        price_cost: Money::whole(cost),
        profile_name: name.replace(' ', "-").to_lowercase(),
        low_stock_at: Some(LOW_STOCK[number]),
    };
    let input = PlanCreate { location_id: location, terms, router_ids: vec![router] };
    Ok(plan::ops::plan_create(app, owner, input).await?.plan_id)
}

/// Makes a batch as of `at` and prints its sheet a little later.
async fn batch_make(
    app: &App,
    owner: &Ctx,
    at: DateTime<Utc>,
    plan_id: PlanId,
    quantity: i32,
) -> Result<Vec<VoucherRow>> {
    let then = Ctx { now: at, ..owner.clone() };
    let draft = VoucherBatchDraft {
        plan_id,
        quantity,
        router_ids: Vec::new(),
        code: CodeSpec { mode: CodeMode::Code, alphabet: CodeAlphabet::Lower, length: 6, prefix: String::new() },
        sheet: SheetSpec { preset: "a4-24".into(), qr: true },
        notes: None,
    };
    let key = format!("demo-{}", at.timestamp_micros());
    let input = VoucherBatchCreate { draft, idempotency_key: key };
    let batch_id = voucher::ops::voucher_batch_create(app, &then, input).await?.row.batch_id;
    let later = Ctx { now: at + TimeDelta::minutes(4), ..owner.clone() };
    let render = VoucherSheetRender { batch_id, sheet: None, reprint_reason: None };
    voucher::ops::voucher_sheet_render(app, &later, render).await?;
    vouchers_of(app, owner, batch_id).await
}

async fn vouchers_of(app: &App, owner: &Ctx, batch_id: VoucherBatchId) -> Result<Vec<VoucherRow>> {
    let filter = VoucherFilter { batch_id: Some(batch_id), ..VoucherFilter::default() };
    let page = Some(Page { limit: Some(200), ..Page::default() });
    let list = voucher::ops::voucher_list(app, owner, VoucherList { filter, page, ..VoucherList::default() }).await?;
    Ok(list.rows)
}

/// The cards whose customers came, each with its first login.
fn cards_used(rows: &[VoucherRow], reports: &[Report]) -> Vec<days::Card> {
    let card = |row: &VoucherRow| {
        let first = reports.iter().filter(|(_, seen)| seen.voucher_id == row.voucher_id).map(|(at, _)| *at).min()?;
        Some(days::Card { code: row.code.clone(), price: row.price_sell, used_at: first })
    };
    rows.iter().filter_map(card).collect()
}

/// What a router reports of one voucher at one moment.
type Report = (DateTime<Utc>, UsageSeen);

/// Who of a batch's customers logged in when, and how much they used since.
fn logins_of(
    rng: &mut StdRng,
    vouchers: Vec<VoucherId>,
    made: DateTime<Utc>,
    now: DateTime<Utc>,
    (number, used): (usize, u32),
) -> Vec<Report> {
    let usage_s = PLANS[number].1 * HOUR;
    let mut reports = Vec::new();
    for voucher_id in vouchers {
        if rng.random_range(0..100) >= used {
            continue;
        }
        let open_s = (now - made).num_seconds() - HOUR;
        let first = made + TimeDelta::seconds(rng.random_range(600..open_s.max(601)));
        let online_s = usage_s * rng.random_range(20..=130).min(100) / 100;
        let per_second = rng.random_range(20_000..120_000);
        let report = |after_s: i64, session: Option<i64>| {
            let uptime_s = after_s.min(online_s);
            let seen = UsageSeen {
                voucher_id,
                uptime_s,
                bytes_in: uptime_s * per_second / 10,
                bytes_out: uptime_s * per_second,
                session_uptime_s: session,
                mac_address: None,
                is_ended: false,
            };
            (first + TimeDelta::seconds(after_s), seen)
        };
        reports.push(report(60, Some(60)));
        // A look every few hours of being online, as far as time has come.
        let looks = (1..=3).map(|part| usage_s * part / 3).map(|after_s| report(after_s, None));
        reports.extend(looks.filter(|(at, _)| *at < now));
    }
    reports
}

/// Tells the reports in their order, and ends what is over day by day.
async fn live(app: &App, router: RouterId, mut reports: Vec<Report>) -> Result<()> {
    reports.sort_by_key(|(at, seen)| (*at, seen.voucher_id));
    let machine = app.machine_ctx(Source::Job);
    let mut tx = app.db.begin(&machine).await?;
    let mut day = reports.first().map(|(at, _)| at.date_naive());
    for (at, seen) in reports {
        if day != Some(at.date_naive()) {
            day = Some(at.date_naive());
            voucher::facade::expire_due(&mut tx, at, 1000).await?;
        }
        voucher::facade::usage_seen(&mut tx, at, router, &[seen]).await?;
    }
    voucher::facade::expire_due(&mut tx, machine.now, 1000).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_lies_beside_the_shop() {
        assert_eq!(data_dir(Path::new("/var/lib/simpul")), Path::new("/var/lib/simpul-demo"));
    }

    #[test]
    fn reports_lie_between_the_batch_and_now_and_never_go_down() {
        let now: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        let made = now - TimeDelta::days(7);
        let vouchers = (1..=40).map(VoucherId).collect();
        let reports = logins_of(&mut StdRng::seed_from_u64(1), vouchers, made, now, (2, 75));
        assert!(reports.len() > 40, "{}", reports.len());
        assert!(reports.iter().all(|(at, _)| *at > made && *at < now));
        for pair in reports.windows(2).filter(|pair| pair[0].1.voucher_id == pair[1].1.voucher_id) {
            assert!(pair[0].0 < pair[1].0 && pair[0].1.uptime_s <= pair[1].1.uptime_s);
        }
    }
}
