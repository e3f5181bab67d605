//! Coordinate reference systems by what somebody types: a number, a datum, a zone, a meridian, in Chinese or English.

use std::sync::OnceLock;

use crate::geom::crs::Crs;
use crate::geom::zone_code::{Datum, Zone};
use crate::words::Bilingual;

/// A system that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSystem {
    /// Its code, such as `EPSG:4549`.
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// Everything that it is found by, in small letters, word by word.
    words: Vec<String>,
}

/// Writings of one datum.
struct DatumWords {
    datum: Datum,
    zh: &'static str,
    en: &'static str,
    others: &'static [&'static str],
}

const DATUMS: [DatumWords; 3] = [
    DatumWords {
        datum: Datum::Cgcs2000,
        zh: "CGCS2000",
        en: "CGCS2000",
        others: &["2000", "国家2000", "2000国家大地坐标系", "国家大地2000"],
    },
    DatumWords {
        datum: Datum::Xian80,
        zh: "西安80",
        en: "Xian 1980",
        others: &["xian80", "西安1980", "80西安", "1980"],
    },
    DatumWords {
        datum: Datum::Beijing54,
        zh: "北京54",
        en: "Beijing 1954",
        others: &["beijing54", "北京1954", "54北京", "1954"],
    },
];

/// Systems that are no zones: code, Chinese, English, other words.
const SINGLE: [(&str, &str, &str, &str); 8] = [
    (
        "EPSG:4490",
        "CGCS2000 经纬度",
        "CGCS2000, longitude and latitude",
        "国家2000 2000 degrees 大地坐标",
    ),
    (
        "EPSG:4326",
        "WGS 84 经纬度",
        "WGS 84, longitude and latitude",
        "wgs84 gps degrees",
    ),
    (
        "OGC:CRS84",
        "WGS 84 经纬度（经度在前）",
        "WGS 84, longitude first",
        "wgs84 gps geojson",
    ),
    (
        "EPSG:4610",
        "西安80 经纬度",
        "Xian 1980, longitude and latitude",
        "xian80 西安1980 degrees",
    ),
    (
        "EPSG:4214",
        "北京54 经纬度",
        "Beijing 1954, longitude and latitude",
        "beijing54 北京1954 degrees",
    ),
    (
        "EPSG:3857",
        "Web 墨卡托",
        "Web Mercator",
        "900913 google webmercator 网络墨卡托 球面墨卡托",
    ),
    (
        "EPSG:2326",
        "香港 1980 方格网",
        "Hong Kong 1980 grid",
        "hk80 香港80",
    ),
    (
        "EPSG:3826",
        "TWD97 / TM2 中央经线 121°",
        "TWD97 / TM2 around 121° E",
        "taiwan 台湾 119",
    ),
];

/// All systems that the picker offers by name: those of China, longitudes and latitudes, UTM of WGS 84. Any other one is
/// found by its code alone ([`found`]).
pub fn known_systems() -> &'static [KnownSystem] {
    static ALL: OnceLock<Vec<KnownSystem>> = OnceLock::new();
    ALL.get_or_init(|| single().chain(zones()).chain(utm()).collect())
}

/// The systems that meet every word of a query, best first, at most `most`; a code that is on no list is looked up in the
/// program's database. Nothing for an empty query.
///
/// ```
/// use redshank::lookup::systems::found;
/// assert_eq!(found("3度带 117", 9)[0].code, "EPSG:4548");
/// assert_eq!(found("xian 1980 zone 40", 9)[0].code, "EPSG:2385");
/// assert_eq!(found("2154", 9)[0].code, "EPSG:2154");
/// assert!(found("atlantis", 9).is_empty());
/// ```
pub fn found(query: &str, most: usize) -> Vec<KnownSystem> {
    let query = query
        .to_lowercase()
        .replace("epsg:", " ")
        .replace(['°', '/', ',', '，'], " ");
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let scored = known_systems().iter().enumerate();
    let mut hits: Vec<(u32, usize)> = scored
        .filter_map(|(place, system)| Some((system.score(&words)?, place)))
        .collect();
    hits.sort_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
    let hits = hits
        .into_iter()
        .filter_map(|(_, place)| known_systems().get(place));
    let mut systems: Vec<KnownSystem> = hits.take(most).cloned().collect();
    if let [word] = words.as_slice()
        && let Some(system) = by_number(word)
        && !systems.iter().any(|own| own.code == system.code)
    {
        systems.insert(0, system);
        systems.truncate(most);
    }
    systems
}

/// The name of a system; `None` where the program does not know the code.
pub fn system_of(code: &str) -> Option<KnownSystem> {
    let known = known_systems().iter().find(|system| system.code == code);
    known.cloned().or_else(|| by_code(code))
}

fn by_number(word: &str) -> Option<KnownSystem> {
    let is_number = (4..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| by_code(&format!("EPSG:{word}"))).flatten()
}

fn by_code(code: &str) -> Option<KnownSystem> {
    let crs = Crs::from_code(code).ok()?;
    Some(KnownSystem {
        code: crs.code().to_owned(),
        name: Bilingual::same(crs.name()),
        words: Vec::new(),
    })
}

