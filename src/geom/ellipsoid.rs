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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_way_to_describe_an_ellipsoid() {
        let check = |base: Value, expected: Option<(f64, f64)>| {
            let found = in_projjson(&base).map(|e| (e.semi_major_m, e.flattening()));
            match (found, expected) {
                (Some(found), Some(expected)) => {
                    assert_eq!(found.0, expected.0);
                    assert!((found.1 - expected.1).abs() < 1e-15, "{found:?}");
                }
                _ => assert_eq!(found, expected),
            }
        };
        let f = 1.0 / 298.257_222_101;
        let by_flattening = json!({"semi_major_axis": 6_378_137, "inverse_flattening": 298.257_222_101});
        check(
            json!({"datum": {"ellipsoid": by_flattening}}),
            Some((6_378_137.0, f)),
        );
        check(
            json!({"datum_ensemble": {"ellipsoid": by_flattening}}),
            Some((6_378_137.0, f)),
        );
        let by_axes = json!({"semi_major_axis": {"value": 6000.0}, "semi_minor_axis": 5970.0});
        check(json!({"datum": {"ellipsoid": by_axes}}), Some((6000.0, 0.005)));
        check(
            json!({"datum": {"ellipsoid": {"radius": 6_371_000}}}),
            Some((6_371_000.0, 0.0)),
        );
        check(
            json!({"datum": {"ellipsoid": {"inverse_flattening": 298.3}}}),
            None,
        );
        check(json!({}), None);
    }
}
