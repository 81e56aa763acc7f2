//! Addresses, hardware addresses and address ranges.

use std::net::Ipv4Addr;

/// Reads an IPv4 address.
#[must_use]
pub fn parse_ip(text: &str) -> Option<Ipv4Addr> {
    text.parse().ok()
}

/// Reads `A.B.C.D/M`; a missing mask is 32.
#[must_use]
pub fn parse_net(text: &str) -> Option<(Ipv4Addr, u8)> {
    let (ip, bits) = text.split_once('/').unwrap_or((text, "32"));
    let bits: u8 = bits.parse().ok()?;
    (bits <= 32).then_some((parse_ip(ip)?, bits))
}

/// The network address of `ip/bits`.
#[must_use]
pub fn network(ip: Ipv4Addr, bits: u8) -> Ipv4Addr {
    let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
    Ipv4Addr::from(u32::from(ip) & mask)
}

/// Reads one element of a pool: an address, `A-B`, or a prefix; first and last address.
#[must_use]
pub fn parse_range(text: &str) -> Option<(u32, u32)> {
    if let Some((a, b)) = text.split_once('-') {
        let (a, b) = (u32::from(parse_ip(a)?), u32::from(parse_ip(b)?));
        return (a <= b).then_some((a, b));
    }
    let (ip, bits) = parse_net(text)?;
    let first = u32::from(network(ip, bits));
    let size = 1_u64 << (32 - bits);
    let last = u32::try_from(u64::from(first) + size - 1).ok()?;
    Some((first, last))
}

/// Reads an address, range, prefix or host name and writes it as address-lists keep
/// it: a prefix by its network, a prefix of one address as that address.
#[must_use]
pub fn canonical_host(text: &str) -> Option<String> {
    if let Some((ip, bits)) = parse_net(text) {
        return Some(if bits == 32 { ip.to_string() } else { format!("{}/{bits}", network(ip, bits)) });
    }
    if parse_range(text).is_some() {
        return Some(text.to_owned());
    }
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let named = text.bytes().any(|b| b.is_ascii_alphabetic()) && text.len() <= 253;
    (named && text.split('.').all(label)).then(|| text.to_owned())
}

/// Reads a comma list of ranges.
#[must_use]
pub fn parse_ranges(text: &str) -> Option<Vec<(u32, u32)>> {
    text.split(',').map(|part| parse_range(part.trim())).collect()
}

/// Reads a hardware address with any of the separators RouterOS takes and
/// writes it with upper-case digits and colons.
#[must_use]
pub fn canonical_mac(text: &str) -> Option<String> {
    let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b':' | b'-' | b'.')).collect();
    if digits.len() != 12 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let groups: Vec<String> = digits.chunks(2).map(|pair| String::from_utf8_lossy(pair).to_ascii_uppercase()).collect();
    Some(groups.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macs_become_canonical() {
        for text in ["aa:bb:cc:00:11:22", "AA-BB-CC-00-11-22", "aabb.cc00.1122", "aabbcc001122"] {
            assert_eq!(canonical_mac(text).as_deref(), Some("AA:BB:CC:00:11:22"));
        }
        assert_eq!(canonical_mac("aa:bb"), None);
        assert_eq!(canonical_mac("gg:bb:cc:00:11:22"), None);
    }

    #[test]
    fn ranges_and_prefixes() {
        assert_eq!(parse_range("10.0.0.1-10.0.0.9").map(|(a, b)| b - a), Some(8));
        assert_eq!(parse_range("10.0.0.0/24").map(|(a, b)| b - a), Some(255));
        assert_eq!(parse_range("10.0.0.9-10.0.0.1"), None);
        assert_eq!(parse_net("10.0.0.1/33"), None);
        assert_eq!(network(Ipv4Addr::new(10, 1, 2, 3), 24).to_string(), "10.1.2.0");
        assert_eq!(network(Ipv4Addr::new(10, 1, 2, 3), 0).to_string(), "0.0.0.0");
    }
}
