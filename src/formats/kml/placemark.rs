//! One placemark: its names, data and shapes.

use std::sync::Arc;

use serde_json::Number;

use crate::formats::raw::RawFeature;
use crate::formats::xml::{Node, attribute, name};
use crate::model::feature::PropertyValue;
use crate::model::problem::{Done, Problem};

use super::geometry::{Shapes, is_shape};
use super::{Reading, Stop};

/// Children that are plain text and become properties of the same name.
const TEXTS: [&str; 7] = [
    "name",
    "description",
    "address",
    "phoneNumber",
    "snippet",
    "Snippet",
    "visibility",
];

/// Named values, in their order.
type Data = Vec<(Arc<str>, PropertyValue)>;

impl Reading<'_> {
    /// Reads a placemark up to its end, and takes or refuses it.
    pub(super) fn placemark(&mut self, id: Option<String>, folders: &[String]) -> Result<(), Stop> {
        let line = self.xml.line();
        let mut data: Data = Vec::new();
        let mut shapes = Shapes::new(line);
        loop {
            let start = match self.xml.next()? {
                Node::Start(start) => start,
                Node::Text(_) => continue,
                Node::End | Node::Eof => break,
            };
            let element = name(&start);
            match element.as_str() {
                own if TEXTS.contains(&own) => {
                    let text = self.xml.text()?;
                    push(&mut data, &element, &text, false);
                }
                "TimeStamp" | "TimeSpan" => self.times(&mut data)?,
                "ExtendedData" => self.extended(&mut data)?,
                own if is_shape(own) => shapes.read(&mut self.xml, own)?,
                _ => self.xml.skip()?,
            }
        }
        let named: Vec<&str> = folders
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty())
            .collect();
        if !named.is_empty() {
            push(&mut data, "folder", &named.join("/"), false);
        }
        let id = id.filter(|id| !id.is_empty());
        if let Some(fault) = shapes.fault {
            self.gather.refuse(Problem {
                id,
                ..Problem::of_file("", fault.into(), Done::Refused)
            });
            return Ok(());
        }
        let (geometry, unclosed, extra_ordinates) = shapes.finish();
        self.gather.take(RawFeature {
            id: id.map(Arc::from),
            geometry,
            properties: data.into_iter().collect(),
            unclosed,
            extra_ordinates,
            ..RawFeature::default()
        });
        Ok(())
    }

    fn times(&mut self, data: &mut Data) -> Result<(), Stop> {
        loop {
            match self.xml.next()? {
                Node::Start(start) => {
                    let element = name(&start);
                    let text = self.xml.text()?;
                    push(data, &element, &text, false);
                }
                Node::Text(_) => {}
                Node::End | Node::Eof => return Ok(()),
            }
        }
    }

    /// `Data` with its `value`, `SchemaData` with its `SimpleData`, and elements of other namespaces.
    fn extended(&mut self, data: &mut Data) -> Result<(), Stop> {
        loop {
            let start = match self.xml.next()? {
                Node::Start(start) => start,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return Ok(()),
            };
            let element = name(&start);
            match element.as_str() {
                "SchemaData" => self.extended(data)?,
                "Data" => {
                    let field = attribute(&start, "name").unwrap_or(element);
                    let text = self.value()?;
                    push(data, &field, &text, false);
                }
                _ => {
                    let field = attribute(&start, "name").unwrap_or(element);
                    let is_number = self.number_fields.get(&field).copied().unwrap_or(false);
                    let text = self.xml.text()?;
                    push(data, &field, &text, is_number);
                }
            }
        }
    }

    /// The `value` of a `Data`, without its `displayName`.
    fn value(&mut self) -> Result<String, Stop> {
        let mut value = String::new();
        loop {
            match self.xml.next()? {
                Node::Start(start) if name(&start) == "value" => value.push_str(&self.xml.text()?),
                Node::Start(_) => self.xml.skip()?,
                Node::Text(_) => {}
                Node::End | Node::Eof => return Ok(value),
            }
        }
    }
}

/// Adds a value under a name of its own: `a_2` for the second of that name. What should be a number and is none stays text.
fn push(data: &mut Data, field: &str, text: &str, is_number: bool) {
    let text = text.trim();
    let mut own = field.to_owned();
    let mut times = 1;
    while data.iter().any(|(name, _)| **name == *own) {
        times += 1;
        own = format!("{field}_{times}");
    }
    let whole = || text.parse::<i64>().ok().map(Number::from);
    let broken = || text.parse().ok().and_then(Number::from_f64);
    let value = match is_number.then(|| whole().or_else(broken)).flatten() {
        _ if text.is_empty() => PropertyValue::Null,
        Some(number) => PropertyValue::Number(number),
        None => PropertyValue::from(text),
    };
    data.push((own.into(), value));
}
