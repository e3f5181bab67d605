//! How roles, projects and severities look, on screen and on paper alike.
//!
//! Colours follow the habits of Chinese territorial planning sheets (red line red, core green, water blue); hatches let
//! the sheet survive a black-and-white printer.

use super::finding::Verdict;
use super::role::{ProjectKind, Role};
use super::rule::Severity;

/// Side of the square tile that a hatch repeats, in pixels at 96 dots per inch. Slanted lines run through its corners, level
/// and upright ones through its middle; dots and strokes stand at a quarter and at three quarters of its diagonal.
/// What is level or upright lies half a pixel before that, where a row of dots is: between two rows it would be pale and wide.
pub const HATCH_TILE_PX: f32 = 12.0;
/// Width of a hatch's lines.
pub const HATCH_LINE_PX: f32 = 1.1;
/// Radius of a hatch's dots.
pub const HATCH_DOT_PX: f32 = 1.5;
/// Length of the short strokes of a marsh.
pub const HATCH_STROKE_PX: f32 = 5.0;
/// Opacity of a hatch, 0 to 1: paler than the border, so that the fill still speaks.
pub const HATCH_OPACITY: f32 = 0.55;
/// Length of a dash of dashed borders and lines, whose ends are cut straight.
pub const DASH_PX: f32 = 7.0;
/// Gap between two dashes.
pub const GAP_PX: f32 = 4.0;
/// Width of the border of a conflict.
pub const CONFLICT_PX: f32 = 2.2;
/// Width of the dashed line between nearest points.
pub const DISTANCE_PX: f32 = 1.8;

/// A colour with opacity, sRGB, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity.
    pub a: u8,
}

impl Colour {
    /// From 0xRRGGBB and opacity.
    pub const fn new(rgb: u32, a: u8) -> Colour {
        Colour {
            r: (rgb >> 16) as u8,
            g: (rgb >> 8) as u8,
            b: rgb as u8,
            a,
        }
    }

    /// The same with another opacity.
    #[must_use]
    pub const fn with_opacity(self, a: u8) -> Colour {
        Colour { a, ..self }
    }

    /// `#rrggbb`, without the opacity.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

/// A pattern over the fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hatch {
    /// None.
    Plain,
    /// Rising lines.
    Rising,
    /// Falling lines.
    Falling,
    /// Rising and falling lines.
    Crossed,
    /// Dots.
    Dotted,
    /// Level lines.
    Level,
    /// Upright lines.
    Upright,
    /// Level and upright lines.
    Grid,
    /// Short level strokes, far apart.
    Marsh,
}

impl Hatch {
    /// All of them, each with how it is written in files.
    pub const NAMED: [(Hatch, &'static str); 9] = [
        (Hatch::Plain, "plain"),
        (Hatch::Rising, "rising"),
        (Hatch::Falling, "falling"),
        (Hatch::Crossed, "crossed"),
        (Hatch::Dotted, "dotted"),
        (Hatch::Level, "level"),
        (Hatch::Upright, "upright"),
        (Hatch::Grid, "grid"),
        (Hatch::Marsh, "marsh"),
    ];
}

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A filled circle.
    Circle,
    /// A filled square.
    Square,
    /// A filled triangle, point up.
    Triangle,
    /// Three blades on a mast.
    Turbine,
}

impl Marker {
    /// All of them, each with how it is written in files.
    pub const NAMED: [(Marker, &'static str); 4] = [
        (Marker::Circle, "circle"),
        (Marker::Square, "square"),
        (Marker::Triangle, "triangle"),
        (Marker::Turbine, "turbine"),
    ];
}

/// How a feature is drawn. Widths in pixels at 96 dots per inch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symbol {
    /// Inside of polygons and of markers.
    pub fill: Colour,
    /// Borders and lines.
    pub stroke: Colour,
    /// Width of borders and lines.
    pub stroke_px: f32,
    /// Dashed borders and lines.
    pub dashed: bool,
    /// Pattern over the fill, in the stroke's colour.
    pub hatch: Hatch,
    /// For points.
    pub marker: Marker,
}

const fn symbol(fill: u32, opacity: u8, stroke: u32, stroke_px: f32, hatch: Hatch) -> Symbol {
    Symbol {
        fill: Colour::new(fill, opacity),
        stroke: Colour::new(stroke, 255),
        stroke_px,
        dashed: false,
        hatch,
        marker: Marker::Circle,
    }
}

