//! Every reading of a layer that is worth a test, held against a reference layer.

use geo::Coord;

use crate::geom::crs::Crs;
use crate::geom::extent::Extent;
use crate::model::crs_doubt::{Against, Tested};

use crate::formats::raw::RawLayer;
use crate::formats::sample::{median, middle, vertices};

use super::offset::{fit, stands_out};
use super::reader::{Reader, readings};
use super::reference::{REACH_M, Reference};

/// Vertices that say where a reading brings the layer.
const COARSE: usize = 4000;
/// Vertices among which those near the reference are looked for.
const DENSE: usize = 200_000;
/// Vertices whose distances are measured.
const MEASURED: usize = 3000;
/// A vertex that some reading brings this near to a border belongs to it, probably.
const MATCHED_M: f64 = 400.0;
/// Fewer vertices tell nothing.
const FEWEST: usize = 30;
/// A reading is clearly better from this share of the residual, and these metres, on…
const BETTER_SHARE: f64 = 0.5;
const BETTER_M: f64 = 50.0;
/// … if it brings this share of the vertices nearer.
const NEARER_SHARE: f64 = 0.65;
/// A layer that by its present reading does not come near, and by another lies inside with this share, is misread.
const INSIDE_SHARE: f64 = 0.5;

/// Holds all readings of a layer against a reference; `crs` is what the layer is read in now, if anything says it.
pub fn compare(raw: &RawLayer, crs: Option<&Crs>, reference: &Reference) -> Option<Against> {
    let coarse = vertices(raw, COARSE);
    let center = middle(&coarse)?;
    let readers: Vec<Reader> = readings(crs, center)
        .into_iter()
        .filter_map(|reading| Reader::new(reading, crs))
        .collect();
    let mut placed: Vec<Placed> = readers
        .iter()
        .map(|reader| Placed::new(reader, &coarse, reference))
        .collect();
    let measured = measured(raw, &placed, reference);
    for one in placed.iter_mut().filter(|one| one.comes_near) {
        one.places = measured.clone();
        one.reader.read(&mut one.places);
        reference.to_plane(&mut one.places);
        let distance = |place: &Coord<f64>| {
            let foot = reference.nearest(*place);
            foot.map_or(REACH_M, |foot| (foot.x - place.x).hypot(foot.y - place.y))
        };
        one.distances = one.places.iter().map(distance).collect();
    }
    let matched = matched(&placed, measured.len());
    let said = crs.and(placed.first());
    let here = said.and_then(|said| said.middle);
    let mut tested: Vec<Tested> = placed.iter().map(|one| one.tested(&matched, here)).collect();
    let offset = said
        .filter(|said| said.comes_near && matched.len() >= FEWEST)
        .and_then(|said| {
            let places: Vec<Coord<f64>> = matched
                .iter()
                .filter_map(|&k| said.places.get(k).copied())
                .collect();
            let offset = fit(&places, reference)?;
            let back = Coord {
                x: -offset.east_m,
                y: -offset.north_m,
            };
            stands_out(&said.places, back, matched.len() / 2, reference).then_some(offset)
        });
    offer(&mut tested, &placed, &matched, said.is_some());
    for (one, other) in tested.iter_mut().zip(&placed).filter(|(one, _)| one.offered) {
        one.offered = said.is_none_or(|said| other.stands_out_from(said, &matched, reference));
    }
    tested.sort_by(|a, b| {
        let rank = |one: &Tested| (!one.offered, one.share_inside == 0.0, one.residual_m);
        rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal)
    });
    Some(Against {
        reference: reference.name.clone(),
        distance_m: said.and_then(|said| said.distance_m),
        matched: matched.len(),
        offset,
        tested,
    })
}

/// Where one reading brings the layer.
struct Placed {
    reader: Reader,
    /// In the plane of the reference.
    middle: Option<Coord<f64>>,
    /// From box to box.
    distance_m: Option<f64>,
    share_inside: f64,
    comes_near: bool,
    /// The measured vertices in the plane of the reference, and how far they are from a border; none where the reading
    /// does not come near.
    places: Vec<Coord<f64>>,
    distances: Vec<f64>,
}

