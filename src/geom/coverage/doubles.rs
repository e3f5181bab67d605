//! Features with the same geometry, and parts of one feature that are there twice.

use geo::{Coord, LineString};
use rayon::prelude::*;

use crate::geom::shape::Shape;
use crate::progress::{Cancelled, Progress};

/// For each shape the position of the first that is the same to the last bit: its own where there is none before. Where
/// rings begin, which way lines run, and in which order parts come, makes no difference.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn first_of_its_kind(shapes: &[&Shape], progress: &Progress) -> Result<Vec<u32>, Cancelled> {
    let mut keys: Vec<(u64, u32)> = shapes
        .par_iter()
        .enumerate()
        .map(|(number, shape)| {
            progress.check()?;
            Ok((key(shape), number as u32))
        })
        .collect::<Result<_, _>>()?;
    keys.par_sort_unstable();
    let mut firsts: Vec<u32> = (0..shapes.len() as u32).collect();
    for group in keys.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        progress.check()?;
        let mut kinds: Vec<(u32, Canonical)> = Vec::new();
        for &(_, number) in group {
            let Some(shape) = shapes.get(number as usize).filter(|shape| !shape.is_empty()) else {
                continue;
            };
            let own = canonical(shape);
            match kinds.iter().find(|(_, kind)| *kind == own) {
                Some(&(first, _)) => firsts[number as usize] = first,
                None => kinds.push((number, own)),
            }
        }
    }
    Ok(firsts)
}

/// How many points and lines of a shape stand in it already.
pub(super) fn repeated_parts(shape: &Shape) -> (usize, Option<Coord<f64>>) {
    let count = shape.points().0.len() + shape.lines().0.len();
    if count < 2 {
        return (0, None);
    }
    let mut lines: Vec<Path> = shape.lines().iter().map(line).collect();
    lines.sort_unstable();
    let mut points: Vec<Spot> = shape.points().iter().map(|point| spot(point.0)).collect();
    points.sort_unstable();
    let same_lines = lines
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0].first().copied());
    let same_points = points
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| Some(pair[0]));
    let repeated: Vec<Option<Spot>> = same_lines.chain(same_points).collect();
    (repeated.len(), repeated.first().copied().flatten().map(place))
}

/// A place as bits: equal only where it is the same.
type Spot = [u64; 2];
type Path = Vec<Spot>;

#[derive(PartialEq)]
struct Canonical {
    polygons: Vec<Vec<Path>>,
    lines: Vec<Path>,
    points: Vec<Spot>,
}

fn spot(at: Coord<f64>) -> Spot {
    [(at.x + 0.0).to_bits(), (at.y + 0.0).to_bits()]
}

fn place([x, y]: Spot) -> Coord<f64> {
    Coord {
        x: f64::from_bits(x),
        y: f64::from_bits(y),
    }
}

/// The same for shapes that are the same; others seldom share it.
fn key(shape: &Shape) -> u64 {
    let mixed = |at: Coord<f64>| {
        let [x, y] = spot(at);
        let mixed = (x ^ y.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    };
    // Closed rings have their first vertex twice, wherever they begin.
    let open = |ring: &LineString<f64>| {
        ring.0
            .iter()
            .skip(1)
            .fold(0, |sum: u64, &at| sum.wrapping_add(mixed(at)))
    };
    let rings = shape.rings().map(open).fold(1, u64::wrapping_add);
    let lines = shape.lines().iter().map(|line| match line.is_closed() {
        true => open(line),
        false => line.0.iter().fold(7, |sum: u64, &at| sum.wrapping_add(mixed(at))),
    });
    let points = shape.points().iter().map(|point| mixed(point.0).rotate_left(7));
    lines.chain(points).fold(rings, u64::wrapping_add)
}

fn canonical(shape: &Shape) -> Canonical {
    let polygons = shape.areas().iter().map(|polygon| {
        let mut holes: Vec<Path> = polygon.interiors().iter().map(ring).collect();
        holes.sort_unstable();
        holes.insert(0, ring(polygon.exterior()));
        holes
    });
    let mut all = Canonical {
        polygons: polygons.collect(),
        lines: shape.lines().iter().map(line).collect(),
        points: shape.points().iter().map(|point| spot(point.0)).collect(),
    };
    all.polygons.sort_unstable();
    all.lines.sort_unstable();
    all.points.sort_unstable();
    all
}

/// A closed path from its least place on; of several ways to begin there the least.
fn ring(closed: &LineString<f64>) -> Path {
    let mut open: Path = closed.0.iter().skip(1).map(|&at| spot(at)).collect();
    let Some(least) = open.iter().min().copied() else {
        return open;
    };
    let starts = (0..open.len()).filter(|&k| open.get(k) == Some(&least));
    let turned = |k: usize| open.iter().cycle().skip(k).take(open.len());
    let best = starts.min_by(|&p, &q| turned(p).cmp(turned(q))).unwrap_or(0);
    open.rotate_left(best);
    open
}

/// A line from whichever end comes first; a closed one as a ring in whichever direction does.
fn line(line: &LineString<f64>) -> Path {
    let forward: Path = line.0.iter().map(|&at| spot(at)).collect();
    let mut backward = forward.clone();
    backward.reverse();
    if line.0.len() < 2 || !line.is_closed() {
        return forward.min(backward);
    }
    let turned = LineString(line.0.iter().rev().copied().collect());
    ring(line).min(ring(&turned))
}
