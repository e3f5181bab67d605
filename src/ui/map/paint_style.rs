//! Symbols in the colours of the canvas, as the graphics card and the fallback paint them.

use eframe::egui::Color32;

use crate::model::finding::Verdict;
use crate::model::problem::Done;
use crate::model::role::Role;
use crate::model::symbology::{
    CONFLICT_PX, Colour, DASH_PX, DISTANCE_PX, GAP_PX, HATCH_TILE_PX, Hatch, Marker, Symbol, of_not_checked,
    of_severity, of_verdict,
};
use crate::model::symbology_choice::SymbologyChoice;

use super::drawing::evidence::EvidenceStyle;
use super::drawing::looks::{LayerLooks, LayerStyle};
use super::drawing::overview::Tone;
use super::style::{CanvasStyle, color};

/// How much wider than the line is the halo that lifts a project off the zones.
const CASING_PX: f32 = 2.4;
/// Share of ink in a pattern, for what is too small to show one.
const INK_SHARE: f32 = 0.17;
/// How pale the evidence of an older workspace is.
pub const OUTDATED_OPACITY: f32 = 0.4;
/// Round what is selected, and what parts that from its ground.
pub const SELECTED_PX: f32 = 2.6;
/// Width of what lies under it.
pub const SELECTED_CASING_PX: f32 = 5.0;
/// Under the lines of evidence.
const EVIDENCE_CASING_PX: f32 = 4.6;

/// Dots of problems, on light and dark ground alike: they have a halo of their own.
const PROBLEM_REFUSED: Color32 = Color32::from_rgb(0xe0, 0x1b, 0x24);
const PROBLEM_REPAIRED: Color32 = Color32::from_rgb(0xff, 0x9f, 0x0a);
const PROBLEM_NOTED: Color32 = Color32::from_rgb(0x3f, 0x7f, 0xd6);
const PROBLEM_HALO: Color32 = Color32::from_rgb(0xff, 0xff, 0xff);

/// How points are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dot {
    /// The marker of a symbol.
    Symbol(Marker),
    /// The end of a gap, or evidence that is a point.
    End,
    /// Round the marker of a point that is selected.
    Ring,
}

/// How one style is painted, on light or dark ground and at the layer's opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaintStyle {
    /// Inside.
    pub fill: Color32,
    /// Pattern over the inside.
    pub hatch: Hatch,
    /// Its colour.
    pub hatch_color: Color32,
    /// Another pattern above: *not checked*.
    pub veil: Hatch,
    /// Its colour.
    pub veil_color: Color32,
    /// Borders and lines.
    pub line: Color32,
    /// Their width in points.
    pub line_px: f32,
    /// Whether they are dashed.
    pub dashed: bool,
    /// Under the lines.
    pub casing: Color32,
    /// Its width; 0 for none.
    pub casing_px: f32,
    /// For points.
    pub dot: Dot,
    /// Inside of points.
    pub body: Color32,
    /// On the inside of points.
    pub ink: Color32,
    /// Round points.
    pub rim: Color32,
    /// Around the rim.
    pub halo: Color32,
}

impl PaintStyle {
    /// The styles of a layer, as its source numbers them.
    pub fn of_layer(
        looks: &LayerLooks,
        (role, choice): (Role, Option<&SymbologyChoice>),
        style: &CanvasStyle,
        opacity: f32,
    ) -> Vec<PaintStyle> {
        let one = |layer_style: &LayerStyle| {
            let look = looks.looks.get(layer_style.look);
            let symbol = look.map(|look| look.meaning.symbol(choice));
            let symbol = symbol.unwrap_or_else(of_not_checked);
            PaintStyle::of_symbol(&symbol, layer_style.verdict, role, (style, opacity))
        };
        looks.styles.iter().map(one).collect()
    }

