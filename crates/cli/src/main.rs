//! The command line of Simpul: the same operations as the window, for terminals,
//! services and support.

mod args;
mod boot;
mod failure;
mod logging;
mod output;
mod serve;
mod signals;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use failure::Failure;
use words::Lang;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = cli.global.lang.unwrap_or_else(Lang::of_environment);
    let logs = logging::start(&cli.global);
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::internal)
        .and_then(|runtime| runtime.block_on(run(&cli, lang)));
    drop(logs);
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            output::failure(&failure, lang, cli.global.json);
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli, lang: Lang) -> Result<ExitCode, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Serve(args) => serve::run(global, args, lang).await,
    }
}
