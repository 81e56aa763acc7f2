//! Finds, starts, stops and upgrades the embedded PostgreSQL; connects to an outside one.
