//! What can be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
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
}
