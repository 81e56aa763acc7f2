use std::sync::{Arc, Mutex};
use std::time::Duration;

use routeros_api::resource::{HotspotUser, HotspotUserProfile, SimpleQueue, SystemIdentity};
use routeros_api::{Cause, Client, Command, Error, Id, LinkState, Overflow, Query, Sent, TrapKind};
use tokio::task::JoinHandle;

use super::peer::{Session, connected};

fn ask(client: &Client, command: Command) -> JoinHandle<Result<routeros_api::Response, Error>> {
    let client = client.clone();
    tokio::spawn(async move { client.call(command).await })
}

fn print() -> Command {
    Command::new("/ip/address/print")
}

fn add() -> Command {
    Command::new("/ip/hotspot/user/add").arg("name", "anna")
}

#[tokio::test]
async fn answers_find_their_command_in_any_order() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let first = ask(&client, Command::new("/first/print"));
    let one = session.read().await;
    let second = ask(&client, Command::new("/second/print"));
    let two = session.read().await;
    assert!(one.tag.parse::<u64>().unwrap() < two.tag.parse::<u64>().unwrap());
    let (tag_one, tag_two) = (format!(".tag={}", one.tag), format!(".tag={}", two.tag));
    session.say(&["!re", &tag_two, "=n=2"]).await;
    session.say(&["!re", "=n=1", &tag_one]).await;
    session.say(&["!re", &tag_two, "=n=3"]).await;
    session.say(&["!done", &tag_two]).await;
    session.say(&["!done", &tag_one]).await;
    let numbers = |rows: &[routeros_api::Row]| -> Vec<String> {
        rows.iter().map(|row| row.get_str("n").unwrap().into_owned()).collect()
    };
    assert_eq!(numbers(&first.await.unwrap().unwrap().rows), ["1"]);
    assert_eq!(numbers(&second.await.unwrap().unwrap().rows), ["2", "3"]);
}

#[tokio::test]
async fn traps_end_with_done_and_several_become_one() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let call = ask(&client, add());
    let seen = session.read().await;
    session.reply(&seen, &["!trap", "=category=4", "=message=odd"]).await;
    session.reply(&seen, &["!trap", "=message=failure: already have user with this name for this server"]).await;
    session.reply(&seen, &["!done"]).await;
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(error.sent(), Sent::No);
    let trap = error.trap().unwrap();
    assert_eq!((trap.kind.clone(), trap.category, trap.all.len()), (TrapKind::Duplicate, Some(4), 2));
}

#[tokio::test]
async fn an_empty_answer_in_both_ways() {
    let (client, mut session, _peer) = connected(|config| config).await;
    for words in [&[&["!empty"][..], &["!done"]][..], &[&["!done"]]] {
        let call = ask(&client, print());
        let seen = session.read().await;
        for sentence in words {
            session.reply(&seen, sentence).await;
        }
        assert!(call.await.unwrap().unwrap().rows.is_empty());
    }
}

#[tokio::test]
async fn unknown_tags_and_words_are_ignored_and_counted() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let call = ask(&client, print());
    let seen = session.read().await;
    session.say(&["!re", ".tag=999999", "=a=b"]).await;
    session.say(&["!re", ".tag=x", "=a=b"]).await;
    session.say(&["!done"]).await;
    session.reply(&seen, &["!later", "=a=b"]).await;
    session.reply(&seen, &["!re", "=a=b"]).await;
    session.reply(&seen, &["!done"]).await;
    assert_eq!(call.await.unwrap().unwrap().rows.len(), 1);
    assert_eq!(client.unknown_replies(), 3);
}

/// Fails two commands, one sent and one to come, in some way.
async fn broken(how: impl AsyncFnOnce(&mut Session, &str)) -> (Error, Client) {
    let (client, mut session, _peer) = connected(|config| config).await;
    let call = ask(&client, add());
    let seen = session.read().await;
    how(&mut session, &seen.tag).await;
    drop(session);
    let error = call.await.unwrap().unwrap_err();
    let mut state = client.state();
    while !matches!(&*state.borrow_and_update(), LinkState::Down { .. }) {
        state.changed().await.unwrap();
    }
    let later = client.call(print()).await.unwrap_err();
    assert!(matches!(later, Error::NotConnected), "{later:?}");
    assert_eq!(later.sent(), Sent::No);
    (error, client)
}

