//! Who may call what: every operation as nobody and as each built-in role, and
//! rows of a place the caller does not see.

use serde_json::{Value, json};
use simpul_api::{Operation, table};
use simpul_kernel::permission::{BUILT_IN_ROLES, BuiltInRole};
use simpul_kernel::{Access, Ctx, Error};

use crate::shop::{Outcome, Shop};

/// Ids that name no row of a place: a place itself, and what belongs to every place.
const OF_NO_PLACE: &[&str] = &["location", "role"];

#[tokio::test]
async fn every_operation_has_a_valid_input() {
    let shop = Shop::new().await;
    let mut breaches = Vec::new();
    for operation in table() {
        match shop.valid(operation.name).await {
            None => breaches.push(format!("{}: write a valid input in tests/doors/shop.rs", operation.name)),
            Some((input, outcome)) => {
                let result = shop.test.call(&shop.test.owner_ctx(), operation.name, input.clone()).await;
                breaches.extend(otherwise(outcome, &result).map(|how| format!("{}: {how} to {input}", operation.name)));
            }
        }
    }
    simpul_tests::assert_kept("valid inputs", &breaches);
}

/// What an answer is, unless it is the outcome.
fn otherwise(outcome: Outcome, result: &Result<Value, Error>) -> Option<String> {
    match (outcome, result) {
        (Outcome::Works, Ok(_)) => None,
        (Outcome::Refuses(code), Err(error)) if error.code() == code => None,
        (_, Ok(_)) => Some("it works".to_owned()),
        (_, Err(error)) => Some(format!("{error}")),
    }
}

/// How a caller is refused at the door, if at all.
fn refusal(access: Access, caller: Option<&BuiltInRole>) -> Option<(&'static str, Value)> {
    match (access, caller) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => None,
        (_, None) => Some(("sign_in_required", Value::Null)),
        (Access::Permission(needed), Some(role)) => {
            let may = role.permissions.is_none_or(|held| held.contains(&needed));
            (!may).then(|| ("permission_denied", json!({ "permission": needed })))
        }
    }
}

#[tokio::test]
async fn nobody_and_each_role_get_what_they_may_and_no_more() {
    let shop = Shop::new().await;
    let mut callers: Vec<(&str, Ctx, Option<&BuiltInRole>)> = vec![("nobody", shop.test.nobody_ctx(), None)];
    for role in BUILT_IN_ROLES {
        callers.push((role.code, shop.test.user_ctx(role.code, None).await, Some(role)));
    }
    assert_eq!(callers.len(), 12, "nobody and eleven roles");
    let mut breaches = Vec::new();
    let mut refused = 0;
    for operation in table() {
        let Some((shared, _)) = shop.valid(operation.name).await else { continue };
        for (name, ctx, role) in &callers {
            let breach = match refusal(operation.access, *role) {
                Some((code, params)) => {
                    refused += 1;
                    let answer = shop.test.call(ctx, operation.name, shared.clone()).await.map_err(|e| e.wire(""));
                    let as_it_must = answer.as_ref().is_err_and(|e| e.code == code && e.params == params);
                    (!as_it_must).then(|| format!("{answer:?} instead of {code} {params}"))
                }
                None => allowed(&shop, &operation, ctx).await,
            };
            breaches.extend(breach.map(|how| format!("{} as {name}: {how}", operation.name)));
        }
    }
    println!("counted: {} operations × {} callers, {refused} refused", table().len(), callers.len());
    assert!(refused > 200, "only {refused} refusals were tried");
    simpul_tests::assert_kept("permissions", &breaches);
}

async fn allowed(shop: &Shop, operation: &Operation, ctx: &Ctx) -> Option<String> {
    let (input, outcome) = shop.valid(operation.name).await?;
    // Only who answers for a shift closes it, and has its drawer opened or moves a vendor's cash there.
    let of_whose_shift = ["cash_session_close", "cash_session_explain", "cash_drawer_open"].contains(&operation.name);
    if of_whose_shift || operation.name.starts_with("vendor_") && !input["cash_session_id"].is_null() {
        shop.shift_to(ctx, &input["cash_session_id"]).await;
    }
    otherwise(outcome, &shop.test.call(ctx, operation.name, input).await)
}

