//! The schema: up, down, up; refusals; what every table must have.

use std::path::{Path, PathBuf};
use std::process::Command;

use simpul_core::db::migrate;
use simpul_testkit::{TestDb, TestServer};

fn migrations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations")
}

fn files(suffix: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(migrations())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with(suffix))
        .collect();
    files.sort();
    files
}

/// Runs a program of the bundle against a test database as the owner role.
fn program(name: &str, path: &Path, db: &TestDb, arguments: &[&str]) -> String {
    let options = db.owner_options();
    let secret = password(db);
    let output = Command::new(path)
        .args(arguments)
        .env("PGHOST", options.get_socket().map_or(options.get_host().to_owned(), |s| s.display().to_string()))
        .env("PGPORT", options.get_port().to_string())
        .env("PGUSER", options.get_username())
        .env("PGDATABASE", db.name())
        .env("PGPASSWORD", secret)
        .output()
        .unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The owner role's password, from the URL its options make.
fn password(db: &TestDb) -> String {
    use sqlx::ConnectOptions as _;
    let url = db.owner_options().to_url_lossy();
    let raw = url.password().unwrap_or_default();
    percent_decode(raw)
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(b) = rest.next() {
        if b == b'%' {
            let hex: Vec<u8> = rest.by_ref().take(2).collect();
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(b);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn up_down_up_by_plain_psql_leaves_the_same_catalogue_and_nothing_behind() {
    let db = TestDb::empty().await;
    let programs = TestServer::shared().await.lease().programs().clone();
    let psql = |file: &Path| {
        let file = file.to_str().unwrap();
        program("psql", &programs.psql(), &db, &["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", file]);
    };
    let dump = || {
        let text = program("pg_dump", &programs.pg_dump(), &db, &["--schema-only"]);
        // Newer pg_dump writes a random key here.
        text.lines()
            .filter(|l| !l.starts_with("\\restrict") && !l.starts_with("\\unrestrict"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let empty = dump();
    files(".up.sql").iter().for_each(|f| psql(f));
    let once = dump();
    assert!(once.contains("CREATE TABLE public.vouchers"));
    files(".down.sql").iter().rev().for_each(|f| psql(f));
    assert_eq!(dump(), empty, "the downs leave something behind");
    files(".up.sql").iter().for_each(|f| psql(f));
    assert_eq!(dump(), once, "the second up makes another catalogue");
}

/// A database remembers the bytes of what was run on it, and opens with no program that has others.
#[test]
fn a_migration_that_was_shipped_is_never_edited() {
    use sha2::Digest as _;
    let told: Vec<String> =
        std::fs::read_to_string(migrations().join("shipped.sha256")).unwrap().lines().map(str::to_owned).collect();
    let are: Vec<String> = files(".sql")
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            format!("{}  {name}", hex::encode(sha2::Sha256::digest(std::fs::read(path).unwrap())))
        })
        .collect();
    for line in &told {
        let name = line.split_once("  ").map_or(line.as_str(), |(_, name)| name);
        assert!(
            are.contains(line),
            "{name} is not what it was when it was written down. If a program with it was ever handed out, give it back its \
             bytes and write a new migration; if not, write its line in migrations/shipped.sha256 anew (sha256sum {name})"
        );
    }
    let new: Vec<&String> = are.iter().filter(|line| !told.contains(line)).collect();
    assert!(
        new.is_empty(),
        "add to migrations/shipped.sha256, by `sha256sum NAME >> shipped.sha256` in migrations/: {new:#?}"
    );
}

#[tokio::test]
async fn the_programs_own_commands_go_up_and_down_and_refuse_to_lose_data() {
    let db = TestDb::empty().await;
    let mut conn = db.owner().await;
    let quiet = |_: usize, _: usize, _: &str| ();
    let all = migrate::run(&mut conn, &quiet).await.unwrap();
    assert_eq!(all, files(".up.sql").len());
    assert_eq!(migrate::run(&mut conn, &quiet).await.unwrap(), 0, "a second run has nothing to do");
    migrate::validate(&mut conn).await.unwrap();
    let newest = migrate::program_version();
    assert_eq!(migrate::revert(&mut conn).await.unwrap(), Some(newest));
    assert_eq!(migrate::check(&mut conn).await.unwrap_err().code(), "schema_older_than_program");
    migrate::run(&mut conn, &quiet).await.unwrap();

    sqlx::raw_sql(
        "INSERT INTO roles (code, name) VALUES ('r1', 'R');
         INSERT INTO users (name, username, password_hash, role_id) SELECT 'A', 'abc', '$argon2id$x', id FROM roles",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    assert_eq!(migrate::reset(&mut conn, false).await.unwrap_err().code(), "schema_has_business_data");
    migrate::fresh(&mut conn, true, &quiet).await.unwrap();
    let users: i64 = sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&mut conn).await.unwrap();
    assert_eq!(users, 0);
}

#[tokio::test]
async fn only_a_database_nobody_used_goes_without_a_word() {
    let shop = simpul_testkit::TestApp::bare().await;
    let worker = simpul_core::worker::Worker::start(&shop.app).await.unwrap();
    worker.shutdown().await.unwrap();
    let mut conn = shop.db.owner().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT relname::TEXT FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
            AND relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    for known in migrate::FILLED_BY_THE_PROGRAM {
        assert!(tables.iter().any(|table| table == known), "{known} is no table");
    }
    // What people enter first, each in a table of its own, is enough to refuse.
    for entered in [
        "INSERT INTO vendors (location_id, name) SELECT min(id), 'Warung' FROM locations",
        "INSERT INTO roles (code, name) VALUES ('r1', 'R');
         INSERT INTO users (name, username, password_hash, role_id) SELECT 'A', 'abc', '$argon2id$x', max(id) FROM roles",
        "INSERT INTO activity_logs (action, source) VALUES ('owner_create', 'cli')",
    ] {
        sqlx::raw_sql("BEGIN").execute(&mut conn).await.unwrap();
        sqlx::raw_sql(entered).execute(&mut conn).await.unwrap();
        assert_eq!(migrate::reset(&mut conn, false).await.unwrap_err().code(), "schema_has_business_data", "{entered}");
        sqlx::raw_sql("ROLLBACK").execute(&mut conn).await.unwrap();
    }
    migrate::reset(&mut conn, false).await.expect("started and never used");
}

#[tokio::test]
async fn partitions_are_made_ahead_and_every_day() {
    let shop = simpul_testkit::TestApp::bare().await;
    let mut conn = shop.db.owner().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT relname::TEXT FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace ORDER BY 1",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let mut known: Vec<&str> = simpul_core::db::PARTITIONED.iter().map(|(table, _)| *table).collect();
    known.sort_unstable();
    assert_eq!(tables, known, "a table of partitions that nobody makes partitions for");
    // The newest went missing; a worker that is up brings it back without a restart.
    let newest = "SELECT max(inhrelid::regclass::TEXT) FROM pg_inherits WHERE inhparent = 'audit_logs'::regclass";
    shop.app.db.ensure_partitions().await.unwrap();
    let name: String = sqlx::query_scalar(newest).fetch_one(&mut conn).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("DROP TABLE {name}"))).execute(&mut conn).await.unwrap();
    let worker = simpul_core::worker::Worker::start(&shop.app).await.unwrap();
    worker.shutdown().await.unwrap();
    let due = "SELECT next_run_at FROM job_schedules WHERE kind = 'partition_maintain'";
    let at: chrono::DateTime<chrono::Utc> = sqlx::query_scalar(due).fetch_one(&mut conn).await.unwrap();
    assert!(at - shop.clock.now() <= chrono::TimeDelta::days(1));
    simpul_jobs::schedules_fire(&mut conn, Some(at)).await.unwrap();
    simpul_jobs::drain(shop.app.db.pool(), simpul_core::worker::registry(&shop.app)).await.unwrap();
    let again: String = sqlx::query_scalar(newest).fetch_one(&mut conn).await.unwrap();
    assert_eq!(again, name);
}

#[tokio::test]
async fn a_newer_or_tampered_database_is_refused() {
    let db = TestDb::new().await;
    let mut conn = db.owner().await;
    sqlx::query("UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 5").execute(&mut conn).await.unwrap();
    assert_eq!(migrate::validate(&mut conn).await.unwrap_err().code(), "schema_migration_broken");
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', true, '\\x00', 0)")
        .execute(&mut conn)
        .await
        .unwrap();
    assert_eq!(migrate::check(&mut conn).await.unwrap_err().code(), "schema_newer_than_program");
    let run = migrate::run(&mut conn, &|_, _, _| ()).await;
    assert_eq!(run.unwrap_err().code(), "schema_newer_than_program");
}

#[tokio::test]
async fn every_table_of_a_place_is_fenced_and_every_check_is_named() {
    let db = TestDb::new().await;
    let mut conn = db.owner().await;
    let unfenced: Vec<String> = sqlx::query_scalar(
        "SELECT c.relname::TEXT FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'location_id'
          WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
            AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            -- Not rows of a place: they say where something happened, or who may look.
            AND c.relname NOT IN ('audit_logs', 'activity_logs', 'location_users', 'settings')",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    assert!(unfenced.is_empty(), "{unfenced:?}");
    let unnamed: Vec<String> = sqlx::query_scalar(
        "SELECT conname::TEXT FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
          WHERE k.contype = 'c' AND c.relnamespace = 'public'::regnamespace AND (conname LIKE '%\\_check' OR conname NOT LIKE c.relname || '\\_%')
            AND NOT c.relispartition",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    assert!(unnamed.is_empty(), "{unnamed:?}");
    let without_index: Vec<String> = sqlx::query_scalar(
        "SELECT k.conrelid::regclass::TEXT || '.' || k.conname FROM pg_constraint k
          WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.confdeltype = 'c'
            AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1])",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    assert!(without_index.is_empty(), "a cascading delete would scan: {without_index:?}");
}

#[tokio::test]
async fn secrets_are_recognised_by_their_columns_names() {
    let db = TestDb::new().await;
    let suspicious: Vec<String> = sqlx::query_scalar(
        "SELECT table_name || '.' || column_name FROM information_schema.columns
          WHERE table_schema = 'public' AND column_name ~ '(password|secret|token|private)' AND NOT audit_is_secret(column_name)
            -- A voucher's password is stock, printed on paper.
            AND table_name || '.' || column_name <> 'vouchers.password'",
    )
    .fetch_all(&mut db.owner().await)
    .await
    .unwrap();
    assert!(suspicious.is_empty(), "the audit trail would keep {suspicious:?}");
}
