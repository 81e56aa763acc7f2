//! `.sqlx`: what PostgreSQL says about every checked query, so that the
//! program builds without a database.
//!
//! Does what `cargo sqlx prepare --workspace [--check]` does, without its
//! compilation: a throw-away database with our migrations is started, the
//! crates that hold queries are checked against it, and the macros write one
//! file per query into a folder, which replaces `.sqlx` or is compared with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cargo::{cargo, workspace};
use crate::place::Place;
use crate::shell::{Ended, Shell};
use crate::{Fallible, apt, console, tools};

/// The command.
pub fn prepare(place: &Place, check: bool) -> Fallible {
    let simpul_pg = tools::simpul_pg(place)?;
    tools::postgres(place, &simpul_pg)?;
    let fresh = fresh_folder(place)?;
    let ended = beside_a_database(place, &simpul_pg, &fresh, &libraries())?.quiet(&place.logs, "sqlx")?;
    if !ended.ok {
        console::tail(&ended.log);
        return Err("the queries do not hold against the migrations".into());
    }
    if check {
        return compare_committed(place);
    }
    let differences = compare(&place.root.join(".sqlx"), &fresh)?;
    replace(&place.root.join(".sqlx"), &fresh)?;
    for difference in &differences {
        console::line(&format!("   {difference}"));
    }
    console::line(&format!(".sqlx is up to date ({} changed)", differences.len()));
    Ok(())
}

/// Everything that may hold a query, with the features of every other command.
fn libraries() -> Vec<&'static str> {
    let mut args = vec!["--lib"];
    args.extend(workspace(apt::window_libraries()));
    args.push("--");
    args
}

/// Runs cargo clippy with `args` while a throw-away database answers the
/// macros, so that one compilation checks the code and describes the queries.
pub fn clippy(place: &Place, simpul_pg: &Path, args: &[&str]) -> Fallible<Ended> {
    let fresh = fresh_folder(place)?;
    beside_a_database(place, simpul_pg, &fresh, args)?.quiet(&place.logs, "clippy")
}

/// Compares `.sqlx` with what the last compilation described.
pub fn compare_committed(place: &Place) -> Fallible {
    verdict(&compare(&place.root.join(".sqlx"), &described(place))?)
}

fn verdict(differences: &[String]) -> Fallible {
    if differences.is_empty() {
        return Ok(());
    }
    Err(format!("`.sqlx` is stale, run `cargo xtask sqlx`:\n   {}", differences.join("\n   ")))
}

fn described(place: &Place) -> PathBuf {
    place.target.join("sqlx-fresh")
}

fn fresh_folder(place: &Place) -> Fallible<PathBuf> {
    let folder = described(place);
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).map_err(|cause| format!("cannot make {}: {cause}", folder.display()))?;
    Ok(folder)
}

fn beside_a_database(place: &Place, simpul_pg: &Path, into: &Path, clippy: &[&str]) -> Fallible<Shell> {
    let me = std::env::current_exe().map_err(|cause| cause.to_string())?;
    Ok(Shell::new(simpul_pg)
        .args(["scratch", "--tools"])
        .args([&place.tools])
        .args(["--"])
        .args([&me])
        .args(["__sqlx-inside"])
        .args([into])
        .args(clippy)
        .within(&place.root))
}

/// Runs beside the throw-away database, whose URL is in the environment.
pub fn inside(place: &Place, into: &str, clippy: &[String]) -> Fallible {
    let url = std::env::var("DATABASE_URL").map_err(|_| "no DATABASE_URL: this is a part of `cargo xtask sqlx`")?;
    migrate(place, &url)?;
    // The macros' variables are invisible to cargo: a flag that never repeats
    // makes it compile exactly our own crates again, and nothing else.
    let nonce = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let flag = format!("simpul_sqlx=\"{nonce}\"");
    let checking =
        |shell: Shell| shell.env("DATABASE_URL", &url).env("SQLX_OFFLINE", "false").env("SQLX_OFFLINE_DIR", into);
    checking(cargo(place).args(["clippy"]).args(clippy).args(["--cfg", &flag])).live()
}

