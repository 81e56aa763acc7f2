//! Start, join, leave, and what processes that were killed leave behind.

use std::sync::{Arc, Mutex};

use simpul_postgres::cluster::{Address, Cluster, Progress, Transport};

use crate::support::{Folder, Other, alive, ask, kill, open, options, refusal, server_pid};

#[tokio::test]
async fn the_last_to_leave_stops_the_server() {
    let folder = Folder::new();
    let mut first = Other::start(&folder, &[]);
    assert!(first.line().starts_with("ready"));
    let pid = server_pid(&folder).unwrap();

    let mut second = Other::start(&folder, &[]);
    assert!(second.line().starts_with("ready"));
    let own = open(&folder).await;
    assert_eq!(server_pid(&folder), Some(pid), "all three use one server");

    assert_eq!(first.leave(), "left");
    assert!(alive(pid), "the one that started it left, two remain");
    own.close().await.unwrap();
    assert!(alive(pid), "one remains");
    assert_eq!(second.leave(), "left");
    assert!(!alive(pid), "nobody is left");
    assert_eq!(server_pid(&folder), None);
}

#[tokio::test]
async fn two_that_come_at_once_to_an_empty_folder_share_one_server() {
    let folder = Folder::new();
    let mut others = [Other::start(&folder, &[]), Other::start(&folder, &[]), Other::start(&folder, &[])];
    let lines = others.each_mut().map(Other::line);
    assert!(lines[0].starts_with("ready"), "{lines:?}");
    assert_eq!(lines[0], lines[1]);
    assert_eq!(lines[1], lines[2]);
    let pid = server_pid(&folder).unwrap();
    assert_eq!(others.map(Other::leave), ["left", "left", "left"]);
    assert!(!alive(pid));
}

#[tokio::test]
async fn a_server_left_by_a_killed_process_is_adopted_and_stopped() {
    let folder = Folder::new();
    let mut starter = Other::start(&folder, &[]);
    assert!(starter.line().starts_with("ready"));
    let pid = server_pid(&folder).unwrap();
    starter.kill();
    assert!(alive(pid), "nobody was there to stop it");

    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let lease =
        Cluster::open(folder.data(), options().progress(Arc::new(move |p| ear.lock().unwrap().push(p)))).await.unwrap();
    assert_eq!(server_pid(&folder), Some(pid));
    assert!(!heard.lock().unwrap().contains(&Progress::Starting), "{heard:?}");
    assert!(heard.lock().unwrap().contains(&Progress::Joining), "{heard:?}");
    lease.close().await.unwrap();
    assert!(!alive(pid), "the entry of the dead process does not keep it");
}

#[tokio::test]
async fn a_killed_server_starts_again_with_what_was_committed() {
    let folder = Folder::new();
    // Durable settings: a kill of the server may lose nothing.
    let lease = Cluster::open(folder.data(), options().settings(Default::default())).await.unwrap();
    let owner = lease.owner_options();
    let mut connection = sqlx::ConnectOptions::connect(&owner).await.unwrap();
    sqlx::raw_sql("CREATE TABLE kept AS SELECT 'yes'::text AS answer").execute(&mut connection).await.unwrap();

    let pid = server_pid(&folder).unwrap();
    kill(pid);
    lease.ensure_running().await.unwrap();
    assert_ne!(server_pid(&folder), Some(pid));
    assert_eq!(ask(&lease.owner_options(), "SELECT answer FROM kept").await.unwrap(), "yes");
    lease.ensure_running().await.unwrap();

    // And once more with everybody dead: the next start finds only files.
    kill(server_pid(&folder).unwrap());
    drop(lease);
    let lease = open(&folder).await;
    assert_eq!(ask(&lease.owner_options(), "SELECT answer FROM kept").await.unwrap(), "yes");
    lease.close().await.unwrap();
}

#[tokio::test]
async fn dropping_a_lease_stops_the_server_too() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    let pid = server_pid(&folder).unwrap();
    drop(lease);
    assert!(!alive(pid));
}

#[tokio::test]
async fn a_process_killed_while_creating_leaves_nothing_in_the_way() {
    let folder = Folder::new();
    let other = Other::start(&folder, &[]);
    let postgres = folder.data().path().join("postgres");
    let half_done = || {
        std::fs::read_dir(&postgres)
            .into_iter()
            .flatten()
            .flatten()
            .find(|e| e.file_name().to_string_lossy().starts_with("new-") && e.path().join("data/base").exists())
            .map(|e| e.path())
    };
    while half_done().is_none() && !folder.cluster().exists() {
        std::thread::yield_now();
    }
    let half = half_done();
    other.kill();
    let lease = open(&folder).await;
    assert_eq!(ask(&lease.app_options(), "SELECT 'works'").await.unwrap(), "works");
    lease.close().await.unwrap();
    assert!(half.is_some_and(|half| !half.exists()), "it was killed inside initdb, and swept up");
}

#[tokio::test]
async fn a_stale_pid_file_with_somebody_elses_number_is_no_obstacle() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    let pid_file = folder.cluster().join("postmaster.pid");
    let text = std::fs::read_to_string(&pid_file).unwrap();
    kill(server_pid(&folder).unwrap());
    drop(lease);
    // The number now belongs to this very test, which is alive.
    let rest = text.split_once('\n').unwrap().1;
    std::fs::write(&pid_file, format!("{}\n{rest}", std::process::id())).unwrap();
    let lock = folder.data().path().join("run/s/.s.PGSQL.5432.lock");
    std::fs::write(lock, format!("{}\n{rest}", std::process::id())).unwrap();

    let lease = open(&folder).await;
    assert_ne!(server_pid(&folder), Some(std::process::id()));
    assert_eq!(ask(&lease.app_options(), "SELECT 'works'").await.unwrap(), "works");
    lease.close().await.unwrap();
}

#[tokio::test]
async fn a_socket_opens_no_port_and_a_port_asks_for_the_password() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    assert!(matches!(lease.address(), Address::Socket(_)));
    assert_eq!(ask(&lease.superuser_options(), "SHOW listen_addresses").await.unwrap(), "");
    for role in [lease.superuser_options(), lease.owner_options(), lease.app_options()] {
        let error = ask(&role.password("wrong"), "SELECT 'in'").await.unwrap_err();
        assert_eq!(error.as_database_error().and_then(|e| e.code()).as_deref(), Some("28P01"));
    }
    lease.close().await.unwrap();

    let lease = Cluster::open(folder.data(), options().transport(Transport::FreePort)).await.unwrap();
    let Address::Port(port) = lease.address() else { panic!("{:?}", lease.address()) };
    assert_eq!(ask(&lease.app_options(), "SELECT 'works'").await.unwrap(), "works");
    lease.close().await.unwrap();

    // The kept port is taken: another is found. A fixed one is an error.
    let _taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let fixed = options().transport(Transport::Port(port));
    assert_eq!(refusal(folder.data(), fixed).await, "postgres_port_in_use");
    let lease = Cluster::open(folder.data(), options().transport(Transport::FreePort)).await.unwrap();
    assert_ne!(lease.address(), Address::Port(port));
    lease.close().await.unwrap();
}
