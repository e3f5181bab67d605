//! What a coverage encloses and does not cover.
//!
//! A clean loop is what it seems to be: counter-clockwise the outline of something, clockwise the border of a gap, unless
//! others cover the ground along it. Loops that cross are united by the overlay engine; as matching borders have cancelled,
//! only what is in question goes through it. How often the ground around such loops is covered is counted at their
//! westernmost place.
//!
//! Enclosed is what cannot be left but through single points: two gaps that touch in a corner are two, and one that
//! touches the open ground in a corner is a gap. The overlay engine is called once for each cluster of crossing loops, and
//! a wish to stop is heard between two calls only.

use geo::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use rayon::prelude::*;

use crate::geom::area::ring_area;
use crate::geom::crossing::{first_is_inside, turn};
use crate::geom::distance::nearest_border_within;
use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::overlay::uncovered;
use crate::geom::paths::edges;
use crate::geom::segment::Segment;
use crate::geom::shape::Shape;
use crate::geom::side::{Side, side_of_ring, side_of_shape};
use crate::geom::window::Window;
use crate::progress::{Cancelled, Progress};

use super::contacts::{by_angle, covers};
use super::loops::{Cluster, Loops};
use super::net::Net;
use super::oddity::Near;

/// A border within this many metres of a gap is its border: an overlay rounds its corners, seldom by more than the first.
const AT_BORDER_M: [f64; 2] = [1e-6, 1e-2];

/// Where on each edge of a gap its neighbours are looked for: an overlay may have made one edge of several.
const ALONG: [f64; 3] = [0.25, 0.5, 0.75];

/// Ground that is enclosed and not covered.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// Its outer ring and the outlines of what lies in it.
    pub polygon: Polygon<f64>,
    /// The features beside it, ascending.
    pub around: Vec<u32>,
}

/// Features whose edges bound something; `None` where an overlay has made its border.
type Beside = Option<Vec<u32>>;

/// What bounds what.
struct Search<'a> {
    net: &'a Net,
    loops: &'a Loops,
    shapes: &'a [&'a Shape],
    near: &'a Near<'a>,
}

/// What one cluster gives: polygons that are not covered, and outlines of what is covered and lies free.
#[derive(Default)]
struct Bounded {
    gaps: Vec<(Polygon<f64>, Beside)>,
    outlines: Vec<(LineString<f64>, Beside)>,
}

/// All gaps, from west to east.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn find(
    (net, loops): (&Net, &Loops),
    clusters: &[Cluster],
    (shapes, near): (&[&Shape], &Near<'_>),
    progress: &Progress,
) -> Result<Vec<Gap>, Cancelled> {
    let search = Search {
        net,
        loops,
        shapes,
        near,
    };
    let bounded = clusters.par_iter().map(|cluster| {
        progress.check()?;
        Ok(search.bounded(cluster))
    });
    let mut all = Bounded::default();
    for bounded in bounded.collect::<Result<Vec<Bounded>, _>>()? {
        all.gaps.extend(bounded.gaps);
        all.outlines.extend(bounded.outlines);
    }
    let mut polygons = with_islands(all, progress)?;
    let west = |polygon: &Polygon<f64>| Extent::of_coords(polygon.exterior().0.iter().copied()).min;
    polygons.sort_by_cached_key(|(polygon, _)| {
        let west = west(polygon);
        (ordered(west.x), ordered(west.y))
    });
    let gaps = polygons.into_par_iter().map(|(polygon, beside)| {
        progress.check()?;
        let mut around = beside.unwrap_or_else(|| search.beside(&polygon));
        around.sort_unstable();
        around.dedup();
        Ok(Gap { polygon, around })
    });
    gaps.collect()
}

