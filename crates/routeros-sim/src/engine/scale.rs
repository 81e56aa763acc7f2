//! Fifty thousand vouchers: what is looked up must not be looked for.

use crate::board::Board;
use crate::engine::Router;
use crate::engine::policy::Caller;
use crate::engine::request::Request;
use crate::persona::Persona;

const MANY: usize = 50_000;
/// Vouchers of one batch; they share a comment.
const BATCH: usize = 500;

fn router() -> Router {
    let mut router = Router::new(Persona::standard(), Board::standard(), 1);
    router.add_hotspot_users(MANY);
    let menu = router.at.hotspot_user;
    let ids: Vec<u32> = router.table(menu).iter().map(|row| row.id).filter(|id| *id > 0).collect();
    for (number, id) in ids.into_iter().enumerate() {
        router.write(menu, id, "comment", Some(format!("vc-{}", number / BATCH).into()));
    }
    router
}

/// Rows a query gives, and rows looked at for it.
fn asked(router: &Router, query: &str) -> (usize, usize) {
    let words = ["/ip/hotspot/user/print".as_bytes(), query.as_bytes()].map(bytes::Bytes::copy_from_slice);
    let request = Request::parse(&words);
    let selection = router.selection(router.at.hotspot_user, &request, &Caller::internal()).expect("a selection");
    let (rows, scanned) = router.select(&selection);
    (rows.len(), scanned)
}

#[test]
fn names_ids_and_comments_are_looked_up() {
    let mut router = router();
    let menu = router.at.hotspot_user;
    assert_eq!(router.table(menu).len(), MANY + 1);
    assert_eq!(asked(&router, "?name=u012345"), (1, 1));
    assert_eq!(asked(&router, "?.id=*1F4"), (1, 1));
    assert_eq!(asked(&router, "?comment=vc-42"), (BATCH, BATCH));
    assert_eq!(asked(&router, "?comment=nothing"), (0, 1));
    assert_eq!(asked(&router, "?limit-uptime=3h").0, MANY);

    // A batch that goes takes as many steps as it has vouchers, whoever else shares
    // what with whom.
    let all = "vc-all";
    let ids: Vec<u32> = router.table(menu).iter().map(|row| row.id).filter(|id| *id > 0).collect();
    for id in &ids {
        router.write(menu, *id, "comment", Some(all.into()));
    }
    let list: Vec<String> = ids.iter().map(|id| crate::table::id_text(*id)).collect();
    router.remove(menu, &Request::new("/ip/hotspot/user/remove", &[(".id", &list.join(","))])).expect("removed");
    assert_eq!(router.table(menu).len(), 1);
    assert_eq!(asked(&router, "?comment=vc-all"), (0, 1));
}

#[test]
fn a_large_state_comes_back_whole() {
    let mut router = router();
    let menu = router.at.hotspot_user;
    let json = router.snapshot().to_json().expect("JSON");
    let mut other = Router::new(Persona::standard(), Board::standard(), 2);
    other.restore(&json).expect("a state");
    assert_eq!(other.table(menu).len(), MANY + 1);
    assert_eq!(asked(&other, "?comment=vc-7"), (BATCH, BATCH));
    assert_eq!(other.table(menu).next_id(), router.table(menu).next_id());
}

#[test]
fn address_lists_refuse_doubles_by_looking_them_up() {
    let mut router = Router::new(Persona::standard(), Board::standard(), 1);
    let menu = router.at.address_list;
    let caller = Caller::internal();
    for number in 0..10_000_u32 {
        let address = std::net::Ipv4Addr::from(0x0A00_0000 + number).to_string();
        let add = Request::new("/ip/firewall/address-list/add", &[("list", "l"), ("address", &address)]);
        router.add(menu, &add, &caller).expect("added");
    }
    let again = Request::new("/ip/firewall/address-list/add", &[("list", "l"), ("address", "10.0.0.77")]);
    assert_eq!(router.add(menu, &again, &caller).expect_err("a double").message, "failure: already have such entry");
    let elsewhere = Request::new("/ip/firewall/address-list/add", &[("list", "m"), ("address", "10.0.0.77")]);
    router.add(menu, &elsewhere, &caller).expect("another list may have it");
}
