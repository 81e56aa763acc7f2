//! Every business rule and every SQL statement of Simpul.
//!
//! An area is a module; what a room holds is said in ARCHITECTURE.md.

pub mod adopt;
pub mod app;
pub mod books;
pub mod boot;
pub mod cash;
pub mod dashboard;
pub mod db;
pub mod demo;
pub mod events;
pub mod export;
pub mod identity;
pub mod ledger;
mod licence;
pub mod network;
pub mod notice;
pub mod plan;
pub mod ppp;
pub mod printing;
pub mod provisioning;
pub mod report;
pub mod sale;
pub mod settings;
pub mod system;
pub mod usage;
pub mod vendor;
pub mod voucher;
pub mod work;
pub mod worker;

pub use app::App;

/// Every code that leaves through a door or is stored for a screen (why a start, a
/// job, a copy on a router or a sheet failed); both languages hold a text for each.
#[must_use]
pub fn error_codes() -> Vec<&'static str> {
    let mut codes = simpul_kernel::error::common_codes();
    for area in [
        db::migrate::SchemaError::CODES,
        boot::BootError::CODES,
        simpul_postgres::Error::CODES,
        simpul_jobs::Failure::CODES,
        simpul_documents::DocumentError::CODES,
        identity::IdentityError::CODES,
        identity::keys::KeyError::CODES,
        network::RouterError::CODES,
        network::FallbackError::CODES,
        adopt::AdoptSkip::CODES,
        provisioning::CopyError::CODES,
        ppp::PppError::CODES,
        provisioning::DriftError::CODES,
        settings::logo::LogoError::CODES,
        plan::PlanError::CODES,
        printing::PrintingError::CODES,
        voucher::VoucherError::CODES,
        ledger::LedgerError::CODES,
        cash::CashError::CODES,
        sale::SaleError::CODES,
        report::ReportError::CODES,
        vendor::VendorError::CODES,
        work::WorkError::CODES,
        settings::SavedViewError::CODES,
        export::ExportError::CODES,
        system::database::DatabaseError::CODES,
        system::ops::SystemError::CODES,
    ] {
        codes.extend_from_slice(area);
    }
    codes
}
