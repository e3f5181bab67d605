//! Map border with ticks of longitude and latitude, and the arrow to the north.

use geo::Coord;

use crate::geom::area::Ruler;
use crate::geom::extent::Extent;
use crate::geom::graticule::{angle_text, step_sec};

use super::sheet::{Frame, RIM, Sheet};
use super::svg::{Anchor, FAINT, INK, Svg, Text, number};

/// At most so many ticks on an edge.
const MOST_TICKS: f64 = 6.0;
/// Meridians and parallels are drawn from section to section, so many across the map: in the plane they are curved.
const SECTIONS: u32 = 24;

/// A tick: seconds of arc, and how far along its edge from the left or the top, 0 to 1.
type Tick = (f64, f64);

/// Draws the double border with ticks, and thin lines between opposite ticks.
pub fn draw(svg: &mut Svg, sheet: &Sheet, frame: &Frame, ruler: &Ruler) {
    let extent = frame.extent;
    let corner = |x: f64, y: f64| Coord { x, y };
    let (west, east) = (extent.min.x, extent.max.x);
    let (south, north) = (extent.min.y, extent.max.y);
    let lon = |c: Coord<f64>| c.x;
    let lat = |c: Coord<f64>| c.y;
    let top = degrees_along(corner(west, north), corner(east, north), ruler, lon);
    let bottom = degrees_along(corner(west, south), corner(east, south), ruler, lon);
    let left = degrees_along(corner(west, north), corner(west, south), ruler, lat);
    let right = degrees_along(corner(east, north), corner(east, south), ruler, lat);
    border(svg, sheet);
    let (step_lon, step_lat) = (step_along(&bottom), step_along(&left));
    let (top, bottom) = (ticks(&top, step_lon), ticks(&bottom, step_lon));
    let (left, right) = (ticks(&left, step_lat), ticks(&right, step_lat));
    lines_across(svg, sheet, frame, (ruler, step_lon, step_lat));
    for (edge, upper) in [(&top, true), (&bottom, false)] {
        edge.iter().for_each(|tick| lon_tick(svg, sheet, *tick, upper));
    }
    for (edge, leftmost) in [(&left, true), (&right, false)] {
        edge.iter().for_each(|tick| lat_tick(svg, sheet, *tick, leftmost));
    }
}

/// Degrees at evenly spread places along an edge.
fn degrees_along(
    from: Coord<f64>,
    to: Coord<f64>,
    ruler: &Ruler,
    pick: impl Fn(Coord<f64>) -> f64,
) -> Vec<f64> {
    const PARTS: u32 = 32;
    let mut places: Vec<Coord<f64>> = (0..=PARTS)
        .map(|k| f64::from(k) / f64::from(PARTS))
        .map(|t| Coord {
            x: from.x + t * (to.x - from.x),
            y: from.y + t * (to.y - from.y),
        })
        .collect();
    ruler.to_geodetic(&mut places);
    places.into_iter().map(pick).collect()
}

/// The step between round values on an edge, in seconds.
fn step_along(degrees: &[f64]) -> f64 {
    let span_sec = match (degrees.first(), degrees.last()) {
        (Some(first), Some(last)) => 3600.0 * (last - first).abs(),
        _ => 0.0,
    };
    step_sec(span_sec, MOST_TICKS)
}

/// Where round values fall on an edge, by straight lines between its places.
fn ticks(degrees: &[f64], step_sec: f64) -> Vec<Tick> {
    let parts = (degrees.len().max(2) - 1) as f64;
    let mut found = Vec::new();
    for (k, pair) in degrees.windows(2).enumerate() {
        let &[a, b] = pair else { continue };
        let (a, b) = (3600.0 * a / step_sec, 3600.0 * b / step_sec);
        if !(a.is_finite() && b.is_finite()) || a == b {
            continue;
        }
        let mut number = a.min(b).ceil();
        while number <= a.max(b) && found.len() < 64 {
            found.push((number * step_sec, (k as f64 + (number - a) / (b - a)) / parts));
            number += 1.0;
        }
    }
    // A round value that falls on a place between two parts is found by both.
    found.dedup_by(|one, other| one.0 == other.0);
    found
}

