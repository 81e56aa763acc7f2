//! Kinds of property values: how a written value becomes the stored one.
//!
//! RouterOS stores what a value means, not how it was typed: `24:00:00` and
//! `86400` both become `1d`, `10M` becomes `10000000`. [`canonical`] does that
//! for every kind except references, which need the other menus' rows.

pub mod net;
pub mod time;

use crate::error::Trap;
use crate::schema::{Field, Kind};

/// A stored value: bytes, because RouterOS keeps bytes and knows no encoding.
pub type Value = bytes::Bytes;

/// Reads `yes`/`no`/`true`/`false`.
#[must_use]
pub fn parse_bool(text: &[u8]) -> Option<bool> {
    match text {
        b"yes" | b"true" => Some(true),
        b"no" | b"false" => Some(false),
        _ => None,
    }
}

/// Reads an integer with an optional suffix; `kilo` is what `k` stands for.
#[must_use]
pub fn parse_number(text: &[u8], kilo: u64) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    let (digits, factor) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], kilo),
        b'M' => (&text[..text.len() - 1], kilo * kilo),
        b'G' => (&text[..text.len() - 1], kilo * kilo * kilo),
        _ => (text, 1),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

/// The one word of `words` that `text` is or abbreviates without ambiguity.
pub fn pick<'a, T: AsRef<[u8]>>(arg: &str, text: &[u8], words: impl Iterator<Item = T> + 'a) -> Result<T, Trap> {
    let mut found = None;
    let mut many = false;
    for word in words {
        if word.as_ref() == text {
            return Ok(word);
        }
        if word.as_ref().starts_with(text) {
            many = many || found.is_some();
            found = Some(word);
        }
    }
    match found {
        Some(word) if !many && !text.is_empty() => Ok(word),
        Some(_) => Err(Trap::ambiguous(arg)),
        None => Err(Trap::no_match(arg)),
    }
}

/// What `raw` becomes when it is written to `field`; `None` stands for "unset".
///
/// # Errors
/// A [`Trap`] with RouterOS' words when the value does not fit the kind.
pub fn canonical(field: &Field, raw: &[u8]) -> Result<Option<Value>, Trap> {
    if field.is_unset(raw) || matches!(field.kind, Kind::Drop) {
        return Ok(None);
    }
    let bad = || Trap::bad_value(&field.name);
    let text = std::str::from_utf8(raw);
    let value: Value = match &field.kind {
        Kind::Str | Kind::Secret | Kind::Hidden | Kind::Date | Kind::AddrPool => {
            return Ok((!raw.is_empty() || field.default.is_some()).then(|| Value::copy_from_slice(raw)));
        }
        Kind::Str1 if raw.is_empty() => return Err(bad()),
        Kind::Str1 => Value::copy_from_slice(raw),
        Kind::Bool => bool_text(parse_bool(raw).ok_or_else(bad)?),
        Kind::Int { words, range } => {
            if words.iter().any(|w| w.as_bytes() == raw) {
                Value::copy_from_slice(raw)
            } else {
                let number = parse_number(raw, 1000).ok_or_else(bad)?;
                if let Some((low, high)) = *range
                    && !(low..=high).contains(&number)
                {
                    return Err(Trap::out_of_range(&field.name, low, high));
                }
                number.to_string().into()
            }
        }
        Kind::Bytes => parse_number(raw, 1024).ok_or_else(bad)?.to_string().into(),
        Kind::Rate => parse_number(raw, 1000).ok_or_else(bad)?.to_string().into(),
        Kind::Pair => pair(raw).ok_or_else(bad)?,
        Kind::Time { words, range } => match words.iter().find(|w| w.as_bytes() == raw) {
            Some(word) => word.clone().into(),
            None => duration(field, raw, *range)?,
        },
        Kind::Ip => net::parse_ip(text.map_err(|_| bad())?).ok_or_else(bad)?.to_string().into(),
        Kind::Mac => net::canonical_mac(text.map_err(|_| bad())?).ok_or_else(bad)?.into(),
        Kind::Net => {
            let (ip, bits) = net::parse_net(text.map_err(|_| bad())?).ok_or_else(bad)?;
            format!("{ip}/{bits}").into()
        }
        Kind::IpSet => {
            net::parse_range(text.map_err(|_| bad())?).ok_or_else(bad)?;
            Value::copy_from_slice(raw)
        }
        Kind::Host => net::canonical_host(text.map_err(|_| bad())?).ok_or_else(bad)?.into(),
        Kind::Ranges => {
            net::parse_ranges(text.map_err(|_| bad())?).ok_or_else(bad)?;
            Value::copy_from_slice(raw)
        }
        Kind::Enum(words) => pick(&field.name, raw, words.iter().map(String::as_bytes)).map(Value::copy_from_slice)?,
        Kind::Set(words) => set(field, raw, words)?,
        Kind::Ref { .. } | Kind::Drop => return Err(bad()),
    };
    Ok((!field.is_unset(&value)).then_some(value))
}

