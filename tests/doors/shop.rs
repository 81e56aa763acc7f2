//! A shop with two places, and one valid input for every operation. A new
//! operation without one fails the tests by name.

use std::sync::atomic::{AtomicU32, Ordering};

use routeros_sim::{SimBuilder, SimHandle};
use serde_json::{Value, json};
use simpul_kernel::ids::LocationId;
use simpul_testkit::{OWNER_PASSWORD, TestApp};

/// User and password of the simulated router.
const ROUTER_USER: (&str, &str) = ("admin", "secret");

/// What an operation answers to its valid input, when the caller may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeds.
    Works,
    /// It refuses by this code: here it cannot succeed.
    Refuses(&'static str),
}

/// A shop: everything the valid inputs name stands at `here`.
pub struct Shop {
    pub test: TestApp,
    pub sim: SimHandle,
    pub here: LocationId,
    pub there: LocationId,
    pub router: i64,
    pub plan: i64,
    number: AtomicU32,
}

impl Shop {
    pub async fn new() -> Self {
        let test = TestApp::new().await;
        let here = test.location().await;
        let there = test.location_new("Cabang Utara").await;
        let sim = sim().await;
        let router = test.router("hEX", &sim).await;
        let plan = test.plan("Harian", &[router]).await;
        Self { test, sim, here, there, router, plan, number: AtomicU32::new(0) }
    }

