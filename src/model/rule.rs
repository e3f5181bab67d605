//! Rules: which zones forbid or burden which projects, by which article, and since when.

use serde::Deserialize;

use crate::say;
use crate::words::{Bilingual, Lang};

use super::date::Date;
use super::role::{ProjectKind, Role};
use super::zone::Level;

/// Rules in the order in which verdicts are listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleBook {
    /// Unique by id.
    pub rules: Vec<Rule>,
    /// Where the rules came from: `builtin:cn-wetland`, file names, or how they were made.
    pub sources: Vec<String>,
}

impl RuleBook {
    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Takes another book in: a rule of the same id is replaced in its place, others follow at the end.
    pub fn override_with(&mut self, other: RuleBook) {
        self.sources.extend(other.sources);
        for rule in other.rules {
            match self.rules.iter_mut().find(|own| own.id == rule.id) {
                Some(own) => *own = rule,
                None => self.rules.push(rule),
            }
        }
    }
}

/// One rule: zone role × project kind × criterion, with severity, dates in force and citation.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Stable for ever: findings and decisions name it.
    pub id: String,
    /// A few words.
    pub title: Bilingual,
    /// What it says, in our own words.
    pub text: Bilingual,
    /// Law and article.
    pub citation: Bilingual,
    /// How sure its text is.
    pub mark: SourceMark,
    /// False where the rule is known to exist and its text could not be had: never judged, always *not checked*.
    pub text_available: bool,
    /// How heavy it weighs.
    pub severity: Severity,
    /// Zones that it is about.
    pub roles: Vec<Role>,
    /// Projects that it is about; empty for all.
    pub kinds: Vec<ProjectKind>,
    /// Only zones of these levels; empty for all. A zone of unknown level is taken as if it matched.
    pub levels: Vec<Level>,
    /// Only zones of these land classes; empty for all. A zone of unknown class is taken as if it matched.
    pub classes: Vec<String>,
    /// When it is met.
    pub criterion: Criterion,
    /// First day in force; `None` for always.
    pub from: Option<Date>,
    /// Last day in force; `None` for without end.
    pub until: Option<Date>,
    /// Who must be asked.
    pub consultee: Bilingual,
    /// An older survey of the zone layer is not good enough to say *clear*.
    pub max_age_years: Option<f64>,
}

/// When a rule is met.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Criterion {
    /// By a common interior with the zone.
    pub overlap: bool,
    /// By being nearer than this setback, in metres.
    pub within_m: f64,
    /// Nearer than this is worth a look (*near*), in metres.
    pub near_m: f64,
}

impl Criterion {
    /// The largest distance in metres at which a zone can still matter.
    pub fn reach_m(&self) -> f64 {
        self.within_m.max(self.near_m).max(0.0)
    }

    /// The setback that evidence is held against, if the criterion has any.
    pub fn setback_m(&self) -> Option<f64> {
        Some(self.reach_m()).filter(|&m| m > 0.0)
    }
}

/// How heavy a met rule weighs, lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// From literature or good practice, not from law.
    Advisory,
    /// An opinion or consent is needed.
    Consult,
    /// Only if it is proved that the place cannot be avoided.
    Justify,
    /// Not allowed.
    Prohibited,
}

impl Severity {
    /// All severities, heaviest first.
    pub const ALL: [Severity; 4] = [
        Severity::Prohibited,
        Severity::Justify,
        Severity::Consult,
        Severity::Advisory,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Advisory => "advisory",
            Severity::Consult => "consult",
            Severity::Justify => "justify",
            Severity::Prohibited => "prohibited",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("severity.{}", self.code()))
    }
}

/// How sure the text of a rule is; shown wherever the rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum SourceMark {
    /// Read in the primary text.
    V,
    /// Read in a secondary source only.
    V2,
    /// Computed.
    C,
    /// Unverified: never law.
    U,
}

impl SourceMark {
    /// The mark as it is written.
    pub fn code(self) -> &'static str {
        match self {
            SourceMark::V => "V",
            SourceMark::V2 => "V2",
            SourceMark::C => "C",
            SourceMark::U => "U",
        }
    }

    /// What the mark means, for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("mark.{}", self.code()))
    }
}

impl Rule {
    /// True on days on which the rule is in force.
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// True for projects that the rule is about. A project of unknown kind is judged by every rule.
    pub fn concerns(&self, kind: Option<ProjectKind>) -> bool {
        self.kinds.is_empty() || kind.is_none_or(|kind| self.kinds.contains(&kind))
    }

    /// True for zones that the rule is about; what is unknown of a zone counts as a match, for doubt must be loud.
    pub fn covers(&self, role: Role, class: Option<&str>, level: Option<Level>) -> bool {
        self.roles.contains(&role)
            && (self.levels.is_empty() || level.is_none_or(|level| self.levels.contains(&level)))
            && (self.classes.is_empty()
                || class.is_none_or(|class| self.classes.iter().any(|own| own == class)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(from: Option<&str>, until: Option<&str>) -> Rule {
        Rule {
            id: "r".into(),
            title: Bilingual::default(),
            text: Bilingual::default(),
            citation: Bilingual::default(),
            mark: SourceMark::V,
            text_available: true,
            severity: Severity::Consult,
            roles: vec![Role::Wetland],
            kinds: vec![ProjectKind::Wind],
            levels: vec![Level::National],
            classes: Vec::new(),
            criterion: Criterion {
                overlap: true,
                within_m: 0.0,
                near_m: 0.0,
            },
            from: from.map(|d| d.parse().unwrap()),
            until: until.map(|d| d.parse().unwrap()),
            consultee: Bilingual::default(),
            max_age_years: None,
        }
    }

    #[test]
    fn first_and_last_day_are_in_force() {
        let rule = rule(Some("2022-06-01"), Some("2030-12-31"));
        let check = |day: &str, expected| assert_eq!(rule.in_force(day.parse().unwrap()), expected, "{day}");
        check("2022-05-31", false);
        check("2022-06-01", true);
        check("2030-12-31", true);
        check("2031-01-01", false);
    }

    #[test]
    fn what_is_unknown_is_judged() {
        let rule = rule(None, None);
        assert!(rule.concerns(None) && !rule.concerns(Some(ProjectKind::Port)));
        assert!(rule.covers(Role::Wetland, None, None));
        assert!(!rule.covers(Role::Wetland, None, Some(Level::General)));
        assert!(!rule.covers(Role::Core, None, None));
    }
}
