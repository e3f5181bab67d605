//! The contract of fields ([`crate::model::contract`]) held against the values of a layer.

use std::collections::BTreeMap;

use crate::model::class_code::plain_code;
use crate::model::contract::{Clause, Holds, Meaning, Need, contract};
use crate::model::feature::{Feature, PropertyValue, number_in};
use crate::model::field_fault::FieldFault;
use crate::model::land_class::ClassTable;
use crate::model::layer::About;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::Role;
use crate::model::rule::{Months, RuleBook, same_value};
use crate::model::workspace::Workspace;
use crate::model::zone::Level;

use super::locate::Read;

/// Ids that stand for all features with a value.
const EXAMPLES: usize = 3;
/// Different values of a field that are told one by one: who has more has mapped another field.
const MOST_VALUES: usize = 500;

/// What values are held against, beside the contract.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The class table.
    pub classes: Option<&'a ClassTable>,
    /// The rules that name words.
    pub rules: Option<&'a RuleBook>,
    /// Somebody says which field means what, so that one that is not named is missing.
    pub is_mapped: bool,
}

impl<'a> Known<'a> {
    /// What an open workspace knows, for one of its layers.
    pub fn of(workspace: &'a Workspace, about: &About) -> Known<'a> {
        Known {
            classes: Some(&workspace.tables.classes),
            rules: Some(&workspace.rules),
            is_mapped: about.fields.mapped().next().is_some(),
        }
    }
}

/// What the user should know about the fields of a layer: one problem per field and fault, values that nobody knows one
/// by one.
pub fn doubtful(about: &About, features: &[Feature], known: &Known<'_>) -> Vec<Problem> {
    if features.is_empty() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for clause in contract(about.role) {
        match clause.meaning.field(&about.fields) {
            Some(name) => {
                let field = Field { name, features };
                field.check(about.role, &clause, known, &mut problems);
            }
            // A project without a kind is told feature by feature.
            None if clause.need == Need::Must && known.is_mapped && clause.meaning != Meaning::Kind => {
                let fault = FieldFault::NotMapped {
                    meaning: clause.meaning,
                };
                problems.push(Problem::of_file("", ProblemKind::Field(fault), Done::Noted));
            }
            None => {}
        }
    }
    problems
}

/// Adds what the user should know about the fields of a layer to what was found on reading it.
pub fn check(read: &mut Read, known: &Known<'_>) {
    let layer = &read.layer;
    let doubtful = doubtful(&layer.about, layer.features(), known);
    read.problems.extend(doubtful.into_iter().map(|problem| Problem {
        layer: Some(layer.about.id.clone()),
        file: layer.provenance.file.clone(),
        ..problem
    }));
}

/// A field of a layer.
struct Field<'a> {
    name: &'a str,
    features: &'a [Feature],
}

/// How often a value is there, and where first.
struct Tally<'a> {
    first: &'a Feature,
    count: usize,
    examples: Vec<String>,
}

impl<'a> Field<'a> {
    fn check(&self, role: Role, clause: &Clause, known: &Known<'_>, problems: &mut Vec<Problem>) {
        let has = |feature: &Feature| feature.properties.get(self.name).is_some();
        // A field that no feature has is told already.
        if !self.features.iter().any(has) {
            return;
        }
        match clause.holds {
            Holds::Words | Holds::Kind => {}
            // They have the layer's own role then, which may be one that nothing is judged by.
            Holds::Role => problems.extend(self.empty(|features, of| FieldFault::NoRole { features, of })),
            Holds::Number { least, most } => self.numbers(least, most, problems),
            Holds::Months => problems.extend(self.first_bad(
                |text| Months::parse(text).is_some(),
                |found, features| FieldFault::NotMonths { found, features },
            )),
            Holds::ClassCode => {
                // The table holds what can be wetland; other layers may have any class.
                if let Some(table) = known.classes.filter(|_| role == Role::Wetland) {
                    self.classes(table, problems);
                }
            }
            Holds::Level => {
                let unknown = self.tally(|text| Level::from_code(text).is_none());
                self.each(unknown, problems, |found, features, examples| {
                    FieldFault::UnknownLevel {
                        found,
                        features,
                        examples,
                    }
                });
            }
            Holds::RuleWords => {
                let (Meaning::Attribute(attribute), Some(rules)) = (clause.meaning, known.rules) else {
                    return;
                };
                let words = rules.words(role, attribute);
                if words.is_empty() {
                    return;
                }
                let unknown = self.tally(|text| !words.iter().any(|word| same_value(word, text)));
                self.each(unknown, problems, |found, features, _| {
                    match rules.is_odd(role, attribute, &found) {
                        true => FieldFault::UnknownWord { found, features },
                        false => FieldFault::UnknownValue { found, features },
                    }
                });
            }
        }
        if matches!(clause.meaning, Meaning::Id | Meaning::Class) {
            problems.extend(self.mixed_types());
            problems.extend(self.full_width());
        }
        let is_needed = clause.need == Need::Must || matches!(clause.meaning, Meaning::Id | Meaning::Level);
        if is_needed && clause.need < Need::May && clause.meaning != Meaning::Kind {
            problems.extend(self.empty(|features, of| FieldFault::Empty { features, of }));
        }
    }

