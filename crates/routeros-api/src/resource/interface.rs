//! `/interface`: ports, bridges, tunnels, and what goes through them.

resource! {
    /// An interface: `/interface`. Those of sessions are dynamic and named
    /// `<pppoe-NAME>`.
    Interface = "/interface"
    write {
        /// Its name.
        name: String = "name",
        /// Largest packet in bytes, or `auto`.
        mtu: String = "mtu",
        /// Free text.
        comment: String = "comment",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// `ether`, `bridge`, `pppoe-in`, …
        kind: String = "type",
        /// The name it was made with.
        default_name: String = "default-name",
        /// Largest packet in force.
        actual_mtu: u32 = "actual-mtu",
        /// Its MAC address.
        mac_address: String = "mac-address",
        /// Whether there is a link.
        running: bool = "running",
        /// Whether it is part of a bridge or bond.
        slave: bool = "slave",
        /// Whether the router made it.
        dynamic: bool = "dynamic",
        /// Bytes received. On `<pppoe-NAME>`: from the client.
        rx_byte: u64 = "rx-byte",
        /// Bytes sent. On `<pppoe-NAME>`: to the client.
        tx_byte: u64 = "tx-byte",
        /// Packets received.
        rx_packet: u64 = "rx-packet",
        /// Packets sent.
        tx_packet: u64 = "tx-packet",
        /// Receive errors.
        rx_error: u64 = "rx-error",
        /// Send errors.
        tx_error: u64 = "tx-error",
        /// Received packets that were dropped.
        rx_drop: u64 = "rx-drop",
        /// Packets to send that were dropped.
        tx_drop: u64 = "tx-drop",
        /// Times the link was lost.
        link_downs: u64 = "link-downs",
        /// When the link last came, in the router's way of writing dates.
        last_link_up_time: String = "last-link-up-time",
        /// When the link was last lost.
        last_link_down_time: String = "last-link-down-time",
    }
}

resource! {
    /// A second of traffic: a row of `/interface/monitor-traffic`.
    TrafficSample = "/interface/monitor-traffic" key []
    write {}
    read {
        /// The interface.
        name: String = "name",
        /// Bits per second received.
        rx_bits_per_second: u64 = "rx-bits-per-second",
        /// Bits per second sent.
        tx_bits_per_second: u64 = "tx-bits-per-second",
        /// Packets per second received.
        rx_packets_per_second: u64 = "rx-packets-per-second",
        /// Packets per second sent.
        tx_packets_per_second: u64 = "tx-packets-per-second",
        /// Received packets dropped per second.
        rx_drops_per_second: u64 = "rx-drops-per-second",
        /// Packets to send dropped per second.
        tx_drops_per_second: u64 = "tx-drops-per-second",
        /// Receive errors per second.
        rx_errors_per_second: u64 = "rx-errors-per-second",
        /// Send errors per second.
        tx_errors_per_second: u64 = "tx-errors-per-second",
        /// Number of the round this row belongs to; absent with `once`.
        section: u64 = ".section",
    }
}
