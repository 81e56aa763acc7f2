//! The command line of xtask itself.

/// What the caller asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Parsed {
    /// Nothing, or help.
    Help,
    /// One command with its options.
    Command(Command),
}

/// One command of xtask.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Build and start the program; the arguments go on to it.
    Run { program_args: Vec<String> },
    /// Run every test; `all` adds what needs the network or much time.
    Test { all: bool },
    /// Run benchmarks, all or the named ones.
    Bench { args: Vec<String> },
    /// Write `.sqlx`, or only compare it.
    Sqlx { check: bool },
    /// The part of `sqlx` and `test` that runs beside a throw-away database;
    /// `clippy` are the arguments of cargo clippy when that does the checking.
    SqlxInside { into: String, clippy: Vec<String> },
    /// Write the TypeScript contract, or only compare it.
    Contract { check: bool },
    /// Fetch every tool the other commands need.
    Tools,
    /// Format, clippy, licences, oxlint, types.
    Lint,
    /// Build the window with the screens inside.
    Desktop,
    /// End-to-end tests only; arguments choose some of them.
    E2e { args: Vec<String> },
}

const COMMANDS: &[(&str, &str)] = &[
    ("run [--demo]", "build and open the program; --demo opens a shop that already lives"),
    ("test [--all]", "install what the tests need and run all of them; --all adds the slow and the online ones"),
    (
        "bench [NAME…]",
        "run the benchmarks and print their tables; --quick: small samples; --write: into docs/performance.md",
    ),
    ("sqlx [--check]", "write .sqlx from the migrations and the queries (--check: only compare)"),
    ("contract [--check]", "write ui/src/ipc/contract.gen.ts from the operations (--check: only compare)"),
    ("tools", "fetch what the other commands need: PostgreSQL, Python clients, cargo tools, npm packages"),
    ("lint", "formatting, clippy, licences, oxlint and types, without running a test"),
    ("desktop", "build the window with the screens inside"),
    ("e2e [NAME…]", "end-to-end tests in Chromium and in the real window"),
];

/// The page printed by `cargo xtask` alone.
pub fn help() -> String {
    let width = COMMANDS.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let mut page = String::from("cargo xtask COMMAND\n\n");
    for (name, line) in COMMANDS {
        let gap = " ".repeat(width - name.chars().count() + 2);
        page.push_str(&format!("  {name}{gap}{line}\n"));
    }
    page.push_str("\nTools, logs and build output are kept in $SIMPUL_CACHE; by default in\n~/.cache/simpul, or in /var/cache/simpul for root.\n");
    page
}

/// Reads the words after `cargo xtask`.
pub fn parse(words: &[String]) -> Result<Parsed, String> {
    let Some((name, rest)) = words.split_first() else {
        return Ok(Parsed::Help);
    };
    let command = match name.as_str() {
        "help" | "-h" | "--help" => return Ok(Parsed::Help),
        "run" => Command::Run { program_args: rest.to_vec() },
        "test" => Command::Test { all: flag(name, rest, "--all")? },
        "bench" => Command::Bench { args: rest.to_vec() },
        "sqlx" => Command::Sqlx { check: flag(name, rest, "--check")? },
        "__sqlx-inside" => match rest {
            [into, clippy @ ..] => Command::SqlxInside { into: into.clone(), clippy: clippy.to_vec() },
            [] => return Err("__sqlx-inside takes a folder".into()),
        },
        "contract" => Command::Contract { check: flag(name, rest, "--check")? },
        "tools" => flagless(name, rest, Command::Tools)?,
        "lint" => flagless(name, rest, Command::Lint)?,
        "desktop" => flagless(name, rest, Command::Desktop)?,
        "e2e" => Command::E2e { args: rest.to_vec() },
        other => return Err(format!("there is no command `{other}`")),
    };
    Ok(Parsed::Command(command))
}

fn flag(command: &str, rest: &[String], name: &str) -> Result<bool, String> {
    match rest {
        [] => Ok(false),
        [only] if only == name => Ok(true),
        _ => Err(format!("`{command}` takes only {name}, not `{}`", rest.join(" "))),
    }
}

fn flagless(command: &str, rest: &[String], parsed: Command) -> Result<Command, String> {
    if rest.is_empty() { Ok(parsed) } else { Err(format!("`{command}` takes no arguments")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(String::from).collect()
    }

    #[test]
    fn nothing_lists_the_commands() {
        assert_eq!(parse(&[]), Ok(Parsed::Help));
        for name in ["run", "test", "bench", "sqlx", "contract", "tools", "lint", "desktop", "e2e"] {
            let line = help().lines().find(|line| line.trim_start().starts_with(name)).map(str::len);
            assert!(line.is_some_and(|len| len > 30), "{name} has no line of help");
            assert!(parse(&words(name)).is_ok(), "{name} is listed but not understood");
        }
    }

    #[test]
    fn arguments_of_run_go_on_to_the_program() {
        assert_eq!(
            parse(&words("run --demo --port 8080")),
            Ok(Parsed::Command(Command::Run { program_args: words("--demo --port 8080") }))
        );
    }

    #[test]
    fn a_misspelt_flag_is_refused() {
        assert!(parse(&words("test --al")).is_err());
        assert!(parse(&words("sqlx --check --check")).is_err());
        assert!(parse(&words("tools now")).is_err());
        assert!(parse(&words("tset")).is_err());
    }
}
