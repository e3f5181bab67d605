//! The built-in style: with what a feature is drawn on a level, and above what.

use super::geometry::Kind;
use super::palette::{Colour, Palette};
use super::schema::{Cover, Subject, Way};

/// What is drawn later lies above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Dry ground.
    Ground,
    /// Sorts of ground, by sort.
    Cover(Cover),
    /// Water and streams.
    Water,
    /// Buildings.
    Building,
    /// The edges of roads, below all roads.
    Casing(Way),
    /// Roads, the more important ones above.
    Way(Way),
    /// Borders.
    Border,
    /// What no schema knows.
    Foreign,
}

/// How something is drawn. Widths are in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Brush {
    /// An area.
    Fill(Colour),
    /// A line, or what lies round an area.
    Line {
        /// Its colour.
        colour: Colour,
        /// Its width.
        width: f32,
        /// Stroke and gap; zeros for a line without gaps.
        dash: [f32; 2],
    },
    /// A dot of that width.
    Dot(Colour, f32),
}

/// Width of a line on a level, by widths on some levels: straight between them, nothing before the first.
fn width(zoom: u8, widths: &[(u8, f32)]) -> f32 {
    let after = widths
        .iter()
        .position(|(level, _)| *level > zoom)
        .unwrap_or(widths.len());
    let before = after.checked_sub(1).and_then(|at| widths.get(at));
    match (before, widths.get(after)) {
        (None, _) => 0.0,
        (Some((_, width)), None) => *width,
        (Some((from, a)), Some((to, b))) => a + (b - a) * f32::from(zoom - from) / f32::from(to - from),
    }
}

fn way_width(way: Way, zoom: u8) -> f32 {
    let widths: &[(u8, f32)] = match way {
        Way::Motorway => &[(4, 0.7), (8, 1.4), (11, 2.6), (14, 6.0), (17, 16.0), (20, 50.0)],
        Way::Primary => &[(6, 0.5), (9, 1.1), (11, 2.0), (14, 5.0), (17, 14.0), (20, 44.0)],
        Way::Secondary => &[(8, 0.4), (11, 1.2), (14, 3.6), (17, 11.0), (20, 36.0)],
        Way::Minor => &[(10, 0.3), (12, 0.6), (14, 1.8), (16, 5.0), (18, 12.0), (20, 28.0)],
        Way::Path => &[(12, 0.6), (16, 1.2), (20, 3.0)],
        Way::Runway => &[(9, 0.8), (12, 3.0), (14, 8.0), (17, 30.0), (20, 90.0)],
        Way::Rail => &[(6, 0.5), (11, 0.9), (15, 1.6), (20, 3.0)],
        Way::Ferry => &[(8, 0.8), (16, 1.2)],
        Way::Other => &[(10, 0.6), (16, 1.4), (20, 3.0)],
    };
    width(zoom, widths)
}

fn line(colour: Colour, width: f32) -> Brush {
    dashed(colour, width, [0.0, 0.0])
}

fn dashed(colour: Colour, width: f32, dash: [f32; 2]) -> Brush {
    Brush::Line { colour, width, dash }
}

fn faint(colour: Colour, opacity: u8) -> Colour {
    let [r, g, b, _] = colour;
    [r, g, b, opacity]
}

/// With what a feature is drawn; nothing for what is left out or has no width yet. Names are drawn later, above all.
pub fn brushes(subject: Subject, kind: Kind, zoom: u8, palette: &Palette) -> Vec<(Level, Brush)> {
    match subject {
        Subject::Name | Subject::LeftOut => Vec::new(),
        Subject::Ground => vec![(Level::Ground, Brush::Fill(palette.ground))],
        Subject::Cover(cover) => vec![(Level::Cover(cover), Brush::Fill(palette.cover(cover)))],
        Subject::Water => vec![(Level::Water, Brush::Fill(palette.water))],
        Subject::Waterline => {
            let width = width(zoom, &[(6, 0.5), (10, 0.9), (14, 1.8), (18, 5.0)]);
            vec![(Level::Water, line(palette.waterline, width))]
        }
        Subject::Building if kind == Kind::Area => {
            let mut brushes = vec![(Level::Building, Brush::Fill(palette.building))];
            if zoom >= 15 {
                brushes.push((Level::Building, line(palette.wall, 0.8)));
            }
            brushes
        }
        Subject::Building => vec![(Level::Building, line(palette.wall, 0.8))],
        Subject::Way(way) => way_brushes(way, zoom, palette),
        Subject::Border(level) => vec![(Level::Border, border(level, zoom, palette))],
        Subject::Foreign => foreign(kind, palette),
    }
    .into_iter()
    .filter(|(_, brush)| !matches!(brush, Brush::Line { width, .. } if *width <= 0.0))
    .collect()
}

