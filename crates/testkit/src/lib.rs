//! TestDb, TestApp, builders, clock, asserts. A dev-dependency only.
