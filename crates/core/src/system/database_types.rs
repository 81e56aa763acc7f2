//! The choice of a database as it comes in and goes out.

use serde::{Deserialize, Serialize};
use simpul_kernel::Secret;
use ts_rs::TS;

/// Where the data are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseKind {
    /// In the program's own server, on this computer.
    Embedded,
    /// On a server the owner brings.
    Outside,
}

/// What is known of the choice.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DatabaseState {
    /// Folder of this installation.
    pub data_dir: String,
    /// What the program runs on; absent before it runs.
    pub now: Option<DatabaseKind>,
    /// What the next start takes; absent where nobody chose yet.
    pub next: Option<DatabaseKind>,
    /// The server that is kept, where one is.
    pub outside: Option<DatabaseAddress>,
    /// Whether it was named when the program was started, so that no choice counts.
    pub is_fixed: bool,
}

/// An outside server, without its passwords.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DatabaseAddress {
    /// Name, address, or the folder of a socket.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Database.
    pub database: String,
    /// `verify-full`, `verify-ca`, `require` or `disable`.
    pub tls: String,
    /// This installation's login.
    pub user: String,
    /// The login that owns the schema, where it is kept here.
    pub owner_user: Option<String>,
    /// Whether certificates of its own are trusted.
    pub has_certificate: bool,
}

/// An outside server to be tried or chosen.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DatabaseOutside {
    /// Name, address, or the folder of a socket.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Database.
    pub database: String,
    /// `verify-full`, `verify-ca`, `require` or `disable`.
    pub tls: String,
    /// Certificates to trust (PEM) instead of the system's.
    #[ts(optional)]
    pub certificate: Option<String>,
    /// Who signs in there.
    pub logins: DatabaseLogins,
}

/// The logins of an outside server.
#[derive(Debug, Deserialize, TS)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum DatabaseLogins {
    /// Those that the printed script made.
    Script {
        /// Whether another computer made the database, so that the script made a login only.
        joins: bool,
    },
    /// Those that somebody made by hand.
    Password {
        /// Login that works with the rows.
        user: String,
        /// Its password.
        password: Secret,
        /// Login that owns the schema; absent where another computer migrates it.
        #[ts(optional)]
        owner_user: Option<String>,
        /// Its password.
        #[ts(optional)]
        owner_password: Option<Secret>,
    },
}

/// A choice.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DatabaseChoose {
    /// The server; absent = on this computer.
    #[ts(optional)]
    pub outside: Option<DatabaseOutside>,
}

/// Asks for the script.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DatabaseScript {
    /// Name of the database it makes.
    pub database: String,
    /// Whether the database is there already and only a login is missing.
    pub joins: bool,
}

/// The script for the server's administrator.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DatabaseScriptText {
    /// For psql; holds no password.
    pub script: String,
    /// The login it makes for this installation.
    pub role: String,
}

/// Whose sign-in a step tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseLogin {
    /// The one that works with the rows.
    App,
    /// The one that owns the schema.
    Owner,
}

/// How a step of the test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseStepStatus {
    /// As it should be.
    Good,
    /// It works, but should be known.
    Warning,
    /// It does not work.
    Bad,
}

/// One step of the test.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DatabaseStep {
    /// Whose sign-in.
    pub login: DatabaseLogin,
    /// Stable name of the finding.
    pub code: String,
    /// How it ended.
    pub status: DatabaseStepStatus,
    /// English detail for support; no secrets.
    pub detail: String,
}

/// What the database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseContents {
    /// Nothing.
    Empty,
    /// A Simpul of another computer, or of an earlier time.
    Ours,
}

/// How the test ended.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DatabaseTest {
    /// Every step; the list ends where the next cannot be tried.
    pub steps: Vec<DatabaseStep>,
    /// Whether it can be chosen.
    pub is_usable: bool,
    /// What the database holds, once that is known.
    pub contents: Option<DatabaseContents>,
}
