//! The contract of fields: which a layer of a role should have, and what may stand in them.

use crate::say;
use crate::words::Lang;

use super::layer::Fields;
use super::role::Role;
use super::rule::Attribute;

/// The least size that anything can have, in m or MW: one of nothing is not said.
const SMALLEST: f64 = 0.001;

/// What a field is mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Identifier.
    Id,
    /// Name for people.
    Name,
    /// Land class code.
    Class,
    /// Who has declared it.
    Level,
    /// Role, when one file holds several.
    Role,
    /// Project kind.
    Kind,
    /// Rated capacity in MW.
    CapacityMw,
    /// Hub height in m.
    HubHeightM,
    /// Rotor diameter in m.
    RotorDiameterM,
    /// Height of the blade's tip in m.
    TipHeightM,
    /// Depth of the works in m.
    DepthM,
    /// Width of the works in m.
    WidthM,
    /// Months of work or operation.
    Months,
    /// What rules ask for by name.
    Attribute(Attribute),
}

/// How much depends on a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Without it something is not checked or not counted.
    Must,
    /// Without it findings are told with less certainty, or name a number instead of a name.
    Should,
    /// Used where it is there.
    May,
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    /// Any text.
    Words,
    /// Codes of the class table.
    ClassCode,
    /// Words for levels.
    Level,
    /// Names of roles.
    Role,
    /// Names of project kinds.
    Kind,
    /// Numbers from one bound to the other; what lies beyond is a slip of the pen or of the unit.
    Number {
        /// The least that can be.
        least: f64,
        /// The most that can be.
        most: f64,
    },
    /// Months such as `3-9`.
    Months,
    /// Words that rules name.
    RuleWords,
}

/// One field of a contract.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clause {
    /// What it means.
    pub meaning: Meaning,
    /// How much depends on it.
    pub need: Need,
    /// What may stand in it.
    pub holds: Holds,
}

/// What the fields of a layer of a role should be, the most important first.
///
/// Bounds of numbers are well above what has been built: the largest wind turbine built by 2025 has a rotor of some
/// 310 m on a hub of 185 m, and no single project here reaches 20,000 MW.
pub fn contract(role: Role) -> Vec<Clause> {
    let clause = |meaning: Meaning, need: Need| Clause {
        meaning,
        need,
        holds: meaning.holds(),
    };
    let mut clauses = Vec::new();
    match role {
        Role::Context | Role::District => {}
        Role::Project => {
            clauses.push(clause(Meaning::Kind, Need::Must));
            clauses.extend(NUMBERS.map(|meaning| clause(meaning, Need::May)));
            clauses.push(clause(Meaning::Months, Need::May));
        }
        Role::Wetland => {
            clauses.push(clause(Meaning::Class, Need::Must));
            clauses.push(clause(Meaning::Level, Need::Should));
        }
        Role::RedLine | Role::Core | Role::Buffer => clauses.push(clause(Meaning::Level, Need::Should)),
        _ => {}
    }
    clauses.push(clause(Meaning::Id, Need::Should));
    clauses.push(clause(Meaning::Name, Need::Should));
    let named = |clauses: &[Clause], meaning| clauses.iter().any(|clause| clause.meaning == meaning);
    let rest = [Meaning::Class, Meaning::Level, Meaning::Role];
    let rest = rest.into_iter().chain(Attribute::ALL.map(Meaning::Attribute));
    for meaning in rest {
        if !named(&clauses, meaning) {
            clauses.push(clause(meaning, Need::May));
        }
    }
    clauses
}

const NUMBERS: [Meaning; 6] = [
    Meaning::CapacityMw,
    Meaning::HubHeightM,
    Meaning::RotorDiameterM,
    Meaning::TipHeightM,
    Meaning::DepthM,
    Meaning::WidthM,
];

