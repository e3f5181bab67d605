//! The land: what is taken, and the rotated field grids of the reclaimed polders with their ditches.

use super::curve::{Turn, border_distance_m, chance, is_inside, noise};
use super::ground::{P, Ring, kms};

/// Places where nothing more may be drawn.
#[derive(Default)]
pub struct Taken(Vec<(Ring, [f64; 4])>);

impl Taken {
    /// Keeps others out of a ring.
    pub fn add(&mut self, ring: &[P]) {
        let bound =
            |of: fn(&P) -> f64, pick: fn(f64, f64) -> f64| ring.iter().map(of).reduce(pick).unwrap_or(0.0);
        let bounds = [
            bound(|p| p.x, f64::min),
            bound(|p| p.y, f64::min),
            bound(|p| p.x, f64::max),
            bound(|p| p.y, f64::max),
        ];
        self.0.push((ring.to_vec(), bounds));
    }

    /// True where a place is farther than a margin from everything taken.
    pub fn is_free(&self, p: P, margin_m: f64) -> bool {
        let near = self.0.iter().filter(|(_, [west, south, east, north])| {
            p.x > west - margin_m && p.x < east + margin_m && p.y > south - margin_m && p.y < north + margin_m
        });
        near.map(|(ring, _)| ring)
            .all(|ring| !is_inside(ring, p) && border_distance_m(ring, p) > margin_m)
    }

    /// True where a whole outline is free and nothing taken lies within it.
    pub fn is_ring_free(&self, ring: &[P], margin_m: f64) -> bool {
        let mut within = self.0.iter().flat_map(|(other, _)| other);
        if within.any(|p| is_inside(ring, *p)) {
            return false;
        }
        let middle = ring.iter().fold(P::zero(), |sum, p| sum + *p) / ring.len() as f64;
        let halves = ring
            .iter()
            .zip(ring.iter().cycle().skip(1))
            .map(|(a, b)| (*a + *b) * 0.5);
        ring.iter()
            .copied()
            .chain(halves)
            .chain([middle])
            .all(|p| self.is_free(p, margin_m))
    }
}

/// A reclaimed area with fields in one direction.
pub struct Polder {
    /// For names.
    pub name: &'static str,
    /// Its dykes.
    pub outline: Ring,
    /// Direction of the fields.
    pub turn: Turn,
    field_u_m: f64,
    field_v_m: f64,
    seed: u64,
}

/// Between a ditch and the next one lies a road with a culvert.
const CULVERT_M: f64 = 7.0;
/// Half the width of main and side ditches.
const HALF_MAIN_M: f64 = 11.0;
const HALF_SIDE_M: f64 = 5.5;
const SAMPLE_M: f64 = 25.0;
/// Ditches keep this distance from dykes, ponds and roads.
const MARGIN_M: f64 = 22.0;
const LONGEST_M: f64 = 2600.0;

/// A polder as it is laid out.
struct Plan {
    name: &'static str,
    seed: u64,
    /// Direction of the fields, counter-clockwise from east.
    angle_deg: f64,
    /// Length and width of a field.
    field_m: (f64, f64),
    /// Dykes around it, in kilometres.
    dykes_km: &'static [(f64, f64)],
}

const PLANS: [Plan; 5] = [
    Plan {
        name: "西垦区",
        seed: 11,
        angle_deg: 56.0,
        field_m: (640.0, 330.0),
        dykes_km: &[(-7.3, -2.9), (-5.6, 0.9), (-3.5, 3.4), (-0.7, 1.0), (-3.9, -4.2)],
    },
    Plan {
        name: "北垦区",
        seed: 12,
        angle_deg: 1.5,
        field_m: (720.0, 360.0),
        dykes_km: &[
            (-3.2, 3.6),
            (-1.2, 4.4),
            (3.6, 4.65),
            (7.4, 4.35),
            (7.5, 0.5),
            (-0.4, 1.1),
        ],
    },
    Plan {
        name: "东垦区",
        seed: 13,
        angle_deg: -27.0,
        field_m: (800.0, 380.0),
        dykes_km: &[
            (7.8, 4.3),
            (10.6, 3.7),
            (13.0, 2.6),
            (15.0, 0.7),
            (16.3, -1.2),
            (17.6, -3.2),
            (17.4, -4.4),
            (9.7, -1.0),
            (7.8, 0.5),
        ],
    },
    Plan {
        name: "南垦区",
        seed: 14,
        angle_deg: 8.0,
        field_m: (760.0, 370.0),
        dykes_km: &[
            (-0.5, 0.8),
            (7.4, 0.2),
            (9.4, -1.3),
            (17.2, -4.8),
            (16.9, -6.4),
            (11.4, -7.3),
            (10.1, -9.0),
            (7.8, -9.0),
            (6.5, -7.7),
            (3.2, -7.5),
            (0.4, -7.8),
            (-1.5, -6.7),
            (-3.7, -5.6),
            (-3.7, -4.5),
        ],
    },
    Plan {
        name: "沙地片",
        seed: 15,
        angle_deg: 31.0,
        field_m: (700.0, 420.0),
        dykes_km: &[
            (-15.4, 5.7),
            (-11.4, 6.7),
            (-10.0, 5.0),
            (-9.7, 3.2),
            (-12.0, 1.8),
            (-16.8, 3.4),
        ],
    },
];

