use std::time::Duration;

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// Handlers that run at a time. 8.
    pub concurrency: usize,
    /// Queues it serves. `default`.
    pub queues: Vec<String>,
    /// How often it looks for work unasked: the safety net under NOTIFY, the
    /// finest grain of delays and retries, and the pace behind a pooler. 2 s.
    pub poll: Duration,
    /// How long it may be silent before it counts as dead; renewed at a third of
    /// it. 30 s.
    pub lease: Duration,
    /// How long [`crate::Worker::shutdown`] waits for running handlers. 20 s.
    pub drain: Duration,
    /// Whether to LISTEN at all; `false` acts as behind a transaction pooler. `true`.
    pub listen: bool,
    /// Whether it fires due schedules and trims by retention. `true`.
    pub housekeeping: bool,
    /// Most jobs taken in advance, when jobs turn out to be very short. 1,000.
    pub prefetch: usize,
    /// What finished rows are kept for.
    pub retention: crate::Retention,
    /// By which other workers pass jobs on to this one
    /// ([`crate::Outcome::PassOn`]); no colon in it. Empty: nobody does.
    pub name: String,
    /// The computer's name, for whoever asks which worker runs a job.
    pub host: String,
    /// The program's version.
    pub version: String,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self {
            concurrency: 8,
            queues: vec!["default".into()],
            poll: Duration::from_secs(2),
            lease: Duration::from_secs(30),
            drain: Duration::from_secs(20),
            listen: true,
            housekeeping: true,
            prefetch: 1000,
            retention: crate::Retention::default(),
            name: String::new(),
            host: host_name(),
            version: env!("CARGO_PKG_VERSION").into(),
        }
    }
}

/// The name the system gives this computer, as far as it can be read without
/// asking the system by a foreign call.
fn host_name() -> String {
    let from_env = ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok());
    let from_file = || std::fs::read_to_string("/etc/hostname").ok().map(|text| text.trim().to_owned());
    from_env.or_else(from_file).filter(|name| !name.is_empty()).unwrap_or_else(|| "localhost".into())
}
