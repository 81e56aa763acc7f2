//! Scripts: the language, `/execute`, `/import`, stored scripts, scheduler, netwatch.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod common;

use std::time::Duration;

use common::{Raw, router, value};
use routeros_sim::{Sim, SimHandle};

const USER: &str = "/ip/hotspot/user";

async fn frozen(persona: &str) -> SimHandle {
    Sim::builder().persona(persona).user("admin", "secret").frozen().start().await.unwrap()
}

/// What a script writes.
async fn output(raw: &mut Raw, script: &str) -> String {
    let word = format!("=script={script}");
    raw.ret(&["/execute", &word, "=as-string="]).await.replace("\r\n", "\n")
}

#[tokio::test]
async fn the_language_works_values_out() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    for (script, want) in [
        (":put hello", "hello\n"),
        (":put \"a\\\"b\\\\c\\$d\\?\\41\"", "a\"b\\c$d?A\n"),
        (":local x 5; :local y 7; :put ($x + $y * 2)", "19\n"),
        (":local x 5\n:put \"x is $x, twice $($x * 2), $[:len \"abc\"]\"", "x is 5, twice 10, 3\n"),
        (":put (\"a\" . \"b\" . 1)", "ab1\n"),
        (":put [:pick \"abcdef\" 1 3]", "bc\n"),
        (":put [:find \"abcdef\" \"d\"]", "3\n"),
        (":foreach i in={1;2;3} do={:put $i}", "1\n2\n3\n"),
        (":foreach k,v in={a=1;b=2} do={:put \"$k-$v\"}", "a-1\nb-2\n"),
        (":for i from=3 to=1 do={:put $i}", "3\n2\n1\n"),
        (":local i 0; :while ($i < 2) do={:set i ($i + 1); :put $i}", "1\n2\n"),
        (":if (1 = 2) do={:put yes} else={:put no}", "no\n"),
        (":if ((1 < 2) && !(\"a\" = \"b\")) do={:put yes}", "yes\n"),
        (":do {:error \"bad\"; :put never} on-error={:put caught}\n:put after", "caught\nafter\n"),
        (":global g 4; :put $g", "4\n"),
        (":local a [:toarray \"x,y\"]; :put ($a->1); :put [:len $a]", "y\n2\n"),
        (":put (10.0.0.5 in 10.0.0.0/24)", "true\n"),
        (":if (\"voucher-7\" ~ \"^voucher-[0-9]+\\$\") do={:put match}", "match\n"),
        (":put [/system identity get name]", "MikroTik\n"),
        (":put [/ip hotspot user print count-only]", "1\n"),
        ("/ip hotspot user\nadd name=c1 comment=x\nadd name=c2 comment=x\n:put [:len [find where comment=x]]", "2\n"),
        (":put [/ip hotspot user get [find name=c1] comment]", "x\n"),
        ("/ip hotspot user set [find where comment=x and name!=c1] disabled=yes", ""),
        (":put [/ip hotspot user get c2 disabled]", "true\n"),
        (":foreach u in=[/ip hotspot user find where comment~\"^x\"] do={/ip hotspot user remove \\\n $u}", ""),
        (":put [:len [/ip hotspot user find where comment=x]]", "0\n"),
        ("# only a comment\n\n:put done", "done\n"),
    ] {
        assert_eq!(output(&mut raw, script).await, want, "{script}");
    }
}

