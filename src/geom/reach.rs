//! How far a plane reaches: its formulas hold so far, and nothing beyond is let in.

use geo::Coord;

use super::crs::{Crs, Transform};
use super::extent::Extent;

/// Degrees beyond the plane's official area of use within which its formulas still hold to a millimetre.
///
/// Whole degrees are where people end their data; the little more lets in what lies just there, whichever way the last digit
/// falls on the way to the plane and back, which is not the same on all machines.
const REACH_DEG: f64 = 10.0 + 1e-9;

/// The reach of a plane.
#[derive(Clone, Debug)]
pub(in crate::geom) struct Reach {
    geodetic_from_plane: Transform,
    /// Longitudes and latitudes.
    reach: Extent,
    /// A box of the plane that lies within the reach: what is in it need not be transformed back.
    inner: Extent,
}

impl Reach {
    /// Its area of use, and somewhat more.
    pub(in crate::geom) fn of(plane: &Crs) -> Reach {
        let geodetic_from_plane = Transform::geodetic_from(plane);
        let reach = plane.area_of_use().inflated(REACH_DEG);
        Reach {
            inner: inner_box(&reach, &geodetic_from_plane.clone().inverse()),
            geodetic_from_plane,
            reach,
        }
    }

    /// True for a box of the plane whose corners lie within.
    pub(in crate::geom) fn holds(&self, extent: &Extent) -> bool {
        if self.inner.covers(extent) {
            return true;
        }
        let mut corners = [extent.min, extent.max];
        self.geodetic_from_plane.apply(&mut corners);
        corners.iter().all(|&corner| self.reach.contains(corner))
    }

    /// The first of some places of the plane that lies beyond, or is none.
    pub(in crate::geom) fn first_beyond(&self, plane: &[Coord<f64>]) -> Option<usize> {
        let mut geodetic = plane.to_vec();
        self.geodetic_from_plane.apply(&mut geodetic);
        let mut pairs = geodetic.iter().zip(plane);
        pairs.position(|(place, plane)| !plane.x.is_finite() || !self.reach.contains(*place))
    }
}

/// The largest box of the plane that no border of the reach, a box of longitudes and latitudes, runs into; empty where the
/// borders leave no such box or have no place in the plane.
fn inner_box(reach: &Extent, plane_from_geodetic: &Transform) -> Extent {
    const STEPS: usize = 64;
    // Between two of its points a border bends far less than a step is long.
    let margin = |low: f64, high: f64| (high - low) / STEPS as f64;
    let (dx, dy) = (margin(reach.min.x, reach.max.x), margin(reach.min.y, reach.max.y));
    let (west, south) = (reach.min.x + dx, reach.min.y + dy);
    let (east, north) = (reach.max.x - dx, reach.max.y - dy);
    let border = |from: (f64, f64), to: (f64, f64)| {
        let share = |k: usize| k as f64 / STEPS as f64;
        let between = |t: f64| Coord::from((from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1)));
        let mut points: Vec<Coord<f64>> = (0..=STEPS).map(|k| between(share(k))).collect();
        plane_from_geodetic.apply(&mut points);
        let all_have_a_place = points
            .iter()
            .all(|point| point.x.is_finite() && point.y.is_finite());
        all_have_a_place.then(|| Extent::of_coords(points))
    };
    let borders = [
        border((west, south), (west, north)),
        border((west, south), (east, south)),
        border((east, south), (east, north)),
        border((west, north), (east, north)),
    ];
    let [Some(west), Some(south), Some(east), Some(north)] = borders else {
        return Extent::EMPTY;
    };
    Extent {
        min: Coord::from((west.max.x, south.max.y)),
        max: Coord::from((east.min.x, north.min.y)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole degrees are not lost by the last digit on the way to the plane and back: EPSG:32632 is for 6° to 12°.
    #[test]
    fn what_lies_on_its_border_is_within() {
        let plane = Crs::from_code("EPSG:32632").unwrap();
        let (reach, to_plane) = (Reach::of(&plane), Transform::geodetic_from(&plane).inverse());
        for k in 0..=700 {
            let lat = 0.1 * f64::from(k);
            let mut places = [-4.0, 22.0, -4.000_001, 22.000_001].map(|lon| Coord { x: lon, y: lat });
            to_plane.apply(&mut places);
            assert_eq!(reach.first_beyond(&places), Some(2), "{lat}");
            assert_eq!(reach.first_beyond(&places[3..]), Some(0), "{lat}");
        }
    }

    /// What lies in the inner box is within the reach by the formula, too; and the box is large enough to be of use.
    #[test]
    fn the_inner_box_lies_within() {
        for code in [
            "EPSG:4549",
            "EPSG:32650",
            "EPSG:3857",
            "EPSG:3035",
            "EPSG:32761",
            "EPSG:2154",
        ] {
            let reach = Reach::of(&Crs::from_code(code).unwrap());
            if reach.inner.is_empty() {
                continue;
            }
            let (low, size) = (reach.inner.min, (reach.inner.width(), reach.inner.height()));
            for k in 0..=20 {
                for j in 0..=20 {
                    let at = Coord {
                        x: low.x + size.0 * f64::from(k) / 20.0,
                        y: low.y + size.1 * f64::from(j) / 20.0,
                    };
                    let mut place = [at];
                    reach.geodetic_from_plane.apply(&mut place);
                    assert!(reach.reach.contains(place[0]), "{code} {at:?} {place:?}");
                    // One step of 64 away from each border, but for what the border bends.
                    let step = [reach.reach.width(), reach.reach.height()].map(|span| span / 64.0);
                    for (x, y) in [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] {
                        let beyond = place[0]
                            + Coord {
                                x: 0.9 * x * step[0],
                                y: 0.9 * y * step[1],
                            };
                        assert!(reach.reach.contains(beyond), "{code} {at:?} {beyond:?}");
                    }
                }
            }
        }
        let home = Reach::of(&Crs::from_code("EPSG:4549").unwrap());
        let hangzhou = Coord {
            x: 548_097.7,
            y: 3_353_475.8,
        };
        assert!(home.inner.contains(hangzhou));
    }
}
