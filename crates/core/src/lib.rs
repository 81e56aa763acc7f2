//! Every business rule and every SQL statement of Simpul.
//!
//! An area is a module; what a room holds is said in ARCHITECTURE.md.

pub mod app;
pub mod dashboard;
pub mod db;
pub mod identity;
pub mod network;
pub mod plan;
pub mod provisioning;
pub mod settings;
pub mod system;
pub mod voucher;
pub mod work;

pub use app::App;
