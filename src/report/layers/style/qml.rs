//! QML, the style files of QGIS, in the form of version 3.

use crate::model::symbology::{Colour, Hatch, Marker, Symbol};
use crate::report::markup::escape;

use super::look::{Case, LayerLook, MM_PER_PX, Sort};

/// The version whose form this is; any later one reads it.
const VERSION: &str = "3.28.0";
/// Side of a marker in millimetres.
const MARKER_MM: &str = "3.2";

/// The style of a layer.
pub fn qml(look: &LayerLook) -> String {
    let symbols: String = (0..)
        .zip(&look.cases)
        .map(|(k, case)| symbol(k, case, look.sort))
        .collect();
    let renderer = match &look.column {
        None => format!(
            "<renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n\
             <symbols>\n{symbols}</symbols>\n</renderer-v2>\n"
        ),
        Some(column) => format!(
            "<renderer-v2 type=\"categorizedSymbol\" attr=\"{}\" symbollevels=\"0\" enableorderby=\"0\" \
             forceraster=\"0\">\n<categories>\n{}</categories>\n<symbols>\n{symbols}</symbols>\n</renderer-v2>\n",
            escape(&by(column, look.second.as_deref())),
            categories(look)
        ),
    };
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"{VERSION}\" styleCategories=\"Symbology\">\n{renderer}</qgis>\n"
    )
}

/// A column; of two, an expression of both, which QGIS takes as well.
fn by(column: &str, second: Option<&str>) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    match second {
        None => column.to_owned(),
        Some(second) => format!("concat({}, '/', {})", quoted(column), quoted(second)),
    }
}

fn categories(look: &LayerLook) -> String {
    let category = |(k, case): (usize, &Case)| {
        let value = match (&case.value, &look.second) {
            (Some(value), Some(_)) => format!("{value}/{}", case.second),
            (value, _) => value.clone().unwrap_or_default(),
        };
        format!(
            "<category value=\"{}\" symbol=\"{k}\" label=\"{}\" render=\"true\" type=\"string\"/>\n",
            escape(&value),
            escape(&case.label)
        )
    };
    look.cases.iter().enumerate().map(category).collect()
}

fn symbol(number: usize, case: &Case, sort: Sort) -> String {
    let own = &case.symbol;
    let (name, layers) = match sort {
        Sort::Areas => ("fill", area(own)),
        Sort::Lines => ("line", layer("SimpleLine", &line(own))),
        Sort::Points => ("marker", layer("SimpleMarker", &marker(own))),
    };
    format!(
        "<symbol type=\"{name}\" name=\"{number}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n{layers}</symbol>\n"
    )
}

fn area(symbol: &Symbol) -> String {
    let style = match symbol.hatch {
        Hatch::Plain => None,
        Hatch::Rising => Some("b_diagonal"),
        Hatch::Falling => Some("f_diagonal"),
        Hatch::Crossed => Some("diagonal_x"),
        Hatch::Dotted => Some("dense6"),
        Hatch::Level => Some("horizontal"),
        Hatch::Upright => Some("vertical"),
        Hatch::Grid => Some("cross"),
        // No brush has broken lines; the sparsest dots are the nearest that every QGIS has.
        Hatch::Marsh => Some("dense7"),
    };
    let border = [
        ("outline_color", rgba(symbol.stroke)),
        ("outline_style", pen(symbol).to_owned()),
        ("outline_width", width_mm(symbol)),
        ("outline_width_unit", "MM".to_owned()),
    ];
    let fill = |colour: Colour, style: &str| {
        let own = [("color", rgba(colour)), ("style", style.to_owned())];
        own.into_iter().chain(border.clone()).collect::<Vec<_>>()
    };
    let ground = layer("SimpleFill", &fill(symbol.fill, "solid"));
    let hatch = style.map(|style| layer("SimpleFill", &fill(symbol.stroke, style)));
    ground + &hatch.unwrap_or_default()
}

fn line(symbol: &Symbol) -> Vec<(&'static str, String)> {
    vec![
        ("line_color", rgba(symbol.stroke)),
        ("line_style", pen(symbol).to_owned()),
        ("line_width", width_mm(symbol)),
        ("line_width_unit", "MM".to_owned()),
        ("capstyle", "flat".to_owned()),
        ("joinstyle", "round".to_owned()),
    ]
}

fn marker(symbol: &Symbol) -> Vec<(&'static str, String)> {
    let name = match symbol.marker {
        Marker::Circle => "circle",
        Marker::Square => "square",
        Marker::Triangle => "triangle",
        // The nearest that every QGIS has.
        Marker::Turbine => "star",
    };
    vec![
        ("name", name.to_owned()),
        ("color", rgba(symbol.fill)),
        ("outline_color", rgba(symbol.stroke)),
        ("outline_style", "solid".to_owned()),
        ("outline_width", width_mm(symbol)),
        ("outline_width_unit", "MM".to_owned()),
        ("size", MARKER_MM.to_owned()),
        ("size_unit", "MM".to_owned()),
    ]
}

fn layer(class: &str, options: &[(&str, String)]) -> String {
    let options: String = options
        .iter()
        .map(|(name, value)| {
            format!(
                "<Option name=\"{name}\" type=\"QString\" value=\"{}\"/>\n",
                escape(value)
            )
        })
        .collect();
    format!(
        "<layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\">\n<Option type=\"Map\">\n{options}</Option>\n</layer>\n"
    )
}

fn pen(symbol: &Symbol) -> &'static str {
    if symbol.dashed { "dash" } else { "solid" }
}

fn width_mm(symbol: &Symbol) -> String {
    format!("{:.3}", f64::from(symbol.stroke_px) * MM_PER_PX)
}

fn rgba(colour: Colour) -> String {
    let Colour { r, g, b, a } = colour;
    format!("{r},{g},{b},{a}")
}