    fn of_symbol(
        symbol: &Symbol,
        verdict: Option<Verdict>,
        role: Role,
        (style, opacity): (&CanvasStyle, f32),
    ) -> PaintStyle {
        let mut fill = style.fill(symbol, opacity);
        let (mut veil, mut veil_color) = (Hatch::Plain, Color32::TRANSPARENT);
        if matches!(verdict, Some(Verdict::NotChecked(_))) {
            let not_checked = of_not_checked();
            fill = over(style.fill(&not_checked, opacity), fill);
            (veil, veil_color) = (not_checked.hatch, style.hatch(&not_checked, opacity));
        }
        let is_project = role == Role::Project;
        PaintStyle {
            fill,
            hatch: symbol.hatch,
            hatch_color: style.hatch(symbol, opacity),
            veil,
            veil_color,
            line: style.line_color(symbol.stroke, opacity),
            line_px: symbol.stroke_px,
            dashed: symbol.dashed,
            casing: style.halo.gamma_multiply(0.7 * opacity),
            casing_px: if is_project {
                symbol.stroke_px + CASING_PX
            } else {
                0.0
            },
            dot: Dot::Symbol(symbol.marker),
            // A marker stands on its own ground, so it keeps its colours on a dark canvas.
            body: color(symbol.fill.with_opacity(255), opacity),
            ink: color(symbol.stroke, opacity),
            rim: match verdict {
                Some(verdict) => color(of_verdict(verdict), opacity),
                None => color(symbol.stroke, opacity),
            },
            halo: style.halo.gamma_multiply(0.85 * opacity),
        }
    }

    /// The style of evidence: conflicts by how heavy the rule weighs, the rest by the verdict.
    pub fn of_evidence(evidence: &EvidenceStyle, style: &CanvasStyle, opacity: f32) -> PaintStyle {
        let colour = evidence_colour(evidence);
        let line = style.line_color(colour.with_opacity(255), opacity);
        let (line_px, fill) = match evidence.gap {
            true => (DISTANCE_PX, Color32::TRANSPARENT),
            false => (CONFLICT_PX, color(colour, opacity)),
        };
        PaintStyle {
            fill,
            hatch: Hatch::Plain,
            hatch_color: Color32::TRANSPARENT,
            veil: Hatch::Plain,
            veil_color: Color32::TRANSPARENT,
            line,
            line_px,
            dashed: evidence.gap,
            casing: style.halo.gamma_multiply(0.8 * opacity),
            casing_px: EVIDENCE_CASING_PX,
            dot: Dot::End,
            body: line,
            ink: line,
            rim: line,
            halo: style.halo.gamma_multiply(0.8 * opacity),
        }
    }

    /// The border of selected features; nothing at all where their layer is switched off.
    pub fn of_selected(style: &CanvasStyle, shown: bool) -> PaintStyle {
        let (line, casing, line_px, casing_px) = match shown {
            true => (style.selection, style.casing, SELECTED_PX, SELECTED_CASING_PX),
            false => (Color32::TRANSPARENT, Color32::TRANSPARENT, 0.0, 0.0),
        };
        PaintStyle {
            fill: Color32::TRANSPARENT,
            hatch: Hatch::Plain,
            hatch_color: Color32::TRANSPARENT,
            veil: Hatch::Plain,
            veil_color: Color32::TRANSPARENT,
            line,
            line_px,
            dashed: false,
            casing,
            casing_px,
            dot: Dot::Ring,
            body: Color32::TRANSPARENT,
            ink: Color32::TRANSPARENT,
            rim: line,
            halo: Color32::TRANSPARENT,
        }
    }

    /// The dot of a problem, told by form as well as by colour: a red triangle was refused, an amber square repaired, a
    /// blue circle noted.
    pub fn of_problem(done: Done, style: &CanvasStyle) -> PaintStyle {
        let (marker, body) = match done {
            Done::Noted => (Marker::Circle, PROBLEM_NOTED),
            Done::Repaired => (Marker::Square, PROBLEM_REPAIRED),
            Done::Refused => (Marker::Triangle, PROBLEM_REFUSED),
        };
        PaintStyle {
            dot: Dot::Symbol(marker),
            body,
            ink: body,
            rim: body,
            halo: PROBLEM_HALO,
            ..PaintStyle::of_selected(style, false)
        }
    }

