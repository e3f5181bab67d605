//! All rings of a layer as one net: which corners lie at one place, and which edge of a neighbour runs against which.
//!
//! Places are compared to the last bit and numbered from west to east, of one meridian from south to north. An edge bears
//! the number of its first corner. Rings stand in the net with their last vertex before them and their first behind, so
//! that each corner finds both neighbours beside it.

use geo::Coord;
use rayon::prelude::*;

use crate::geom::shape::Shape;
use crate::progress::{Cancelled, Progress};

/// No edge, no feature.
pub(super) const NONE: u32 = u32::MAX;
/// So many corners are sorted at a time.
const STRETCH: usize = 1 << 16;
/// Rings whose corners are handed out at a time.
const BLOCK: usize = 1 << 10;

/// One ring of the net.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ring {
    /// The feature that it belongs to, by position.
    pub feature: u32,
    /// Which polygon of the feature.
    pub polygon: u32,
    /// 0 for the shell, holes from 1.
    pub number: u32,
    /// Its first corner.
    pub start: u32,
    /// The slot behind its last corner, where its first place is repeated.
    pub end: u32,
}

/// The rings of some features, tied together.
#[derive(Debug, Default)]
pub(super) struct Net {
    rings: Vec<Ring>,
    /// The rings of a feature, by its position: a range of `rings`.
    of_feature: Vec<u32>,
    place_of: Vec<u32>,
    /// Corners by place, at one place by the place of the next corner.
    order: Vec<u32>,
    /// Where in `order` a place begins.
    first: Vec<u32>,
    places: Vec<Coord<f64>>,
    mates: Vec<u32>,
}

type Corner = (Coord<f64>, u32);

