//! How two shapes lie to each other, and how much they have in common.

use geo::{Coord, MultiLineString, MultiPoint, Point, Relate as _};

use super::cross_check::{deep_inside, engine_agrees, is_sampled};
use super::distance::{nearest_border, nearest_border_within};
use super::neighbours::Neighbours;
use super::overlap::{Broken, Overlap, Overlapper};
use super::overlay::lines_within;
use super::scale::Scale;
use super::segment::Nearest;
use super::shape::Shape;
use super::side::{Side, side_of_shape};
use super::whole::without_border;
use super::window::Window;

/// An overlap must be larger than this, in square metres, to count; below, borders touch. It is the noise of coordinates
/// rounded to a micrometre along a border of some hundred metres.
const NOISE_M2: f64 = 1e-4;
/// Shapes nearer than this touch: coordinates are never better.
const NOISE_M: f64 = 1e-6;
/// Rounding alone gives no more area than this.
const NONE_M2: f64 = 1e-9;

/// How a project lies to a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The first lies wholly within the second.
    Inside,
    /// The second lies wholly within the first.
    Contains,
    /// Interiors meet, and neither lies within the other.
    Overlap,
    /// Borders meet, interiors do not.
    Touch,
    /// Apart.
    Near,
}

/// What two shapes have in common.
#[derive(Clone, Debug)]
pub struct Contact {
    /// How the first lies to the second.
    pub relation: Relation,
    /// Nearest points; distance 0 unless apart. Where interiors meet, any place in common.
    pub nearest: Nearest,
    /// The area that both cover.
    pub overlap: Overlap,
    /// Of the polygons alone: those of the first lie wholly within the second.
    pub first_within: bool,
    /// Of the polygons alone: those of the second lie wholly within the first.
    pub second_within: bool,
    /// Pieces of lines in polygons, in the plane.
    pub lines: MultiLineString<f64>,
    /// Points in polygons.
    pub points: MultiPoint<f64>,
}

/// The two engines contradict each other on this pair; no verdict may rest on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("overlay and predicates disagree")]
pub struct Disagreement;

impl From<Broken> for Disagreement {
    fn from(_: Broken) -> Disagreement {
        Disagreement
    }
}

/// What the parts of one dimension of one shape and of another have in common.
struct Partial {
    interiors_meet: bool,
    first_within: bool,
    second_within: bool,
    overlap: Overlap,
    lines: MultiLineString<f64>,
    points: Vec<Point<f64>>,
}

impl Partial {
    /// Nothing in common.
    const NONE: Partial = Partial {
        interiors_meet: false,
        first_within: false,
        second_within: false,
        overlap: Overlap::NONE,
        lines: MultiLineString(Vec::new()),
        points: Vec::new(),
    };
}

/// How `first` lies to `second`, with areas in the plane. `None` where they are farther apart than `at_most` plane metres,
/// or one is empty.
///
/// # Errors
/// [`Disagreement`] where a common interior is seen by one method and not by the other.
pub fn relate(first: &Shape, second: &Shape, at_most: f64) -> Result<Option<Contact>, Disagreement> {
    Relater::default().relate(first, second, at_most, Scale::Plane)
}

/// Relates one pair after another in the same room.
#[derive(Debug, Default)]
pub struct Relater {
    first: Window,
    second: Window,
    overlapper: Overlapper,
    neighbours: Neighbours,
    /// Plane area that the pair at hand has in common, noise included.
    measured_m2: f64,
}

