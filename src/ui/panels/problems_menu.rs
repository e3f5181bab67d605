//! The context menu of the table of problems.

use eframe::egui::{Id, Pos2, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;

use super::super::context_menu::{Asked, context_menu_ui, menu_key};
use super::super::dock::pane::Pane;
use super::super::view_state::ViewState;
use super::pick::{pick_problem, show_problem};
use super::problem_detail::waiting_repair;
use super::problem_words::copied;

/// What was done to the rows.
#[derive(Debug, Default)]
pub struct Touched {
    /// The problem that was clicked.
    pub clicked: Option<usize>,
    /// The problem whose menu was asked for by the right button, and where.
    pub menu: Option<(usize, Pos2)>,
    /// Below the row where the keyboard is, where it is in sight.
    pub below_cursor: Option<Pos2>,
}

/// The menu, of the row under the right button or of the row where the keyboard is.
pub fn problems_menu_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut ViewState,
    touched: &Touched,
    wishes: &mut Vec<Command>,
) {
    let owner = Pane::Problems.focus_id();
    let mut asked = None;
    if let Some((number, at)) = touched.menu {
        pick_problem(session, view, number, wishes);
        let by_key = false;
        asked = Some(Asked { at, owner, by_key });
    } else if ui.memory(|memory| memory.has_focus(owner)) && menu_key(ui.ctx()) {
        // A row that is out of sight has its menu in the corner of the table.
        let at = touched.below_cursor.unwrap_or(ui.max_rect().left_top());
        let by_key = true;
        asked = Some(Asked { at, owner, by_key });
    }
    let Some(number) = view.problems.picked else {
        return;
    };
    let place = (&ui.ctx().clone(), ui.layer_id());
    context_menu_ui(place, Id::unique("menu of problems"), asked, |ui| {
        items_ui(ui, session, view, number, wishes);
    });
}

fn items_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, number: usize, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return;
    };
    let Some(problem) = workspace.problems.get(number) else {
        return;
    };
    if ui.button(say!(lang, "ui.problems.zoom")).clicked() {
        show_problem(session, view, number);
        ui.close();
    }
    if ui.button(say!(lang, "ui.problems.copy")).clicked() {
        ui.ctx().copy_text(copied(problem, lang));
        ui.close();
    }
    if let Some(name) = waiting_repair(workspace, number)
        && ui.button(say!(lang, "ui.problems.accept")).clicked()
    {
        wishes.push(Command::Edit(Edit::AcceptRepairs(vec![name])));
        ui.close();
    }
}
