//! What one shape leaves of another, by the walk along both borders that also measures what they have in common.
//!
//! Footprints are small and overlap a few others each; an overlay engine spends most of its time there on getting ready.
//! Every answer is held against the measured overlap: what is cut out must be what both had in common.

use geo::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon};

use super::area::ring_area;
use super::crossing::first_is_inside;
use super::extent::Extent;
use super::relate::{Disagreement, Relater};
use super::scale::Scale;
use super::shape::Shape;

/// As much may be between what is left and what is common: corners of rings are rounded.
const NOISE_M2: f64 = 1e-4;
/// Rings of less than this, in square metres, are borders that both shapes have in common, moved by rounding.
const CRUMB_M2: f64 = 1e-7;

/// What one shape leaves of another.
#[derive(Debug)]
pub struct Remainder {
    /// What is left. Where borders were common, rings may touch each other.
    pub shape: Shape,
    /// The box around what was taken, to rounding.
    pub taken: Extent,
}

/// What `other` leaves of the polygons of `own`; `None` where it takes no more than `noise_m2`, in square metres of the
/// plane.
///
/// # Errors
/// [`Disagreement`] where what is left and what is common do not add up.
pub fn remainder(
    relater: &mut Relater,
    own: &Shape,
    other: &Shape,
    noise_m2: f64,
) -> Result<Option<Remainder>, Disagreement> {
    let taken = relater.overlap(own, other, Scale::Plane)?;
    if taken.plane_m2 <= noise_m2 {
        return Ok(None);
    }
    let rings = relater.rings_left(own, other)?;
    let left = polygons(rings.into_iter().map(closed).collect())?;
    let shape = Shape::new(left, MultiLineString(Vec::new()), MultiPoint(Vec::new()));
    let lost_m2 = own.plane_area() - shape.plane_area();
    let slack_m2 = NOISE_M2.max(1e-9 * own.plane_area());
    if (lost_m2 - taken.plane_m2).abs() <= slack_m2 {
        let taken = taken.extent;
        Ok(Some(Remainder { shape, taken }))
    } else {
        Err(Disagreement)
    }
}

fn closed(places: Vec<Coord<f64>>) -> LineString<f64> {
    let mut ring = LineString(places);
    ring.close();
    ring
}

/// Holes put into the shells that they lie in.
fn polygons(rings: Vec<LineString<f64>>) -> Result<MultiPolygon<f64>, Disagreement> {
    let mut shells = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        let m2 = ring_area(&ring);
        if m2 > CRUMB_M2 {
            shells.push(Polygon::new(ring, Vec::new()));
        } else if m2 < -CRUMB_M2 {
            holes.push(ring);
        }
    }
    for hole in holes {
        let shell = match shells.as_mut_slice() {
            [only] => only,
            several => {
                let around = several.iter_mut().filter(|shell| lies_in(&hole, shell));
                let area_m2 = |shell: &&mut Polygon<f64>| ring_area(shell.exterior());
                // An island in a hole has its own.
                around
                    .min_by(|p, q| area_m2(p).total_cmp(&area_m2(q)))
                    .ok_or(Disagreement)?
            }
        };
        shell.interiors_push(hole);
    }
    Ok(MultiPolygon(shells))
}

