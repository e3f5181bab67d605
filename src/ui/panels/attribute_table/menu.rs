//! The context menu of a row.

use eframe::egui::{Id, Pos2, Ui};

use crate::say;
use crate::session::Session;

use super::super::super::context_menu::{Asked, context_menu_ui, menu_key};
use super::super::super::dock::pane::Pane;
use super::super::super::view_state::ViewState;
use super::deeds::{copy_rows, zoom_to};
use super::work::PickWhat;

/// The menu, of the row under the right button or of the row where the keyboard is, which ends at `below_cursor` where it is
/// in sight.
pub fn menu_ui(
    ui: &Ui,
    session: &Session,
    view: &mut ViewState,
    (by_hand, below_cursor): (Option<(usize, Pos2)>, Option<Pos2>),
) {
    let owner = Pane::Attributes.focus_id();
    let mut asked = None;
    if let Some((place, at)) = by_hand {
        ask_of(session, view, place);
        let by_key = false;
        asked = Some(Asked { at, owner, by_key });
    } else if ui.memory(|memory| memory.has_focus(owner)) && menu_key(ui.ctx()) {
        // A row that is out of sight has its menu in the corner of the table.
        let at = below_cursor.unwrap_or(ui.max_rect().left_top());
        let by_key = true;
        asked = Some(Asked { at, owner, by_key });
    }
    let Some(cursor) = view.attributes.cursor else {
        return;
    };
    let place = (&ui.ctx().clone(), ui.layer_id());
    context_menu_ui(place, Id::unique("menu of features"), asked, |ui| {
        let lang = view.lang;
        if ui.button(say!(lang, "desk.menu.zoom")).clicked() {
            zoom_to(view, cursor);
            ui.close();
        }
        if ui.button(say!(lang, "desk.menu.mark")).clicked() {
            let before = &session.selection().features;
            view.attributes.pick(PickWhat::Toggle(cursor), before);
            ui.close();
        }
        if ui.button(say!(lang, "desk.menu.copy_rows")).clicked() {
            copy_rows(view);
            ui.close();
        }
    });
}

/// The row becomes what is selected, where it is not selected among others already.
fn ask_of(session: &Session, view: &mut ViewState, place: usize) {
    let row = view.attributes.rows().and_then(|rows| rows.get(place)).copied();
    let selected = view.attributes.selected_rows();
    let is_selected = row.zip(selected).is_some_and(|(row, rows)| rows.has(row));
    view.attributes.cursor = Some(place);
    if !is_selected {
        view.attributes.anchor = Some(place);
        let before = &session.selection().features;
        view.attributes.pick(PickWhat::Places(place..place + 1), before);
    }
}