impl Meaning {
    /// The key in workspace files and of the texts.
    pub fn code(self) -> &'static str {
        match self {
            Meaning::Id => "id",
            Meaning::Name => "name",
            Meaning::Class => "class",
            Meaning::Level => "level",
            Meaning::Role => "role",
            Meaning::Kind => "kind",
            Meaning::CapacityMw => "capacity_mw",
            Meaning::HubHeightM => "hub_height_m",
            Meaning::RotorDiameterM => "rotor_diameter_m",
            Meaning::TipHeightM => "tip_height_m",
            Meaning::DepthM => "depth_m",
            Meaning::WidthM => "width_m",
            Meaning::Months => "months",
            Meaning::Attribute(attribute) => attribute.code(),
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("meaning.{}", self.code()))
    }

    /// What may stand in it.
    pub fn holds(self) -> Holds {
        match self {
            Meaning::Id | Meaning::Name => Holds::Words,
            Meaning::Class => Holds::ClassCode,
            Meaning::Level => Holds::Level,
            Meaning::Role => Holds::Role,
            Meaning::Kind => Holds::Kind,
            Meaning::CapacityMw => Holds::Number {
                least: SMALLEST,
                most: 20_000.0,
            },
            Meaning::HubHeightM => Holds::Number {
                least: SMALLEST,
                most: 300.0,
            },
            Meaning::RotorDiameterM => Holds::Number {
                least: SMALLEST,
                most: 400.0,
            },
            Meaning::TipHeightM => Holds::Number {
                least: SMALLEST,
                most: 500.0,
            },
            // Works lie below ground or above it.
            Meaning::DepthM => Holds::Number {
                least: -500.0,
                most: 500.0,
            },
            Meaning::WidthM => Holds::Number {
                least: SMALLEST,
                most: 10_000.0,
            },
            Meaning::Months => Holds::Months,
            Meaning::Attribute(_) => Holds::RuleWords,
        }
    }

    /// The field that is mapped to it.
    pub fn field(self, fields: &Fields) -> Option<&str> {
        let field = match self {
            Meaning::Id => &fields.id,
            Meaning::Name => &fields.name,
            Meaning::Class => &fields.class,
            Meaning::Level => &fields.level,
            Meaning::Role => &fields.role,
            Meaning::Kind => &fields.kind,
            Meaning::CapacityMw => &fields.capacity_mw,
            Meaning::HubHeightM => &fields.hub_height_m,
            Meaning::RotorDiameterM => &fields.rotor_diameter_m,
            Meaning::TipHeightM => &fields.tip_height_m,
            Meaning::DepthM => &fields.depth_m,
            Meaning::WidthM => &fields.width_m,
            Meaning::Months => &fields.months,
            Meaning::Attribute(attribute) => return fields.attribute(attribute),
        };
        field.as_deref()
    }
}

impl Need {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Need::Must => "must",
            Need::Should => "should",
            Need::May => "may",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_names_each_meaning_once() {
        for role in Role::ALL {
            let clauses = contract(role);
            for (k, clause) in clauses.iter().enumerate() {
                let again = clauses[k + 1..]
                    .iter()
                    .any(|other| other.meaning == clause.meaning);
                assert!(!again, "{role:?} {clause:?}");
                for lang in Lang::ALL {
                    assert!(!clause.meaning.name(lang).contains("meaning."), "{clause:?}");
                }
            }
        }
    }

    #[test]
    fn what_depends_on_the_role() {
        let need = |role, meaning| {
            let clauses = contract(role);
            clauses
                .iter()
                .find(|clause| clause.meaning == meaning)
                .map(|clause| clause.need)
        };
        assert_eq!(need(Role::Wetland, Meaning::Class), Some(Need::Must));
        assert_eq!(need(Role::River, Meaning::Class), Some(Need::May));
        assert_eq!(need(Role::Project, Meaning::Kind), Some(Need::Must));
        assert_eq!(need(Role::RedLine, Meaning::Level), Some(Need::Should));
        assert_eq!(need(Role::Wetland, Meaning::RotorDiameterM), None);
    }
}
