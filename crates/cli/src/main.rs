//! The command line of Simpul: the same operations as the window, for terminals,
//! services and support.

mod args;
mod books;
mod boot;
mod call;
mod demo;
mod doctor;
mod failure;
mod key;
mod logging;
mod migrate;
mod output;
mod owner;
mod selftest;
mod serve;
mod signals;
mod voucher;
mod words;
mod worker;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;

use args::{Cli, Command};
use failure::Failure;
use words::Lang;

/// What threads that still wait for something are given at the end.
const LAST_THREADS: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = cli.global.lang.unwrap_or_else(Lang::of_environment);
    let logs = logging::start(&cli);
    let outcome = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::internal).and_then(
        |runtime| {
            let outcome = runtime.block_on(run(&cli, lang));
            // A thread that waits for a device holds the end up no longer than this.
            runtime.shutdown_timeout(LAST_THREADS);
            outcome
        },
    );
    let code = outcome.unwrap_or_else(|failure| {
        output::failure(&failure, lang, cli.global.json);
        ExitCode::FAILURE
    });
    drop(logs);
    code
}

async fn run(cli: &Cli, lang: Lang) -> Result<ExitCode, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Serve(args) => serve::run(global, args, lang).await,
        Command::Worker => worker::run(global, lang).await,
        Command::Migrate(args) => migrate::run(global, args, lang).await,
        Command::Voucher { command } => voucher::run(global, command, lang).await,
        Command::Books { command } => books::run(global, *command, lang).await,
        Command::Call(args) => call::run(global, args, lang).await,
        Command::Doctor => doctor::run(global, lang).await,
        Command::Selftest(args) => selftest::run(global, args, lang).await,
        Command::Owner { command } => owner::run(global, command, lang).await,
        Command::Key { command } => key::run(global, command, lang).await,
    }
}
