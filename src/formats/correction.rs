//! What a workspace says must be done to the coordinates of a layer before they are what its system says.
//!
//! Applied to the coordinates as they were read, once, and told by a note on the layer. An approximate correction never
//! serves a verdict; an uncertain one makes the tolerance of the layer wider.

use geo::{Coord, MapCoordsInPlace as _};
use rayon::prelude::*;

use crate::geom::crs::{Crs, Transform};
use crate::geom::ellipsoid::Ellipsoid;
use crate::geom::helmert::{Helmert, Similarity};
use crate::geom::web_shift::WebShift;
use crate::model::crs_note::CrsNote;
use crate::model::crs_reading::{Reading, System};

use super::raw::RawLayer;
use super::source_crs::{SourceCrs, automatic};

/// Longitude and latitude on the datum that corrections lead to.
const DEGREES: &str = "EPSG:4490";

/// What must be done to the coordinates of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correction {
    /// The file writes north before east.
    pub axes_swapped: bool,
    /// A shift of the web maps that is to be taken off, for display.
    pub shift: Option<WebShift>,
    /// From a datum that no authority ties to CGCS2000.
    pub datum: Option<DatumShift>,
    /// Who vouches for the place, when, and how it was checked.
    pub confirmed: Option<String>,
    /// The reading that somebody has chosen while the workspace was open; the other members say what it means.
    pub chosen: Option<Reading>,
}

/// A datum shift that the workspace answers for.
#[derive(Clone, Debug, PartialEq)]
pub struct DatumShift {
    /// How.
    pub way: DatumWay,
    /// How far it may be off, in metres; part of the layer's tolerance.
    pub uncertain_m: f64,
    /// Where the parameters are from, or who signed.
    pub source: String,
}

/// How to get from one datum to another.
#[derive(Clone, Debug, PartialEq)]
pub enum DatumWay {
    /// 3 or 7 parameters between the ellipsoids.
    Geocentric(Helmert),
    /// 4 parameters between two planes: from the layer's, whether or not it has a code, to the one of this code.
    Plane(Similarity, String),
    /// Longitudes and latitudes as they are: a person accepts the uncertainty.
    Accepted,
}

/// Decides which system a layer is in and brings its coordinates there; `crs` goes before the file's own word.
pub fn source_of(raw: &mut RawLayer, crs: Option<&str>, correction: &Correction, label: &str) -> SourceCrs {
    if correction.axes_swapped {
        change(raw, |coord| Coord {
            x: coord.y,
            y: coord.x,
        });
    }
    let mut source = SourceCrs::decide(raw, crs, label);
    if correction.axes_swapped {
        source.doubt.note(CrsNote::AxesTurned);
    }
    let done = match (&correction.datum, correction.shift) {
        (Some(_), Some(_)) => Err("shift and datum exclude each other".to_owned()),
        (Some(datum), None) => shift_datum(raw, &mut source, datum),
        (None, Some(shift)) => take_off(raw, &mut source, shift),
        (None, None) => Ok(()),
    };
    if let Err(detail) = done {
        source.doubt.note(CrsNote::NotCorrected { detail });
        source.crs = None;
    }
    if let Some(by) = &correction.confirmed {
        source.confirm(by);
    }
    // Turned axes and a shift are told by themselves.
    if let Some(reading) = correction
        .chosen
        .filter(|reading| reading.system != System::AsSaid)
    {
        source.doubt.note(CrsNote::Chosen { reading });
    }
    source
}

fn take_off(raw: &mut RawLayer, source: &mut SourceCrs, shift: WebShift) -> Result<(), String> {
    let crs = known(source)?;
    let degrees = Crs::from_code(DEGREES).map_err(|error| error.to_string())?;
    let there = Transform::between(&crs, &degrees).map_err(|error| error.to_string())?;
    onward(raw, source, &crs, |coord| shift.undone(there.of(coord)))?;
    source.doubt.note(CrsNote::ShiftUndone { shift });
    Ok(())
}

