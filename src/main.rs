//! The program: arguments in, window or command, exit code out.

use std::process::ExitCode;

use redshank::cli::{self, Next};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Next::Exit(code) => ExitCode::from(code),
        Next::Window { lang, .. } => ExitCode::from(cli::no_window(lang)),
    }
}
