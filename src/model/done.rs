//! What was done about a problem.

use crate::say;
use crate::words::Lang;

/// What was done about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Done {
    /// Taken as it is; worth a look.
    Noted,
    /// Mended, and used.
    Repaired,
    /// Not used. Whatever depends on it is *not checked*.
    Refused,
}

impl Done {
    /// From harmless to grave.
    pub const ALL: [Done; 3] = [Done::Noted, Done::Repaired, Done::Refused];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Done::Noted => "noted",
            Done::Repaired => "repaired",
            Done::Refused => "refused",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("done.{}", self.code()))
    }
}
