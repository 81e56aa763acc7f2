//! Queues of the computer: `lp` where there is CUPS, the shell's own verb on Windows.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use super::line::Trouble;

/// A queue takes a job at once or not at all; Windows opens a program first.
const MOST: Duration = Duration::from_secs(30);
/// No console flashes up over the counter.
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;
/// The program that prints a sheet has read it long before.
const READ_BY_THEN: Duration = Duration::from_secs(3600);
/// How much of what a queue says is told to people, signs.
const SAID: usize = 200;

/// Whether this computer's queues take such a job at all.
pub(super) fn check(is_raw: bool) -> Result<(), Trouble> {
    // The shell's verb prints documents; a roll is shared and written to as a device.
    if cfg!(windows) && is_raw { Err(Trouble::QueueNotRaw) } else { Ok(()) }
}

/// Puts a job into a queue: bytes as they are, or a PDF.
pub(super) async fn print(queue: &str, is_raw: bool, bytes: Vec<u8>) -> Result<(), Trouble> {
    if cfg!(windows) { by_the_shell(queue, &bytes).await } else { piped("lp", &lp_words(queue, is_raw), &bytes).await }
}

fn lp_words(queue: &str, is_raw: bool) -> Vec<String> {
    let mut words = vec!["-s".to_owned(), "-d".to_owned(), queue.to_owned(), "-t".to_owned(), "Simpul".to_owned()];
    // Millimetres are true already: nothing may be scaled to fit.
    let option = if is_raw { "raw" } else { "print-scaling=none" };
    words.extend(["-o".to_owned(), option.to_owned()]);
    words
}

/// Runs a program that reads the job.
async fn piped(program: &str, words: &[String], bytes: &[u8]) -> Result<(), Trouble> {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|_| Trouble::Queue(format!("{program}: not found")))?;
    let stdin = child.stdin.take();
    let run = async {
        if let Some(mut stdin) = stdin {
            // A queue that refuses hangs up before it read everything; its own words say why.
            let _ = stdin.write_all(bytes).await;
        }
        child.wait_with_output().await
    };
    finished(timeout(MOST, run).await)
}

/// Opens the PDF by the verb that prints to a printer by name. The program that is
/// registered for PDF does the rest.
async fn by_the_shell(queue: &str, bytes: &[u8]) -> Result<(), Trouble> {
    let failed = |error: std::io::Error| Trouble::Queue(error.to_string());
    let folder = std::env::temp_dir().join("simpul-paper");
    std::fs::create_dir_all(&folder).map_err(failed)?;
    // Sheets hold codes that can be used: those of earlier prints go.
    sweep(&folder, SystemTime::now(), READ_BY_THEN);
    let file = tempfile::Builder::new().prefix("simpul-").suffix(".pdf").tempfile_in(&folder).map_err(failed)?;
    std::fs::write(file.path(), bytes).map_err(failed)?;
    // The program reads the file after this call has ended; a later print clears it.
    let (_, path) = file.keep().map_err(|error| failed(error.error))?;
    let mut command = Command::new("powershell");
    #[cfg(windows)]
    command.creation_flags(CREATE_NO_WINDOW);
    // Through the environment: names of queues are never part of a command.
    command.env("SIMPUL_PAPER", &path).env("SIMPUL_QUEUE", queue).kill_on_drop(true);
    command.args(["-NoProfile", "-NonInteractive", "-Command", PRINT_TO]).stdin(Stdio::null());
    finished(timeout(MOST, command.output()).await)
}

/// Clears a folder of files older than this; what cannot be removed is tried again at the next print.
fn sweep(folder: &Path, now: SystemTime, age: Duration) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let written = path.metadata().and_then(|facts| facts.modified());
        let is_old = written.is_ok_and(|at| now.duration_since(at).is_ok_and(|passed| passed >= age));
        if is_old && let Err(error) = std::fs::remove_file(&path) {
            tracing::debug!(%error, "a printed sheet could not be cleared yet");
        }
    }
}

const PRINT_TO: &str = "Start-Process -FilePath $env:SIMPUL_PAPER -Verb PrintTo \
                        -ArgumentList ('\"' + $env:SIMPUL_QUEUE + '\"') -WindowStyle Hidden";

type Ended = Result<std::io::Result<std::process::Output>, tokio::time::error::Elapsed>;

fn finished(ended: Ended) -> Result<(), Trouble> {
    match ended {
        Err(_) => Err(Trouble::Busy),
        Ok(Err(error)) => Err(Trouble::Queue(error.to_string())),
        Ok(Ok(output)) if output.status.success() => Ok(()),
        Ok(Ok(output)) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            Err(Trouble::Queue(line.chars().filter(|c| !c.is_control()).take(SAID).collect()))
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// A program that stands in for `lp`.
    fn program(folder: &tempfile::TempDir, script: &str) -> String {
        let path = folder.path().join("lp");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    #[test]
    fn sheets_of_earlier_prints_are_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let sheet = folder.path().join("simpul-1.pdf");
        std::fs::write(&sheet, "codes").unwrap();
        let now = SystemTime::now();
        sweep(folder.path(), now, READ_BY_THEN);
        assert!(sheet.exists(), "its program may still read it");
        sweep(folder.path(), now + READ_BY_THEN * 2, READ_BY_THEN);
        assert!(!sheet.exists());
        sweep(&folder.path().join("none"), now, READ_BY_THEN);
    }

    #[test]
    fn a_page_is_not_scaled_and_a_roll_is_not_touched() {
        assert_eq!(lp_words("Kantor", false).join(" "), "-s -d Kantor -t Simpul -o print-scaling=none");
        assert_eq!(lp_words("Kasir", true).join(" "), "-s -d Kasir -t Simpul -o raw");
    }

    #[tokio::test]
    async fn the_queue_is_named_and_has_every_byte() {
        let folder = tempfile::tempdir().unwrap();
        let lp = program(&folder, r#"echo "$@" > "$0.words"; cat > "$0.job""#);
        piped(&lp, &lp_words("Kantor Depan", false), &vec![7; 300_000]).await.unwrap();
        assert_eq!(std::fs::read(format!("{lp}.job")).unwrap(), vec![7; 300_000]);
        let words = std::fs::read_to_string(format!("{lp}.words")).unwrap();
        assert!(words.contains("-d Kantor Depan"), "{words}");
    }

    #[tokio::test]
    async fn what_a_queue_says_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let lp = program(&folder, "echo 'lp: The printer or class does not exist.' >&2; exit 1");
        let refused = piped(&lp, &lp_words("Tidak ada", false), &vec![0; 300_000]).await;
        assert_eq!(refused, Err(Trouble::Queue("lp: The printer or class does not exist.".to_owned())));
        let missing = piped("/nowhere/lp", &[], b"").await;
        assert_eq!(missing, Err(Trouble::Queue("/nowhere/lp: not found".to_owned())));
    }
}
