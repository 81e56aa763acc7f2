//! The REST interface of 7.1 and later: the same commands over HTTP.
//!
//! One request is worked on at a time, whoever asks; a command that goes on is ended
//! after a while; `listen` is taken and says nothing.

mod http;

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use routeros_api::protocol::{Decoder, Limits};
use serde_json::{Map, Value};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::engine::dispatch::{Outcome, Stream, Work};
use crate::engine::policy::Caller;
use crate::engine::request::Request;
use crate::engine::tasks::Progress;
use crate::error::Trap;
use crate::query::Query;
use crate::server::Shared;
use crate::wire::Replies;
use http::{Answer, Asked};

/// How long a command may take (measured: 60 s, then `Session closed`).
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Rest {
    shared: Arc<Shared>,
    /// `www` works on one request at a time.
    turn: tokio::sync::Mutex<()>,
    patience: Duration,
}

/// Serves REST until `stop` is cancelled; connections end with it.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>, patience: Duration, stop: CancellationToken) {
    let rest = Arc::new(Rest { shared, turn: tokio::sync::Mutex::new(()), patience });
    let mut tasks = tokio::task::JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        while tasks.try_join_next().is_some() {}
        if let Ok((stream, peer)) = accepted
            && rest.shared.admits(peer, "www")
        {
            let (rest, stop) = (Arc::clone(&rest), stop.clone());
            tasks.spawn(async move {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = talk(stream, &rest) => {}
                }
            });
        }
    }
    drop(listener);
    while tasks.join_next().await.is_some() {}
}

async fn talk(mut stream: TcpStream, rest: &Rest) {
    let mut buffer = Vec::new();
    while let Some(asked) = http::read(&mut stream, &mut buffer).await {
        let answer = {
            let _turn = rest.turn.lock().await;
            rest.answer(&asked).await
        };
        if !http::write(&mut stream, answer).await {
            return;
        }
    }
}

/// What went wrong, as an answer.
type Refused = Answer;

fn bad(detail: &str) -> Refused {
    Answer::error(400, Some(detail))
}

impl Rest {
    async fn answer(&self, asked: &Asked) -> Answer {
        match self.act(asked).await {
            Ok(answer) | Err(answer) => answer,
        }
    }

    async fn act(&self, asked: &Asked) -> Result<Answer, Refused> {
        if self.shared.router().persona.release < (7, 1) {
            return Err(Answer::error(404, None));
        }
        let caller = self.caller(asked)?;
        let path = asked.path.strip_prefix("/rest/").ok_or_else(|| Answer::error(404, None))?;
        let path = format!("/{path}");
        let body = if asked.body.is_empty() {
            Map::new()
        } else {
            match serde_json::from_slice(&asked.body) {
                Ok(Value::Object(map)) => map,
                _ => return Err(bad("invalid JSON")),
            }
        };
        match asked.method.as_str() {
            "GET" => self.get(&caller, &path, &asked.parameters).await,
            "PUT" => {
                let rows = self.command(&caller, &request(&format!("{path}/add"), &body)?).await?;
                let id = rows.1.and_then(|done| done.get("ret").cloned()).unwrap_or_default();
                let row = self.one(&caller, &path, id.as_str().unwrap_or_default()).await?;
                let status = if self.shared.router().persona.release >= (7, 24) { 201 } else { 200 };
                Ok(Answer { status, body: Some(row) })
            }
            "PATCH" | "DELETE" => {
                let (menu, item) = path.rsplit_once('/').ok_or_else(|| Answer::error(404, None))?;
                let row = self.one(&caller, menu, item).await?;
                let id = row[".id"].as_str().unwrap_or_default().to_owned();
                if asked.method == "DELETE" {
                    self.command(&caller, &Request::new(&format!("{menu}/remove"), &[(".id", &id)])).await?;
                    return Ok(Answer { status: 204, body: None });
                }
                self.patch(&caller, menu, &id, &body).await?;
                Ok(Answer::good(self.one(&caller, menu, &id).await?))
            }
            "POST" if path.ends_with("/unset") => Err(bad("missing or invalid resource identifier")),
            "POST" => {
                let (rows, done) = self.command(&caller, &request(&path, &body)?).await?;
                Ok(Answer::good(match done {
                    Some(done) if rows.is_empty() && !done.is_empty() => Value::Object(done),
                    _ => Value::Array(rows.into_iter().map(Value::Object).collect()),
                }))
            }
            _ => Err(Answer::error(406, None)),
        }
    }

