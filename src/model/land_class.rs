//! Land classes, and which of them counts as wetland by which definition.

use serde::Deserialize;

use crate::say;
use crate::words::{Bilingual, Lang};

use super::class_code::plain_code;
use super::rule::SourceMark;

/// One of the three things that people call wetland.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Definition {
    /// What the territorial plan counts, aquaculture ponds among it.
    Plan,
    /// Class 00 湿地 of the third land survey (三调).
    Class00,
    /// 湿地保护法 Art. 2 with the thirteen types of the Zhejiang ordinance.
    Law,
}

impl Definition {
    /// All three, in the order of tables.
    pub const ALL: [Definition; 3] = [Definition::Plan, Definition::Class00, Definition::Law];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Definition::Plan => "plan",
            Definition::Class00 => "class_00",
            Definition::Law => "law",
        }
    }

    /// Its place in [`Definition::ALL`].
    pub fn place(self) -> usize {
        match self {
            Definition::Plan => 0,
            Definition::Class00 => 1,
            Definition::Law => 2,
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("wetland.definition.{}", self.code()))
    }
}

/// Whether something counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// It counts.
    Yes,
    /// It does not.
    No,
    /// Not settled, or it depends on what nobody has said: listed as open, never put on either side.
    Depends,
}

impl Membership {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Membership::Yes => "yes",
            Membership::No => "no",
            Membership::Depends => "depends",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("wetland.membership.{}", self.code()))
    }
}

/// What a plot is used for, as far as the definitions ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlotUse {
    /// Nobody says.
    Unknown,
    /// Fish, shrimps and the like are farmed on it.
    Farmed,
    /// Something else.
    Other,
}

/// Whether a class counts by one definition, how sure that is and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where the use of the plot is unknown or makes no difference.
    pub membership: Membership,
    /// Where the plot is farmed, if that makes a difference.
    pub if_farmed: Option<Membership>,
    /// Where it is known to be used for something else, if that makes a difference.
    pub if_other: Option<Membership>,
    /// How sure this is.
    pub mark: SourceMark,
    /// Why, in a few words; may be empty.
    pub note: Bilingual,
}

impl Member {
    /// Whether a plot of a known or unknown use counts.
    pub fn of_use(&self, plot_use: PlotUse) -> Membership {
        let special = match plot_use {
            PlotUse::Unknown => None,
            PlotUse::Farmed => self.if_farmed,
            PlotUse::Other => self.if_other,
        };
        special.unwrap_or(self.membership)
    }
}

/// A land class (三调地类).
#[derive(Clone, Debug, PartialEq)]
pub struct LandClass {
    /// As [`plain_code`] writes it: `1104A`.
    pub code: String,
    /// For people.
    pub name: Bilingual,
    /// The class that this one is a part of, if any.
    pub parent: Option<String>,
    /// Whether it counts, in the order of [`Definition::ALL`].
    pub members: [Member; 3],
}

impl LandClass {
    /// Whether it counts by a definition.
    pub fn member(&self, definition: Definition) -> &Member {
        &self.members[definition.place()]
    }
}

/// Land classes in the order of tables; unique by code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassTable {
    /// Where it came from: `builtin:land-classes` or a file's name.
    pub source: String,
    /// The classes.
    pub classes: Vec<LandClass>,
    /// Words in a use field that mean farming of fish and the like.
    pub farmed_words: Vec<String>,
}

impl ClassTable {
    /// The place of a code in the table; `None` for a code that it does not hold. Nothing is guessed from a longer or
    /// shorter code.
    pub fn place_of(&self, code: &str) -> Option<usize> {
        let code = plain_code(code);
        self.classes.iter().position(|class| class.code == code)
    }

    /// What a use field says: farmed where one of [`ClassTable::farmed_words`] stands in it. Where such a word stands
    /// beside a denial (非养殖, 停止养殖) nothing is taken for known.
    pub fn plot_use(&self, text: Option<&str>) -> PlotUse {
        const DENIALS: [char; 5] = ['非', '不', '未', '停', '退'];
        let Some(text) = text.map(str::to_lowercase).filter(|text| !text.trim().is_empty()) else {
            return PlotUse::Unknown;
        };
        let farmed = self.farmed_words.iter().any(|word| text.contains(word.as_str()));
        let denied =
            text.contains(DENIALS) || text.split_whitespace().any(|word| matches!(word, "no" | "not"));
        match (farmed, denied) {
            (true, true) => PlotUse::Unknown,
            (true, false) => PlotUse::Farmed,
            (false, _) => PlotUse::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plot_is_used_for() {
        let table = ClassTable {
            farmed_words: vec!["养殖".into(), "fish farm".into()],
            ..ClassTable::default()
        };
        let check = |text, expected| assert_eq!(table.plot_use(text), expected, "{text:?}");
        check(None, PlotUse::Unknown);
        check(Some("  "), PlotUse::Unknown);
        check(Some("水产养殖"), PlotUse::Farmed);
        check(Some("Fish farm 3"), PlotUse::Farmed);
        check(Some("a fish farm no more"), PlotUse::Unknown);
        check(Some("非养殖"), PlotUse::Unknown);
        check(Some("蓄水"), PlotUse::Other);
    }
}
