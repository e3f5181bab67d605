//! Where to write the problems of the data.

use std::path::{Path, PathBuf};

use eframe::egui::{Label, RichText, TextEdit, Ui};

use crate::report::problems::ProblemFormat;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::path_first;

/// The file that is proposed.
pub const PROBLEMS_FILE: &str = "problems.csv";

/// A file; its ending says as what.
pub fn problems_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    ui.set_width(480.0);
    title_ui(ui, &say!(lang, "ui.problems.export"));
    let all = session
        .workspace()
        .map_or(0, |workspace| workspace.problems.len());
    let how = say!(
        lang,
        "ui.problems_window.how",
        shown = view.problems.len(),
        total = all
    );
    ui.add(Label::new(RichText::new(how).color(Palette::here(ui).faint)).wrap());
    ui.add_space(6.0);
    let label = ui.label(say!(lang, "ui.problems_window.file"));
    let mut entered = false;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut view.problems_file)
            .hint_text(PROBLEMS_FILE)
            .desired_width(340.0);
        let field = ui.add(field).labelled_by(label.id);
        entered = path_first(&field, &view.problems_file);
        if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
            view.asked = Some(Ask::ProblemsFile);
        }
    });
    let path = view.problems_file.trim();
    let format = ProblemFormat::of_path(Path::new(path));
    if format.is_none() && !path.is_empty() {
        let text = say!(lang, "ui.problems_window.ending");
        ui.label(RichText::new(text).color(Palette::here(ui).near));
    }
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        ui.add_enabled_ui(format.is_some(), |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, "ui.export_window.do")).clicked();
            if (is_asked || entered)
                && let Some(format) = format
            {
                wishes.push(Command::ExportProblems {
                    path: PathBuf::from(path),
                    format,
                    problems: view.problems.shown(),
                    lang,
                });
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}