impl Relater {
    /// As [`relate`], with areas of a scale.
    ///
    /// # Errors
    /// As [`relate`].
    pub fn relate(
        &mut self,
        first: &Shape,
        second: &Shape,
        at_most: f64,
        scale: Scale<'_>,
    ) -> Result<Option<Contact>, Disagreement> {
        // Touching is always of interest.
        let at_most = at_most.max(NOISE_M);
        if first.extent().distance_squared(&second.extent()) > at_most * at_most {
            return Ok(None);
        }
        let boxes_meet = first.extent().meets(&second.extent());
        self.measured_m2 = 0.0;
        if boxes_meet && let Some(contact) = self.common(first, second, scale)? {
            return Ok(Some(contact));
        }
        // An overlap within the noise may still be a vertex deep; where there is none at all, no vertex may be inside.
        let apart =
            self.measured_m2 <= NONE_M2 && !first.areas().0.is_empty() && !second.areas().0.is_empty();
        let looked_at = is_sampled(first, second) || !(first.is_large() || second.is_large());
        if boxes_meet && apart && looked_at && (deep_inside(first, second) || deep_inside(second, first)) {
            return Err(Disagreement);
        }
        // Interiors do not meet, so the borders are nearest.
        let found = nearest_border_within(first, second, at_most);
        Ok(found.map(|nearest| Contact {
            relation: if nearest.distance <= NOISE_M {
                Relation::Touch
            } else {
                Relation::Near
            },
            nearest,
            overlap: Overlap::NONE,
            first_within: false,
            second_within: false,
            lines: MultiLineString(Vec::new()),
            points: MultiPoint(Vec::new()),
        }))
    }

    /// The area that both cover, without regard to noise; the rest of the two shapes is not looked at.
    ///
    /// # Errors
    /// [`Disagreement`] where the area is more than either has.
    pub fn overlap(
        &mut self,
        first: &Shape,
        second: &Shape,
        scale: Scale<'_>,
    ) -> Result<Overlap, Disagreement> {
        let common = first.extent().common_with(&second.extent());
        self.first.look_at(first, &common);
        if let Some(overlap) = without_border(&self.first, second, &common, scale) {
            return Ok(overlap);
        }
        self.second.look_at(second, &common);
        if let Some(overlap) = without_border(&self.second, first, &common, scale) {
            return Ok(overlap);
        }
        let chart = scale.chart(&common);
        let overlap = self
            .overlapper
            .overlap(&self.first, &self.second, &common, &chart)?;
        let least = first.plane_area().min(second.plane_area());
        let slack = NOISE_M2.max(1e-9 * least);
        if overlap.plane_m2 >= -slack && overlap.plane_m2 <= least + slack {
            Ok(overlap)
        } else {
            Err(Disagreement)
        }
    }

    /// The rings of what `other` leaves of the polygons of `own`; see [`Overlapper::left_of_first`].
    pub(super) fn rings_left(&mut self, own: &Shape, other: &Shape) -> Result<Vec<Vec<Coord<f64>>>, Broken> {
        let whole = own.extent();
        self.first.look_at(own, &whole);
        self.second.look_at(other, &whole);
        let overlapper = &mut self.overlapper;
        overlapper.left_of_first(&self.first, &self.second, &whole)
    }

    /// True where two small polygons are seen to share a border and no area; see [`Neighbours::share_only_a_border`].
    pub fn share_only_a_border(&mut self, first: &Shape, second: &Shape) -> bool {
        !first.is_large() && !second.is_large() && self.neighbours.share_only_a_border(first, second)
    }

    /// The common interior, if there is any: every part of the first against every part of the second.
    fn common(
        &mut self,
        first: &Shape,
        second: &Shape,
        scale: Scale<'_>,
    ) -> Result<Option<Contact>, Disagreement> {
        let areas = self.areas_and_areas(first, second, scale)?;
        if first.is_areal() && second.is_areal() {
            return Ok(areas.interiors_meet.then(|| contact_of_areas(areas)));
        }
        let parts = [
            areas,
            lines_and_areas(first.lines(), second),
            swapped(lines_and_areas(second.lines(), first)),
            points_and_areas(first.points(), second),
            swapped(points_and_areas(second.points(), first)),
            thin_parts(first, second),
        ];
        Ok(parts
            .iter()
            .any(|part| part.interiors_meet)
            .then(|| contact_of_parts(first, second, parts)))
    }

