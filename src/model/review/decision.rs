//! What a person says about a finding.

use geo::Coord;

use crate::say;
use crate::words::Lang;

use super::key::FindingKey;

/// What is to become of a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody has decided yet, or a decision was withdrawn.
    #[default]
    Open,
    /// The project moves out of the way.
    Avoid,
    /// The project takes less.
    Minimise,
    /// What is taken is made good.
    Mitigate,
    /// An article exempts the project; the article is named.
    Exempt,
    /// The finding does not apply.
    Dismissed,
    /// An office must be asked first.
    NeedsConsultation,
}

impl State {
    /// All, in the order of lists.
    pub const ALL: [State; 7] = [
        State::Open,
        State::Avoid,
        State::Minimise,
        State::Mitigate,
        State::Exempt,
        State::Dismissed,
        State::NeedsConsultation,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Avoid => "avoid",
            State::Minimise => "minimise",
            State::Mitigate => "mitigate",
            State::Exempt => "exempt",
            State::Dismissed => "dismissed",
            State::NeedsConsultation => "needs_consultation",
        }
    }

    /// The state of that name in files.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("review.state.{}", self.code()))
    }

    /// True where nothing is left to be done about the finding once two people say so.
    pub fn closes(self) -> bool {
        !matches!(self, State::Open | State::NeedsConsultation)
    }
}

/// Who does something, and in which office.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author {
    /// The name, as the person writes it.
    pub name: String,
    /// In which role: reviewer, chief engineer, 林业局…
    pub role: String,
}

impl Author {
    /// Name and, in brackets, role.
    pub fn words(&self) -> String {
        match self.role.trim() {
            "" => self.name.trim().to_owned(),
            role => format!("{} ({role})", self.name.trim()),
        }
    }

    /// The name as it is compared: without blanks at its ends, and without case.
    pub fn plain_name(&self) -> String {
        self.name.trim().to_lowercase()
    }
}

/// A paper that a decision rests on. The paper itself stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name of its file.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes it has.
    pub byte_count: u64,
}

/// What one person decides about one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The finding.
    pub finding: FindingKey,
    /// What is to become of it.
    pub state: State,
    /// The article that exempts; with [`State::Exempt`] only.
    pub article: Option<String>,
    /// Why.
    pub reason: String,
    /// SHA-256 of the evidence that the decision was made on, in hexadecimal.
    pub evidence: String,
    /// Papers that it rests on.
    pub attachments: Vec<Attachment>,
}

/// A remark, which decides nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// About this finding; `None` for the review as a whole.
    pub finding: Option<FindingKey>,
    /// What is said.
    pub text: String,
    /// Where on the map, in the plane; `None` for nowhere in particular.
    pub place: Option<Coord<f64>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_names() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
            for lang in Lang::ALL {
                assert!(!state.name(lang).contains("review."), "{state:?}");
            }
        }
        assert_eq!(State::from_code("closed"), None);
    }
}
