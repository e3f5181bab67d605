//! Two polygons with one border in common and nothing else, told by that border alone.
//!
//! Parcels of one survey share their borders vertex by vertex. Of two shells that run along the same edges in opposite ways
//! and meet nowhere else, the rest of either is connected and does not cross the other: it lies wholly inside or wholly
//! outside. Inside it would run along the common edges in the same way, both shells being counter-clockwise. So the two
//! have no area in common, and no overlay need be worked out. Signs are exact.

use geo::Coord;

use super::crossing::turn;
use super::extent::Extent;
use super::segment::Segment;
use super::shape::Shape;

/// Looks at one pair after another in the same room.
#[derive(Debug, Default)]
pub struct Neighbours {
    first: Vec<Edge>,
    second: Vec<Edge>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    segment: Segment,
    extent: Extent,
}

/// How two edges lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encounter {
    /// They have no point in common.
    Apart,
    /// They begin or end at the same vertex, and have nothing else in common.
    Joined,
    /// They are the same, run along in opposite ways.
    Same,
    /// Anything else.
    Other,
}

impl Neighbours {
    /// True where both are single polygons whose shells have one chain of edges in common and meet nowhere else: they
    /// share a border and no area. False says nothing.
    pub fn share_only_a_border(&mut self, first: &Shape, second: &Shape) -> bool {
        let ([one], [other]) = (first.areas().0.as_slice(), second.areas().0.as_slice()) else {
            return false;
        };
        let common = first.extent().common_with(&second.extent());
        edges_in(&one.exterior().0, &common, &mut self.first);
        edges_in(&other.exterior().0, &common, &mut self.second);
        let Some(chain) = self.common_chain() else {
            return false;
        };
        // The edges of the chain are edges of both rings, which meet themselves nowhere: only the rest may.
        let (rest, others) = (&self.first[chain..], &self.second[chain..]);
        let meet_again = |one: &Edge, other: &Edge| {
            // Every vertex in the common box begins an edge that was taken, those of the chain a chain's edge in either.
            one.segment.a == other.segment.a
                || one.extent.meets(&other.extent)
                    && !matches!(
                        encounter(&one.segment, &other.segment),
                        Encounter::Apart | Encounter::Joined
                    )
        };
        let meets_again = |one: &Edge| others.iter().any(|other| meet_again(one, other));
        !rest.iter().any(meets_again)
    }

    /// Brings a chain of common edges to the front of both lists, run along in opposite ways, and tells of how many it
    /// consists.
    fn common_chain(&mut self) -> Option<usize> {
        let (first, second) = (&self.first, &self.second);
        let same = |one: usize, other: usize| {
            let (one, other) = (&first[one].segment, &second[other].segment);
            one.a == other.b && one.b == other.a
        };
        let beside = |one: usize| (0..second.len()).find(|&other| same(one, other));
        let seeds = (0..first.len()).find_map(|one| Some((one, beside(one)?)));
        let (seed, across) = seeds?;
        let (count, count_across) = (first.len(), second.len());
        let most = count.min(count_across);
        let after = |edge: usize, steps: usize, count: usize| (edge + steps) % count;
        let before = |edge: usize, steps: usize, count: usize| (edge + count - steps) % count;
        // Edges that follow each other in a list are not always neighbours on the ring.
        let goes_on = |steps: &usize| {
            let (last, next) = (after(seed, steps - 1, count), after(seed, *steps, count));
            first[last].segment.b == first[next].segment.a && same(next, before(across, *steps, count_across))
        };
        let came = |steps: &usize| {
            let (next, own) = (before(seed, steps - 1, count), before(seed, *steps, count));
            first[own].segment.b == first[next].segment.a && same(own, after(across, *steps, count_across))
        };
        let onwards = (1..most).take_while(goes_on).count();
        let backwards = (1..most - onwards).take_while(came).count();
        let start = before(seed, backwards, count);
        let start_across = before(across, onwards, count_across);
        self.first.rotate_left(start);
        self.second.rotate_left(start_across);
        Some(backwards + 1 + onwards)
    }
}

fn edges_in(ring: &[Coord<f64>], common: &Extent, edges: &mut Vec<Edge>) {
    edges.clear();
    for pair in ring.windows(2) {
        let &[a, b] = pair else { continue };
        let extent = Extent::from_corners(a, b);
        if extent.meets(common) && a != b {
            let segment = Segment { a, b };
            edges.push(Edge { segment, extent });
        }
    }
}

