//! Fields that are mapped to a meaning and say something else: numbers written as text, and what is no number at all.

use crate::model::feature::PropertyValue;
use crate::model::feature::{Feature, number_in};
use crate::model::layer::About;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::Role;
use crate::model::rule::Months;

/// What the user should know about the values of a project layer's fields, one problem per field and fault.
pub fn doubtful(about: &About, features: &[Feature]) -> Vec<Problem> {
    if about.role != Role::Project {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for field in about.fields.numbers() {
        problems.extend(as_text(field, features));
        problems.extend(first_bad(field, features, |text| number_in(text).is_some()).map(
            |(feature, found, count)| {
                of_value(
                    field,
                    feature,
                    ProblemKind::NotANumber {
                        found,
                        features: count,
                    },
                )
            },
        ));
    }
    if let Some(field) = about.fields.months.as_deref() {
        problems.extend(
            first_bad(field, features, |text| Months::parse(text).is_some()).map(
                |(feature, found, count)| {
                    of_value(
                        field,
                        feature,
                        ProblemKind::NotMonths {
                            found,
                            features: count,
                        },
                    )
                },
            ),
        );
    }
    problems
}

fn as_text(field: &str, features: &[Feature]) -> Option<Problem> {
    let written = |feature: &&Feature| {
        let text = match feature.properties.get(field) {
            Some(PropertyValue::Text(text)) => Some(&**text),
            _ => None,
        };
        text.and_then(number_in).is_some()
    };
    let first = features.iter().find(written)?;
    let count = features.iter().filter(written).count();
    Some(of_value(
        field,
        first,
        ProblemKind::NumberAsText { features: count },
    ))
}

/// The first feature whose value is there and not good, the value, and how many there are.
fn first_bad<'a>(
    field: &str,
    features: &'a [Feature],
    good: impl Fn(&str) -> bool,
) -> Option<(&'a Feature, String, usize)> {
    let bad = |feature: &Feature| feature.properties.text(field).filter(|text| !good(text));
    let (first, found) = features
        .iter()
        .find_map(|feature| Some((feature, bad(feature)?)))?;
    let count = features.iter().filter(|feature| bad(feature).is_some()).count();
    Some((first, found, count))
}

fn of_value(field: &str, feature: &Feature, kind: ProblemKind) -> Problem {
    Problem {
        feature: Some(feature.number),
        id: Some(feature.id.to_string()),
        field: Some(field.to_owned()),
        ..Problem::of_file("", kind, Done::Noted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::Properties;
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn check(values: &[Value], mapped_to_months: bool, expected: &[ProblemKind]) {
        let mut about = About::new("wind", Role::Project);
        if mapped_to_months {
            about.fields.months = Some("v".into());
        } else {
            about.fields.capacity_mw = Some("v".into());
        }
        let shape = Arc::new(admit_plane(geo::Point::new(0.0, 0.0)).unwrap());
        let feature = |(k, value): (usize, &Value)| Feature {
            id: "f".into(),
            number: k + 1,
            shape: Arc::clone(&shape),
            properties: [(Arc::from("v"), value.clone().into())].into_iter().collect(),
            foreign: Properties::default(),
        };
        let features: Vec<Feature> = values.iter().enumerate().map(feature).collect();
        let found: Vec<ProblemKind> = doubtful(&about, &features)
            .into_iter()
            .map(|one| one.kind)
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_as_text_are_noted_and_other_texts_named() {
        check(&[json!(6), json!(null)], false, &[]);
        check(
            &[json!("６"), json!("6.5")],
            false,
            &[ProblemKind::NumberAsText { features: 2 }],
        );
        let bad = ProblemKind::NotANumber {
            found: "6 MW".into(),
            features: 1,
        };
        check(&[json!(6), json!("6 MW")], false, &[bad]);
    }

    #[test]
    fn what_says_no_months_is_named() {
        let bad = ProblemKind::NotMonths {
            found: "summer".into(),
            features: 2,
        };
        check(&[json!("3-9"), json!("summer"), json!("13")], true, &[bad]);
        check(&[json!(4)], true, &[]);
    }
}
