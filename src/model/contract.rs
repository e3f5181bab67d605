//! The contract of fields: which a layer of a role should have, and what may stand in them.

use crate::say;
use crate::words::Lang;

use super::layer::Fields;
use super::role::Role;
use super::rule::Attribute;

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
                least: 0.0,
                most: 20_000.0,
            },
            Meaning::HubHeightM => Holds::Number {
                least: 0.0,
                most: 300.0,
            },
            Meaning::RotorDiameterM => Holds::Number {
                least: 0.0,
                most: 400.0,
            },
            Meaning::TipHeightM => Holds::Number {
                least: 0.0,
                most: 500.0,
            },
            // Works lie below ground or above it.
            Meaning::DepthM => Holds::Number {
                least: -500.0,
                most: 500.0,
            },
            Meaning::WidthM => Holds::Number {
                least: 0.0,
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

    /// Maps it to a field. Attributes are not guessed and therefore not set.
    fn map(self, fields: &mut Fields, name: &str) {
        let field = match self {
            Meaning::Id => &mut fields.id,
            Meaning::Name => &mut fields.name,
            Meaning::Class => &mut fields.class,
            Meaning::Level => &mut fields.level,
            Meaning::Role => &mut fields.role,
            Meaning::Kind => &mut fields.kind,
            Meaning::CapacityMw => &mut fields.capacity_mw,
            Meaning::HubHeightM => &mut fields.hub_height_m,
            Meaning::RotorDiameterM => &mut fields.rotor_diameter_m,
            Meaning::TipHeightM => &mut fields.tip_height_m,
            Meaning::DepthM => &mut fields.depth_m,
            Meaning::WidthM => &mut fields.width_m,
            Meaning::Months => &mut fields.months,
            Meaning::Attribute(_) => return,
        };
        *field = Some(name.to_owned());
    }

    /// Names that such fields bear in the land survey's database (TD/T 1057-2020) and in common use, in lower case.
    pub fn usual_names(self) -> &'static [&'static str] {
        match self {
            Meaning::Id => &[
                "id",
                "tbbh",
                "bsm",
                "编号",
                "图斑编号",
                "标识码",
                "fid",
                "objectid",
            ],
            Meaning::Name => &["name", "tbmc", "mc", "名称", "项目名称"],
            Meaning::Class => &["class", "dlbm", "地类编码", "地类代码"],
            Meaning::Level => &["level", "sdjb", "jb", "级别", "湿地级别", "等级"],
            Meaning::Role => &["role", "用途", "管控类型"],
            Meaning::Kind => &["kind", "项目类型", "类型"],
            Meaning::CapacityMw => &["capacity_mw", "装机容量", "装机容量mw", "容量mw"],
            Meaning::HubHeightM => &["hub_height_m", "hub_height", "轮毂高度"],
            Meaning::RotorDiameterM => &["rotor_diameter_m", "rotor_diameter", "叶轮直径", "风轮直径"],
            Meaning::TipHeightM => &["tip_height_m", "tip_height", "叶尖高度"],
            Meaning::DepthM => &["depth_m", "埋深"],
            Meaning::WidthM => &["width_m", "宽度"],
            Meaning::Months => &["months", "施工月份"],
            Meaning::Attribute(_) => &[],
        }
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

/// The mapping that the names of fields suggest for a role; each field is used once, the more important meaning first.
pub fn suggested<'a>(role: Role, names: impl Iterator<Item = &'a str> + Clone) -> Fields {
    let mut fields = Fields::default();
    let mut taken: Vec<&str> = Vec::new();
    for clause in contract(role) {
        let usual = clause.meaning.usual_names().iter();
        let found = { usual }.find_map(|usual| {
            let mut free = names.clone().filter(|name| !taken.contains(name));
            free.find(|name| name.trim().to_lowercase() == *usual)
        });
        if let Some(name) = found {
            clause.meaning.map(&mut fields, name);
            taken.push(name);
        }
    }
    fields
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

    #[test]
    fn usual_names_are_recognised() {
        let names = ["OBJECTID", "TBBH", "DLBM", "SDJB", "MC", "备注"];
        let fields = suggested(Role::Wetland, names.into_iter());
        assert_eq!(fields.class.as_deref(), Some("DLBM"));
        assert_eq!(fields.level.as_deref(), Some("SDJB"));
        assert_eq!(fields.id.as_deref(), Some("TBBH"), "the better name wins");
        assert_eq!(fields.name.as_deref(), Some("MC"));
        assert_eq!(suggested(Role::Wetland, ["x"].into_iter()), Fields::default());
    }
}
