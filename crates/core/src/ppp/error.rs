//! Why a row does not stand as wished.

use routeros_api::{Error, Trap, TrapKind};
use simpul_kernel::area_errors;

area_errors! {
    /// What keeps a dial-in's row from standing as wished.
    pub enum PppError {
        /// Somebody else's row has this name on the router.
        NameTaken { name: String } => "ppp_name_taken",
        /// There is no row of this name, or it is another one than ours.
        RowMissing { name: String } => "ppp_row_missing",
        /// What the row refers to is not on the router.
        ReferenceMissing { menu: String, name: String } => "ppp_reference_missing",
        /// The router's user may not write this.
        WriteRefused => "ppp_write_refused",
        /// The router refused it in its own words, or does not keep what was written.
        RowRefused { message: String } => "ppp_row_refused",
        /// Offline and without an address of its own: there is nothing to put on the list.
        AddressUnknown { name: String } => "ppp_address_unknown",
    }
}

/// A refusal, or a line that broke: then nothing is known and it is asked again.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The router said no; asking again changes nothing.
    Refused(PppError),
    /// The line; what was sent may have been done.
    Line(Error),
}

impl From<PppError> for Failure {
    fn from(error: PppError) -> Self {
        Self::Refused(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Trap(trap) => Self::Refused(of(&trap)),
            error => Self::Line(error),
        }
    }
}

fn of(trap: &Trap) -> PppError {
    match trap.kind {
        TrapKind::Permission => PppError::WriteRefused,
        _ => PppError::RowRefused { message: trap.message.clone() },
    }
}
