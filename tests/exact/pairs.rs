//! Pairs of polygons by family and scale, made from a number and nothing else.

use std::f64::consts::TAU;

use geo::{Coord, LineString, MultiPolygon, Polygon};

/// How the two polygons of a pair are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Convex,
    Star,
    /// Holes, islands in holes, several parts.
    Holed,
    /// A crooked border in common, or a part of one, to the last digit; the two on either side or on one.
    SharedBorder,
    /// Neighbours along one border that was digitised twice: vertices moved by a micrometre to a metre, or vertices
    /// put in half-way, which rounding takes off the border. All they have in common is slivers.
    Sliver,
    Nested,
    /// The same, its rings begun elsewhere or turned round.
    Equal,
    /// The same with some vertices moved by a micrometre to a metre: slivers all along.
    NearlyEqual,
    /// One vertex in common.
    PointTouch,
    /// Rings of level and upright edges on a coarse grid, so that much coincides.
    RightAngled,
}

/// All of them.
pub const FAMILIES: [Family; 10] = [
    Family::Convex,
    Family::Star,
    Family::Holed,
    Family::SharedBorder,
    Family::Sliver,
    Family::Nested,
    Family::Equal,
    Family::NearlyEqual,
    Family::PointTouch,
    Family::RightAngled,
];

/// How large, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 20 km across, eastings of 40,500,000 m.
    County,
    /// 1 km across.
    Site,
    /// A project of 100 m at the border of a zone of 600 km.
    SiteOnProvince,
    /// From a centimetre to five metres.
    Tiny,
}

/// All of them.
pub const SCALES: [Scale; 4] = [Scale::County, Scale::Site, Scale::SiteOnProvince, Scale::Tiny];

/// A pair, and what it was meant to be.
pub struct Pair {
    pub family: Family,
    pub scale: Scale,
    pub first: MultiPolygon<f64>,
    pub second: MultiPolygon<f64>,
}

/// The splitmix64 generator: a number and its successors, the same on every machine.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` up to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 11) as f64 / (1u64 << 53) as f64)
    }

    /// A whole number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn coin(&mut self) -> bool {
        self.next() & 1 == 1
    }
}

type Ring = Vec<Coord<f64>>;

fn at(x: f64, y: f64) -> Coord<f64> {
    Coord { x, y }
}

fn moved(ring: &[Coord<f64>], by: Coord<f64>) -> Ring {
    ring.iter().map(|c| at(c.x + by.x, c.y + by.y)).collect()
}

fn scaled(ring: &[Coord<f64>], factor: f64) -> Ring {
    ring.iter().map(|c| at(c.x * factor, c.y * factor)).collect()
}

/// Any angles in order, no two of them on one spot, no gap of half a turn.
fn angles(chance: &mut Chance, count: usize) -> Vec<f64> {
    let step = TAU / count as f64;
    let turn = chance.between(0.0, TAU);
    (0..count)
        .map(|k| turn + step * (k as f64 + chance.between(0.0, 0.45)))
        .collect()
}

fn convex(chance: &mut Chance, radius: f64) -> Ring {
    let count = 3 + chance.below(22);
    let (wide, high) = (radius, radius * chance.between(0.2, 1.0));
    angles(chance, count)
        .iter()
        .map(|a| at(wide * a.cos(), high * a.sin()))
        .collect()
}

fn star(chance: &mut Chance, radius: f64, count: usize) -> Ring {
    let low = chance.between(0.2, 0.95);
    angles(chance, count)
        .iter()
        .map(|a| {
            let r = radius * chance.between(low, 1.0);
            at(r * a.cos(), r * a.sin())
        })
        .collect()
}

fn some_star(chance: &mut Chance, radius: f64) -> Ring {
    let count = 4 + chance.below(50);
    star(chance, radius, count)
}

/// On a grid of nine by nine: a staircase up and a staircase down.
fn right_angled(chance: &mut Chance, radius: f64) -> Ring {
    let step = radius / 4.5;
    let columns = 1 + chance.below(8);
    let tops: Vec<f64> = (0..columns)
        .map(|_| step * (5 + chance.below(5)) as f64)
        .collect();
    let bottoms: Vec<f64> = (0..columns).map(|_| step * chance.below(5) as f64).collect();
    let mut ring = Vec::new();
    for (k, y) in bottoms.iter().enumerate() {
        ring.extend([at(step * k as f64, *y), at(step * (k + 1) as f64, *y)]);
    }
    for (k, y) in tops.iter().enumerate().rev() {
        ring.extend([at(step * (k + 1) as f64, *y), at(step * k as f64, *y)]);
    }
    ring.dedup();
    ring
}

fn closed(ring: &[Coord<f64>], by: Coord<f64>) -> LineString<f64> {
    let mut line = LineString(moved(ring, by));
    line.close();
    line
}

fn plain(ring: &[Coord<f64>], by: Coord<f64>) -> MultiPolygon<f64> {
    MultiPolygon(vec![Polygon::new(closed(ring, by), Vec::new())])
}