    fn caller(&self, asked: &Asked) -> Result<Caller, Refused> {
        let unauthorized = || Answer::error(401, None);
        let (name, password) = asked.login.as_ref().ok_or_else(unauthorized)?;
        let verify = |stored: &[u8]| stored == password.as_bytes();
        self.shared.router().authenticate(name, None, "rest-api", verify).map_err(|_| unauthorized())
    }

    async fn get(&self, caller: &Caller, path: &str, parameters: &[(String, String)]) -> Result<Answer, Refused> {
        let (is_menu, single) = {
            let router = self.shared.router();
            let menu = router.menu_at(path).filter(|menu| !router.menu(*menu).is_command);
            (menu.is_some(), menu.is_some_and(|menu| router.menu(menu).single))
        };
        if !is_menu {
            let (menu, item) = path.rsplit_once('/').ok_or_else(|| Answer::error(404, None))?;
            return Ok(Answer::good(self.one(caller, menu, item).await?));
        }
        let mut request = Request::new(&format!("{path}/print"), &[]);
        let mut words = Vec::new();
        for (name, value) in parameters {
            match name.as_str() {
                ".proplist" => request.args.push((name.clone(), Some(value.clone().into()))),
                _ => words.push(format!("{name}={value}")),
            }
        }
        request.query = Query::parse(words.iter().map(String::as_bytes)).ok_or_else(|| bad("invalid query"))?;
        let (mut rows, _) = self.command(caller, &request).await?;
        Ok(Answer::good(match rows.pop() {
            Some(row) if single => Value::Object(row),
            last => Value::Array(rows.into_iter().chain(last).map(Value::Object).collect()),
        }))
    }

    /// The row of that id or name, as a whole.
    async fn one(&self, caller: &Caller, menu: &str, item: &str) -> Result<Value, Refused> {
        let id = {
            let router = self.shared.router();
            let at = router.menu_at(menu).filter(|at| !router.menu(*at).is_command);
            at.and_then(|at| Some(router.id_of(at, router.item(at, item.as_bytes())?)))
        };
        let id = id.ok_or_else(|| Answer::error(404, None))?;
        let mut request = Request::new(&format!("{menu}/print"), &[]);
        let word = format!(".id={id}");
        request.query = Query::parse([word.as_bytes()].into_iter()).unwrap_or_default();
        let (mut rows, _) = self.command(caller, &request).await?;
        rows.pop().map(Value::Object).ok_or_else(|| Answer::error(404, None))
    }

    /// Sets what has a value and unsets what is null.
    async fn patch(&self, caller: &Caller, menu: &str, id: &str, body: &Map<String, Value>) -> Result<(), Refused> {
        let (cleared, set): (Vec<_>, Vec<_>) = body.iter().partition(|(name, v)| v.is_null() || name.starts_with('!'));
        for (name, _) in cleared {
            let name = name.trim_start_matches('!');
            let unset = Request::new(&format!("{menu}/unset"), &[(".id", id), ("value-name", name)]);
            if self.command(caller, &unset).await.is_err() {
                // Menus without `unset` take an empty value.
                self.command(caller, &Request::new(&format!("{menu}/set"), &[(".id", id), (name, "")])).await?;
            }
        }
        if set.is_empty() {
            return Ok(());
        }
        let mut request =
            request(&format!("{menu}/set"), &set.into_iter().map(|(n, v)| (n.clone(), v.clone())).collect())?;
        request.args.push((".id".to_owned(), Some(Bytes::copy_from_slice(id.as_bytes()))));
        self.command(caller, &request).await.map(|_| ())
    }

