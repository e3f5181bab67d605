//! The line that stays as long as a dossier is open: which one, who writes in it, who sits here.

use eframe::egui::{Frame, Label, Margin, Panel, RichText, Ui};
use egui_material_icons::icons as icon;

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::state::OpenDossier;
use crate::session::review::step::ReviewStep;

use super::super::theme::Palette;
use super::super::view_state::{Tab, ViewState};
use super::super::widgets::{mark_ui, right_ui};

/// A panel for the dossier that is open; none where none is.
pub fn dossier_banner_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if let Some(open) = session.dossier() {
        Panel::top("dossier")
            .frame(Frame::new())
            .show(ui, |ui| line_ui(ui, (session, open), view, wishes));
    }
}

/// The dossier in a line, and below it why it may be read only.
fn line_ui(
    ui: &mut Ui,
    (session, open): (&Session, &OpenDossier),
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
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
            run_ui(ui, open, view);
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

/// The run with its program and the hash of the log in the tooltip, and how far the review is.
fn run_ui(ui: &mut Ui, open: &OpenDossier, view: &mut ViewState) {
    let (lang, palette) = (view.lang, Palette::here(ui));
    let run = say!(lang, "reviewing.run", run = open.run.run, day = open.run.as_of);
    ui.label(RichText::new(run).color(palette.faint))
        .on_hover_text(say!(
            lang,
            "reviewing.head",
            program = open.run.program,
            events = open.review.events().len(),
            head = open.head
        ));
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
}
