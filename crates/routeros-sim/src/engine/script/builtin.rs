//! Commands without a menu that only work values out.

use super::value::Val;
use crate::engine::Router;
use crate::value::net;

/// All commands without a menu.
pub(super) const BUILTINS: [&str; 31] = [
    "delay",
    "do",
    "error",
    "find",
    "for",
    "foreach",
    "global",
    "if",
    "len",
    "local",
    "log",
    "nothing",
    "pick",
    "put",
    "quit",
    "resolve",
    "return",
    "rndnum",
    "set",
    "timestamp",
    "toarray",
    "tobool",
    "toid",
    "toip",
    "tolower",
    "tonum",
    "tostr",
    "totime",
    "toupper",
    "typeof",
    "while",
];

/// Those whose first argument may be `{…}`.
pub(super) const TAKES_CODE: [&str; 1] = ["do"];

/// What a function of values gives.
///
/// # Errors
/// RouterOS' words.
pub(super) fn function(router: &mut Router, name: &str, args: &[Val]) -> Result<Val, String> {
    let first = args.first().cloned().unwrap_or_default();
    Ok(match name {
        "len" => Val::Number(i64::try_from(first.length()).unwrap_or(i64::MAX)),
        "pick" => pick(&first, args.get(1), args.get(2)),
        "find" => find(&first, args.get(1).unwrap_or(&Val::Nothing), args.get(2)),
        "tostr" => Val::Text(first.bytes()),
        "tonum" => first.number().map_or(Val::Nothing, Val::Number),
        "tobool" => first.truth().map_or(Val::Nothing, Val::Bool),
        "totime" => first.micros().map_or(Val::Nothing, Val::Time),
        "toid" => Val::Id(first.shown()),
        "toip" => net::parse_ip(&first.shown()).map_or(Val::Nothing, |ip| Val::text(&ip.to_string())),
        "tolower" => Val::Text(first.bytes().to_ascii_lowercase()),
        "toupper" => Val::Text(first.bytes().to_ascii_uppercase()),
        "toarray" => match first {
            Val::List(_) => first,
            Val::Nothing => Val::List(Vec::new()),
            other => Val::list(other.shown().split(',').map(Val::word)),
        },
        "typeof" => Val::text(first.kind()),
        "nothing" => Val::Nothing,
        "timestamp" => {
            let seconds = u64::try_from(router.clock.utc()).unwrap_or(0);
            Val::Time(seconds * crate::value::time::SECOND)
        }
        "rndnum" => {
            let bound = |index: usize, otherwise: i64| args.get(index).and_then(Val::number).unwrap_or(otherwise);
            let (low, high) = (bound(0, 0), bound(1, 99));
            let span = u64::try_from(high.saturating_sub(low)).map_err(|_| "invalid range".to_owned())?;
            let drawn = i64::try_from(router.random.below(span.saturating_add(1))).unwrap_or(0);
            Val::Number(low.saturating_add(drawn))
        }
        "resolve" => match net::parse_ip(&first.shown()) {
            Some(ip) => Val::text(&ip.to_string()),
            None => return Err("failure: dns name does not exist".to_owned()),
        },
        other => return Err(format!("bad command name {other}")),
    })
}

/// `:pick text from to`: from `from` up to, not including, `to`.
fn pick(of: &Val, from: Option<&Val>, to: Option<&Val>) -> Val {
    let at = |value: Option<&Val>| value.and_then(Val::number).and_then(|n| usize::try_from(n).ok());
    let length = of.length();
    let from = at(from).unwrap_or(0).min(length);
    // Without an end it is one character, or one value.
    let to = at(to).unwrap_or(from + 1).clamp(from, length);
    match of {
        Val::List(values) if to == from + 1 => values[from].1.clone(),
        Val::List(values) => Val::List(values[from..to].to_vec()),
        other => Val::Text(other.bytes()[from..to].to_vec()),
    }
}

/// `:find where what [after]`: the position, or nothing.
fn find(place: &Val, what: &Val, after: Option<&Val>) -> Val {
    let start = after.and_then(Val::number).and_then(|n| usize::try_from(n + 1).ok()).unwrap_or(0);
    let position = match place {
        Val::List(values) => values.iter().skip(start).position(|(_, v)| v.compare(what).is_eq()).map(|at| at + start),
        other => {
            let (text, word) = (other.bytes(), what.bytes());
            let windows = text.windows(word.len().max(1)).enumerate().skip(start);
            windows.filter(|(_, w)| *w == word.as_slice()).map(|(at, _)| at).next()
        }
    };
    position.and_then(|at| i64::try_from(at).ok()).map_or(Val::Nothing, Val::Number)
}