impl Placed {
    fn new(reader: &Reader, coarse: &[Coord<f64>], reference: &Reference) -> Placed {
        let mut places = coarse.to_vec();
        reader.read(&mut places);
        reference.to_plane(&mut places);
        let all = places.len().max(1) as f64;
        places.retain(|place| place.x.is_finite() && place.y.is_finite());
        let inside = places
            .iter()
            .filter(|place| reference.extent().contains(**place))
            .count();
        let own = Extent::of_coords(places.iter().copied());
        let near = reference.extent().inflated(REACH_M);
        Placed {
            reader: reader.clone(),
            middle: middle(&places),
            distance_m: (!places.is_empty()).then(|| own.distance_squared(reference.extent()).sqrt()),
            share_inside: inside as f64 / all,
            comes_near: reference.has_borders() && own.meets(&near),
            places: Vec::new(),
            distances: Vec::new(),
        }
    }

    fn residual_m(&self, matched: &[usize]) -> Option<f64> {
        let distances = matched.iter().filter_map(|&k| self.distances.get(k).copied());
        median(distances.collect()).filter(|_| matched.len() >= FEWEST)
    }

    /// True where no move of the same length in another direction would do as well; by placement alone there is nothing
    /// to turn.
    fn stands_out_from(&self, said: &Placed, matched: &[usize], reference: &Reference) -> bool {
        let pairs = matched
            .iter()
            .filter_map(|&k| Some((said.places.get(k)?, self.places.get(k)?)));
        let ways: Vec<Coord<f64>> = pairs
            .map(|(from, to)| Coord {
                x: to.x - from.x,
                y: to.y - from.y,
            })
            .collect();
        match middle(&ways) {
            Some(way) => stands_out(&said.places, way, matched.len() / 2, reference),
            None => true,
        }
    }

    fn tested(&self, matched: &[usize], here: Option<Coord<f64>>) -> Tested {
        let residual_m = self.residual_m(matched);
        let apart = self.distance_m.unwrap_or(f64::INFINITY);
        let moved = here.zip(self.middle).map(|(a, b)| (b.x - a.x, b.y - a.y));
        Tested {
            reading: self.reader.reading,
            residual_m: residual_m.unwrap_or(apart),
            by_borders: residual_m.is_some(),
            share_inside: self.share_inside,
            moved_m: moved,
            offered: false,
        }
    }
}

/// The vertices whose distances are measured: those that some reading brings near the reference, thinned.
fn measured(raw: &RawLayer, placed: &[Placed], reference: &Reference) -> Vec<Coord<f64>> {
    let readers: Vec<&Reader> = placed
        .iter()
        .filter(|one| one.comes_near && one.reader.reading.shift.is_none())
        .map(|one| &one.reader)
        .collect();
    // Shifts are no longer than the box is inflated by.
    let near = reference.extent().inflated(REACH_M);
    let all = vertices(raw, DENSE);
    let mut wanted = vec![false; all.len()];
    for reader in readers {
        let mut places = all.clone();
        reader.read_shifted(&mut places);
        reference.to_plane(&mut places);
        for (wanted, place) in wanted.iter_mut().zip(places) {
            *wanted |= near.contains(place);
        }
    }
    let chosen: Vec<Coord<f64>> = all
        .into_iter()
        .zip(wanted)
        .filter_map(|(coord, wanted)| wanted.then_some(coord))
        .collect();
    let step = (chosen.len() / MEASURED).max(1);
    chosen.into_iter().step_by(step).collect()
}

/// Positions of the measured vertices that some reading brings near to a border. The same for all readings, so that none
/// of them gains by losing vertices.
fn matched(placed: &[Placed], count: usize) -> Vec<usize> {
    let near = |k: usize| {
        let by_some = placed.iter().filter_map(|one| one.distances.get(k));
        by_some.fold(f64::INFINITY, |least: f64, own| least.min(*own)) <= MATCHED_M
    };
    (0..count).filter(|&k| near(k)).collect()
}

fn offer(tested: &mut [Tested], placed: &[Placed], matched: &[usize], is_said: bool) {
    let Some(said) = placed.first().filter(|_| is_said) else {
        for one in tested.iter_mut() {
            one.offered = one.share_inside >= INSIDE_SHARE;
        }
        return;
    };
    let now_m = said.residual_m(matched);
    for (one, other) in tested.iter_mut().zip(placed).skip(1) {
        let fits = now_m
            .zip(other.residual_m(matched))
            .is_some_and(|(now_m, other_m)| {
                let nearer = matched
                    .iter()
                    .filter(|&&k| other.distances.get(k) < said.distances.get(k))
                    .count();
                other_m <= BETTER_SHARE * now_m
                    && now_m - other_m >= BETTER_M
                    && nearer as f64 >= NEARER_SHARE * matched.len() as f64
            });
        let misread = said.share_inside == 0.0 && !said.comes_near && one.share_inside >= INSIDE_SHARE;
        one.offered = fits || misread;
    }
}
