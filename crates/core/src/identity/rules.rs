//! Pure rules: passwords, usernames, lock-out, sessions.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString, rand_core::OsRng};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Error, Result, Secret};

/// Failures after which sign-in is locked.
pub const FAILURES_BEFORE_LOCK: i32 = 5;
/// A session that is not used ends after this long.
pub const SESSION_IDLE: TimeDelta = TimeDelta::hours(12);
/// How long a colleague's session at somebody else's desk lives without a use.
pub const SESSION_QUICK_IDLE: TimeDelta = TimeDelta::minutes(15);

/// How long a session lives without a use, a colleague's at somebody else's desk or one's own.
#[must_use]
pub const fn session_life(is_quick: bool) -> TimeDelta {
    if is_quick { SESSION_QUICK_IDLE } else { SESSION_IDLE }
}

/// Wrong PINs in a row after which only the password opens.
pub const PIN_TRIES: i32 = 5;
/// A one-time password holds for this long.
pub const ONE_TIME_LIFE: TimeDelta = TimeDelta::days(3);

/// Words people choose first everywhere; refused with little behind them.
const COMMON: &[&str] = &["password", "qwerty", "12345678", "admin123", "mikrotik", "indonesia", "rahasia", "simpul"];

/// Argon2id as OWASP advises for interactive sign-in: 19 MiB, two passes.
fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| Error::internal(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password; slow on purpose, so never inside a transaction.
///
/// # Errors
/// Only when the machine has no memory left.
pub fn password_hash(password: &Secret) -> Result<String> {
    let salt = SaltString::generate(&mut OsRng);
    let hash =
        hasher()?.hash_password(password.expose().as_bytes(), &salt).map_err(|e| Error::internal(e.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password fits a hash. Without a hash (no such user) it works as
/// long, so that answers take the same time.
#[must_use]
pub fn password_fits(password: &Secret, hash: Option<&str>) -> bool {
    // Of a random password nobody knows.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c2ltcHVsLW5vYm9keQ$0y2y9lqRA7k2mNb1D2Cn2mCFYNQYtIxyJv1Cj7hTFZk";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    let fits = Argon2::default().verify_password(password.expose().as_bytes(), &parsed).is_ok();
    fits && hash.is_some()
}

/// So many characters behind a word people choose first make a password of it.
const BEHIND_COMMON: usize = 8;
/// Characters of the shortest and the longest password that is taken (OWASP ASVS 2.1.1, 2.1.2).
const PASSWORD: std::ops::RangeInclusive<usize> = 12..=128;

/// Judges a new password while it is typed. What was set when shorter ones were taken goes on opening.
pub fn check_password(v: &mut Validator, password: &Secret, username: &str, field: &str) {
    let text = password.expose();
    let lower = text.to_lowercase();
    let (least, most, length) = (*PASSWORD.start(), *PASSWORD.end(), text.chars().count());
    v.check_with(length >= least, field, "too_short", &[("min", least.into())]);
    v.check_with(length <= most, field, "too_long", &[("max", most.into())]);
    let distinct = text.chars().collect::<std::collections::HashSet<_>>().len();
    let is_common = COMMON.iter().any(|c| lower.starts_with(c) && length < c.len() + BEHIND_COMMON);
    v.check(distinct >= 5 && lower != username.to_lowercase() && !is_common, field, "too_weak");
}

/// A password drawn for somebody: 80 bits in four groups, without look-alikes.
#[must_use]
pub fn password_new() -> Secret {
    use rand::Rng as _;
    const SIGNS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut rng = rand::rng();
    let mut group = || -> String { (0..4).map(|_| char::from(SIGNS[rng.random_range(0..SIGNS.len())])).collect() };
    Secret::new([group(), group(), group(), group()].join("-"))
}

/// Judges a new PIN: four to eight digits, not one digit repeated, not counted up or down.
pub fn check_pin(v: &mut Validator, pin: &Secret, field: &str) {
    let digits = pin.expose().as_bytes();
    let is_pin = (4..=8).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    v.check(is_pin, field, "bad_format");
    let steps = |by: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == by);
    v.check(!is_pin || ![-1, 0, 1].into_iter().any(steps), field, "too_weak");
}

/// The name of a desk or browser as it is kept: one line, at most 80 characters.
#[must_use]
pub fn device_name(text: Option<&str>) -> Option<String> {
    let name: String = text?.trim().chars().filter(|c| !c.is_control()).take(80).collect();
    (!name.is_empty()).then_some(name)
}

/// A role's code from its name: what stands in the database and never changes.
#[must_use]
pub fn role_code(name: &str, taken: &[String]) -> String {
    let signs =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect::<String>();
    let words: Vec<&str> = signs.split('_').filter(|word| !word.is_empty()).collect();
    let mut stem: String = words.join("_").chars().take(24).collect();
    if !stem.starts_with(|c: char| c.is_ascii_lowercase()) || stem.len() < 2 {
        stem = format!("role_{stem}");
    }
    let stem = stem.trim_end_matches('_').to_owned();
    let free = |code: &String| !taken.contains(code);
    if free(&stem) {
        return stem;
    }
    (2..).map(|n: u32| format!("{stem}_{n}")).find(free).unwrap_or(stem)
}

/// A username in the form it is kept: lower case, no spaces around.
#[must_use]
pub fn username_normal(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether a username may be given to a new account.
#[must_use]
pub fn username_ok(name: &str) -> bool {
    let mut bytes = name.bytes();
    let first_ok = bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (3..=32).contains(&name.len())
        && first_ok
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'))
}

/// Until when sign-in is locked after this many failures in a row: one minute
/// after the fifth, doubling, at most an hour.
#[must_use]
pub fn locked_until(failures: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let beyond = failures - FAILURES_BEFORE_LOCK;
    (beyond >= 0)
        .then(|| now + TimeDelta::minutes(1_i64.checked_shl(beyond.unsigned_abs().min(6)).unwrap_or(60).min(60)))
}

/// A new session token (256 bits) and the hash that is stored of it.
#[must_use]
pub fn session_token_new() -> (Secret, Vec<u8>) {
    use rand::RngCore as _;
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let token = Secret::new(hex::encode(bytes));
    let hash = session_token_hash(&token);
    (token, hash)
}

/// What is stored of a session token.
#[must_use]
pub fn session_token_hash(token: &Secret) -> Vec<u8> {
    Sha256::digest(token.expose().as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weak(password: &str) -> bool {
        let mut v = Validator::new();
        check_password(&mut v, &Secret::new(password), "hendra", "password");
        v.finish().is_err()
    }

    #[test]
    fn passwords_are_judged() {
        for bad in [
            "",
            "short1!",
            "aaaaaaaaaaaa",
            "password12345",
            "mikrotik2026",
            "admin1234567",
            "qwerty123456",
            "Simpul123456",
        ] {
            assert!(weak(bad), "{bad}");
        }
        let long = "kopi tubruk pagi ".repeat(8);
        assert!(!weak("kuda-terbang") && weak("kuda-terban"), "twelve are enough, eleven are not");
        assert!(!weak(&long[..128]) && weak(&long[..129]));
        assert!(!weak(&"é kopi pagi".repeat(11)[..]), "characters are counted, not bytes");
        for good in ["kuda-terbang-7", "Sinar desa net 2026", "kopi tubruk pagi"] {
            assert!(!weak(good), "{good}");
        }
    }

    #[test]
    fn drawn_passwords_are_good_ones_and_never_the_same() {
        let drawn: std::collections::HashSet<String> = (0..50).map(|_| password_new().expose().to_owned()).collect();
        assert_eq!(drawn.len(), 50);
        assert!(drawn.iter().all(|password| password.len() == 19 && !weak(password)));
    }

    #[test]
    fn a_hash_fits_its_password_only() {
        let hash = password_hash(&Secret::new("kuda-terbang-7")).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_fits(&Secret::new("kuda-terbang-7"), Some(&hash)));
        assert!(!password_fits(&Secret::new("kuda-terbang-8"), Some(&hash)));
        assert!(!password_fits(&Secret::new("kuda-terbang-7"), None));
    }

    #[test]
    fn lock_out_doubles_to_an_hour() {
        let now = DateTime::UNIX_EPOCH;
        let minutes = |failures| locked_until(failures, now).map(|at| (at - now).num_minutes());
        assert_eq!(minutes(4), None);
        assert_eq!([minutes(5), minutes(6), minutes(8), minutes(50)], [Some(1), Some(2), Some(8), Some(60)]);
    }

    #[test]
    fn pins_are_judged() {
        let weak = |pin: &str| {
            let mut v = Validator::new();
            check_pin(&mut v, &Secret::new(pin), "pin");
            v.finish().is_err()
        };
        for bad in ["", "123", "123456789", "12a4", "0000", "1234", "87654321", "٣٤٥٦"] {
            assert!(weak(bad), "{bad}");
        }
        for good in ["4071", "199283", "12341234"] {
            assert!(!weak(good), "{good}");
        }
    }

    #[test]
    fn roles_have_a_code_of_their_own() {
        let taken = ["kasir".to_owned(), "kasir_2".to_owned()];
        for (name, code) in [
            ("Kasir", "kasir_3"),
            ("Kasir Malam!", "kasir_malam"),
            ("7 Naga", "role_7_naga"),
            ("é", "role"),
            ("Penanggung jawab gudang timur", "penanggung_jawab_gudang"),
        ] {
            let made = role_code(name, &taken);
            assert_eq!(made, code, "{name}");
            assert!(made.len() <= 32);
        }
    }

    #[test]
    fn usernames_have_a_form() {
        assert!(["rina", "kasir-1", "a.b_c"].iter().all(|n| username_ok(n)));
        assert!(["ab", "Rina", "-x1", "r i", "", "é12"].iter().all(|n| !username_ok(n)));
    }
}
