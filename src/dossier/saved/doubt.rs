//! Doubt about the place of a layer.

use serde::{Deserialize, Serialize};

use crate::geom::chinese_zone::ChineseZone;
use crate::geom::extent::Extent;
use crate::model::crs_doubt::{Against, CrsDoubt, Tested};
use crate::model::crs_reading::Trust;

use super::super::last_digits::LastDigits;
use super::note::{SavedNote, SavedOffset, SavedReading};
use super::number::Number;
use super::words::decoded;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub struct SavedDoubt {
    trust: String,
    notes: Vec<SavedNote>,
    range: Option<SavedBox>,
    easting_zone: Option<String>,
    proposals: Vec<SavedReading>,
    against: Option<SavedAgainst>,
}

/// West, south, east, north.
#[derive(Clone, Serialize, Deserialize)]
pub struct SavedBox([Number; 4]);

#[derive(Serialize, Deserialize)]
struct SavedAgainst {
    reference: String,
    distance_m: Option<Number>,
    matched: usize,
    offset: Option<SavedOffset>,
    tested: Vec<SavedTested>,
}

#[derive(Serialize, Deserialize)]
struct SavedTested {
    reading: SavedReading,
    residual_m: Number,
    by_borders: bool,
    share_inside: Number,
    moved_m: Option<[Number; 2]>,
    offered: bool,
}

/// True where both say the same, but for the last digits of how far layers lie apart: those differ between machines.
pub fn says_the_same(one: &CrsDoubt, other: &CrsDoubt) -> bool {
    let values = [one, other].map(|doubt| serde_json::to_value(SavedDoubt::from(doubt)));
    let [Ok(one), Ok(mut other)] = values else {
        return false;
    };
    LastDigits::settle(&one, &mut other);
    one == other
}

impl From<Extent> for SavedBox {
    fn from(extent: Extent) -> SavedBox {
        SavedBox([extent.min.x, extent.min.y, extent.max.x, extent.max.y].map(Number))
    }
}

impl From<SavedBox> for Extent {
    fn from(SavedBox([west, south, east, north]): SavedBox) -> Extent {
        Extent {
            min: (west.0, south.0).into(),
            max: (east.0, north.0).into(),
        }
    }
}

impl From<&CrsDoubt> for SavedDoubt {
    fn from(doubt: &CrsDoubt) -> SavedDoubt {
        SavedDoubt {
            trust: doubt.trust.code().to_owned(),
            notes: doubt.notes.iter().map(SavedNote::from).collect(),
            range: doubt.range.map(SavedBox::from),
            easting_zone: doubt.easting_zone.map(ChineseZone::code),
            proposals: doubt.proposals.iter().map(|reading| (*reading).into()).collect(),
            against: doubt.against.as_ref().map(SavedAgainst::from),
        }
    }
}

impl SavedDoubt {
    /// What it means.
    ///
    /// # Errors
    /// A code that means nothing, in words.
    pub fn doubt(self) -> Result<CrsDoubt, String> {
        let trusts = [Trust::Plausible, Trust::Suspicious, Trust::Refused];
        let trust = trusts.into_iter().find(|trust| trust.code() == self.trust);
        let zone = self
            .easting_zone
            .map(|code| decoded(&code, ChineseZone::of_code(&code)));
        Ok(CrsDoubt {
            trust: decoded(&self.trust, trust)?,
            notes: self
                .notes
                .into_iter()
                .map(SavedNote::note)
                .collect::<Result<_, _>>()?,
            range: self.range.map(Extent::from),
            easting_zone: zone.transpose()?,
            proposals: self
                .proposals
                .into_iter()
                .map(SavedReading::reading)
                .collect::<Result<_, _>>()?,
            against: self.against.map(SavedAgainst::against).transpose()?,
        })
    }
}

impl From<&Against> for SavedAgainst {
    fn from(against: &Against) -> SavedAgainst {
        SavedAgainst {
            reference: against.reference.clone(),
            distance_m: against.distance_m.map(Number),
            matched: against.matched,
            offset: against.offset.map(SavedOffset::from),
            tested: against.tested.iter().map(SavedTested::from).collect(),
        }
    }
}

