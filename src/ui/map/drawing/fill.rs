//! Triangles of polygons in steps of a tile.
//!
//! The engine resolves rings that touch or cross themselves, as simplified ones may, before it triangulates; what is
//! wound round at all is filled.

use i_triangle::i_overlay::i_float::int::point::IntPoint;
use i_triangle::i_overlay::i_shape::int::shape::{IntContour, IntShape};
use i_triangle::int::triangulation::IntTriangulation;
use i_triangle::int::triangulator::IntTriangulator;

use super::stroke::packed;

/// A corner of a triangle for the graphics card: steps from the tile's centre as in a stroke, and the style's number.
pub type FillVertex = [u32; 2];

/// Makes triangles of polygon after polygon.
pub struct Filler {
    engine: IntTriangulator<i32, u32>,
    shape: IntShape<i32>,
    made: IntTriangulation<i32, u32>,
    /// Corners so far.
    pub vertices: Vec<FillVertex>,
    /// Three per triangle, into `vertices`.
    pub indices: Vec<u32>,
}

impl Default for Filler {
    fn default() -> Filler {
        let mut engine: IntTriangulator<i32, u32> = IntTriangulator::default();
        engine.earcut = true;
        Filler {
            engine,
            shape: Vec::new(),
            made: IntTriangulation::default(),
            vertices: Vec::new(),
            indices: Vec::new(),
        }
    }
}

impl Filler {
    /// Adds one polygon: its shell and holes in steps, each closed or not; rings of under three corners have no inside.
    pub fn add(&mut self, rings: &[Vec<[f64; 2]>], style: u8) {
        self.shape.clear();
        self.shape.extend(
            rings
                .iter()
                .map(|ring| contour(ring))
                .filter(|ring| ring.len() >= 3),
        );
        if self.shape.is_empty() {
            return;
        }
        self.engine.triangulate_shape_into(&self.shape, &mut self.made);
        let shift = self.vertices.len() as u32;
        let style = u32::from(style);
        let corner = |point: &IntPoint<i32>| [packed([f64::from(point.x), f64::from(point.y)]), style];
        self.vertices.extend(self.made.points.iter().map(corner));
        self.indices
            .extend(self.made.indices.iter().map(|index| index + shift));
    }
}

/// A ring without repeated corners.
fn contour(ring: &[[f64; 2]]) -> IntContour<i32> {
    let step = |value: f64| value.round().clamp(-32768.0, 32767.0) as i32;
    let mut contour: IntContour<i32> = ring
        .iter()
        .map(|&[x, y]| IntPoint::new(step(x), step(y)))
        .collect();
    contour.dedup();
    while contour.len() > 1 && contour.first() == contour.last() {
        contour.pop();
    }
    contour
}

#[cfg(test)]
mod tests {
    use super::super::stroke::unpacked;
    use super::*;
    use proptest::prelude::*;

    fn area(filler: &Filler) -> f64 {
        let corner = |index: u32| unpacked(filler.vertices[index as usize][0]).map(f64::from);
        let triangles = filler.indices.chunks_exact(3);
        let doubled = triangles.map(|t| {
            let [a, b, c] = [corner(t[0]), corner(t[1]), corner(t[2])];
            ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs()
        });
        0.5 * doubled.sum::<f64>()
    }

    #[track_caller]
    fn check(rings: &[&[(f64, f64)]], expected: f64) {
        let rings: Vec<Vec<[f64; 2]>> = rings
            .iter()
            .map(|ring| ring.iter().map(|&(x, y)| [x, y]).collect())
            .collect();
        let mut filler = Filler::default();
        filler.add(&rings, 1);
        assert!(
            (area(&filler) - expected).abs() < 1e-9,
            "{} instead of {expected}",
            area(&filler)
        );
    }

    const SQUARE: &[(f64, f64)] = &[(0.0, 0.0), (90.0, 0.0), (90.0, 90.0), (0.0, 90.0), (0.0, 0.0)];

    #[test]
    fn triangles_cover_what_the_polygon_covers() {
        check(&[SQUARE], 8100.0);
        check(
            &[SQUARE, &[(30.0, 30.0), (30.0, 60.0), (60.0, 60.0), (60.0, 30.0)]],
            7200.0,
        );
        // A hole that touches the shell.
        check(
            &[SQUARE, &[(0.0, 40.0), (30.0, 60.0), (30.0, 30.0)]],
            8100.0 - 450.0,
        );
        // A shell that touches itself in a point.
        check(
            &[&[
                (0.0, 0.0),
                (40.0, 0.0),
                (40.0, 40.0),
                (80.0, 80.0),
                (40.0, 80.0),
                (40.0, 40.0),
            ]],
            800.0 + 800.0,
        );
        check(&[&[(0.0, 0.0), (9.0, 9.0)]], 0.0);
        check(&[], 0.0);
    }

    #[test]
    fn a_thousand_corners_are_no_other_case_than_ten() {
        let mut comb = vec![(0.0, 0.0)];
        for k in 0..500 {
            let x = f64::from(k) * 40.0;
            comb.extend([(x, 100.0), (x + 20.0, 10.0)]);
        }
        comb.extend([(20_000.0, 100.0), (20_000.0, 0.0)]);
        let doubled: f64 = comb
            .iter()
            .zip(comb.iter().cycle().skip(1))
            .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
            .sum();
        check(&[&comb], 0.5 * doubled.abs());
    }

    proptest! {
        #[test]
        fn stars_keep_their_area(radii in prop::collection::vec(1.0..9000.0f64, 3..80)) {
            let n = radii.len() as f64;
            let ring: Vec<[f64; 2]> = radii.iter().enumerate().map(|(k, r)| {
                let angle = std::f64::consts::TAU * k as f64 / n;
                [(r * angle.cos()).round(), (r * angle.sin()).round()]
            }).collect();
            let doubled: f64 = (0..ring.len()).map(|k| {
                let (a, b) = (ring[k], ring[(k + 1) % ring.len()]);
                a[0] * b[1] - b[0] * a[1]
            }).sum();
            let mut filler = Filler::default();
            filler.add(&[ring], 0);
            // Corners where edges cross after rounding move by a step at most.
            prop_assert!((area(&filler) - 0.5 * doubled.abs()).abs() <= 1.0 + 0.02 * doubled.abs(), "{} {}", area(&filler), 0.5 * doubled);
        }
    }
}
