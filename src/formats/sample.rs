//! Some of the vertices of a file, for a first look.

use geo::{Coord, CoordsIter as _, Geometry, Polygon};
use rayon::prelude::*;

use super::raw::{RawFeature, RawLayer};

/// Features that are passed in one go.
const STRETCH: usize = 4096;

/// At most about twice `most` finite vertices, evenly spread over the file.
pub fn vertices(raw: &RawLayer, most: usize) -> Vec<Coord<f64>> {
    let stretches = || raw.features.par_chunks(STRETCH);
    let counts: Vec<usize> = stretches()
        .map(|stretch| geometries(stretch).map(|geometry| geometry.coords_count()).sum())
        .collect();
    let count: usize = counts.iter().sum();
    let step = (count / most.max(1)).max(1);
    let starts: Vec<usize> = counts
        .iter()
        .scan(0, |passed, own| Some(std::mem::replace(passed, *passed + own)))
        .collect();
    let samples = stretches().zip(starts).map(|(stretch, start)| {
        let mut every = Every {
            step,
            before: start.next_multiple_of(step) - start,
            sample: Vec::new(),
        };
        geometries(stretch).for_each(|geometry| every.pass_geometry(geometry));
        every
            .sample
            .retain(|coord| coord.x.is_finite() && coord.y.is_finite());
        every.sample
    });
    samples.collect::<Vec<_>>().concat()
}

fn geometries(features: &[RawFeature]) -> impl Iterator<Item = &Geometry<f64>> {
    features.iter().filter_map(|feature| feature.geometry.as_ref())
}

/// Takes each vertex that comes so many after the last one, of whatever is passed.
struct Every {
    step: usize,
    /// Vertices until the next one that is taken.
    before: usize,
    sample: Vec<Coord<f64>>,
}

impl Every {
    fn pass_geometry(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::LineString(line) => self.pass(&line.0),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|line| self.pass(&line.0)),
            Geometry::Polygon(polygon) => self.pass_polygon(polygon),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|own| self.pass_polygon(own)),
            other => self.pass(&other.coords_iter().collect::<Vec<_>>()),
        }
    }

    fn pass_polygon(&mut self, polygon: &Polygon<f64>) {
        self.pass(&polygon.exterior().0);
        polygon.interiors().iter().for_each(|ring| self.pass(&ring.0));
    }

    /// Looks at those only that it takes: a file has millions.
    fn pass(&mut self, vertices: &[Coord<f64>]) {
        let rest = vertices.get(self.before..).unwrap_or_default();
        self.sample.extend(rest.iter().step_by(self.step));
        self.before += rest.len().div_ceil(self.step) * self.step;
        self.before -= vertices.len();
    }
}

/// The middle one of some values; `None` where there are none.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    let middle = values.len().checked_sub(1)? / 2;
    let (_, value, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*value)
}

/// Median of either ordinate; `None` where there is no coordinate.
pub fn middle(coords: &[Coord<f64>]) -> Option<Coord<f64>> {
    Some(Coord {
        x: median(coords.iter().map(|c| c.x).collect())?,
        y: median(coords.iter().map(|c| c.y).collect())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::raw::RawFeature;
    use geo::{LineString, wkt};

    #[test]
    fn every_so_many_vertices_whatever_the_geometries() {
        let check = |lengths: &[usize], most: usize, step: usize| {
            let mut next = 0;
            let mut features = Vec::new();
            for &length in lengths {
                let line: LineString<f64> = (next..next + length).map(|k| (k as f64, 0.0)).collect();
                next += length;
                let geometry = Some(line.into());
                features.push(RawFeature {
                    geometry,
                    ..RawFeature::default()
                });
            }
            let raw = RawLayer {
                features,
                ..RawLayer::default()
            };
            let expected: Vec<f64> = (0..next).step_by(step).map(|k| k as f64).collect();
            let found: Vec<f64> = vertices(&raw, most).into_iter().map(|coord| coord.x).collect();
            assert_eq!(found, expected, "{lengths:?} {most}");
        };
        check(&[3, 4, 5], 100, 1);
        check(&[3, 4, 5], 4, 3);
        check(&[2, 0, 1, 30, 2, 1, 9], 9, 5);
        check(&[7, 7, 7, 7], 4, 7);
        check(&[1; 40], 3, 13);
        check(&[], 3, 1);
    }

    #[test]
    fn rings_and_parts_in_the_order_of_the_file() {
        let polygon = wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 0.), (3. 1., 4. 1., 4. 2., 3. 1.)) };
        let line = wkt! { LINESTRING(1. 7., 2. 7., 3. 7.) };
        let geometries: [Geometry<f64>; 6] = [
            polygon.clone().into(),
            geo::MultiPolygon(vec![polygon.clone(), polygon]).into(),
            wkt! { POINT(5. 5.) }.into(),
            geo::MultiLineString(vec![line.clone(), line.clone()]).into(),
            wkt! { MULTIPOINT(1. 1., 2. 2.) }.into(),
            line.into(),
        ];
        let all: Vec<Coord<f64>> = geometries.iter().flat_map(|own| own.coords_iter()).collect();
        let feature = |geometry| RawFeature {
            geometry: Some(geometry),
            ..RawFeature::default()
        };
        let raw = RawLayer {
            features: geometries.into_iter().map(feature).collect(),
            ..RawLayer::default()
        };
        for step in 1..=all.len() {
            let expected: Vec<Coord<f64>> = all
                .iter()
                .copied()
                .step_by(all.len() / (all.len() / step))
                .collect();
            assert_eq!(vertices(&raw, all.len() / step), expected, "{step}");
        }
    }
}
