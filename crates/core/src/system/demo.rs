//! The simulated router beside the program: a process of its own, spoken to over
//! a socket like any other router.
//!
//! Address, password and rows are kept in the data folder, so that a stored demo
//! router answers again at the next start. The process ends with the program that
//! started it, even when that is killed: its standard input closes then.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use async_trait::async_trait;
use rand::Rng as _;
use serde::{Deserialize, Serialize};
use simpul_kernel::{Error, Result};

use super::DemoRouter;
use super::ops::SystemError;
use crate::app::DemoLauncher;

/// Environment variable: the simulator's program, when it is not beside ours.
const PROGRAM_ENV: &str = "SIMPUL_ROUTEROS_SIM";
/// RouterOS user of the simulated router.
const USER: &str = "simpul";
/// How long the simulator may take to say that it listens.
const READY: Duration = Duration::from_secs(20);

/// What is remembered of a simulated router.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Memory {
    port: u16,
    password: String,
}

/// A simulated router of a data folder. Clones are the same router.
#[derive(Debug, Clone)]
pub struct SimProcess(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    program: PathBuf,
    folder: PathBuf,
    more_args: Vec<String>,
    child: Mutex<Option<Child>>,
}

/// The simulator's program: named by the environment, beside this program, or one
/// folder up (where tests run).
#[must_use]
pub fn sim_program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(PROGRAM_ENV) {
        return Some(PathBuf::from(named));
    }
    let name = format!("routeros-sim{}", std::env::consts::EXE_SUFFIX);
    let exe = std::env::current_exe().ok()?;
    exe.ancestors().skip(1).take(2).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

impl SimProcess {
    /// The demo router of a data folder, with phones that come and go; `None`
    /// where the simulator is not installed.
    #[must_use]
    pub fn demo(data_dir: &Path) -> Option<Self> {
        Some(Self::new(sim_program()?, data_dir.join("demo-router"), vec!["--demo".to_owned()]))
    }

    /// A simulated router that keeps its things in `folder`.
    #[must_use]
    pub fn new(program: PathBuf, folder: PathBuf, more_args: Vec<String>) -> Self {
        Self(Arc::new(Inner { program, folder, more_args, child: Mutex::new(None) }))
    }

    /// Whether one was started here before: then a stored router expects it.
    #[must_use]
    pub fn was_used(&self) -> bool {
        self.0.memory_file().is_file()
    }

    /// Starts it, or finds it running.
    ///
    /// # Errors
    /// `demo_router_failed`.
    pub fn start_blocking(&self) -> Result<DemoRouter> {
        self.0.start().map_err(|reason| SystemError::DemoFailed { reason }.into())
    }

    /// Ends it; its rows are kept.
    pub fn stop(&self) {
        self.0.stop();
    }
}

#[async_trait]
impl DemoLauncher for SimProcess {
    async fn start(&self) -> Result<DemoRouter> {
        let this = self.clone();
        tokio::task::spawn_blocking(move || this.start_blocking()).await.map_err(Error::internal)?
    }
}

impl Inner {
    fn memory_file(&self) -> PathBuf {
        self.folder.join("router.json")
    }

    fn memory(&self) -> Option<Memory> {
        serde_json::from_slice(&std::fs::read(self.memory_file()).ok()?).ok()
    }

    fn start(&self) -> Result<DemoRouter, String> {
        let mut slot = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = slot.as_mut()
            && matches!(child.try_wait(), Ok(None))
            && let Some(memory) = self.memory()
        {
            return Ok(address(&memory));
        }
        let known = self.memory();
        let memory = known.clone().unwrap_or_else(|| Memory { port: 0, password: password_new() });
        match self.spawn(&memory) {
            Ok((child, port)) => {
                *slot = Some(child);
                let memory = Memory { port, ..memory };
                self.remember(&memory).map_err(|e| format!("{}: {e}", self.folder.display()))?;
                Ok(address(&memory))
            }
            // Another program of this folder may have started it already.
            Err(reason) => match known {
                Some(memory) if TcpStream::connect((Ipv4Addr::LOCALHOST, memory.port)).is_ok() => Ok(address(&memory)),
                _ => Err(reason),
            },
        }
    }

    fn spawn(&self, memory: &Memory) -> Result<(Child, u16), String> {
        std::fs::create_dir_all(&self.folder).map_err(|e| format!("{}: {e}", self.folder.display()))?;
        let mut child = Command::new(&self.program)
            .args(["--listen", &format!("127.0.0.1:{}", memory.port), "--user", USER, "--with-parent", "--state"])
            .arg(self.folder.join("state.json"))
            .args(&self.more_args)
            .env("ROUTEROS_SIM_PASSWORD", &memory.password)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("{}: {e}", self.program.display()))?;
        let port = ready_port(&mut child);
        if port.is_none() {
            end(&mut child);
        }
        Ok((child, port.ok_or("the simulator did not begin to listen")?))
    }

    fn remember(&self, memory: &Memory) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let text = serde_json::to_vec(memory).map_err(std::io::Error::other)?;
        options.open(self.memory_file())?.write_all(&text)
    }

    fn stop(&self) {
        if let Some(mut child) = self.child.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // It saves its rows and ends when its standard input closes.
            drop(child.stdin.take());
            for _ in 0..100 {
                if !matches!(child.try_wait(), Ok(None)) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            end(&mut child);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The port of the line the simulator says when it is ready.
fn ready_port(child: &mut Child) -> Option<u16> {
    let stdout = child.stdout.take()?;
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(stdout).read_line(&mut line);
        // Nobody waits any more after the time is over.
        let _ = said.send(read.map(|_| line));
    });
    let line = heard.recv_timeout(READY).ok()?.ok()?;
    line.trim().rsplit(':').next()?.parse().ok()
}

fn end(child: &mut Child) {
    // A process that is gone already is what was wanted.
    let _ = child.kill();
    let _ = child.wait();
}

fn address(memory: &Memory) -> DemoRouter {
    DemoRouter {
        host: Ipv4Addr::LOCALHOST.to_string(),
        port: memory.port,
        username: USER.to_owned(),
        password: memory.password.clone(),
    }
}

fn password_new() -> String {
    rand::rng().sample_iter(rand::distr::Alphanumeric).take(20).map(char::from).collect()
}
