//! The witness of the witness: areas by vertical slabs in rational arithmetic, for any rings, under the even-odd rule.
//!
//! Slow and simple. The x of all vertices and of all crossings cut the plane into slabs in which no two edges cross, so
//! what lies between two neighbouring edges is a trapezoid that is wholly in or wholly out.

use geo::{LineString, MultiPolygon};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed as _, ToPrimitive as _, Zero as _};

/// Exact areas, rounded once; even-odd over all rings of each operand.
#[derive(Clone, Copy, Debug)]
pub struct SlabAreas {
    pub first: f64,
    pub second: f64,
    pub common: f64,
}

type Point = (BigRational, BigRational);

struct Edge {
    west: Point,
    slope: BigRational,
    east_x: BigRational,
    of_first: bool,
}

fn exact(value: f64) -> BigRational {
    BigRational::from_float(value).expect("coordinates are finite")
}

impl Edge {
    fn y_at(&self, x: &BigRational) -> BigRational {
        &self.west.1 + &self.slope * (x - &self.west.0)
    }
}

fn rings(polygons: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    polygons
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
}

fn edges(polygons: &MultiPolygon<f64>, of_first: bool) -> impl Iterator<Item = Edge> + '_ {
    rings(polygons)
        .flat_map(|ring| ring.0.windows(2))
        .filter_map(move |pair| {
            let (west, east) = if pair[0].x < pair[1].x {
                (pair[0], pair[1])
            } else {
                (pair[1], pair[0])
            };
            // An upright edge bounds no trapezoid.
            (west.x < east.x).then(|| {
                let (x1, y1, x2, y2) = (exact(west.x), exact(west.y), exact(east.x), exact(east.y));
                let slope = (y2 - &y1) / (&x2 - &x1);
                Edge {
                    west: (x1, y1),
                    slope,
                    east_x: x2,
                    of_first,
                }
            })
        })
}

/// Every x at which the order of the edges may change.
fn cuts(edges: &[Edge]) -> Vec<BigRational> {
    let mut cuts: Vec<BigRational> = Vec::new();
    for (k, e) in edges.iter().enumerate() {
        cuts.extend([e.west.0.clone(), e.east_x.clone()]);
        for f in &edges[k + 1..] {
            let (left, right) = ((&e.west.0).max(&f.west.0), (&e.east_x).min(&f.east_x));
            if left >= right || e.slope == f.slope {
                continue;
            }
            let x = left + (e.y_at(left) - f.y_at(left)) / (&f.slope - &e.slope);
            if &x > left && &x < right {
                cuts.push(x);
            }
        }
    }
    cuts.sort();
    cuts.dedup();
    cuts
}

/// The exact areas. Rings may cross themselves and each other.
pub fn areas(first: &MultiPolygon<f64>, second: &MultiPolygon<f64>) -> SlabAreas {
    let edges: Vec<Edge> = edges(first, true).chain(edges(second, false)).collect();
    let cuts = cuts(&edges);
    let (mut in_first, mut in_second, mut in_both) =
        (BigRational::zero(), BigRational::zero(), BigRational::zero());
    let two = BigRational::from(BigInt::from(2));
    for slab in cuts.windows(2) {
        let middle = (&slab[0] + &slab[1]) / &two;
        let over = edges
            .iter()
            .filter(|e| e.west.0 <= slab[0] && e.east_x >= slab[1]);
        // Between cuts edges are straight, so the height in the middle is the mean height.
        let mut heights: Vec<(BigRational, bool)> = over.map(|e| (e.y_at(&middle), e.of_first)).collect();
        heights.sort();
        let width = &slab[1] - &slab[0];
        let (mut first_odd, mut second_odd) = (false, false);
        for pair in heights.windows(2) {
            if pair[0].1 {
                first_odd = !first_odd;
            } else {
                second_odd = !second_odd;
            }
            if !first_odd && !second_odd {
                continue;
            }
            let area = (&pair[1].0 - &pair[0].0) * &width;
            debug_assert!(!area.is_negative());
            if first_odd && second_odd {
                in_both += &area;
            }
            if first_odd {
                in_first += &area;
            }
            if second_odd {
                in_second += area;
            }
        }
    }
    let rounded = |value: BigRational| value.to_f64().unwrap_or(f64::NAN);
    SlabAreas {
        first: rounded(in_first),
        second: rounded(in_second),
        common: rounded(in_both),
    }
}