fn migrate(place: &Place, url: &str) -> Fallible {
    let psql = std::env::var_os("SIMPUL_PSQL").unwrap_or_else(|| "psql".into());
    for file in migrations(&place.root)? {
        Shell::new(&psql)
            .args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction"])
            // What a migration selects (it calls functions) is of no interest.
            .args(["--output", if cfg!(windows) { "NUL" } else { "/dev/null" }])
            .args(["--dbname", url, "--file"])
            .args([&file])
            .live()
            .map_err(|cause| format!("{}: {cause}", file.display()))?;
    }
    Ok(())
}

fn migrations(root: &Path) -> Fallible<Vec<PathBuf>> {
    let folder = root.join("migrations");
    let entries = std::fs::read_dir(&folder).map_err(|cause| format!("cannot read {}: {cause}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".up.sql"))
        .collect();
    files.sort();
    Ok(files)
}

fn descriptions(folder: &Path) -> Fallible<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(found);
    };
    for entry in entries.flatten() {
        let text = std::fs::read_to_string(entry.path())
            .map_err(|cause| format!("cannot read {}: {cause}", entry.path().display()))?;
        found.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    Ok(found)
}

/// One line for each query that is missing, no longer there, or described otherwise.
fn compare(committed: &Path, fresh: &Path) -> Fallible<Vec<String>> {
    let (committed, fresh) = (descriptions(committed)?, descriptions(fresh)?);
    let mut differences = Vec::new();
    for (name, text) in &fresh {
        match committed.get(name) {
            None => differences.push(format!("new: {}", query(text))),
            Some(old) if old.trim_end() != text.trim_end() => differences.push(format!("changed: {}", query(text))),
            Some(_) => {}
        }
    }
    for (name, text) in &committed {
        if !fresh.contains_key(name) {
            differences.push(format!("gone: {}", query(text)));
        }
    }
    Ok(differences)
}

/// The first words of the query a description is about.
fn query(description: &str) -> String {
    let line = description.lines().find_map(|line| line.trim().strip_prefix("\"query\": \""));
    let words = line.unwrap_or("?").replace("\\n", " ");
    let words: Vec<&str> = words.split_whitespace().take(12).collect();
    words.join(" ")
}

fn replace(committed: &Path, fresh: &Path) -> Fallible {
    let say = |cause: std::io::Error| format!("cannot write {}: {cause}", committed.display());
    std::fs::create_dir_all(committed).map_err(say)?;
    let (old, new) = (descriptions(committed)?, descriptions(fresh)?);
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        std::fs::remove_file(committed.join(name)).map_err(say)?;
    }
    for (name, text) in &new {
        std::fs::write(committed.join(name), text).map_err(say)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("simpul-xtask-sqlx-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).unwrap();
        for (name, sql) in files {
            std::fs::write(
                folder.join(name),
                format!("{{\n  \"db_name\": \"PostgreSQL\",\n  \"query\": \"{sql}\"\n}}\n"),
            )
            .unwrap();
        }
        folder
    }

    #[test]
    fn a_stale_folder_is_seen_and_replaced() {
        let committed = folder("committed", &[("query-1.json", "select 1"), ("query-2.json", "select\\n  2")]);
        let fresh = folder("fresh", &[("query-2.json", "select 22"), ("query-3.json", "select 3")]);
        let differences = compare(&committed, &fresh).unwrap();
        assert_eq!(differences.len(), 3, "{differences:?}");
        assert!(differences.iter().any(|line| line.starts_with("changed: select 22")), "{differences:?}");
        assert!(verdict(&differences).is_err());
        replace(&committed, &fresh).unwrap();
        assert_eq!(compare(&committed, &fresh).unwrap(), Vec::<String>::new());
        for folder in [committed, fresh] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
