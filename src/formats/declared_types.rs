//! Values by the types that somebody has declared for their fields.
//!
//! Promises: a value that cannot be of the declared type stays as it is, and how many there are is told, field by field, with
//! the first of them; so is a declared field that the file does not have.

use std::collections::{BTreeMap, HashSet};

use serde_json::Number;

use crate::model::date::Date;
use crate::model::feature::{PropertyValue, number_in};
use crate::model::field_type::{FieldType, FieldTypes};
use crate::model::moment::Moment;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::reading_fault::ReadingFault;

use super::gather::excerpt;
use super::raw::{RawLayer, RawProblem};
use super::shared_text::SharedTexts;

/// Below it every whole number is one of floating point, so that no digit is lost.
const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Values that are not of the type of their field.
struct Odd {
    /// The number of the first feature that has one.
    number: usize,
    /// The beginning of its value.
    first: String,
    features: usize,
}

/// Gives the values of a layer the types of their fields.
pub fn apply(layer: &mut RawLayer, types: &FieldTypes, label: &str) {
    if types.is_empty() || layer.features.is_empty() {
        return;
    }
    let (mut texts, mut seen) = (SharedTexts::default(), HashSet::new());
    let mut odd: BTreeMap<&str, Odd> = BTreeMap::new();
    for feature in &mut layer.features {
        for (position, (name, value)) in feature.properties.iter_mut().enumerate() {
            let Some((field, wanted)) = types.get_key_value(&**name) else {
                continue;
            };
            seen.insert(field.as_str());
            match converted(value, *wanted, &mut texts) {
                Ok(None) => {}
                Ok(Some(new)) => {
                    *value = new;
                    // The bytes are those of another text now.
                    if let Some(kept) = &mut layer.kept {
                        kept.values.remove(&(feature.number, position));
                    }
                }
                Err(()) => {
                    let own = odd.entry(field).or_insert_with(|| Odd {
                        number: feature.number,
                        first: excerpt(&value.to_string()),
                        features: 0,
                    });
                    own.features += 1;
                }
            }
        }
    }
    let missing = types.keys().filter(|field| !seen.contains(field.as_str()));
    let missing = missing.map(|field| Problem {
        field: Some(field.clone()),
        ..Problem::of_file(label, ProblemKind::FieldMissing, Done::Noted)
    });
    let odd = odd.into_iter().filter_map(|(field, own)| {
        let fault = ReadingFault::NotOfType {
            wanted: *types.get(field)?,
            found: own.first,
            features: own.features,
        };
        Some(Problem {
            field: Some(field.to_owned()),
            feature: Some(own.number),
            ..Problem::of_file(label, fault.into(), Done::Noted)
        })
    });
    let told = missing
        .chain(odd)
        .map(|problem| RawProblem { problem, near: None });
    layer.problems.extend(told.collect::<Vec<_>>());
}

/// A value as another type; `None` where it is that already, or nothing.
fn converted(
    value: &PropertyValue,
    wanted: FieldType,
    texts: &mut SharedTexts,
) -> Result<Option<PropertyValue>, ()> {
    match (value, wanted) {
        (PropertyValue::Null, _)
        | (PropertyValue::Text(_), FieldType::Text)
        | (PropertyValue::Number(_), FieldType::Number) => Ok(None),
        (PropertyValue::Text(text), _) if text.trim().is_empty() => Ok(None),
        // Its reader may have lost digits of it already.
        (PropertyValue::Number(number), FieldType::Text) if is_inexact(number) => Err(()),
        (PropertyValue::Number(number), FieldType::Text) => {
            // 1104.0 is the code 1104 that some program has written as a number.
            let text = number.to_string();
            Ok(Some(texts.value(text.strip_suffix(".0").unwrap_or(&text))))
        }
        (PropertyValue::Bool(_) | PropertyValue::Nested(_), FieldType::Text) => {
            Ok(Some(texts.value(&value.to_string())))
        }
        (PropertyValue::Text(text), FieldType::Number) => {
            let number = number(text).ok_or(())?;
            Ok(Some(PropertyValue::Number(number)))
        }
        (PropertyValue::Text(_) | PropertyValue::Number(_), FieldType::Date) => {
            let text = value.to_string();
            let day = day(&text).or_else(|| day_of_milliseconds(value)).ok_or(())?;
            Ok((day != text).then(|| texts.value(&day)))
        }
        (PropertyValue::Bool(_) | PropertyValue::Nested(_), FieldType::Number | FieldType::Date) => Err(()),
    }
}

fn is_inexact(number: &Number) -> bool {
    number.is_f64() && number.as_f64().is_none_or(|number| number.abs() >= MOST_WHOLE)
}

/// The number that a text writes out; none where a number would lose digits of it, as of a code of twenty.
fn number(text: &str) -> Option<Number> {
    let whole = text.trim().parse::<i64>().ok().map(Number::from);
    let written = || number_in(text).filter(|number| number.abs() < MOST_WHOLE);
    whole.or_else(|| written().and_then(Number::from_f64))
}

