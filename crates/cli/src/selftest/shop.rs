//! The shop of the self-test: made and used only through the operations, and looked
//! at from the router's side by a connection of its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use routeros_api::{Client, Command, Config, Row};
use serde_json::{Value, json};
use simpul_api::{Door, SessionChange};
use simpul_core::App;
use simpul_core::system::DemoRouter;
use simpul_kernel::{Secret, Source};

use super::report::Report;
use crate::failure::Failure;
use crate::voucher::{document_write, number, text, vouchers};

/// Where a QR of the sheet leads.
pub const LOGIN_URL: &str = "http://hotspot.lan/login";
/// How long the first login may take to come back from the router.
const LOGIN_SEEN: Duration = Duration::from_secs(90);
const LOOK: Duration = Duration::from_millis(200);
const DAY_S: i64 = 86_400;

/// The shop.
#[derive(Debug)]
pub struct Shop {
    door: Door,
    router: DemoRouter,
    token: Option<Secret>,
    location_id: Value,
    batch_id: Value,
    pages: i64,
    /// Its batch's number.
    pub batch_code: String,
    /// Its codes.
    pub codes: Vec<String>,
    vouchers: Vec<Value>,
}

fn wrong(what: impl std::fmt::Display) -> Failure {
    Failure::new("selftest_mismatch", what)
}

impl Shop {
    /// A shop that is still to be opened.
    pub fn new(app: App, router: DemoRouter) -> Self {
        Self {
            door: Door::new(app, Source::Cli),
            router,
            token: None,
            location_id: Value::Null,
            batch_id: Value::Null,
            pages: 0,
            batch_code: String::new(),
            codes: Vec::new(),
            vouchers: Vec::new(),
        }
    }

    async fn call(&self, name: &str, input: Value) -> Result<Value, Failure> {
        Ok(self.door.call(self.token.as_ref(), name, input).await.result?)
    }

    /// The owner signs in, the router is added and tested.
    pub async fn open(&mut self, report: &mut Report) -> Result<(), Failure> {
        report.begin("Akun pemilik dan kunci data", "Owner account and data key");
        let password = format!("{}-{}", simpul_kernel::ctx::request_id(), simpul_kernel::ctx::request_id());
        let owner = json!({ "company_name": "Selftest", "time_zone": "Asia/Jakarta", "locale": "id",
                            "name": "Selftest", "username": "selftest", "password": password });
        let made = self.door.call(None, "owner_create", owner).await;
        let made_result = made.result?;
        let SessionChange::Begin(token) = made.session else {
            return Err(wrong("the first owner was not signed in"));
        };
        self.token = Some(token);
        self.location_id = made_result["signed_in"]["me"]["locations"][0]["location_id"].clone();
        let refused = self.door.call(None, "router_list", Value::Null).await.result;
        if refused.map_err(|e| e.code) != Err("sign_in_required".to_owned()) {
            return Err(wrong("somebody who is not signed in was let in"));
        }
        report.done(String::new());

        report.begin("Uji sambungan router", "Router connection test");
        let address = json!({ "host": self.router.host, "port": self.router.port, "transport": "plain",
                              "username": self.router.username, "password": self.router.password });
        let tested = self.call("router_test", json!({ "address": address })).await?;
        if tested["passed"] != true {
            return Err(wrong(format!("the router's test did not pass: {}", tested["steps"])));
        }
        let stored = json!({ "location_id": self.location_id, "name": "Selftest", "address": address,
                             "hotspot_dns_name": "hotspot.lan" });
        self.call("router_create", stored).await?;
        let found = tested["steps"].as_array().into_iter().flatten().filter_map(|step| step["found"].as_str());
        report.done(found.filter(|found| found.contains("RouterOS")).collect::<Vec<_>>().join(", "));
        Ok(())
    }

    /// A plan and its batch of codes.
    pub async fn make_batch(&mut self, count: i32, report: &mut Report) -> Result<(), Failure> {
        report.begin("Paket dan batch kode", "Plan and batch of codes");
        let routers = self.call("router_list", Value::Null).await?;
        let terms = json!({ "name": "1 Hari", "shortcut_key": 1, "usage_limit_s": DAY_S, "data_limit_bytes": null,
                            "validity_s": DAY_S, "shared_users": 1, "lock_mac": false, "upload_kbps": 5_000,
                            "download_kbps": 10_000, "price_sell": "5000.00", "price_cost": "3500.00",
                            "profile_name": "1-hari" });
        let plan = json!({ "location_id": self.location_id, "terms": terms,
                           "router_ids": [routers["rows"][0]["router_id"]] });
        let plan_id = self.call("plan_create", plan).await?["plan_id"].clone();
        let draft = json!({
            "plan_id": plan_id, "quantity": count, "router_ids": [],
            "code": { "mode": "code", "alphabet": "lower_digits", "length": 8, "prefix": "" },
            "sheet": { "preset": "a4-24", "qr": true },
        });
        self.pages = number(&self.call("voucher_batch_preview", draft.clone()).await?["sheets"]);
        let input = json!({ "draft": draft, "idempotency_key": simpul_kernel::ctx::request_id().repeat(2) });
        let batch = self.call("voucher_batch_create", input).await?;
        self.batch_id = batch["row"]["batch_id"].clone();
        self.batch_code = text(&batch["row"]["batch_code"]).to_owned();
        self.vouchers = vouchers(self.door.app(), &self.batch_id).await?;
        self.codes = self.vouchers.iter().map(|row| text(&row["code"]).to_owned()).collect();
        let mut once = self.codes.clone();
        once.sort_unstable();
        once.dedup();
        if once.len() != usize::try_from(count).unwrap_or_default() {
            return Err(wrong(format!("{} different codes instead of {count}", once.len())));
        }
        report.done(format!("{} × {count}", self.batch_code));
        Ok(())
    }

