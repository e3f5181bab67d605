//! Coordinate systems that a file defines in full (WKT, as in `.prj` files) instead of by a code; reading and writing.
//!
//! A definition is used only where the database has one with the same datum, the same projection and the same numbers;
//! then its code stands for it. A name alone proves nothing, and an unknown definition is refused, not tried.

use serde_json::Value;

use super::crs::{Crs, CrsError, known, written_out};

/// What texts in WKT begin with.
const KEYWORDS: [&str; 13] = [
    "PROJCS",
    "GEOGCS",
    "COMPD_CS",
    "PROJCRS",
    "PROJECTEDCRS",
    "GEOGCRS",
    "GEOGRAPHICCRS",
    "GEODCRS",
    "GEODETICCRS",
    "COMPOUNDCRS",
    "BOUNDCRS",
    "GEOCCS",
    "VERT_CS",
];
/// Texts longer than this define no system that anybody uses.
const LIMIT_BYTES: usize = 64 << 10;
/// A name of more words is none of the database's, and each of its writings would be looked for there.
const MOST_WORDS: usize = 20;
/// Codes of the CGCS2000 Gauss-Krüger planes: 6-degree zones and meridians, 3-degree zones and meridians.
const CGCS2000_PLANES: std::ops::RangeInclusive<u32> = 4491..=4554;
/// What two writings of the same number may differ by, relative to it: some writers keep 12 digits.
const SAME: f64 = 1e-9;

/// True for a text that begins like WKT.
pub fn is_wkt(text: &str) -> bool {
    let start = text.trim_start();
    let word = start.split(['[', '(']).next().unwrap_or_default().trim_end();
    start.len() > word.len() && KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// Whose writing of WKT 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// That of `.prj` files: names of ESRI, no codes.
    Esri,
    /// That of OGC 01-009 as GDAL writes it: with the codes of the authority.
    Ogc,
}

/// The definition of a system, on one line; `None` where it cannot be written in WKT 1.
pub fn wkt_of(crs: &Crs, dialect: Dialect) -> Option<String> {
    let wkt = written_out(crs.code(), dialect == Dialect::Esri)?;
    Some(wkt.lines().map(str::trim).collect())
}

/// The system that a text in WKT defines, by the code of the same one in the database.
///
/// # Errors
/// [`CrsError::Unknown`] with the name that the text gives, where the database has none like it.
pub fn crs_in(wkt: &str) -> Result<Crs, CrsError> {
    let unknown = || CrsError::Unknown(name_in(wkt));
    if !is_wkt(wkt) || wkt.len() > LIMIT_BYTES || wkt.contains('\0') {
        return Err(unknown());
    }
    let known = known(wkt).ok_or_else(unknown)?;
    crs_of_json(&known.json).ok_or_else(unknown)
}

/// The system that a description in PROJJSON defines, by the code of the same one in the database; `None` where that has none
/// like it.
pub fn crs_of_json(json: &Value) -> Option<Crs> {
    let wanted = horizontal(json)?;
    let is_china = datum_name(wanted) == Some("China 2000") && wanted["type"] == "ProjectedCRS";
    let by_name = if is_china {
        CGCS2000_PLANES.map(|number| format!("EPSG:{number}")).collect()
    } else {
        names(wanted)
    };
    let mut candidates = own_code(wanted).into_iter().chain(by_name);
    let same = |candidate: String| {
        let found = known(&candidate)?;
        let code = own_code(&found.json)?;
        is_same(wanted, &found.json).then_some(code)
    };
    Crs::from_code(&candidates.find_map(same)?).ok()
}

/// The name that the text itself gives, for messages.
fn name_in(wkt: &str) -> String {
    let quoted = wkt.split('"').nth(1).unwrap_or(wkt);
    quoted.chars().take(60).collect()
}

