//! Areas counted once: which features truly share area, and how much.
//!
//! The area of a union is told as the sum of the parts that each feature adds to those before it. So a layer that covers
//! without overlap costs no union at all, and one that overlaps everywhere costs only what lies around each feature.

use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::MultiPolygon;
use rayon::prelude::*;

use crate::geom::area::{Ruler, plane_area};
use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::overlay::{common_areas, union};
use crate::geom::relate::Relater;
use crate::geom::scale::Scale;
use crate::geom::shape::Shape;
use crate::model::wetland::Amount;
use crate::progress::{Cancelled, Progress};

/// Less in common than this is rounding of coordinates.
const NOISE_M2: f64 = 1e-4;

/// A feature with the ellipsoidal area of its polygons.
pub struct Piece<'a> {
    /// In the plane.
    pub shape: &'a Shape,
    /// On the ellipsoid.
    pub area_m2: f64,
}

impl<'a> Piece<'a> {
    /// Measures the polygons of a shape.
    pub fn new(shape: &'a Shape, ruler: &Ruler) -> Piece<'a> {
        Piece {
            shape,
            area_m2: ruler.area_m2(shape.areas()),
        }
    }
}

/// Other features, and what one has in common with each.
type Commons = Vec<(usize, MultiPolygon<f64>)>;

/// What features have in common with earlier ones.
pub struct Overlaps {
    /// Features that share area with an earlier one, ascending: the earlier ones and what is common.
    shared: Vec<(usize, Commons)>,
    /// Pairs that share area.
    pub pair_count: usize,
    /// Pairs whose common area could not be decided.
    pub undecided_count: usize,
}

impl Overlaps {
    /// Looks at every pair whose boxes meet.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn of(pieces: &[Piece<'_>], progress: &Progress) -> Result<Overlaps, Cancelled> {
        let extents: Vec<Extent> = pieces.iter().map(|piece| piece.shape.extent()).collect();
        let index = SpatialIndex::new(&extents);
        let found: Vec<(Commons, usize)> = (0..pieces.len())
            .into_par_iter()
            .map_init(Relater::default, |relater, k| {
                progress.check()?;
                let mut earlier = index.meeting(&extents[k]);
                earlier.retain(|&other| other < k);
                progress.advance(1);
                Ok(commons(
                    relater,
                    pieces[k].shape,
                    earlier.into_iter().map(|other| (other, pieces[other].shape)),
                ))
            })
            .collect::<Result<_, Cancelled>>()?;
        let undecided_count = found.iter().map(|(_, undecided)| undecided).sum();
        let shared: Vec<_> = found
            .into_iter()
            .map(|(commons, _)| commons)
            .enumerate()
            .filter(|(_, commons)| !commons.is_empty())
            .collect();
        Ok(Overlaps {
            pair_count: shared.iter().map(|(_, commons)| commons.len()).sum(),
            shared,
            undecided_count,
        })
    }

    /// What a feature adds to the union of those before it.
    pub fn adds_m2(&self, pieces: &[Piece<'_>], ruler: &Ruler, k: usize) -> f64 {
        let Some(piece) = pieces.get(k) else { return 0.0 };
        let double_m2 = match self.shared.binary_search_by_key(&k, |(own, _)| *own) {
            Ok(place) => {
                let commons: Vec<_> = self.shared[place].1.iter().map(|(_, common)| common).collect();
                double_m2(&commons, ruler)
            }
            Err(_) => 0.0,
        };
        (piece.area_m2 - double_m2).max(0.0)
    }

    /// Count, sum and union of the features for which `is_in` holds.
    pub fn amount(
        &self,
        pieces: &[Piece<'_>],
        ruler: &Ruler,
        is_in: &(dyn Fn(usize) -> bool + Sync),
    ) -> Amount {
        let within = || pieces.iter().enumerate().filter(|(k, _)| is_in(*k));
        let gross_m2: f64 = within().map(|(_, piece)| piece.area_m2).sum();
        let doubles: Vec<f64> = self
            .shared
            .par_iter()
            .filter(|(k, _)| is_in(*k))
            .map(|(k, commons)| {
                let own: Vec<&MultiPolygon<f64>> = commons
                    .iter()
                    .filter(|(other, _)| is_in(*other))
                    .map(|(_, common)| common)
                    .collect();
                double_m2(&own, ruler).min(pieces[*k].area_m2)
            })
            .collect();
        Amount {
            count: within().count(),
            gross_m2,
            unique_m2: gross_m2 - doubles.iter().sum::<f64>(),
        }
    }
}

/// Area of the union of what a feature has in common with earlier ones.
fn double_m2(commons: &[&MultiPolygon<f64>], ruler: &Ruler) -> f64 {
    match commons {
        [] => 0.0,
        [one] => ruler.area_m2(one),
        several => ruler.area_m2(&union(several.iter().copied())),
    }
}

/// What a shape has in common with each of some others, and how many of them could not be decided.
fn commons<'a>(
    relater: &mut Relater,
    shape: &Shape,
    others: impl Iterator<Item = (usize, &'a Shape)>,
) -> (Commons, usize) {
    let mut found = Vec::new();
    let mut undecided = 0;
    for (other, earlier) in others {
        match catch_unwind(AssertUnwindSafe(|| common(relater, shape, earlier))) {
            Ok(Some(areas)) if areas.0.is_empty() => {}
            Ok(Some(areas)) => found.push((other, areas)),
            Ok(None) | Err(_) => undecided += 1,
        }
    }
    (found, undecided)
}

/// What two shapes have in common beyond noise; `None` where measure and overlay contradict each other.
fn common(relater: &mut Relater, a: &Shape, b: &Shape) -> Option<MultiPolygon<f64>> {
    // Most shapes whose boxes meet are neighbours: measuring tells so in a fraction of the time that building takes.
    let measured_m2 = relater.overlap(a, b, Scale::Plane).ok()?.plane_m2;
    if measured_m2 <= NOISE_M2 {
        return Some(MultiPolygon(Vec::new()));
    }
    let areas = common_areas(a, b);
    let m2 = plane_area(&areas);
    let slack_m2 = NOISE_M2 + 1e-9 * a.plane_area().min(b.plane_area());
    ((m2 - measured_m2).abs() <= slack_m2).then_some(areas)
}
