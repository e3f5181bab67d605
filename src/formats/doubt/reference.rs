//! The layer that others are held against: its borders in a plane of its own.

use geo::{Coord, CoordsIter as _, Geometry, LineString};

use crate::geom::border_grid::BorderGrid;
use crate::geom::crs::Crs;
use crate::geom::ellipsoid::Ellipsoid;
use crate::geom::extent::Extent;
use crate::model::crs_reading::{Reading, Trust};
use crate::model::layer::Layer;

use crate::formats::raw::RawLayer;
use crate::formats::sample::middle;

use super::reader::Reader;

/// Distances to borders are looked for up to this.
pub const REACH_M: f64 = 2000.0;
/// Vertices whose middle is taken for that of the reference.
const SAMPLE: usize = 10_000;

/// Borders of a layer whose place is trusted.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// As the user names it.
    pub name: String,
    plane: Local,
    /// Around its vertices, in its plane.
    extent: Extent,
    borders: BorderGrid,
}

/// Metres east and north of a place, for comparisons near it: degrees times the radii of curvature there.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Local {
    origin: Coord<f64>,
    m_per_deg: Coord<f64>,
}

impl Local {
    fn around(origin: Coord<f64>) -> Local {
        let ellipsoid = Ellipsoid::CGCS2000;
        let flattening = ellipsoid.flattening();
        let e2 = flattening * (2.0 - flattening);
        let (sin, cos) = origin.y.to_radians().sin_cos();
        let square = 1.0 - e2 * sin * sin;
        let normal_m = ellipsoid.semi_major_m / square.sqrt();
        let metres = Coord {
            x: normal_m * cos,
            y: normal_m * (1.0 - e2) / square,
        };
        Local {
            origin,
            m_per_deg: Coord {
                x: metres.x.to_radians(),
                y: metres.y.to_radians(),
            },
        }
    }

    fn of(&self, place: Coord<f64>) -> Coord<f64> {
        Coord {
            x: (place.x - self.origin.x) * self.m_per_deg.x,
            y: (place.y - self.origin.y) * self.m_per_deg.y,
        }
    }
}

impl Reference {
    /// From a file as it was read; `None` where nothing of it has a place.
    pub fn of_raw(raw: &RawLayer, crs: &Crs, name: &str) -> Option<Reference> {
        let reader = Reader::new(Reading::AS_SAID, Some(crs))?;
        let geometries = raw
            .features
            .iter()
            .filter_map(|feature| feature.geometry.as_ref());
        Reference::new(name, &reader, geometries.flat_map(lines).collect())
    }

    /// From a layer in the plane of a workspace; `None` where nothing of it has a place, or its place is itself in doubt.
    pub fn of_layer(layer: &Layer, plane: &Crs) -> Option<Reference> {
        let reader = Reader::new(Reading::AS_SAID, Some(plane))?;
        let borders = layer.features().iter().flat_map(|feature| {
            let mut of_one = lines(&feature.shape.areas().clone().into());
            of_one.extend(lines(&feature.shape.lines().clone().into()));
            of_one.extend(lines(&feature.shape.points().clone().into()));
            of_one
        });
        let is_trusted = layer.provenance.doubt.trust == Trust::Plausible;
        let reference = Reference::new(&layer.about.id, &reader, borders.collect());
        reference.filter(|_| is_trusted)
    }

    fn new(name: &str, reader: &Reader, mut lines: Vec<Vec<Coord<f64>>>) -> Option<Reference> {
        lines.iter_mut().for_each(|line| reader.read(line));
        let step = (lines.iter().map(Vec::len).sum::<usize>() / SAMPLE).max(1);
        let finite = |place: &Coord<f64>| place.x.is_finite() && place.y.is_finite();
        let some = lines.iter().flatten().step_by(step).copied().filter(finite);
        let plane = Local::around(middle(&some.collect::<Vec<_>>())?);
        let mut extent = Extent::EMPTY;
        for place in lines.iter_mut().flatten() {
            *place = plane.of(*place);
            if finite(place) {
                extent.grow(*place);
            }
        }
        let edges = lines
            .iter()
            .flat_map(|line| line.windows(2).map(|pair| [pair[0], pair[1]]));
        (!extent.is_empty()).then(|| Reference {
            name: name.to_owned(),
            plane,
            extent,
            borders: BorderGrid::new(edges, REACH_M),
        })
    }

    /// Longitudes and latitudes in the plane of the reference, in place.
    pub fn to_plane(&self, places: &mut [Coord<f64>]) {
        places.iter_mut().for_each(|place| *place = self.plane.of(*place));
    }

    /// The box around it, in its plane.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// True where it has borders to compare with, not only points.
    pub fn has_borders(&self) -> bool {
        !self.borders.is_empty()
    }

    /// The nearest place on its borders, in its plane; `None` farther away than is searched.
    pub fn nearest(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        self.borders.nearest(at)
    }
}

/// The vertices of each line and ring; points by themselves.
fn lines(geometry: &Geometry<f64>) -> Vec<Vec<Coord<f64>>> {
    let of = |line: &LineString<f64>| line.0.clone();
    match geometry {
        Geometry::LineString(line) => vec![of(line)],
        Geometry::MultiLineString(lines) => lines.iter().map(of).collect(),
        Geometry::Polygon(polygon) => std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(of)
            .collect(),
        Geometry::MultiPolygon(polygons) => polygons
            .iter()
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
            .map(of)
            .collect(),
        Geometry::GeometryCollection(parts) => parts.iter().flat_map(lines).collect(),
        other => other.coords_iter().map(|coord| vec![coord]).collect(),
    }
}
