//! What a layer is for, and what its projects are, chosen from lists.

use eframe::egui::{ComboBox, Response, Ui};

use crate::model::role::{ProjectKind, Role};
use crate::say;
use crate::words::Lang;

/// All roles; the one that is chosen, if any, goes into `role`.
pub fn role_list_ui(ui: &mut Ui, salt: &str, role: &mut Option<Role>, lang: Lang) -> Response {
    let shown = role.map_or_else(|| say!(lang, "import.choose"), |role| role.name(lang));
    let list = ComboBox::from_id_salt(("role", salt))
        .selected_text(shown)
        .width(130.0);
    let list = list.show_ui(ui, |ui| {
        for own in Role::ALL {
            ui.selectable_value(role, Some(own), own.name(lang));
        }
    });
    list.response
}

/// All kinds of projects, and that a field says it.
pub fn kind_list_ui(ui: &mut Ui, salt: &str, kind: &mut Option<ProjectKind>, lang: Lang) -> Response {
    let by_field = say!(lang, "import.kind_by_field");
    let shown = kind.map_or_else(|| by_field.clone(), |kind| kind.name(lang));
    let list = ComboBox::from_id_salt(("kind", salt))
        .selected_text(shown)
        .width(96.0);
    let list = list.show_ui(ui, |ui| {
        ui.selectable_value(kind, None, by_field);
        for own in ProjectKind::ALL {
            ui.selectable_value(kind, Some(own), own.name(lang));
        }
    });
    list.response.on_hover_text(say!(lang, "import.kind"))
}
