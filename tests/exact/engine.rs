//! The engine under test, behind two functions.

use geo::MultiPolygon;
use redshank::geom::area::plane_area;
use redshank::geom::overlay::{difference, intersection, union};
use redshank::geom::relate::{Relation, relate};
use redshank::geom::shape::Shape;

/// How the pair lies and how much it has in common; `None` where the engine gives no answer.
pub fn overlap_m2(first: &Shape, second: &Shape) -> Option<(Option<Relation>, f64)> {
    let contact = relate(first, second, 0.0).ok()?;
    Some(match contact {
        Some(contact) => (Some(contact.relation), contact.overlap.plane_m2.max(0.0)),
        None => (None, 0.0),
    })
}

/// Areas of the three overlays.
pub struct Overlays {
    pub common_m2: f64,
    pub first_rest_m2: f64,
    pub union_m2: f64,
}

/// Measured on the polygons that the overlays give.
pub fn overlays(first: &MultiPolygon<f64>, second: &MultiPolygon<f64>) -> Overlays {
    Overlays {
        common_m2: plane_area(&intersection(first, second)),
        first_rest_m2: plane_area(&difference(first, second)),
        union_m2: plane_area(&union([first, second])),
    }
}
