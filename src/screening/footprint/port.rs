//! Ports: what each part is, the area of a dredged channel, and how much shore a terminal uses.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};

use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::overlay::{intersection, lines_within, union};
use crate::geom::shape::Shape;
use crate::model::footprint::{Fact, Value};
use crate::model::project::Project;
use crate::model::role::Role;

use super::around::Around;
use super::ground::{Ground, text};

/// A terminal that does not reach over the shore uses what lies this near to it, in m.
pub const SHORE_REACH_M: f64 = 50.0;
/// The shore is looked at in pieces of at most this length, in m.
const PIECE_M: f64 = 1.0;

/// A part of a port project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 码头
    Terminal,
    /// 泊位
    Berth,
    /// 港池
    Basin,
    /// 疏浚航道
    Channel,
    /// 锚地
    Anchorage,
}

impl Part {
    /// What a field says, in Chinese or by code; `None` where it says nothing known.
    pub fn from_text(text: &str) -> Option<Part> {
        const WORDS: [(&str, Part); 12] = [
            ("泊位", Part::Berth),
            ("berth", Part::Berth),
            ("港池", Part::Basin),
            ("basin", Part::Basin),
            ("航道", Part::Channel),
            ("疏浚", Part::Channel),
            ("channel", Part::Channel),
            ("锚地", Part::Anchorage),
            ("anchorage", Part::Anchorage),
            ("码头", Part::Terminal),
            ("作业区", Part::Terminal),
            ("terminal", Part::Terminal),
        ];
        let plain = text.trim().to_lowercase();
        WORDS
            .iter()
            .find(|(word, _)| plain.contains(word))
            .map(|(_, part)| *part)
    }

    /// The key of its name below `footprint.word`.
    pub fn code(self) -> &'static str {
        match self {
            Part::Terminal => "terminal",
            Part::Berth => "berth",
            Part::Basin => "basin",
            Part::Channel => "channel",
            Part::Anchorage => "anchorage",
        }
    }

    /// True for parts that take up shore.
    fn is_at_shore(self) -> bool {
        matches!(self, Part::Terminal | Part::Berth)
    }
}

/// Part, area and shore.
pub fn facts(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let shape = &*project.feature.shape;
    let fields = &project.layer.about.footprint;
    let properties = &project.feature.properties;
    let part = text(fields.part.as_deref(), properties).and_then(|text| Part::from_text(&text));
    let mut facts = vec![match part {
        Some(part) => Fact::new("part", Value::Word(part.code())),
        None => Fact::new("part", Value::Unknown).open_if(true),
    }];
    let width_m = fields.width_m.as_deref().and_then(|name| properties.number(name));
    facts.extend(area_facts(ground, shape, width_m));
    if part.is_none_or(Part::is_at_shore) {
        facts.extend(shore_facts(ground, shape));
    }
    facts
}

/// An area as drawn; of a middle line only where its width is given. Without a width setbacks go by distance to the line.
fn area_facts(ground: &Ground<'_>, shape: &Shape, width_m: Option<f64>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !shape.areas().0.is_empty() {
        facts.push(Fact::new(
            "gross_area",
            Value::Area(ground.area_m2(shape.areas())),
        ));
    }
    if !shape.lines().0.is_empty() {
        let length_m = ground.ruler().length_m(shape.lines());
        facts.push(Fact::new("length", Value::Metres(length_m)).by("geodesic"));
        match channel_m2(length_m, width_m) {
            Some(m2) => facts.push(Fact::new("channel_area", Value::Area(m2)).by("length_times_width")),
            None => facts.push(
                Fact::new("channel_area", Value::Unknown)
                    .by("no_width")
                    .open_if(true),
            ),
        }
    }
    facts
}

/// Area of a channel from the length of its middle line and its width; `None` without a width of more than 0.
pub fn channel_m2(length_m: f64, width_m: Option<f64>) -> Option<f64> {
    let width_m = width_m.filter(|width| width.is_finite() && *width > 0.0)?;
    Some(length_m * width_m)
}

