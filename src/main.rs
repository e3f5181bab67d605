//! The program: arguments in, window or command, exit code out.

use std::process::ExitCode;

use redshank::cli::{self, Next, Opening, WhyNoWindow};
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
    use redshank::ui::start::{NoWindow, Start, run};
    use redshank::ui::window_system::WindowSystem;

    let Opening {
        paths,
        dark,
        lang: asked_lang,
        window_system,
        screenshot,
    } = opening;
    match run(&Start {
        paths,
        otherwise: example().into_iter().collect(),
        lang,
        asked_lang,
        dark,
        today,
        window_system: window_system.as_deref().and_then(WindowSystem::from_code),
        screenshot,
    }) {
        Ok(()) => 0,
        Err(reason) => {
            let (why, words) = match reason {
                NoWindow::Display(words) => (WhyNoWindow::Display, words),
                NoWindow::Driver(words) => (WhyNoWindow::Driver, words),
            };
            // The window library names places of the machine that it was built on; nobody can use those.
            let plain: Vec<&str> = words
                .split_whitespace()
                .filter(|word| !word.starts_with('/'))
                .collect();
            cli::no_window(lang, why, &plain.join(" "))
        }
    }
}

#[cfg(not(feature = "gui"))]
fn window(_: Opening, lang: Lang, _: Date) -> u8 {
    cli::no_window(lang, WhyNoWindow::Build, "")
}
