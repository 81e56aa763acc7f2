//! An app on a database of its own, with an owner who has signed in.

use serde_json::{Value, json};
use simpul_core::app::{AppInfo, AppState};
use simpul_core::db::Db;
use simpul_core::identity::installation;
use simpul_core::identity::keys::WrappingKeyFile;
use simpul_core::identity::session::session_ctx;
use simpul_core::{App, identity};
use simpul_kernel::ids::{LocationId, UserId};
use simpul_kernel::{Clock, Ctx, Error, Locale, Secret, Source};
use tempfile::TempDir;

use crate::database::TestDb;

/// Password of every person a test makes.
pub const OWNER_PASSWORD: &str = "kuda-terbang-7";

/// An app, its database and its owner.
#[derive(Debug)]
pub struct TestApp {
    /// The app.
    pub app: App,
    /// Its database.
    pub db: TestDb,
    /// Its clock, which follows the server until a test holds it.
    pub clock: Clock,
    /// The recovery code shown at first start.
    pub recovery_code: Secret,
    owner: Ctx,
    folder: TempDir,
}

impl TestApp {
    /// A shop whose owner has just signed in for the first time.
    pub async fn new() -> Self {
        let mut bare = Self::bare().await;
        let ctx = Ctx::nobody(Source::Lan, bare.clock.now());
        let created = identity::ops::owner_create(
            &bare.app,
            &ctx,
            identity::OwnerCreate {
                company_name: "Sinar Desa Net".into(),
                time_zone: "Asia/Jakarta".into(),
                locale: Locale::Id,
                name: "Hendra Saputra".into(),
                username: "hendra".into(),
                password: Secret::new(OWNER_PASSWORD),
            },
        )
        .await
        .expect("the owner is made");
        bare.recovery_code = Secret::new(created.recovery_code);
        let token = Secret::new(created.signed_in.token.expect("a token"));
        bare.owner = session_ctx(&bare.app.db, &bare.clock, Source::Lan, Some(&token)).await.expect("a session");
        bare
    }

    /// A program on an empty, migrated database: nobody has an account yet.
    pub async fn bare() -> Self {
        Self::on(TestDb::new().await, "0a1b2c3d").await
    }

    /// A program of its own installation on a database that exists.
    pub async fn on(db: TestDb, installation_code: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let app = open(&db, folder.path(), installation_code).await;
        let clock = app.clock.clone();
        let owner = Ctx::nobody(Source::Lan, clock.now());
        Self { app, db, clock, recovery_code: Secret::new(""), owner, folder }
    }

    /// A second program of another installation on the same database.
    pub async fn second(&self, installation_code: &str) -> (App, TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        (open(&self.db, folder.path(), installation_code).await, folder)
    }

    /// The owner's context, now.
    #[must_use]
    pub fn owner_ctx(&self) -> Ctx {
        Ctx { now: self.clock.now(), ..self.owner.clone() }
    }

    /// Nobody's context, now.
    #[must_use]
    pub fn nobody_ctx(&self) -> Ctx {
        Ctx::nobody(Source::Lan, self.clock.now())
    }

    /// The folder of this installation.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The place every new database has.
    pub async fn location(&self) -> LocationId {
        let id: i64 = sqlx::query_scalar("SELECT min(id) FROM locations")
            .fetch_one(&mut self.db.owner().await)
            .await
            .expect("a place");
        LocationId(id)
    }

    /// Another place.
    pub async fn location_new(&self, name: &str) -> LocationId {
        let id: i64 = sqlx::query_scalar("INSERT INTO locations (name) VALUES ($1) RETURNING id")
            .bind(name)
            .fetch_one(&mut self.db.owner().await)
            .await
            .expect("a place");
        LocationId(id)
    }

