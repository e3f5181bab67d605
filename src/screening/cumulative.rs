//! All projects together: what several of them take is counted once.
//!
//! Two projects take the same place of a zone where their footprints overlap. So each project in turn is judged by what
//! its footprint has left when those before it are cut out: the sum over all projects is the area of the union. What is left
//! when all others are cut out is what the project alone takes. Turns go by place, and sums are exact: in whatever order the
//! projects of a run stand, every total has the same bits.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use geo::CoordsIter;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::overlay::rest;
use crate::geom::relate::Relater;
use crate::geom::remainder::remainder;
use crate::geom::shape::Shape;
use crate::model::finding::{GroupTotal, RoleTotal, ZoneGroup, ZoneTotal};
use crate::model::role::Role;

use super::account::{Taken, ZoneNumber};
use super::exact_sum::ExactSum;
use super::zones::ZoneLayer;

/// Up to so many neighbours are cut out one after the other; more at once, by the overlay engine, whose time grows less than
/// with the square of their number.
const FEW: usize = 32;
/// Boxes around what was taken are known to this, in plane metres.
const ROUNDED_M: f64 = 1e-3;

/// The footprints of all projects of a run, in order.
pub struct Footprints<'a> {
    shapes: Vec<&'a Shape>,
    /// Whose turn is when, by position.
    turns: Vec<usize>,
    index: SpatialIndex,
}

/// What one project takes, beside what others take.
#[derive(Clone, Debug, Default)]
pub struct Addition {
    by_role: Vec<(Role, Areas)>,
    by_group: Vec<(ZoneGroup, Areas)>,
    zones: Vec<(ZoneNumber, Areas)>,
    /// What no other project takes.
    pub exclusive_m2: f64,
}

/// What a project takes, and how much of it no project before it takes.
#[derive(Clone, Copy, Debug, Default)]
struct Areas {
    whole_m2: f64,
    added_m2: f64,
}

impl<'a> Footprints<'a> {
    /// Of projects in the order of the run.
    pub fn new(shapes: Vec<&'a Shape>) -> Footprints<'a> {
        let extents: Vec<Extent> = shapes
            .iter()
            .map(|shape| {
                if shape.areas().0.is_empty() {
                    Extent::EMPTY
                } else {
                    shape.extent()
                }
            })
            .collect();
        Footprints {
            index: SpatialIndex::new(&extents),
            turns: turns(&shapes),
            shapes,
        }
    }

    /// What the project at a position adds to what the others take.
    pub fn addition(&self, position: usize, taken: &Taken<'_>, relater: &mut Relater) -> Addition {
        if taken.parts.is_empty() {
            return Addition::default();
        }
        let own = self.shapes[position];
        let turn = self.turns[position];
        let mut near: Vec<(usize, &Shape)> = self
            .index
            .meeting(&own.extent())
            .into_iter()
            .map(|k| (self.turns[k], self.shapes[k]))
            .collect();
        near.sort_unstable_by_key(|(turn, _)| *turn);
        let others = |wanted: Ordering| -> Vec<&Shape> {
            let wanted = near.iter().filter(|(other, _)| other.cmp(&turn) == wanted);
            wanted.map(|(_, shape)| *shape).collect()
        };
        let before = Rest::of(own, &others(Ordering::Less), relater);
        let added = before
            .as_ref()
            .map(|rest| taken.within(&rest.shape, &rest.cut, relater));
        let added = added.as_ref().unwrap_or(taken);
        let left = before.as_ref().map_or(own, |rest| &rest.shape);
        let alone = Rest::of(left, &others(Ordering::Greater), relater);
        let exclusive = alone
            .as_ref()
            .map(|rest| added.within(&rest.shape, &rest.cut, relater));
        let exclusive_m2 = exclusive.as_ref().unwrap_or(added).unique_m2();
        Addition {
            by_role: paired(taken.by_role(), added.by_role()),
            by_group: paired(taken.by_group(), added.by_group()),
            zones: taken
                .parts
                .iter()
                .zip(&added.parts)
                .map(|(whole, left)| {
                    let areas = Areas {
                        whole_m2: whole.area_m2,
                        added_m2: left.area_m2,
                    };
                    (whole.number, areas)
                })
                .collect(),
            exclusive_m2,
        }
    }
}

/// Whose turn is when: by where footprints are, so that it does not matter in which order they come. Those that are the same
/// in everything take turns as they come, which makes no difference.
fn turns(shapes: &[&Shape]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shapes.len()).collect();
    order.sort_by(|&a, &b| by_place(shapes[a], shapes[b]));
    let mut turns = vec![0; shapes.len()];
    for (turn, position) in order.into_iter().enumerate() {
        turns[position] = turn;
    }
    turns
}

fn by_place(a: &Shape, b: &Shape) -> Ordering {
    let place = |shape: &Shape| {
        let extent = shape.extent();
        [extent.min.x, extent.min.y, extent.max.x, extent.max.y]
    };
    let corners = |shape: &Shape| {
        shape
            .areas()
            .coords_iter()
            .flat_map(|at| [at.x, at.y])
            .collect::<Vec<f64>>()
    };
    compared(&place(a), &place(b)).then_with(|| compared(&corners(a), &corners(b)))
}

fn compared(a: &[f64], b: &[f64]) -> Ordering {
    let mut pairs = a.iter().zip(b).map(|(a, b)| a.total_cmp(b));
    let first = pairs.find(|order| order.is_ne());
    first.unwrap_or(a.len().cmp(&b.len()))
}

