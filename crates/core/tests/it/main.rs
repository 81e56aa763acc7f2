//! The core against a real database and simulated routers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where something is not as it must be")]

mod access;
mod adopt;
mod audit;
mod batch;
mod books;
mod cash;
mod counter;
mod db;
mod demo;
mod export;
mod help;
mod identity;
mod live;
mod network;
mod notice;
mod paper;
mod plan;
mod ppp;
mod printing;
mod provisioning;
mod provisioning_drift;
mod provisioning_fallback;
mod provisioning_matrix;
mod provisioning_profile;
mod report;
mod report_sums;
mod roles;
mod sale;
mod sale_made;
mod sale_soak;
mod saved_view;
mod schema;
mod sessions;
mod settings;
mod shop;
mod till;
mod usage;
mod vendor;
mod vendor_money;
mod vendor_own;
mod voucher;
mod work;
