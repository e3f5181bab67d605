//! Areas that cannot double count: what one footprint takes from the zones, by role, class, level and altogether.
//!
//! Where no two of the zones overlap, the area of their union is the sum of the parts to the last digit, and nothing is
//! built. Only zones that overlap are united, group by group.

use std::cell::OnceCell;
use std::rc::Rc;

use geo::MultiPolygon;

use crate::geom::area::plane_area;
use crate::geom::equal_area::{Chart, EqualArea};
use crate::geom::extent::Extent;
use crate::geom::overlay::{common_areas, union};
use crate::geom::relate::Relater;
use crate::geom::scale::Scale;
use crate::geom::shape::Shape;
use crate::model::finding::{ProjectAccount, Reason, RuleVerdict, Verdict, ZoneGroup};
use crate::model::role::Role;

use super::case::Subject;
use super::sorts::Sort;
use super::zones::ZoneLayer;

/// A zone by the position of its layer among the zone layers, and its own in the layer.
pub type ZoneNumber = (usize, usize);

/// What a footprint takes from one zone.
pub struct Part<'a> {
    /// Which zone.
    pub number: ZoneNumber,
    /// What it is.
    pub sort: &'a Sort,
    /// Where it is.
    pub zone: &'a Shape,
    /// True area in common.
    pub area_m2: f64,
    /// The common part in the plane, where it has to be united with others.
    built: OnceCell<MultiPolygon<f64>>,
}

/// What a footprint takes from all zones.
pub struct Taken<'a> {
    footprint: &'a Shape,
    layers: &'a [ZoneLayer<'a>],
    measure: &'a EqualArea,
    /// In the order of the workspace.
    pub parts: Vec<Part<'a>>,
    doubles: Rc<Doubles>,
}

/// Parts of one layer whose zones overlap each other: pairs of positions among the parts, each way round, ascending.
struct Doubles(Vec<(usize, usize)>);

impl Doubles {
    fn among(layers: &[ZoneLayer<'_>], parts: &[Part<'_>], relater: &mut Relater) -> Doubles {
        let mut doubles = Vec::new();
        if parts.len() < 2 {
            return Doubles(doubles);
        }
        for (own, part) in parts.iter().enumerate() {
            let (layer, position) = part.number;
            let Some(zones) = layers.get(layer) else { continue };
            for behind in zones.layer.overlapped_behind(position, relater) {
                // Parts stand in the order of the workspace.
                if let Ok(other) = parts.binary_search_by_key(&(layer, behind), |part| part.number) {
                    doubles.extend([(own, other), (other, own)]);
                }
            }
        }
        doubles.sort_unstable();
        Doubles(doubles)
    }

    /// True where the zone of a part overlaps that of another.
    fn concern(&self, part: usize) -> bool {
        let at = self.0.partition_point(|(own, _)| *own < part);
        self.0.get(at).is_some_and(|(own, _)| *own == part)
    }

    fn contain(&self, a: usize, b: usize) -> bool {
        self.0.binary_search(&(a, b)).is_ok()
    }
}

impl<'a> Part<'a> {
    /// A part whose area is known.
    pub fn new(number: ZoneNumber, sort: &'a Sort, zone: &'a Shape, area_m2: f64) -> Part<'a> {
        Part {
            number,
            sort,
            zone,
            area_m2,
            built: OnceCell::new(),
        }
    }
}

