//! A fingerprint of files, to know whether a step has to run again.

use std::path::{Path, PathBuf};

/// FNV-1a over 64 bits: stable between compilers, which `DefaultHasher` is not.
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The empty fingerprint.
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Takes in some bytes, with their length as separator.
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Takes in every file below each path, by name and content; a path that does not exist counts as empty.
    pub fn add_tree(&mut self, root: &Path, paths: &[&str]) {
        for path in paths {
            let mut files = files_below(&root.join(path));
            files.sort();
            for file in files {
                let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
                self.add(name.as_bytes());
                self.add(&std::fs::read(&file).unwrap_or_default());
            }
        }
    }

    /// Sixteen hexadecimal digits.
    pub fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

/// Every file below `path`, or `path` itself when it is a file.
pub fn files_below(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let Ok(entries) = std::fs::read_dir(path) else {
        return Vec::new();
    };
    entries.flatten().flat_map(|entry| files_below(&entry.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_do_not_run_together() {
        let (mut one, mut two) = (Fingerprint::new(), Fingerprint::new());
        one.add(b"ab");
        one.add(b"c");
        two.add(b"a");
        two.add(b"bc");
        assert_ne!(one.hex(), two.hex());
    }

    #[test]
    fn a_changed_file_changes_the_tree() {
        let root = std::env::temp_dir().join(format!("simpul-xtask-hash-{}", std::process::id()));
        std::fs::create_dir_all(root.join("src")).unwrap();
        let of = |text: &str| {
            std::fs::write(root.join("src/a.ts"), text).unwrap();
            let mut print = Fingerprint::new();
            print.add_tree(&root, &["src", "missing"]);
            print.hex()
        };
        let (before, after, again) = (of("one"), of("two"), of("one"));
        std::fs::remove_dir_all(&root).unwrap();
        assert_ne!(before, after);
        assert_eq!(before, again);
    }
}
