//! One plot: its own line, its corners, and whether the two agree.

use std::sync::Arc;

use geo::{Coord, Geometry, LineString, MultiPoint, MultiPolygon, Polygon};

use crate::formats::gather::{Gather, closed, excerpt};
use crate::formats::raw::RawFeature;
use crate::formats::text::half_width;
use crate::geom::area::{M2_PER_HA, Ruler, plane_area};
use crate::geom::crs::Crs;
use crate::model::feature::{PropertyValue, number_in};
use crate::model::field_fault::FieldFault;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::reading_fault::ReadingFault;

/// What the fields of a plot's line mean, in their order.
const FIELDS: [&str; 8] = [
    "界址点数",
    "地块面积",
    "地块编号",
    "地块名称",
    "图形属性",
    "图幅号",
    "地块用途",
    "地类编码",
];
/// Corners are written to a millimetre at best, so an area is known no better than this width along its border.
const CORNER_M: f64 = 0.001;

/// A plot as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot {
    fields: Vec<String>,
    rings: Vec<(String, Vec<Coord<f64>>)>,
    /// The first line that is no corner.
    bad: Option<(usize, String)>,
}

impl Plot {
    /// Y of every corner, in m.
    pub fn eastings_m(&self) -> impl Iterator<Item = f64> {
        self.rings
            .iter()
            .flat_map(|(_, ring)| ring)
            .map(|corner| corner.x)
    }

    fn field(&self, name: &str) -> &str {
        let position = FIELDS.iter().position(|own| *own == name);
        let written = position.and_then(|position| self.fields.get(position));
        written.map_or("", |text| text.trim())
    }

    fn corner_count(&self) -> usize {
        self.rings.iter().map(|(_, ring)| ring.len()).sum()
    }

    /// Corners that repeat the first one of their ring.
    fn closing_count(&self) -> usize {
        let closing = |ring: &&(String, Vec<Coord<f64>>)| ring.1.len() > 1 && ring.1.first() == ring.1.last();
        self.rings.iter().filter(closing).count()
    }
}

/// Sorts lines into plots.
#[derive(Debug, Default)]
pub struct Lines(Vec<Plot>);

impl Lines {
    /// Takes a line of the part `[地块坐标]`; `number` is that of the line, from 1.
    pub fn take(&mut self, line: &str, number: usize) {
        let plain = half_width(line);
        let fields: Vec<&str> = plain.split(',').map(str::trim).collect();
        if plain.ends_with('@') || fields.len() >= 6 {
            let own = fields.iter().map(|field| field.trim_end_matches('@').to_owned());
            // A plot's line begins with a number; where it does not, a damaged line may have joined a corner to it.
            let is_plot = fields
                .first()
                .is_none_or(|count| count.is_empty() || number_in(count).is_some());
            self.0.push(Plot {
                fields: own.collect(),
                bad: (!is_plot).then(|| (number, excerpt(line))),
                ..Plot::default()
            });
            return;
        }
        let corner = corner(&fields);
        if self.0.is_empty() {
            // Corners before any plot are a plot of their own, which lacks its line.
            self.0.push(Plot::default());
        }
        let Some(plot) = self.0.last_mut() else { return };
        match corner {
            Some((ring, corner)) => match plot.rings.last_mut() {
                Some((name, corners)) if name == ring => corners.push(corner),
                _ => plot.rings.push((ring.to_owned(), vec![corner])),
            },
            None => {
                plot.bad.get_or_insert_with(|| (number, excerpt(line)));
            }
        }
    }

    /// All plots.
    pub fn finish(self) -> Vec<Plot> {
        self.0
    }
}

/// `J1,1,3350123.456,40512345.678`: ring and place.
fn corner<'a>(fields: &[&'a str]) -> Option<(&'a str, Coord<f64>)> {
    let &[_, ring, north, east] = fields else {
        return None;
    };
    let place = Coord {
        x: number_in(east)?,
        y: number_in(north)?,
    };
    Some((ring, place))
}

/// Decides what of a plot can be used.
pub struct Judge(Option<Ruler>);

impl Judge {
    /// `plane` is the coordinate system of the corners, where it is known.
    pub fn new(plane: Option<&Crs>) -> Judge {
        Judge(plane.filter(|crs| !crs.is_geographic()).map(Ruler::new))
    }

