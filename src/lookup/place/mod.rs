//! A place as people write it: degrees, degrees with minutes and seconds, plane coordinates with or without the number of
//! the zone, and scales.

mod angle;
mod scan;

use geo::Coord;

use crate::geom::area::Ruler;
use crate::geom::chinese_zone::ChineseZone;
use crate::geom::crs::{Crs, Geodetic, Transform};
use crate::geom::extent::Extent;
use crate::say;
use crate::words::Lang;

use angle::{Ordinate, ordinates};
use scan::{Mark, pieces};

/// A text longer than this is no place.
const LONGEST: usize = 200;
/// Scales from 1:10 to 1:50,000,000.
const SCALES: std::ops::RangeInclusive<f64> = 10.0..=50_000_000.0;
/// Web Mercator, which maps on the web copy coordinates in.
const WEB_MERCATOR: &str = "EPSG:3857";

/// Where the map is, for what is typed.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The plane of the workspace.
    pub crs: &'a Crs,
    /// Where the data is, in that plane: what lies in it is offered first.
    pub home: Extent,
    /// The middle of the map: what a longitude or latitude alone is completed from.
    pub middle: Option<Coord<f64>>,
}

/// What may be meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Proposal {
    /// The map at 1:N.
    Scale(f64),
    /// A place.
    Place(FoundPlace),
}

/// A place, and how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// In the plane of the workspace.
    pub at: Coord<f64>,
    /// What was read.
    pub reading: Reading,
}

/// How a place was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// Longitude and latitude.
    Degrees(Geodetic),
    /// Plane coordinates, east and north, in a zone whose number stands in the easting.
    Zone(ChineseZone, Coord<f64>),
    /// Plane coordinates of another plane: its code.
    Plane(String, Coord<f64>),
}

impl Reading {
    /// In words.
    pub fn text(&self, lang: Lang) -> String {
        let plane = |at: &Coord<f64>, system: String| {
            say!(
                lang,
                "lookup.plane",
                east = format!("{:.2}", at.x),
                north = format!("{:.2}", at.y),
                system = system
            )
        };
        match self {
            Reading::Degrees(place) => {
                let side = |value: f64, plus: char, minus: char| if value < 0.0 { minus } else { plus };
                format!(
                    "{:.6}°{} {:.6}°{}",
                    place.lon_deg.abs(),
                    side(place.lon_deg, 'E', 'W'),
                    place.lat_deg.abs(),
                    side(place.lat_deg, 'N', 'S')
                )
            }
            Reading::Zone(zone, at) => {
                let system = say!(
                    lang,
                    "lookup.zone",
                    degrees = zone.width().degrees(),
                    number = zone.number(),
                    meridian = zone.central_meridian_deg()
                );
                plane(at, system)
            }
            Reading::Plane(code, at) => plane(at, code.clone()),
        }
    }
}

/// What a text may mean, the likeliest first; nothing where it is no place and no scale.
pub fn proposals(text: &str, ground: &Ground<'_>) -> Vec<Proposal> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    if let Some(scale) = scale_in(text) {
        return vec![Proposal::Scale(scale)];
    }
    let found = pieces(text).map(|pieces| ordinates(&pieces)).unwrap_or_default();
    let mut places = match found.as_slice() {
        [one] => alone(one, ground),
        [first, second] => pair(first, second, ground),
        _ => Vec::new(),
    };
    // Of equals the first; a stable sort keeps the rest in the order of likelihood.
    places.sort_by_key(|place: &FoundPlace| !ground.home.contains(place.at));
    let mut kept: Vec<FoundPlace> = Vec::new();
    for place in places {
        let near = |own: &FoundPlace| (own.at.x - place.at.x).hypot(own.at.y - place.at.y) < 0.01;
        if !kept.iter().any(near) {
            kept.push(place);
        }
    }
    kept.into_iter().map(Proposal::Place).collect()
}

/// The N of `1:N`; also `1/N`, `1:5万`.
fn scale_in(text: &str) -> Option<f64> {
    let half_width = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        other => other,
    };
    let plain: String = text
        .chars()
        .map(half_width)
        .filter(|sign| !sign.is_whitespace())
        .collect();
    let plain = plain.strip_prefix("比例尺").unwrap_or(&plain);
    let rest = plain.strip_prefix('1')?.strip_prefix([':', '/', '∶'])?;
    let (number, factor) = match rest.strip_suffix('万') {
        Some(number) => (number, 10_000.0),
        None => (rest, 1.0),
    };
    let number: f64 = number.replace(',', "").parse().ok()?;
    Some(number * factor).filter(|scale| SCALES.contains(scale))
}