/// The same keys in the same order: what is left keeps every part, if only with no area.
fn paired<K>(whole: Vec<(K, f64)>, added: Vec<(K, f64)>) -> Vec<(K, Areas)> {
    let added = added.into_iter().map(|(_, m2)| m2);
    whole
        .into_iter()
        .zip(added)
        .map(|((key, whole_m2), added_m2)| (key, Areas { whole_m2, added_m2 }))
        .collect()
}

/// Areas up to this are rounding of coordinates; of very small footprints, their half.
fn noise_m2(own: &Shape) -> f64 {
    1e-4_f64.min(0.5 * own.plane_area())
}

/// A footprint less others.
struct Rest {
    /// What is left.
    shape: Shape,
    /// Boxes that hold all that was taken.
    cut: Vec<Extent>,
}

impl Rest {
    /// `None` where the others leave the footprint as it is, as most of those do whose boxes meet its own.
    fn of(own: &Shape, others: &[&Shape], relater: &mut Relater) -> Option<Rest> {
        let noise_m2 = noise_m2(own);
        if others.len() > FEW {
            let shape = rest(own, others);
            let is_less = own.plane_area() - shape.plane_area() > noise_m2;
            let cut = others.iter().map(|other| other.extent()).collect();
            return is_less.then_some(Rest { shape, cut });
        }
        let mut left: Option<Rest> = None;
        for &other in others {
            let now = left.as_ref().map_or(own, |rest| &rest.shape);
            let (shape, taken) = match remainder(relater, now, other, noise_m2) {
                Ok(None) => continue,
                Ok(Some(found)) => (found.shape, found.taken.inflated(ROUNDED_M)),
                // What the walk cannot tell is for the overlay engine to find out.
                Err(_) => (rest(now, &[other]), other.extent()),
            };
            let mut cut = left.map_or(Vec::new(), |rest| rest.cut);
            cut.push(taken);
            left = Some(Rest { shape, cut });
        }
        left
    }
}

/// The totals of a run.
pub struct Totals {
    /// By role, in the order of the roles.
    pub by_role: Vec<RoleTotal>,
    /// By class and level, ordered.
    pub by_group: Vec<GroupTotal>,
    /// By zone, in the order of the workspace.
    pub by_zone: Vec<ZoneTotal>,
}

/// Adds up what projects take, one after the other.
pub struct Sum<'a> {
    layers: &'a [ZoneLayer<'a>],
    /// By the rank of the role.
    by_role: BTreeMap<usize, Sums>,
    by_group: BTreeMap<ZoneGroup, Sums>,
    /// By layer and position; of layers that nobody takes from, nothing.
    by_zone: Vec<Vec<ZoneSum>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct ZoneSum {
    sums: Sums,
    project_count: u32,
}

/// Sums of [`Areas`].
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    whole_m2: ExactSum,
    added_m2: ExactSum,
}

impl Sums {
    fn add(&mut self, areas: &Areas) {
        self.whole_m2.add(areas.whole_m2);
        self.added_m2.add(areas.added_m2);
    }
}

impl<'a> Sum<'a> {
    /// Nothing yet, over the zones of these layers.
    pub fn new(layers: &'a [ZoneLayer<'a>]) -> Sum<'a> {
        Sum {
            layers,
            by_role: BTreeMap::new(),
            by_group: BTreeMap::new(),
            by_zone: vec![Vec::new(); layers.len()],
        }
    }

    /// Adds what the next project takes, in any order.
    pub fn add(&mut self, addition: Addition) {
        for (role, areas) in &addition.by_role {
            let rank = Role::ALL.iter().position(|other| other == role);
            self.by_role
                .entry(rank.unwrap_or(usize::MAX))
                .or_default()
                .add(areas);
        }
        for (group, areas) in addition.by_group {
            self.by_group.entry(group).or_default().add(&areas);
        }
        for ((layer, position), areas) in &addition.zones {
            let (Some(zones), Some(sums)) = (self.layers.get(*layer), self.by_zone.get_mut(*layer)) else {
                continue;
            };
            sums.resize(zones.layer.features().len(), ZoneSum::default());
            if let Some(sum) = sums.get_mut(*position) {
                sum.sums.add(areas);
                sum.project_count += 1;
            }
        }
    }

    /// All that was added.
    pub fn totals(self) -> Totals {
        let role = |(rank, sum): (usize, Sums)| {
            Some(RoleTotal {
                role: *Role::ALL.get(rank)?,
                unique_m2: sum.added_m2.value(),
                gross_m2: sum.whole_m2.value(),
            })
        };
        let group = |(group, sum): (ZoneGroup, Sums)| GroupTotal {
            group,
            unique_m2: sum.added_m2.value(),
            gross_m2: sum.whole_m2.value(),
        };
        Totals {
            by_role: self.by_role.into_iter().filter_map(role).collect(),
            by_group: self.by_group.into_iter().map(group).collect(),
            by_zone: zone_totals(self.layers, &self.by_zone),
        }
    }
}

fn zone_totals(layers: &[ZoneLayer<'_>], sums: &[Vec<ZoneSum>]) -> Vec<ZoneTotal> {
    let taken = |sums: &&Vec<ZoneSum>| sums.iter().filter(|sum| sum.project_count > 0).count();
    let mut totals = Vec::with_capacity(sums.iter().map(|sums| taken(&sums)).sum());
    for (zones, sums) in layers.iter().zip(sums) {
        let taken = sums.iter().enumerate().filter(|(_, sum)| sum.project_count > 0);
        totals.extend(taken.filter_map(|(position, sum)| {
            let (zone, _) = zones.zone(position)?;
            Some(ZoneTotal {
                zone: zone.name(),
                project_count: sum.project_count as usize,
                unique_m2: sum.sums.added_m2.value(),
                gross_m2: sum.sums.whole_m2.value(),
            })
        }));
    }
    totals
}
