//! The `aludel` command line.
fn main() {}
