//! Every colour and spacing of the window, light and dark. Map symbols come from `model/symbology.rs`.
//!
//! Text keeps a contrast of at least 4.5 to what it stands on (WCAG 2.2, 1.4.3); the tests compute it.

use eframe::egui::style::{Selection, WidgetVisuals, Widgets};
use eframe::egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Ui,
    Visuals, vec2,
};

use crate::model::finding::{Reason, Verdict};
use crate::model::rule::Severity;

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Ground of bars.
    pub bar: Color32,
    /// Ground of panels.
    pub panel: Color32,
    /// Ground of tables and text fields.
    pub field: Color32,
    /// Every second row of a table.
    pub stripe: Color32,
    /// Lines between things.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight.
    pub faint: Color32,
    /// What can be pressed or is chosen: text and lines.
    pub accent: Color32,
    /// Ground of what is chosen.
    pub chosen: Color32,
    /// Text on a filled accent.
    pub on_accent: Color32,
    /// Handles of scroll bars, rails of sliders, boxes to tick.
    pub handle: Color32,
    /// Ground of a button under the pointer.
    pub hover: Color32,
    /// Words about conflicts and failures.
    pub conflict: Color32,
    /// Words about what is near.
    pub near: Color32,
    /// Words about what is clear.
    pub clear: Color32,
    /// Words about what was not checked.
    pub not_checked: Color32,
    /// Words about what is advice only.
    pub advice: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const LIGHT: Palette = Palette {
    bar: rgb(0xeef1f4),
    panel: rgb(0xf8f9fb),
    field: rgb(0xffffff),
    stripe: rgb(0xf4f6f9),
    line: rgb(0xd6dce3),
    text: rgb(0x17222d),
    faint: rgb(0x55616e),
    accent: rgb(0x0b6471),
    chosen: rgb(0xd3eaee),
    on_accent: rgb(0xffffff),
    handle: rgb(0xc4cdd6),
    hover: rgb(0xe0e6ec),
    conflict: rgb(0xb0132a),
    near: rgb(0x855200),
    clear: rgb(0x1c7046),
    not_checked: rgb(0x505b69),
    advice: rgb(0x5d4ea6),
};

const DARK: Palette = Palette {
    bar: rgb(0x171d23),
    panel: rgb(0x1d242b),
    field: rgb(0x14191e),
    stripe: rgb(0x1a2026),
    line: rgb(0x34404b),
    text: rgb(0xe6ebf0),
    faint: rgb(0xa3b0bd),
    accent: rgb(0x5cc3d1),
    chosen: rgb(0x1d4750),
    on_accent: rgb(0x06242a),
    handle: rgb(0x44515e),
    hover: rgb(0x2b353f),
    conflict: rgb(0xff858c),
    near: rgb(0xf3bd55),
    clear: rgb(0x6bcf9c),
    not_checked: rgb(0xb0bac5),
    advice: rgb(0xbcb0f2),
};

/// Room at the edge of bars and panels, in pixels.
pub const PANEL_MARGIN: Margin = Margin::symmetric(10, 8);
/// Height of a row in tables, in pixels.
pub const ROW_PX: f32 = 23.0;

impl Palette {
    /// The palette of a theme.
    pub fn of(dark: bool) -> &'static Palette {
        if dark { &DARK } else { &LIGHT }
    }

    /// The palette that a part of the window is drawn in.
    pub fn here(ui: &Ui) -> &'static Palette {
        Palette::of(ui.visuals().dark_mode)
    }

    /// For words about a verdict. What could not be decided is as red as a conflict: it may be one.
    pub fn verdict(&self, verdict: Verdict) -> Color32 {
        match verdict {
            Verdict::Conflict | Verdict::NotChecked(Reason::Undecided) => self.conflict,
            Verdict::Near => self.near,
            Verdict::Clear => self.clear,
            Verdict::NotChecked(_) => self.not_checked,
        }
    }

    /// For words about how heavy a rule weighs.
    pub fn severity(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Prohibited => self.conflict,
            Severity::Justify | Severity::Consult => self.near,
            Severity::Advisory => self.advice,
        }
    }

    /// The ground of a mark in that colour: a breath of it over the panel.
    pub fn tint(&self, color: Color32) -> Color32 {
        self.panel.lerp_to_gamma(color, 0.13)
    }
}

/// Gives the window its look, for both themes. Where the system does not say which, it is light, as paper maps are.
pub fn install(ctx: &Context) {
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    for (theme, palette) in [(Theme::Light, &LIGHT), (Theme::Dark, &DARK)] {
        ctx.set_style_of(theme, style(palette, theme));
    }
}

