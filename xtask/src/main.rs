//! `cargo xtask`: everything a developer or a build machine runs.
//!
//! Depends on nothing but the standard library, so that the first command on a
//! fresh clone answers in seconds. Programs, packages and caches are found or
//! fetched by [`tools`]; each other module is one command.

mod apt;
mod args;
mod bench;
mod cargo;
mod console;
mod contract;
mod counts;
mod deny;
mod e2e;
mod hash;
mod place;
mod quality;
mod run;
mod shell;
mod sqlx;
mod steps;
mod test;
mod tools;
mod ui;
mod windows;

use std::process::ExitCode;

use args::{Command, Parsed};

/// What a command says when it cannot do its work: one sentence for a person.
pub type Fallible<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let command = match args::parse(&words) {
        Ok(Parsed::Help) => {
            console::block(&args::help());
            return ExitCode::SUCCESS;
        }
        Ok(Parsed::Command(command)) => command,
        Err(complaint) => {
            console::complain(&complaint);
            console::block(&args::help());
            return ExitCode::from(2);
        }
    };
    match carry_out(&command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            console::complain(&complaint);
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: &Command) -> Fallible {
    let place = place::Place::find()?;
    match command {
        Command::Run { program_args } => run::run(&place, program_args),
        Command::Test { all } => test::test(&place, *all),
        Command::Bench { args } => bench::bench(&place, args),
        Command::Sqlx { check } => sqlx::prepare(&place, *check),
        Command::SqlxInside { into, clippy } => sqlx::inside(&place, into, clippy),
        Command::Contract { check } => contract::contract(&place, *check),
        Command::Tools => tools::all(&place),
        Command::Lint => test::lint(&place),
        Command::Desktop => run::desktop(&place).map(drop),
        Command::E2e { args } => e2e::command(&place, args),
    }
}
