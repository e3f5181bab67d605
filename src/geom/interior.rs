//! Where a name belongs on a shape: well inside a polygon, on the middle of a line.

use geo::Coord;

use super::extent::Extent;
use super::shape::Shape;
use super::side::{Side, side_of_shape};
use super::turn::TurnedBox;
use super::window::Window;

/// Level lines that are laid across a polygon.
const ROWS: usize = 13;
/// So many of the widest stretches on them are looked at closely.
const CLOSELY: usize = 8;
/// Rings with more vertices than this are thinned: a name need not stand in the very best place.
const MOST_VERTICES: usize = 4096;

/// A place in the interior of a polygon, with the room around it, in the unit of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomyPlace {
    /// Inside.
    pub place: Coord<f64>,
    /// How far the polygon goes on left and right of it, as it is seen.
    pub half_width: f64,
    /// Distance to the nearest border.
    pub clearance: f64,
}

/// The best place found for a name of `aspect` times its height on the polygons of `shape` as far as they lie in sight;
/// the name is level as the sight is.
///
/// A search on level lines, not the exact pole of inaccessibility; what it gives lies inside for certain. `None` where
/// nothing of the polygons is there.
pub fn roomy_place(shape: &Shape, sight: impl Into<TurnedBox>, aspect: f64) -> Option<RoomyPlace> {
    let sight = sight.into();
    let seen = shape.extent().common_with(&sight.extent());
    if shape.areas().0.is_empty() {
        return None;
    }
    if !(seen.width() > 0.0 && seen.height() > 0.0) {
        return None;
    }
    let mut window = Window::default();
    window.look_at(shape, &seen);
    let edges = edges_of(&window, &sight);
    let seen = match sight.is_upright() {
        true => seen,
        false => Extent::of_coords(edges.iter().flatten().copied()).common_with(&sight.own()),
    };
    let places = roomiest(&edges, (&seen, &sight.own()), aspect);
    let mut places = places.into_iter().map(|found| RoomyPlace {
        place: sight.place(found.place),
        ..found
    });
    places.find(|found| side_of_shape(shape, found.place) == Side::Inside)
}

/// Places between edges, the best ones first.
fn roomiest(edges: &[[Coord<f64>; 2]], (seen, within): (&Extent, &Extent), aspect: f64) -> Vec<RoomyPlace> {
    let mut stretches = stretches(edges, seen);
    // Of equal ones the middle is best.
    let off_middle = |found: &RoomyPlace| (found.place.y - seen.center().y).abs();
    stretches.sort_by(|a, b| {
        let wider = b.half_width.total_cmp(&a.half_width);
        wider.then(off_middle(a).total_cmp(&off_middle(b)))
    });
    stretches.truncate(CLOSELY);
    for found in &mut stretches {
        let to_top = (found.place.y - within.min.y).min(within.max.y - found.place.y);
        found.clearance = clearance(edges, found.place).min(to_top);
    }
    let worth = |found: &RoomyPlace| (found.half_width / aspect.max(1e-9)).min(found.clearance);
    stretches.sort_by(|a, b| {
        let better = worth(b).total_cmp(&worth(a));
        better.then(b.clearance.total_cmp(&a.clearance))
    });
    stretches
}

/// A place on a line and the direction of the line there as it is seen, in radians counter-clockwise from level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Middle {
    /// On the line.
    pub place: Coord<f64>,
    /// Direction from left to right: more than −π/2 and at most π/2.
    pub angle: f64,
    /// Length of the stretch that it is the middle of, in the unit of the plane.
    pub length: f64,
}

