//! SCRAM-SHA-256 verifiers (RFC 5802, RFC 7677): what PostgreSQL stores
//! instead of a password, so that none ever stands in a statement or a script.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

/// PostgreSQL's default.
const ITERATIONS: u32 = 4096;

/// A verifier with a random salt, as `CREATE ROLE … PASSWORD` takes it. The
/// password is ASCII (ours are hexadecimal), so SASLprep leaves it as it is.
pub(crate) fn verifier(password: &str) -> String {
    with_salt(password, &rand::random::<[u8; 16]>(), ITERATIONS)
}

/// Whether a stored verifier is of this password.
pub(crate) fn matches(stored: &str, password: &str) -> bool {
    let parse = || {
        let rest = stored.strip_prefix("SCRAM-SHA-256$")?;
        let (iterations, rest) = rest.split_once(':')?;
        let (salt, _) = rest.split_once('$')?;
        Some((iterations.parse().ok()?, STANDARD.decode(salt).ok()?))
    };
    parse().is_some_and(|(iterations, salt)| with_salt(password, &salt, iterations) == stored)
}

fn with_salt(password: &str, salt: &[u8], iterations: u32) -> String {
    let salted = pbkdf2(password.as_bytes(), salt, iterations);
    let stored_key = Sha256::digest(mac(&salted, &[b"Client Key"]));
    let server_key = mac(&salted, &[b"Server Key"]);
    format!(
        "SCRAM-SHA-256${iterations}:{}${}:{}",
        STANDARD.encode(salt),
        STANDARD.encode(stored_key),
        STANDARD.encode(server_key)
    )
}

/// PBKDF2 with HMAC-SHA-256, one block of output.
fn pbkdf2(password: &[u8], salt: &[u8], iterations: u32) -> [u8; 32] {
    let mut last = mac(password, &[salt, &1_u32.to_be_bytes()]);
    let mut sum = last;
    for _ in 1..iterations {
        last = mac(password, &[&last]);
        for (into, from) in sum.iter_mut().zip(last) {
            *into ^= from;
        }
    }
    sum
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // Any length of key is taken: longer ones are hashed first.
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_postgresql() {
        // `CREATE ROLE x PASSWORD 'pencil'` with the salt of RFC 7677.
        let salt = STANDARD.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        let expected = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
        assert_eq!(with_salt("pencil", &salt, 4096), expected);
        assert!(matches(expected, "pencil"));
        assert!(!matches(expected, "Pencil"));
        assert!(!matches("md5abc", "pencil"));
    }

    #[test]
    fn two_verifiers_of_one_password_differ() {
        assert_ne!(verifier("x"), verifier("x"));
    }
}