/// True where most vertices of a ring lie inside a shell: some may lie on it.
fn lies_in(ring: &LineString<f64>, shell: &Polygon<f64>) -> bool {
    let inside =
        |place: &&Coord<f64>| first_is_inside(**place, std::iter::once(shell.exterior().0.as_slice()));
    2 * ring.0.iter().filter(inside).count() > ring.0.len()
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::super::overlay::rest;
    use super::*;
    use geo::{Geometry, wkt};
    use proptest::prelude::*;

    fn shape(geometry: impl Into<Geometry<f64>>) -> Shape {
        admit_plane(geometry).unwrap()
    }

    /// `rings` is the number of shells and of holes.
    #[track_caller]
    fn check(own: impl Into<Geometry<f64>>, other: impl Into<Geometry<f64>>, m2: f64, rings: (usize, usize)) {
        let (own, other) = (shape(own), shape(other));
        let found = remainder(&mut Relater::default(), &own, &other, 1e-4).unwrap();
        let left = found.as_ref().map_or(&own, |found| &found.shape);
        let holes = left.areas().iter().map(|polygon| polygon.interiors().len()).sum();
        assert_eq!((left.areas().0.len(), holes), rings, "{left:?}");
        // A hole is in the shell around it.
        let is_positive = |polygon: &Polygon<f64>| geo::Area::signed_area(polygon) > 0.0;
        assert!(left.areas().iter().all(is_positive), "{left:?}");
        assert!(
            (left.plane_area() - m2).abs() < 1e-9,
            "{} instead of {m2}",
            left.plane_area()
        );
    }

    #[test]
    fn squares_cut_at_corners_sides_and_in_the_middle() {
        let square = || wkt! { POLYGON((0. 0., 8. 0., 8. 8., 0. 8., 0. 0.)) };
        check(
            square(),
            wkt! { POLYGON((6. 6., 9. 6., 9. 9., 6. 9., 6. 6.)) },
            60.0,
            (1, 0),
        );
        check(
            square(),
            wkt! { POLYGON((3. -1., 5. -1., 5. 9., 3. 9., 3. -1.)) },
            48.0,
            (2, 0),
        );
        check(
            square(),
            wkt! { POLYGON((2. 2., 6. 2., 6. 6., 2. 6., 2. 2.)) },
            48.0,
            (1, 1),
        );
        check(
            square(),
            wkt! { POLYGON((-1. -1., 9. -1., 9. 9., -1. 9., -1. -1.)) },
            0.0,
            (0, 0),
        );
        check(
            square(),
            wkt! { POLYGON((9. 9., 10. 9., 10. 10., 9. 9.)) },
            64.0,
            (1, 0),
        );
    }

    #[test]
    fn common_borders_leave_no_crumbs() {
        let square = || wkt! { POLYGON((0. 0., 8. 0., 8. 8., 0. 8., 0. 0.)) };
        check(square(), square(), 0.0, (0, 0));
        check(
            square(),
            wkt! { POLYGON((8. 0., 9. 0., 9. 8., 8. 8., 8. 0.)) },
            64.0,
            (1, 0),
        );
        check(
            square(),
            wkt! { POLYGON((0. 0., 4. 0., 4. 8., 0. 8., 0. 0.)) },
            32.0,
            (1, 0),
        );
        check(
            square(),
            wkt! { POLYGON((2. 0., 4. 0., 4. 8., 2. 8., 2. 0.)) },
            48.0,
            // One ring, which goes from one part to the other and back along the border in common.
            (1, 0),
        );
    }

    /// An island in a hole keeps its own holes, and the shell around keeps its own.
    #[test]
    fn islands_in_holes() {
        let frame = || {
            wkt! { POLYGON((0. 0., 20. 0., 20. 20., 0. 20., 0. 0.), (2. 2., 2. 18., 18. 18., 18. 2., 2. 2.)) }
        };
        let island = wkt! { POLYGON((5. 5., 15. 5., 15. 15., 5. 15., 5. 5.)) };
        let own = geo::MultiPolygon(vec![frame(), island]);
        let cut = wkt! { POLYGON((8. 8., 12. 8., 12. 12., 8. 12., 8. 8.)) };
        check(own.clone(), cut, 400.0 - 256.0 + 100.0 - 16.0, (2, 2));
        // Cut by the frame itself only the island is left.
        check(own, frame(), 100.0, (1, 0));
    }

    fn star(x: f64, y: f64, radii: &[f64]) -> Polygon<f64> {
        let n = radii.len() as f64;
        let ring = radii.iter().enumerate().map(|(k, r)| {
            let angle = std::f64::consts::TAU * k as f64 / n;
            Coord {
                x: 40_500_000.0 + (x + r * angle.cos()).round(),
                y: 3_350_000.0 + (y + r * angle.sin()).round(),
            }
        });
        Polygon::new(ring.collect(), vec![])
    }

    fn area_in(shape: &Shape, place: &Extent) -> f64 {
        if place.is_empty() {
            return 0.0;
        }
        let place = geo::Rect::new(place.min, place.max).to_polygon();
        admit_plane(place).map_or(0.0, |place| {
            let common = Relater::default().overlap(shape, &place, Scale::Plane);
            common.unwrap().plane_m2
        })
    }

    proptest! {
        /// The overlay engine is the witness, for one cut after the other; many borders are common.
        #[test]
        fn as_the_overlay_engine(
            radii in prop::collection::vec(3.0..30.0f64, 3..60),
            cuts in prop::collection::vec((-30.0..30.0f64, -30.0..30.0f64, prop::collection::vec(3.0..20.0f64, 3..40)), 1..5),
        ) {
            let Ok(own) = admit_plane(star(0.0, 0.0, &radii)) else { return Ok(()) };
            let cuts: Vec<Shape> = cuts.iter().filter_map(|(x, y, r)| admit_plane(star(*x, *y, r)).ok()).collect();
            let mut relater = Relater::default();
            let mut left = rest(&own, &[]);
            for cut in &cuts {
                if let Some(found) = remainder(&mut relater, &left, cut, 1e-9).unwrap() {
                    // What lies elsewhere is as it was.
                    let (taken, slack) = (found.taken, 1e-6);
                    let whole = left.extent();
                    let west = Extent { max: Coord { x: taken.min.x - slack, ..whole.max }, ..whole };
                    let north = Extent { min: Coord { y: taken.max.y + slack, ..whole.min }, ..whole };
                    for place in [west, north] {
                        prop_assert!((area_in(&left, &place) - area_in(&found.shape, &place)).abs() < 1e-4);
                    }
                    left = found.shape;
                }
            }
            let expected = rest(&own, &cuts.iter().collect::<Vec<_>>());
            prop_assert!((left.plane_area() - expected.plane_area()).abs() < 1e-4, "{} {}", left.plane_area(), expected.plane_area());
            // The same places are left, too.
            for cut in &cuts {
                prop_assert!(relater.overlap(&left, cut, Scale::Plane).unwrap().plane_m2 < 1e-4);
            }
        }
    }
}