impl KnownSystem {
    fn new(code: String, name: Bilingual, others: &[&str]) -> KnownSystem {
        let number = code.rsplit(':').next().unwrap_or_default().to_lowercase();
        let written = [name.zh.as_str(), name.en.as_str()];
        let texts = written.into_iter().chain(others.iter().copied());
        let words = texts.flat_map(|text| {
            let plain = text
                .to_lowercase()
                .replace(['°', ',', '，', '/', '（', '）'], " ");
            plain.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        });
        let mut words: Vec<String> = std::iter::once(number).chain(words).collect();
        words.dedup();
        KnownSystem { code, name, words }
    }

    /// How well it meets all words; whole words count most, then those that begin with what is typed.
    fn score(&self, typed: &[&str]) -> Option<u32> {
        let one = |typed: &&str| -> Option<u32> {
            let is_number = typed.bytes().all(|byte| byte.is_ascii_digit());
            let hits = self.words.iter().filter_map(|own| match own {
                own if own == typed => Some(4),
                own if own.starts_with(*typed) => Some(2),
                // 17 is no part of 117.
                own if !is_number && own.contains(*typed) => Some(1),
                _ => None,
            });
            hits.max()
        };
        typed.iter().map(one).sum()
    }
}

fn single() -> impl Iterator<Item = KnownSystem> {
    SINGLE.into_iter().map(|(code, zh, en, others)| {
        let name = Bilingual {
            zh: zh.to_owned(),
            en: en.to_owned(),
        };
        KnownSystem::new(code.to_owned(), name, &[others])
    })
}

fn zones() -> impl Iterator<Item = KnownSystem> {
    DATUMS.iter().flat_map(|words| {
        [(false, false), (false, true), (true, false), (true, true)]
            .into_iter()
            .flat_map(move |(is_six_degree, is_prefixed)| {
                Zone::numbers(is_six_degree).filter_map(move |number| {
                    let zone = Zone {
                        datum: words.datum,
                        is_six_degree,
                        number,
                        is_prefixed,
                    };
                    zone_system(words, zone)
                })
            })
    })
}

fn zone_system(words: &DatumWords, zone: Zone) -> Option<KnownSystem> {
    let (number, meridian) = (zone.number, zone.central_meridian_deg());
    let (width, han) = if zone.is_six_degree {
        (6, "六")
    } else {
        (3, "三")
    };
    let (zh, en) = match zone.is_prefixed {
        true => (
            format!("{} {width}度带 第{number}带 {meridian}°（坐标含带号）", words.zh),
            format!(
                "{} {width}-degree zone {number}, {meridian}° E, number in the easting",
                words.en
            ),
        ),
        false => (
            format!("{} {width}度带 中央经线 {meridian}°（不含带号）", words.zh),
            format!(
                "{} {width}-degree around {meridian}° E, zone {number}, no number",
                words.en
            ),
        ),
    };
    let more = [
        format!("{han}度带 {number}带 {number} {meridian}e gk gauss kruger 高斯 克吕格"),
        format!(
            "{width}度 {width}deg {width}degree cm{meridian} {}",
            words.others.join(" ")
        ),
    ];
    let more = [more[0].as_str(), more[1].as_str()];
    Some(KnownSystem::new(
        format!("EPSG:{}", zone.epsg()?),
        Bilingual { zh, en },
        &more,
    ))
}

fn utm() -> impl Iterator<Item = KnownSystem> {
    [(32_600, 'N', '北'), (32_700, 'S', '南')]
        .into_iter()
        .flat_map(|(first, letter, side)| {
            (1..=60).map(move |zone: u32| {
                let name = Bilingual {
                    zh: format!("WGS 84 UTM {zone}{letter}（{side}半球）"),
                    en: format!("WGS 84 UTM zone {zone}{letter}"),
                };
                let more = format!("wgs84 {zone} 通用横轴墨卡托");
                KnownSystem::new(format!("EPSG:{}", first + zone), name, &[more.as_str()])
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first hits of what is typed.
    #[track_caller]
    fn check(query: &str, expected: &[&str]) {
        let codes: Vec<String> = found(query, expected.len().max(1))
            .into_iter()
            .map(|system| system.code)
            .collect();
        assert_eq!(codes, expected, "{query}");
    }

    #[test]
    fn systems_are_found_by_number_name_zone_and_meridian() {
        check("4549", &["EPSG:4549"]);
        check("epsg:4490", &["EPSG:4490"]);
        check("3度带 117", &["EPSG:4548", "EPSG:4527"]);
        check("三度带 40带", &["EPSG:4549", "EPSG:4528"]);
        check("北京54 6度带 20", &["EPSG:21460", "EPSG:21420"]);
        check("西安80 120°", &["EPSG:2385", "EPSG:2364"]);
        check("utm 50n", &["EPSG:32650"]);
        check("wgs84 经纬度", &["EPSG:4326", "OGC:CRS84"]);
        check("墨卡托", &["EPSG:3857"]);
        check("", &[]);
        check("no such thing", &[]);
    }

    #[test]
    fn every_system_is_one_and_has_its_own_code() {
        let mut codes: Vec<&str> = known_systems()
            .iter()
            .map(|system| system.code.as_str())
            .collect();
        assert_eq!(codes.len(), SINGLE.len() + 3 * 64 + 120);
        for code in &codes {
            assert!(Crs::from_code(code).is_ok(), "{code}");
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), known_systems().len());
    }

    #[test]
    fn a_code_that_is_on_no_list_is_looked_up() {
        assert_eq!(
            system_of("EPSG:2154").map(|system| system.code).as_deref(),
            Some("EPSG:2154")
        );
        assert_eq!(system_of("EPSG:999999"), None);
    }
}
