//! Saving the workspace: at once where its file is its user's own, and with a question where something would be lost.

use std::path::PathBuf;

use eframe::egui::{Label, RichText, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::known_file::Obstacle;
use crate::session::save_step::SaveStep;

use super::super::proposals::own_file;
use super::super::theme::Palette;
use super::super::view_state::{ViewState, Window};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::focus_first;

/// Saves the workspace into the file that it has; asks for one where it has none of the user's.
pub fn save(session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    match own_file(session, view) {
        Some(path) => {
            wishes.push(Command::Save(SaveStep::Workspace(path), view.lang));
            view.window = None;
        }
        None => view.window = Some(Window::SaveWorkspace),
    }
}

/// A file is not written over without a question: it is asked as soon as that is known.
pub fn ask_to_replace(view: &mut ViewState, in_the_way: Option<(PathBuf, Obstacle)>) {
    if in_the_way.is_some() {
        view.replacing = in_the_way;
        view.window = Some(Window::Replace);
    }
}

/// What stands where the workspace is to be written, and what becomes of it. Enter loses nothing.
pub fn replace_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some((path, obstacle)) = view.replacing.clone() else {
        view.window = None;
        return;
    };
    let why = match obstacle {
        Obstacle::Shipped => "shipped",
        Obstacle::Changed => "changed",
        Obstacle::Another => "another",
        Obstacle::Unreadable => "unreadable",
        Obstacle::ReadOnly => "read_only",
        Obstacle::Remarks => "remarks",
    };
    ui.set_width(480.0);
    title_ui(ui, &say!(lang, "desk.replace.title"));
    let why = say!(lang, &format!("desk.replace.{why}"));
    ui.add(Label::new(RichText::new(why).color(Palette::here(ui).faint)).wrap());
    ui.add(Label::new(path.display().to_string()).wrap());
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let other = main_button_ui(ui, &say!(lang, "desk.replace.other"));
        focus_first(&other);
        if other.clicked() {
            view.window = Some(Window::SaveWorkspace);
        }
        if ui.button(say!(lang, "desk.replace.do")).clicked() {
            wishes.push(Command::Save(SaveStep::WorkspaceOver(path), lang));
            view.window = None;
        }
        if ui.button(say!(lang, "ui.cancel")).clicked() {
            view.window = None;
        }
    });
    if view.window != Some(Window::Replace) {
        view.replacing = None;
    }
}
