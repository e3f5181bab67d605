//! The large shapes of georust/geo: what is valid passes unchanged, what is not is reported.

use geo::Geometry;
use redshank::geom::area::plane_area;
use redshank::geom::gate::admit_plane;
use redshank::geom::overlay::{difference, intersection};
use redshank::geom::repair::repair;
use redshank::progress::Progress;

use super::engine::polygons_of;
use super::outcome::{Case, Outcome, RELATIVE, area_outcome, equal_outcome};
use super::{below, read, reference, wkt};

/// Valid by GEOS 3.14.1, as the README beside the data says.
const INVALID: [&str; 2] = ["nl_plots_epsg_28992.wkt", "nl_zones.wkt"];

/// Validity, and the shape against itself moved by a little.
pub fn cases() -> Vec<Case> {
    below("georust_geo_wkt")
        .iter()
        .flat_map(|path| file(path))
        .collect()
}

fn file(path: &str) -> Vec<Case> {
    let geometry = wkt::parse(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let case = |name: &str, outcome| Case {
        file: path.to_owned(),
        name: name.to_owned(),
        outcome,
    };
    let Some(polygons) = polygons_of(&geometry) else {
        let kept = admit_plane(geometry.clone())
            .is_ok_and(|shape| Geometry::from(shape.lines().0[0].clone()) == geometry);
        return vec![case("line is kept as it is", equal_outcome(&kept, &true))];
    };
    let valid = !INVALID.iter().any(|name| path.ends_with(name));
    let before = plane_area(&polygons);
    let repaired = repair(polygons, &Progress::default()).unwrap();
    let after = plane_area(&repaired.polygons);
    let kept = repaired.change.is_none() && (after - before).abs() <= RELATIVE * before;
    let mut cases = vec![case("validity", equal_outcome(&kept, &valid))];
    let a = repaired.polygons;
    let mut b = a.clone();
    let step = 1e-3 * before.sqrt();
    geo::MapCoordsInPlace::map_coords_in_place(&mut b, |c| geo::Coord {
        x: c.x + step,
        y: c.y - step,
    });
    let common = plane_area(&intersection(&a, &b));
    let rest = plane_area(&difference(&a, &b));
    cases.push(case(
        "areas add up against itself moved",
        area_outcome(common + rest, after, RELATIVE * after, || None),
    ));
    let exact = match reference::areas(&a, &b) {
        Some(exact) => area_outcome(common, exact.common_m2, RELATIVE * after, || None),
        None => Outcome::NotApplicable("beyond the exact reference"),
    };
    cases.push(case("common area against itself moved", exact));
    cases
}
