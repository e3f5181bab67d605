//! Doubles as integers: every coordinate of a pair is a whole multiple of one power of two.

use geo::{Coord, LineString, MultiPolygon};

/// Integer coordinates are below this, so that products of two differences fit 128 bits with room for sums.
const REACH: i128 = 1 << 54;

/// A vertex on the common grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vertex {
    pub x: i64,
    pub y: i64,
}

/// A grid on which all given coordinates lie exactly.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    origin: (i128, i128),
    /// One step is 2^exponent metres.
    pub exponent: i32,
}

/// A double as mantissa × 2^exponent, the mantissa odd or 0.
fn parts(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let raw = ((bits >> 52) & 0x7ff) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let (mantissa, exponent) = if raw == 0 {
        (fraction, -1074)
    } else {
        (fraction | (1 << 52), raw - 1075)
    };
    if mantissa == 0 {
        return (0, i32::MAX);
    }
    let zeros = mantissa.trailing_zeros();
    let sign = if value < 0.0 { -1 } else { 1 };
    (sign * (mantissa >> zeros), exponent + zeros as i32)
}

fn on_grid(value: f64, exponent: i32) -> Option<i128> {
    let (mantissa, own) = parts(value);
    if mantissa == 0 {
        return Some(0);
    }
    let shift = u32::try_from(own - exponent).ok()?;
    (shift < 70).then(|| i128::from(mantissa) << shift)
}

impl Grid {
    /// The coarsest grid of all coordinates. `None` where they span more than the arithmetic holds.
    pub fn of(coords: impl Iterator<Item = Coord<f64>> + Clone) -> Option<Grid> {
        let exponent = coords
            .clone()
            .flat_map(|c| [c.x, c.y])
            .map(|value| parts(value).1)
            .min()?;
        let first = coords.clone().next()?;
        let origin = (on_grid(first.x, exponent)?, on_grid(first.y, exponent)?);
        let grid = Grid { origin, exponent };
        coords
            .map(|c| grid.vertex(c))
            .all(|v| v.is_some())
            .then_some(grid)
    }

    /// A coordinate in grid steps from the origin.
    pub fn vertex(&self, c: Coord<f64>) -> Option<Vertex> {
        let step = |value: f64, origin: i128| {
            let from_origin = on_grid(value, self.exponent)? - origin;
            (from_origin.abs() < REACH).then_some(from_origin as i64)
        };
        Some(Vertex {
            x: step(c.x, self.origin.0)?,
            y: step(c.y, self.origin.1)?,
        })
    }

    /// A ring of the grid's own coordinates.
    pub fn ring(&self, ring: &LineString<f64>) -> Vec<Vertex> {
        let vertices: Option<Vec<Vertex>> = ring.0.iter().map(|&c| self.vertex(c)).collect();
        vertices.expect("the grid was made for these coordinates")
    }
}

/// All vertices of polygons.
pub fn coords(polygons: &MultiPolygon<f64>) -> impl Iterator<Item = Coord<f64>> + Clone + '_ {
    polygons
        .0
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .flat_map(|ring| ring.0.iter().copied())
}

/// Twice the signed area that `c` sees of the edge from `a` to `b`: positive where `c` lies left.
pub fn turn(a: Vertex, b: Vertex, c: Vertex) -> i128 {
    let (bx, by) = (
        i128::from(b.x) - i128::from(a.x),
        i128::from(b.y) - i128::from(a.y),
    );
    let (cx, cy) = (
        i128::from(c.x) - i128::from(a.x),
        i128::from(c.y) - i128::from(a.y),
    );
    bx * cy - by * cx
}
