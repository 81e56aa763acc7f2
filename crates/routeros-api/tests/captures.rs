//! What real routers were seen to send, read to what it says.
//!
//! Facts from published captures and tests of other projects: tikoci/centrs
//! (CHR 7.23.1), SecOps-7/MikroDash (CHR 7.24.3 and 7.24.4), luqasz/librouteros
//! (`docs/api_analysis.rst`), terraform-routeros (rows in its sources),
//! go-routeros/routeros, danikf/tik4net. Only facts were taken.

#![allow(missing_docs, reason = "a test program has no readers of its documentation")]
#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

use std::time::Duration;

use bytes::BytesMut;
use routeros_api::protocol::{Decoder, Reply, Sentence, TaggedReply, Word, encode_sentence};
use routeros_api::resource::*;
use routeros_api::value::{DateTime, RateLimit, Timeout};
use routeros_api::{Encoding, Resource, Row, Trap, TrapKind};

/// Sentences written one word per line, empty lines between them, through the
/// wire and back.
fn replies(text: &str) -> Vec<TaggedReply> {
    let mut wire = BytesMut::new();
    for sentence in text.trim().split("\n\n") {
        let words = sentence.lines().map(|line| line.trim().as_bytes().to_vec());
        encode_sentence(&Sentence::new(words), &mut wire);
    }
    let mut decoder = Decoder::default();
    decoder.feed(&wire);
    let mut replies = Vec::new();
    while let Some(sentence) = decoder.next_sentence().unwrap() {
        replies.push(TaggedReply::parse(sentence).unwrap());
    }
    replies
}

fn row(fields: &[(&str, &str)]) -> Row {
    fields.iter().copied().collect()
}

