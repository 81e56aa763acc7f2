//! The guided connection test: address, port, certificate, sign-in, permissions,
//! clock, hotspot, licence, expiry, each with what was found or what mends it.

use std::time::{Duration, Instant};

use routeros_api::resource::{HotspotServer, HotspotServerProfile};
use routeros_api::{Capabilities, Client, Config, Query, SpkiPin, Tls};
use serde_json::Value;
use simpul_kernel::{Clock, CodedError, Secret};

use super::error::RouterError;
use super::fallback::{self, FallbackError};
use super::input::RouterTransport;
use super::rules;
use super::view::{RouterTestReport, RouterTestStep, StepStatus};
use crate::licence;

/// How long one step waits for the network.
const PATIENCE: Duration = Duration::from_secs(5);
/// The steps in order.
pub const STEPS: &[&str] =
    &["address", "port", "certificate", "sign_in", "permissions", "clock", "hotspot", "licence", "expiry"];

/// What is tested.
#[derive(Debug)]
pub struct Target<'a> {
    pub host: &'a str,
    pub port: u16,
    pub transport: RouterTransport,
    pub username: &'a str,
    pub password: &'a Secret,
    /// The key known of it.
    pub pin: Option<[u8; 32]>,
    /// The hotspot server its users are to belong to; absent = any.
    pub hotspot_server: Option<&'a str>,
    /// Whether the router is to end codes by itself.
    pub wants_fallback: bool,
}

impl Target<'_> {
    fn error(&self, error: &routeros_api::Error) -> RouterError {
        RouterError::of(error, self.host, self.port, self.username)
    }
}

/// What a step came to.
struct Finding {
    status: StepStatus,
    error: Option<(&'static str, Value)>,
    found: Option<String>,
    remedy: Option<String>,
}

impl Finding {
    fn passed(found: Option<String>) -> Self {
        Self { status: StepStatus::Passed, error: None, found, remedy: None }
    }

    fn skipped() -> Self {
        Self { status: StepStatus::Skipped, error: None, found: None, remedy: None }
    }

    fn warned(error: impl CodedError, remedy: Option<String>) -> Self {
        Self { status: StepStatus::Warned, error: Some((error.code(), error.params())), found: None, remedy }
    }

    fn failed(error: impl CodedError, remedy: Option<String>) -> Self {
        Self { status: StepStatus::Failed, error: Some((error.code(), error.params())), found: None, remedy }
    }
}

/// Collects steps with the time each took.
struct Report {
    steps: Vec<RouterTestStep>,
    began: Instant,
}

impl Report {
    /// Writes the next step down; `false` when the test ends with it.
    fn put(&mut self, finding: Finding) -> bool {
        let took = i32::try_from(self.began.elapsed().as_millis()).unwrap_or(i32::MAX);
        self.began = Instant::now();
        let goes_on = finding.status != StepStatus::Failed;
        self.steps.push(RouterTestStep {
            step: STEPS.get(self.steps.len()).copied().unwrap_or_default().to_owned(),
            status: finding.status,
            took_ms: took,
            code: finding.error.as_ref().map(|(code, _)| (*code).to_owned()),
            params: finding.error.map(|(_, params)| params).filter(|params| !params.is_null()),
            found: finding.found,
            remedy: finding.remedy,
        });
        goes_on
    }

    fn finish(mut self, pin: Option<SpkiPin>) -> RouterTestReport {
        let passed = self.steps.iter().all(|step| step.status != StepStatus::Failed) && self.steps.len() == STEPS.len();
        for step in STEPS.iter().skip(self.steps.len()) {
            self.steps.push(RouterTestStep {
                step: (*step).to_owned(),
                status: StepStatus::Skipped,
                took_ms: 0,
                code: None,
                params: None::<Value>,
                found: None,
                remedy: None,
            });
        }
        RouterTestReport { passed, steps: self.steps, tls_pin: pin.map(|pin| pin.to_string()) }
    }
}

/// Runs the test; the steps after one that fails are not reached.
pub async fn run(target: &Target<'_>, clock: &Clock) -> RouterTestReport {
    let mut report = Report { steps: Vec::new(), began: Instant::now() };
    let mut pin = None;
    if report.put(address(target).await) && report.put(port(target).await) {
        let (finding, seen) = certificate(target).await;
        pin = seen;
        if report.put(finding)
            && let Some(client) = sign_in(target, pin, &mut report).await
        {
            signed_in(target, &client, clock, &mut report).await;
            client.close().await;
        }
    }
    report.finish(pin)
}

async fn signed_in(target: &Target<'_>, client: &Client, clock: &Clock, report: &mut Report) {
    let permissions = permissions(target, client).await;
    if report.put(permissions) {
        let capabilities = client.capabilities();
        report.put(clock_step(capabilities.as_deref(), clock));
        let hotspot = hotspot(target, client).await;
        report.put(hotspot);
        let licence = licence(target, client, capabilities.as_deref()).await;
        report.put(licence);
        let expiry = expiry(target, client, capabilities.as_deref()).await;
        report.put(expiry);
    }
}

async fn address(target: &Target<'_>) -> Finding {
    let host = target.host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let looked = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((host, target.port))).await;
    match looked.ok().and_then(Result::ok).and_then(|mut found| found.next()) {
        Some(found) => Finding::passed(Some(found.ip().to_string())),
        None => Finding::failed(RouterError::Unresolved { host: target.host.to_owned() }, None),
    }
}

