//! Benchmarks of docs/performance.md: `cargo xtask bench [NAME…] [--quick] [--write]`.
//!
//! Every figure is a ratio taken in one run on one machine, side by side with what a
//! user would pick instead or with a floor below which nothing can go. Nothing is
//! asserted about times. Runs from the top of the checkout.

mod batch;
mod counter;
mod export;
mod figures;
mod list;
mod lookups;
mod machine;
mod mirror;
mod peers;
mod provisioning;
mod queue;
mod router;
mod served;
mod sheet;
mod shop;
mod start;
mod table;
mod watch;
mod window;

use std::path::Path;
use std::process::ExitCode;

use futures::future::LocalBoxFuture;

use figures::{Outcome, Section};

/// The page that shows the tables.
const PAGE: &str = "docs/performance.md";

/// What the caller asked for.
#[derive(Debug, Default)]
pub struct Options {
    /// Which benchmarks; empty = all.
    names: Vec<String>,
    /// Fewer and smaller samples: to see that everything runs.
    pub quick: bool,
    /// Puts the tables into the page.
    write: bool,
}

type Benchmark = for<'a> fn(&'a Options) -> LocalBoxFuture<'a, Outcome<Section>>;

/// Every benchmark, by its name.
const ALL: [(&str, Benchmark); 10] = [
    ("batch", |options| Box::pin(batch::run(options))),
    ("provisioning", |options| Box::pin(provisioning::run(options))),
    ("sheet", |options| Box::pin(sheet::run(options))),
    ("start", |options| Box::pin(start::run(options))),
    ("lookups", |options| Box::pin(lookups::run(options))),
    ("export", |options| Box::pin(export::run(options))),
    ("counter", |options| Box::pin(counter::run(options))),
    ("list", |options| Box::pin(list::run(options))),
    ("queue", |options| Box::pin(queue::run(options))),
    ("watch", |options| Box::pin(watch::run(options))),
];

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(done) = another_process(&words).await {
        return match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                table::say(&why.to_string());
                ExitCode::FAILURE
            }
        };
    }
    let options = match parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(complaint) => {
            table::say(&complaint);
            return ExitCode::from(2);
        }
    };
    // What is dropped here stops its servers and removes its folders.
    tokio::select! {
        failed = run(&options) => if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS },
        _ = tokio::signal::ctrl_c() => ExitCode::from(130),
    }
}

fn parse(words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    for word in words {
        match word.as_str() {
            "--quick" => options.quick = true,
            "--write" => options.write = true,
            name if ALL.iter().any(|(known, _)| *known == name) => options.names.push(word),
            other => {
                let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
                return Err(format!("there is no benchmark `{other}`: {} [--quick] [--write]", names.join(" ")));
            }
        }
    }
    if options.quick && options.write {
        return Err("--write takes the figures of a whole run, without --quick".into());
    }
    Ok(options)
}

/// This program started again by itself as something else; `None`: it was not.
async fn another_process(words: &[String]) -> Option<Outcome<()>> {
    let number = |at: usize| words.get(at).and_then(|word| word.parse().ok());
    match words.first()?.as_str() {
        router::FLAG => {
            Some(router::be(number(1).unwrap_or(0), words.get(2).is_some_and(|w| w == router::RATED)).await)
        }
        mirror::FLAG => Some(mirror::be(words.get(1)?.parse().ok()?).await),
        _ => None,
    }
}

/// Runs what was asked for; whether anything failed.
async fn run(options: &Options) -> bool {
    let machine = machine::described();
    let today = simpul_kernel::Clock::default().now().format("%Y-%m-%d");
    table::say(&format!("{machine}; median (shortest…longest)"));
    let mut failed = false;
    for (name, benchmark) in ALL {
        if !options.names.is_empty() && !options.names.iter().any(|wanted| wanted == name) {
            continue;
        }
        table::say(&format!("\n── {name}"));
        match benchmark(options).await {
            Ok(section) => {
                table::print(&section);
                let made = format!("{today}, {machine}");
                if options.write
                    && let Err(why) = table::write(Path::new(PAGE), name, &section, &made)
                {
                    table::say(&format!("{name}: {why}"));
                    failed = true;
                }
            }
            Err(why) => {
                table::say(&format!("{name}: {why}"));
                failed = true;
            }
        }
    }
    failed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<Options, String> {
        parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn names_and_flags_are_told_apart() {
        let options = words("sheet --quick queue").unwrap();
        assert_eq!(options.names, ["sheet", "queue"]);
        assert!(options.quick && !options.write);
        assert!(words("--write --quick").is_err());
        assert!(words("shet").unwrap_err().contains("sheet"));
    }

    #[test]
    fn the_page_has_a_place_for_every_table() {
        let page = std::fs::read_to_string(Path::new("..").join(PAGE)).unwrap();
        for (name, _) in ALL {
            for mark in [format!("<!-- bench:{name} -->"), format!("<!-- /bench:{name} -->")] {
                assert_eq!(page.matches(&mark).count(), 1, "{mark}");
            }
        }
    }
}
