//! Industrial parks: what is left of the land once everything that binds it is taken off.

use geo::MultiPolygon;

use crate::geom::overlay::{difference, intersection, union};
use crate::geom::shape::Shape;
use crate::model::footprint::{Fact, Value};
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::rule::SourceMark;

use super::around::Around;
use super::ground::{Ground, text};
use super::metro::{STRICTEST, range_of_zone};
use super::range::within;

/// Zones that are taken off as they are drawn. A river is drawn with its management range.
const DRAWN: [Role; 4] = [Role::RedLine, Role::Wetland, Role::Farmland, Role::River];
/// Without a layer of each of these nobody knows what binds the land.
const BINDING: [Role; 6] = [
    Role::RedLine,
    Role::Wetland,
    Role::Farmland,
    Role::River,
    Role::Seawall,
    Role::Rail,
];
/// The widest range of a seawall, in m.
const WIDEST_SEAWALL_M: f64 = 70.0;

/// What binds a park's land, and what is left.
#[derive(Clone, Debug, PartialEq)]
pub struct NetUsable {
    /// The whole park.
    pub gross_m2: f64,
    /// By what, and how much of the park lies in it: a union per role, so that the parts may add up to more than is taken.
    pub taken_m2: Vec<(Role, f64)>,
    /// Taken by any of them: the union.
    pub all_taken_m2: f64,
    /// Gross less the union.
    pub net_m2: f64,
    /// Ranges that were taken at their widest, since grade or structure is unknown.
    pub assumed: bool,
    /// Railways whose own range the rules here do not give: not taken off.
    pub without_range: Vec<String>,
}

/// Net usable = gross − red line − wetland − farmland − rivers − ranges of seawalls and metro. `None` where the footprint
/// has no area.
pub fn net_usable(ground: &Ground<'_>, shape: &Shape) -> Option<NetUsable> {
    if shape.areas().0.is_empty() {
        return None;
    }
    let mut parts: Vec<(Role, MultiPolygon<f64>)> = DRAWN
        .iter()
        .map(|&role| (role, Around::new(ground, shape).common(&[role])))
        .collect();
    let mut net = NetUsable {
        gross_m2: ground.area_m2(shape.areas()),
        taken_m2: Vec::new(),
        all_taken_m2: 0.0,
        net_m2: 0.0,
        assumed: false,
        without_range: Vec::new(),
    };
    parts.push((Role::Seawall, seawalls(ground, shape, &mut net)));
    parts.push((Role::Rail, metros(ground, shape, &mut net)));
    parts.retain(|(_, part)| !part.0.is_empty());
    let all = union(parts.iter().map(|(_, part)| part));
    net.taken_m2 = parts
        .iter()
        .map(|(role, part)| (*role, ground.area_m2(part)))
        .collect();
    net.all_taken_m2 = ground.area_m2(&all);
    net.net_m2 = ground.area_m2(&difference(shape.areas(), &all));
    Some(net)
}

fn seawalls(ground: &Ground<'_>, shape: &Shape, net: &mut NetUsable) -> MultiPolygon<f64> {
    let scale = ground.scale_at(&shape.extent());
    let mut parts = Vec::new();
    for (_, zone) in Around::new(ground, shape).zones(&[Role::Seawall], WIDEST_SEAWALL_M) {
        let grade = text(
            zone.layer.about.footprint.grade.as_deref(),
            &zone.feature.properties,
        );
        let (range_m, is_known) = seawall_range_m(grade.as_deref());
        let area = within(&zone.feature.shape, range_m * scale, &shape.extent());
        let part = intersection(shape.areas(), &area);
        if !part.0.is_empty() {
            net.assumed |= !is_known;
            parts.push(part);
        }
    }
    union(&parts)
}

/// Range of a seawall in m by its grade, on either side, and whether the grade is known.
///
/// 浙江省海塘建设管理条例 (2015) Art. 27: grade 1–3 is 70 m seaward and 30 m landward, grade 4–5 is 60 m and 20 m, with 20 m
/// of protection range more landward. A line does not say where the sea is, so the wider side holds on both.
pub fn seawall_range_m(grade: Option<&str>) -> (f64, bool) {
    let plain = grade.map(|grade| grade.trim().trim_end_matches('级').to_owned());
    match plain.as_deref() {
        Some("1" | "2" | "3" | "一" | "二" | "三" | "Ⅰ" | "Ⅱ" | "Ⅲ") => (WIDEST_SEAWALL_M, true),
        Some("4" | "5" | "四" | "五" | "Ⅳ" | "Ⅴ") => (60.0, true),
        _ => (WIDEST_SEAWALL_M, false),
    }
}

fn metros(ground: &Ground<'_>, shape: &Shape, net: &mut NetUsable) -> MultiPolygon<f64> {
    let scale = ground.scale_at(&shape.extent());
    let mut parts = Vec::new();
    for (role, zone) in Around::new(ground, shape).zones(&[Role::Rail, Role::Station], STRICTEST.control_m) {
        let Some((range, is_known)) = range_of_zone(ground, role, &zone) else {
            net.without_range.push(zone.name().to_string());
            continue;
        };
        let area = within(&zone.feature.shape, range.control_m * scale, &shape.extent());
        let part = intersection(shape.areas(), &area);
        if !part.0.is_empty() {
            net.assumed |= !is_known;
            parts.push(part);
        }
    }
    union(&parts)
}

/// Gross, taken by role, taken together, net.
pub fn facts(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let Some(net) = net_usable(ground, &project.feature.shape) else {
        return vec![Fact::new("net_usable", Value::Unknown).open_if(true)];
    };
    let mut facts = vec![Fact::new("gross_area", Value::Area(net.gross_m2))];
    for (role, m2) in &net.taken_m2 {
        let fact = Fact::new("taken_by", Value::Area(*m2)).about(role.code());
        facts.push(match role {
            Role::Seawall => fact.by_rule("seawall_27_both_sides", SourceMark::V),
            Role::Rail => fact.by_rule("metro_24", SourceMark::V),
            _ => fact,
        });
    }
    facts.push(Fact::new("taken_together", Value::Area(net.all_taken_m2)).by("union"));
    let gaps = ground.gaps(&BINDING);
    let is_open = net.assumed || !net.without_range.is_empty() || !gaps.is_empty();
    facts.push(
        Fact::new("net_usable", Value::Area(net.net_m2))
            .by("gross_less_union")
            .open_if(is_open),
    );
    facts.extend(gaps);
    if net.assumed {
        facts.push(Fact::new("range_assumed", Value::Unknown).open_if(true));
    }
    for name in net.without_range {
        facts.push(
            Fact::new("range_unknown", Value::Unknown)
                .about(name)
                .open_if(true),
        );
    }
    facts
}