impl Net {
    /// Ties the polygons of `shapes` together; those that are `left_out` have no rings in it.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(
        shapes: &[&Shape],
        left_out: impl Fn(usize) -> bool,
        progress: &Progress,
    ) -> Result<Net, Cancelled> {
        let mut net = Net::default();
        let mut lines: Vec<&[Coord<f64>]> = Vec::new();
        let mut next = 0u32;
        for (feature, shape) in shapes.iter().enumerate() {
            net.of_feature.push(net.rings.len() as u32);
            let polygons = shape.areas().iter().enumerate();
            for (polygon, parts) in polygons.filter(|_| !left_out(feature)) {
                let rings = std::iter::once(parts.exterior()).chain(parts.interiors());
                for (number, ring) in rings.enumerate() {
                    let Some((_, open)) = ring.0.split_last() else {
                        continue;
                    };
                    // Numbers of 32 bits hold the corners of 60 GB of coordinates; what is beyond stays out.
                    let Some(behind) = next.checked_add(open.len() as u32 + 2) else {
                        continue;
                    };
                    net.rings.push(Ring {
                        feature: feature as u32,
                        polygon: polygon as u32,
                        number: number as u32,
                        start: next + 1,
                        end: behind - 1,
                    });
                    lines.push(open);
                    next = behind;
                }
            }
        }
        net.of_feature.push(net.rings.len() as u32);
        net.sort(&lines, next as usize, progress)?;
        net.find_mates(progress)?;
        Ok(net)
    }

    /// Numbers the places.
    fn sort(&mut self, lines: &[&[Coord<f64>]], slots: usize, progress: &Progress) -> Result<(), Cancelled> {
        let stretches = sorted(&self.rings, lines, progress)?;
        self.place_of = vec![NONE; slots];
        for corner in stretches.into_iter().flatten() {
            let (at, slot) = corner;
            if self.places.last() != Some(&at) {
                if self.places.len().is_multiple_of(STRETCH) {
                    progress.check()?;
                }
                self.first.push(self.order.len() as u32);
                self.places.push(at);
            }
            if let Some(place) = self.place_of.get_mut(slot as usize) {
                *place = self.places.len() as u32 - 1;
            }
            self.order.push(slot);
        }
        self.first.push(self.order.len() as u32);
        for ring in &self.rings {
            let (start, end) = (ring.start as usize, ring.end as usize);
            self.place_of[start - 1] = self.place_of[end - 1];
            self.place_of[end] = self.place_of[start];
        }
        let place_of = &self.place_of;
        self.order
            .par_chunk_by_mut(|&a, &b| place_of[a as usize] == place_of[b as usize])
            .try_for_each(|group| {
                if group.len() > 1 {
                    group.sort_unstable_by_key(|&corner| (place_of[corner as usize + 1], corner));
                }
                progress.check()
            })
    }

    /// Pairs each edge with one that runs against it, the first with the first where there are several.
    fn find_mates(&mut self, progress: &Progress) -> Result<(), Cancelled> {
        let mut mates = vec![NONE; self.place_of.len()];
        let mut slices = Vec::with_capacity(self.rings.len());
        let mut rest = mates.as_mut_slice();
        for ring in &self.rings {
            let (own, others) = rest.split_at_mut((ring.end + 2 - ring.start) as usize);
            slices.push((ring, own));
            rest = others;
        }
        slices.into_par_iter().try_for_each(|(ring, own)| {
            // The slot before the first corner is its own; that behind the last begins no edge.
            for (corner, mate) in (ring.start..ring.end).zip(own.iter_mut().skip(1)) {
                *mate = self.mate_by_rank(corner);
            }
            progress.check()
        })?;
        self.mates = mates;
        Ok(())
    }

    fn mate_by_rank(&self, corner: u32) -> u32 {
        let (from, to) = (self.place(corner), self.place(corner + 1));
        let own = self.edges_between(from, to);
        let rank = own.partition_point(|&other| other < corner);
        self.edges_between(to, from).get(rank).copied().unwrap_or(NONE)
    }

    /// The edges from one place to another, ascending.
    pub fn edges_between(&self, from: u32, to: u32) -> &[u32] {
        let corners = self.corners(from);
        let next = |corner: &u32| self.place(corner + 1);
        let begin = corners.partition_point(|corner| next(corner) < to);
        let rest = corners.get(begin..).unwrap_or_default();
        rest.get(..rest.partition_point(|corner| next(corner) == to))
            .unwrap_or_default()
    }

    /// The place at which a corner lies; also of the slots before and behind a ring.
    pub fn place(&self, corner: u32) -> u32 {
        self.place_of.get(corner as usize).copied().unwrap_or(NONE)
    }

    /// Where a place is.
    pub fn at(&self, place: u32) -> Coord<f64> {
        self.places.get(place as usize).copied().unwrap_or_default()
    }

    /// Where a corner is.
    pub fn corner(&self, corner: u32) -> Coord<f64> {
        self.at(self.place(corner))
    }

    /// How many places there are.
    pub fn place_count(&self) -> u32 {
        self.places.len() as u32
    }

    /// The corners at a place.
    pub fn corners(&self, place: u32) -> &[u32] {
        let bound = |place: usize| self.first.get(place).map_or(0, |&first| first as usize);
        self.order
            .get(bound(place as usize)..bound(place as usize + 1))
            .unwrap_or_default()
    }

    /// The edge that runs against this one, or [`NONE`].
    pub fn mate(&self, edge: u32) -> u32 {
        self.mates.get(edge as usize).copied().unwrap_or(NONE)
    }

    /// The edge that ends at a corner.
    pub fn edge_before(&self, corner: u32) -> u32 {
        let ring = self.ring(corner);
        if corner > ring.start {
            corner - 1
        } else {
            ring.end - 1
        }
    }

    /// The ring of a corner.
    pub fn ring(&self, corner: u32) -> Ring {
        let behind = self.rings.partition_point(|ring| ring.start <= corner);
        self.rings[behind.saturating_sub(1)]
    }

    /// All rings, by feature.
    pub fn rings(&self) -> &[Ring] {
        &self.rings
    }

    /// The rings of a feature.
    pub fn rings_of(&self, feature: usize) -> &[Ring] {
        let bound = |number: usize| self.of_feature.get(number).map_or(0, |&first| first as usize);
        self.rings
            .get(bound(feature)..bound(feature + 1))
            .unwrap_or_default()
    }
}

