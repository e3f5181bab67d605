//! The red mark of a layer whose place on Earth is in doubt.

use eframe::egui::{Button, RichText, Role, Ui, WidgetInfo};
use egui_material_icons::icons::ICON_WRONG_LOCATION;

use crate::model::crs_note::CrsNote;
use crate::model::crs_reading::Trust;
use crate::model::layer::Layer;
use crate::say;
use crate::words::Lang;

use super::super::theme::Palette;

/// A datum shift that may be farther off is a rough one.
const ROUGH_M: f64 = 1.0;

/// The mark, where the system is not known, something speaks against it, or only a rough datum shift leads to the plane;
/// true where it is clicked.
pub fn place_mark_ui(ui: &mut Ui, layer: &Layer, lang: Lang) -> bool {
    let Some(reasons) = reasons(layer, lang) else {
        return false;
    };
    let palette = Palette::here(ui);
    let icon = ICON_WRONG_LOCATION.rich_text().small().color(palette.conflict);
    let mark = Button::new(icon)
        .fill(palette.tint(palette.conflict))
        .corner_radius(9);
    let response = ui.add(mark);
    let label = say!(lang, "ui.layers.place_mark", layer = layer.about.name.get(lang));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let response = response.on_hover_ui(|ui| {
        ui.label(RichText::new(&label).strong());
        ui.label(&reasons);
    });
    response.clicked()
}

/// Why the place is in doubt; `None` where it is not.
fn reasons(layer: &Layer, lang: Lang) -> Option<String> {
    let doubt = &layer.provenance.doubt;
    let is_rough = |note: &&CrsNote| match note {
        CrsNote::Shifted { accuracy_m, .. } => *accuracy_m > ROUGH_M,
        CrsNote::Accepted { .. } => true,
        _ => false,
    };
    let notes: Vec<String> = match doubt.trust {
        Trust::Plausible => doubt
            .notes
            .iter()
            .filter(is_rough)
            .map(|note| note.text(lang))
            .collect(),
        _ => doubt.notes.iter().map(|note| note.text(lang)).collect(),
    };
    (doubt.trust != Trust::Plausible || !notes.is_empty()).then(|| notes.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::layer::{About, Provenance};
    use crate::model::role::Role;

    #[track_caller]
    fn check(notes: Vec<CrsNote>, is_marked: bool) {
        let mut provenance = Provenance::default();
        notes.into_iter().for_each(|note| provenance.doubt.note(note));
        let layer = Layer::new(About::new("a", Role::Wetland), provenance, Vec::new());
        assert_eq!(reasons(&layer, Lang::Zh).is_some(), is_marked);
    }

    #[test]
    fn what_is_unknown_doubtful_or_rough_is_marked() {
        check(Vec::new(), false);
        check(vec![CrsNote::AnyZone { swapped: false }], true);
        check(vec![CrsNote::AxesSwapped], true);
        for (accuracy_m, is_marked) in [(0.1, false), (5.0, true)] {
            let shifted = CrsNote::Shifted {
                from: "EPSG:4610".into(),
                parameters: 7,
                accuracy_m,
                source: "a".into(),
            };
            check(vec![shifted], is_marked);
        }
    }
}