async fn port(target: &Target<'_>) -> Finding {
    let host = target.host.trim_start_matches('[').trim_end_matches(']');
    let service = match target.transport {
        RouterTransport::Tls => "api-ssl",
        RouterTransport::Plain => "api",
    };
    let remedy = Some(format!("/ip service set {service} disabled=no port={}", target.port));
    match tokio::time::timeout(PATIENCE, tokio::net::TcpStream::connect((host, target.port))).await {
        Ok(Ok(_)) => Finding::passed(None),
        Ok(Err(error)) => Finding::failed(target.error(&error.into()), remedy),
        Err(_) => Finding::failed(RouterError::Timeout { host: target.host.to_owned(), port: target.port }, remedy),
    }
}

async fn certificate(target: &Target<'_>) -> (Finding, Option<SpkiPin>) {
    if target.transport == RouterTransport::Plain {
        return (Finding::skipped(), None);
    }
    match routeros_api::learn_pin(target.host, target.port, PATIENCE).await {
        Ok(seen) => match target.pin.map(SpkiPin::from) {
            Some(pinned) if pinned != seen => {
                let error = RouterError::TlsPinChanged { pinned: pinned.to_string(), seen: seen.to_string() };
                (Finding::failed(error, None), Some(seen))
            }
            _ => (Finding::passed(Some(format!("SHA-256 {seen}"))), Some(seen)),
        },
        Err(error) => {
            let error = target.error(&error);
            let remedy = matches!(error, RouterError::TlsNoCertificate | RouterError::TlsFailed);
            (Finding::failed(error, remedy.then(rules::certificate_script)), None)
        }
    }
}

async fn sign_in(target: &Target<'_>, pin: Option<SpkiPin>, report: &mut Report) -> Option<Client> {
    // The key that was just seen: nobody steps in between the two connections.
    let tls = match (target.transport, pin) {
        (RouterTransport::Plain, _) => Tls::Off,
        (RouterTransport::Tls, Some(pin)) => Tls::PinSpki(pin),
        (RouterTransport::Tls, None) => Tls::TrustOnFirstUse,
    };
    let config = Config::new(target.host, target.username, target.password.expose())
        .port(target.port)
        .tls(tls)
        .timeouts(PATIENCE, PATIENCE)
        .reconnect(None);
    match Client::connect(config).await {
        Ok(client) => {
            let found = client.capabilities().map(|c| {
                let board = c.board.as_deref().map(|board| format!(", {board}")).unwrap_or_default();
                format!("RouterOS {}{board}", c.version)
            });
            report.put(Finding::passed(found));
            Some(client)
        }
        Err(error) => {
            report.put(Finding::failed(target.error(&error), None));
            None
        }
    }
}

async fn permissions(target: &Target<'_>, client: &Client) -> Finding {
    // A user of RADIUS has a group the router may not show: what it may is seen when
    // it is refused.
    let capabilities = client.capabilities();
    let known = capabilities.as_deref().and_then(|c| Some((c.group.clone()?, c.policies.as_ref()?)));
    let Some((group, policies)) = known else { return Finding::passed(None) };
    let missing = rules::policies_missing(policies);
    if missing.is_empty() {
        return api_sessions(target, client).await.unwrap_or(Finding::passed(Some(group)));
    }
    let remedy = Some(rules::policies_remedy(&group, policies, &[]));
    let is_vital = missing.iter().any(|policy| policy == "read" || policy == "write");
    let error = RouterError::PolicyMissing { group, policies: missing };
    if is_vital { Finding::failed(error, remedy) } else { Finding::warned(error, remedy) }
}

fn clock_step(capabilities: Option<&Capabilities>, clock: &Clock) -> Finding {
    let Some((router, capabilities)) = capabilities.and_then(|c| Some((c.unix_time()?, c))) else {
        return Finding::warned(RouterError::ClockUnknown, None);
    };
    let asked = chrono::TimeDelta::from_std(capabilities.read_at.elapsed()).unwrap_or_default();
    let seconds = router - (clock.now() - asked).timestamp();
    if seconds.abs() <= rules::CLOCK_TOLERANCE_S {
        return Finding::passed(Some(format!("{seconds} s")));
    }
    let remedy = if capabilities.version.at_least(7, 0) {
        "/system ntp client set enabled=yes\n/system ntp client servers add address=id.pool.ntp.org"
    } else {
        "/system ntp client set enabled=yes server-dns-names=id.pool.ntp.org"
    };
    Finding::warned(RouterError::ClockOff { seconds }, Some(remedy.to_owned()))
}

