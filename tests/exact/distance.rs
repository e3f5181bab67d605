//! The exact least distance of two shapes: every edge against every edge, in integers.

use geo::Coord;
use num_bigint::BigInt;
use num_traits::ToPrimitive as _;
use redshank::geom::shape::Shape;

use super::grid::{Grid, Vertex, turn};

type Edge = (Vertex, Vertex);

fn edges(shape: &Shape, grid: &Grid) -> Option<Vec<Edge>> {
    shape
        .segments()
        .map(|s| Some((grid.vertex(s.a)?, grid.vertex(s.b)?)))
        .collect()
}

fn grid_of(first: &Shape, second: &Shape) -> Option<Grid> {
    let coords: Vec<Coord<f64>> = first.coords().chain(second.coords()).collect();
    Grid::of(coords.into_iter())
}

fn boxes_meet((a, b): Edge, (c, d): Edge) -> bool {
    a.x.min(b.x) <= c.x.max(d.x)
        && c.x.min(d.x) <= a.x.max(b.x)
        && a.y.min(b.y) <= c.y.max(d.y)
        && c.y.min(d.y) <= a.y.max(b.y)
}

fn edges_meet(first: Edge, second: Edge) -> bool {
    if !boxes_meet(first, second) {
        return false;
    }
    let sides = |(a, b): Edge, (c, d): Edge| (turn(a, b, c).signum(), turn(a, b, d).signum());
    let ((p, q), (r, s)) = (sides(first, second), sides(second, first));
    p * q <= 0 && r * s <= 0
}

/// Crossings of a ray to the east are odd, over all rings: exact, borders aside.
fn covers(shape: &Shape, grid: &Grid, vertex: Vertex) -> bool {
    let odd = shape.rings().flat_map(|ring| {
        let ring = grid.ring(ring);
        (1..ring.len())
            .map(move |k| (ring[k - 1], ring[k]))
            .collect::<Vec<_>>()
    });
    odd.filter(|&(a, b)| {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        low.y <= vertex.y && vertex.y < high.y && turn(low, high, vertex) > 0
    })
    .count()
        % 2
        == 1
}

/// True where the shapes share a point, in interiors or on borders. `None` beyond the reach of the arithmetic.
pub fn meet(first: &Shape, second: &Shape) -> Option<bool> {
    let grid = grid_of(first, second)?;
    meet_on(first, second, &grid)
}

fn meet_on(first: &Shape, second: &Shape, grid: &Grid) -> Option<bool> {
    let (a, b) = (edges(first, grid)?, edges(second, grid)?);
    if a.iter().any(|&e| b.iter().any(|&f| edges_meet(e, f))) {
        return Some(true);
    }
    // No borders meet: a part lies in the other shape wholly or not at all.
    let starts = |edges: &[Edge]| edges.iter().map(|e| e.0).collect::<Vec<_>>();
    Some(
        starts(&a).into_iter().any(|v| covers(second, grid, v))
            || starts(&b).into_iter().any(|v| covers(first, grid, v)),
    )
}

/// True where the shapes are farther apart than a distance.
pub fn apart_by(first: &Shape, second: &Shape, distance_m: f64) -> bool {
    match least(first, second) {
        Some(found) => found > distance_m,
        None => false,
    }
}

/// A squared distance as a quotient of integers.
struct Squared {
    numerator: BigInt,
    denominator: BigInt,
}

impl Squared {
    fn less_than(&self, other: &Squared) -> bool {
        &self.numerator * &other.denominator < &other.numerator * &self.denominator
    }

    fn rounded_up(&self) -> i128 {
        (&self.numerator / &self.denominator + BigInt::from(1))
            .to_i128()
            .unwrap_or(i128::MAX)
    }
}

fn square_of(a: Vertex, b: Vertex) -> i128 {
    let (x, y) = (
        i128::from(b.x) - i128::from(a.x),
        i128::from(b.y) - i128::from(a.y),
    );
    x * x + y * y
}

fn dot(a: Vertex, b: Vertex, c: Vertex) -> i128 {
    (i128::from(b.x) - i128::from(a.x)) * (i128::from(c.x) - i128::from(a.x))
        + (i128::from(b.y) - i128::from(a.y)) * (i128::from(c.y) - i128::from(a.y))
}

/// The squared distance of the boxes around two edges: the edges are no nearer.
fn square_between_boxes((a, b): Edge, (c, d): Edge) -> i128 {
    let gap = |a: i64, b: i64, c: i64, d: i64| {
        let gap = i128::from(a.min(b).max(c.min(d))) - i128::from(a.max(b).min(c.max(d)));
        gap.max(0)
    };
    let (x, y) = (gap(a.x, b.x, c.x, d.x), gap(a.y, b.y, c.y, d.y));
    x * x + y * y
}

fn point_to_edge(vertex: Vertex, (a, b): Edge) -> Squared {
    let length = square_of(a, b);
    let along = dot(a, b, vertex);
    if length == 0 || along <= 0 {
        return Squared {
            numerator: square_of(a, vertex).into(),
            denominator: 1.into(),
        };
    }
    if along >= length {
        return Squared {
            numerator: square_of(b, vertex).into(),
            denominator: 1.into(),
        };
    }
    let across = BigInt::from(turn(a, b, vertex));
    Squared {
        numerator: &across * &across,
        denominator: length.into(),
    }
}

/// The exact least distance in metres, rounded once; 0 where the shapes share a point.
pub fn least(first: &Shape, second: &Shape) -> Option<f64> {
    let grid = grid_of(first, second)?;
    if meet_on(first, second, &grid)? {
        return Some(0.0);
    }
    let (a, b) = (edges(first, &grid)?, edges(second, &grid)?);
    let mut best: Option<Squared> = None;
    let mut above_best = i128::MAX;
    for &e in &a {
        for &f in &b {
            if square_between_boxes(e, f) >= above_best {
                continue;
            }
            let four = [
                point_to_edge(e.0, f),
                point_to_edge(e.1, f),
                point_to_edge(f.0, e),
                point_to_edge(f.1, e),
            ];
            for candidate in four {
                if best.as_ref().is_none_or(|b| candidate.less_than(b)) {
                    above_best = candidate.rounded_up();
                    best = Some(candidate);
                }
            }
        }
    }
    let best = best?;
    // 120 bits behind the point, so that the root is good to a double whatever its size.
    let fixed: BigInt = (best.numerator << 240usize) / best.denominator;
    Some(fixed.sqrt().to_f64()? * 2f64.powi(grid.exponent - 120))
}
