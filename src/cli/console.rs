//! Where results, notes and errors go.

use std::io::{self, IsTerminal as _, Write};

use crate::model::problem::{Done, Problem};
use crate::say;
use crate::words::Lang;

/// How much is said beside the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loudness {
    /// Errors only.
    Quiet,
    /// The first notes on the data.
    Normal,
    /// All notes.
    Verbose,
}

/// Standard output for results and standard error for everything else, in one language.
pub struct Console {
    /// The language of all texts.
    pub lang: Lang,
    /// How much is said.
    pub loudness: Loudness,
    /// True where a progress bar may be drawn.
    pub is_terminal: bool,
    out: Box<dyn Write>,
    err: Box<dyn Write>,
}

/// So many notes on the data are printed where nobody asks for all.
const MOST_NOTES: usize = 12;

impl Console {
    /// The program's own outputs.
    pub fn standard(lang: Lang, loudness: Loudness) -> Console {
        Console {
            lang,
            loudness,
            is_terminal: io::stderr().is_terminal() && loudness > Loudness::Quiet,
            out: Box::new(io::BufWriter::new(io::stdout())),
            err: Box::new(io::stderr()),
        }
    }

    /// Prints a part of the result. Whoever closed the pipe does not want the rest.
    pub fn result(&mut self, text: &str) {
        let _unwanted = writeln!(self.out, "{text}");
    }

    /// Where a result goes that is made while it is printed.
    pub fn results(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// True where everything is wanted.
    pub fn is_verbose(&self) -> bool {
        self.loudness == Loudness::Verbose
    }

    /// Prints a note, unless quiet.
    pub fn note(&mut self, text: &str) {
        if self.loudness > Loudness::Quiet {
            let _unwanted = writeln!(self.err, "{text}");
        }
    }

    /// Prints an error.
    pub fn error(&mut self, text: &str) {
        let label = say!(self.lang, "cli.error");
        let _unwanted = writeln!(self.err, "{label}{text}");
    }

    /// Prints what could not be taken as it was: refusals always, of the rest as much as wanted.
    pub fn problems(&mut self, problems: &[Problem]) {
        let (refused, noted): (Vec<&Problem>, Vec<&Problem>) =
            problems.iter().partition(|problem| problem.done == Done::Refused);
        for problem in refused {
            self.error(&problem.line(self.lang));
        }
        let most = match self.loudness {
            Loudness::Verbose => noted.len(),
            _ => MOST_NOTES,
        };
        for problem in noted.iter().take(most) {
            let text = format!("{} {}", problem.done.name(self.lang), problem.line(self.lang));
            self.note(&text);
        }
        if noted.len() > most {
            let text = say!(self.lang, "cli.more_notes", count = noted.len() - most);
            self.note(&text);
        }
    }
}