    /// A signed-in person of a role, who sees all places (`None`) or these.
    pub async fn user_ctx(&self, role_code: &str, locations: Option<&[LocationId]>) -> Ctx {
        let mut conn = self.db.owner().await;
        let hash = identity::rules::password_hash(&Secret::new(OWNER_PASSWORD)).expect("a hash");
        let username = format!("{}-{}", role_code.replace('_', "-"), simpul_kernel::ctx::request_id());
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO users (name, username, password_hash, role_id, has_all_locations) \
             VALUES ($1, $2, $3, (SELECT id FROM roles WHERE code = $1), $4) RETURNING id",
        )
        .bind(role_code)
        .bind(&username)
        .bind(hash)
        .bind(locations.is_none())
        .fetch_one(&mut conn)
        .await
        .expect("a person");
        for location in locations.unwrap_or_default() {
            sqlx::query("INSERT INTO location_users (user_id, location_id) VALUES ($1, $2)")
                .bind(id)
                .bind(location.0)
                .execute(&mut conn)
                .await
                .expect("a place");
        }
        self.session_of(UserId(id)).await
    }

    async fn session_of(&self, user: UserId) -> Ctx {
        let (token, hash) = identity::rules::session_token_new();
        sqlx::query(
            "INSERT INTO sessions (user_id, token_hash, source, expires_at) VALUES ($1, $2, 'lan', now() + interval '1 day')",
        )
        .bind(user.0)
        .bind(hash)
        .execute(&mut self.db.owner().await)
        .await
        .expect("a session");
        session_ctx(&self.app.db, &self.clock, Source::Lan, Some(&token)).await.expect("a session")
    }

    /// Calls an operation through the table, as a door does.
    ///
    /// # Errors
    /// The operation's.
    pub async fn call(&self, ctx: &Ctx, name: &str, input: Value) -> Result<Value, Error> {
        let table = simpul_api::table();
        let operation = table.iter().find(|op| op.name == name).unwrap_or_else(|| panic!("no operation {name}"));
        operation.call(&self.app, ctx, input).await
    }

    /// As [`Self::call`] by the owner; panics where it is refused.
    pub async fn owner_call(&self, name: &str, input: Value) -> Value {
        self.call(&self.owner_ctx(), name, input).await.unwrap_or_else(|e| panic!("{name} is refused: {e}"))
    }

    /// Stores a simulated router and returns its id.
    pub async fn router(&self, name: &str, sim: &routeros_sim::SimHandle) -> i64 {
        let location = self.location().await;
        let stored = self
            .owner_call(
                "router_create",
                json!({
                    "location_id": location, "name": name, "hotspot_dns_name": "sdn.net",
                    "address": { "host": sim.addr().ip().to_string(), "port": sim.addr().port(), "transport": "plain",
                                 "username": "admin", "password": "secret" },
                }),
            )
            .await;
        stored["router_id"].as_i64().expect("an id")
    }

    /// Makes a plan on routers and returns its id.
    pub async fn plan(&self, name: &str, routers: &[i64]) -> i64 {
        let location = self.location().await;
        let made = self
            .owner_call(
                "plan_create",
                json!({
                    "location_id": location, "router_ids": routers,
                    "terms": { "name": name, "shortcut_key": null, "usage_limit_s": 86_400, "data_limit_bytes": null,
                               "validity_s": 86_400, "shared_users": 1, "lock_mac": false, "upload_kbps": 5_000,
                               "download_kbps": 10_000, "price_sell": "5000.00", "price_cost": "3500.00",
                               "profile_name": name.replace(' ', "-") },
                }),
            )
            .await;
        made["plan_id"].as_i64().expect("an id")
    }

    /// A draft of a batch, as the form sends it.
    #[must_use]
    pub fn batch_draft(plan: i64, quantity: i32) -> Value {
        json!({
            "plan_id": plan, "quantity": quantity, "router_ids": [],
            "code": { "mode": "code", "alphabet": "lower_digits", "length": 8, "prefix": "" },
            "sheet": { "preset": "a4-24", "qr": true },
        })
    }

    /// Makes a batch and returns its view.
    pub async fn batch(&self, plan: i64, quantity: i32) -> Value {
        let key = simpul_kernel::ctx::request_id();
        self.owner_call(
            "voucher_batch_create",
            json!({ "draft": Self::batch_draft(plan, quantity), "idempotency_key": key }),
        )
        .await
    }
}

async fn open(db: &TestDb, folder: &std::path::Path, installation_code: &str) -> App {
    let clock = Clock::default();
    let pool = Db::connect(db.app_options(), 5, clock.clone()).await.expect("a pool");
    let installation = installation::installation_register(&pool, installation_code).await.expect("an installation");
    let key_file = WrappingKeyFile::in_folder(folder);
    let keys = installation::keys_load(&pool, installation.id, &key_file).await.expect("the keys");
    App::new(AppState {
        db: pool,
        clock,
        keys,
        strangers: simpul_core::identity::strangers::Strangers::default(),
        links: simpul_core::network::links::RouterLinks::default(),
        live: simpul_core::network::live::LiveFeeds::default(),
        installation,
        books: simpul_core::worker::books(),
        info: AppInfo {
            version: "0.0.0-test".into(),
            database_kind: "embedded",
            database_place: "test".into(),
            data_dir: simpul_core::boot::DataDir::new(folder),
            database_is_fixed: false,
            key_file,
        },
        demo: None,
    })
}