/// A star with a hole, perhaps an island in it, perhaps a second part beside it.
fn holed(chance: &mut Chance, radius: f64, by: Coord<f64>) -> MultiPolygon<f64> {
    let shell = some_star(chance, radius * 0.7);
    let hole = scaled(&shell, chance.between(0.2, 0.7));
    let mut parts = vec![Polygon::new(closed(&shell, by), vec![closed(&hole, by)])];
    if chance.coin() {
        parts.push(Polygon::new(
            closed(&scaled(&hole, chance.between(0.2, 0.8)), by),
            Vec::new(),
        ));
    }
    if chance.coin() {
        let beside = at(by.x + 1.45 * radius, by.y);
        parts.push(Polygon::new(
            closed(&some_star(chance, radius * 0.7), beside),
            Vec::new(),
        ));
    }
    MultiPolygon(parts)
}

/// A crooked line from west to east.
fn border(chance: &mut Chance, radius: f64) -> Ring {
    let count = 2 + chance.below(30);
    let place = |k: usize| radius * (2.0 * k as f64 / count as f64 - 1.0);
    (0..=count)
        .map(|k| at(place(k), radius * chance.between(-0.2, 0.2)))
        .collect()
}

/// The same line as somebody else drew it.
fn redrawn(chance: &mut Chance, border: &[Coord<f64>], radius: f64) -> Ring {
    if chance.coin() {
        return jittered(chance, border, radius);
    }
    let mut ring = Vec::new();
    for pair in border.windows(2) {
        let half = chance.between(0.2, 0.8);
        ring.push(pair[0]);
        ring.push(at(
            pair[0].x + half * (pair[1].x - pair[0].x),
            pair[0].y + half * (pair[1].y - pair[0].y),
        ));
    }
    ring.extend(border.last());
    ring
}

/// What lies above (`side` 1) or below (−1) a stretch of a border, turned about the origin and moved.
fn along(chance: &mut Chance, border: &[Coord<f64>], side: f64, turn: f64) -> Ring {
    let count = border.len() - 1;
    let from = if chance.coin() { 0 } else { chance.below(count) };
    let to = if chance.coin() {
        count
    } else {
        from + 1 + chance.below(count - from)
    };
    let mut ring = border[from..=to].to_vec();
    let (west, east) = (border[from].x, border[to].x);
    let radius = border[count].x;
    // The cap goes straight up at both ends and from east to west between them, clear of the border.
    let mut xs: Vec<f64> = (0..chance.below(6)).map(|_| chance.between(west, east)).collect();
    xs.extend([west, east]);
    xs.sort_by(|p, q| q.total_cmp(p));
    ring.extend(
        xs.into_iter()
            .map(|x| at(x, side * radius * chance.between(0.25, 1.0))),
    );
    let (sine, cosine) = turn.sin_cos();
    ring.iter()
        .map(|c| at(c.x * cosine - c.y * sine, c.x * sine + c.y * cosine))
        .collect()
}

/// The same ring from another vertex, perhaps the other way round.
fn begun_elsewhere(chance: &mut Chance, polygons: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let mut again = |ring: &LineString<f64>| {
        let mut open = ring.0[..ring.0.len() - 1].to_vec();
        let start = chance.below(open.len());
        open.rotate_left(start);
        if chance.coin() {
            open.reverse();
        }
        closed(&open, at(0.0, 0.0))
    };
    let parts = polygons.iter().map(|p| {
        Polygon::new(
            again(p.exterior()),
            p.interiors().iter().map(&mut again).collect(),
        )
    });
    MultiPolygon(parts.collect())
}

fn jittered(chance: &mut Chance, ring: &[Coord<f64>], radius: f64) -> Ring {
    let by = (radius * 0.01).min(1.0) * 10f64.powf(chance.between(-6.0, 0.0));
    let often = 1 + chance.below(4);
    ring.iter()
        .map(|c| {
            if chance.below(often) == 0 {
                at(c.x + chance.between(-by, by), c.y + chance.between(-by, by))
            } else {
                *c
            }
        })
        .collect()
}

/// On either side of one border, or of a border and its copy by another hand.
fn neighbours(
    chance: &mut Chance,
    family: Family,
    radius: f64,
    by: Coord<f64>,
) -> (MultiPolygon<f64>, MultiPolygon<f64>) {
    let border = border(chance, radius);
    let turn = chance.between(0.0, TAU);
    let (again, side) = if family == Family::Sliver {
        (redrawn(chance, &border, radius), -1.0)
    } else {
        (border.clone(), if chance.below(4) == 0 { 1.0 } else { -1.0 })
    };
    let one = along(chance, &border, 1.0, turn);
    (plain(&one, by), plain(&along(chance, &again, side, turn), by))
}

