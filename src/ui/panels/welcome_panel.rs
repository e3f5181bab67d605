//! What stands in the middle while nothing is open: how to begin.

use eframe::egui::{Key, RichText, TextEdit, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::example::example;

use super::super::commands::Action;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::main_button_ui;
use super::super::window_system::WindowSystem;
use super::super::windows::open_window::open;
use super::recent_list::recent_ui;

/// Width of the box for paths, in pixels.
const FIELD_PX: f32 = 420.0;

/// Three ways to open something.
pub fn welcome_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let palette = Palette::here(ui);
    ui.add_space((0.5 * ui.available_height() - 150.0).max(12.0));
    ui.vertical_centered(|ui| {
        ui.label(
            RichText::new(say!(lang, "ui.welcome.name"))
                .size(30.0)
                .color(palette.accent),
        );
        ui.label(RichText::new(say!(lang, "ui.welcome.what")).size(15.0));
        ui.add_space(18.0);
        if session.runs(JobKind::Reading) || session.runs(JobKind::OpeningDossier) {
            ui.spinner();
            ui.label(say!(lang, "ui.welcome.reading"));
            return;
        }
        if main_button_ui(ui, &Action::Open.entry().label(lang)).clicked() {
            Action::Open.perform(&ui.ctx().clone(), session, view, wishes);
        }
        if example().is_some() {
            ui.add_space(4.0);
            let example = Action::Example.entry();
            if ui
                .button(example.label(lang))
                .on_hover_text(example.tip(lang))
                .clicked()
            {
                Action::Example.perform(&ui.ctx().clone(), session, view, wishes);
            }
        }
        ui.add_space(14.0);
        if !view.desk.recent.is_empty() {
            ui.label(RichText::new(say!(lang, "desk.recent.title")).strong());
            if let Some(path) = recent_ui(ui, view) {
                wishes.push(open(vec![path], view.preview_always));
            }
            ui.add_space(14.0);
        }
        let takes_drops = view.window_system.is_none_or(WindowSystem::takes_drops);
        if !takes_drops {
            path_ui(ui, view, wishes);
        }
        let ways = takes_drops.then_some("drop");
        for key in ways.into_iter().chain(["formats", "promise"]) {
            let text = say!(lang, &format!("ui.welcome.{key}"));
            ui.label(RichText::new(text).color(palette.faint));
        }
    });
}

/// A box for paths, where no files can be dropped on the window.
fn path_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let label = ui.label(say!(view.lang, "ui.welcome.no_drop"));
    let field = TextEdit::singleline(&mut view.path_draft)
        .hint_text("maps/qiantang")
        .desired_width(FIELD_PX);
    let field = ui.add(field).labelled_by(label.id);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let paths = view.typed_paths();
    if entered && !paths.is_empty() {
        wishes.push(open(paths, view.preview_always));
        view.path_draft.clear();
    }
    ui.add_space(14.0);
}
