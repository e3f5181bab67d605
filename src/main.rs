//! The program: arguments in, window or command, exit code out.

fn main() {}
