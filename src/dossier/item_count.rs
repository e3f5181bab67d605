//! The items of a list in a JSON file, counted without keeping them until somebody asks to stop: a file of findings can be long.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::progress::Progress;

/// How many items the list has that is a member of that name of a JSON object; 0 where there is none.
///
/// # Errors
/// It is no JSON; somebody has asked to stop.
pub fn item_count(bytes: &[u8], name: &str, progress: &Progress) -> Result<usize, serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let count = CountIn { name, progress }.deserialize(&mut parser)?;
    parser.end()?;
    Ok(count)
}

fn check<E: Error>(progress: &Progress) -> Result<(), E> {
    progress.check().map_err(E::custom)
}

/// Counts the items of one member of an object.
struct CountIn<'p> {
    name: &'p str,
    progress: &'p Progress,
}

impl<'de> DeserializeSeed<'de> for CountIn<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<usize, D::Error> {
        parser.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for CountIn<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<usize, A::Error> {
        let mut count = 0;
        while let Some(name) = members.next_key::<String>()? {
            let items = members.next_value_seed(Count(self.progress))?;
            count = if name == self.name { items } else { count };
        }
        Ok(count)
    }
}

/// Counts the items of a list; anything else has none.
#[derive(Clone, Copy)]
struct Count<'p>(&'p Progress);

impl<'de> DeserializeSeed<'de> for Count<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<usize, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Count<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<usize, A::Error> {
        let mut count = 0;
        while items.next_element::<IgnoredAny>()?.is_some() {
            check(self.0)?;
            count += 1;
        }
        Ok(count)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<usize, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            check(self.0)?;
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        r#"{"z":1,"a":[null,true,-3,18446744073709551615,0.1,"\u0041",{"b":[[]]}],"a2":{"a":[1]},"none":[]}"#;

    #[test]
    fn items_are_counted() {
        let check = |name: &str, expected: usize| {
            let found = item_count(TEXT.as_bytes(), name, &Progress::default());
            assert_eq!(found.unwrap(), expected, "{name}");
        };
        check("a", 7);
        check("none", 0);
        check("z", 0);
        check("a2", 0);
        check("not there", 0);
        for bad in ["", "[1", "{} {}", "{\"a\":}"] {
            assert!(
                item_count(bad.as_bytes(), "a", &Progress::default()).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn somebody_asks_to_stop() {
        let progress = Progress::default();
        progress.cancel();
        assert!(item_count(TEXT.as_bytes(), "a", &progress).is_err());
    }
}
