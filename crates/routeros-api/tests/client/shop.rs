//! A small router with a table of accounts, files and scripts: enough to add
//! rows by every way, and to go wrong on purpose.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use routeros_api::{Backoff, Client, Config};
use std::time::Duration;

use super::peer::{Peer, Seen, Session};

/// What the shop does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Every way but single commands is forbidden.
    OnlySingle,
    /// The link breaks after half of a script or import was run.
    CutInScript,
    /// `/execute` runs the script and gives a job's number at once.
    Background,
}

#[derive(Default)]
pub struct Table {
    /// Name to id and comment.
    pub users: BTreeMap<String, (String, String)>,
    /// Name and text of files and scripts by id.
    pub texts: BTreeMap<String, (String, String)>,
    pub seen: Vec<String>,
    next: usize,
}

pub struct Shop {
    pub table: Arc<Mutex<Table>>,
    pub client: Client,
}

impl Table {
    fn fresh(&mut self) -> String {
        self.next += 1;
        format!("*{:X}", self.next)
    }

    fn add(&mut self, name: &str, comment: &str) -> Result<String, &'static str> {
        if name.starts_with("bad") {
            return Err("input does not match any value of profile");
        }
        if self.users.contains_key(name) {
            return Err("failure: already have user with this name for this server");
        }
        let id = self.fresh();
        self.users.insert(name.to_owned(), (id.clone(), comment.to_owned()));
        Ok(id)
    }

    /// Runs lines of a script; what they put out.
    fn run(&mut self, text: &str, most: usize) -> String {
        let mut output = String::new();
        for line in text.lines().take(most) {
            if let Some(put) = line.strip_prefix(":put \"") {
                output += &format!("{}\r\n", put.trim_end_matches('"'));
                continue;
            }
            let (add, on_error) = line.split_once("} on-error={:put \"").expect("a guarded line");
            let value = |name: &str| {
                let (_, rest) = add.split_once(&format!(" {name}=\""))?;
                Some(rest.split_once('"')?.0.to_owned())
            };
            let name = value("name").expect("a name");
            if self.add(&name, &value("comment").unwrap_or_default()).is_err() {
                output += &format!("{}\r\n", on_error.trim_end_matches("\"}"));
            }
        }
        output
    }
}

impl Shop {
    /// A shop with some accounts of others; `version` as the router names it.
    pub async fn open(version: &'static str, fault: Fault) -> Self {
        let table = Arc::new(Mutex::new(Table::default()));
        for name in ["taken1", "taken2"] {
            table.lock().unwrap().add(name, "other").unwrap();
        }
        let peer = Peer::bind().await;
        let quick = Backoff { first: Duration::from_millis(10), most: Duration::from_millis(20) };
        let config: Config = peer.config().reconnect(Some(quick));
        let inner = Arc::clone(&table);
        tokio::spawn(async move {
            let mut fault = fault;
            loop {
                let mut session = peer.accept().await;
                session.greet_as(version).await;
                while let Some(seen) = session.try_read().await {
                    inner.lock().unwrap().seen.push(seen.path().to_owned());
                    if !answer(&inner, &mut session, &seen, &mut fault).await {
                        break;
                    }
                }
            }
        });
        Self { table, client: Client::connect(config).await.unwrap() }
    }
}

fn argument(seen: &Seen, name: &str) -> String {
    let start = format!("={name}=");
    seen.words.iter().find_map(|word| word.strip_prefix(&start)).unwrap_or_default().to_owned()
}

/// Answers one command; `false`: the link is cut.
async fn answer(table: &Mutex<Table>, session: &mut Session, seen: &Seen, fault: &mut Fault) -> bool {
    let path = seen.path().to_owned();
    if *fault == Fault::OnlySingle && !path.starts_with("/ip/hotspot/user") {
        session.reply(seen, &["!trap", "=message=not enough permissions (9)"]).await;
        session.reply(seen, &["!done"]).await;
        return true;
    }
    let most = |text: &str| if *fault == Fault::CutInScript { text.lines().count() / 2 } else { usize::MAX };
    let mut ran = None;
    let done = match path.as_str() {
        "/ip/hotspot/user/print" => {
            let rows: Vec<_> = table.lock().unwrap().users.clone().into_iter().collect();
            for (name, (id, comment)) in rows {
                let asked = |word: &String| word.strip_prefix('?').is_some_and(|word| !word.starts_with('#'));
                let fits = [format!("?name={name}"), format!("?comment={comment}")];
                if seen.words.iter().any(asked) && !fits.iter().any(|word| seen.has(word)) {
                    continue;
                }
                let words = [format!("=.id={id}"), format!("=name={name}"), format!("=comment={comment}")];
                session.reply(seen, &["!re", &words[0], &words[1], &words[2]]).await;
            }
            Ok(String::new())
        }
        "/ip/hotspot/user/add" => {
            let added = table.lock().unwrap().add(&argument(seen, "name"), &argument(seen, "comment"));
            added.map_err(str::to_owned)
        }
        "/execute" => {
            let text = argument(seen, "script");
            ran = Some(table.lock().unwrap().run(&text, most(&text)));
            Ok(if *fault == Fault::Background { "*2205".to_owned() } else { ran.clone().unwrap_or_default() })
        }
        "/file/add" | "/system/script/add" => {
            let mut table = table.lock().unwrap();
            let id = table.fresh();
            table.texts.insert(id.clone(), (argument(seen, "name"), argument(seen, "source")));
            Ok(id)
        }
        "/file/set" => {
            let (id, contents) = (argument(seen, ".id"), argument(seen, "contents"));
            table.lock().unwrap().texts.get_mut(&id).unwrap().1 = contents;
            Ok(String::new())
        }
        "/import" | "/system/script/run" => {
            let mut table = table.lock().unwrap();
            let (name, id) = (argument(seen, "file-name"), argument(seen, "number"));
            let text = table.texts.iter().find(|(own, (named, _))| **own == id || *named == name);
            let text = text.map(|(_, (_, text))| text.clone()).expect("a text to run");
            ran = Some(table.run(&text, most(&text)));
            Ok(if path == "/import" { "true".to_owned() } else { String::new() })
        }
        "/file/remove" | "/system/script/remove" => {
            table.lock().unwrap().texts.remove(&argument(seen, ".id"));
            Ok(String::new())
        }
        _ => Err("no such command".to_owned()),
    };
    if ran.is_some() && *fault == Fault::CutInScript {
        *fault = Fault::None;
        return false;
    }
    match done {
        Ok(ret) if ret.is_empty() => session.reply(seen, &["!done"]).await,
        Ok(ret) => session.reply(seen, &["!done", &format!("=ret={ret}")]).await,
        Err(message) => {
            session.reply(seen, &["!trap", &format!("=message={message}")]).await;
            session.reply(seen, &["!done"]).await;
        }
    }
    true
}