/// Whole numbers in the order of the doubles.
fn ordered(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

impl Search<'_> {
    fn bounded(&self, cluster: &Cluster) -> Bounded {
        let mut bounded = Bounded::default();
        match cluster {
            Cluster::Clean(number) => {
                let edges = self.loops.edges(*number);
                let ring = LineString(self.ring(*number));
                if edges.first().is_none_or(|&edge| self.is_covered_right_of(edge)) {
                    return bounded;
                }
                let mut beside: Vec<u32> = edges.iter().map(|&edge| self.net.ring(edge).feature).collect();
                beside.dedup();
                if ring_area(&ring) > 0.0 {
                    bounded.outlines.push((ring, Some(beside)));
                } else {
                    bounded.gaps.push((gap_of(ring), Some(beside)));
                }
            }
            Cluster::Knotted(loops) => {
                let rings: Vec<Vec<Coord<f64>>> = loops.iter().map(|&number| self.ring(number)).collect();
                let extent = Extent::of_coords(rings.iter().flatten().copied());
                for polygon in uncovered(&rings, self.cover_beside(loops)) {
                    // All around lies what has a frame; its holes are the outlines of what is covered.
                    let corner = polygon
                        .exterior()
                        .0
                        .iter()
                        .find(|&&at| !extent.inflated(0.5).contains(at));
                    if corner.is_none() {
                        bounded.gaps.push((polygon, None));
                        continue;
                    }
                    let (_, outlines) = polygon.into_inner();
                    bounded.outlines.extend(outlines.into_iter().map(|mut outline| {
                        outline.0.reverse();
                        (outline, None)
                    }));
                }
            }
        }
        bounded
    }

    /// A loop as a closed ring.
    fn ring(&self, number: u32) -> Vec<Coord<f64>> {
        let edges = self.loops.edges(number);
        let corners = edges.iter().chain(edges.first());
        corners.map(|&edge| self.net.corner(edge)).collect()
    }

    /// True where anything covers the ground on the right of an edge, close to its end.
    fn is_covered_right_of(&self, edge: u32) -> bool {
        let (from, place) = (self.net.corner(edge), self.net.place(edge + 1));
        let at = self.net.at(place);
        let mut corners = self.net.corners(place).to_vec();
        let feature_of = |corner: u32| self.net.ring(corner).feature as usize;
        corners.sort_unstable();
        let mut by_feature = corners.chunk_by(|&a, &b| feature_of(a) == feature_of(b));
        if by_feature.any(|own| covers(self.net, own, at, from)) {
            return true;
        }
        let has_corner = |feature: usize| corners.iter().any(|&corner| feature_of(corner) == feature);
        let others = (self.near)(&Extent::from_corners(at, at)).into_iter();
        let others = others.filter(|&feature| !has_corner(feature) && !self.net.rings_of(feature).is_empty());
        let covered = |shape: &&Shape| match side_of_shape(shape, at) {
            Side::Inside => true,
            Side::Outside => false,
            Side::Border => is_left_of_border(shape, at, from),
        };
        others.filter_map(|feature| self.shapes.get(feature)).any(covered)
    }

    /// How many features cover the ground just west of loops, at their westernmost place.
    fn cover_beside(&self, loops: &[u32]) -> u32 {
        let edges = loops.iter().flat_map(|&number| self.loops.edges(number));
        // Places are numbered from west to east.
        let Some(place) = edges.map(|&edge| self.net.place(edge)).min() else {
            return 0;
        };
        let at = self.net.at(place);
        let around = Extent::from_corners(at, at).inflated(1.0);
        let mut window = Window::default();
        let covers = |&feature: &usize| {
            let Some(shape) = self.shapes.get(feature) else {
                return false;
            };
            window.look_at(shape, &around);
            first_is_inside(at, window.rings())
        };
        let near = (self.near)(&Extent::from_corners(at, at)).into_iter();
        near.filter(|&feature| !self.net.rings_of(feature).is_empty())
            .filter(covers)
            .count() as u32
    }

    /// The features whose borders run along a polygon.
    fn beside(&self, polygon: &Polygon<f64>) -> Vec<u32> {
        // Whoever touches a gap in a corner only is not beside it.
        let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let places = all
            .flat_map(|ring| edges(&ring.0))
            .flat_map(|edge| ALONG.map(|t| along(&edge, t)));
        let shape = Shape::new(
            MultiPolygon(Vec::new()),
            MultiLineString(Vec::new()),
            MultiPoint(places.map(Point).collect()),
        );
        let touching = |within_m: f64| -> Vec<u32> {
            let touches = |&feature: &usize| {
                let other = self
                    .shapes
                    .get(feature)
                    .filter(|_| !self.net.rings_of(feature).is_empty());
                other.is_some_and(|other| nearest_border_within(&shape, other, within_m).is_some())
            };
            let near = (self.near)(&shape.extent().inflated(within_m)).into_iter();
            near.filter(touches).map(|feature| feature as u32).collect()
        };
        // Whatever the overlay has rounded, a gap has somebody beside it.
        let mut found = AT_BORDER_M.into_iter().map(touching);
        found.find(|found| !found.is_empty()).unwrap_or_default()
    }
}