/// The part that says where on the ellipsoid, without heights and without a shift of nothing.
fn horizontal(json: &Value) -> Option<&Value> {
    match json["type"].as_str()? {
        "GeographicCRS" | "ProjectedCRS" => Some(json),
        "CompoundCRS" => horizontal(&json["components"][0]),
        "BoundCRS" => {
            // A shift of the file's own would have to be applied; no official one is like it.
            let parameters = json["transformation"]["parameters"].as_array()?;
            let is_nothing = parameters.iter().all(|p| p["value"].as_f64() == Some(0.0));
            is_nothing.then(|| horizontal(&json["source_crs"])).flatten()
        }
        _ => None,
    }
}

fn own_code(json: &Value) -> Option<String> {
    let authority = json["id"]["authority"]
        .as_str()
        .filter(|authority| *authority == "EPSG")?;
    let code = &json["id"]["code"];
    let number = code.as_u64().or_else(|| code.as_str()?.parse().ok())?;
    Some(format!("{authority}:{number}"))
}

/// How the database may write the name: some writers put underscores for blanks and for \" / \".
fn names(json: &Value) -> Vec<String> {
    let is_name = |name: &&str| name.len() <= LIMIT_BYTES && !name.contains('\0');
    let Some(name) = json["name"].as_str().filter(is_name) else {
        return Vec::new();
    };
    let words: Vec<&str> = name.split('_').collect();
    if words.len() > MOST_WORDS {
        return vec![name.to_owned()];
    }
    let mut names = vec![name.to_owned(), words.join(" ")];
    let splits = (1..words.len()).filter_map(|at| {
        let (before, after) = words.split_at_checked(at)?;
        Some(format!("{} / {}", before.join(" "), after.join(" ")))
    });
    names.extend(splits);
    names
}

fn base(json: &Value) -> &Value {
    if json["type"] == "ProjectedCRS" {
        &json["base_crs"]
    } else {
        json
    }
}

/// The name of the datum; an ensemble of realisations goes by the same name as the datum.
fn datum_name(json: &Value) -> Option<&str> {
    let base = base(json);
    let name = base["datum"]["name"]
        .as_str()
        .or_else(|| base["datum_ensemble"]["name"].as_str())?;
    Some(name.trim_end_matches(" ensemble"))
}

/// True where two descriptions mean the same coordinates. Axes are always taken east first, so their order is nothing.
fn is_same(a: &Value, b: &Value) -> bool {
    a["type"] == b["type"]
        && datum_name(a).is_some()
        && datum_name(a) == datum_name(b)
        && ellipsoid(base(a)) == ellipsoid(base(b))
        && unit(base(a)) == unit(base(b))
        && meridian(base(a)) == meridian(base(b))
        && (a["type"] == "GeographicCRS" || is_same_plane(a, b))
}

fn ellipsoid(base: &Value) -> Option<[i64; 2]> {
    let datum = base.get("datum").or_else(|| base.get("datum_ensemble"))?;
    let ellipsoid = &datum["ellipsoid"];
    let axis = ellipsoid["semi_major_axis"].as_f64()?;
    let flat = ellipsoid["inverse_flattening"].as_f64().or_else(|| {
        let minor = ellipsoid["semi_minor_axis"].as_f64()?;
        Some(axis / (axis - minor))
    })?;
    // To the millimetre and to nine figures.
    Some([(axis * 1e3).round() as i64, (flat * 1e6).round() as i64])
}

/// The unit of the axes in metres or radians, to nine figures.
fn unit(json: &Value) -> Option<i64> {
    let unit = &json["coordinate_system"]["axis"][0]["unit"];
    let factor = match unit.as_str() {
        Some("metre") => 1.0,
        Some("degree") => 1f64.to_radians(),
        Some(_) => return None,
        // A database's base of a plane may have no axes of its own; they are in degrees then.
        None if unit.is_null() => 1f64.to_radians(),
        None => unit["conversion_factor"].as_f64()?,
    };
    Some((factor * 1e9).round() as i64)
}

fn meridian(base: &Value) -> Option<i64> {
    let datum = base.get("datum").or_else(|| base.get("datum_ensemble"))?;
    let longitude = &datum["prime_meridian"]["longitude"];
    let degrees = if longitude.is_null() {
        0.0
    } else {
        longitude.as_f64().or_else(|| longitude["value"].as_f64())?
    };
    Some((degrees * 1e9).round() as i64)
}