fn border(svg: &mut Svg, sheet: &Sheet) {
    let map = &sheet.map;
    let rim = RIM * sheet.unit;
    svg.put(&format!(
        r#"<g fill="none" stroke="{INK}"><rect x="{}" y="{}" width="{}" height="{}" stroke-width="{}"/><rect x="{}" y="{}" width="{}" height="{}" stroke-width="{}"/></g>"#,
        number(map.left),
        number(map.top),
        number(map.width),
        number(map.height),
        number(0.9 * sheet.unit),
        number(map.left - rim),
        number(map.top - rim),
        number(map.width + 2.0 * rim),
        number(map.height + 2.0 * rim),
        number(2.0 * sheet.unit),
    ));
}

fn lines_across(
    svg: &mut Svg,
    sheet: &Sheet,
    frame: &Frame,
    (ruler, step_lon, step_lat): (&Ruler, f64, f64),
) {
    let (map, extent) = (&sheet.map, frame.extent);
    let shares = || (0..=SECTIONS).map(|k| f64::from(k) / f64::from(SECTIONS));
    let corner = |x: f64, y: f64| Coord { x, y };
    let meridians: Vec<Section> = shares()
        .map(|down| {
            let y = extent.max.y - down * extent.height();
            let ends = (corner(extent.min.x, y), corner(extent.max.x, y));
            let degrees = degrees_along(ends.0, ends.1, ruler, |c| c.x);
            let found = ticks(&degrees, step_lon).into_iter();
            let place = |along: f64| (map.left + along * map.width, map.top + down * map.height);
            found.map(|(value, along)| (value, place(along))).collect()
        })
        .collect();
    let parallels: Vec<Section> = shares()
        .map(|across| {
            let x = extent.min.x + across * extent.width();
            let ends = (corner(x, extent.max.y), corner(x, extent.min.y));
            let degrees = degrees_along(ends.0, ends.1, ruler, |c| c.y);
            let found = ticks(&degrees, step_lat).into_iter();
            let place = |along: f64| (map.left + across * map.width, map.top + along * map.height);
            found.map(|(value, along)| (value, place(along))).collect()
        })
        .collect();
    svg.put(&format!(
        r#"<path d="{}{}" fill="none" stroke="{INK}" stroke-opacity="0.2" stroke-width="{}"/>"#,
        joined(&meridians),
        joined(&parallels),
        number(0.7 * sheet.unit)
    ));
}

/// Where round values fall on a line across the map: seconds of arc, and the place on the sheet.
type Section = Vec<(f64, (f64, f64))>;

