//! The context menu of the findings table.

use eframe::egui::{Button, Id, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::commands::Action;
use super::super::context_menu::{Asked, context_menu_ui, menu_key};
use super::super::dock::pane::Pane;
use super::super::view_state::ViewState;
use super::findings_copy::copy_chosen;
use super::findings_keys::ask_of;
use super::findings_table::Touched;
use super::pick::show_finding;

/// What the finding can become, in the order of the keys.
const DECISIONS: [Action; 7] = [
    Action::Avoid,
    Action::Minimise,
    Action::Mitigate,
    Action::Exempt,
    Action::Dismiss,
    Action::Consult,
    Action::Reopen,
];

/// The menu, of the row under the right button or of the row where the keyboard is.
pub fn findings_menu_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut ViewState,
    touched: &Touched,
    wishes: &mut Vec<Command>,
) {
    let owner = Pane::Findings.focus_id();
    let mut asked = None;
    if let Some((finding, at)) = touched.menu {
        ask_of(session, view, finding, wishes);
        let by_key = false;
        asked = Some(Asked { at, owner, by_key });
    } else if ui.memory(|memory| memory.has_focus(owner)) && menu_key(ui.ctx()) {
        // A row that is out of sight has its menu in the corner of the table.
        let at = touched.below_cursor.unwrap_or(ui.max_rect().left_top());
        let by_key = true;
        asked = Some(Asked { at, owner, by_key });
    }
    let Some(cursor) = view.findings.chosen.cursor() else {
        return;
    };
    let place = (&ui.ctx().clone(), ui.layer_id());
    context_menu_ui(place, Id::unique("menu of findings"), asked, |ui| {
        items_ui(ui, session, view, cursor, wishes);
    });
}

fn items_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, cursor: usize, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    if ui.button(say!(lang, "desk.menu.show")).clicked() {
        show_finding(session, view, cursor);
        ui.close();
    }
    if ui.button(say!(lang, "desk.menu.copy_rows")).clicked() {
        copy_chosen(ui.ctx(), view, session.selection().finding);
        ui.close();
    }
    let mut item = |ui: &mut Ui, action: Action| {
        let entry = action.entry();
        let button = Button::new(entry.label(lang)).shortcut_text(entry.shortcut_text(ui.ctx()));
        let enabled = action.enabled(session, view);
        if ui.add_enabled(enabled, button).clicked() {
            action.perform(&ui.ctx().clone(), session, view, wishes);
            ui.close();
        }
    };
    item(ui, Action::AttributeTable);
    if session.dossier().is_some() {
        ui.separator();
        DECISIONS.into_iter().for_each(|action| item(ui, action));
    }
}
