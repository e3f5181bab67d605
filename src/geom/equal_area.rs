//! True areas of many small shapes, fast: the workspace plane mapped onto a plane in which areas are those of the
//! land-survey formula.
//!
//! [`SurveyFormula::equal_area`] is such a map, but the way to it leads through longitude and latitude. Within a few
//! kilometres the whole way is a polynomial of degree 4 to better than a micrometre; one such chart per tile of the
//! workspace serves all shapes in it.
//!
//! [`SurveyFormula::equal_area`]: super::area::SurveyFormula::equal_area

use std::sync::OnceLock;

use geo::{Coord, MultiPolygon};

use super::area::Ruler;
use super::extent::Extent;

/// Side of a tile, and how far from its centre its chart holds. The first term left out is (8 km / 2·6378 km)⁵ of the
/// earth's radius: a nanometre.
const TILE_M: f64 = 8_000.0;
/// A workspace with more tiles than this is not mapped by charts: 64 bytes each before they are made.
const MOST_TILES: f64 = 250_000.0;
/// Places along each side at which a chart is exact.
const NODES: usize = 5;

/// Maps coordinates of one plane; made for the extent of a workspace.
#[derive(Debug)]
pub struct EqualArea {
    ruler: Ruler,
    origin: Coord<f64>,
    columns: usize,
    rows: usize,
    tiles: Vec<OnceLock<Box<Tile>>>,
}

/// A map that holds around one place.
#[derive(Clone, Copy, Debug)]
pub enum Chart<'a> {
    /// Leaves coordinates as they are: areas are those of the plane.
    Plane,
    /// By the polynomials of a tile.
    Tile(&'a Tile),
    /// Through longitude and latitude, relative to a longitude in degrees.
    Exact(&'a Ruler, f64),
}

/// Polynomials in coordinates relative to the centre of a tile, in units of the tile's side.
#[derive(Debug)]
pub struct Tile {
    center: Coord<f64>,
    east: [f64; 15],
    north: [f64; 15],
}

impl EqualArea {
    /// For shapes within `extent`, in plane metres; others are mapped as well, only more slowly.
    pub fn over(extent: &Extent, ruler: Ruler) -> EqualArea {
        // Tiles lie on a fixed grid, so that a place has the same map in every workspace of the plane.
        let on_grid = |m: f64| (m / TILE_M).floor() * TILE_M;
        let origin = Coord {
            x: on_grid(extent.min.x),
            y: on_grid(extent.min.y),
        };
        let count = |from: f64, to: f64| ((to - from) / TILE_M).floor() + 1.0;
        let (columns, rows) = if extent.is_empty() {
            (0.0, 0.0)
        } else {
            (count(origin.x, extent.max.x), count(origin.y, extent.max.y))
        };
        let few = columns * rows <= MOST_TILES;
        let (columns, rows) = if few {
            (columns as usize, rows as usize)
        } else {
            (0, 0)
        };
        EqualArea {
            ruler,
            origin,
            columns,
            rows,
            tiles: (0..columns * rows).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Measures lengths in the same plane.
    pub fn ruler(&self) -> &Ruler {
        &self.ruler
    }

    /// The map for what lies in `window`. The same window always gives the same map.
    pub fn chart(&self, window: &Extent) -> Chart<'_> {
        let center = window.center();
        let number = |along: f64, count: usize| {
            let number = (along / TILE_M).floor();
            (number >= 0.0 && number < count as f64).then_some(number as usize)
        };
        let column = number(center.x - self.origin.x, self.columns);
        let row = number(center.y - self.origin.y, self.rows);
        // The centre lies within half a tile of the tile's own.
        let small = window.width().max(window.height()) <= TILE_M;
        match (column, row) {
            (Some(column), Some(row)) if small => {
                let made = || Box::new(self.tile(column, row));
                match self.tiles.get(row * self.columns + column) {
                    Some(tile) => Chart::Tile(tile.get_or_init(made)),
                    None => self.exact(center),
                }
            }
            _ => self.exact(center),
        }
    }

    /// Area on the ellipsoid in m² of valid polygons, holes taken off; never negative.
    pub fn area_m2(&self, polygons: &MultiPolygon<f64>) -> f64 {
        let area = |ring: &geo::LineString<f64>| {
            let chart = self.chart(&Extent::of_coords(ring.0.iter().copied()));
            chart.ring_area(&ring.0).abs()
        };
        let polygon =
            |p: &geo::Polygon<f64>| area(p.exterior()) - p.interiors().iter().map(area).sum::<f64>();
        polygons.iter().map(polygon).sum::<f64>().max(0.0) + 0.0
    }

    fn exact(&self, center: Coord<f64>) -> Chart<'_> {
        Chart::Exact(&self.ruler, self.ruler.geodetic(center).lon_deg)
    }

    fn tile(&self, column: usize, row: usize) -> Tile {
        let center = Coord {
            x: self.origin.x + (column as f64 + 0.5) * TILE_M,
            y: self.origin.y + (row as f64 + 0.5) * TILE_M,
        };
        Tile::new(center, &self.exact(center))
    }
}

impl Chart<'_> {
    /// Where a plane coordinate lies on the map, in metres.
    pub fn of(&self, coord: Coord<f64>) -> Coord<f64> {
        self.near(coord, Coord { x: 0.0, y: 0.0 })
    }

    /// Where the place at `offset` from a plane coordinate lies on the map: with more digits than their sum has.
    pub fn near(&self, coord: Coord<f64>, offset: Coord<f64>) -> Coord<f64> {
        match self {
            Chart::Plane => coord + offset,
            Chart::Tile(tile) => tile.near(coord, offset),
            Chart::Exact(ruler, lon_deg) => ruler
                .formula()
                .equal_area(ruler.geodetic(coord + offset), *lon_deg),
        }
    }

    /// Signed area in m² of a closed ring of plane coordinates, positive counter-clockwise.
    pub fn ring_area(&self, ring: &[Coord<f64>]) -> f64 {
        let Some((&first, rest)) = ring.split_first() else {
            return 0.0;
        };
        let origin = self.of(first);
        let mut before = Coord { x: 0.0, y: 0.0 };
        let mut twice = 0.0;
        for &vertex in rest {
            let at = self.of(vertex) - origin;
            twice += before.x * at.y - at.x * before.y;
            before = at;
        }
        0.5 * twice
    }
}

