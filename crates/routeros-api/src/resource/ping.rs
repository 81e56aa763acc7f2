//! Rows of `/tool/ping`.

use std::time::Duration;

resource! {
    /// One packet of a ping: a row of `/tool/ping`. `status` is set when it
    /// was lost, `time` when it came back.
    PingReply = "/tool/ping" key []
    write {}
    read {
        /// Number of the packet, from 0.
        seq: u64 = "seq",
        /// Who answered, or was asked.
        host: String = "host",
        /// Bytes of the packet.
        size: u64 = "size",
        /// Hops that were left.
        ttl: u32 = "ttl",
        /// There and back.
        time: Duration = "time",
        /// `timeout`, or what a router on the way said.
        status: String = "status",
        /// Packets sent so far.
        sent: u64 = "sent",
        /// Packets that came back so far.
        received: u64 = "received",
        /// Packets lost so far, in percent.
        packet_loss: u32 = "packet-loss",
        /// Fastest so far.
        min_rtt: Duration = "min-rtt",
        /// Mean so far.
        avg_rtt: Duration = "avg-rtt",
        /// Slowest so far.
        max_rtt: Duration = "max-rtt",
    }
}
