//! A RouterOS simulator: library and program, for tests, benches and demos.
