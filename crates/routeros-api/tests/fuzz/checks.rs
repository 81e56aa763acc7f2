//! What must hold for any bytes. Run by the fuzz targets (`fuzz/` at the top
//! of the repository) on new inputs and by `replay.rs` on those that were kept.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use routeros_api::protocol::{Decoder, Limits, ProtoError, Sentence, TaggedReply, encode_sentence};
use routeros_api::resource::{HotspotUser, SystemResource};
use routeros_api::value::{self, DateStyle, DateTime, LogTime, RateLimit, Timeout, UtcOffset};
use routeros_api::{Command, Encoding, Query, Resource, Trap, script};

/// A check of arbitrary bytes.
pub type Check = fn(&[u8]);

/// Every check by its name, which is also the name of its target and of its
/// folder of kept inputs.
pub const ALL: [(&str, Check); 5] =
    [("decoder", decoder), ("reply", reply), ("values", values), ("command", command), ("script", script_text)];

fn decode(pieces: &[&[u8]]) -> (Vec<Sentence>, Option<ProtoError>, bool) {
    let mut decoder = Decoder::new(Limits { max_word: 4096, max_sentence: 8192, max_words: 24 });
    let mut sentences = Vec::new();
    for piece in pieces {
        decoder.feed(piece);
        loop {
            match decoder.next_sentence() {
                Ok(Some(sentence)) => sentences.push(sentence),
                Ok(None) => break,
                Err(error) => return (sentences, Some(error), false),
            }
        }
    }
    (sentences, None, decoder.is_between_sentences())
}

