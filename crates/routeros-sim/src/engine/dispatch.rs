//! From a command to its rules.

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::monitor::{Ping, Torch, Traffic};
use super::policy::Caller;
use super::print::{Rows, Selection};
use super::request::Request;
use super::tasks::ScriptRun;
use super::{Change, Router};
use crate::error::Trap;
use crate::value::time;
use crate::wire::Replies;

/// A command that goes on until it is cancelled or its time is over.
#[derive(Debug)]
pub enum Stream {
    /// `listen` and `print follow`: changes as they happen.
    Listen {
        /// What is shown of them.
        selection: Selection,
        /// Rows to be sent first.
        first: Option<Rows>,
        /// The changes.
        feed: UnboundedReceiver<Change>,
    },
    /// `print interval=…`: everything again and again.
    Repeat {
        /// What is shown.
        selection: Selection,
        /// How often, microseconds.
        interval: u64,
    },
    /// `/interface/monitor-traffic`.
    Traffic(Traffic),
    /// `/ping`.
    Ping(Ping),
    /// `/tool/torch`.
    Torch(Torch),
    /// `/import`, `/execute as-string`, `/system/script/run`.
    Script(Box<ScriptRun>),
}

/// What a command came to.
#[derive(Debug)]
pub enum Outcome {
    /// All replies are written.
    Done,
    /// Rows follow in portions.
    Rows(Rows),
    /// Replies follow as time passes.
    Stream(Box<Stream>),
}

/// How much work a command was, for the cost model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// Rows looked at.
    pub scanned: usize,
    /// Rows changed.
    pub written: usize,
}

/// Whether a command of that name changes something.
#[must_use]
pub fn is_write(command: &str) -> bool {
    matches!(
        command,
        "add"
            | "set"
            | "unset"
            | "remove"
            | "enable"
            | "disable"
            | "comment"
            | "move"
            | "run"
            | "execute"
            | "import"
            | "reset-counters"
            | "reset-counters-all"
            | "make-binding"
            | "login"
    )
}

impl Router {
    /// Executes one command of a logged-in user. Replies go to `out`, the final
    /// one too when the outcome is [`Outcome::Done`].
    ///
    /// # Errors
    /// A [`Trap`]; nothing was written to `out` then.
    pub fn exec(
        &mut self,
        caller: &Caller,
        request: &Request,
        work: &mut Work,
        out: &mut Replies,
    ) -> Result<Outcome, Trap> {
        self.exec_any(caller, request, work, out).map_err(|trap| self.persona.word(trap))
    }

    fn exec_any(
        &mut self,
        caller: &Caller,
        request: &Request,
        work: &mut Work,
        out: &mut Replies,
    ) -> Result<Outcome, Trap> {
        self.advance();
        match request.path.as_str() {
            "/ping" | "/tool/ping" => return self.start_ping(caller, request),
            "/interface/monitor-traffic" => return self.start_traffic(caller, request, out),
            "/tool/torch" => return self.start_torch(caller, request),
            "/execute" => return self.start_execute(caller, request, out),
            "/import" => return self.start_import(caller, request, out),
            "/system/script/run" => return self.start_script(caller, request),
            "/system/reboot" | "/system/backup/save" => return self.system_command(caller, request, out),
            "/safe-mode/take" | "/safe-mode/release" | "/safe-mode/unroll" => {
                self.safe_mode(request.split().1, caller)?;
                out.done();
                return Ok(Outcome::Done);
            }
            _ => {}
        }
        let (path, command) = request.split();
        let menu = self.find_menu(path, command)?;
        let reads = matches!(command, "print" | "getall" | "listen");
        if !reads && !self.menu(menu).offers(command, self.persona.release) {
            return Err(Trap::no_such_command(self.persona.command_prefix_text));
        }
        caller.check(path, command)?;
        if reads || matches!(command, "get" | "find") {
            self.refresh(menu);
            return self.exec_read(menu, command, caller, request, work, out);
        }
        work.written += 1;
        self.exec_write(menu, command, caller, request, out)?;
        Ok(Outcome::Done)
    }

