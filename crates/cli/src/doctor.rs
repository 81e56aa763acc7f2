//! `simpul doctor`: looks at everything the program needs, changes nothing, and
//! says what to do.

use std::process::ExitCode;

use serde_json::{Value, json};
use simpul_core::App;
use simpul_core::db::migrate;
use simpul_kernel::CodedError as _;
use simpul_postgres::cluster::{Cluster, OpenOptions};
use simpul_postgres::doctor::{self, Check, Status, Subject};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::args::Global;
use crate::call::as_machine;
use crate::failure::Failure;
use crate::voucher::{number, text};
use crate::words::Lang;
use crate::{boot, output};

/// Looks and tells; fails when something is wrong.
///
/// # Errors
/// Only when the options make no sense; findings are the answer.
pub async fn run(global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
    let mut checks = doctor::run(&subject(global)?).await;
    if !checks.iter().any(|check| check.status == Status::Bad) && has_cluster(global) {
        checks.extend(look_inside(global, lang).await);
    }
    let is_well = !checks.iter().any(|check| check.status == Status::Bad);
    if global.json {
        output::json(&json!({ "is_well": is_well, "checks": checks }));
    } else {
        checks.iter().for_each(|check| tell(check, lang));
    }
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn subject(global: &Global) -> Result<Subject, Failure> {
    Ok(match boot::outside(global)? {
        Some(chosen) => Subject::Outside(chosen.app),
        None => Subject::Embedded(global.data_dir()),
    })
}

/// A folder that was never started is left as it is.
fn has_cluster(global: &Global) -> bool {
    matches!(boot::outside(global), Ok(Some(_))) || global.data_dir().path().join("postgres").is_dir()
}

fn good(code: &'static str, detail: impl Into<String>) -> Check {
    Check { code, status: Status::Good, detail: detail.into(), remedy: None }
}

fn warning(code: &'static str, detail: impl Into<String>, remedy: &'static str) -> Check {
    Check { code, status: Status::Warning, detail: detail.into(), remedy: Some(remedy) }
}

fn bad(error: &simpul_kernel::Error, remedy: &'static str) -> Check {
    Check { code: error.code(), status: Status::Bad, detail: error.to_string(), remedy: Some(remedy) }
}

const LOOK_AT_LOG: &str = "send this list and the newest file of the folder logs to support";
const MIGRATE: &str = "run simpul migrate";
const UPDATE: &str = "install the newer program";
const JOIN: &str = "run simpul key join with the recovery code";
const OPEN_SIMPUL: &str = "open the program, or run simpul worker on a computer that is always on";
const LOOK_AT_ROUTER: &str = "check that the router is on and reachable, then test it on the screen Routers";

/// The schema, the key, the workers and the routers. The server is started for it if
/// need be, and nothing is migrated.
async fn look_inside(global: &Global, lang: Lang) -> Vec<Check> {
    let mut checks = Vec::new();
    match schema(global).await {
        Ok((database, program)) if database == program => {
            checks.push(good("schema", format!("version {database}")));
        }
        Ok((database, program)) => {
            let detail = format!("database {database}, program {program}");
            checks.push(if database > program {
                Check { status: Status::Bad, ..warning("schema_newer_than_program", detail, UPDATE) }
            } else {
                warning("schema_older_than_program", detail, MIGRATE)
            });
            return checks;
        }
        Err(error) => {
            checks.push(bad(&error, LOOK_AT_LOG));
            return checks;
        }
    }
    match boot::quiet(global, lang).await {
        Ok(running) => {
            match look_at_app(&running.app).await {
                Ok(found) => checks.extend(found),
                Err(failure) => checks.push(of_failure(&failure)),
            }
            if let Err(error) = running.close().await {
                checks.push(bad(&error, LOOK_AT_LOG));
            }
        }
        Err(failure) => checks.push(of_failure(&failure)),
    }
    checks
}

fn of_failure(failure: &Failure) -> Check {
    let detail = format!("{} {}", failure.code, failure.cause.clone().unwrap_or_else(|| failure.params.to_string()));
    Check { code: "operation_failed", status: Status::Bad, detail, remedy: Some(LOOK_AT_LOG) }
}

async fn schema(global: &Global) -> Result<(i64, i64), simpul_kernel::Error> {
    let (options, lease): (PgConnectOptions, _) = match boot::database(global) {
        Ok(simpul_core::boot::Database::Outside { app, .. }) => (*app, None),
        _ => {
            let lease =
                Cluster::open(global.data_dir(), OpenOptions::new()).await.map_err(simpul_core::boot::ServerError)?;
            (lease.owner_options(), Some(lease))
        }
    };
    let mut conn = options.connect().await?;
    let database = migrate::database_version(&mut conn).await;
    conn.close().await?;
    if let Some(lease) = lease {
        lease.close().await.map_err(simpul_core::boot::ServerError)?;
    }
    Ok((database?, migrate::program_version()))
}

async fn look_at_app(app: &App) -> Result<Vec<Check>, Failure> {
    let status = as_machine(app, "system_status", Value::Null).await?;
    let mut checks = vec![match status["stage"].as_str() {
        Some("key_unavailable") => {
            let code = simpul_core::identity::keys::KeyError::Unavailable.code();
            Check { status: Status::Bad, ..warning(code, "this installation cannot open the secrets", JOIN) }
        }
        Some("first_owner") => good("key", "there is no account yet, so there is no key"),
        _ => good("key", "the secrets of the database open"),
    }];
    if let Some(off) = status["desk_clock_off_s"].as_i64() {
        checks.push(warning("clock_offset", format!("{off} s"), "set this computer's clock"));
    }
    checks.push(workers(&as_machine(app, "job_summary", Value::Null).await?));
    let routers = as_machine(app, "router_list", json!({ "page": { "limit": 500 } })).await?;
    checks.extend(routers["rows"].as_array().into_iter().flatten().map(router));
    Ok(checks)
}

fn workers(summary: &Value) -> Check {
    let workers = summary["workers"].as_array().cloned().unwrap_or_default();
    let alive: Vec<&str> = workers.iter().filter(|w| w["is_alive"] == true).map(|w| text(&w["host"])).collect();
    let jobs = ["running", "waiting", "failed"].map(|name| format!("{} {name}", number(&summary[name]))).join(", ");
    if alive.is_empty() && number(&summary["waiting"]) > 0 {
        return warning("no_worker", format!("nobody works; jobs: {jobs}"), OPEN_SIMPUL);
    }
    good("workers", format!("{} alive {alive:?}; jobs: {jobs}", alive.len()))
}

fn router(row: &Value) -> Check {
    let (state, truth) = (&row["state"], &row["truth"]);
    let count = |name: &str| number(&truth[name]);
    let detail = format!(
        "{} {}:{} {}: {} applied, {} pending, {} failed, {} drifted",
        text(&row["name"]),
        text(&row["host"]),
        row["port"],
        text(&state["ros_version"]),
        count("applied"),
        count("pending"),
        count("failed"),
        count("drifted"),
    );
    match text(&state["link"]) {
        "down" => {
            let why = text(&state["error_code"]);
            warning("router_down", format!("{detail} ({why})"), LOOK_AT_ROUTER)
        }
        _ if count("failed") + count("drifted") > 0 => {
            warning("router_trouble", detail, "open the router's screen and look at what failed or drifted")
        }
        _ => good("router", detail),
    }
}

fn tell(check: &Check, lang: Lang) {
    let mark = match check.status {
        Status::Good => "ok  ",
        Status::Warning => lang.pick("awas", "warn"),
        Status::Bad => lang.pick("SALAH", "BAD "),
    };
    output::line(format!("{mark:<5} {:<32} {}", check.code, check.detail));
    if check.status == Status::Good {
        return;
    }
    if let Some(remedy) = check.remedy {
        output::line(format!("      → {}", lang.remedy(remedy)));
    }
}
