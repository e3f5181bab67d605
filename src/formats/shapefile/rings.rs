//! Which rings of a polygon record are holes of which.
//!
//! The format keeps all rings of all parts in one list; a shell goes clockwise, a hole the other way. A hole belongs to
//! the smallest shell around it. Where a hole lies in no shell, some program has wound the rings the other way, and
//! nesting alone decides: a ring in an even number of others is a shell.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{Geometry, LineString, MultiPolygon, Polygon};

use crate::geom::area::ring_area;
use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::model::file_fault::FileFault;

/// Vertices of a ring that are tried before it counts as lying on the border of another.
const TRIES: usize = 16;
/// Steps (rings looked at, vertices passed) before a record is taken for one made to do harm.
const STEPS: usize = 300_000_000;

/// Rings sorted out.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    /// `None` where there are no rings.
    pub geometry: Option<Geometry<f64>>,
    /// Rings that are wound as holes and lie in no shell, so that nesting had to decide.
    pub holes_outside: usize,
}

/// Polygons with their holes; shells in the order of the record. Rings that are not closed must be closed before, and
/// where a coordinate is no number nothing is sorted: the gate refuses it.
///
/// # Errors
/// [`FileFault::Limit`] for more nesting than can be sorted out in reasonable time.
pub fn polygons_of(mut rings: Vec<LineString<f64>>) -> Result<Areas, FileFault> {
    if rings.len() < 2 {
        return Ok(Areas {
            geometry: rings.pop().map(|ring| Polygon::new(ring, Vec::new()).into()),
            holes_outside: 0,
        });
    }
    let is_good = |ring: &LineString<f64>| ring.0.iter().all(|c| c.x.is_finite() && c.y.is_finite());
    if !rings.iter().all(is_good) {
        let parents = vec![None; rings.len()];
        return Ok(Areas {
            geometry: Some(assembled(rings, &parents)),
            holes_outside: 0,
        });
    }
    let nest = Nest::new(&rings);
    let mut steps = STEPS;
    let by_winding: Vec<bool> = nest.areas.iter().map(|area| *area <= 0.0).collect();
    let mut parents = nest.parents(&by_winding, &mut steps)?;
    let outside = |(parent, is_shell): (&Option<usize>, &bool)| parent.is_none() && !is_shell;
    let holes_outside = parents
        .iter()
        .zip(&by_winding)
        .filter(|pair| outside(*pair))
        .count();
    if holes_outside > 0 {
        let mut by_nesting = Vec::with_capacity(rings.len());
        for position in 0..rings.len() {
            by_nesting.push(nest.around(position, &mut steps)?.len().is_multiple_of(2));
        }
        parents = nest.parents(&by_nesting, &mut steps)?;
    }
    // A record that is wound the wrong way throughout is only another habit.
    let is_habit = !by_winding.contains(&true);
    Ok(Areas {
        geometry: Some(assembled(rings, &parents)),
        holes_outside: if is_habit { 0 } else { holes_outside },
    })
}

fn assembled(rings: Vec<LineString<f64>>, parents: &[Option<usize>]) -> Geometry<f64> {
    let mut holes: Vec<Vec<LineString<f64>>> = vec![Vec::new(); rings.len()];
    let mut shells = Vec::new();
    for (position, (ring, parent)) in rings.into_iter().zip(parents).enumerate() {
        match parent.and_then(|parent| holes.get_mut(parent)) {
            Some(holes) => holes.push(ring),
            None => shells.push((position, ring)),
        }
    }
    let polygon = |(position, shell)| {
        Polygon::new(
            shell,
            holes.get_mut(position).map(std::mem::take).unwrap_or_default(),
        )
    };
    let mut polygons: Vec<Polygon<f64>> = shells.into_iter().map(polygon).collect();
    match polygons.len() {
        1 => polygons.remove(0).into(),
        _ => MultiPolygon(polygons).into(),
    }
}

struct Nest<'a> {
    rings: &'a [LineString<f64>],
    extents: Vec<Extent>,
    index: SpatialIndex,
    /// Counter-clockwise positive.
    areas: Vec<f64>,
}

