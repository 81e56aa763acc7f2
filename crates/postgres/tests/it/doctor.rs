//! The doctor's findings on an embedded server.

use simpul_postgres::doctor::{self, Check, Status, Subject};
use sqlx::ConnectOptions as _;

use crate::support::{Folder, kill, open, server_pid};

async fn look(folder: &Folder) -> Vec<Check> {
    doctor::run(&Subject::Embedded(folder.data())).await
}

fn status(checks: &[Check], code: &str) -> Option<Status> {
    checks.iter().find(|check| check.code == code).map(|check| check.status)
}

#[tokio::test]
async fn it_tells_a_new_a_running_a_mended_and_a_killed_server() {
    let folder = Folder::new();
    let checks = look(&folder).await;
    assert_eq!(status(&checks, "postgres_programs_run"), Some(Status::Good), "{checks:?}");
    assert_eq!(status(&checks, "postgres_folder_new"), Some(Status::Good));
    assert!(!folder.data().path().exists(), "looking makes nothing");

    let lease = open(&folder).await;
    let checks = look(&folder).await;
    assert!(checks.iter().all(|check| check.status == Status::Good), "{checks:?}");
    for code in ["postgres_server", "postgres_checksums", "postgres_database", "postgres_role", "postgres_free_space"] {
        assert!(status(&checks, code).is_some(), "{code}: {checks:?}");
    }
    let users = checks.iter().find(|check| check.code == "postgres_users").unwrap();
    assert_eq!(users.detail, format!("pid {}", std::process::id()));

    let mut superuser = lease.superuser_options().connect().await.unwrap();
    sqlx::raw_sql("ALTER ROLE simpul_owner NOLOGIN").execute(&mut superuser).await.unwrap();
    assert_eq!(status(&look(&folder).await, "postgres_role_refused"), Some(Status::Warning));
    drop(superuser);

    kill(server_pid(&folder).unwrap());
    assert_eq!(status(&look(&folder).await, "postgres_server_was_killed"), Some(Status::Good));
    drop(lease);
}

#[tokio::test]
async fn it_says_what_to_do_about_a_foreign_folder() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.data().path()).unwrap();
    std::fs::write(folder.data().path().join("PG_VERSION"), "18\n").unwrap();
    let checks = look(&folder).await;
    let finding = checks.iter().find(|check| check.code == "postgres_foreign_folder").unwrap();
    assert_eq!(finding.status, Status::Bad);
    assert!(finding.remedy.is_some());
}
