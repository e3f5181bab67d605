//! From pieces to features: parses each alone, so that a bad one is refused alone, with number, id and place.

use std::borrow::Cow;
use std::fmt;

use geo::Coord;
use serde::de::{Deserialize, DeserializeSeed as _, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::formats::heap_ahead::reach_ahead;
use crate::formats::raw::{RawFeature, RawProblem};
use crate::geom::gate::FaultKind;
use crate::model::problem::{Done, Problem, ProblemKind};

use super::fast;
use super::feature::{FeatureSeed, Names};
use super::find::find;
use super::geometry::{GeometrySeed, TYPES, Trail};
use super::piece::{Batch, Piece, PieceKind, Place, count_lines};

/// Features that are parsed before more memory is asked for: a usual one takes a kilobyte.
const FEATURES_AHEAD: usize = 64;

/// What became of a piece, before it has a number.
pub enum Parsed {
    /// A feature.
    Feature(RawFeature),
    /// A feature that is refused: number and file of the problem are still missing.
    Bad(Box<RawProblem>),
    /// A root value says which CRS it is in.
    Crs(String),
}

/// Parses pieces in their order; several results where a broken feature has swallowed others.
pub fn parse(batch: &Batch, pieces: &[Piece], id_field: Option<&str>) -> Vec<Parsed> {
    let (names, line) = (&mut Names::default(), &mut Vec::new());
    let mut results = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.iter().enumerate() {
        if number % FEATURES_AHEAD == 0 {
            reach_ahead();
        }
        let text = batch.text(piece);
        if piece.kind == PieceKind::Member
            && let Some(feature) = fast::feature(text, names, line)
        {
            results.push(Parsed::Feature(feature));
            continue;
        }
        let mut parser = Parser { names, id_field };
        results.extend(match piece.kind {
            PieceKind::Member => parser.features(text, piece.place),
            PieceKind::Root => parser.root(text, piece.place),
            PieceKind::Cut => parser.rest(text, piece.place),
        });
    }
    results
}

struct Parser<'a> {
    names: &'a mut Names,
    id_field: Option<&'a str>,
}

/// How a parser failed.
struct Failure {
    error: serde_json::Error,
    trail: Trail,
}

