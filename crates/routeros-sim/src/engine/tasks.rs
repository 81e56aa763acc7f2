//! Scripts at work: in the background, and on behalf of a waiting client.

use super::Router;
use super::dispatch::{Outcome, Stream};
use super::policy::Caller;
use super::request::Request;
use super::script::{Machine, Step};
use crate::error::Trap;
use crate::wire::Replies;

/// How many steps a background script takes before others get their turn.
const TURN: usize = 20_000;

/// A script that runs by itself.
#[derive(Debug)]
pub(crate) struct Task {
    id: u32,
    machine: Machine,
    /// Virtual microseconds before which it does nothing.
    wake: u64,
    origin: String,
    file: Option<String>,
}

/// Scripts that run by themselves.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    waiting: Vec<Task>,
    last: u32,
}

/// What a client that waits for a script is told at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Report {
    /// `/execute as-string`: what was written.
    Output,
    /// `/import`: `ret=true`; where a failure lies, unless it is verbose.
    Import { located: bool },
    /// `/system/script/run`: nothing.
    Run,
}

/// A script a client waits for.
#[derive(Debug)]
pub struct ScriptRun {
    machine: Machine,
    report: Report,
    wake: u64,
}

/// Where a script a client waits for stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It goes on; so many rows were changed in this portion.
    More(usize),
    /// It waits until that virtual microsecond.
    Until(u64),
    /// The final reply is written.
    Done(usize),
}

impl Router {
    /// Whether failures name command and line; older releases give the text alone.
    fn locates(&self) -> bool {
        self.persona.release >= (7, 0)
    }

    /// `/execute`: a script given as text.
    pub(super) fn start_execute(
        &mut self,
        caller: &Caller,
        request: &Request,
        out: &mut Replies,
    ) -> Result<Outcome, Trap> {
        only(request, &["script", "as-string", "file"])?;
        caller.check("", "execute")?;
        let source = request.arg("script").cloned().ok_or_else(|| Trap::missing("script"))?;
        // Waiting for the output is there since 7; what counts is that it is asked for.
        let waits = request.args.iter().any(|(name, _)| name == "as-string") && self.persona.release >= (7, 0);
        if !waits {
            let file = request.text("file").map(str::to_owned);
            let id = self.start_background(&source, caller, &[], "execute", file);
            self.run_tasks();
            out.ret(id.as_bytes());
            return Ok(Outcome::Done);
        }
        match Machine::new(self, &source, caller, &[]) {
            Ok(machine) => Ok(self.waited_for(machine, Report::Output)),
            Err(error) => {
                out.ret(format!("{error}\r\n").as_bytes());
                Ok(Outcome::Done)
            }
        }
    }

    /// `/import`: a script in a file. It is read whole before any of it runs.
    pub(super) fn start_import(
        &mut self,
        caller: &Caller,
        request: &Request,
        out: &mut Replies,
    ) -> Result<Outcome, Trap> {
        let dry = if self.persona.release >= (7, 16) { "dry-run" } else { "verbose" };
        only(request, &["file-name", "verbose", "from-line", dry])?;
        caller.check("", "import")?;
        let name = request.arg("file-name").ok_or_else(|| Trap::missing("file-name"))?;
        let missing = || Trap::plain("Cannot open import file, file does not exist");
        let mut source = self.file_contents(name).ok_or_else(missing)?;
        if let Some(first) = request.text("from-line").and_then(|t| t.parse::<usize>().ok()) {
            blank_before(&mut source, first);
        }
        let read = Machine::new(self, &source, caller, &[]);
        if request.has("dry-run") {
            read.map_err(|_| Trap::plain("Script Error: found 1 error(s) in import file"))?;
            out.ret(b"true");
            return Ok(Outcome::Done);
        }
        let machine = read.map_err(|error| Trap::plain(&format!("Script Error: {error}")))?;
        let located = self.locates() && request.text("verbose") != Some("yes");
        Ok(self.waited_for(machine, Report::Import { located }))
    }

