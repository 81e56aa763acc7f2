//! What every operation works with.

/// The program's state.
#[derive(Debug, Clone)]
pub struct App {}