/// The first bytes say where the rest is cut; the pieces give what the whole
/// gives, and what was decoded is encoded and decoded to the same.
pub fn decoder(data: &[u8]) {
    let (cuts, wire) = data.split_at(data.len().min(8));
    let mut pieces = Vec::new();
    let mut rest = wire;
    for cut in cuts.iter().cycle().take(64) {
        let (piece, tail) = rest.split_at(rest.len().min(usize::from(*cut) + 1));
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    let whole = decode(&[wire]);
    assert_eq!(decode(&pieces), whole);
    let (sentences, ..) = whole;
    let mut again = BytesMut::new();
    sentences.iter().for_each(|sentence| encode_sentence(sentence, &mut again));
    assert_eq!(decode(&[&again]), (sentences, None, true));
}

/// Sentences as the router's replies: read, written and read the same.
pub fn reply(data: &[u8]) {
    let (sentences, ..) = decode(&[data]);
    for sentence in sentences {
        let shown = format!("{sentence:?}");
        assert!(shown.starts_with('['), "{shown}");
        let Ok(reply) = TaggedReply::parse(sentence) else { continue };
        let written = reply.to_sentence();
        assert_eq!(TaggedReply::parse(written), Ok(reply.clone()));
        if let routeros_api::protocol::Reply::Re(row) | routeros_api::protocol::Reply::Trap(row) = &reply.reply {
            assert_eq!(row.iter().count(), row.len());
            let user = HotspotUser::from_row(row, Encoding::default());
            let _ = (format!("{user:?}"), SystemResource::from_row(row, Encoding::Gbk));
            let message = row.get_str("message").unwrap_or_default();
            assert_eq!(Trap::from_message(&*message).message, message);
        }
    }
}

/// Every reader of values; what is written back is read the same.
pub fn values(data: &[u8]) {
    for encoding in [Encoding::Windows1252, Encoding::Windows1251, Encoding::Windows1250, Encoding::Gbk] {
        let text = encoding.decode(data);
        assert_eq!(&*encoding.encode_like(&text, data), data, "{encoding:?}");
    }
    let text = Encoding::default().decode(data);
    if let Some(duration) = value::parse_duration(&text) {
        let micros = Duration::new(duration.as_secs(), duration.subsec_micros() * 1000);
        assert_eq!(value::parse_duration(&value::format_duration(duration)), Some(micros));
    }
    assert!(!matches!(Timeout::parse(&text), Timeout::Word(word) if word != *text));
    if let Some(number) = value::parse_bytes(&text) {
        assert_eq!(value::parse_bytes(&number.to_string()), Some(number));
    }
    let _ = value::parse_pair(&text, value::parse_bytes);
    if let Some(limit) = RateLimit::parse(&text) {
        let written = RateLimit::parse(&limit.to_string());
        let micros = |time: Duration| Duration::new(time.as_secs(), time.subsec_micros() * 1000);
        let rounded = RateLimit { time: (micros(limit.time.0), micros(limit.time.1)), ..limit };
        // What only said that there is nothing is not written.
        assert_eq!(written, Some(rounded), "{text}");
    }
    if let Some(offset) = UtcOffset::parse(&text) {
        let minutes = UtcOffset(offset.0 / 60 * 60);
        assert_eq!(UtcOffset::parse(&offset.to_string()), Some(minutes));
    }
    if let Some(time) = DateTime::parse(&text) {
        assert!(time.to_unix() >= 0);
        assert!(DateStyle::of(&text).is_some());
    }
    if let Some(time) = LogTime::parse(&text) {
        for now in ["2024-02-29 12:00:00", "1970-01-01 00:00:00"] {
            let now = DateTime::parse(now).unwrap_or_else(|| unreachable!("a date"));
            let at = time.at(&now);
            assert!((1..=31).contains(&at.day) && (1..=12).contains(&at.month), "{at:?}");
        }
    }
}

/// Fields cut from the bytes: the first byte of each says what it is, the
/// second how long it is.
fn fields(data: &[u8]) -> Vec<(u8, &[u8])> {
    let mut fields = Vec::new();
    let mut rest = data;
    while let [kind, length, tail @ ..] = rest {
        let (field, tail) = tail.split_at(tail.len().min(usize::from(*length)));
        fields.push((*kind, field));
        rest = tail;
    }
    fields
}

fn name(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect()
}

/// A command of any arguments and conditions is encoded, decoded and read to
/// the same command, and both ways to write it agree.
pub fn command(data: &[u8]) {
    let mut command = Command::new("/ip/hotspot/user/print");
    let mut query = Query::all();
    for (kind, field) in fields(data) {
        let (head, value) = field.split_at(field.len().min(usize::from(kind >> 4)));
        match kind % 8 {
            0 => command = command.arg(name(head), value),
            1 => command = command.flag(name(field)),
            2 => query = query.and(Query::eq(&name(head), value)),
            3 => query = query.or(Query::gt(&name(head), value)),
            4 => query = query.not(),
            5 => query = query.and(Query::lacks(&name(field))),
            6 => query = query.and(Query::any_of(&name(head), value.chunks(3))),
            _ => command = command.proplist(value.chunks(4).map(name)),
        }
    }
    let command = command.query(query);
    let mut wire = BytesMut::new();
    command.encode(Some(7), &mut wire);
    let mut decoder = Decoder::default();
    decoder.feed(&wire);
    let Ok(Some(sentence)) = decoder.next_sentence() else { panic!("{command:?} is no sentence") };
    assert!(decoder.is_between_sentences(), "{command:?} is more than a sentence");
    assert_eq!(sentence, command.to_sentence(Some(7)));
    assert_eq!(Command::parse(&sentence), Ok((command, Some(Bytes::from_static(b"7")))));
}

/// Any values in a line of a script are read back by a reader that knows
/// nothing but the router's rules, and nothing stands outside the quotes.
pub fn script_text(data: &[u8]) {
    let mut command = Command::new("/ip/hotspot/user/add");
    let mut sent = Vec::new();
    for (kind, field) in fields(data) {
        let name = name(&[kind]);
        command = command.arg(name.clone(), field);
        sent.push((name, field.to_vec()));
    }
    let zero = sent.iter().any(|(_, value)| value.contains(&0));
    let Ok(line) = script::guarded(&command, 5) else {
        assert!(zero, "refused without a reason");
        return;
    };
    assert!(!zero && line.bytes().all(|byte| (0x20..=0x7E).contains(&byte)), "{line}");
    let Some(inner) =
        line.strip_prefix(":do {/ip hotspot user add").and_then(|rest| rest.strip_suffix("} on-error={:put \"E 5\"}"))
    else {
        panic!("{line}");
    };
    assert_eq!(read_arguments(inner.as_bytes()), Some(sent), "{line}");
}

/// ` name="value"` again and again; `None` if it is anything else.
fn read_arguments(mut rest: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut arguments = Vec::new();
    while !rest.is_empty() {
        rest = rest.strip_prefix(b" ")?;
        let end = rest.iter().position(|byte| !byte.is_ascii_lowercase())?;
        let name = String::from_utf8(rest[..end].to_vec()).ok()?;
        rest = rest[end..].strip_prefix(b"=\"")?;
        let mut value = Vec::new();
        loop {
            let (&byte, tail) = rest.split_first()?;
            rest = tail;
            match byte {
                b'"' => break,
                b'$' | b'?' => return None,
                b'\\' => {
                    let (&escaped, tail) = rest.split_first()?;
                    rest = tail;
                    value.push(match escaped {
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        b'"' | b'\\' | b'$' | b'?' => escaped,
                        _ => {
                            let (&low, tail) = rest.split_first()?;
                            rest = tail;
                            hex(escaped)? << 4 | hex(low)?
                        }
                    });
                }
                plain => value.push(plain),
            }
        }
        arguments.push((name, value));
    }
    Some(arguments)
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
