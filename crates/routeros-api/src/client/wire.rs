//! Reaching a router and logging in: everything before the link is shared.

use bytes::BytesMut;
use md5::{Digest, Md5};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use zeroize::Zeroizing;

use super::Response;
use crate::config::Config;
use crate::encoding::Encoding;
use crate::error::{AuthError, Cause, Error, IoError, Result, Sent};
use crate::protocol::{Command, Decoder, Reply, Row, TaggedReply};
use crate::tls::{self, SpkiPin, Tls, Trust};
use crate::trap::{Trap, TrapKind};

/// A byte stream, plain or encrypted.
pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A connected stream and what was read from it so far.
pub(crate) struct Wire {
    pub io: Box<dyn Io>,
    pub decoder: Decoder,
    pub encoding: Encoding,
}

/// Connects, encrypted if wished, and says which key the router showed.
pub(crate) async fn open(config: &Config, learned: Option<SpkiPin>) -> Result<(Wire, Option<SpkiPin>)> {
    let tcp = TcpStream::connect((config.host.as_str(), config.effective_port())).await?;
    // Commands are small and every one waits for its answer.
    tcp.set_nodelay(true)?;
    let trust = match &config.tls {
        Tls::Off => None,
        Tls::PinSpki(pin) => Some(Trust::Pin(*pin)),
        Tls::TrustOnFirstUse => Some(learned.map_or(Trust::Any, Trust::Pin)),
        Tls::Ca(ca) => Some(Trust::Ca(ca.clone())),
        Tls::InsecureAcceptAny => Some(Trust::Any),
    };
    let (io, pin): (Box<dyn Io>, _) = match trust {
        None => (Box::new(tcp), None),
        Some(trust) => {
            let (stream, pin) = tls::handshake(tcp, &config.host, &trust).await?;
            (Box::new(stream), Some(pin))
        }
    };
    let decoder = Decoder::new(config.limits);
    Ok((Wire { io, decoder, encoding: config.encoding }, pin))
}

/// The answer to one command so far.
#[derive(Default)]
struct Collected {
    tag: Option<u64>,
    rows: Vec<Row>,
    traps: Vec<Row>,
    done: Option<Row>,
}

impl Collected {
    fn finish(self, encoding: Encoding) -> Result<Response, Trap> {
        match Trap::from_rows(&self.traps, encoding) {
            Some(trap) => Err(trap),
            None => Ok(Response { rows: self.rows, done: self.done.unwrap_or_default(), encoding }),
        }
    }
}

impl Wire {
    /// Logs in: by password, and by the old challenge only if the router
    /// answers with one (releases before 6.43).
    pub async fn login(&mut self, user: &str, password: &str) -> Result<()> {
        let command = Command::new("/login").arg("name", user).arg("password", password);
        let answer = self.exchange(&[(None, command)]).await?.remove(0).map_err(refused)?;
        let Some(challenge) = answer.done.get("ret") else {
            return Ok(());
        };
        let response = challenge_response(password, challenge)
            .ok_or_else(|| AuthError::Refused("the router's challenge cannot be read".to_owned()))?;
        let command = Command::new("/login").arg("name", user).arg("response", response.as_str());
        self.exchange(&[(None, command)]).await?.remove(0).map_err(refused)?;
        Ok(())
    }

    /// Sends commands at once and waits for all answers, in their order. Only
    /// one may be without a tag.
    pub async fn exchange(&mut self, commands: &[(Option<u64>, Command)]) -> Result<Vec<Result<Response, Trap>>> {
        let mut out = BytesMut::new();
        for (tag, command) in commands {
            command.encode(*tag, &mut out);
        }
        self.io.write_all(&out).await?;
        self.io.flush().await?;
        let mut open: Vec<Collected> =
            commands.iter().map(|(tag, _)| Collected { tag: *tag, ..Collected::default() }).collect();
        while open.iter().any(|answer| answer.done.is_none()) {
            let reply = self.next().await?;
            if let Reply::Fatal(reason) = reply.reply {
                return Err(Error::Fatal(self.encoding.decode(&reason).into_owned()));
            }
            let tag = reply.tag.as_deref().and_then(tag_number);
            let Some(answer) = open.iter_mut().find(|answer| answer.tag == tag) else {
                continue;
            };
            match reply.reply {
                Reply::Re(row) => answer.rows.push(row),
                Reply::Trap(row) => answer.traps.push(row),
                Reply::Done(row) => answer.done = Some(row),
                _ => {}
            }
        }
        Ok(open.into_iter().map(|answer| answer.finish(self.encoding)).collect())
    }

    async fn next(&mut self) -> Result<TaggedReply> {
        loop {
            if let Some(sentence) = self.decoder.next_sentence()? {
                return Ok(TaggedReply::parse(sentence)?);
            }
            let cause = match self.io.read_buf(self.decoder.buffer_mut()).await {
                Ok(0) => Cause::Closed,
                Ok(_) => continue,
                Err(error) => Cause::Io(IoError::from(error)),
            };
            return Err(Error::Disconnected { sent: Sent::No, cause });
        }
    }
}

/// The number in a tag that this crate gave out.
pub(crate) fn tag_number(tag: &[u8]) -> Option<u64> {
    std::str::from_utf8(tag).ok()?.parse().ok()
}

fn refused(trap: Trap) -> Error {
    let error = if trap.message.contains("invalid user name or password") || trap.message.contains("cannot log in") {
        AuthError::BadCredentials
    } else if trap.message.contains("radius timeout") {
        AuthError::RadiusTimeout(trap.message)
    } else if trap.kind == TrapKind::Interrupted {
        return Error::Trap(trap);
    } else {
        AuthError::Refused(trap.message)
    };
    Error::Auth(error)
}

/// `00` and the MD5 of a zero byte, the password and the challenge's bytes, in
/// hex; `None` if the challenge is not hex.
fn challenge_response(password: &str, challenge: &[u8]) -> Option<Zeroizing<String>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut plain = Zeroizing::new(vec![0]);
    plain.extend_from_slice(password.as_bytes());
    if challenge.is_empty() || !challenge.len().is_multiple_of(2) {
        return None;
    }
    for pair in challenge.chunks_exact(2) {
        plain.push((digit(pair[0])? << 4 | digit(pair[1])?) as u8);
    }
    let hash = Md5::digest(&plain[..]);
    let mut response = Zeroizing::new("00".to_owned());
    for byte in hash {
        response.push_str(&format!("{byte:02x}"));
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_response_to_a_challenge() {
        let response = challenge_response("passTest", b"abc123").unwrap();
        assert_eq!(*response, "0021277bff9ac7caf06aa608e46616d47f");
        for wrong in [&b""[..], b"abc", b"zz"] {
            assert!(challenge_response("x", wrong).is_none());
        }
    }

    #[test]
    fn refusals_by_their_text() {
        let of = |message: &str| match refused(Trap::from_message(message)) {
            Error::Auth(error) => error,
            other => panic!("{other}"),
        };
        assert_eq!(of("invalid user name or password (6)"), AuthError::BadCredentials);
        assert_eq!(of("cannot log in"), AuthError::BadCredentials);
        assert!(matches!(of("could not authenticate - radius timeout"), AuthError::RadiusTimeout(_)));
        assert!(matches!(of("something else"), AuthError::Refused(_)));
    }
}
