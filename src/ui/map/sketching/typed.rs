//! A corner that is typed instead of clicked.

use geo::Coord;

use crate::formats::text::half_width;

/// The place that a text means, in plane metres: `512345.6, 3351234.5` easting and northing; `@30, -40` so far east and
/// north of the last corner; `@50<120` so far from it under an azimuth in degrees, clockwise from north. Full-width signs
/// and digits count as plain ones. `None` for anything else, and for what is relative to nothing.
pub fn place_typed(text: &str, last: Option<Coord<f64>>) -> Option<Coord<f64>> {
    let plain = half_width(text);
    let plain = plain.trim();
    let number = |part: &str| part.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let pair = |text: &str, between: &[char]| -> Option<Coord<f64>> {
        let (x, y) = text.split_once(between)?;
        Some(Coord {
            x: number(x)?,
            y: number(y)?,
        })
    };
    let commas = [',', ';', '、'];
    let Some(relative) = plain.strip_prefix('@') else {
        return pair(plain, &commas).or_else(|| pair(plain, &[' ']));
    };
    let (relative, last) = (relative.trim(), last?);
    if let Some(polar) = pair(relative, &['<']) {
        let azimuth = polar.y.to_radians();
        return Some(Coord {
            x: last.x + polar.x * azimuth.sin(),
            y: last.y + polar.x * azimuth.cos(),
        });
    }
    pair(relative, &commas)
        .or_else(|| pair(relative, &[' ']))
        .map(|by| last + by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(f64, f64)>) {
        let found = place_typed(text, Some(Coord { x: 100.0, y: 200.0 }));
        let rounded = found.map(|c| ((c.x * 1e6).round() / 1e6, (c.y * 1e6).round() / 1e6));
        assert_eq!(rounded, expected, "{text}");
    }

    #[test]
    fn places_by_plane_by_step_and_by_distance() {
        check("512345.6, 3351234.5", Some((512_345.6, 3_351_234.5)));
        check("512345.6 3351234.5", Some((512_345.6, 3_351_234.5)));
        check("５１２，３３", Some((512.0, 33.0)));
        check("@30,-40", Some((130.0, 160.0)));
        check("@ 30 -40", Some((130.0, 160.0)));
        check("@30 -40", Some((130.0, 160.0)));
        check("@50<90", Some((150.0, 200.0)));
        check("@50<180", Some((100.0, 150.0)));
        for nonsense in ["", "5", "a,b", "@", "@5<", "1,2,3", "NaN,1", "inf,1"] {
            check(nonsense, None);
        }
        assert_eq!(place_typed("@1,1", None), None);
    }
}
