//! Scripts and what runs them, files, the log, watched hosts.

use std::time::Duration;

use crate::value::Timeout;

resource! {
    /// Something to run at a time: `/system/scheduler`. The first run comes
    /// one interval after the start.
    Scheduler = "/system/scheduler"
    write {
        /// Its name. Unique.
        name: String = "name",
        /// What to run: a script's name, or commands.
        on_event: String = "on-event",
        /// How often; zero for once.
        interval: Duration = "interval",
        /// Day of the first run; none with `start_time=startup`.
        start_date: String = "start-date",
        /// `03:00:00`, or `startup`.
        start_time: String = "start-time",
        /// What it may do: `read,write,test,…`; everything when unset.
        policy: String = "policy",
        /// Free text.
        comment: String = "comment",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// The user that made it.
        owner: String = "owner",
        /// Runs so far.
        run_count: u64 = "run-count",
        /// When it runs next; absent while it is off.
        next_run: String = "next-run",
    }
}

resource! {
    /// A script: `/system/script`. Its text is never shown by `Debug`.
    Script = "/system/script"
    write {
        /// Its name. Unique.
        name: String = "name",
        /// Its text.
        source: String = "source",
        /// What it may do: `read,write,test,…`.
        policy: String = "policy",
        /// Whether it may be run by those who may do less.
        dont_require_permissions: bool = "dont-require-permissions",
        /// The user it belongs to.
        owner: String = "owner",
        /// Free text.
        comment: String = "comment",
    }
    read {
        /// Runs so far.
        run_count: u64 = "run-count",
        /// Start of the last run, in the router's way of writing dates.
        last_started: String = "last-started",
        /// Whether the text has an error.
        invalid: bool = "invalid",
    }
}

resource! {
    /// A line of the log: `/log`. Times come in three shapes, see
    /// [`LogTime`](crate::value::LogTime).
    LogEntry = "/log" key []
    write {}
    read {
        /// When it was written.
        time: String = "time",
        /// `hotspot,info,debug`: what it is about, and how bad it is.
        topics: String = "topics",
        /// The line itself.
        message: String = "message",
        /// Where it is kept: `memory`.
        buffer: String = "buffer",
    }
}

resource! {
    /// A file: `/file`. The content is not asked for by a list, it may be
    /// large; name it in a property list of your own.
    File = "/file"
    write {
        /// Its name, with its folder.
        name: String = "name",
    }
    read {
        /// `directory`, `.txt file`, `script`, `backup`, …
        kind: String = "type",
        /// In bytes.
        size: u64 = "size",
        /// Last change; releases from 7.
        last_modified: String = "last-modified",
        /// When it was made; releases before 7.24.
        creation_time: String = "creation-time",
    }
}

resource! {
    /// A host that is looked after: `/tool/netwatch`.
    Netwatch = "/tool/netwatch" key ["host"]
    write {
        /// Its name; later releases of 7.
        name: String = "name",
        /// Address or name of the host.
        host: String = "host",
        /// `simple`, `icmp`, `tcp-conn`, `http-get`, `https-get`, `dns`; later
        /// releases of 7.
        kind: String = "type",
        /// How often.
        interval: Duration = "interval",
        /// How long an answer may take.
        timeout: Duration = "timeout",
        /// Port of the kinds that have one.
        port: u32 = "port",
        /// Script run when the host comes up.
        up_script: String = "up-script",
        /// Script run when the host goes down.
        down_script: String = "down-script",
        /// Free text.
        comment: String = "comment",
        /// Whether it is off.
        disabled: bool = "disabled",
    }
    read {
        /// `up`, `down` or `unknown`.
        status: String = "status",
        /// Since when, in the router's way of writing dates.
        since: String = "since",
        /// Tests so far.
        done_tests: u64 = "done-tests",
        /// Tests that failed.
        failed_tests: u64 = "failed-tests",
        /// Share of lost packets in the last test, in percent.
        loss_percent: String = "loss-percent",
        /// Mean time of the last test's answers.
        rtt_avg: Timeout = "rtt-avg",
    }
}
