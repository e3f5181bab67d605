//! The columns: a tree of named nodes whose leaves hold the values.

use crate::model::file_fault::FileFault;

use super::thrift::{Fields, Item};

/// Groups within groups.
const DEPTH: usize = 16;
/// Leaves of one file.
const LEAVES: usize = 10_000;

/// The columns of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// In the order of the file.
    pub roots: Vec<Node>,
    /// Where the values are, in the order of the file.
    pub leaves: Vec<Leaf>,
}

/// A column, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// How often it stands within its parent.
    pub repetition: Repetition,
    /// The least definition level at which it is there.
    pub definition: u32,
    /// The repetition level of a further value of it, or of the nearest repeated node that it lies in.
    pub repeat: u32,
    /// What it is made of.
    pub kind: Kind,
}

/// How often a node stands within its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repetition {
    /// Once.
    Required,
    /// Once or not at all.
    Optional,
    /// Any number of times.
    Repeated,
}

/// What a node is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Values: the position of its leaf.
    Leaf(usize),
    /// Named parts.
    Struct(Vec<Node>),
    /// A list: its one child is repeated.
    List(Box<Node>),
    /// Keys and values: its one child is repeated and has the two.
    Map(Box<Node>),
}

/// A column of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// How they are stored.
    pub physical: Physical,
    /// What they mean.
    pub meaning: Meaning,
    /// The definition level of a value that is there.
    pub definition: u32,
    /// The highest repetition level.
    pub repetition: u32,
}

/// How values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Physical {
    /// Bits.
    Bool,
    /// Four bytes.
    Int32,
    /// Eight bytes.
    Int64,
    /// Twelve bytes: a moment in an old writing.
    Int96,
    /// Single precision.
    Float,
    /// Double precision.
    Double,
    /// Any number of bytes.
    Bytes,
    /// So many bytes.
    Fixed(usize),
}

/// Steps of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Thousandths.
    Milli,
    /// Millionths.
    Micro,
    /// Billionths.
    Nano,
}

/// What values mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// What they are stored as.
    Plain,
    /// Text in UTF-8.
    Text,
    /// Whole numbers without sign.
    Unsigned,
    /// Decimal fractions with so many places.
    Decimal(u32),
    /// Days since 1970-01-01.
    Date,
    /// Steps since midnight.
    Time(Unit),
    /// Steps since 1970-01-01.
    Moment {
        /// The steps.
        unit: Unit,
        /// In UTC; otherwise by the clocks of some unnamed place.
        utc: bool,
    },
    /// Sixteen bytes of an identifier.
    Uuid,
    /// Half precision.
    Half,
    /// Geometry as WKB, and the words of the file on its CRS.
    Geometry {
        /// As written; `None` for OGC:CRS84.
        crs: Option<String>,
        /// Edges are geodesics and not straight in the coordinates.
        geodesic: bool,
    },
}

