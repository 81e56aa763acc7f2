//! An outside server: Debian's PostgreSQL 15 with a certificate of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use simpul_postgres::outside::{Outside, Status, Step, Tls, connection_test, owner_test};
use simpul_postgres::roles::{self, Wanted};
use simpul_postgres::{doctor, dump};

use crate::support::{Folder, mode, programs};

/// A server with TLS on a free port, run by the test as an unprivileged user.
struct Server {
    folder: Folder,
    port: u16,
}

const BIN: &str = "/usr/lib/postgresql/15/bin";

fn is_root() -> bool {
    let uid = Command::new("id").arg("-u").output().expect("id runs").stdout;
    String::from_utf8_lossy(&uid).trim() == "0"
}

impl Server {
    fn start() -> Self {
        assert!(
            Path::new(BIN).join("initdb").is_file(),
            "PostgreSQL 15 is not in {BIN}: `cargo xtask test` installs it, or: sudo apt-get install postgresql-15"
        );
        let folder = Folder::new();
        let data = folder.path().join("data");
        let server = Self { folder, port: free_port() };
        server.certificates();
        std::fs::write(server.path("password"), "admin-password").unwrap();
        server.run(
            "initdb",
            &[
                "-D",
                text(&data),
                "-U",
                "admin",
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
                "--pwfile",
                text(&server.path("password")),
            ],
        );
        // Plain connections are refused: whoever gets in came by TLS.
        std::fs::write(
            data.join("pg_hba.conf"),
            "local all all scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n",
        )
        .unwrap();
        let settings = format!(
            "-p {} -h 127.0.0.1 -k {} -c ssl=on -c ssl_cert_file={} -c ssl_key_file={} -c fsync=off",
            server.port,
            text(server.folder.path()),
            text(&server.path("server.crt")),
            text(&server.path("server.key")),
        );
        server.run("pg_ctl", &["start", "-w", "-D", text(&data), "-l", text(&server.path("log")), "-o", &settings]);
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A CA of its own, and a certificate for "localhost" only.
    fn certificates(&self) {
        use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
        let ca_key = KeyPair::generate().unwrap();
        let mut ca = CertificateParams::new(Vec::new()).unwrap();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name.push(rcgen::DnType::CommonName, "Simpul test CA");
        std::fs::write(self.path("ca.crt"), ca.self_signed(&ca_key).unwrap().pem()).unwrap();
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::new(ca, ca_key);
        let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
        std::fs::write(self.path("server.crt"), leaf.pem()).unwrap();
        std::fs::write(self.path("server.key"), key.serialize_pem()).unwrap();
        mode(&self.path("server.key"), 0o600);
        // The folder and what lies in it belong to the server's user: this one, unless
        // the tests run as root, as which PostgreSQL does not run.
        if is_root() {
            let status = Command::new("chown").args(["-R", "postgres:"]).arg(self.folder.path()).status().unwrap();
            assert!(status.success());
        }
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let program_path = format!("{BIN}/{program}");
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program_path);
            command
        } else {
            Command::new(program_path)
        };
        let status = command
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{program}");
    }

    fn outside(&self, host: &str, user: &str, password: &str, database: &str) -> Outside {
        let mut outside =
            Outside::from_url(&format!("postgresql://{user}:{password}@{host}:{}/{database}", self.port)).unwrap();
        outside.root_certificate = Some(self.path("ca.crt"));
        outside
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("pg_ctl", &["stop", "-m", "immediate", "-D", text(&self.path("data"))]);
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn last(steps: &[Step]) -> (&'static str, Status) {
    steps.last().map(|step| (step.code, step.status)).unwrap()
}

fn has(steps: &[Step], code: &str) -> bool {
    steps.iter().any(|step| step.code == code)
}

#[tokio::test]
async fn the_connection_test_names_what_is_wrong() {
    let server = Server::start();
    let admin = server.outside("localhost", "admin", "admin-password", "postgres");
    let bad = |code| (code, Status::Bad);

    let steps = connection_test(&server.outside("localhost", "admin", "wrong", "postgres")).await;
    assert_eq!(last(&steps), bad("auth_failed"), "{steps:?}");
    assert!(!format!("{steps:?}").contains("wrong"));
    let steps = connection_test(&server.outside("localhost", "admin", "admin-password", "absent")).await;
    assert_eq!(last(&steps), bad("database_missing"), "{steps:?}");
    let steps = connection_test(&server.outside("no-such-host.invalid", "admin", "x", "postgres")).await;
    assert_eq!(last(&steps), bad("dns_failed"), "{steps:?}");
    let closed = Outside { port: free_port(), ..admin.clone() };
    assert_eq!(last(&connection_test(&closed).await), bad("connection_refused"));

    // Verify-full: without the CA no, for another name no, with both yes.
    let untrusted = Outside { root_certificate: None, ..admin.clone() };
    let steps = connection_test(&untrusted).await;
    assert_eq!(last(&steps), bad("tls_failed"), "{steps:?}");
    let other_name = server.outside("127.0.0.1", "admin", "admin-password", "postgres");
    let steps = connection_test(&other_name).await;
    assert_eq!(last(&steps), bad("tls_failed"), "{steps:?}");
    let chosen = Outside { tls: Tls::VerifyCa, ..other_name.clone() };
    let steps = connection_test(&chosen).await;
    assert!(has(&steps, "login_accepted") && has(&steps, "tls_unverified"), "{steps:?}");
    // The same certificates as text, as a screen sends them: another CA's, none at all, the right one.
    let by_text = |pem: String| Outside { root_certificate: None, root_certificate_pem: Some(pem), ..admin.clone() };
    let mut stranger = rcgen::CertificateParams::new(Vec::new()).unwrap();
    stranger.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let stranger = stranger.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().pem();
    for wrong in [stranger, "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n".to_owned()] {
        let steps = connection_test(&by_text(wrong)).await;
        assert_eq!(last(&steps), bad("tls_failed"), "{steps:?}");
    }
    let right = std::fs::read_to_string(server.path("ca.crt")).unwrap();
    assert!(has(&connection_test(&by_text(right)).await, "tls_good"));
    let unencrypted = Outside { tls: Tls::Off, ..admin.clone() };
    assert_eq!(last(&connection_test(&unencrypted).await), bad("access_not_allowed"));

    let steps = connection_test(&admin).await;
    for code in ["login_accepted", "version_good", "encoding_utf8", "locale_c", "clock_good", "notifications_good"] {
        assert!(has(&steps, code), "{code}: {steps:?}");
    }
    assert!(has(&steps, "roles_missing"), "{steps:?}");
}

fn wanted() -> Wanted {
    Wanted {
        app_role: "simpul_0a1b2c3d".into(),
        owner_password: "owner-password".into(),
        app_password: "app-password".into(),
    }
}

#[tokio::test]
async fn the_script_prepares_version_15_by_psql_over_verified_tls() {
    let server = Server::start();
    let admin = server.outside("localhost", "admin", "admin-password", "postgres");
    let wanted = wanted();
    let script = roles::script("simpul", &wanted).unwrap();
    dump::psql(&programs(), &admin.target(), &script).await.unwrap();

    let app = server.outside("localhost", "simpul_0a1b2c3d", "app-password", "simpul");
    let steps = connection_test(&app).await;
    assert!(steps.iter().all(|step| step.status == Status::Good), "{steps:?}");
    assert!(has(&steps, "rights_good") && has(&steps, "tls_good") && has(&steps, "database_empty"), "{steps:?}");
    let owner = server.outside("localhost", roles::OWNER, "owner-password", "simpul");
    assert_eq!(last(&owner_test(&owner).await), ("owner_rights_good", Status::Good));
    assert_eq!(last(&owner_test(&app).await), ("owner_rights_missing", Status::Bad));
    let wrong = Outside { password: String::from("x").into(), ..owner.clone() };
    assert_eq!(last(&owner_test(&wrong).await), ("auth_failed", Status::Bad));

    // One more computer: its login works, the owner's password is what it was.
    let second = roles::login_script("simpul_ffffffff", "second-password").unwrap();
    dump::psql(&programs(), &admin.target(), &second).await.unwrap();
    let second = server.outside("localhost", "simpul_ffffffff", "second-password", "simpul");
    let steps = connection_test(&second).await;
    assert!(steps.iter().all(|step| step.status == Status::Good), "{steps:?}");
    assert_eq!(last(&owner_test(&owner).await), ("owner_rights_good", Status::Good));

    // Somebody else's tables are left alone; Simpul's are known by name.
    dump::psql(&programs(), &owner.target(), "CREATE TABLE pelanggan (id int);").await.unwrap();
    let steps = connection_test(&app).await;
    assert!(steps.iter().any(|step| step.code == "database_foreign" && step.status == Status::Bad), "{steps:?}");
    let ours = "CREATE TABLE _sqlx_migrations (version int); CREATE TABLE key_wraps (id int);";
    dump::psql(&programs(), &owner.target(), ours).await.unwrap();
    assert!(has(&connection_test(&app).await, "database_ours"));
    let mighty = connection_test(&Outside { database: "simpul".into(), ..admin.clone() }).await;
    assert!(has(&mighty, "login_too_mighty"), "{mighty:?}");

    let checks =
        doctor::run(&doctor::Subject::Outside(Outside { password: String::from("x").into(), ..app.clone() })).await;
    let finding = checks.iter().find(|check| check.code == "auth_failed").unwrap();
    assert!(finding.remedy.is_some());

    // The client programs check the certificate too.
    let untrusted = Outside { root_certificate: None, ..admin }.target();
    let error = dump::psql(&programs(), &untrusted, "SELECT 1").await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
}

/// How many rows every table has, by its owner's eyes.
const COUNTS: &str = "SELECT c.relname, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM public.%I', c.relname),
    false, true, '')))[1] FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1;";