async fn hotspot(target: &Target<'_>, client: &Client) -> Finding {
    let (servers, profiles) =
        tokio::join!(client.list::<HotspotServer>(Query::all()), client.list::<HotspotServerProfile>(Query::all()));
    let (servers, profiles) = match (servers, profiles) {
        (Ok(servers), Ok(profiles)) => (servers, profiles),
        (Err(error), _) | (_, Err(error)) => return Finding::warned(target.error(&error), None),
    };
    let used: Vec<&HotspotServerProfile> = profiles
        .iter()
        .filter(|profile| servers.iter().any(|server| server.profile == profile.name && server.disabled != Some(true)))
        .collect();
    if used.is_empty() {
        return Finding::warned(RouterError::HotspotMissing, Some("/ip hotspot setup".to_owned()));
    }
    if let Some(server) = target.hotspot_server
        && servers.iter().all(|row| row.name.as_deref() != Some(server))
    {
        return Finding::warned(RouterError::HotspotServerMissing { server: server.to_owned() }, None);
    }
    let without: Vec<&&HotspotServerProfile> =
        used.iter().filter(|p| !rules::has_http_pap(p.login_by.as_deref().unwrap_or_default())).collect();
    if without.is_empty() {
        return Finding::passed(used.iter().find_map(|p| p.dns_name.clone().filter(|name| !name.is_empty())));
    }
    let name = |p: &HotspotServerProfile| p.name.clone().unwrap_or_default();
    let remedy: Vec<String> =
        without.iter().map(|p| rules::http_pap_remedy(&name(p), p.login_by.as_deref().unwrap_or_default())).collect();
    let profiles = without.iter().map(|p| name(p)).collect();
    Finding::warned(RouterError::HttpPapMissing { profiles }, Some(remedy.join("\n")))
}

/// Whether the service lets several desks in at once; `None` where it does, or where
/// this release knows no such limit.
async fn api_sessions(target: &Target<'_>, client: &Client) -> Option<Finding> {
    let service = match target.transport {
        RouterTransport::Tls => "api-ssl",
        RouterTransport::Plain => "api",
    };
    let services = client.print("/ip/service").proplist(["name", "max-sessions"]).query(Query::eq("name", service));
    let rows = services.rows().await.ok()?;
    let most: i64 = rows.first()?.get_str("max-sessions")?.parse().ok()?;
    (most < rules::API_SESSIONS_NEEDED).then(|| {
        let remedy = format!("/ip service set {service} max-sessions=20");
        Finding::warned(RouterError::ApiSessionsFew { most }, Some(remedy))
    })
}

/// How near the router is to what its licence allows.
async fn licence(target: &Target<'_>, client: &Client, capabilities: Option<&Capabilities>) -> Finding {
    let Some(level) = capabilities.and_then(|c| c.license_level.clone()) else { return Finding::passed(None) };
    let (hotspot, pppoe) = licence::ceilings(&level);
    let mut found = vec![format!("L{}", level.trim_start_matches(['L', 'l']))];
    if hotspot.is_none() && pppoe.is_none() {
        return Finding::passed(Some(level));
    }
    for (kind, menu, most) in [("hotspot", "/ip/hotspot/active", hotspot), ("pppoe", "/ppp/active", pppoe)] {
        // A router without the package has no such menu, and no such sessions.
        let active = match client.print(menu).count().await {
            Ok(active) => i64::try_from(active).unwrap_or(i64::MAX),
            Err(routeros_api::Error::Trap(_)) => continue,
            Err(error) => return Finding::warned(target.error(&error), None),
        };
        let Some(most) = most else { continue };
        if licence::is_near_ceiling(active, Some(most)) {
            return Finding::warned(RouterError::LicenceNear { level, kind: kind.to_owned(), active, most }, None);
        }
        found.push(format!("{kind} {active}/{most}"));
    }
    Finding::passed(Some(found.join(", ")))
}

/// Whether the router could end codes by itself, where that is wished.
async fn expiry(target: &Target<'_>, client: &Client, capabilities: Option<&Capabilities>) -> Finding {
    if !target.wants_fallback {
        return Finding::skipped();
    }
    let missing = fallback::fallback_policies_missing(capabilities);
    if !missing.is_empty() {
        let known = capabilities.and_then(|c| Some((c.group.as_deref()?, c.policies.as_ref()?)));
        let remedy = known.map(|(group, has)| rules::policies_remedy(group, has, fallback::FALLBACK_POLICIES));
        return Finding::warned(FallbackError::Policy { policies: missing.join(",") }, remedy);
    }
    match fallback::device_mode_forbids_scheduler(client).await {
        // The router wants to see somebody at it: its power is taken within five minutes.
        Ok(true) => {
            Finding::warned(FallbackError::DeviceMode, Some("/system device-mode update scheduler=yes".to_owned()))
        }
        Ok(false) => Finding::passed(None),
        Err(error) => Finding::warned(target.error(&error), None),
    }
}
