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