/// All corners from west to east and from south to north, in stretches that follow each other.
fn sorted(
    rings: &[Ring],
    lines: &[&[Coord<f64>]],
    progress: &Progress,
) -> Result<Vec<Vec<Corner>>, Cancelled> {
    let bounds = bounds(lines);
    let blocks: Vec<_> = rings.chunks(BLOCK).zip(lines.chunks(BLOCK)).collect();
    let handed_out: Vec<Vec<Vec<Corner>>> = blocks
        .into_par_iter()
        .map(|(rings, lines)| {
            progress.check()?;
            let mut stretches = vec![Vec::new(); bounds.len() + 1];
            for (ring, line) in rings.iter().zip(lines) {
                for (corner, at) in (ring.start..).zip(line.iter()) {
                    // Both zeros are one place.
                    let at = Coord {
                        x: at.x + 0.0,
                        y: at.y + 0.0,
                    };
                    stretches[bounds.partition_point(|&bound| bound <= at.x)].push((at, corner));
                }
            }
            Ok(stretches)
        })
        .collect::<Result<_, _>>()?;
    (0..=bounds.len())
        .into_par_iter()
        .map(|number| {
            progress.check()?;
            let parts: Vec<&[Corner]> = handed_out.iter().map(|block| block[number].as_slice()).collect();
            let mut stretch = parts.concat();
            stretch.sort_unstable_by(|(p, a), (q, b)| {
                p.x.total_cmp(&q.x).then(p.y.total_cmp(&q.y)).then(a.cmp(b))
            });
            Ok(stretch)
        })
        .collect()
}

/// Eastings that cut the corners into stretches of about the same number.
fn bounds(lines: &[&[Coord<f64>]]) -> Vec<f64> {
    let total: usize = lines.iter().map(|line| line.len()).sum();
    let wanted = total / STRETCH;
    if wanted == 0 {
        return Vec::new();
    }
    let step = (STRETCH / 64).max(1);
    let all = lines.iter().flat_map(|line| line.iter());
    let mut sample: Vec<f64> = all.step_by(step).map(|at| at.x + 0.0).collect();
    sample.sort_unstable_by(f64::total_cmp);
    let mut bounds: Vec<f64> = (1..=wanted)
        .filter_map(|k| sample.get(k * sample.len() / (wanted + 1)).copied())
        .collect();
    bounds.dedup();
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;

    fn rectangle(west: f64, east: f64) -> Shape {
        let corners = [(west, 0.0), (east, 0.0), (east, 10.0), (west, 10.0)];
        admit_plane(geo::Polygon::new(corners.into_iter().collect(), vec![])).unwrap()
    }

    /// More corners than are sorted at a time, from east to west.
    #[test]
    fn places_are_numbered_from_west_to_east() {
        let shapes: Vec<Shape> = (0..20_000u32)
            .rev()
            .map(|k| rectangle(f64::from(k), f64::from(k + 1)))
            .collect();
        let shapes: Vec<&Shape> = shapes.iter().collect();
        let net = Net::new(&shapes, |_| false, &Progress::default()).unwrap();
        assert_eq!(net.place_count(), 2 * 20_001);
        let order = |place: u32| (net.at(place).x, net.at(place).y);
        assert!((1..net.place_count()).all(|place| order(place - 1) < order(place)));
        let count = |feature: usize| {
            let [ring] = net.rings_of(feature) else {
                panic!("{feature}")
            };
            (ring.start..ring.end)
                .filter(|&edge| net.mate(edge) != NONE)
                .count()
        };
        assert_eq!((count(0), count(1), count(9999), count(19_999)), (1, 2, 2, 1));
    }

    /// Of two edges that run the same way only the first has the one that runs against them.
    #[test]
    fn mates_are_each_others() {
        let check = |shapes: &[Shape], expected: &[(u32, u32)]| {
            let shapes: Vec<&Shape> = shapes.iter().collect();
            let net = Net::new(&shapes, |_| false, &Progress::default()).unwrap();
            let mut pairs = Vec::new();
            for ring in net.rings() {
                for edge in ring.start..ring.end {
                    let mate = net.mate(edge);
                    if mate != NONE {
                        assert_eq!(net.mate(mate), edge);
                        assert_eq!(
                            (net.corner(edge), net.corner(edge + 1)),
                            (net.corner(mate + 1), net.corner(mate))
                        );
                        pairs.push((net.ring(edge).feature, net.ring(mate).feature));
                    }
                }
            }
            pairs.sort_unstable();
            assert_eq!(pairs, expected);
        };
        let (left, half, right) = (rectangle(0.0, 10.0), rectangle(5.0, 10.0), rectangle(10.0, 20.0));
        let shapes = [left.clone(), right.clone()];
        check(&shapes, &[(0, 1), (1, 0)]);
        let shapes = [left.clone(), half.clone(), right.clone()];
        check(&shapes, &[(0, 2), (2, 0)]);
        let shapes = [left.clone(), half.clone(), right.clone(), rectangle(10.0, 15.0)];
        check(&shapes, &[(0, 2), (1, 3), (2, 0), (3, 1)]);
        check(&[right, half, left], &[(0, 1), (1, 0)]);
    }
}
