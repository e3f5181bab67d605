//! Values of mapped attributes that no rule knows: a misspelt grade would keep a rule from applying without a word.

use std::collections::BTreeMap;

use crate::model::layer::Layer;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::Role;
use crate::model::rule::{Attribute, Condition, RuleBook, same_value};

/// For each attribute of a layer that rules ask for: the values that none of them names, one problem per value.
pub fn unknown_values(layer: &Layer, rules: &RuleBook) -> Vec<Problem> {
    let fields = &layer.about.fields;
    let asked = |condition: &'_ Condition, attribute| -> Vec<String> {
        let lists = match layer.about.role {
            Role::Project => &condition.project_is,
            _ => &condition.zone_is,
        };
        let own = lists.iter().filter(|(own, _)| *own == attribute);
        own.flat_map(|(_, values)| values.clone()).collect()
    };
    let mut problems = Vec::new();
    for attribute in Attribute::ALL {
        let known: Vec<String> = rules
            .rules
            .iter()
            .flat_map(|rule| asked(&rule.condition, attribute))
            .collect();
        let Some(field) = fields.attribute(attribute).filter(|_| !known.is_empty()) else {
            continue;
        };
        let mut unknown: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for feature in layer.features() {
            let own = feature.properties.text(field);
            if let Some(own) = own.filter(|own| !known.iter().any(|value| same_value(value, own))) {
                unknown.entry(own).or_insert((feature.number, 0)).1 += 1;
            }
        }
        problems.extend(unknown.into_iter().map(|(found, (number, features))| Problem {
            layer: Some(layer.about.id.clone()),
            feature: Some(number),
            field: Some(field.to_owned()),
            ..Problem::of_file(
                &layer.provenance.file,
                ProblemKind::UnknownValue { found, features },
                Done::Noted,
            )
        }));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::{Feature, Properties};
    use crate::model::layer::{About, Provenance};
    use crate::model::rule::Rule;
    use std::sync::Arc;

    #[test]
    fn a_value_that_no_rule_names_is_told() {
        let mut about = About::new("seawall", Role::Seawall);
        about.fields.grade = Some("DJ".into());
        let shape = Arc::new(admit_plane(geo::Point::new(0.0, 0.0)).unwrap());
        let grades = ["1", "一级", "first", "first"];
        let features = grades.iter().enumerate().map(|(k, grade)| Feature {
            id: k.to_string().into(),
            number: k + 1,
            shape: Arc::clone(&shape),
            properties: [(Arc::from("DJ"), (*grade).into())].into_iter().collect(),
            foreign: Properties::default(),
        });
        let layer = Layer::new(about, Provenance::default(), features.collect());
        let mut rule = Rule::new("r");
        rule.condition.zone_is = vec![(Attribute::Grade, vec!["1".into(), "2".into()])];
        let book = RuleBook {
            rules: vec![rule],
            sources: Vec::new(),
        };
        let problems = unknown_values(&layer, &book);
        let expected = ProblemKind::UnknownValue {
            found: "first".into(),
            features: 2,
        };
        assert_eq!(problems.len(), 1);
        assert_eq!((&problems[0].kind, problems[0].feature), (&expected, Some(3)));
        assert!(unknown_values(&layer, &RuleBook::default()).is_empty());
    }
}