#[tokio::test]
async fn a_fatal_reason_reaches_everyone() {
    for words in [["!fatal", "session terminated on request"], ["!fatal", "=message=session terminated on request"]] {
        let (error, client) = broken(async move |session, _| session.say(&words).await).await;
        let Error::Disconnected { sent: Sent::Maybe, cause: Cause::Fatal(reason) } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(reason, "session terminated on request");
        assert!(matches!(
            client.link_state(),
            LinkState::Down { error: Error::Disconnected { cause: Cause::Fatal(_), .. }, .. }
        ));
    }
}

#[tokio::test]
async fn an_end_between_answers_and_one_inside() {
    let (error, _) = broken(async |_, _| ()).await;
    assert!(matches!(error, Error::Disconnected { sent: Sent::Maybe, cause: Cause::Closed }), "{error:?}");
    let (error, _) = broken(async |session, tag| {
        session.raw(format!("\x05!done\x06.tag={}", &tag[..1]).as_bytes()).await;
    })
    .await;
    assert!(matches!(error, Error::Disconnected { sent: Sent::Maybe, cause: Cause::Cut }), "{error:?}");
}

#[tokio::test]
async fn garbage_ends_the_link() {
    let (error, _) = broken(async |session, _| session.raw(&[0xFE, 1, 2, 3]).await).await;
    assert!(matches!(error, Error::Disconnected { sent: Sent::Maybe, cause: Cause::Protocol(_) }), "{error:?}");
}

#[tokio::test]
async fn a_command_that_cannot_leave_is_known_not_to_have_left() {
    let (client, session, _peer) = connected(|config| config).await;
    // Far more than the socket takes while the peer reads nothing.
    let huge = Command::new("/file/set").arg("contents", vec![b'x'; 64 << 20]);
    let call = ask(&client, huge);
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(session);
    let error = call.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Disconnected { sent: Sent::No, .. }), "{error:?}");
}

#[tokio::test]
async fn a_late_read_is_cancelled_and_its_tag_is_waited_out() {
    let short = Duration::from_millis(50);
    let (client, mut session, _peer) = connected(|config| config.timeouts(Duration::from_secs(5), short)).await;
    let call = ask(&client, print());
    let seen = session.read().await;
    let error = call.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Timeout { sent: Sent::Maybe, .. }), "{error:?}");
    let cancel = session.read().await;
    assert_eq!(cancel.words, ["/cancel".to_owned(), format!("=tag={}", seen.tag)]);
    // The router's order: the trap, the end of the cancel, the end of the command.
    session.reply(&seen, &["!trap", "=category=2", "=message=interrupted"]).await;
    session.reply(&cancel, &["!done"]).await;
    session.reply(&seen, &["!done"]).await;
    let next = ask(&client, add());
    let seen = session.read().await;
    session.reply(&seen, &["!done", "=ret=*1"]).await;
    assert_eq!(next.await.unwrap().unwrap().ret().as_deref(), Some("*1"));
    assert_eq!(client.unknown_replies(), 0);
}

#[tokio::test]
async fn a_late_write_is_not_cancelled() {
    let short = Duration::from_millis(50);
    let (client, mut session, _peer) = connected(|config| config).await;
    let waiting = client.clone();
    let call = tokio::spawn(async move { waiting.call_within(add(), short).await });
    let seen = session.read().await;
    let error = call.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Timeout { sent: Sent::Maybe, .. }), "{error:?}");
    let next = ask(&client, print());
    assert_eq!(session.read().await.path(), "/ip/address/print");
    session.reply(&seen, &["!done"]).await;
    next.abort();
}

