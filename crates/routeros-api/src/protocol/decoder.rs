use std::fmt;

use bytes::{Buf, Bytes, BytesMut};

use super::{ProtoError, Sentence, decode_len};

/// Bounds on what a peer may make us hold in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest word, in bytes.
    pub max_word: usize,
    /// Longest sentence: the bytes of all its words together.
    pub max_sentence: usize,
    /// Most words in one sentence.
    pub max_words: usize,
}

impl Default for Limits {
    /// 16 MiB per word and per sentence, 65,536 words: far above anything a
    /// router sends, far below what hurts.
    fn default() -> Self {
        Self { max_word: 16 << 20, max_sentence: 16 << 20, max_words: 1 << 16 }
    }
}

/// Puts sentences together from pieces of any size.
///
/// Empty sentences are skipped, as both sides of the protocol must. After an
/// error the decoder stays in it: the position of the next sentence is lost.
pub struct Decoder {
    limits: Limits,
    buffer: BytesMut,
    words: Vec<Bytes>,
    /// Bytes of `words` together.
    size: usize,
    failed: Option<ProtoError>,
}

impl Decoder {
    /// A decoder with the given limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, buffer: BytesMut::new(), words: Vec::new(), size: 0, failed: None }
    }

    /// Adds bytes from the network.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The buffer that incoming bytes belong into, for reading without a copy.
    /// Only append to it.
    pub fn buffer_mut(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// Whether the bytes so far end between two sentences. `false` at the end
    /// of a stream means that it broke in the middle of one.
    #[must_use]
    pub fn is_between_sentences(&self) -> bool {
        self.words.is_empty() && self.buffer.is_empty()
    }

    /// The next whole sentence, or `None` until more bytes are fed.
    ///
    /// # Errors
    /// Every [`ProtoError`] about lengths and limits; the same one again on
    /// each further call.
    pub fn next_sentence(&mut self) -> Result<Option<Sentence>, ProtoError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = self.advance();
        if let Err(error) = &result {
            self.failed = Some(error.clone());
            self.buffer.clear();
            self.words.clear();
        }
        result
    }

    fn advance(&mut self) -> Result<Option<Sentence>, ProtoError> {
        while let Some((len, prefix)) = decode_len(&self.buffer)? {
            if len == 0 {
                self.buffer.advance(prefix);
                self.size = 0;
                if self.words.is_empty() {
                    continue;
                }
                // Replies of one command have the same number of words, so the
                // next sentence's list is made to fit at once.
                let next = Vec::with_capacity(self.words.len());
                let words = std::mem::replace(&mut self.words, next);
                return Ok(Some(Sentence::from_words(words)));
            }
            let size = len as usize;
            self.check(len, size)?;
            if self.buffer.len() < prefix + size {
                self.buffer.reserve(prefix + size - self.buffer.len());
                return Ok(None);
            }
            self.buffer.advance(prefix);
            self.words.push(self.buffer.split_to(size).freeze());
            self.size += size;
        }
        Ok(None)
    }

    /// Judges a word by its announced length, before any of it is held.
    fn check(&self, len: u32, size: usize) -> Result<(), ProtoError> {
        let Limits { max_word, max_sentence, max_words } = self.limits;
        if size > max_word {
            return Err(ProtoError::WordTooLong { len, limit: max_word });
        }
        if self.size.saturating_add(size) > max_sentence {
            return Err(ProtoError::SentenceTooLong { limit: max_sentence });
        }
        if self.words.len() >= max_words {
            return Err(ProtoError::TooManyWords { limit: max_words });
        }
        Ok(())
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the buffer: it may hold a password in the middle of a word.
        f.debug_struct("Decoder")
            .field("limits", &self.limits)
            .field("buffered", &self.buffer.len())
            .field("words", &self.words.len())
            .field("failed", &self.failed)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::encode_sentence;
    use super::*;

    fn small() -> Decoder {
        Decoder::new(Limits { max_word: 8, max_sentence: 12, max_words: 3 })
    }

    #[test]
    fn empty_sentences_are_skipped() {
        let mut decoder = Decoder::default();
        decoder.feed(b"\x00\x00\x05!done\x00\x00");
        assert_eq!(decoder.next_sentence(), Ok(Some(Sentence::new(["!done"]))));
        assert_eq!(decoder.next_sentence(), Ok(None));
        assert!(decoder.is_between_sentences());
    }

    #[test]
    fn a_cut_sentence_is_noticed() {
        let mut decoder = Decoder::default();
        decoder.feed(b"\x05!done");
        assert_eq!(decoder.next_sentence(), Ok(None));
        assert!(!decoder.is_between_sentences());
    }

    #[test]
    fn limits_are_judged_from_the_prefix_alone() {
        let mut decoder = small();
        decoder.feed(b"\x09");
        assert_eq!(decoder.next_sentence(), Err(ProtoError::WordTooLong { len: 9, limit: 8 }));

        let mut decoder = small();
        decoder.feed(b"\x08!2345678\x05");
        assert_eq!(decoder.next_sentence(), Err(ProtoError::SentenceTooLong { limit: 12 }));

        let mut decoder = small();
        decoder.feed(b"\x01a\x01b\x01c\x01");
        assert_eq!(decoder.next_sentence(), Err(ProtoError::TooManyWords { limit: 3 }));
    }

    #[test]
    fn limits_count_each_sentence_anew() {
        let mut decoder = small();
        for _ in 0..5 {
            decoder.feed(b"\x08!2345678\x04=a=b\x00");
            assert!(decoder.next_sentence().is_ok_and(|sentence| sentence.is_some()));
        }
    }

    #[test]
    fn an_error_stays() {
        let mut decoder = Decoder::default();
        decoder.feed(b"\xff");
        assert_eq!(decoder.next_sentence(), Err(ProtoError::ControlByte(0xFF)));
        decoder.feed(b"\x05!done\x00");
        assert_eq!(decoder.next_sentence(), Err(ProtoError::ControlByte(0xFF)));
    }

    #[test]
    fn a_long_word_and_the_longest_prefix_pass() {
        let word = vec![b'x'; 70_000];
        let mut wire = BytesMut::new();
        encode_sentence(&Sentence::new([word.clone()]), &mut wire);
        wire.extend_from_slice(b"\xf0\x00\x00\x00\x05!done\x00");
        let mut decoder = Decoder::default();
        decoder.feed(&wire);
        assert_eq!(decoder.next_sentence(), Ok(Some(Sentence::new([word]))));
        assert_eq!(decoder.next_sentence(), Ok(Some(Sentence::new(["!done"]))));
    }
}
