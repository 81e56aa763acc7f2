//! Folders and disks that a server cannot live in, each named by its code.

use std::path::Path;
use std::process::Command;

use simpul_postgres::cluster::{Cluster, DataDir};

use crate::support::{Folder, Other, ask, mode, open, options, refusal, server_pid};

/// A file system of a given size in memory, or `None` where mounting is not allowed.
struct Mount<'a>(&'a Path);

impl<'a> Mount<'a> {
    fn new(at: &'a Path, flags: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", flags, "tmpfs"]).arg(at).output().unwrap();
        mounted.status.success().then_some(Self(at))
    }
}

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[tokio::test]
async fn folders_of_other_versions_are_refused_and_left_alone() {
    for (version, code) in [("14", "postgres_older_major"), ("19", "postgres_newer_major")] {
        let folder = Folder::new();
        let postgres = folder.data().path().join("postgres");
        std::fs::create_dir_all(postgres.join(version)).unwrap();
        std::fs::write(postgres.join("server.json"), "{}").unwrap();
        std::fs::write(postgres.join(version).join("PG_VERSION"), format!("{version}\n")).unwrap();
        assert_eq!(refusal(folder.data(), options()).await, code);
        assert!(!folder.cluster().exists(), "no second cluster beside the old one");
    }
    // The version inside the files counts, not the folder's name.
    let folder = Folder::new();
    open(&folder).await.close().await.unwrap();
    std::fs::write(folder.cluster().join("PG_VERSION"), "14\n").unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "postgres_older_major");
}

#[tokio::test]
async fn a_folder_that_is_not_ours_is_refused() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.data().path()).unwrap();
    std::fs::write(folder.data().path().join("PG_VERSION"), "18\n").unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "postgres_foreign_folder");

    let folder = Folder::new();
    std::fs::create_dir_all(folder.cluster()).unwrap();
    std::fs::write(folder.cluster().join("PG_VERSION"), "18\n").unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "postgres_foreign_folder");
}

#[tokio::test]
async fn a_cluster_that_was_exchanged_is_noticed() {
    let (ours, other) = (Folder::new(), Folder::new());
    open(&ours).await.close().await.unwrap();
    open(&other).await.close().await.unwrap();
    // Somebody copies another PC's cluster over ours: the password differs.
    let moved = Command::new("cp").arg("-a").arg(other.cluster()).arg(ours.path().join("copy")).status().unwrap();
    assert!(moved.success());
    std::fs::rename(ours.cluster(), ours.path().join("old")).unwrap();
    std::fs::rename(ours.path().join("copy"), ours.cluster()).unwrap();
    assert_eq!(refusal(ours.data(), options()).await, "postgres_password_rejected");
    // With its passwords too it is still another cluster.
    let secrets = |folder: &Folder| folder.data().path().join("postgres/secrets.json");
    std::fs::copy(secrets(&other), secrets(&ours)).unwrap();
    assert_eq!(refusal(ours.data(), options()).await, "postgres_foreign_folder");
    stop(&ours);
}

#[tokio::test]
async fn lost_passwords_are_named() {
    let folder = Folder::new();
    open(&folder).await.close().await.unwrap();
    let secrets = folder.data().path().join("postgres/secrets.json");
    std::fs::write(&secrets, "{ damaged").unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "postgres_secrets_missing");
    std::fs::remove_file(&secrets).unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "postgres_secrets_missing");
}

#[tokio::test]
async fn a_folder_left_running_by_another_computer_waits_for_a_word() {
    let folder = Folder::new();
    open(&folder).await.close().await.unwrap();
    let file = folder.data().path().join("postgres/server.json");
    let mut state: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert!(state["running_on"].is_null(), "a clean stop leaves no name");
    state["running_on"] = "kasir-2".into();
    std::fs::write(&file, state.to_string()).unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "postgres_folder_in_use_elsewhere");
    let lease = Cluster::open(folder.data(), options().take_over(true)).await.unwrap();
    lease.close().await.unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "opened");
}

#[tokio::test]
async fn a_busy_folder_is_named_after_the_patience() {
    let folder = Folder::new();
    let mut holder = Other::start(&folder, &[]);
    holder.line();
    let lock = std::fs::File::open(folder.data().path().join("run/lock")).unwrap();
    lock.lock().unwrap();
    let hasty = options().patience(std::time::Duration::from_millis(50));
    assert_eq!(refusal(folder.data(), hasty).await, "postgres_folder_busy");
    lock.unlock().unwrap();
    holder.leave();
}

