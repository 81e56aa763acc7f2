//! Migrations: run, status, revert, validate, fresh, reset.
//!
//! They run as the owner role. A database newer than the program is refused; an
//! older one is brought up with progress.

use std::collections::HashSet;

use simpul_kernel::{Result, area_errors};
use sqlx::migrate::{Migrate as _, MigrateError, Migrator};
use sqlx::{Connection as _, PgConnection};

/// The migrations this program was built with.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

area_errors! {
    /// What can go wrong with the schema.
    pub enum SchemaError {
        /// The database was brought up by a newer program than this one.
        Newer { database: i64, program: i64 } => "schema_newer_than_program",
        /// The database is older than the program and nobody has migrated it.
        Older { database: i64, program: i64 } => "schema_older_than_program",
        /// A migration was changed after it ran, or ran half.
        Broken { version: i64 } => "schema_migration_broken",
        /// `fresh` and `reset` refuse where business rows would be lost.
        HasData { rows: i64 } => "schema_has_business_data",
    }
}

/// One migration and whether it has run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Number.
    pub version: i64,
    /// Area.
    pub name: String,
    /// Whether it has run here.
    pub is_applied: bool,
}

/// Told before each migration: number of it, how many in all, its name.
pub type Progress<'a> = &'a (dyn Fn(usize, usize, &str) + Send + Sync);

fn ups() -> impl Iterator<Item = &'static sqlx::migrate::Migration> {
    MIGRATIONS.iter().filter(|m| m.migration_type.is_up_migration())
}

/// The newest migration of this program.
#[must_use]
pub fn program_version() -> i64 {
    ups().map(|m| m.version).max().unwrap_or(0)
}

/// Every migration and whether it has run.
///
/// # Errors
/// When the database cannot be read.
pub async fn status(conn: &mut PgConnection) -> Result<Vec<Step>> {
    let applied: HashSet<i64> = applied_versions(conn).await?.into_iter().collect();
    Ok(ups()
        .map(|m| Step { version: m.version, name: m.description.to_string(), is_applied: applied.contains(&m.version) })
        .collect())
}

/// The newest migration that has run; 0 = none.
///
/// # Errors
/// When the database cannot be read.
pub async fn database_version(conn: &mut PgConnection) -> Result<i64> {
    Ok(applied_versions(conn).await?.into_iter().max().unwrap_or(0))
}

async fn applied_versions(conn: &mut PgConnection) -> Result<Vec<i64>> {
    let exists: bool =
        sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL").fetch_one(&mut *conn).await?;
    if !exists {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
        .fetch_all(conn)
        .await?)
}

/// Refuses a database this program must not work on.
///
/// # Errors
/// `schema_newer_than_program`, `schema_older_than_program`.
pub async fn check(conn: &mut PgConnection) -> Result<()> {
    let (database, program) = (database_version(conn).await?, program_version());
    if database > program {
        return Err(SchemaError::Newer { database, program }.into());
    }
    if database < program {
        return Err(SchemaError::Older { database, program }.into());
    }
    Ok(())
}

/// Runs what has not run yet. Two programs at once are kept apart by a lock.
///
/// # Errors
/// `schema_newer_than_program`, `schema_migration_broken`, or the database's.
pub async fn run(conn: &mut PgConnection, progress: Progress<'_>) -> Result<usize> {
    conn.lock().await.map_err(from_migrate)?;
    let outcome = run_locked(conn, progress).await;
    conn.unlock().await.map_err(from_migrate)?;
    outcome
}

async fn run_locked(conn: &mut PgConnection, progress: Progress<'_>) -> Result<usize> {
    let database = database_version(conn).await?;
    if database > program_version() {
        return Err(SchemaError::Newer { database, program: program_version() }.into());
    }
    let open: Vec<_> = status(conn).await?.into_iter().filter(|s| !s.is_applied).collect();
    for (i, step) in open.iter().enumerate() {
        progress(i + 1, open.len(), &step.name);
        // The lock is ours already; one at a time, so that progress is honest.
        let migrator = Migrator { locking: false, ..clone_of(&MIGRATIONS) };
        migrator.run_to(step.version, &mut *conn).await.map_err(from_migrate)?;
    }
    grant_history(conn).await?;
    Ok(open.len())
}

