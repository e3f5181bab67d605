//! SLD 1.0.0 (OGC 02-070), which other programs read. It knows no hatches of its own: the ground colour stays.

use crate::model::symbology::{Colour, DASH_PX, GAP_PX, Marker, Symbol};
use crate::report::markup::escape;

use super::look::{Case, LayerLook, Sort};

/// Side of a marker in pixels.
const MARKER_PX: u32 = 12;

/// The style of a layer of that name.
pub fn sld(name: &str, look: &LayerLook) -> String {
    let rules: String = look.cases.iter().map(|case| rule(case, look)).collect();
    let name = escape(name);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<StyledLayerDescriptor xmlns=\"http://www.opengis.net/sld\" \
         xmlns:ogc=\"http://www.opengis.net/ogc\" version=\"1.0.0\">\n<NamedLayer><Name>{name}</Name><UserStyle>\
         <Name>{name}</Name>\n<FeatureTypeStyle>\n{rules}</FeatureTypeStyle>\n</UserStyle></NamedLayer>\n\
         </StyledLayerDescriptor>\n"
    )
}

fn rule(case: &Case, look: &LayerLook) -> String {
    let filter = match (&look.column, &case.value) {
        (Some(column), Some(value)) => {
            let first = has_value(column, value);
            let both = match &look.second {
                Some(second) => format!("<ogc:And>{first}{}</ogc:And>", has_value(second, &case.second)),
                None => first,
            };
            format!("<ogc:Filter>{both}</ogc:Filter>")
        }
        (Some(_), None) => "<ElseFilter/>".to_owned(),
        (None, _) => String::new(),
    };
    format!(
        "<Rule><Name>{label}</Name><Title>{label}</Title>{filter}{}</Rule>\n",
        symbolizer(&case.symbol, look.sort),
        label = escape(&case.label)
    )
}

/// A column without a text has an empty one, or none.
fn has_value(column: &str, value: &str) -> String {
    let equal = is_equal(column, value);
    if !value.is_empty() {
        return equal;
    }
    let name = escape(column);
    format!(
        "<ogc:Or><ogc:PropertyIsNull><ogc:PropertyName>{name}</ogc:PropertyName></ogc:PropertyIsNull>{equal}</ogc:Or>"
    )
}

fn is_equal(column: &str, value: &str) -> String {
    format!(
        "<ogc:PropertyIsEqualTo><ogc:PropertyName>{}</ogc:PropertyName><ogc:Literal>{}</ogc:Literal>\
         </ogc:PropertyIsEqualTo>",
        escape(column),
        escape(value)
    )
}

fn symbolizer(symbol: &Symbol, sort: Sort) -> String {
    match sort {
        Sort::Areas => format!(
            "<PolygonSymbolizer>{}{}</PolygonSymbolizer>",
            fill(symbol.fill),
            stroke(symbol)
        ),
        Sort::Lines => format!("<LineSymbolizer>{}</LineSymbolizer>", stroke(symbol)),
        Sort::Points => {
            let name = match symbol.marker {
                Marker::Circle => "circle",
                Marker::Square => "square",
                Marker::Triangle => "triangle",
                Marker::Turbine => "star",
            };
            format!(
                "<PointSymbolizer><Graphic><Mark><WellKnownName>{name}</WellKnownName>{}{}</Mark><Size>{MARKER_PX}</Size>\
                 </Graphic></PointSymbolizer>",
                fill(symbol.fill),
                stroke(symbol)
            )
        }
    }
}

fn fill(colour: Colour) -> String {
    format!(
        "<Fill>{}{}</Fill>",
        parameter("fill", &colour.hex()),
        parameter("fill-opacity", &format!("{:.3}", f64::from(colour.a) / 255.0))
    )
}

fn stroke(symbol: &Symbol) -> String {
    let dashes = symbol
        .dashed
        .then(|| parameter("stroke-dasharray", &format!("{DASH_PX} {GAP_PX}")));
    format!(
        "<Stroke>{}{}{}</Stroke>",
        parameter("stroke", &symbol.stroke.hex()),
        parameter("stroke-width", &symbol.stroke_px.to_string()),
        dashes.unwrap_or_default()
    )
}

fn parameter(name: &str, value: &str) -> String {
    format!("<CssParameter name=\"{name}\">{value}</CssParameter>")
}