fn of_family(
    chance: &mut Chance,
    family: Family,
    radius: f64,
    by: Coord<f64>,
) -> (MultiPolygon<f64>, MultiPolygon<f64>) {
    let reach = 1.6 * radius;
    let near = at(
        by.x + chance.between(-reach, reach),
        by.y + chance.between(-reach, reach),
    );
    let other = radius * chance.between(0.1, 1.0);
    match family {
        Family::Convex => (
            plain(&convex(chance, radius), by),
            plain(&convex(chance, other), near),
        ),
        Family::Star => (
            plain(&some_star(chance, radius), by),
            plain(&some_star(chance, other), near),
        ),
        Family::Holed => (holed(chance, radius, by), holed(chance, other, near)),
        Family::SharedBorder | Family::Sliver => neighbours(chance, family, radius, by),
        Family::Nested => {
            let outer = some_star(chance, radius);
            let inner = scaled(&outer, chance.between(0.01, 0.999));
            (plain(&inner, by), plain(&outer, by))
        }
        Family::Equal => {
            let one = if chance.coin() {
                holed(chance, radius, by)
            } else {
                plain(&some_star(chance, radius), by)
            };
            let two = begun_elsewhere(chance, &one);
            (one, two)
        }
        Family::NearlyEqual => {
            let ring = some_star(chance, radius);
            let moved = jittered(chance, &ring, radius);
            (plain(&ring, by), plain(&moved, by))
        }
        Family::PointTouch => {
            let one = plain(&some_star(chance, radius), by);
            let corner = one.0[0].exterior().0[0];
            let mut ring = some_star(chance, other);
            let shift = at(corner.x - ring[0].x, corner.y - ring[0].y);
            ring = moved(&ring, shift);
            ring[0] = corner;
            (one, plain(&ring, at(0.0, 0.0)))
        }
        Family::RightAngled => {
            let step = radius / 4.5;
            let shift = at(
                by.x + step * chance.below(9) as f64,
                by.y - step * chance.below(5) as f64,
            );
            (
                plain(&right_angled(chance, radius), by),
                plain(&right_angled(chance, radius), shift),
            )
        }
    }
}

/// A project of some 100 m at the border of a zone of 600 km, or somewhere in it.
fn on_province(
    chance: &mut Chance,
    family: Family,
    by: Coord<f64>,
) -> (MultiPolygon<f64>, MultiPolygon<f64>) {
    let count = 50 + chance.below(250);
    let zone = star(chance, 300_000.0, count);
    let (a, b) = (zone[0], zone[1]);
    let along = chance.between(0.0, 1.0);
    // Half of them at the border, the others anywhere in the zone.
    let inward = if chance.coin() {
        1.0
    } else {
        chance.between(0.0, 1.0)
    };
    let place = at(
        inward * (a.x + along * (b.x - a.x)),
        inward * (a.y + along * (b.y - a.y)),
    );
    let place = at(
        by.x + place.x + chance.between(-60.0, 60.0),
        by.y + place.y + chance.between(-60.0, 60.0),
    );
    let zone = plain(&zone, by);
    if family == Family::Sliver {
        // A project outside the zone with one side along the border, a nanometre to a metre over it.
        let length = (b.x - a.x).hypot(b.y - a.y);
        let (east, north) = ((b.x - a.x) / length, (b.y - a.y) / length);
        let over = 10f64.powf(chance.between(-9.0, 0.0));
        let start = chance.between(0.0, length - 100.0);
        let corner = |on: f64, out: f64| at(a.x + on * east + out * north, a.y + on * north - out * east);
        let ring = [
            corner(start, -over),
            corner(start, 50.0),
            corner(start + 80.0, 50.0),
            corner(start + 80.0, -over),
        ];
        return (plain(&ring, by), zone);
    }
    if family == Family::SharedBorder {
        // A project that keeps to the zone's border: its two vertices and one more, on either side.
        let corner = zone.0[0].exterior().0[0];
        let mut ring = some_star(chance, 50.0);
        let shift = at(corner.x - ring[0].x, corner.y - ring[0].y);
        ring = moved(&ring, shift);
        ring[0] = corner;
        return (plain(&ring, at(0.0, 0.0)), zone);
    }
    (of_family(chance, family, 50.0, place).0, zone)
}

/// The pair of this number.
pub fn pair(number: u64) -> Pair {
    let mut chance = Chance::new(number);
    let kinds = (FAMILIES.len() * SCALES.len()) as u64;
    let kind = (number % kinds) as usize;
    let (family, scale) = (FAMILIES[kind % FAMILIES.len()], SCALES[kind / FAMILIES.len()]);
    let place = at(
        40_500_000.0 + chance.between(-30_000.0, 30_000.0),
        3_350_000.0 + chance.between(-200_000.0, 200_000.0),
    );
    let (first, second) = match scale {
        Scale::County => of_family(&mut chance, family, 10_000.0, place),
        Scale::Site => of_family(&mut chance, family, 500.0, place),
        Scale::SiteOnProvince => on_province(&mut chance, family, place),
        Scale::Tiny => {
            let radius = 10f64.powf(chance.between(-2.0, 0.4));
            of_family(&mut chance, family, radius, place)
        }
    };
    let (first, second) = if chance.coin() {
        (first, second)
    } else {
        (second, first)
    };
    Pair {
        family,
        scale,
        first,
        second,
    }
}
