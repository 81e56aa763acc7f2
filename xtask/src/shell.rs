//! Running other programs: with their noise in a log, or live in the terminal.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::{Fallible, console};

/// A quiet program says that it is alive this often.
const STILL_RUNNING: Duration = Duration::from_secs(60);

/// A program with its arguments, folder and environment.
#[derive(Debug)]
pub struct Shell {
    program: OsString,
    command: Command,
}

/// How a quiet program ended.
#[derive(Debug)]
pub struct Ended {
    /// Whether it exited with 0.
    pub ok: bool,
    /// Everything it printed.
    pub text: String,
    /// Where that was written.
    pub log: PathBuf,
}

impl Shell {
    /// A program by name or path.
    pub fn new(program: impl AsRef<std::ffi::OsStr>) -> Self {
        let program = program.as_ref().to_owned();
        let mut command = Command::new(real_name(&program));
        command.stdin(Stdio::null());
        Self { program, command }
    }

    /// Adds arguments.
    pub fn args<S: AsRef<std::ffi::OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    /// Sets the folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Puts a folder first on the search path.
    pub fn path_first(mut self, folder: &Path) -> Self {
        self.command.env("PATH", search_path(folder));
        self
    }

    /// Runs it with its output in the log `name`.
    pub fn quiet(mut self, logs: &Path, name: &str) -> Fallible<Ended> {
        let log = logs.join(format!("{name}.log"));
        let file = File::create(&log).map_err(|cause| format!("cannot write {}: {cause}", log.display()))?;
        let twin = file.try_clone().map_err(|cause| cause.to_string())?;
        self.command.stdout(file).stderr(twin);
        let mut child = self.command.spawn().map_err(|cause| self.not_started(&cause))?;
        let start = Instant::now();
        let mut next_word = STILL_RUNNING;
        let status = loop {
            if let Some(status) = child.try_wait().map_err(|cause| cause.to_string())? {
                break status;
            }
            if start.elapsed() >= next_word {
                console::line(&format!(
                    "   … {} still at it, log in {}",
                    console::clock(start.elapsed()),
                    log.display()
                ));
                next_word += STILL_RUNNING;
            }
            std::thread::sleep(Duration::from_millis(if start.elapsed().as_secs() < 2 { 10 } else { 100 }));
        };
        let text = String::from_utf8_lossy(&std::fs::read(&log).unwrap_or_default()).into_owned();
        Ok(Ended { ok: status.success(), text, log })
    }

    /// Runs it quietly; a failure shows the tail of the log and becomes an error.
    pub fn quiet_or_fail(self, logs: &Path, name: &str) -> Fallible<String> {
        let ended = self.quiet(logs, name)?;
        if ended.ok {
            return Ok(ended.text);
        }
        console::tail(&ended.log);
        Err(format!("{name} failed; the whole log is {}", ended.log.display()))
    }

    /// Runs it in the terminal.
    pub fn live(mut self) -> Fallible {
        self.command.stdin(Stdio::inherit());
        let status = self.command.status().map_err(|cause| self.not_started(&cause))?;
        if status.success() { Ok(()) } else { Err(self.ended_badly(status)) }
    }

    /// Becomes the program, so that Ctrl+C reaches it alone and the caller
    /// gets its exit code. Where a process cannot be replaced, waits for it.
    pub fn become_it(mut self) -> Fallible {
        self.command.stdin(Stdio::inherit());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            let cause = self.command.exec();
            Err(self.not_started(&cause))
        }
        #[cfg(not(unix))]
        self.live()
    }

    /// What it prints on standard output when it succeeds, without the last line break.
    pub fn answer(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        output.status.success().then_some(text)
    }

    fn not_started(&self, cause: &std::io::Error) -> String {
        format!("cannot start {}: {cause}", self.program.to_string_lossy())
    }

    fn ended_badly(&self, status: ExitStatus) -> String {
        format!("{} ended with {status}", self.program.to_string_lossy())
    }
}

/// `npm` and its friends are scripts on Windows, which are found only by their full name.
fn real_name(program: &std::ffi::OsStr) -> OsString {
    if cfg!(windows) && (program == "npm" || program == "npx") {
        let mut name = program.to_owned();
        name.push(".cmd");
        return name;
    }
    program.to_owned()
}

/// The search path with `folder` before everything else.
pub fn search_path(folder: &Path) -> OsString {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let parts = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&old));
    std::env::join_paths(parts).unwrap_or(old)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logs() -> PathBuf {
        let folder = std::env::temp_dir().join(format!("simpul-xtask-shell-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_quiet_program_leaves_its_words_in_the_log() {
        let ended = Shell::new("cargo").args(["--version"]).quiet(&logs(), "version").unwrap();
        assert!(ended.ok);
        assert!(ended.text.starts_with("cargo "), "{}", ended.text);
        assert_eq!(std::fs::read_to_string(ended.log).unwrap(), ended.text);
    }

    #[test]
    fn a_failing_program_is_not_ok() {
        let ended = Shell::new("cargo").args(["no-such-command-of-cargo"]).quiet(&logs(), "failing").unwrap();
        assert!(!ended.ok);
        assert!(Shell::new("cargo").args(["no-such-command-of-cargo"]).answer().is_none());
        assert!(Shell::new("no-such-program-anywhere").quiet(&logs(), "missing").is_err());
    }
}
