//! Arcs as edges: the one place where a curve of any format becomes a line.

use std::f64::consts::{PI, TAU};

use geo::Coord;

use crate::model::reading_fault::ReadingFault;

/// The most that an edge may be off its arc where coordinates are metres: 1 mm.
const OFF_M: f64 = 1e-3;
/// The same where all coordinates are so small that they may be degrees: a millionth of the radius, and 1 mm on the ground
/// for arcs of less than 1 km. A drawing in small numbers gets the same share, which no drawing shows.
const OFF_DEG: f64 = 1e-8;
const OFF_SHARE: f64 = 1e-6;
/// In either case no more than this share of the radius, so that small arcs stay round.
const ROUND_SHARE: f64 = 1e-4;
/// Coordinates up to this may be degrees.
const DEGREES: f64 = 360.0;
/// Edges of one arc. More would be needed only for arcs of a size that no drawing has: a whole circle of 20 km.
const MOST: f64 = 10_000.0;

/// Half a turn.
pub const HALF: f64 = PI;

/// Whether a shape had arcs, and whether its edges are as near to them as they should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Curved {
    /// It had none.
    #[default]
    No,
    /// All of its edges are within the tolerance.
    Fine,
    /// An arc is so large that it would have needed more edges than any may have.
    Coarse,
}

/// How many features had arcs.
#[derive(Clone, Copy, Debug, Default)]
pub struct CurveCount {
    curved: usize,
    coarse: usize,
}

impl CurveCount {
    /// Counts a feature.
    pub fn take(&mut self, curved: Curved) {
        self.curved += usize::from(curved != Curved::No);
        self.coarse += usize::from(curved == Curved::Coarse);
    }

    /// What is to be said of them.
    pub fn said(self) -> impl Iterator<Item = ReadingFault> {
        let fine = ReadingFault::Approximated {
            features: self.curved - self.coarse,
        };
        let coarse = ReadingFault::CoarseArcs {
            features: self.coarse,
        };
        let said = [(fine, self.curved > self.coarse), (coarse, self.coarse > 0)];
        said.into_iter()
            .filter_map(|(fault, is_there)| is_there.then_some(fault))
    }
}

/// An arc of an ellipse; a circle where both axes are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc {
    /// Its centre.
    pub center: Coord<f64>,
    /// From the centre to where the angle is 0.
    pub major: Coord<f64>,
    /// Length of the other axis as a share of that one.
    pub ratio: f64,
    /// Where it begins, in radians.
    pub from: f64,
    /// How far it goes, in radians; negative for clockwise.
    pub sweep: f64,
}

impl Arc {
    /// An arc of a circle, counter-clockwise from one angle to the other, in degrees.
    pub fn circular(center: Coord<f64>, radius: f64, from_deg: f64, to_deg: f64) -> Arc {
        let sweep = (to_deg - from_deg).rem_euclid(360.0);
        Arc {
            center,
            major: Coord { x: radius, y: 0.0 },
            ratio: 1.0,
            from: from_deg.to_radians(),
            sweep: if sweep == 0.0 { TAU } else { sweep.to_radians() },
        }
    }

    /// The arc of a circle from one point through a second to a third; a whole circle where the third is the first, with
    /// the second opposite. `None` where they lie on a line.
    fn through(start: Coord<f64>, middle: Coord<f64>, end: Coord<f64>) -> Option<Arc> {
        let center = if start == end {
            (start + middle) / 2.0
        } else {
            center(start, middle, end)?
        };
        let angle = |point: Coord<f64>| (point.y - center.y).atan2(point.x - center.x);
        let turn = |point| (angle(point) - angle(start)).rem_euclid(TAU);
        let (to_middle, to_end) = (turn(middle), turn(end));
        let sweep = if start == end {
            TAU
        } else if to_middle <= to_end {
            to_end
        } else {
            to_end - TAU
        };
        Some(Arc {
            center,
            major: start - center,
            ratio: 1.0,
            from: 0.0,
            sweep,
        })
    }

    /// The arc from one vertex of a polyline to the next. `bulge` is the tangent of a quarter of its angle; 0 for an edge,
    /// positive for counter-clockwise. `None` for an edge, and for what is no number.
    fn bulging(from: Coord<f64>, to: Coord<f64>, bulge: f64) -> Option<Arc> {
        let chord = to - from;
        let length = chord.x.hypot(chord.y);
        if bulge.abs() < 1e-12 || length == 0.0 || !(bulge.is_finite() && length.is_finite()) {
            return None;
        }
        // From the middle of the chord to the centre, at a right angle to it.
        let offset = (1.0 - bulge * bulge) / (4.0 * bulge);
        let center = Coord {
            x: from.x.midpoint(to.x) - chord.y * offset,
            y: from.y.midpoint(to.y) + chord.x * offset,
        };
        Some(Arc {
            center,
            major: from - center,
            ratio: 1.0,
            from: 0.0,
            sweep: 4.0 * bulge.atan(),
        })
    }

