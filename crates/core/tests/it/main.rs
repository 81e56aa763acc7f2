//! The core against a real database and simulated routers.

mod db;
mod identity;
mod provisioning;
mod schema;
mod settings;
mod shop;
