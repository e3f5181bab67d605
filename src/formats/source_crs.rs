//! Which CRS the coordinates of a file are in, and by what evidence.

use geo::{Coord, CoordsIter as _};

use crate::geom::crs::{Crs, CrsError, Geodetic, Transform};
use crate::geom::crs_wkt::{crs_in, is_wkt};
use crate::model::problem::{Done, Problem, ProblemKind};

use super::raw::RawLayer;

/// Vertices that are looked at, spread over the file.
const SAMPLE: usize = 100_000;
/// No plane coordinate on this Earth is larger, zone prefixes included.
const PLANE_LIMIT_M: f64 = 1e8;

/// The CRS of a file, or why it is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceCrs {
    /// `None` where it is not known; then nothing of the layer can be used.
    pub crs: Option<Crs>,
    /// What says so.
    pub evidence: Evidence,
    /// What the user should know.
    pub problems: Vec<Problem>,
}

/// What says which CRS it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The workspace file, or the user.
    Setting,
    /// The file itself.
    File,
    /// The format's standard (RFC 7946, KML) without a word, and the coordinates can be longitudes and latitudes.
    Standard,
    /// Nothing.
    None,
}

impl Evidence {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Evidence::Setting => "setting",
            Evidence::File => "file",
            Evidence::Standard => "standard",
            Evidence::None => "none",
        }
    }
}

impl SourceCrs {
    /// Decides: a setting goes before the file's own word, and that before the standard.
    pub fn decide(raw: &RawLayer, setting: Option<&str>, label: &str) -> SourceCrs {
        let (code, evidence) = match (setting, &raw.declared_crs) {
            (Some(code), _) => (code, Evidence::Setting),
            (None, Some(code)) => (code.as_str(), Evidence::File),
            (None, None) => match raw.standard_crs {
                Some(code) if can_be_lon_lat(raw) => (code, Evidence::Standard),
                _ => return SourceCrs::unknown(label, ProblemKind::CrsMissing),
            },
        };
        let found = if is_wkt(code) {
            crs_in(code)
        } else {
            Crs::from_code(code)
        };
        match found {
            Ok(crs) => SourceCrs {
                crs: Some(crs),
                evidence,
                problems: Vec::new(),
            },
            Err(error) => {
                let code = match error {
                    // The name that a long definition gives itself.
                    CrsError::Unknown(name) if is_wkt(code) => name,
                    _ => code.to_owned(),
                };
                SourceCrs::unknown(label, ProblemKind::UnknownCrs { code })
            }
        }
    }

    /// Nothing is known, for this reason.
    pub fn unknown(label: &str, kind: ProblemKind) -> SourceCrs {
        SourceCrs {
            crs: None,
            evidence: Evidence::None,
            problems: vec![Problem {
                field: Some("crs".to_owned()),
                ..Problem::of_file(label, kind, Done::Refused)
            }],
        }
    }

    /// The middle of the layer; `None` where that is not known. Single mistyped vertices do not move it.
    pub fn center(&self, raw: &RawLayer) -> Option<Geodetic> {
        let crs = self.crs.as_ref()?;
        let inside = |c: &Coord<f64>| {
            if crs.is_geographic() {
                is_lon_lat(*c)
            } else {
                c.x.abs() <= PLANE_LIMIT_M && c.y.abs() <= PLANE_LIMIT_M
            }
        };
        let coords: Vec<Coord<f64>> = sample(raw).into_iter().filter(inside).collect();
        let middle = Coord {
            x: median(coords.iter().map(|c| c.x).collect())?,
            y: median(coords.iter().map(|c| c.y).collect())?,
        };
        let place = Transform::geodetic_from(crs).geodetic(middle);
        (place.lon_deg.is_finite() && place.lat_deg.is_finite()).then_some(place)
    }
}

