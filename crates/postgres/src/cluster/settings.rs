//! The server's settings: written to `simpul.conf` at each start, so that a
//! newer program brings its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::state::Address;

/// Settings of the embedded server, by PostgreSQL's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    values: BTreeMap<String, String>,
}

impl Default for Settings {
    /// For a shop's PC that does other things too: little memory, quick
    /// answers, and nothing given up that a power cut could take.
    fn default() -> Self {
        let values = [
            ("max_connections", "60"),
            ("superuser_reserved_connections", "3"),
            ("shared_buffers", "96MB"),
            ("effective_cache_size", "512MB"),
            ("work_mem", "8MB"),
            ("maintenance_work_mem", "64MB"),
            ("wal_level", "replica"),
            ("max_wal_senders", "2"),
            ("min_wal_size", "32MB"),
            ("max_wal_size", "512MB"),
            ("wal_compression", "on"),
            ("checkpoint_timeout", "10min"),
            ("max_worker_processes", "4"),
            ("max_parallel_workers_per_gather", "1"),
            ("jit", "off"),
            ("random_page_cost", "1.5"),
            ("password_encryption", "scram-sha-256"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("lc_messages", "C"),
            ("log_line_prefix", "%m [%p] "),
            ("log_min_messages", "warning"),
            // A statement may carry a password or a customer's data.
            ("log_min_error_statement", "panic"),
            ("log_parameter_max_length_on_error", "0"),
            ("idle_in_transaction_session_timeout", "5min"),
            ("tcp_keepalives_idle", "60"),
        ];
        Self { values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).into() }
    }
}

impl Settings {
    /// For tests: quick instead of durable, and room for many databases.
    #[must_use]
    pub fn for_tests() -> Self {
        Self::default()
            .with("max_connections", "200")
            .with("fsync", "off")
            .with("synchronous_commit", "off")
            .with("full_page_writes", "off")
            .with("max_wal_size", "2GB")
            .with("checkpoint_timeout", "60min")
            .with("shared_buffers", "128MB")
            .with("autovacuum_naptime", "1h")
    }

    /// Changes one setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.values.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Whether the files of a new cluster need to reach the disk.
    pub(crate) fn durable(&self) -> bool {
        self.values.get("fsync").is_none_or(|value| value != "off")
    }

    /// The text of `simpul.conf`.
    pub(crate) fn text(&self, address: &Address) -> String {
        let mut text = String::from("# Written by Simpul at each start; changes are lost.\n");
        for (name, value) in &self.values {
            let _ = writeln!(text, "{name} = '{}'", value.replace('\'', "''"));
        }
        let _ = match address {
            Address::Socket(folder) => {
                let folder = folder.display().to_string().replace('\'', "''");
                writeln!(
                    text,
                    "listen_addresses = ''\nport = {}\nunix_socket_directories = '\"{folder}\"'\nunix_socket_permissions = 0700",
                    super::SOCKET_NUMBER
                )
            }
            Address::Port(port) => {
                writeln!(text, "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''")
            }
        };
        text
    }
}

/// `pg_hba.conf`: a password for everybody, and nobody from elsewhere.
pub(crate) const HBA: &str = "\
# Written by Simpul: a password for everybody, and nobody from elsewhere.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
local replication all scram-sha-256
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_opens_no_port_and_a_port_no_socket() {
        let socket = Settings::default().text(&Address::Socket("/tmp/o'clock, x".into()));
        assert!(socket.contains("listen_addresses = ''\n"));
        assert!(socket.contains("unix_socket_directories = '\"/tmp/o''clock, x\"'"));
        let port = Settings::default().text(&Address::Port(21_000));
        assert!(port.contains("listen_addresses = '127.0.0.1'\nport = 21000\nunix_socket_directories = ''"));
    }

    #[test]
    fn only_tests_give_up_durability() {
        assert!(Settings::default().durable());
        assert!(!Settings::for_tests().durable());
        assert!(!Settings::default().text(&Address::Port(1)).contains("fsync"));
    }
}