/// The tree of a footer's list of nodes.
///
/// # Errors
/// Counts of children that are not there, groups too deep, codes of no type.
pub fn schema_in(elements: &[Item<'_>]) -> Result<Schema, FileFault> {
    let mut reader = Reader {
        elements: elements.iter(),
        leaves: Vec::new(),
    };
    let root = reader.next()?;
    let roots = reader.children(root, (0, 0), DEPTH)?;
    if reader.elements.next().is_some() {
        return Err(damaged("schema"));
    }
    Ok(Schema {
        roots,
        leaves: reader.leaves,
    })
}

/// A footer that contradicts itself, in that part of it.
pub fn damaged(part: &str) -> FileFault {
    FileFault::Corrupt(format!("Parquet, {part}"))
}

struct Reader<'i, 'a> {
    elements: std::slice::Iter<'i, Item<'a>>,
    leaves: Vec<Leaf>,
}

impl<'i, 'a> Reader<'i, 'a> {
    fn next(&mut self) -> Result<&'i Fields<'a>, FileFault> {
        let element = self.elements.next().and_then(Item::fields);
        element.ok_or_else(|| damaged("schema"))
    }

    /// The nodes below one whose levels of definition and repetition are `levels`.
    fn children(
        &mut self,
        parent: &Fields<'a>,
        levels: (u32, u32),
        depth: usize,
    ) -> Result<Vec<Node>, FileFault> {
        let count = parent.count(5).unwrap_or(0);
        let Some(deeper) = depth.checked_sub(1) else {
            let limit = DEPTH as u64;
            return Err(FileFault::Limit { what: "depth", limit });
        };
        if count > self.elements.len() {
            return Err(damaged("schema"));
        }
        (0..count).map(|_| self.node(levels, deeper)).collect()
    }

    fn node(&mut self, (definition, repeat): (u32, u32), depth: usize) -> Result<Node, FileFault> {
        let element = self.next()?;
        let (repetition, definition, repeat) = match element.int(3) {
            Some(0) => (Repetition::Required, definition, repeat),
            Some(1) => (Repetition::Optional, definition + 1, repeat),
            Some(2) => (Repetition::Repeated, definition + 1, repeat + 1),
            _ => return Err(damaged("schema")),
        };
        let is_group = element.count(5).is_some_and(|count| count > 0);
        let kind = if is_group {
            let children = self.children(element, (definition, repeat), depth)?;
            group(element, children)
        } else {
            if self.leaves.len() == LEAVES {
                let limit = LEAVES as u64;
                return Err(FileFault::Limit {
                    what: "columns",
                    limit,
                });
            }
            let physical = physical(element)?;
            self.leaves.push(Leaf {
                physical,
                meaning: meaning(element, physical),
                definition,
                repetition: repeat,
            });
            Kind::Leaf(self.leaves.len() - 1)
        };
        Ok(Node {
            name: element.text(4).unwrap_or_default(),
            repetition,
            definition,
            repeat,
            kind,
        })
    }
}

/// A list or a map where it is marked as one and has its form; else parts with names.
fn group(element: &Fields<'_>, mut children: Vec<Node>) -> Kind {
    let logical = element
        .fields(10)
        .and_then(Fields::member)
        .map(|(number, _)| number);
    let is_list = logical == Some(3) || element.int(6) == Some(3);
    let is_map = logical == Some(2) || matches!(element.int(6), Some(1 | 2));
    let is_one = children.len() == 1 && children[0].repetition == Repetition::Repeated;
    match children.pop() {
        Some(child) if is_one && is_list => Kind::List(Box::new(child)),
        Some(child) if is_one && is_map && matches!(&child.kind, Kind::Struct(pair) if pair.len() == 2) => {
            Kind::Map(Box::new(child))
        }
        last => Kind::Struct(children.into_iter().chain(last).collect()),
    }
}

fn physical(element: &Fields<'_>) -> Result<Physical, FileFault> {
    let code = element.int(1).ok_or_else(|| damaged("schema"))?;
    Ok(match code {
        0 => Physical::Bool,
        1 => Physical::Int32,
        2 => Physical::Int64,
        3 => Physical::Int96,
        4 => Physical::Float,
        5 => Physical::Double,
        6 => Physical::Bytes,
        7 => Physical::Fixed(
            element
                .count(2)
                .filter(|length| *length > 0)
                .ok_or_else(|| damaged("schema"))?,
        ),
        _ => return Err(damaged("schema")),
    })
}

/// By the annotation of today, else by that of old; one that does not fit what is stored is none.
fn meaning(element: &Fields<'_>, physical: Physical) -> Meaning {
    let by_logical = element.fields(10).and_then(logical);
    let meaning = by_logical
        .or_else(|| converted(element))
        .unwrap_or(Meaning::Plain);
    let is_whole = matches!(physical, Physical::Int32 | Physical::Int64);
    let fits = match (&meaning, physical) {
        (Meaning::Text, Physical::Bytes | Physical::Fixed(_))
        | (Meaning::Geometry { .. }, Physical::Bytes)
        | (Meaning::Uuid, Physical::Fixed(16))
        | (Meaning::Half, Physical::Fixed(2))
        | (Meaning::Date, Physical::Int32)
        | (Meaning::Decimal(_), Physical::Bytes | Physical::Fixed(_)) => true,
        (Meaning::Unsigned | Meaning::Time(_) | Meaning::Moment { .. } | Meaning::Decimal(_), _) => is_whole,
        _ => false,
    };
    if fits { meaning } else { Meaning::Plain }
}

fn logical(union: &Fields<'_>) -> Option<Meaning> {
    let (number, member) = union.member()?;
    let fields = member.fields()?;
    Some(match number {
        1 | 4 | 12 => Meaning::Text,
        5 => Meaning::Decimal(u32::try_from(fields.int(1)?).ok()?),
        6 => Meaning::Date,
        7 => Meaning::Time(unit(fields)?),
        8 => Meaning::Moment {
            unit: unit(fields)?,
            utc: fields.truth(1).unwrap_or(false),
        },
        10 if fields.truth(2) == Some(false) => Meaning::Unsigned,
        14 => Meaning::Uuid,
        15 => Meaning::Half,
        17 | 18 => Meaning::Geometry {
            crs: fields.text(1).filter(|crs| !crs.trim().is_empty()),
            geodesic: number == 18,
        },
        _ => return None,
    })
}

fn unit(fields: &Fields<'_>) -> Option<Unit> {
    let (number, _) = fields.fields(2)?.member()?;
    match number {
        1 => Some(Unit::Milli),
        2 => Some(Unit::Micro),
        3 => Some(Unit::Nano),
        _ => None,
    }
}

fn converted(element: &Fields<'_>) -> Option<Meaning> {
    let moment = |unit| Meaning::Moment { unit, utc: true };
    Some(match element.int(6)? {
        0 | 4 | 19 => Meaning::Text,
        5 => Meaning::Decimal(u32::try_from(element.int(7).unwrap_or(0)).ok()?),
        6 => Meaning::Date,
        7 => Meaning::Time(Unit::Milli),
        8 => Meaning::Time(Unit::Micro),
        9 => moment(Unit::Milli),
        10 => moment(Unit::Micro),
        11..=14 => Meaning::Unsigned,
        _ => return None,
    })
}