    fn numbers(&self, least: f64, most: f64, problems: &mut Vec<Problem>) {
        problems.extend(self.first_where(
            |feature| match feature.properties.get(self.name) {
                Some(PropertyValue::Text(text)) => number_in(text).is_some(),
                _ => false,
            },
            |_, features| FieldFault::NumberAsText { features },
        ));
        problems.extend(self.first_bad(
            |text| number_in(text).is_some(),
            |found, features| FieldFault::NotANumber { found, features },
        ));
        let number = |feature: &Feature| feature.properties.number(self.name);
        problems.extend(self.first_where(
            |feature| number(feature).is_some_and(|value| !(least..=most).contains(&value)),
            |first, features| FieldFault::OutOfRange {
                found: number(first).unwrap_or_default(),
                least,
                most,
                features,
            },
        ));
    }

    fn classes(&self, table: &ClassTable, problems: &mut Vec<Problem>) {
        let unknown = self.tally(|text| table.place_of(text).is_none());
        let with_zero = |found: &str| {
            Some(format!("0{}", plain_code(found))).filter(|code| table.place_of(code).is_some())
        };
        self.each(unknown, problems, |found, features, examples| {
            match with_zero(&found) {
                Some(likely) => FieldFault::LostZero {
                    found,
                    likely,
                    features,
                },
                None => FieldFault::UnknownClass {
                    found,
                    features,
                    examples,
                },
            }
        });
    }

    /// Numbers in some features and words that are none in others: a code that is both is sorted and joined wrongly.
    fn mixed_types(&self) -> Option<Problem> {
        let value = |feature: &'a Feature| feature.properties.get(self.name);
        let is_text =
            |feature: &&Feature| matches!(feature.properties.get(self.name), Some(PropertyValue::Text(_)));
        let numbers = self.features.iter().filter_map(value);
        let numbers = numbers
            .filter(|value| matches!(value, PropertyValue::Number(_)))
            .count();
        let texts = self.features.iter().filter(is_text).count();
        let first = self.features.iter().find(is_text).filter(|_| numbers > 0)?;
        Some(self.problem(first, FieldFault::MixedTypes { numbers, texts }))
    }

    fn full_width(&self) -> Option<Problem> {
        let is_wide = |text: &str| text.contains(|sign: char| ('\u{ff01}'..='\u{ff5e}').contains(&sign));
        self.first_bad(
            |text| !is_wide(text),
            |found, features| FieldFault::FullWidth { found, features },
        )
    }

    fn empty(&self, fault: impl Fn(usize, usize) -> FieldFault) -> Option<Problem> {
        let of = self.features.len();
        self.first_where(
            |feature| feature.properties.text(self.name).is_none(),
            |_, features| fault(features, of),
        )
    }

