//! Wind turbines: height of the blade's tip, the circle that the rotor sweeps, and what it swings over.

use geo::MultiPolygon;

use crate::geom::overlay::{intersection, union};
use crate::geom::shape::Dimension;
use crate::model::footprint::{Fact, Value};
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::rule::Term;
use crate::model::zone::Zone;

use super::around::Around;
use super::ground::Ground;
use super::range::circle;

/// Zones farther from the tower than this and the rotor are not told, in m.
const LOOK_M: f64 = 500.0;
const ZONES: [Role; 11] = [
    Role::RedLine,
    Role::Core,
    Role::Buffer,
    Role::Wetland,
    Role::BirdHabitat,
    Role::Restoration,
    Role::River,
    Role::Seawall,
    Role::Farmland,
    Role::Rail,
    Role::Station,
];

/// The horizontal circle that a rotor sweeps as it turns into the wind, in m².
pub fn sweep_m2(rotor_diameter_m: f64) -> f64 {
    std::f64::consts::PI * 0.25 * rotor_diameter_m * rotor_diameter_m
}

/// Distance of the blade's tip where the tower stands so far away: 0 where the rotor swings over.
pub fn tip_distance_m(tower_m: f64, rotor_diameter_m: f64) -> f64 {
    (tower_m - 0.5 * rotor_diameter_m).max(0.0)
}

/// Tip height, sweep, and the nearest zone of each role from tower and tip.
pub fn facts(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let shape = &*project.feature.shape;
    let positive = |m: Option<f64>| m.filter(|m| m.is_finite() && *m > 0.0);
    let rotor_m = positive(project.term(Term::RotorDiameterM, 0.0, 0.0));
    let mut facts = vec![
        match positive(project.tip_height_m()) {
            Some(m) => Fact::new("tip_height", Value::Metres(m)).by("hub_and_half_rotor"),
            None => Fact::new("tip_height", Value::Unknown).open_if(true),
        },
        match rotor_m {
            Some(m) => Fact::new("rotor_sweep", Value::Area(sweep_m2(m))).by("full_turn"),
            None => Fact::new("rotor_sweep", Value::Unknown).open_if(true),
        },
    ];
    // A farm drawn as an area has no tower to measure from.
    let is_tower = shape.dimension() == Dimension::Point;
    if !is_tower {
        facts.push(Fact::new("tower_unknown", Value::Unknown).open_if(true));
        return facts;
    }
    let reach_m = LOOK_M + 0.5 * rotor_m.unwrap_or(0.0);
    let around = Around::new(ground, shape);
    for (role, zone, tower_m) in around.nearest_by_role(&ZONES, reach_m) {
        let about = format!("{} {}", role.code(), zone.name());
        let fact = |key, m| Fact::new(key, Value::Metres(m)).about(about.clone());
        facts.push(fact("tower_distance", tower_m).by("geodesic"));
        if let Some(rotor_m) = rotor_m {
            let tip_m = tip_distance_m(tower_m, rotor_m);
            facts.push(fact("tip_distance", tip_m).by("tower_less_radius"));
        }
    }
    if let Some(rotor_m) = rotor_m {
        facts.extend(oversail(ground, &around, rotor_m));
    }
    facts
}

/// What the rotors swing over, by role: the union of the zones. Whether they do goes by distance, the area by a circle.
fn oversail(ground: &Ground<'_>, around: &Around<'_, '_>, rotor_m: f64) -> Vec<Fact> {
    let (shape, radius_m) = (around.shape(), 0.5 * rotor_m);
    let is_met = |zone: &Zone<'_>| around.distance_m(&zone.feature.shape, radius_m).is_some();
    let mut met = around.zones(&ZONES, radius_m);
    met.retain(|(_, zone)| is_met(zone));
    if met.is_empty() {
        return Vec::new();
    }
    let scale = ground.scale_at(&shape.extent());
    let circles: Vec<MultiPolygon<f64>> = shape
        .points()
        .iter()
        .map(|point| MultiPolygon(vec![circle(point.0, radius_m * scale)]))
        .collect();
    let swept = union(&circles);
    let mut facts = Vec::new();
    for role in ZONES {
        let own = met.iter().filter(|(other, _)| *other == role);
        let parts: Vec<_> = own
            .map(|(_, zone)| intersection(&swept, zone.feature.shape.areas()))
            .collect();
        let m2 = ground.area_m2(&union(&parts));
        if m2 > 0.0 {
            let fact = Fact::new("oversail", Value::Area(m2)).about(role.code());
            facts.push(fact.by("circle_segments"));
        }
    }
    facts
}
