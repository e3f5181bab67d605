//! The part `[属性描述]`: which coordinate system the corners are in.

use serde_json::Value;

use crate::formats::text::half_width;
use crate::geom::zone_code::{Datum, Zone, prefix_of};

/// The attributes as written, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header(Vec<(String, String)>);

/// What a header and the eastings say together.
#[derive(Clone, Debug, PartialEq)]
pub enum System {
    /// A code, or the header's own words where they name no code.
    Named(String),
    /// Nothing names a zone.
    Unknown,
    /// The header names another zone than the eastings begin with.
    Contradiction {
        /// 带号 as written.
        header: String,
        /// What the eastings begin with.
        easting: u32,
    },
    /// Some eastings begin with a zone number and others do not, or with another.
    Mixed,
}

impl Header {
    /// Takes a line `key=value`; false for anything else.
    pub fn take(&mut self, line: &str) -> bool {
        let Some((key, value)) = line.split_once(['=', '＝']) else {
            return false;
        };
        self.0.push((key.trim().to_owned(), value.trim().to_owned()));
        true
    }

    /// The value of a key; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        let found = self.0.iter().find(|(own, _)| own == key);
        found.map_or("", |(_, value)| value)
    }

    /// All of it, for writing back.
    pub fn members(&self) -> impl Iterator<Item = (String, Value)> {
        self.0
            .iter()
            .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
    }

    /// Parameters of a transformation that are not all nothing: they say that the coordinates are of some other system.
    pub fn parameters(&self) -> Option<&str> {
        let written = self.get("转换参数");
        let is_nothing = |part: &str| part.trim().is_empty() || part.trim().parse() == Ok(0.0);
        let parts = half_width(written);
        let nothing = parts.split([',', ';', ' ']).all(is_nothing);
        (!nothing).then_some(written)
    }

    /// The coordinate system of these eastings.
    pub fn system(&self, eastings_m: impl Iterator<Item = f64>) -> System {
        let mut prefixes = eastings_m.map(prefix_of);
        let first = prefixes.next().flatten();
        if prefixes.any(|other| other != first) {
            return System::Mixed;
        }
        let written = half_width(self.get("带号"));
        let number: Option<u32> = written.trim().trim_end_matches('带').parse().ok();
        if let (Some(number), Some(easting)) = (number, first)
            && number != easting
        {
            let header = written.trim().to_owned();
            return System::Contradiction { header, easting };
        }
        let own_words = || {
            let words = ["坐标系", "几度分带", "带号", "投影类型", "计量单位"].map(|key| self.get(key));
            System::Named(words.join(" ").trim().to_owned())
        };
        if self.get("坐标系").is_empty() && number.is_none() && first.is_none() {
            return System::Unknown;
        }
        let Some(datum) = self.datum().filter(|_| self.is_plane_in_metres()) else {
            return own_words();
        };
        let Some(number) = first.or(number) else {
            return System::Unknown;
        };
        let is_six_degree = Zone::numbers(true).contains(&number);
        let zone = Zone {
            datum,
            is_six_degree,
            number,
            is_prefixed: first.is_some(),
        };
        let width = half_width(self.get("几度分带"));
        let width = width.trim().trim_end_matches(['度', '带', '分', ' ']);
        let agrees = width.is_empty() || width == if is_six_degree { "6" } else { "3" };
        match zone.epsg().filter(|_| agrees) {
            Some(code) => System::Named(format!("EPSG:{code}")),
            None => own_words(),
        }
    }

    fn datum(&self) -> Option<Datum> {
        let name = half_width(self.get("坐标系"));
        let has = |part: &str| name.contains(part);
        if has("2000") {
            Some(Datum::Cgcs2000)
        } else if has("80") {
            Some(Datum::Xian80)
        } else if has("54") {
            Some(Datum::Beijing54)
        } else {
            None
        }
    }

    fn is_plane_in_metres(&self) -> bool {
        let unit = self.get("计量单位").to_ascii_lowercase();
        let projection = self.get("投影类型").to_lowercase();
        let is_gauss =
            projection.is_empty() || ["高斯", "gauss"].iter().any(|name| projection.contains(name));
        is_gauss && ["", "米", "m", "meter", "metre"].contains(&unit.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], eastings: &[f64], expected: &System) {
        let mut header = Header::default();
        assert!(lines.iter().all(|line| header.take(line)));
        assert_eq!(header.system(eastings.iter().copied()), *expected);
    }

    fn named(code: &str) -> System {
        System::Named(code.to_owned())
    }

    const HOME: [&str; 5] = [
        "坐标系=2000国家大地坐标系",
        "几度分带=3",
        "投影类型=高斯克吕格",
        "计量单位=米",
        "带号=40",
    ];

    #[test]
    fn zone_with_and_without_its_number_in_the_easting() {
        check(&HOME, &[40_512_345.0, 40_512_400.0], &named("EPSG:4528"));
        check(&HOME, &[512_345.0], &named("EPSG:4549"));
        check(
            &["坐标系=CGCS2000", "几度分带＝６", "带号=２１"],
            &[21_412_345.0],
            &named("EPSG:4499"),
        );
        check(&["坐标系=2000"], &[40_512_345.0], &named("EPSG:4528"));
    }

    #[test]
    fn old_datums_get_their_own_codes() {
        check(
            &["坐标系=80国家大地坐标系", "带号=40"],
            &[40_512_345.0],
            &named("EPSG:2364"),
        );
        check(
            &["坐标系=北京54坐标系", "几度分带=3", "带号=40"],
            &[512_345.0],
            &named("EPSG:2437"),
        );
    }

    #[test]
    fn what_is_not_said_or_contradicts_itself_is_not_guessed() {
        check(&[], &[512_345.0], &System::Unknown);
        check(&["坐标系=2000国家大地坐标系"], &[512_345.0], &System::Unknown);
        check(
            &HOME,
            &[39_512_345.0],
            &System::Contradiction {
                header: "40".to_owned(),
                easting: 39,
            },
        );
        check(&HOME, &[40_512_345.0, 512_345.0], &System::Mixed);
        check(
            &["坐标系=杭州城建坐标系", "带号=40"],
            &[512_345.0],
            &named("杭州城建坐标系  40"),
        );
        check(
            &["坐标系=2000", "几度分带=6", "带号=40"],
            &[512_345.0],
            &named("2000 6 40"),
        );
        check(
            &["坐标系=2000", "计量单位=度", "带号=40"],
            &[120.5],
            &named("2000  40  度"),
        );
    }

    #[test]
    fn parameters_that_are_something() {
        let check = |value: &str, expected: bool| {
            let mut header = Header::default();
            header.take(&format!("转换参数={value}"));
            assert_eq!(header.parameters().is_some(), expected, "{value}");
        };
        check("", false);
        check("0,0,0,0,0,0,0", false);
        check("，，0.0，，，，", false);
        check("0,0,0,1.2,0,0,0", true);
    }
}
