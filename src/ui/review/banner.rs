//! The line that stays as long as a dossier is open: which one, who writes in it, who sits here.

use eframe::egui::{Frame, Label, Margin, RichText, Ui};
use egui_material_icons::icons as icon;

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::step::ReviewStep;

use super::super::theme::Palette;
use super::super::view_state::{Tab, ViewState};
use super::super::widgets::{mark_ui, right_ui};

/// The dossier that is open, in a line, and why it may be read only; nothing where none is open.
pub fn dossier_banner_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let Some(open) = session.dossier() else { return };
    let (lang, palette) = (view.lang, Palette::here(ui));
    let why = open.why_read_only.as_ref();
    let color = match why {
        Some(_) => palette.near,
        None => palette.accent,
    };
    let frame = Frame::new()
        .fill(palette.tint(color))
        .inner_margin(Margin::symmetric(10, 4));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let icon = match why {
                Some(_) => icon::ICON_LOCK,
                None => icon::ICON_INVENTORY_2,
            };
            ui.label(icon.rich_text().size(17.0).color(color));
            let name = open.path.file_name().unwrap_or_default().to_string_lossy();
            ui.label(RichText::new(name).strong())
                .on_hover_text(open.path.display().to_string());
            let run = say!(lang, "reviewing.run", run = open.run.run, day = open.run.as_of);
            ui.label(RichText::new(run).color(palette.faint))
                .on_hover_text(&open.run.program);
            if let Some(board) = open.board() {
                let progress = say!(
                    lang,
                    "reviewing.progress",
                    done = board.closed_count(),
                    total = board.finding_count(),
                    signed = board.signed_count(),
                    projects = board.projects.len()
                );
                if ui.link(progress).clicked() {
                    (view.tab, view.closed.tables) = (Tab::Review, false);
                }
            }
            if !session.is_as_stored() {
                mark_ui(ui, &say!(lang, "reviewing.not_as_stored"), palette.near);
            }
            right_ui(ui, |ui| {
                let who = match session.author() {
                    Some(author) => author.words(),
                    None => say!(lang, "reviewing.nobody"),
                };
                let tip = say!(lang, "reviewing.change_name");
                if ui.link(who).on_hover_text(tip).clicked() {
                    wishes.push(Command::Review(ReviewStep::AskName));
                }
                ui.label(icon::ICON_PERSON.rich_text().size(16.0).color(palette.faint));
            });
        });
        if let Some(text) = why.and_then(|why| why.text(lang)) {
            ui.add(Label::new(RichText::new(text).color(palette.near)).wrap());
        }
    });
}
