//! Areas counted once: which features truly share area, and how much.
//!
//! The area of a union is told as the sum of the parts that each feature adds to those before it. So a layer that covers
//! without overlap costs no union at all, and one that overlaps everywhere costs only what lies around each feature.

use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::{LineString, MultiPolygon};
use rayon::prelude::*;

use crate::geom::area::{Ruler, plane_area};
use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::overlay::{intersection, union};
use crate::geom::side::{Side, side_of};
use crate::model::wetland::Amount;
use crate::progress::{Cancelled, Progress};

/// Less in common than this is rounding of coordinates.
const NOISE_M2: f64 = 1e-4;

/// A feature's polygons with their ellipsoidal area.
pub struct Piece<'a> {
    /// In the plane.
    pub areas: &'a MultiPolygon<f64>,
    /// Their box.
    pub extent: Extent,
    /// On the ellipsoid.
    pub area_m2: f64,
}

impl<'a> Piece<'a> {
    /// Measures polygons.
    pub fn new(areas: &'a MultiPolygon<f64>, ruler: &Ruler) -> Piece<'a> {
        let rings = areas.iter().map(|polygon| polygon.exterior());
        Piece {
            areas,
            extent: Extent::of_coords(rings.flat_map(|ring| ring.0.iter().copied())),
            area_m2: ruler.area_m2(areas),
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
        let extents: Vec<Extent> = pieces.iter().map(|piece| piece.extent).collect();
        let index = SpatialIndex::new(&extents);
        let found: Vec<(Commons, usize)> = (0..pieces.len())
            .into_par_iter()
            .map(|k| {
                progress.check()?;
                let mut earlier = index.meeting(&extents[k]);
                earlier.retain(|&other| other < k);
                progress.advance(1);
                Ok(commons(pieces, k, &earlier))
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

/// What a feature has in common with each of some others, and how many of them could not be decided.
fn commons(pieces: &[Piece<'_>], k: usize, others: &[usize]) -> (Commons, usize) {
    let mut found = Vec::new();
    let mut undecided = 0;
    for &other in others {
        let pair = (&pieces[k], &pieces[other]);
        match catch_unwind(AssertUnwindSafe(|| common(pair.0, pair.1))) {
            Ok(Some(Some(areas))) => found.push((other, areas)),
            Ok(Some(None)) => {}
            Ok(None) | Err(_) => undecided += 1,
        }
    }
    (found, undecided)
}

/// What two features have in common: `Some(None)` for nothing beyond noise, `None` where the overlay contradicts itself.
fn common(a: &Piece<'_>, b: &Piece<'_>) -> Option<Option<MultiPolygon<f64>>> {
    if !may_share(a, b) {
        return Some(None);
    }
    let areas = intersection(a.areas, b.areas);
    let m2 = plane_area(&areas);
    let most = plane_area(a.areas).min(plane_area(b.areas));
    if !(m2.is_finite() && m2 <= most * (1.0 + 1e-9) + NOISE_M2) {
        return None;
    }
    Some((m2 > NOISE_M2).then_some(areas))
}

/// False only for features that surely share no area: where one of them has no edge in the box that both boxes share,
/// that whole box lies on one side of its border.
fn may_share(a: &Piece<'_>, b: &Piece<'_>) -> bool {
    let shared = Extent {
        min: geo::Coord {
            x: a.extent.min.x.max(b.extent.min.x),
            y: a.extent.min.y.max(b.extent.min.y),
        },
        max: geo::Coord {
            x: a.extent.max.x.min(b.extent.max.x),
            y: a.extent.max.y.min(b.extent.max.y),
        },
    };
    if shared.width() <= 0.0 || shared.height() <= 0.0 {
        return false;
    }
    [a, b].into_iter().all(|piece| {
        has_edge_in(piece.areas, &shared) || side_of(piece.areas, shared.center()) != Side::Outside
    })
}

fn has_edge_in(areas: &MultiPolygon<f64>, query: &Extent) -> bool {
    let near = |ring: &LineString<f64>| {
        let mut edges = ring.lines();
        edges.any(|edge| Extent::from_corners(edge.start, edge.end).meets(query))
    };
    areas
        .iter()
        .any(|polygon| near(polygon.exterior()) || polygon.interiors().iter().any(near))
}