/// For a place on an edge of a shape but at no vertex: whether the shape lies just counter-clockwise of a direction.
fn is_left_of_border(shape: &Shape, at: Coord<f64>, direction: Coord<f64>) -> bool {
    let rings = shape.rings().flat_map(|ring| edges(&ring.0));
    let edge = { rings }.find(|edge| edge.carries(at));
    edge.is_some_and(|edge| match turn(edge.a, edge.b, direction) {
        turn if turn != 0.0 => turn > 0.0,
        _ => by_angle(at, direction, edge.b).is_eq(),
    })
}

fn along(edge: &Segment, t: f64) -> Coord<f64> {
    Coord {
        x: edge.a.x + t * (edge.b.x - edge.a.x),
        y: edge.a.y + t * (edge.b.y - edge.a.y),
    }
}

/// A gap of that border, which runs clockwise.
fn gap_of(mut border: LineString<f64>) -> Polygon<f64> {
    border.0.reverse();
    Polygon::new(border, Vec::new())
}

/// Takes out of each gap what lies free within it.
fn with_islands(bounded: Bounded, progress: &Progress) -> Result<Vec<(Polygon<f64>, Beside)>, Cancelled> {
    let Bounded { mut gaps, outlines } = bounded;
    let extent = |(gap, _): &(Polygon<f64>, Beside)| Extent::of_coords(gap.exterior().0.iter().copied());
    let index = SpatialIndex::new(&gaps.iter().map(extent).collect::<Vec<Extent>>());
    let parents = outlines.par_iter().map(|(outline, _)| {
        progress.check()?;
        Ok(parent(outline, &gaps, &index))
    });
    let parents: Vec<Option<usize>> = parents.collect::<Result<_, _>>()?;
    for ((mut outline, own), parent) in outlines.into_iter().zip(parents) {
        if let Some((gap, beside)) = parent.and_then(|parent| gaps.get_mut(parent)) {
            outline.0.reverse();
            gap.interiors_push(outline);
            *beside = beside.take().zip(own).map(|(all, own)| [all, own].concat());
        }
    }
    Ok(gaps)
}

