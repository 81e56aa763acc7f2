//! `/ppp`: accounts, plans and sessions of PPPoE and its kin.

use std::time::Duration;

use crate::value::Timeout;

resource! {
    /// An account: `/ppp/secret`.
    PppSecret = "/ppp/secret"
    write {
        /// What the client sends as its name. Unique.
        name: String = "name",
        /// In clear; the router needs it for CHAP.
        password: String = "password",
        /// `any`, `pppoe`, `pptp`, `l2tp`, `ovpn`, `sstp`, `async`.
        service: String = "service",
        /// Exact name of a [`PppProfile`].
        profile: String = "profile",
        /// The only caller (a MAC address, for PPPoE) that may use it.
        caller_id: String = "caller-id",
        /// The router's address, or the name of a pool.
        local_address: String = "local-address",
        /// The client's address, or the name of a pool. `*2` stands for a pool
        /// that was deleted.
        remote_address: String = "remote-address",
        /// IPv6 prefix of the client.
        remote_ipv6_prefix: String = "remote-ipv6-prefix",
        /// Networks behind the client.
        routes: String = "routes",
        /// IPv6 networks behind the client.
        ipv6_routes: String = "ipv6-routes",
        /// Bytes from the client in one session; zero for no limit.
        limit_bytes_in: u64 = "limit-bytes-in",
        /// Bytes to the client in one session; zero for no limit.
        limit_bytes_out: u64 = "limit-bytes-out",
        /// Free text.
        comment: String = "comment",
        /// Whether the account is locked. A session that runs goes on.
        disabled: bool = "disabled",
    }
    read {
        /// End of the last session, in the router's way of writing dates.
        last_logged_out: String = "last-logged-out",
        /// Who called last.
        last_caller_id: String = "last-caller-id",
        /// Why the last session ended: `hung-up`, `peer-request`, …
        last_disconnect_reason: String = "last-disconnect-reason",
    }
}

resource! {
    /// What the accounts of a plan share: `/ppp/profile`. A change takes
    /// effect when a client dials again.
    PppProfile = "/ppp/profile"
    write {
        /// Its name.
        name: String = "name",
        /// The router's address, or the name of a pool.
        local_address: String = "local-address",
        /// The clients' addresses: usually the name of a pool.
        remote_address: String = "remote-address",
        /// `rx/tx …` from the router's side, kept as text; see
        /// [`RateLimit`](crate::value::RateLimit).
        rate_limit: String = "rate-limit",
        /// Longest session.
        session_timeout: Timeout = "session-timeout",
        /// Silence that ends a session.
        idle_timeout: Timeout = "idle-timeout",
        /// Whether an account may dial once at a time: `yes`, `no`, `default`.
        only_one: String = "only-one",
        /// Name servers given to the client, separated by commas.
        dns_server: String = "dns-server",
        /// WINS servers given to the client.
        wins_server: String = "wins-server",
        /// Address list the client is put on.
        address_list: String = "address-list",
        /// Interface list the client's interface is put on.
        interface_list: String = "interface-list",
        /// Place of the client's queue.
        insert_queue_before: String = "insert-queue-before",
        /// Queue the client's queue hangs under, or `none`.
        parent_queue: String = "parent-queue",
        /// Kind of the client's queue.
        queue_type: String = "queue-type",
        /// Script run when a client is up.
        on_up: String = "on-up",
        /// Script run when a client is down.
        on_down: String = "on-down",
        /// Bridge the client's interface joins.
        bridge: String = "bridge",
        /// Firewall chain for what comes from the client.
        incoming_filter: String = "incoming-filter",
        /// Firewall chain for what goes to the client.
        outgoing_filter: String = "outgoing-filter",
        /// Whether the segment size is fitted to the link: `yes`, `no`,
        /// `default`.
        change_tcp_mss: String = "change-tcp-mss",
        /// `yes`, `no`, `default`.
        use_compression: String = "use-compression",
        /// `yes`, `no`, `required`, `default`.
        use_encryption: String = "use-encryption",
        /// `yes`, `no`, `required`, `default`.
        use_ipv6: String = "use-ipv6",
        /// `yes`, `no`, `required`, `default`.
        use_mpls: String = "use-mpls",
        /// `yes`, `no`, `default`.
        use_upnp: String = "use-upnp",
        /// Free text.
        comment: String = "comment",
    }
    read {
        /// Whether the row is built in.
        default: bool = "default",
    }
}

resource! {
    /// A session: `/ppp/active`. Rows are removed to end sessions. Release 7
    /// counts no bytes here: see the interface `<pppoe-NAME>`.
    PppActive = "/ppp/active"
    write {}
    read {
        /// The account.
        name: String = "name",
        /// `pppoe`, `l2tp`, …
        service: String = "service",
        /// Who called: a MAC address, for PPPoE.
        caller_id: String = "caller-id",
        /// The client's address.
        address: String = "address",
        /// Since the call was taken.
        uptime: Duration = "uptime",
        /// Encryption and compression in use.
        encoding: String = "encoding",
        /// `0x81100000`.
        session_id: String = "session-id",
        /// Bytes from the client that are allowed in this session.
        limit_bytes_in: u64 = "limit-bytes-in",
        /// Bytes to the client that are allowed in this session.
        limit_bytes_out: u64 = "limit-bytes-out",
        /// Whether RADIUS vouched for the client.
        radius: bool = "radius",
        /// Comment of the account.
        comment: String = "comment",
    }
}
