//! What is open in the help, and where the tour is.

use crate::words::Bilingual;

/// How far the tour has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    /// The card, from 0.
    pub card: usize,
    /// The example was asked for.
    pub asked: bool,
    /// In so many frames its main button was given the keyboard.
    pub entered: u8,
}

/// A command that waits for its keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Choosing {
    /// The command, by its key in the table.
    pub command: &'static str,
    /// Why the keys that were pressed last are not to be had.
    pub refused: Option<Bilingual>,
}

impl Choosing {
    /// Nothing was pressed yet.
    pub fn of(command: &'static str) -> Choosing {
        Choosing {
            command,
            refused: None,
        }
    }
}

/// What is open in the help, what its keys are filtered by, and where the tour is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HelpView {
    /// The page.
    pub topic: Topic,
    /// As it is typed.
    pub filter: String,
    /// The tour, while it goes on.
    pub tour: Option<Tour>,
    /// The command whose keys are being chosen.
    pub choosing: Option<Choosing>,
}

/// A page of the help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// How to begin.
    #[default]
    Start,
    /// Moving about, selecting, measuring.
    Map,
    /// Layers, their look and their place.
    Layers,
    /// Findings, verdicts, what was not checked.
    Findings,
    /// What could not be taken as it was.
    Problems,
    /// The attribute table.
    Attributes,
    /// The command box and coordinates.
    Find,
    /// What is here, pins.
    Identify,
    /// Totals, rates, closure.
    Numbers,
    /// Comparing two versions.
    Compare,
    /// Writing files, sheets, layers.
    Export,
    /// Input methods, window systems, dialogs for files: what the machine must have for them.
    Machine,
    /// All keys.
    Keys,
}

impl Topic {
    /// All pages, in the order of the list.
    pub const ALL: [Topic; 13] = [
        Topic::Start,
        Topic::Map,
        Topic::Layers,
        Topic::Findings,
        Topic::Problems,
        Topic::Attributes,
        Topic::Find,
        Topic::Identify,
        Topic::Numbers,
        Topic::Compare,
        Topic::Export,
        Topic::Machine,
        Topic::Keys,
    ];

    /// The key of its texts.
    pub fn code(self) -> &'static str {
        match self {
            Topic::Start => "start",
            Topic::Map => "map",
            Topic::Layers => "layers",
            Topic::Findings => "findings",
            Topic::Problems => "problems",
            Topic::Attributes => "attributes",
            Topic::Find => "find",
            Topic::Identify => "identify",
            Topic::Numbers => "numbers",
            Topic::Compare => "compare",
            Topic::Export => "export",
            Topic::Machine => "machine",
            Topic::Keys => "keys",
        }
    }
}

impl HelpView {
    /// Opens at a page.
    pub fn open_at(&mut self, topic: Topic) {
        self.topic = topic;
        self.choosing = None;
        self.filter.clear();
    }
}
