//! Dial-in accounts on a router on a real socket: brought there, isolated, brought
//! back, whatever goes wrong on the way.

use std::collections::BTreeMap;
use std::time::Duration;

use routeros_api::{Client, Config, Error, Id};
use routeros_sim::fault::ALL;
use routeros_sim::{Faults, Sim, SimHandle};
use simpul_core::ppp::{
    AddressListWish, Failure, IsolirStyle, Kicked, PoolWish, PppError, ProfileWish, QueueWish, Rate, RemoteAddress,
    SecretWish, Snapshot, Takeover, Wish, isolate, kick, place, remove, restore, snapshot,
};
use simpul_kernel::Secret;

const SECRETS: &str = "/ppp/secret";
const LIST: &str = "/ip/firewall/address-list";

async fn router() -> SimHandle {
    let sim = Sim::builder().user("admin", "secret").frozen().start().await.unwrap();
    sim.add("/ppp/profile", &[("name", "rumah-20")]).unwrap();
    sim.add("/ppp/profile", &[("name", "isolir")]).unwrap();
    sim
}

async fn line(sim: &SimHandle) -> routeros_api::Result<Client> {
    let addr = sim.addr();
    let config = Config::new(addr.ip().to_string(), "admin", "secret").port(addr.port());
    Client::connect(config.timeouts(Duration::from_secs(5), Duration::from_secs(3)).reconnect(None)).await
}

fn secret(profile: &str) -> SecretWish {
    SecretWish {
        name: "ani".to_owned(),
        password: Secret::new("kopi-7"),
        service: "pppoe".to_owned(),
        profile: profile.to_owned(),
        remote_address: Some("10.9.0.5".to_owned()),
        caller_id: None,
        is_disabled: false,
    }
}

fn code(failure: Failure) -> PppError {
    match failure {
        Failure::Refused(error) => error,
        Failure::Line(error) => panic!("the line broke: {error}"),
    }
}

async fn twice<W: Wish>(client: &Client, wish: &W) -> Id {
    let first = place(client, wish, None, Takeover::Refused).await.unwrap();
    assert!(first.has_changed);
    let second = place(client, wish, Some(&first.id), Takeover::Refused).await.unwrap();
    assert_eq!((&second.id, second.has_changed), (&first.id, false));
    // A lost answer: the id is not known here, and the row is as wished.
    let third = place(client, wish, None, Takeover::Refused).await.unwrap();
    assert_eq!((&third.id, third.has_changed), (&first.id, false));
    first.id
}

#[tokio::test]
async fn rows_are_made_once_changed_where_they_differ_and_taken_away_once() {
    let sim = router().await;
    let client = line(&sim).await.unwrap();
    let pool = PoolWish { name: "kolam".to_owned(), ranges: "10.9.0.10-10.9.0.250".to_owned() };
    twice(&client, &pool).await;
    let mut profile = ProfileWish {
        name: "rumah".to_owned(),
        local_address: Some("10.9.0.1".to_owned()),
        remote_address: RemoteAddress::Pool("kolam".to_owned()),
        rate: Some(Rate { up_kbps: 5_000, down_kbps: 20_000 }),
        is_only_one: true,
        address_list: Some("pelanggan".to_owned()),
    };
    let profile_id = twice(&client, &profile).await;
    twice(
        &client,
        &AddressListWish { list: "vip".to_owned(), address: "10.9.0.5".to_owned(), comment: "Bu Ani".to_owned() },
    )
    .await;
    let queue = QueueWish {
        name: "ani".to_owned(),
        target: "10.9.0.5/32".to_owned(),
        rate: Some(Rate { up_kbps: 512, down_kbps: 1_000 }),
        parent: None,
    };
    twice(&client, &queue).await;
    let mut wish = secret("rumah");
    let id = twice(&client, &wish).await;
    sim.set(SECRETS, "ani", &[("comment", "Bu Ani, RT 5")]).unwrap();

    wish.password = Secret::new("teh-9");
    wish.remote_address = None;
    assert!(place(&client, &wish, Some(&id), Takeover::Refused).await.unwrap().has_changed);
    let row = sim.find(SECRETS, "name", "ani").unwrap();
    assert_eq!((row["password"].as_str(), row.get("remote-address")), ("teh-9", None));
    assert_eq!(row["comment"], "Bu Ani, RT 5", "the owner's words stay");
    profile.rate = None;
    profile.name = "rumah-baru".to_owned();
    assert!(place(&client, &profile, Some(&profile_id), Takeover::Refused).await.unwrap().has_changed);
    assert_eq!(sim.find(SECRETS, "name", "ani").unwrap()["profile"], "rumah-baru", "a rename keeps its users");
    wish.name = "ani-2".to_owned();
    wish.profile = "rumah-baru".to_owned();
    assert_eq!(place(&client, &wish, Some(&id), Takeover::Refused).await.unwrap().id, id);
    assert!(remove(&client, &wish, &id).await.unwrap());
    assert!(!remove(&client, &wish, &id).await.unwrap());
    assert!(sim.find(SECRETS, "name", "ani-2").is_none());
}