    /// Vertices along the arc, its ends among them; at least its two ends, whatever the numbers.
    pub fn vertices(&self) -> (Vec<Coord<f64>>, Curved) {
        let radius = self.major.x.hypot(self.major.y) * self.ratio.abs().max(1.0);
        let step = 2.0 * (1.0 - self.off(radius) / radius).clamp(-1.0, 1.0).acos();
        let needed = (self.sweep.abs() / step).ceil().max(2.0);
        // What is no number makes no more than an edge; the gate refuses it.
        let count = if needed.is_nan() {
            1
        } else {
            needed.min(MOST) as usize
        };
        let minor = Coord {
            x: -self.major.y * self.ratio,
            y: self.major.x * self.ratio,
        };
        let place = |at: usize| {
            let angle = self.from + self.sweep * at as f64 / count as f64;
            self.center + self.major * angle.cos() + minor * angle.sin()
        };
        let curved = if needed > MOST {
            Curved::Coarse
        } else {
            Curved::Fine
        };
        ((0..=count).map(place).collect(), curved)
    }

    /// How far an edge may be off the arc.
    fn off(&self, radius: f64) -> f64 {
        let farthest = self.center.x.abs().max(self.center.y.abs()) + radius;
        let off = if farthest > DEGREES {
            OFF_M
        } else {
            (radius * OFF_SHARE).clamp(OFF_DEG, OFF_M)
        };
        off.min(radius * ROUND_SHARE)
    }
}

/// The vertices of arcs through three points each, the last point of one being the first of the next; straight where
/// three points lie on a line. `None` for another number of points than 3, 5, 7…
pub fn segments(points: &[Coord<f64>]) -> Option<(Vec<Coord<f64>>, Curved)> {
    if points.len() < 3 || points.len().is_multiple_of(2) {
        return None;
    }
    let mut vertices: Vec<Coord<f64>> = points.first().copied().into_iter().collect();
    let mut worst = Curved::Fine;
    for corner in points.windows(3).step_by(2) {
        let &[start, middle, end] = corner else { continue };
        let Some(arc) = Arc::through(start, middle, end) else {
            vertices.extend([middle, end]);
            continue;
        };
        let (along, curved) = arc.vertices();
        // The ends as they are written, not as they are computed.
        vertices.extend(inner(along));
        vertices.push(end);
        worst = worst.max(curved);
    }
    Some((vertices, worst))
}

/// Vertices between two vertices of a polyline with a bulge, both left out.
pub fn between(from: Coord<f64>, to: Coord<f64>, bulge: f64) -> (Vec<Coord<f64>>, Curved) {
    match Arc::bulging(from, to, bulge) {
        Some(arc) => {
            let (along, curved) = arc.vertices();
            (inner(along).collect(), curved)
        }
        None => (Vec::new(), Curved::No),
    }
}

fn inner(mut vertices: Vec<Coord<f64>>) -> impl Iterator<Item = Coord<f64>> {
    vertices.pop();
    vertices.into_iter().skip(1)
}

/// A whole turn from the first angle where the second is the same, else counter-clockwise, in radians.
pub fn sweep(from: f64, to: f64) -> f64 {
    let sweep = (to - from).rem_euclid(TAU);
    if sweep < 1e-12 { TAU } else { sweep }
}