    /// `/system/script/run`.
    pub(super) fn start_script(&mut self, caller: &Caller, request: &Request) -> Result<Outcome, Trap> {
        caller.check("/system/script", "run")?;
        let id = self.items(self.at.script, request)?.first().copied().ok_or_else(Trap::no_such_item)?;
        let source = self.begin_script(id, caller)?;
        let machine = Machine::new(self, &source, caller, &[]);
        let machine = machine.map_err(|error| Trap::plain(&format!("Script Error: {error}")))?;
        Ok(self.waited_for(machine, Report::Run))
    }

    fn waited_for(&self, machine: Machine, report: Report) -> Outcome {
        Outcome::Stream(Box::new(Stream::Script(Box::new(ScriptRun { machine, report, wake: 0 }))))
    }

    /// Runs a portion of a script a client waits for.
    pub fn next_script(&mut self, run: &mut ScriptRun, steps: usize, out: &mut Replies) -> Progress {
        if self.clock.now() < run.wake {
            return Progress::Until(run.wake);
        }
        let before = run.machine.written;
        for _ in 0..steps {
            match run.machine.step(self) {
                Step::More => {}
                Step::Sleep(micros) => {
                    run.wake = self.clock.now() + micros;
                    return Progress::Until(run.wake);
                }
                Step::End => {
                    self.report_script(run, out);
                    return Progress::Done(run.machine.written - before);
                }
            }
        }
        Progress::More(run.machine.written - before)
    }

    fn report_script(&self, run: &mut ScriptRun, out: &mut Replies) {
        let failure = run.machine.result().and_then(|r| r.as_ref().err()).cloned();
        match (run.report, failure) {
            (Report::Output, failure) => {
                let mut text = std::mem::take(&mut run.machine.output);
                // A value that is returned stands for the output.
                if let Some(Ok(value)) = run.machine.result().filter(|_| run.machine.returned && text.is_empty()) {
                    text = value.bytes();
                }
                if let Some(failure) = failure {
                    text.extend_from_slice(failure.text(self.locates()).as_bytes());
                    text.push(b'\n');
                }
                out.ret(&text);
            }
            (Report::Import { located }, Some(failure)) => out.refusal(&Trap::plain(&failure.text(located))),
            (Report::Run, Some(failure)) => out.refusal(&Trap::plain(&failure.text(self.locates()))),
            (Report::Import { .. }, None) => out.ret(b"true"),
            (Report::Run, None) => out.done(),
        }
    }

    /// Runs a script to its end although nobody waits for it any more, or its first
    /// half only: what a broken connection leaves behind.
    pub fn abandon_script(&mut self, mut run: ScriptRun, half: bool) {
        let most = run.machine.statements() / if half { 2 } else { 1 };
        while run.machine.position() < most && run.machine.step(self) != Step::End {}
    }

    /// The script of that name or id.
    pub(crate) fn script_named(&self, name: &[u8]) -> Option<u32> {
        self.item(self.at.script, name)
    }

    /// A script is about to run: it is counted, and its text given.
    ///
    /// # Errors
    /// `not enough permissions (9)` when the script may do what the caller may not.
    pub(crate) fn begin_script(&mut self, id: u32, caller: &Caller) -> Result<Vec<u8>, Trap> {
        let menu = self.at.script;
        let row = self.table(menu).get(id).cloned().ok_or_else(Trap::no_such_item)?;
        let policies = self.text(menu, &row, "policy");
        let free = self.flag(menu, &row, "dont-require-permissions");
        if !free && !policies.split(',').filter(|p| !p.is_empty()).all(|p| caller.may(p)) {
            return Err(Trap::not_permitted());
        }
        let count = self.number(menu, &row, "run-count") + 1;
        let now = self.clock.utc().to_string();
        self.count(menu, id, &[("run-count", count.to_string().into()), ("last-started", now.into())]);
        Ok(self.stored(menu, &row, "source").unwrap_or_default().to_vec())
    }