#[tokio::test]
async fn failures_name_command_and_line() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    let said = output(&mut raw, "/ip/hotspot/user/add name=a\n\n/ip/hotspot/user/add name=b profile=nope").await;
    assert_eq!(
        said,
        "Script Error: input does not match any value of profile (/ip/hotspot/user/add (profile); line 3)\n"
    );
    assert!(sim.find(USER, "name", "a").is_some(), "what ran before stays");
    // The ladder's bulk lines: each failure is told, the rest goes on.
    let lines: String = (0..100)
        .map(|n| format!(":do {{/ip/hotspot/user/add name=\"v{n}\" comment=\"b1\"}} on-error={{:put \"E v{n}\"}}\n"))
        .collect();
    sim.add(USER, &[("name", "v7")]).unwrap();
    assert_eq!(output(&mut raw, &lines).await, "E v7\n");
    assert_eq!(sim.rows(USER).iter().filter(|r| r.get("comment").is_some_and(|c| c == "b1")).count(), 99);
    // Names are looked up before anything runs.
    for (script, want) in [
        ("/ip/hotspot/user/add name=z\n/ip/hotspot/user/explode", "bad command name explode (line 2 column 18)\n"),
        ("/ip hotspot user add name=z colour=red", "expected end of command (line 1 column 29)\n"),
        (":put \"never ends", "expected closing quote (line 1 column 17)\n"),
        (":if (1 = 1) do={:put x", "expected closing brace (line 1 column 23)\n"),
    ] {
        assert_eq!(output(&mut raw, script).await, want, "{script}");
    }
    assert!(sim.find(USER, "name", "z").is_none());
}

#[tokio::test]
async fn execute_does_not_wait_unless_asked() {
    let sim = frozen("7.22").await;
    let mut raw = Raw::login(&sim).await;
    let id = raw.ret(&["/execute", "=script=:delay 5s\n/ip hotspot user add name=late"]).await;
    assert!(id.starts_with('*'), "{id}");
    assert!(sim.find(USER, "name", "late").is_none());
    sim.advance(Duration::from_secs(6));
    assert!(sim.find(USER, "name", "late").is_some());
    raw.ret(&["/execute", "=script=:put one; :error two", "=file=out"]).await;
    let file = sim.find("/file", "name", "out.txt").expect("the output");
    assert_eq!(file["contents"], "one\r\nScript Error: two\n");
    // Before 7 nothing waits for the output.
    let old = router("6.49").await;
    let mut raw = Raw::login(&old).await;
    assert!(raw.ret(&["/execute", "=script=/ip hotspot user add name=x", "=as-string="]).await.starts_with('*'));
    assert!(old.find(USER, "name", "x").is_some());
}

#[tokio::test]
async fn stored_scripts_run_and_are_counted() {
    let sim = router("6.49").await;
    let mut raw = Raw::login(&sim).await;
    let lines = "=source=/ip hotspot user\nadd name=s1\nadd name=s2";
    raw.ret(&["/system/script/add", "=name=bulk", lines]).await;
    assert_eq!(raw.ask(&["/system/script/run", "=number=bulk"]).await, [["!done"]]);
    assert_eq!(sim.count(USER), 3);
    let row = sim.find("/system/script", "name", "bulk").unwrap();
    assert_eq!((row["run-count"].as_str(), row.contains_key("last-started")), ("1", true));
    let refused = raw.refusal(&["/system/script/run", "=.id=bulk"]).await;
    assert_eq!(refused, "Script Error: failure: already have user with this name for this server");
    assert_eq!(raw.ask(&["/system/script/remove", "=.id=bulk"]).await, [["!done"]]);
}

#[tokio::test]
async fn files_have_their_limits() {
    let sim = router("7.24").await;
    let mut raw = Raw::login(&sim).await;
    let id = raw.ret(&["/file/add", "=name=a.rsc", "=type=file"]).await;
    assert!(id.starts_with("**"), "{id}");
    let id_word = format!("=.id={id}");
    let contents = |size: usize| format!("=contents={}", "#".repeat(size));
    assert_eq!(raw.ask(&["/file/set", &id_word, &contents(60_416)]).await, [["!done"]]);
    assert_eq!(sim.find("/file", "name", "a.rsc").unwrap()["size"], "60416");
    assert_eq!(raw.refusal(&["/file/set", &id_word, &contents(61_440)]).await, "failure: contents too long");
    let rows = raw.ask(&["/file/print", "=.proplist=.id,name,size,type"]).await;
    assert_eq!(value(&rows[0], "type"), Some("script"));
    raw.send(&["/file/set", &id_word, &contents(102_400)]).await;
    assert_eq!(raw.next().await, None, "the connection is closed without a trap");
    let mut raw = Raw::login(&sim).await;
    assert_eq!(raw.ask(&["/file/remove", "=numbers=a.rsc"]).await, [["!done"]]);
    let old = router("6.49").await;
    let refused = Raw::login(&old).await.refusal(&["/file/add", "=name=x.rsc"]).await;
    assert_eq!(refused, "no such command prefix");
}