fn shore_facts(ground: &Ground<'_>, shape: &Shape) -> Vec<Fact> {
    let shore = shore_used(ground, shape);
    let basis = match shore.method {
        Method::Within => "shore_within",
        Method::Near => "shore_near",
        Method::None => "shore_none",
    };
    let fact = Fact::new("shore_used", Value::Metres(shore.length_m)).by(basis);
    let gaps = ground.gaps(&[Role::River]);
    let fact = fact.open_if(shore.method == Method::None || !gaps.is_empty());
    std::iter::once(fact).chain(gaps).collect()
}

/// How the shore was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The shore that runs within the footprint.
    Within,
    /// No shore runs within it: what lies within [`SHORE_REACH_M`] of it.
    Near,
    /// There is no shore so near, or no river layer.
    None,
}

/// Shore that a footprint uses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shore {
    /// Its length on the ellipsoid, in m.
    pub length_m: f64,
    /// How it was measured.
    pub method: Method,
}

/// The length of shore that a footprint uses. The shore is the border of the union of all river zones (Role::River) near
/// by: a border between two of them is water on both sides and counts for nothing.
pub fn shore_used(ground: &Ground<'_>, shape: &Shape) -> Shore {
    let shore = shore_near(ground, shape);
    let inside = lines_within(&shore, shape);
    let inside_m = ground.ruler().length_m(&inside);
    if inside_m > 0.0 {
        return Shore {
            length_m: inside_m,
            method: Method::Within,
        };
    }
    let near_m = length_within(ground, &shore, shape, SHORE_REACH_M);
    Shore {
        length_m: near_m,
        method: if near_m > 0.0 { Method::Near } else { Method::None },
    }
}

/// Rings of the union of the river near a footprint. The river is cut by a box first, so that a long river costs little;
/// the box's own sides lie too far away to be counted.
fn shore_near(ground: &Ground<'_>, shape: &Shape) -> MultiLineString<f64> {
    let reach = 3.0 * SHORE_REACH_M * ground.plane_per_metre(&shape.extent());
    let window = box_of(&shape.extent().inflated(reach));
    let rivers = Around::new(ground, shape).zones(&[Role::River], SHORE_REACH_M);
    let cut: Vec<MultiPolygon<f64>> = rivers
        .iter()
        .map(|(_, river)| intersection(river.feature.shape.areas(), &window))
        .collect();
    let water = union(&cut);
    let rings = water
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    MultiLineString(rings.cloned().collect())
}

fn box_of(extent: &Extent) -> MultiPolygon<f64> {
    let (min, max) = (extent.min, extent.max);
    let corners = [
        (min.x, min.y),
        (max.x, min.y),
        (max.x, max.y),
        (min.x, max.y),
        (min.x, min.y),
    ];
    let ring: LineString<f64> = corners.into_iter().collect();
    MultiPolygon(vec![Polygon::new(ring, Vec::new())])
}

/// Length of those pieces of lines whose middles lie within so many metres of a shape.
fn length_within(ground: &Ground<'_>, lines: &MultiLineString<f64>, shape: &Shape, within_m: f64) -> f64 {
    let reach = shape
        .extent()
        .inflated(within_m * ground.plane_per_metre(&shape.extent()));
    let mut sum_m = 0.0;
    for edge in lines.iter().flat_map(|line| line.lines()) {
        if !Extent::from_corners(edge.start, edge.end).meets(&reach) {
            continue;
        }
        let length = (edge.end.x - edge.start.x).hypot(edge.end.y - edge.start.y);
        let count = (length / PIECE_M).ceil().max(1.0) as usize;
        let at = |t: f64| Coord {
            x: edge.start.x + t * (edge.end.x - edge.start.x),
            y: edge.start.y + t * (edge.end.y - edge.start.y),
        };
        let near = (0..count).filter(|&k| {
            let middle = at((k as f64 + 0.5) / count as f64);
            reach.contains(middle)
                && admit_plane(geo::Point(middle))
                    .is_ok_and(|middle| Around::new(ground, &middle).distance_m(shape, within_m).is_some())
        });
        let share = near.count() as f64 / count as f64;
        sum_m += share * ground.ruler().distance_m(edge.start, edge.end);
    }
    sum_m
}
