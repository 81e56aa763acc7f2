//! `/ip` apart from the hotspot: addresses, pools, lists, leases, services.

use std::time::Duration;

use crate::value::Timeout;

resource! {
    /// An address of the router: `/ip/address`.
    IpAddress = "/ip/address" key ["address", "interface"]
    write {
        /// With its prefix: `192.168.88.1/24`.
        address: String = "address",
        /// The interface it lies on.
        interface: String = "interface",
        /// The network, when it does not follow from the prefix.
        network: String = "network",
        /// Free text.
        comment: String = "comment",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// The interface that really carries it (the bridge of a port).
        actual_interface: String = "actual-interface",
        /// Whether the router made the row.
        dynamic: bool = "dynamic",
        /// Whether it cannot be used.
        invalid: bool = "invalid",
    }
}

resource! {
    /// Addresses to give away: `/ip/pool`.
    IpPool = "/ip/pool"
    write {
        /// Its name.
        name: String = "name",
        /// `10.0.0.2-10.0.0.254`, several separated by commas.
        ranges: String = "ranges",
        /// Exact name of the pool to go on with, or `none`.
        next_pool: String = "next-pool",
        /// Free text.
        comment: String = "comment",
    }
    read {
        /// Addresses in all ranges (later releases of 7).
        total: u64 = "total",
        /// Addresses given away.
        used: u64 = "used",
        /// Addresses that are left.
        available: u64 = "available",
    }
}

resource! {
    /// An address given away: `/ip/pool/used`.
    IpPoolUsed = "/ip/pool/used" key ["address"]
    write {}
    read {
        /// The pool.
        pool: String = "pool",
        /// The address.
        address: String = "address",
        /// What gave it: `hotspot`, `PPP`, `DHCP`.
        owner: String = "owner",
        /// Who has it.
        info: String = "info",
    }
}

resource! {
    /// A member of a firewall list: `/ip/firewall/address-list`. An address
    /// is once in each list.
    AddressListEntry = "/ip/firewall/address-list" key ["list", "address"]
    write {
        /// Name of the list; it exists as long as it has members.
        list: String = "list",
        /// An address, a network, a range, or a name to look up.
        address: String = "address",
        /// Until it leaves the list; makes the row dynamic.
        timeout: Timeout = "timeout",
        /// Free text.
        comment: String = "comment",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// Whether it is lost at the next start.
        dynamic: bool = "dynamic",
        /// When it was made, in the router's way of writing dates.
        creation_time: String = "creation-time",
    }
}

resource! {
    /// An address a client has by DHCP: `/ip/dhcp-server/lease`.
    DhcpLease = "/ip/dhcp-server/lease" key ["address"]
    write {
        /// The address, or the name of a pool.
        address: String = "address",
        /// The client's device.
        mac_address: String = "mac-address",
        /// What the client calls itself, in the protocol.
        client_id: String = "client-id",
        /// Exact name of the DHCP server.
        server: String = "server",
        /// `rx/tx …` of a queue for this client.
        rate_limit: String = "rate-limit",
        /// How long a lease holds.
        lease_time: Timeout = "lease-time",
        /// Address lists the client is put on.
        address_lists: String = "address-lists",
        /// Whether the client is shut out.
        block_access: bool = "block-access",
        /// Free text.
        comment: String = "comment",
        /// Whether the row is off.
        disabled: bool = "disabled",
    }
    read {
        /// `bound`, `waiting`, `offered`, …
        status: String = "status",
        /// The address in use.
        active_address: String = "active-address",
        /// The device in use.
        active_mac_address: String = "active-mac-address",
        /// Name of the client.
        host_name: String = "host-name",
        /// Until the lease ends.
        expires_after: Duration = "expires-after",
        /// Since the client was heard.
        last_seen: Timeout = "last-seen",
        /// Whether the router made the row.
        dynamic: bool = "dynamic",
        /// Whether RADIUS made the row.
        radius: bool = "radius",
        /// Whether the client is shut out now.
        blocked: bool = "blocked",
    }
}

resource! {
    /// A way into the router: `/ip/service`. Release 7.24 also lists every
    /// open connection here, see `connection`.
    IpService = "/ip/service"
    write {
        /// Its port.
        port: u32 = "port",
        /// Networks that may use it; releases before 7.24.
        address: String = "address",
        /// The same from 7.24 on.
        available_from: String = "available-from",
        /// Exact name of its certificate, or `none`.
        certificate: String = "certificate",
        /// `any` or `only-1.2`.
        tls_version: String = "tls-version",
        /// Connections at once; not in release 6.
        max_sessions: u32 = "max-sessions",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// `api`, `api-ssl`, `winbox`, `www`, `ssh`, …
        name: String = "name",
        /// `tcp` or `udp`.
        proto: String = "proto",
        /// Whether it cannot work as it is set up.
        invalid: bool = "invalid",
        /// Whether the router made the row.
        dynamic: bool = "dynamic",
        /// Whether the row is an open connection and no service.
        connection: bool = "connection",
        /// Own address of the connection.
        local: String = "local",
        /// The other end of the connection.
        remote: String = "remote",
    }
}
