//! Columns within columns: values put together by their levels, as JSON or as geometry.

use std::sync::atomic::{AtomicUsize, Ordering};

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde_json::{Map, Value};

use crate::formats::wkb::Found;
use crate::geom::gate::{Fault, FaultKind};
use crate::model::feature::PropertyValue;
use crate::model::file_fault::FileFault;

use super::geo::{Sort, item};
use super::schema::{Kind, Node, Repetition, damaged};

/// The values of a leaf in one row group and the levels that say where they belong.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<T> {
    /// Repetition levels; none where nothing is repeated.
    pub repetitions: Vec<u32>,
    /// Definition levels; none where nothing may be missing.
    pub definitions: Vec<u32>,
    /// What is there.
    pub values: Vec<T>,
}

impl<T> Default for Part<T> {
    fn default() -> Part<T> {
        Part {
            repetitions: Vec::new(),
            definitions: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl<T> Part<T> {
    /// What comes after it.
    pub fn append(&mut self, mut other: Part<T>) {
        self.repetitions.append(&mut other.repetitions);
        self.definitions.append(&mut other.definitions);
        self.values.append(&mut other.values);
    }
}

/// How much more may be copied out of dictionaries: what stands once in a file may be named a million times.
#[derive(Debug)]
pub struct Room {
    left: AtomicUsize,
    limit: usize,
}

impl Room {
    /// For a file of that many bytes.
    pub fn of(byte_count: usize) -> Room {
        const COPIED_FOR_EACH: usize = 256;
        let limit = byte_count
            .saturating_mul(COPIED_FOR_EACH)
            .saturating_add(64 << 20);
        Room {
            left: AtomicUsize::new(limit),
            limit,
        }
    }

    /// Takes so many bytes.
    ///
    /// # Errors
    /// There are not so many left; from then on there are none.
    pub fn take(&self, byte_count: usize) -> Result<(), FileFault> {
        let before = self.left.load(Ordering::Relaxed);
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_sub(byte_count))
            });
        if taken.unwrap_or(before) > byte_count {
            Ok(())
        } else {
            Err(self.over())
        }
    }

    /// True where more was asked for than there was.
    pub fn is_used_up(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }

    /// What is said then.
    pub fn over(&self) -> FileFault {
        FileFault::Limit {
            what: "unpacked_bytes",
            limit: self.limit as u64,
        }
    }
}

/// Where a leaf is read.
struct Place<'p> {
    part: &'p Part<PropertyValue>,
    definition: u32,
    entry: usize,
    value: usize,
}

impl Place<'_> {
    /// The definition level of the next entry; `None` behind the last one.
    fn level(&self) -> Option<u32> {
        match self.part.definitions.get(self.entry) {
            Some(level) => Some(*level),
            None if self.definition == 0 && self.value < self.part.values.len() => Some(0),
            None => None,
        }
    }

    /// Takes an entry, and its value where it has one.
    fn next(&mut self) -> Option<PropertyValue> {
        let is_there = self.level() == Some(self.definition);
        self.entry += 1;
        let value = self.part.values.get(self.value).filter(|_| is_there);
        self.value += usize::from(is_there);
        value.cloned()
    }

    /// The repetition level of the next entry; 0 behind the last one, where a new row would begin.
    fn repetition(&self) -> u32 {
        self.part.repetitions.get(self.entry).copied().unwrap_or(0)
    }
}

/// Rows of one column with parts, one after another.
pub struct Rows<'p> {
    root: &'p Node,
    /// One for each leaf below the root, in their order.
    places: Vec<Place<'p>>,
    first_leaf: usize,
    room: &'p Room,
}

impl<'p> Rows<'p> {
    /// From the leaves below a root: their definition levels and parts, the first of them at `first_leaf` of the schema.
    pub fn of(
        root: &'p Node,
        first_leaf: usize,
        leaves: Vec<(u32, &'p Part<PropertyValue>)>,
        room: &'p Room,
    ) -> Rows<'p> {
        let place = |(definition, part)| Place {
            part,
            definition,
            entry: 0,
            value: 0,
        };
        Rows {
            root,
            places: leaves.into_iter().map(place).collect(),
            first_leaf,
            room,
        }
    }

