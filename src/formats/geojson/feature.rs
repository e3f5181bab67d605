//! One GeoJSON feature, with the names of its properties shared among all features.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;

use crate::formats::raw::RawFeature;
use crate::model::feature::{Properties, PropertyValue};

use super::geometry::{GeometrySeed, Trail};

/// Each name once, however many features have it.
#[derive(Default)]
pub struct Names {
    known: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, usize>,
    /// For each name the object that had it last, to find names that come twice.
    last_object: Vec<u64>,
    object: u64,
    /// The names of the last object, by number and as a list that the next object shares where it has the same.
    last_numbers: Vec<usize>,
    last_list: Option<Arc<[Arc<str>]>>,
    /// How many names of the object at hand came so far.
    at: usize,
    /// Short texts that features had so far.
    texts: HashSet<Arc<str>>,
}

/// Texts longer than this are hardly the same twice.
const SHARED_TEXT_BYTES: usize = 64;

impl Names {
    /// Begins an object with names of its own.
    pub(super) fn begin(&mut self) {
        self.object += 1;
        self.at = 0;
    }

    /// The number of a name; false where the object at hand has had it.
    pub(super) fn own(&mut self, name: &str) -> (usize, bool) {
        // Objects of one file mostly have their names in the same order.
        let expected = self.last_numbers.get(self.at).copied();
        let number = expected
            .filter(|&number| self.known.get(number).is_some_and(|known| &**known == name))
            .unwrap_or_else(|| self.number(name));
        self.at += 1;
        let new = self
            .last_object
            .get_mut(number)
            .is_some_and(|last| std::mem::replace(last, self.object) != self.object);
        (number, new)
    }

    /// A text, shared where it was met before.
    pub(super) fn text(&mut self, text: &str) -> Arc<str> {
        if text.len() > SHARED_TEXT_BYTES {
            return text.into();
        }
        if let Some(shared) = self.texts.get(text) {
            return Arc::clone(shared);
        }
        let shared: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&shared));
        shared
    }

    /// Properties of these names, by number.
    pub(super) fn properties(&mut self, numbers: &[usize], values: Vec<PropertyValue>) -> Properties {
        let list = match &self.last_list {
            Some(list) if self.last_numbers == numbers => Arc::clone(list),
            _ => {
                let names = numbers
                    .iter()
                    .filter_map(|&number| self.known.get(number).cloned());
                let list: Arc<[Arc<str>]> = names.collect();
                numbers.clone_into(&mut self.last_numbers);
                self.last_list = Some(Arc::clone(&list));
                list
            }
        };
        Properties::new(list, values)
    }

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
        let mut foreign: Vec<(Arc<str>, PropertyValue)> = Vec::new();
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
                        foreign.push(("id".into(), id.into()));
                    }
                }
                "bbox" => drop(map.next_value::<serde::de::IgnoredAny>()?),
                _ => {
                    let value: Value = map.next_value()?;
                    foreign.push((Arc::clone(&self.names.known[name]), value.into()));
                }
            }
        }
        self.trail.member.set("type");
        seen.require_kind()?;
        feature.foreign = foreign.into_iter().collect();
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
pub fn written_id(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::String(text) => Some(text.as_str().into()).filter(|text: &Arc<str>| !text.is_empty()),
        Value::Number(number) => Some(number.to_string().into()),
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
        names.begin();
        let (mut numbers, mut values) = (Vec::new(), Vec::new());
        while let Some(number) = map.next_key_seed(NameSeed(names))? {
            if std::mem::replace(&mut names.last_object[number], names.object) == names.object {
                let name = &names.known[number];
                return Err(A::Error::custom(format!("duplicate field `{name}`")));
            }
            numbers.push(number);
            values.push(match map.next_value()? {
                Value::String(text) => PropertyValue::Text(names.text(&text)),
                other => other.into(),
            });
        }
        Ok(names.properties(&numbers, values))
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
        let names: Vec<&str> = feature.properties.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["b", "a", "名"]);
        assert_eq!(feature.id.as_deref(), Some("7"));
        assert_eq!(feature.foreign.len(), 1);
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
        assert_eq!((feature.id, feature.foreign.len()), (None, 1));
    }
}
