//! The engine as the suites ask it: any geometry through the gate, then overlay areas.

use geo::{Geometry, MultiPolygon, Polygon};
use redshank::geom::area::plane_area;
use redshank::geom::gate::admit_plane;
use redshank::geom::overlay::{difference, intersection, union};
use redshank::geom::shape::Shape;

use super::{reference, slabs};

/// Edges up to which the exact answer by slabs does not take long.
pub const SLABS_UP_TO: usize = 100;

/// The four overlays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    Intersection,
    Union,
    Difference,
    SymmetricDifference,
}

impl Overlay {
    /// By any of the names that the suites have for it, in small letters.
    pub fn of(name: &str) -> Option<Overlay> {
        Some(match name {
            "intersection" | "intersectionng" | "intersectionsr" | "intersect" => Overlay::Intersection,
            "union" | "unionng" | "unionsr" => Overlay::Union,
            "difference" | "differenceng" | "differencesr" | "diff" => Overlay::Difference,
            "symdifference" | "symdifferenceng" | "symdifferencesr" | "xor" => Overlay::SymmetricDifference,
            _ => return None,
        })
    }

    /// Area by the engine.
    pub fn area(self, first: &MultiPolygon<f64>, second: &MultiPolygon<f64>) -> f64 {
        match self {
            Overlay::Intersection => plane_area(&intersection(first, second)),
            Overlay::Union => plane_area(&union([first, second])),
            Overlay::Difference => plane_area(&difference(first, second)),
            Overlay::SymmetricDifference => {
                plane_area(&difference(first, second)) + plane_area(&difference(second, first))
            }
        }
    }

    /// The polygons themselves, to go on with.
    pub fn polygons(self, first: &MultiPolygon<f64>, second: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        match self {
            Overlay::Intersection => intersection(first, second),
            Overlay::Union => union([first, second]),
            Overlay::Difference => difference(first, second),
            Overlay::SymmetricDifference => union([&difference(first, second), &difference(second, first)]),
        }
    }

    /// Area by exact arithmetic, of valid polygons. `None` where they are beyond it.
    pub fn exact(self, first: &MultiPolygon<f64>, second: &MultiPolygon<f64>) -> Option<f64> {
        if let Some(areas) = reference::areas(first, second) {
            return Some(self.of_areas(areas.first_m2, areas.second_m2, areas.common_m2));
        }
        if edge_count(first) + edge_count(second) > SLABS_UP_TO {
            return None;
        }
        let areas = slabs::areas(first, second);
        Some(self.of_areas(areas.first, areas.second, areas.common))
    }

    /// From the areas of both and of what they have in common.
    pub fn of_areas(self, first: f64, second: f64, common: f64) -> f64 {
        match self {
            Overlay::Intersection => common,
            Overlay::Union => first + second - common,
            Overlay::Difference => first - common,
            Overlay::SymmetricDifference => first + second - 2.0 * common,
        }
    }
}

/// Through the gate. Nothing at all, or what the gate finds to have no area, is an empty shape.
pub fn admitted(geometry: Geometry<f64>) -> Shape {
    admit_plane(geometry).unwrap_or_else(|_| Shape::empty())
}

/// The polygons of a geometry, if it has no other parts.
pub fn polygons_of(geometry: &Geometry<f64>) -> Option<MultiPolygon<f64>> {
    match geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    }
}

/// Plane area of all polygons of a geometry, nested collections too, as they are drawn.
pub fn drawn_area(geometry: &Geometry<f64>) -> f64 {
    match geometry {
        Geometry::Polygon(polygon) => plane_area(&MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => plane_area(polygons),
        Geometry::GeometryCollection(parts) => parts.iter().map(drawn_area).sum(),
        _ => 0.0,
    }
}

/// All rings as one polygon: the gate reads it by the even-odd rule, whatever ring comes first.
pub fn even_odd_of(rings: &[Vec<[f64; 2]>]) -> MultiPolygon<f64> {
    let mut rings = rings
        .iter()
        .filter(|ring| ring.len() > 2)
        .map(|ring| ring.iter().map(|&[x, y]| (x, y)).collect());
    match rings.next() {
        Some(shell) => MultiPolygon(vec![Polygon::new(shell, rings.collect())]),
        None => MultiPolygon(Vec::new()),
    }
}

/// Length of all rings.
pub fn perimeter(polygons: &MultiPolygon<f64>) -> f64 {
    polygons
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .flat_map(|ring| ring.lines())
        .map(|l| (l.end.x - l.start.x).hypot(l.end.y - l.start.y))
        .sum()
}

/// Number of edges of all rings.
pub fn edge_count(polygons: &MultiPolygon<f64>) -> usize {
    let of = |p: &Polygon<f64>| p.exterior().0.len() + p.interiors().iter().map(|r| r.0.len()).sum::<usize>();
    polygons.iter().map(of).sum()
}