    /// The value of the next row.
    ///
    /// # Errors
    /// Levels that contradict each other, texts that would fill the memory.
    pub fn next_row(&mut self) -> Result<Value, FileFault> {
        self.node(self.root)
    }

    fn place(&mut self, leaf: usize) -> Result<&mut Place<'p>, FileFault> {
        let position = leaf.checked_sub(self.first_leaf);
        position
            .and_then(|position| self.places.get_mut(position))
            .ok_or_else(|| damaged("levels"))
    }

    fn node(&mut self, node: &Node) -> Result<Value, FileFault> {
        let leaf = first_leaf(node).ok_or_else(|| damaged("levels"))?;
        let level = self.place(leaf)?.level().ok_or_else(|| damaged("levels"))?;
        match node.repetition {
            Repetition::Required => self.content(node),
            Repetition::Optional if level < node.definition => {
                self.pass(node)?;
                Ok(Value::Null)
            }
            Repetition::Optional => self.content(node),
            Repetition::Repeated if level < node.definition => {
                self.pass(node)?;
                Ok(Value::Array(Vec::new()))
            }
            Repetition::Repeated => {
                let mut items = vec![self.item(node)?];
                while self.place(leaf)?.repetition() == node.repeat && self.place(leaf)?.level().is_some() {
                    items.push(self.item(node)?);
                }
                Ok(Value::Array(items))
            }
        }
    }

    /// One of what a repeated node holds; it may be missing by itself.
    fn item(&mut self, node: &Node) -> Result<Value, FileFault> {
        let own = item(node);
        if std::ptr::eq(own, node) {
            self.content(node)
        } else {
            self.node(own)
        }
    }

    /// What a node is made of, once it is there.
    fn content(&mut self, node: &Node) -> Result<Value, FileFault> {
        Ok(match &node.kind {
            Kind::Leaf(leaf) => {
                let value = self
                    .place(*leaf)?
                    .next()
                    .map_or(Value::Null, |value| value.to_json());
                if let Value::String(text) = &value {
                    self.room.take(text.len())?;
                }
                value
            }
            Kind::List(items) => self.node(items)?,
            Kind::Map(pairs) => map_of(self.node(pairs)?),
            Kind::Struct(parts) => {
                let parts = parts.iter().map(|part| Ok((part.name.clone(), self.node(part)?)));
                Value::Object(parts.collect::<Result<Map<String, Value>, FileFault>>()?)
            }
        })
    }

    /// Takes the entry of every leaf below a node that is not there.
    fn pass(&mut self, node: &Node) -> Result<(), FileFault> {
        match &node.kind {
            Kind::Leaf(leaf) => {
                self.place(*leaf)?.next();
            }
            Kind::List(inner) | Kind::Map(inner) => self.pass(inner)?,
            Kind::Struct(parts) => parts.iter().try_for_each(|part| self.pass(part))?,
        }
        Ok(())
    }
}

/// The first leaf at or below a node.
pub fn first_leaf(node: &Node) -> Option<usize> {
    match &node.kind {
        Kind::Leaf(leaf) => Some(*leaf),
        Kind::List(inner) | Kind::Map(inner) => first_leaf(inner),
        Kind::Struct(parts) => parts.first().and_then(first_leaf),
    }
}

/// How many leaves are at or below a node.
pub fn leaf_count(node: &Node) -> usize {
    match &node.kind {
        Kind::Leaf(_) => 1,
        Kind::List(inner) | Kind::Map(inner) => leaf_count(inner),
        Kind::Struct(parts) => parts.iter().map(leaf_count).sum(),
    }
}

/// An object of pairs whose keys are texts; otherwise the pairs as they are.
fn map_of(pairs: Value) -> Value {
    let Value::Array(items) = &pairs else { return pairs };
    let pair = |item: &Value| {
        let mut parts = item.as_object()?.values();
        Some((parts.next()?.as_str()?.to_owned(), parts.next()?.clone()))
    };
    let named: Option<Map<String, Value>> = items.iter().map(pair).collect();
    named
        .filter(|named| named.len() == items.len())
        .map_or(pairs, Value::Object)
}

