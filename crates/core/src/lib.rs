//! Every business rule and every SQL statement of Simpul.
//!
//! An area is a module; what a room holds is said in ARCHITECTURE.md.

pub mod app;
pub mod boot;
pub mod dashboard;
pub mod db;
pub mod events;
pub mod identity;
pub mod network;
pub mod plan;
pub mod provisioning;
pub mod settings;
pub mod system;
pub mod voucher;
pub mod work;

pub use app::App;

/// Every code an operation can answer with; both languages hold a text for each.
#[must_use]
pub fn error_codes() -> Vec<&'static str> {
    let mut codes = simpul_kernel::error::common_codes();
    for area in [
        db::migrate::SchemaError::CODES,
        boot::BootError::CODES,
        identity::IdentityError::CODES,
        identity::keys::KeyError::CODES,
        system::ops::SystemError::CODES,
    ] {
        codes.extend_from_slice(area);
    }
    codes
}