impl<'a> Taken<'a> {
    /// Gathers parts, in the order of the workspace.
    pub fn new(
        footprint: &'a Shape,
        (layers, measure): (&'a [ZoneLayer<'a>], &'a EqualArea),
        parts: Vec<Part<'a>>,
        relater: &mut Relater,
    ) -> Taken<'a> {
        Taken {
            footprint,
            layers,
            measure,
            doubles: Rc::new(Doubles::among(layers, &parts, relater)),
            parts,
        }
    }

    /// The account of the project itself, with the gravest of its verdicts; what it alone takes is not told.
    pub fn account(&self, subject: &Subject<'_>, verdicts: &[RuleVerdict]) -> ProjectAccount {
        let (overlap_gross_m2, overlap_unique_m2) = (self.gross_m2(), self.unique_m2());
        ProjectAccount {
            project: subject.name.clone(),
            name: subject.project.title(),
            kind: subject.kind,
            // Without a single rule nothing was checked.
            verdict: verdicts
                .iter()
                .map(|row| row.verdict)
                .max()
                .unwrap_or(Verdict::NotChecked(Reason::RuleTextMissing)),
            area_m2: subject.footprint.area_m2,
            overlap_gross_m2,
            overlap_unique_m2,
            multiple_cover_m2: (overlap_gross_m2 - overlap_unique_m2).max(0.0),
            exclusive_m2: None,
            by_role: self.by_role(),
            by_part: self.by_group(),
        }
    }

    /// Sum of all parts.
    pub fn gross_m2(&self) -> f64 {
        // The sum of nothing is −0.0; adding 0.0 makes it a plain zero.
        self.parts.iter().map(|part| part.area_m2).sum::<f64>() + 0.0
    }

    /// Area of the union of all parts.
    pub fn unique_m2(&self) -> f64 {
        self.union_m2(|_| true)
    }

    /// Area of the union of the parts of zones of some sorts.
    pub fn covered_m2(&self, wanted: impl Fn(&Sort) -> bool) -> f64 {
        self.union_m2(|part| wanted(part.sort))
    }

    /// Area of the union of the parts of each role, in the order of the roles.
    pub fn by_role(&self) -> Vec<(Role, f64)> {
        let roles = Role::ALL.into_iter();
        let taken = roles.filter(|role| self.parts.iter().any(|part| part.sort.shown.role == *role));
        taken
            .map(|role| (role, self.union_m2(|part| part.sort.shown.role == role)))
            .collect()
    }

    /// Area of the union of the parts of each group, ordered.
    pub fn by_group(&self) -> Vec<(ZoneGroup, f64)> {
        let mut groups: Vec<ZoneGroup> = Vec::new();
        for part in &self.parts {
            for group in self.groups_of(part) {
                if !groups.contains(&group) {
                    groups.push(group);
                }
            }
        }
        groups.sort();
        let area_m2 = |group: &ZoneGroup| self.union_m2(|part| self.groups_of(part).contains(group));
        groups
            .into_iter()
            .map(|group| (group.clone(), area_m2(&group)))
            .collect()
    }

    /// The groups that a part belongs to: as far as fields are mapped that tell them apart.
    fn groups_of(&self, part: &Part<'_>) -> Vec<ZoneGroup> {
        let mut groups = Vec::new();
        let Some(fields) = self
            .layers
            .get(part.number.0)
            .map(|zones| &zones.layer.about.fields)
        else {
            return groups;
        };
        if fields.class.is_some() {
            groups.push(ZoneGroup::Class(
                part.sort.shown.role,
                part.sort.shown.class.clone(),
            ));
        }
        if fields.level.is_some() {
            groups.push(ZoneGroup::Level(part.sort.shown.role, part.sort.shown.level));
        }
        groups
    }

    /// The same zones under a smaller footprint, which lies within this one: what is left of each part.
    ///
    /// `cut` are boxes that hold what was cut out; parts elsewhere stay as they are.
    pub fn within<'b>(&'b self, smaller: &'b Shape, cut: &[Extent], relater: &mut Relater) -> Taken<'b> {
        let left = self.parts.iter().map(|part| {
            let changed = cut.iter().any(|place| place.meets(&part.zone.extent()));
            // Of a part that is wholly cut out already nothing more can go.
            let area_m2 = if !changed || part.area_m2 == 0.0 {
                part.area_m2
            } else {
                // What cannot be decided is counted whole: a total may be too large, never too small.
                let overlap = relater.overlap(smaller, part.zone, Scale::True(self.measure));
                overlap.map_or(part.area_m2, |o| o.true_m2.clamp(0.0, part.area_m2))
            };
            Part::new(part.number, part.sort, part.zone, area_m2)
        });
        Taken {
            footprint: smaller,
            layers: self.layers,
            measure: self.measure,
            parts: left.collect(),
            doubles: Rc::clone(&self.doubles),
        }
    }

    fn union_m2(&self, wanted: impl Fn(&Part<'_>) -> bool) -> f64 {
        let mut sum = 0.0;
        // Zones of a single layer that overlap no other count for themselves; only the rest is looked at in pairs.
        let mut doubtful: Vec<usize> = Vec::new();
        let one_layer = self.is_of_one_layer();
        for (position, part) in self.parts.iter().enumerate().filter(|(_, part)| wanted(part)) {
            if one_layer && !self.doubles.concern(position) {
                sum += part.area_m2;
            } else {
                doubtful.push(position);
            }
        }
        let mut done = vec![false; doubtful.len()];
        for start in 0..doubtful.len() {
            if std::mem::replace(&mut done[start], true) {
                continue;
            }
            let mut cluster = vec![start];
            let mut next = 0;
            while let Some(&member) = cluster.get(next) {
                for other in start + 1..doubtful.len() {
                    if !done[other] && self.may_overlap(doubtful[member], doubtful[other]) {
                        done[other] = true;
                        cluster.push(other);
                    }
                }
                next += 1;
            }
            cluster.sort_unstable();
            let cluster: Vec<&Part<'_>> = cluster.into_iter().map(|k| &self.parts[doubtful[k]]).collect();
            sum += self.cluster_m2(&cluster);
        }
        sum
    }

    /// True where all parts are of one layer.
    fn is_of_one_layer(&self) -> bool {
        let first = self.parts.first().map(|part| part.number.0);
        self.parts.iter().all(|part| Some(part.number.0) == first)
    }

    /// True where the zones of two parts overlap. Zones of different layers may, where their boxes meet.
    fn may_overlap(&self, a: usize, b: usize) -> bool {
        let (one, two) = (&self.parts[a], &self.parts[b]);
        if one.number.0 == two.number.0 {
            return self.doubles.contain(a, b);
        }
        let common = one.zone.extent().common_with(&two.zone.extent());
        common.meets(&self.footprint.extent())
    }

    /// Area of the union of parts. Where they do not overlap it is their sum to the last digit, so that no cover is seen
    /// where there is none.
    fn cluster_m2(&self, parts: &[&Part<'_>]) -> f64 {
        let sum_m2 = parts.iter().map(|part| part.area_m2).sum();
        if parts.len() == 1 {
            return sum_m2;
        }
        let built = parts
            .iter()
            .map(|part| part.built.get_or_init(|| common_areas(self.footprint, part.zone)));
        let built: Vec<&MultiPolygon<f64>> = built.collect();
        let all = union(built.iter().copied());
        let (sum, whole): (f64, f64) = (
            built.iter().map(|areas| plane_area(areas)).sum(),
            plane_area(&all),
        );
        let noise_m2 = 1e-4_f64.max(1e-9 * sum);
        if sum - whole <= noise_m2 {
            sum_m2
        } else {
            self.area_m2(&all)
        }
    }

    fn area_m2(&self, areas: &MultiPolygon<f64>) -> f64 {
        let chart: Chart<'_> = self.measure.chart(&self.footprint.extent());
        let ring = |ring: &geo::LineString<f64>| chart.ring_area(&ring.0).abs();
        let polygon =
            |p: &geo::Polygon<f64>| ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>();
        areas.iter().map(polygon).sum::<f64>().max(0.0)
    }
}
