//! Arcs as edges, so fine that no place of an arc is further from its edges than a millimetre.

use std::f64::consts::{PI, TAU};

use geo::Coord;

/// The height of an arc over its edge, in units of the drawing, which are metres where it is a map.
const HEIGHT: f64 = 0.001;
/// The same as a share of the radius, for small arcs and for drawings in degrees.
const SHARE: f64 = 1e-4;
/// No arc gets more edges.
const EDGES: f64 = 10_000.0;

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

    /// Vertices along the arc, its ends among them.
    pub fn vertices(&self) -> Vec<Coord<f64>> {
        let radius = self.major.x.hypot(self.major.y) * self.ratio.abs().max(1.0);
        let height = HEIGHT.min(radius * SHARE);
        let step = 2.0 * (1.0 - height / radius).clamp(-1.0, 1.0).acos();
        let edges = (self.sweep.abs() / step).ceil().clamp(1.0, EDGES);
        // NaN would make no vertex at all.
        let count = if edges.is_finite() { edges as usize } else { 1 };
        let minor = Coord {
            x: -self.major.y * self.ratio,
            y: self.major.x * self.ratio,
        };
        (0..=count)
            .map(|at| {
                let angle = self.from + self.sweep * at as f64 / count as f64;
                self.center + self.major * angle.cos() + minor * angle.sin()
            })
            .collect()
    }
}

/// Vertices between two vertices of a polyline, both left out. `bulge` is the tangent of a quarter of the angle of the
/// arc; 0 for an edge, positive for counter-clockwise.
pub fn between(from: Coord<f64>, to: Coord<f64>, bulge: f64) -> Vec<Coord<f64>> {
    let chord = to - from;
    let length = chord.x.hypot(chord.y);
    if bulge.abs() < 1e-12 || length == 0.0 || !(bulge.is_finite() && length.is_finite()) {
        return Vec::new();
    }
    // From the middle of the chord to the centre, at a right angle to it.
    let offset = (1.0 - bulge * bulge) / (4.0 * bulge);
    let center = Coord {
        x: from.x.midpoint(to.x) - chord.y * offset,
        y: from.y.midpoint(to.y) + chord.x * offset,
    };
    let arc = Arc {
        center,
        major: from - center,
        ratio: 1.0,
        from: 0.0,
        sweep: 4.0 * bulge.atan(),
    };
    let mut vertices = arc.vertices();
    vertices.pop();
    vertices.drain(..1);
    vertices
}

/// A whole turn from the first angle where the second is the same, else counter-clockwise, in radians.
pub fn sweep(from: f64, to: f64) -> f64 {
    let sweep = (to - from).rem_euclid(TAU);
    if sweep < 1e-12 { TAU } else { sweep }
}

/// Half a turn.
pub const HALF: f64 = PI;

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area as _, LineString, Polygon};

    fn place(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn bulges_lie_on_their_circle() {
        // Half a circle of radius 50 to the right of the way from (0, 0) to (100, 0), and a quarter.
        let half = between(place(0.0, 0.0), place(100.0, 0.0), 1.0);
        assert!(half.len() > 100);
        assert!(
            half.iter()
                .all(|c| ((c.x - 50.0).hypot(c.y) - 50.0).abs() < 1e-9 && c.y < 0.0)
        );
        let quarter = between(place(50.0, 0.0), place(0.0, 50.0), (PI / 8.0).tan());
        assert!(quarter.iter().all(|c| (c.x.hypot(c.y) - 50.0).abs() < 1e-9));
        let clockwise = between(place(0.0, 0.0), place(100.0, 0.0), -1.0);
        assert!(clockwise.iter().all(|c| c.y > 0.0));
        assert!(between(place(0.0, 0.0), place(1.0, 0.0), 0.0).is_empty());
        assert!(between(place(0.0, 0.0), place(1.0, 0.0), f64::NAN).is_empty());
        assert!(between(place(0.0, 0.0), place(1.0, 0.0), 1e-300).is_empty());
    }

    #[test]
    fn circles_keep_their_area_to_a_millimetre_of_border() {
        for radius in [0.01, 5.0, 1000.0] {
            let ring = Arc::circular(place(40_500_000.0, 3_350_000.0), radius, 0.0, 360.0).vertices();
            let area = Polygon::new(LineString(ring), Vec::new()).unsigned_area();
            let lost = PI * radius * radius - area;
            assert!(lost.abs() < TAU * radius * HEIGHT + 1e-3, "{radius}: {lost}");
        }
    }

    #[test]
    fn nonsense_makes_few_vertices() {
        for radius in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
            let arc = Arc::circular(place(0.0, 0.0), radius, 0.0, 90.0);
            assert!((2..=10_001).contains(&arc.vertices().len()), "{radius}");
        }
    }
}