impl SavedAgainst {
    fn against(self) -> Result<Against, String> {
        Ok(Against {
            reference: self.reference,
            distance_m: self.distance_m.map(|metres| metres.0),
            matched: self.matched,
            offset: self.offset.map(Into::into),
            tested: self
                .tested
                .into_iter()
                .map(SavedTested::tested)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Tested> for SavedTested {
    fn from(tested: &Tested) -> SavedTested {
        SavedTested {
            reading: tested.reading.into(),
            residual_m: Number(tested.residual_m),
            by_borders: tested.by_borders,
            share_inside: Number(tested.share_inside),
            moved_m: tested.moved_m.map(|(east, north)| [east, north].map(Number)),
            offered: tested.offered,
        }
    }
}

impl SavedTested {
    fn tested(self) -> Result<Tested, String> {
        Ok(Tested {
            reading: self.reading.reading()?,
            residual_m: self.residual_m.0,
            by_borders: self.by_borders,
            share_inside: self.share_inside.0,
            moved_m: self.moved_m.map(|[east, north]| (east.0, north.0)),
            offered: self.offered,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::web_shift::WebShift;
    use crate::model::crs_note::CrsNote;
    use crate::model::crs_reading::{Offset, Reading, System};

    fn readings() -> Vec<Reading> {
        let zone = ChineseZone::of_code("EPSG:4528").unwrap();
        let systems = [
            System::AsSaid,
            System::LonLat,
            System::WebMercator,
            System::Zone(zone),
        ];
        let mut readings: Vec<Reading> = systems.map(Reading::plain).to_vec();
        readings.push(Reading {
            swapped: true,
            system: System::Zone(zone),
            shift: Some(WebShift::Bd09),
        });
        readings
    }

    fn notes() -> Vec<CrsNote> {
        let t = || "t".to_owned();
        let offset = Offset {
            east_m: 1.5,
            north_m: -2.5,
            residual_m: 0.1,
        };
        vec![
            CrsNote::NotDegrees { code: t() },
            CrsNote::NotMetres { code: t() },
            CrsNote::ZoneNumber {
                code: t(),
                zone: 40,
                fitting: t(),
            },
            CrsNote::NoZoneNumber {
                code: t(),
                fitting: t(),
            },
            CrsNote::AxesSwapped,
            CrsNote::OutsideArea { code: t() },
            CrsNote::FarFromReference {
                reference: t(),
                distance_m: f64::INFINITY,
            },
            CrsNote::FitsBetter {
                reading: readings()[4],
                reference: t(),
                residual_m: 0.2,
                as_said_m: Some(0.3),
            },
            CrsNote::Displaced {
                reference: t(),
                offset,
            },
            CrsNote::Proposals { readings: readings() },
            CrsNote::AnyZone { swapped: true },
            CrsNote::Confirmed { by: t() },
            CrsNote::AxesTurned,
            CrsNote::ShiftUndone {
                shift: WebShift::Gcj02,
            },
            CrsNote::Shifted {
                from: t(),
                parameters: 7,
                accuracy_m: 2.0,
                source: t(),
            },
            CrsNote::Accepted {
                from: t(),
                accept_m: 150.0,
                signed: t(),
            },
            CrsNote::NotCorrected { detail: t() },
        ]
    }

    #[test]
    fn everything_comes_back() {
        let tested = |reading| Tested {
            reading,
            residual_m: 1.0 / 3.0,
            by_borders: true,
            share_inside: 0.7,
            moved_m: Some((1.0, -2.0)),
            offered: true,
        };
        let mut doubt = CrsDoubt {
            range: Some(Extent::from_corners((1.0, 2.0).into(), (3.0, 4.5).into())),
            easting_zone: ChineseZone::of_code("EPSG:4528"),
            proposals: readings(),
            against: Some(Against {
                reference: "district".into(),
                distance_m: Some(0.0),
                matched: 12,
                offset: None,
                tested: readings().into_iter().map(tested).collect(),
            }),
            ..CrsDoubt::default()
        };
        notes().into_iter().for_each(|note| doubt.note(note));
        let text = serde_json::to_string(&SavedDoubt::from(&doubt)).unwrap();
        let back: SavedDoubt = serde_json::from_str(&text).unwrap();
        assert_eq!(back.doubt().unwrap(), doubt);
        let empty = Extent::from(SavedBox::from(Extent::EMPTY));
        assert_eq!(empty, Extent::EMPTY);
    }

    #[test]
    fn another_machine_doubts_the_same() {
        let moved = |east_m: f64, reference: &str| CrsDoubt {
            against: Some(Against {
                reference: reference.into(),
                distance_m: Some(0.0),
                matched: 12,
                offset: None,
                tested: vec![Tested {
                    reading: readings().remove(0),
                    residual_m: 1.0 / 3.0,
                    by_borders: true,
                    share_inside: 0.7,
                    moved_m: Some((east_m, 0.0)),
                    offered: true,
                }],
            }),
            ..CrsDoubt::default()
        };
        let here = moved(-1_058.704_994_843_659_7, "district");
        assert!(says_the_same(&here, &moved(-1_058.704_994_845_025_8, "district")));
        assert!(!says_the_same(&here, &moved(-1_058.705, "district")));
        assert!(!says_the_same(
            &here,
            &moved(-1_058.704_994_845_025_8, "red_line")
        ));
        assert!(!says_the_same(&here, &CrsDoubt::default()));
    }
}