#[tokio::test]
async fn a_full_disk_is_noticed_before_and_after() {
    let folder = Folder::new();
    let at = folder.path().join("disk");
    let Some(_disk) = Mount::new(&at, "size=300m,mode=755") else {
        panic!("this test needs to mount a file system: run it as root")
    };
    let ballast = at.join("ballast");
    std::fs::write(&ballast, vec![1_u8; 100 << 20]).unwrap();
    let data = || DataDir::new(at.join("data"));
    assert_eq!(refusal(data(), options()).await, "postgres_disk_full");
    assert!(!at.join("data/postgres/18").exists(), "nothing was begun");

    std::fs::remove_file(&ballast).unwrap();
    Cluster::open(data(), options()).await.unwrap().close().await.unwrap();
    std::fs::write(&ballast, vec![1_u8; 170 << 20]).unwrap();
    // Fill it to a few pages: what is measured before the start is too little.
    let _ = std::fs::write(at.join("rest"), vec![1_u8; 100 << 20]);
    assert_eq!(refusal(data(), options()).await, "postgres_disk_full");
    for file in [at.join("rest"), ballast] {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(refusal(data(), options()).await, "opened");
}

#[tokio::test]
async fn a_read_only_disk_is_named() {
    let folder = Folder::new();
    let at = folder.path().join("disk");
    let Some(_disk) = Mount::new(&at, "size=16m,ro") else {
        panic!("this test needs to mount a file system: run it as root")
    };
    assert_eq!(refusal(DataDir::new(at.join("data")), options()).await, "postgres_folder_read_only");
    assert_eq!(refusal(DataDir::new(&at), options()).await, "postgres_folder_read_only");
}

#[tokio::test]
async fn a_folder_behind_a_closed_door_is_named() {
    let folder = Folder::new();
    mode(folder.path(), 0o700);
    assert_eq!(refusal(folder.data(), options()).await, "postgres_parent_not_traversable");
    // The data folder itself is opened for entering, and for nothing else.
    let closed = tempfile::tempdir_in("/tmp").unwrap();
    mode(closed.path(), 0o700);
    let lease = Cluster::open(DataDir::new(closed.path()), options()).await.unwrap();
    lease.close().await.unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(std::fs::metadata(closed.path()).unwrap().permissions().mode() & 0o777, 0o711);
    let secrets = closed.path().join("postgres/secrets.json");
    assert_eq!(std::fs::metadata(secrets).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn long_names_spaces_and_umlauts_work_and_shell_signs_are_refused() {
    let folder = Folder::new();
    let odd = folder.path().join(format!("Büro Kasir, 'satu' & dua/{}", "x".repeat(120)));
    let lease = Cluster::open(DataDir::new(&odd), options()).await.unwrap();
    assert_eq!(ask(&lease.app_options(), "SELECT 'works'").await.unwrap(), "works");
    let socket = ask(&lease.superuser_options(), "SHOW unix_socket_directories").await.unwrap();
    assert!(socket.len() < 90, "{socket}");
    lease.close().await.unwrap();
    std::fs::remove_dir_all(socket.trim_matches('"')).unwrap();

    let spaced = folder.path().join("Büro 'satu'");
    let lease = Cluster::open(DataDir::new(&spaced), options()).await.unwrap();
    assert_eq!(ask(&lease.app_options(), "SELECT 'works'").await.unwrap(), "works");
    lease.close().await.unwrap();

    for bad in ["a$HOME", "a\"b", "a`id`"] {
        let code = refusal(DataDir::new(folder.path().join(bad)), options()).await;
        assert_eq!(code, "postgres_folder_name_unusable");
    }
}

#[tokio::test]
async fn a_damaged_cluster_is_called_damaged() {
    let folder = Folder::new();
    open(&folder).await.close().await.unwrap();
    let control = folder.cluster().join("global/pg_control");
    let mut bytes = std::fs::read(&control).unwrap();
    bytes[100] ^= 0xff;
    std::fs::write(&control, bytes).unwrap();
    assert_eq!(refusal(folder.data(), options()).await, "postgres_damaged");
    assert_eq!(server_pid(&folder), None);
}

#[tokio::test]
async fn the_server_never_runs_as_root() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    use std::os::unix::fs::MetadataExt as _;
    let owner = std::fs::metadata(folder.cluster()).unwrap().uid();
    let status = std::fs::read_to_string(format!("/proc/{}/status", server_pid(&folder).unwrap())).unwrap();
    let uids = status.lines().find(|line| line.starts_with("Uid:")).unwrap();
    assert_eq!(uids, format!("Uid:\t{owner}\t{owner}\t{owner}\t{owner}"));
    assert_ne!(owner, 0);
    assert_eq!(ask(&lease.superuser_options(), "SHOW data_checksums").await.unwrap(), "on");
    assert_eq!(ask(&lease.app_options(), "SHOW server_encoding").await.unwrap(), "UTF8");
    let collation = "SELECT datcollate::text FROM pg_database WHERE datname = current_database()";
    assert_eq!(ask(&lease.app_options(), collation).await.unwrap(), "C");
    lease.close().await.unwrap();
}

/// Stops a server that nobody holds a lease of.
fn stop(folder: &Folder) {
    if let Some(pid) = server_pid(folder) {
        crate::support::kill(pid);
    }
}
