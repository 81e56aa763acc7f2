//! What the written word may not say: other machines' paths, the hosts that
//! packages come from, and files that are not there.

use std::collections::BTreeSet;

use crate::{Breach, Repository, SourceFile};

/// Hosts of package registries, put together here so that this file does not name them.
fn hosts() -> Vec<String> {
    [("crates", "io"), ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("debian", "org")]
        .into_iter()
        .map(|(name, end)| format!("{name}.{end}"))
        .collect()
}

/// Beginnings of paths that exist on one machine only.
fn machine_paths() -> Vec<String> {
    ["/work/", "/root/", "/home/", "C:\\Users\\"].into_iter().map(String::from).collect()
}

/// Hosts of registries anywhere, and paths of one machine in what people read.
pub fn names_of_machines(files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| file.path != "tests/src/documents.rs" && !file.is_generated()) {
        for (number, line) in file.text.lines().enumerate() {
            for host in hosts().iter().filter(|host| line.contains(host.as_str())) {
                breaches.push(format!("{}:{}: names the host {host}", file.path, number + 1));
            }
            if !["md", "html", "toml"].contains(&file.kind()) && file.path != ".ci/run" {
                continue;
            }
            for path in machine_paths().iter().filter(|path| line.contains(path.as_str())) {
                breaches.push(format!("{}:{}: names a path of one machine, {path}…", file.path, number + 1));
            }
        }
    }
    breaches
}

/// Pages (`….md`) that are spoken of and do not exist.
pub fn missing_pages(repository: &Repository) -> Vec<Breach> {
    let pages: BTreeSet<&str> =
        repository.files.iter().filter(|file| file.kind() == "md").map(|file| file.path.as_str()).collect();
    let read = ["md", "rs", "toml", "ts", "tsx", "sql"];
    let files =
        repository.files.iter().filter(|file| read.contains(&file.kind()) && file.path != "tests/src/documents.rs");
    let mut breaches = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            // In code only comments speak to a reader; a string may name a file of somebody else's.
            let words = if file.kind() == "md" { line } else { comment(line) };
            for page in pages_named(words) {
                if !exists(&pages, &file.path, &page) {
                    breaches.push(format!("{}:{}: {page} does not exist", file.path, number + 1));
                }
            }
        }
    }
    breaches
}

/// A page is named from where the reader is: the file's folder, its crate, or the top.
fn exists(pages: &BTreeSet<&str>, from: &str, page: &str) -> bool {
    let mut folder = from;
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        if pages.contains(resolve(folder, page).as_str()) {
            return true;
        }
    }
    pages.contains(resolve("", page).as_str())
}

fn comment(line: &str) -> &str {
    let line = line.trim_start();
    let starts = ["//", "--", "#", "*"].iter().any(|mark| line.starts_with(mark));
    if starts { line } else { line.split_once(" // ").map_or("", |(_, comment)| comment) }
}

fn resolve(folder: &str, page: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in page.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Names in a line that end in `.md`, without addresses on the web.
fn pages_named(line: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':');
    line.split(|c: char| !is_part(c))
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| word.ends_with(".md") && word.len() > 3 && !word.contains("://"))
        .map(String::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_machine_paths_are_seen() {
        let host = format!("see https://{}/crates/serde", hosts()[0]);
        assert_eq!(names_of_machines(&[SourceFile::sample("crates/a/src/lib.rs", &host)]).len(), 1);
        assert_eq!(names_of_machines(&[SourceFile::sample("docs/a.md", "cd /home/me/simpul")]).len(), 1);
        assert!(names_of_machines(&[SourceFile::sample("docs/a.md", "cd simpul; ls ~/.cache")]).is_empty());
    }

    #[test]
    fn a_page_that_is_not_there_is_seen() {
        let repository = Repository {
            root: std::path::PathBuf::new(),
            files: vec![
                SourceFile::sample("docs/one.md", "[two](two.md), [readme](../README.md), [gone](gone.md#x)"),
                SourceFile::sample("docs/two.md", ""),
                SourceFile::sample("README.md", "docs/one.md and docs/three.md."),
                SourceFile::sample(
                    "crates/a/src/b.rs",
                    "//! See docs/one.md, notes.md.\nlet name = \"gone.md\"; // gone.md",
                ),
                SourceFile::sample("crates/a/notes.md", ""),
            ],
        };
        let breaches = missing_pages(&repository);
        let places: Vec<&str> = breaches.iter().filter_map(|breach| breach.split(": ").next()).collect();
        assert_eq!(places, ["docs/one.md:1", "README.md:1", "crates/a/src/b.rs:2"], "{breaches:?}");
    }
}
