//! Metro: the control range of each structure (杭州市城市轨道交通管理条例 2018, Art. 24), both ways.

use crate::geom::overlay::difference;
use crate::geom::shape::Shape;
use crate::model::footprint::{Fact, Value};
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::rule::SourceMark;
use crate::model::zone::Zone;

use super::around::Around;
use super::ground::{Ground, text};

/// What a part of a metro is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// 地下车站
    UndergroundStation,
    /// 隧道
    Tunnel,
    /// 过江、过河隧道
    RiverTunnel,
    /// 地面车站和线路
    Ground,
    /// 高架车站和线路
    Elevated,
    /// 出入口
    Entrance,
    /// 通风亭
    Vent,
    /// 车辆段、停车场
    Depot,
    /// What is built above or around a station: no structure of the metro.
    Tod,
    /// Another railway, for which this ordinance says nothing.
    OtherRailway,
}

/// How far a structure's control ranges reach, in m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// 控制保护区
    pub control_m: f64,
    /// 特别保护区
    pub special_m: f64,
}

/// What holds where the structure is unknown: the widest of each.
pub const STRICTEST: Range = Range {
    control_m: 100.0,
    special_m: 5.0,
};

impl Structure {
    /// What a field says, in Chinese or by code; `None` where it says nothing known.
    pub fn from_text(text: &str) -> Option<Structure> {
        const WORDS: [(&str, Structure); 28] = [
            ("过江", Structure::RiverTunnel),
            ("越江", Structure::RiverTunnel),
            ("过河", Structure::RiverTunnel),
            ("river_tunnel", Structure::RiverTunnel),
            ("出入口", Structure::Entrance),
            ("entrance", Structure::Entrance),
            ("风亭", Structure::Vent),
            ("通风", Structure::Vent),
            ("vent", Structure::Vent),
            ("车辆段", Structure::Depot),
            ("停车场", Structure::Depot),
            ("车辆基地", Structure::Depot),
            ("depot", Structure::Depot),
            ("高架", Structure::Elevated),
            ("elevated", Structure::Elevated),
            ("viaduct", Structure::Elevated),
            ("地面", Structure::Ground),
            ("ground_line", Structure::Ground),
            ("at_grade", Structure::Ground),
            ("隧道", Structure::Tunnel),
            ("区间", Structure::Tunnel),
            ("tunnel", Structure::Tunnel),
            ("上盖", Structure::Tod),
            ("tod", Structure::Tod),
            ("铁路", Structure::OtherRailway),
            ("railway", Structure::OtherRailway),
            ("车站", Structure::UndergroundStation),
            ("station", Structure::UndergroundStation),
        ];
        let plain = text.trim().to_lowercase().replace([' ', '-'], "_");
        if matches!(plain.as_str(), "ground" | "surface") {
            return Some(Structure::Ground);
        }
        let known = WORDS.iter().find(|(word, _)| plain.contains(word));
        known.map(|(_, structure)| *structure)
    }

    /// Its ranges; `None` where the ordinance gives none. A station of unknown height is taken as underground, which is
    /// the widest range of stations.
    pub fn range(self) -> Option<Range> {
        let of = |control_m, special_m| Some(Range { control_m, special_m });
        match self {
            Structure::UndergroundStation | Structure::Tunnel => of(50.0, 5.0),
            Structure::RiverTunnel => of(100.0, 3.0),
            Structure::Ground | Structure::Elevated => of(30.0, 3.0),
            Structure::Entrance | Structure::Vent | Structure::Depot => of(10.0, 3.0),
            Structure::Tod | Structure::OtherRailway => None,
        }
    }

    /// The key of its name below `footprint.word`.
    pub fn code(self) -> &'static str {
        match self {
            Structure::UndergroundStation => "underground_station",
            Structure::Tunnel => "tunnel",
            Structure::RiverTunnel => "river_tunnel",
            Structure::Ground => "ground",
            Structure::Elevated => "elevated",
            Structure::Entrance => "entrance",
            Structure::Vent => "vent",
            Structure::Depot => "depot",
            Structure::Tod => "tod",
            Structure::OtherRailway => "other_railway",
        }
    }
}

/// Zones that a metro may come near to.
const ZONES: [Role; 9] = [
    Role::RedLine,
    Role::Core,
    Role::Buffer,
    Role::Wetland,
    Role::BirdHabitat,
    Role::Restoration,
    Role::River,
    Role::Seawall,
    Role::Farmland,
];
const METRO: [Role; 2] = [Role::Rail, Role::Station];

