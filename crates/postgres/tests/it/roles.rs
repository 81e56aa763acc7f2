//! The three roles, on the embedded server and by the printed script.

use simpul_postgres::roles::{self, Wanted};
use simpul_postgres::{dump, outside::Outside};
use sqlx::ConnectOptions as _;

use crate::support::{Folder, ask, open, programs};

#[tokio::test]
async fn the_login_may_work_with_rows_and_change_no_table() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    let mut owner = lease.owner_options().connect().await.unwrap();
    sqlx::raw_sql("CREATE TABLE plans (name text); GRANT SELECT, INSERT ON plans TO simpul_app")
        .execute(&mut owner)
        .await
        .unwrap();
    let mut app = lease.app_options().connect().await.unwrap();
    sqlx::raw_sql("INSERT INTO plans VALUES ('6 jam')").execute(&mut app).await.unwrap();
    for forbidden in [
        "CREATE TABLE mine (x int)",
        "CREATE TEMPORARY TABLE mine (x int)",
        "DROP TABLE plans",
        "DELETE FROM plans",
        "CREATE ROLE friend",
        "SET ROLE simpul_owner",
        "CREATE SCHEMA mine",
    ] {
        let error = sqlx::raw_sql(forbidden).execute(&mut app).await.unwrap_err();
        assert_eq!(error.as_database_error().unwrap().code().as_deref(), Some("42501"), "{forbidden}");
    }
    // Extensions the schema needs are trusted: the owner may create them.
    for extension in ["pg_trgm", "btree_gist", "citext", "unaccent", "pgcrypto"] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE EXTENSION {extension}"))).execute(&mut owner).await.unwrap();
    }
    drop((owner, app));
    lease.close().await.unwrap();
}

#[tokio::test]
async fn what_somebody_changed_by_hand_is_mended_at_the_next_start() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    let login = lease.app_role();
    let mut superuser = lease.superuser_options().connect().await.unwrap();
    let harm = format!("ALTER ROLE {login} SUPERUSER PASSWORD 'other'; REVOKE simpul_app FROM {login}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(harm)).execute(&mut superuser).await.unwrap();
    drop(superuser);
    assert!(ask(&lease.app_options(), "SELECT 'in'").await.is_err());
    let second = open(&folder).await;
    assert_eq!(second.app_role(), login);
    let held = "SELECT (NOT rolsuper AND pg_has_role(oid, 'simpul_app', 'MEMBER'))::text FROM pg_roles WHERE rolname = current_user";
    assert_eq!(ask(&second.app_options(), held).await.unwrap(), "true");

    // In order: the stored verifiers stay as they are.
    let verifiers = "SELECT string_agg(rolpassword, ',' ORDER BY rolname) FROM pg_authid WHERE rolname LIKE 'simpul%'";
    let before = ask(&second.superuser_options(), verifiers).await.unwrap();
    let third = open(&folder).await;
    assert_eq!(ask(&third.superuser_options(), verifiers).await.unwrap(), before);
    for lease in [lease, second, third] {
        lease.close().await.unwrap();
    }
}

#[tokio::test]
async fn the_printed_script_runs_by_psql_twice_and_by_an_administrator_who_is_no_superuser() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    let mut superuser = lease.superuser_options().connect().await.unwrap();
    for statement in [
        "CREATE ROLE dba LOGIN CREATEROLE CREATEDB PASSWORD 'dba-password'".to_owned(),
        "DROP DATABASE simpul".to_owned(),
        format!("DROP ROLE simpul_owner, {}, simpul_app", lease.app_role()),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut superuser).await.unwrap();
    }
    let socket = folder.data().path().canonicalize().unwrap().join("run/s");
    let url = format!("postgresql://dba:dba-password@localhost/postgres?sslmode=disable&host={}", socket.display());
    let dba = Outside::from_url(&url).unwrap();
    let wanted = Wanted {
        app_role: "simpul_0a1b2c3d".into(),
        owner_password: "owner-password".into(),
        app_password: "app-password".into(),
    };
    for _ in 0..2 {
        let script = roles::script("simpul", &wanted).unwrap();
        dump::psql(&programs(), &dba.target(), &script).await.unwrap();
    }
    let login = |role: &str, password: &str| lease.app_options().username(role).password(password);
    let app = login("simpul_0a1b2c3d", "app-password");
    assert_eq!(ask(&app, "SELECT pg_has_role('simpul_app', 'MEMBER')::text").await.unwrap(), "true");
    let mut owner = login("simpul_owner", "owner-password").connect().await.unwrap();
    sqlx::raw_sql("CREATE TABLE t (x int)").execute(&mut owner).await.unwrap();
    let facts = "SELECT pg_encoding_to_char(encoding)::text || datcollate || pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'simpul'";
    assert_eq!(ask(&app, facts).await.unwrap(), "UTF8Csimpul_owner");
    let everybody = "SELECT has_database_privilege('public', 'simpul', 'CONNECT')::text";
    assert_eq!(ask(&lease.superuser_options(), everybody).await.unwrap(), "false");
    drop((owner, superuser));
    lease.close().await.unwrap();
}

#[tokio::test]
async fn a_dump_is_restored_by_the_programs_of_the_bundle() {
    let folder = Folder::new();
    let lease = open(&folder).await;
    let mut owner = lease.owner_options().connect().await.unwrap();
    let tables =
        "CREATE TABLE plans (name text); INSERT INTO plans SELECT 'plan ' || n FROM generate_series(1, 1000) n;
                  ALTER TABLE plans ENABLE ROW LEVEL SECURITY; ALTER TABLE plans FORCE ROW LEVEL SECURITY";
    sqlx::raw_sql(tables).execute(&mut owner).await.unwrap();
    let file = folder.path().join("copy.dump");
    dump::dump(&programs(), &lease.dump_target("simpul"), &file).await.unwrap();
    let mut superuser = lease.superuser_options().connect().await.unwrap();
    roles::create_database(&mut superuser, "copy").await.unwrap();
    dump::restore(&programs(), &lease.dump_target("copy"), &file).await.unwrap();
    let count = "SELECT count(*)::text FROM plans";
    assert_eq!(ask(&lease.superuser_options().database("copy"), count).await.unwrap(), "1000");
    // Half a dump restores nothing.
    let whole = std::fs::read(&file).unwrap();
    let half = folder.path().join("half.dump");
    std::fs::write(&half, &whole[..whole.len() - whole.len() / 4]).unwrap();
    roles::create_database(&mut superuser, "half").await.unwrap();
    let error = dump::restore(&programs(), &lease.dump_target("half"), &half).await.unwrap_err();
    assert!(matches!(&error, simpul_postgres::Error::ToolFailed { program: "pg_restore", .. }), "{error}");
    let tables = "SELECT count(*)::text FROM pg_class WHERE relname = 'plans'";
    assert_eq!(ask(&lease.superuser_options().database("half"), tables).await.unwrap(), "0");
    // A dump that fails leaves no file that looks like one.
    let absent = folder.path().join("absent.dump");
    let error = dump::dump(&programs(), &lease.dump_target("absent"), &absent).await.unwrap_err();
    assert_eq!(error.code(), "postgres_tool_failed");
    assert!(!absent.exists());
    drop((owner, superuser));
    lease.close().await.unwrap();
}
