//! Whether two shapes meet at all, and whether one lies wholly in another: the tests behind a selection on the map.

use super::distance::nearest_border_within;
use super::paths::Paths as _;
use super::relate::{Relation, relate};
use super::shape::Shape;
use super::side::{Side, side_of_shape};

/// True where the shapes share at least one point, borders included. Exact for any doubles.
pub fn meets(first: &Shape, second: &Shape) -> bool {
    first.extent().meets(&second.extent())
        && (borders_meet(first, second) || reaches_into(first, second) || reaches_into(second, first))
}

/// True where all of `inner` lies within the polygons of `outer`; their borders may have common stretches. Where borders
/// meet, what reaches out by less than the noise of coordinates counts as within, as it does in a screening.
pub fn lies_within(inner: &Shape, outer: &Shape) -> bool {
    // A contradiction between the two engines is no reason to select anything.
    surely_within(inner, outer).unwrap_or(false)
}

/// As [`lies_within`]; `None` where the two engines contradict each other, so that nobody knows.
pub fn surely_within(inner: &Shape, outer: &Shape) -> Option<bool> {
    let box_within = inner.extent().common_with(&outer.extent()) == inner.extent();
    if inner.is_empty() || !box_within {
        return Some(false);
    }
    if borders_meet(inner, outer) {
        let contact = relate(inner, outer, 0.0).ok()?;
        return Some(contact.is_some_and(|contact| contact.relation == Relation::Inside));
    }
    // Without a crossing each path is on one side as a whole, and so is each hole of the outer one.
    let starts_inside = |at| side_of_shape(outer, at) == Side::Inside;
    let mut starts = inner.paths().filter_map(|path| inner.path(path).first().copied());
    Some(starts.all(starts_inside) && !reaches_into(outer, inner))
}

fn borders_meet(first: &Shape, second: &Shape) -> bool {
    nearest_border_within(first, second, 0.0).is_some_and(|nearest| nearest.distance == 0.0)
}

/// True where a ring, line or point of `own` begins in the polygons of `other`.
fn reaches_into(own: &Shape, other: &Shape) -> bool {
    !other.areas().0.is_empty()
        && own
            .paths()
            .filter_map(|path| own.path(path).first().copied())
            .any(|at| side_of_shape(other, at) != Side::Outside)
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::*;
    use geo::{Geometry, Intersects as _, wkt};
    use proptest::prelude::*;

    fn ring() -> Shape {
        admit_plane(
            wkt! { POLYGON((0. 0., 10. 0., 10. 10., 0. 10., 0. 0.), (4. 4., 4. 6., 6. 6., 6. 4., 4. 4.)) },
        )
        .unwrap()
    }

    #[track_caller]
    fn check(other: impl Into<Geometry<f64>>, expected_meets: bool, expected_within: bool) {
        let (ring, other) = (ring(), admit_plane(other).unwrap());
        assert_eq!(
            (meets(&ring, &other), meets(&other, &ring)),
            (expected_meets, expected_meets)
        );
        assert_eq!(lies_within(&other, &ring), expected_within);
    }

    #[test]
    fn nothing_lies_nowhere() {
        let nothing = Shape::empty();
        assert!(!lies_within(&nothing, &ring()) && !lies_within(&ring(), &nothing));
        assert!(!lies_within(&nothing, &nothing));
        assert!(!meets(&nothing, &ring()) && !meets(&ring(), &nothing));
    }

    #[test]
    fn areas_meet_over_across_in_and_not_in_a_hole() {
        check(wkt! { POLYGON((1. 1., 2. 1., 2. 2., 1. 2., 1. 1.)) }, true, true);
        check(
            wkt! { POLYGON((9. 9., 12. 9., 12. 12., 9. 12., 9. 9.)) },
            true,
            false,
        );
        check(
            wkt! { POLYGON((10. 0., 12. 0., 12. 9., 10. 9., 10. 0.)) },
            true,
            false,
        );
        check(
            wkt! { POLYGON((11. 0., 12. 0., 12. 9., 11. 9., 11. 0.)) },
            false,
            false,
        );
        check(
            wkt! { POLYGON((4.5 4.5, 5. 4.5, 5. 5., 4.5 5., 4.5 4.5)) },
            false,
            false,
        );
        check(wkt! { POLYGON((3. 3., 7. 3., 7. 7., 3. 7., 3. 3.)) }, true, false);
        check(
            wkt! { POLYGON((-1. -1., 11. -1., 11. 11., -1. 11., -1. -1.)) },
            true,
            false,
        );
    }

    #[test]
    fn a_common_border_does_not_keep_an_area_out() {
        check(wkt! { POLYGON((0. 0., 2. 0., 2. 2., 0. 2., 0. 0.)) }, true, true);
    }

    #[test]
    fn lines_and_points() {
        check(wkt! { LINESTRING(-5. 2., 15. 2.) }, true, false);
        check(wkt! { LINESTRING(1. 2., 3. 2.) }, true, true);
        check(wkt! { LINESTRING(4.5 5., 5.5 5.) }, false, false);
        check(wkt! { POINT(1. 1.) }, true, true);
        check(wkt! { POINT(5. 5.) }, false, false);
        check(wkt! { POINT(10. 5.) }, true, false);
    }

    proptest! {
        #[test]
        fn agrees_with_the_library(x in -12.0..12.0f64, y in -12.0..12.0f64, w in 0.1..9.0f64, h in 0.1..9.0f64) {
            let other = geo::Rect::new((x, y), (x + w, y + h)).to_polygon();
            let expected = ring().areas().intersects(&other);
            prop_assert_eq!(meets(&ring(), &admit_plane(other).unwrap()), expected);
        }
    }
}
