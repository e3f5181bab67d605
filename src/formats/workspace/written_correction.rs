//! Corrections of a layer's coordinates as they stand in a workspace file.

use serde::Deserialize;

use crate::formats::correction::{Correction, DatumShift, DatumWay};
use crate::geom::helmert::{Helmert, Similarity};
use crate::geom::web_shift::WebShift;
use crate::model::problem::Problem;

use super::settings::Settings;

/// The keys of a layer that say what must be done to its coordinates.
#[derive(Default)]
pub struct WrittenCorrection<'a> {
    /// `swapped`.
    pub axes: Option<&'a str>,
    /// `gcj02` or `bd09`.
    pub shift: Option<&'a str>,
    /// The table `[layer.datum]`.
    pub datum: Option<&'a WrittenDatum>,
    /// Who vouches for the place.
    pub confirmed: Option<&'a str>,
}

/// The table `[layer.datum]`: 3 or 7 parameters, 4 parameters, or a signature.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenDatum {
    /// 3 or 7 parameters: along X, Y, Z.
    shift_m: Option<[f64; 3]>,
    /// Around X, Y, Z; position vector.
    rotation_sec: Option<[f64; 3]>,
    /// 4 parameters: the code of the plane that they lead to…
    to: Option<String>,
    east_m: Option<f64>,
    north_m: Option<f64>,
    turn_sec: Option<f64>,
    /// Of 4 or 7 parameters.
    scale_ppm: Option<f64>,
    /// How far the parameters may be off, and where they are from.
    accuracy_m: Option<f64>,
    source: Option<String>,
    /// Without parameters: how far coordinates may be off, and who answers for it.
    accept_m: Option<f64>,
    signed: Option<String>,
}

impl WrittenCorrection<'_> {
    /// What it means.
    ///
    /// # Errors
    /// A value that means nothing, parameters that do not go together or without a source, with the layer and the key.
    pub fn correction(&self, settings: &Settings<'_>, layer: &str) -> Result<Correction, Box<Problem>> {
        let bad = |(key, what): (&str, &str)| settings.bad_entry(layer, key, what);
        let axes_swapped = match self.axes {
            None => false,
            Some("swapped") => true,
            Some(_) => return Err(bad(("axes", "only \"swapped\" can stand here"))),
        };
        let shift = match self.shift {
            None => None,
            Some(code) => {
                let known = WebShift::ALL.into_iter().find(|shift| shift.code() == code);
                Some(known.ok_or_else(|| bad(("shift", "only \"gcj02\" or \"bd09\" can stand here")))?)
            }
        };
        if shift.is_some() && self.datum.is_some() {
            return Err(bad(("shift", "shift and datum exclude each other")));
        }
        if self.confirmed.is_some_and(|by| by.trim().is_empty()) {
            return Err(bad(("crs_confirmed", "say who, when and how")));
        }
        Ok(Correction {
            axes_swapped,
            shift,
            datum: self.datum.map(WrittenDatum::shift).transpose().map_err(bad)?,
            confirmed: self.confirmed.map(str::to_owned),
            chosen: None,
        })
    }
}

type Wrong = (&'static str, &'static str);

impl WrittenDatum {
    fn shift(&self) -> Result<DatumShift, Wrong> {
        if !self.numbers().all(f64::is_finite) {
            return Err(("datum", "every number must be finite"));
        }
        let plane =
            self.to.is_some() || self.east_m.is_some() || self.north_m.is_some() || self.turn_sec.is_some();
        let geocentric = self.shift_m.is_some() || self.rotation_sec.is_some();
        match (geocentric, plane, self.accept_m) {
            (true, false, None) => self.with_source(DatumWay::Geocentric(Helmert {
                shift_m: self.shift_m.ok_or(("shift_m", "missing beside rotation_sec"))?,
                rotation_sec: self.rotation_sec.unwrap_or_default(),
                scale_ppm: self.scale_ppm.unwrap_or_default(),
            })),
            (false, true, None) => self.with_source(self.similarity()?),
            (false, false, Some(accept_m)) => {
                if self.scale_ppm.is_some() || self.accuracy_m.is_some() || self.source.is_some() {
                    return Err(("accept_m", "stands with signed alone"));
                }
                answered(
                    DatumWay::Accepted,
                    ("accept_m", accept_m),
                    ("signed", self.signed.as_deref()),
                )
            }
            _ => Err((
                "datum",
                "give shift_m (with rotation_sec, scale_ppm), or to with east_m and north_m, or accept_m with signed",
            )),
        }
    }