#[tokio::test]
async fn an_owner_without_special_rights_dumps_every_row_of_version_15() {
    let server = Server::start();
    let admin = server.outside("localhost", "admin", "admin-password", "postgres");
    let wanted = wanted();
    for database in ["simpul", "copy"] {
        dump::psql(&programs(), &admin.target(), &roles::script(database, &wanted).unwrap()).await.unwrap();
    }
    let owner = server.outside("localhost", "simpul_owner", "owner-password", "simpul").target();
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut files: Vec<PathBuf> = std::fs::read_dir(migrations).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".up.sql"));
    files.sort();
    for file in files {
        dump::psql(&programs(), &owner, &std::fs::read_to_string(file).unwrap()).await.unwrap();
    }
    let rows = "INSERT INTO locations (name) VALUES ('Cabang');
        INSERT INTO vendors (location_id, name) SELECT l.id, 'Warung ' || n FROM locations l, generate_series(1, 50) n;";
    dump::psql(&programs(), &owner, rows).await.unwrap();
    let before = dump::psql(&programs(), &owner, COUNTS).await.unwrap();
    assert!(before.contains("vendors|100\n"), "{before}");

    let file = server.folder.path().join("dumps");
    std::fs::create_dir(&file).unwrap();
    let file = file.join("simpul.dump");
    dump::dump(&programs(), &owner, &file).await.unwrap();
    let copy = dump::Target { database: "copy".into(), ..owner.clone() };
    dump::restore(&programs(), &copy, &file).await.unwrap();
    assert_eq!(dump::psql(&programs(), &copy, COUNTS).await.unwrap(), before);

    // The application's login sees rows of places only: half a dump is none.
    let app = server.outside("localhost", "simpul_0a1b2c3d", "app-password", "simpul").target();
    let partial = dump::dump(&programs(), &app, &file.with_extension("half")).await.unwrap_err();
    assert_eq!(partial.code(), "postgres_dump_partial");
    // Nor is one of an owner that somebody took a policy from.
    dump::psql(&programs(), &owner, "DROP POLICY vendors_by_owner ON vendors").await.unwrap();
    let partial = dump::dump(&programs(), &owner, &file.with_extension("half")).await.unwrap_err();
    assert!(matches!(&partial, simpul_postgres::Error::DumpPartial { tables } if tables == "vendors"), "{partial}");
    assert!(!file.with_extension("half").exists());
}
