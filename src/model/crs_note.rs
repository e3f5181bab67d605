//! What there is to say about the place of a layer, in words: reasons for doubt, proposals, and what was done to its
//! coordinates.

use crate::geom::web_shift::{UNCERTAIN_M, WebShift};
use crate::say;
use crate::words::Lang;

use super::crs_reading::{Offset, Reading, ShiftWords as _, Trust};

/// Something to say about the place of a layer.
#[derive(Clone, Debug, PartialEq)]
pub enum CrsNote {
    /// The system is one of degrees, and the coordinates are no longitudes and latitudes.
    NotDegrees {
        /// The system's code.
        code: String,
    },
    /// The system is a plane in metres, and the coordinates look like degrees.
    NotMetres {
        /// The system's code.
        code: String,
    },
    /// Eastings begin with the number of a zone, and the system is another one.
    ZoneNumber {
        /// The system's code.
        code: String,
        /// The number.
        zone: u32,
        /// The code of the plane of that zone.
        fitting: String,
    },
    /// The system's eastings begin with the number of its zone, and these do not.
    NoZoneNumber {
        /// The system's code.
        code: String,
        /// The code of the same plane without the number.
        fitting: String,
    },
    /// Latitudes seem to stand before longitudes.
    AxesSwapped,
    /// Most of the layer lies far outside the area of its system.
    OutsideArea {
        /// The system's code.
        code: String,
    },
    /// The layer lies far from the reference.
    FarFromReference {
        /// The reference's name.
        reference: String,
        /// From box to box in metres.
        distance_m: f64,
    },
    /// Another reading brings the borders clearly nearer to those of the reference.
    FitsBetter {
        /// That reading.
        reading: Reading,
        /// The reference's name.
        reference: String,
        /// Residual by that reading.
        residual_m: f64,
        /// Residual as it is read now; `None` where nothing says how to read it.
        as_said_m: Option<f64>,
    },
    /// The borders fit those of the reference clearly better after a constant offset.
    Displaced {
        /// The reference's name.
        reference: String,
        /// The offset.
        offset: Offset,
    },
    /// The system is not known; the range of the coordinates admits these.
    Proposals {
        /// The likeliest first.
        readings: Vec<Reading>,
    },
    /// The system is not known; the coordinates look like a plane without zone numbers, and do not tell which.
    AnyZone {
        /// North seems to stand before east.
        swapped: bool,
    },
    /// A person vouches for the place, whatever speaks against it.
    Confirmed {
        /// Who, when, how.
        by: String,
    },
    /// The coordinates are read in a system that somebody has chosen while the workspace was open.
    Chosen {
        /// The reading.
        reading: Reading,
    },
    /// North and east were exchanged on the way in, as the workspace says.
    AxesTurned,
    /// A shift of the web maps was taken off, as the workspace says; only nearly.
    ShiftUndone {
        /// Which.
        shift: WebShift,
    },
    /// A datum shift by parameters of the workspace.
    Shifted {
        /// The source's code.
        from: String,
        /// 3, 4 or 7.
        parameters: u32,
        /// How far it may be off, in metres.
        accuracy_m: f64,
        /// Where the parameters are from.
        source: String,
    },
    /// Coordinates of another datum were taken as they are, and a person answers for it.
    Accepted {
        /// The source's code.
        from: String,
        /// How far they may be off, in metres.
        accept_m: f64,
        /// Who, when.
        signed: String,
    },
    /// The workspace says how to correct the coordinates, and that cannot be done.
    NotCorrected {
        /// What is in the way.
        detail: String,
    },
}

