//! Which database this installation uses: what can be asked before there is one, and
//! from the settings afterwards.
//!
//! Nothing here needs a database. The first start asks through its own door
//! (`simpul_api::first`); later the operations of [`super::ops`] do, by permission.

use simpul_kernel::validate::Validator;
use simpul_kernel::{Done, Result, area_errors};
use simpul_postgres::choice::{self, Choice, Chosen};
use simpul_postgres::cluster::DataDir;
use simpul_postgres::outside::{Outside, Status, Step, Tls, connection_test, owner_test};
use simpul_postgres::roles;
use sqlx::{ConnectOptions as _, Connection as _};
use zeroize::Zeroizing;

use super::database_types::{
    DatabaseAddress, DatabaseChoose, DatabaseContents, DatabaseKind, DatabaseLogin, DatabaseLogins, DatabaseOutside,
    DatabaseScript, DatabaseScriptText, DatabaseState, DatabaseStep, DatabaseStepStatus, DatabaseTest,
};
use crate::boot::{ServerError, installation_code};
use crate::db::migrate;

area_errors! {
    /// What can go wrong when a database is chosen.
    pub enum DatabaseError {
        /// The test of the server found something that has to be put right first.
        Unusable { step: String } => "database_unusable",
        /// It was named when the program was started, and so it stays.
        Fixed => "database_named_at_start",
    }
}

/// Findings that are made here, about what the database holds; with
/// [`simpul_postgres::outside::STEP_CODES`] these are all there are.
pub const STEP_CODES: &[&str] =
    &["schema_current", "schema_older", "schema_newer", "owner_needed", "owner_absent", "login_is_owner"];

/// What the folder says, and what the program runs on now (`None` before it runs).
///
/// # Errors
/// `postgres_choice_damaged`.
pub fn state(dir: &DataDir, now: Option<DatabaseKind>, is_fixed: bool) -> Result<DatabaseState> {
    let chosen = choice::read(dir).map_err(ServerError)?;
    let (next, outside) = match &chosen {
        None => (None, None),
        Some(Choice::Embedded) => (Some(DatabaseKind::Embedded), None),
        Some(Choice::Outside(chosen)) => (Some(DatabaseKind::Outside), Some(address(chosen))),
    };
    Ok(DatabaseState { data_dir: dir.path().display().to_string(), now, next, outside, is_fixed })
}

fn address(chosen: &Chosen) -> DatabaseAddress {
    DatabaseAddress {
        host: chosen.app.host.clone(),
        port: chosen.app.port,
        database: chosen.app.database.clone(),
        tls: chosen.app.tls.name().to_owned(),
        user: chosen.app.user.clone(),
        owner_user: chosen.owner.as_ref().map(|owner| owner.user.clone()),
        has_certificate: chosen.app.root_certificate_pem.is_some(),
    }
}

/// The script for the server's administrator; its logins are kept in the folder, so
/// that nobody has to type them.
///
/// # Errors
/// `input_invalid`, or what is wrong with the folder.
pub fn script(dir: &DataDir, input: &DatabaseScript) -> Result<DatabaseScriptText> {
    let mut v = Validator::new();
    v.check(is_plain_name(&input.database), "database", "bad_format");
    v.finish()?;
    let wanted = script_logins(dir)?;
    let script = if input.joins {
        roles::login_script(&wanted.app_role, &wanted.app_password)
    } else {
        roles::script(&input.database, &wanted)
    };
    Ok(DatabaseScriptText { script: script.map_err(ServerError)?, role: wanted.app_role })
}

fn script_logins(dir: &DataDir) -> Result<roles::Wanted> {
    let role = format!("simpul_{}", installation_code(dir)?);
    Ok(choice::script_logins(dir, &role).map_err(ServerError)?)
}

/// What needs no quotes in the script.
fn is_plain_name(name: &str) -> bool {
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b == b'_');
    first && name.len() <= 63 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Tries a server from its name to what its database holds.
///
/// # Errors
/// `input_invalid`; what is wrong with the server is the answer.
pub async fn test(dir: &DataDir, input: DatabaseOutside) -> Result<DatabaseTest> {
    Ok(look(&chosen(dir, input)?).await)
}

/// Keeps the choice for this and every later start. A server is tried first.
///
/// # Errors
/// `input_invalid`, `database_unusable`, or what is wrong with the folder.
pub async fn choose(dir: &DataDir, input: DatabaseChoose) -> Result<Done> {
    let choice = match input.outside {
        None => Choice::Embedded,
        Some(outside) => {
            let chosen = chosen(dir, outside)?;
            let test = look(&chosen).await;
            if let Some(bad) = test.steps.iter().find(|step| step.status == DatabaseStepStatus::Bad) {
                return Err(DatabaseError::Unusable { step: bad.code.clone() }.into());
            }
            Choice::Outside(Box::new(chosen))
        }
    };
    choice::write(dir, &choice).map_err(ServerError)?;
    Ok(Done::OK)
}

