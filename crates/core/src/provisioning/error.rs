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
        /// It looks like ours and belongs to no voucher here.
        RowStray => "router_row_stray",
        /// The plan's profile was changed on the router.
        ProfileDiffers => "router_profile_differs",
        /// The account is locked or withdrawn and still online: the router did not end its session.
        KickRefused => "router_kick_refused",
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

area_errors! {
    /// Why a decision about drift is not carried out.
    pub enum DriftError {
        /// The row was found as wished meanwhile, or somebody else decided.
        ChangedMeanwhile => "drift_changed_meanwhile",
        /// A code that is still good is missing on the router: only voiding it makes that right.
        TakeMissing => "drift_take_missing",
        /// What was withdrawn or is over does not come back by a row on a router.
        TakeUnwanted => "drift_take_unwanted",
        /// It belongs to no voucher that could take anything.
        TakeStray => "drift_take_stray",
        /// A plan leaves a router by being edited.
        TakeProfileMissing => "drift_take_profile_missing",
        /// The profile's speed or devices are nothing a plan can hold.
        TakeUnreadable => "drift_take_rate_unreadable",
        /// A property differs that the books do not take from a router.
        TakeField => "drift_take_field",
        /// Nothing is wished of it.
        PushStray => "drift_push_stray",
        /// Only strays are removed; for the others say push.
        RemoveNotStray => "drift_remove_not_stray",
        /// The router waits for nobody.
        GateOpen => "router_gate_open",
    }
}
