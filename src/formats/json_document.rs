//! JSON that must be read as a whole before any of it makes sense: Esri JSON and TopoJSON.

use geo::Coord;
use serde_json::{Map, Value};

use crate::model::feature::{Properties, PropertyValue};
use crate::model::problem::ProblemKind;
use crate::progress::Progress;

use super::gather::{Gather, excerpt};
use super::input::{Bytes, FileToRead};
use super::json_steps;
use super::raw::Unread;
use super::text::decode;

/// Longer documents would take many times as much memory.
const LIMIT_BYTES: u64 = 512 << 20;

/// A document, with a layer that knows how its bytes became text.
///
/// # Errors
/// [`Unread`] for a file that cannot be read, is too long, or is no JSON.
pub fn open(
    file: &FileToRead,
    format: &'static str,
    progress: &Progress,
) -> Result<(Value, Gather, Bytes), Unread> {
    let bytes = file.bytes(LIMIT_BYTES, progress)?;
    let refused = |kind| Unread::file(&file.label, kind);
    let text = decode(&bytes.data, file.encoding.as_deref(), None).map_err(refused)?;
    let mut gather = Gather::new(&file.label, format);
    gather.decoded(&text);
    let document = json_steps::value(text.text.as_bytes(), progress);
    progress.check()?;
    let document = document.map_err(|error| {
        let byte = byte_of(&text.text, error.line(), error.column());
        refused(if error.is_eof() {
            ProblemKind::Truncated { whole: 0, byte }
        } else {
            ProblemKind::Syntax {
                line: error.line(),
                byte,
                detail: error.to_string(),
            }
        })
    })?;
    Ok((document, gather, bytes))
}

fn byte_of(text: &str, line: usize, column: usize) -> u64 {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column) as u64
}

/// Vertices, of which some may have had heights.
#[derive(Debug, Default)]
pub struct Positions {
    /// How many there have been so far.
    pub count: usize,
    /// One of them had more than two ordinates.
    pub extra_ordinates: bool,
}

impl Positions {
    /// A position: two numbers, or more.
    ///
    /// # Errors
    /// Anything else.
    pub fn one(&mut self, value: &Value) -> Result<Coord<f64>, ProblemKind> {
        let ordinates = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let (Some(x), Some(y)) = (
            ordinates.first().and_then(Value::as_f64),
            ordinates.get(1).and_then(Value::as_f64),
        ) else {
            return Err(wrong("[x, y]", value));
        };
        self.count += 1;
        self.extra_ordinates |= ordinates.len() > 2;
        Ok(Coord { x, y })
    }

    /// A list of positions.
    ///
    /// # Errors
    /// Anything else.
    pub fn many(&mut self, value: &Value) -> Result<Vec<Coord<f64>>, ProblemKind> {
        list(value)?.iter().map(|position| self.one(position)).collect()
    }
}

/// The members of an array.
///
/// # Errors
/// Anything else.
pub fn list(value: &Value) -> Result<&Vec<Value>, ProblemKind> {
    value.as_array().ok_or_else(|| wrong("[…]", value))
}

/// Something that should be something else.
pub fn wrong(expected: &str, found: &Value) -> ProblemKind {
    let found = match found {
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        other => excerpt(&other.to_string()),
    };
    ProblemKind::WrongType {
        expected: expected.to_owned(),
        found,
    }
}

/// Members of an object as properties; `taken` may change a value by its name.
pub fn properties(members: Option<&Map<String, Value>>, taken: impl Fn(&str, &Value) -> Value) -> Properties {
    let all = members.into_iter().flatten();
    all.map(|(name, value)| (name.as_str().into(), PropertyValue::from(taken(name, value))))
        .collect()
}
