//! A feature: geometry, properties and the id it had in its source.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::geom::shape::Shape;

/// One geographic thing (OGC: feature), in the plane of its workspace.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Unique within its layer: the mapped field, else the source's id, else the number.
    pub id: Arc<str>,
    /// Position in the source, from 1.
    pub number: usize,
    /// Where it is; valid, in the plane.
    pub shape: Arc<Shape>,
    /// All properties of the source, in its order, known to the program or not.
    pub properties: Properties,
    /// Members of the source feature that are neither id, geometry nor properties; kept for writing back.
    pub foreign: Properties,
}

/// Named values in the order of the source. Few per feature, so a list beats a map.
///
/// A layer may have millions of them: the names are shared by all features that have the same, a value takes 24 bytes,
/// and no properties take none.
#[derive(Clone, Debug, Default)]
pub struct Properties(Option<Box<Named>>);

#[derive(Clone, Debug)]
struct Named {
    names: Arc<[Arc<str>]>,
    values: Box<[PropertyValue]>,
}

/// One value of a property, as it stands in the source.
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyValue {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number, whole or not.
    Number(serde_json::Number),
    /// A text, shared by neighbours that have the same.
    Text(Arc<str>),
    /// An array or object of whatever there is.
    Nested(Box<Value>),
}

impl From<Value> for PropertyValue {
    fn from(value: Value) -> PropertyValue {
        match value {
            Value::Null => PropertyValue::Null,
            Value::Bool(truth) => PropertyValue::Bool(truth),
            Value::Number(number) => PropertyValue::Number(number),
            Value::String(text) => PropertyValue::Text(text.into()),
            nested => PropertyValue::Nested(Box::new(nested)),
        }
    }
}

impl From<&str> for PropertyValue {
    fn from(text: &str) -> PropertyValue {
        PropertyValue::Text(text.into())
    }
}

impl PropertyValue {
    /// As JSON; numbers keep their writing.
    pub fn to_json(&self) -> Value {
        match self {
            PropertyValue::Null => Value::Null,
            PropertyValue::Bool(truth) => Value::Bool(*truth),
            PropertyValue::Number(number) => Value::Number(number.clone()),
            PropertyValue::Text(text) => Value::String(text.to_string()),
            PropertyValue::Nested(value) => (**value).clone(),
        }
    }
}

/// Texts as they are, all else as JSON.
impl fmt::Display for PropertyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PropertyValue::Null => f.write_str("null"),
            PropertyValue::Bool(truth) => truth.fmt(f),
            PropertyValue::Number(number) => number.fmt(f),
            PropertyValue::Text(text) => f.write_str(text),
            PropertyValue::Nested(value) => value.fmt(f),
        }
    }
}

impl PartialEq for Properties {
    fn eq(&self, other: &Properties) -> bool {
        self.iter().eq(other.iter())
    }
}

impl FromIterator<(Arc<str>, PropertyValue)> for Properties {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, PropertyValue)>>(all: I) -> Properties {
        let (names, values): (Vec<Arc<str>>, Vec<PropertyValue>) = all.into_iter().unzip();
        Properties::new(names.into(), values)
    }
}

impl Properties {
    /// Values under names that may be shared, one each in the same order; whatever is too many on either side is left
    /// out.
    pub fn new(names: Arc<[Arc<str>]>, values: Vec<PropertyValue>) -> Properties {
        Properties((!values.is_empty()).then(|| {
            Box::new(Named {
                names,
                values: values.into(),
            })
        }))
    }

    /// Names and values in the order of the source.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &PropertyValue)> {
        let named = self.0.iter();
        named.flat_map(|named| named.names.iter().zip(&named.values))
    }

    /// The same, with values that can be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Arc<str>, &mut PropertyValue)> {
        let named = self.0.iter_mut();
        named.flat_map(|named| named.names.iter().zip(&mut named.values))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |named| named.values.len())
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value of that name, if the feature has one.
    pub fn get(&self, name: &str) -> Option<&PropertyValue> {
        self.iter()
            .find(|(key, _)| &***key == name)
            .map(|(_, value)| value)
    }

    /// The value as text: strings as they are, numbers and truth values written out, null and missing as `None`.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            PropertyValue::Null => None,
            PropertyValue::Text(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            // 1104.0 is the code 1104 that some program has written as a number.
            PropertyValue::Number(number) => Some(number.to_string().trim_end_matches(".0").to_owned()),
            other => Some(other.to_string()),
        }
    }

    /// The value as a number; also from text such as `"3.2"` or `"３．２"`.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.get(name)? {
            PropertyValue::Number(number) => number.as_f64(),
            PropertyValue::Text(text) => number_in(text),
            _ => None,
        }
    }
}

/// The number that a text writes out, digits of full width included; `None` for anything else.
pub fn number_in(text: &str) -> Option<f64> {
    // U+FF01 … U+FF5E are ASCII at full width.
    let half_width = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    let plain: String = text.trim().chars().map(half_width).collect();
    let is_number = plain.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    plain.parse().ok().filter(|n: &f64| is_number && n.is_finite())
}

/// A feature by name: `LAYER/ID`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeatureRef {
    /// The layer's id.
    pub layer: Arc<str>,
    /// The feature's id within the layer.
    pub id: Arc<str>,
}

impl FeatureRef {
    /// From `LAYER/ID`; `None` where one of them is missing.
    pub fn parse(text: &str) -> Option<FeatureRef> {
        let (layer, id) = text.split_once('/')?;
        (!layer.is_empty() && !id.is_empty()).then(|| FeatureRef {
            layer: layer.into(),
            id: id.into(),
        })
    }
}

impl fmt::Display for FeatureRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.layer, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_written_as_text() {
        let check = |text: &str, expected: Option<f64>| assert_eq!(number_in(text), expected, "{text}");
        check(" 3.2 ", Some(3.2));
        check("１２．５", Some(12.5));
        check("－１", Some(-1.0));
        check("\u{3000}６\u{3000}", Some(6.0));
        check("1e3", Some(1000.0));
        check("3.2 MW", None);
        check("约3", None);
        check("inf", None);
        check("NaN", None);
        check("", None);
    }
}
