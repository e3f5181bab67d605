//! Questions that no map answers, and what an answer does.

use serde::Deserialize;

use crate::words::Bilingual;

/// A question on which it hangs whether a rule bites. A person answers it; the workspace keeps the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Unique within the rule.
    pub id: String,
    /// What is asked, to be answered by yes or no.
    pub text: Bilingual,
    /// What a *yes* does.
    pub if_yes: Effect,
    /// What must be shown for it.
    pub evidence: Bilingual,
}

/// What a *yes* does to a rule. An open question leaves the rule as it is: it bites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The finding stays and is marked; it is *near*, no conflict.
    Exempt,
    /// The severity falls to *consult*.
    Lighten,
    /// The rule bites only if the answer is yes; a *no* takes it away.
    Applies,
}

impl Effect {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Effect::Exempt => "exempt",
            Effect::Lighten => "lighten",
            Effect::Applies => "applies",
        }
    }
}
