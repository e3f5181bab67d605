//! Where to store the case as a dossier.

use std::path::PathBuf;

use eframe::egui::{Label, RichText, TextEdit, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::step::ReviewStep;

use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::path_first;

/// A path, with a button that asks the system.
pub fn save_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let draft = &mut view.review.save_path;
    if let (true, Some(open)) = (draft.is_empty(), session.dossier()) {
        *draft = open.path.display().to_string();
    }
    ui.set_width(480.0);
    title_ui(ui, &say!(lang, "ui.command.save_dossier.label"));
    let how = RichText::new(say!(lang, "reviewing.save.how")).color(Palette::here(ui).faint);
    ui.add(Label::new(how).wrap());
    ui.add_space(6.0);
    let label = ui.label(say!(lang, "reviewing.save.file"));
    let mut entered = false;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(draft)
            .hint_text("case.redshank")
            .desired_width(340.0);
        let field = ui.add(field).labelled_by(label.id);
        entered = path_first(&field, draft);
        if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
            view.asked = Some(Ask::DossierFile);
        }
    });
    ui.add_space(10.0);
    let path = with_ending(draft.trim());
    right_ui(ui, |ui| {
        ui.add_enabled_ui(path.is_some(), |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, "reviewing.save.do")).clicked();
            if is_asked || (entered && path.is_some()) {
                let save = path.clone().map(ReviewStep::Save);
                wishes.extend(save.map(Command::Review));
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}

/// With the ending of dossiers; `None` where nothing is typed.
fn with_ending(text: &str) -> Option<PathBuf> {
    let path = PathBuf::from(text.trim_matches('"'));
    path.file_name()?;
    let has = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("redshank"));
    if has {
        return Some(path);
    }
    let mut name = path.into_os_string();
    name.push(".redshank");
    Some(name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dossier_has_its_ending() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(with_ending(text), expected.map(PathBuf::from), "{text}");
        };
        check("", None);
        check("case", Some("case.redshank"));
        check("\"a b/case.REDSHANK\"", Some("a b/case.REDSHANK"));
        check("2026.11", Some("2026.11.redshank"));
    }
}