/// The middle of the longest stretch of the lines of `shape` that lies in sight; the direction is that of a name of
/// `length` there. `None` where no line is there.
pub fn middle_of_lines(shape: &Shape, sight: impl Into<TurnedBox>, length: f64) -> Option<Middle> {
    let sight = sight.into();
    let within = &sight.own();
    let mut best: (f64, Vec<Coord<f64>>) = (0.0, Vec::new());
    for line in shape.lines() {
        let mut run: Vec<Coord<f64>> = Vec::new();
        let mut so_far = 0.0;
        for pair in line.0.windows(2) {
            let &[a, b] = pair else { continue };
            let piece = clipped(sight.level(a), sight.level(b), within);
            if piece.is_none_or(|(from, _)| run.last() != Some(&from)) {
                keep_longer(&mut best, so_far, &mut run);
                so_far = 0.0;
            }
            if let Some((from, to)) = piece {
                if run.is_empty() {
                    run.push(from);
                }
                run.push(to);
                so_far += (to.x - from.x).hypot(to.y - from.y);
            }
        }
        keep_longer(&mut best, so_far, &mut run);
    }
    let (total, run) = best;
    let place = along(&run, 0.5 * total)?;
    let reach = (0.5 * length).min(0.5 * total);
    let (left, right) = (
        along(&run, 0.5 * total - reach)?,
        along(&run, 0.5 * total + reach)?,
    );
    let angle = (right.y - left.y).atan2(right.x - left.x);
    Some(Middle {
        place: sight.place(place),
        angle: readable(angle),
        length: total,
    })
}

fn keep_longer(best: &mut (f64, Vec<Coord<f64>>), length: f64, run: &mut Vec<Coord<f64>>) {
    if length > best.0 {
        *best = (length, std::mem::take(run));
    }
    run.clear();
}

/// The same direction or its opposite, whichever does not stand on its head.
fn readable(angle: f64) -> f64 {
    use std::f64::consts::{FRAC_PI_2, PI};
    if angle > FRAC_PI_2 {
        angle - PI
    } else if angle <= -FRAC_PI_2 {
        angle + PI
    } else {
        angle
    }
}

/// The place so far along a path; its end where it is shorter.
fn along(path: &[Coord<f64>], mut distance: f64) -> Option<Coord<f64>> {
    for pair in path.windows(2) {
        let &[a, b] = pair else { continue };
        let length = (b.x - a.x).hypot(b.y - a.y);
        if distance <= length && length > 0.0 {
            let share = (distance / length).max(0.0);
            return Some(Coord {
                x: a.x + share * (b.x - a.x),
                y: a.y + share * (b.y - a.y),
            });
        }
        distance -= length;
    }
    path.last().copied()
}

/// The part of a segment in a box (Liang and Barsky, 1984).
fn clipped(a: Coord<f64>, b: Coord<f64>, within: &Extent) -> Option<(Coord<f64>, Coord<f64>)> {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (step, room) in [
        (-dx, a.x - within.min.x),
        (dx, within.max.x - a.x),
        (-dy, a.y - within.min.y),
        (dy, within.max.y - a.y),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    let at = |share: f64| match share {
        0.0 => a,
        1.0 => b,
        _ => Coord {
            x: a.x + share * dx,
            y: a.y + share * dy,
        },
    };
    (from < to).then(|| (at(from), at(to)))
}

/// The edges of rings, turned so that the sight is level.
fn edges_of(window: &Window, sight: &TurnedBox) -> Vec<[Coord<f64>; 2]> {
    let step = window.vertex_count() / MOST_VERTICES + 1;
    let mut edges = Vec::new();
    for ring in window.rings() {
        let mut last = ring.first().map(|&vertex| sight.level(vertex));
        let thinned = ring.iter().skip(1).step_by(step).chain(ring.last());
        for vertex in thinned.map(|&vertex| sight.level(vertex)) {
            if let Some(before) = last.filter(|&before| before != vertex) {
                edges.push([before, vertex]);
            }
            last = Some(vertex);
        }
    }
    edges
}

/// The insides of the polygons on level lines through what is seen, each by its middle.
fn stretches(edges: &[[Coord<f64>; 2]], seen: &Extent) -> Vec<RoomyPlace> {
    let apart = seen.height() / ROWS as f64;
    let level = |row: usize| seen.min.y + (row as f64 + 0.5) * apart;
    let mut crossings: [Vec<f64>; ROWS] = Default::default();
    for [a, b] in edges {
        let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
        let first = ((low.y - seen.min.y) / apart - 0.5).floor().max(0.0) as usize;
        for (row, found) in crossings.iter_mut().enumerate().skip(first) {
            let y = level(row);
            if y >= high.y {
                break;
            }
            if y >= low.y {
                found.push(low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x));
            }
        }
    }
    let mut all = Vec::new();
    for (row, found) in crossings.iter_mut().enumerate() {
        found.sort_by(f64::total_cmp);
        for pair in found.chunks_exact(2) {
            let &[left, right] = pair else { continue };
            let (left, right) = (left.max(seen.min.x), right.min(seen.max.x));
            if right > left {
                all.push(RoomyPlace {
                    place: Coord {
                        x: 0.5 * (left + right),
                        y: level(row),
                    },
                    half_width: 0.5 * (right - left),
                    clearance: 0.0,
                });
            }
        }
    }
    all
}