async fn file(raw: &mut Raw, name: &str, contents: &str) {
    let name_word = format!("=name={name}");
    raw.ret(&["/file/add", &name_word]).await;
    let (id, contents) = (format!("=.id={name}"), format!("=contents={contents}"));
    raw.ask(&["/file/set", &id, &contents]).await;
}

#[tokio::test]
async fn imports_stop_where_they_fail() {
    let sim = router("7.24").await;
    let mut raw = Raw::login(&sim).await;
    let missing = raw.refusal(&["/import", "=file-name=nope.rsc"]).await;
    assert_eq!(missing, "Cannot open import file, file does not exist");
    let add = |n: usize| format!("/ip/hotspot/user/add name=i{n}\n");
    let good: String = (0..600).map(add).collect();
    file(&mut raw, "good.rsc", &good).await;
    assert_eq!(raw.ret(&["/import", "=file-name=good.rsc", "=dry-run="]).await, "true");
    assert_eq!(sim.count(USER), 1, "a dry run changes nothing");
    assert_eq!(raw.ret(&["/import", "=file-name=good.rsc"]).await, "true");
    assert_eq!(sim.count(USER), 601);
    let partial = format!("{}{}/ip/hotspot/user/add name=x profile=none-such\n{}", add(700), add(701), add(702));
    file(&mut raw, "partial.rsc", &partial).await;
    assert_eq!(
        raw.refusal(&["/import", "=file-name=partial.rsc"]).await,
        "Script Error: input does not match any value of profile (/ip/hotspot/user/add (profile); line 3)"
    );
    assert_eq!(sim.count(USER), 603, "the two lines before it");
    let refused = raw.refusal(&["/import", "=file-name=partial.rsc", "=verbose=yes"]).await;
    assert_eq!(refused, "Script Error: failure: already have user with this name for this server");
    // A text that never ends: nothing is applied, the end of the file is blamed.
    let broken = format!("{}/ip/hotspot/user/add name=\"never\n{}", add(800), add(801));
    file(&mut raw, "broken.rsc", &broken).await;
    let refused = raw.refusal(&["/import", "=file-name=broken.rsc"]).await;
    assert_eq!(refused, "Script Error: expected name value (line 4 column 1)");
    let refused = raw.refusal(&["/import", "=file-name=broken.rsc", "=dry-run="]).await;
    assert_eq!(refused, "Script Error: found 1 error(s) in import file");
    assert_eq!(sim.count(USER), 603);
}

#[tokio::test]
async fn a_cancelled_import_is_half_done() {
    let sim = Sim::builder().persona("7.22").user("admin", "secret").rates(true).start().await.unwrap();
    let mut raw = Raw::login(&sim).await;
    let lines: String = (0..950).map(|n| format!("/ip/hotspot/user/add name=i{n}\n")).collect();
    file(&mut raw, "long.rsc", &lines).await;
    raw.send(&["/import", "=file-name=long.rsc", ".tag=1"]).await;
    while sim.count(USER) < 20 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    raw.send(&["/cancel", "=tag=1", ".tag=2"]).await;
    let replies = [raw.next().await, raw.next().await, raw.next().await].map(Option::unwrap);
    assert_eq!(replies[0], ["!trap", ".tag=1", "=category=2", "=message=interrupted"]);
    let applied = sim.count(USER);
    assert!((20..950).contains(&applied), "{applied}");
    raw.ask(&["/system/identity/print", ".tag=3"]).await;
    assert_eq!(sim.count(USER), applied, "nothing follows");
}

