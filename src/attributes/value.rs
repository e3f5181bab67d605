//! One value of the table, read for sorting, comparing and counting.

use std::cmp::Ordering;

use crate::model::feature::{PropertyValue, number_in};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: no such property, null, or a text of blanks.
    Missing,
    /// A finite number.
    Number(f64),
    /// Anything else, as it is written.
    Text(std::sync::Arc<str>),
}

impl Value {
    /// What a property says; texts that write a number out are numbers where `texts_are_numbers`.
    pub fn of(property: Option<&PropertyValue>, texts_are_numbers: bool) -> Value {
        match property {
            None | Some(PropertyValue::Null) => Value::Missing,
            Some(PropertyValue::Number(number)) => match number.as_f64().filter(|value| value.is_finite()) {
                Some(value) => Value::Number(value),
                None => Value::Text(number.to_string().into()),
            },
            Some(PropertyValue::Text(text)) if text.trim().is_empty() => Value::Missing,
            Some(PropertyValue::Text(text)) => match number_in(text).filter(|_| texts_are_numbers) {
                Some(value) => Value::Number(value),
                None => Value::Text(text.clone()),
            },
            Some(other) => Value::Text(other.to_string().into()),
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// True where nothing stands.
    pub fn is_missing(&self) -> bool {
        *self == Value::Missing
    }
}

/// What a row is sorted by. Numbers come before texts; what is missing has no key and stands last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A number, its bits in an order that compares as the number does.
    Number(i64),
    /// A text, compared by code point.
    Text(std::sync::Arc<str>),
}

impl Key {
    /// Of a value; `None` where that is missing.
    pub fn of(value: Value) -> Option<Key> {
        match value {
            Value::Missing => None,
            Value::Number(number) => Some(Key::Number(ordered_bits(number))),
            Value::Text(text) => Some(Key::Text(text)),
        }
    }
}

/// Whole numbers in the order of the numbers that they stand for; 0 and -0 are one.
pub fn ordered_bits(number: f64) -> i64 {
    // As `f64::total_cmp` does it: negative numbers have their other bits turned round.
    let bits = (number + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// How two texts stand to each other where case does not count.
pub fn compared(one: &str, other: &str) -> Ordering {
    let lower = |text: &str| text.trim().to_lowercase();
    lower(one).cmp(&lower(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_a_property_says() {
        let check = |json: serde_json::Value, texts_are_numbers: bool, expected: Value| {
            let property = PropertyValue::from(json.clone());
            assert_eq!(Value::of(Some(&property), texts_are_numbers), expected, "{json}");
        };
        check(json!(null), true, Value::Missing);
        check(json!("  "), true, Value::Missing);
        check(json!(3), false, Value::Number(3.0));
        check(json!("３．５"), true, Value::Number(3.5));
        check(json!("3.5"), false, Value::Text("3.5".into()));
        check(json!("3.5 MW"), true, Value::Text("3.5 MW".into()));
        check(json!(true), true, Value::Text("true".into()));
        check(json!([1, 2]), true, Value::Text("[1,2]".into()));
        assert_eq!(Value::of(None, true), Value::Missing);
    }

    proptest! {
        #[test]
        fn bits_stand_in_the_order_of_the_numbers(a in any::<f64>(), b in any::<f64>()) {
            prop_assume!(!a.is_nan() && !b.is_nan());
            prop_assert_eq!(ordered_bits(a).cmp(&ordered_bits(b)), a.partial_cmp(&b).unwrap());
        }
    }
}
