//! The river: a bend with two banks, tidal flats on the inner side, a bar in the stream, and the district around it.
//!
//! Everything is cut along cross lines of one centre line, so that neighbours share their vertices exactly.

use std::ops::RangeInclusive;

use super::curve::{blob, moved, noise, normals, smoothed, through};
use super::ground::{P, Ring, closing, km, kms, ring_ha};

/// Vertices of the centre line between two of its control points.
const STEPS: usize = 40;
/// Centre line in kilometres, with half the width of the river there.
const COURSE: [(f64, f64, f64); 14] = [
    (-19.9, -1.2, 0.78),
    (-18.2, -3.7, 0.80),
    (-16.0, -5.6, 0.85),
    (-13.4, -6.0, 0.92),
    (-10.9, -4.2, 1.00),
    (-9.0, -1.0, 1.10),
    (-7.4, 2.6, 1.25),
    (-5.0, 5.8, 1.80),
    (-1.2, 7.8, 2.70),
    (3.6, 8.6, 3.50),
    (9.0, 8.75, 4.00),
    (14.0, 8.1, 4.46),
    (18.0, 6.4, 4.86),
    (21.2, 3.6, 5.30),
];
/// From here on the right bank belongs to the district; before, its border runs in mid-stream.
const RIGHT_BANK_FROM: usize = 4 * STEPS + 8;
/// Up to here the left bank belongs to the district; after, its border runs in mid-stream.
const LEFT_BANK_TO: usize = 6 * STEPS + 14;
/// Where the great flat lies along the right bank, and where the small one along the left.
const GREAT_FLAT: RangeInclusive<usize> = 6 * STEPS..=13 * STEPS;
const SMALL_FLAT: RangeInclusive<usize> = STEPS + 20..=4 * STEPS + 20;
/// Cross lines at which river and flats are cut into pieces.
pub const CUTS: [usize; 7] = [
    3 * STEPS,
    6 * STEPS,
    7 * STEPS + 20,
    9 * STEPS,
    10 * STEPS + 20,
    11 * STEPS + 30,
    13 * STEPS,
];
const DISTRICT_HA: f64 = 53_164.2;

/// Lines along the river, all with one vertex per cross line.
pub struct River {
    /// Middle of the stream.
    pub middle: Vec<P>,
    /// Left bank looking downstream: north-west.
    pub left: Vec<P>,
    /// Right bank: south-east.
    pub right: Vec<P>,
    /// Water's edge before the left bank; the bank itself where there is no flat.
    left_water: Vec<P>,
    /// Water's edge before the right bank.
    right_water: Vec<P>,
    /// The bar in the stream.
    bar: Ring,
}

/// A piece of river or flat.
pub struct Piece {
    /// Shell, then holes.
    pub rings: Vec<Ring>,
    /// First and last cross line.
    pub span: (usize, usize),
}

impl River {
    /// Draws the lines.
    pub fn new() -> River {
        let middle = through(&COURSE.map(|(x, y, _)| km(x, y)), STEPS);
        let width = through(&COURSE.map(|(x, _, w)| km(x, w)), STEPS);
        // An offset of some kilometres bunches up where the course bends, hence the smoothing.
        let bank = |side: f64, roughness_m: f64, seed: u64, wave: f64| {
            let even = smoothed(&smoothed(&moved(&middle, |k| side * width[k].y), 16), 16);
            moved(&even, |k| roughness_m * noise(seed, k as f64 / wave))
        };
        let (left, right) = (bank(1.0, 40.0, 1, 9.0), bank(-1.0, 35.0, 2, 11.0));
        let inward = normals(&middle);
        let edge = |bank: &[P], flat: &dyn Fn(usize) -> f64, side: f64| -> Vec<P> {
            let shift = |(k, p): (usize, &P)| *p + inward[k] * (side * flat(k));
            bank.iter().enumerate().map(shift).collect()
        };
        River {
            left_water: edge(&left, &|k| small_flat_m(k), -1.0),
            right_water: edge(&right, &|k| great_flat_m(k), 1.0),
            bar: blob(km(-3.6, 6.15), 430.0, 77),
            middle,
            left,
            right,
        }
    }

    /// The bed between the banks, as far as it belongs to the district.
    pub fn bed(&self) -> Ring {
        let mut ring = self.between(&self.left, &self.right, 0, self.last());
        // Where the flat ends at the bay, its corner is a vertex of the border too.
        let at_bay = ring.iter().rposition(|p| *p == self.right[self.last()]);
        if let Some(position) = at_bay {
            ring.insert(position + 1, self.right_water[self.last()]);
        }
        ring
    }

    /// The water surface in pieces.
    pub fn waters(&self) -> Vec<Piece> {
        let mut from = 0;
        CUTS.iter()
            .map(|&to| {
                let shell = self.between(&self.left_water, &self.right_water, from, to);
                let holds_bar = super::curve::is_inside(&shell, self.bar[0]);
                let rings = if holds_bar {
                    vec![shell, self.bar.clone()]
                } else {
                    vec![shell]
                };
                let span = (from, to);
                from = to;
                Piece { rings, span }
            })
            .collect()
    }