/// Leaves out what is costly where the processor plays the graphics card: shadows, and the ends of long lists that fade.
pub fn spare_the_processor(ctx: &Context) {
    ctx.all_styles_mut(|style| {
        style.visuals.popup_shadow = Shadow::NONE;
        style.visuals.window_shadow = Shadow::NONE;
        style.spacing.scroll.fade.strength = 0.0;
    });
}

fn style(palette: &Palette, theme: Theme) -> Style {
    let mut style = Style {
        visuals: visuals(palette, theme),
        ..Style::default()
    };
    let sizes = [
        (TextStyle::Small, 11.5),
        (TextStyle::Body, 13.5),
        (TextStyle::Button, 13.5),
        (TextStyle::Heading, 16.5),
    ];
    for (text_style, size) in sizes {
        style
            .text_styles
            .insert(text_style, FontId::new(size, FontFamily::Proportional));
    }
    style
        .text_styles
        .insert(TextStyle::Monospace, FontId::new(12.5, FontFamily::Monospace));
    style.spacing.item_spacing = vec2(8.0, 5.0);
    style.spacing.button_padding = vec2(8.0, 3.0);
    style.spacing.interact_size = vec2(28.0, 24.0);
    // All roles at once, without a bar for scrolling; no list is higher than an area.
    style.spacing.combo_height = 480.0;
    style.spacing.default_area_size.y = 520.0;
    style.spacing.window_margin = Margin::same(16);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.scroll.floating = false;
    style.spacing.scroll.bar_width = 8.0;
    style.spacing.scroll.foreground_color = false;
    style.interaction.tooltip_delay = 0.35;
    style.interaction.selectable_labels = true;
    style
}

fn visuals(palette: &Palette, theme: Theme) -> Visuals {
    let base = theme.default_visuals();
    Visuals {
        override_text_color: None,
        weak_text_color: Some(palette.faint),
        widgets: widgets(palette),
        selection: Selection {
            bg_fill: palette.chosen,
            stroke: Stroke::new(1.0, palette.accent),
        },
        hyperlink_color: palette.accent,
        faint_bg_color: palette.stripe,
        extreme_bg_color: palette.field,
        code_bg_color: palette.bar,
        warn_fg_color: palette.near,
        error_fg_color: palette.conflict,
        window_corner_radius: CornerRadius::same(8),
        window_fill: palette.panel,
        window_stroke: Stroke::new(1.0, palette.line),
        window_shadow: shadow(18),
        popup_shadow: shadow(10),
        menu_corner_radius: CornerRadius::same(6),
        panel_fill: palette.panel,
        slider_trailing_fill: true,
        striped: true,
        ..base
    }
}

fn shadow(blur: u8) -> Shadow {
    Shadow {
        offset: [0, 4],
        blur,
        spread: 0,
        color: Color32::from_black_alpha(40),
    }
}

fn widgets(palette: &Palette) -> Widgets {
    let visuals = |(fill, handle): (Color32, Color32), line: Color32, text: Color32| WidgetVisuals {
        bg_fill: handle,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        fg_stroke: Stroke::new(1.0, text),
        corner_radius: CornerRadius::same(5),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: visuals((palette.panel, palette.panel), palette.line, palette.text),
        inactive: visuals((palette.bar, palette.handle), palette.line, palette.text),
        hovered: visuals((palette.hover, palette.faint), palette.accent, palette.text),
        active: visuals((palette.chosen, palette.accent), palette.accent, palette.text),
        open: visuals((palette.hover, palette.handle), palette.line, palette.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn what_could_not_be_decided_is_as_red_as_a_conflict() {
        for palette in [&LIGHT, &DARK] {
            let not_checked = |reason| palette.verdict(Verdict::NotChecked(reason));
            assert_eq!(not_checked(Reason::Undecided), palette.verdict(Verdict::Conflict));
            assert_eq!(not_checked(Reason::LayerMissing), palette.not_checked);
        }
    }

    #[test]
    fn words_can_be_read() {
        for palette in [&LIGHT, &DARK] {
            let marks = [
                palette.conflict,
                palette.near,
                palette.clear,
                palette.not_checked,
                palette.advice,
                palette.accent,
            ];
            let words = marks.iter().chain([&palette.text, &palette.faint]);
            for &word in words {
                for ground in [
                    palette.bar,
                    palette.panel,
                    palette.field,
                    palette.stripe,
                    palette.tint(word),
                ] {
                    let contrast = contrast(word, ground);
                    assert!(contrast >= 4.5, "{word:?} on {ground:?}: {contrast:.2}");
                }
            }
            assert!(contrast(palette.text, palette.chosen) >= 4.5);
            assert!(contrast(palette.faint, palette.chosen) >= 4.5);
            assert!(contrast(palette.text, palette.hover) >= 4.5);
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
        }
    }
}