    /// Takes a plot into the layer, or refuses it.
    pub fn take(&self, plot: Plot, gather: &mut Gather) {
        let id = Some(plot.field("地块编号").to_owned()).filter(|id| !id.is_empty());
        let of_plot = |field: Option<&str>, kind: ProblemKind| Problem {
            id: id.clone(),
            field: field.map(str::to_owned),
            ..Problem::of_file("", kind, Done::Noted)
        };
        if let Some((line, found)) = plot.bad {
            let kind = ReadingFault::BadLine { line, found };
            return gather.refuse(of_plot(None, kind.into()));
        }
        let mut unclosed = Vec::new();
        let geometry = geometry(&plot, &mut unclosed);
        let (area_agrees, area_problem) = self.check_area(&plot, geometry.as_ref());
        let count_problem = check_count(&plot);
        if let Some(kind) = count_problem.clone().filter(|_| !area_agrees) {
            // Neither the number of corners nor the area fits: a corner may have been lost, and the shape with it.
            return gather.refuse(of_plot(Some("界址点数"), kind));
        }
        let notes = [("界址点数", count_problem), ("地块面积", area_problem)];
        for (field, kind) in notes {
            if let Some(kind) = kind {
                gather.problem(Problem {
                    feature: Some(gather.next_number()),
                    ..of_plot(Some(field), kind)
                });
            }
        }
        let values = plot.fields.iter().enumerate();
        let named = values.filter(|(_, value)| !value.is_empty()).map(|(at, value)| {
            let name = FIELDS
                .get(at)
                .map_or_else(|| format!("字段{}", at + 1), |name| (*name).to_owned());
            (Arc::from(name), PropertyValue::from(value.as_str()))
        });
        let properties = named.collect();
        gather.take(RawFeature {
            id: id.map(Arc::from),
            geometry,
            properties,
            unclosed,
            ..RawFeature::default()
        });
    }

    /// Whether a stated area is there and agrees, and what is wrong with it.
    ///
    /// An area agrees where it is that of the plane or that of the ellipsoid: both are in use.
    fn check_area(&self, plot: &Plot, geometry: Option<&Geometry<f64>>) -> (bool, Option<ProblemKind>) {
        let written = plot.field("地块面积");
        if written.is_empty() {
            return (false, None);
        }
        let Some(stated_ha) = number_in(written) else {
            let found = written.to_owned();
            return (
                false,
                Some(ProblemKind::Field(FieldFault::NotANumber { found, features: 1 })),
            );
        };
        let Some(Geometry::Polygon(polygon)) = geometry else {
            return (false, None);
        };
        let areas = MultiPolygon(vec![polygon.clone()]);
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let border_m: f64 = rings.map(length_m).sum();
        let decimals = half_width(written)
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.trim().len());
        let rounding_m2 = 0.5 * M2_PER_HA * 10f64.powi(-i32::try_from(decimals).unwrap_or(0));
        let tolerance_m2 = 1.01 * rounding_m2 + CORNER_M * border_m;
        let agrees = |found_m2: f64| (found_m2 - stated_ha * M2_PER_HA).abs() <= tolerance_m2;
        let plane_m2 = plane_area(&areas);
        let true_m2 = self.0.as_ref().map(|ruler| ruler.area_m2(&areas));
        if agrees(plane_m2) || true_m2.is_some_and(agrees) {
            return (true, None);
        }
        let found_ha = true_m2.unwrap_or(plane_m2) / M2_PER_HA;
        (
            false,
            Some(ReadingFault::StatedArea { stated_ha, found_ha }.into()),
        )
    }
}

fn length_m(ring: &LineString<f64>) -> f64 {
    ring.lines().map(|edge| edge.dx().hypot(edge.dy())).sum()
}

/// A stated number of corners that fits neither with nor without the corners that close rings.
fn check_count(plot: &Plot) -> Option<ProblemKind> {
    let written = plot.field("界址点数");
    if written.is_empty() {
        return None;
    }
    let found = plot.corner_count();
    let open = found - plot.closing_count();
    let fits = number_in(written).is_some_and(|stated| (open..=found).any(|count| stated == count as f64));
    let stated = written.to_owned();
    (!fits).then(|| ReadingFault::StatedCount { stated, found }.into())
}

/// Areas unless the line says otherwise; the first ring is the border, all others are holes.
fn geometry(plot: &Plot, unclosed: &mut Vec<crate::geom::gate::Fault>) -> Option<Geometry<f64>> {
    let lines = || plot.rings.iter().map(|(_, ring)| LineString(ring.clone()));
    match plot.field("图形属性") {
        _ if plot.rings.is_empty() => None,
        "点" => Some(MultiPoint(lines().flat_map(|line| line.into_points()).collect()).into()),
        "线" => Some(geo::MultiLineString(lines().collect()).into()),
        _ => {
            let mut before = 0;
            let mut rings = Vec::with_capacity(plot.rings.len());
            for (_, ring) in &plot.rings {
                rings.push(closed(ring.clone(), before, unclosed));
                before += ring.len();
            }
            let holes = rings.split_off(1);
            Some(Polygon::new(rings.remove(0), holes).into())
        }
    }
}
