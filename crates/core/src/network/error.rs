//! What can go wrong with routers.

use routeros_api::{AuthError, Error as ApiError, TlsError};
use simpul_kernel::area_errors;

area_errors! {
    /// What a person can react to about a router.
    pub enum RouterError {
        /// No such router, or not where the caller may look.
        NotFound => "router_not_found",
        /// Another router of this place has the name.
        NameInUse => "router_name_in_use",
        /// Another router is reached at the same host and port.
        AddressInUse => "router_address_in_use",
        /// It was taken out of use.
        Inactive => "router_inactive",
        /// A stored password is needed, and there is none.
        PasswordMissing => "router_password_missing",
        /// The host name means nothing here.
        Unresolved { host: String } => "router_unresolved",
        /// Nothing listens at this port, or a firewall says no.
        Refused { host: String, port: u16 } => "router_refused",
        /// No way leads there from here.
        Unreachable { host: String } => "router_unreachable",
        /// No answer in time.
        Timeout { host: String, port: u16 } => "router_timeout",
        /// What answers is not the RouterOS API.
        NotApi { port: u16 } => "router_not_api",
        /// It shows another key than the pinned one: reset, new certificate, or somebody in between.
        TlsPinChanged { pinned: String, seen: String } => "router_tls_pin_changed",
        /// Its api-ssl has no certificate.
        TlsNoCertificate => "router_tls_no_certificate",
        /// The encrypted connection cannot be made.
        TlsFailed => "router_tls_failed",
        /// Wrong user or password, or the user may not come from this address.
        SignInFailed { username: String } => "router_sign_in_failed",
        /// It refuses the user for another reason, in its own words.
        SignInRefused { message: String } => "router_sign_in_refused",
        /// The user's group lacks policies.
        PolicyMissing { group: String, policies: Vec<String> } => "router_policy_missing",
        /// Its clock is far from ours.
        ClockOff { seconds: i64 } => "router_clock_off",
        /// The licence allows hardly more sessions of a kind (`hotspot`, `pppoe`).
        LicenceNear { level: String, kind: String, active: i64, most: i64 } => "router_licence_near",
        /// Its API allows so few connections that a second desk is turned away.
        ApiSessionsFew { most: i64 } => "router_api_sessions_few",
        /// Its clock cannot be read.
        ClockUnknown => "router_clock_unknown",
        /// `login-by` lacks `http-pap`: a QR does not log in by itself.
        HttpPapMissing { profiles: Vec<String> } => "router_http_pap_missing",
        /// It has no hotspot server.
        HotspotMissing => "router_hotspot_missing",
        /// It has no hotspot server of this name.
        HotspotServerMissing { server: String } => "router_hotspot_server_missing",
        /// It has no interface of this name.
        InterfaceMissing { name: String } => "router_interface_missing",
        /// It does not know who that address is.
        PingUnresolved { address: String } => "router_ping_unresolved",
        /// The connection broke; nobody knows yet why.
        Disconnected => "router_disconnected",
        /// It refused a command, in its own words.
        CommandRefused { message: String } => "router_command_refused",
        /// Another worker holds it.
        HeldElsewhere => "router_held_elsewhere",
    }
}

impl RouterError {
    /// What a failure of the API means to a person, at this address and user.
    #[must_use]
    pub fn of(error: &ApiError, host: &str, port: u16, username: &str) -> Self {
        let host = host.to_owned();
        match error {
            ApiError::Io(io) => match io.kind {
                std::io::ErrorKind::ConnectionRefused => Self::Refused { host, port },
                std::io::ErrorKind::TimedOut => Self::Timeout { host, port },
                // The resolver's failures have no kind of their own.
                _ if io.message.contains("lookup") => Self::Unresolved { host },
                _ => Self::Unreachable { host },
            },
            ApiError::ConnectTimeout(_) | ApiError::Timeout { .. } => Self::Timeout { host, port },
            ApiError::Tls(TlsError::PinMismatch { pinned, seen }) => {
                Self::TlsPinChanged { pinned: pinned.to_string(), seen: seen.to_string() }
            }
            ApiError::Tls(TlsError::NoCertificate) => Self::TlsNoCertificate,
            ApiError::Tls(_) => Self::TlsFailed,
            ApiError::Auth(AuthError::BadCredentials) => Self::SignInFailed { username: username.to_owned() },
            ApiError::Auth(AuthError::RadiusTimeout(message) | AuthError::Refused(message)) => {
                Self::SignInRefused { message: message.clone() }
            }
            ApiError::Fatal(message) => Self::SignInRefused { message: message.clone() },
            ApiError::Trap(trap) => Self::CommandRefused { message: trap.message.clone() },
            ApiError::Protocol(_) | ApiError::Decode { .. } => Self::NotApi { port },
            _ => Self::Disconnected,
        }
    }
}
