//! Codes: their signs, how many there are, and how they are drawn.

use simpul_kernel::{Error, Result};

use super::input::{CodeAlphabet, CodeSpec};

const DIGITS: &[u8] = b"23456789";
const LOWER: &[u8] = b"abcdefghjkmnpqrstuvwxyz";
const LOWER_DIGITS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ";
const UPPER_DIGITS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// The share of a code space that may be in use: one in this many. Beyond it a
/// stranger who types at random would meet codes.
pub const SPACE_SHARE: u64 = 100;

impl CodeAlphabet {
    /// Its signs; none looks like another.
    #[must_use]
    pub const fn signs(self) -> &'static [u8] {
        match self {
            Self::Digits => DIGITS,
            Self::Lower => LOWER,
            Self::LowerDigits => LOWER_DIGITS,
            Self::Upper => UPPER,
            Self::UpperDigits => UPPER_DIGITS,
        }
    }

    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Digits => "digits",
            Self::Lower => "lower",
            Self::LowerDigits => "lower_digits",
            Self::Upper => "upper",
            Self::UpperDigits => "upper_digits",
        }
    }

    /// From its name in the database.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name {
            "digits" => Self::Digits,
            "lower_digits" => Self::LowerDigits,
            "upper" => Self::Upper,
            "upper_digits" => Self::UpperDigits,
            _ => Self::Lower,
        }
    }

    /// Names of the alphabets that share signs with this one: their codes may lie
    /// in the same space.
    #[must_use]
    pub const fn overlapping(self) -> &'static [&'static str] {
        match self {
            Self::Digits => &["digits", "lower_digits", "upper_digits"],
            Self::Lower => &["lower", "lower_digits"],
            Self::LowerDigits => &["digits", "lower", "lower_digits"],
            Self::Upper => &["upper", "upper_digits"],
            Self::UpperDigits => &["digits", "upper", "upper_digits"],
        }
    }
}

/// How many codes a spec can make; the prefix adds none.
#[must_use]
pub fn space(spec: &CodeSpec) -> u64 {
    u64::try_from(spec.alphabet.signs().len()).unwrap_or(u64::MAX).saturating_pow(u32::from(spec.length))
}

/// Draws texts of `length` signs without bias: a byte beyond the last whole
/// multiple of the alphabet's size is thrown away, never folded.
struct Draw<F> {
    random: F,
    buffer: Vec<u8>,
    at: usize,
}

/// Random bytes fetched at once.
const CHUNK: usize = 4_096;

impl<F: FnMut(&mut [u8]) -> Result<()>> Draw<F> {
    fn new(random: F) -> Self {
        Self { random, buffer: vec![0; CHUNK], at: CHUNK }
    }

    fn byte(&mut self) -> Result<u8> {
        if self.at == self.buffer.len() {
            (self.random)(&mut self.buffer)?;
            self.at = 0;
        }
        let byte = self.buffer[self.at];
        self.at += 1;
        Ok(byte)
    }

    fn text(&mut self, prefix: &str, signs: &[u8], length: u8) -> Result<String> {
        let fair = 256 / signs.len() * signs.len();
        let mut text = String::with_capacity(prefix.len() + usize::from(length));
        text.push_str(prefix);
        while text.len() < prefix.len() + usize::from(length) {
            let byte = usize::from(self.byte()?);
            if byte < fair {
                text.push(char::from(signs[byte % signs.len()]));
            }
        }
        Ok(text)
    }
}

/// Draws `count` codes; `random` fills a buffer with random bytes. Doubles are
/// possible and are the store's business, which knows every code there is.
///
/// # Errors
/// Those of `random`.
pub fn draw(spec: &CodeSpec, count: usize, random: impl FnMut(&mut [u8]) -> Result<()>) -> Result<Vec<String>> {
    let mut draw = Draw::new(random);
    (0..count).map(|_| draw.text(&spec.prefix, spec.alphabet.signs(), spec.length)).collect()
}

/// Draws `count` passwords of the codes' form, without the prefix.
///
/// # Errors
/// Those of `random`.
pub fn draw_passwords(
    spec: &CodeSpec,
    count: usize,
    random: impl FnMut(&mut [u8]) -> Result<()>,
) -> Result<Vec<String>> {
    let mut draw = Draw::new(random);
    (0..count).map(|_| draw.text("", spec.alphabet.signs(), spec.length)).collect()
}

/// The operating system's randomness.
///
/// # Errors
/// Where the system gives none.
pub fn os_random(buffer: &mut [u8]) -> Result<()> {
    use rand::TryRngCore as _;
    rand::rngs::OsRng.try_fill_bytes(buffer).map_err(Error::internal)
}