fn read<T: Resource>(fields: &[(&str, &str)]) -> T {
    T::from_row(&row(fields), Encoding::default())
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[test]
fn a_login_on_the_wire() {
    // centrs, "encodes a short word": the prefix and the path.
    let mut wire = BytesMut::new();
    encode_sentence(&Sentence::new(["/login"]), &mut wire);
    assert_eq!(&wire[..], [0x06, 0x2F, 0x6C, 0x6F, 0x67, 0x69, 0x6E, 0x00]);
    // A sentence with a long form of the prefix on a short word (tik4net).
    let mut decoder = Decoder::default();
    decoder.feed(b"\xF0\x00\x00\x00\x05!done\x80\x08=ret=abc\x00");
    let sentence = decoder.next_sentence().unwrap().unwrap();
    assert_eq!(sentence.words(), ["!done", "=ret=abc"]);
}

#[test]
fn values_hold_anything() {
    // centrs JG-15.
    for value in [
        "key1=val1=val2",
        "([/system/clock/get date]=x)",
        "office uplink — do not touch",
        "line1\r\nline2",
        "a\tb\u{1}c",
        "before\0after",
        "café — ☃ — 日本語",
        "\\\"quoted\\\" $x \\n ;",
        "  padded  ",
        "",
    ] {
        let word = format!("=comment={value}");
        assert_eq!(Word::parse(word.as_bytes()), Word::Attribute { name: b"comment", value: Some(value.as_bytes()) });
        let mut wire = BytesMut::new();
        encode_sentence(&Sentence::new(["!re".to_owned(), word]), &mut wire);
        let mut decoder = Decoder::default();
        decoder.feed(&wire);
        let reply = TaggedReply::parse(decoder.next_sentence().unwrap().unwrap()).unwrap();
        let Reply::Re(row) = reply.reply else { panic!("{reply:?}") };
        assert_eq!(row.get_str("comment").unwrap(), value);
    }
}

#[test]
fn a_cancelled_listen_in_the_routers_order() {
    // librouteros, "Canceling listen".
    let seen = replies(
        "!re\n.tag=10\n=.id=*A\n=address=1.1.1.1/32\n=network=1.1.1.1\n=interface=br-lan\n=actual-interface=br-lan\n\
         =invalid=false\n=dynamic=false\n=disabled=false\n\n!re\n.tag=10\n=.id=*A\n=.dead=true\n\n\
         !trap\n.tag=10\n=category=2\n=message=interrupted\n\n!done\n.tag=20\n\n!done\n.tag=10",
    );
    let tags: Vec<_> = seen.iter().map(|reply| reply.tag.clone().unwrap()).collect();
    assert_eq!(tags, ["10", "10", "10", "20", "10"]);
    let Reply::Re(first) = &seen[0].reply else { panic!("{seen:?}") };
    let address = IpAddress::from_row(first, Encoding::default());
    assert_eq!(address.id, Some("*A".into()));
    assert_eq!((address.address, address.dynamic), (text("1.1.1.1/32"), Some(false)));
    assert!(address.extra.is_empty(), "{:?}", address.extra);
    let Reply::Re(dead) = &seen[1].reply else { panic!("{seen:?}") };
    assert_eq!(dead.get(".dead"), Some(&b"true"[..]));
    let Reply::Trap(trap) = &seen[2].reply else { panic!("{seen:?}") };
    assert_eq!(trap.get_str("message").unwrap(), "interrupted");
    assert!(matches!(&seen[3].reply, Reply::Done(row) if row.is_empty()));
}

#[test]
fn rows_without_properties_and_the_goodbye() {
    // librouteros, "Multiple empty responses" and "Logging off".
    let seen = replies("!re\n\n!re\n\n!re\n\n!done\n\n!fatal\nsession terminated on request");
    assert_eq!(seen.iter().filter(|reply| reply.reply == Reply::Re(Row::new())).count(), 3);
    assert_eq!(seen[4].reply, Reply::Fatal("session terminated on request".into()));
    // go-routeros, an empty sentence before the answer; 7.18 and its `!empty`.
    let seen = replies("!empty\n.tag=3\n\n!done\n.tag=3");
    assert_eq!(seen[0].reply, Reply::Empty);
}

#[test]
fn a_fetch_reports_its_rounds() {
    // librouteros, "Fetching from url".
    let seen = replies("!re\n.tag=1\n=status=downloading\n=downloaded=731\n=total=9765\n=duration=1s\n=.section=1");
    let Reply::Re(row) = &seen[0].reply else { panic!("{seen:?}") };
    assert_eq!((row.get_str(".section").unwrap(), row.get_str("downloaded").unwrap()), ("1".into(), "731".into()));
}

#[test]
fn what_routers_refuse_with() {
    let some = |text: &str| Some(text.to_owned());
    for (message, kind) in [
        // MikroDash, imports on 7.24.4.
        (
            "Script Error: input does not match any value of list (/interface/list/member/add (list); line 5)",
            TrapKind::Script { line: Some(5) },
        ),
        ("Script Error: input does not match any value of list", TrapKind::Script { line: None }),
        ("Script Error: expected name value (line 7 column 1)", TrapKind::Script { line: Some(7) }),
        ("Script Error: found 1 error(s) in import file", TrapKind::Script { line: None }),
        ("failure: contents too long", TrapKind::TooLarge),
        ("Cannot open import file, file does not exist", TrapKind::Other),
        ("resolve failed", TrapKind::Other),
        // centrs, tik4net and applications that match on these.
        ("no such command", TrapKind::NoSuchCommand),
        ("unknown parameter no-such-arg", TrapKind::UnknownParameter { parameter: some("no-such-arg") }),
        ("not enough permissions (9)", TrapKind::Permission),
        ("failure: already have user with this name for this server", TrapKind::Duplicate),
        ("failure: secret with the same name already exists", TrapKind::Duplicate),
        ("failure: already have such entry", TrapKind::Duplicate),
        ("failure: already have such address", TrapKind::Duplicate),
        ("already have device with such name", TrapKind::Duplicate),
        ("input does not match any value of profile", TrapKind::BadReference { argument: some("profile") }),
        (
            "ambiguous value of next-pool, more than one possible value matches input",
            TrapKind::AmbiguousReference { argument: some("next-pool") },
        ),
        ("no such item", TrapKind::NoSuchItem),
        ("missing =account=", TrapKind::MissingArgument { argument: some("account") }),
        ("action failed (6)", TrapKind::Other),
    ] {
        assert_eq!(Trap::from_message(message).kind, kind, "{message}");
    }
}

#[test]
fn packets_of_a_ping() {
    // MikroDash, CHR 7.24.3.
    let back: PingReply = read(&[
        ("avg-rtt", "117us"),
        ("host", "127.0.0.1"),
        ("max-rtt", "120us"),
        ("min-rtt", "114us"),
        ("packet-loss", "0"),
        ("received", "2"),
        ("sent", "2"),
        ("seq", "1"),
        ("size", "56"),
        ("time", "120us"),
        ("ttl", "64"),
    ]);
    assert_eq!((back.seq, back.ttl, back.packet_loss), (Some(1), Some(64), Some(0)));
    assert_eq!((back.time, back.avg_rtt), (Some(Duration::from_micros(120)), Some(Duration::from_micros(117))));
    assert!(back.extra.is_empty() && back.status.is_none());
    let lost: PingReply = read(&[
        ("host", "198.51.100.1"),
        ("packet-loss", "100"),
        ("received", "0"),
        ("sent", "1"),
        ("seq", "0"),
        ("status", "timeout"),
    ]);
    assert_eq!((lost.status, lost.time, lost.packet_loss), (text("timeout"), None, Some(100)));
}

#[test]
fn services_pools_and_lists_of_7_24() {
    // MikroDash, CHR 7.24.3.
    let api: IpService = read(&[
        (".id", "*9"),
        ("available-from", ""),
        ("certificate", "chr-api"),
        ("disabled", "false"),
        ("dynamic", "false"),
        ("invalid", "false"),
        ("max-sessions", "20"),
        ("name", "api-ssl"),
        ("port", "8729"),
        ("proto", "tcp"),
        ("tls-version", "any"),
        ("vrf", "main"),
    ]);
    assert_eq!((api.port, api.max_sessions, api.connection), (Some(8729), Some(20), None));
    assert_eq!(api.extra, [("vrf".to_owned(), "main".to_owned())]);
    let session: IpService = read(&[
        (".id", "*11"),
        ("connection", "true"),
        ("dynamic", "true"),
        ("local", "198.51.100.21"),
        ("name", "api"),
        ("port", "8728"),
        ("remote", "198.51.100.22:43788"),
    ]);
    assert_eq!((session.connection, session.max_sessions), (Some(true), None));
    let pool: IpPool = read(&[
        (".id", "*2"),
        ("name", "guest-pool"),
        ("ranges", "198.51.100.10-198.51.100.49"),
        ("next-pool", "dhcp-pool"),
        ("total", "40"),
        ("used", "0"),
        ("available", "40"),
    ]);
    assert_eq!((pool.next_pool, pool.total, pool.used), (text("dhcp-pool"), Some(40), Some(0)));
    let entry: AddressListEntry = read(&[
        (".id", "*4"),
        ("address", "198.51.100.99"),
        ("creation-time", "2026-01-01 00:00:00"),
        ("disabled", "false"),
        ("dynamic", "true"),
        ("list", "blocklist"),
        ("timeout", "1d"),
    ]);
    assert_eq!(entry.timeout, Some(Timeout::After(Duration::from_secs(86_400))));
    assert!(DateTime::parse(&entry.creation_time.unwrap()).is_some());
}

#[test]
fn schedules_files_and_the_clock_of_7_24() {
    // MikroDash, CHR 7.24.3: a task that is off has no next run, one at
    // start-up no date; ids of files are tokens.
    let task: Scheduler = read(&[
        (".id", "*0"),
        ("disabled", "true"),
        ("interval", "1d"),
        ("name", "md-fixture"),
        ("on-event", ":log info \"md fixture\""),
        ("policy", "ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon"),
        ("run-count", "0"),
        ("start-date", "2026-09-18"),
        ("start-time", "03:00:00"),
    ]);
    assert_eq!((task.interval, task.next_run, task.run_count), (Some(Duration::from_secs(86_400)), None, Some(0)));
    let startup: Scheduler = read(&[("interval", "0s"), ("start-time", "startup")]);
    assert_eq!((startup.start_date, startup.start_time), (None, text("startup")));
    let file: File = read(&[
        (".id", "**YHreAtZptBR6ICKypgCrTh0ZY"),
        ("last-modified", "2026-09-18 10:37:24"),
        ("name", "md-fixture.txt"),
        ("size", "15"),
        ("type", ".txt file"),
    ]);
    assert_eq!(file.id, Some("**YHreAtZptBR6ICKypgCrTh0ZY".into()));
    assert_eq!((file.size, file.kind), (Some(15), text(".txt file")));
    let clock: SystemClock =
        read(&[("date", "2026-09-18"), ("gmt-offset", "+00:00"), ("time", "10:06:20"), ("time-zone-name", "manual")]);
    assert_eq!(clock.gmt_offset.map(|offset| offset.0), Some(0));
}

#[test]
fn a_resource_of_7_1_and_dates_of_6() {
    // The vendor's own example.
    let resource: SystemResource = read(&[
        ("architecture-name", "tile"),
        ("board-name", "CCR1016-12S-1S+"),
        ("build-time", "2020-12-04 14:19:51"),
        ("cpu", "tilegx"),
        ("cpu-count", "16"),
        ("cpu-frequency", "1200"),
        ("cpu-load", "1"),
        ("free-hdd-space", "83439616"),
        ("free-memory", "1503133696"),
        ("platform", "MikroTik"),
        ("uptime", "2d20h12m20s"),
        ("version", "7.1beta4 (development)"),
    ]);
    assert_eq!((resource.cpu_count, resource.free_memory), (Some(16), Some(1_503_133_696)));
    assert_eq!(resource.uptime, Some(Duration::from_secs(245_540)));
    // terraform-routeros, `/ppp/secret` of release 6.
    let secret: PppSecret = read(&[("last-disconnect-reason", "hung-up"), ("last-logged-out", "may/01/2023 20:52:13")]);
    let out = DateTime::parse(&secret.last_logged_out.unwrap()).unwrap();
    assert_eq!((out.year, out.month, out.day, out.second), (2023, 5, 1, 13));
    // A model name in Latin-1 (routeros_api's tests).
    let mut latin = Row::new();
    latin.push("model", b"hap ac\xb2");
    let board = SystemRouterboard::from_row(&latin, Encoding::default());
    assert_eq!(board.model, text("hap ac²"));
}

#[test]
fn hotspot_ppp_and_queue_rows() {
    // terraform-routeros, from the headers of its sources.
    let user: HotspotUser = read(&[
        (".id", "*1"),
        ("address", "0.0.0.1"),
        ("bytes-in", "0"),
        ("bytes-out", "0"),
        ("disabled", "false"),
        ("dynamic", "false"),
        ("email", "mail@g.com"),
        ("limit-bytes-in", "100"),
        ("limit-bytes-total", "500"),
        ("limit-uptime", "1m"),
        ("mac-address", "11:00:00:00:00:00"),
        ("name", "user1"),
        ("packets-in", "0"),
        ("packets-out", "0"),
        ("password", "123"),
        ("profile", "default"),
        ("routes", "10.0.0.0/24"),
        ("uptime", "0s"),
    ]);
    assert!(user.extra.is_empty(), "{:?}", user.extra);
    assert_eq!((user.server, user.comment), (None, None));
    assert_eq!((user.limit_uptime, user.limit_bytes_total), (Some(Duration::from_secs(60)), Some(500)));
    let profile: PppProfile = read(&[
        (".id", "*1"),
        ("address-list", ""),
        ("bridge-learning", "default"),
        ("change-tcp-mss", "default"),
        ("default", "false"),
        ("insert-queue-before", "first"),
        ("local-address", "192.168.77.1"),
        ("name", "ovpn"),
        ("on-down", ""),
        ("only-one", "default"),
        ("parent-queue", "none"),
        ("queue-type", "multi-queue-ethernet-default"),
        ("remote-address", "*2"),
        ("use-ipv6", "yes"),
    ]);
    // A pool that was deleted.
    assert_eq!(profile.remote_address, text("*2"));
    assert_eq!((profile.parent_queue, profile.only_one), (text("none"), text("default")));
    assert_eq!(profile.extra, [("bridge-learning".to_owned(), "default".to_owned())]);
    let queue: SimpleQueue = read(&[
        ("name", "queue1"),
        ("target", "1.0.1.0/24"),
        ("max-limit", "512000/1000000"),
        ("burst-time", "0s/0s"),
        ("bucket-size", "0.1/0.1"),
        ("priority", "8/8"),
        ("queue", "default-small/default-small"),
        ("bytes", "1717/0"),
        ("total-bytes", "0"),
        ("parent", "none"),
        ("packet-marks", ""),
        ("dynamic", "false"),
        ("disabled", "false"),
    ]);
    assert_eq!((queue.max_limit, queue.bytes), (Some((512_000, 1_000_000)), Some((1717, 0))));
    assert_eq!((queue.priority, queue.burst_time), (Some((8, 8)), Some((Duration::ZERO, Duration::ZERO))));
    assert!(queue.extra.is_empty(), "{:?}", queue.extra);
    assert_eq!(RateLimit::parse("512k/1M").map(|limit| limit.rate), Some((512_000, 1_000_000)));
}

#[test]
fn a_line_of_the_log_and_a_second_of_traffic() {
    let line: LogEntry = read(&[
        (".id", "*3E"),
        ("time", "2026-05-31 00:00:01"),
        ("topics", "hotspot,info,debug"),
        ("message", "alice (10.0.0.5): logged in"),
        ("buffer", "memory"),
    ]);
    assert_eq!(line.message, text("alice (10.0.0.5): logged in"));
    assert!(line.extra.is_empty());
    // centrs: bounded monitors number their rounds; `once` does not.
    let sample: TrafficSample = read(&[
        ("name", "ether1"),
        ("rx-packets-per-second", "2"),
        ("rx-bits-per-second", "1184"),
        ("tx-bits-per-second", "2264"),
        (".section", "3"),
    ]);
    assert_eq!((sample.section, sample.rx_bits_per_second), (Some(3), Some(1184)));
}
