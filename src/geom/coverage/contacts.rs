//! Which features of a layer may overlap, without measuring any overlap.
//!
//! Two valid areas whose interiors meet show it in one of four ways: two of their edges meet in more than a vertex of
//! both, or run together in the same direction; at a common vertex their angles overlap; or one lies wholly within the
//! other and touches no border of it. Each is looked for exactly. Edges of one feature need no comparison, for a feature
//! is valid in itself; therefore neither do borders that two features share, and in a clean coverage hardly anything is
//! left to compare.

use std::cmp::Ordering;

use geo::Coord;
use rayon::prelude::*;

use crate::geom::crossing::turn;
use crate::geom::extent::Extent;
use crate::geom::segment::Segment;
use crate::geom::shape::Shape;
use crate::geom::side::{Side, side_of_shape};
use crate::progress::{Cancelled, Progress};

use super::net::{NONE, Net, Ring};
use super::oddity::Near;
use super::pieces::{Piece, Pieces};

/// Places that are looked at between two looks at the wish to stop.
const BLOCK: u32 = 1 << 12;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    /// Pairs of features by position, the lesser first, ascending, each with a corner that shows it: only these can
    /// overlap.
    pub pairs: Vec<(u32, u32, u32)>,
    /// Edges without a mate that meet in more than a common vertex.
    pub links: Vec<(u32, u32)>,
    /// Corners at which a polygon touches itself, ascending by feature.
    pub touches: Vec<u32>,
}

impl Contacts {
    /// Looks for all of them; `near` gives the positions of the features whose boxes meet a box, ascending.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn find(
        (net, pieces): (&Net, &Pieces),
        shapes: &[&Shape],
        near: &Near<'_>,
        progress: &Progress,
    ) -> Result<Contacts, Cancelled> {
        let blocks: Vec<u32> = (0..net.place_count()).step_by(BLOCK as usize).collect();
        let at_places = blocks.into_par_iter().map(|start| {
            progress.check()?;
            let mut found = Contacts::default();
            let end = net.place_count().min(start.saturating_add(BLOCK));
            (start..end).for_each(|place| at_place(net, place, &mut found));
            Ok(found)
        });
        let at_places: Vec<Contacts> = at_places.collect::<Result<_, _>>()?;
        let between = (0..shapes.len()).into_par_iter().map_init(
            || Between {
                net,
                pieces,
                own: Vec::new(),
                others: Vec::new(),
            },
            |between, feature| {
                progress.check()?;
                let mut found = Contacts::default();
                let shape = shapes.get(feature).filter(|_| !net.rings_of(feature).is_empty());
                if let Some(shape) = shape {
                    for other in near(&shape.extent()) {
                        // A box may reach over the whole layer.
                        progress.check()?;
                        if other != feature && !net.rings_of(other).is_empty() {
                            between.look_at((feature, shape), (other, shapes[other]), &mut found);
                        }
                    }
                }
                progress.advance(1);
                Ok(found)
            },
        );
        let between: Vec<Contacts> = between.collect::<Result<_, _>>()?;
        let mut all = Contacts::default();
        for found in at_places.into_iter().chain(between) {
            all.pairs.extend(found.pairs);
            all.links.extend(found.links);
            all.touches.extend(found.touches);
        }
        all.pairs.par_sort_unstable();
        all.pairs.dedup_by_key(|&mut (a, b, _)| (a, b));
        all.touches.sort_unstable();
        Ok(all)
    }

    fn pair(&mut self, a: u32, b: u32, corner: u32) {
        if a != b {
            self.pairs.push((a.min(b), a.max(b), corner));
        }
    }
}

/// Compares two features at a time.
struct Between<'a> {
    net: &'a Net,
    pieces: &'a Pieces,
    own: Vec<Piece>,
    others: Vec<Piece>,
}

