//! In what areas are told: as the plane has them, or as they are on the ellipsoid.

use super::equal_area::{Chart, EqualArea};
use super::extent::Extent;
use super::shape::Shape;

/// What an area is measured by.
#[derive(Clone, Copy, Debug)]
pub enum Scale<'a> {
    /// The plane itself, for comparisons.
    Plane,
    /// The ellipsoid, for whatever is told to people.
    True(&'a EqualArea),
}

impl<'a> Scale<'a> {
    /// The map for what lies in `window`.
    pub fn chart(&self, window: &Extent) -> Chart<'a> {
        match self {
            Scale::Plane => Chart::Plane,
            Scale::True(measure) => measure.chart(window),
        }
    }

    /// Area in m² of all polygons of a shape.
    pub fn area_m2(&self, shape: &Shape) -> f64 {
        match self {
            Scale::Plane => shape.plane_area(),
            Scale::True(measure) => shape.true_area_m2(measure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::*;
    use geo::wkt;

    #[test]
    fn in_the_plane_areas_are_those_of_the_plane() {
        let square = admit_plane(wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) }).unwrap();
        assert_eq!(Scale::Plane.area_m2(&square), 16.0);
    }
}