/// Path data of the lines through the same value on neighbouring sections.
fn joined(sections: &[Section]) -> String {
    let mut values: Vec<f64> = sections.iter().flatten().map(|(value, _)| *value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let mut path = String::new();
    for value in values {
        let mut pen_down = false;
        for section in sections {
            let Some((_, (x, y))) = section.iter().find(|(other, _)| *other == value) else {
                pen_down = false;
                continue;
            };
            let letter = if pen_down { 'L' } else { 'M' };
            path += &format!("{letter}{} {}", number(*x), number(*y));
            pen_down = true;
        }
    }
    path
}

fn lon_tick(svg: &mut Svg, sheet: &Sheet, (value, along): Tick, upper: bool) {
    let (map, unit) = (&sheet.map, sheet.unit);
    let x = map.left + along * map.width;
    let (from, rim) = if upper {
        (map.top, -RIM * unit)
    } else {
        (map.bottom(), RIM * unit)
    };
    let base = if upper {
        from - 4.0 * unit
    } else {
        from + 11.5 * unit
    };
    tick_line(svg, (x, from), (x, from + rim), unit);
    let words = angle_text(value, ['E', 'W']);
    // Beside its tick, unless that is too near the corner.
    if x + 60.0 * unit < map.right() {
        svg.text(&Text::at(x + 3.0 * unit, base, 10.0 * unit, &words).fill(FAINT));
    }
}

fn lat_tick(svg: &mut Svg, sheet: &Sheet, (value, along): Tick, leftmost: bool) {
    let (map, unit) = (&sheet.map, sheet.unit);
    let y = map.top + along * map.height;
    let (from, rim) = if leftmost {
        (map.left, -RIM * unit)
    } else {
        (map.right(), RIM * unit)
    };
    let base = if leftmost {
        from - 4.0 * unit
    } else {
        from + 11.5 * unit
    };
    tick_line(svg, (from, y), (from + rim, y), unit);
    let words = angle_text(value, ['N', 'S']);
    if y - 60.0 * unit > map.top {
        let text = Text::at(base, y - 3.0 * unit, 10.0 * unit, &words);
        svg.text(&text.anchor(Anchor::Start).fill(FAINT).upright());
    }
}

fn tick_line(svg: &mut Svg, from: (f64, f64), to: (f64, f64), unit: f64) {
    svg.put(&format!(
        r#"<path d="M{} {}L{} {}" stroke="{INK}" stroke-width="{}"/>"#,
        number(from.0),
        number(from.1),
        number(to.0),
        number(to.1),
        number(0.9 * unit)
    ));
}

/// Draws the arrow in the upper right corner of the map, and gives the room that it takes. It points to true north at
/// the middle of the map.
pub fn north_arrow(svg: &mut Svg, sheet: &Sheet, frame: &Frame, ruler: &Ruler) -> Extent {
    let unit = sheet.unit;
    let (x, y) = (sheet.map.right() - 34.0 * unit, sheet.map.top + 42.0 * unit);
    let turn = number(-grid_north_azimuth_deg(frame, ruler));
    let at = |dx: f64, dy: f64| format!("{} {}", number(x + dx * unit), number(y + dy * unit));
    svg.put(&format!(
        r##"<g transform="rotate({turn} {x} {y})"><circle cx="{x}" cy="{y}" r="{r}" fill="#ffffff" fill-opacity="0.82"/><path d="M{tip}L{left}L{notch}z" fill="{INK}"/><path d="M{tip}L{right}L{notch}z" fill="#ffffff"/><path d="M{tip}L{left}L{notch}L{right}z" fill="none" stroke="{INK}" stroke-width="{w}" stroke-linejoin="round"/>"##,
        x = number(x),
        y = number(y),
        r = number(25.0 * unit),
        tip = at(0.0, -10.0),
        left = at(-8.0, 18.0),
        right = at(8.0, 18.0),
        notch = at(0.0, 12.0),
        w = number(1.2 * unit),
    ));
    svg.text(
        &Text::at(x, y - 12.5 * unit, 12.0 * unit, "N")
            .anchor(Anchor::Middle)
            .heavy(),
    );
    svg.put("</g>");
    let centre = Coord { x, y };
    Extent::from_corners(centre, centre).inflated(26.0 * unit)
}

/// The direction of the plane's north as seen from true north, clockwise, at the middle of the map.
fn grid_north_azimuth_deg(frame: &Frame, ruler: &Ruler) -> f64 {
    let centre = frame.extent.center();
    let here = ruler.geodetic(centre);
    let ahead = ruler.geodetic(Coord {
        x: centre.x,
        y: centre.y + 1000.0,
    });
    let east = (ahead.lon_deg - here.lon_deg) * here.lat_deg.to_radians().cos();
    let azimuth = east.atan2(ahead.lat_deg - here.lat_deg).to_degrees();
    if azimuth.is_finite() { azimuth } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_fall_on_round_values() {
        let degrees: Vec<f64> = (0..=32).map(|k| 120.0 + 0.29 * f64::from(k) / 32.0).collect();
        let step = step_along(&degrees);
        assert_eq!(step, 300.0);
        let ticks = ticks(&degrees, step);
        let values: Vec<String> = ticks.iter().map(|tick| angle_text(tick.0, ['E', 'W'])).collect();
        assert_eq!(values, ["120°00′E", "120°05′E", "120°10′E", "120°15′E"]);
        assert!((ticks[1].1 - (5.0 / 60.0) / 0.29).abs() < 1e-9);
    }

    #[test]
    fn lines_go_from_section_to_section() {
        let sections = [
            vec![(60.0, (1.0, 0.0)), (120.0, (5.0, 0.0))],
            vec![(60.0, (2.0, 3.0))],
            vec![(60.0, (3.0, 6.0)), (120.0, (5.0, 6.0))],
        ];
        assert_eq!(joined(&sections), "M1 0L2 3L3 6M5 0M5 6");
    }

    #[test]
    fn an_edge_without_places_has_no_ticks() {
        assert!(ticks(&[f64::NAN, f64::NAN], 60.0).is_empty());
        assert!(ticks(&[], 60.0).is_empty());
    }
}
