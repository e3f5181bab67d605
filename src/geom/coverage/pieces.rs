//! Borders in short pieces with their boxes, so that what is far apart is never compared edge by edge.

use rayon::prelude::*;

use crate::geom::extent::Extent;

use super::net::{NONE, Net};

/// The most edges of a piece.
const EDGES: u32 = 8;
/// Children of a node.
const FAN: usize = 8;
/// Features with more pieces than this keep a tree over them.
const TREE_FROM: usize = 24;

/// A stretch of one ring along which the neighbour on the other side stays the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// The box around it.
    pub extent: Extent,
    /// Its first edge.
    pub start: u32,
    /// The corner at its end.
    pub end: u32,
    /// The feature whose border runs against it, or [`NONE`].
    pub partner: u32,
}

/// The pieces of each feature.
#[derive(Debug)]
pub(super) struct Pieces(Vec<Own>);

#[derive(Debug, Default)]
struct Own {
    pieces: Box<[Piece]>,
    /// Boxes of [`FAN`] pieces, of [`FAN`] of these and so on, for features with many.
    levels: Vec<Box<[Extent]>>,
}

impl Pieces {
    /// Cuts all rings, feature by feature.
    pub fn new(net: &Net, feature_count: usize) -> Pieces {
        let own = (0..feature_count)
            .into_par_iter()
            .map(|feature| Own::new(net, feature));
        Pieces(own.collect())
    }

    /// Adds the pieces of a feature that meet a box and do not run against `other`.
    pub fn meeting(&self, feature: usize, extent: &Extent, other: u32, found: &mut Vec<Piece>) {
        found.clear();
        let Some(own) = self.0.get(feature) else { return };
        let wanted = |piece: &&Piece| piece.partner != other && piece.extent.meets(extent);
        if own.levels.is_empty() {
            found.extend(own.pieces.iter().filter(wanted));
            return;
        }
        let mut open = vec![(own.levels.len(), 0)];
        while let Some((level, node)) = open.pop() {
            let children = node * FAN..(node + 1) * FAN;
            match level.checked_sub(1) {
                None => {
                    let pieces = own.pieces.get(node..node + 1).unwrap_or_default();
                    found.extend(pieces.iter().filter(wanted));
                }
                Some(below) => {
                    let own = own.levels.get(below).and_then(|level| level.get(node));
                    if own.is_some_and(|own| own.meets(extent)) {
                        open.extend(children.rev().map(|child| (below, child)));
                    }
                }
            }
        }
    }
}

impl Own {
    fn new(net: &Net, feature: usize) -> Own {
        let mut pieces = Vec::new();
        for ring in net.rings_of(feature) {
            let mut start = ring.start;
            while start < ring.end {
                let end = end_of_piece(net, start, ring.end);
                let mate = net.mate(start);
                pieces.push(Piece {
                    extent: Extent::of_coords((start..=end).map(|corner| net.corner(corner))),
                    start,
                    end,
                    partner: if mate == NONE {
                        NONE
                    } else {
                        net.ring(mate).feature
                    },
                });
                start = end;
            }
        }
        let levels = if pieces.len() > TREE_FROM {
            levels_over(&pieces)
        } else {
            Vec::new()
        };
        Own {
            pieces: pieces.into(),
            levels,
        }
    }
}

fn levels_over(pieces: &[Piece]) -> Vec<Box<[Extent]>> {
    let boxes: Vec<Extent> = pieces.iter().map(|piece| piece.extent).collect();
    let mut levels: Vec<Box<[Extent]>> = vec![boxes.chunks(FAN).map(merged).collect()];
    while let Some(below) = levels.last().filter(|level| level.len() > 1) {
        let above = below.chunks(FAN).map(merged).collect();
        levels.push(above);
    }
    levels
}

fn end_of_piece(net: &Net, start: u32, ring_end: u32) -> u32 {
    let mut end = start + 1;
    let mut mate = net.mate(start);
    while end < ring_end && end - start < EDGES {
        let next = net.mate(end);
        // Along one border the edges of the neighbour go backwards.
        let goes_on = if mate == NONE {
            next == NONE
        } else {
            next != NONE && next + 1 == mate
        };
        if !goes_on {
            break;
        }
        mate = next;
        end += 1;
    }
    end
}

fn merged(extents: &[Extent]) -> Extent {
    let mut all = Extent::EMPTY;
    extents.iter().for_each(|extent| all.merge(extent));
    all
}
