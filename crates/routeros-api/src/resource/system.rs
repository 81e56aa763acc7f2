//! `/system`: menus with a single row.

use std::time::Duration;

use crate::value::UtcOffset;

resource! {
    /// The router's name: `/system/identity`.
    SystemIdentity = "/system/identity" key []
    write {
        /// As its owner wrote it.
        name: String = "name",
    }
    read {}
}

resource! {
    /// Release, board and load: `/system/resource`.
    SystemResource = "/system/resource" key []
    write {}
    read {
        /// Since the last start.
        uptime: Duration = "uptime",
        /// `7.22.3 (stable)`; see [`Version`](crate::Version).
        version: String = "version",
        /// When the release was built, in the router's way of writing dates.
        build_time: String = "build-time",
        /// The release it was sold with.
        factory_software: String = "factory-software",
        /// Memory that is free, in bytes.
        free_memory: u64 = "free-memory",
        /// Memory, in bytes.
        total_memory: u64 = "total-memory",
        /// Kind of processor.
        cpu: String = "cpu",
        /// Cores.
        cpu_count: u32 = "cpu-count",
        /// In MHz.
        cpu_frequency: u32 = "cpu-frequency",
        /// In percent.
        cpu_load: u32 = "cpu-load",
        /// Storage that is free, in bytes.
        free_hdd_space: u64 = "free-hdd-space",
        /// Storage, in bytes.
        total_hdd_space: u64 = "total-hdd-space",
        /// Sectors written since the last start.
        write_sect_since_reboot: u64 = "write-sect-since-reboot",
        /// Sectors written ever: what wears the flash out.
        write_sect_total: u64 = "write-sect-total",
        /// Worn flash, in percent.
        bad_blocks: String = "bad-blocks",
        /// `arm64`, `x86_64`, `mmips`, …
        architecture_name: String = "architecture-name",
        /// `RB5009UG+S+`, `CHR`, …
        board_name: String = "board-name",
        /// `MikroTik`.
        platform: String = "platform",
    }
}

resource! {
    /// The router's clock: `/system/clock`.
    SystemClock = "/system/clock" key []
    write {
        /// `jan/02/1970`, or `1970-01-02` since 7.10.
        date: String = "date",
        /// `15:04:05`.
        time: String = "time",
        /// Whether the zone is found by the router's public address.
        time_zone_autodetect: bool = "time-zone-autodetect",
        /// `Asia/Jakarta`, or `manual`.
        time_zone_name: String = "time-zone-name",
    }
    read {
        /// What the clock adds to UTC.
        gmt_offset: UtcOffset = "gmt-offset",
        /// Whether summer time is in force.
        dst_active: bool = "dst-active",
    }
}

resource! {
    /// The licence: `/system/license`.
    SystemLicense = "/system/license" key []
    write {}
    read {
        /// Licence key of the software; on virtual routers see `system_id`.
        software_id: String = "software-id",
        /// Licence key of a virtual router.
        system_id: String = "system-id",
        /// Level of a board: `4`, `5`, …
        nlevel: String = "nlevel",
        /// Level of a virtual router: `free`, `p1`, …
        level: String = "level",
    }
}

resource! {
    /// The board: `/system/routerboard`. The menu is missing on virtual
    /// routers.
    SystemRouterboard = "/system/routerboard" key []
    write {}
    read {
        /// Whether this is a board of the maker.
        routerboard: bool = "routerboard",
        /// Its name.
        board_name: String = "board-name",
        /// Its model.
        model: String = "model",
        /// Its revision.
        revision: String = "revision",
        /// Its serial number.
        serial_number: String = "serial-number",
        /// Kind of its firmware.
        firmware_type: String = "firmware-type",
        /// The firmware it was sold with.
        factory_firmware: String = "factory-firmware",
        /// The firmware in use.
        current_firmware: String = "current-firmware",
        /// The firmware that could be installed.
        upgrade_firmware: String = "upgrade-firmware",
    }
}
