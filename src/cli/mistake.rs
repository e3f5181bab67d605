//! What is wrong with an argument, in words.

use crate::formats::workspace::quick::BadArgument;
use crate::say;
use crate::words::Lang;

/// An argument that means nothing here: which mistake, and what was typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {found:?}")]
pub struct Mistake {
    /// The key of its text.
    pub key: &'static str,
    /// What was typed.
    pub found: String,
    /// What may stand there, where that is not in the text already.
    pub expected: String,
}

impl From<BadArgument> for Mistake {
    fn from(bad: BadArgument) -> Mistake {
        Mistake {
            key: "pair",
            found: bad.found,
            expected: bad.expected,
        }
    }
}

impl Mistake {
    /// A mistake in what was typed.
    pub fn new(key: &'static str, found: &str) -> Mistake {
        Mistake {
            key,
            found: found.to_owned(),
            expected: String::new(),
        }
    }

    /// What was typed, why that cannot be, and what may stand there.
    pub fn text(&self, lang: Lang) -> String {
        say!(
            lang,
            &format!("cli.mistake.{}", self.key),
            found = self.found,
            expected = self.expected
        )
    }
}