fn clone_of(from: &'static Migrator) -> Migrator {
    Migrator {
        migrations: std::borrow::Cow::Borrowed(&from.migrations),
        ignore_missing: from.ignore_missing,
        locking: from.locking,
        no_tx: from.no_tx,
        ..Migrator::DEFAULT
    }
}

/// The application reads which version it meets.
async fn grant_history(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql(
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'simpul_app') \
         THEN GRANT SELECT ON _sqlx_migrations TO simpul_app; END IF; END $$",
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the newest migration back; `None` when nothing has run.
///
/// # Errors
/// The database's.
pub async fn revert(conn: &mut PgConnection) -> Result<Option<i64>> {
    let mut versions = applied_versions(conn).await?;
    let Some(newest) = versions.pop() else { return Ok(None) };
    MIGRATIONS.undo(&mut *conn, versions.last().copied().unwrap_or(0)).await.map_err(from_migrate)?;
    Ok(Some(newest))
}

/// Takes everything back, the history of migrations too.
///
/// # Errors
/// `schema_has_business_data` unless `and_data`.
pub async fn reset(conn: &mut PgConnection, and_data: bool) -> Result<()> {
    let rows = business_rows(conn).await?;
    if rows > 0 && !and_data {
        return Err(SchemaError::HasData { rows }.into());
    }
    if database_version(conn).await? > 0 {
        MIGRATIONS.undo(&mut *conn, 0).await.map_err(from_migrate)?;
    }
    sqlx::raw_sql("DROP TABLE IF EXISTS _sqlx_migrations").execute(conn).await?;
    Ok(())
}

/// Drops everything and runs all migrations again.
///
/// # Errors
/// As [`reset`] and [`run`].
pub async fn fresh(conn: &mut PgConnection, and_data: bool, progress: Progress<'_>) -> Result<usize> {
    reset(conn, and_data).await?;
    run(conn, progress).await
}

/// Compares what ran with what this program carries, checksum by checksum.
///
/// # Errors
/// `schema_migration_broken` for the first that differs.
pub async fn validate(conn: &mut PgConnection) -> Result<()> {
    check(conn).await?;
    let ran: Vec<(i64, Vec<u8>, bool)> =
        sqlx::query_as("SELECT version, checksum, success FROM _sqlx_migrations ORDER BY version")
            .fetch_all(conn)
            .await?;
    for (version, checksum, success) in ran {
        let ours = ups().find(|m| m.version == version);
        if !success || ours.is_none_or(|m| *m.checksum != *checksum) {
            return Err(SchemaError::Broken { version }.into());
        }
    }
    Ok(())
}

/// Tables that the program fills by itself: a database that nobody used has rows in
/// these only. Every other table holds what people would miss, those of later
/// migrations too.
pub const FILLED_BY_THE_PROGRAM: &[&str] = &[
    "_sqlx_migrations",
    "audit_logs",
    "installations",
    "job_attempts",
    "job_schedules",
    "jobs",
    "locations",
    "notices",
    "outbox_events",
    "roles",
    "settings",
    "system_logs",
    "workers",
];

/// Rows that people would miss.
async fn business_rows(conn: &mut PgConnection) -> Result<i64> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition \
         AND relnamespace = 'public'::regnamespace AND relname <> ALL ($1) ORDER BY relname",
    )
    .bind(FILLED_BY_THE_PROGRAM)
    .fetch_all(&mut *conn)
    .await?;
    let mut rows = 0;
    for table in tables {
        let count = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM public.{table}"));
        rows += sqlx::query_scalar::<_, i64>(count).fetch_one(&mut *conn).await?;
    }
    Ok(rows)
}

fn from_migrate(error: MigrateError) -> simpul_kernel::Error {
    match error {
        MigrateError::VersionMismatch(version) | MigrateError::Dirty(version) => SchemaError::Broken { version }.into(),
        MigrateError::VersionMissing(version) => {
            SchemaError::Newer { database: version, program: program_version() }.into()
        }
        MigrateError::Execute(cause) => cause.into(),
        other => simpul_kernel::Error::internal(other),
    }
}

/// Opens one connection and brings its schema up: what every door does at start.
///
/// # Errors
/// As [`run`].
pub async fn bring_up(options: &sqlx::postgres::PgConnectOptions, progress: Progress<'_>) -> Result<usize> {
    let mut conn = PgConnection::connect_with(options).await?;
    let ran = run(&mut conn, progress).await?;
    conn.close().await?;
    Ok(ran)
}