#[tokio::test]
async fn rows_that_keep_coming_keep_a_read_alive() {
    let limit = Duration::from_millis(400);
    let (client, mut session, _peer) = connected(|config| config).await;
    let waiting = client.clone();
    let call = tokio::spawn(async move { waiting.call_within(print(), limit).await });
    let seen = session.read().await;
    for _ in 0..8 {
        tokio::time::sleep(limit / 4).await;
        session.reply(&seen, &["!re", "=a=b"]).await;
    }
    session.reply(&seen, &["!done"]).await;
    assert_eq!(call.await.unwrap().unwrap().rows.len(), 8);
}

#[tokio::test]
async fn a_dropped_read_is_cancelled_and_a_dropped_write_is_not() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let write = ask(&client, add());
    let wrote = session.read().await;
    write.abort();
    let read = ask(&client, print());
    let asked = session.read().await;
    read.abort();
    // The first thing that follows is the cancel of the read.
    let cancel = session.read().await;
    assert!(cancel.has(&format!("=tag={}", asked.tag)), "{cancel:?}");
    session.reply(&asked, &["!trap", "=category=2", "=message=interrupted"]).await;
    session.reply(&cancel, &["!done"]).await;
    session.reply(&asked, &["!done"]).await;
    session.reply(&wrote, &["!done", "=ret=*1"]).await;
    let next = ask(&client, print());
    let seen = session.read().await;
    session.reply(&seen, &["!done"]).await;
    next.await.unwrap().unwrap();
}

#[tokio::test]
async fn no_more_than_the_agreed_number_is_on_the_wire() {
    let (client, mut session, _peer) = connected(|mut config| {
        config.max_in_flight = 2;
        config
    })
    .await;
    let calls: Vec<_> = (0..3).map(|_| ask(&client, print())).collect();
    let (first, second) = (session.read().await, session.read().await);
    let early = tokio::time::timeout(Duration::from_millis(100), session.try_read()).await;
    assert!(early.is_err(), "a third command came: {early:?}");
    session.reply(&second, &["!done"]).await;
    let third = session.read().await;
    session.reply(&first, &["!done"]).await;
    session.reply(&third, &["!done"]).await;
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_call_dropped_before_it_was_sent_never_arrives() {
    let (client, mut session, _peer) = connected(|mut config| {
        config.max_in_flight = 1;
        config
    })
    .await;
    let first = ask(&client, print());
    let seen = session.read().await;
    let dropped = ask(&client, add());
    tokio::time::sleep(Duration::from_millis(50)).await;
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    let last = ask(&client, Command::new("/last/print"));
    session.reply(&seen, &["!done"]).await;
    let next = session.read().await;
    assert_eq!(next.path(), "/last/print");
    session.reply(&next, &["!done"]).await;
    first.await.unwrap().unwrap();
    last.await.unwrap().unwrap();
}

#[tokio::test]
async fn typed_rows_are_listed_added_and_removed() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let router = tokio::spawn(async move {
        let list = session.read().await;
        assert_eq!(list.path(), "/ip/hotspot/user/print");
        assert!(list.has("?comment=b1"), "{list:?}");
        assert!(list.words.iter().any(|word| word.starts_with("=.proplist=.id,name,password,")));
        session.reply(&list, &["!re", "=.id=*1", "=name=anna", "=limit-uptime=1d"]).await;
        session.reply(&list, &["!done"]).await;
        let count = session.read().await;
        assert!(count.has("=count-only"), "{count:?}");
        session.reply(&count, &["!done", "=ret=42"]).await;
        let add = session.read().await;
        assert_eq!(add.words, ["/ip/hotspot/user/add", "=name=budi"]);
        session.reply(&add, &["!done", "=ret=*2A"]).await;
        let remove = session.read().await;
        assert_eq!(remove.words, ["/ip/hotspot/user/remove", "=.id=*1,*2A"]);
        session.reply(&remove, &["!done"]).await;
    });
    let users = client.list::<HotspotUser>(Query::eq("comment", "b1")).await.unwrap();
    assert_eq!(users[0].limit_uptime, Some(Duration::from_secs(86_400)));
    assert_eq!(client.print("/ip/hotspot/user").count().await.unwrap(), 42);
    let budi = HotspotUser { name: Some("budi".to_owned()), ..HotspotUser::default() };
    let id = client.add(&budi).await.unwrap();
    assert_eq!(id, Id::from("*2A"));
    client.remove::<HotspotUser>(&[users[0].id.clone().unwrap(), id]).await.unwrap();
    // Nothing to remove is nothing to send.
    client.remove::<HotspotUser>(&[]).await.unwrap();
    router.await.unwrap();
}

