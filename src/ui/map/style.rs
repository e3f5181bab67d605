//! The colours of the canvas, on light and on dark ground, from the symbols of the model.

use eframe::egui::{Color32, Stroke};

use crate::model::symbology::{Colour, HATCH_OPACITY, Symbol};

/// Shade towards white that strokes and markers get on dark ground, 0 to 1.
const LIFT: f32 = 0.45;

/// Colours of everything on the canvas that no layer decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanvasStyle {
    /// Dark ground.
    pub dark: bool,
    /// Behind all layers.
    pub ground: Color32,
    /// Labels, scale bar, notes.
    pub ink: Color32,
    /// Less important words.
    pub faint_ink: Color32,
    /// Round labels and furniture, so that they read over anything.
    pub halo: Color32,
    /// Behind notes and measurements.
    pub chip: Color32,
    /// What is selected.
    pub selection: Color32,
    /// Round the selection's line.
    pub casing: Color32,
    /// What a repaired shape looked like before.
    pub drawn: Color32,
    /// What the pointer is over.
    pub hover: Color32,
    /// The measuring tool.
    pub measure: Color32,
    /// The zoom box.
    pub zoom_box: Color32,
}

impl CanvasStyle {
    /// The style for light or dark ground.
    pub fn of(dark: bool) -> CanvasStyle {
        if dark {
            CanvasStyle::DARK
        } else {
            CanvasStyle::LIGHT
        }
    }

    const LIGHT: CanvasStyle = CanvasStyle {
        dark: false,
        ground: Color32::from_rgb(0xf7, 0xf6, 0xf2),
        ink: Color32::from_rgb(0x22, 0x29, 0x31),
        faint_ink: Color32::from_rgb(0x5c, 0x66, 0x70),
        halo: Color32::from_rgb(0xfc, 0xfb, 0xf8),
        chip: Color32::from_rgba_unmultiplied_const(0xff, 0xff, 0xff, 225),
        selection: Color32::from_rgb(0xff, 0xc8, 0x00),
        casing: Color32::from_rgb(0x1f, 0x24, 0x2b),
        drawn: Color32::from_rgb(0xd0, 0x10, 0x4c),
        hover: Color32::from_rgb(0x1a, 0x73, 0xe8),
        measure: Color32::from_rgb(0xb0, 0x1e, 0x7d),
        zoom_box: Color32::from_rgb(0x1a, 0x73, 0xe8),
    };

    const DARK: CanvasStyle = CanvasStyle {
        dark: true,
        ground: Color32::from_rgb(0x1b, 0x20, 0x26),
        ink: Color32::from_rgb(0xe6, 0xea, 0xee),
        faint_ink: Color32::from_rgb(0xa4, 0xae, 0xb8),
        halo: Color32::from_rgb(0x14, 0x18, 0x1d),
        chip: Color32::from_rgba_unmultiplied_const(0x22, 0x29, 0x31, 225),
        selection: Color32::from_rgb(0xff, 0xd6, 0x33),
        casing: Color32::from_rgb(0x0b, 0x0e, 0x12),
        drawn: Color32::from_rgb(0xff, 0x6b, 0x9a),
        hover: Color32::from_rgb(0x6d, 0xb3, 0xff),
        measure: Color32::from_rgb(0xff, 0x7a, 0xc8),
        zoom_box: Color32::from_rgb(0x6d, 0xb3, 0xff),
    };

    /// Fill of a symbol, at a layer's opacity of 0 to 1.
    pub fn fill(&self, symbol: &Symbol, opacity: f32) -> Color32 {
        color(symbol.fill, opacity)
    }

    /// Border or line of a symbol, lifted on dark ground so that it shows.
    pub fn stroke(&self, symbol: &Symbol, opacity: f32) -> Stroke {
        Stroke::new(symbol.stroke_px, self.line_color(symbol.stroke, opacity))
    }

    /// A colour for thin things: as it is on light ground, lighter on dark ground.
    pub fn line_color(&self, colour: Colour, opacity: f32) -> Color32 {
        let lifted = if self.dark {
            towards_white(colour, LIFT)
        } else {
            colour
        };
        color(lifted, opacity)
    }

    /// Pattern colour: the stroke's, paler, so that the fill still speaks.
    pub fn hatch(&self, symbol: &Symbol, opacity: f32) -> Color32 {
        self.line_color(symbol.stroke, HATCH_OPACITY * opacity)
    }
}

/// One of the model's colours at an opacity of 0 to 1.
pub fn color(colour: Colour, opacity: f32) -> Color32 {
    let alpha = (f32::from(colour.a) * opacity.clamp(0.0, 1.0)).round() as u8;
    Color32::from_rgba_unmultiplied(colour.r, colour.g, colour.b, alpha)
}

fn towards_white(colour: Colour, share: f32) -> Colour {
    let lift = |channel: u8| {
        let channel = f32::from(channel);
        (channel + (255.0 - channel) * share).round() as u8
    };
    Colour {
        r: lift(colour.r),
        g: lift(colour.g),
        b: lift(colour.b),
        a: colour.a,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::role::Role;
    use crate::model::symbology::of_role;

    fn luminance(color: Color32) -> f32 {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_read_on_both_grounds() {
        for style in [CanvasStyle::of(false), CanvasStyle::of(true)] {
            for ink in [style.ink, style.faint_ink, style.measure] {
                assert!(
                    contrast(ink, style.ground) >= 4.5,
                    "{ink:?} on {:?}",
                    style.ground
                );
            }
        }
    }

    #[test]
    fn borders_show_on_both_grounds() {
        for style in [CanvasStyle::of(false), CanvasStyle::of(true)] {
            for role in Role::ALL {
                let stroke = style.stroke(&of_role(role), 1.0).color;
                assert!(
                    contrast(stroke, style.ground) >= 2.0,
                    "{role:?} dark: {}",
                    style.dark
                );
            }
        }
    }
}
