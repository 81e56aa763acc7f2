//! Writes the TypeScript contract to the file given, or to standard output.

#![allow(clippy::print_stdout, reason = "printing is what this program is for")]

fn main() -> std::io::Result<()> {
    let text = simpul_api::contract::typescript(&simpul_api::table());
    match std::env::args().nth(1) {
        Some(path) => std::fs::write(path, text),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}
