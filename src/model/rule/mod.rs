//! Rules: which zones forbid or burden which projects, by which article, and since when.

mod book;
mod condition;
mod consult;
mod criterion;
mod exposure;
mod formula;
mod months;
mod question;
mod range;
mod term;
mod weight;

use crate::words::Bilingual;

use super::class_code::may_be_one_of;
use super::date::Date;
use super::role::{ProjectKind, Role};
use super::zone::Level;

pub use book::{RuleBook, RuleState};
pub use condition::{Attribute, Condition, is_one_of, same_value};
pub use consult::{Consult, ConsultLevel, Department};
pub use criterion::{Criterion, Least};
pub use exposure::{Charge, Exposure, ExposureKind, Rate};
pub use formula::{BadFormula, Formula, Unresolved};
pub use months::Months;
pub use question::{Effect, Question};
pub use term::Term;
pub use weight::{Rank, Severity, SourceMark};

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
    /// When it is met; setbacks by formula are 0 here.
    pub criterion: Criterion,
    /// Setbacks that hang on the project.
    pub formulas: Formulas,
    /// What else narrows it.
    pub condition: Condition,
    /// First day in force; `None` for always.
    pub from: Option<Date>,
    /// Last day in force; `None` for without end.
    pub until: Option<Date>,
    /// Who must be asked.
    pub consultee: Bilingual,
    /// An older survey of the zone layer is not good enough to say *clear*.
    pub max_age_years: Option<f64>,
    /// Versions of one rule share this name: of those in force only the latest is judged.
    pub family: Option<String>,
    /// Where it stands among the sources of law.
    pub rank: Option<Rank>,
    /// True for a special rule (lex specialis), which goes before a general one.
    pub special: bool,
    /// Ids of rules that cannot hold together with it.
    pub contradicts: Vec<String>,
    /// Questions on which it hangs whether it bites.
    pub questions: Vec<Question>,
    /// Offices that must be asked.
    pub consults: Vec<Consult>,
    /// Fines and fees.
    pub exposures: Vec<Exposure>,
}

/// Setbacks in metres that hang on the project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formulas {
    /// In the place of [`Criterion::within_m`].
    pub within: Option<Formula>,
    /// In the place of [`Criterion::near_m`].
    pub near: Option<Formula>,
}

impl Formulas {
    /// True where the rule has none.
    pub fn is_empty(&self) -> bool {
        self.within.is_none() && self.near.is_none()
    }
}

impl Rule {
    /// A rule that says nothing yet: verified, in force for ever, about no zones.
    pub fn new(id: &str) -> Rule {
        Rule {
            id: id.to_owned(),
            title: Bilingual::default(),
            text: Bilingual::default(),
            citation: Bilingual::default(),
            mark: SourceMark::V,
            text_available: true,
            severity: Severity::Consult,
            roles: Vec::new(),
            kinds: Vec::new(),
            levels: Vec::new(),
            classes: Vec::new(),
            criterion: Criterion::default(),
            formulas: Formulas::default(),
            condition: Condition::default(),
            from: None,
            until: None,
            consultee: Bilingual::default(),
            max_age_years: None,
            family: None,
            rank: None,
            special: false,
            contradicts: Vec::new(),
            questions: Vec::new(),
            consults: Vec::new(),
            exposures: Vec::new(),
        }
    }

    /// Its criterion for a project whose numbers `of` gives, and why a formula gives no number; that limit is then what the
    /// formula gives at least.
    pub fn criterion_for(&self, of: impl Fn(Term) -> Option<f64>) -> (Criterion, Option<Unresolved>) {
        let mut unresolved = None;
        let mut value =
            |formula: &Option<Formula>, plain: f64| match formula.as_ref().map(|f| f.evaluate(&of)) {
                None => plain,
                Some(Ok(metres)) => metres,
                Some(Err(error)) => {
                    unresolved.get_or_insert(error);
                    formula.as_ref().map_or(0.0, |formula| formula.at_least(&of))
                }
            };
        let criterion = Criterion {
            within_m: value(&self.formulas.within, self.criterion.within_m),
            near_m: value(&self.formulas.near, self.criterion.near_m),
            ..self.criterion
        };
        (criterion, unresolved)
    }

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
            && (self.classes.is_empty() || class.is_none_or(|class| may_be_one_of(&self.classes, class)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(from: Option<&str>, until: Option<&str>) -> Rule {
        Rule {
            roles: vec![Role::Wetland],
            kinds: vec![ProjectKind::Wind],
            levels: vec![Level::National],
            criterion: Criterion::OVERLAP,
            from: from.map(|d| d.parse().unwrap()),
            until: until.map(|d| d.parse().unwrap()),
            ..Rule::new("r")
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

    #[test]
    fn a_formula_takes_the_place_of_its_number() {
        let rule = Rule {
            criterion: Criterion {
                near_m: 500.0,
                ..Criterion::OVERLAP
            },
            formulas: Formulas {
                within: Some(Formula::parse("10 * tip_height_m").unwrap()),
                near: None,
            },
            ..rule(None, None)
        };
        let (resolved, unresolved) = rule.criterion_for(|_| Some(160.0));
        assert_eq!(unresolved, None);
        assert_eq!(
            (resolved.overlap, resolved.within_m, resolved.near_m),
            (true, 1600.0, 500.0)
        );
        let (open, unresolved) = rule.criterion_for(|_| None);
        assert_eq!(unresolved, Some(Unresolved::Missing(Term::TipHeightM)));
        assert_eq!((open.within_m, open.near_m), (0.0, 500.0));
    }
}