#[tokio::test]
async fn a_refusal_comes_before_the_input_is_looked_at() {
    let shop = Shop::new().await;
    let customer = shop.test.user_ctx("customer", None).await;
    for operation in table() {
        let Access::Permission(needed) = operation.access else { continue };
        let refused = shop.test.call(&customer, operation.name, json!("nonsense")).await.unwrap_err().wire("");
        let expected = ("permission_denied", json!({ "permission": needed }));
        assert_eq!((refused.code.as_str(), refused.params), expected, "{}", operation.name);
    }
}

#[tokio::test]
async fn rows_of_another_place_are_not_there() {
    let shop = Shop::new().await;
    let stranger = shop.test.user_ctx("admin", Some(&[shop.there])).await;
    let mut breaches = Vec::new();
    let mut tried = 0;
    for operation in table() {
        let Some((mut input, Outcome::Works)) = shop.valid(operation.name).await else { continue };
        let named = rows_named(&input);
        if named.is_empty() && input.get("location_id").is_none() {
            continue;
        }
        tried += 1;
        if let Some(page) = input.get_mut("page") {
            *page = Value::Null;
        }
        let answer = shop.test.call(&stranger, operation.name, input.clone()).await;
        let hidden = match &answer {
            // A list of what is not seen is empty; what is not seen is not voided.
            Ok(found) => found["rows"] == json!([]) || found["voided"] == json!(0) || found["count"] == json!(0),
            // What is made at a place is refused for the place first.
            Err(error) if !input["location_id"].is_null() && error.code().contains("location_") => true,
            Err(error) => named.iter().any(|kind| error.code() == format!("{kind}_not_found")),
        };
        if !hidden {
            let answer = answer.map_or_else(|e| e.to_string(), |found| found.to_string().chars().take(300).collect());
            breaches.push(format!("{}: a stranger to the place gets {answer}", operation.name));
        }
    }
    assert!(tried > 20, "only {tried} operations name a row of a place");
    simpul_tests::assert_kept("places", &breaches);
}

/// The kinds of rows an input names, as their codes of absence call them: read from
/// the fields that end in an id, and from codes typed off a slip.
fn rows_named(input: &Value) -> Vec<String> {
    let mut kinds = Vec::new();
    for holder in [Some(input), input.get("draft")].into_iter().flatten() {
        for (field, value) in holder.as_object().into_iter().flatten() {
            if value.is_null() {
                continue;
            }
            let stem = field.strip_suffix("_ids").or_else(|| field.strip_suffix("_id"));
            match (stem, field.as_str()) {
                (Some("batch"), _) => kinds.push("voucher_batch".to_owned()),
                (Some(stem), _) if !OF_NO_PLACE.contains(&stem) => kinds.push(stem.to_owned()),
                (None, "code") if value.is_string() => kinds.push("voucher".to_owned()),
                _ => {}
            }
        }
    }
    kinds
}

#[tokio::test]
async fn lists_hold_only_what_stands_where_the_caller_looks() {
    let shop = Shop::new().await;
    shop.new_batch().await;
    let (sale, _) = shop.valid("sale_create").await.unwrap();
    shop.test.owner_call("sale_create", sale).await;
    let (changed, _) = shop.valid("plan_update").await.unwrap();
    shop.test.owner_call("plan_update", changed).await;
    let stranger = shop.test.user_ctx("admin", Some(&[shop.there])).await;
    let local = shop.test.user_ctx("admin", Some(&[shop.here])).await;
    let (own, mut looked) = (stranger.user_id().map(|id| id.0), 0);
    // A reseller's own lists are no admin's; who sees what of them has a test of its own.
    let looked_at = |name: &str| name.ends_with("_list") && !name.starts_with("reseller_");
    for operation in table().iter().filter(|operation| looked_at(operation.name)) {
        // A list that needs to be told of what is among those of the test above.
        let Ok(all) = shop.test.call(&shop.test.owner_ctx(), operation.name, json!({})).await else { continue };
        let Some(all) = all["rows"].as_array().cloned() else { continue };
        looked += 1;
        let seen = shop.test.call(&stranger, operation.name, json!({})).await.unwrap();
        let mut foreign = seen["rows"].as_array().unwrap().clone();
        // Somebody always knows of themselves.
        foreign.retain(|row| row["user_id"].is_null() || row["user_id"].as_i64() != own);
        assert!(foreign.is_empty(), "{}: a stranger to the place sees {foreign:?}", operation.name);
        let seen = shop.test.call(&local, operation.name, json!({})).await.unwrap();
        assert!(all.is_empty() || seen["rows"] != json!([]), "{} hides what the caller may see", operation.name);
    }
    assert!(looked >= 6, "only {looked} lists were looked at");
}
