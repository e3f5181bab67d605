//! Visitor facilities: paths against core zones, where moderate visiting may be argued, how many visitors.

use geo::MultiPolygon;

use crate::geom::area::M2_PER_HA;
use crate::geom::overlay::{difference, lines_within_polygons, union};
use crate::geom::shape::Shape;
use crate::model::footprint::{Fact, Value};
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::rule::SourceMark;

use super::around::Around;
use super::ground::{Ground, text};

/// Core zones farther away than this do not matter to a path, in m.
const LOOK_M: f64 = 500.0;

/// What is inside the core zone, inside the red line outside of it, in the buffer zone; and the capacity.
pub fn facts(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let shape = &*project.feature.shape;
    let mut facts = Vec::new();
    let core = zones_of(ground, Role::Core, shape);
    let red_line = difference(&zones_of(ground, Role::RedLine, shape), &core);
    let buffer = difference(&zones_of(ground, Role::Buffer, shape), &core);
    facts.extend(inside(
        ground,
        shape,
        &core,
        ("in_core", "core_banned", SourceMark::V2),
    ));
    facts.extend(inside(
        ground,
        shape,
        &red_line,
        ("moderate_visiting", "moderate_visiting_142", SourceMark::V2),
    ));
    facts.extend(inside(
        ground,
        shape,
        &buffer,
        ("in_buffer", "use_zone", SourceMark::V2),
    ));
    for (_, zone, m) in Around::new(ground, shape).nearest_by_role(&[Role::Core], LOOK_M) {
        let fact = Fact::new("distance_to_core", Value::Metres(m));
        facts.push(fact.about(zone.name().to_string()).by("geodesic"));
    }
    facts.extend(ground.gaps(&[Role::Core, Role::RedLine, Role::Buffer]));
    facts.extend(capacity(ground, project));
    facts
}

fn zones_of(ground: &Ground<'_>, role: Role, shape: &Shape) -> MultiPolygon<f64> {
    let zones = Around::new(ground, shape).zones(&[role], 0.0);
    union(zones.iter().map(|(_, zone)| zone.feature.shape.areas()))
}

/// Area and length of a footprint within zones; nothing where there is none.
fn inside(
    ground: &Ground<'_>,
    shape: &Shape,
    zones: &MultiPolygon<f64>,
    (key, basis, mark): (&'static str, &'static str, SourceMark),
) -> Vec<Fact> {
    let area_m2 = ground.area_m2(&crate::geom::overlay::intersection(shape.areas(), zones));
    let length_m = ground
        .ruler()
        .length_m(&lines_within_polygons(shape.lines(), zones));
    let values = [
        (area_m2 > 0.0).then_some(Value::Area(area_m2)),
        (length_m > 0.0).then_some(Value::Metres(length_m)),
    ];
    let known = values.into_iter().flatten();
    known
        .map(|value| Fact::new(key, value).by_rule(basis, mark))
        .collect()
}

/// The number of visitors with its source, and per hectare; open where the number or its source is missing.
fn capacity(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let fields = &project.layer.about.footprint;
    let properties = &project.feature.properties;
    let Some(persons) = fields
        .capacity_persons
        .as_deref()
        .and_then(|name| properties.number(name))
        .filter(|persons| *persons >= 0.0)
    else {
        return vec![Fact::new("capacity", Value::Unknown).open_if(true)];
    };
    let source = text(fields.capacity_source.as_deref(), properties);
    let mut facts = vec![Fact::new("capacity", Value::Count(persons)).open_if(source.is_none())];
    facts.push(match source {
        Some(source) => Fact::new("capacity_source", Value::Text(source)),
        None => Fact::new("capacity_source", Value::Unknown).open_if(true),
    });
    let area_m2 = ground.area_m2(project.feature.shape.areas());
    if area_m2 > 0.0 {
        let per_hectare = persons / (area_m2 / M2_PER_HA);
        facts.push(Fact::new("capacity_per_ha", Value::PerHectare(per_hectare)));
    }
    facts
}
