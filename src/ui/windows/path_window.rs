//! Which file: of a style or a profile to write or to read, and of places with names.

use std::path::{Path, PathBuf};

use eframe::egui::{RichText, TextEdit, Ui};

use crate::formats::profile;
use crate::say;
use crate::session::command::Command;
use crate::session::import::ImportStep;
use crate::session::save_step::SaveStep;

use super::super::theme::Palette;
use super::super::view_state::{Ask, FileCheck, ViewState, Window};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::path_first;

/// Key of the title, and what the name ends in.
fn about(ask: Ask) -> (&'static str, &'static str) {
    match ask {
        Ask::StyleToRead => ("desk.style.read", "toml"),
        Ask::StyleToSave => ("desk.style.save", "toml"),
        Ask::ProfileToUse => ("import.use_profile", "toml"),
        Ask::ProfileToSave => ("import.save_profile", "toml"),
        _ => ("desk.bookmarks.export", "kml"),
    }
}

/// The name that is proposed.
pub fn proposed(ask: Ask, view: &ViewState) -> String {
    match ask {
        Ask::StyleToRead | Ask::StyleToSave => {
            let layer = view.tree.style_of.as_deref().unwrap_or("layer");
            format!("{layer}.style.toml")
        }
        Ask::ProfileToUse | Ask::ProfileToSave => format!("import.{}", profile::ENDING),
        _ => "places.kml".to_owned(),
    }
}

/// The window that another one was opened from, and that is there again after it.
pub fn behind(window: Window) -> Option<Window> {
    match window {
        Window::PathOf(Ask::ProfileToUse | Ask::ProfileToSave) => Some(Window::Import),
        _ => None,
    }
}

/// What is to be done with the file that was named.
pub fn file_answers(view: &mut ViewState) -> Option<Command> {
    let (ask, path) = view.file_answer.take()?;
    let lang = view.lang;
    match ask {
        Ask::BookmarksFile => return Some(Command::Save(SaveStep::Places(path), lang)),
        Ask::ProfileToUse => return Some(Command::Import(ImportStep::UseProfile(path))),
        Ask::ProfileToSave => {
            let records = view.import.records();
            return Some(Command::Import(ImportStep::SaveProfile { path, records }));
        }
        _ => {}
    }
    let layer = view.tree.style_of.take()?;
    let step = match ask {
        Ask::StyleToSave => SaveStep::Style(layer, path),
        _ => SaveStep::ReadStyle(layer, path),
    };
    Some(Command::Save(step, lang))
}

/// That file it is; the window closes.
pub fn answer(view: &mut ViewState, ask: Ask, path: PathBuf) {
    view.file_answer = Some((ask, path));
    view.file_check = FileCheck::None;
    view.file_draft.clear();
    view.window = behind(Window::PathOf(ask));
}

/// A box for a path, with a button that asks the system. The box works even where the system's dialog does not come up.
pub fn path_window_ui(ui: &mut Ui, ask: Ask, view: &mut ViewState) {
    let (lang, (title, ending)) = (view.lang, about(ask));
    let hint = proposed(ask, view);
    ui.set_width(480.0);
    title_ui(ui, &say!(lang, title));
    let label = ui.label(say!(lang, "desk.path_window.file", ending = ending));
    let mut entered = false;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut view.file_draft)
            .hint_text(hint)
            .desired_width(340.0);
        let field = ui.add(field).labelled_by(label.id);
        entered = path_first(&field, &view.file_draft);
        if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
            view.asked = Some(ask);
        }
    });
    let path = PathBuf::from(view.file_draft.trim().trim_matches('"'));
    let is_named = Path::new(&path).extension().is_some_and(|own| own == ending);
    if !is_named && !view.file_draft.trim().is_empty() {
        let text = say!(lang, "desk.path_window.ending", ending = ending);
        ui.label(RichText::new(text).color(Palette::here(ui).near));
    }
    let is_taken = view.file_check == FileCheck::Taken(ask, path.clone());
    if is_taken {
        let text = RichText::new(say!(lang, "desk.path_window.taken"));
        ui.label(text.color(Palette::here(ui).near));
    }
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        ui.add_enabled_ui(is_named, |ui| {
            let reads = matches!(ask, Ask::StyleToRead | Ask::ProfileToUse);
            let key = match (reads, is_taken) {
                (true, _) => "desk.path_window.read",
                (false, true) => "desk.replace.do",
                (false, false) => "desk.path_window.write",
            };
            let button = main_button_ui(ui, &say!(lang, key));
            // The second click of two in a row was meant for what the button said before.
            let is_asked = button.clicked() && !(is_taken && button.double_clicked());
            match is_asked || (entered && is_named) {
                // Only the button that says so writes over what is there.
                true if reads || (is_taken && is_asked) => answer(view, ask, path),
                true => view.file_check = FileCheck::Wanted(ask, path),
                false => return,
            }
            ui.ctx().request_repaint();
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.file_check = FileCheck::None;
            view.window = behind(Window::PathOf(ask));
        }
    });
}
