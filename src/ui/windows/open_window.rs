//! Which files to open, to add or to compare with: typed, or found with the system's dialog.

use eframe::egui::{Label, RichText, TextEdit, Ui};

use crate::say;
use crate::session::command::Command;

use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState, Window};
use super::super::widgets::{main_button_ui, right_ui};

/// A box for paths, with buttons that ask the system. The box works even where the system's dialog does not come up.
pub fn open_window_ui(ui: &mut Ui, window: Window, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let key = match window {
        Window::Add => "add",
        Window::Compare => "compare",
        _ => "open",
    };
    ui.set_width(520.0);
    ui.heading(say!(lang, &format!("ui.command.{key}.label")));
    ui.add(
        Label::new(RichText::new(say!(lang, &format!("ui.{key}_window.how"))).color(Palette::here(ui).faint))
            .wrap(),
    );
    ui.add_space(6.0);
    let label = ui.label(say!(lang, "ui.open_window.paths"));
    let field = TextEdit::multiline(&mut view.path_draft)
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .hint_text("maps/qiantang");
    ui.add(field).labelled_by(label.id);
    ui.horizontal(|ui| {
        if ui.button(say!(lang, "ui.open_window.files")).clicked() {
            view.asked = Some(Ask::Files);
        }
        if window != Window::Add && ui.button(say!(lang, "ui.open_window.folder")).clicked() {
            view.asked = Some(Ask::Folder);
        }
    });
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let paths = view.typed_paths();
        ui.add_enabled_ui(!paths.is_empty(), |ui| {
            if main_button_ui(ui, &say!(lang, &format!("ui.{key}_window.do"))).clicked() {
                match window {
                    Window::Add => wishes.push(Command::AddLayers(paths)),
                    Window::Compare => view.compare_with(paths),
                    _ => wishes.push(Command::Open(paths)),
                }
                view.path_draft.clear();
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}
