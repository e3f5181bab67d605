//! Which CRS the coordinates of a file are in, and by what evidence.

use geo::Coord;

use crate::geom::crs::{Crs, CrsError, Geodetic, Transform};
use crate::geom::crs_wkt::{crs_in, is_wkt};
use crate::model::crs_doubt::CrsDoubt;
use crate::model::crs_note::CrsNote;
use crate::model::crs_reading::Trust;
use crate::model::problem::{Done, Problem, ProblemKind};

use super::doubt::{Reference, by_range, compare, judge};
use super::raw::RawLayer;
use super::sample::{middle, vertices};

/// Vertices that are looked at for the middle, spread over the file.
const SAMPLE: usize = 100_000;
/// Vertices that are looked at for the range.
const RANGE_SAMPLE: usize = 20_000;
/// No plane coordinate on this Earth is larger, zone prefixes included.
const PLANE_LIMIT_M: f64 = 1e8;

/// The CRS of a file, or why it is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceCrs {
    /// `None` where it is not known, or cannot be what is said; then nothing of the layer can be used.
    pub crs: Option<Crs>,
    /// What says so.
    pub evidence: Evidence,
    /// The code that is said, where a correction has led from it to `crs`.
    pub corrected_from: Option<String>,
    /// What the corrections of the coordinates add to the tolerance of the layer, in metres.
    pub tolerance_m: f64,
    /// What speaks for and against it.
    pub doubt: CrsDoubt,
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
                _ => return SourceCrs::unknown(label, ProblemKind::CrsMissing).with_proposals(raw),
            },
        };
        let found = if is_wkt(code) {
            crs_in(code)
        } else {
            Crs::from_code(code)
        };
        match found {
            Ok(crs) => {
                let doubt = by_range(&vertices(raw, RANGE_SAMPLE), Some(&crs));
                SourceCrs {
                    crs: (!doubt.is_refused()).then_some(crs),
                    evidence,
                    corrected_from: None,
                    tolerance_m: 0.0,
                    doubt,
                    problems: Vec::new(),
                }
            }
            Err(error) => {
                let code = match error {
                    // The name that a long definition gives itself.
                    CrsError::Unknown(name) if is_wkt(code) => name,
                    _ => code.to_owned(),
                };
                SourceCrs::unknown(label, ProblemKind::UnknownCrs { code }).with_proposals(raw)
            }
        }
    }

    fn with_proposals(self, raw: &RawLayer) -> SourceCrs {
        SourceCrs {
            doubt: by_range(&vertices(raw, RANGE_SAMPLE), None),
            ..self
        }
    }

    /// Holds the layer, and every other reading of it, against a layer whose place is trusted.
    pub fn hold_against(&mut self, raw: &RawLayer, reference: &Reference) {
        self.doubt.against = compare(raw, self.crs.as_ref(), reference);
        judge(&mut self.doubt);
    }

    /// The coordinates are in another system from now on, by a correction; what the old one was doubted for is looked at anew.
    pub fn take_over(&mut self, raw: &RawLayer, crs: Crs, from: &str) {
        let mut doubt = by_range(&vertices(raw, RANGE_SAMPLE), Some(&crs));
        let before = self.doubt.notes.iter().filter(|note| note.is_correction());
        before.for_each(|note| doubt.note(note.clone()));
        self.crs = (!doubt.is_refused()).then_some(crs);
        self.corrected_from = Some(from.to_owned());
        self.evidence = Evidence::Setting;
        self.doubt = doubt;
        self.problems.clear();
    }

    /// The system, where nothing speaks against the place of the layer.
    pub fn trusted_crs(&self) -> Option<&Crs> {
        self.crs.as_ref().filter(|_| self.doubt.trust == Trust::Plausible)
    }

    /// Takes the word of a person for the place where it is only suspicious.
    pub fn confirm(&mut self, by: &str) {
        if self.doubt.trust == Trust::Suspicious {
            self.doubt.trust = Trust::Plausible;
            let note = CrsNote::Confirmed { by: by.to_owned() };
            self.doubt.notes.retain(|own| *own != note);
            self.doubt.note(note);
        }
    }

    /// Nothing is known, for this reason.
    pub fn unknown(label: &str, kind: ProblemKind) -> SourceCrs {
        SourceCrs {
            crs: None,
            evidence: Evidence::None,
            corrected_from: None,
            tolerance_m: 0.0,
            doubt: CrsDoubt {
                trust: Trust::Refused,
                ..CrsDoubt::default()
            },
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
        let coords: Vec<Coord<f64>> = vertices(raw, SAMPLE).into_iter().filter(inside).collect();
        let middle = middle(&coords)?;
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
    let coords = vertices(raw, SAMPLE);
    2 * coords.iter().filter(|c| is_lon_lat(**c)).count() >= coords.len()
}

fn is_lon_lat(coord: Coord<f64>) -> bool {
    coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0
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
    fn what_has_no_standard_is_asked_for() {
        let raw = RawLayer {
            standard_crs: None,
            ..layer(&DEGREES, None)
        };
        let source = SourceCrs::decide(&raw, None, "f");
        assert_eq!((source.crs, source.evidence), (None, Evidence::None));
        assert_eq!(source.problems[0].kind, ProblemKind::CrsMissing);
        assert_eq!(source.doubt.proposals[0].code(), "EPSG:4490");
    }

    #[test]
    fn a_person_lifts_suspicion_and_not_refusal() {
        let mut odd = SourceCrs::decide(&layer(&[(-80.0, 35.0)], Some("EPSG:4490")), None, "f");
        assert_eq!(odd.doubt.trust, Trust::Suspicious);
        odd.confirm("somebody");
        assert_eq!(odd.doubt.trust, Trust::Plausible);
        assert_eq!(odd.doubt.notes.last().map(CrsNote::code), Some("crs_confirmed"));
        let mut wrong = SourceCrs::decide(&layer(&METRES, Some("EPSG:4490")), None, "f");
        wrong.confirm("somebody");
        assert!(wrong.crs.is_none() && wrong.doubt.is_refused());
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