    fn areas_and_areas(
        &mut self,
        first: &Shape,
        second: &Shape,
        scale: Scale<'_>,
    ) -> Result<Partial, Disagreement> {
        if first.areas().0.is_empty() || second.areas().0.is_empty() {
            return Ok(Partial::NONE);
        }
        let overlap = self.overlap(first, second, scale)?;
        self.measured_m2 = overlap.plane_m2;
        if is_sampled(first, second) && !engine_agrees(first, second, overlap.plane_m2) {
            return Err(Disagreement);
        }
        let (common, whole_first, whole_second) = (overlap.plane_m2, first.plane_area(), second.plane_area());
        // Shapes so small that their half is less than the noise are judged by their half.
        if common <= NOISE_M2.min(0.5 * whole_first).min(0.5 * whole_second) {
            return Ok(Partial::NONE);
        }
        let within = |whole: f64| whole - common <= NOISE_M2.min(0.5 * whole).max(1e-9 * whole);
        Ok(Partial {
            interiors_meet: true,
            first_within: within(whole_first),
            second_within: within(whole_second),
            overlap,
            ..Partial::NONE
        })
    }
}

fn contact_of_areas(areas: Partial) -> Contact {
    let relation = relation_of(areas.first_within, areas.second_within);
    let at = areas.overlap.extent.center();
    Contact {
        relation,
        nearest: Nearest {
            distance: 0.0,
            from: at,
            to: at,
        },
        overlap: areas.overlap,
        first_within: areas.first_within,
        second_within: areas.second_within,
        lines: MultiLineString(Vec::new()),
        points: MultiPoint(Vec::new()),
    }
}

fn contact_of_parts(first: &Shape, second: &Shape, parts: [Partial; 6]) -> Contact {
    // One shape lies in the other where each of its parts lies in some part of the other.
    let [aa, la, al, pa, ap, tt] = &parts;
    let first_within = (first.areas().0.is_empty() || aa.first_within)
        && (first.lines().0.is_empty() || la.first_within || tt.first_within)
        && (first.points().0.is_empty() || pa.first_within || tt.first_within);
    let second_within = (second.areas().0.is_empty() || aa.second_within)
        && (second.lines().0.is_empty() || al.second_within || tt.second_within)
        && (second.points().0.is_empty() || ap.second_within || tt.second_within);
    let (areas_first, areas_second, overlap) = (aa.first_within, aa.second_within, aa.overlap);
    let (mut lines, mut points) = (Vec::new(), Vec::new());
    for part in parts {
        lines.extend(part.lines);
        points.extend(part.points);
    }
    let (lines, points) = (MultiLineString(lines), MultiPoint(points));
    let on_line = lines.iter().find_map(|line| line.0.first().copied());
    let at = on_line
        .or_else(|| points.iter().next().map(|point| point.0))
        .or_else(|| (!overlap.extent.is_empty()).then(|| overlap.extent.center()))
        .or_else(|| nearest_border(first, second).map(|n| n.from))
        .unwrap_or(first.extent().center());
    Contact {
        relation: relation_of(first_within, second_within),
        nearest: Nearest {
            distance: 0.0,
            from: at,
            to: at,
        },
        overlap,
        first_within: areas_first,
        second_within: areas_second,
        lines,
        points,
    }
}

fn relation_of(first_within: bool, second_within: bool) -> Relation {
    match (first_within, second_within) {
        (true, _) => Relation::Inside,
        (false, true) => Relation::Contains,
        (false, false) => Relation::Overlap,
    }
}

fn lines_and_areas(lines: &MultiLineString<f64>, areal: &Shape) -> Partial {
    if lines.0.is_empty() || areal.areas().0.is_empty() {
        return Partial::NONE;
    }
    let parts = lines_within(lines, areal);
    let (common, whole) = (plane_length(&parts), plane_length(lines));
    if common <= NOISE_M.min(0.5 * whole) {
        return Partial::NONE;
    }
    let first_within = whole - common <= NOISE_M.max(1e-9 * whole);
    let lines = if first_within { lines.clone() } else { parts };
    Partial {
        interiors_meet: true,
        first_within,
        lines,
        ..Partial::NONE
    }
}

