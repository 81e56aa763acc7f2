//! `/ip/hotspot` and below.

use std::time::Duration;

use crate::value::Timeout;

resource! {
    /// An account of the hotspot: `/ip/hotspot/user`. The name is unique per
    /// server.
    HotspotUser = "/ip/hotspot/user" key ["name", "server"]
    write {
        /// What the guest types.
        name: String = "name",
        /// In clear; the router needs it for CHAP.
        password: String = "password",
        /// Exact name of a [`HotspotUserProfile`].
        profile: String = "profile",
        /// Exact name of a [`HotspotServer`]; unset or `all` for every one.
        server: String = "server",
        /// The only address the user may have.
        address: String = "address",
        /// The only device the user may have.
        mac_address: String = "mac-address",
        /// Free text.
        comment: String = "comment",
        /// Free text.
        email: String = "email",
        /// Networks behind the user.
        routes: String = "routes",
        /// Time online over all sessions; zero for no limit.
        limit_uptime: Duration = "limit-uptime",
        /// Bytes from the client; zero for no limit.
        limit_bytes_in: u64 = "limit-bytes-in",
        /// Bytes to the client; zero for no limit.
        limit_bytes_out: u64 = "limit-bytes-out",
        /// Bytes both ways together; zero for no limit.
        limit_bytes_total: u64 = "limit-bytes-total",
        /// Whether the account is locked.
        disabled: bool = "disabled",
    }
    read {
        /// Time online over all sessions.
        uptime: Duration = "uptime",
        /// Bytes from the client over all sessions.
        bytes_in: u64 = "bytes-in",
        /// Bytes to the client over all sessions.
        bytes_out: u64 = "bytes-out",
        /// Packets from the client.
        packets_in: u64 = "packets-in",
        /// Packets to the client.
        packets_out: u64 = "packets-out",
        /// Whether the row is built in (`default-trial`).
        default: bool = "default",
        /// Whether the router made the row.
        dynamic: bool = "dynamic",
    }
}

resource! {
    /// What the users of a plan share: `/ip/hotspot/user/profile`.
    HotspotUserProfile = "/ip/hotspot/user/profile"
    write {
        /// Its name.
        name: String = "name",
        /// Pool the addresses come from, or `none`.
        address_pool: String = "address-pool",
        /// Longest session.
        session_timeout: Timeout = "session-timeout",
        /// Silence that ends a session.
        idle_timeout: Timeout = "idle-timeout",
        /// Absence that ends a session.
        keepalive_timeout: Timeout = "keepalive-timeout",
        /// How often the status page is loaded anew.
        status_autorefresh: Timeout = "status-autorefresh",
        /// Sessions one account may have at once, or `unlimited`.
        shared_users: String = "shared-users",
        /// Whether a device is recognised after its first login.
        add_mac_cookie: bool = "add-mac-cookie",
        /// For how long.
        mac_cookie_timeout: Timeout = "mac-cookie-timeout",
        /// `rx/tx …` from the router's side, kept as text: `512k/1M`.
        rate_limit: String = "rate-limit",
        /// Address list the clients are put on.
        address_list: String = "address-list",
        /// Queue the clients' queues hang under, or `none`.
        parent_queue: String = "parent-queue",
        /// Kind of the clients' queues.
        queue_type: String = "queue-type",
        /// Place of the clients' queues.
        insert_queue_before: String = "insert-queue-before",
        /// Script run at login.
        on_login: String = "on-login",
        /// Script run at logout.
        on_logout: String = "on-logout",
        /// When the status page opens: `always` or `http-login`.
        open_status_page: String = "open-status-page",
        /// Whether the web proxy is used.
        transparent_proxy: bool = "transparent-proxy",
    }
    read {
        /// Whether the row is built in.
        default: bool = "default",
    }
}

resource! {
    /// A session: `/ip/hotspot/active`. Rows are removed to end sessions.
    HotspotActive = "/ip/hotspot/active" key ["user", "address"]
    write {}
    read {
        /// Name of the hotspot server.
        server: String = "server",
        /// The account.
        user: String = "user",
        /// Domain of the account.
        domain: String = "domain",
        /// The client's address.
        address: String = "address",
        /// The client's device.
        mac_address: String = "mac-address",
        /// How the client came in: `http-chap`, `cookie`, `mac-cookie`, …
        login_by: String = "login-by",
        /// Since login.
        uptime: Duration = "uptime",
        /// Until a limit ends the session.
        session_time_left: Duration = "session-time-left",
        /// Since the last packet.
        idle_time: Duration = "idle-time",
        /// Silence that ends the session.
        idle_timeout: Timeout = "idle-timeout",
        /// Absence that ends the session.
        keepalive_timeout: Timeout = "keepalive-timeout",
        /// Bytes from the client in this session.
        bytes_in: u64 = "bytes-in",
        /// Bytes to the client in this session.
        bytes_out: u64 = "bytes-out",
        /// Packets from the client.
        packets_in: u64 = "packets-in",
        /// Packets to the client.
        packets_out: u64 = "packets-out",
        /// Bytes from the client that are left in this session's limit.
        limit_bytes_in: u64 = "limit-bytes-in",
        /// Bytes to the client that are left in this session's limit.
        limit_bytes_out: u64 = "limit-bytes-out",
        /// Bytes both ways that are left in this session's limit.
        limit_bytes_total: u64 = "limit-bytes-total",
        /// Whether RADIUS vouched for the client.
        radius: bool = "radius",
        /// Whether an advertisement must be seen first.
        blocked: bool = "blocked",
        /// Comment of the account.
        comment: String = "comment",
    }
}

