//! Some of the vertices of a file, for a first look.

use geo::{Coord, CoordsIter as _};

use super::raw::RawLayer;

/// At most about twice `most` finite vertices, evenly spread over the file.
pub fn vertices(raw: &RawLayer, most: usize) -> Vec<Coord<f64>> {
    let geometries = || {
        raw.features
            .iter()
            .filter_map(|feature| feature.geometry.as_ref())
    };
    let count: usize = geometries().map(|geometry| geometry.coords_count()).sum();
    let step = (count / most.max(1)).max(1);
    geometries()
        .flat_map(|geometry| geometry.coords_iter())
        .step_by(step)
        .filter(|coord| coord.x.is_finite() && coord.y.is_finite())
        .collect()
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
