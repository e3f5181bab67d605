//! Lines of equal longitude and latitude over a part of the plane, at round steps.

use geo::Coord;

use super::area::Ruler;
use super::crs_code::Geodetic;
use super::extent::Extent;

/// Steps between lines in seconds of arc.
const STEPS_SEC: [f64; 17] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 18_000.0,
    36_000.0, 108_000.0,
];
/// Pieces that a line is drawn in.
const PIECES: u32 = 24;
/// Places on each side and in each direction at which an extent is asked for its longitudes and latitudes.
const PROBES: u32 = 8;
/// No extent has more lines of a kind than this, however odd its plane.
const MOST_LINES: usize = 64;

/// What stays the same along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A meridian: the longitude.
    Meridian,
    /// A parallel: the latitude.
    Parallel,
}

/// A meridian or a parallel.
#[derive(Clone, Debug, PartialEq)]
pub struct GraticuleLine {
    /// Which of the two.
    pub kind: LineKind,
    /// Longitude or latitude in seconds of arc, east and north positive.
    pub seconds: f64,
    /// Its course in plane metres, from south to north or from west to east.
    pub path: Vec<Coord<f64>>,
}

impl GraticuleLine {
    /// The longitude or latitude in degrees and minutes, with seconds where there are any: `120°15′E`.
    pub fn text(&self) -> String {
        let letters = match self.kind {
            LineKind::Meridian => ['E', 'W'],
            LineKind::Parallel => ['N', 'S'],
        };
        angle_text(self.seconds, letters)
    }
}

/// The finest step in seconds of arc that gives at most `most` lines over a span.
pub fn step_sec(span_sec: f64, most: f64) -> f64 {
    let fits = |step: &f64| span_sec / step <= most;
    let coarsest = STEPS_SEC[STEPS_SEC.len() - 1];
    STEPS_SEC.into_iter().find(fits).unwrap_or(coarsest)
}

/// Degrees, minutes and, where they are not 0, seconds; the letter says the side: positive, negative.
pub fn angle_text(seconds: f64, [plus, minus]: [char; 2]) -> String {
    let sign = if seconds < 0.0 { minus } else { plus };
    let whole = seconds.abs().round() as u64;
    let (degrees, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60);
    if rest > 0 {
        format!("{degrees}°{minutes:02}′{rest:02}″{sign}")
    } else {
        format!("{degrees}°{minutes:02}′{sign}")
    }
}

/// The lines over `extent`, about `most` of each kind at the most, with one step for both; first meridians from west to
/// east, then parallels from south to north. Empty where the plane has no longitudes there.
pub fn graticule(extent: &Extent, ruler: &Ruler, most: f64) -> Vec<GraticuleLine> {
    let seen = geodetic_extent(extent, ruler);
    if seen.is_empty() {
        return Vec::new();
    }
    let step = step_sec(3600.0 * seen.width().max(seen.height()), most);
    let at = |lon_deg: f64, lat_deg: f64| ruler.plane(Geodetic { lon_deg, lat_deg });
    let spread = |from: f64, to: f64| {
        (0..=PIECES).map(move |piece| from + (to - from) * f64::from(piece) / f64::from(PIECES))
    };
    let meridians = round_values(seen.min.x, seen.max.x, step).map(|seconds| GraticuleLine {
        kind: LineKind::Meridian,
        seconds,
        path: spread(seen.min.y, seen.max.y)
            .filter_map(|lat| at(seconds / 3600.0, lat))
            .collect(),
    });
    let parallels = round_values(seen.min.y, seen.max.y, step).map(|seconds| GraticuleLine {
        kind: LineKind::Parallel,
        seconds,
        path: spread(seen.min.x, seen.max.x)
            .filter_map(|lon| at(lon, seconds / 3600.0))
            .collect(),
    });
    meridians
        .chain(parallels)
        .filter(|line| line.path.len() > 1)
        .collect()
}

/// Multiples of the step from one angle in degrees to another, in seconds.
fn round_values(from_deg: f64, to_deg: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (3600.0 * from_deg / step).ceil();
    let last = (3600.0 * to_deg / step).floor();
    (0..MOST_LINES)
        .map(move |number| first + number as f64)
        .take_while(move |number| *number <= last)
        .map(move |number| number * step)
}