/// A longitude or latitude without the other one: the other is that of the middle of the map.
fn alone(one: &Ordinate, ground: &Ground<'_>) -> Vec<FoundPlace> {
    let Some(middle) = ground.middle.filter(|_| one.is_angle || one.value.abs() <= 180.0) else {
        return Vec::new();
    };
    let here = Ruler::new(ground.crs).geodetic(middle);
    let place = match one.mark {
        Some(Mark::East | Mark::West) => degrees(one.value, here.lat_deg),
        Some(Mark::North | Mark::South) => degrees(here.lon_deg, one.value),
        // A number alone is no place.
        Some(Mark::Axis) | None => None,
    };
    place
        .and_then(|place| at_degrees(place, ground))
        .into_iter()
        .collect()
}

fn pair(first: &Ordinate, second: &Ordinate, ground: &Ground<'_>) -> Vec<FoundPlace> {
    let mut found = Vec::new();
    let orders = [(first, second), (second, first)];
    for (east, north) in orders {
        if !(may_be_east(east, north) && may_be_north(north, east)) {
            continue;
        }
        let is_axis = [east, north].iter().any(|one| one.mark == Some(Mark::Axis));
        if let Some(place) = degrees(east.value, north.value).filter(|_| !is_axis) {
            found.extend(at_degrees(place, ground));
        }
    }
    found.sort_by_key(|place| !matches!(&place.reading, Reading::Degrees(place) if in_china(*place)));
    if first.is_angle || second.is_angle || !found.is_empty() {
        return found;
    }
    for (east, north) in orders {
        if may_be_east(east, north) && may_be_north(north, east) {
            let at = Coord {
                x: east.value,
                y: north.value,
            };
            found.extend(in_planes(at, ground));
        }
    }
    found
}

fn may_be_east(one: &Ordinate, other: &Ordinate) -> bool {
    match one.mark {
        Some(Mark::East | Mark::West) => true,
        Some(Mark::North | Mark::South) => false,
        Some(Mark::Axis) | None => !matches!(other.mark, Some(Mark::East | Mark::West)),
    }
}

fn may_be_north(one: &Ordinate, other: &Ordinate) -> bool {
    match one.mark {
        Some(Mark::North | Mark::South) => true,
        Some(Mark::East | Mark::West) => false,
        Some(Mark::Axis) | None => !matches!(other.mark, Some(Mark::North | Mark::South)),
    }
}

fn degrees(lon_deg: f64, lat_deg: f64) -> Option<Geodetic> {
    let on_earth = (-180.0..=180.0).contains(&lon_deg) && (-90.0..=90.0).contains(&lat_deg);
    on_earth.then_some(Geodetic { lon_deg, lat_deg })
}

fn in_china(place: Geodetic) -> bool {
    (73.0..=136.0).contains(&place.lon_deg) && (3.0..=54.0).contains(&place.lat_deg)
}

/// Where degrees lie in the workspace. Those of a datum without known shift are taken as the read-out writes them: on the
/// datum of the plane.
fn at_degrees(place: Geodetic, ground: &Ground<'_>) -> Option<FoundPlace> {
    let own = || Ruler::new(ground.crs).plane(place);
    let shifted = Crs::from_code(Crs::LON_LAT)
        .and_then(|source| Transform::between(&source, ground.crs))
        .map(|transform| {
            transform.of(Coord {
                x: place.lon_deg,
                y: place.lat_deg,
            })
        });
    let at = shifted.ok().filter(is_finite).or_else(own)?;
    Some(FoundPlace {
        at,
        reading: Reading::Degrees(place),
    })
}

/// Plane coordinates in every plane that they can be of: that of the workspace, the zone whose number they begin with, and
/// Web Mercator.
fn in_planes(at: Coord<f64>, ground: &Ground<'_>) -> Vec<FoundPlace> {
    let mut found = Vec::new();
    let here = Ruler::new(ground.crs).geodetic(at);
    let area = ground.crs.area_of_use().inflated(3.0);
    let in_use = area.contains(Coord {
        x: here.lon_deg,
        y: here.lat_deg,
    });
    if in_use {
        found.push(FoundPlace {
            at,
            reading: Reading::Plane(ground.crs.code().to_owned(), at),
        });
    }
    if let Some(zone) = ChineseZone::in_easting(at.x).filter(|zone| zone.may_hold(at)) {
        found.extend(from_plane(&zone.code(), at, ground).map(|place| FoundPlace {
            at: place,
            reading: Reading::Zone(zone, at),
        }));
    }
    let web = Crs::from_code(WEB_MERCATOR).map(|web| Ruler::new(&web).geodetic(at));
    if web.is_ok_and(in_china) {
        found.extend(from_plane(WEB_MERCATOR, at, ground).map(|place| FoundPlace {
            at: place,
            reading: Reading::Plane(WEB_MERCATOR.to_owned(), at),
        }));
    }
    found
}

fn from_plane(code: &str, at: Coord<f64>, ground: &Ground<'_>) -> Option<Coord<f64>> {
    let source = Crs::from_code(code).ok()?;
    let transform = Transform::between(&source, ground.crs).ok()?;
    Some(transform.of(at)).filter(is_finite)
}

fn is_finite(at: &Coord<f64>) -> bool {
    at.x.is_finite() && at.y.is_finite()
}

#[cfg(test)]
mod tests;