/// A day that is written year first, as `2026-11-30`; a time is left out where it is midnight, and else is no day.
fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let is_midnight = time.chars().all(|sign| "0:.Z".contains(sign));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if day.len() == 8 && is_digits(day) {
        vec![&day[..4], &day[4..6], &day[6..]]
    } else {
        let day = day.strip_suffix('日').unwrap_or(day);
        day.split(['-', '/', '.', '年', '月']).collect()
    };
    let &[year, month, of_month] = parts.as_slice() else {
        return None;
    };
    let is_day = is_midnight && year.len() == 4 && parts.iter().all(|part| is_digits(part));
    let written = format!("{year}-{month:0>2}-{of_month:0>2}");
    let day: Date = written.parse().ok().filter(|_| is_day)?;
    Some(day.to_string())
}

/// A day in milliseconds since the beginning of 1970, as services and web programs give it; with a time it is none.
fn day_of_milliseconds(value: &PropertyValue) -> Option<String> {
    const DAY_MS: i64 = 86_400_000;
    let PropertyValue::Number(number) = value else {
        return None;
    };
    // So that it is no day's number in another count, and no day written in one word: from 1971 to 2099.
    let usual = 365 * DAY_MS..47_482 * DAY_MS;
    let milliseconds = number
        .as_i64()
        .filter(|own| usual.contains(own) && own % DAY_MS == 0)?;
    let moment = Moment::from_seconds(milliseconds / 1000)?;
    Some(moment.day().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::raw::RawFeature;

    #[track_caller]
    fn check(value: impl Into<PropertyValue>, wanted: FieldType, expected: Result<&str, ()>) {
        let value = value.into();
        let found = converted(&value, wanted, &mut SharedTexts::default());
        let found = found.map(|new| new.unwrap_or(value).to_json().to_string());
        assert_eq!(found, expected.map(str::to_owned));
    }

    fn number(text: &str) -> PropertyValue {
        PropertyValue::Number(text.parse().unwrap())
    }

    #[test]
    fn values_of_every_type() {
        use FieldType::{Number, Text};
        check(number("303"), Text, Ok("\"303\""));
        check(number("1104.0"), Text, Ok("\"1104\""));
        check(number("2.5"), Text, Ok("\"2.5\""));
        check(number("9007199254740993"), Text, Ok("\"9007199254740993\""));
        check(number("123456789012345678901"), Text, Err(()));
        check(PropertyValue::Bool(true), Text, Ok("\"true\""));
        check(PropertyValue::Null, Text, Ok("null"));
        check("0303", Number, Ok("303"));
        check(" 3.5", Number, Ok("3.5"));
        check("１２", Number, Ok("12.0"));
        check("9007199254740993", Number, Ok("9007199254740993"));
        check("-1e3", Number, Ok("-1000.0"));
        check("12345678901234567890", Number, Err(()));
        check("１２３４５６７８９０１２３４５６７８", Number, Err(()));
        check("约3", Number, Err(()));
        check("  ", Number, Ok("\"  \""));
        check(PropertyValue::Bool(true), Number, Err(()));
        check(number("20240105"), FieldType::Date, Ok("\"2024-01-05\""));
        // As services give it: midnight, and another hour.
        check(number("1704412800000"), FieldType::Date, Ok("\"2024-01-05\""));
        check(number("1704416400000"), FieldType::Date, Err(()));
        check(number("45322"), FieldType::Date, Err(()));
        // A day and a time in one word, which is a number of whole days of milliseconds by chance.
        check(number("20240928000000"), FieldType::Date, Err(()));
    }

    #[test]
    fn days_in_the_usual_ways() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(day(text).as_deref(), expected, "{text}");
        for text in [
            "2024-1-5",
            "2024/01/05",
            "2024.1.5",
            "20240105",
            "2024年1月5日",
            " 2024-01-05 ",
        ] {
            check(text, Some("2024-01-05"));
        }
        check("2024-01-05T00:00:00Z", Some("2024-01-05"));
        check("2024-01-05 10:30", None);
        check("5/1/2024", None);
        check("2024-02-30", None);
        check("2024年1月", None);
        check("45322", None);
        check("二〇二四年一月五日", None);
        check("", None);
    }

    #[test]
    fn what_cannot_be_of_its_type_stays_and_is_told() {
        let feature = |number: usize, value: &str| RawFeature {
            number,
            properties: [("day".into(), PropertyValue::from(value))].into_iter().collect(),
            ..RawFeature::default()
        };
        let long = "soon".repeat(1000);
        let mut layer = RawLayer {
            features: vec![feature(1, "2024/1/5"), feature(2, &long), feature(3, "later")],
            ..RawLayer::default()
        };
        let types = [
            ("day".to_owned(), FieldType::Date),
            ("gone".to_owned(), FieldType::Text),
        ];
        apply(&mut layer, &types.into(), "a.csv");
        let values: Vec<_> = layer
            .features
            .iter()
            .map(|own| own.properties.text("day"))
            .collect();
        assert_eq!(
            values,
            ["2024-01-05", &long, "later"].map(|text| Some(text.to_owned()))
        );
        let told: Vec<_> = layer.problems.iter().map(|own| &own.problem).collect();
        assert_eq!(told[0].kind, ProblemKind::FieldMissing);
        assert_eq!(told[0].field.as_deref(), Some("gone"));
        let fault = ReadingFault::NotOfType {
            wanted: FieldType::Date,
            found: format!("{}…", "soon".repeat(15)),
            features: 2,
        };
        assert_eq!((told[1].feature, &told[1].kind), (Some(2), &fault.into()));
    }
}