/// The box of longitudes (x) and latitudes (y) of a grid of places in the extent.
fn geodetic_extent(extent: &Extent, ruler: &Ruler) -> Extent {
    if extent.is_empty() {
        return Extent::EMPTY;
    }
    let share = |part: u32| f64::from(part) / f64::from(PROBES);
    let mut places: Vec<Coord<f64>> = (0..=PROBES)
        .flat_map(|row| (0..=PROBES).map(move |column| (row, column)))
        .map(|(row, column)| Coord {
            x: extent.min.x + share(column) * extent.width(),
            y: extent.min.y + share(row) * extent.height(),
        })
        .collect();
    ruler.to_geodetic(&mut places);
    let on_earth = |place: &Coord<f64>| place.x.abs() <= 180.0 && place.y.abs() <= 90.0;
    Extent::of_coords(places.into_iter().filter(on_earth))
}

#[cfg(test)]
mod tests {
    use super::super::crs::Crs;
    use super::*;

    fn hangzhou() -> Extent {
        let corner = |x: f64, y: f64| Coord { x, y };
        Extent::from_corners(corner(530_000.0, 3_340_000.0), corner(560_000.0, 3_360_000.0))
    }

    #[test]
    fn lines_run_over_the_extent_at_round_steps_and_are_true() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        let lines = graticule(&hangzhou(), &ruler, 6.0);
        let texts: Vec<String> = lines.iter().map(GraticuleLine::text).collect();
        assert_eq!(
            texts,
            [
                "120°20′E",
                "120°25′E",
                "120°30′E",
                "120°35′E",
                "30°15′N",
                "30°20′N"
            ]
        );
        for line in &lines {
            for &place in &line.path {
                let found = ruler.geodetic(place);
                let found = match line.kind {
                    LineKind::Meridian => found.lon_deg,
                    LineKind::Parallel => found.lat_deg,
                };
                assert!((3600.0 * found - line.seconds).abs() < 1e-5, "{found} {line:?}");
            }
        }
    }

    #[test]
    fn each_line_runs_from_one_side_to_the_other() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        let seen = geodetic_extent(&hangzhou(), &ruler);
        for line in graticule(&hangzhou(), &ruler, 6.0) {
            let along = |place: &Coord<f64>| {
                let place = ruler.geodetic(*place);
                match line.kind {
                    LineKind::Meridian => place.lat_deg,
                    LineKind::Parallel => place.lon_deg,
                }
            };
            let places: Vec<f64> = line.path.iter().map(along).collect();
            let (from, to) = match line.kind {
                LineKind::Meridian => (seen.min.y, seen.max.y),
                LineKind::Parallel => (seen.min.x, seen.max.x),
            };
            let (first, last) = (places[0], places[places.len() - 1]);
            assert!(
                (first - from).abs() < 1e-9 && (last - to).abs() < 1e-9,
                "{line:?}"
            );
            assert!(places.is_sorted() && places.len() > 2, "{line:?}");
            let even = (to - from) / (places.len() - 1) as f64;
            assert!(
                places
                    .windows(2)
                    .all(|pair| (pair[1] - pair[0] - even).abs() < 1e-9)
            );
        }
    }

    #[test]
    fn a_parallel_is_curved_as_the_plane_asks() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        let wide = hangzhou().inflated(60_000.0);
        let lines = graticule(&wide, &ruler, 6.0);
        let parallel = lines.iter().find(|line| line.kind == LineKind::Parallel).unwrap();
        let (first, last) = (parallel.path[0], *parallel.path.last().unwrap());
        let middle = parallel.path[parallel.path.len() / 2];
        let chord = 0.5 * (first.y + last.y);
        assert!(chord - middle.y > 50.0, "{chord} {middle:?}");
    }

    #[test]
    fn nowhere_has_no_lines() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        assert!(graticule(&Extent::EMPTY, &ruler, 6.0).is_empty());
        let far = Coord { x: 1e200, y: 1e200 };
        assert!(graticule(&Extent::from_corners(far, far), &ruler, 6.0).len() <= 2 * MOST_LINES);
    }

    #[test]
    fn angles_are_written_with_seconds_only_where_there_are_any() {
        let check = |seconds: f64, expected: &str| assert_eq!(angle_text(seconds, ['E', 'W']), expected);
        check(432_900.0, "120°15′E");
        check(-432_905.0, "120°15′05″W");
        check(0.0, "0°00′E");
        assert_eq!((step_sec(1044.0, 6.0), step_sec(1e9, 6.0)), (300.0, 108_000.0));
    }
}