/// The centre of the circle through three points; `None` where they lie on a line or are no numbers.
fn center(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Option<Coord<f64>> {
    // Relative to the first point: large coordinates would lose the difference.
    let (b, c) = (b - a, c - a);
    let twice_area = 2.0 * (b.x * c.y - b.y * c.x);
    let (bb, cc) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    let from_a = Coord {
        x: (c.y * bb - b.y * cc) / twice_area,
        y: (b.x * cc - c.x * bb) / twice_area,
    };
    let is_round = twice_area.abs() > 1e-12 * bb.max(cc) && from_a.x.is_finite() && from_a.y.is_finite();
    is_round.then_some(a + from_a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area as _, LineString, Polygon};

    fn points(coords: &[(f64, f64)]) -> Vec<Coord<f64>> {
        coords.iter().copied().map(Coord::from).collect()
    }

    fn place(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[track_caller]
    fn check_area(coords: &[(f64, f64)], expected: f64) {
        let off = if coords[0].1 <= DEGREES { OFF_DEG } else { OFF_M };
        let (ring, curved) = segments(&points(coords)).unwrap();
        assert_eq!(curved, Curved::Fine);
        assert_eq!(ring.first().copied(), coords.first().copied().map(Coord::from));
        assert_eq!(ring.last().copied(), coords.last().copied().map(Coord::from));
        let area = Polygon::new(LineString(ring), Vec::new()).unsigned_area();
        assert!(
            // Off by no more than the width of a sliver along the border of a circle.
            (area - expected).abs() < off * (4.0 * PI * expected).sqrt(),
            "{area}"
        );
    }

    #[test]
    fn circles_and_halves_through_three_points() {
        let (x, y) = (500_000.0, 3_300_000.0);
        check_area(&[(x, y), (x + 20.0, y), (x, y)], PI * 100.0);
        check_area(&[(x, y), (x + 10.0, y + 10.0), (x + 20.0, y)], PI * 50.0);
        check_area(&[(x + 20.0, y), (x + 10.0, y + 10.0), (x, y)], PI * 50.0);
        check_area(
            &[
                (x, y),
                (x + 10.0, y + 10.0),
                (x + 20.0, y),
                (x + 10.0, y - 10.0),
                (x, y),
            ],
            PI * 100.0,
        );
        let (lon, lat) = (120.0, 30.0);
        check_area(
            &[(lon, lat), (lon + 1e-3, lat + 1e-3), (lon + 2e-3, lat)],
            PI * 0.5e-6,
        );
    }

    #[test]
    fn straight_ones_and_wrong_numbers_of_points() {
        let count = |coords: &[(f64, f64)]| segments(&points(coords)).map(|(vertices, _)| vertices.len());
        assert_eq!(count(&[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]), Some(3));
        assert_eq!(count(&[(0.0, 0.0), (1.0, 1.0)]), None);
        assert_eq!(count(&[(0.0, 0.0); 4]), None);
        assert!(count(&[(0.0, 0.0); 3]).is_some_and(|count| count <= 3));
    }

    #[test]
    fn an_arc_beyond_all_measure_has_a_limit_and_says_so() {
        let huge = points(&[(0.0, 0.0), (1e7, 1e7), (2e7, 0.0)]);
        let (vertices, curved) = segments(&huge).unwrap();
        assert_eq!((vertices.len(), curved), (10_001, Curved::Coarse));
        let circle = |radius| Arc::circular(place(40_500_000.0, 3_350_000.0), radius, 0.0, 360.0).vertices();
        assert_eq!(circle(20_000.0).1, Curved::Fine);
        assert_eq!(circle(21_000.0).1, Curved::Coarse);
    }

    /// The middle of every edge is where it is furthest from its arc.
    #[test]
    fn no_edge_is_further_from_its_arc_than_the_tolerance() {
        for (center, radius, most) in [
            (place(40_500_000.0, 3_350_000.0), 1000.0, OFF_M),
            (place(40_500_000.0, 3_350_000.0), 0.01, 1e-6),
            (place(120.0, 30.0), 0.005, OFF_DEG),
            (place(50.0, 50.0), 50.0, 5e-5),
        ] {
            let (ring, _) = Arc::circular(center, radius, 0.0, 360.0).vertices();
            let off = ring.windows(2).map(|edge| {
                let middle = (edge[0] + edge[1]) / 2.0 - center;
                radius - middle.x.hypot(middle.y)
            });
            let worst = off.fold(0.0, f64::max);
            assert!(worst <= most * 1.01 + 1e-8, "{radius}: {worst}");
            assert!(
                worst > most * 0.5 || most < 1e-5,
                "{radius}: {worst} is needlessly fine"
            );
        }
    }

    #[test]
    fn bulges_lie_on_their_circle() {
        // Half a circle of radius 50 to the right of the way from (0, 0) to (100, 0), and a quarter.
        let half = between(place(0.0, 0.0), place(100.0, 0.0), 1.0).0;
        assert!(half.len() > 100);
        assert!(
            half.iter()
                .all(|c| ((c.x - 50.0).hypot(c.y) - 50.0).abs() < 1e-9 && c.y < 0.0)
        );
        let quarter = between(place(50.0, 0.0), place(0.0, 50.0), (PI / 8.0).tan()).0;
        assert!(quarter.iter().all(|c| (c.x.hypot(c.y) - 50.0).abs() < 1e-9));
        let clockwise = between(place(0.0, 0.0), place(100.0, 0.0), -1.0).0;
        assert!(clockwise.iter().all(|c| c.y > 0.0));
        for bulge in [0.0, f64::NAN, 1e-300] {
            assert_eq!(
                between(place(0.0, 0.0), place(1.0, 0.0), bulge),
                (Vec::new(), Curved::No)
            );
        }
    }

    #[test]
    fn circles_keep_their_area_to_a_millimetre_of_border() {
        for radius in [0.01, 5.0, 1000.0] {
            let (ring, _) = Arc::circular(place(40_500_000.0, 3_350_000.0), radius, 0.0, 360.0).vertices();
            let area = Polygon::new(LineString(ring), Vec::new()).unsigned_area();
            let lost = PI * radius * radius - area;
            assert!(lost.abs() < TAU * radius * OFF_M + 1e-3, "{radius}: {lost}");
        }
    }

    #[test]
    fn nonsense_makes_few_vertices() {
        for radius in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
            let (vertices, _) = Arc::circular(place(0.0, 0.0), radius, 0.0, 90.0).vertices();
            assert!((2..=10_001).contains(&vertices.len()), "{radius}");
        }
    }
}