    /// The values that are bad, each with the features that have it.
    fn tally(&self, is_bad: impl Fn(&str) -> bool) -> BTreeMap<String, Tally<'a>> {
        let mut all: BTreeMap<String, Tally<'a>> = BTreeMap::new();
        for feature in self.features {
            let Some(text) = feature.properties.text(self.name).filter(|text| is_bad(text)) else {
                continue;
            };
            let tally = all.entry(text).or_insert(Tally {
                first: feature,
                count: 0,
                examples: Vec::new(),
            });
            tally.count += 1;
            if tally.examples.len() < EXAMPLES {
                tally.examples.push(feature.id.to_string());
            }
        }
        all
    }

    fn each(
        &self,
        values: BTreeMap<String, Tally<'a>>,
        problems: &mut Vec<Problem>,
        fault: impl Fn(String, usize, Vec<String>) -> FieldFault,
    ) {
        let more = values.len().saturating_sub(MOST_VALUES);
        let mut values = values.into_iter();
        let told = values.by_ref().take(MOST_VALUES);
        problems
            .extend(told.map(|(found, own)| self.problem(own.first, fault(found, own.count, own.examples))));
        if let Some((_, own)) = values.next() {
            problems.push(self.problem(own.first, FieldFault::ManyValues { values: more }));
        }
    }

    /// The first feature whose value is there and not good, with the value, and how many there are.
    fn first_bad(
        &self,
        is_good: impl Fn(&str) -> bool,
        fault: impl Fn(String, usize) -> FieldFault,
    ) -> Option<Problem> {
        let bad = |feature: &Feature| feature.properties.text(self.name).filter(|text| !is_good(text));
        self.first_where(
            |feature| bad(feature).is_some(),
            |first, count| fault(bad(first).unwrap_or_default(), count),
        )
    }

    fn first_where(
        &self,
        is_meant: impl Fn(&Feature) -> bool,
        fault: impl Fn(&Feature, usize) -> FieldFault,
    ) -> Option<Problem> {
        let first = self.features.iter().find(|feature| is_meant(feature))?;
        let count = self.features.iter().filter(|feature| is_meant(feature)).count();
        Some(self.problem(first, fault(first, count)))
    }

    fn problem(&self, feature: &Feature, fault: FieldFault) -> Problem {
        Problem {
            feature: Some(feature.number),
            id: Some(feature.id.to_string()),
            field: Some(self.name.to_owned()),
            ..Problem::of_file("", ProblemKind::Field(fault), Done::Noted)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::workspace::tables;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::Properties;
    use crate::model::rule::{Attribute, Rule};
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn features(values: &[Value]) -> Vec<Feature> {
        let shape = Arc::new(admit_plane(geo::Point::new(0.0, 0.0)).unwrap());
        let feature = |(k, value): (usize, &Value)| Feature {
            id: format!("f{}", k + 1).into(),
            number: k + 1,
            shape: Arc::clone(&shape),
            properties: [(Arc::from("v"), value.clone().into())].into_iter().collect(),
            foreign: Properties::default(),
        };
        values.iter().enumerate().map(feature).collect()
    }

    fn mapped(role: Role, meaning: Meaning) -> About {
        let mut about = About::new("a", role);
        let field = match meaning {
            Meaning::Class => &mut about.fields.class,
            Meaning::Level => &mut about.fields.level,
            Meaning::Id => &mut about.fields.id,
            Meaning::Months => &mut about.fields.months,
            Meaning::RotorDiameterM => &mut about.fields.rotor_diameter_m,
            Meaning::Attribute(_) => &mut about.fields.grade,
            _ => &mut about.fields.capacity_mw,
        };
        *field = Some("v".into());
        about
    }

    #[track_caller]
    fn check(role: Role, meaning: Meaning, values: &[Value], expected: &[FieldFault]) {
        let tables = tables::built_in().unwrap();
        let mut rule = Rule::new("r");
        rule.condition.zone_is = vec![(Attribute::Grade, vec!["1".into(), "2".into()])];
        let rules = RuleBook {
            rules: vec![rule],
            sources: Vec::new(),
        };
        let known = Known {
            classes: Some(&tables.classes),
            rules: Some(&rules),
            is_mapped: false,
        };
        let found: Vec<FieldFault> = doubtful(&mapped(role, meaning), &features(values), &known)
            .into_iter()
            .filter_map(|problem| match problem.kind {
                ProblemKind::Field(fault) => Some(fault),
                _ => None,
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_as_text_are_noted_and_other_texts_named() {
        let check = |values: &[Value], expected: &[FieldFault]| {
            check(Role::Project, Meaning::CapacityMw, values, expected)
        };
        check(&[json!(6), json!(null)], &[]);
        check(
            &[json!("６"), json!("6.5")],
            &[FieldFault::NumberAsText { features: 2 }],
        );
        check(
            &[json!(6), json!("6 MW")],
            &[FieldFault::NotANumber {
                found: "6 MW".into(),
                features: 1,
            }],
        );
    }

    #[test]
    fn numbers_that_cannot_be_meant() {
        let check = |meaning, values: &[Value], found, most| {
            let fault = FieldFault::OutOfRange {
                found,
                least: 0.001,
                most,
                features: 1,
            };
            check(Role::Project, meaning, values, &[fault]);
        };
        check(Meaning::CapacityMw, &[json!(6), json!(-6)], -6.0, 20_000.0);
        check(Meaning::RotorDiameterM, &[json!(401), json!(400)], 401.0, 400.0);
    }

    #[test]
    fn what_says_no_months_is_named() {
        let bad = FieldFault::NotMonths {
            found: "summer".into(),
            features: 2,
        };
        check(
            Role::Project,
            Meaning::Months,
            &[json!("3-9"), json!("summer"), json!("13")],
            &[bad],
        );
        check(Role::Project, Meaning::Months, &[json!(4)], &[]);
    }

    #[test]
    fn every_unknown_class_is_named_with_examples() {
        let check = |values: &[Value], expected: &[FieldFault]| {
            check(Role::Wetland, Meaning::Class, values, expected)
        };
        let unknown = |found: &str, features, examples: &[&str]| FieldFault::UnknownClass {
            found: found.into(),
            features,
            examples: examples.iter().map(|&id| id.to_owned()).collect(),
        };
        check(&[json!("1104"), json!("1106")], &[]);
        check(
            &[
                json!("1199"),
                json!("1104"),
                json!("9x"),
                json!("1199"),
                json!("1199"),
                json!("1199"),
            ],
            &[unknown("1199", 4, &["f1", "f4", "f5"]), unknown("9x", 1, &["f3"])],
        );
        check(
            &[json!("0303"), json!(303)],
            &[
                FieldFault::LostZero {
                    found: "303".into(),
                    likely: "0303".into(),
                    features: 1,
                },
                FieldFault::MixedTypes { numbers: 1, texts: 1 },
            ],
        );
        check(
            &[json!("１１０４")],
            &[FieldFault::FullWidth {
                found: "１１０４".into(),
                features: 1,
            }],
        );
        check(
            &[json!("1104"), json!(" "), json!(null)],
            &[FieldFault::Empty { features: 2, of: 3 }],
        );
    }

    #[test]
    fn a_field_of_other_values_does_not_flood() {
        let values: Vec<Value> = (0..MOST_VALUES + 7).map(|k| json!(format!("x{k:05}"))).collect();
        let about = mapped(Role::Wetland, Meaning::Class);
        let tables = tables::built_in().unwrap();
        let known = Known {
            classes: Some(&tables.classes),
            ..Known::default()
        };
        let problems = doubtful(&about, &features(&values), &known);
        assert_eq!(problems.len(), MOST_VALUES + 1);
        let last = problems.last().map(|problem| &problem.kind);
        assert_eq!(
            last,
            Some(&ProblemKind::Field(FieldFault::ManyValues { values: 7 }))
        );
    }

    #[test]
    fn unknown_levels_and_mixed_ids() {
        let unknown = FieldFault::UnknownLevel {
            found: "甲".into(),
            features: 1,
            examples: vec!["f2".into()],
        };
        check(
            Role::RedLine,
            Meaning::Level,
            &[json!("省级"), json!("甲")],
            &[unknown],
        );
        let mixed = FieldFault::MixedTypes { numbers: 2, texts: 1 };
        check(
            Role::River,
            Meaning::Id,
            &[json!(1), json!("2a"), json!(3)],
            &[mixed],
        );
        check(
            Role::River,
            Meaning::Id,
            &[json!(1), json!(null)],
            &[FieldFault::Empty { features: 1, of: 2 }],
        );
    }

    #[test]
    fn a_value_that_no_rule_names_is_told() {
        let grade = Meaning::Attribute(Attribute::Grade);
        let unknown = FieldFault::UnknownWord {
            found: "first".into(),
            features: 2,
        };
        check(
            Role::Seawall,
            grade,
            &[json!("1"), json!("一级"), json!("first"), json!("first")],
            &[unknown],
        );
    }

    #[test]
    fn what_a_role_needs_is_missed_where_somebody_maps() {
        let about = About::new("a", Role::Wetland);
        let values = features(&[json!(1)]);
        let known = Known {
            is_mapped: true,
            ..Known::default()
        };
        let fault = FieldFault::NotMapped {
            meaning: Meaning::Class,
        };
        let found: Vec<ProblemKind> = doubtful(&about, &values, &known)
            .into_iter()
            .map(|p| p.kind)
            .collect();
        assert_eq!(found, [ProblemKind::Field(fault)]);
        assert!(doubtful(&about, &values, &Known::default()).is_empty());
        assert!(doubtful(&about, &[], &known).is_empty());
    }
}