/// The plane of a workspace around these places: their middle decides.
///
/// # Errors
/// [`CrsError::Unknown`] where the middle is not on the ellipsoid.
pub fn automatic(places: &[Geodetic]) -> Result<Crs, CrsError> {
    let count = places.len().max(1) as f64;
    Crs::automatic(Geodetic {
        lon_deg: places.iter().map(|p| p.lon_deg).sum::<f64>() / count,
        lat_deg: places.iter().map(|p| p.lat_deg).sum::<f64>() / count,
    })
}

/// True where at least half of the vertices can be longitudes and latitudes; the others are faults of their own.
fn can_be_lon_lat(raw: &RawLayer) -> bool {
    let coords = sample(raw);
    2 * coords.iter().filter(|c| is_lon_lat(**c)).count() >= coords.len()
}

fn is_lon_lat(coord: Coord<f64>) -> bool {
    coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0
}

/// At most about [`SAMPLE`] vertices, evenly spread.
fn sample(raw: &RawLayer) -> Vec<Coord<f64>> {
    let geometries = || {
        raw.features
            .iter()
            .filter_map(|feature| feature.geometry.as_ref())
    };
    let count: usize = geometries().map(|geometry| geometry.coords_count()).sum();
    let step = (count / SAMPLE).max(1);
    geometries()
        .flat_map(|geometry| geometry.coords_iter())
        .step_by(step)
        .collect()
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    let middle = values.len().checked_sub(1)? / 2;
    let (_, value, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::raw::RawFeature;
    use geo::LineString;

    fn layer(coords: &[(f64, f64)], declared: Option<&str>) -> RawLayer {
        let line: LineString<f64> = coords.iter().copied().map(Coord::from).collect();
        let feature = RawFeature {
            geometry: Some(line.into()),
            ..RawFeature::default()
        };
        RawLayer {
            features: vec![feature],
            declared_crs: declared.map(str::to_owned),
            standard_crs: Some(Crs::LON_LAT),
            ..RawLayer::default()
        }
    }

    #[track_caller]
    fn check(
        coords: &[(f64, f64)],
        declared: Option<&str>,
        setting: Option<&str>,
        expected: (Option<&str>, Evidence),
    ) {
        let source = SourceCrs::decide(&layer(coords, declared), setting, "f");
        assert_eq!((source.crs.as_ref().map(Crs::code), source.evidence), expected);
        assert_eq!(source.problems.is_empty(), source.crs.is_some());
    }

    const DEGREES: [(f64, f64); 3] = [(120.4, 30.3), (120.6, 30.3), (1e10, 30.3)];
    const METRES: [(f64, f64); 2] = [(538_000.0, 3_350_000.0), (539_000.0, 3_350_000.0)];

    #[test]
    fn setting_before_file_before_standard() {
        check(&DEGREES, None, None, (Some("OGC:CRS84"), Evidence::Standard));
        check(
            &DEGREES,
            Some("EPSG:4490"),
            None,
            (Some("EPSG:4490"), Evidence::File),
        );
        check(
            &METRES,
            Some("EPSG:4326"),
            Some("EPSG:4549"),
            (Some("EPSG:4549"), Evidence::Setting),
        );
    }

    #[test]
    fn metres_without_a_word_and_unknown_codes_are_refused() {
        check(&METRES, None, None, (None, Evidence::None));
        check(&METRES, Some("EPSG:999999"), None, (None, Evidence::None));
        check(&METRES, None, Some("nonsense"), (None, Evidence::None));
    }

    #[test]
    fn a_mistyped_vertex_does_not_move_the_middle() {
        let raw = layer(&DEGREES, None);
        let center = SourceCrs::decide(&raw, None, "f").center(&raw).unwrap();
        assert!((center.lon_deg - 120.4).abs() < 0.3);
        let raw = layer(&METRES, None);
        let center = SourceCrs::decide(&raw, Some("EPSG:4549"), "f")
            .center(&raw)
            .unwrap();
        assert!((center.lon_deg - 120.4).abs() < 0.1 && (center.lat_deg - 30.27).abs() < 0.1);
    }
}