/// All polders of the district.
pub fn polders() -> Vec<Polder> {
    let polder = |plan: &Plan| Polder {
        name: plan.name,
        outline: kms(plan.dykes_km),
        turn: Turn::degrees(plan.angle_deg),
        field_u_m: plan.field_m.0,
        field_v_m: plan.field_m.1,
        seed: plan.seed,
    };
    PLANS.iter().map(polder).collect()
}

impl Polder {
    fn is_open(&self, taken: &Taken, p: P) -> bool {
        is_inside(&self.outline, p)
            && border_distance_m(&self.outline, p) > MARGIN_M
            && taken.is_free(p, MARGIN_M)
    }

    fn at(&self, u: f64, v: f64) -> P {
        self.turn.of(u, v)
    }

    /// Numbers of the grid lines that meet the outline: along, then across.
    fn lines(&self) -> [std::ops::Range<i64>; 2] {
        let (u, v): (Vec<f64>, Vec<f64>) = self.outline.iter().map(|p| self.turn.back(*p)).unzip();
        let range = |values: &[f64], step: f64| {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (low / step).floor() as i64..(high / step).ceil() as i64 + 1
        };
        [range(&u, self.field_u_m), range(&v, self.field_v_m)]
    }

    /// Main ditches along the fields and side ditches between them.
    pub fn ditches(&self, taken: &Taken) -> Vec<Ring> {
        let [columns, rows] = self.lines();
        let (west, east) = (
            columns.start as f64 * self.field_u_m,
            columns.end as f64 * self.field_u_m,
        );
        let mut ditches = Vec::new();
        for row in rows {
            let v = row as f64 * self.field_v_m;
            let main = |u: f64| self.at(u, v);
            ditches.extend(
                self.open_runs(taken, west, east, &main)
                    .into_iter()
                    .map(|(from, to)| self.ditch(from, to, HALF_MAIN_M, &|u, off| self.at(u, v + off))),
            );
            let clear = HALF_MAIN_M + CULVERT_M;
            for column in columns.clone() {
                let u = column as f64 * self.field_u_m;
                let side = |v: f64| self.at(u, v);
                let runs = self.open_runs(taken, v + clear, v + self.field_v_m - clear, &side);
                ditches.extend(
                    runs.into_iter()
                        .map(|(from, to)| self.ditch(from, to, HALF_SIDE_M, &|v, off| self.at(u - off, v))),
                );
            }
        }
        ditches
    }

    /// Stretches of a grid line that are open, long enough for a ditch, and not too long for one.
    fn open_runs(&self, taken: &Taken, from: f64, to: f64, place: &dyn Fn(f64) -> P) -> Vec<(f64, f64)> {
        const SHORTEST_M: f64 = 140.0;
        let steps = ((to - from) / SAMPLE_M).floor() as usize;
        let mut runs = Vec::new();
        let mut start: Option<f64> = None;
        for step in 0..=steps + 1 {
            let at = from + step as f64 * SAMPLE_M;
            let open = step <= steps && self.is_open(taken, place(at));
            let begun = *start.get_or_insert(at);
            if open && at - begun < LONGEST_M {
                continue;
            }
            let end = at - SAMPLE_M;
            if end - begun >= SHORTEST_M {
                runs.push((begun, end));
            }
            // After a bridge the ditch goes on; after an obstacle the next open place begins it.
            start = open.then_some(end + 2.0 * CULVERT_M);
            if !open {
                start = None;
            }
        }
        runs
    }

    /// A long, thin area whose width wavers a little; `place` takes the way along and the offset across.
    fn ditch(&self, from: f64, to: f64, half_m: f64, place: &dyn Fn(f64, f64) -> P) -> Ring {
        const STEP_M: f64 = 420.0;
        let steps = ((to - from) / STEP_M).ceil().max(1.0) as usize;
        let half = |k: usize, side: f64| {
            let wavering = noise(self.seed + 40, from / 90.0 + side + 0.7 * k as f64);
            half_m * (1.0 + 0.22 * wavering)
        };
        let at = |k: usize| from + (to - from) * k as f64 / steps as f64;
        let right = (0..=steps).map(|k| place(at(k), -half(k, 0.0)));
        let left = (0..=steps).rev().map(|k| place(at(k), half(k, 31.0)));
        right.chain(left).collect()
    }

    /// The fields between the ditches that lie free and belong to the protected clusters.
    pub fn fields(&self, taken: &Taken, share: f64) -> Vec<Ring> {
        let [columns, rows] = self.lines();
        let mut fields = Vec::new();
        for row in rows {
            for column in columns.clone() {
                let cluster = noise(self.seed + row.div_euclid(3).unsigned_abs(), column as f64 / 2.5);
                if cluster < 1.0 - 2.0 * share || chance(self.seed, (1000 * row + column) as u64) < 0.12 {
                    continue;
                }
                let (west, south) = (column as f64 * self.field_u_m, row as f64 * self.field_v_m);
                let (u0, u1) = (west + 16.0, west + self.field_u_m - 16.0);
                let (v0, v1) = (south + 24.0, south + self.field_v_m - 24.0);
                let field: Ring = [(u0, v0), (u1, v0), (u1, v1), (u0, v1)]
                    .map(|(u, v)| self.at(u, v))
                    .to_vec();
                if field.iter().all(|p| self.is_open(taken, *p)) && taken.is_ring_free(&field, MARGIN_M) {
                    fields.push(field);
                }
            }
        }
        fields
    }
}
