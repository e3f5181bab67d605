//! SLD 1.0.0 (OGC 02-070), which other programs read. Hatches are marks that are repeated, under the names that GeoServer has
//! given them and others have taken over; whoever does not know them draws the ground colour, which is a fill before.

use crate::model::symbology::{
    Colour, DASH_PX, GAP_PX, HATCH_DOT_PX, HATCH_LINE_PX, HATCH_OPACITY, HATCH_TILE_PX, Hatch, Marker, Symbol,
};
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
            "<PolygonSymbolizer>{}{}</PolygonSymbolizer>{}",
            fill(symbol.fill),
            stroke(symbol),
            hatch(symbol)
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

/// The hatch over the ground colour; nothing where there is none.
fn hatch(symbol: &Symbol) -> String {
    let (name, size_px) = match symbol.hatch {
        Hatch::Plain => return String::new(),
        Hatch::Rising => ("slash", HATCH_TILE_PX),
        Hatch::Falling => ("backslash", HATCH_TILE_PX),
        Hatch::Crossed => ("times", HATCH_TILE_PX),
        Hatch::Level => ("horline", HATCH_TILE_PX),
        Hatch::Upright => ("vertline", HATCH_TILE_PX),
        Hatch::Grid => ("plus", HATCH_TILE_PX),
        Hatch::Dotted => ("dot", HATCH_TILE_PX),
        // There is no mark of short strokes.
        Hatch::Marsh => ("dot", 2.0 * HATCH_TILE_PX),
    };
    let width_px = match name {
        "dot" => 2.0 * HATCH_DOT_PX,
        _ => HATCH_LINE_PX,
    };
    format!(
        "<PolygonSymbolizer><Fill><GraphicFill><Graphic><Mark><WellKnownName>shape://{name}</WellKnownName><Stroke>{}{}{}\
         </Stroke></Mark><Size>{size_px}</Size></Graphic></GraphicFill></Fill></PolygonSymbolizer>",
        parameter("stroke", &symbol.stroke.hex()),
        parameter("stroke-opacity", &HATCH_OPACITY.to_string()),
        parameter("stroke-width", &width_px.to_string())
    )
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::role::Role;
    use crate::model::symbology::of_role;

    /// The name of the mark that is repeated, and how large it is.
    fn mark(text: &str) -> Option<(String, f32)> {
        let text = format!("<Rule>{text}</Rule>");
        let document = roxmltree::Document::parse(&text).unwrap();
        let texts = |name: &str| -> Vec<String> {
            let named = document.descendants().filter(|node| node.has_tag_name(name));
            named.map(|node| node.text().unwrap().to_owned()).collect()
        };
        assert_eq!(texts("WellKnownName").len(), texts("Size").len());
        let size_px = texts("Size").first()?.parse().unwrap();
        Some((texts("WellKnownName").remove(0), size_px))
    }

    /// Whoever reads the style tells layers apart also where it is printed in black and white.
    #[test]
    fn every_hatch_is_another_pattern() {
        let mut marks = Vec::new();
        for (hatch, name) in Hatch::NAMED {
            let symbol = Symbol {
                hatch,
                ..of_role(Role::RedLine)
            };
            let areas = symbolizer(&symbol, Sort::Areas);
            // The ground colour and the border come first, whatever else is known.
            assert!(
                areas.starts_with("<PolygonSymbolizer><Fill><CssParameter"),
                "{areas}"
            );
            assert_eq!(mark(&areas).is_none(), hatch == Hatch::Plain, "{name}");
            assert_eq!(mark(&symbolizer(&symbol, Sort::Lines)), None);
            marks.extend(mark(&areas));
        }
        let is_other = |(at, own): (usize, &(String, f32))| !marks[..at].contains(own);
        assert!(marks.iter().enumerate().all(is_other), "{marks:?}");
        assert!(marks.iter().all(|(name, _)| name.starts_with("shape://")));
    }
}