impl CrsNote {
    /// The name in files and the key of the texts.
    pub fn code(&self) -> &'static str {
        match self {
            CrsNote::NotDegrees { .. } => "crs_not_degrees",
            CrsNote::NotMetres { .. } => "crs_not_metres",
            CrsNote::ZoneNumber { .. } => "crs_zone_number",
            CrsNote::NoZoneNumber { .. } => "crs_no_zone_number",
            CrsNote::AxesSwapped => "crs_axes_swapped",
            CrsNote::OutsideArea { .. } => "crs_outside_area",
            CrsNote::FarFromReference { .. } => "crs_far_from_reference",
            CrsNote::FitsBetter { .. } => "crs_fits_better",
            CrsNote::Displaced { .. } => "crs_displaced",
            CrsNote::Proposals { .. } => "crs_proposals",
            CrsNote::AnyZone { .. } => "crs_any_zone",
            CrsNote::Confirmed { .. } => "crs_confirmed",
            CrsNote::Chosen { .. } => "crs_chosen",
            CrsNote::AxesTurned => "crs_axes_turned",
            CrsNote::ShiftUndone { .. } => "crs_shift_undone",
            CrsNote::Shifted { .. } => "crs_shifted",
            CrsNote::Accepted { .. } => "crs_accepted",
            CrsNote::NotCorrected { .. } => "crs_not_corrected",
        }
    }

    /// How far the layer is to be trusted by this alone.
    pub fn trust(&self) -> Trust {
        match self {
            CrsNote::NotDegrees { .. }
            | CrsNote::NotMetres { .. }
            | CrsNote::ZoneNumber { .. }
            | CrsNote::NoZoneNumber { .. }
            | CrsNote::Proposals { .. }
            | CrsNote::AnyZone { .. }
            | CrsNote::NotCorrected { .. }
            | CrsNote::ShiftUndone { .. } => Trust::Refused,
            CrsNote::AxesSwapped
            | CrsNote::OutsideArea { .. }
            | CrsNote::FarFromReference { .. }
            | CrsNote::FitsBetter { .. }
            | CrsNote::Displaced { .. } => Trust::Suspicious,
            CrsNote::Confirmed { .. }
            | CrsNote::Chosen { .. }
            | CrsNote::AxesTurned
            | CrsNote::Shifted { .. }
            | CrsNote::Accepted { .. } => Trust::Plausible,
        }
    }

    /// True where what was done to the coordinates is told, or that a person vouches for them: reports name it.
    pub fn is_correction(&self) -> bool {
        matches!(
            self,
            CrsNote::AxesTurned
                | CrsNote::ShiftUndone { .. }
                | CrsNote::Shifted { .. }
                | CrsNote::Accepted { .. }
                | CrsNote::Confirmed { .. }
                | CrsNote::Chosen { .. }
        )
    }

    /// In one sentence.
    pub fn text(&self, lang: Lang) -> String {
        let key = format!("problem.{}", self.code());
        match self {
            CrsNote::NotDegrees { code } | CrsNote::NotMetres { code } | CrsNote::OutsideArea { code } => {
                say!(lang, &key, code = code)
            }
            CrsNote::ZoneNumber { code, zone, fitting } => {
                say!(lang, &key, code = code, zone = zone, fitting = fitting)
            }
            CrsNote::NoZoneNumber { code, fitting } => say!(lang, &key, code = code, fitting = fitting),
            CrsNote::FarFromReference {
                reference,
                distance_m,
            } => {
                let distance = format!("{:.0}", distance_m / 1000.0);
                say!(lang, &key, reference = reference, distance = distance)
            }
            CrsNote::FitsBetter {
                reading,
                reference,
                residual_m,
                as_said_m,
            } => {
                let fits = fits_better(lang, reference, *residual_m, *as_said_m);
                let (name, keys) = (reading.name(lang), reading.keys());
                say!(lang, &key, reading = name, fits = fits, keys = keys)
            }
            CrsNote::Displaced { reference, offset } => displaced(lang, &key, reference, offset),
            CrsNote::Proposals { readings } => {
                say!(lang, &key, readings = reading_names(readings, lang))
            }
            CrsNote::AnyZone { swapped } => {
                let order = if *swapped { "north_first" } else { "east_first" };
                let order = say!(lang, &format!("crs_doubt.{order}"));
                say!(lang, &key, order = order)
            }
            _ => self.correction_text(lang, &key),
        }
    }

    /// What was done to the coordinates, or was not.
    fn correction_text(&self, lang: Lang, key: &str) -> String {
        match self {
            CrsNote::Confirmed { by } => say!(lang, key, by = by),
            CrsNote::Chosen { reading } => {
                say!(lang, key, reading = reading.name(lang), keys = reading.keys())
            }
            CrsNote::ShiftUndone { shift } => {
                let uncertain = format!("{UNCERTAIN_M:.0}");
                say!(lang, key, shift = shift.name(lang), uncertain = uncertain)
            }
            CrsNote::Shifted {
                from,
                parameters,
                accuracy_m,
                source,
            } => say!(
                lang,
                key,
                from = from,
                parameters = parameters,
                accuracy = accuracy_m,
                source = source
            ),
            CrsNote::Accepted {
                from,
                accept_m,
                signed,
            } => say!(lang, key, from = from, accept = accept_m, signed = signed),
            CrsNote::NotCorrected { detail } => say!(lang, key, detail = detail),
            _ => say!(lang, key),
        }
    }
}

fn fits_better(lang: Lang, reference: &str, residual_m: f64, as_said_m: Option<f64>) -> String {
    let residual = format!("{residual_m:.0}");
    match as_said_m.map(|metres| format!("{metres:.0}")) {
        Some(now) => say!(
            lang,
            "crs_doubt.instead_of",
            reference = reference,
            residual = residual,
            now = now
        ),
        None => say!(
            lang,
            "crs_doubt.off_by",
            reference = reference,
            residual = residual
        ),
    }
}

fn displaced(lang: Lang, key: &str, reference: &str, offset: &Offset) -> String {
    let metres = |value: f64| format!("{value:.0}");
    say!(
        lang,
        key,
        reference = reference,
        length = metres(offset.length_m()),
        east = metres(offset.east_m),
        north = metres(offset.north_m),
        residual = metres(offset.residual_m)
    )
}

/// The names of readings in a row.
fn reading_names(readings: &[Reading], lang: Lang) -> String {
    let names: Vec<String> = readings.iter().map(|reading| reading.name(lang)).collect();
    names.join(if lang == Lang::Zh { "；" } else { "; " })
}
