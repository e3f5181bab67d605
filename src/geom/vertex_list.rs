//! The vertices of a geometry in one list, in the order in which they are numbered.

use geo::{Coord, CoordsIter as _, Geometry, Polygon};

/// All vertices in one list, which numbers them: the one copy that is kept of the coordinates of the source.
pub fn list_vertices(geometry: &Geometry<f64>, all: &mut Vec<Coord<f64>>) {
    all.clear();
    match geometry {
        Geometry::LineString(line) => all.extend_from_slice(&line.0),
        Geometry::Polygon(polygon) => list_rings(polygon, all),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|polygon| list_rings(polygon, all)),
        _ => all.extend(geometry.coords_iter()),
    }
}

fn list_rings(polygon: &Polygon<f64>, all: &mut Vec<Coord<f64>>) {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.for_each(|ring| all.extend_from_slice(&ring.0));
}