fn encounter(one: &Segment, other: &Segment) -> Encounter {
    if one.a == other.b && one.b == other.a {
        return Encounter::Same;
    }
    let joints = [
        (one.a, one.b, other.a, other.b),
        (one.a, one.b, other.b, other.a),
        (one.b, one.a, other.a, other.b),
        (one.b, one.a, other.b, other.a),
    ];
    if let Some((joint, end, _, other_end)) = joints.into_iter().find(|(p, _, q, _)| p == q) {
        return match is_one_way(joint, end, other_end) {
            true => Encounter::Other,
            false => Encounter::Joined,
        };
    }
    let parts = |edge: &Segment, beside: &Segment| {
        let sides = [beside.a, beside.b].map(|end| turn(edge.a, edge.b, end));
        (sides[0] > 0.0 && sides[1] > 0.0) || (sides[0] < 0.0 && sides[1] < 0.0)
    };
    match parts(one, other) || parts(other, one) {
        true => Encounter::Apart,
        false => Encounter::Other,
    }
}

/// True where two edges leave their common vertex in the same direction, one upon the other.
fn is_one_way(joint: Coord<f64>, end: Coord<f64>, other_end: Coord<f64>) -> bool {
    if turn(end, other_end, joint) != 0.0 {
        return false;
    }
    // On one line the sign of either ordinate tells, and differences of doubles have the right sign.
    let along = |from: f64, to: f64| (to - from).partial_cmp(&0.0);
    match end.x == joint.x {
        true => along(joint.y, end.y) == along(joint.y, other_end.y),
        false => along(joint.x, end.x) == along(joint.x, other_end.x),
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::super::relate::Relater;
    use super::super::scale::Scale;
    use super::*;
    use proptest::prelude::*;

    fn shape(ring: &[(f64, f64)]) -> Shape {
        let polygon = geo::Polygon::new(ring.iter().copied().collect(), Vec::new());
        admit_plane(polygon).unwrap()
    }

    /// The answer is the same for either order, and never contradicts the overlay.
    #[track_caller]
    fn check(first: &[(f64, f64)], second: &[(f64, f64)], expected: bool) {
        let (first, second) = (shape(first), shape(second));
        let mut neighbours = Neighbours::default();
        for (one, other) in [(&first, &second), (&second, &first)] {
            assert_eq!(neighbours.share_only_a_border(one, other), expected);
            let overlap = Relater::default().overlap(one, other, Scale::Plane).unwrap();
            assert!(!expected || overlap.plane_m2.abs() < 1e-9, "{overlap:?}");
        }
    }

    const SQUARE: [(f64, f64); 4] = [(0., 0.), (4., 0.), (4., 4.), (0., 4.)];

    #[test]
    fn a_common_border_is_seen() {
        check(&SQUARE, &[(4., 0.), (8., 0.), (8., 4.), (4., 4.)], true);
        // With a bend, and with a vertex on a straight stretch.
        check(
            &[(0., 0.), (4., 0.), (3., 2.), (4., 4.), (0., 4.)],
            &[(4., 0.), (8., 0.), (8., 4.), (4., 4.), (3., 2.)],
            true,
        );
        check(
            &[(0., 0.), (4., 0.), (4., 2.), (4., 4.), (0., 4.)],
            &[(4., 0.), (8., 0.), (8., 4.), (4., 4.), (4., 2.)],
            true,
        );
        // In a bay of the other, on three sides.
        check(
            &[
                (0., 0.),
                (9., 0.),
                (9., 9.),
                (6., 9.),
                (6., 3.),
                (3., 3.),
                (3., 9.),
                (0., 9.),
            ],
            &[(3., 3.), (6., 3.), (6., 9.), (3., 9.)],
            true,
        );
    }

    #[test]
    fn whatever_else_is_left_to_the_overlay() {
        // Apart, the same, one within the other along a border, and over each other beyond it.
        check(&SQUARE, &[(5., 0.), (8., 0.), (8., 4.), (5., 4.)], false);
        check(&SQUARE, &SQUARE, false);
        check(&SQUARE, &[(4., 0.), (4., 4.), (2., 2.)], false);
        check(
            &SQUARE,
            &[(0., 0.), (4., 0.), (9., 2.), (4., 4.), (0., 4.)],
            false,
        );
        check(
            &SQUARE,
            &[
                (4., 4.),
                (4., 0.),
                (8., 0.),
                (8., 8.),
                (2., 8.),
                (2., 3.),
                (3., 6.),
                (6., 5.),
            ],
            false,
        );
        // A vertex on an edge of the other; a corner; a border of which only a part is common.
        check(&SQUARE, &[(4., 2.), (8., 0.), (8., 4.)], false);
        check(&SQUARE, &[(4., 4.), (8., 4.), (8., 8.)], false);
        check(&SQUARE, &[(4., 0.), (8., 0.), (8., 3.), (4., 3.)], false);
        // Two borders in common: the other bridges a bay.
        check(
            &[
                (0., 0.),
                (9., 0.),
                (9., 9.),
                (6., 9.),
                (6., 6.),
                (6., 3.),
                (3., 3.),
                (3., 6.),
                (3., 9.),
                (0., 9.),
            ],
            &[(3., 6.), (6., 6.), (6., 9.), (3., 9.)],
            false,
        );
    }

    #[test]
    fn an_edge_that_is_run_along_in_the_same_way_is_no_border() {
        check(&SQUARE, &[(4., 0.), (4., 4.), (-2., 4.), (-2., -2.)], false);
        check(&SQUARE, &[(0., 0.), (4., 0.), (2., 1.)], false);
    }

    /// Boxes of edges meet that are apart, and only one of two is all on one side of the other.
    #[test]
    fn edges_may_pass_near_each_other() {
        check(
            &[(4., 0.), (4., 4.), (0., 4.), (-6., -10.)],
            &[(4., 4.), (4., 0.), (-1., -9.), (8., -9.), (8., 4.)],
            true,
        );
        check(
            &[(0., 0.), (6., 6.), (2., 4.)],
            &[(2., 4.), (6., 6.), (6., 9.), (1., 9.), (1., 5.5)],
            true,
        );
    }

    #[track_caller]
    fn check_encounter(one: [(f64, f64); 2], other: [(f64, f64); 2], expected: Encounter) {
        let [one, other] = [one, other].map(|ends| {
            let [a, b] = ends.map(|(x, y)| Coord { x, y });
            Segment { a, b }
        });
        assert_eq!(encounter(&one, &other), expected);
        assert_eq!(encounter(&other, &one), expected);
    }

    #[test]
    fn edges_encounter_each_other() {
        use Encounter::{Apart, Joined, Other, Same};
        let along = [(0., 0.), (4., 0.)];
        for (x, y, there, back) in [
            // The whole edge, a part of it from either end, and more.
            ((0., 0.), (4., 0.), Other, Same),
            ((0., 0.), (2., 0.), Other, Other),
            ((2., 0.), (4., 0.), Other, Other),
            ((0., 0.), (6., 0.), Other, Other),
            ((-1., 0.), (2., 0.), Other, Other),
            // From its ends elsewhere.
            ((4., 0.), (6., 0.), Joined, Joined),
            ((-2., 0.), (0., 0.), Joined, Joined),
            ((0., 0.), (1., 3.), Joined, Joined),
            ((4., 0.), (1., -3.), Joined, Joined),
            // To it and across.
            ((2., 0.), (2., 3.), Other, Other),
            ((2., 0.), (2., -3.), Other, Other),
            ((2., -1.), (2., 1.), Other, Other),
            // Only the line of one of the two parts them.
            ((1., 1.), (1., 3.), Apart, Apart),
            ((1., -1.), (1., -3.), Apart, Apart),
            ((3., 1.), (9., -1.), Apart, Apart),
        ] {
            check_encounter(along, [x, y], there);
            check_encounter(along, [y, x], back);
            // The same turned by a quarter.
            let turned = |(x, y): (f64, f64)| (-y, x);
            check_encounter(along.map(turned), [x, y].map(turned), there);
            check_encounter(along.map(turned), [y, x].map(turned), back);
        }
    }

    type Ring = Vec<(f64, f64)>;

    /// A row of posts, moved by hand, and two rings that join them above and below; now and then one goes astray.
    fn two_rings() -> impl Strategy<Value = (Ring, Ring)> {
        let height = prop_oneof![8 => -1.0..1.0, 1 => -6.0..6.0];
        let heights = prop::collection::vec(height, 9);
        let astray = prop::option::weighted(0.3, (0..9_usize, -3.0..3.0));
        (heights.clone(), heights.clone(), heights, astray).prop_map(|(common, above, below, astray)| {
            let row = |heights: &[f64], by: f64| -> Ring {
                let posts = heights.iter().enumerate();
                posts.map(|(k, height)| (k as f64, by + height)).collect()
            };
            let border = row(&common, 0.0);
            let mut theirs = border.clone();
            if let Some((k, by)) = astray {
                theirs[k].1 += by;
            }
            let (top, bottom) = (row(&above, 3.0), row(&below, -3.0));
            let upper = border.iter().chain(top.iter().rev()).copied().collect();
            let lower = bottom.iter().chain(theirs.iter().rev()).copied().collect();
            (upper, lower)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn what_shares_only_a_border_has_no_area_in_common((upper, lower) in two_rings()) {
            let (upper, lower) = (shape(&upper), shape(&lower));
            let mut neighbours = Neighbours::default();
            for (one, other) in [(&upper, &lower), (&lower, &upper)] {
                if neighbours.share_only_a_border(one, other) {
                    let overlap = Relater::default().overlap(one, other, Scale::Plane).unwrap();
                    prop_assert!(overlap.plane_m2.abs() < 1e-9, "{overlap:?}");
                }
            }
        }
    }
}