#[tokio::test]
async fn schedulers_fire_on_the_virtual_clock() {
    let sim = frozen("7.22").await;
    let mut raw = Raw::login(&sim).await;
    let event = "=on-event=/log info message=tick";
    raw.ret(&["/system/scheduler/add", "=name=t", "=interval=15s", event]).await;
    let row = sim.find("/system/scheduler", "name", "t").unwrap();
    assert!(row.contains_key("next-run") && row["run-count"] == "0");
    sim.advance(Duration::from_secs(14));
    let ticks = || sim.rows("/log").iter().filter(|r| r["message"] == "tick").count();
    assert_eq!(ticks(), 0, "the first time is after one interval");
    sim.advance(Duration::from_secs(60));
    assert_eq!(ticks(), 4, "at 15, 30, 45 and 60 seconds");
    assert_eq!(sim.find("/system/scheduler", "name", "t").unwrap()["run-count"], "4");
    sim.set("/system/scheduler", "t", &[("disabled", "yes")]).unwrap();
    assert!(!sim.find("/system/scheduler", "name", "t").unwrap().contains_key("next-run"));
    sim.advance(Duration::from_secs(60));
    assert_eq!(ticks(), 4);
    raw.ret(&["/system/scheduler/add", "=name=boot", "=start-time=startup", "=on-event=/log info message=up"]).await;
    sim.restart().await.unwrap();
    sim.advance(Duration::from_secs(1));
    assert_eq!(sim.rows("/log").iter().filter(|r| r["message"] == "up").count(), 1);
}

#[tokio::test]
async fn a_device_mode_that_forbids_schedulers_refuses_new_ones_and_stills_old_ones() {
    let sim = frozen("7.22").await;
    let mut raw = Raw::login(&sim).await;
    let event = "=on-event=/log info message=tick";
    raw.ret(&["/system/scheduler/add", "=name=t", "=interval=15s", event]).await;
    sim.set("/system/device-mode", "", &[("scheduler", "no")]).unwrap();
    let rows = raw.ask(&["/system/device-mode/print"]).await;
    assert_eq!((value(&rows[0], "mode"), value(&rows[0], "scheduler")), (Some("advanced"), Some("false")));
    let refused = raw.refusal(&["/system/scheduler/add", "=name=u", "=interval=15s", event]).await;
    assert_eq!(refused, "failure: not allowed by device-mode");
    sim.advance(Duration::from_secs(60));
    assert_eq!(sim.rows("/log").iter().filter(|r| r["message"] == "tick").count(), 0);
    let old = frozen("6.49").await;
    let refused = Raw::login(&old).await.refusal(&["/system/device-mode/print"]).await;
    assert!(refused.contains("no such command"), "{refused}");
}

#[tokio::test]
async fn netwatch_notices_hosts_that_go_and_come() {
    let sim = frozen("7.22").await;
    let down = "/ip hotspot user add name=was-down comment=$host";
    let args =
        [("host", "10.1.1.1"), ("interval", "10s"), ("down-script", down), ("up-script", "/log info message=back")];
    sim.add("/tool/netwatch", &args).unwrap();
    let status = || sim.rows("/tool/netwatch")[0]["status"].clone();
    assert_eq!(status(), "up");
    sim.set_host("10.1.1.1", false);
    sim.advance(Duration::from_secs(11));
    assert_eq!(status(), "down");
    assert_eq!(sim.find(USER, "name", "was-down").unwrap()["comment"], "10.1.1.1");
    sim.set_host("10.1.1.1", true);
    sim.advance(Duration::from_secs(11));
    assert_eq!(status(), "up");
    assert_eq!(sim.rows("/log").iter().filter(|r| r["message"] == "back").count(), 2);
}