    fn similarity(&self) -> Result<DatumWay, Wrong> {
        let to = self
            .to
            .clone()
            .ok_or(("to", "the code of the plane that the parameters lead to"))?;
        let similarity = Similarity {
            east_m: self.east_m.ok_or(("east_m", "missing"))?,
            north_m: self.north_m.ok_or(("north_m", "missing"))?,
            rotation_sec: self.turn_sec.unwrap_or_default(),
            scale_ppm: self.scale_ppm.unwrap_or_default(),
        };
        Ok(DatumWay::Plane(similarity, to))
    }

    fn with_source(&self, way: DatumWay) -> Result<DatumShift, Wrong> {
        if self.signed.is_some() {
            return Err(("signed", "stands with accept_m; parameters have a source"));
        }
        let accuracy_m = self
            .accuracy_m
            .ok_or(("accuracy_m", "how far the parameters may be off, in metres"))?;
        answered(
            way,
            ("accuracy_m", accuracy_m),
            ("source", self.source.as_deref()),
        )
    }

    fn numbers(&self) -> impl Iterator<Item = f64> {
        let triples = [self.shift_m, self.rotation_sec];
        let single = [
            self.east_m,
            self.north_m,
            self.turn_sec,
            self.scale_ppm,
            self.accuracy_m,
            self.accept_m,
        ];
        triples
            .into_iter()
            .flatten()
            .flatten()
            .chain(single.into_iter().flatten())
    }
}

/// Nothing is shifted without an accuracy and somebody who answers for it.
fn answered(
    way: DatumWay,
    (key, uncertain_m): (&'static str, f64),
    (who, source): (&'static str, Option<&str>),
) -> Result<DatumShift, Wrong> {
    if uncertain_m <= 0.0 {
        return Err((key, "must be more than 0 metres"));
    }
    let source = source.filter(|text| !text.trim().is_empty());
    Ok(DatumShift {
        way,
        uncertain_m,
        source: source.ok_or((who, "say who answers for it"))?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(datum: &str) -> Result<Correction, Box<Problem>> {
        let text = format!("[[layer]]\nid = \"a\"\n[layer.datum]\n{datum}\n");
        let settings = Settings {
            label: "f",
            text: &text,
        };
        let datum: WrittenDatum = Settings {
            label: "f",
            text: datum,
        }
        .parse()?;
        let written = WrittenCorrection {
            datum: Some(&datum),
            ..WrittenCorrection::default()
        };
        written.correction(&settings, "a")
    }

    #[track_caller]
    fn check_refused(datum: &str, key: &str) {
        assert_eq!(read(datum).unwrap_err().field.as_deref(), Some(key), "{datum}");
    }

    #[test]
    fn parameters_with_a_source_and_signatures() {
        let way = |text| read(text).unwrap().datum.unwrap().way;
        let three = way("shift_m = [1.0, 2.0, 3.0]\naccuracy_m = 2.0\nsource = \"bureau\"");
        assert!(matches!(three, DatumWay::Geocentric(helmert) if helmert.is_translation()));
        let four = way("to = \"EPSG:4549\"\neast_m = 1\nnorth_m = 2\naccuracy_m = 0.1\nsource = \"bureau\"");
        assert!(matches!(four, DatumWay::Plane(_, to) if to == "EPSG:4549"));
        assert_eq!(way("accept_m = 150\nsigned = \"somebody\""), DatumWay::Accepted);
    }

    #[test]
    fn what_nobody_answers_for_is_refused() {
        check_refused("shift_m = [1.0, 2.0, 3.0]\naccuracy_m = 2.0", "a.source");
        check_refused("shift_m = [1.0, 2.0, 3.0]\nsource = \"x\"", "a.accuracy_m");
        check_refused(
            "shift_m = [1.0, 2.0, nan]\naccuracy_m = 2.0\nsource = \"x\"",
            "a.datum",
        );
        check_refused(
            "rotation_sec = [1.0, 2.0, 3.0]\naccuracy_m = 2.0\nsource = \"x\"",
            "a.shift_m",
        );
        check_refused(
            "to = \"EPSG:4549\"\nnorth_m = 2\naccuracy_m = 1\nsource = \"x\"",
            "a.east_m",
        );
        check_refused("accept_m = 150", "a.signed");
        check_refused("accept_m = 0\nsigned = \"x\"", "a.accept_m");
        check_refused("accept_m = 150\nsigned = \"x\"\nsource = \"y\"", "a.accept_m");
        check_refused("scale_ppm = 1.0", "a.datum");
        check_refused("shift_m = [1.0, 2.0, 3.0]\nto = \"EPSG:4549\"", "a.datum");
        check_refused("shfit_m = [1.0, 2.0, 3.0]", "shfit_m");
    }
}
