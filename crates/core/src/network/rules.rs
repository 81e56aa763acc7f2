//! Pure decisions about routers: what a user must be allowed, what its login page
//! must offer, and the commands that mend what is missing.

use rand::Rng as _;
use routeros_api::Policies;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Result, Secret};

use super::fallback::FALLBACK_POLICIES;
use super::input::{RouterAddress, RouterTransport};

/// Policies the API user's group needs: `api` to sign in, `read` and `write` to
/// work, `test` for ping, `sensitive` so that passwords come back whole.
pub const POLICIES: &[&str] = &["api", "read", "write", "test", "sensitive"];

/// A router whose clock is further than this from ours is warned about, seconds;
/// nothing expires by its time anyway.
pub const CLOCK_TOLERANCE_S: i64 = 600;

/// The policies a group needs and lacks.
pub fn policies_missing(has: &Policies) -> Vec<String> {
    POLICIES.iter().filter(|needed| !has.allow(needed)).map(|needed| (*needed).to_owned()).collect()
}

/// The command that gives a group what it lacks, `more` included, and leaves the rest
/// as it is.
pub fn policies_remedy(group: &str, has: &Policies, more: &[&str]) -> String {
    let mut all: Vec<&str> = has.granted().iter().map(String::as_str).collect();
    for needed in POLICIES.iter().chain(more) {
        if !all.contains(needed) {
            all.push(needed);
        }
    }
    format!("/user group set {} policy={}", quoted(group), all.join(","))
}

/// API connections one desk and one worker may need at once, with room for a person.
pub const API_SESSIONS_NEEDED: i64 = 5;

/// Whether a server profile's `login-by` lets a QR code log in by itself.
pub fn has_http_pap(login_by: &str) -> bool {
    login_by.split(',').any(|way| way.trim() == "http-pap")
}

/// The command that adds `http-pap` to a server profile's ways in.
pub fn http_pap_remedy(profile: &str, login_by: &str) -> String {
    let ways = if login_by.is_empty() { "http-pap".to_owned() } else { format!("{login_by},http-pap") };
    format!("/ip hotspot profile set {} login-by={ways}", quoted(profile))
}

/// The command that gives api-ssl a certificate.
pub fn certificate_script() -> String {
    [
        "/certificate add name=simpul common-name=simpul key-usage=tls-server days-valid=3650",
        "/certificate sign simpul",
        "/ip service set api-ssl certificate=simpul disabled=no",
    ]
    .join("\n")
}

/// The commands that make a least-privilege user, to paste into a terminal.
pub fn setup_script(username: &str, password: &str, transport: RouterTransport, wants_fallback: bool) -> String {
    let user = quoted(username);
    let mut policies = POLICIES.to_vec();
    if wants_fallback {
        policies.extend(FALLBACK_POLICIES.iter().filter(|policy| !POLICIES.contains(*policy)));
    }
    let mut script = format!(
        "/user group add name={user} policy={}\n/user add name={user} group={user} password={}",
        policies.join(","),
        quoted(password)
    );
    script.push('\n');
    script.push_str(&match transport {
        RouterTransport::Tls => certificate_script(),
        RouterTransport::Plain => "/ip service set api disabled=no".to_owned(),
    });
    script
}

/// A new password in four groups of four: about 78 bits, no sign that looks like
/// another, none that a terminal interprets.
pub fn password_new() -> String {
    const SIGNS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPRTUVWXY";
    let mut rng = rand::rng();
    let mut group = || -> String { (0..4).map(|_| char::from(SIGNS[rng.random_range(0..SIGNS.len())])).collect() };
    [group(), group(), group(), group()].join("-")
}

/// A value as the router's terminal takes it: bare where it can be, else quoted.
fn quoted(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '$' | '?') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// What is wrong with an address, field by field under `prefix`.
pub fn check_address(v: &mut Validator, address: &RouterAddress, needs_password: bool) {
    let host = address.host.trim();
    v.length(host, 1, 253, "address.host");
    let signs_ok = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']' | '%'));
    v.check(signs_ok, "address.host", "bad_format");
    v.check(address.port > 0, "address.port", "out_of_range");
    v.length(&address.username, 1, 64, "address.username");
    v.check(!address.username.contains('*'), "address.username", "bad_format");
    let has_password = address.password.as_ref().is_some_and(|p| !p.is_empty());
    v.check(has_password || !needs_password, "address.password", "required");
}

/// Checks what a person typed about a router.
pub fn check_router(
    name: &str,
    address: &RouterAddress,
    dns_name: Option<&str>,
    server: Option<&str>,
    needs_password: bool,
) -> Result<()> {
    let mut v = Validator::new();
    v.length(name, 1, 64, "name");
    check_address(&mut v, address, needs_password);
    if let Some(dns) = dns_name {
        let ok =
            !dns.is_empty() && dns.len() <= 253 && dns.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        v.check(ok, "hotspot_dns_name", "bad_format");
    }
    if let Some(server) = server {
        v.length(server, 1, 64, "hotspot_server");
    }
    v.finish()?;
    Ok(())
}

/// A text without blanks around it; an empty one is none.
pub fn trimmed(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a secret was given and is not empty.
pub fn given(secret: Option<&Secret>) -> Option<&Secret> {
    secret.filter(|secret| !secret.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_policies_are_named_and_the_remedy_keeps_the_others() {
        let has = Policies::parse("api,read,ftp,!write,!test,sensitive");
        assert_eq!(policies_missing(&has), ["write", "test"]);
        assert_eq!(
            policies_remedy("my group", &has, &["policy", "write"]),
            "/user group set \"my group\" policy=api,read,ftp,sensitive,write,test,policy"
        );
        assert!(policies_missing(&Policies::parse("read,write,test,api,sensitive,reboot")).is_empty());
    }

    #[test]
    fn http_pap_is_found_among_the_ways_in() {
        assert!(has_http_pap("cookie,http-chap,http-pap"));
        assert!(!has_http_pap("cookie,http-chap"));
        assert_eq!(http_pap_remedy("hsprof1", "cookie"), "/ip hotspot profile set hsprof1 login-by=cookie,http-pap");
    }

    #[test]
    fn the_script_quotes_what_a_terminal_would_read() {
        let script = setup_script("simpul", "a\"b$c", RouterTransport::Tls, false);
        assert!(script.contains("/user group add name=simpul policy=api,read,write,test,sensitive\n"), "{script}");
        assert!(script.contains(r#"password="a\"b\$c""#), "{script}");
        assert!(script.contains("/ip service set api-ssl certificate=simpul disabled=no"));
        let plain = setup_script("simpul", "x", RouterTransport::Plain, true);
        assert!(plain.contains("policy=api,read,write,test,sensitive,policy\n"), "{plain}");
        assert!(!plain.contains("certificate"));
    }

    #[test]
    fn passwords_differ_and_need_no_quotes() {
        let (a, b) = (password_new(), password_new());
        assert_ne!(a, b);
        assert_eq!(quoted(&a), a);
        assert_eq!(a.len(), 19);
    }
}