/// The symbol of a role. No two of them, nor of the kinds of projects, look alike where colour is lost (tested).
///
/// Wetland is on every sheet of this trade and covers much of it, so its pattern is the sparsest: the broken level lines of
/// a marsh on Chinese topographic maps (GB/T 20257), which leave the fill to speak. Their unbroken form, there the marsh
/// that nobody can pass, is wetland of national importance, [`of_wetland`].
pub fn of_role(role: Role) -> Symbol {
    let dashed = |symbol: Symbol| Symbol {
        dashed: true,
        ..symbol
    };
    match role {
        Role::Wetland => symbol(0x8ccfd6, 150, 0x3a93a0, 0.8, Hatch::Marsh),
        Role::RedLine => symbol(0xe8554d, 26, 0xd1261f, 2.0, Hatch::Rising),
        Role::Core => symbol(0x2f8f5b, 60, 0x1d6b41, 1.6, Hatch::Falling),
        Role::Buffer => symbol(0x9bcf7a, 60, 0x5d9a3c, 1.2, Hatch::Upright),
        Role::BirdHabitat => symbol(0xc9a3dc, 70, 0x8b55a8, 1.2, Hatch::Dotted),
        Role::Flyway => dashed(symbol(0xb9b4e6, 20, 0x6f66bd, 1.4, Hatch::Level)),
        Role::Restoration => symbol(0xd9e59a, 40, 0x98a83e, 1.0, Hatch::Marsh),
        Role::River => symbol(0x7db4e6, 130, 0x3d7fc2, 0.8, Hatch::Plain),
        Role::Seawall => symbol(0xb0a08a, 170, 0x7a6a54, 2.4, Hatch::Plain),
        Role::Rail => dashed(symbol(0x9a9a9a, 150, 0x555555, 1.4, Hatch::Plain)),
        Role::Farmland => symbol(0xf3dd7f, 90, 0xc2a432, 0.8, Hatch::Grid),
        Role::District => dashed(symbol(0xffffff, 0, 0x6a5a7a, 1.6, Hatch::Plain)),
        Role::Station => symbol(0x666666, 160, 0x333333, 1.2, Hatch::Plain),
        Role::Project => of_kind(None),
        Role::Context => symbol(0xd8d8d8, 60, 0x9a9a9a, 0.8, Hatch::Plain),
    }
}

/// The symbol of a project.
pub fn of_kind(kind: Option<ProjectKind>) -> Symbol {
    let marked = |symbol: Symbol, marker| Symbol { marker, ..symbol };
    match kind {
        Some(ProjectKind::Wind) => marked(
            symbol(0xffffff, 230, 0x1c3f7a, 1.6, Hatch::Plain),
            Marker::Turbine,
        ),
        Some(ProjectKind::Solar) => marked(
            symbol(0x2a4a8f, 150, 0x16285a, 1.2, Hatch::Crossed),
            Marker::Square,
        ),
        Some(ProjectKind::Port) => marked(
            symbol(0x5d6f86, 150, 0x2e3d52, 1.4, Hatch::Falling),
            Marker::Square,
        ),
        Some(ProjectKind::Metro) => marked(
            symbol(0xa06a2c, 120, 0x6d4312, 1.4, Hatch::Upright),
            Marker::Circle,
        ),
        Some(ProjectKind::IndustrialPark) => marked(
            symbol(0xb98a66, 140, 0x7a5230, 1.4, Hatch::Rising),
            Marker::Square,
        ),
        Some(ProjectKind::Tourism) => marked(
            symbol(0xe59ab8, 170, 0xa84a72, 1.2, Hatch::Dotted),
            Marker::Triangle,
        ),
        None => marked(
            symbol(0x777777, 140, 0x333333, 1.4, Hatch::Grid),
            Marker::Triangle,
        ),
    }
}

/// The symbol of wetland of a land class, if that has a colour of its own; of national importance or common. Importance is
/// told by pattern and border, so that the fill goes on telling the class.
pub fn of_wetland(class: Option<&str>, is_national: bool) -> Symbol {
    let wetland = of_role(Role::Wetland);
    let common = Symbol {
        fill: class.and_then(of_class).unwrap_or(wetland.fill),
        ..wetland
    };
    match is_national {
        false => common,
        true => Symbol {
            stroke: Colour::new(0x1f6673, 255),
            stroke_px: 1.6,
            hatch: Hatch::Level,
            ..common
        },
    }
}

/// What is drawn over the area of projects that were not checked.
pub fn of_not_checked() -> Symbol {
    Symbol {
        dashed: true,
        ..symbol(0x8b929c, 90, 0x6b7280, 1.2, Hatch::Crossed)
    }
}

/// Fill of wetland by land class, so that the five types of the district tell apart.
pub fn of_class(class: &str) -> Option<Colour> {
    let rgb = match class {
        "1101" => 0x8fbfe6,
        "1102" | "1103" => 0x7fb2dd,
        "1104" => 0x9fd8dd,
        "1104A" | "1104K" => 0xb6d9c2,
        "1105" | "1106" => 0xd9cfa3,
        "1107" | "1107A" => 0x6fb7c9,
        "1108" | "0304" | "0306" | "0402" => 0xa9cf9a,
        "0303" => 0x7fb58a,
        _ => return None,
    };
    Some(Colour::new(rgb, 165))
}

/// Colour of a conflict by how heavy the rule weighs.
pub fn of_severity(severity: Severity) -> Colour {
    match severity {
        Severity::Prohibited => Colour::new(0xc8102e, 210),
        Severity::Justify => Colour::new(0xe0671b, 205),
        Severity::Consult => Colour::new(0xe8a400, 200),
        Severity::Advisory => Colour::new(0x8a7bc8, 190),
    }
}

/// Colour of a verdict.
pub fn of_verdict(verdict: Verdict) -> Colour {
    match verdict {
        Verdict::Conflict => Colour::new(0xc8102e, 255),
        Verdict::Near => Colour::new(0xd98e04, 255),
        Verdict::Clear => Colour::new(0x2e8b57, 255),
        Verdict::NotChecked(_) => Colour::new(0x6b7280, 255),
    }
}