#[tokio::test]
async fn exact_names_single_rows_and_order() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let router = tokio::spawn(async move {
        // The router compares exactly, but an answer is looked at all the same.
        for (row, name) in [("=name=gold", "gold"), ("=name=golden", "gold")] {
            let find = session.read().await;
            assert!(find.has(&format!("?name={name}")), "{find:?}");
            session.reply(&find, &["!re", "=.id=*5", row]).await;
            session.reply(&find, &["!done"]).await;
        }
        let set = session.read().await;
        assert_eq!(set.words, ["/system/identity/set", "=name=tower"]);
        session.reply(&set, &["!done"]).await;
        let single = session.read().await;
        assert_eq!(single.words, ["/system/identity/print"]);
        session.reply(&single, &["!re", "=name=tower"]).await;
        session.reply(&single, &["!done"]).await;
        for words in [&["/queue/simple/move", "=.id=*2", "=destination=*1"][..], &["/queue/simple/move", "=.id=*2"]] {
            let moved = session.read().await;
            assert_eq!(moved.words, words);
            session.reply(&moved, &["!done"]).await;
        }
        let health = session.read().await;
        session.reply(&health, &["!trap", "=message=no such command prefix"]).await;
        session.reply(&health, &["!done"]).await;
    });
    assert_eq!(client.find_named::<HotspotUserProfile>("gold").await.unwrap(), Some(Id::from("*5")));
    assert_eq!(client.find_named::<HotspotUserProfile>("gold").await.unwrap(), None);
    let tower = SystemIdentity { name: Some("tower".to_owned()), ..SystemIdentity::default() };
    client.set_single(&tower).await.unwrap();
    assert_eq!(client.single::<SystemIdentity>().await.unwrap(), Some(tower));
    client.move_before::<SimpleQueue>(&"*2".into(), Some(&"*1".into())).await.unwrap();
    client.move_before::<SimpleQueue>(&"*2".into(), None).await.unwrap();
    assert!(client.health().await.unwrap().is_empty());
    router.await.unwrap();
}

#[tokio::test]
async fn rows_can_be_taken_one_by_one_without_being_kept() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&seen);
    let reading = tokio::spawn(async move {
        let each = move |row: routeros_api::Row| into.lock().unwrap().push(row.get_str("n").unwrap().into_owned());
        client.print("/ip/arp").each(each).await
    });
    let print = session.read().await;
    for number in ["1", "2", "3"] {
        session.reply(&print, &["!re", &format!("=n={number}")]).await;
    }
    session.reply(&print, &["!done"]).await;
    assert_eq!(reading.await.unwrap().unwrap(), 3);
    assert_eq!(*seen.lock().unwrap(), ["1", "2", "3"]);
}

#[tokio::test]
async fn a_stream_dropped_before_it_was_sent_never_arrives() {
    // Nothing else runs between the two lines, so the link's task sees both.
    let (client, mut session, _peer) = connected(|config| config).await;
    let stream = client.stream(Command::new("/log/listen"), Overflow::Fail).await.unwrap();
    drop(stream);
    let last = ask(&client, Command::new("/last/print"));
    let next = session.read().await;
    assert_eq!(next.path(), "/last/print");
    session.reply(&next, &["!done"]).await;
    last.await.unwrap().unwrap();
}
