//! What a problem said when its workspace was put away.

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::say;
use crate::words::{Bilingual, Lang};

/// A problem of a workspace that comes back from a file of the program: its words as they were then. The numbers behind
/// them are not kept, for no verdict hangs on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    code: &'static str,
    text: Bilingual,
    advice: Bilingual,
}

/// The name of a kind that this program does not know.
const UNKNOWN: &str = "recorded";

impl Recorded {
    /// What was said under a name in files, and the advice then.
    pub fn new(code: &str, text: Bilingual, advice: Bilingual) -> Recorded {
        Recorded {
            code: known(code),
            text,
            advice,
        }
    }

    /// The name in files; `recorded` for one that only a newer program knows.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What was found.
    pub fn text(&self, lang: Lang) -> String {
        self.text.get(lang).to_owned()
    }

    /// What the user can do about it.
    pub fn advice(&self, lang: Lang) -> String {
        self.advice.get(lang).to_owned()
    }
}

/// The name itself, if the program has a text for it: so there can never be more of them than texts.
fn known(code: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let key = format!("advice.{code}");
    if say!(Lang::En, &key) == key {
        return UNKNOWN;
    }
    let mut names = NAMES.lock().unwrap_or_else(|broken| broken.into_inner());
    if let Some(name) = names.get(code) {
        return name;
    }
    let name: &'static str = Box::leak(code.to_owned().into_boxed_str());
    names.insert(name);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_the_program_knows() {
        let of = |code: &str| Recorded::new(code, Bilingual::same("t"), Bilingual::same("a")).code();
        assert_eq!(of("no_geometry"), "no_geometry");
        assert!(std::ptr::eq(of("no_geometry"), of("no_geometry")));
        assert_eq!(of("no such kind"), UNKNOWN);
    }
}