impl Nest<'_> {
    fn new(rings: &[LineString<f64>]) -> Nest<'_> {
        let extent = |ring: &LineString<f64>| {
            let mut extent = Extent::EMPTY;
            ring.0.iter().for_each(|coord| extent.grow(*coord));
            extent
        };
        let extents: Vec<Extent> = rings.iter().map(extent).collect();
        Nest {
            rings,
            index: SpatialIndex::new(&extents),
            areas: rings.iter().map(ring_area).collect(),
            extents,
        }
    }

    /// For each hole the smallest shell around it.
    fn parents(&self, is_shell: &[bool], steps: &mut usize) -> Result<Vec<Option<usize>>, FileFault> {
        let mut parents = Vec::with_capacity(is_shell.len());
        for (position, own) in is_shell.iter().enumerate() {
            let around = if *own {
                Vec::new()
            } else {
                self.around(position, steps)?
            };
            parents.push(
                around
                    .into_iter()
                    .find(|other| is_shell.get(*other) == Some(&true)),
            );
        }
        Ok(parents)
    }

    /// The other rings around a ring, the smallest first.
    fn around(&self, position: usize, steps: &mut usize) -> Result<Vec<usize>, FileFault> {
        let (Some(ring), Some(extent)) = (self.rings.get(position), self.extents.get(position)) else {
            return Ok(Vec::new());
        };
        let mut around = Vec::new();
        for other in self.index.meeting(extent) {
            let (Some(outer), Some(outer_extent)) = (self.rings.get(other), self.extents.get(other)) else {
                continue;
            };
            let is_larger = outer_extent.min.x <= extent.min.x
                && outer_extent.min.y <= extent.min.y
                && outer_extent.max.x >= extent.max.x
                && outer_extent.max.y >= extent.max.y;
            let cost = 1 + if is_larger { outer.0.len() } else { 0 };
            *steps = steps.checked_sub(cost).ok_or(FileFault::Limit {
                what: "nesting",
                limit: STEPS as u64,
            })?;
            if other != position && is_larger && lies_in(ring, outer) {
                around.push(other);
            }
        }
        let size = |position: &usize| self.areas.get(*position).map_or(0.0, |area| area.abs());
        around.sort_by(|a, b| size(a).total_cmp(&size(b)).then(a.cmp(b)));
        Ok(around)
    }
}

/// True where a ring lies within another, judged by its first vertex that is not on the other's border. A ring that has
/// all of those that are tried on the border follows it.
fn lies_in(ring: &LineString<f64>, outer: &LineString<f64>) -> bool {
    let step = (ring.0.len() / TRIES).max(1);
    let tried = ring.0.iter().step_by(step).take(TRIES);
    let sides = tried.map(|coord| coord_pos_relative_to_ring(*coord, outer));
    let decided = sides.into_iter().find(|side| *side != CoordPos::OnBoundary);
    decided.is_none_or(|side| side == CoordPos::Inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;

    /// A square ring from `low` to `high`, clockwise or not.
    fn square(low: f64, high: f64, clockwise: bool) -> LineString<f64> {
        let corners = [(low, low), (low, high), (high, high), (high, low), (low, low)];
        let mut corners: Vec<Coord<f64>> = corners.into_iter().map(Coord::from).collect();
        if !clockwise {
            corners.reverse();
        }
        LineString(corners)
    }

    #[track_caller]
    fn check(rings: Vec<LineString<f64>>, holes: &[usize], outside: usize) {
        let areas = polygons_of(rings).unwrap();
        let polygons = match areas.geometry.unwrap() {
            Geometry::Polygon(polygon) => vec![polygon],
            Geometry::MultiPolygon(polygons) => polygons.0,
            other => panic!("{other:?}"),
        };
        let found: Vec<usize> = polygons.iter().map(|polygon| polygon.interiors().len()).collect();
        assert_eq!((found.as_slice(), areas.holes_outside), (holes, outside));
    }

    #[test]
    fn islands_in_holes() {
        let rings = vec![
            square(0.0, 9.0, true),
            square(1.0, 8.0, false),
            square(2.0, 7.0, true),
            square(3.0, 6.0, false),
        ];
        check(rings.clone(), &[1, 1], 0);
        check(rings.into_iter().rev().collect(), &[1, 1], 0);
    }

    #[test]
    fn all_wound_the_wrong_way() {
        let rings = vec![
            square(0.0, 9.0, false),
            square(1.0, 2.0, false),
            square(20.0, 21.0, false),
        ];
        check(rings, &[1, 0], 0);
        check(vec![square(0.0, 9.0, false)], &[0], 0);
    }

    #[test]
    fn shells_wound_as_holes_and_holes_as_shells() {
        check(vec![square(0.0, 9.0, false), square(1.0, 8.0, true)], &[1], 1);
        check(vec![square(1.0, 8.0, true), square(0.0, 9.0, false)], &[1], 1);
    }

    #[test]
    fn a_hole_in_nothing_is_an_area() {
        check(vec![square(0.0, 1.0, true), square(5.0, 6.0, false)], &[0, 0], 1);
    }

    #[test]
    fn a_hole_that_touches_its_shell() {
        check(vec![square(0.0, 9.0, true), square(0.0, 5.0, false)], &[1], 0);
    }
}