    /// Starts a script that runs by itself; gives the id of its job. `source` may
    /// be the name of a stored script. It runs when time next passes.
    pub(crate) fn start_background(
        &mut self,
        source: &[u8],
        caller: &Caller,
        variables: &[(&str, String)],
        origin: &str,
        file: Option<String>,
    ) -> String {
        self.tasks.last += 1;
        let id = self.tasks.last;
        let stored = self.script_named(source.trim_ascii());
        let text = stored.and_then(|script| self.begin_script(script, caller).ok());
        let text = text.unwrap_or_else(|| source.to_vec());
        match Machine::new(self, &text, caller, variables) {
            Ok(machine) => {
                let wake = self.clock.now();
                self.tasks.waiting.push(Task { id, machine, wake, origin: origin.to_owned(), file });
            }
            Err(error) => {
                self.log(
                    "script,error",
                    &format!("executing script from {origin} failed, please check it manually: {error}"),
                );
                if let Some(file) = file {
                    self.put_file(&with_ending(&file), None, format!("{error}\r\n").into_bytes());
                }
            }
        }
        format!("*{id:X}")
    }

    /// Lets background scripts go on whose time has come.
    pub(crate) fn run_tasks(&mut self) {
        let now = self.clock.now();
        let due = |tasks: &Tasks| {
            let due = tasks.waiting.iter().enumerate().filter(|(_, task)| task.wake <= now);
            due.min_by_key(|(_, task)| (task.wake, task.id)).map(|(index, _)| index)
        };
        // A script may start another; both get their turn.
        for _ in 0..64 {
            let Some(index) = due(&self.tasks) else { return };
            let mut task = self.tasks.waiting.swap_remove(index);
            let mut over = false;
            for _ in 0..TURN {
                match task.machine.step(self) {
                    Step::More => {}
                    Step::Sleep(micros) => {
                        task.wake = now.max(task.wake) + micros;
                        break;
                    }
                    Step::End => {
                        over = true;
                        break;
                    }
                }
            }
            if over {
                self.end_task(task);
            } else {
                self.tasks.waiting.push(task);
            }
        }
    }

    fn end_task(&mut self, task: Task) {
        let Task { mut machine, origin, file, .. } = task;
        let failure = match machine.result() {
            Some(Err(failure)) => Some(failure.text(self.locates())),
            _ => None,
        };
        if let Some(failure) = &failure {
            self.log(
                "script,error",
                &format!("executing script from {origin} failed, please check it manually: {failure}"),
            );
        }
        if let Some(file) = file {
            let mut text = std::mem::take(&mut machine.output);
            text.extend(failure.into_iter().flat_map(|f| format!("{f}\n").into_bytes()));
            self.put_file(&with_ending(&file), None, text);
        }
    }

    /// When the next background script goes on, virtual microseconds.
    pub(crate) fn next_task(&self) -> Option<u64> {
        self.tasks.waiting.iter().map(|task| task.wake).min()
    }

    /// Ends all background scripts.
    pub(crate) fn stop_tasks(&mut self) {
        self.tasks.waiting.clear();
    }
}

/// `/execute file=x` writes `x.txt`.
fn with_ending(name: &str) -> String {
    if name.contains('.') { name.to_owned() } else { format!("{name}.txt") }
}

/// Refuses arguments the command does not have.
pub(super) fn only(request: &Request, known: &[&str]) -> Result<(), Trap> {
    match request.args.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        Some((name, _)) => Err(Trap::unknown_parameter(name)),
        None => Ok(()),
    }
}

/// Blanks the lines before `first` out, so that line numbers stay.
fn blank_before(source: &mut [u8], first: usize) {
    let mut line = 1;
    for byte in source {
        if line >= first {
            return;
        }
        if *byte == b'\n' {
            line += 1;
        } else {
            *byte = b' ';
        }
    }
}
