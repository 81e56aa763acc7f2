//! What is wished of a router, and how it stands.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a thing stands on a router. Never claimed, always seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Truth {
    /// On the router as wished.
    Applied,
    /// Still to do.
    Pending,
    /// The router refused it.
    Failed,
    /// Found otherwise than wished.
    Drifted,
}