resource! {
    /// A hotspot server: `/ip/hotspot`.
    HotspotServer = "/ip/hotspot"
    write {
        /// Its name.
        name: String = "name",
        /// The interface it serves.
        interface: String = "interface",
        /// Pool the addresses come from, or `none`.
        address_pool: String = "address-pool",
        /// Exact name of a [`HotspotServerProfile`].
        profile: String = "profile",
        /// Silence after which an unknown client is forgotten.
        idle_timeout: Timeout = "idle-timeout",
        /// Absence after which an unknown client is forgotten.
        keepalive_timeout: Timeout = "keepalive-timeout",
        /// Time a client has for its login.
        login_timeout: Timeout = "login-timeout",
        /// Addresses one device may have, or `unlimited`.
        addresses_per_mac: String = "addresses-per-mac",
        /// Whether the server is off.
        disabled: bool = "disabled",
    }
    read {
        /// Whether the server cannot work as it is set up.
        invalid: bool = "invalid",
        /// Whether the login page is offered encrypted.
        https: bool = "HTTPS",
        /// Address of the server's DNS name.
        ip_of_dns_name: String = "ip-of-dns-name",
        /// State of the web proxy.
        proxy_status: String = "proxy-status",
    }
}

resource! {
    /// How a hotspot server greets its clients: `/ip/hotspot/profile`.
    HotspotServerProfile = "/ip/hotspot/profile"
    write {
        /// Its name.
        name: String = "name",
        /// Address of the login page.
        hotspot_address: String = "hotspot-address",
        /// Name of the login page: what a voucher's QR code points to.
        dns_name: String = "dns-name",
        /// Folder of the pages.
        html_directory: String = "html-directory",
        /// Folder of the pages that takes precedence.
        html_directory_override: String = "html-directory-override",
        /// Allowed ways in, separated by commas: `cookie,http-chap,https`.
        login_by: String = "login-by",
        /// How long a cookie lets a client in.
        http_cookie_lifetime: Timeout = "http-cookie-lifetime",
        /// What clients that use the MAC address as name type as password.
        mac_auth_password: String = "mac-auth-password",
        /// Whether unknown users are asked of RADIUS.
        use_radius: bool = "use-radius",
        /// Whether sessions are reported to RADIUS.
        radius_accounting: bool = "radius-accounting",
        /// `rx/tx …` of clients that are not logged in.
        rate_limit: String = "rate-limit",
        /// Certificate of the encrypted login page.
        ssl_certificate: String = "ssl-certificate",
        /// Whether a user name is split at its domain.
        split_user_domain: bool = "split-user-domain",
        /// Time a device may try without an account.
        trial_uptime_limit: Timeout = "trial-uptime-limit",
        /// Until the same device may try again.
        trial_uptime_reset: Timeout = "trial-uptime-reset",
        /// Profile of those who try.
        trial_user_profile: String = "trial-user-profile",
    }
    read {
        /// Whether the row is built in.
        default: bool = "default",
    }
}

resource! {
    /// A device that may come back without typing: `/ip/hotspot/cookie`. Rows
    /// are removed so that a locked account stays out.
    HotspotCookie = "/ip/hotspot/cookie" key ["user", "mac-address"]
    write {}
    read {
        /// The account.
        user: String = "user",
        /// Domain of the account.
        domain: String = "domain",
        /// The device.
        mac_address: String = "mac-address",
        /// Until the cookie is void.
        expires_in: Duration = "expires-in",
        /// Whether it is tied to the device instead of the browser.
        mac_cookie: bool = "mac-cookie",
    }
}

resource! {
    /// A device the hotspot has seen, logged in or not: `/ip/hotspot/host`.
    HotspotHost = "/ip/hotspot/host" key ["mac-address"]
    write {}
    read {
        /// The device.
        mac_address: String = "mac-address",
        /// Its own address.
        address: String = "address",
        /// The address the hotspot gave it.
        to_address: String = "to-address",
        /// The hotspot server.
        server: String = "server",
        /// Since it was seen first.
        uptime: Duration = "uptime",
        /// Since the last packet.
        idle_time: Duration = "idle-time",
        /// How it was found: `ARP`, `DHCP`, `UDP :67 -> …`.
        found_by: String = "found-by",
        /// Bytes from the device.
        bytes_in: u64 = "bytes-in",
        /// Bytes to the device.
        bytes_out: u64 = "bytes-out",
        /// Whether it is logged in.
        authorized: bool = "authorized",
        /// Whether it needs no login.
        bypassed: bool = "bypassed",
        /// Whether the router made the row.
        dynamic: bool = "dynamic",
        /// Whether it has its address by DHCP.
        dhcp: bool = "DHCP",
        /// Comment of the binding.
        comment: String = "comment",
    }
}

resource! {
    /// A device that needs no login, or gets none: `/ip/hotspot/ip-binding`.
    /// The first one that fits is used.
    HotspotIpBinding = "/ip/hotspot/ip-binding" key ["mac-address", "address", "server"]
    write {
        /// The device.
        mac_address: String = "mac-address",
        /// Its address.
        address: String = "address",
        /// The address it is given.
        to_address: String = "to-address",
        /// Exact name of a [`HotspotServer`], or `all`.
        server: String = "server",
        /// `regular`, `bypassed` or `blocked`.
        kind: String = "type",
        /// Free text.
        comment: String = "comment",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// Whether the device needs no login.
        bypassed: bool = "bypassed",
        /// Whether the device is shut out.
        blocked: bool = "blocked",
    }
}
