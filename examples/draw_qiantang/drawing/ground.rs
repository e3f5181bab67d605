//! The ground: a flat frame of metres around the district, and the true area of what is written.

use geo::Coord;
use redshank::geom::area::{M2_PER_HA, SurveyFormula};
use redshank::geom::ellipsoid::Ellipsoid;

/// A place in metres east and north of the frame's origin.
pub type P = Coord<f64>;
/// Vertices of a closed ring, the first not repeated.
pub type Ring = Vec<P>;

const ORIGIN_LON_DEG: f64 = 120.5;
const ORIGIN_LAT_DEG: f64 = 30.31;
/// Metres in a degree at the origin. The frame is linear in degrees, so what is straight here is straight there.
const M_PER_DEG_LON: f64 = 96_185.0;
const M_PER_DEG_LAT: f64 = 110_858.0;
const DECIMALS: f64 = 1e8;

/// A place given in kilometres.
pub fn km(x: f64, y: f64) -> P {
    P {
        x: 1000.0 * x,
        y: 1000.0 * y,
    }
}

/// Places given in kilometres.
pub fn kms(places: &[(f64, f64)]) -> Vec<P> {
    places.iter().map(|&(x, y)| km(x, y)).collect()
}

/// Longitude and latitude as written: rounded to eight decimals, about a millimetre.
pub fn lon_lat(p: P) -> P {
    let round = |deg: f64| (deg * DECIMALS).round() / DECIMALS;
    P {
        x: round(ORIGIN_LON_DEG + p.x / M_PER_DEG_LON),
        y: round(ORIGIN_LAT_DEG + p.y / M_PER_DEG_LAT),
    }
}

/// Pieces that each edge is measured in: the formula takes an edge as one trapezoid, which for edges of kilometres is off
/// by some square metres; the program puts vertices into them.
const PIECES: i32 = 16;

/// Area of a ring in hectares by the land-survey formula on CGCS2000, over the coordinates as written.
pub fn ring_ha(ring: &[P]) -> f64 {
    let mut written: Vec<P> = ring.iter().copied().map(lon_lat).collect();
    written.extend(written.first().copied());
    let mut fine: Vec<P> = written.first().copied().into_iter().collect();
    for edge in written.windows(2) {
        fine.extend((1..=PIECES).map(|k| {
            let t = f64::from(k) / f64::from(PIECES);
            P {
                x: edge[0].x + t * (edge[1].x - edge[0].x),
                y: edge[0].y + t * (edge[1].y - edge[0].y),
            }
        }));
    }
    SurveyFormula::new(Ellipsoid::CGCS2000).ring_m2(&fine).abs() / M2_PER_HA
}

/// Area of a polygon in hectares: the first ring is the shell, the others are holes.
pub fn polygon_ha(rings: &[Ring]) -> f64 {
    let holes: f64 = rings.iter().skip(1).map(|hole| ring_ha(hole)).sum();
    rings.first().map_or(0.0, |shell| ring_ha(shell)) - holes
}

/// The number between `low` and `high` at which a growing area reaches `target_ha`.
///
/// The answer is cut to a millionth: a number that sits exactly where a coordinate flips its last decimal would make the
/// drawing depend on the last bit of a sine.
pub fn closing(mut low: f64, mut high: f64, target_ha: f64, area_ha: impl Fn(f64) -> f64) -> f64 {
    let (least, most) = (area_ha(low), area_ha(high));
    assert!(
        least < target_ha && target_ha < most,
        "cannot close on {target_ha} ha: between {least} and {most}"
    );
    for _ in 0..48 {
        let middle = 0.5 * (low + high);
        if area_ha(middle) < target_ha {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low * 1e6).round() / 1e6
}
