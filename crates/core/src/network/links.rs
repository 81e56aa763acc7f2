//! Open connections to routers, one per router and process.

/// The lines this process holds.
#[derive(Debug, Default)]
pub struct RouterLinks {}
