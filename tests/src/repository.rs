//! The text files of the checkout.

use std::path::{Path, PathBuf};

/// Folders that are built, fetched or not ours.
const NOT_OURS: &[&str] = &[".git", "target", "node_modules", "dist", "gen", ".vite", "out", ".sqlx"];

/// What is read: everything a person writes.
const KINDS: &[&str] = &[
    "rs", "toml", "ts", "tsx", "mts", "mjs", "js", "css", "html", "json", "sql", "md", "yml", "yaml", "sh", "py",
    "conf",
];

/// One file of the checkout.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from the top of the checkout, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl SourceFile {
    /// A file made up by a test.
    pub fn sample(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// Part of the name after the last dot; empty when there is none.
    pub fn kind(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, kind)| kind)
    }

    /// Whether a program wrote it.
    pub fn is_generated(&self) -> bool {
        self.path.contains(".gen.") || self.path.ends_with("package-lock.json")
    }
}

/// The checkout.
#[derive(Debug)]
pub struct Repository {
    /// Its top folder.
    pub root: PathBuf,
    /// Its text files, by path.
    pub files: Vec<SourceFile>,
}

impl Repository {
    /// Reads the checkout this test was started from.
    ///
    /// # Panics
    /// When the folder cannot be read: then no rule over it can be tested.
    pub fn open() -> Self {
        let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().map(Path::to_path_buf).unwrap_or_default();
        assert!(root.join("crates").is_dir(), "{} is not the checkout", root.display());
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        files.sort_by(|one, two| one.path.cmp(&two.path));
        Self { root, files }
    }

    /// Files below a folder or with exactly that path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a SourceFile> {
        self.files.iter().filter(move |file| is_below(&file.path, folder))
    }
}

/// Whether `path` is `folder` or lies in it.
pub fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder.ends_with('/'))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                collect(root, &path, files);
            }
            continue;
        }
        let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
        if (KINDS.contains(&kind) || relative == ".ci/run")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            files.push(SourceFile { path: relative, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkout_is_read_without_what_is_built() {
        let repository = Repository::open();
        assert!(repository.below("tests/src/repository.rs").next().is_some(), "this very file is missing");
        assert!(repository.below(".ci").next().is_some(), "files without an ending are missing");
        assert!(!repository.files.iter().any(|file| file.path.contains("node_modules/")));
    }

    #[test]
    fn a_folder_is_not_a_prefix() {
        assert!(is_below("crates/api/src/lib.rs", "crates/api"));
        assert!(!is_below("crates/api-more/src/lib.rs", "crates/api"));
        assert_eq!(SourceFile::sample("ui/src/a.test.tsx", "").kind(), "tsx");
        assert_eq!(SourceFile::sample(".ci/run", "").kind(), "");
    }
}
