//! Enough of Rust's grammar to tell code from comments and strings, and to
//! read attributes and `use` lines.

/// What [`strip`] replaces by spaces, besides comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strings {
    /// The insides of strings stay.
    Keep,
    /// The insides of strings go too.
    Blank,
}

/// The text with comments (and strings, when asked) replaced by spaces; every
/// line keeps its number and every character its column.
pub fn strip(text: &str, strings: Strings) -> String {
    let source: Vec<char> = text.chars().collect();
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    while at < source.len() {
        let (end, keep) = token(&source, at, strings);
        for &c in &source[at..end] {
            plain.push(if keep || c == '\n' { c } else { ' ' });
        }
        at = end;
    }
    plain
}

/// The end of the piece that starts at `at`, and whether it is kept.
fn token(source: &[char], at: usize, strings: Strings) -> (usize, bool) {
    let next = source.get(at + 1).copied();
    let keep_string = strings == Strings::Keep;
    match source[at] {
        '/' if next == Some('/') => (line_end(source, at), false),
        '/' if next == Some('*') => (block_end(source, at), false),
        '"' => (string_end(source, at + 1), keep_string),
        'r' if !continues_a_name(source, at) => match raw_string_end(source, at + 1) {
            Some(end) => (end, keep_string),
            None => (at + 1, true),
        },
        '\'' => (character_end(source, at), true),
        _ => (at + 1, true),
    }
}

fn continues_a_name(source: &[char], at: usize) -> bool {
    // In `br"…"` the b belongs to the literal.
    let before = |back: usize| at.checked_sub(back).and_then(|index| source.get(index)).copied();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    match before(1) {
        Some('b' | 'c') => before(2).is_some_and(is_name),
        Some(c) => is_name(c),
        None => false,
    }
}

fn line_end(source: &[char], at: usize) -> usize {
    source[at..].iter().position(|&c| c == '\n').map_or(source.len(), |length| at + length)
}

fn block_end(source: &[char], at: usize) -> usize {
    let (mut depth, mut here) = (0_u32, at);
    while here < source.len() {
        match (source[here], source.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) => {
                (depth, here) = (depth - 1, here + 2);
                if depth == 0 {
                    return here;
                }
            }
            _ => here += 1,
        }
    }
    source.len()
}

fn string_end(source: &[char], mut here: usize) -> usize {
    while here < source.len() {
        match source[here] {
            '\\' => here += 2,
            '"' => return here + 1,
            _ => here += 1,
        }
    }
    source.len()
}

fn raw_string_end(source: &[char], at: usize) -> Option<usize> {
    let hashes = source[at..].iter().take_while(|&&c| c == '#').count();
    if source.get(at + hashes) != Some(&'"') {
        return None;
    }
    let mut here = at + hashes + 1;
    while here < source.len() {
        if source[here] == '"' && source[here + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes {
            return Some(here + 1 + hashes);
        }
        here += 1;
    }
    Some(source.len())
}

/// A character literal; a lifetime is only its quote.
fn character_end(source: &[char], at: usize) -> usize {
    match source.get(at + 1) {
        Some('\\') => source[at + 3..].iter().position(|&c| c == '\'').map_or(source.len(), |length| at + 4 + length),
        Some(_) if source.get(at + 2) == Some(&'\'') => at + 3,
        _ => at + 1,
    }
}

/// The number of the line that holds the byte `at`.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Every attribute (`#[…]` or `#![…]`) with the line it starts on, from text
/// whose comments are gone.
pub fn attributes(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices('#') {
        let rest = code[at + 1..].strip_prefix('!').unwrap_or(&code[at + 1..]);
        if !rest.starts_with('[') {
            continue;
        }
        let mut depth = 0_i32;
        for (length, c) in rest.char_indices() {
            match c {
                '[' | '(' => depth += 1,
                ']' | ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                found.push((line_of(code, at), &rest[1..length]));
                break;
            }
        }
    }
    found
}

/// Every path a `use` line brings in, groups spelt out, with the line it starts on.
pub fn imports(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let starts_a_word = code[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == ';' || c == '}');
        let Some(end) = code[at..].find(';') else {
            continue;
        };
        if starts_a_word {
            let tree: String = code[at + 4..at + end].split_whitespace().collect::<Vec<_>>().join(" ");
            let line = line_of(code, at);
            expand("", &tree, &mut |path| found.push((line, path)));
        }
    }
    found
}

fn expand(prefix: &str, tree: &str, found: &mut impl FnMut(String)) {
    let tree = tree.trim();
    if let Some((head, rest)) = tree.split_once('{') {
        let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
        let prefix = format!("{prefix}{}", head.trim());
        for branch in branches(inner) {
            expand(&prefix, branch, found);
        }
    } else if !tree.is_empty() {
        let path = tree.split(" as ").next().unwrap_or(tree).trim();
        found(format!("{prefix}{path}"));
    }
}

fn branches(inner: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay_or_go() {
        let text = "let a = \"x // y\"; // gone\n/* gone /* too */ */ let b = r#\"raw \"q\" // in\"#; let c = '\"'; let d: &'a str = \"\\\"z\";";
        let kept = strip(text, Strings::Keep);
        assert!(kept.contains("x // y") && kept.contains("raw \"q\" // in") && kept.contains("\\\"z"));
        assert!(!kept.contains("gone"));
        let blank = strip(text, Strings::Blank);
        assert!(!blank.contains("x //") && !blank.contains("raw") && blank.contains("let d: &'a str ="), "{blank}");
        assert_eq!(kept.lines().count(), text.lines().count());
        assert_eq!(blank.chars().count(), text.chars().count());
    }

    #[test]
    fn attributes_are_found_whole() {
        let code =
            "#![allow(a, reason = x)]\n#[derive(Debug)]\nstruct A;\nlet x = y[0];\n#[expect(\n  b\n)]\nfn f() {}";
        assert_eq!(attributes(code), vec![(1, "allow(a, reason = x)"), (2, "derive(Debug)"), (5, "expect(\n  b\n)")]);
    }

    #[test]
    fn groups_of_imports_are_spelt_out() {
        let code = "use crate::{network::{self, store}, voucher::store as s};\npub use a::b;\nlet reuse = 1;";
        let paths: Vec<String> = imports(code).into_iter().map(|(_, path)| path).collect();
        assert_eq!(paths, ["crate::network::self", "crate::network::store", "crate::voucher::store", "a::b"]);
    }
}
