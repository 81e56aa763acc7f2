//! Why a copy does not stand on a router as wished. The codes stand in the
//! `reason` of copies and tasks.

use routeros_api::{Trap, TrapKind};
use simpul_kernel::area_errors;

area_errors! {
    /// What keeps a voucher's or plan's copy from standing as wished.
    pub enum CopyError {
        /// Somebody else's user has this name on the router.
        NameTaken => "router_name_taken",
        /// Somebody else's profile has this name and other settings.
        ProfileTaken => "router_profile_taken",
        /// The plan's profile is not on the router.
        ProfileMissing => "router_profile_missing",
        /// The hotspot server named in the router's settings is not there.
        ServerMissing => "router_server_missing",
        /// The router's user may not write this.
        WriteRefused => "router_write_refused",
        /// The router refused it for another reason; the log has its words.
        RowRefused => "router_row_refused",
        /// It was there and is gone.
        RowMissing => "router_row_missing",
        /// It was changed on the router.
        RowDiffers => "router_row_differs",
        /// It was removed and is there again.
        RowUnwanted => "router_row_unwanted",
    }
}

impl CopyError {
    /// What a router's refusal of a user's or profile's row means.
    #[must_use]
    pub fn of(trap: &Trap) -> Self {
        match &trap.kind {
            TrapKind::Duplicate => Self::NameTaken,
            TrapKind::Permission => Self::WriteRefused,
            TrapKind::BadReference { argument } | TrapKind::AmbiguousReference { argument } => {
                match argument.as_deref() {
                    Some("server") => Self::ServerMissing,
                    Some("profile") | None => Self::ProfileMissing,
                    Some(_) => Self::RowRefused,
                }
            }
            _ => Self::RowRefused,
        }
    }
}
