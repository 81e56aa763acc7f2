//! Text over the router's bytes.

use std::borrow::Cow;

/// How to show bytes that are not UTF-8.
///
/// RouterOS stores bytes and reports no charset: this API and SSH send UTF-8,
/// WinBox writes the code page of its Windows. Text is therefore read as UTF-8
/// when it is valid, else by this code page. What is sent is always UTF-8; the
/// bytes of a [`Row`](crate::protocol::Row) are kept, so a value that is not
/// changed can be written back as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Encoding {
    /// Western Europe; also what model names such as `hAP ac²` need. Every
    /// byte has a character, so nothing is lost.
    #[default]
    Windows1252,
    /// Cyrillic.
    Windows1251,
    /// Central Europe.
    Windows1250,
    /// Simplified Chinese.
    Gbk,
}

impl Encoding {
    /// The text of some bytes.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => self.page().decode_without_bom_handling(bytes).0,
        }
    }

    fn page(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
            Self::Windows1251 => encoding_rs::WINDOWS_1251,
            Self::Windows1250 => encoding_rs::WINDOWS_1250,
            Self::Gbk => encoding_rs::GBK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_wins_and_the_code_page_is_the_fallback() {
        assert_eq!(Encoding::default().decode("hAP ac² żółw".as_bytes()), "hAP ac² żółw");
        assert_eq!(Encoding::Windows1252.decode(b"hap ac\xb2"), "hap ac²");
        assert_eq!(Encoding::Windows1251.decode(b"\xcf\xf0\xe8\xe2\xe5\xf2"), "Привет");
        assert_eq!(Encoding::Windows1250.decode(b"\xbf\xf3\xb3w"), "żółw");
        assert_eq!(Encoding::Gbk.decode(b"\xc4\xe3\xba\xc3"), "你好");
    }

    #[test]
    fn every_byte_keeps_its_own_character() {
        let seen: std::collections::HashSet<String> =
            (0x80..=0xFF).map(|byte| Encoding::Windows1252.decode(&[byte]).into_owned()).collect();
        assert_eq!(seen.len(), 128);
    }
}
