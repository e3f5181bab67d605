//! How two shapes lie to each other, and what they have in common.

use geo::{MultiLineString, MultiPoint, MultiPolygon, Point, Relate as _};

use super::area::plane_area;
use super::distance::nearest;
use super::overlay::{intersection, lines_within};
use super::segment::{Nearest, Segment};
use super::shape::Shape;
use super::side::{Side, side_of};

/// An overlap must be larger than this, in square metres, to count; below, borders touch. It is the noise of coordinates
/// rounded to a micrometre along a border of some hundred metres.
const NOISE_M2: f64 = 1e-4;
/// Shapes nearer than this touch: coordinates are never better.
const NOISE_M: f64 = 1e-6;

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
    /// Nearest points; distance 0 unless apart.
    pub nearest: Nearest,
    /// What both cover: area where both have area, the pieces of lines in areas, the points in areas. Empty unless
    /// interiors meet; where one lies wholly in the other it is that one's own part to the last digit.
    pub common: Shape,
}

/// The two engines contradict each other on this pair; no verdict may rest on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("overlay and predicates disagree")]
pub struct Disagreement;

/// What a part of one dimension and one of another have in common.
struct Partial {
    interiors_meet: bool,
    first_within: bool,
    second_within: bool,
    area: MultiPolygon<f64>,
    lines: MultiLineString<f64>,
    points: Vec<Point<f64>>,
}

impl Partial {
    /// Nothing in common.
    const NONE: Partial = Partial {
        interiors_meet: false,
        first_within: false,
        second_within: false,
        area: MultiPolygon(Vec::new()),
        lines: MultiLineString(Vec::new()),
        points: Vec::new(),
    };
}

/// How `first` lies to `second`. `None` where they are farther apart than `at_most` plane metres, or one is empty.
///
/// # Errors
/// [`Disagreement`] where a common interior is seen by one method and not by the other.
pub fn relate(first: &Shape, second: &Shape, at_most: f64) -> Result<Option<Contact>, Disagreement> {
    // Touching is always of interest.
    let at_most = at_most.max(NOISE_M);
    let apart = first.extent().distance_squared(&second.extent());
    if apart.sqrt() > at_most {
        return Ok(None);
    }
    if first.extent().meets(&second.extent()) {
        let contact = common(first, second);
        if contact.is_some() {
            return Ok(contact);
        }
    }
    let Some(nearest) = nearest(first, second, at_most) else {
        return Ok(None);
    };
    if nearest.distance == 0.0 && deep_inside(first, second, &nearest) {
        return Err(Disagreement);
    }
    let relation = if nearest.distance <= NOISE_M {
        Relation::Touch
    } else {
        Relation::Near
    };
    Ok(Some(Contact {
        relation,
        nearest,
        common: Shape::empty(),
    }))
}

/// The common interior, if there is any: every part of the first against every part of the second.
fn common(first: &Shape, second: &Shape) -> Option<Contact> {
    let areas = areas_and_areas(first, second);
    let line_in_area = lines_and_areas(first.lines(), second);
    let area_over_line = swapped(lines_and_areas(second.lines(), first));
    let point_in_area = points_and_areas(first.points(), second);
    let area_over_point = swapped(points_and_areas(second.points(), first));
    let thin = thin_parts(first, second);
    let parts = [
        areas,
        line_in_area,
        area_over_line,
        point_in_area,
        area_over_point,
        thin,
    ];
    if !parts.iter().any(|p| p.interiors_meet) {
        return None;
    }
    // One shape lies in the other where each of its parts lies in some part of the other.
    let [aa, la, al, pa, ap, tt] = &parts;
    let first_within = (first.areas().0.is_empty() || aa.first_within)
        && (first.lines().0.is_empty() || la.first_within || tt.first_within)
        && (first.points().0.is_empty() || pa.first_within || tt.first_within);
    let second_within = (second.areas().0.is_empty() || aa.second_within)
        && (second.lines().0.is_empty() || al.second_within || tt.second_within)
        && (second.points().0.is_empty() || ap.second_within || tt.second_within);
    let relation = match (first_within, second_within) {
        (true, _) => Relation::Inside,
        (false, true) => Relation::Contains,
        (false, false) => Relation::Overlap,
    };
    let common = merged(parts);
    let at = common.coords().next();
    let at = at
        .or_else(|| nearest(first, second, f64::INFINITY).map(|n| n.from))
        .unwrap_or(first.extent().center());
    Some(Contact {
        relation,
        nearest: Nearest {
            distance: 0.0,
            from: at,
            to: at,
        },
        common,
    })
}

fn merged(parts: [Partial; 6]) -> Shape {
    let (mut areas, mut lines, mut points) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        areas.extend(part.area);
        lines.extend(part.lines);
        points.extend(part.points);
    }
    Shape::new(MultiPolygon(areas), MultiLineString(lines), MultiPoint(points))
}

fn areas_and_areas(first: &Shape, second: &Shape) -> Partial {
    if first.areas().0.is_empty() || second.areas().0.is_empty() {
        return Partial::NONE;
    }
    let area = intersection(first.areas(), second.areas());
    let (common, whole_first, whole_second) = (plane_area(&area), first.plane_area(), second.plane_area());
    // Shapes so small that their half is less than the noise are judged by their half.
    if common <= NOISE_M2.min(0.5 * whole_first).min(0.5 * whole_second) {
        return Partial::NONE;
    }
    let within = |whole: f64| whole - common <= NOISE_M2.min(0.5 * whole).max(1e-9 * whole);
    let (first_within, second_within) = (within(whole_first), within(whole_second));
    // What lies wholly inside is itself the common part, to the last digit.
    let area = match (first_within, second_within) {
        (true, _) => first.areas().clone(),
        (_, true) => second.areas().clone(),
        _ => area,
    };
    Partial {
        interiors_meet: true,
        first_within,
        second_within,
        area,
        ..Partial::NONE
    }
}

fn lines_and_areas(lines: &MultiLineString<f64>, areal: &Shape) -> Partial {
    if lines.0.is_empty() || areal.areas().0.is_empty() {
        return Partial::NONE;
    }
    let parts = lines_within(lines, areal.areas());
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
    let sides: Vec<Side> = points.iter().map(|p| side_of(areal.areas(), p.0)).collect();
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
    let (one, two) = (thin(first), thin(second));
    if one.0.is_empty() || two.0.is_empty() {
        return Partial::NONE;
    }
    let matrix = one.relate(&two);
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

fn swapped(partial: Partial) -> Partial {
    Partial {
        first_within: partial.second_within,
        second_within: partial.first_within,
        ..partial
    }
}

/// Both have area and share none, yet the predicate sees a vertex of one well inside the other.
fn deep_inside(first: &Shape, second: &Shape, at: &Nearest) -> bool {
    const DEEP_M: f64 = 1e-3;
    let off_border = |shape: &Shape| {
        let offset = |l: geo::Line<f64>| {
            let on_edge = Segment { a: l.start, b: l.end }.nearest_to(at.from);
            (on_edge.x - at.from.x).hypot(on_edge.y - at.from.y)
        };
        shape
            .rings()
            .flat_map(|ring| ring.lines())
            .map(offset)
            .all(|distance| distance > DEEP_M)
    };
    let areal = !first.areas().0.is_empty() && !second.areas().0.is_empty();
    areal
        && [first, second]
            .into_iter()
            .any(|s| side_of(s.areas(), at.from) == Side::Inside && off_border(s))
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
            prop_assert!((contact.common.plane_area() - 1.0).abs() < 1e-9);
        }
    }
}
