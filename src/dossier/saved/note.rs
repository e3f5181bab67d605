//! What there is to say about the place of a layer.

use serde::{Deserialize, Serialize};

use crate::geom::chinese_zone::ChineseZone;
use crate::geom::web_shift::WebShift;
use crate::model::crs_note::CrsNote;
use crate::model::crs_reading::{Offset, Reading, System};

use super::number::Number;
use super::words::decoded;

/// Version 1.
#[derive(Serialize, Deserialize)]
#[serde(tag = "note", content = "with", rename_all = "snake_case")]
pub enum SavedNote {
    NotDegrees {
        code: String,
    },
    NotMetres {
        code: String,
    },
    ZoneNumber {
        code: String,
        zone: u32,
        fitting: String,
    },
    NoZoneNumber {
        code: String,
        fitting: String,
    },
    AxesSwapped,
    OutsideArea {
        code: String,
    },
    /// Reference, metres.
    FarFromReference(String, Number),
    /// Reading, reference, residual, residual as said.
    FitsBetter(SavedReading, String, Number, Option<Number>),
    Displaced {
        reference: String,
        offset: SavedOffset,
    },
    Proposals {
        readings: Vec<SavedReading>,
    },
    AnyZone {
        swapped: bool,
    },
    Confirmed {
        by: String,
    },
    Chosen(SavedReading),
    AxesTurned,
    ShiftUndone {
        shift: String,
    },
    /// From, number of parameters, accuracy in metres, source.
    Shifted(String, u32, Number, String),
    /// From, metres, signature.
    Accepted(String, Number, String),
    NotCorrected {
        detail: String,
    },
}

/// A way to read coordinates. `system` is `as_said`, `lon_lat`, `web_mercator` or the code of a zone.
#[derive(Serialize, Deserialize)]
pub struct SavedReading {
    swapped: bool,
    system: String,
    shift: Option<String>,
}

/// East, north, residual in metres.
#[derive(Serialize, Deserialize)]
pub struct SavedOffset([Number; 3]);

impl From<&CrsNote> for SavedNote {
    fn from(note: &CrsNote) -> SavedNote {
        match note.clone() {
            CrsNote::NotDegrees { code } => SavedNote::NotDegrees { code },
            CrsNote::NotMetres { code } => SavedNote::NotMetres { code },
            CrsNote::ZoneNumber { code, zone, fitting } => SavedNote::ZoneNumber { code, zone, fitting },
            CrsNote::NoZoneNumber { code, fitting } => SavedNote::NoZoneNumber { code, fitting },
            CrsNote::AxesSwapped => SavedNote::AxesSwapped,
            CrsNote::OutsideArea { code } => SavedNote::OutsideArea { code },
            CrsNote::FarFromReference {
                reference,
                distance_m,
            } => SavedNote::FarFromReference(reference, Number(distance_m)),
            CrsNote::FitsBetter {
                reading,
                reference,
                residual_m,
                as_said_m,
            } => SavedNote::FitsBetter(
                reading.into(),
                reference,
                Number(residual_m),
                as_said_m.map(Number),
            ),
            CrsNote::Displaced { reference, offset } => SavedNote::Displaced {
                reference,
                offset: offset.into(),
            },
            CrsNote::Proposals { readings } => SavedNote::Proposals {
                readings: readings.into_iter().map(Into::into).collect(),
            },
            CrsNote::AnyZone { swapped } => SavedNote::AnyZone { swapped },
            CrsNote::Confirmed { by } => SavedNote::Confirmed { by },
            CrsNote::Chosen { reading } => SavedNote::Chosen(reading.into()),
            CrsNote::AxesTurned => SavedNote::AxesTurned,
            CrsNote::ShiftUndone { shift } => SavedNote::ShiftUndone {
                shift: shift.code().to_owned(),
            },
            CrsNote::Shifted {
                from,
                parameters,
                accuracy_m,
                source,
            } => SavedNote::Shifted(from, parameters, Number(accuracy_m), source),
            CrsNote::Accepted {
                from,
                accept_m,
                signed,
            } => SavedNote::Accepted(from, Number(accept_m), signed),
            CrsNote::NotCorrected { detail } => SavedNote::NotCorrected { detail },
        }
    }
}