impl Tile {
    /// Interpolates `exact` on a grid of Chebyshev's places around `center`.
    fn new(center: Coord<f64>, exact: &Chart<'_>) -> Tile {
        let nodes: [f64; NODES] = std::array::from_fn(|k| {
            (std::f64::consts::PI * (2.0 * k as f64 + 1.0) / (2.0 * NODES as f64)).cos()
        });
        // Relative to the centre: the polynomials then keep the digits that small areas need.
        let middle = exact.of(center);
        let values: [[Coord<f64>; NODES]; NODES] = nodes.map(|v| {
            nodes.map(|u| {
                let at = Coord {
                    x: center.x + u * TILE_M,
                    y: center.y + v * TILE_M,
                };
                exact.of(at) - middle
            })
        });
        let basis = basis(&nodes);
        let coefficients = |of: &dyn Fn(Coord<f64>) -> f64| {
            powers().map(|(i, j)| {
                let row = |v: usize| (0..NODES).map(|u| basis[u][i] * of(values[v][u])).sum::<f64>();
                (0..NODES).map(|v| basis[v][j] * row(v)).sum()
            })
        };
        Tile {
            center,
            east: coefficients(&|c| c.x),
            north: coefficients(&|c| c.y),
        }
    }

    fn near(&self, coord: Coord<f64>, offset: Coord<f64>) -> Coord<f64> {
        let u = ((coord.x - self.center.x) + offset.x) * (1.0 / TILE_M);
        let v = ((coord.y - self.center.y) + offset.y) * (1.0 / TILE_M);
        let value = |c: &[f64; 15]| {
            let rows = [
                c[0] + u * (c[1] + u * (c[2] + u * (c[3] + u * c[4]))),
                c[5] + u * (c[6] + u * (c[7] + u * c[8])),
                c[9] + u * (c[10] + u * c[11]),
                c[12] + u * c[13],
                c[14],
            ];
            rows[0] + v * (rows[1] + v * (rows[2] + v * (rows[3] + v * rows[4])))
        };
        Coord {
            x: value(&self.east),
            y: value(&self.north),
        }
    }
}

/// The powers of east and north that belong to each coefficient: all up to the fourth degree together.
fn powers() -> [(usize, usize); 15] {
    let mut powers = [(0, 0); 15];
    let all = (0..NODES).flat_map(|j| (0..NODES - j).map(move |i| (i, j)));
    powers.iter_mut().zip(all).for_each(|(slot, power)| *slot = power);
    powers
}

/// Coefficients by power of the polynomials that are 1 at one node and 0 at the others.
fn basis(nodes: &[f64; NODES]) -> [[f64; NODES]; NODES] {
    std::array::from_fn(|own| {
        let mut polynomial = [0.0; NODES];
        polynomial[0] = 1.0;
        for (_, &node) in nodes.iter().enumerate().filter(|(k, _)| *k != own) {
            let scale = 1.0 / (nodes[own] - node);
            let mut next = [0.0; NODES];
            for power in 0..NODES {
                let shifted = if power == 0 { 0.0 } else { polynomial[power - 1] };
                next[power] = (shifted - node * polynomial[power]) * scale;
            }
            polynomial = next;
        }
        polynomial
    })
}

#[cfg(test)]
mod tests {
    use super::super::crs::Crs;
    use super::*;
    use proptest::prelude::*;

    const ORIGIN: Coord<f64> = Coord {
        x: 500_000.0,
        y: 3_300_000.0,
    };

    fn map(code: &str) -> EqualArea {
        let far = Coord {
            x: ORIGIN.x + 100_000.0,
            y: ORIGIN.y + 60_000.0,
        };
        let ruler = Ruler::new(&Crs::from_code(code).unwrap());
        EqualArea::over(&Extent::from_corners(ORIGIN, far), ruler)
    }

