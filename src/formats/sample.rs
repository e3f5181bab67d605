//! Some of the vertices of a file, for a first look.

use geo::{Coord, CoordsIter as _};
use rayon::prelude::*;

use super::raw::RawLayer;

/// At most about twice `most` finite vertices, evenly spread over the file.
pub fn vertices(raw: &RawLayer, most: usize) -> Vec<Coord<f64>> {
    let counts = raw.features.par_iter().map(|feature| {
        let geometry = feature.geometry.as_ref();
        geometry.map_or(0, |geometry| geometry.coords_count())
    });
    let count: usize = counts.sum();
    let step = (count / most.max(1)).max(1);
    let mut sample = Vec::new();
    // Vertices until the next one of the sample; geometries that have none of it are passed as a whole.
    let mut before = 0;
    for geometry in raw
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref())
    {
        let count = geometry.coords_count();
        if before < count {
            // Told how many, the walk does not go on to the end of the geometry to look for more.
            let own = (count - before).div_ceil(step);
            sample.extend(geometry.coords_iter().skip(before).step_by(step).take(own));
            before += own * step;
        }
        before -= count;
    }
    sample.retain(|coord| coord.x.is_finite() && coord.y.is_finite());
    sample
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
    use geo::LineString;

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
}