/// The input as logins, checked.
fn chosen(dir: &DataDir, input: DatabaseOutside) -> Result<Chosen> {
    let mut v = Validator::new();
    let host = input.host.trim().to_owned();
    v.length(&host, 1, 253, "host").range(input.port, 1, u16::MAX, "port");
    v.length(&input.database, 1, 63, "database");
    let tls = Tls::parse(&input.tls);
    v.check(tls.is_some(), "tls", "unknown");
    let certificate = input.certificate.filter(|pem| !pem.trim().is_empty());
    if let Some(pem) = &certificate {
        v.length(pem, 1, 64 * 1024, "certificate");
        v.check(pem.contains("-----BEGIN CERTIFICATE-----"), "certificate", "bad_format");
    }
    if let DatabaseLogins::Password { user, owner_user, .. } = &input.logins {
        v.length(user, 1, 63, "user").length(owner_user.as_deref().unwrap_or_default(), 0, 63, "owner_user");
    }
    v.finish()?;
    let login = |user: &str, password: &str| Outside {
        host: host.clone(),
        port: input.port,
        database: input.database.clone(),
        user: user.to_owned(),
        password: Zeroizing::new(password.to_owned()),
        tls: tls.clone().unwrap_or_default(),
        root_certificate: None,
        root_certificate_pem: certificate.clone(),
    };
    Ok(match &input.logins {
        DatabaseLogins::Script { joins } => {
            let wanted = script_logins(dir)?;
            let owner = (!joins).then(|| login(roles::OWNER, &wanted.owner_password));
            Chosen { app: login(&wanted.app_role, &wanted.app_password), owner }
        }
        DatabaseLogins::Password { user, password, owner_user, owner_password } => {
            let owner = owner_user.as_deref().map(str::trim).filter(|user| !user.is_empty());
            let secret = owner_password.as_ref().map(|password| password.expose()).unwrap_or_default();
            Chosen { app: login(user.trim(), password.expose()), owner: owner.map(|user| login(user, secret)) }
        }
    })
}

/// Every step, in the order in which they are tried.
async fn look(chosen: &Chosen) -> DatabaseTest {
    let mut steps: Vec<DatabaseStep> = told(DatabaseLogin::App, connection_test(&chosen.app).await);
    for step in &mut steps {
        // Row security does not hold a superuser: it would show every place to everybody.
        if step.code == "login_too_mighty" {
            step.status = DatabaseStepStatus::Bad;
        }
    }
    let contents = steps.iter().find_map(|step| match step.code.as_str() {
        "database_empty" => Some(DatabaseContents::Empty),
        "database_ours" => Some(DatabaseContents::Ours),
        _ => None,
    });
    if chosen.owner.as_ref().is_some_and(|owner| owner.user == chosen.app.user) {
        let detail = format!("{} owns the tables, so row security does not hold it", chosen.app.user);
        steps.push(step(DatabaseLogin::App, "login_is_owner", DatabaseStepStatus::Bad, detail));
    }
    if is_good(&steps)
        && let Some(owner) = &chosen.owner
    {
        steps.extend(told(DatabaseLogin::Owner, owner_test(owner).await));
    }
    if is_good(&steps)
        && let Some(contents) = contents
    {
        steps.push(schema(chosen, contents).await);
    }
    DatabaseTest { is_usable: is_good(&steps), contents, steps }
}

fn is_good(steps: &[DatabaseStep]) -> bool {
    steps.iter().all(|step| step.status != DatabaseStepStatus::Bad)
}

fn told(login: DatabaseLogin, steps: Vec<Step>) -> Vec<DatabaseStep> {
    let status = |status| match status {
        Status::Good => DatabaseStepStatus::Good,
        Status::Warning => DatabaseStepStatus::Warning,
        Status::Bad => DatabaseStepStatus::Bad,
    };
    steps.into_iter().map(|found| step(login, found.code, status(found.status), found.detail)).collect()
}

fn step(login: DatabaseLogin, code: &str, status: DatabaseStepStatus, detail: String) -> DatabaseStep {
    DatabaseStep { login, code: code.to_owned(), status, detail }
}

/// Whether the schema fits, or can be brought up from here.
async fn schema(chosen: &Chosen, contents: DatabaseContents) -> DatabaseStep {
    let has_owner = chosen.owner.is_some();
    let (database, program) = match contents {
        DatabaseContents::Empty => (0, migrate::program_version()),
        DatabaseContents::Ours => match version(chosen).await {
            Ok(version) => (version, migrate::program_version()),
            Err(error) => return step(DatabaseLogin::App, "query_failed", DatabaseStepStatus::Bad, error.to_string()),
        },
    };
    let detail = format!("database {database}, program {program}");
    let (code, status) = match database.cmp(&program) {
        std::cmp::Ordering::Greater => ("schema_newer", DatabaseStepStatus::Bad),
        std::cmp::Ordering::Less if has_owner => ("schema_older", DatabaseStepStatus::Good),
        std::cmp::Ordering::Less => ("owner_needed", DatabaseStepStatus::Bad),
        std::cmp::Ordering::Equal if has_owner => ("schema_current", DatabaseStepStatus::Good),
        std::cmp::Ordering::Equal => ("owner_absent", DatabaseStepStatus::Warning),
    };
    step(DatabaseLogin::Owner, code, status, detail)
}

async fn version(chosen: &Chosen) -> Result<i64> {
    let mut conn = chosen.app.connect_options().connect().await?;
    let version = migrate::database_version(&mut conn).await;
    conn.close().await?;
    version
}
