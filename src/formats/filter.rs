//! The `where` of a layer: which of its features belong to it, by one field.

use std::cmp::Ordering;
use std::str::FromStr;

use crate::model::feature::{Properties, PropertyValue};

/// A condition on one field: `YEAR > 2000`, `zone in (core, "buffer zone")`.
///
/// Numbers compare as numbers where both sides are numbers (also as text), else as text. Of a feature without the field
/// nobody can tell, save by `!=`, which it meets.
///
/// ```
/// use redshank::formats::filter::Filter;
/// let filter: Filter = "DLBM in (1104, '1105')".parse()?;
/// assert_eq!(filter.field, "DLBM");
/// # Ok::<(), redshank::formats::filter::BadFilter>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The field's name in the source.
    pub field: String,
    operator: Operator,
    values: Vec<String>,
}

/// The text is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no condition of the form FIELD = VALUE (= != < <= > >=) or FIELD in (A, B)")]
pub struct BadFilter(pub String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}

/// Longer signs before their beginnings.
const SIGNS: [(&str, Operator); 6] = [
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

impl Filter {
    /// True for features that belong to the layer, false for those that do not; `None` where nobody can tell.
    pub fn admits(&self, properties: &Properties) -> Option<bool> {
        let Some(own) = properties.text(&self.field) else {
            return (self.operator == Operator::NotEqual).then_some(true);
        };
        let compared = |value: &String| compare(&own, value);
        let first = || self.values.first().map_or(Ordering::Less, compared);
        Some(match self.operator {
            Operator::Equal | Operator::In => {
                self.values.iter().any(|value| compared(value) == Ordering::Equal)
            }
            Operator::NotEqual => first() != Ordering::Equal,
            Operator::Less => first() == Ordering::Less,
            Operator::LessOrEqual => first() != Ordering::Greater,
            Operator::Greater => first() == Ordering::Greater,
            Operator::GreaterOrEqual => first() != Ordering::Less,
        })
    }

    /// True where a feature has the field at all.
    pub fn concerns(&self, properties: &Properties) -> bool {
        properties
            .get(&self.field)
            .is_some_and(|value| *value != PropertyValue::Null)
    }
}

impl FromStr for Filter {
    type Err = BadFilter;

    fn from_str(text: &str) -> Result<Filter, BadFilter> {
        let bad = || BadFilter(text.to_owned());
        let (field, rest) = take_name(text.trim()).ok_or_else(bad)?;
        let rest = rest.trim_start();
        let sign = SIGNS
            .iter()
            .find_map(|(sign, operator)| Some((*operator, rest.strip_prefix(sign)?)));
        let (operator, values) = match sign {
            Some((operator, value)) => (operator, vec![plain_value(value).ok_or_else(bad)?]),
            None => {
                let list = rest
                    .strip_prefix("in")
                    .map(str::trim_start)
                    .and_then(|r| r.strip_prefix('('));
                let list = list.and_then(|list| list.strip_suffix(')')).ok_or_else(bad)?;
                let values: Option<Vec<String>> = list.split(',').map(plain_value).collect();
                (Operator::In, values.ok_or_else(bad)?)
            }
        };
        Ok(Filter {
            field,
            operator,
            values,
        })
    }
}

/// A name up to a blank or sign, or anything in double quotes.
fn take_name(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (name, rest) = quoted.split_once('"')?;
        return Some((name.to_owned(), rest));
    }
    let end = text.find(|c: char| c.is_whitespace() || "=!<>(".contains(c))?;
    let (name, rest) = text.split_at(end);
    (!name.is_empty()).then(|| (name.to_owned(), rest))
}

fn plain_value(text: &str) -> Option<String> {
    let text = text.trim();
    let quoted = |mark: char| text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark));
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(text);
    (!text.is_empty()).then(|| value.to_owned())
}

fn compare(own: &str, value: &str) -> Ordering {
    match (own.parse::<f64>(), value.parse::<f64>()) {
        (Ok(own), Ok(value)) => own.total_cmp(&value),
        _ => own.cmp(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(filter: &str, value: Value, expected: impl Into<Option<bool>>) {
        let filter: Filter = filter.parse().unwrap();
        let properties = Properties::from_iter([("YEAR".into(), value.into())]);
        assert_eq!(filter.admits(&properties), expected.into());
    }

    #[test]
    fn numbers_and_texts() {
        check("YEAR > 2000", json!(2001), true);
        check("YEAR>2000", json!("2001"), true);
        check("YEAR >= 2000", json!(2000.0), true);
        check("YEAR < 900", json!(1000), false);
        check("YEAR = 'a b'", json!("a b"), true);
        check("YEAR != 5", json!(null), true);
        check("YEAR <= 5", json!(null), None);
        check("YEAR in (1, 2)", json!(null), None);
        check("YEAR = 5", json!(""), None);
        check("\"YEAR\" in (1, '2',\"3\")", json!(3), true);
        check("YEAR in (1,2)", json!(3), false);
    }

    #[test]
    fn other_texts_are_no_conditions() {
        for text in [
            "",
            "YEAR",
            "YEAR ~ 3",
            "YEAR =",
            "YEAR in 1,2",
            "= 3",
            "YEAR in ()",
        ] {
            assert_eq!(text.parse::<Filter>(), Err(BadFilter(text.to_owned())));
        }
    }
}