fn duration(field: &Field, raw: &[u8], range: Option<(u64, u64)>) -> Result<Value, Trap> {
    let micros = time::parse_duration(raw).ok_or_else(|| Trap::bad_value(&field.name))?;
    if let Some((low, high)) = range
        && !(low..=high).contains(&micros)
    {
        let bounds = (time::format_duration(low), time::format_duration(high));
        return Err(Trap::out_of_range(&field.name, bounds.0, bounds.1));
    }
    Ok(time::format_duration(micros).into())
}

/// `true` or `false` as rows print it.
#[must_use]
pub fn bool_text(value: bool) -> Value {
    Value::from_static(if value { b"true" } else { b"false" })
}

/// `up/down`; one number stands for both directions.
fn pair(raw: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(raw).ok()?;
    let (up, down) = text.split_once('/').unwrap_or((text, text));
    let up = parse_number(up.as_bytes(), 1000)?;
    let down = parse_number(down.as_bytes(), 1000)?;
    Some(format!("{up}/{down}").into())
}

/// A comma list of known words, each once, in the order RouterOS prints them.
fn set(field: &Field, raw: &[u8], words: &[String]) -> Result<Value, Trap> {
    let mut on = vec![false; words.len()];
    for part in raw.split(|b| *b == b',').filter(|p| !p.is_empty()) {
        let (negated, name) = match part {
            [b'!', rest @ ..] => (true, rest),
            _ => (false, part),
        };
        let word = pick(&field.name, name, words.iter())?;
        if let Some(index) = words.iter().position(|w| w == word) {
            on[index] = !negated;
        }
    }
    let chosen: Vec<&str> = words.iter().zip(&on).filter(|(_, on)| **on).map(|(word, _)| word.as_str()).collect();
    Ok(chosen.join(",").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(spec: &str, raw: &str) -> Result<Option<String>, String> {
        let field = Field::parse(spec).unwrap();
        canonical(&field, raw.as_bytes())
            .map(|v| v.map(|v| String::from_utf8_lossy(&v).into_owned()))
            .map_err(|t| t.message)
    }

    #[test]
    fn values_are_stored_by_meaning() {
        for (spec, raw, want) in [
            ("w limit-uptime time ~0s", "24:00:00", "1d"),
            ("w limit-bytes-total bytes ~0", "1G", "1073741824"),
            ("w max-limit pair =0/0", "512k/1M", "512000/1000000"),
            ("w max-limit pair =0/0", "10M", "10000000/10000000"),
            ("w disabled bool =false", "yes", "true"),
            ("w idle-timeout time(none) =none", "none", "none"),
            ("w shared-users int(unlimited) =1", "unlimited", "unlimited"),
            ("w login-by set(cookie|http-chap|http-pap)", "http-pap,cookie", "cookie,http-pap"),
            ("w service enum(any|pppoe|pptp) =any", "pppo", "pppoe"),
            ("w mac-address mac", "aa-bb-cc-00-11-22", "AA:BB:CC:00:11:22"),
            ("w name str", "  ", "  "),
            ("w address host", "10.0.0.1/32", "10.0.0.1"),
            ("w address host", "10.0.0.7/24", "10.0.0.0/24"),
            ("w address host", "10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9"),
            ("w address host", "cdn.example.net", "cdn.example.net"),
            ("w timeout time{10ms..1m} =300ms", "00:00:30", "30s"),
        ] {
            assert_eq!(write(spec, raw), Ok(Some(want.to_owned())), "{spec} {raw}");
        }
    }

    #[test]
    fn the_unset_word_clears() {
        assert_eq!(write("w limit-uptime time ~0s", "0"), Ok(None));
        assert_eq!(write("w limit-bytes-in bytes ~0", "0"), Ok(None));
        assert_eq!(write("w comment str", ""), Ok(None));
    }

    #[test]
    fn refusals_speak_like_the_router() {
        assert_eq!(write("w limit-uptime time ~0s", "soon"), Err("invalid value for argument limit-uptime".to_owned()));
        assert_eq!(
            write("w service enum(any|pppoe|pptp) =any", "pp"),
            Err("ambiguous value of service, more than one possible value matches input".to_owned())
        );
        assert_eq!(
            write("w service enum(any|pppoe|pptp) =any", "ipoe"),
            Err("input does not match any value of service".to_owned())
        );
        for wrong in ["10.0.0.0/33", "10.0.0.256", "two words", "", "-x.net"] {
            assert_eq!(write("w address host", wrong), Err("invalid value for argument address".to_owned()), "{wrong}");
        }
        assert_eq!(
            write("w timeout time{10ms..1m} =300ms", "2m"),
            Err("value of timeout out of range (10ms..1m)".to_owned())
        );
        assert_eq!(
            write("w max-sessions int{1..1000} =20", "0"),
            Err("value of max-sessions out of range (1..1000)".to_owned())
        );
    }
}
