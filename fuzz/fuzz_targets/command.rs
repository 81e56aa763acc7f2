#![no_main]

#[path = "../../crates/routeros-api/tests/fuzz/checks.rs"]
#[allow(dead_code, reason = "each target runs one of the checks")]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::command(data));
