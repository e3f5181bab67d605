//! A JSON document as one value, read step by step, so that reading a large one can be stopped.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::progress::Progress;

/// The value of a text in UTF-8.
///
/// # Errors
/// Those of JSON; any once somebody has asked to stop.
pub fn value(text: &[u8], progress: &Progress) -> Result<Value, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let value = Steps(progress).deserialize(&mut json)?;
    json.end().map(|()| value)
}

/// A value, and whether to stop before the next one.
#[derive(Clone, Copy)]
struct Steps<'a>(&'a Progress);

impl Steps<'_> {
    fn check<E: Error>(self) -> Result<(), E> {
        self.0.check().map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Steps<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Steps<'_> {
    type Value = Value;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = members.next_element_seed(self)? {
            self.check()?;
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            self.check()?;
            values.insert(name, members.next_value_seed(self)?);
        }
        Ok(Value::Object(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_as_at_once() {
        let whole = r#"{"b": [1, -2, 18446744073709551615, 0.1, 1e300, true, null, "中\n"], "a": {"b": {}, "": []}, "b2": -0.0}"#;
        for text in [
            whole, "[]", " 7 ", "\"x\"", "{", "[1,]", "1 2", "", "nul", "[1e999]",
        ] {
            let (found, expected) = (
                value(text.as_bytes(), &Progress::default()),
                serde_json::from_str::<Value>(text),
            );
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found.to_string(), expected.to_string()),
                (Err(found), Err(expected)) => assert_eq!(found.to_string(), expected.to_string()),
                (found, expected) => panic!("{text:?}: {found:?} instead of {expected:?}"),
            }
        }
    }

    #[test]
    fn it_stops() {
        let progress = Progress::default();
        progress.cancel();
        assert!(value(b"[1, 2]", &progress).is_err());
    }
}