fn is_same_plane(a: &Value, b: &Value) -> bool {
    let parameters = |json: &Value| {
        json["conversion"]["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    let (own, other) = (parameters(a), parameters(b));
    let value = |all: &[Value], name: &Value| {
        let named = all.iter().find(|parameter| parameter["name"] == *name)?;
        in_si(named)
    };
    a["conversion"]["method"]["name"] == b["conversion"]["method"]["name"]
        && unit(a) == unit(b)
        && own.len() == other.len()
        && own.iter().all(
            |parameter| match (in_si(parameter), value(&other, &parameter["name"])) {
                (Some(x), Some(y)) => (x - y).abs() <= SAME * x.abs().max(1.0),
                _ => false,
            },
        )
}

/// A parameter in metres, radians or as a factor.
fn in_si(parameter: &Value) -> Option<f64> {
    let value = parameter["value"].as_f64()?;
    let factor = match parameter["unit"].as_str() {
        Some("degree") => 1f64.to_radians(),
        Some(_) => 1.0,
        None => parameter["unit"]["conversion_factor"].as_f64()?,
    };
    Some(value * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINA: &str = r#"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

    fn plane(name: &str, base: &str, meridian: f64, easting: f64) -> String {
        format!(
            r#"PROJCS["{name}",{base},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{easting}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#
        )
    }

    #[track_caller]
    fn check(wkt: &str, expected: Option<&str>) {
        let found = crs_in(wkt);
        assert_eq!(found.as_ref().ok().map(Crs::code), expected, "{found:?}");
    }

    /// Each writing of a name takes a tenth of a second to look for; a name of 30,000 words took most of an hour.
    #[test]
    fn a_name_without_end_is_looked_for_once() {
        let endless = vec!["a"; 30_000].join("_");
        assert_eq!(names(&serde_json::json!({ "name": endless })).len(), 1);
        check(
            &CHINA
                .replace("298.2572221", "298.2")
                .replace("GCS_China", &endless),
            None,
        );
    }

    #[test]
    fn twenty_words_are_put_together_in_every_way() {
        let check = |count: usize, expected: usize| {
            let name = vec!["a"; count].join("_");
            assert_eq!(
                names(&serde_json::json!({ "name": name })).len(),
                expected,
                "{count}"
            );
        };
        // As it is, with blanks, and with a stroke in each of the gaps.
        check(3, 4);
        check(20, 21);
        check(21, 1);
    }

    #[test]
    fn a_unit_may_be_described() {
        let check = |unit_of: Value, expected: Option<i64>| {
            let json = serde_json::json!({ "coordinate_system": { "axis": [{ "unit": unit_of }] } });
            assert_eq!(unit(&json), expected, "{json}");
        };
        check("metre".into(), Some(1_000_000_000));
        check("degree".into(), Some(17_453_293));
        check(Value::Null, Some(17_453_293));
        check("fathom".into(), None);
        check(
            serde_json::json!({ "name": "foot", "conversion_factor": 0.3048 }),
            Some(304_800_000),
        );
        check(serde_json::json!({ "name": "foot" }), None);
    }

    #[test]
    fn meridians_are_told_apart() {
        let check = |longitude: Value, expected: Option<i64>| {
            let json = serde_json::json!({ "datum": { "prime_meridian": { "longitude": longitude } } });
            assert_eq!(meridian(&json), expected, "{json}");
        };
        check(Value::Null, Some(0));
        check(2.337_229_167.into(), Some(2_337_229_167));
        check(
            serde_json::json!({ "value": -17.4, "unit": "grad" }),
            Some(-17_400_000_000),
        );
        check("Paris".into(), None);
        assert_eq!(meridian(&serde_json::json!({})), None);
    }

    #[test]
    fn heights_are_left_aside() {
        let own = plane("CGCS2000_3_Degree_GK_CM_120E", CHINA, 120.0, 5e5);
        let heights = r#"VERT_CS["1985",VERT_DATUM["1985",2005],UNIT["metre",1.0],AXIS["Up",UP]]"#;
        check(&format!(r#"COMPD_CS["both",{own},{heights}]"#), Some("EPSG:4549"));
    }

    /// To nine figures, but no closer than a thousandth of a millionth of a metre.
    #[test]
    fn planes_are_the_same_to_nine_figures() {
        let plane = |easting: f64| {
            serde_json::json!({
                "conversion": {
                    "method": { "name": "Transverse Mercator" },
                    "parameters": [{ "name": "False easting", "value": easting, "unit": "metre" }],
                },
            })
        };
        let check = |own: f64, other: f64, expected: bool| {
            assert_eq!(
                is_same_plane(&plane(own), &plane(other)),
                expected,
                "{own} {other}"
            );
        };
        check(5e5, 5e5, true);
        check(5e5, 5e5 + 4e-4, true);
        check(5e5, 5e5 - 6e-4, false);
        check(0.0, 5e-10, true);
        check(0.0, 2e-9, false);
    }

    #[test]
    fn systems_of_china_by_name_and_by_numbers() {
        check(CHINA, Some("EPSG:4490"));
        check(
            &plane("CGCS2000_3_Degree_GK_CM_120E", CHINA, 120.0, 5e5),
            Some("EPSG:4549"),
        );
        check(
            &plane("CGCS2000_3_Degree_GK_Zone_40", CHINA, 120.0, 4.05e7),
            Some("EPSG:4528"),
        );
        check(&plane("Hangzhou", CHINA, 120.0, 5e5), Some("EPSG:4549"));
    }

    #[test]
    fn what_is_written_is_read_again() {
        for code in [
            "EPSG:4490",
            "EPSG:4549",
            "EPSG:4528",
            "EPSG:4326",
            "EPSG:32651",
            "EPSG:3857",
            "EPSG:2385",
        ] {
            let crs = Crs::from_code(code).unwrap();
            for dialect in [Dialect::Esri, Dialect::Ogc] {
                let wkt = wkt_of(&crs, dialect).unwrap();
                assert!(!wkt.contains('\n'), "{wkt}");
                check(&wkt, Some(code));
            }
        }
    }

    #[test]
    fn a_name_alone_proves_nothing() {
        check(&plane("CGCS2000_3_Degree_GK_CM_120E", CHINA, 120.5, 5e5), None);
        check(
            &plane("CGCS2000_3_Degree_GK_CM_120E", CHINA, 120.0, 5e5 + 50.0),
            None,
        );
        check(&CHINA.replace("298.257222101", "298.3"), None);
        check(&CHINA.replace("\"Greenwich\",0.0", "\"Paris\",2.33722917"), None);
    }

    #[test]
    fn old_datums_keep_their_own_codes() {
        let xian = r#"GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        check(xian, Some("EPSG:4610"));
        check(
            &plane("Xian_1980_3_Degree_GK_CM_120E", xian, 120.0, 5e5),
            Some("EPSG:2385"),
        );
    }

    #[test]
    fn writings_of_other_programs() {
        let etrs = r#"PROJCS["ETRS89_LAEA_Europe",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Lambert_Azimuthal_Equal_Area"],PARAMETER["latitude_of_origin",52],PARAMETER["central_meridian",10],PARAMETER["false_easting",4321000],PARAMETER["false_northing",3210000],UNIT["Meter",1]]"#;
        check(etrs, Some("EPSG:3035"));
        let wgs = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]]"#;
        check(wgs, Some("EPSG:4326"));
        let utm = format!(
            r#"PROJCS["WGS_1984_UTM_Zone_50N",{wgs},PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#
        );
        check(&utm, Some("EPSG:32650"));
    }

    #[test]
    fn what_is_no_definition() {
        check("EPSG:4549", None);
        check("PROJCS[", None);
        check("", None);
        let shifted = format!(
            "{}TOWGS84[1,2,3,0,0,0,0]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
            CHINA.split("],PRIMEM").next().unwrap_or_default().to_owned() + ","
        );
        check(&shifted, None);
    }
}
