//! The way to the database: one pool, transactions that say who is acting,
//! migrations, and the one builder of lists.

pub mod list;
pub mod migrate;
mod tx;

use std::time::Duration;

use chrono::{DateTime, Utc};
use simpul_kernel::time::DESK_CLOCK_TOLERANCE;
use simpul_kernel::{Clock, Ctx, Error, Result};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor as _, PgPool};

pub use tx::{Fact, Tx};

/// Connections a window keeps at most (domain §8).
pub const POOL_SIZE_WINDOW: u32 = 5;

/// How often the server's time is read.
const MEASURE_EVERY: Duration = Duration::from_secs(60);

/// Tables that are made of partitions, and how long one lasts. A test holds this
/// against the catalogue.
pub const PARTITIONED: &[(&str, &str)] = &[("audit_logs", "quarter"), ("usage_sessions", "month")];

/// An error of the job engine as an operation's error.
pub fn from_jobs(error: simpul_jobs::Error) -> Error {
    match error {
        simpul_jobs::Error::Database(cause) => cause.into(),
        other => Error::internal(other),
    }
}

/// The database as the application's login.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
    clock: Clock,
}

impl Db {
    /// Opens the pool and takes over the server's time.
    ///
    /// # Errors
    /// `database_unavailable` when no connection is had within 30 s.
    pub async fn connect(options: PgConnectOptions, size: u32, clock: Clock) -> Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(Duration::from_secs(30))
            .idle_timeout(Duration::from_secs(600))
            .after_connect(|conn, _| {
                Box::pin(async move {
                    // A person waits in front of most statements: fail by name rather than hang.
                    conn.execute(
                        "SET lock_timeout = '10s'; SET statement_timeout = '60s'; \
                         SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'",
                    )
                    .await?;
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        let db = Self { pool, clock };
        db.measure_clock().await?;
        Ok(db)
    }

    /// Reads the server's time into the clock; called at start, each minute ([`Db::follow_clock`]) and
    /// where the clock is doubtful.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn measure_clock(&self) -> Result<()> {
        let now: DateTime<Utc> = sqlx::query_scalar("SELECT clock_timestamp()").fetch_one(&self.pool).await?;
        if let Some(jump) = self.clock.set_server_time(now) {
            tracing::warn!(
                jump_s = jump.num_seconds(),
                "the database server's clock was set, or it slept; no code ends for a while"
            );
        }
        if self.clock.offset().abs() > DESK_CLOCK_TOLERANCE {
            tracing::warn!(
                offset_s = self.clock.offset().num_seconds(),
                "this desk's clock differs from the database server's"
            );
        }
        Ok(())
    }

    /// Reads the server's time each minute until it is dropped.
    pub(crate) async fn follow_clock(self) {
        loop {
            tokio::time::sleep(MEASURE_EVERY).await;
            if let Err(error) = self.measure_clock().await {
                tracing::debug!(%error, "the database server's time is not known; the last one counts");
            }
        }
    }

    /// Begins a transaction in the name of whoever is acting, reads included.
    ///
    /// # Errors
    /// `database_unavailable`, `database_busy`.
    pub async fn begin(&self, ctx: &Ctx) -> Result<Tx> {
        Tx::begin(&self.pool, ctx).await
    }

    /// The pool, for the job engine and the event listener only.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The clock that follows the server's.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Makes the partitions of this period and the next three.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ensure_partitions(&self) -> Result<()> {
        for (table, step) in PARTITIONED {
            sqlx::query("SELECT partitions_ensure($1, $2)").bind(table).bind(step).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Server version as people say it, e.g. `18.4`.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn server_version(&self) -> Result<String> {
        let text: String =
            sqlx::query_scalar("SHOW server_version").fetch_one(&self.pool).await.map_err(Error::from)?;
        Ok(text.split(' ').next().unwrap_or_default().to_owned())
    }
}
