//! Tests that hold the whole house together: doors, permissions, contract, locales, layers.