fn points_and_areas(points: &MultiPoint<f64>, areal: &Shape) -> Partial {
    if points.0.is_empty() || areal.areas().0.is_empty() {
        return Partial::NONE;
    }
    let sides: Vec<Side> = points.iter().map(|p| side_of_shape(areal, p.0)).collect();
    let interiors_meet = sides.contains(&Side::Inside);
    let first_within = interiors_meet && !sides.contains(&Side::Outside);
    let inside = points
        .iter()
        .zip(&sides)
        .filter(|(_, side)| **side == Side::Inside)
        .map(|(point, _)| *point)
        .collect();
    Partial {
        interiors_meet,
        first_within,
        points: inside,
        ..Partial::NONE
    }
}

/// Lines and points against lines and points: rare and small, so the library's full matrix serves.
fn thin_parts(first: &Shape, second: &Shape) -> Partial {
    let is_thin = |shape: &Shape| !(shape.lines().0.is_empty() && shape.points().0.is_empty());
    if !is_thin(first) || !is_thin(second) {
        return Partial::NONE;
    }
    let matrix = thin(first).relate(&thin(second));
    Partial {
        interiors_meet: matrix.is_intersects() && !matrix.is_touches(),
        first_within: matrix.is_within(),
        second_within: matrix.is_contains(),
        ..Partial::NONE
    }
}

fn thin(shape: &Shape) -> geo::GeometryCollection<f64> {
    let lines = shape.lines().iter().cloned().map(geo::Geometry::from);
    lines
        .chain(shape.points().iter().copied().map(geo::Geometry::from))
        .collect()
}

/// The same seen from the other shape, of which alone it is asked then whether it lies within.
fn swapped(partial: Partial) -> Partial {
    Partial {
        second_within: partial.first_within,
        ..partial
    }
}

