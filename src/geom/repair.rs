//! Makes polygons valid, and says what that changed.

use geo::{LineString, MultiPolygon, Polygon};

use crate::progress::{Cancelled, Progress};

use super::area::{plane_area, ring_area};
use super::crossing::turn;
use super::overlay::{even_odd, union_until};
use super::simple::is_strictly_simple;
use super::validity::is_valid;

/// A change of the area by a smaller share is not to be seen on any map.
const SEEN_SHARE: f64 = 1e-6;

/// Valid polygons and what making them so has changed.
#[derive(Clone, Debug)]
pub struct Repaired {
    /// Valid, disjoint, shells counter-clockwise.
    pub polygons: MultiPolygon<f64>,
    /// What was wrong; `None` where the input was valid and only its winding may have been turned.
    pub change: Option<Change>,
    /// The polygons as they came, where the repair changed their area so that it can be seen.
    pub drawn: Option<MultiPolygon<f64>>,
}

/// What a repair did, in square metres of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Sum over the polygons as drawn: shell less holes.
    pub before_m2: f64,
    /// After the repair.
    pub after_m2: f64,
    /// True where a ring covers a part of itself twice: the even-odd rule makes that part a hole, another reading would
    /// fill it, so somebody has to look.
    pub ambiguous: bool,
}

impl Change {
    /// The change as a share of the larger of the two areas: 0 where nothing was changed, 1 where all is new or gone.
    pub fn share(&self) -> f64 {
        let difference_m2 = (self.after_m2 - self.before_m2).abs();
        if difference_m2 == 0.0 {
            return 0.0;
        }
        difference_m2 / self.before_m2.abs().max(self.after_m2.abs())
    }

    /// The same in per cent, as it is written; the smaller, the more digits, so that only no change is none.
    pub fn percent(&self) -> String {
        let percent = 100.0 * self.share();
        let digits = match percent {
            _ if percent == 0.0 || percent >= 1.0 => 1,
            _ if percent >= 0.01 => 3,
            _ => 7,
        };
        format!("{percent:.digits$} %")
    }
}

/// Makes polygons valid by one rule: each polygon is united with itself under the even-odd rule, then all are united.
///
/// This opens bow-ties into both wings, keeps holes whatever way they are wound, and merges parts that were digitised
/// twice, whatever way those are wound. Finite plane coordinates in, any rings.
///
/// # Errors
/// [`Cancelled`], within a few hundredths of a second however many vertices there are.
pub fn repair(mut polygons: MultiPolygon<f64>, progress: &Progress) -> Result<Repaired, Cancelled> {
    if is_strictly_simple(&polygons, progress)? {
        polygons.iter_mut().for_each(wind);
        return Ok(Repaired {
            polygons,
            change: None,
            drawn: None,
        });
    }
    let before_m2 = drawn_area(&polygons);
    let single = polygons.iter().map(|polygon| even_odd(polygon, progress));
    let single: Vec<MultiPolygon<f64>> = single.collect::<Result<_, _>>()?;
    let after = union_until(&single, progress)?;
    let after_m2 = plane_area(&after);
    let same_area = (after_m2 - before_m2).abs() <= 1e-9 * before_m2.max(1.0);
    if same_area && is_valid(&without_doubles(&polygons), progress)? {
        // Rings that touch in single points are valid; the union has merely written them anew.
        return Ok(Repaired {
            polygons: after,
            change: None,
            drawn: None,
        });
    }
    let change = Change {
        before_m2,
        after_m2,
        ambiguous: any_covers_itself_twice(&polygons, progress)?,
    };
    Ok(Repaired {
        polygons: after,
        change: Some(change),
        // What nobody can see is not worth the memory.
        drawn: (change.share() > SEEN_SHARE).then_some(polygons),
    })
}

/// Turns the shell counter-clockwise and the holes clockwise; all rings are strictly simple.
fn wind(polygon: &mut Polygon<f64>) {
    polygon.exterior_mut(|ring| turn_round(ring, is_counter_clockwise(ring)));
    polygon.interiors_mut(|rings| {
        let each = rings.iter_mut();
        each.for_each(|ring| turn_round(ring, !is_counter_clockwise(ring)));
    });
}

fn turn_round(ring: &mut LineString<f64>, is_right: bool) {
    if !is_right {
        ring.0.reverse();
    }
}