/// Geometries of one sort from the eastings and northings of a row group, one for each row.
///
/// # Errors
/// Levels of the two that differ, or are of another number of rows.
pub fn geometries(
    sort: Sort,
    definition: u32,
    (x, y): (&Part<f64>, &Part<f64>),
    rows: usize,
) -> Result<Vec<Found>, FileFault> {
    let wrong = || damaged("levels");
    if x.repetitions != y.repetitions || x.definitions != y.definitions || x.values.len() != y.values.len() {
        return Err(wrong());
    }
    let entries = if definition > 0 {
        x.definitions.len()
    } else {
        x.values.len()
    };
    let mut coords = x
        .values
        .iter()
        .zip(&y.values)
        .map(|(x, y)| Coord { x: *x, y: *y });
    let mut shapes: Vec<Vec<Vec<Vec<Coord<f64>>>>> = Vec::new();
    let level = |levels: &[u32], entry: usize, absent: u32| levels.get(entry).copied().unwrap_or(absent);
    for entry in 0..entries {
        // Lists that a sort does not have are counted as its outer ones.
        let outer = 3 - sort.depth();
        let starts = match level(&x.repetitions, entry, 0) {
            0 => 0,
            inner => inner + outer,
        };
        if starts == 0 {
            shapes.push(Vec::new());
        }
        let shape = shapes.last_mut().ok_or_else(wrong)?;
        if level(&x.definitions, entry, definition) < definition {
            continue;
        }
        if starts <= 1 || shape.is_empty() {
            shape.push(Vec::new());
        }
        let part = shape.last_mut().ok_or_else(wrong)?;
        if starts <= 2 || part.is_empty() {
            part.push(Vec::new());
        }
        part.last_mut().ok_or_else(wrong)?.extend(coords.next());
    }
    if shapes.len() != rows {
        return Err(wrong());
    }
    Ok(shapes.into_iter().map(|shape| geometry(sort, shape)).collect())
}

fn geometry(sort: Sort, mut shape: Vec<Vec<Vec<Coord<f64>>>>) -> Found {
    let mut found = Found::default();
    let mut vertices = 0;
    let mut polygon = |rings: Vec<Vec<Coord<f64>>>| {
        let mut ring = |coords: Vec<Coord<f64>>| {
            vertices += coords.len();
            if coords.first() != coords.last() {
                found.unclosed.push(Fault {
                    kind: FaultKind::UnclosedRing,
                    vertex: Some(vertices),
                    place: coords.last().copied(),
                });
            }
            LineString(coords)
        };
        let mut rings = rings.into_iter().map(&mut ring);
        let shell = rings.next()?;
        Some(Polygon::new(shell, rings.collect()))
    };
    let only = |shape: &mut Vec<Vec<Vec<Coord<f64>>>>| shape.pop().and_then(|mut part| part.pop());
    found.geometry = match sort {
        Sort::Point => only(&mut shape)
            .and_then(|line| line.first().copied())
            .filter(|coord| !(coord.x.is_nan() && coord.y.is_nan()))
            .map(|coord| Point(coord).into()),
        Sort::Line => only(&mut shape).map(|line| LineString(line).into()),
        Sort::Points => only(&mut shape).map(|line| MultiPoint(line.into_iter().map(Point).collect()).into()),
        Sort::Lines => {
            let lines = shape.pop();
            lines.map(|lines| MultiLineString(lines.into_iter().map(LineString).collect()).into())
        }
        Sort::Polygon => shape.pop().and_then(polygon).map(Geometry::Polygon),
        Sort::Polygons => {
            let polygons: Vec<Polygon<f64>> = shape.into_iter().filter_map(&mut polygon).collect();
            (!polygons.is_empty()).then(|| MultiPolygon(polygons).into())
        }
    };
    found
}