    /// Waits until the worker has brought every code to the router.
    pub async fn wait_for_router(&self, report: &mut Report) -> Result<(), Failure> {
        report.begin("Kode dikirim ke router", "Codes sent to the router");
        let patience = Duration::from_secs(60 + u64::try_from(self.codes.len()).unwrap_or_default() / 20);
        let began = Instant::now();
        loop {
            let batch = self.call("voucher_batch_get", json!({ "batch_id": self.batch_id })).await?;
            let truth = &batch["row"]["truth"];
            if number(&truth["failed"]) + number(&truth["drifted"]) > 0 {
                return Err(wrong(format!("the router refused codes: {truth}")));
            }
            if number(&truth["pending"]) == 0 {
                report.done(format!("{} / {}", truth["applied"], self.codes.len()));
                return Ok(());
            }
            if began.elapsed() > patience {
                return Err(wrong(format!("after {} s not every code is on the router: {truth}", patience.as_secs())));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn router(&self) -> Result<Client, Failure> {
        let mut config = Config::new(&self.router.host, &self.router.username, self.router.password.as_str());
        config.port = Some(self.router.port);
        Client::connect(config).await.map_err(|e| Failure::new("router_unreachable", e))
    }

    /// Asks the router itself: every code once, as the plan says, and nothing else of ours.
    pub async fn compare_both_sides(&self, report: &mut Report) -> Result<(), Failure> {
        report.begin("Kedua sisi sama persis", "Both sides hold exactly the batch");
        let client = self.router().await?;
        let printed = client.call(Command::new("/ip/hotspot/user/print")).await;
        client.close().await;
        let rows = printed.map_err(|e| Failure::new("router_unreachable", e))?.rows;
        let field = |row: &Row, name: &str| row.get_str(name).map(|v| v.to_string()).unwrap_or_default();
        let ours: Vec<&Row> = rows.iter().filter(|row| field(row, "comment").starts_with("simpul|")).collect();
        let mut on_router: BTreeMap<String, usize> = BTreeMap::new();
        for row in &ours {
            *on_router.entry(field(row, "name")).or_default() += 1;
            if field(row, "profile") != "1-hari" || field(row, "limit-uptime") != "1d" {
                return Err(wrong(format!("{} has another plan on the router", field(row, "name"))));
            }
        }
        let missing = self.codes.iter().filter(|code| on_router.get(*code) != Some(&1)).count();
        if missing > 0 || ours.len() != self.codes.len() {
            return Err(wrong(format!("{} rows on the router, {missing} codes not exactly once", ours.len())));
        }
        report.done(format!("{0} = {0}", ours.len()));
        Ok(())
    }

    /// Draws the sheet.
    pub async fn draw_sheet(&self, file: &Path, report: &mut Report) -> Result<(), Failure> {
        report.begin("Lembar voucher PDF", "Voucher sheet PDF");
        let sheet = self.call("voucher_sheet_render", json!({ "batch_id": self.batch_id })).await?;
        let bytes = document_write(&sheet, file)?;
        if !bytes.starts_with(b"%PDF-") || number(&sheet["pages"]) != self.pages {
            return Err(wrong(format!("the sheet has {} pages instead of {}", sheet["pages"], self.pages)));
        }
        report.done(format!("{} hal, {} KiB", self.pages, bytes.len() / 1024));
        Ok(())
    }

    /// A phone logs in at the router; the first login and the end of life come back.
    pub async fn first_login(&self, report: &mut Report) -> Result<(), Failure> {
        report.begin("Login pertama terbaca kembali", "First login read back");
        let (code, voucher) = self.codes.first().zip(self.vouchers.first()).ok_or_else(|| wrong("no codes"))?;
        let client = self.router().await?;
        let login = Command::new("/ip/hotspot/active/login")
            .arg("user", code)
            .arg("password", code)
            .arg("ip", "10.5.50.77")
            .arg("mac-address", "02:00:00:00:00:77");
        let answer = client.call(login).await;
        client.close().await;
        answer.map_err(|e| Failure::new("selftest_login_refused", e))?;
        let began = Instant::now();
        loop {
            let seen = self.call("voucher_get", json!({ "voucher_id": voucher["voucher_id"] })).await?;
            let row = &seen["row"];
            if let (Some(first), Some(end)) = (row["first_login_at"].as_str(), row["expires_at"].as_str()) {
                let (first, end) = (seconds(first)?, seconds(end)?);
                if end - first != DAY_S || row["status"] != "active" {
                    return Err(wrong(format!("the voucher lives {} s and is {}", end - first, row["status"])));
                }
                report.done(format!("{code} → {}", text(&row["expires_at"])));
                return Ok(());
            }
            if began.elapsed() > LOGIN_SEEN {
                return Err(wrong(format!("after {} s the login was not seen", LOGIN_SEEN.as_secs())));
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// An instant of an answer in seconds since 1970.
fn seconds(instant: &str) -> Result<i64, Failure> {
    instant.parse::<DateTime<Utc>>().map(|at| at.timestamp()).map_err(|_| wrong(instant))
}