impl Between<'_> {
    fn look_at(&mut self, (a, first): (usize, &Shape), (b, second): (usize, &Shape), found: &mut Contacts) {
        self.shells_within((b, second), (a, first), found);
        if a > b {
            return;
        }
        let common = first.extent().common_with(&second.extent());
        self.pieces.meeting(a, &common, b as u32, &mut self.own);
        if self.own.is_empty() {
            return;
        }
        self.pieces.meeting(b, &common, a as u32, &mut self.others);
        let is_apart = |one: &Piece, two: &Piece| one.partner == NONE || one.partner != two.partner;
        if self.others.len() > 64 {
            self.others.sort_unstable_by(|p, q| {
                p.extent
                    .min
                    .x
                    .total_cmp(&q.extent.min.x)
                    .then(p.start.cmp(&q.start))
            });
            let width = self
                .others
                .iter()
                .map(|piece| piece.extent.width())
                .fold(0.0, f64::max)
                .next_up();
            for one in &self.own {
                let west = one.extent.min.x - width;
                let from = self.others.partition_point(|two| two.extent.min.x < west);
                let near = self.others.get(from..).unwrap_or_default().iter();
                near.take_while(|two| two.extent.min.x <= one.extent.max.x)
                    .filter(|two| two.extent.meets(&one.extent) && is_apart(one, two))
                    .for_each(|two| compare(self.net, (one, a), (two, b), found));
            }
            return;
        }
        for one in &self.own {
            for two in &self.others {
                if two.extent.meets(&one.extent) && is_apart(one, two) {
                    compare(self.net, (one, a), (two, b), found);
                }
            }
        }
    }

    /// Shells of `inner` that lie within `outer` and touch no border of it.
    fn shells_within(&self, (b, inner): (usize, &Shape), (a, outer): (usize, &Shape), found: &mut Contacts) {
        let common = outer.extent().common_with(&inner.extent());
        let holds = |box_: &Extent| common.covers(box_);
        let single = inner.areas().0.len() == 1;
        if single && !holds(&inner.extent()) {
            return;
        }
        let shells = self.net.rings_of(b).iter().filter(|ring| ring.number == 0);
        let within = |ring: &Ring| {
            let corners = || (ring.start..ring.end).map(|corner| self.net.corner(corner));
            corners().next().is_some_and(|at| common.contains(at))
                && (single || corners().all(|at| common.contains(at)))
                && side_of_shape(outer, self.net.corner(ring.start)) == Side::Inside
        };
        if let Some(shell) = { shells }.find(|ring| within(ring)) {
            found.pair(a as u32, b as u32, shell.start);
        }
    }
}

/// Compares the edges of two pieces.
fn compare(net: &Net, (one, a): (&Piece, usize), (two, b): (&Piece, usize), found: &mut Contacts) {
    for e in one.start..one.end {
        let first = Segment {
            a: net.corner(e),
            b: net.corner(e + 1),
        };
        let extent = first.extent();
        if !extent.meets(&two.extent) {
            continue;
        }
        for f in two.start..two.end {
            let second = Segment {
                a: net.corner(f),
                b: net.corner(f + 1),
            };
            if !extent.meets(&second.extent()) {
                continue;
            }
            if meet_beyond_a_vertex(&first, &second) {
                found.pair(a as u32, b as u32, e);
                if net.mate(e) == NONE && net.mate(f) == NONE {
                    found.links.push((e, f));
                }
            }
        }
    }
}

/// True where two edges have a point in common that is not an end of both. Edges with the same ends do not count.
fn meet_beyond_a_vertex(first: &Segment, second: &Segment) -> bool {
    let ends = [(first.a, first.b), (first.b, first.a)];
    let same = |(own, _): &(Coord<f64>, Coord<f64>)| *own == second.a || *own == second.b;
    match (same(&ends[0]), same(&ends[1])) {
        (true, true) => false,
        (false, false) => first.touches(second),
        (one, _) => {
            let (shared, own) = if one { ends[0] } else { ends[1] };
            let other = if shared == second.a { second.b } else { second.a };
            let ahead = (own.x - shared.x) * (other.x - shared.x) + (own.y - shared.y) * (other.y - shared.y);
            ahead > 0.0 && turn(shared, own, other) == 0.0
        }
    }
}

