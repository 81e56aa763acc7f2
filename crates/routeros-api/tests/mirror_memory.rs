//! How much memory a mirror of 50,000 accounts takes. A process of its own:
//! what other tests hold must not be counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test")]

use bytes::BytesMut;
use routeros_api::protocol::{Command, Decoder, Sentence, encode_sentence};
use routeros_api::resource::HotspotUser;
use routeros_api::{Client, Config, MirrorOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const ACCOUNTS: usize = 50_000;
/// The limit the design sets.
const LIMIT: usize = 40 << 20;

/// Memory of this process in use, in bytes; `None` where the system does not
/// say.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<usize>().ok()? << 10)
}

/// Answers everything with nothing, and the print of the accounts with 50,000
/// full rows, made on the way so that they are not held here.
async fn serve(listener: TcpListener) {
    let (mut io, _) = listener.accept().await.unwrap();
    let mut decoder = Decoder::default();
    loop {
        while let Some(sentence) = decoder.next_sentence().unwrap() {
            let (command, tag) = Command::parse(&sentence).unwrap();
            let tag = tag.map(|tag| format!(".tag={}", String::from_utf8_lossy(&tag)));
            let mut out = BytesMut::new();
            if command.path() == "/ip/hotspot/user/listen" {
                continue;
            }
            if command.path() == "/ip/hotspot/user/print" {
                for number in 0..ACCOUNTS {
                    let mut words = vec!["!re".to_owned()];
                    words.extend(tag.clone());
                    words.extend(row(number));
                    encode_sentence(&Sentence::new(words), &mut out);
                    if out.len() > 60_000 {
                        io.write_all(&out).await.unwrap();
                        out.clear();
                    }
                }
            }
            encode_sentence(&Sentence::new(["!done".to_owned()].into_iter().chain(tag)), &mut out);
            io.write_all(&out).await.unwrap();
        }
        if io.read_buf(decoder.buffer_mut()).await.unwrap_or(0) == 0 {
            return;
        }
    }
}

/// A full row, about 300 bytes, as a voucher's account has it.
fn row(number: usize) -> impl Iterator<Item = String> {
    [
        format!("=.id=*{number:X}"),
        "=server=hotspot1".to_owned(),
        format!("=name=v{number:07}"),
        format!("=password=p{number:07}"),
        "=profile=paket-harian-5000".to_owned(),
        format!("=limit-uptime=1d{}s", number % 60),
        "=limit-bytes-total=5368709120".to_owned(),
        format!("=uptime=3h{}m", number % 60),
        format!("=bytes-in={}", number * 1717),
        format!("=bytes-out={}", number * 17_171),
        format!("=packets-in={number}"),
        format!("=packets-out={number}"),
        "=dynamic=false".to_owned(),
        "=disabled=false".to_owned(),
        format!("=comment=simpul|v1|0a1b2c3d|B-{:04}|{number}", number / 500),
    ]
    .into_iter()
}

#[tokio::test]
async fn fifty_thousand_accounts_take_less_than_forty_megabytes() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(serve(listener));
    let client = Client::connect(Config::new("127.0.0.1", "u", "p").port(port)).await.unwrap();
    let before = resident();
    let mirror = client.mirror::<HotspotUser>(MirrorOptions::default()).await.unwrap();
    let after = resident();
    assert_eq!(mirror.len(), ACCOUNTS);
    let last = mirror.get(&format!("*{:X}", ACCOUNTS - 1).as_str().into()).unwrap();
    assert_eq!(last.comment.as_deref(), Some("simpul|v1|0a1b2c3d|B-0099|49999"));
    let (Some(before), Some(after)) = (before, after) else {
        println!("not measured: this system does not say how much memory is in use");
        return;
    };
    let taken = after.saturating_sub(before);
    println!("a mirror of {ACCOUNTS} accounts takes {:.1} MB", taken as f64 / 1e6);
    assert!(taken > ACCOUNTS * 100, "{taken} bytes cannot be all: the measure is wrong");
    assert!(taken < LIMIT, "{taken} bytes");
}
