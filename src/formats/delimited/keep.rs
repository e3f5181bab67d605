//! Keeps of a table of plain bytes what it takes to read it in another encoding.

use std::collections::BTreeMap;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::formats::encoding::by_name;
use crate::formats::marked_bytes::{self, bytes_of, is_marked};
use crate::formats::raw::{RawFeature, RawLayer};
use crate::formats::recode::Inverse;
use crate::formats::text::Text;
use crate::model::feature::{Properties, PropertyValue};
use crate::model::kept_texts::KeptTexts;
use crate::model::problem::ProblemKind;
use crate::model::reading_fault::ReadingFault;

/// Delimiters that are no part of a letter in any encoding of tables, so that every encoding has the same fields.
const PLAIN: [char; 3] = ['\t', ';', ','];

/// What turns a table that was read into one that can be recoded.
pub struct Keeper {
    encoding: &'static Encoding,
    said_by: &'static str,
    /// The whole text with marks, where some bytes are no letters.
    marked: Option<String>,
}

impl Keeper {
    /// For a decoded file; `None` where another encoding would make other fields.
    pub fn of(text: &Text, bytes: &[u8], delimiter: char) -> Option<Keeper> {
        let encoding = by_name(text.encoding.name)?;
        if !PLAIN.contains(&delimiter) || !encoding.is_ascii_compatible() {
            return None;
        }
        let mark: &[u8] = "\u{feff}".as_bytes();
        let bytes = bytes.strip_prefix(mark).unwrap_or(bytes);
        let marked = match text.undecodable {
            0 => None,
            _ => Some(marked_bytes::decode(bytes, encoding)?),
        };
        Some(Keeper {
            encoding,
            said_by: text.encoding.by.code(),
            marked,
        })
    }

    /// The text that is to be read instead.
    pub fn marked(&self) -> Option<&str> {
        self.marked.as_deref()
    }

    /// Takes the marks out of everything that was read, and keeps their bytes.
    pub fn keep(&self, layer: &mut RawLayer) {
        let way_back = Inverse::of(self.encoding);
        let bytes = |text: &str| -> Box<[u8]> { bytes_of(text, self.encoding).into() };
        let first = layer.features.first();
        let names = first.into_iter().flat_map(|feature| feature.properties.iter());
        let names: Vec<Arc<str>> = names.map(|(name, _)| Arc::clone(name)).collect();
        let mut kept = KeptTexts {
            encoding: self.encoding.name().to_owned(),
            said_by: self.said_by,
            is_trimmed: true,
            names: names.iter().map(|name| bytes(name)).collect(),
            values: BTreeMap::new(),
        };
        if self.marked.is_some() {
            let plain = |name: &Arc<str>| match is_marked(name) {
                true => self.plain(&bytes(name)),
                false => Arc::clone(name),
            };
            let names: Arc<[Arc<str>]> = names.iter().map(plain).collect();
            for feature in &mut layer.features {
                self.unmark(feature, &names, &mut kept);
            }
            layer
                .problems
                .iter_mut()
                .for_each(|raw| unmark(&mut raw.problem.kind));
        }
        for feature in &layer.features {
            self.keep_ambiguous(feature, way_back, &mut kept);
        }
        layer.kept = Some(kept);
    }

    /// Letters with two writings: here one of them stands for both, because the text alone is left.
    fn keep_ambiguous(&self, feature: &RawFeature, way_back: &Inverse, kept: &mut KeptTexts) {
        for (position, (_, value)) in feature.properties.iter().enumerate() {
            let at = (feature.number, position);
            let PropertyValue::Text(text) = value else {
                continue;
            };
            if text.is_ascii() || kept.values.contains_key(&at) || way_back.bytes(text).is_some() {
                continue;
            }
            let (bytes, _, failed) = self.encoding.encode(text);
            if !failed {
                kept.values.insert(at, (&*bytes).into());
            }
        }
    }

    fn unmark(&self, feature: &mut RawFeature, names: &Arc<[Arc<str>]>, kept: &mut KeptTexts) {
        let number = feature.number;
        let values = feature.properties.iter().enumerate();
        let values = values.map(|(position, (_, value))| match value {
            PropertyValue::Text(text) if is_marked(text) => {
                let bytes = bytes_of(text, self.encoding);
                let plain = self.plain(&bytes);
                kept.values.insert((number, position), bytes.into());
                PropertyValue::Text(plain)
            }
            other => other.clone(),
        });
        let values = values.collect();
        feature.properties = Properties::new(Arc::clone(names), values);
    }

    fn plain(&self, bytes: &[u8]) -> Arc<str> {
        self.encoding.decode_without_bom_handling(bytes).0.into()
    }
}

/// Words of the file in a problem.
fn unmark(kind: &mut ProblemKind) {
    match kind {
        ProblemKind::Reading(
            ReadingFault::BadCoordinate { found, .. } | ReadingFault::BadLine { found, .. },
        ) => {
            *found = marked_bytes::shown(found);
        }
        ProblemKind::Reading(ReadingFault::ColumnsUsed { columns }) => {
            columns
                .iter_mut()
                .for_each(|name| *name = marked_bytes::shown(name));
        }
        _ => {}
    }
}