    fn find_menu(&self, path: &str, command: &str) -> Result<usize, Trap> {
        if let Some(menu) = self.menu_at(path)
            && !self.menu(menu).is_command
        {
            return Ok(menu);
        }
        // The first part of the path that no known menu begins with is what the
        // router complains about.
        let mut prefix = String::new();
        for part in path.split('/').filter(|p| !p.is_empty()).chain([command]) {
            prefix = format!("{prefix}/{part}");
            let inside = format!("{prefix}/");
            let absent = prefix == "/system/routerboard" && self.board.model.is_none();
            let mut menus = crate::schema::Schema::get().menus.iter().filter(|m| m.exists_in(self.persona.release));
            let known = menus.any(|m| m.path == prefix || m.path.starts_with(&inside));
            if !known || absent {
                return Err(Trap::no_such_directory(part));
            }
        }
        Err(Trap::no_such_command(self.persona.command_prefix_text))
    }

    fn exec_read(
        &mut self,
        menu: usize,
        command: &str,
        caller: &Caller,
        request: &Request,
        work: &mut Work,
        out: &mut Replies,
    ) -> Result<Outcome, Trap> {
        match command {
            "get" => {
                let value = self.get_value(menu, request, caller)?;
                out.ret(&value);
                return Ok(Outcome::Done);
            }
            "find" => {
                let selection = self.selection(menu, request, caller)?;
                let (rows, scanned) = self.select(&selection);
                work.scanned = scanned;
                let ids: Vec<String> = rows.iter().map(|row| self.id_of(menu, row.id)).collect();
                out.ret(ids.join(";").as_bytes());
                return Ok(Outcome::Done);
            }
            _ => {}
        }
        let selection = self.selection(menu, request, caller)?;
        if request.has("count-only") {
            let (rows, scanned) = self.select(&selection);
            work.scanned = scanned;
            out.ret(rows.len().to_string().as_bytes());
            return Ok(Outcome::Done);
        }
        let follow = request.has("follow");
        if command == "listen" || follow || request.has("follow-only") {
            let (feed, changes) = unbounded_channel();
            self.watch(menu, feed);
            let first = follow.then(|| self.rows(selection.clone()).0);
            let stream = Stream::Listen { selection, first, feed: changes };
            return Ok(Outcome::Stream(Box::new(stream)));
        }
        if let Some(raw) = request.arg("interval") {
            let interval = time::parse_duration(raw).ok_or_else(|| Trap::bad_value("interval"))?;
            let stream = Stream::Repeat { selection, interval: interval.max(20_000) };
            return Ok(Outcome::Stream(Box::new(stream)));
        }
        let (rows, scanned) = self.rows(selection);
        work.scanned = scanned;
        Ok(Outcome::Rows(rows))
    }

    pub(super) fn exec_write(
        &mut self,
        menu: usize,
        command: &str,
        caller: &Caller,
        request: &Request,
        out: &mut Replies,
    ) -> Result<(), Trap> {
        match command {
            "add" => {
                let id = self.add(menu, request, caller)?;
                out.ret(self.id_of(menu, id).as_bytes());
                return Ok(());
            }
            "set" => self.set(menu, request, caller)?,
            "unset" => self.unset(menu, request)?,
            "remove" => self.remove(menu, request)?,
            "enable" => self.set_one(menu, request, "disabled", b"no")?,
            "disable" => self.set_one(menu, request, "disabled", b"yes")?,
            "comment" => {
                let text = request.arg("comment").cloned().unwrap_or_default();
                self.set_one(menu, request, "comment", &text)?;
            }
            "move" => self.move_rows(menu, request)?,
            "reset-counters" => {
                let ids = self.items(menu, request)?;
                self.reset_counters(menu, &ids);
            }
            "reset-counters-all" => {
                let ids: Vec<u32> = self.table(menu).iter().map(|row| row.id).collect();
                self.reset_counters(menu, &ids);
            }
            "login" => {
                self.login_command(request)?;
            }
            "make-binding" => self.make_binding(menu, request)?,
            "info" | "warning" | "error" | "debug" => {
                let message = request.text("message").ok_or_else(|| Trap::missing("message"))?;
                let topics = format!("script,{command}");
                self.log(&topics, message);
            }
            _ => return Err(Trap::no_such_command(self.persona.command_prefix_text)),
        }
        out.done();
        Ok(())
    }
}
