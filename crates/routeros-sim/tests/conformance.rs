//! The table of docs/conformance.md as tests, one per row, most of them run by
//! other people's clients in processes of their own.
//!
//! With `ROS_ADDR` (and `ROS_USER`, `ROS_PASSWORD`, `ROS_PERSONA`) the rows that can
//! be asked of it are asked of a real router instead of the simulator. They work
//! inside rows named `simpul-conformance-…` alone and remove them.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]
#![allow(clippy::print_stdout, reason = "who confirmed a row is what a run is for")]

mod common;
#[path = "conformance/programs.rs"]
mod programs;
#[path = "conformance/shapes.rs"]
mod shapes;

use common::{Raw, value};
use programs::{Said, node_script, openssl, python_script};
use routeros_sim::{Faults, Sim, SimHandle};

const ME: &str = "simpul-conformance-";
const ALL: [&str; 6] = ["6.42", "6.49", "7.9", "7.16", "7.22", "7.24"];

/// Who is asked: a real router when one is named, else a simulator.
struct Asked {
    address: String,
    user: String,
    password: String,
    persona: String,
    sim: Option<SimHandle>,
}

fn given(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

async fn simulator(persona: &str) -> Asked {
    let sim = Sim::builder().persona(persona).user("admin", "secret").start().await.expect("a simulator");
    let (address, persona) = (sim.addr().to_string(), persona.to_owned());
    Asked { address, user: "admin".into(), password: "secret".into(), persona, sim: Some(sim) }
}

impl Asked {
    /// One router for a row: the real one, or a simulator of that release.
    async fn one(persona: &str) -> Self {
        match std::env::var("ROS_ADDR") {
            Ok(address) => {
                let (user, password) = (given("ROS_USER", "admin"), given("ROS_PASSWORD", ""));
                Self { address, user, password, persona: given("ROS_PERSONA", "7.22"), sim: None }
            }
            Err(_) => simulator(persona).await,
        }
    }

    /// The real router alone, or a simulator of each release.
    async fn each(personas: &[&str]) -> Vec<Self> {
        let real = std::env::var("ROS_ADDR").is_ok();
        let mut all = Vec::new();
        for persona in if real { &personas[..1] } else { personas } {
            all.push(Self::one(persona).await);
        }
        all
    }

    fn args(&self, more: &[&str]) -> Vec<String> {
        let own = [&self.address, &self.user, &self.password].map(String::clone);
        own.into_iter().chain(more.iter().map(|m| (*m).to_owned())).collect()
    }

    async fn librouteros(&self, rows: &[&str], least: usize) {
        let persona = [self.persona.as_str()];
        let said = python_script("librouteros_check.py", self.args(&[&persona, rows].concat())).await;
        println!("librouteros on {}:\n{}", self.persona, said.text);
        said.expect(least);
    }

    async fn routeros_api(&self, rows: &[&str], least: usize) {
        python_script("routeros_api_check.py", self.args(rows)).await.expect(least);
    }

    async fn node(&self, rows: &[&str]) -> Said {
        node_script(self.args(rows)).await
    }

    async fn raw(&self) -> Raw {
        let mut raw = Raw::connect_to(&self.address).await;
        let (name, password) = (format!("=name={}", self.user), format!("=password={}", self.password));
        assert_eq!(raw.ask(&["/login", &name, &password]).await, [["!done"]]);
        raw
    }

    /// Whether the releases before `!empty` are played or found.
    fn without_empty(&self) -> bool {
        let release = routeros_sim::schema::parse_release(&self.persona).expect("a release");
        release < (7, 18)
    }
}

/// Says who confirmed a row.
fn confirmed(row: &str, asked: Option<&Asked>) {
    let real = asked.is_some_and(|a| a.sim.is_none());
    println!("row {row}: {}", if real { "confirmed by a real router" } else { "only by the simulator" });
}

#[tokio::test]
async fn row_01_lengths_of_words() {
    shapes::length_vectors();
    let asked = Asked::one("7.22").await;
    let mut raw = asked.raw().await;
    // A small word in each of the longer forms: receivers take them all.
    for prefix in [&[0x80, 22][..], &[0xC0, 0, 22], &[0xE0, 0, 0, 22], &[0xF0, 0, 0, 0, 22]] {
        let sentence = [prefix, b"/system/identity/print", &[0]].concat();
        tokio::io::AsyncWriteExt::write_all(&mut raw.stream, &sentence).await.unwrap();
        assert_eq!(raw.next().await.unwrap()[0], "!re", "{prefix:?}");
        assert_eq!(raw.next().await.unwrap(), ["!done"]);
    }
    confirmed("1, lengths of words", Some(&asked));
}

#[tokio::test]
async fn row_02_long_words_come_back() {
    let asked = Asked::one("7.22").await;
    asked.librouteros(&["2"], 6).await;
    confirmed("2, long words", Some(&asked));
}

#[tokio::test]
async fn row_03_login() {
    for asked in Asked::each(&ALL).await {
        asked.librouteros(&["3", "values"], 4).await;
        if asked.persona != "6.42" {
            asked.routeros_api(&["3"], 1).await;
            asked.node(&["3"]).await.expect(2);
        }
        confirmed(&format!("3, login on {}", asked.persona), Some(&asked));
    }
}

#[tokio::test]
async fn row_04_nothing_found() {
    for asked in Asked::each(&["7.16", "7.22", "7.24", "6.49"]).await {
        asked.librouteros(&["4"], 2).await;
        asked.routeros_api(&["4"], 1).await;
        // node-routeros is older than `!empty` and falls over it.
        let said = asked.node(&["4"]).await;
        assert_eq!(said.good, asked.without_empty(), "{}:\n{}", asked.persona, said.text);
        assert!(said.good || said.text.contains("UNKNOWNREPLY"), "it fails over something else:\n{}", said.text);
        confirmed(&format!("4, nothing found on {}", asked.persona), Some(&asked));
    }
}

#[tokio::test]
async fn row_05_add_set_remove() {
    let asked = Asked::one("7.16").await;
    asked.librouteros(&["5"], 3).await;
    asked.node(&["5"]).await.expect(2);
    confirmed("5, add, set and remove", Some(&asked));
}

#[tokio::test]
async fn row_06_queries() {
    for asked in Asked::each(&["7.22", "6.49"]).await {
        asked.librouteros(&["6"], 12).await;
        confirmed(&format!("6, queries on {}", asked.persona), Some(&asked));
    }
}

#[tokio::test]
async fn row_07_proplist() {
    let asked = Asked::one("7.16").await;
    asked.librouteros(&["7"], 1).await;
    asked.node(&["7"]).await.expect(2);
    // Clients drop a row without any of the properties asked for; the wire has it.
    let mut raw = asked.raw().await;
    let id = raw.ret(&["/ip/hotspot/user/add", &format!("=name={ME}bare")]).await;
    let replies = raw.ask(&["/ip/hotspot/user/print", "=.proplist=comment", &format!("?.id={id}")]).await;
    raw.ask(&["/ip/hotspot/user/remove", &format!("=.id={id}")]).await;
    assert_eq!(replies, [["!re"], ["!done"]]);
    confirmed("7, proplist", Some(&asked));
}

#[tokio::test]
async fn row_08_count_only() {
    let asked = Asked::one("7.22").await;
    asked.librouteros(&["8"], 2).await;
    asked.routeros_api(&["8"], 2).await;
    confirmed("8, count-only", Some(&asked));
}

#[tokio::test]
async fn row_09_refusals() {
    for asked in Asked::each(&["7.16", "7.24", "6.49"]).await {
        asked.librouteros(&["9"], 8).await;
        asked.routeros_api(&["9"], 1).await;
        asked.node(&["9"]).await.expect(4);
        confirmed(&format!("9, refusals on {}", asked.persona), Some(&asked));
    }
}

#[tokio::test]
async fn row_10_tags() {
    let asked = Asked::one("7.22").await;
    asked.routeros_api(&["10"], 1).await;
    let mut raw = asked.raw().await;
    for reply in raw.ask(&["/system/identity/print", ".tag=x7"]).await {
        assert_eq!(reply[1], ".tag=x7", "the tag comes first: {reply:?}");
    }
    confirmed("10, tags", Some(&asked));
}

#[tokio::test]
async fn row_11_listen_and_cancel() {
    let asked = Asked::one("7.16").await;
    asked.node(&["11"]).await.expect(3);
    let mut raw = asked.raw().await;
    raw.send(&["/ip/hotspot/user/listen", ".tag=9"]).await;
    raw.send(&["/cancel", "=tag=9", ".tag=10"]).await;
    let replies = [raw.next().await, raw.next().await, raw.next().await].map(Option::unwrap);
    assert_eq!(replies[0], ["!trap", ".tag=9", "=category=2", "=message=interrupted"]);
    assert_eq!(
        (&replies[1], &replies[2]),
        (&vec!["!done".into(), ".tag=10".into()], &vec!["!done".into(), ".tag=9".into()])
    );
    assert_eq!(raw.ask(&["/cancel", "=tag=77", ".tag=11"]).await, [["!done", ".tag=11"]], "nothing of that tag");
    confirmed("11, listen and cancel", Some(&asked));
}

#[tokio::test]
async fn row_12_monitor_traffic() {
    let asked = Asked::one("7.16").await;
    asked.librouteros(&["12"], 2).await;
    asked.node(&["12"]).await.expect(1);
    confirmed("12, monitor-traffic", Some(&asked));
}

#[tokio::test]
async fn row_13_ping() {
    let asked = Asked::one("7.22").await;
    asked.librouteros(&["13"], 3).await;
    confirmed("13, ping", Some(&asked));
}

#[tokio::test]
async fn row_14_rows_of_the_system() {
    let asked = simulator("7.24").await;
    shapes::system_rows(asked.sim.as_ref().unwrap());
    confirmed("14, rows of pool, scheduler, script, service, file", None);
}

#[tokio::test]
async fn row_15_rows_of_customers() {
    let asked = simulator("7.22").await;
    shapes::customer_rows(asked.sim.as_ref().unwrap());
    confirmed("15, rows of queue, secret, hotspot user", None);
}

#[tokio::test]
async fn row_16_unknown_properties() {
    let asked = Asked::one("7.22").await;
    let mut raw = asked.raw().await;
    let menus = routeros_sim::schema::Schema::get().menus.iter().filter(|m| m.commands.iter().any(|c| c == "add"));
    let mut count = 0;
    for menu in menus.filter(|m| m.since.is_none() && m.until.is_none() && m.path != "/user/active") {
        let refused = raw.refusal(&[&format!("{}/add", menu.path), "=colour=red"]).await;
        // A real router may lack the menu's package.
        let absent = asked.sim.is_none() && refused.starts_with("no such command");
        assert!(refused == "unknown parameter colour" || absent, "{}: {refused}", menu.path);
        count += 1;
    }
    assert!(count > 20, "{count}");
    confirmed("16, unknown properties", Some(&asked));
}

#[tokio::test]
async fn row_17_files_and_import() {
    for asked in Asked::each(&["7.24", "7.16"]).await {
        asked.librouteros(&["17"], 7).await;
        confirmed(&format!("17, files and import on {}", asked.persona), Some(&asked));
    }
    let old = simulator("6.49").await;
    old.librouteros(&["17"], 1).await;
    // The connection ends without a word over a file of 100 kB.
    let asked = simulator("7.24").await;
    let mut raw = asked.raw().await;
    raw.ret(&["/file/add", "=name=big.rsc"]).await;
    raw.send(&["/file/set", "=.id=big.rsc", &format!("=contents={}", "#".repeat(102_400))]).await;
    assert_eq!(raw.next().await, None);
}

#[tokio::test]
async fn row_18_the_end_of_a_session() {
    let asked = Asked::one("7.22").await;
    asked.librouteros(&["18"], 1).await;
    confirmed("18, the end of a session", Some(&asked));
    let asked = simulator("7.22").await;
    let mut raw = asked.raw().await;
    asked.sim.as_ref().unwrap().set_faults(Faults { drop_mid_sentence_after: Some(2), ..Faults::none() });
    raw.send(&["/interface/print"]).await;
    while raw.next().await.is_some() {}
    assert!(raw.broken_inside(), "an end in the middle of a reply");
}

#[tokio::test]
async fn row_19_tls() {
    let sim = Sim::builder().user("admin", "secret").tls_listen("127.0.0.1:0").start().await.unwrap();
    let address = sim.tls_addr().unwrap().to_string();
    let (user, password, persona) = ("admin".into(), "secret".into(), "7.22".into());
    let asked = Asked { address: address.clone(), user, password, persona, sim: Some(sim.clone()) };
    asked.librouteros(&["19"], 1).await;
    let said = openssl(address.clone(), &["-brief"]).await;
    assert!(said.good && said.text.contains("Protocol version: TLSv1.3"), "{}", said.text);
    let said = openssl(address.clone(), &["-brief", "-tls1_2"]).await;
    assert!(said.good && said.text.contains("TLSv1.2"), "{}", said.text);
    // Without a certificate there is no common ciphers' suite, and the client is told.
    sim.set("/ip/service", "api-ssl", &[("certificate", "none")]).unwrap();
    let said = openssl(address, &["-brief"]).await;
    assert!(!said.good && said.text.contains("handshake failure"), "{}", said.text);
    confirmed("19, TLS", None);
}

#[tokio::test]
async fn row_20_permissions() {
    let sim = Sim::builder().user_in_group("reader", "secret", "read").start().await.unwrap();
    let (address, persona) = (sim.addr().to_string(), "7.22".into());
    let asked = Asked { address, user: "reader".into(), password: "secret".into(), persona, sim: Some(sim) };
    asked.librouteros(&["20"], 2).await;
    confirmed("20, permissions", None);
}

#[tokio::test]
async fn row_21_vouchers_and_an_exporter() {
    let asked = Asked::one("7.22").await;
    asked.routeros_api(&["21"], 3).await;
    python_script("mktxp_check.py", asked.args(&[])).await.expect(6);
    confirmed("21, a batch of vouchers, and mktxp", Some(&asked));
}

#[tokio::test]
async fn row_22_a_real_router() {
    // What only a real router can tell is whether all of the above holds there; here
    // it is said which one was asked, so that a run can be told from another.
    let asked = Asked::one("7.22").await;
    let mut raw = asked.raw().await;
    let rows = raw.ask(&["/system/resource/print"]).await;
    let (version, board) = (value(&rows[0], "version").unwrap_or(""), value(&rows[0], "board-name").unwrap_or(""));
    let shown = format!("22, asked: RouterOS {version} on {board}");
    assert!(version.starts_with(&asked.persona), "ROS_PERSONA says {}, the router says {version}", asked.persona);
    confirmed(&shown, Some(&asked));
}