fn shift_datum(raw: &mut RawLayer, source: &mut SourceCrs, datum: &DatumShift) -> Result<(), String> {
    let said = source.crs.as_ref();
    let degrees = Crs::from_code(DEGREES).map_err(|error| error.to_string())?;
    if let Some(crs) = said.filter(|crs| Transform::between(crs, &degrees).is_ok()) {
        return Err(format!("{} needs no shift of its datum", crs.code()));
    }
    let from = said.map_or_else(|| "?".to_owned(), |crs| crs.code().to_owned());
    let parameters = match &datum.way {
        DatumWay::Geocentric(helmert) => {
            let crs = known(source)?;
            let (to_geodetic, own) = (Transform::geodetic_from(&crs), crs.ellipsoid());
            onward(raw, source, &crs, |coord| {
                let mut one = [to_geodetic.of(coord)];
                helmert.apply(own, Ellipsoid::CGCS2000, &mut one);
                one[0]
            })?;
            if helmert.is_translation() { 3 } else { 7 }
        }
        DatumWay::Plane(similarity, to) => {
            let plane = Crs::from_code(to).and_then(Crs::require_plane);
            let plane = plane.map_err(|error| error.to_string())?;
            change(raw, |coord| {
                let mut one = [coord];
                similarity.apply(&mut one);
                one[0]
            });
            source.take_over(raw, plane, &from);
            4
        }
        DatumWay::Accepted => {
            let crs = known(source)?;
            let to_geodetic = Transform::geodetic_from(&crs);
            onward(raw, source, &crs, |coord| to_geodetic.of(coord))?;
            0
        }
    };
    source.tolerance_m += datum.uncertain_m;
    source.doubt.note(match datum.way {
        DatumWay::Accepted => CrsNote::Accepted {
            from,
            accept_m: datum.uncertain_m,
            signed: datum.source.clone(),
        },
        _ => CrsNote::Shifted {
            from,
            parameters,
            accuracy_m: datum.uncertain_m,
            source: datum.source.clone(),
        },
    });
    Ok(())
}

fn known(source: &SourceCrs) -> Result<Crs, String> {
    let missing = || "the system of the coordinates is not known or does not fit them".to_owned();
    source.crs.clone().ok_or_else(missing)
}

/// Brings coordinates to longitude and latitude, and those of a plane on into a plane of CGCS2000, in which edges stay as
/// straight as they were.
fn onward(
    raw: &mut RawLayer,
    source: &mut SourceCrs,
    crs: &Crs,
    lon_lat: impl Fn(Coord<f64>) -> Coord<f64> + Sync,
) -> Result<(), String> {
    let words = |error: crate::geom::crs::CrsError| error.to_string();
    if crs.is_geographic() {
        change(raw, lon_lat);
        source.take_over(raw, Crs::from_code(DEGREES).map_err(words)?, crs.code());
        return Ok(());
    }
    let center = source
        .center(raw)
        .ok_or("no coordinate of the layer has a place")?;
    let plane = automatic(&[center]).map_err(words)?;
    let degrees = Crs::from_code(DEGREES).map_err(words)?;
    let into_plane = Transform::between(&degrees, &plane).map_err(words)?;
    change(raw, |coord| into_plane.of(lon_lat(coord)));
    source.take_over(raw, plane, crs.code());
    Ok(())
}

/// Changes every coordinate of a layer, those in its problems too.
fn change(raw: &mut RawLayer, to: impl Fn(Coord<f64>) -> Coord<f64> + Sync) {
    raw.features.par_iter_mut().for_each(|feature| {
        if let Some(geometry) = &mut feature.geometry {
            geometry.map_coords_in_place(&to);
        }
        for fault in &mut feature.unclosed {
            fault.place = fault.place.map(&to);
        }
    });
    for problem in &mut raw.problems {
        problem.near = problem.near.map(&to);
    }
}
