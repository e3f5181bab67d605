//! The names and values of a table, from one encoding into another.

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};

use crate::formats::encoding::{by_name, without_cut_letter};
use crate::formats::raw::EncodingEvidence;
use crate::formats::shared_text::{SharedTexts, unique_names};
use crate::model::feature::{Properties, PropertyValue};
use crate::model::kept_texts::KeptTexts;

use super::inverse::Inverse;

/// Brings the rows of one table into another encoding.
pub struct Recoder<'k> {
    before: &'k KeptTexts,
    way_back: &'static Inverse,
    into: &'static Encoding,
    way_back_then: &'static Inverse,
    names: Arc<[Arc<str>]>,
    texts: SharedTexts,
    /// What is kept of the texts as they are now.
    pub after: KeptTexts,
    /// For each field the values with bytes that are no text now.
    pub undecodable: Vec<usize>,
}

impl<'k> Recoder<'k> {
    /// From what is kept of a table into an encoding.
    pub fn new(before: &'k KeptTexts, into: &'static Encoding) -> Recoder<'k> {
        let from = by_name(&before.encoding).unwrap_or(UTF_8);
        let decoded = before.names.iter().map(|name| {
            let whole = match before.is_trimmed {
                true => &**name,
                false => without_cut_letter(into, name),
            };
            into.decode_without_bom_handling(whole).0.trim().to_owned()
        });
        let (names, _) = unique_names(decoded.collect());
        Recoder {
            before,
            way_back: Inverse::of(from),
            into,
            way_back_then: Inverse::of(into),
            undecodable: vec![0; names.len()],
            names,
            texts: SharedTexts::default(),
            after: KeptTexts {
                encoding: into.name().to_owned(),
                said_by: EncodingEvidence::Setting.code(),
                is_trimmed: before.is_trimmed,
                names: before.names.clone(),
                values: Default::default(),
            },
        }
    }

    /// The names of the fields.
    pub fn names(&self) -> &Arc<[Arc<str>]> {
        &self.names
    }

    /// The values of the feature of a number. Properties of another table than the one that is kept stay as they are.
    pub fn properties(&mut self, number: usize, properties: &Properties) -> Properties {
        if properties.len() > self.names.len() {
            return properties.clone();
        }
        let values = properties.iter().enumerate();
        let values = values.map(|(position, (_, value))| match value {
            PropertyValue::Text(text) => self.value(number, position, text),
            other => other.clone(),
        });
        let values = values.collect();
        Properties::new(Arc::clone(&self.names), values)
    }

    fn value(&mut self, number: usize, position: usize, text: &Arc<str>) -> PropertyValue {
        let kept = self.before.values.get(&(number, position)).map(|bytes| &**bytes);
        if kept.is_none() && text.is_ascii() {
            return PropertyValue::Text(Arc::clone(text));
        }
        let bytes: Cow<'_, [u8]> = match kept {
            Some(bytes) => bytes.into(),
            None => match self.way_back.bytes(text) {
                Some(bytes) => bytes.into(),
                None => return PropertyValue::Text(Arc::clone(text)),
            },
        };
        let (decoded, failed) = self.into.decode_without_bom_handling(&bytes);
        if failed && let Some(count) = self.undecodable.get_mut(position) {
            *count += 1;
        }
        if !self.way_back_then.leads_back(&decoded, &bytes) {
            self.after.values.insert((number, position), (&*bytes).into());
        }
        let text = if self.before.is_trimmed {
            decoded.trim()
        } else {
            &*decoded
        };
        match text {
            "" => PropertyValue::Null,
            text => self.texts.value(text),
        }
    }
}