/// What a ring takes of the full turn around one of its corners: counter-clockwise from the next corner to the last.
struct Sector {
    ring: Ring,
    corner: u32,
    from: Coord<f64>,
    to: Coord<f64>,
}

impl Sector {
    fn of(net: &Net, corner: u32) -> Sector {
        Sector {
            ring: net.ring(corner),
            corner,
            from: net.corner(corner + 1),
            to: net.corner(corner - 1),
        }
    }
}

/// True where a feature covers the ground just counter-clockwise of a direction from a place, at which it has these corners.
pub(super) fn covers(net: &Net, corners: &[u32], at: Coord<f64>, direction: Coord<f64>) -> bool {
    let edges = corners.iter().flat_map(|&corner| {
        let (out, back) = (net.corner(corner + 1), net.corner(corner - 1));
        [(out, true), (back, false)]
    });
    // Of a valid feature edges out and back alternate; the last one before the direction tells on which side it is.
    let is_passed = |end: Coord<f64>| by_angle(at, end, direction).is_le();
    let last = edges.max_by(|(p, _), (q, _)| is_passed(*p).cmp(&is_passed(*q)).then(by_angle(at, *p, *q)));
    last.is_some_and(|(_, is_out)| is_out)
}

fn at_place(net: &Net, place: u32, found: &mut Contacts) {
    let corners = net.corners(place);
    if corners.len() < 2 {
        return;
    }
    let ends = |corner: u32| (net.place(corner - 1), net.place(corner + 1));
    if let &[a, b] = corners {
        let ((before, after), other) = (ends(a), ends(b));
        // The same border from both sides.
        if other == (after, before) {
            return;
        }
    }
    let at = net.at(place);
    let mut sectors: Vec<Sector> = corners.iter().map(|&corner| Sector::of(net, corner)).collect();
    sectors.sort_unstable_by(|p, q| by_angle(at, p.from, q.from).then(p.corner.cmp(&q.corner)));
    let count = sectors.len();
    for (k, own) in sectors.iter().enumerate() {
        let following = (1..count).filter_map(|step| sectors.get((k + step) % count));
        for other in following.take_while(|other| is_within(at, other.from, own)) {
            found.pair(own.ring.feature, other.ring.feature, own.corner);
        }
        let is_same = |other: &&Sector| {
            (other.ring.feature, other.ring.polygon) == (own.ring.feature, own.ring.polygon)
        };
        if sectors
            .get(k + 1..)
            .unwrap_or_default()
            .iter()
            .find(is_same)
            .is_some()
        {
            found.touches.push(own.corner);
        }
    }
}

/// The order of directions around a place, counter-clockwise from east. A turn of nothing is never less than nothing.
pub(super) fn by_angle(at: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> Ordering {
    let lower_half = |c: Coord<f64>| c.y < at.y || (c.y == at.y && c.x < at.x);
    let by_half = lower_half(a).cmp(&lower_half(b));
    by_half.then_with(|| 0.0f64.total_cmp(&turn(at, a, b)))
}

/// True where a direction lies in a sector or is its first.
fn is_within(at: Coord<f64>, direction: Coord<f64>, sector: &Sector) -> bool {
    let before_end = by_angle(at, direction, sector.to) == Ordering::Less;
    let after_start = by_angle(at, direction, sector.from) != Ordering::Less;
    match by_angle(at, sector.from, sector.to) {
        Ordering::Less => after_start && before_end,
        Ordering::Greater => after_start || before_end,
        Ordering::Equal => by_angle(at, direction, sector.from).is_eq(),
    }
}
