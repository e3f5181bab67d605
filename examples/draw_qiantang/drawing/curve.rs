//! Lines as nature and surveyors draw them: smooth curves, noise, ribbons, blobs, rectangles.

use super::ground::{P, Ring};

/// A smooth curve through all places (Catmull-Rom), with `steps` edges between two of them.
pub fn through(places: &[P], steps: usize) -> Vec<P> {
    let last = places.len() - 1;
    let mut line = Vec::with_capacity(last * steps + 1);
    for k in 0..last {
        let (before, from, to, after) = (
            places[k.saturating_sub(1)],
            places[k],
            places[k + 1],
            places[(k + 2).min(last)],
        );
        for step in 0..steps {
            let t = step as f64 / steps as f64;
            line.push(spline(before, from, to, after, t));
        }
    }
    line.push(places[last]);
    line
}

fn spline(before: P, from: P, to: P, after: P, t: f64) -> P {
    let (t2, t3) = (t * t, t * t * t);
    (from * 2.0
        + (to - before) * t
        + (before * 2.0 - from * 5.0 + to * 4.0 - after) * t2
        + (from * 3.0 - before - to * 3.0 + after) * t3)
        * 0.5
}

/// A line with its bends evened out over `reach` vertices to both sides; its ends stay.
pub fn smoothed(line: &[P], reach: usize) -> Vec<P> {
    let last = line.len() - 1;
    (0..line.len())
        .map(|k| {
            let reach = reach.min(k).min(last - k);
            let window = &line[k - reach..=k + reach];
            window.iter().fold(P::zero(), |sum, p| sum + *p) / window.len() as f64
        })
        .collect()
}

/// Evenly random in 0..1, the same for the same seed and number (SplitMix64).
pub fn chance(seed: u64, number: u64) -> f64 {
    let mut z = seed
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(number.wrapping_mul(0xD1B5_4A32_D192_ED03));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Smooth noise in −1..1 along a line.
pub fn noise(seed: u64, at: f64) -> f64 {
    let cell = at.floor();
    let t = at - cell;
    // The offset keeps the number positive on both sides of 0.
    let value = |k: f64| 2.0 * chance(seed, (cell + k + 1e6) as u64) - 1.0;
    value(0.0) + (value(1.0) - value(0.0)) * t * t * (3.0 - 2.0 * t)
}

/// Unit vectors to the left of a line, one per vertex.
pub fn normals(line: &[P]) -> Vec<P> {
    let last = line.len() - 1;
    (0..line.len())
        .map(|k| {
            let along = line[(k + 1).min(last)] - line[k.saturating_sub(1)];
            let length = along.x.hypot(along.y);
            P {
                x: -along.y / length,
                y: along.x / length,
            }
        })
        .collect()
}

/// A line moved to the left by a width that may change along it; to the right where it is negative.
pub fn moved(line: &[P], width_m: impl Fn(usize) -> f64) -> Vec<P> {
    let shift = |(k, (p, n)): (usize, (&P, P))| *p + n * width_m(k);
    line.iter().zip(normals(line)).enumerate().map(shift).collect()
}

/// The area along a line between two offsets to its left.
pub fn ribbon(line: &[P], from_m: f64, to_m: f64) -> Ring {
    let mut ring = moved(line, |_| from_m);
    ring.extend(moved(line, |_| to_m).into_iter().rev());
    ring
}

/// A rounded, irregular area.
pub fn blob(center: P, radius_m: f64, seed: u64) -> Ring {
    const VERTICES: usize = 36;
    let stretch = 0.65 + 0.35 * chance(seed, 0);
    let turn = Turn::degrees(180.0 * chance(seed, 1));
    let phase = |k: u64| std::f64::consts::TAU * chance(seed, k);
    (0..VERTICES)
        .map(|k| {
            let angle = std::f64::consts::TAU * k as f64 / VERTICES as f64;
            let wave = 1.0
                + 0.16 * (2.0 * angle + phase(2)).sin()
                + 0.09 * (3.0 * angle + phase(3)).sin()
                + 0.05 * (5.0 * angle + phase(4)).sin();
            let r = radius_m * wave;
            center + turn.of(r * angle.cos(), stretch * r * angle.sin())
        })
        .collect()
}

/// A regular polygon that stands for a circle.
pub fn circle(center: P, radius_m: f64, vertices: usize) -> Ring {
    let angle = |k: usize| std::f64::consts::TAU * k as f64 / vertices as f64;
    (0..vertices)
        .map(|k| center + P::from((radius_m * angle(k).cos(), radius_m * angle(k).sin())))
        .collect()
}

/// A turned frame: u runs at an angle to east, v at a right angle to its left.
#[derive(Clone, Copy)]
pub struct Turn {
    cosine: f64,
    sine: f64,
}

impl Turn {
    /// Counter-clockwise from east.
    pub fn degrees(angle_deg: f64) -> Turn {
        let (sine, cosine) = angle_deg.to_radians().sin_cos();
        Turn { cosine, sine }
    }

    /// The vector that runs `u` along and `v` across.
    pub fn of(self, u: f64, v: f64) -> P {
        P {
            x: u * self.cosine - v * self.sine,
            y: u * self.sine + v * self.cosine,
        }
    }

    /// How far a vector runs along and across.
    pub fn back(self, vector: P) -> (f64, f64) {
        (
            vector.x * self.cosine + vector.y * self.sine,
            vector.y * self.cosine - vector.x * self.sine,
        )
    }
}

/// A turned rectangle around a centre.
pub fn rectangle(center: P, length_m: f64, width_m: f64, turn: Turn) -> Ring {
    let (u, v) = (0.5 * length_m, 0.5 * width_m);
    [(-u, -v), (u, -v), (u, v), (-u, v)]
        .map(|(u, v)| center + turn.of(u, v))
        .to_vec()
}

/// True for places inside a ring (even-odd).
pub fn is_inside(ring: &[P], p: P) -> bool {
    edges(ring)
        .filter(|(a, b)| (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
        .count()
        % 2
        == 1
}

/// Distance in metres from a place to the border of a ring.
pub fn border_distance_m(ring: &[P], p: P) -> f64 {
    edges(ring)
        .map(|(a, b)| {
            let (along, to) = (b - a, p - a);
            let length2 = (along.x * along.x + along.y * along.y).max(1e-12);
            let t = ((to.x * along.x + to.y * along.y) / length2).clamp(0.0, 1.0);
            let off = to - along * t;
            off.x.hypot(off.y)
        })
        .fold(f64::INFINITY, f64::min)
}

fn edges(ring: &[P]) -> impl Iterator<Item = (P, P)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}
