//! Zones of a layer sorted by what rules ask of them, so that the question is put once per sort and not once per pair.

use std::collections::HashMap;

use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::rule::{Attribute, RuleBook, is_one_of};
use crate::model::zone::{Level, Zone, ZoneSort};

use super::standing::Standing;

/// All that rules can ask of a zone, apart from where it lies.
pub struct Sort {
    /// Position among the sorts of its layer.
    pub number: usize,
    /// What findings say of it.
    pub shown: ZoneSort,
    /// For each rule that is judged, whether it is about zones of this sort.
    covered_by: Vec<bool>,
}

/// The sorts of one layer.
pub struct Sorts {
    sorts: Vec<Sort>,
    /// By position of the feature; empty where all are of the first sort.
    of: Vec<u32>,
}

impl Sort {
    /// True where the rule at that position is about zones of this sort.
    pub fn is_covered_by(&self, rule: usize) -> bool {
        self.covered_by.get(rule).copied().unwrap_or(false)
    }
}

/// What makes two zones the same to all rules.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    role: Role,
    class: Option<String>,
    level: Option<Level>,
    attributes: Vec<Option<String>>,
}

impl Sorts {
    /// Sorts the zones of a layer.
    pub fn of(layer: &Layer, standings: &[Standing<'_>], rules: &RuleBook) -> Sorts {
        let fields = &layer.about.fields;
        let asked = asked_for(layer, standings);
        let alike =
            fields.role.is_none() && fields.class.is_none() && fields.level.is_none() && asked.is_empty();
        let features = if alike {
            layer.features().get(..1)
        } else {
            Some(layer.features())
        };
        let mut sorts = Sorts {
            sorts: Vec::new(),
            of: Vec::new(),
        };
        let mut known: HashMap<Key, u32> = HashMap::new();
        for feature in features.unwrap_or_default() {
            let zone = Zone { layer, feature };
            let key = Key {
                role: zone.role(),
                class: zone.class(),
                level: zone.level(),
                attributes: asked.iter().map(|attribute| zone.attribute(*attribute)).collect(),
            };
            let number = *known.entry(key).or_insert_with_key(|key| {
                let number = sorts.sorts.len();
                sorts.sorts.push(sort(number, key, &asked, (standings, rules)));
                number as u32
            });
            if !alike {
                sorts.of.push(number);
            }
        }
        sorts
    }

    /// All of them, each at its number.
    pub fn all(&self) -> &[Sort] {
        &self.sorts
    }

    /// The sort of the feature at a position of the layer.
    pub fn at(&self, position: usize) -> Option<&Sort> {
        let number = self.of.get(position).copied().unwrap_or(0);
        self.sorts.get(number as usize)
    }
}

/// Attributes that some rule asks of zones and that a field of the layer carries.
fn asked_for(layer: &Layer, standings: &[Standing<'_>]) -> Vec<Attribute> {
    let asks = |attribute: Attribute| {
        let mut conditions = standings.iter().map(|standing| &standing.rule.condition);
        conditions.any(|condition| condition.zone_is.iter().any(|(own, _)| *own == attribute))
    };
    let carried = |attribute: &Attribute| layer.about.fields.attribute(*attribute).is_some();
    Attribute::ALL
        .into_iter()
        .filter(|attribute| carried(attribute) && asks(*attribute))
        .collect()
}

fn sort(
    number: usize,
    key: &Key,
    asked: &[Attribute],
    (standings, rules): (&[Standing<'_>], &RuleBook),
) -> Sort {
    let attribute = |wanted: Attribute| {
        let position = asked.iter().position(|own| *own == wanted)?;
        let said = key.attributes.get(position)?.clone()?;
        // A misspelt grade must keep no rule from applying.
        Some(said).filter(|said| !rules.is_odd(key.role, wanted, said))
    };
    let covers = |standing: &Standing<'_>| {
        standing.rule.covers(key.role, key.class.as_deref(), key.level)
            && is_one_of(&standing.rule.condition.zone_is, attribute)
    };
    Sort {
        number,
        shown: ZoneSort {
            role: key.role,
            class: key.class.as_deref().map(Into::into),
            level: key.level,
        },
        covered_by: standings.iter().map(covers).collect(),
    }
}
