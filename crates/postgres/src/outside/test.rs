//! The connection test of an outside server: what is wrong, by name.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use sqlx::postgres::PgListener;
use sqlx::{Connection as _, PgConnection};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{OLDEST_MAJOR, Outside, Tls};
use crate::{cluster, roles};

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// A desk's clock may differ from the server's by this much, seconds.
const CLOCK_TOLERANCE: f64 = 120.0;

/// Every finding there is; the screens have a text for each.
pub const STEP_CODES: &[&str] = &[
    "name_found",
    "dns_failed",
    "port_open",
    "connection_refused",
    "host_unreachable",
    "connection_timeout",
    "tls_failed",
    "tls_good",
    "tls_unverified",
    "tls_off",
    "login_accepted",
    "login_failed",
    "auth_failed",
    "access_not_allowed",
    "database_missing",
    "connect_right_missing",
    "too_many_connections",
    "server_starting",
    "connection_lost",
    "not_postgresql",
    "query_failed",
    "version_good",
    "version_too_old",
    "encoding_utf8",
    "encoding_not_utf8",
    "locale_c",
    "locale_not_c",
    "clock_good",
    "clock_offset",
    "roles_missing",
    "rights_good",
    "rights_missing",
    "login_too_mighty",
    "owner_rights_good",
    "owner_rights_missing",
    "database_empty",
    "database_ours",
    "database_foreign",
    "round_trip",
    "notifications_good",
    "pooler_between",
];

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As it should be.
    Good,
    /// It works, but the owner should know.
    Warning,
    /// It does not work.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Stable name of the finding, translated by the user interface.
    pub code: &'static str,
    /// How it ended.
    pub status: Status,
    /// English detail for support; no secrets.
    pub detail: String,
}

impl Step {
    fn new(code: &'static str, status: Status, detail: impl Into<String>) -> Self {
        debug_assert!(STEP_CODES.contains(&code), "{code} has no text");
        Self { code, status, detail: detail.into() }
    }
}

/// Tries the server from name to notification. The list ends at the first
/// step without which the next cannot be tried.
pub async fn connection_test(outside: &Outside) -> Vec<Step> {
    let mut steps = Vec::new();
    if !outside.is_socket() && !reach(outside, &mut steps).await {
        return steps;
    }
    let mut connection = match sign_in(outside, &mut steps).await {
        Some(connection) => connection,
        None => return steps,
    };
    if let Err(e) = look(&mut connection, outside, &mut steps).await {
        steps.push(Step::new("query_failed", Status::Bad, e.to_string()));
    }
    let _ = connection.close().await;
    steps
}

/// Tries the login of the role that owns the schema, on a server that is known to
/// answer.
pub async fn owner_test(outside: &Outside) -> Vec<Step> {
    let mut steps = Vec::new();
    let Some(mut connection) = sign_in(outside, &mut steps).await else { return steps };
    let may: Result<bool, sqlx::Error> = sqlx::query_scalar(
        "SELECT has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE')",
    )
    .fetch_one(&mut connection)
    .await;
    steps.push(match may {
        Ok(true) => Step::new("owner_rights_good", Status::Good, &*outside.user),
        Ok(false) => {
            let detail = format!("{} may make no tables in {}", outside.user, outside.database);
            Step::new("owner_rights_missing", Status::Bad, detail)
        }
        Err(e) => Step::new("query_failed", Status::Bad, e.to_string()),
    });
    let _ = connection.close().await;
    steps
}

/// Signs in and says how that went, protection included.
async fn sign_in(outside: &Outside, steps: &mut Vec<Step>) -> Option<PgConnection> {
    match timeout(PATIENCE, cluster::connect(&outside.connect_options())).await {
        Ok(Ok(connection)) => {
            steps.extend(protection(outside));
            steps.push(Step::new("login_accepted", Status::Good, format!("{outside:?}")));
            Some(connection)
        }
        Ok(Err(e)) => {
            steps.push(refused(&e));
            None
        }
        Err(_) => {
            let detail = "the server takes connections but does not answer";
            steps.push(Step::new("connection_timeout", Status::Bad, detail));
            None
        }
    }
}

/// What the connection that was made protects from; a socket needs nothing.
fn protection(outside: &Outside) -> Option<Step> {
    let name = outside.tls.name();
    (!outside.is_socket()).then(|| match outside.tls {
        Tls::VerifyFull => Step::new("tls_good", Status::Good, name),
        Tls::VerifyCa | Tls::Require => Step::new("tls_unverified", Status::Warning, name),
        Tls::Off => Step::new("tls_off", Status::Warning, name),
    })
}

