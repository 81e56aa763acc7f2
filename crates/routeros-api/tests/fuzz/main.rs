//! The inputs that fuzzing found worth keeping, run again; see `fuzz/` at the
//! top of the repository.

#![allow(clippy::panic, reason = "a check fails by panicking")]

mod checks;

use std::path::Path;

#[test]
fn every_kept_input_passes_its_check() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (name, check) in checks::ALL {
        let mut inputs = 0;
        for entry in std::fs::read_dir(corpus.join(name)).unwrap() {
            check(&std::fs::read(entry.unwrap().path()).unwrap());
            inputs += 1;
        }
        assert!(inputs >= 10, "{name} has only {inputs} kept inputs");
    }
}
