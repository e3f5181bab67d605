//! Ways to read the coordinates of a file, how far one is to be trusted, and their names for people.

use crate::geom::chinese_zone::ChineseZone;
use crate::geom::web_shift::WebShift;
use crate::say;
use crate::words::Lang;

/// How far a layer's place is to be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    /// Nothing speaks against it.
    #[default]
    Plausible,
    /// Shown and screened, but nothing is *clear* or *near* by it.
    Suspicious,
    /// Takes no part in any verdict.
    Refused,
}

impl Trust {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Trust::Plausible => "plausible",
            Trust::Suspicious => "suspicious",
            Trust::Refused => "refused",
        }
    }
}

/// One way to read the coordinates of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// North stands before east.
    pub swapped: bool,
    /// The system.
    pub system: System,
    /// The shift that was put on them, which this reading takes off.
    pub shift: Option<WebShift>,
}

/// A system that coordinates may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum System {
    /// The one that file, workspace or standard say.
    AsSaid,
    /// Longitude and latitude of CGCS2000 or WGS 84 in degrees.
    LonLat,
    /// A plane of CGCS2000.
    Zone(ChineseZone),
    /// The sphere of the web maps in metres (EPSG:3857).
    WebMercator,
}

impl Reading {
    /// As file, workspace or standard say.
    pub const AS_SAID: Reading = Reading::plain(System::AsSaid);

    /// In a system, east first, unshifted.
    pub const fn plain(system: System) -> Reading {
        Reading {
            swapped: false,
            system,
            shift: None,
        }
    }

    /// The name in files: `as_said`, `gcj02`, `EPSG:4549`, `EPSG:4549+swapped`…
    pub fn code(self) -> String {
        let mut parts: Vec<String> = self.system.crs_code().into_iter().collect();
        parts.extend(self.swapped.then(|| "swapped".to_owned()));
        parts.extend(self.shift.map(|shift| shift.code().to_owned()));
        if parts.is_empty() {
            "as_said".to_owned()
        } else {
            parts.join("+")
        }
    }

    /// The reading of that name; `None` where it names none.
    pub fn from_code(code: &str) -> Option<Reading> {
        let mut reading = Reading::AS_SAID;
        for part in code.split('+').filter(|_| code != "as_said") {
            let shift = WebShift::ALL.into_iter().find(|shift| shift.code() == part);
            match (part, shift) {
                ("swapped", _) => reading.swapped = true,
                (_, Some(shift)) => reading.shift = Some(shift),
                _ => reading.system = System::from_crs_code(part)?,
            }
        }
        Some(reading)
    }

    /// What to write into a layer of the workspace file so that it is read in this way.
    pub fn keys(self) -> String {
        let crs = self.system.crs_code().map(|code| format!("crs = \"{code}\""));
        let axes = self.swapped.then(|| "axes = \"swapped\"".to_owned());
        let shift = self.shift.map(|shift| format!("shift = \"{}\"", shift.code()));
        let keys: Vec<String> = [crs, axes, shift].into_iter().flatten().collect();
        keys.join(", ")
    }
}

impl System {
    /// The system of that code, among those that coordinates may be read in.
    fn from_crs_code(code: &str) -> Option<System> {
        let plain = [System::LonLat, System::WebMercator].into_iter();
        let mut plain = plain.filter(|system| system.crs_code().as_deref() == Some(code));
        plain
            .next()
            .or_else(|| ChineseZone::of_code(code).map(System::Zone))
    }

    /// The code of the system; `None` for the one that is said already.
    pub fn crs_code(self) -> Option<String> {
        match self {
            System::AsSaid => None,
            System::LonLat => Some("EPSG:4490".to_owned()),
            System::Zone(zone) => Some(zone.code()),
            System::WebMercator => Some("EPSG:3857".to_owned()),
        }
    }
}

/// A constant offset between the borders of two layers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offset {
    /// The layer lies so far east of the reference, in metres.
    pub east_m: f64,
    /// The layer lies so far north of the reference, in metres.
    pub north_m: f64,
    /// Residual of the borders once it is taken off, in metres.
    pub residual_m: f64,
}

impl Offset {
    /// Its length in metres.
    pub fn length_m(&self) -> f64 {
        self.east_m.hypot(self.north_m)
    }
}

impl Trust {
    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("crs_doubt.trust.{}", self.code()))
    }
}

/// Names for people, of what coordinates may be read as.
impl Reading {
    /// The system, whether north stands first, and which shift is taken off.
    pub fn name(self, lang: Lang) -> String {
        let system = match self.system {
            System::AsSaid if self.swapped || self.shift.is_some() => None,
            System::AsSaid => Some(say!(lang, "crs_doubt.system.as_said")),
            System::LonLat => Some(say!(lang, "crs_doubt.system.lon_lat")),
            System::WebMercator => Some(say!(lang, "crs_doubt.system.web_mercator")),
            System::Zone(zone) => {
                let numbered = if zone.is_numbered() {
                    "zone_with"
                } else {
                    "zone_without"
                };
                let key = format!("crs_doubt.system.{numbered}");
                let (width, meridian) = (zone.width().degrees(), zone.central_meridian_deg());
                Some(say!(
                    lang,
                    &key,
                    width = width,
                    number = zone.number(),
                    meridian = meridian,
                    code = zone.code()
                ))
            }
        };
        let swapped = self.swapped.then(|| say!(lang, "crs_doubt.swapped"));
        let shift = self.shift.map(|shift| shift.name(lang));
        let parts: Vec<String> = [system, swapped, shift].into_iter().flatten().collect();
        parts.join(if lang == Lang::Zh { "，" } else { ", " })
    }
}

/// Names for people, of the shifts of the web maps.
pub trait ShiftWords {
    /// The name for people.
    fn name(self, lang: Lang) -> String;
}

impl ShiftWords for WebShift {
    fn name(self, lang: Lang) -> String {
        say!(lang, &format!("crs_doubt.shift.{}", self.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_have_names_and_keys() {
        let check = |reading: Reading, code: &str, keys: &str| {
            assert_eq!((reading.code().as_str(), reading.keys().as_str()), (code, keys));
            assert_eq!(Reading::from_code(code), Some(reading));
        };
        let zone = System::Zone(ChineseZone::of_code("EPSG:4549").unwrap());
        check(Reading::AS_SAID, "as_said", "");
        check(Reading::plain(zone), "EPSG:4549", "crs = \"EPSG:4549\"");
        check(
            Reading {
                swapped: true,
                ..Reading::plain(zone)
            },
            "EPSG:4549+swapped",
            "crs = \"EPSG:4549\", axes = \"swapped\"",
        );
        check(
            Reading {
                shift: Some(WebShift::Bd09),
                ..Reading::AS_SAID
            },
            "bd09",
            "shift = \"bd09\"",
        );
        check(Reading::plain(System::LonLat), "EPSG:4490", "crs = \"EPSG:4490\"");
        check(
            Reading::plain(System::WebMercator),
            "EPSG:3857",
            "crs = \"EPSG:3857\"",
        );
        for nonsense in ["", "swopped", "EPSG:1", "EPSG:4549+"] {
            assert_eq!(Reading::from_code(nonsense), None, "{nonsense}");
        }
    }
}
