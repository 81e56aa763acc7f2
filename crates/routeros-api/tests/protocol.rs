//! The wire format against arbitrary content and arbitrary cuts.

#![allow(missing_docs, reason = "a test program has no readers of its documentation")]

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;
use routeros_api::protocol::{
    Command, Decoder, Reply, Row, Sentence, TaggedReply, decode_len, encode_len, encode_sentence, prefix_len,
};

fn word() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        8 => prop::collection::vec(any::<u8>(), 1..40),
        1 => prop::collection::vec(any::<u8>(), 100..300),
        1 => (0x3FF0_usize..0x4010).prop_map(|len| vec![b'x'; len]),
    ]
}

fn sentences() -> impl Strategy<Value = Vec<Sentence>> {
    prop::collection::vec(prop::collection::vec(word(), 1..6).prop_map(Sentence::new), 1..8)
}

fn name() -> impl Strategy<Value = Bytes> {
    "[a-z.][a-z0-9-]{0,12}".prop_filter("not a tag", |name| name != ".tag").prop_map(Bytes::from)
}

fn row() -> impl Strategy<Value = Row> {
    prop::collection::vec((name(), prop::collection::vec(any::<u8>(), 0..30)), 0..6)
        .prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #[test]
    fn any_length_comes_back(len in any::<u32>()) {
        let mut out = BytesMut::new();
        encode_len(len, &mut out);
        prop_assert_eq!(out.len(), prefix_len(len));
        prop_assert_eq!(decode_len(&out), Ok(Some((len, out.len()))));
    }

    #[test]
    fn sentences_survive_any_cut(sentences in sentences(), cuts in prop::collection::vec(1_usize..200, 0..60)) {
        let mut wire = BytesMut::new();
        for sentence in &sentences {
            encode_sentence(sentence, &mut wire);
        }
        let mut decoder = Decoder::default();
        let mut decoded = Vec::new();
        let mut rest = &wire[..];
        for cut in cuts.into_iter().chain([usize::MAX]) {
            let (piece, tail) = rest.split_at(cut.min(rest.len()));
            decoder.feed(piece);
            rest = tail;
            while let Some(sentence) = decoder.next_sentence().unwrap() {
                decoded.push(sentence);
            }
        }
        prop_assert_eq!(decoded, sentences);
        prop_assert!(decoder.is_between_sentences());
    }

    #[test]
    fn arbitrary_bytes_never_panic(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..20)) {
        let mut decoder = Decoder::default();
        for piece in pieces {
            decoder.feed(&piece);
            while let Ok(Some(sentence)) = decoder.next_sentence() {
                let _ = format!("{sentence:?}");
                let _ = Command::parse(&sentence);
                let _ = TaggedReply::parse(sentence);
            }
        }
    }

    #[test]
    fn replies_come_back(row in row(), tag in prop::option::of("[0-9]{1,20}".prop_map(Bytes::from)), kind in 0..4) {
        let reply = match kind {
            0 => Reply::Re(row),
            1 => Reply::Done(row),
            2 => Reply::Trap(row),
            _ => Reply::Empty,
        };
        let sent = TaggedReply { tag, reply };
        prop_assert_eq!(TaggedReply::parse(sent.to_sentence()).unwrap(), sent);
    }

    #[test]
    fn commands_come_back(fields in row(), tag in any::<u64>()) {
        let mut command = Command::new("/a/b");
        for (name, value) in fields.iter() {
            command = command.arg(String::from_utf8_lossy(name).into_owned(), value);
        }
        let (parsed, seen) = Command::parse(&command.to_sentence(Some(tag))).unwrap();
        prop_assert_eq!(parsed, command);
        prop_assert_eq!(seen, Some(Bytes::from(tag.to_string())));
    }
}
