//! Characters above ASCII, by the tables printers carry.

use serde::{Deserialize, Serialize};

/// A table of characters, as `ESC t` selects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodePage {
    /// United States: what a printer begins with, and the only one that all have.
    #[default]
    Pc437,
    /// Western Europe with the euro.
    Pc858,
    /// Windows, Western Europe.
    Wpc1252,
}

const PC437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
                     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const PC858: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
                     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const WPC1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯\
                       °±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

impl CodePage {
    /// Every table.
    pub const ALL: [Self; 3] = [Self::Pc437, Self::Pc858, Self::Wpc1252];

    /// Its number for `ESC t`.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Pc437 => 0,
            Self::Pc858 => 19,
            Self::Wpc1252 => 16,
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Pc437 => PC437,
            Self::Pc858 => PC858,
            Self::Wpc1252 => WPC1252,
        }
    }

    /// One line of a text as bytes, a column each; never a control byte. What the table
    /// lacks becomes the nearest letters, and what has none a question mark.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        let mut line: Vec<u8> = Vec::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !line.is_empty() {
                line.push(b' ');
            }
            for character in word.chars() {
                self.push(character, &mut line);
            }
        }
        line
    }

    fn push(self, character: char, line: &mut Vec<u8>) {
        match character {
            ' '..='~' => line.push(character as u8),
            _ if character.is_control() || is_invisible(character) => {}
            _ => match self.table().chars().position(|known| known == character) {
                Some(at) => line.push(0x80 + at as u8),
                None => line.extend_from_slice(plain(character).as_bytes()),
            },
        }
    }
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The nearest in ASCII.
fn plain(character: char) -> &'static str {
    match character {
        'À'..='Å' | 'Ā' | 'Ă' => "A",
        'à'..='å' | 'ā' | 'ă' => "a",
        'È'..='Ë' | 'Ē' => "E",
        'è'..='ë' | 'ē' => "e",
        'Ì'..='Ï' => "I",
        'ì'..='ï' => "i",
        'Ò'..='Ö' | 'Ø' => "O",
        'ò'..='ö' | 'ø' => "o",
        'Ù'..='Ü' => "U",
        'ù'..='ü' => "u",
        'Ç' => "C",
        'ç' => "c",
        'Ñ' => "N",
        'ñ' => "n",
        'Ý' => "Y",
        'ý' | 'ÿ' => "y",
        'ß' => "ss",
        '‐'..='―' | '−' => "-",
        '‘' | '’' | '‚' | '´' => "'",
        '“' | '”' | '„' => "\"",
        '…' => "...",
        '×' => "x",
        '·' | '•' | '∙' => "-",
        '€' => "EUR",
        '©' => "(c)",
        '®' => "(R)",
        '™' => "(TM)",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_128_characters() {
        for page in CodePage::ALL {
            assert_eq!(page.table().chars().count(), 128, "{page:?}");
        }
    }

    #[test]
    fn nothing_becomes_a_command() {
        let wild: String = (0..0x250u32).filter_map(char::from_u32).collect();
        for page in CodePage::ALL {
            for text in [wild.as_str(), "Toko\u{1b}@ \u{1d}V\0 Bu\nTini", "\u{9d}\u{81}\u{200b}"] {
                let line = page.encode(text);
                assert!(line.iter().all(|byte| *byte >= 0x20 && *byte != 0x7f), "{page:?}: {line:?}");
            }
        }
        assert_eq!(CodePage::Pc437.encode("Toko\u{1b}@ Bu\nTini"), b"Toko@ Bu Tini");
    }

    #[test]
    fn what_a_table_lacks_is_written_as_near_as_can_be() {
        assert_eq!(CodePage::Pc437.encode("Café · 5 € — 3×"), b"Caf\x82 \xfa 5 EUR - 3x");
        assert_eq!(CodePage::Wpc1252.encode("Café €"), b"Caf\xe9 \x80");
        assert_eq!(CodePage::Pc858.encode("3 × €"), b"3 \x9e \xd5");
        assert_eq!(CodePage::Pc437.encode("😀 ok"), b"? ok");
    }
}
