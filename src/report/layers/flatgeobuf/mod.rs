//! FlatGeobuf, version 3: a header, a packed Hilbert R-tree, and features in the order of its leaves.
//!
//! The tree comes before the features, so boxes and lengths are worked out first and the features made a second time to be
//! written: twice the work, but only 48 bytes of each feature are held.

mod buffer;
mod feature;
mod header;
mod tree;

use std::io::{self, Write};

use crate::geom::extent::Extent;

use super::super::files::Staged;
use super::loss::{Loss, Losses};
use super::sink::{Form, Record, Sink, Stop, Stream};
use super::survey::{Columns, Survey};

use header::{Head, column_kinds};
use tree::Leaf;

/// What every file begins with, the patch version last.
const MARK: [u8; 8] = *b"fgb\x03fgb\x00";

/// Writes a whole file.
///
/// # Errors
/// [`Stop`].
pub fn write(
    mut out: Staged,
    stream: &Stream<'_>,
    survey: &Survey,
    name: &str,
    losses: &mut Losses,
) -> Result<Staged, Stop> {
    let kinds = column_kinds(&survey.columns, losses);
    let geometry_type = header::geometry_type(survey);
    let mut sizes = Sizes {
        columns: &survey.columns,
        kinds: &kinds,
        geometry_type,
        leaves: Vec::with_capacity(stream.features.count()),
    };
    // What is lost would be counted twice.
    stream.into_sink(&mut sizes, &mut Losses::default())?;
    let mut leaves = sizes.leaves;
    let mut extent = Extent::EMPTY;
    leaves.iter().for_each(|leaf| extent.merge(&leaf.extent));
    let has_index = !leaves.is_empty() && leaves.iter().all(|leaf| !leaf.extent.is_empty());
    if has_index {
        tree::sort(&mut leaves, &extent);
        let stays = leaves.iter().enumerate().all(|(at, leaf)| at == leaf.position);
        losses.add(Loss::Reordered, usize::from(!stays));
    } else if !leaves.is_empty() {
        losses.note(Loss::NoIndex);
    }
    let head = Head {
        name,
        extent,
        geometry_type,
        count: leaves.len() as u64,
        has_index,
    };
    out.write_all(&MARK)?;
    out.write_all(&head.bytes(&survey.columns, &kinds, stream.placing))?;
    if has_index {
        tree::write(&leaves, &mut out)?;
    }
    let order: Vec<usize> = leaves.into_iter().map(|leaf| leaf.position).collect();
    let mut bodies = Bodies {
        columns: &survey.columns,
        kinds: &kinds,
        geometry_type,
        out,
    };
    stream.in_order(&order, &mut bodies, losses)?;
    Ok(bodies.out)
}

/// How many times the features are gone through.
pub const PASSES: u64 = 2;

/// The first time: boxes and lengths.
struct Sizes<'a> {
    columns: &'a Columns,
    kinds: &'a [u8],
    geometry_type: u8,
    leaves: Vec<Leaf>,
}

impl Form for Sizes<'_> {
    type Piece = Leaf;

    fn piece(&self, record: &Record<'_>, _: &mut Losses) -> Leaf {
        let body = feature::bytes(record, self.columns, self.kinds, self.geometry_type);
        Leaf {
            position: record.position,
            extent: record.place.extent(),
            byte_count: body.len() as u64,
        }
    }
}

impl Sink for Sizes<'_> {
    type Form = Self;

    fn form(&self) -> &Self {
        self
    }

    fn put(&mut self, leaf: Leaf) -> io::Result<()> {
        self.leaves.push(leaf);
        Ok(())
    }
}

/// The second time: the features themselves.
struct Bodies<'a> {
    columns: &'a Columns,
    kinds: &'a [u8],
    geometry_type: u8,
    out: Staged,
}

impl Form for Bodies<'_> {
    type Piece = Vec<u8>;

    fn piece(&self, record: &Record<'_>, _: &mut Losses) -> Vec<u8> {
        feature::bytes(record, self.columns, self.kinds, self.geometry_type)
    }
}

impl Sink for Bodies<'_> {
    type Form = Self;

    fn form(&self) -> &Self {
        self
    }

    fn put(&mut self, body: Vec<u8>) -> io::Result<()> {
        self.out.write_all(&body)
    }
}