/// Which way a ring goes that meets itself nowhere: the turn at its lowest vertex of the westernmost tells, by its exact sign.
fn is_counter_clockwise(ring: &LineString<f64>) -> bool {
    // Without the last vertex, which is the first.
    let vertices = ring.0.split_last().map_or(&[][..], |(_, vertices)| vertices);
    let mut west = 0;
    for (at, vertex) in vertices.iter().enumerate() {
        let other = vertices[west];
        if vertex.x < other.x || (vertex.x == other.x && vertex.y < other.y) {
            west = at;
        }
    }
    let count = vertices.len();
    let (before, after) = ((west + count - 1) % count, (west + 1) % count);
    turn(vertices[before], vertices[west], vertices[after]) > 0.0
}

/// With no vertex twice in a row, and without rings that have none.
fn without_doubles(polygons: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let clean = |ring: &LineString<f64>| {
        let mut vertices = ring.0.clone();
        vertices.dedup();
        LineString(vertices)
    };
    let is_there = |ring: &&LineString<f64>| !ring.0.is_empty();
    let there = polygons.iter().filter(|polygon| is_there(&polygon.exterior()));
    let there = there.map(|polygon| {
        let holes = polygon.interiors().iter().filter(is_there).map(clean);
        Polygon::new(clean(polygon.exterior()), holes.collect())
    });
    MultiPolygon(there.collect())
}

fn drawn_area(polygons: &MultiPolygon<f64>) -> f64 {
    polygons
        .iter()
        .map(|p| {
            ring_area(p.exterior()).abs() - p.interiors().iter().map(|r| ring_area(r).abs()).sum::<f64>()
        })
        .sum()
}

