//! The legend: what the map really draws, top first.

use eframe::egui::epaint::{Mesh as Triangles, Shape as Paint};
use eframe::egui::{Rect, Response, Sense, Stroke, Ui, Vec2, pos2, vec2};

use crate::geom::shape::Dimension;
use crate::model::finding::Verdict;
use crate::model::rule::Severity;
use crate::model::symbology::{Hatch, Symbol, of_not_checked, of_severity, of_verdict};
use crate::say;

use super::drawing::evidence::EvidenceStyle;
use super::hatch::texture;
use super::input::MapInput;
use super::markers::{MarkerPaint, paint_marker};
use super::state::MapState;
use super::style::CanvasStyle;

/// Size of a swatch in pixels.
pub const SWATCH_PX: Vec2 = vec2(28.0, 18.0);

/// One line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    /// What it is drawn as.
    pub symbol: Symbol,
    /// Whether the swatch shows an area, a line or a point.
    pub dimension: Dimension,
    /// What it means, in the language of the map.
    pub label: String,
    /// Which layer it belongs to; `None` for the results of the screening.
    pub layer: Option<String>,
    /// How many features look so.
    pub count: usize,
}

/// What the map draws now: results first, then the layers from the top. Layers that are not ready are not drawn, so they are
/// not listed.
pub fn legend_entries(input: &MapInput, state: &MapState) -> Vec<LegendEntry> {
    let mut entries = result_entries(input, state);
    for layer in input.visible_layers().rev() {
        let Some(looks) = state.looks_of(layer) else {
            continue;
        };
        let layer_name = layer.about.name.get(input.lang);
        let choice = input.workspace.symbology.of(&layer.about.id);
        entries.extend(looks.looks.iter().map(|look| LegendEntry {
            symbol: look.meaning.symbol(choice),
            dimension: look.dimension,
            label: look.meaning.name(input.lang),
            layer: Some(layer_name.to_owned()),
            count: look.count,
        }));
    }
    entries
}

/// Paints the swatch of an entry.
pub fn swatch_ui(ui: &mut Ui, entry: &LegendEntry, dark: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(SWATCH_PX, Sense::hover());
    let style = CanvasStyle::of(dark);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 2.0, style.ground);
    let stroke = style.stroke(&entry.symbol, 1.0);
    match entry.dimension {
        Dimension::Point => {
            let paint = MarkerPaint::of(&entry.symbol, 7.0, &style);
            paint_marker(&painter, rect.center(), &paint);
        }
        Dimension::Line => {
            let y = rect.center().y;
            let ends = [pos2(rect.left() + 2.0, y), pos2(rect.right() - 2.0, y)];
            paint_edges(&painter, &ends, stroke, entry.symbol.dashed);
        }
        Dimension::Area | Dimension::Empty => {
            let inner = rect.shrink(2.0);
            painter.rect_filled(inner, 0.0, style.fill(&entry.symbol, 1.0));
            if let Some(tile) = texture(ui.ctx(), entry.symbol.hatch) {
                let uv = Rect::from_min_size(pos2(0.0, 0.0), inner.size() / 12.0);
                let mut triangles = Triangles::with_texture(tile.id());
                triangles.add_rect_with_uv(inner, uv, style.hatch(&entry.symbol, 1.0));
                painter.add(Paint::mesh(triangles));
            }
            let corners = [
                inner.left_top(),
                inner.right_top(),
                inner.right_bottom(),
                inner.left_bottom(),
                inner.left_top(),
            ];
            paint_edges(&painter, &corners, stroke, entry.symbol.dashed);
        }
    }
    response
}

fn paint_edges(painter: &eframe::egui::Painter, path: &[eframe::egui::Pos2], stroke: Stroke, dashed: bool) {
    if dashed {
        painter.extend(Paint::dashed_line(path, stroke, 5.0, 3.0));
    } else {
        painter.add(Paint::line(path.to_vec(), stroke));
    }
}

fn result_entries(input: &MapInput, state: &MapState) -> Vec<LegendEntry> {
    let (Some(screening), Some(evidence)) = (input.screening, state.evidence()) else {
        return Vec::new();
    };
    let count_of = |wanted: &dyn Fn(&EvidenceStyle) -> bool| -> usize {
        let styles = evidence.styles.iter().zip(&evidence.counts);
        styles
            .filter(|(style, _)| wanted(style))
            .map(|(_, count)| count)
            .sum()
    };
    let mut entries = Vec::new();
    for severity in Severity::ALL {
        let conflict = Verdict::Conflict;
        let count = count_of(&|style| !style.gap && style.verdict == conflict && style.severity == severity);
        if count > 0 {
            let label = format!("{} · {}", conflict.name(input.lang), severity.name(input.lang));
            let colour = of_severity(severity);
            entries.push(result_entry(colour, Dimension::Area, (label, count)));
        }
    }
    let count = count_of(&|style| style.gap);
    if count > 0 {
        let label = say!(input.lang, "map.gap");
        let colour = of_verdict(Verdict::Near);
        entries.push(result_entry(colour, Dimension::Line, (label, count)));
    }
    let count = screening.tally().not_checked;
    if count > 0 {
        entries.push(LegendEntry {
            symbol: of_not_checked(),
            dimension: Dimension::Area,
            label: say!(input.lang, "verdict.not_checked"),
            layer: None,
            count,
        });
    }
    entries
}

fn result_entry(
    colour: crate::model::symbology::Colour,
    dimension: Dimension,
    (label, count): (String, usize),
) -> LegendEntry {
    LegendEntry {
        symbol: Symbol {
            fill: colour,
            stroke: colour.with_opacity(255),
            stroke_px: 2.0,
            dashed: dimension == Dimension::Line,
            hatch: Hatch::Plain,
            marker: crate::model::symbology::Marker::Circle,
        },
        dimension,
        label,
        layer: None,
        count,
    }
}
