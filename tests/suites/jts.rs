//! The XML suites of JTS: overlay, validity, relation and distance.

use geo::{Geometry, MultiPolygon};
use redshank::geom::area::plane_area;
use redshank::geom::distance::nearest;
use redshank::geom::gate::admit_plane;
use redshank::geom::overlay::{lines_within, union};
use redshank::geom::relate::{Relation, relate};
use redshank::geom::repair::repair;
use redshank::geom::shape::Shape;
use redshank::progress::Progress;
use roxmltree::{Document, Node};

use super::engine::{Overlay, admitted, drawn_area, polygons_of};
use super::outcome::{Case, Outcome, RELATIVE, area_outcome, equal_outcome};
use super::{below, read, wkt};

const NOT_POLYGONS: Outcome = Outcome::NotApplicable("not both polygons");
const NO_SUCH_RELATION: Outcome = Outcome::NotApplicable("no such relation here");

/// All cases of all files.
pub fn cases() -> Vec<Case> {
    below("jts_xml").iter().flat_map(|path| file(path)).collect()
}

fn file(path: &str) -> Vec<Case> {
    let text = read(path);
    let document = Document::parse(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut cases = Vec::new();
    let elements = document.descendants().filter(|node| node.has_tag_name("case"));
    for (number, element) in elements.enumerate() {
        let ops = element.descendants().filter(|node| node.has_tag_name("op"));
        for (at, op) in ops.enumerate() {
            let name = attribute(op, "name").to_lowercase();
            cases.push(Case {
                file: path.to_owned(),
                name: format!("case {} op {} {name}", number + 1, at + 1),
                outcome: answer(element, op, &name),
            });
        }
    }
    cases
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attribute(name).unwrap_or("").trim()
}

fn text<'a>(node: Node<'a, '_>) -> &'a str {
    node.text().unwrap_or("").trim()
}

/// The operand that an argument names: `A` or `B`.
fn operand(case: Node, name: &str) -> Option<Geometry<f64>> {
    let tag = name.to_lowercase();
    let element = case.children().find(|node| node.has_tag_name(tag.as_str()))?;
    wkt::parse(text(element)).ok()
}

fn answer(case: Node, op: Node, name: &str) -> Outcome {
    let second = match attribute(op, "arg2") {
        "" => None,
        arg => operand(case, arg),
    };
    let Some(first) = operand(case, attribute(op, "arg1")) else {
        return Outcome::NotApplicable("no operand that can be read");
    };
    let expected = text(op);
    let has_second = !attribute(op, "arg2").is_empty();
    match (name, second) {
        ("isvalid", _) => validity(&first, expected),
        ("unionarea", _) => unary_union_area(&first, expected),
        ("union" | "unionng", None) if !has_second => unary_union(&first, expected),
        ("overlayareatest", Some(second)) => areas_add_up(&first, &second),
        ("distance", Some(second)) => distance(first, second, expected),
        ("iswithindistance", Some(second)) => {
            within_distance((first, second), attribute(op, "arg3"), expected)
        }
        // A robust case without a result: what the suite asks is that nothing breaks.
        ("intersection", Some(second)) if expected.is_empty() => areas_add_up(&first, &second),
        ("relate", Some(second)) => matrix((first, second), attribute(op, "arg3"), expected),
        (_, Some(second)) => match Overlay::of(name) {
            Some(overlay) => overlaid(overlay, (first, second), expected),
            None => predicate(name, (first, second), expected),
        },
        _ => Outcome::NotApplicable("no such operation here"),
    }
}

fn validity(geometry: &Geometry<f64>, expected: &str) -> Outcome {
    let Some(polygons) = polygons_of(geometry) else {
        return Outcome::NotApplicable("validity of no polygon");
    };
    if polygons.iter().all(|p| p.exterior().0.is_empty()) {
        return Outcome::NotApplicable("empty");
    }
    // What the gate refuses is reported; so is what it repairs.
    let passes = admit_plane(geometry.clone()).is_ok() && {
        let before = plane_area(&polygons);
        let repaired = repair(without_doubled(&polygons), &Progress::default()).unwrap();
        let kept = (plane_area(&repaired.polygons) - before).abs() <= RELATIVE * before.abs().max(1.0);
        repaired.change.is_none() && kept
    };
    equal_outcome(&passes, &(expected == "true"))
}

/// As the gate hands polygons to repair: without doubled vertices, which are allowed.
fn without_doubled(polygons: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let mut polygons = polygons.clone();
    for polygon in &mut polygons {
        polygon.exterior_mut(|ring| ring.0.dedup());
        polygon.interiors_mut(|rings| rings.iter_mut().for_each(|ring| ring.0.dedup()));
    }
    polygons
}

fn unary(geometry: &Geometry<f64>) -> Option<f64> {
    let parts: Vec<MultiPolygon<f64>> = match geometry {
        Geometry::GeometryCollection(parts) => parts.iter().map(polygons_of).collect::<Option<_>>()?,
        other => vec![polygons_of(other)?],
    };
    let shapes: Vec<Shape> = parts.into_iter().map(|p| admitted(p.into())).collect();
    Some(plane_area(&union(shapes.iter().map(Shape::areas))))
}

fn unary_union_area(geometry: &Geometry<f64>, expected: &str) -> Outcome {
    match (unary(geometry), expected.parse::<f64>()) {
        (Some(found), Ok(expected)) => area_outcome(found, expected, RELATIVE * expected, || None),
        _ => Outcome::NotApplicable("union of no polygons"),
    }
}

fn unary_union(geometry: &Geometry<f64>, expected: &str) -> Outcome {
    match (unary(geometry), wkt::parse(expected)) {
        (Some(found), Ok(expected)) => {
            let expected = drawn_area(&expected);
            area_outcome(found, expected, RELATIVE * expected, || None)
        }
        _ => Outcome::NotApplicable("union of no polygons"),
    }
}

fn overlaid(overlay: Overlay, (first, second): (Geometry<f64>, Geometry<f64>), expected: &str) -> Outcome {
    let Ok(expected) = wkt::parse(expected) else {
        return Outcome::NotApplicable("no result that can be read");
    };
    if polygons_of(&first).is_none() || polygons_of(&second).is_none() {
        if overlay == Overlay::Intersection {
            return lines_inside((first, second), &expected);
        }
        return NOT_POLYGONS;
    }
    let (first, second) = (admitted(first), admitted(second));
    let (a, b) = (first.areas(), second.areas());
    let tolerance = RELATIVE * plane_area(a).max(plane_area(b));
    area_outcome(overlay.area(a, b), drawn_area(&expected), tolerance, || {
        overlay.exact(a, b)
    })
}

/// Lines cut by polygons: compared by length.
fn lines_inside((first, second): (Geometry<f64>, Geometry<f64>), expected: &Geometry<f64>) -> Outcome {
    let is_line = |g: &Geometry<f64>| matches!(g, Geometry::LineString(_) | Geometry::MultiLineString(_));
    let (lines, areas) = if is_line(&first) {
        (first, second)
    } else {
        (second, first)
    };
    if !is_line(&lines) || polygons_of(&areas).is_none() {
        return NOT_POLYGONS;
    }
    let (lines, areas) = (admitted(lines), admitted(areas));
    let length = |shape: &Shape| -> f64 {
        shape
            .lines()
            .iter()
            .flat_map(|l| l.lines())
            .map(|l| (l.end.x - l.start.x).hypot(l.end.y - l.start.y))
            .sum()
    };
    let found = admitted(lines_within(lines.lines(), &areas).into());
    let tolerance = RELATIVE * length(&lines).max(1.0);
    area_outcome(
        length(&found),
        length(&admitted(expected.clone())),
        tolerance,
        || None,
    )
}

/// The check by which JTS holds its robust cases: the areas of the overlays fit together.
fn areas_add_up(first: &Geometry<f64>, second: &Geometry<f64>) -> Outcome {
    if polygons_of(first).is_none() || polygons_of(second).is_none() {
        return NOT_POLYGONS;
    }
    let (first, second) = (admitted(first.clone()), admitted(second.clone()));
    let (a, b) = (first.areas(), second.areas());
    let of = |overlay: Overlay| overlay.area(a, b);
    let (common, rest, both) = (
        of(Overlay::Intersection),
        of(Overlay::Difference),
        of(Overlay::Union),
    );
    let (whole_a, whole_b) = (plane_area(a), plane_area(b));
    let tolerance = RELATIVE * whole_a.max(whole_b);
    let all = [
        area_outcome(common + rest, whole_a, tolerance, || None),
        area_outcome(both + common, whole_a + whole_b, tolerance, || None),
        match Overlay::Intersection.exact(a, b) {
            Some(exact) => area_outcome(common, exact, tolerance, || None),
            None => Outcome::Passed,
        },
    ];
    all.into_iter()
        .find(|outcome| *outcome != Outcome::Passed)
        .unwrap_or(Outcome::Passed)
}

fn distance(first: Geometry<f64>, second: Geometry<f64>, expected: &str) -> Outcome {
    let Ok(expected) = expected.parse::<f64>() else {
        return Outcome::NotApplicable("no result that can be read");
    };
    let (first, second) = (admitted(first), admitted(second));
    match nearest(&first, &second, f64::INFINITY) {
        Some(found) => area_outcome(found.distance, expected, RELATIVE * expected, || None),
        // JTS says 0 for what is nowhere.
        None => Outcome::NotApplicable("empty"),
    }
}

fn within_distance((first, second): (Geometry<f64>, Geometry<f64>), limit: &str, expected: &str) -> Outcome {
    let Ok(limit) = limit.parse::<f64>() else {
        return Outcome::NotApplicable("no result that can be read");
    };
    let found = nearest(&admitted(first), &admitted(second), limit).is_some_and(|n| n.distance <= limit);
    equal_outcome(&found, &(expected == "true"))
}

/// `None` where the engine cannot decide.
fn relation(first: &Shape, second: &Shape) -> Option<Option<Relation>> {
    let contact = relate(first, second, 0.0).ok()?;
    Some(contact.map(|c| c.relation).filter(|r| *r != Relation::Near))
}

fn predicate(name: &str, (first, second): (Geometry<f64>, Geometry<f64>), expected: &str) -> Outcome {
    let both_areal = polygons_of(&first).is_some() && polygons_of(&second).is_some();
    let (first, second) = (admitted(first), admitted(second));
    if first.is_empty() || second.is_empty() {
        return Outcome::NotApplicable("empty");
    }
    let (Some(forward), Some(backward)) = (relation(&first, &second), relation(&second, &first)) else {
        return Outcome::Failed("undecided".to_owned());
    };
    let inside = Some(Relation::Inside);
    let found = match name {
        "intersects" => forward.is_some(),
        "disjoint" => forward.is_none(),
        "touches" => forward == Some(Relation::Touch),
        "within" => forward == inside,
        "contains" => backward == inside,
        "equalstopo" => forward == inside && backward == inside,
        // For lines and points, what lies on a border is covered too; here it touches.
        "coveredby" if both_areal => forward == inside,
        "covers" if both_areal => backward == inside,
        "overlaps" if both_areal => forward == Some(Relation::Overlap),
        _ => return NO_SUCH_RELATION,
    };
    equal_outcome(&found, &(expected == "true"))
}

/// A whole matrix of the nine intersections says which relation it is.
fn matrix((first, second): (Geometry<f64>, Geometry<f64>), pattern: &str, expected: &str) -> Outcome {
    let cells: Vec<char> = pattern.chars().collect();
    if expected != "true" || cells.len() != 9 || cells.contains(&'*') {
        return Outcome::NotApplicable("a pattern that leaves the relation open");
    }
    let (first, second) = (admitted(first), admitted(second));
    if first.is_empty() || second.is_empty() {
        return Outcome::NotApplicable("empty");
    }
    let is = |k: usize| cells[k] != 'F';
    let expected = if is(0) {
        match (!is(2) && !is(5), !is(6) && !is(7)) {
            (true, _) => Some(Relation::Inside),
            (false, true) => Some(Relation::Contains),
            (false, false) => Some(Relation::Overlap),
        }
    } else {
        (is(1) || is(3) || is(4)).then_some(Relation::Touch)
    };
    match relation(&first, &second) {
        Some(found) => equal_outcome(&found, &expected),
        None => Outcome::Failed("undecided".to_owned()),
    }
}
