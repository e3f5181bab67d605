//! The program: arguments in, window or command, exit code out.

use std::process::ExitCode;

use redshank::cli::{self, Next, Opening};
use redshank::model::date::Date;
use redshank::words::Lang;

fn main() -> ExitCode {
    let code = match cli::run(std::env::args_os()) {
        Next::Exit(code) => code,
        Next::Window { opening, lang, today } => window(opening, lang, today),
    };
    ExitCode::from(code)
}

#[cfg(feature = "gui")]
fn window(opening: Opening, lang: Lang, today: Date) -> u8 {
    use redshank::session::example::example;
    use redshank::ui::start::{Start, run};

    let Opening {
        paths,
        dark,
        lang: asked_lang,
        screenshot,
    } = opening;
    match run(&Start {
        paths,
        otherwise: example().into_iter().collect(),
        lang,
        asked_lang,
        dark,
        today,
        screenshot,
    }) {
        Ok(()) => 0,
        Err(reason) => {
            // The window library names places of the machine that it was built on; nobody can use those.
            let words = reason.to_string();
            let plain: Vec<&str> = words
                .split_whitespace()
                .filter(|word| !word.starts_with('/'))
                .collect();
            cli::no_window(lang, Some(&plain.join(" ")))
        }
    }
}

#[cfg(not(feature = "gui"))]
fn window(_: Opening, lang: Lang, _: Date) -> u8 {
    cli::no_window(lang, None)
}
