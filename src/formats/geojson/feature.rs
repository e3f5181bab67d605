//! One GeoJSON feature, with the names of its properties shared among all features.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;

use crate::formats::raw::RawFeature;
use crate::model::feature::Properties;

use super::geometry::{GeometrySeed, Trail};

/// Each name once, however many features have it.
#[derive(Default)]
pub struct Names {
    known: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, usize>,
    /// For each name the object that had it last, to find names that come twice.
    last_object: Vec<u64>,
    object: u64,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let shared: Arc<str> = name.into();
        self.known.push(Arc::clone(&shared));
        self.last_object.push(0);
        self.numbers.insert(shared, self.known.len() - 1);
        self.known.len() - 1
    }
}

/// Reads a feature object, number and problems aside.
pub struct FeatureSeed<'a> {
    /// Shared by the features of one batch.
    pub names: &'a mut Names,
    /// Of this feature alone.
    pub trail: &'a Trail,
}

impl<'de> DeserializeSeed<'de> for FeatureSeed<'_> {
    type Value = RawFeature;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawFeature, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FeatureSeed<'_> {
    type Value = RawFeature;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawFeature, A::Error> {
        let mut feature = RawFeature::default();
        let mut seen = Seen::default();
        while let Some(name) = map.next_key_seed(NameSeed(self.names))? {
            match &*self.names.known[name] {
                "type" => {
                    self.trail.member.set("type");
                    seen.kind(map.next_value()?)?;
                }
                "geometry" => {
                    self.trail.member.set("geometry");
                    seen.once("geometry")?;
                    feature.geometry = map.next_value_seed(GeometrySeed(self.trail))?;
                }
                "properties" => {
                    self.trail.member.set("properties");
                    seen.once("properties")?;
                    feature.properties = map.next_value_seed(PropertiesSeed(self.names))?;
                }
                "id" => {
                    seen.once("id")?;
                    let id: Value = map.next_value()?;
                    feature.id = written_id(&id);
                    if feature.id.is_none() && !id.is_null() {
                        feature.foreign.0.push(("id".into(), id));
                    }
                }
                "bbox" => drop(map.next_value::<serde::de::IgnoredAny>()?),
                _ => {
                    let foreign = (Arc::clone(&self.names.known[name]), map.next_value()?);
                    feature.foreign.0.push(foreign);
                }
            }
        }
        self.trail.member.set("type");
        seen.require_kind()?;
        feature.unclosed = self.trail.unclosed.take();
        feature.extra_ordinates = self.trail.extra_ordinates.get();
        Ok(feature)
    }
}

/// The members of a feature that were there already.
#[derive(Default)]
struct Seen(Vec<&'static str>);

impl Seen {
    fn once<E: serde::de::Error>(&mut self, name: &'static str) -> Result<(), E> {
        if self.0.contains(&name) {
            return Err(E::duplicate_field(name));
        }
        self.0.push(name);
        Ok(())
    }

    fn kind<E: serde::de::Error>(&mut self, kind: Value) -> Result<(), E> {
        self.once("type")?;
        if kind == "Feature" {
            return Ok(());
        }
        Err(E::custom(format!("invalid type: {kind}, expected \"Feature\"")))
    }

    fn require_kind<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.0.contains(&"type") {
            Ok(())
        } else {
            Err(E::custom("invalid type: no \"type\", expected \"Feature\""))
        }
    }
}

/// An id as text; GeoJSON allows strings and numbers.
pub fn written_id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads the name of a member; gives its number among [`Names::known`].
struct NameSeed<'a>(&'a mut Names);

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        Ok(self.0.number(name))
    }
}

struct PropertiesSeed<'a>(&'a mut Names);

impl<'de> DeserializeSeed<'de> for PropertiesSeed<'_> {
    type Value = Properties;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Properties, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PropertiesSeed<'_> {
    type Value = Properties;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or null")
    }

    fn visit_unit<E>(self) -> Result<Properties, E> {
        Ok(Properties::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        let names = self.0;
        names.object += 1;
        let object = names.object;
        let mut properties = Vec::new();
        while let Some(number) = map.next_key_seed(NameSeed(names))? {
            if std::mem::replace(&mut names.last_object[number], object) == object {
                let name = &names.known[number];
                return Err(A::Error::custom(format!("duplicate field `{name}`")));
            }
            properties.push((Arc::clone(&names.known[number]), map.next_value()?));
        }
        properties.shrink_to_fit();
        Ok(Properties(properties))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RawFeature, String> {
        let seed = FeatureSeed {
            names: &mut Names::default(),
            trail: &Trail::default(),
        };
        let mut json = serde_json::Deserializer::from_str(text);
        seed.deserialize(&mut json).map_err(|e| e.to_string())
    }

    #[track_caller]
    fn check_refused(text: &str, words: &str) {
        let message = read(text).unwrap_err();
        assert!(message.contains(words), "{message}");
    }

    #[test]
    fn properties_keep_their_order_and_foreign_members_stay() {
        let feature = read(
            r#"{"type":"Feature","id":7,"geometry":null,"bbox":[1],"x":{"y":1},"properties":{"b":1,"a":null,"名":"湿"}}"#,
        )
        .unwrap();
        let names: Vec<&str> = feature.properties.0.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["b", "a", "名"]);
        assert_eq!(feature.id.as_deref(), Some("7"));
        assert_eq!(feature.foreign.0.len(), 1);
    }

    #[test]
    fn what_comes_twice_is_refused() {
        check_refused(
            r#"{"type":"Feature","geometry":null,"geometry":null}"#,
            "duplicate field `geometry`",
        );
        check_refused(
            r#"{"type":"Feature","properties":{"a":1,"b":2,"a":3}}"#,
            "duplicate field `a`",
        );
    }

    #[test]
    fn other_things_are_no_features() {
        check_refused(r#"{"type":"feature"}"#, "expected \"Feature\"");
        check_refused(r#"{"geometry":null}"#, "no \"type\"");
        check_refused("null", "a feature");
        check_refused(r#"{"type":"Feature","properties":[]}"#, "an object or null");
    }

    #[test]
    fn an_id_of_another_sort_is_kept_as_foreign() {
        let feature = read(r#"{"type":"Feature","id":{"a":1},"geometry":null,"properties":null}"#).unwrap();
        assert_eq!((feature.id, feature.foreign.0.len()), (None, 1));
    }
}
