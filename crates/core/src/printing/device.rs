//! Printers that are a device of the computer, or that another computer shares.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::time::Duration;

use tokio::time::timeout;

use super::line::{Patience, Trouble};
use super::rules::device_path;

/// How often a device that takes nothing is asked again.
const AGAIN: Duration = Duration::from_millis(20);

/// Opens a device, never a file.
pub(super) async fn open(path: String, patience: Patience) -> Result<File, Trouble> {
    let opened = tokio::task::spawn_blocking(move || open_now(&path));
    match timeout(patience.connect, opened).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(_)) | Err(_) => Err(Trouble::Unreachable),
    }
}

fn open_now(path: &str) -> Result<File, Trouble> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A pipe nobody reads from, or a printer that is off, would hold the call for ever.
        options.custom_flags(O_NONBLOCK);
    }
    let path = device_path(path, cfg!(windows)).ok_or(Trouble::NotADevice)?;
    let device = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied => Trouble::Refused,
        ErrorKind::ResourceBusy => Trouble::Busy,
        ErrorKind::IsADirectory => Trouble::NotADevice,
        _ => Trouble::Unreachable,
    })?;
    // Judged by what was opened, not by what stood there a moment before.
    if is_device(&device) { Ok(device) } else { Err(Trouble::NotADevice) }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
const O_NONBLOCK: i32 = 0o4000;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const O_NONBLOCK: i32 = 0x0004;

#[cfg(unix)]
fn is_device(file: &File) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    file.metadata().is_ok_and(|facts| {
        let kind = facts.file_type();
        kind.is_char_device() || kind.is_fifo()
    })
}

/// Shares and ports are no files to Windows; a plain file was refused by its name.
#[cfg(not(unix))]
fn is_device(file: &File) -> bool {
    !file.metadata().is_ok_and(|facts| facts.is_file() && facts.len() > 0)
}

/// Writes everything, as fast as the device takes it.
pub(super) async fn write(device: File, bytes: Vec<u8>, patience: Patience) -> Result<(), Trouble> {
    let most = longest(bytes.len(), patience.stall);
    let written = tokio::task::spawn_blocking(move || write_now(device, &bytes, patience.stall));
    match timeout(most, written).await {
        Ok(Ok(written)) => written,
        Ok(Err(_)) => Err(Trouble::BrokeOff),
        // Windows knows no write that does not wait: the thread is left to the device, the caller is not.
        Err(_) => Err(Trouble::Busy),
    }
}

/// How long a job may take: four milliseconds a byte, four times what a line of 9600 baud needs.
fn longest(bytes: usize, stall: Duration) -> Duration {
    stall + Duration::from_millis(u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(4))
}

fn write_now(mut device: File, bytes: &[u8], stall: Duration) -> Result<(), Trouble> {
    let mut rest = bytes;
    let mut waited = Duration::ZERO;
    while !rest.is_empty() {
        match device.write(rest) {
            Ok(0) => return Err(Trouble::BrokeOff),
            Ok(taken) => {
                rest = rest.get(taken..).unwrap_or_default();
                waited = Duration::ZERO;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                if waited >= stall {
                    return Err(Trouble::Busy);
                }
                std::thread::sleep(AGAIN);
                waited += AGAIN;
            }
            Err(_) => return Err(Trouble::BrokeOff),
        }
    }
    Ok(())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    const QUICK: Patience = Patience {
        connect: Duration::from_secs(5),
        stall: Duration::from_millis(200),
        farewell: Duration::from_millis(200),
    };

    fn pipe(folder: &tempfile::TempDir) -> String {
        let path = folder.path().join("lp0").to_str().unwrap().to_owned();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        path
    }

    #[test]
    fn a_slow_line_has_time_for_its_bytes() {
        // 960 bytes a second.
        assert!(longest(9_600, QUICK.stall) > Duration::from_secs(10) + QUICK.stall);
        assert!(longest(0, QUICK.stall) >= QUICK.stall);
    }

    #[tokio::test]
    async fn a_device_has_every_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = pipe(&folder);
        assert_eq!(open(path.clone(), QUICK).await.err(), Some(Trouble::Unreachable), "nobody is at the other end");
        let mut printer = OpenOptions::new().read(true).custom_flags_nonblock().open(&path).unwrap();
        let device = open(path, QUICK).await.unwrap();
        write(device, b"slip".to_vec(), QUICK).await.unwrap();
        let mut got = Vec::new();
        printer.read_to_end(&mut got).unwrap();
        assert_eq!(got, b"slip");
    }

    #[tokio::test]
    async fn a_device_that_takes_no_more_is_busy_and_one_that_is_pulled_out_broke_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = pipe(&folder);
        let printer = OpenOptions::new().read(true).custom_flags_nonblock().open(&path).unwrap();
        let device = open(path.clone(), QUICK).await.unwrap();
        assert_eq!(write(device, vec![0; 4 << 20], QUICK).await, Err(Trouble::Busy));
        let device = open(path, QUICK).await.unwrap();
        drop(printer);
        assert_eq!(write(device, vec![0; 4 << 20], QUICK).await, Err(Trouble::BrokeOff));
    }

    #[tokio::test]
    async fn a_file_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("books.txt");
        std::fs::write(&path, "kept").unwrap();
        let refused = open(path.to_str().unwrap().to_owned(), QUICK).await.err();
        assert_eq!(refused, Some(Trouble::NotADevice));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "kept");
        let refused = open(folder.path().to_str().unwrap().to_owned(), QUICK).await.err();
        assert_eq!(refused, Some(Trouble::NotADevice));
        let refused = open(folder.path().join("none").to_str().unwrap().to_owned(), QUICK).await.err();
        assert_eq!(refused, Some(Trouble::Unreachable));
    }

    trait Nonblock {
        fn custom_flags_nonblock(&mut self) -> &mut Self;
    }

    impl Nonblock for OpenOptions {
        fn custom_flags_nonblock(&mut self) -> &mut Self {
            use std::os::unix::fs::OpenOptionsExt as _;
            self.custom_flags(O_NONBLOCK)
        }
    }
}