    /// Runs a command; its rows, and what its `!done` carried.
    async fn command(&self, caller: &Caller, request: &Request) -> Result<Told, Refused> {
        let refused = |trap: Trap| match trap.message.as_str() {
            "no such item" => Answer::error(404, None),
            message => bad(message),
        };
        let mut out = Replies::default();
        let outcome = {
            let mut router = self.shared.router();
            router.exec(caller, request, &mut Work::default(), &mut out).map_err(refused)?
        };
        self.shared.reboot_if_wanted(None);
        match outcome {
            Outcome::Done => {}
            Outcome::Rows(mut rows) => {
                self.shared.router().next_rows(&mut rows, usize::MAX, true, &mut out);
            }
            Outcome::Stream(stream) => {
                let ended = tokio::time::timeout(self.patience, self.wait(*stream, &mut out)).await;
                if ended.is_err() {
                    return Err(Answer::closed());
                }
            }
        }
        told(out)
    }

    /// Lets a command that goes on come to its end, if it has one.
    async fn wait(&self, stream: Stream, out: &mut Replies) {
        let pause = |micros: u64| tokio::time::sleep(Duration::from_micros(micros));
        match stream {
            Stream::Ping(mut ping) => {
                while !self.shared.router().next_ping(&mut ping, out) {
                    pause(ping.interval).await;
                }
            }
            Stream::Traffic(mut traffic) => {
                while !self.shared.router().next_traffic(&mut traffic, out) {
                    pause(traffic.interval).await;
                }
            }
            Stream::Torch(mut torch) => {
                while !self.shared.router().next_torch(&mut torch, out) {
                    pause(crate::value::time::SECOND).await;
                }
            }
            Stream::Script(mut run) => loop {
                let progress = self.shared.router().next_script(&mut run, 64, out);
                match progress {
                    Progress::Done(_) => return,
                    Progress::Until(_) => pause(5000).await,
                    Progress::More(_) => tokio::task::yield_now().await,
                }
            },
            // Taken, and silent until the limit ends it.
            Stream::Listen { .. } | Stream::Repeat { .. } => std::future::pending().await,
        }
    }
}

/// Rows, and what the `!done` carried.
type Told = (Vec<Map<String, Value>>, Option<Map<String, Value>>);

/// The answers of a command as JSON; all values are strings.
fn told(out: Replies) -> Result<Told, Refused> {
    let mut decoder = Decoder::new(Limits::default());
    *decoder.buffer_mut() = BytesMut::from(out.into_parts().0.as_ref());
    let mut rows = Vec::new();
    let mut done = None;
    while let Ok(Some(sentence)) = decoder.next_sentence() {
        let text = |word: &Bytes| String::from_utf8_lossy(word).into_owned();
        let mut values = Map::new();
        for word in sentence.words().iter().skip(1).map(text) {
            if let Some((name, value)) = word.strip_prefix('=').and_then(|w| w.split_once('=')) {
                values.insert(name.to_owned(), value.into());
            }
        }
        match sentence.words().first().map(|w| w.as_ref()) {
            Some(b"!re") => rows.push(values),
            Some(b"!done") => done = Some(values),
            Some(b"!trap") => return Err(bad(values["message"].as_str().unwrap_or_default())),
            _ => {}
        }
    }
    Ok((rows, done))
}

/// A command with the members of a JSON object as its arguments.
fn request(path: &str, body: &Map<String, Value>) -> Result<Request, Refused> {
    let mut request = Request::new(path, &[]);
    for (name, value) in body {
        let words = || value.as_array().map(|list| list.iter().filter_map(Value::as_str).collect::<Vec<_>>());
        match name.as_str() {
            ".query" => {
                let words = words().ok_or_else(|| bad("invalid query"))?;
                let query = Query::parse(words.into_iter().map(str::as_bytes));
                request.query = query.ok_or_else(|| bad("invalid query"))?;
            }
            ".proplist" => {
                let list = words().map(|w| w.join(",")).or_else(|| value.as_str().map(str::to_owned));
                request.args.push((name.clone(), Some(list.unwrap_or_default().into())));
            }
            _ => {
                let value = match value {
                    Value::String(text) => text.clone(),
                    Value::Bool(true) => "yes".to_owned(),
                    Value::Bool(false) => "no".to_owned(),
                    Value::Number(number) => number.to_string(),
                    _ => return Err(bad(&format!("invalid value for argument {name}"))),
                };
                request.args.push((name.clone(), Some(value.into())));
            }
        }
    }
    Ok(request)
}
