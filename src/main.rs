//! The program: parse, then window or command.
fn main() {}
