//! What can be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use simpul_kernel::Secret;
use simpul_postgres::cluster::DataDir;

use crate::words::Lang;

/// Simpul: vouchers, routers and the till of a small internet provider.
#[derive(Debug, Parser)]
#[command(name = "simpul", version, propagate_version = true)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Folder of this installation; absent = this user's
    #[arg(long, global = true, env = "SIMPUL_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// A PostgreSQL server of your own instead of the embedded one
    #[arg(long, global = true, env = "SIMPUL_DATABASE_URL", value_name = "URL", hide_env_values = true, value_parser = secret)]
    pub database_url: Option<Secret>,
    /// The same server as the role that owns the schema, to migrate it
    #[arg(long, global = true, env = "SIMPUL_OWNER_URL", value_name = "URL", hide_env_values = true, value_parser = secret)]
    pub owner_url: Option<Secret>,
    /// The wrapping key elsewhere than in the data folder
    #[arg(long, global = true, env = "SIMPUL_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Answers as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of the texts: id or en; absent = by LANG
    #[arg(long, global = true, env = "SIMPUL_LANG", value_name = "LANG")]
    pub lang: Option<Lang>,
    /// More about what happens; -vv for all of it
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

impl Global {
    /// The folder of this installation.
    pub fn data_dir(&self) -> DataDir {
        self.data_dir.as_ref().map_or_else(DataDir::default_for_user, DataDir::new)
    }
}

#[allow(clippy::unnecessary_wraps, reason = "clap's parsers answer with a Result")]
fn secret(text: &str) -> Result<Secret, std::convert::Infallible> {
    Ok(Secret::new(text))
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the screens on this computer, and work in the background
    Serve(ServeArgs),
    /// Work in the background only
    Worker,
    /// Look at the schema of the database, and change it
    Migrate(MigrateArgs),
    /// Make vouchers
    Voucher {
        /// What to do with them.
        #[command(subcommand)]
        command: VoucherCommand,
    },
    /// The books: drawers, sales, codes and the money ledger
    Books {
        /// What to do with them.
        #[command(subcommand)]
        command: BooksCommand,
    },
    /// Call any operation, as this installation or as a person
    Call(CallArgs),
    /// Look at everything the program needs, and say what to do
    Doctor,
    /// Do the whole job once in a throw-away folder, and say what works
    Selftest(SelftestArgs),
    /// The owner's account, when nobody can sign in any more
    Owner {
        /// What to do with it.
        #[command(subcommand)]
        command: OwnerCommand,
    },
    /// The key to the secrets of the database
    Key {
        /// What to do with it.
        #[command(subcommand)]
        command: KeyCommand,
    },
}

/// `simpul serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address to serve on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:4170", env = "SIMPUL_LISTEN", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    /// Folder of the built screens
    #[arg(long, env = "SIMPUL_UI", value_name = "DIR")]
    pub ui: Option<PathBuf>,
    /// A shop that already lives, in a folder of its own
    #[arg(long)]
    pub demo: bool,
    /// Serve only; another program works in the background
    #[arg(long)]
    pub no_worker: bool,
    /// Keep the data on this computer, without asking on the screen at the first start
    #[arg(long)]
    pub embedded: bool,
}

/// `simpul migrate`.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// What to do
    #[arg(value_enum, default_value_t = MigrateAction::Run)]
    pub action: MigrateAction,
    /// Lets `fresh` and `reset` delete what people entered, after a dump
    #[arg(long)]
    pub yes_delete_all_data: bool,
}

/// What to do with the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MigrateAction {
    /// Run what has not run yet
    Run,
    /// List the migrations
    Status,
    /// Take the newest one back
    Revert,
    /// Drop everything, then run all of them
    Fresh,
    /// Drop everything
    Reset,
    /// Compare what ran with what this program carries
    Validate,
}

/// `simpul voucher`.
#[derive(Debug, Subcommand)]
pub enum VoucherCommand {
    /// Make a batch, bring it to the routers, draw its sheet
    Generate(GenerateArgs),
}

/// `simpul voucher generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// Plan, by name or id
    #[arg(long, value_name = "NAME|ID")]
    pub plan: String,
    /// How many codes, up to 100,000
    #[arg(long)]
    pub count: i32,
    /// Only to this router, by name or id (may be repeated); absent = all of the plan's
    #[arg(long = "router", value_name = "NAME|ID")]
    pub routers: Vec<String>,
    /// Random signs of a code, 4 to 16
    #[arg(long, default_value_t = 6)]
    pub length: u8,
    /// Signs: digits, lower, lower_digits, upper, upper_digits
    #[arg(long, default_value = "lower")]
    pub alphabet: String,
    /// Signs before the random ones
    #[arg(long, default_value = "")]
    pub prefix: String,
    /// A password of its own for each code
    #[arg(long)]
    pub user_password: bool,
    /// Note for people
    #[arg(long)]
    pub notes: Option<String>,
    /// Write the sheet into this file
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Layout of the sheet
    #[arg(long, default_value = "a4-24")]
    pub preset: String,
    /// Work until every code is on its routers
    #[arg(long)]
    pub wait: bool,
    /// Seconds to wait at most; what is left is brought over by the next worker
    #[arg(long, default_value_t = 900, value_name = "SECONDS", requires = "wait",
        value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: u64,
}

/// `simpul books`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum BooksCommand {
    /// Compute everything anew and compare; fails when something does not agree
    Verify,
}

/// `simpul call`.
#[derive(Debug, Args)]
pub struct CallArgs {
    /// Name of the operation; absent = list them
    pub operation: Option<String>,
    /// Its input as JSON, or `-` to read it from standard input
    pub input: Option<String>,
    /// As this person; the password is asked for, or taken from SIMPUL_PASSWORD
    #[arg(long = "as", value_name = "USER")]
    pub user: Option<String>,
}

/// `simpul selftest`.
#[derive(Debug, Args)]
pub struct SelftestArgs {
    /// How many codes
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i32).range(1..=10_000))]
    pub count: i32,
    /// Keep the sheet in this file
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Leave the folder behind
    #[arg(long)]
    pub keep: bool,
}

/// `simpul owner`.
#[derive(Debug, Clone, Subcommand)]
pub enum OwnerCommand {
    /// Give an owner a new password and end their sessions
    ResetPassword {
        /// Username; needed where several people may do everything
        #[arg(long, value_name = "USER")]
        user: Option<String>,
        /// Ask for the new password (or take SIMPUL_NEW_PASSWORD) instead of drawing one
        #[arg(long)]
        prompt: bool,
    },
}

/// `simpul key`.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum KeyCommand {
    /// Whether this installation can open the secrets of the database
    Status,
    /// Open them with the recovery code (asked for, or SIMPUL_RECOVERY_CODE)
    Join,
    /// Make a new recovery code; the old one opens nothing any more
    Renew {
        /// Who asks, by username; the password is asked for, or taken from SIMPUL_PASSWORD
        #[arg(long = "as", value_name = "USER")]
        user: String,
    },
}