fn way_brushes(way: Way, zoom: u8, palette: &Palette) -> Vec<(Level, Brush)> {
    let (colour, width) = (palette.way(way), way_width(way, zoom));
    let brush = match way {
        Way::Path => dashed(colour, width, [3.0, 2.0]),
        Way::Ferry => dashed(colour, width, [5.0, 4.0]),
        Way::Rail if zoom >= 13 => dashed(colour, width, [6.0, 2.0]),
        _ => line(colour, width),
    };
    let has_casing = matches!(way, Way::Minor | Way::Secondary | Way::Primary | Way::Motorway);
    if !(has_casing && width > 0.0) {
        return vec![(Level::Way(way), brush)];
    }
    // Thin roads would vanish on pale ground: their edge alone is drawn until there is room for both.
    let casing = (Level::Casing(way), line(palette.casing, width + 1.4));
    match width < 0.9 {
        true => vec![(Level::Casing(way), line(palette.casing, width + 0.3))],
        false => vec![casing, (Level::Way(way), brush)],
    }
}

fn border(level: u8, zoom: u8, palette: &Palette) -> Brush {
    match level {
        0..=2 => line(palette.border, width(zoom, &[(0, 0.7), (6, 1.2), (14, 2.2)])),
        3..=4 => dashed(
            palette.border,
            width(zoom, &[(3, 0.5), (8, 1.1), (14, 1.8)]),
            [8.0, 3.0],
        ),
        5..=6 => dashed(palette.border, width(zoom, &[(7, 0.5), (14, 1.3)]), [5.0, 3.0]),
        _ => dashed(
            faint(palette.border, 170),
            width(zoom, &[(10, 0.6), (14, 1.0)]),
            [3.0, 3.0],
        ),
    }
}

/// Quiet, but never invisible.
fn foreign(kind: Kind, palette: &Palette) -> Vec<(Level, Brush)> {
    match kind {
        Kind::Point => vec![(Level::Foreign, Brush::Dot(palette.foreign, 4.0))],
        Kind::Line => vec![(Level::Foreign, line(palette.foreign, 1.0))],
        Kind::Area => vec![
            (Level::Foreign, Brush::Fill(faint(palette.foreign, 34))),
            (Level::Foreign, line(faint(palette.foreign, 190), 0.8)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(subject: Subject, kind: Kind, zoom: u8) -> Vec<(Level, Brush)> {
        brushes(subject, kind, zoom, Palette::of(false))
    }

    #[test]
    fn widths_grow_from_level_to_level() {
        let widths = [(10, 1.0), (12, 3.0)];
        assert_eq!(
            [9, 10, 11, 12, 20].map(|zoom| width(zoom, &widths)),
            [0.0, 1.0, 2.0, 3.0, 3.0]
        );
        for way in [
            Way::Motorway,
            Way::Minor,
            Way::Path,
            Way::Rail,
            Way::Ferry,
            Way::Runway,
            Way::Other,
        ] {
            let all: Vec<f32> = (0..=23).map(|zoom| way_width(way, zoom)).collect();
            assert!(all.is_sorted() && all[23] > 0.0, "{way:?} {all:?}");
        }
    }

    #[test]
    fn roads_have_edges_below_all_roads() {
        let road = of(Subject::Way(Way::Motorway), Kind::Line, 14);
        let minor = of(Subject::Way(Way::Minor), Kind::Line, 14);
        assert!(
            road[0].0 < minor[1].0 && minor[1].0 < road[1].0,
            "{road:?} {minor:?}"
        );
        assert!(of(Subject::Way(Way::Minor), Kind::Line, 5).is_empty());
        let levels = [
            Level::Ground,
            Level::Cover(Cover::Wood),
            Level::Water,
            Level::Building,
            road[0].0,
            road[1].0,
        ];
        assert!(levels.is_sorted());
        assert!(Level::Way(Way::Rail) < Level::Border && Level::Border < Level::Foreign);
    }

    #[test]
    fn what_no_schema_knows_shows_on_every_level() {
        for kind in [Kind::Point, Kind::Line, Kind::Area] {
            assert!(
                (0..=23).all(|zoom| !of(Subject::Foreign, kind, zoom).is_empty()),
                "{kind:?}"
            );
        }
    }
}
