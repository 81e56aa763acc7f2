//! Looks at everything the database needs, changes nothing, and says what to
//! do: `simpul doctor` prints it, Help shows it.

use std::path::Path;

use serde::Serialize;
use sqlx::ConnectOptions as _;

use crate::bundle::{self, Origin, Programs};
use crate::cluster::{self, DataDir, Pid, Secrets, State};
use crate::os::{self, RunAs};
use crate::outside::{self, Outside};
use crate::{Error, roles};

pub use crate::outside::Status;

/// What is looked at.
#[derive(Debug, Clone)]
pub enum Subject {
    /// The embedded server of a folder.
    Embedded(DataDir),
    /// A server the owner brings.
    Outside(Outside),
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Stable name; where something is wrong, the code of the error.
    pub code: &'static str,
    /// How it is.
    pub status: Status,
    /// English detail for support; no secrets.
    pub detail: String,
    /// English advice, where there is some.
    pub remedy: Option<&'static str>,
}

impl Check {
    fn good(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, status: Status::Good, detail: detail.into(), remedy: None }
    }

    fn warning(code: &'static str, detail: impl Into<String>, remedy: &'static str) -> Self {
        Self { code, status: Status::Warning, detail: detail.into(), remedy: Some(remedy) }
    }

    fn bad(error: &Error) -> Self {
        Self { code: error.code(), status: Status::Bad, detail: error.to_string(), remedy: remedy(error.code()) }
    }
}

/// Looks at the programs and at the server.
pub async fn run(subject: &Subject) -> Vec<Check> {
    let mut checks = Vec::new();
    let programs = cluster::blocking(|| bundle::locate(None)).await;
    match &programs {
        Ok(programs) => checks.extend(look_at_programs(programs).await),
        Err(e) => checks.push(Check::bad(e)),
    }
    match subject {
        Subject::Embedded(dir) => {
            let folder = dir.clone();
            let major = programs.ok().map(|p| p.version().major);
            let found = cluster::blocking(move || Ok(look_at_folder(&folder, major))).await;
            checks.extend(found.unwrap_or_else(|e| vec![Check::bad(&e)]));
            if let Some(major) = major {
                checks.extend(look_at_server(dir, major).await);
            }
        }
        Subject::Outside(outside) => {
            for step in outside::connection_test(outside).await {
                let remedy = if step.status == Status::Good { None } else { remedy(step.code) };
                checks.push(Check { code: step.code, status: step.status, detail: step.detail, remedy });
            }
        }
    }
    checks
}

async fn look_at_programs(programs: &Programs) -> Vec<Check> {
    let place = programs.server_bin("postgres");
    let detail = format!("PostgreSQL {} in {}", programs.version(), place.parent().unwrap_or(Path::new("")).display());
    let found = match programs.origin() {
        Origin::System { reason } => Check::warning(
            "postgres_programs_of_the_system",
            format!("{detail}: {reason}"),
            "install the program again, or run its setup, so that its own PostgreSQL is used",
        ),
        _ => Check::good("postgres_programs", detail),
    };
    let checked = programs.clone();
    let runs = match cluster::blocking(move || checked.check()).await {
        Ok(()) => Check::good("postgres_programs_run", "server and client programs answer"),
        Err(e) => Check::bad(&e),
    };
    vec![found, runs]
}

/// The folder, without the server.
fn look_at_folder(dir: &DataDir, major: Option<u32>) -> Vec<Check> {
    let mut checks = Vec::new();
    match RunAs::current() {
        Ok(run_as) => {
            checks.push(Check::good("postgres_user", format!("the server runs as {}", run_as.name)));
            if dir.path().exists()
                && let Err(e) = run_as.must_reach(dir.path())
            {
                checks.push(Check::bad(&e));
            }
        }
        Err(e) => checks.push(Check::bad(&e)),
    }
    if !dir.path().exists() {
        let detail = format!("{} does not exist yet", dir.path().display());
        checks.push(Check::good("postgres_folder_new", detail));
        return checks;
    }
    match dir.check_usable(major) {
        Ok(free_mib) => {
            checks.push(Check::good("postgres_folder", dir.path().display().to_string()));
            checks.push(Check::good("postgres_free_space", format!("{free_mib} MiB")));
        }
        Err(e) => checks.push(Check::bad(&e)),
    }
    match State::read(dir) {
        Ok(Some(state)) => {
            if let Some(host) = state.running_on.filter(|host| *host != os::computer()) {
                checks.push(Check::bad(&Error::FolderInUseElsewhere { path: dir.path().to_path_buf(), host }));
            }
        }
        Ok(None) => {}
        Err(e) => checks.push(Check::bad(&e)),
    }
    let users = cluster::look(dir);
    let names = users.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    checks.push(Check::good(
        "postgres_users",
        if names.is_empty() { "nobody".to_owned() } else { format!("pid {names}") },
    ));
    checks
}