    fn star(x: f64, y: f64, radii: &[f64]) -> geo::Polygon<f64> {
        let n = radii.len() as f64;
        let ring = radii.iter().enumerate().map(|(k, r)| {
            let angle = std::f64::consts::TAU * k as f64 / n;
            Coord {
                x: ORIGIN.x + x + r * angle.cos(),
                y: ORIGIN.y + y + r * angle.sin(),
            }
        });
        geo::Polygon::new(ring.collect(), vec![])
    }

    #[test]
    fn tiles_reach_as_far_as_the_workspace_and_no_farther() {
        let map = map("EPSG:4549");
        let is_tile = |map: &EqualArea, x: f64, y: f64, side: f64| {
            let half = Coord {
                x: 0.5 * side,
                y: 0.5 * side,
            };
            let window = Extent::from_corners(Coord { x, y } - half, Coord { x, y } + half);
            matches!(map.chart(&window), Chart::Tile(_))
        };
        // The workspace lies between 500 and 600 km, 3300 and 3360 km; tiles begin at whole multiples of 8 km.
        for (from, to) in [
            ((496_001.0, 3_296_001.0), true),
            ((495_999.0, 3_296_001.0), false),
            ((496_001.0, 3_295_999.0), false),
        ] {
            assert_eq!(is_tile(&map, from.0, from.1, 10.0), to, "{from:?}");
        }
        for (to, expected) in [
            ((607_999.0, 3_367_999.0), true),
            ((608_001.0, 3_367_999.0), false),
            // Not the first tile of the next row.
            ((608_001.0, 3_300_000.0), false),
            ((607_999.0, 3_368_001.0), false),
        ] {
            assert_eq!(is_tile(&map, to.0, to.1, 10.0), expected, "{to:?}");
        }
        assert!(
            is_tile(&map, 550_000.0, 3_330_000.0, TILE_M)
                && !is_tile(&map, 550_000.0, 3_330_000.0, TILE_M + 1.0)
        );
        let over = |extent: &Extent| EqualArea::over(extent, map.ruler().clone());
        assert!(!is_tile(&over(&Extent::EMPTY), 0.0, 0.0, 10.0));
        let continent = Extent::from_corners(ORIGIN, Coord { x: 1e7, y: 1e7 });
        assert!(
            !is_tile(&over(&continent), 550_000.0, 3_330_000.0, 10.0),
            "too many tiles"
        );
    }

    #[test]
    fn a_place_has_the_same_map_in_every_workspace() {
        let (one, ruler) = (map("EPSG:4549"), map("EPSG:4549").ruler().clone());
        let corner = |x: f64, y: f64| Coord {
            x: ORIGIN.x + x,
            y: ORIGIN.y + y,
        };
        let other = EqualArea::over(
            &Extent::from_corners(corner(-70_000.0, -9_000.0), corner(30_000.0, 99_000.0)),
            ruler,
        );
        for k in 0..20 {
            let place = corner(1_500.0 * f64::from(k), 3_000.0 * f64::from(k));
            let window = Extent::from_corners(place, place + Coord { x: 100.0, y: 70.0 });
            assert_eq!(
                one.chart(&window).of(place),
                other.chart(&window).of(place),
                "{place:?}"
            );
        }
    }

    #[test]
    fn holes_are_taken_off() {
        let map = map("EPSG:4549");
        let of = |radius: f64| star(3_000.0, 3_000.0, &[radius; 12]);
        let holed = geo::Polygon::new(of(500.0).exterior().clone(), vec![of(300.0).exterior().clone()]);
        let area = |polygon: geo::Polygon<f64>| map.area_m2(&MultiPolygon(vec![polygon]));
        assert!((area(holed) - (area(of(500.0)) - area(of(300.0)))).abs() < 1e-6);
        assert_eq!(map.area_m2(&MultiPolygon(Vec::new())), 0.0);
    }

    proptest! {
        /// The survey formula on longitudes and latitudes is the witness, also for shapes beyond the tiles and across them.
        #[test]
        fn areas_are_those_of_the_survey_formula(
            x in -20_000.0..120_000.0f64, y in -20_000.0..80_000.0f64, scale in 1.0..4000.0f64,
            radii in prop::collection::vec(0.3..1.0f64, 3..40),
        ) {
            for code in ["EPSG:4549", "EPSG:32651", "EPSG:3857"] {
                let map = map(code);
                let radii: Vec<f64> = radii.iter().map(|r| r * scale).collect();
                let shape = MultiPolygon(vec![star(x, y, &radii)]);
                let (ours, theirs) = (map.area_m2(&shape), map.ruler().area_m2(&shape));
                // Degrees have 14 decimals: the witness itself is good to some 1e-9 m along the border.
                let noise = 1e-7 + 1e-8 * scale;
                prop_assert!((ours - theirs).abs() < 1e-10 * theirs + noise, "{code} {ours} {theirs}");
            }
        }
    }
}
