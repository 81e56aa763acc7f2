use routeros_api::resource::HotspotUser;
use routeros_api::{AddOptions, AddOutcome, AddReport, AddStrategy, TrapKind};

use super::shop::{Fault, Shop};

const SEVEN: &str = "7.22.3 (stable)";
const SIX: &str = "6.49.19 (long-term)";

fn user(name: impl Into<String>, comment: &str) -> HotspotUser {
    let comment = Some(comment.to_owned()).filter(|comment| !comment.is_empty());
    HotspotUser { name: Some(name.into()), comment, ..HotspotUser::default() }
}

/// 250 rows: two names that are taken, one the router refuses, one that no
/// script can hold.
fn rows(comment: &str) -> Vec<HotspotUser> {
    let mut rows: Vec<_> = (0..250).map(|number| user(format!("u{number}"), comment)).collect();
    rows[10] = user("taken1", comment);
    rows[120] = user("taken2", comment);
    rows[130] = user("bad", comment);
    rows[140] = user("zero\0", comment);
    rows
}

/// Every row has its true outcome, and nothing of ours is left behind.
fn check(report: &AddReport, shop: &Shop) {
    let table = shop.table.lock().unwrap();
    for (number, outcome) in report.outcomes.iter().enumerate() {
        match (number, outcome) {
            (10 | 120, AddOutcome::AlreadyThere { id: Some(_), same_comment: false }) => {}
            (130, AddOutcome::Refused(trap)) => {
                assert!(matches!(trap.kind, TrapKind::BadReference { .. }), "{trap:?}");
            }
            (10 | 120 | 130, other) => panic!("{number}: {other:?}"),
            (140, AddOutcome::Applied(id)) => assert_eq!(table.users["zero\0"].0, id.as_str()),
            (_, AddOutcome::Applied(id)) => assert_eq!(table.users[&format!("u{number}")].0, id.as_str()),
            (_, other) => panic!("{number}: {other:?}"),
        }
    }
    assert_eq!(table.users.len(), 249);
    assert!(table.texts.is_empty() && report.leftovers.is_empty(), "{:?}", report.leftovers);
}

#[tokio::test]
async fn every_way_tells_the_truth_about_every_row() {
    for comment in ["batch-1", ""] {
        for (version, strategy, path) in [
            (SEVEN, AddStrategy::Pipeline, "/ip/hotspot/user/add"),
            (SEVEN, AddStrategy::Execute, "/execute"),
            (SEVEN, AddStrategy::Import, "/import"),
            (SIX, AddStrategy::Script, "/system/script/run"),
            (SEVEN, AddStrategy::Auto, "/execute"),
            (SIX, AddStrategy::Auto, "/system/script/run"),
        ] {
            let shop = Shop::open(version, Fault::None).await;
            let report = shop.client.add_all(&rows(comment), AddOptions::by(strategy)).await;
            check(&report, &shop);
            let seen = shop.table.lock().unwrap().seen.clone();
            assert!(seen.iter().any(|own| own == path), "{strategy:?}: {seen:?}");
            // What a script did is not done again one by one.
            let single = seen.iter().filter(|path| path.ends_with("/user/add")).count();
            assert!(strategy == AddStrategy::Pipeline || single <= 4, "{strategy:?}: {single}");
        }
    }
}

#[tokio::test]
async fn a_way_that_is_refused_falls_back_to_single_commands() {
    for strategy in [AddStrategy::Execute, AddStrategy::Import, AddStrategy::Script] {
        let shop = Shop::open(SEVEN, Fault::OnlySingle).await;
        let report = shop.client.add_all(&rows("b"), AddOptions::by(strategy)).await;
        check(&report, &shop);
        assert_eq!(report.strategy, AddStrategy::Pipeline);
        assert_eq!(report.fell_back.as_ref().map(|trap| trap.kind.clone()), Some(TrapKind::Permission));
    }
}

#[tokio::test]
async fn a_cut_link_leaves_only_what_cannot_be_known_and_a_repeat_mends_it() {
    for strategy in [AddStrategy::Execute, AddStrategy::Import, AddStrategy::Script] {
        let shop = Shop::open(SEVEN, Fault::CutInScript).await;
        let wished: Vec<_> = (0..250).map(|number| user(format!("u{number}"), "batch-1")).collect();
        let report = shop.client.add_all(&wished, AddOptions::by(strategy)).await;
        let there = shop.table.lock().unwrap().users.clone();
        let mut counts = [0; 3];
        for (number, outcome) in report.outcomes.iter().enumerate() {
            let own = there.get(&format!("u{number}"));
            match outcome {
                AddOutcome::Applied(id) => {
                    assert_eq!(own.map(|(id, _)| id.as_str()), Some(id.as_str()));
                    counts[0] += 1;
                }
                AddOutcome::Unknown(_) => counts[1] += 1,
                AddOutcome::NotSent(_) => counts[2] += 1,
                other => panic!("{strategy:?} {number}: {other:?}"),
            }
        }
        assert_eq!(counts[0] + 2, there.len(), "{strategy:?}: {counts:?}");
        let lost = if strategy == AddStrategy::Import { 250 } else { 100 };
        assert_eq!(counts[0] + counts[1], lost, "{strategy:?}: {counts:?}");
        assert!(counts[0] > 0 && counts[1] > 0);
        let left = usize::from(strategy != AddStrategy::Execute);
        assert_eq!(report.leftovers.len(), left, "{strategy:?}");

        let again = shop.client.add_all(&wished, AddOptions::by(strategy)).await;
        assert!(again.outcomes.iter().all(AddOutcome::is_there), "{strategy:?}: {again:?}");
        assert_eq!(shop.table.lock().unwrap().users.len(), 252);
    }
}

#[tokio::test]
async fn a_script_that_runs_behind_our_back_is_not_taken_for_done() {
    let shop = Shop::open(SEVEN, Fault::Background).await;
    let wished: Vec<_> = (0..40).map(|number| user(format!("u{number}"), "")).collect();
    let report = shop.client.add_all(&wished, AddOptions::by(AddStrategy::Execute)).await;
    assert!(report.outcomes.iter().all(|outcome| matches!(outcome, AddOutcome::Unknown(_))), "{report:?}");
    // With a mark the rows that were found are known to be ours.
    let shop = Shop::open(SEVEN, Fault::Background).await;
    let wished: Vec<_> = (0..40).map(|number| user(format!("u{number}"), "b")).collect();
    let report = shop.client.add_all(&wished, AddOptions::by(AddStrategy::Execute)).await;
    assert!(report.outcomes.iter().all(|outcome| matches!(outcome, AddOutcome::Applied(_))), "{report:?}");
}

#[tokio::test]
async fn nothing_to_add_is_nothing_to_send() {
    let shop = Shop::open(SEVEN, Fault::None).await;
    let report = shop.client.add_all::<HotspotUser>(&[], AddOptions::default()).await;
    assert!(report.outcomes.is_empty());
    assert!(shop.table.lock().unwrap().seen.is_empty());
}
