//! What stands in the middle while nothing is open: how to begin.

use eframe::egui::{RichText, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::example::example;

use super::super::commands::Action;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::main_button_ui;

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
        for key in ["drop", "formats", "promise"] {
            let text = say!(lang, &format!("ui.welcome.{key}"));
            ui.label(RichText::new(text).color(palette.faint));
        }
    });
}
