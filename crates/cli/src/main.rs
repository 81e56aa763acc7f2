//! The command line of Simpul.

fn main() {}
