//! Points on the map: zones as plain marks, projects as badges that show kind and verdict.

use geo::Coord;

use crate::model::symbology::{Colour, Marker, Symbol};

use super::svg::{Svg, fill, number, stroke};

/// Half the width of a project's badge, in units.
pub const BADGE: f64 = 10.0;

/// A plain mark in the symbol's colours.
pub fn mark(svg: &mut Svg, symbol: &Symbol, at: Coord<f64>, unit: f64) {
    let paint = format!(
        "{} {}",
        fill(symbol.fill.with_opacity(255)),
        stroke(symbol.stroke, f64::from(symbol.stroke_px) * unit)
    );
    svg.put(&glyph(symbol.marker, at, 4.5 * unit, &paint));
}

/// A project: white disc, ring in the colour of the verdict, and the kind's sign within.
pub fn badge(svg: &mut Svg, symbol: &Symbol, ring: Colour, at: Coord<f64>, unit: f64) {
    let (x, y) = (number(at.x), number(at.y));
    svg.put(&format!(
        r##"<circle cx="{x}" cy="{y}" r="{}" fill="#ffffff" {}/>"##,
        number(BADGE * unit),
        stroke(ring, 2.6 * unit)
    ));
    let sign = match symbol.marker {
        Marker::Turbine => turbine(at, unit, symbol.stroke),
        other => glyph(other, at, 4.2 * unit, &fill(symbol.stroke)),
    };
    svg.put(&sign);
}

fn glyph(marker: Marker, at: Coord<f64>, half: f64, paint: &str) -> String {
    let (x, y) = (number(at.x), number(at.y));
    match marker {
        Marker::Circle | Marker::Turbine => {
            format!(r#"<circle cx="{x}" cy="{y}" r="{}" {paint}/>"#, number(half))
        }
        Marker::Square => format!(
            r#"<rect x="{}" y="{}" width="{side}" height="{side}" {paint}/>"#,
            number(at.x - half),
            number(at.y - half),
            side = number(2.0 * half)
        ),
        Marker::Triangle => format!(
            r#"<path d="M{x} {}L{} {low}L{} {low}z" {paint}/>"#,
            number(at.y - 1.15 * half),
            number(at.x + half),
            number(at.x - half),
            low = number(at.y + 0.85 * half)
        ),
    }
}

/// Three blades on a mast.
fn turbine(at: Coord<f64>, unit: f64, colour: Colour) -> String {
    let hub = Coord {
        x: at.x,
        y: at.y - 1.2 * unit,
    };
    let blades: String = [-90.0_f64, 30.0, 150.0]
        .iter()
        .map(|angle| blade(hub, *angle, unit))
        .collect();
    format!(
        r#"<path d="M{x} {top}V{foot}" {mast}/><path d="{blades}" {paint}/><circle cx="{x}" cy="{top}" r="{r}" {paint}/>"#,
        x = number(hub.x),
        top = number(hub.y),
        foot = number(at.y + 7.6 * unit),
        mast = stroke(colour, 1.3 * unit),
        paint = fill(colour),
        r = number(1.15 * unit),
    )
}

fn blade(hub: Coord<f64>, angle_deg: f64, unit: f64) -> String {
    let (sin, cos) = angle_deg.to_radians().sin_cos();
    let place = |along: f64, across: f64| {
        let (along, across) = (along * unit, across * unit);
        format!(
            "{} {}",
            number(hub.x + along * cos - across * sin),
            number(hub.y + along * sin + across * cos)
        )
    };
    format!("M{}L{}L{}z", place(0.0, 0.0), place(2.0, 1.1), place(6.6, 0.0))
}
