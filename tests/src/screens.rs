//! Layers of the front end: lib → ipc, i18n, theme → components → features →
//! routes, app. A feature never imports a feature, and only `ipc` knows the
//! window.

use crate::{Breach, SourceFile};

const SOURCES: &str = "ui/src/";

/// How high a folder stands; a file may import from its own height or below.
fn height(folder: &str) -> Option<u8> {
    match folder {
        "lib" => Some(0),
        "ipc" | "i18n" | "theme" => Some(1),
        "components" => Some(2),
        "features" => Some(3),
        "routes" | "app" => Some(4),
        // Tests and the program's entry stand above everything.
        _ => None,
    }
}

/// Imports that point upwards, sideways between features, or to the window from outside `ipc`.
pub fn wrong_imports(files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| ["ts", "tsx"].contains(&file.kind())) {
        let Some(inside) = file.path.strip_prefix(SOURCES) else {
            continue;
        };
        let is_test = inside.contains(".test.") || inside.starts_with("testing/");
        for (line, import) in imports(&file.text) {
            if import.starts_with("@tauri-apps/") && !inside.starts_with("ipc/") {
                breaches.push(format!("{}:{line}: only ipc/ imports {import}", file.path));
            }
            if let Some(target) = resolve(inside, import).filter(|_| !is_test)
                && let Some(what) = wrong(inside, &target)
            {
                breaches.push(format!("{}:{line}: {import}: {what}", file.path));
            }
        }
    }
    breaches
}

fn wrong(from: &str, to: &str) -> Option<&'static str> {
    let (from_folder, from_rest) = from.split_once('/')?;
    let (to_folder, to_rest) = to.split_once('/').unwrap_or((to, ""));
    let (high, low) = (height(from_folder)?, height(to_folder)?);
    if low > high {
        return Some("imports point downwards only");
    }
    let area = |rest: &str| rest.split('/').next().unwrap_or_default().to_owned();
    let both_features = from_folder == "features" && to_folder == "features";
    (both_features && area(from_rest) != area(to_rest)).then_some("a feature never imports a feature")
}

/// A path below `ui/src`; `None` for packages.
fn resolve(from: &str, import: &str) -> Option<String> {
    if let Some(rest) = import.strip_prefix("@/") {
        return Some(rest.to_owned());
    }
    if !import.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// What a file imports or exports from elsewhere, with the line.
fn imports(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") || code.starts_with('*') {
            continue;
        }
        for word in [" from ", "import(", "import ", "} from "] {
            let Some((_, rest)) = code.split_once(word) else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
                continue;
            };
            if let Some((import, _)) = rest[1..].split_once(quote) {
                found.push((number + 1, import));
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> usize {
        wrong_imports(&[SourceFile::sample(path, text)]).len()
    }

    #[test]
    fn imports_point_downwards() {
        assert_eq!(breaches("ui/src/components/a.tsx", "import { x } from '@/features/plan/api';"), 1);
        assert_eq!(breaches("ui/src/lib/a.ts", "import x from '../ipc/client';"), 1);
        assert_eq!(breaches("ui/src/lib/a.ts", "const x = await import('@/components/button');"), 1);
        assert_eq!(breaches("ui/src/features/plan/a.tsx", "import {\n  x,\n} from '@/components/button';"), 0);
        assert_eq!(breaches("ui/src/routes/a.tsx", "export { x } from '../features/plan/list';"), 0);
        assert_eq!(breaches("ui/src/lib/a.ts", "// from '@/features/plan/api'"), 0);
    }

    #[test]
    fn features_do_not_know_each_other() {
        assert_eq!(breaches("ui/src/features/plan/a.tsx", "import x from '../voucher/api';"), 1);
        assert_eq!(breaches("ui/src/features/plan/a.tsx", "import x from './api';"), 0);
    }

    #[test]
    fn the_window_is_behind_ipc() {
        let text = "import { invoke } from '@tauri-apps/api/core';";
        assert_eq!(breaches("ui/src/features/plan/a.ts", text), 1);
        assert_eq!(breaches("ui/src/ipc/window.ts", text), 0);
    }
}