/// True where a shell, looked at alone, is wound twice round some part: there the signed area counts double, and even-odd
/// leaves it out.
fn any_covers_itself_twice(polygons: &MultiPolygon<f64>, progress: &Progress) -> Result<bool, Cancelled> {
    for polygon in polygons {
        let shell = Polygon::new(polygon.exterior().clone(), Vec::new());
        let signed = ring_area(polygon.exterior()).abs();
        let even_odd_m2 = plane_area(&even_odd(&shell, progress)?);
        if signed > even_odd_m2 * (1.0 + 1e-9) + 1e-6 {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, Validation as _, wkt};
    use proptest::prelude::*;

    fn repair(polygons: MultiPolygon<f64>) -> Repaired {
        super::repair(polygons, &Progress::default()).unwrap()
    }

    #[track_caller]
    fn check(polygons: MultiPolygon<f64>, expected_area: f64, changed: bool) {
        let repaired = repair(polygons);
        let area = plane_area(&repaired.polygons);
        assert!(
            (area - expected_area).abs() < 1e-9,
            "{area} instead of {expected_area}"
        );
        assert_eq!(repaired.change.is_some(), changed);
        assert!(repaired.polygons.is_valid());
    }

    #[test]
    fn valid_polygons_pass_unchanged() {
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.))) },
            16.0,
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 0. 4., 4. 4., 4. 0., 0. 0.))) },
            16.0,
            false,
        );
        let touching_hole =
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.), (0. 0., 1. 2., 2. 1., 0. 0.))) };
        check(touching_hole, 14.5, false);
        let square = || LineString::from(vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]);
        let empty = LineString(Vec::new());
        let with_empty_hole = Polygon::new(square(), vec![empty.clone()]);
        check(
            MultiPolygon(vec![with_empty_hole, Polygon::new(empty, vec![])]),
            16.0,
            false,
        );
        let doubled = Polygon::new(square().0.into_iter().flat_map(|at| [at, at]).collect(), vec![]);
        check(MultiPolygon(vec![doubled]), 16.0, false);
    }

    /// On no lattice, so that the overlay engine moves each vertex by a hair.
    #[test]
    fn what_the_engine_rounds_off_is_no_change() {
        let at = |x: f64, y: f64| Coord {
            x: x * 1e3 / 7.0,
            y: y * 1e3 / 7.0,
        };
        let shell = [at(0.0, 0.0), at(4.0, 0.1), at(4.2, 4.0), at(0.3, 4.1)];
        let hole = [at(0.0, 0.0), at(1.0, 2.0), at(2.0, 1.0)];
        let rings = [&shell[..], &hole].map(|ring| LineString(ring.to_vec()));
        let [shell, hole] = rings;
        let polygons = MultiPolygon(vec![Polygon::new(shell, vec![hole])]);
        let (drawn_m2, repaired) = (drawn_area(&polygons), repair(polygons));
        let rounded_m2 = plane_area(&repaired.polygons) - drawn_m2;
        assert!(rounded_m2 != 0.0 && rounded_m2.abs() < 1e-6, "{rounded_m2}");
        assert_eq!(repaired.change, None);
    }

    #[test]
    fn zone_digitised_twice_whatever_its_winding() {
        check(
            wkt! { MULTIPOLYGON(((0. 0., 6. 0., 6. 6., 0. 6., 0. 0.)), ((3. 0., 9. 0., 9. 6., 3. 6., 3. 0.))) },
            54.0,
            true,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 6. 0., 6. 6., 0. 6., 0. 0.)), ((3. 0., 3. 6., 9. 6., 9. 0., 3. 0.))) },
            54.0,
            true,
        );
    }

    #[test]
    fn bow_tie_gives_both_wings() {
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.))) },
            8.0,
            true,
        );
    }

    #[test]
    fn hole_wound_as_its_shell_stays_a_hole() {
        let same_winding =
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 6. 3., 6. 6., 3. 6., 3. 3.))) };
        check(same_winding, 72.0, false);
    }

    #[test]
    fn ring_that_covers_itself_twice_is_reported_as_ambiguous() {
        // Twice round the same square, the second time smaller.
        let twice =
            wkt! { MULTIPOLYGON(((0. 0., 6. 0., 6. 6., 0. 6., 0. 1., 4. 1., 4. 4., 1. 4., 1. 0., 0. 0.))) };
        let repaired = repair(twice);
        assert!(repaired.change.is_some_and(|change| change.ambiguous));
        let bow_tie = repair(wkt! { MULTIPOLYGON(((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.))) });
        assert!(bow_tie.change.is_some_and(|change| !change.ambiguous));
    }

    #[test]
    fn a_change_is_told_as_a_share_of_the_larger_area() {
        let check = |before_m2: f64, after_m2: f64, share: f64, percent: &str| {
            let change = Change {
                before_m2,
                after_m2,
                ambiguous: false,
            };
            assert_eq!((change.share(), change.percent().as_str()), (share, percent));
        };
        check(8.0, 8.0, 0.0, "0.0 %");
        check(0.0, 0.0, 0.0, "0.0 %");
        check(8.0, 6.0, 0.25, "25.0 %");
        check(6.0, 8.0, 0.25, "25.0 %");
        check(0.0, 8.0, 1.0, "100.0 %");
        check(-8.0, 8.0, 2.0, "200.0 %");
        check(100.0, 99.0, 0.01, "1.0 %");
        check(1000.0, 995.0, 0.005, "0.500 %");
        check(10_000.0, 9999.0, 1e-4, "0.010 %");
        check(1e9, 1e9 - 1.0, 1e-9, "0.0000001 %");
    }

    #[test]
    fn what_can_be_seen_is_kept_as_it_was_drawn() {
        let check = |polygons: MultiPolygon<f64>, is_seen: bool| {
            let repaired = repair(polygons.clone());
            assert!(repaired.change.is_some());
            assert_eq!(repaired.drawn, is_seen.then_some(polygons));
        };
        check(wkt! { MULTIPOLYGON(((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.))) }, true);
        // A whisker covers nothing.
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 8. 8., 4. 4., 0. 4., 0. 0.))) },
            false,
        );
    }

    /// A square with an ear that is gone round twice, or with a whisker that covers nothing.
    #[test]
    fn little_that_is_covered_twice_is_ambiguous_too() {
        let check = |side: f64, ear: f64, expected: bool| {
            let ear_of = [
                (0.0, 0.0),
                (-ear, 0.0),
                (-ear, -ear),
                (0.0, -ear),
                (0.0, 0.0),
                (-ear, 0.0),
                (-ear, -ear),
                (0.0, -ear),
                (0.0, 0.0),
            ];
            let whisker = [(0.0, 0.0), (-9.0, 0.0), (0.0, 0.0)];
            let own = if ear > 0.0 { &ear_of[..] } else { &whisker[..] };
            let square = [(side, 0.0), (side, side), (0.0, side)];
            let ring = own.iter().chain(&square).map(|&(x, y)| (x, y));
            let change = repair(MultiPolygon(vec![Polygon::new(ring.collect(), vec![])])).change;
            assert_eq!(
                change.map(|change| change.ambiguous),
                Some(expected),
                "{side} {ear}"
            );
        };
        check(10.0, 0.1, true);
        check(10.0, 0.01, true);
        check(2000.0, 1.0, true);
        check(2000.0, 0.0, false);
        check(0.5, 0.0, false);
    }

    /// A vertex on the west side turns neither way.
    #[test]
    fn the_way_of_a_ring_is_told_at_a_corner() {
        let corners = [(0., 0.), (4., 0.), (4., 4.), (0., 4.), (0., 2.)].map(Coord::from);
        for start in 0..corners.len() {
            let mut vertices = corners.to_vec();
            vertices.rotate_left(start);
            vertices.push(vertices[0]);
            let mut ring = LineString(vertices);
            assert!(is_counter_clockwise(&ring), "{start}");
            ring.0.reverse();
            assert!(!is_counter_clockwise(&ring), "{start}");
        }
    }

    /// A ring of so many vertices that crosses itself in the middle.
    fn eight(count: usize) -> MultiPolygon<f64> {
        let vertex = |k: usize| {
            let turn = std::f64::consts::TAU * (k % count) as f64 / count as f64;
            Coord {
                x: 5000.0 * turn.sin(),
                y: 3000.0 * (2.0 * turn).sin(),
            }
        };
        let ring = (0..=count).map(vertex).collect();
        MultiPolygon(vec![Polygon::new(LineString(ring), vec![])])
    }

    /// Wherever it is asked to: between its steps, and while edges are compared.
    #[test]
    fn it_stops_at_every_look() {
        let polygons = eight(19_000);
        let counting = Progress::with_looks(1000);
        assert!(
            super::repair(polygons.clone(), &counting)
                .unwrap()
                .change
                .is_some()
        );
        let looks = 1000 - counting.looks_left().unwrap();
        assert!(looks >= 5, "{looks}");
        for looks in 0..looks {
            let stopped = super::repair(polygons.clone(), &Progress::with_looks(looks));
            assert!(stopped.is_err(), "it goes on after {looks} looks");
        }
    }

    /// The engine cannot be asked to stop: what it works at long is done apart, to the same end.
    #[test]
    fn many_vertices_are_repaired_as_few_and_let_whoever_stops_go() {
        let count = 60_000;
        let area = |count: usize| plane_area(&repair(eight(count)).polygons);
        assert!((area(count) / area(6_000) - 1.0).abs() < 1e-5);
        for looks in [0, 1, 3, 6, 8] {
            let stopped = super::repair(eight(count), &Progress::with_looks(looks));
            assert!(stopped.is_err(), "it goes on after {looks} looks");
        }
    }

    proptest! {
        /// Rings around a place, near and far from the origin, begun anywhere and gone either way: their signed area tells, too.
        #[test]
        fn the_westernmost_vertex_tells_which_way_a_ring_goes(
            radii in prop::collection::vec(1..9_i32, 3..20),
            (start, far, backwards) in (0..20_usize, any::<bool>(), any::<bool>()),
        ) {
            let count = radii.len();
            let mut vertices: Vec<Coord<f64>> = radii.iter().enumerate().map(|(k, &radius)| {
                let (sin, cos) = (k as f64 / count as f64 * std::f64::consts::TAU).sin_cos();
                let middle = if far { Coord { x: 500_000.0, y: 3_350_000.0 } } else { Coord::zero() };
                // On a lattice, so that several vertices are as far west.
                middle + Coord { x: (cos * f64::from(radius) * 2.0).round(), y: (sin * f64::from(radius) * 2.0).round() }
            }).collect();
            vertices.rotate_left(start % count);
            vertices.push(vertices[0]);
            if backwards {
                vertices.reverse();
            }
            let ring = LineString(vertices);
            let polygons = MultiPolygon(vec![Polygon::new(ring.clone(), vec![])]);
            prop_assume!(is_strictly_simple(&polygons, &Progress::default()) == Ok(true));
            prop_assert_eq!(is_counter_clockwise(&ring), ring_area(&ring) > 0.0);
            let wound = repair(polygons).polygons;
            prop_assert!(ring_area(wound.0[0].exterior()) > 0.0);
        }
    }
}
