//! Benchmarks of docs/performance.md, run by cargo xtask bench.