/// Name and port.
async fn reach(outside: &Outside, steps: &mut Vec<Step>) -> bool {
    let place = format!("{}:{}", outside.host, outside.port);
    let lookup = timeout(PATIENCE, tokio::net::lookup_host((outside.host.as_str(), outside.port))).await;
    let addresses: Vec<_> = match lookup {
        Ok(Ok(addresses)) => addresses.collect(),
        _ => Vec::new(),
    };
    if addresses.is_empty() {
        steps.push(Step::new("dns_failed", Status::Bad, format!("the name {} is not known", outside.host)));
        return false;
    }
    steps.push(Step::new(
        "name_found",
        Status::Good,
        addresses.iter().map(|a| a.ip().to_string()).collect::<Vec<_>>().join(", "),
    ));
    let step = match timeout(PATIENCE, TcpStream::connect(addresses.as_slice())).await {
        Ok(Ok(_)) => Step::new("port_open", Status::Good, place),
        Ok(Err(e)) if e.kind() == std::io::ErrorKind::ConnectionRefused => {
            Step::new("connection_refused", Status::Bad, format!("nothing listens at {place}"))
        }
        Ok(Err(e)) => Step::new("host_unreachable", Status::Bad, format!("{place}: {e}")),
        Err(_) => Step::new("connection_timeout", Status::Bad, format!("{place} does not answer (a firewall?)")),
    };
    let open = step.status == Status::Good;
    steps.push(step);
    open
}

/// Why a login failed.
fn refused(error: &crate::Error) -> Step {
    let crate::Error::Sql(error) = error else {
        return Step::new("login_failed", Status::Bad, error.to_string());
    };
    let code = match error.as_database_error().and_then(|e| e.code()).as_deref() {
        Some("28P01") => "auth_failed",
        // "no pg_hba.conf entry": the administrator has to let this computer in.
        Some("28000") => "access_not_allowed",
        Some("3D000") => "database_missing",
        Some("42501") => "connect_right_missing",
        Some("53300") => "too_many_connections",
        Some("57P03") => "server_starting",
        Some(_) => "login_failed",
        None => match error {
            // A certificate file that is none comes as a setting that is wrong.
            sqlx::Error::Tls(_) | sqlx::Error::Configuration(_) => "tls_failed",
            sqlx::Error::Io(e) if e.kind() == std::io::ErrorKind::InvalidData => "tls_failed",
            sqlx::Error::Io(_) => "connection_lost",
            sqlx::Error::Protocol(_) => "not_postgresql",
            _ => "login_failed",
        },
    };
    Step::new(code, Status::Bad, error.to_string())
}

/// What the server is, and whether it can do the work.
async fn look(connection: &mut PgConnection, outside: &Outside, steps: &mut Vec<Step>) -> Result<(), sqlx::Error> {
    let before = Instant::now();
    let (number, version, encoding, collation, server_time): (i32, String, String, String, f64) = sqlx::query_as(
        "SELECT current_setting('server_version_num')::int, current_setting('server_version'),
                pg_encoding_to_char(encoding)::text, datcollate::text,
                extract(epoch FROM clock_timestamp())::float8
           FROM pg_database WHERE datname = current_database()",
    )
    .fetch_one(&mut *connection)
    .await?;
    let turn = before.elapsed();
    steps.push(version_step(number, &version));
    steps.push(match encoding.as_str() {
        "UTF8" => Step::new("encoding_utf8", Status::Good, encoding),
        _ => Step::new("encoding_not_utf8", Status::Bad, format!("the database is {encoding}")),
    });
    steps.push(match collation.as_str() {
        "C" | "POSIX" | "C.UTF-8" | "C.utf8" => Step::new("locale_c", Status::Good, collation),
        _ => Step::new("locale_not_c", Status::Warning, format!("the database sorts by {collation}")),
    });
    let here = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64());
    steps.push(clock_step(here - turn.as_secs_f64() / 2.0 - server_time));
    rights(connection, steps).await?;
    steps.push(contents(connection).await?);
    steps.push(Step::new("round_trip", Status::Good, format!("{} ms", turn.as_millis())));
    steps.push(notifications(connection, outside).await?);
    Ok(())
}

