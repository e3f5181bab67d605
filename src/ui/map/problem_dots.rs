//! The places of problems as a source of tiles, so that each shows however many there are.

use std::sync::Arc;

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::shape::Shape;
use crate::model::problem::{Done, Problem};
use crate::model::workspace::Workspace;

use super::drawing::source::{Drawable, Source};

/// A dot is met by the pointer within so many pixels.
const NEAR_PX: f64 = 8.0;

/// Where problems are, in the plane of the workspace. Its styles are numbered as [`Done::ALL`] is.
#[derive(Debug)]
pub struct ProblemDots {
    /// Positions among the problems of the workspace, the gravest last.
    of: Vec<u32>,
    places: Vec<Coord<f64>>,
    styles: Vec<u8>,
    index: SpatialIndex,
    extent: Extent,
}

impl ProblemDots {
    /// Looks the places of some problems up: their own, else the middle of the feature that they are about; what has
    /// neither has no dot. Takes long where there are many: for a background job.
    pub fn new(workspace: &Workspace, problems: &[u32]) -> ProblemDots {
        let ruler = workspace.ruler();
        let place = |problem: &Problem| match problem.place {
            Some(place) => ruler.plane(place),
            None => Some(extent_of(workspace, problem)?.center()),
        };
        let mut found: Vec<(Done, u32, Coord<f64>)> = Vec::with_capacity(problems.len());
        for &number in problems {
            let problem = workspace.problems.get(number as usize);
            if let Some((problem, place)) = problem.and_then(|problem| Some((problem, place(problem)?))) {
                found.push((problem.done, number, place));
            }
        }
        // Later ones are painted over earlier ones.
        found.sort_by_key(|(done, number, _)| (*done, *number));
        let mut extent = Extent::EMPTY;
        found.iter().for_each(|(_, _, place)| extent.grow(*place));
        let boxes: Vec<Extent> = found
            .iter()
            .map(|(_, _, place)| Extent::of_coords([*place]))
            .collect();
        ProblemDots {
            of: found.iter().map(|(_, number, _)| *number).collect(),
            places: found.iter().map(|(_, _, place)| *place).collect(),
            styles: found.iter().map(|(done, _, _)| *done as u8).collect(),
            index: SpatialIndex::new(&boxes),
            extent,
        }
    }

    /// How many dots there are.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// True where no problem has a place.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The problem whose dot is under the pointer, by its position in the workspace: of several the gravest, and of
    /// those the nearest.
    pub fn at(&self, pointer: Coord<f64>, resolution_m_per_px: f64) -> Option<usize> {
        let reach = NEAR_PX * resolution_m_per_px;
        let around = Extent::of_coords([pointer]).inflated(reach);
        let square = |item: &usize| {
            let place = self.places.get(*item).copied().unwrap_or(pointer);
            (place.x - pointer.x).powi(2) + (place.y - pointer.y).powi(2)
        };
        let near = self.index.meeting(&around).into_iter();
        let met = near.filter(|item| square(item) <= reach * reach);
        let best = met.max_by(|a, b| {
            let grave = self.style(*a).cmp(&self.style(*b));
            grave.then_with(|| square(b).total_cmp(&square(a)))
        });
        self.of.get(best?).map(|&number| number as usize)
    }
}

/// The box around the feature that a problem is about, where the workspace has it; plane metres.
pub fn extent_of(workspace: &Workspace, problem: &Problem) -> Option<Extent> {
    let layer = workspace.layer(problem.layer.as_deref()?)?;
    let feature = layer.feature_of_number(problem.feature?)?;
    Some(feature.shape.extent())
}

impl Source for ProblemDots {
    fn extent(&self) -> Extent {
        self.extent
    }

    fn candidates(&self, around: &Extent) -> Vec<usize> {
        self.index.meeting(around)
    }

    fn item_extent(&self, item: usize) -> Extent {
        let place = self.places.get(item);
        place.map_or(Extent::EMPTY, |place| Extent::of_coords([*place]))
    }

    fn style(&self, item: usize) -> u8 {
        self.styles.get(item).copied().unwrap_or_default()
    }

    fn is_areal(&self, _: usize) -> bool {
        false
    }

    fn drawable(&self, item: usize) -> Option<Drawable> {
        self.places.get(item).copied().map(Drawable::Dot)
    }

    fn small(&self, _: usize) -> Option<Arc<Shape>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::{Crs, Geodetic};
    use crate::model::problem::ProblemKind;

    fn dots(problems: &[(f64, Done)]) -> (Workspace, ProblemDots) {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        workspace.problems = problems
            .iter()
            .map(|(lon_deg, done)| Problem {
                place: Some(Geodetic {
                    lon_deg: *lon_deg,
                    lat_deg: 30.0,
                }),
                ..Problem::of_file("f", ProblemKind::NoGeometry, *done)
            })
            .collect();
        workspace
            .problems
            .push(Problem::of_file("f", ProblemKind::FileEmpty, Done::Refused));
        let all: Vec<u32> = (0..workspace.problems.len() as u32).collect();
        let dots = ProblemDots::new(&workspace, &all);
        (workspace, dots)
    }

    #[test]
    fn the_gravest_is_painted_last_and_met_first() {
        let (workspace, dots) = dots(&[
            (120.0, Done::Refused),
            (120.0, Done::Noted),
            (121.0, Done::Repaired),
        ]);
        assert_eq!(dots.len(), 3, "what has no place has no dot");
        let place = workspace
            .ruler()
            .plane(workspace.problems[0].place.unwrap())
            .unwrap();
        assert_eq!(dots.at(place, 1.0), Some(0));
        let beside = Coord {
            x: place.x + 20.0,
            ..place
        };
        assert_eq!(dots.at(beside, 1.0), None);
        assert_eq!(dots.at(beside, 10.0), Some(0));
        let styles: Vec<u8> = (0..3).map(|item| dots.style(item)).collect();
        assert_eq!(styles, [0, 1, 2]);
    }
}
