//! What is odd about single rings and parts: needles, slivers, crumbs, vertices that nearly coincide.

use geo::{Coord, LineString};

use crate::geom::area::ring_area;
use crate::geom::shape::Shape;

use super::oddity::Limits;

/// A corner so sharp that it is a needle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spike {
    pub at: Coord<f64>,
    pub angle_deg: f64,
    /// The shorter of its two sides.
    pub length_m: f64,
    /// The number of the vertex within its ring, from 0.
    pub vertex: usize,
    /// It sticks out of the polygon; else it is a cut into it.
    pub is_outward: bool,
}

/// Vertices that follow each other too closely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Close {
    /// The first of them.
    pub at: Coord<f64>,
    pub count: usize,
    pub least_m: f64,
}

/// A polygon by size, in the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub number: usize,
    pub at: Coord<f64>,
    pub area_m2: f64,
    /// Of a strip that has its area and its border.
    pub width_m: f64,
}

fn length(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (b.x - a.x).hypot(b.y - a.y)
}

/// All needles of a closed ring that has the covered on its left.
pub(super) fn spikes(ring: &LineString<f64>, limits: &Limits) -> Vec<Spike> {
    let Some((_, open)) = ring.0.split_last() else {
        return Vec::new();
    };
    let count = open.len();
    let mut found = Vec::new();
    let sharp = limits.spike_deg.clamp(0.0, 89.0).to_radians().tan();
    for (vertex, &at) in open.iter().enumerate() {
        let (before, after) = (open[(vertex + count - 1) % count], open[(vertex + 1) % count]);
        let (p, q) = (before - at, after - at);
        let (cross, dot) = (p.x * q.y - p.y * q.x, p.x * q.x + p.y * q.y);
        if dot <= 0.0 || cross.abs() >= sharp * dot {
            continue;
        }
        let length_m = length(before, at).min(length(at, after));
        if length_m > limits.tolerance_m {
            let angle_deg = cross.abs().atan2(dot).to_degrees();
            // With the covered on the left, a needle of it turns left at its tip.
            found.push(Spike {
                at,
                angle_deg,
                length_m,
                vertex,
                is_outward: cross < 0.0,
            });
        }
    }
    found
}

/// Vertices of a closed ring or a line that follow each other more closely than the limit.
pub(super) fn close_vertices<'a>(
    lines: impl Iterator<Item = &'a LineString<f64>>,
    limits: &Limits,
) -> Option<Close> {
    let mut found: Option<Close> = None;
    let square = limits.vertices_m * limits.vertices_m;
    for pair in lines.flat_map(|line| line.0.windows(2)) {
        let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
        if dx * dx + dy * dy < square {
            let apart_m = length(pair[0], pair[1]);
            let close = found.get_or_insert(Close {
                at: pair[0],
                count: 0,
                least_m: apart_m,
            });
            close.count += 1;
            close.least_m = close.least_m.min(apart_m);
        }
    }
    found
}

/// The polygons of a shape that are narrower or smaller than the limits.
pub(super) fn odd_parts(shape: &Shape, limits: &Limits) -> Vec<Part> {
    let parts = shape.areas().iter().enumerate().map(|(number, polygon)| {
        let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let area_m2 = rings().map(ring_area).sum::<f64>();
        let border_m: f64 = rings().map(border_length).sum();
        Part {
            number,
            at: polygon.exterior().0.first().copied().unwrap_or_default(),
            area_m2,
            width_m: if border_m > 0.0 {
                2.0 * area_m2 / border_m
            } else {
                0.0
            },
        }
    });
    parts
        .filter(|part| part.width_m < limits.width_m || part.area_m2 < limits.part_m2)
        .collect()
}

