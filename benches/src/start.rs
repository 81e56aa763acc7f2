//! From the start of the program to its first answers, against PostgreSQL alone.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use simpul_postgres::Programs;
use simpul_postgres::bundle;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use crate::Options;
use crate::figures::{Outcome, Row, Samples, Section};
use crate::window;

/// Asked again this often until it answers.
const STEP: Duration = Duration::from_millis(2);
/// A program that has not answered by then will not.
const PATIENCE: Duration = Duration::from_secs(120);

/// When the program first answered, from its start.
#[derive(Default)]
struct Answers {
    alive: Samples,
    status: Samples,
}

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let (first_times, warm_times) = if options.quick { (1, 3) } else { (3, 9) };
    let program = beside("simpul")?;
    let programs = tokio::task::spawn_blocking(|| bundle::locate(None)).await??;
    let (mut first, mut warm, mut bare) = (Answers::default(), Answers::default(), Ok(Samples::default()));
    for n in 0..first_times {
        let folder = tempfile::tempdir()?;
        start(&program, folder.path(), &mut first).await?;
        if n > 0 {
            continue;
        }
        for _ in 0..warm_times {
            start(&program, folder.path(), &mut warm).await?;
            if let Ok(samples) = &mut bare
                && let Err(why) = server_alone(&programs, folder.path(), samples).await
            {
                bare = Err(why.to_string());
            }
        }
    }
    let mut rows = vec![
        Row { what: "very first start: /healthz".into(), ours: first.alive.told(), ..Row::default() },
        Row {
            what: "very first start: status".into(),
            ours: first.status.told(),
            goal: "window < 8 s".into(),
            ..Row::default()
        },
        Row { what: "warm start: /healthz".into(), ours: warm.alive.told(), ..Row::default() },
    ];
    rows.push(match bare {
        Ok(bare) => Row::against("warm start: status", &warm.status, "pg_ctl start", &bare, "window < 2.5 s"),
        Err(why) => Row { rival: "pg_ctl start".into(), ..Row::not_run("warm start: status", why) },
    });
    rows.extend(window::rows(options).await);
    let note = "`simpul serve` on the embedded server until `/healthz` and until the operation `system_status` answer. Very \
                first: an empty folder, so that the cluster is made and every migration runs. Warm: the folder of before, \
                its server stopped. `pg_ctl start --wait` starts that same cluster. \
                The window (WebKitGTK on a virtual display, driven by WebKitWebDriver, whose own start of a session is \
                within the time) counts as usable when the first step of the setup, or the sign-in, can be read."
        .into();
    Ok(Section { title: "Start".into(), note, rows })
}

/// A program built together with this one.
pub fn beside(name: &str) -> Outcome<PathBuf> {
    let me = std::env::current_exe()?;
    let program = me.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() { Ok(program) } else { Err(format!("{} is not built", program.display()).into()) }
}

/// Starts the program in a folder, waits for its answers, and stops it.
async fn start(program: &Path, folder: &Path, answers: &mut Answers) -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let addr = listener.local_addr()?;
    drop(listener);
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(["serve", "--embedded", "--listen", &addr.to_string(), "--data-dir"])
        .arg(folder)
        .env_remove("SIMPUL_DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let result = first_answers(&mut child, addr, begun, answers).await;
    stop(&mut child).await?;
    result
}

async fn first_answers(child: &mut Child, addr: SocketAddr, begun: Instant, answers: &mut Answers) -> Outcome<()> {
    let mut alive = false;
    while begun.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait()? {
            return Err(format!("simpul serve ended with {status}").into());
        }
        if !alive && asked(addr, "GET /healthz", "").await {
            alive = true;
            answers.alive.push(begun.elapsed());
        }
        if alive && asked(addr, "POST /rpc/system_status", "null").await {
            answers.status.push(begun.elapsed());
            return Ok(());
        }
        tokio::time::sleep(STEP).await;
    }
    Err("simpul serve did not answer".into())
}

/// Whether a request is answered with 200.
async fn asked(addr: SocketAddr, what: &str, body: &str) -> bool {
    let request = format!(
        "{what} HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = async {
        let mut stream = TcpStream::connect(addr).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut text = Vec::new();
        stream.read_to_end(&mut text).await?;
        std::io::Result::Ok(text)
    };
    answer.await.is_ok_and(|text| text.starts_with(b"HTTP/1.1 200"))
}

/// Ends the program as a service manager does, and waits until it is gone.
pub async fn stop(child: &mut Child) -> Outcome<()> {
    if let (true, Some(id)) = (cfg!(unix), child.id()) {
        Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
    } else {
        child.start_kill()?;
    }
    tokio::time::timeout(PATIENCE, child.wait()).await.map_err(|_| "simpul serve does not end")??;
    Ok(())
}

/// Starts the cluster of a folder by `pg_ctl` and stops it again.
async fn server_alone(programs: &Programs, folder: &Path, samples: &mut Samples) -> Outcome<()> {
    let data = DataFolder::of(programs, folder)?;
    let begun = Instant::now();
    data.pg_ctl(programs, &["start", "--wait", "--silent", "--log"]).await?;
    samples.push(begun.elapsed());
    data.pg_ctl(programs, &["stop", "--wait", "--silent", "--mode", "fast", "--log"]).await
}

/// A cluster's folder and the user it belongs to.
struct DataFolder {
    path: PathBuf,
    #[cfg(unix)]
    owner: (u32, u32),
}

impl DataFolder {
    fn of(programs: &Programs, folder: &Path) -> Outcome<Self> {
        let path = simpul_postgres::cluster::DataDir::new(folder).cluster(programs.version().major);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let owner = std::fs::metadata(&path)?;
            Ok(Self { path, owner: (owner.uid(), owner.gid()) })
        }
        #[cfg(not(unix))]
        Ok(Self { path })
    }

    async fn pg_ctl(&self, programs: &Programs, words: &[&str]) -> Outcome<()> {
        let mut command = Command::new(programs.server_bin("pg_ctl"));
        command.args(words).arg(self.path.join("bench.log")).arg("--pgdata").arg(&self.path).current_dir("/");
        // PostgreSQL refuses to run as root: as whoever owns the folder.
        #[cfg(unix)]
        if self.owner.0 != current_user()? {
            command.uid(self.owner.0).gid(self.owner.1);
        }
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().await?;
        if status.success() { Ok(()) } else { Err(format!("pg_ctl {} ended with {status}", words[0]).into()) }
    }
}

/// Who this process is: the owner of what it makes.
#[cfg(unix)]
fn current_user() -> Outcome<u32> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(tempfile::tempfile()?.metadata()?.uid())
}