#[tokio::test]
async fn what_somebody_else_made_is_left_until_a_person_says_otherwise() {
    let sim = router().await;
    let client = line(&sim).await.unwrap();
    sim.add(SECRETS, &[("name", "ani"), ("password", "theirs"), ("profile", "rumah-20"), ("comment", "jangan diubah")])
        .unwrap();
    let wish = secret("rumah-20");
    let refused = place(&client, &wish, None, Takeover::Refused).await.unwrap_err();
    assert!(matches!(code(refused), PppError::NameTaken { .. }));
    assert_eq!(sim.find(SECRETS, "name", "ani").unwrap()["password"], "theirs");
    let strange = remove(&client, &wish, &Id::from("*FFFF")).await.unwrap_err();
    assert!(matches!(code(strange), PppError::NameTaken { .. }));
    place(&client, &wish, None, Takeover::Allowed).await.unwrap();
    let row = sim.find(SECRETS, "name", "ani").unwrap();
    assert_eq!((row["password"].as_str(), row["comment"].as_str()), ("kopi-7", "jangan diubah"));
}

#[tokio::test]
async fn a_name_is_never_taken_for_one_that_begins_alike() {
    let sim = router().await;
    let client = line(&sim).await.unwrap();
    // The router itself would take `rumah` for `rumah-20`.
    let missing = place(&client, &secret("rumah"), None, Takeover::Refused).await.unwrap_err();
    assert!(matches!(code(missing), PppError::ReferenceMissing { name, .. } if name == "rumah"));
    assert_eq!(sim.count(SECRETS), 0);
    let before = {
        place(&client, &secret("rumah-20"), None, Takeover::Refused).await.unwrap();
        snapshot(&client, "ani", None).await.unwrap()
    };
    let style = IsolirStyle::Profile { profile: "iso".to_owned() };
    assert!(matches!(code(isolate(&client, &before, &style).await.unwrap_err()), PppError::ReferenceMissing { .. }));
    assert_eq!(sim.find(SECRETS, "name", "ani").unwrap()["profile"], "rumah-20");
}

fn styles() -> [IsolirStyle; 3] {
    [
        IsolirStyle::Profile { profile: "isolir".to_owned() },
        IsolirStyle::AddressList { list: "isolir".to_owned() },
        IsolirStyle::Disable,
    ]
}

/// What the owner sees of the account and the lists.
fn seen(sim: &SimHandle) -> (BTreeMap<String, String>, Vec<(String, String)>) {
    let mut row = sim.find(SECRETS, "name", "ani").unwrap();
    // Written by the router itself at the end of a session.
    row.retain(|name, _| !name.starts_with("last-"));
    let lists = sim.rows(LIST).iter().map(|row| (row["list"].clone(), row["address"].clone())).collect();
    (row, lists)
}

async fn subscriber(sim: &SimHandle, remote: Option<&str>) {
    let mut values = vec![
        ("name", "ani"),
        ("password", "x"),
        ("service", "pppoe"),
        ("profile", "rumah-20"),
        ("comment", "Bu Ani | RT 5"),
    ];
    values.extend(remote.map(|address| ("remote-address", address)));
    sim.add(SECRETS, &values).unwrap();
}

#[tokio::test]
async fn isolir_changes_only_what_it_must_and_brings_everything_back() {
    for remote in [Some("10.9.0.5"), None] {
        for style in styles() {
            let sim = router().await;
            let client = line(&sim).await.unwrap();
            subscriber(&sim, remote).await;
            sim.dial_in("ani", "AA:BB:CC:00:11:22", "10.9.0.77").unwrap();
            let original = seen(&sim);
            let before = snapshot(&client, "ani", None).await.unwrap();
            assert_eq!(before.comment.as_deref(), Some("Bu Ani | RT 5"));
            assert_eq!(before.listed_address.as_deref(), Some(remote.unwrap_or("10.9.0.77")));
            assert!(isolate(&client, &before, &style).await.unwrap());
            assert!(!isolate(&client, &before, &style).await.unwrap(), "twice is once");
            let (row, lists) = seen(&sim);
            match &style {
                IsolirStyle::Profile { .. } => {
                    // Its own address would go before the pool of the isolir profile.
                    assert_eq!((row["profile"].as_str(), row.get("remote-address")), ("isolir", None));
                }
                IsolirStyle::Disable => assert_eq!(row["disabled"], "true"),
                IsolirStyle::AddressList { .. } => {
                    assert_eq!(lists, [("isolir".to_owned(), remote.unwrap_or("10.9.0.77").to_owned())]);
                }
            }
            assert_eq!(row["comment"], "Bu Ani | RT 5");
            let stored: Snapshot = serde_json::from_str(&serde_json::to_string(&before).unwrap()).unwrap();
            assert!(restore(&client, &stored, &style).await.unwrap().has_changed);
            assert_eq!(seen(&sim), original, "{style:?}");
            assert!(!restore(&client, &stored, &style).await.unwrap().has_changed);
        }
    }
}

