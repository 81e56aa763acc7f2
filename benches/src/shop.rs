//! A shop to measure in: the program as users start it, on a database of its own
//! with the settings users have, and its owner signed in.

use std::net::SocketAddr;

use serde_json::{Value, json};
use simpul_core::App;
use simpul_core::boot::{BootOptions, Running, boot};
use simpul_core::identity::session::session_ctx;
use simpul_kernel::{Ctx, Secret, Source};
use simpul_postgres::cluster::DataDir;
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

use crate::figures::Outcome;

/// The database of the embedded server.
const DATABASE: &str = simpul_postgres::roles::DATABASE;

/// What the owner signs in with.
pub const USERNAME: &str = "hendra";
/// The owner's password.
pub const PASSWORD: &str = "kuda-terbang-7";

/// A running program with its owner.
#[derive(Debug)]
pub struct Shop {
    running: Running,
    owner: Ctx,
    // Last: the server must have stopped before its folder goes.
    folder: TempDir,
}

impl Shop {
    /// Starts in an empty folder.
    pub async fn open() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let running = boot(BootOptions::embedded(DataDir::new(folder.path()))).await?;
        let app = &running.app;
        let nobody = Ctx::nobody(Source::Cli, app.clock.now());
        let input = json!({
            "company_name": "Sinar Desa Net", "time_zone": "Asia/Jakarta", "locale": "id",
            "name": "Hendra Saputra", "username": USERNAME, "password": PASSWORD,
        });
        let created = call(app, &nobody, "owner_create", input).await?;
        let token = created["signed_in"]["token"].as_str().map(Secret::new);
        let owner = session_ctx(&app.db, &app.clock, Source::Cli, token.as_ref()).await?;
        Ok(Self { running, owner, folder })
    }

    /// Where its installation is.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The program.
    pub fn app(&self) -> &App {
        &self.running.app
    }

    /// Calls an operation as the owner, through the table every door uses.
    pub async fn call(&self, name: &str, input: Value) -> Outcome<Value> {
        let ctx = Ctx { now: self.app().clock.now(), ..self.owner.clone() };
        call(self.app(), &ctx, name, input).await
    }

    /// A connection that sees and may do everything.
    pub async fn superuser(&self) -> Outcome<PgConnection> {
        let lease = self.running.lease().ok_or("the server is not embedded")?;
        Ok(PgConnection::connect_with(&lease.superuser_options().database(DATABASE)).await?)
    }

    /// A connection as the role that owns the tables.
    pub async fn table_owner(&self) -> Outcome<PgConnection> {
        let lease = self.running.lease().ok_or("the server is not embedded")?;
        Ok(PgConnection::connect_with(&lease.owner_options()).await?)
    }

    /// Stores a router; returns its id.
    pub async fn router(&self, name: &str, addr: SocketAddr) -> Outcome<i64> {
        let location = self.location().await?;
        let input = json!({
            "location_id": location, "name": name, "hotspot_dns_name": "sdn.net",
            "address": { "host": addr.ip().to_string(), "port": addr.port(), "transport": "plain",
                         "username": "admin", "password": "secret" },
        });
        id(&self.call("router_create", input).await?, "router_id")
    }

    /// Makes a plan on a router; returns its id.
    pub async fn plan(&self, name: &str, router: i64) -> Outcome<i64> {
        self.plan_on_key(name, router, None).await
    }

    /// Makes a plan on a router that is sold by a key of the counter, 1 to 9; returns its id.
    pub async fn plan_on_key(&self, name: &str, router: i64, key: Option<u8>) -> Outcome<i64> {
        let location = self.location().await?;
        let input = json!({
            "location_id": location, "router_ids": [router],
            "terms": { "name": name, "shortcut_key": key, "usage_limit_s": 86_400, "data_limit_bytes": null,
                       "validity_s": 86_400, "shared_users": 1, "lock_mac": false, "upload_kbps": 5_000,
                       "download_kbps": 10_000, "price_sell": "5000.00", "price_cost": "3500.00",
                       "profile_name": name },
        });
        id(&self.call("plan_create", input).await?, "plan_id")
    }

    /// Makes a batch.
    pub async fn batch(&self, plan: i64, quantity: usize) -> Outcome<()> {
        let input = json!({
            "draft": {
                "plan_id": plan, "quantity": quantity, "router_ids": [],
                "code": { "mode": "code", "alphabet": "lower_digits", "length": 8, "prefix": "" },
                "sheet": { "preset": "a4-40", "qr": true },
            },
            "idempotency_key": simpul_kernel::ctx::request_id(),
        });
        self.call("voucher_batch_create", input).await.map(drop)
    }

    async fn location(&self) -> Outcome<i64> {
        Ok(sqlx::query_scalar("SELECT min(id) FROM locations").fetch_one(&mut self.superuser().await?).await?)
    }

    /// Writes what is dirty to disk and reads the tables' sizes, so that neither
    /// falls into what is measured next.
    pub async fn settle(&self) -> Outcome<()> {
        let mut conn = self.superuser().await?;
        sqlx::raw_sql("CHECKPOINT").execute(&mut conn).await?;
        Ok(())
    }

    /// Stops the program and its server.
    pub async fn close(self) -> Outcome<()> {
        Ok(self.running.close().await?)
    }
}

async fn call(app: &App, ctx: &Ctx, name: &str, input: Value) -> Outcome<Value> {
    let table = simpul_api::table();
    let operation = table.iter().find(|op| op.name == name).ok_or_else(|| format!("no operation {name}"))?;
    operation.call(app, ctx, input).await.map_err(|e| format!("{name}: {e}").into())
}

fn id(answer: &Value, name: &str) -> Outcome<i64> {
    answer[name].as_i64().ok_or_else(|| format!("no {name} in the answer").into())
}