fn version_step(number: i32, version: &str) -> Step {
    let oldest = i32::try_from(OLDEST_MAJOR).unwrap_or(i32::MAX);
    if number / 10_000 < oldest {
        return Step::new(
            "version_too_old",
            Status::Bad,
            format!("PostgreSQL {version}; {OLDEST_MAJOR} or newer is needed"),
        );
    }
    Step::new("version_good", Status::Good, format!("PostgreSQL {version}"))
}

fn clock_step(seconds: f64) -> Step {
    let detail = format!("this computer's clock is {seconds:+.1} s from the server's");
    if seconds.abs() > CLOCK_TOLERANCE {
        return Step::new("clock_offset", Status::Warning, detail);
    }
    Step::new("clock_good", Status::Good, detail)
}

/// The roles, and what this login may do.
async fn rights(connection: &mut PgConnection, steps: &mut Vec<Step>) -> Result<(), sqlx::Error> {
    let (group, bypass): (bool, bool) = sqlx::query_as(
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1),
                (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)",
    )
    .bind(roles::APP_GROUP)
    .fetch_one(&mut *connection)
    .await?;
    if !group {
        let detail = format!("role {} is missing: run the printed script", roles::APP_GROUP);
        steps.push(Step::new("roles_missing", Status::Bad, detail));
        return Ok(());
    }
    let (member, owner): (bool, bool) = sqlx::query_as(
        "SELECT pg_has_role(current_user, $1, 'MEMBER'), has_database_privilege(current_database(), 'CREATE')",
    )
    .bind(roles::APP_GROUP)
    .fetch_one(&mut *connection)
    .await?;
    steps.push(match (bypass, member || owner) {
        (true, _) => Step::new("login_too_mighty", Status::Warning, "this login is not held by row security"),
        (false, true) => Step::new("rights_good", Status::Good, if owner { "owner" } else { roles::APP_GROUP }),
        (false, false) => {
            Step::new("rights_missing", Status::Bad, format!("the login is no member of {}", roles::APP_GROUP))
        }
    });
    Ok(())
}

/// What the database holds: nothing, Simpul, or somebody else's tables.
async fn contents(connection: &mut PgConnection) -> Result<Step, sqlx::Error> {
    let (ours, tables): (bool, i64) = sqlx::query_as(
        "SELECT to_regclass('public._sqlx_migrations') IS NOT NULL AND to_regclass('public.key_wraps') IS NOT NULL,
                (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND left(n.nspname, 3) <> 'pg_'
                    AND n.nspname <> 'information_schema')",
    )
    .fetch_one(connection)
    .await?;
    Ok(match (ours, tables) {
        (true, _) => Step::new("database_ours", Status::Good, "the database of a Simpul"),
        (false, 0) => Step::new("database_empty", Status::Good, "no tables"),
        (false, count) => Step::new("database_foreign", Status::Bad, format!("{count} tables that are not Simpul's")),
    })
}

/// Whether a notification arrives: a pooler in transaction mode swallows it,
/// and with it settings and locks of a session.
async fn notifications(connection: &mut PgConnection, outside: &Outside) -> Result<Step, sqlx::Error> {
    let channel = format!("simpul_test_{:08x}", rand::random::<u32>());
    let pool = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_with(outside.connect_options())
        .await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(&channel).await?;
    sqlx::query("SELECT pg_notify($1, '')").bind(&channel).execute(&mut *connection).await?;
    let heard = timeout(Duration::from_secs(3), listener.recv()).await;
    drop(listener);
    pool.close().await;
    Ok(match heard {
        Ok(Ok(_)) => Step::new("notifications_good", Status::Good, "LISTEN works"),
        _ => Step::new(
            "pooler_between",
            Status::Bad,
            "LISTEN hears nothing: a connection pooler in transaction mode sits between; use its session mode or the server's own port",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fourteen_is_too_old_and_fifteen_is_not() {
        assert_eq!(version_step(140_012, "14.12").code, "version_too_old");
        assert_eq!(version_step(150_000, "15.0").code, "version_good");
        assert_eq!(version_step(180_004, "18.4").code, "version_good");
    }

    #[test]
    fn a_clock_two_minutes_off_is_told_in_both_directions() {
        assert_eq!(clock_step(119.0).code, "clock_good");
        assert_eq!(clock_step(121.0).code, "clock_offset");
        assert_eq!(clock_step(-121.0).code, "clock_offset");
    }
}
