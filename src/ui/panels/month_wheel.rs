//! The year as a wheel: the months of a rule outside, those of the project inside; where both are filled, they meet.

use eframe::egui::{
    Align2, Color32, FontId, Mesh, Pos2, Role as AccessRole, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, vec2,
};

use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
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
/// Fields that say from which month to which birds are at a place.
const FIELDS: [&str; 2] = ["from_month", "to_month"];
/// Room between two months, as a share of one.
const GAP: f32 = 0.06;

/// Twelve sectors, January at the top, on clockwise. A project whose months nobody knows works all year.
pub fn month_wheel_ui(ui: &mut Ui, rule: Months, project: Option<Months>, lang: Lang) {
    let palette = Palette::here(ui);
    let whole = project.unwrap_or(Months::ALL_YEAR);
    let look = |month: u32| {
        let both = has(rule, month) && has(whole, month);
        let outer = if both { palette.conflict } else { palette.near };
        Look {
            outer: has(rule, month).then_some(outer),
            inner: Some(has(whole, month).then_some(palette.accent)),
            counts: both,
        }
    };
    wheel_ui(ui, &words(rule, project, lang), look);
}

/// The months of one thing alone: of a rule, or of birds at a place.
pub fn months_ui(ui: &mut Ui, months: Months, lang: Lang) {
    let color = Palette::here(ui).near;
    let look = |month: u32| Look {
        outer: has(months, month).then_some(color),
        inner: None,
        counts: has(months, month),
    };
    let text = say!(lang, "reviewing.wheel.months", months = months.text(lang));
    wheel_ui(ui, &text, look);
}

/// The months of a feature: of the field that is mapped to them, else from one to another by fields that are named so.
pub fn months_of(layer: &Layer, feature: &Feature) -> Option<Months> {
    let mapped = Project { layer, feature }.months();
    mapped.or_else(|| {
        let [from, to] = FIELDS.map(|field| feature.properties.text(field));
        Months::parse(&format!("{}-{}", from?, to?))
    })
}

fn has(months: Months, month: u32) -> bool {
    months.numbers().any(|own| own == month)
}

/// How a month is drawn.
struct Look {
    /// The sector of the outer ring; pale where it is none.
    outer: Option<Color32>,
    /// The same of the inner ring, where there is one.
    inner: Option<Option<Color32>>,
    /// Its number is read first.
    counts: bool,
}

fn wheel_ui(ui: &mut Ui, text: &str, look: impl Fn(u32) -> Look) {
    let palette = Palette::here(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIZE_PX), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Image, true, text));
    response.on_hover_text(text);
    let center = rect.center();
    for month in 1..=12 {
        let look = look(month);
        let fill = |color: Option<Color32>| (color.unwrap_or(palette.stripe), palette.line);
        sector(ui, (center, month), RULE_PX, fill(look.outer));
        if let Some(inner) = look.inner {
            sector(ui, (center, month), PROJECT_PX, fill(inner));
        }
        let at = center + NUMBERS_PX * direction(month as f32 - 0.5);
        let color = if look.counts { palette.text } else { palette.faint };
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
    use std::sync::Arc;

    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::{Properties, PropertyValue};
    use crate::model::layer::{About, Provenance};
    use crate::model::role::Role;

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
    fn months_stand_in_a_mapped_field_or_in_two() {
        let feature = |pairs: &[(&str, &str)]| Feature {
            id: "1".into(),
            number: 1,
            shape: Arc::new(admit_plane(geo::wkt! { POINT(0. 0.) }).unwrap()),
            properties: Properties::new(
                pairs.iter().map(|(name, _)| (*name).into()).collect(),
                pairs
                    .iter()
                    .map(|(_, value)| PropertyValue::from(*value))
                    .collect(),
            ),
            foreign: Properties::default(),
        };
        let layer = |field: Option<&str>| {
            let mut about = About::new("birds", Role::BirdHabitat);
            about.fields.months = field.map(str::to_owned);
            Layer::new(about, Provenance::default(), Vec::new())
        };
        let two = feature(&[("from_month", "10"), ("to_month", "2")]);
        assert_eq!(months_of(&layer(None), &two), Months::parse("10-2"));
        let mapped = feature(&[("m", "4"), ("from_month", "10"), ("to_month", "2")]);
        assert_eq!(months_of(&layer(Some("m")), &mapped), Months::parse("4"));
        assert_eq!(months_of(&layer(None), &feature(&[("from_month", "10")])), None);
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
