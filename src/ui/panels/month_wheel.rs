//! The year as a wheel: the months of a rule outside, those of the project inside; where both are filled, they meet.

use eframe::egui::{
    Align2, Color32, FontId, Mesh, Pos2, Role as AccessRole, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, vec2,
};

use crate::model::rule::Months;
use crate::say;
use crate::words::Lang;

use super::super::theme::Palette;

/// Across the whole wheel, in pixels.
const SIZE_PX: f32 = 132.0;
/// Radii of its rings, in pixels, from the outside: numbers, rule, project.
const NUMBERS_PX: f32 = 58.0;
const RULE_PX: (f32, f32) = (35.0, 49.0);
const PROJECT_PX: (f32, f32) = (20.0, 32.0);
/// Steps along the arc of a month; enough that it looks round.
const STEPS: usize = 6;
/// Room between two months, as a share of one.
const GAP: f32 = 0.06;

/// Twelve sectors, January at the top, on clockwise. A project whose months nobody knows works all year.
pub fn month_wheel_ui(ui: &mut Ui, rule: Months, project: Option<Months>, lang: Lang) {
    let palette = Palette::here(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIZE_PX), Sense::hover());
    let text = words(rule, project, lang);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Image, true, &text));
    response.on_hover_text(text);
    let center = rect.center();
    let whole = project.unwrap_or(Months::ALL_YEAR);
    for month in 1..=12 {
        let has = |months: Months| months.numbers().any(|own| own == month);
        let both = has(rule) && has(whole);
        let fill = |on: bool, color: Color32| if on { color } else { palette.stripe };
        let outer = if both { palette.conflict } else { palette.near };
        sector(
            ui,
            (center, month),
            RULE_PX,
            (fill(has(rule), outer), palette.line),
        );
        let inner = fill(has(whole), palette.accent);
        sector(ui, (center, month), PROJECT_PX, (inner, palette.line));
        let at = center + NUMBERS_PX * direction(month as f32 - 0.5);
        let color = if both { palette.text } else { palette.faint };
        let font = FontId::proportional(10.5);
        ui.painter()
            .text(at, Align2::CENTER_CENTER, month.to_string(), font, color);
    }
}

/// What the wheel shows, for whoever does not see it.
fn words(rule: Months, project: Option<Months>, lang: Lang) -> String {
    let project = match project {
        Some(months) => months.text(lang),
        None => say!(lang, "reviewing.wheel.unknown"),
    };
    say!(
        lang,
        "reviewing.wheel.text",
        rule = rule.text(lang),
        project = project
    )
}

/// Where a month ends on the wheel; 0 is its top.
fn direction(month: f32) -> Vec2 {
    let turn = month / 12.0 * std::f32::consts::TAU;
    vec2(turn.sin(), -turn.cos())
}

fn sector(
    ui: &Ui,
    (center, month): (Pos2, u32),
    (inside, outside): (f32, f32),
    (fill, line): (Color32, Color32),
) {
    let (from, to) = (month as f32 - 1.0 + GAP / 2.0, month as f32 - GAP / 2.0);
    let along = |step: usize| from + (to - from) * step as f32 / STEPS as f32;
    // As one mesh: slices with soft edges of their own would leave hairs of light between them.
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let out = direction(along(step));
        mesh.colored_vertex(center + inside * out, fill);
        mesh.colored_vertex(center + outside * out, fill);
    }
    for step in 0..STEPS as u32 {
        let first = 2 * step;
        mesh.add_triangle(first, first + 1, first + 3);
        mesh.add_triangle(first, first + 3, first + 2);
    }
    ui.painter().add(Shape::mesh(mesh));
    let arc = |radius: f32| (0..=STEPS).map(move |step| center + radius * direction(along(step)));
    let border: Vec<Pos2> = arc(inside)
        .chain(arc(outside).collect::<Vec<_>>().into_iter().rev())
        .collect();
    ui.painter()
        .add(Shape::closed_line(border, Stroke::new(0.8, line)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn january_is_at_the_top_and_april_at_the_right() {
        let check = |month: f32, expected: (f32, f32)| {
            let found = direction(month);
            assert!((found.x - expected.0).abs() < 1e-6 && (found.y - expected.1).abs() < 1e-6);
        };
        check(0.0, (0.0, -1.0));
        check(3.0, (1.0, 0.0));
        check(6.0, (0.0, 1.0));
    }

    #[test]
    fn it_says_what_it_shows() {
        let rule = Months::parse("10-3").unwrap();
        for lang in Lang::ALL {
            let told = words(rule, Months::parse("4"), lang);
            let unknown = words(rule, None, lang);
            assert!(
                told.contains("10") && told.contains('4') && told != unknown,
                "{told}"
            );
        }
    }
}