/// Length of a closed ring.
pub(super) fn border_length(ring: &LineString<f64>) -> f64 {
    ring.0.windows(2).map(|edge| length(edge[0], edge[1])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        tolerance_m: 5.0,
        width_m: 1.0,
        part_m2: 1.0,
        gap_m2: None,
        spike_deg: 10.0,
        vertices_m: 0.5,
    };

    /// A square of 100 m with a triangle on its eastern side, or cut into it, whose tip is at a place: turned by each
    /// quarter, the needle stays what it is.
    #[test]
    fn needles_are_found_whichever_way_they_point() {
        let check = |(tip_x, tip_y): (f64, f64), half: f64, expected: Option<(f64, f64, bool)>| {
            let ring = [
                (0.0, 0.0),
                (100.0, 0.0),
                (100.0, 50.0 - half),
                (tip_x, tip_y),
                (100.0, 50.0 + half),
                (100.0, 100.0),
                (0.0, 100.0),
                (0.0, 0.0),
            ];
            for quarters in 0..4 {
                let turned = ring.map(|at| (0..quarters).fold(at, |(x, y), _| (-y, x)));
                let found = spikes(&turned.into_iter().collect(), &LIMITS);
                assert_eq!(found.len(), usize::from(expected.is_some()), "{found:?}");
                for (own, expected) in found.iter().zip(expected) {
                    assert!((own.angle_deg - expected.0).abs() < 1e-9, "{own:?}");
                    assert!((own.length_m - expected.1).abs() < 1e-9, "{own:?}");
                    assert_eq!((own.vertex, own.is_outward), (3, expected.2));
                    assert_eq!((own.at.x, own.at.y), turned[3]);
                }
            }
        };
        let angle = |half: f64, length: f64| 2.0 * (half / length).atan().to_degrees();
        let side = |half: f64, length: f64| half.hypot(length);
        check(
            (140.0, 50.0),
            2.0,
            Some((angle(2.0, 40.0), side(2.0, 40.0), true)),
        );
        check(
            (60.0, 50.0),
            2.0,
            Some((angle(2.0, 40.0), side(2.0, 40.0), false)),
        );
        // Wider than ten degrees.
        check((140.0, 50.0), 4.0, None);
        check(
            (140.0, 50.0),
            3.0,
            Some((angle(3.0, 40.0), side(3.0, 40.0), true)),
        );
        // Askew: the shorter side counts.
        let (long, short) = (40f64.hypot(30.0), 40f64.hypot(29.0));
        let between = (30f64 / 40.0).atan() - (29f64 / 40.0).atan();
        check(
            (140.0, 79.5),
            0.5,
            Some((between.to_degrees(), short.min(long), true)),
        );
    }

    #[test]
    fn a_needle_is_longer_than_the_tolerance() {
        let check = |length: f64, expected: usize| {
            let ring = [
                (0.0, 0.0),
                (0.0, -9.0),
                (9.0, -9.0),
                (9.0, 0.1),
                (0.0, 0.1),
                (-length, 0.0),
            ];
            let ring: LineString<f64> = ring.into_iter().chain([(0.0, 0.0)]).collect();
            assert_eq!(spikes(&ring, &LIMITS).len(), expected, "{length}");
        };
        check(5.0, 0);
        check(5.01, 1);
        check(4.0, 0);
    }

    #[test]
    fn vertices_are_close_below_the_limit() {
        let check = |lines: &[&[(f64, f64)]], expected: Option<(f64, usize, f64)>| {
            let lines: Vec<LineString<f64>> =
                lines.iter().map(|line| line.iter().copied().collect()).collect();
            let found = close_vertices(lines.iter(), &LIMITS);
            assert_eq!(
                found.map(|close| (close.at.x, close.count, close.least_m)),
                expected
            );
        };
        check(&[&[(0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (9.0, 9.0)]], None);
        check(
            &[&[(0.0, 0.0), (3.0, 0.0), (3.0, 0.375), (9.0, 9.0)]],
            Some((3.0, 1, 0.375)),
        );
        // Three and four quarters of a tenth of a metre.
        check(&[&[(0.0, 0.0), (0.375, 0.5), (0.0, 0.0)]], None);
        check(
            &[
                &[(7.0, 2.0), (7.0, 2.25), (1.0, 1.0)],
                &[(2.0, 5.0), (2.125, 5.0)],
            ],
            Some((7.0, 2, 0.125)),
        );
    }
}
