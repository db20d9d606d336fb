//! The `cfsign` command.
fn main() {}