    /// A number no input of this shop has yet.
    pub fn next(&self) -> u32 {
        self.number.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn address(&self) -> Value {
        json!({ "host": self.sim.addr().ip().to_string(), "port": self.sim.addr().port(), "transport": "plain",
                "username": ROUTER_USER.0, "password": ROUTER_USER.1 })
    }

    /// An address nothing else of this shop has; nothing is ever sent to it.
    fn new_address(&self) -> Value {
        json!({ "host": format!("127.9.0.{}", self.next() % 250), "port": 20_000 + self.next() % 40_000, "transport": "tls",
                "username": ROUTER_USER.0, "password": ROUTER_USER.1 })
    }

    fn new_router_input(&self) -> Value {
        json!({ "location_id": self.here, "name": format!("Router {}", self.next()), "address": self.new_address(),
                "hotspot_dns_name": "sdn.net" })
    }

    async fn new_router(&self) -> Value {
        self.test.owner_call("router_create", self.new_router_input()).await
    }

    /// A router that waits for a person since the database was restored.
    async fn gated_router(&self) -> Value {
        let router = self.new_router().await["router_id"].clone();
        let sql = "INSERT INTO router_compares (router_id, location_id, compared_at, database_life, foreign_users, \
                   foreign_profiles, gate_since, gate_seen, gate_ours) \
                   SELECT id, location_id, now(), 'another', 0, 0, now(), 10, 5 FROM routers WHERE id = $1";
        let done = sqlx::query(sql).bind(router.as_i64()).execute(&mut self.test.db.owner().await).await;
        done.expect("a router is put behind its gate");
        json!({ "router_id": router })
    }

    fn terms(&self) -> Value {
        let n = self.next();
        json!({ "name": format!("Paket {n}"), "shortcut_key": null, "usage_limit_s": 10_800, "data_limit_bytes": 1_000_000_000_i64,
                "validity_s": 86_400, "shared_users": 1, "lock_mac": false, "upload_kbps": 1_500, "download_kbps": 4_000,
                "price_sell": "5000.00", "price_cost": "3500.00", "profile_name": format!("paket-{n}") })
    }

    fn new_plan_input(&self) -> Value {
        json!({ "location_id": self.here, "terms": self.terms(), "router_ids": [self.router] })
    }

    fn draft(&self, quantity: i32) -> Value {
        TestApp::batch_draft(self.plan, quantity)
    }

    /// A batch of its own and one of its vouchers, as rows of their lists.
    pub async fn new_batch(&self) -> (Value, Value) {
        let batch = self.test.batch(self.plan, 2).await["row"].clone();
        let list = json!({ "filter": { "batch_id": batch["batch_id"] } });
        let voucher = self.test.owner_call("voucher_list", list).await["rows"][0].clone();
        assert!(voucher["voucher_id"].is_i64(), "the new batch has no voucher: {voucher}");
        (batch, voucher)
    }

    /// Has a code be used on one device, for a day; answers its version.
    async fn in_use(&self, id: &Value) -> i32 {
        let sql = "UPDATE vouchers SET status = 'active', first_login_at = now(), expires_at = now() + interval '1 day', \
                   locked_mac = 'AA:BB:CC:00:11:22' WHERE id = $1 RETURNING version";
        let mut owner = self.test.db.owner().await;
        sqlx::query_scalar(sql).bind(id.as_i64()).fetch_one(&mut owner).await.unwrap()
    }

    async fn role_id(&self, code: &str) -> Value {
        let roles = self.test.owner_call("role_list", json!({})).await;
        let role = roles.as_array().and_then(|all| all.iter().find(|role| role["code"] == code));
        role.map(|role| role["role_id"].clone()).unwrap_or_else(|| panic!("no role {code}"))
    }

    async fn new_user_input(&self) -> Value {
        let n = self.next();
        json!({ "name": format!("Orang {n}"), "username": format!("orang-{n}"), "password": "kopi tubruk pagi",
                "role_id": self.role_id("operator").await, "all_locations": false, "location_ids": [self.here],
                "phone": "0812-3456-7890" })
    }

    /// A job in a state of the queue.
    async fn new_job(&self, state: &str) -> i64 {
        let sql = "INSERT INTO jobs (kind, state, attempts, run_at, finished_at, last_error_code, payload) \
                   VALUES ('router_drain', $1, 1, now() + interval '1 day', CASE $1 WHEN 'discarded' THEN now() END, \
                   'router_unreachable', jsonb_build_object('router_id', $2::bigint)) RETURNING id";
        sqlx::query_scalar(sql)
            .bind(state)
            .bind(self.router)
            .fetch_one(&mut self.test.db.owner().await)
            .await
            .expect("a job is put in")
    }

    /// A person online at the router, as its session row.
    async fn online(&self) -> Value {
        let name = format!("tamu{}", self.next());
        self.sim.add("/ip/hotspot/user", &[("name", &name), ("password", &name)]).expect("a hotspot user");
        let _ = self.sim.login_user(&name, &name).expect("they log in");
        let sessions = self.test.owner_call("router_session_list", json!({ "router_id": self.router })).await;
        let found = sessions.as_array().and_then(|all| all.iter().find(|s| s["username"] == name.as_str()).cloned());
        found.unwrap_or_else(|| panic!("{name} is not online: {sessions}"))
    }

    /// A valid input, fresh at every call, and what comes of it; `None` for an
    /// operation nobody has written one for.
    pub async fn valid(&self, operation: &str) -> Option<(Value, Outcome)> {
        if let Some(refused) = self.refused(operation) {
            return Some(refused);
        }
        let input = match operation.split('_').next().unwrap_or_default() {
            "system" | "session" | "installation" | "me" | "settings" | "dashboard" | "database" | "company" => {
                self.valid_house(operation).await?
            }
            "user" | "role" | "permission" | "activity" | "audit" | "location" => self.valid_people(operation).await?,
            "router" => self.valid_router(operation).await?,
            "drift" => self.valid_drift(operation)?,
            "plan" => self.valid_plan(operation).await?,
            "voucher" => self.valid_voucher(operation).await?,
            "printer" => self.valid_printer(operation).await?,
            "cash" => self.valid_cash(operation).await?,
            "sale" => self.valid_sale(operation).await?,
            "vendor" | "reseller" => self.valid_vendor(operation).await?,
            "ledger" => json!({ "location_id": self.here, "page": { "limit": 5 } }),
            "books" => json!({}),
            "stock" if operation == "stock_print" => {
                json!({ "by": "plan", "location_id": self.here, "plan_id": self.plan })
            }
            "stock" => json!({ "by": "batch", "location_id": self.here, "plan_id": self.plan, "low_only": false,
                               "on_hand_only": false, "page": { "limit": 5 } }),
            "report" => json!({ "kind": "sales", "by": "day", "from_on": "2026-11-01", "to_on": "2026-11-30",
                                "location_id": self.here }),
            "job" => self.valid_job(operation).await?,
            "notice" => valid_notice(operation)?,
            "export" if operation == "export_columns_get" => json!({ "list": "voucher_list", "locale": "en" }),
            "export" => json!({}),
            "saved" if operation == "saved_view_create" => {
                let name = format!("Tampilan {}", self.next());
                json!({ "screen": "notices", "name": name, "search": { "view": "all" }, "is_shared": false })
            }
            "saved" => json!({ "screen": "notices" }),
            "usage" => json!({ "router_id": self.router, "is_open": true, "page": { "limit": 5 } }),
            _ => return None,
        };
        Some((input, Outcome::Works))
    }

    /// Operations that cannot succeed in a shop that lives.
    fn refused(&self, operation: &str) -> Option<(Value, Outcome)> {
        Some(match operation {
            "owner_create" => (
                json!({ "company_name": "Net", "time_zone": "Asia/Jakarta", "locale": "id", "name": "Rina",
                        "username": "rina", "password": OWNER_PASSWORD }),
                Outcome::Refuses("owner_already_exists"),
            ),
            "session_quick_begin" => (
                json!({ "user_id": self.test.owner_ctx().user_id(), "pin": "258036" }),
                Outcome::Refuses("pin_not_set"),
            ),
            "session_revoke" => (json!({ "session_id": 0 }), Outcome::Refuses("session_not_found")),
            "demo_router_start" => (json!({}), Outcome::Refuses("demo_router_unavailable")),
            // A list that everybody has, and that nothing stands in.
            "export_create" => (
                json!({ "list": "notice_list", "input": { "kind": "stock_low" }, "format": "xlsx", "columns": ["kind"],
                        "only": [1], "locale": "en", "separator": "comma", "with_mark": false }),
                Outcome::Refuses("export_empty"),
            ),
            "export_cancel" | "export_remove" | "export_open" => {
                (json!({ "export_id": 0 }), Outcome::Refuses("export_not_found"))
            }
            "saved_view_remove" => (json!({ "saved_view_id": 0 }), Outcome::Refuses("saved_view_not_found")),
            "saved_view_share" => {
                (json!({ "saved_view_id": 0, "is_shared": true }), Outcome::Refuses("saved_view_not_found"))
            }
            "export_part_get" => (json!({ "export_id": 0, "number": 0 }), Outcome::Refuses("export_not_found")),
            // Whoever asks here is bound to no vendor; who is, has a test in the core.
            "reseller_account_get" => (json!({}), Outcome::Refuses("vendor_own_missing")),
            "reseller_statement_render" => {
                (json!({ "from_on": "2026-11-01", "to_on": "2026-11-30" }), Outcome::Refuses("vendor_own_missing"))
            }
            _ => return None,
        })
    }

    async fn valid_house(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "system_status"
            | "session_sign_out"
            | "session_quick_list"
            | "session_quick_end"
            | "session_get"
            | "session_lock"
            | "session_touch"
            | "session_list"
            | "session_revoke_others"
            | "me_get"
            | "settings_get"
            | "dashboard_get" => json!({}),
            "database_get" | "database_choose" | "company_logo_get" | "company_logo_remove" => json!({}),
            "company_logo_set" => json!({ "content_base64": LOGO }),
            "database_script" => json!({ "database": "simpul", "joins": false }),
            // Nothing listens there: what is wrong is the answer.
            "database_test" => json!({ "host": "127.0.0.1", "port": 1, "database": "simpul", "tls": "verify-full",
                                       "logins": { "by": "password", "user": "kasir", "password": "x" } }),
            "session_unlock" => json!({ "password": OWNER_PASSWORD }),
            "me_pin_set" => json!({ "password": OWNER_PASSWORD, "pin": "407193" }),
            // The last in the table that is told this password.
            "me_password_change" => json!({ "old_password": OWNER_PASSWORD, "new_password": "teh tarik sore" }),
            "session_sign_in" => json!({ "username": "hendra", "password": OWNER_PASSWORD, "device_name": "Kasir" }),
            "installation_join" => json!({ "recovery_code": self.test.recovery_code.expose() }),
            "installation_recovery_renew" => json!({ "password": OWNER_PASSWORD }),
            "me_preferences_set" => json!({ "locale": "id", "color_scheme": "dark" }),
            "settings_update" => {
                let mut settings = self.test.owner_call("settings_get", json!({})).await;
                settings["company_address"] = json!(format!("Jalan Mawar {}", self.next()));
                settings
            }
            _ => return None,
        })
    }

    fn new_location_input(&self) -> Value {
        json!({ "name": format!("Cabang {}", self.next()), "address": "Jalan Melati 3", "phone": "0812-3456-7890",
                "time_zone": "Asia/Makassar" })
    }

    fn new_role_input(&self) -> Value {
        json!({ "name": format!("Peran {}", self.next()), "description": "Untuk uji", "permissions": ["plan.view"] })
    }

    async fn valid_people(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "role_list" | "permission_list" | "location_list" => json!({}),
            "user_list" => {
                json!({ "search": "a", "sort": "last_sign_in_at", "descending": true, "page": { "limit": 5 } })
            }
            "user_create" => self.new_user_input().await,
            "user_update" => {
                let user = self.test.owner_call("user_create", self.new_user_input().await).await;
                json!({ "user_id": user["user_id"], "version": user["version"], "name": "Nama Baru",
                        "role_id": user["role_id"], "is_active": true, "all_locations": true, "location_ids": [],
                        "phone": "+6281234567890", "new_password": "teh tarik sore" })
            }
            "user_password_reset" => {
                let user = self.test.owner_call("user_create", self.new_user_input().await).await;
                json!({ "user_id": user["user_id"], "version": user["version"] })
            }
            "user_unlock" | "user_session_list" | "user_session_revoke" => {
                let user = self.test.owner_call("user_create", self.new_user_input().await).await;
                json!({ "user_id": user["user_id"] })
            }
            "role_create" => self.new_role_input(),
            "role_update" | "role_deactivate" => {
                let role = self.test.owner_call("role_create", self.new_role_input()).await;
                let mut input = json!({ "role_id": role["role_id"], "version": role["version"] });
                if operation == "role_update" {
                    input["name"] = json!(format!("Peran {}", self.next()));
                    input["permissions"] = json!(["plan.view", "voucher.view"]);
                    input["is_active"] = json!(true);
                }
                input
            }
            "location_create" => self.new_location_input(),
            "location_update" => {
                let place = self.test.owner_call("location_create", self.new_location_input()).await;
                let mut input = self.new_location_input();
                input["location_id"] = place["location_id"].clone();
                input["version"] = place["version"].clone();
                input["is_active"] = json!(true);
                input
            }
            "activity_list" => json!({ "subject_kind": "router", "subject_id": 1, "from_on": "2026-01-01",
                                       "page": { "limit": 5 } }),
            "audit_list" => json!({ "kind": "plan", "act": "update", "from_on": "2026-01-01", "to_on": "2199-12-31",
                                    "page": { "limit": 5 } }),
            _ => return None,
        })
    }

    async fn valid_router(&self, operation: &str) -> Option<Value> {
        let own = json!({ "router_id": self.router });
        Some(match operation {
            "router_list" => json!({ "location_id": self.here, "include_inactive": true, "page": { "limit": 5 } }),
            "router_get" | "router_sync" | "router_session_list" | "router_compare" | "router_adopt_preview" => own,
            "router_interface_list" => json!({ "router_id": self.router, "include_dynamic": true }),
            "router_traffic_get" => json!({ "router_id": self.router, "interfaces": ["ether1"] }),
            "router_log_list" => json!({ "router_id": self.router, "after": 0 }),
            "router_ping" => json!({ "router_id": self.router, "address": "10.0.0.1", "count": 1, "size": 56 }),
            "router_test" => json!({ "router_id": self.router, "address": self.address() }),
            "router_setup_script" => json!({ "username": "simpul", "transport": "tls" }),
            "router_create" => self.new_router_input(),
            "router_update" => {
                let router = self.new_router().await;
                json!({ "router_id": router["router_id"], "version": router["version"],
                        "name": format!("Router {}", self.next()), "address": self.new_address(),
                        "hotspot_dns_name": "sdn.net", "hotspot_server": null, "forget_pin": false })
            }
            "router_reconcile_confirm" => self.gated_router().await,
            "router_deactivate" => json!({ "router_id": self.new_router().await["router_id"] }),
            "router_adopt" => {
                json!({ "router_id": self.router, "profile_names": [], "with_users": true, "take_comments": false })
            }
            "router_session_kick" => {
                let session = self.online().await;
                json!({ "router_id": self.router, "kind": "hotspot", "session_id": session["session_id"],
                        "username": session["username"] })
            }
            _ => return None,
        })
    }

    fn valid_drift(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "drift_summary" => json!({ "location_id": self.here, "page": { "limit": 5 } }),
            "drift_list" => {
                json!({ "router_id": self.router, "kinds": ["stray", "differs"], "state": "open", "search": "a",
                                    "page": { "limit": 5 } })
            }
            "drift_resolve" => json!({ "router_id": self.router, "choice": "push", "drift_ids": [], "kinds": [],
                                       "dry_run": false }),
            _ => return None,
        })
    }

    async fn valid_plan(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "plan_list" => {
                json!({ "location_id": self.here, "include_inactive": true, "sort": "stock", "page": { "limit": 5 } })
            }
            "plan_get" => json!({ "plan_id": self.plan }),
            "plan_create" => self.new_plan_input(),
            "plan_update" => {
                let plan = self.test.owner_call("plan_create", self.new_plan_input()).await;
                json!({ "plan_id": plan["plan_id"], "version": plan["version"], "terms": self.terms(),
                        "router_ids": [self.router], "is_active": true })
            }
            _ => return None,
        })
    }

    async fn valid_voucher(&self, operation: &str) -> Option<Value> {
        match operation {
            "voucher_sheet_presets" | "voucher_printing_list" => return Some(json!({})),
            "voucher_printing_get" => return Some(json!({ "location_id": self.here })),
            "voucher_printing_set" => {
                let printing = json!({ "preset": "a4-40", "has_qr": true, "slip_mm": 80 });
                return Some(json!({ "location_id": self.here, "printing": printing }));
            }
            "voucher_batch_preview" | "voucher_sheet_preview" => return Some(self.draft(3)),
            "voucher_batch_create" => {
                let key = format!("borang-{}-{}", self.next(), simpul_kernel::ctx::request_id());
                return Some(json!({ "draft": self.draft(1), "idempotency_key": key }));
            }
            "voucher_batch_list" => {
                return Some(
                    json!({ "location_id": self.here, "plan_id": self.plan, "search": "VB", "page": { "limit": 5 } }),
                );
            }
            _ => {}
        }
        let (batch, voucher) = self.new_batch().await;
        let (batch, id, code) = (&batch["batch_id"], &voucher["voucher_id"], &voucher["code"]);
        Some(match operation {
            "voucher_batch_get" | "voucher_batch_pause" => json!({ "batch_id": batch }),
            "voucher_batch_resume" => {
                self.test.owner_call("voucher_batch_pause", json!({ "batch_id": batch })).await;
                json!({ "batch_id": batch })
            }
            "voucher_batch_void" => json!({ "batch_id": batch, "reason": "salah harga" }),
            "voucher_sheet_render" => {
                json!({ "batch_id": batch, "sheet": { "preset": "a4-40", "qr": true }, "reprint_reason": "basah" })
            }
            "voucher_slip_render" => json!({ "voucher_id": id, "reprint_reason": "basah" }),
            "voucher_slips_render" => json!({ "voucher_ids": [id] }),
            "voucher_slips_print" => {
                self.printer_of("mm58", &["slip"]).await;
                json!({ "voucher_ids": [id], "opens_drawer": true })
            }
            "voucher_sheet_print" => {
                self.printer_of("sheet", &["sheet"]).await;
                json!({ "batch_id": batch, "sheet": { "preset": "a4-40", "qr": true } })
            }
            "voucher_print_list" => {
                json!({ "location_id": self.here, "batch_id": batch, "reprints_only": false, "page": { "limit": 5 } })
            }
            "voucher_list" => json!({ "filter": { "batch_id": batch, "status": ["available"], "search": code },
                                      "sort": "code", "descending": true, "page": { "limit": 5 } }),
            "voucher_totals" => json!({ "filter": { "batch_id": batch, "router_trouble": false } }),
            "voucher_get" => json!({ "voucher_id": id }),
            "voucher_find" => json!({ "code": code }),
            "voucher_extend" => {
                json!({ "voucher_id": id, "version": self.in_use(id).await, "validity_s": 3_600, "reason": "router mati" })
            }
            "voucher_unlock" => {
                self.in_use(id).await;
                json!({ "voucher_id": id, "reason": "ganti ponsel" })
            }
            "voucher_kick" => {
                self.in_use(id).await;
                json!({ "voucher_id": id })
            }
            "voucher_void" => json!({ "voucher_ids": [id], "reason": "hilang" }),
            _ => return None,
        })
    }

    async fn valid_job(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "job_list" => json!({ "group": "waiting", "kind": "router_drain", "page": { "limit": 5 } }),
            "job_summary" => json!({}),
            "job_retry" => json!({ "job_id": self.new_job("discarded").await }),
            "job_cancel" => json!({ "job_id": self.new_job("available").await }),
            _ => return None,
        })
    }
}

fn valid_notice(operation: &str) -> Option<Value> {
    Some(match operation {
        "notice_list" => json!({ "unread_only": true, "open_only": true, "kind": "stock_low", "page": { "limit": 5 } }),
        "notice_summary" | "notice_take" | "notice_preferences_get" => json!({}),
        "notice_read" => json!({ "up_to": 0 }),
        "notice_preferences_set" => {
            json!({ "kinds": [{ "kind": "stock_low", "program": true, "system": true }], "quiet_from": "21:00",
                    "quiet_until": "06:00" })
        }
        _ => return None,
    })
}

/// A logo of 48 × 16 pixels, one colour.
const LOGO: &str = "iVBORw0KGgoAAAANSUhEUgAAADAAAAAQCAIAAADfzGvmAAAAJElEQVR42mPgTokcVIhh1EGjDhp10KiDRh006qBRB406iL4IAH5SWB+FLk5+AAAAAElFTkSuQmCC";

/// A simulated router with the user of the valid inputs.
pub async fn sim() -> SimHandle {
    let builder = SimBuilder::default();
    builder.user(ROUTER_USER.0, ROUTER_USER.1).listen("127.0.0.1:0").start().await.expect("a simulated router")
}
