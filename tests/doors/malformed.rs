//! Nonsense to every operation: a named error or success, never `internal`,
//! never a panic. The inputs are drawn from a fixed seed; `SIMPUL_TEST_ALL=1`
//! draws more of them.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use serde_json::{Value, json};
use simpul_api::{error_codes, table};
use simpul_kernel::error::INTERNAL;

use crate::shop::Shop;

/// Operations in this many tests, so that they run side by side.
const PARTS: usize = 4;

/// Inputs to an operation.
fn inputs_per_operation() -> usize {
    if std::env::var("SIMPUL_TEST_ALL").is_ok_and(|all| all == "1") { 240 } else { 30 }
}

#[tokio::test]
async fn nonsense_is_refused_by_name_one() {
    check(0).await;
}

#[tokio::test]
async fn nonsense_is_refused_by_name_two() {
    check(1).await;
}

#[tokio::test]
async fn nonsense_is_refused_by_name_three() {
    check(2).await;
}

#[tokio::test]
async fn nonsense_is_refused_by_name_four() {
    check(3).await;
}

#[allow(clippy::print_stdout, reason = "what was tried is counted in docs/quality.md")]
async fn check(part: usize) {
    let shop = Shop::new().await;
    let codes: BTreeSet<&str> = error_codes().into_iter().collect();
    let (mut breaches, mut tried) = (Vec::new(), 0);
    for (_, operation) in table().into_iter().enumerate().filter(|(i, _)| i % PARTS == part) {
        let Some((valid, _)) = shop.valid(operation.name).await else { continue };
        for input in nonsense(operation.name, &valid, inputs_per_operation()) {
            tried += 1;
            let ctx = shop.test.owner_ctx();
            let call = shop.test.call(&ctx, operation.name, input.clone());
            let breach = match AssertUnwindSafe(call).catch_unwind().await {
                Err(_) => Some("panics".to_owned()),
                Ok(Err(error)) if error.code() == INTERNAL => {
                    Some(format!("{error}: {:?}", std::error::Error::source(&error)))
                }
                Ok(Err(error)) if !codes.contains(error.code()) => Some(format!("{} is in no list", error.code())),
                Ok(_) => None,
            };
            let shown: String = input.to_string().chars().take(400).collect();
            breaches.extend(breach.map(|how| format!("{}: {how}\n      to {shown}", operation.name)));
        }
    }
    println!("counted: {tried} malformed inputs, part {} of {PARTS} of the operations", part + 1);
    simpul_tests::assert_kept("nonsense", &breaches);
}

/// A fixed sequence of numbers (SplitMix64): the same failures on every machine.
struct Dice(u64);

impl Dice {
    fn of(name: &str) -> Self {
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit.max(1) as u64).unwrap_or(0)
    }
}

/// Inputs that are wrong as a whole, then valid ones with one or two wrong fields.
fn nonsense(name: &str, valid: &Value, count: usize) -> Vec<Value> {
    let mut inputs = vec![
        Value::Null,
        json!([]),
        json!("text"),
        json!(5),
        json!(true),
        json!({}),
        json!([valid]),
        json!({ "unknown_field": 1 }),
        json!("x".repeat(1_000_000)),
        nested(100),
    ];
    let mut fields = Vec::new();
    paths(valid, &mut Vec::new(), &mut fields);
    let mut dice = Dice::of(name);
    if fields.is_empty() {
        return inputs;
    }
    while inputs.len() < count {
        let mut input = valid.clone();
        for _ in 0..=dice.below(2) {
            let path = &fields[dice.below(fields.len())];
            spoil(&mut input, path, &mut dice);
        }
        inputs.push(input);
    }
    inputs
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(1), |inner, _| json!({ "a": [inner] }))
}

/// The way to every value inside an input.
fn paths(value: &Value, at: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), field)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (i.to_string(), item)).collect(),
        _ => return,
    };
    for (name, field) in inner {
        at.push(name);
        found.push(at.clone());
        paths(field, at, found);
        at.pop();
    }
}

/// Takes a field away, doubles it in an array, or puts something else there.
fn spoil(input: &mut Value, path: &[String], dice: &mut Dice) {
    let Some((last, way)) = path.split_last() else { return };
    let holder = way.iter().try_fold(input, |value, step| match value {
        Value::Object(fields) => fields.get_mut(step),
        Value::Array(items) => step.parse::<usize>().ok().and_then(|i| items.get_mut(i)),
        _ => None,
    });
    let other = replacement(last, dice);
    match holder {
        Some(Value::Object(fields)) if dice.below(12) == 0 => {
            fields.remove(last);
        }
        Some(Value::Object(fields)) => {
            fields.insert(last.clone(), other);
        }
        Some(Value::Array(items)) => items.extend([other.clone(), other]),
        _ => {}
    }
}

fn replacement(field: &str, dice: &mut Dice) -> Value {
    // A host that could be looked up would leave this machine.
    if field == "host" {
        let hosts = ["", " ", "a b", "127.0.0.1/8", "http://127.0.0.1", "\u{0}", "127.0.0.1;", "[::1", "🦊 🦊"];
        return json!(hosts[dice.below(hosts.len())]);
    }
    let odd = [
        Value::Null,
        json!([]),
        json!({}),
        json!(true),
        json!(0),
        json!(-1),
        json!(i16::MAX),
        json!(i32::MAX),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(9_007_199_254_740_993_i64),
        json!(1e308),
        json!(-0.5),
        json!(""),
        json!(" \t\n"),
        json!("\u{0}"),
        json!("a\u{0}b"),
        json!("\u{202e}\u{feff}\u{200d}"),
        json!("🦊".repeat(300)),
        json!("é\u{301}".repeat(40)),
        json!("'; DROP TABLE users; --"),
        json!("%_\\%"),
        json!("\\"),
        json!("9".repeat(400)),
        json!("-0.001"),
        json!("99999999999999.99"),
        json!("NaN"),
        json!("1e400"),
        json!("id; en"),
        json!("x".repeat(1_000_000)),
        json!(["a", 1, null]),
        json!({ "a": { "b": [] } }),
        nested(40),
    ];
    odd[dice.below(odd.len())].clone()
}

#[test]
fn the_same_name_draws_the_same_inputs() {
    let valid = json!({ "name": "x", "page": { "limit": 5 }, "ids": [1] });
    let (one, two) = (nonsense("plan_list", &valid, 60), nonsense("plan_list", &valid, 60));
    assert_eq!(one, two);
    assert_eq!(one.len(), 60);
    assert_ne!(one, nonsense("plan_get", &valid, 60));
    let distinct: BTreeSet<String> = one.iter().map(Value::to_string).collect();
    assert!(distinct.len() > 40, "only {} of 60 inputs differ", distinct.len());
}
