//! The command line: arguments as typed, arguments as meant, and the work.
//!
//! Promises: results go to standard output, everything else to standard error; mistakes are found before any work;
//! exit code 0 for no conflict, 1 for at least one, 2 where something could not be read or checked, whatever else was
//! found.

mod args;
mod check;
mod check_plan;
mod checklist;
mod checklist_plan;
mod console;
mod contract;
mod decide;
mod diff;
mod dossier;
mod dossier_args;
mod dossier_info;
mod dossier_plan;
mod exit;
mod export;
mod export_plan;
mod help;
mod info;
mod info_words;
mod input;
mod mistake;
mod place;
mod plan;
mod render;
mod render_plan;
mod report_gate;
mod screen;
mod summary;
mod table_info;
mod tile_info;
mod totals;
mod usage_fault;
mod verify;
mod work;

use std::ffi::OsString;

use clap::FromArgMatches as _;
use clap::error::ErrorKind;

use crate::model::date::Date;
use crate::say;
use crate::words::Lang;

use args::Typed;
use console::{Console, Loudness};
use exit::{CLEAR, INCOMPLETE, NO_WINDOW};
use plan::{Mistake, Plan};

pub use plan::Opening;

/// What `main` has to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// End with this exit code.
    Exit(u8),
    /// Open the window.
    Window {
        /// What it begins with.
        opening: Opening,
        /// Language of the window.
        lang: Lang,
        /// The day that rules are judged by where the workspace fixes none.
        today: Date,
    },
}

/// Does what the arguments say, the program's name first. Only the window is left to the caller.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Next {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = language(&arguments);
    let typed = help::command(lang)
        .try_get_matches_from(&arguments)
        .and_then(|matches| Typed::from_arg_matches(&matches));
    let typed = match typed {
        Ok(typed) => typed,
        Err(error) => return Next::Exit(said_by_parser(&error, lang)),
    };
    let loudness = match (typed.quiet, typed.verbose) {
        (true, _) => Loudness::Quiet,
        (_, true) => Loudness::Verbose,
        _ => Loudness::Normal,
    };
    let mut console = Console::standard(lang, loudness);
    let done = match plan::plan(typed) {
        Ok(Plan::Window(opening)) => {
            let today = work::today();
            return Next::Window { opening, lang, today };
        }
        Ok(Plan::Screen(plan)) => screen::run(plan, &mut console),
        Ok(Plan::Totals(plan)) => totals::run(plan, &mut console),
        Ok(Plan::Info(plan)) => info::run(&plan, &mut console),
        Ok(Plan::Render(plan)) => render::run(plan, &mut console),
        Ok(Plan::Export(plan)) => export::run(plan, &mut console),
        Ok(Plan::Check(plan)) => check::run(plan, &mut console),
        Ok(Plan::Dossier(plan)) => dossier::run(plan, &mut console),
        Ok(Plan::Verify(plan)) => verify::run(plan, &mut console),
        Ok(Plan::Diff(plan)) => diff::run(plan, &mut console),
        Ok(Plan::Decide(plan)) => decide::run(&plan, &mut console),
        Ok(Plan::Checklist(plan)) => checklist::run(&plan, &mut console),
        Err(mistake) => Err(mistake),
    };
    Next::Exit(done.unwrap_or_else(|mistake: Mistake| {
        console.error(&mistake.text(lang));
        INCOMPLETE
    }))
}

/// Why there can be no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNoWindow {
    /// This build has none.
    Build,
    /// There is no display.
    Display,
    /// There is no driver that could draw on the display.
    Driver,
}

/// Says that there can be no window and why, with the words of whoever was asked for one, and gives the exit code for it.
pub fn no_window(lang: Lang, why: WhyNoWindow, reason: &str) -> u8 {
    let mut console = Console::standard(lang, Loudness::Normal);
    let text = match why {
        WhyNoWindow::Build => say!(lang, "cli.no_window"),
        WhyNoWindow::Display => say!(lang, "cli.no_display", reason = reason),
        WhyNoWindow::Driver => say!(lang, "cli.no_driver", reason = reason),
    };
    console.error(&text);
    NO_WINDOW
}

/// `--lang` wherever it stands, else the system's language. Needed before parsing, for the help pages.
fn language(arguments: &[OsString]) -> Lang {
    let texts: Vec<&str> = arguments
        .iter()
        .filter_map(|argument| argument.to_str())
        .collect();
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let spaced = texts
        .windows(2)
        .find(|pair| pair[0] == "--lang")
        .map(|pair| pair[1]);
    match joined.or(spaced) {
        Some(code) => Lang::from_locale(code),
        None => Lang::from_locale(&sys_locale::get_locale().unwrap_or_default()),
    }
}

/// Help and version are answers; all else is a mistake.
fn said_by_parser(error: &clap::Error, lang: Lang) -> u8 {
    if let ErrorKind::DisplayHelp | ErrorKind::DisplayVersion = error.kind() {
        // A closed pipe behind `--help` is nobody's mistake.
        let _unwanted = error.print();
        return CLEAR;
    }
    Console::standard(lang, Loudness::Normal).error(&usage_fault::text(error, lang));
    INCOMPLETE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_parsing() {
        let check = |line: &str, expected| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(language(&arguments), expected, "{line}");
        };
        check("redshank --lang zh screen a", Lang::Zh);
        check("redshank screen a --lang=en", Lang::En);
        check("redshank screen --lang zh --help", Lang::Zh);
    }
}