fn plane_length(lines: &MultiLineString<f64>) -> f64 {
    lines
        .iter()
        .flat_map(|line| line.lines())
        .map(|l| (l.end.x - l.start.x).hypot(l.end.y - l.start.y))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::*;
    use geo::{Geometry, wkt};
    use proptest::prelude::*;

    #[track_caller]
    fn check(first: impl Into<Geometry<f64>>, second: impl Into<Geometry<f64>>, expected: Option<Relation>) {
        let (first, second) = (admit_plane(first).unwrap(), admit_plane(second).unwrap());
        let forward = relate(&first, &second, 10.0).unwrap().map(|c| c.relation);
        assert_eq!(forward, expected);
        let backward = relate(&second, &first, 10.0).unwrap().map(|c| c.relation);
        let mirrored = match expected {
            Some(Relation::Inside) => Some(Relation::Contains),
            Some(Relation::Contains) => Some(Relation::Inside),
            other => other,
        };
        assert_eq!(backward, mirrored);
    }

    /// What no border of the other comes into is common as a whole, or not at all, also in a hole and beside a tooth.
    #[test]
    fn without_a_border_near_all_or_nothing_is_common() {
        let holed = wkt! { POLYGON((0. 0., 90. 0., 90. 90., 0. 90., 0. 0.), (20. 20., 60. 20., 60. 60., 20. 60., 20. 20.)) };
        let check = |x: f64, y: f64, expected_m2: f64| {
            let ring = [(x, y), (x + 9.0, y + 1.0), (x + 4.0, y + 8.0)];
            let small = admit_plane(geo::Polygon::new(ring.into_iter().collect(), vec![])).unwrap();
            let large = admit_plane(holed.clone()).unwrap();
            for (first, second) in [(&small, &large), (&large, &small)] {
                let found = Relater::default().overlap(first, second, Scale::Plane).unwrap();
                assert_eq!(found.plane_m2, expected_m2, "{x} {y}");
                assert_eq!(found.extent.is_empty(), expected_m2 == 0.0);
                let border_m = if expected_m2 > 0.0 { small.border_m() } else { 0.0 };
                assert!((found.border_m - border_m).abs() < 1e-9);
            }
        };
        check(5.0, 5.0, 34.0);
        check(65.0, 40.0, 34.0);
        check(30.0, 30.0, 0.0);
        check(-20.0, 40.0, 0.0);
    }

    /// A corner beyond the other's border by metres, on a needle of a micrometre: borders touch, and no engine is wrong.
    #[test]
    fn a_needle_within_the_noise_only_touches() {
        let square = wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)) };
        let needle = wkt! { POLYGON((4. 4., 20. 3.999998, 20. 4.000002, 4. 4.)) };
        check(square, needle, Some(Relation::Touch));
    }

    /// What is smaller than the noise as a whole is judged by its half.
    #[test]
    fn the_smallest_things_are_inside() {
        check(
            wkt! { LINESTRING(5. 5., 5.000001 5.) },
            zone(),
            Some(Relation::Inside),
        );
        check(
            wkt! { POLYGON((5. 5., 5.005 5., 5.005 5.005, 5. 5.005, 5. 5.)) },
            zone(),
            Some(Relation::Inside),
        );
    }

    /// Of a large shape no more is known than a part in a thousand million: 1.6 m² of this one, of which 0.4 or 4 stick out.
    #[test]
    fn what_sticks_out_of_a_large_shape_by_its_last_digits_is_inside() {
        let large = wkt! { POLYGON((0. 0., 4e4 0., 4e4 4e4, 0. 4e4, 0. 0.)) };
        let around = |top: f64| {
            let corners = [(-10.0, -10.0), (40_010.0, -10.0), (40_010.0, top), (-10.0, top)];
            geo::Polygon::new(corners.into_iter().collect(), vec![])
        };
        check(large.clone(), around(4e4 - 1e-5), Some(Relation::Inside));
        check(large, around(4e4 - 1e-4), Some(Relation::Overlap));
    }

    #[test]
    fn as_far_as_is_asked_is_near() {
        let first = admit_plane(wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)) }).unwrap();
        let check = |x: f64, at_most: f64, expected: Option<Relation>| {
            let corners = [(x, 0.0), (x + 9.0, 0.0), (x + 9.0, 9.0), (x, 9.0)];
            let second = geo::Polygon::new(corners.into_iter().collect(), vec![]);
            let second = admit_plane(second).unwrap();
            let found = relate(&first, &second, at_most).unwrap();
            assert_eq!(found.map(|contact| contact.relation), expected, "{x} {at_most}");
        };
        check(14.0, 5.0, Some(Relation::Near));
        check(14.0, 4.999, None);
        check(14.0, 5.001, Some(Relation::Near));
        check(9.0, 0.0, Some(Relation::Touch));
    }

    /// One square metre, eleven kilometres long, between two edges that are almost the same: of products of kilometres
    /// doubles keep its first eight digits.
    #[test]
    fn a_sliver_of_kilometres_has_its_area() {
        let beside = 2f64.powi(-13);
        let ring = |corners: &[(f64, f64)]| {
            let far = corners.iter().map(|(x, y)| (524_288.0 + x, 3_145_728.0 + y));
            admit_plane(geo::Polygon::new(far.collect(), vec![])).unwrap()
        };
        let zone = ring(&[(-1024.0, -1024.0), (20_480.0, 20_480.0), (-1024.0, 20_480.0)]);
        let project = ring(&[
            (beside, -beside),
            (128.0, -128.0),
            (16_512.0, 16_256.0),
            (16_384.0 - beside, 16_384.0 + beside),
        ]);
        for (first, second) in [(&zone, &project), (&project, &zone)] {
            let found = Relater::default().overlap(first, second, Scale::Plane).unwrap();
            assert!((found.plane_m2 - 1.0).abs() < 1e-12, "{}", found.plane_m2);
        }
    }

    fn zone() -> Geometry<f64> {
        wkt! { POLYGON((0. 0., 90. 0., 90. 90., 0. 90., 0. 0.), (30. 30., 60. 30., 60. 60., 30. 60., 30. 30.)) }.into()
    }

    #[test]
    fn areas() {
        check(
            wkt! { POLYGON((5. 5., 9. 5., 9. 9., 5. 9., 5. 5.)) },
            zone(),
            Some(Relation::Inside),
        );
        check(
            wkt! { POLYGON((80. 5., 99. 5., 99. 9., 80. 9., 80. 5.)) },
            zone(),
            Some(Relation::Overlap),
        );
        check(
            wkt! { POLYGON((90. 5., 99. 5., 99. 9., 90. 9., 90. 5.)) },
            zone(),
            Some(Relation::Touch),
        );
        check(
            wkt! { POLYGON((95. 5., 99. 5., 99. 9., 95. 9., 95. 5.)) },
            zone(),
            Some(Relation::Near),
        );
        check(
            wkt! { POLYGON((40. 40., 50. 40., 50. 50., 40. 50., 40. 40.)) },
            zone(),
            Some(Relation::Near),
        );
        check(
            wkt! { POLYGON((195. 5., 199. 5., 199. 9., 195. 9., 195. 5.)) },
            zone(),
            None,
        );
    }

    #[test]
    fn lines() {
        check(wkt! { LINESTRING(5. 5., 20. 5.) }, zone(), Some(Relation::Inside));
        check(
            wkt! { LINESTRING(5. 45., 40. 45.) },
            zone(),
            Some(Relation::Overlap),
        );
        check(wkt! { LINESTRING(-5. 0., 20. 0.) }, zone(), Some(Relation::Touch));
        check(
            wkt! { LINESTRING(32. 32., 35. 32.) },
            zone(),
            Some(Relation::Near),
        );
        check(
            wkt! { LINESTRING(0. 0., 5. 5.) },
            wkt! { LINESTRING(0. 5., 5. 0.) },
            Some(Relation::Overlap),
        );
        check(
            wkt! { LINESTRING(0. 0., 5. 5.) },
            wkt! { LINESTRING(5. 5., 9. 0.) },
            Some(Relation::Touch),
        );
    }

    #[test]
    fn points() {
        check(wkt! { POINT(5. 5.) }, zone(), Some(Relation::Inside));
        check(wkt! { POINT(30. 45.) }, zone(), Some(Relation::Touch));
        check(wkt! { POINT(32. 45.) }, zone(), Some(Relation::Near));
        check(
            wkt! { MULTIPOINT(5. 5., 45. 45.) },
            zone(),
            Some(Relation::Overlap),
        );
        check(
            wkt! { POINT(2. 2.) },
            wkt! { LINESTRING(0. 0., 5. 5.) },
            Some(Relation::Inside),
        );
        let point = admit_plane(wkt! { POINT(2. 2.) }).unwrap();
        assert_eq!(
            relate(&point, &point, 0.0).unwrap().map(|c| c.relation),
            Some(Relation::Inside)
        );
    }

    #[test]
    fn a_collection_is_not_missed_by_its_lesser_parts() {
        let parts = wkt! { GEOMETRYCOLLECTION(POLYGON((95. 5., 99. 5., 99. 9., 95. 5.)), POINT(5. 5.)) };
        check(
            Geometry::GeometryCollection(parts),
            zone(),
            Some(Relation::Overlap),
        );
    }

    proptest! {
        /// The trap of the doubly digitised zone, in every winding: a project in the doubled part is inside.
        #[test]
        fn project_in_a_doubled_zone_is_inside(turn_a: bool, turn_b: bool, turn_p: bool, x in 41.0..55.0f64) {
            let turned = |mut ring: Vec<(f64, f64)>, turn: bool| { if turn { ring.reverse(); } geo::Polygon::new(ring.into_iter().collect(), vec![]) };
            let box_at = |x: f64, w: f64| vec![(x, 0.0), (x + w, 0.0), (x + w, w), (x, w), (x, 0.0)];
            let zone = geo::MultiPolygon(vec![turned(box_at(0.0, 60.0), turn_a), turned(box_at(40.0, 60.0), turn_b)]);
            let zone = admit_plane(zone).unwrap();
            let project = admit_plane(turned(box_at(x, 1.0), turn_p)).unwrap();
            let contact = relate(&project, &zone, 0.0).unwrap().unwrap();
            prop_assert_eq!(contact.relation, Relation::Inside);
            prop_assert!((contact.overlap.plane_m2 - 1.0).abs() < 1e-9);
        }
    }
}