impl SavedNote {
    /// What it means.
    ///
    /// # Errors
    /// A code that means nothing, in words.
    pub fn note(self) -> Result<CrsNote, String> {
        Ok(match self {
            SavedNote::NotDegrees { code } => CrsNote::NotDegrees { code },
            SavedNote::NotMetres { code } => CrsNote::NotMetres { code },
            SavedNote::ZoneNumber { code, zone, fitting } => CrsNote::ZoneNumber { code, zone, fitting },
            SavedNote::NoZoneNumber { code, fitting } => CrsNote::NoZoneNumber { code, fitting },
            SavedNote::AxesSwapped => CrsNote::AxesSwapped,
            SavedNote::OutsideArea { code } => CrsNote::OutsideArea { code },
            SavedNote::FarFromReference(reference, distance_m) => CrsNote::FarFromReference {
                reference,
                distance_m: distance_m.0,
            },
            SavedNote::FitsBetter(reading, reference, residual_m, as_said_m) => CrsNote::FitsBetter {
                reading: reading.reading()?,
                reference,
                residual_m: residual_m.0,
                as_said_m: as_said_m.map(|metres| metres.0),
            },
            SavedNote::Displaced { reference, offset } => CrsNote::Displaced {
                reference,
                offset: offset.into(),
            },
            SavedNote::Proposals { readings } => {
                let readings = readings.into_iter().map(SavedReading::reading);
                CrsNote::Proposals {
                    readings: readings.collect::<Result<_, _>>()?,
                }
            }
            SavedNote::AnyZone { swapped } => CrsNote::AnyZone { swapped },
            SavedNote::Confirmed { by } => CrsNote::Confirmed { by },
            SavedNote::Chosen(reading) => CrsNote::Chosen {
                reading: reading.reading()?,
            },
            SavedNote::AxesTurned => CrsNote::AxesTurned,
            SavedNote::ShiftUndone { shift } => CrsNote::ShiftUndone {
                shift: web_shift(&shift)?,
            },
            SavedNote::Shifted(from, parameters, accuracy_m, source) => CrsNote::Shifted {
                from,
                parameters,
                accuracy_m: accuracy_m.0,
                source,
            },
            SavedNote::Accepted(from, accept_m, signed) => CrsNote::Accepted {
                from,
                accept_m: accept_m.0,
                signed,
            },
            SavedNote::NotCorrected { detail } => CrsNote::NotCorrected { detail },
        })
    }
}

fn web_shift(code: &str) -> Result<WebShift, String> {
    let found = WebShift::ALL.into_iter().find(|shift| shift.code() == code);
    decoded(code, found)
}

impl From<Reading> for SavedReading {
    fn from(reading: Reading) -> SavedReading {
        SavedReading {
            swapped: reading.swapped,
            system: match reading.system {
                System::AsSaid => "as_said".to_owned(),
                System::LonLat => "lon_lat".to_owned(),
                System::WebMercator => "web_mercator".to_owned(),
                System::Zone(zone) => zone.code(),
            },
            shift: reading.shift.map(|shift| shift.code().to_owned()),
        }
    }
}

impl SavedReading {
    /// What it means.
    ///
    /// # Errors
    /// A code that means nothing, in words.
    pub fn reading(self) -> Result<Reading, String> {
        let system = match self.system.as_str() {
            "as_said" => System::AsSaid,
            "lon_lat" => System::LonLat,
            "web_mercator" => System::WebMercator,
            code => System::Zone(decoded(code, ChineseZone::of_code(code))?),
        };
        Ok(Reading {
            swapped: self.swapped,
            system,
            shift: self.shift.map(|code| web_shift(&code)).transpose()?,
        })
    }
}

impl From<Offset> for SavedOffset {
    fn from(offset: Offset) -> SavedOffset {
        SavedOffset([offset.east_m, offset.north_m, offset.residual_m].map(Number))
    }
}

impl From<SavedOffset> for Offset {
    fn from(SavedOffset([east, north, residual]): SavedOffset) -> Offset {
        Offset {
            east_m: east.0,
            north_m: north.0,
            residual_m: residual.0,
        }
    }
}
