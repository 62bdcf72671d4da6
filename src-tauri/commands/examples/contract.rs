//! Prints the TypeScript contract; `cargo xtask contract` writes it to its place.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

fn main() {
    print!("{}", commands::typescript());
}