impl Parser<'_> {
    /// A member of a collection, and the features that it has swallowed for want of a bracket or quote.
    fn features(&mut self, text: &[u8], place: Place) -> Vec<Parsed> {
        match self.read_feature(text, false) {
            Ok(feature) => vec![Parsed::Feature(feature)],
            Err(failure) => {
                // Whatever was said first: text that is no object may have swallowed its neighbours.
                let object = serde_json::from_slice::<Object>(text);
                let mut results = vec![Parsed::Bad(Box::new(self.explain(text, place, &failure)))];
                if object.is_err() {
                    for (part, place) in split(text, place) {
                        results.push(self.feature(part, place, true));
                    }
                }
                results
            }
        }
    }

    /// What the input ends within: a feature that is cut, perhaps after others that it has swallowed.
    fn rest(&mut self, text: &[u8], place: Place) -> Vec<Parsed> {
        let swallowed = split(text, place);
        let is_feature = find(text, &["type"]).as_deref() == Some("Feature");
        let first = (is_feature || !swallowed.is_empty()).then_some((text, place));
        let parts = first.into_iter().chain(swallowed);
        let mut results = Vec::new();
        for (part, place) in parts {
            match self.read_feature(part, true) {
                Ok(feature) => results.push(Parsed::Feature(feature)),
                // Said once, with the place, for the file as a whole.
                Err(failure) if failure.error.is_eof() => {}
                Err(failure) => results.push(Parsed::Bad(Box::new(self.explain(part, place, &failure)))),
            }
        }
        results
    }

    fn feature(&mut self, text: &[u8], place: Place, more_may_follow: bool) -> Parsed {
        match self.read_feature(text, more_may_follow) {
            Ok(feature) => Parsed::Feature(feature),
            Err(failure) => Parsed::Bad(Box::new(self.explain(text, place, &failure))),
        }
    }

    fn read_feature(&mut self, text: &[u8], more_may_follow: bool) -> Result<RawFeature, Failure> {
        let trail = Trail::default();
        let mut json = serde_json::Deserializer::from_slice(text);
        let seed = FeatureSeed {
            names: self.names,
            trail: &trail,
        };
        let read = seed.deserialize(&mut json);
        let end = |feature| {
            if more_may_follow {
                Ok(feature)
            } else {
                json.end().map(|()| feature)
            }
        };
        read.and_then(end).map_err(|error| Failure { error, trail })
    }

    /// A whole root value without a `features` array.
    fn root(&mut self, text: &[u8], place: Place) -> Vec<Parsed> {
        let kind = find(text, &["type"]);
        let mut results = match kind.as_deref() {
            Some("Feature") => vec![self.feature(text, place, false)],
            Some(kind) if TYPES.contains(&kind) => vec![self.geometry(text, place)],
            _ => vec![Parsed::Bad(Box::new(no_geojson(text, place, kind)))],
        };
        results.extend(find(text, &["crs", "properties", "name"]).map(Parsed::Crs));
        results
    }

    fn geometry(&mut self, text: &[u8], place: Place) -> Parsed {
        let trail = Trail::default();
        let mut json = serde_json::Deserializer::from_slice(text);
        let read = GeometrySeed(&trail).deserialize(&mut json);
        match read.and_then(|geometry| json.end().map(|()| geometry)) {
            Ok(geometry) => Parsed::Feature(RawFeature {
                geometry,
                unclosed: trail.unclosed.take(),
                extra_ordinates: trail.extra_ordinates.get(),
                ..RawFeature::default()
            }),
            Err(error) => Parsed::Bad(Box::new(self.explain(text, place, &Failure { error, trail }))),
        }
    }

    fn explain(&self, text: &[u8], place: Place, failure: &Failure) -> RawProblem {
        let Failure { error, trail } = failure;
        let offset = offset_of(text, error.line(), error.column());
        let in_coordinates = trail.in_coordinates.get();
        let vertex = Some(trail.vertices.get()).filter(|&n| in_coordinates && n > 0);
        let message = without_place(error);
        let kind = match wrong_type(&message) {
            Some(kind) => kind,
            None if in_coordinates && not_finite(text, offset, &message) => ProblemKind::Geometry {
                fault: FaultKind::NotFinite,
                vertex: vertex_at(text, offset, trail),
                coordinate: None,
            },
            None => {
                let before = text.get(..offset).unwrap_or_default();
                ProblemKind::Syntax {
                    line: place.line + count_lines(before),
                    byte: place.byte + offset as u64,
                    detail: message.clone().into_owned(),
                }
            }
        };
        let field = match vertex {
            Some(vertex) => Some(format!("geometry.coordinates #{vertex}")),
            None => quoted(&message, "field `", '`').or_else(|| Some(trail.member.get().to_owned())),
        };
        let id = find(text, &["id"]).or_else(|| find(text, &["properties", self.id_field?]));
        refused(kind, id, field.filter(|name| !name.is_empty()), trail.last.get())
    }
}

/// Any JSON object.
struct Object;

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        deserializer.deserialize_map(Object)
    }
}

impl<'de> Visitor<'de> for Object {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Object)
    }
}

fn refused(
    kind: ProblemKind,
    id: Option<String>,
    field: Option<String>,
    near: Option<Coord<f64>>,
) -> RawProblem {
    let problem = Problem {
        id,
        field,
        ..Problem::of_file("", kind, Done::Refused)
    };
    RawProblem { problem, near }
}