/// What was typed, or where the QR of a card was read, the code in its login address:
/// `http://hotspot.example.net/login?username=CODE&password=…`.
#[must_use]
pub fn of_login(typed: &str) -> &str {
    let query = typed.split_once('?').map_or("", |(_, rest)| rest.split('#').next().unwrap_or_default());
    let named = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut users = named.filter_map(|(name, value)| name.eq_ignore_ascii_case("username").then_some(value));
    users.next().unwrap_or(typed)
}

/// Every way a typed text can be one of our codes: spaces, dashes and dots are for
/// reading, case is what a phone or a hand made of it, and a login address is the code
/// in it. The first is the code as typed.
#[must_use]
pub fn spellings(typed: &str) -> Vec<String> {
    let plain: String =
        of_login(typed).chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '_')).collect();
    if plain.len() < 4 || plain.len() > 22 || !plain.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let (lower, upper) = (plain.to_ascii_lowercase(), plain.to_ascii_uppercase());
    let mut all = vec![plain, lower.clone()];
    // A lower-case prefix of up to six signs before capitals.
    all.extend((0..=6.min(lower.len())).map(|prefix| format!("{}{}", &lower[..prefix], &upper[prefix..])));
    let mut seen = std::collections::HashSet::new();
    all.retain(|text| seen.insert(text.clone()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voucher::CodeMode;

    fn spec(alphabet: CodeAlphabet, length: u8, prefix: &str) -> CodeSpec {
        CodeSpec { mode: CodeMode::Code, alphabet, length, prefix: prefix.into() }
    }

    #[test]
    fn no_sign_looks_like_another() {
        for alphabet in [LOWER_DIGITS, UPPER_DIGITS] {
            assert!(alphabet.iter().all(|sign| !b"01ilIoO".contains(sign)), "{alphabet:?}");
        }
        assert_eq!([DIGITS, LOWER].concat(), LOWER_DIGITS);
        assert_eq!([DIGITS, UPPER].concat(), UPPER_DIGITS);
    }

    #[test]
    fn the_space_is_as_documented() {
        assert_eq!(space(&spec(CodeAlphabet::Lower, 6, "")), 148_035_889);
        assert_eq!(space(&spec(CodeAlphabet::Digits, 4, "ab")), 4_096);
        assert_eq!(space(&spec(CodeAlphabet::LowerDigits, 16, "")), u64::MAX);
    }

    #[test]
    fn unfair_bytes_are_thrown_away() {
        // 23 × 11 = 253: the bytes 253, 254 and 255 would favour the first signs.
        let mut next = [255_u8, 254, 253, 252, 0, 22, 23, 1].into_iter().cycle();
        let fill = |buffer: &mut [u8]| {
            buffer.fill_with(|| next.next().unwrap());
            Ok(())
        };
        let codes = draw(&spec(CodeAlphabet::Lower, 5, "x"), 1, fill).unwrap();
        assert_eq!(codes, ["xzazab"]);
    }

    #[test]
    fn every_sign_comes_as_often_as_any_other() {
        let codes = draw(&spec(CodeAlphabet::Lower, 16, ""), 10_000, os_random).unwrap();
        let mut counts = std::collections::HashMap::new();
        for byte in codes.iter().flat_map(|code| code.bytes()) {
            *counts.entry(byte).or_insert(0_u32) += 1;
        }
        // 160,000 draws over 23 signs: 6,957 each, deviation 82; nine of them are never seen.
        assert_eq!(counts.len(), 23);
        assert!(counts.values().all(|n| n.abs_diff(6_957) < 740), "{counts:?}");
    }

    #[test]
    fn a_login_address_is_the_code_in_it() {
        for scanned in [
            "http://hotspot.example.net/login?username=uq6rka&password=uq6rka",
            "https://10.5.50.1/login?dst=x&username=uq6rka#a",
            " HTTP://HOTSPOT.LAN/LOGIN?USERNAME=uq6rka\n",
            "hotspot.lan/login?username=uq6rka",
        ] {
            assert_eq!(spellings(scanned).first().map(String::as_str), Some("uq6rka"), "{scanned}");
            assert_eq!(spellings(scanned), spellings("uq6rka"));
        }
        for nothing in [
            "http://hotspot.example.net/login",
            "http://hotspot.example.net/login?password=uq6rka",
            "http://x/login?username=",
            "?username=a'; DROP",
            "http://x/login?username=%3Cb%3E",
        ] {
            assert!(spellings(nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        assert!(spellings(" Uq6-Rk a ").contains(&"uq6rka".to_owned()));
        assert!(spellings("uq6rka").contains(&"UQ6RKA".to_owned()));
        assert!(spellings("SDNK7QP").contains(&"sdnK7QP".to_owned()));
        assert_eq!(spellings("uq6rka")[0], "uq6rka");
        for nothing in ["", "abc", "é12345", "a'; DROP", &"x".repeat(23)] {
            assert!(spellings(nothing).is_empty(), "{nothing}");
        }
    }
}