/// Structure, ranges, the nearest zone of each role within the control range; for TOD what can be built on.
pub fn facts(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let shape = &*project.feature.shape;
    let said = structure_said(project.layer.about.footprint.part.as_deref(), project.feature);
    let structure = said.map(|structure| by_place(ground, structure, shape));
    let mut facts = vec![match structure {
        Some(structure) => Fact::new("structure", Value::Word(structure.code())),
        None => Fact::new("structure", Value::Unknown).open_if(true),
    }];
    if structure != said {
        facts.push(Fact::new("taken_as_river_tunnel", Value::Word("tunnel")).by("meets_river"));
    }
    let range = structure.map_or(Some(STRICTEST), Structure::range);
    if let Some(range) = range {
        let basis = if structure.is_some() {
            "metro_24"
        } else {
            "metro_24_strictest"
        };
        let of = |key, m| Fact::new(key, Value::Metres(m)).by_rule(basis, SourceMark::V);
        facts.push(of("control_range", range.control_m));
        facts.push(of("special_range", range.special_m));
        for (role, zone, m) in Around::new(ground, shape).nearest_by_role(&ZONES, range.control_m) {
            let fact = Fact::new("zone_in_control_range", Value::Metres(m));
            facts.push(
                fact.about(format!("{} {}", role.code(), zone.name()))
                    .by("geodesic"),
            );
        }
    }
    if structure == Some(Structure::Tod) {
        facts.extend(buildable(ground, shape));
    }
    facts
}

/// TOD: what is left without red line and wetland.
fn buildable(ground: &Ground<'_>, shape: &Shape) -> Vec<Fact> {
    if shape.areas().0.is_empty() {
        return Vec::new();
    }
    let taken = Around::new(ground, shape).common(&[Role::RedLine, Role::Wetland]);
    let net = difference(shape.areas(), &taken);
    let gaps = ground.gaps(&[Role::RedLine, Role::Wetland]);
    let is_open = !gaps.is_empty();
    let mut facts = vec![
        Fact::new("gross_area", Value::Area(ground.area_m2(shape.areas()))),
        Fact::new("buildable_area", Value::Area(ground.area_m2(&net)))
            .by("less_red_line_and_wetland")
            .open_if(is_open),
    ];
    facts.extend(gaps);
    facts
}

/// Metro structures in whose control range a project of any kind stands: their distance and range.
pub fn near_metro(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let shape = &*project.feature.shape;
    let around = Around::new(ground, shape);
    let mut facts = Vec::new();
    for (role, zone) in around.zones(&METRO, STRICTEST.control_m) {
        let Some((range, is_known)) = range_of_zone(ground, role, &zone) else {
            continue;
        };
        let Some(m) = around.distance_m(&zone.feature.shape, range.control_m) else {
            continue;
        };
        let name = zone.name().to_string();
        let basis = if is_known {
            "metro_24"
        } else {
            "metro_24_strictest"
        };
        facts.push(
            Fact::new("distance_to_metro", Value::Metres(m))
                .about(name.clone())
                .by("geodesic"),
        );
        let which = if m <= range.special_m {
            ("within_special_range", range.special_m)
        } else {
            ("within_control_range", range.control_m)
        };
        facts.push(
            Fact::new(which.0, Value::Metres(which.1))
                .about(name)
                .by_rule(basis, SourceMark::V)
                .open_if(!is_known),
        );
    }
    facts
}

/// The range of a zone that is a part of a metro, and whether its structure is known; `None` where it has none.
pub fn range_of_zone(ground: &Ground<'_>, role: Role, zone: &Zone<'_>) -> Option<(Range, bool)> {
    let field = zone.layer.about.footprint.part.as_deref();
    match (structure_said(field, zone.feature), role) {
        (Some(structure), _) => {
            let structure = by_place(ground, structure, &zone.feature.shape);
            Some((structure.range()?, true))
        }
        // The widest of what this role may be.
        (None, Role::Station) => Some((Structure::UndergroundStation.range()?, false)),
        (None, _) => Some((STRICTEST, false)),
    }
}

fn structure_said(field: Option<&str>, feature: &crate::model::feature::Feature) -> Option<Structure> {
    Structure::from_text(&text(field, &feature.properties)?)
}

/// A tunnel that meets a river is a river tunnel, whatever it is called.
fn by_place(ground: &Ground<'_>, structure: Structure, shape: &Shape) -> Structure {
    let meets_river = || {
        let around = Around::new(ground, shape);
        let rivers = around.zones(&[Role::River], 0.0);
        rivers
            .iter()
            .any(|(_, river)| around.distance_m(&river.feature.shape, 0.0).is_some())
    };
    match structure {
        Structure::Tunnel if meets_river() => Structure::RiverTunnel,
        other => other,
    }
}
