//! `/queue`: shaping by target.

use std::time::Duration;

use crate::value::Both;

resource! {
    /// A queue: `/queue/simple`. Their order matters: the first one that fits
    /// is used. Pairs are upload and download, as the target sees it.
    SimpleQueue = "/queue/simple"
    write {
        /// Its name. Unique.
        name: String = "name",
        /// Addresses or interfaces it is for, separated by commas.
        target: String = "target",
        /// Far end it is for.
        dst: String = "dst",
        /// Exact name of the queue above, or `none`.
        parent: String = "parent",
        /// Marks of packets it is for.
        packet_marks: String = "packet-marks",
        /// From 1 (first) to 8 (last).
        priority: Both<u64> = "priority",
        /// Kinds of queue.
        queue: String = "queue",
        /// Guaranteed bits per second; zero for none.
        limit_at: Both<u64> = "limit-at",
        /// Most bits per second; zero for no limit.
        max_limit: Both<u64> = "max-limit",
        /// Most bits per second while a burst lasts.
        burst_limit: Both<u64> = "burst-limit",
        /// Average under which a burst may begin.
        burst_threshold: Both<u64> = "burst-threshold",
        /// Over how long the average is taken.
        burst_time: Both<Duration> = "burst-time",
        /// Size of the token buckets, in seconds of `max_limit`.
        bucket_size: String = "bucket-size",
        /// When it is in force.
        time: String = "time",
        /// Free text.
        comment: String = "comment",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// Bytes so far.
        bytes: Both<u64> = "bytes",
        /// Packets so far.
        packets: Both<u64> = "packets",
        /// Packets dropped so far.
        dropped: Both<u64> = "dropped",
        /// Bits per second now.
        rate: Both<u64> = "rate",
        /// Packets per second now.
        packet_rate: Both<u64> = "packet-rate",
        /// Bytes that wait now.
        queued_bytes: Both<u64> = "queued-bytes",
        /// Packets that wait now.
        queued_packets: Both<u64> = "queued-packets",
        /// Bytes both ways so far, when a total limit is set.
        total_bytes: u64 = "total-bytes",
        /// Whether the router made the row, for a session.
        dynamic: bool = "dynamic",
        /// Whether it cannot work as it is set up.
        invalid: bool = "invalid",
    }
}
