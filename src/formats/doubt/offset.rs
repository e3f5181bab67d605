//! The constant offset by which borders fit those of a reference best.

use geo::Coord;

use crate::formats::sample::median;
use crate::model::crs_reading::Offset;

use super::reference::{REACH_M, Reference};

/// Rounds of looking for the nearest borders and moving towards them.
const ROUNDS: usize = 40;
/// Vertices further than this many times the median from a border count less.
const ROBUST: f64 = 1.5;
/// The right way leaves at most this share of what any other way leaves.
const STANDS_OUT_SHARE: f64 = 0.6;
/// An offset is told where it takes away at least half of the residual.
const BETTER_SHARE: f64 = 0.5;

/// How far east and north of the borders of the reference these places lie; `None` where no constant offset explains at
/// least half of their distance.
///
/// Each round moves all places by the weighted least squares of their distances across the nearest border; the weights fall
/// with the distance (Huber), so that borders without a counterpart do not pull.
pub fn fit(places: &[Coord<f64>], reference: &Reference) -> Option<Offset> {
    let before_m = residual(places, Coord { x: 0.0, y: 0.0 }, reference)?;
    let mut moved = Coord { x: 0.0, y: 0.0 };
    for _ in 0..ROUNDS {
        let step = step(places, moved, reference)?;
        moved = Coord {
            x: moved.x + step.x,
            y: moved.y + step.y,
        };
        if step.x.hypot(step.y) < 0.1 {
            break;
        }
    }
    let residual_m = residual(places, moved, reference)?;
    (residual_m <= BETTER_SHARE * before_m && moved.x.hypot(moved.y) <= REACH_M).then_some(Offset {
        east_m: -moved.x,
        north_m: -moved.y,
        residual_m,
    })
}

/// True where moving by `way` brings places clearly nearer to the borders than moving as far in other directions does.
///
/// Layers that share no border with the reference come nearer to one by chance; then a turned way does it as well. Compared
/// is the distance that the nearest `count` places keep within, so that each way may choose its own.
pub fn stands_out(places: &[Coord<f64>], way: Coord<f64>, count: usize, reference: &Reference) -> bool {
    let within = |moved: Coord<f64>| {
        let distance = |way: Option<Coord<f64>>| way.map_or(REACH_M, |way| way.x.hypot(way.y));
        let mut distances: Vec<f64> = ways(places, moved, reference).map(distance).collect();
        distances.sort_by(f64::total_cmp);
        distances.get(count).copied().unwrap_or(REACH_M)
    };
    let best_m = within(way);
    let turned = (2..=10).map(|step| {
        let (sin, cos) = (f64::from(step) * 30.0).to_radians().sin_cos();
        Coord {
            x: way.x * cos - way.y * sin,
            y: way.x * sin + way.y * cos,
        }
    });
    turned
        .map(within)
        .all(|other_m| best_m <= STANDS_OUT_SHARE * other_m)
}

/// The way from each moved place to the nearest border.
fn ways<'a>(
    places: &'a [Coord<f64>],
    moved: Coord<f64>,
    reference: &'a Reference,
) -> impl Iterator<Item = Option<Coord<f64>>> + 'a {
    places.iter().map(move |place| {
        let at = Coord {
            x: place.x + moved.x,
            y: place.y + moved.y,
        };
        let foot = reference.nearest(at)?;
        Some(Coord {
            x: foot.x - at.x,
            y: foot.y - at.y,
        })
    })
}

fn residual(places: &[Coord<f64>], moved: Coord<f64>, reference: &Reference) -> Option<f64> {
    let distance = |way: Option<Coord<f64>>| way.map_or(REACH_M, |way| way.x.hypot(way.y));
    median(ways(places, moved, reference).map(distance).collect())
}

fn step(places: &[Coord<f64>], moved: Coord<f64>, reference: &Reference) -> Option<Coord<f64>> {
    let ways: Vec<Coord<f64>> = ways(places, moved, reference).flatten().collect();
    let limit = ROBUST * median(ways.iter().map(|way| way.x.hypot(way.y)).collect())?.max(1.0);
    // Normal equations of n·t = |way| for the unit vector n across each border.
    let (mut xx, mut xy, mut yy, mut x, mut y) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for way in &ways {
        let distance = way.x.hypot(way.y);
        if distance == 0.0 {
            continue;
        }
        let weight = if distance <= limit { 1.0 } else { limit / distance };
        let (nx, ny) = (way.x / distance, way.y / distance);
        xx += weight * nx * nx;
        xy += weight * nx * ny;
        yy += weight * ny * ny;
        x += weight * nx * distance;
        y += weight * ny * distance;
    }
    let determinant = xx * yy - xy * xy;
    // Borders of one direction alone do not tell where along them the layer lies.
    (determinant > 1e-3 * (xx + yy).powi(2)).then(|| Coord {
        x: (x * yy - y * xy) / determinant,
        y: (y * xx - x * xy) / determinant,
    })
}
