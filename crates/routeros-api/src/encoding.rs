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
    /// The text of some bytes. Nothing is lost: bytes that the code page has
    /// no way back for are read as windows-1252, where every byte has a
    /// character of its own.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => self.page_of(bytes).decode_without_bom_handling(bytes).0,
        }
    }

    /// The bytes of a changed value, written the way the old one (`like`) was:
    /// in the code page if the old value was, and every character of the new
    /// one is in it; else in UTF-8. An unchanged text gives the same bytes.
    ///
    /// ```
    /// use routeros_api::Encoding;
    /// let old = b"caf\xe9";
    /// let text = Encoding::default().decode(old);
    /// assert_eq!(&*Encoding::default().encode_like(&text, old), old);
    /// assert_eq!(&*Encoding::default().encode_like("thé", b"plain"), "thé".as_bytes());
    /// ```
    #[must_use]
    pub fn encode_like<'t>(self, text: &'t str, like: &[u8]) -> Cow<'t, [u8]> {
        if std::str::from_utf8(like).is_err() {
            let (bytes, _, unmappable) = self.page_of(like).encode(text);
            if !unmappable {
                return bytes;
            }
        }
        Cow::Borrowed(text.as_bytes())
    }

    /// The page that bytes outside UTF-8 are read by.
    fn page_of(self, bytes: &[u8]) -> &'static encoding_rs::Encoding {
        let page = self.page();
        if page.is_single_byte() {
            return page;
        }
        // A page of several bytes has sequences without a way back.
        let (text, malformed) = page.decode_without_bom_handling(bytes);
        let back = !malformed && *page.encode(&text).0 == *bytes;
        if back { page } else { encoding_rs::WINDOWS_1252 }
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
    fn what_was_read_is_written_back_as_it_was() {
        let all = [Encoding::Windows1252, Encoding::Windows1251, Encoding::Windows1250, Encoding::Gbk];
        for encoding in all {
            for high in 0..=0xFF_u8 {
                for low in [0x20, 0x40, 0x7F, 0x80, 0xA3, 0xE3, 0xFF] {
                    let bytes = [b'a', high, low, b'z'];
                    let text = encoding.decode(&bytes);
                    assert!(!text.contains('\u{fffd}'), "{encoding:?} {bytes:?}");
                    assert_eq!(&*encoding.encode_like(&text, &bytes), bytes, "{encoding:?}");
                }
            }
        }
        // What the page lacks goes out in UTF-8.
        assert_eq!(&*Encoding::Windows1252.encode_like("Привет", b"\xe9"), "Привет".as_bytes());
        assert_eq!(&*Encoding::Windows1251.encode_like("Привет", b"\xe9"), b"\xcf\xf0\xe8\xe2\xe5\xf2");
    }

    #[test]
    fn every_byte_keeps_its_own_character() {
        let seen: std::collections::HashSet<String> =
            (0x80..=0xFF).map(|byte| Encoding::Windows1252.decode(&[byte]).into_owned()).collect();
        assert_eq!(seen.len(), 128);
    }
}
