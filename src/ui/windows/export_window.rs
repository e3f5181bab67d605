//! Where to write the findings, and as which kinds of file.

use std::path::PathBuf;

use eframe::egui::{Label, RichText, TextEdit, Ui};

use crate::report::export::FileKind;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::path_first;

/// A folder and the kinds of file.
pub fn export_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    ui.set_width(480.0);
    title_ui(ui, &say!(lang, "ui.command.export.label"));
    let count = session
        .screening()
        .map_or(0, |screening| screening.findings.len());
    let text =
        RichText::new(say!(lang, "ui.export_window.how", count = count)).color(Palette::here(ui).faint);
    ui.add(Label::new(text).wrap());
    ui.add_space(6.0);
    let label = ui.label(say!(lang, "ui.export_window.folder"));
    let mut entered = false;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut view.export.folder).desired_width(340.0);
        let field = ui.add(field).labelled_by(label.id);
        entered = path_first(&field, &view.export.folder);
        if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
            view.asked = Some(Ask::ExportFolder);
        }
    });
    for &kind in FileKind::ALL {
        let mut on = view.export.kinds.contains(&kind);
        let text = format!(
            "{} – {}",
            kind.file_name(),
            say!(lang, &format!("ui.export_window.{}", kind.code()))
        );
        if ui.checkbox(&mut on, text).changed() {
            view.export.kinds.retain(|own| *own != kind);
            view.export.kinds.extend(on.then_some(kind));
        }
    }
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let folder = view.export.folder.trim();
        let ready = !folder.is_empty() && !view.export.kinds.is_empty();
        ui.add_enabled_ui(ready, |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, "ui.export_window.do")).clicked();
            if is_asked || (entered && ready) {
                wishes.push(Command::Export {
                    folder: PathBuf::from(folder),
                    kinds: view.export.kinds.clone(),
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