/// What mikhmon keeps in `on-login`: after the first login the comment is the expiry.
const MIKHMON: &str = r#":put (",rem,5000,1d,6000,,Enable,"); {:local date [ /system clock get date ];:local year [ :pick $date 7 11 ];:local month [ :pick $date 0 3 ];:local comment [ /ip hotspot user get [/ip hotspot user find where name="$user"] comment]; :local ucode [:pic $comment 0 2]; :if ($ucode = "vc" or $ucode = "up" or $comment = "") do={ /sys sch add name="$user" disable=no start-date=$date interval="1d"; :delay 2s; :local exp [ /sys sch get [ /sys sch find where name="$user" ] next-run]; :local getxp [len $exp]; :if ($getxp = 15) do={ :local d [:pic $exp 0 6]; :local t [:pic $exp 7 16]; :local s ("/"); :local exp ("$d$s$year $t"); /ip hotspot user set comment=$exp [find where name="$user"];}; :if ($getxp = 8) do={ /ip hotspot user set comment="$date $exp" [find where name="$user"];}; :if ($getxp > 15) do={ /ip hotspot user set comment=$exp [find where name="$user"];}; /sys sch remove [find where name="$user"]; [:local mac $"mac-address"; /ip hotspot user set mac-address=$mac [find where name=$user]]}}"#;

#[tokio::test]
async fn mikhmons_pattern_writes_the_expiry() {
    for (persona, shape) in [("6.49", "jan/03/2026"), ("7.9", "jan/03/2026"), ("7.22", "2026-01-03")] {
        let sim = frozen(persona).await;
        sim.set("/system/clock", "", &[("date", "jan/02/2026"), ("time", "10:00:00")]).unwrap();
        sim.add(USER, &[("name", "abc"), ("comment", "vc-123-01.02.26-shop")]).unwrap();
        sim.set("/ip/hotspot/user/profile", "default", &[("on-login", MIKHMON)]).unwrap();
        sim.login_user_from("abc", "", "AA:BB:CC:00:11:22").unwrap();
        sim.advance(Duration::from_secs(3));
        let row = sim.find(USER, "name", "abc").unwrap();
        assert!(row["comment"].starts_with(shape), "{persona}: {}", row["comment"]);
        assert_eq!(row["mac-address"], "AA:BB:CC:00:11:22", "{persona}");
        assert_eq!(sim.count("/system/scheduler"), 0, "{persona}");
    }
}

/// Whatever is sent as a script, the router answers and goes on.
#[tokio::test]
async fn nonsense_is_answered_too() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    for piece in
        ["(", "[", "{", ":do {", ":put (1 + (", "\"$(", ":if (1=1) do={", "{a=", ":put [find where !", "(!", "(-"]
    {
        let deep = format!(":put {}", piece.repeat(5000));
        assert!(output(&mut raw, &deep).await.contains("(line 1 column"), "{piece}");
    }
    let tests = format!("/ip hotspot user find {}", "name=x ".repeat(5000));
    assert!(output(&mut raw, &tests).await.contains("(line 1 column"));
    sim.add("/system/script", &[("name", "circle"), ("source", "/system script run circle")]).unwrap();
    assert!(output(&mut raw, "/system script run circle").await.contains("without end"));
    // Pieces of scripts in any order, the same each time.
    let pieces = [
        ":put ",
        ":local a ",
        "$a",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\"",
        ";",
        "\n",
        "/ip hotspot user ",
        "find ",
        "where ",
        "name=x",
        "add ",
        "set ",
        "=",
        "!",
        "~",
        "->",
        "\\",
        ":foreach i in=",
        "do=",
        "1",
        "*1",
        ".",
        ",",
        "#",
        ":if ",
        ":delay 0s",
        "get ",
        "print ",
        "as-value ",
        "in ",
        "10.0.0.1",
        "\u{e9}",
        " ",
    ];
    let mut state = 1_u64;
    for _ in 0..3000 {
        let mut script = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            script.push_str(pieces[usize::try_from(state >> 33).unwrap() % pieces.len()]);
        }
        output(&mut raw, &script).await;
    }
    assert_eq!(output(&mut raw, ":put alive").await, "alive\n");
}