    /// Mean colour of inside and pattern, where they are too small to be told apart.
    fn tone(&self) -> Color32 {
        let inked = |hatch: Hatch, ink: Color32| match hatch {
            Hatch::Plain => Color32::TRANSPARENT,
            _ => ink.gamma_multiply(INK_SHARE),
        };
        let hatched = over(inked(self.hatch, self.hatch_color), self.fill);
        over(inked(self.veil, self.veil_color), hatched)
    }

    /// How it is summed up where it is smaller than `below_cells`, which are half pixels. What has a pattern is drawn by itself
    /// as soon as there is room for one tile of it, what has dashes or a halo always.
    pub fn summed_up(&self, below_cells: f32) -> Tone {
        let below_cells = match [self.hatch, self.veil] {
            _ if self.dashed || self.casing_px > 0.0 => 0.0,
            [Hatch::Plain, Hatch::Plain] => below_cells,
            _ => below_cells.min(2.0 * HATCH_TILE_PX),
        };
        let premultiplied = |color: Color32| color.to_array().map(|channel| f32::from(channel) / 255.0);
        Tone {
            inside: premultiplied(self.tone()),
            border: premultiplied(self.line),
            border_px: self.line_px,
            below_cells,
        }
    }

    /// As the shader reads it: 16 words.
    pub fn words(&self) -> [u32; 16] {
        let word = |color: Color32| u32::from_le_bytes(color.to_array());
        let [dash, gap] = if self.dashed { [DASH_PX, GAP_PX] } else { [0.0; 2] };
        let kind = match self.dot {
            Dot::Symbol(Marker::Circle) => 0,
            Dot::Symbol(Marker::Square) => 1,
            Dot::Symbol(Marker::Triangle) => 2,
            Dot::Symbol(Marker::Turbine) => 3,
            Dot::End => 4,
            Dot::Ring => 5,
        };
        [
            word(self.fill),
            word(self.hatch_color),
            0,
            word(self.veil_color),
            word(self.line),
            word(self.casing),
            word(self.body),
            word(self.rim),
            self.line_px.to_bits(),
            self.casing_px.to_bits(),
            dash.to_bits(),
            gap.to_bits(),
            pattern(self.hatch) | pattern(self.veil) << 8,
            word(self.ink),
            kind,
            word(self.halo),
        ]
    }
}

/// Conflicts by how heavy the rule weighs, the rest by the verdict.
pub fn evidence_colour(evidence: &EvidenceStyle) -> Colour {
    match evidence.verdict {
        Verdict::Conflict => of_severity(evidence.severity),
        other => of_verdict(other).with_opacity(110),
    }
}

fn pattern(hatch: Hatch) -> u32 {
    match hatch {
        Hatch::Plain => 0,
        Hatch::Rising => 1,
        Hatch::Falling => 2,
        Hatch::Crossed => 3,
        Hatch::Dotted => 4,
        Hatch::Level => 5,
        Hatch::Upright => 6,
        Hatch::Grid => 7,
        Hatch::Marsh => 8,
    }
}

/// One premultiplied colour over another, in gamma space as egui blends.
fn over(above: Color32, below: Color32) -> Color32 {
    let rest = 1.0 - f32::from(above.a()) / 255.0;
    let [a, b] = [above.to_array(), below.to_array()];
    let mixed = [0, 1, 2, 3].map(|k| (f32::from(a[k]) + f32::from(b[k]) * rest).round().min(255.0) as u8);
    Color32::from_rgba_premultiplied(mixed[0], mixed[1], mixed[2], mixed[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_is_what_blending_does() {
        let red = Color32::from_rgba_unmultiplied(255, 0, 0, 128);
        assert_eq!(
            over(red, Color32::BLACK),
            Color32::from_rgba_premultiplied(128, 0, 0, 255)
        );
        assert_eq!(over(Color32::TRANSPARENT, red), red);
        assert_eq!(over(Color32::WHITE, red), Color32::WHITE);
    }
}
