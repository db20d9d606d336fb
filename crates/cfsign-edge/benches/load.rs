//! Load.

fn main() {}