#[tokio::test]
async fn an_isolated_customer_dials_into_the_isolir_pool_and_comes_back_to_the_own_address() {
    let sim = router().await;
    let client = line(&sim).await.unwrap();
    let pool = PoolWish { name: "kolam-isolir".to_owned(), ranges: "10.99.0.10-10.99.0.20".to_owned() };
    place(&client, &pool, None, Takeover::Refused).await.unwrap();
    let profile = ProfileWish {
        name: "isolir".to_owned(),
        local_address: Some("10.99.0.1".to_owned()),
        remote_address: RemoteAddress::Pool("kolam-isolir".to_owned()),
        rate: Some(Rate { up_kbps: 128, down_kbps: 128 }),
        is_only_one: true,
        address_list: Some("isolir".to_owned()),
    };
    place(&client, &profile, None, Takeover::Allowed).await.unwrap();
    subscriber(&sim, Some("10.9.0.5")).await;
    let dials = |expected: &str| {
        sim.dial_in("ani", "AA:BB:CC:00:11:22", "10.9.0.77").unwrap();
        assert!(sim.rows("/ppp/active")[0]["address"].starts_with(expected), "{:?}", sim.rows("/ppp/active"));
    };
    dials("10.9.0.5");
    let style = IsolirStyle::Profile { profile: "isolir".to_owned() };
    let before = snapshot(&client, "ani", None).await.unwrap();
    isolate(&client, &before, &style).await.unwrap();
    assert_eq!(sim.rows("/ppp/active")[0]["address"], "10.9.0.5", "a profile reaches nobody who is online");
    assert_eq!(kick(&client, "ani").await.unwrap(), Kicked { ended: 1, left: 0 });
    dials("10.99.0.");
    assert_eq!(sim.rows(LIST).iter().filter(|row| row["list"] == "isolir").count(), 1);
    restore(&client, &before, &style).await.unwrap();
    kick(&client, "ani").await.unwrap();
    dials("10.9.0.5");
    assert_eq!(sim.find(SECRETS, "name", "ani").unwrap()["profile"], "rumah-20");
    assert_eq!(sim.count(LIST), 0);
}

#[tokio::test]
async fn what_a_person_changed_meanwhile_stays() {
    let sim = router().await;
    let client = line(&sim).await.unwrap();
    sim.add("/ppp/profile", &[("name", "gratis")]).unwrap();
    subscriber(&sim, Some("10.9.0.5")).await;
    let style = IsolirStyle::Profile { profile: "isolir".to_owned() };
    let before = snapshot(&client, "ani", None).await.unwrap();
    isolate(&client, &before, &style).await.unwrap();
    sim.set(SECRETS, "ani", &[("profile", "gratis"), ("comment", "sudah janji bayar")]).unwrap();
    let restored = restore(&client, &before, &style).await.unwrap();
    assert_eq!(restored.kept, ["profile"]);
    let row = sim.find(SECRETS, "name", "ani").unwrap();
    assert_eq!((row["profile"].as_str(), row["remote-address"].as_str()), ("gratis", "10.9.0.5"));
    assert_eq!(row["comment"], "sudah janji bayar");

    // On a list before us: not ours to take off it.
    sim.add(LIST, &[("list", "isolir"), ("address", "10.9.0.5"), ("comment", "by hand")]).unwrap();
    let style = IsolirStyle::AddressList { list: "isolir".to_owned() };
    assert!(!isolate(&client, &before, &style).await.unwrap());
    assert!(!restore(&client, &before, &style).await.unwrap().has_changed);
    assert_eq!(sim.count(LIST), 1);

    // Another account in the place of the one we knew.
    sim.remove(SECRETS, "ani").unwrap();
    subscriber(&sim, None).await;
    assert!(matches!(
        code(restore(&client, &before, &IsolirStyle::Disable).await.unwrap_err()),
        PppError::RowMissing { .. }
    ));
    let offline = snapshot(&client, "ani", None).await.unwrap();
    let unknown =
        isolate(&client, &offline, &IsolirStyle::AddressList { list: "isolir".to_owned() }).await.unwrap_err();
    assert!(matches!(code(unknown), PppError::AddressUnknown { .. }));
}