/// The server, if it runs: login, roles, database.
async fn look_at_server(dir: &DataDir, major: u32) -> Vec<Check> {
    let data = dir.cluster(major);
    if !data.exists() {
        return Vec::new();
    }
    match cluster::pid(&data) {
        Pid::None => return vec![Check::good("postgres_server_stopped", "it starts with the program")],
        Pid::Stale => return vec![Check::good("postgres_server_was_killed", "it recovers at the next start")],
        Pid::Alive => {}
    }
    let read = || -> Result<(State, Secrets), Error> {
        let missing = || Error::SecretsMissing { path: dir.secrets_file() };
        Ok((State::read(dir)?.ok_or_else(missing)?, Secrets::read(dir)?.ok_or_else(missing)?))
    };
    match read() {
        Ok((state, secrets)) => match ask_server(&state, &secrets).await {
            Ok(checks) => checks,
            Err(e) => vec![Check::bad(&e)],
        },
        Err(e) => vec![Check::bad(&e)],
    }
}

async fn ask_server(state: &State, secrets: &Secrets) -> Result<Vec<Check>, Error> {
    let mut connection = cluster::connect(&cluster::superuser(state, secrets)).await?;
    let (version, checksums, connections): (String, String, i64) = sqlx::query_as(
        "SELECT current_setting('server_version'), current_setting('data_checksums'),
                (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')",
    )
    .fetch_one(&mut connection)
    .await?;
    let mut checks = vec![Check::good("postgres_server", format!("PostgreSQL {version}, {connections} connections"))];
    checks.push(match checksums.as_str() {
        "on" => Check::good("postgres_checksums", "on"),
        _ => Check::warning("postgres_checksums_off", checksums, "restore a backup into a new folder"),
    });
    let database: Option<(String, String, String)> = sqlx::query_as(
        "SELECT pg_encoding_to_char(encoding)::text, datcollate::text, pg_get_userbyid(datdba)::text
           FROM pg_database WHERE datname = $1",
    )
    .bind(roles::DATABASE)
    .fetch_optional(&mut connection)
    .await?;
    const REOPEN: &str = "close every window of the program and start it again";
    checks.push(match database {
        Some((encoding, locale, owner)) if encoding == "UTF8" && locale == "C" && owner == roles::OWNER => {
            Check::good("postgres_database", roles::DATABASE)
        }
        Some((encoding, locale, owner)) => {
            let detail = format!("{} is {encoding}, {locale}, of {owner}", roles::DATABASE);
            Check::warning("postgres_database_differs", detail, "restore a backup into a new folder")
        }
        None => Check::warning("postgres_database_missing", roles::DATABASE, REOPEN),
    });
    for (role, password) in [(roles::OWNER, &secrets.owner), (state.app_role().as_str(), &secrets.app)] {
        let login = cluster::local(&state.address, role, password, roles::DATABASE);
        checks.push(match login.connect().await {
            Ok(_) => Check::good("postgres_role", role),
            Err(e) => Check::warning("postgres_role_refused", format!("{role}: {e}"), REOPEN),
        });
    }
    Ok(checks)
}

/// What to do about a code, where more can be said than the code says.
fn remedy(code: &str) -> Option<&'static str> {
    Some(match code {
        "postgres_programs_missing" | "postgres_programs_broken" => "install the program again",
        "postgres_parent_not_traversable" => {
            "let every user enter the folder (chmod o+x), or choose another data folder"
        }
        "postgres_folder_read_only" | "postgres_folder_owned_by_other" => {
            "start the program as the user it was installed for, or choose another data folder"
        }
        "postgres_disk_full" => "free some space on this disk, then start again",
        "postgres_older_major" => "keep the folder, start the older program, make a backup, and restore it here",
        "postgres_newer_major" => "install the newer program",
        "postgres_foreign_folder" => "choose another data folder; this one is left as it is",
        "postgres_folder_in_use_elsewhere" => {
            "close the program on the other computer, or confirm that it is not running"
        }
        "postgres_secrets_missing" | "postgres_password_rejected" | "postgres_damaged" => "restore a backup",
        "dns_failed" => "check the server's name",
        "connection_refused" | "connection_timeout" | "host_unreachable" => {
            "check that the server is on, its port, and the firewall"
        }
        "tls_failed" => "name the server as its certificate does, and give its CA certificate",
        "auth_failed" => "check user and password",
        "access_not_allowed" => "the server's administrator has to allow this computer in pg_hba.conf",
        "database_missing" | "roles_missing" | "rights_missing" | "connect_right_missing" => {
            "let the server's administrator run the printed script"
        }
        "version_too_old" => "ask for PostgreSQL 15 or newer",
        "owner_rights_missing" => "let the server's administrator run the printed script",
        "tls_unverified" | "tls_off" => "let the certificate be checked in full where others share the network",
        "database_foreign" => "choose an empty database, or the one that Simpul uses already",
        "encoding_not_utf8" | "locale_not_c" => "make the database by the printed script",
        "login_too_mighty" => "log in as the role the printed script makes",
        "clock_offset" => "set this computer's clock",
        "pooler_between" => "use the server's own port, or the pooler's session mode",
        _ => return None,
    })
}