fn no_geojson(text: &[u8], place: Place, kind: Option<String>) -> RawProblem {
    let problem = match serde_json::from_slice::<IgnoredAny>(text) {
        Err(error) => {
            let offset = offset_of(text, error.line(), error.column());
            ProblemKind::Syntax {
                line: place.line + count_lines(text.get(..offset).unwrap_or_default()),
                byte: place.byte + offset as u64,
                detail: without_place(&error).into_owned(),
            }
        }
        Ok(_) => {
            let (expected, found) = match kind.as_deref() {
                Some("FeatureCollection") => ("an array \"features\"", "none".to_owned()),
                Some(kind) => ("FeatureCollection, Feature or a geometry", format!("{kind:?}")),
                None => (
                    "FeatureCollection, Feature or a geometry",
                    "no \"type\"".to_owned(),
                ),
            };
            ProblemKind::WrongType {
                expected: expected.to_owned(),
                found,
            }
        }
    };
    refused(problem, None, None, None)
}

/// The parser's words without line and column, which count from the start of the piece.
fn without_place(error: &serde_json::Error) -> Cow<'static, str> {
    let message = error.to_string();
    match message.rfind(" at line ") {
        Some(end) => message.get(..end).unwrap_or_default().to_owned().into(),
        None => message.into(),
    }
}

/// `invalid type: A, expected B`, as the parser and our own readers word it.
fn wrong_type(message: &str) -> Option<ProblemKind> {
    let words = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = words.rsplit_once(", expected ")?;
    let expected = if expected == "f64" { "a number" } else { expected };
    Some(ProblemKind::WrongType {
        expected: expected.to_owned(),
        found: found.chars().take(80).collect(),
    })
}

fn not_finite(text: &[u8], offset: usize, message: &str) -> bool {
    let near = text
        .get(offset.saturating_sub(4)..(offset + 8).min(text.len()))
        .unwrap_or_default();
    let near = near.to_ascii_lowercase();
    let names = |word: &[u8]| near.windows(word.len()).any(|window| window == word);
    message.contains("number out of range") || names(b"nan") || names(b"inf")
}

/// The vertex at hand. One whose first ordinate already failed was not counted yet where it is the first of its line.
fn vertex_at(text: &[u8], offset: usize, trail: &Trail) -> Option<usize> {
    let before = text.get(..offset).unwrap_or_default();
    let open = before.iter().rposition(|&b| b == b'[')?;
    let first_ordinate = !before.get(open..)?.contains(&b',');
    let first_of_line = before.get(..open)?.trim_ascii_end().last() == Some(&b'[');
    Some(trail.vertices.get() + usize::from(first_ordinate && first_of_line))
}

fn quoted(message: &str, before: &str, after: char) -> Option<String> {
    let (_, rest) = message.split_once(before)?;
    Some(rest.split_once(after)?.0.to_owned())
}

/// The offset of a line and column, both from 1.
fn offset_of(text: &[u8], line: usize, column: usize) -> usize {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(nth) => {
            let mut ends = text.iter().enumerate().filter(|(_, b)| **b == b'\n');
            ends.nth(nth).map_or(0, |(at, _)| at + 1)
        }
    };
    (start + column.saturating_sub(1)).min(text.len())
}

/// The features after the first of several that were taken for one, with their places.
fn split(text: &[u8], place: Place) -> Vec<(&[u8], Place)> {
    let starts: Vec<usize> = (1..text.len())
        .filter(|&at| begins_feature(text.get(at..).unwrap_or_default()))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut own = place;
    let mut before = 0;
    let part = |(&start, end): (&usize, usize)| {
        // Line by line from part to part: counting from the top each time would take for ever in a large file.
        own.line += count_lines(text.get(before..start).unwrap_or_default());
        own.byte = place.byte + start as u64;
        before = start;
        (text.get(start..end).unwrap_or_default(), own)
    };
    starts.iter().zip(ends).map(part).collect()
}

/// `{ "type" : "Feature"`, with any blanks.
fn begins_feature(text: &[u8]) -> bool {
    let mut rest = text;
    for word in [&b"{"[..], b"\"type\"", b":", b"\"Feature\""] {
        match rest.trim_ascii_start().strip_prefix(word) {
            Some(next) => rest = next,
            None => return false,
        }
    }
    true
}