/// The least gap that an outline lies in.
fn parent(outline: &LineString<f64>, gaps: &[(Polygon<f64>, Beside)], index: &SpatialIndex) -> Option<usize> {
    let gap_at = |number: usize| gaps.get(number).map(|(gap, _)| gap);
    let own = Extent::of_coords(outline.0.iter().copied());
    let area = |number: usize| gap_at(number).map_or(0.0, |gap| ring_area(gap.exterior()).abs());
    let own_m2 = ring_area(outline).abs();
    // A place on the border of both says nothing; a whole outline does not lie on the border of a gap around it.
    let is_within = |gap: &Polygon<f64>| {
        let sides = outline.0.iter().map(|&at| side_of_ring(gap.exterior(), at));
        { sides }.find(|side| *side != Side::Border) == Some(Side::Inside)
    };
    let holding = index
        .meeting(&own)
        .into_iter()
        .filter(|&number| area(number) > own_m2 && gap_at(number).is_some_and(is_within));
    holding.min_by(|&p, &q| area(p).total_cmp(&area(q)).then(p.cmp(&q)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;

    /// Not one of which only the box comes near, nor one that is larger than need be.
    #[test]
    fn an_outline_lies_in_the_least_gap_around_it() {
        let polygon = |ring: &[(f64, f64)]| Polygon::new(ring.iter().copied().collect(), Vec::new());
        let square = |at: f64, side: f64| {
            polygon(&[
                (at, at),
                (at + side, at),
                (at + side, at + side),
                (at, at + side),
                (at, at),
            ])
        };
        let bent = polygon(&[
            (0., 0.),
            (10., 0.),
            (10., 1.),
            (1., 1.),
            (1., 10.),
            (0., 10.),
            (0., 0.),
        ]);
        let gaps = [bent, square(-20.0, 40.0), square(-10.0, 30.0), square(5.25, 0.5)].map(|gap| (gap, None));
        let extents = gaps
            .each_ref()
            .map(|(gap, _)| Extent::of_coords(gap.exterior().0.iter().copied()));
        let index = SpatialIndex::new(&extents);
        let check = |at: f64, expected: Option<usize>| {
            let outline = square(at, 1.0);
            assert_eq!(parent(outline.exterior(), &gaps, &index), expected, "{at}");
        };
        check(5.0, Some(2));
        check(-15.0, Some(1));
        check(-30.0, None);
        // With each corner on the border of the bent one, which goes round it on two sides only.
        check(0.0, Some(2));
    }

    #[test]
    fn whole_numbers_keep_the_order_of_the_doubles() {
        let ascending = [
            f64::NEG_INFINITY,
            -1e300,
            -2.0,
            -1.5,
            -1e-300,
            0.0,
            1e-300,
            1.5,
            2.0,
            1e300,
            f64::INFINITY,
        ];
        assert!(ascending.map(ordered).is_sorted());
        assert!(ordered(-1.5) < ordered(-1e-300) && ordered(-1.5) > ordered(-2.0));
    }

    #[test]
    fn a_shape_lies_left_of_its_border() {
        let holed =
            geo::wkt! { POLYGON((0. 0., 8. 0., 8. 8., 0. 8., 0. 0.), (2. 2., 2. 6., 6. 6., 6. 2., 2. 2.)) };
        let shape = admit_plane(holed).unwrap();
        let check = |at: (f64, f64), towards: (f64, f64), expected: bool| {
            let found = is_left_of_border(&shape, at.into(), towards.into());
            assert_eq!(found, expected, "{at:?} {towards:?}");
        };
        // On the southern edge: north of it and just counter-clockwise of east.
        check((4.0, 0.0), (4.0, 1.0), true);
        check((4.0, 0.0), (1.0, 0.0625), true);
        check((4.0, 0.0), (7.0, 0.125), true);
        check((4.0, 0.0), (8.0, 0.0), true);
        check((4.0, 0.0), (5.0, 0.0), true);
        check((4.0, 0.0), (0.0, 0.0), false);
        check((4.0, 0.0), (7.0, -0.0625), false);
        check((4.0, 0.0), (4.0, -9.0), false);
        // On the southern edge of the hole: south of it and just counter-clockwise of west.
        check((4.0, 2.0), (4.0, 1.0), true);
        check((4.0, 2.0), (2.0, 2.0), true);
        check((4.0, 2.0), (6.0, 2.0), false);
        check((4.0, 2.0), (5.0, 3.0), false);
        // On no edge.
        check((1.0, 1.0), (4.0, 4.0), false);
    }
}