    /// The flats in pieces: the small one, the great one cut at the cross lines, the bar.
    pub fn flats(&self) -> Vec<Piece> {
        let strip = |bank: &[P], water: &[P], from: usize, to: usize| {
            // At its tips a flat has no width: bank and water's edge have the same vertex there.
            let outer = (from..=to)
                .rev()
                .filter(|&k| water[k] != bank[k])
                .map(|k| water[k]);
            let shell: Ring = bank[from..=to].iter().copied().chain(outer).collect();
            Piece {
                rings: vec![shell],
                span: (from, to),
            }
        };
        let small = strip(
            &self.left,
            &self.left_water,
            *SMALL_FLAT.start(),
            *SMALL_FLAT.end(),
        );
        let mut pieces = vec![small];
        for cut in CUTS.windows(2).filter(|cut| GREAT_FLAT.contains(&cut[0])) {
            pieces.push(strip(&self.right, &self.right_water, cut[0], cut[1]));
        }
        pieces.push(Piece {
            rings: vec![self.bar.clone()],
            span: (0, 0),
        });
        pieces
    }

    /// The district: both lands and the bed between, with the southern border where the area closes.
    pub fn district(&self) -> Ring {
        let outline = |south_m: f64| self.outline(south_m);
        let south_m = closing(-3000.0, 3000.0, DISTRICT_HA, |south_m| ring_ha(&outline(south_m)));
        outline(south_m)
    }

    fn outline(&self, south_m: f64) -> Ring {
        let south = kms(&[
            (-7.2, -3.4),
            (-5.6, -4.2),
            (-4.4, -6.1),
            (-1.7, -6.3),
            (0.4, -7.4),
            (3.2, -7.0),
            (6.3, -7.3),
            (7.6, -8.6),
            (10.2, -8.5),
            (11.4, -6.9),
            (15.0, -6.6),
            (17.6, -6.2),
            (19.0, -4.3),
        ]);
        let mut southern = vec![self.right[RIGHT_BANK_FROM]];
        southern.extend(south.iter().map(|p| *p - P { x: 0.0, y: south_m }));
        southern.push(self.right[self.last()]);
        let north = kms(&[
            (-9.6, 6.0),
            (-10.8, 7.7),
            (-13.4, 7.3),
            (-16.2, 6.3),
            (-18.6, 4.3),
            (-19.7, 2.0),
        ]);
        let mut northern = vec![self.left[LEFT_BANK_TO]];
        northern.extend(north);
        northern.push(self.left[0]);
        let mut ring: Ring = self.middle[..=RIGHT_BANK_FROM].to_vec();
        ring.extend(through(&southern, 6));
        ring.push(self.right_water[self.last()]);
        ring.extend(self.middle[LEFT_BANK_TO..].iter().rev());
        ring.extend(through(&northern, 6));
        ring
    }

    /// Where the district has the whole river, from bank to bank; else to the middle.
    fn between(&self, left: &[P], right: &[P], from: usize, to: usize) -> Ring {
        // At the step from mid-stream to the bank the cross line itself is the border.
        let downstream = (from..=to).flat_map(|k| {
            let in_stream = (k <= RIGHT_BANK_FROM && from < RIGHT_BANK_FROM).then(|| self.middle[k]);
            in_stream
                .into_iter()
                .chain((k >= RIGHT_BANK_FROM).then(|| right[k]))
        });
        let upstream = (from..=to).rev().flat_map(|k| {
            let in_stream = (k >= LEFT_BANK_TO && to > LEFT_BANK_TO).then(|| self.middle[k]);
            in_stream.into_iter().chain((k <= LEFT_BANK_TO).then(|| left[k]))
        });
        downstream.chain(upstream).collect()
    }

    fn last(&self) -> usize {
        self.middle.len() - 1
    }
}

/// Rises from 0 at both ends of a span to 1.
fn swell(span: &RangeInclusive<usize>, k: usize, rise: f64) -> f64 {
    let from_start = k.saturating_sub(*span.start()) as f64 / rise;
    let from_end = span.end().saturating_sub(k) as f64 / rise;
    let t = from_start.min(from_end).min(1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Wide lobes that grow towards the bay, cut by tidal creeks. Open at the bay: the flat goes on beyond the district.
fn great_flat_m(k: usize) -> f64 {
    if !GREAT_FLAT.contains(&k) {
        return 0.0;
    }
    let open = *GREAT_FLAT.start()..=usize::MAX;
    let along = k.saturating_sub(*GREAT_FLAT.start()) as f64;
    let lobes = 0.30 * noise(3, along / 26.0) + 0.10 * noise(4, along / 7.0);
    let creek = (noise(5, along / 6.0) - 0.62).max(0.0) * 1.3;
    swell(&open, k, 60.0) * (620.0 + 5.6 * along) * (1.0 + lobes - creek)
}

fn small_flat_m(k: usize) -> f64 {
    if !SMALL_FLAT.contains(&k) {
        return 0.0;
    }
    swell(&SMALL_FLAT, k, 45.0) * 340.0 * (1.0 + 0.25 * noise(6, k as f64 / 9.0))
}
