//! The same sum with twice the digits: slivers of kilometres are small differences of large products, and their corners lie
//! where long edges cross.

use geo::Coord;

use crate::geom::crossing::wide_common_point;
use crate::geom::wide::{Wide, WideCoord};
use crate::geom::window::Window;

use super::walk::{Hit, Pieces};

/// The area alone.
pub struct CarefulSum<'a> {
    origin: Coord<f64>,
    windows: (&'a Window, &'a Window),
    twice_m2: Wide,
}

impl<'a> CarefulSum<'a> {
    /// Nothing yet.
    pub fn new(origin: Coord<f64>, windows: (&'a Window, &'a Window)) -> CarefulSum<'a> {
        CarefulSum {
            origin,
            windows,
            twice_m2: Wide::default(),
        }
    }

    /// Area in the plane.
    pub fn plane_m2(&self) -> f64 {
        0.5 * self.twice_m2.value()
    }
}

impl Pieces for CarefulSum<'_> {
    type Place = WideCoord;

    fn vertex(&self, vertex: Coord<f64>) -> WideCoord {
        WideCoord::between(self.origin, vertex)
    }

    fn hit(&self, hit: &Hit) -> WideCoord {
        let edges = (self.windows.0.edge(hit.first), self.windows.1.edge(hit.second));
        wide_common_point(&edges.0, &edges.1, self.origin)
    }

    fn add(&mut self, from: WideCoord, to: WideCoord, times: i32) {
        if times != 0 {
            self.twice_m2 = self.twice_m2 + from.cross(to) * f64::from(times).into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A triangle sixteen metres long and a quarter of a nanometre wide, a thousand kilometres from the origin: in doubles
    /// nothing is left of it.
    #[test]
    fn a_triangle_of_almost_nothing_has_its_area() {
        let windows = (Window::default(), Window::default());
        let far = 2f64.powi(20);
        let corners = [(0.0, 0.0), (16.0, 16.0), (16.0, 16.0 + 2f64.powi(-32))];
        let check = |times: i32| {
            let mut sum = CarefulSum::new(Coord { x: 1.0, y: -1.0 }, (&windows.0, &windows.1));
            let at = corners.map(|(x, y)| {
                let vertex = Coord {
                    x: far + x,
                    y: far + y,
                };
                sum.vertex(vertex)
            });
            for k in 0..3 {
                sum.add(at[k], at[(k + 1) % 3], times);
            }
            let expected = 0.5 * 16.0 * 2f64.powi(-32) * f64::from(times);
            let off = (sum.plane_m2() - expected).abs();
            assert!(off <= 1e-9 * expected.abs(), "{times} {}", sum.plane_m2());
        };
        check(1);
        check(2);
        check(-3);
        check(0);
    }
}