fn clearance(edges: &[[Coord<f64>; 2]], place: Coord<f64>) -> f64 {
    let mut least = f64::INFINITY;
    for [a, b] in edges {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let share = ((place.x - a.x) * dx + (place.y - a.y) * dy) / (dx * dx + dy * dy);
        let share = share.clamp(0.0, 1.0);
        let (x, y) = (a.x + share * dx - place.x, a.y + share * dy - place.y);
        least = least.min(x * x + y * y);
    }
    least.sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::super::turn::Turn;
    use super::*;
    use geo::{Geometry, wkt};
    use proptest::prelude::*;

    fn everywhere() -> Extent {
        Extent::from_corners(Coord { x: -1e3, y: -1e3 }, Coord { x: 1e3, y: 1e3 })
    }

    fn shape(geometry: impl Into<Geometry<f64>>) -> Shape {
        admit_plane(geometry).unwrap()
    }

    #[test]
    fn a_place_along_a_path_is_as_far_as_is_asked() {
        let path = [(1.0, 2.0), (4.0, 6.0), (4.0, 16.0)].map(Coord::from);
        let check = |distance: f64, x: f64, y: f64| {
            assert_eq!(along(&path, distance), Some(Coord { x, y }), "{distance}");
        };
        check(0.0, 1.0, 2.0);
        check(2.5, 2.5, 4.0);
        check(5.0, 4.0, 6.0);
        check(10.0, 4.0, 11.0);
        check(99.0, 4.0, 16.0);
    }

    /// As many lines as there are rows, each in the middle of its own.
    #[test]
    fn level_lines_are_spread_over_what_is_seen() {
        let corners = [(2.0, 0.0), (6.0, 0.0), (6.0, 26.0), (2.0, 26.0), (2.0, 0.0)].map(Coord::from);
        let edges: Vec<[Coord<f64>; 2]> = corners.windows(2).map(|edge| [edge[0], edge[1]]).collect();
        let check = |seen: Extent, expected: &[(f64, f64, f64)]| {
            let found = stretches(&edges, &seen);
            let found: Vec<_> = found
                .iter()
                .map(|own| (own.place.x, own.place.y, own.half_width))
                .collect();
            assert_eq!(found, expected);
        };
        let box_of = |x0: f64, y0: f64, x1: f64, y1: f64| {
            Extent::from_corners(Coord { x: x0, y: y0 }, Coord { x: x1, y: y1 })
        };
        let rows = |from: f64, step: f64| (0..ROWS).map(move |row| from + step * row as f64);
        let full: Vec<_> = rows(1.0, 2.0).map(|y| (4.0, y, 2.0)).collect();
        check(box_of(2.0, 0.0, 6.0, 26.0), &full);
        let part: Vec<_> = rows(13.5, 1.0)
            .map(|y| (3.0, y, 1.0))
            .filter(|own| own.1 < 26.0)
            .collect();
        check(box_of(0.0, 13.0, 4.0, 26.0), &part);
        check(box_of(7.0, 0.0, 9.0, 26.0), &[]);
    }

    #[test]
    fn what_is_seen_of_a_border_alone_has_no_room() {
        let bar = shape(wkt! { POLYGON((0. 0., 100. 0., 100. 10., 0. 10., 0. 0.)) });
        let check = |(x0, y0): (f64, f64), (x1, y1): (f64, f64), expected: bool| {
            let view = Extent::from_corners(Coord { x: x0, y: y0 }, Coord { x: x1, y: y1 });
            assert_eq!(roomy_place(&bar, &view, 3.0).is_some(), expected, "{view:?}");
        };
        check((0.0, 5.0), (50.0, 15.0), true);
        check((0.0, 10.0), (50.0, 15.0), false);
        check((100.0, 0.0), (150.0, 10.0), false);
        check((20.0, 5.0), (50.0, 5.0), false);
        check((20.0, 2.0), (20.0, 5.0), false);
        check((200.0, 2.0), (220.0, 5.0), false);
    }

    #[test]
    fn what_runs_along_the_side_of_a_box_is_in_it() {
        let within = Extent::from_corners(Coord { x: 0.0, y: 0.0 }, Coord { x: 8.0, y: 4.0 });
        let check = |ends: [(f64, f64); 2], expected: Option<[(f64, f64); 2]>| {
            let [a, b] = ends.map(Coord::from);
            let found = clipped(a, b, &within).map(|(from, to)| [from, to]);
            assert_eq!(found, expected.map(|ends| ends.map(Coord::from)), "{ends:?}");
        };
        check([(-8.0, 4.0), (8.0, 4.0)], Some([(0.0, 4.0), (8.0, 4.0)]));
        check([(0.0, 3.0), (0.0, 1.0)], Some([(0.0, 3.0), (0.0, 1.0)]));
        check([(8.0, -4.0), (8.0, 12.0)], Some([(8.0, 0.0), (8.0, 4.0)]));
        check([(1.0, 0.0), (2.0, 0.0)], Some([(1.0, 0.0), (2.0, 0.0)]));
        check([(1.0, -1.0), (2.0, -1.0)], None);
        check([(9.0, 1.0), (9.0, 2.0)], None);
        check([(-4.0, -2.0), (12.0, 6.0)], Some([(0.0, 0.0), (8.0, 4.0)]));
        check([(-2.0, 3.0), (2.0, 7.0)], None);
        check([(6.0, -2.0), (14.0, 6.0)], None);
    }

    #[test]
    fn a_name_stands_in_the_wide_part_and_not_in_the_hole() {
        // A ring whose lower limb is the widest.
        let ring = shape(
            wkt! { POLYGON((0. 0., 20. 0., 20. 20., 0. 20., 0. 0.), (2. 8., 2. 18., 18. 18., 18. 8., 2. 8.)) },
        );
        let found = roomy_place(&ring, &everywhere(), 3.0).unwrap();
        assert!(
            found.place.y < 8.0 && (found.place.x - 10.0).abs() < 1e-9,
            "{found:?}"
        );
        assert!(found.half_width == 10.0 && found.clearance > 3.0, "{found:?}");
    }

    #[test]
    fn in_a_square_the_middle_is_best() {
        let square = shape(wkt! { POLYGON((0. 0., 20. 0., 20. 20., 0. 20., 0. 0.)) });
        let found = roomy_place(&square, &everywhere(), 4.0).unwrap();
        assert!(
            (found.place.x - 10.0).abs() < 1e-9 && (found.place.y - 10.0).abs() < 1e-9,
            "{found:?}"
        );
    }

    #[test]
    fn only_the_part_in_view_counts() {
        let bar = shape(wkt! { POLYGON((0. 0., 100. 0., 100. 10., 0. 10., 0. 0.)) });
        let view = Extent::from_corners(Coord { x: 70.0, y: -5.0 }, Coord { x: 90.0, y: 50.0 });
        let found = roomy_place(&bar, &view, 3.0).unwrap();
        assert!(
            (found.place.x - 80.0).abs() < 1e-9 && found.half_width == 10.0,
            "{found:?}"
        );
        let beside = Extent::from_corners(Coord { x: 0.0, y: 20.0 }, Coord { x: 9.0, y: 30.0 });
        assert_eq!(roomy_place(&bar, &beside, 3.0), None);
    }

    /// A bar that runs from south-west to north-east lies level on a map that is turned by 45°.
    #[test]
    fn on_a_turned_map_room_is_as_it_is_seen() {
        let turn = Turn::of_degrees(45.0);
        let sight = TurnedBox::around(Coord { x: 0.0, y: 0.0 }, [200.0, 100.0], turn);
        let bar = shape(wkt! { POLYGON((-41. -39., -39. -41., 41. 39., 39. 41., -41. -39.)) });
        let beside = shape(wkt! { POLYGON((-38. -42., -36. -44., 44. 36., 42. 38., -38. -42.)) });
        let found = roomy_place(&beside, sight, 10.0).unwrap();
        let off = (found.place.x - 3.0).hypot(found.place.y + 3.0);
        assert!(off < 1e-6 && found.half_width > 55.0, "{found:?}");
        let found = roomy_place(&bar, sight, 10.0).unwrap();
        assert!((found.clearance - 2f64.sqrt()).abs() < 1e-6, "{found:?}");
        let line = shape(wkt! { LINESTRING(-30. -30., 30. 30.) });
        let middle = middle_of_lines(&line, sight, 5.0).unwrap();
        assert!(
            middle.place.x.hypot(middle.place.y) < 1e-6 && middle.angle.abs() < 1e-9,
            "{middle:?}"
        );
    }

    #[test]
    fn lines_and_points_have_no_inside() {
        assert_eq!(
            roomy_place(&shape(wkt! { LINESTRING(0. 0., 1. 1.) }), &everywhere(), 1.0),
            None
        );
        assert_eq!(
            middle_of_lines(&shape(wkt! { POINT(0. 0.) }), &everywhere(), 1.0),
            None
        );
    }

    #[test]
    fn a_name_stands_on_the_middle_of_a_line_and_never_on_its_head() {
        let line = shape(wkt! { LINESTRING(10. 0., 0. 0., 0. -10.) });
        let middle = middle_of_lines(&line, &everywhere(), 2.0).unwrap();
        assert!(middle.place.x.abs() < 1e-9 && middle.place.y.abs() < 1e-9 && middle.length == 20.0);
        assert!((middle.angle.to_degrees() - 45.0).abs() < 1e-9, "{middle:?}");
        let view = Extent::from_corners(Coord { x: 2.0, y: -1.0 }, Coord { x: 6.0, y: 1.0 });
        let middle = middle_of_lines(&line, &view, 2.0).unwrap();
        assert_eq!(
            (middle.place, middle.angle, middle.length),
            (Coord { x: 4.0, y: 0.0 }, 0.0, 4.0)
        );
    }

    proptest! {
        #[test]
        fn the_place_is_inside(angles in prop::collection::vec(1.0..50.0f64, 3..40)) {
            let count = angles.len() as f64;
            let star = angles.iter().enumerate().map(|(number, radius)| {
                let angle = std::f64::consts::TAU * number as f64 / count;
                (radius * angle.cos(), radius * angle.sin())
            });
            let star = shape(geo::Polygon::new(star.collect(), Vec::new()));
            let found = roomy_place(&star, &everywhere(), 3.0).unwrap();
            prop_assert_eq!(side_of_shape(&star, found.place), Side::Inside);
            prop_assert!(found.clearance <= found.half_width + 1e-9);
        }
    }
}
