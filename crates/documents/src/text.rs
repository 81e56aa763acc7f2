//! Text that keeps within its room: cleaned, then shrunk, then cut with an ellipsis; and
//! the grouping of codes.

use std::borrow::Cow;

use crate::error::DocumentError;
use crate::font::{Face, Fonts};

/// What stands in for a character no face has.
const UNKNOWN: char = '?';
/// Where the wider copies of the code face begin (`fonts/README.md`).
const GAP_BASE: u32 = 0xE000;

/// A text with the size at which it fits.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    pub(crate) text: String,
    pub(crate) size: f64,
    pub(crate) width: f64,
}

/// One line of printable characters: runs of white space become one space, invisible
/// characters vanish, characters the face lacks become a question mark.
pub(crate) fn clean<'a>(fonts: &Fonts, face: Face, text: &'a str) -> Cow<'a, str> {
    let font = fonts.face(face);
    let keep = |character: char| !character.is_control() && font.glyph(character).is_some();
    if text.chars().all(keep) && !text.contains("  ") && text.trim().len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars().filter(|character| !is_invisible(*character)) {
            line.push(if keep(character) { character } else { UNKNOWN });
        }
    }
    Cow::Owned(line)
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Fits a line into `room` millimetres: at `size` when it can, smaller down to `least`,
/// and from there with its end cut off.
pub(crate) fn fit(fonts: &Fonts, face: Face, text: &str, size: f64, least: f64, room: f64) -> Fitted {
    let text = clean(fonts, face, text);
    let width = fonts.width(face, size, &text);
    if width <= room {
        return Fitted { text: text.into_owned(), size, width };
    }
    let shrunk = (size * room / width * 100.0).floor() / 100.0;
    if shrunk >= least {
        let width = fonts.width(face, shrunk, &text);
        return Fitted { text: text.into_owned(), size: shrunk, width };
    }
    let mut characters: Vec<char> = text.chars().collect();
    while characters.pop().is_some() {
        let cut = format!("{}…", characters.iter().collect::<String>().trim_end());
        let width = fonts.width(face, least, &cut);
        if width <= room {
            return Fitted { text: cut, size: least, width };
        }
    }
    Fitted { text: String::new(), size: least, width: 0.0 }
}

/// Lengths of the groups of a code: threes and fours, longer groups first.
pub(crate) fn groups(length: usize) -> Vec<usize> {
    let count = length.div_ceil(4).max(1);
    let (each, longer) = (length / count, length % count);
    (0..count).map(|group| each + usize::from(group < longer)).collect()
}

/// A code in the code face: each group but the last ends with the wider copy of its last
/// character, so that the gap is part of that character.
pub(crate) fn grouped(code: &str) -> Result<String, DocumentError> {
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(DocumentError::UnprintableCode { code: code.to_owned() });
    }
    let sizes = groups(code.len());
    let mut text = String::with_capacity(code.len() + 2 * sizes.len());
    let (mut group, mut left) = (0, sizes[0]);
    for character in code.chars() {
        left -= 1;
        if left == 0 && group + 1 < sizes.len() {
            text.push(char::from_u32(GAP_BASE + u32::from(character)).unwrap_or(character));
            group += 1;
            left = sizes[group];
        } else {
            text.push(character);
        }
    }
    Ok(text)
}

/// The character that a glyph of the code face means to a reader.
pub(crate) fn meaning(character: char) -> char {
    match u32::from(character) {
        code @ 0xE021..=0xE07E => char::from_u32(code - GAP_BASE).unwrap_or(character),
        _ => character,
    }
}

/// A grouped code at the largest size up to `size` that fits, at least `least`.
pub(crate) fn fit_code(fonts: &Fonts, code: &str, size: f64, least: f64, room: f64) -> Result<Fitted, DocumentError> {
    let text = grouped(code)?;
    let width = fonts.width(Face::Mono, size, &text);
    let fitting = if width <= room { size } else { (size * room / width * 100.0).floor() / 100.0 };
    if fitting < least {
        return Err(DocumentError::CodeTooLong { code: code.to_owned() });
    }
    let width = fonts.width(Face::Mono, fitting, &text);
    Ok(Fitted { text, size: fitting, width })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fall_into_threes_and_fours() {
        assert_eq!(groups(4), [4]);
        assert_eq!(groups(5), [3, 2]);
        assert_eq!(groups(6), [3, 3]);
        assert_eq!(groups(7), [4, 3]);
        assert_eq!(groups(8), [4, 4]);
        assert_eq!(groups(10), [4, 3, 3]);
        assert_eq!(groups(12), [4, 4, 4]);
    }

    #[test]
    fn a_grouped_code_means_the_code() {
        for code in ["k7m4qx", "abcd", "A-1_9z7Q", "0Oo1lI0Oo1lI"] {
            let text = grouped(code).unwrap();
            assert_eq!(text.chars().map(meaning).collect::<String>(), code);
        }
    }

    #[test]
    fn a_gap_widens_the_code() {
        let fonts = Fonts::load().unwrap();
        let plain = fonts.width(Face::Mono, 10.0, "k7m4qx");
        let parted = fonts.width(Face::Mono, 10.0, &grouped("k7m4qx").unwrap());
        assert!((parted - plain - 3.2).abs() < 1e-9, "{plain} {parted}");
    }

    #[test]
    fn a_code_nobody_can_type_is_refused() {
        for code in ["", "ab cd", "kode\u{e9}"] {
            assert_eq!(grouped(code), Err(DocumentError::UnprintableCode { code: code.to_owned() }));
        }
    }

    #[test]
    fn long_text_shrinks_then_ends_in_an_ellipsis() {
        let fonts = Fonts::load().unwrap();
        let name = "Koperasi Serba Usaha Sinar Desa Mandiri";
        let whole = fit(fonts, Face::SemiBold, name, 2.7, 2.2, 80.0);
        assert_eq!((whole.text.as_str(), whole.size), (name, 2.7));
        let shrunk = fit(fonts, Face::SemiBold, name, 2.7, 2.2, whole.width * 0.9);
        assert!(shrunk.text == name && shrunk.size < 2.7);
        let cut = fit(fonts, Face::SemiBold, name, 2.7, 2.2, 20.0);
        assert!(cut.text.ends_with('…') && cut.width <= 20.0, "{cut:?}");
    }

    #[test]
    fn odd_characters_do_not_reach_the_paper() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(clean(fonts, Face::Regular, "Warung\u{200b} \t Bu\nTini 😀"), "Warung Bu Tini ?");
    }
}
