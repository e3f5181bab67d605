//! The program: arguments in, window or command, exit code out.

use std::process::ExitCode;

use redshank::cli::{self, Next};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Next::Exit(code) => ExitCode::from(code),
        Next::Window { paths, lang } => window(paths, lang),
    }
}

/// Opens the window; not in this build.
fn window(_paths: Vec<std::path::PathBuf>, lang: redshank::words::Lang) -> ExitCode {
    eprintln!("{}", cli::no_window(lang));
    ExitCode::from(cli::exit::NO_WINDOW)
}