#[tokio::test]
async fn a_session_is_ended_by_its_id_and_only_of_this_name() {
    let sim = router().await;
    let client = line(&sim).await.unwrap();
    subscriber(&sim, None).await;
    sim.add(SECRETS, &[("name", "ani-2"), ("password", "x"), ("profile", "rumah-20")]).unwrap();
    sim.dial_in("ani", "AA:BB:CC:00:11:22", "10.9.0.77").unwrap();
    sim.dial_in("ani-2", "AA:BB:CC:00:11:23", "10.9.0.78").unwrap();
    assert_eq!(kick(&client, "ani").await.unwrap(), Kicked { ended: 1, left: 0 });
    assert_eq!(kick(&client, "ani").await.unwrap(), Kicked { ended: 0, left: 0 });
    assert_eq!(sim.rows("/ppp/active").iter().map(|row| row["name"].clone()).collect::<Vec<_>>(), ["ani-2"]);
    let reader = Sim::builder().user("admin", "secret").user_in_group("lihat", "x", "read").start().await.unwrap();
    reader.add(SECRETS, &[("name", "ani")]).unwrap();
    reader.dial_in("ani", "AA:BB:CC:00:11:22", "10.9.0.77").unwrap();
    let config = Config::new(reader.addr().ip().to_string(), "lihat", "x").port(reader.addr().port());
    let watching = Client::connect(config.reconnect(None)).await.unwrap();
    assert!(matches!(code(kick(&watching, "ani").await.unwrap_err()), PppError::WriteRefused));
}

/// What goes wrong: every fault once, and some at other moments.
fn faults() -> Vec<(&'static str, Faults)> {
    let moments = ["drop-after-writes=2", "reset-every-writes=2", "drop-mid-sentence-after=9", "stall=2:4"];
    let of = |flag: &'static str| {
        let mut faults = Faults::none();
        faults.apply(flag).unwrap();
        (flag, faults)
    };
    ALL.iter().chain(&moments).map(|flag| of(flag)).collect()
}

/// Asks again over a new line until the router has answered.
async fn until_answered<T>(sim: &SimHandle, ask: impl AsyncFn(&Client) -> Result<T, Failure>) -> T {
    for _ in 0..20 {
        let client = match line(sim).await {
            Ok(client) => client,
            Err(Error::Auth(_)) => {
                // Somebody changed the password; a person gives it back.
                sim.set("/user", "admin", &[("password", "secret")]).unwrap();
                continue;
            }
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
        };
        match ask(&client).await {
            Ok(answer) => return answer,
            Err(Failure::Refused(error)) => panic!("refused: {error:?}"),
            Err(Failure::Line(_)) => {}
        }
    }
    panic!("no answer in twenty tries");
}

#[tokio::test]
async fn whatever_breaks_the_account_is_isolated_once_and_brought_back_whole() {
    for style in styles() {
        for (name, fault) in faults() {
            let sim = router().await;
            let known = {
                let client = line(&sim).await.unwrap();
                let mut wish = secret("rumah-20");
                wish.remote_address = Some("10.9.0.5".to_owned());
                place(&client, &wish, None, Takeover::Refused).await.unwrap().id
            };
            sim.set(SECRETS, "ani", &[("comment", "Bu Ani | RT 5")]).unwrap();
            sim.dial_in("ani", "AA:BB:CC:00:11:22", "10.9.0.5").unwrap();
            let original = seen(&sim);
            sim.set_faults(fault.clone());
            let before = until_answered(&sim, async |client| snapshot(client, "ani", Some(&known)).await).await;
            until_answered(&sim, async |client| isolate(client, &before, &style).await).await;
            sim.set_faults(fault);
            let kicked = until_answered(&sim, async |client| kick(client, "ani").await).await;
            assert_eq!((kicked.left, sim.count("/ppp/active")), (0, 0), "{name}");
            assert_ne!(seen(&sim), original, "{name}");
            let restored = until_answered(&sim, async |client| restore(client, &before, &style).await).await;
            if seen(&sim) != original {
                // Where the comment cannot be read, the answer says that the row stays.
                assert_eq!((name, restored.kept.as_slice()), ("wrong-encoding", ["comment"].as_slice()), "{style:?}");
                sim.set_faults(Faults::none());
                until_answered(&sim, async |client| restore(client, &before, &style).await).await;
            }
            assert_eq!(seen(&sim), original, "{style:?} on a router that {name}");
        }
    }
}

#[tokio::test]
async fn whatever_breaks_a_row_is_made_once() {
    for (name, fault) in faults() {
        let sim = router().await;
        sim.set_faults(fault);
        let wish = secret("rumah-20");
        let placed = until_answered(&sim, async |client| place(client, &wish, None, Takeover::Refused).await).await;
        assert_eq!(sim.count(SECRETS), 1, "{name}");
        until_answered(&sim, async |client| remove(client, &wish, &placed.id).await).await;
        assert_eq!(sim.count(SECRETS), 0, "{name}");
    }
}
