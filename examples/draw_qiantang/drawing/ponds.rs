//! Still water: blocks of aquaculture ponds, scattered natural ponds, and the canals that drain the polders.

use super::curve::{Turn, blob, chance, is_inside, rectangle, ribbon, through};
use super::ground::{P, Ring, km, kms, ring_ha};
use super::land::{Polder, Taken};

/// A block of aquaculture ponds with its outer dyke.
pub struct Block {
    /// For names.
    pub name: &'static str,
    center: P,
    turn: Turn,
    columns: usize,
    rows: usize,
    seed: u64,
}

const POND_LENGTH_M: f64 = 178.0;
const POND_WIDTH_M: f64 = 86.0;
/// Dykes between ponds, and roads after every fifth column and sixth row.
const DYKE_M: f64 = 9.0;
const ROAD_M: f64 = 24.0;
const PONDS_PER_ROAD: [usize; 2] = [5, 6];

/// All blocks of the district.
pub fn blocks() -> Vec<Block> {
    let block = |name, seed, (x, y), angle_deg, (columns, rows)| Block {
        name,
        center: km(x, y),
        turn: Turn::degrees(angle_deg),
        columns,
        rows,
        seed,
    };
    vec![
        block("一号养殖区", 21, (0.6, 3.35), 1.5, (20, 18)),
        block("二号养殖区", 22, (5.1, 3.2), 1.5, (15, 18)),
        block("三号养殖区", 23, (9.6, 2.5), -27.0, (15, 20)),
        block("四号养殖区", 24, (12.6, 1.1), -27.0, (15, 18)),
        block("五号养殖区", 25, (15.2, -1.6), -52.0, (15, 12)),
        block("六号养殖区", 26, (-4.6, 1.2), 56.0, (15, 12)),
        block("七号养殖区", 27, (3.6, -6.0), 8.0, (15, 12)),
        block("八号养殖区", 28, (13.9, -5.3), -20.0, (10, 12)),
    ]
}

impl Block {
    fn offset(count: usize, size_m: f64, per_road: usize, index: usize) -> f64 {
        let before = |k: usize| k as f64 * (size_m + DYKE_M) + (k / per_road) as f64 * (ROAD_M - DYKE_M);
        before(index) + 0.5 * size_m - 0.5 * (before(count - 1) + size_m)
    }

    /// The outer dyke.
    pub fn outline(&self) -> Ring {
        let reach =
            |count, size_m, per_road| 2.0 * (Block::offset(count, size_m, per_road, count - 1) + size_m);
        let [u, v] = PONDS_PER_ROAD;
        rectangle(
            self.center,
            reach(self.columns, POND_LENGTH_M, u) - POND_LENGTH_M + 20.0,
            reach(self.rows, POND_WIDTH_M, v) - POND_WIDTH_M + 20.0,
            self.turn,
        )
    }

    /// The ponds, a few of them given up, none on taken ground.
    pub fn ponds(&self, taken: &Taken) -> Vec<Ring> {
        let mut ponds = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                let number = (row * self.columns + column) as u64;
                let u = Block::offset(self.columns, POND_LENGTH_M, PONDS_PER_ROAD[0], column);
                let v = Block::offset(self.rows, POND_WIDTH_M, PONDS_PER_ROAD[1], row);
                let pond = self.pond(self.center + self.turn.of(u, v), number);
                if chance(self.seed, number) > 0.05 && taken.is_ring_free(&pond, 12.0) {
                    ponds.push(pond);
                }
            }
        }
        ponds
    }

    /// Dug by hand once: no corner is where the plan has it.
    fn pond(&self, center: P, number: u64) -> Ring {
        let shaken = |(k, p): (u64, P)| {
            let shake = |axis: u64| 5.0 * (chance(self.seed + 50, 8 * number + 2 * k + axis) - 0.5);
            p + P {
                x: shake(0),
                y: shake(1),
            }
        };
        let corners = rectangle(center, POND_LENGTH_M, POND_WIDTH_M, self.turn);
        (0..).zip(corners).map(shaken).collect()
    }
}

/// Natural ponds, wherever the dice find free ground in a polder.
pub fn scattered(polder: &Polder, seed: u64, taken: &mut Taken) -> Vec<Ring> {
    const TRIES_PER_HA: f64 = 0.026;
    let tries = (TRIES_PER_HA * ring_ha(&polder.outline)) as u64;
    let low = |of: fn(&P) -> f64| polder.outline.iter().map(of).fold(f64::INFINITY, f64::min);
    let high = |of: fn(&P) -> f64| polder.outline.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (west, south, east, north) = (low(|p| p.x), low(|p| p.y), high(|p| p.x), high(|p| p.y));
    let mut ponds = Vec::new();
    for number in 0..tries {
        let center = P {
            x: west + (east - west) * chance(seed, 3 * number),
            y: south + (north - south) * chance(seed, 3 * number + 1),
        };
        let size = chance(seed, 3 * number + 2);
        let pond = blob(center, 55.0 + 190.0 * size * size, seed + number);
        if pond.iter().all(|p| is_inside(&polder.outline, *p)) && taken.is_ring_free(&pond, 60.0) {
            taken.add(&pond);
            ponds.push(pond);
        }
    }
    ponds
}

/// A canal: its name and its water surface.
pub struct Canal {
    /// For people.
    pub name: &'static str,
    /// From bank to bank.
    pub water: Ring,
}

/// Canals between the polders; none meets another or the river, for a sluice lies between.
pub fn canals() -> Vec<Canal> {
    let canal = |name, half_m: f64, course: &[(f64, f64)]| Canal {
        name,
        water: ribbon(&through(&kms(course), 12), -half_m, half_m),
    };
    vec![
        canal(
            "白浪横河",
            24.0,
            &[
                (-0.2, 0.95),
                (3.4, 0.75),
                (7.2, 0.32),
                (9.4, -1.12),
                (13.0, -2.72),
                (17.1, -4.55),
            ],
        ),
        canal("三垛直河", 20.0, &[(-3.35, 3.42), (-2.4, 2.5), (-0.75, 1.12)]),
        canal("廿八段直河", 22.0, &[(7.63, 4.15), (7.66, 2.6), (7.62, 0.62)]),
        canal(
            "芦叶湾河",
            18.0,
            &[(-0.75, 0.75), (-2.2, -1.6), (-3.85, -4.3), (-4.4, -5.4)],
        ),
        canal(
            "沙岸渠河",
            16.0,
            &[(-17.0, 3.2), (-14.4, 2.4), (-12.0, 1.55), (-9.5, 2.95)],
        ),
    ]
}
