//! Ellipsoids of revolution, on which areas and lengths are measured.

use serde_json::Value;

/// An ellipsoid of revolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipsoid {
    /// Semi-major axis a.
    pub semi_major_m: f64,
    /// 1/f; infinite for a sphere.
    pub inverse_flattening: f64,
}

impl Ellipsoid {
    /// CGCS2000 (GB 22021): a = 6 378 137 m, 1/f = 298.257 222 101.
    pub const CGCS2000: Ellipsoid = Ellipsoid {
        semi_major_m: 6_378_137.0,
        inverse_flattening: 298.257_222_101,
    };

    /// Flattening f.
    pub fn flattening(&self) -> f64 {
        1.0 / self.inverse_flattening
    }
}

/// The ellipsoid of a geographic system in its PROJJSON description; `None` where it has none.
pub(in crate::geom) fn in_projjson(base: &Value) -> Option<Ellipsoid> {
    let datum = if base["datum"].is_object() {
        &base["datum"]
    } else {
        &base["datum_ensemble"]
    };
    let ellipsoid = &datum["ellipsoid"];
    let metres = |value: &Value| value.as_f64().or_else(|| value["value"].as_f64());
    let semi_major_m = metres(&ellipsoid["semi_major_axis"]).or_else(|| metres(&ellipsoid["radius"]))?;
    let inverse_flattening = match (
        ellipsoid["inverse_flattening"].as_f64(),
        metres(&ellipsoid["semi_minor_axis"]),
    ) {
        (Some(inverse), _) => inverse,
        (None, Some(semi_minor_m)) => semi_major_m / (semi_major_m - semi_minor_m),
        (None, None) => f64::INFINITY,
    };
    Some(Ellipsoid {
        semi_major_m,
        inverse_flattening,
    })
}
