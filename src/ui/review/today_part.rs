//! What has changed since a dossier was stored: law, day, sources; and which verdicts would flip.

use std::path::PathBuf;

use eframe::egui::{Button, Label, RichText, TextEdit, Ui};

use crate::dossier::today::is_worse;
use crate::model::date::Date;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::review::step::ReviewStep;
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::section_ui;

/// So many lines are shown; the command line lists all of them.
const LISTED: usize = 200;

/// The comparison with today, or with another day.
pub fn today_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let Some(open) = session.dossier() else { return };
    let (lang, palette) = (view.lang, Palette::here(ui));
    section_ui(ui, &say!(lang, "reviewing.today.title"));
    match &open.today {
        _ if session.runs(JobKind::Comparing) => {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(JobKind::Comparing.name(lang));
            });
        }
        None => {
            let text = RichText::new(say!(lang, "reviewing.today.none")).color(palette.faint);
            ui.add(Label::new(text).wrap());
        }
        Some(today) => {
            let heading = say!(lang, "today.heading", day = today.day);
            ui.add(Label::new(RichText::new(heading).color(palette.faint)).wrap());
            let worse = today.flips.iter().filter(|flip| is_worse(flip)).count();
            let lines = today.lines(lang);
            for (place, line) in lines.iter().take(LISTED).enumerate() {
                let is_worse = today.flips.get(place).is_some_and(is_worse);
                let color = match (place < today.flips.len(), is_worse) {
                    (true, true) => palette.conflict,
                    (true, false) => palette.near,
                    _ => palette.text,
                };
                ui.add(Label::new(RichText::new(line).color(color)).wrap());
            }
            if lines.len() > LISTED {
                ui.label(say!(lang, "dossier.more", count = lines.len() - LISTED));
            }
            if worse > 0 {
                ui.label(RichText::new(say!(lang, "reviewing.today.worse", count = worse)).strong());
            }
        }
    }
    ui.add_space(4.0);
    ask_ui(ui, view, lang, wishes);
}

/// Another day, another folder.
fn ask_ui(ui: &mut Ui, view: &mut ViewState, lang: Lang, wishes: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(say!(lang, "reviewing.today.day"));
        let field = TextEdit::singleline(&mut view.review.day)
            .hint_text("2027-01-01")
            .desired_width(90.0);
        ui.add(field).labelled_by(label.id);
        let day = view.review.day.trim();
        let asked: Option<Option<Date>> = match day.is_empty() {
            true => Some(None),
            false => day.parse().ok().map(Some),
        };
        let button = Button::new(say!(lang, "reviewing.today.hold"));
        if ui.add_enabled(asked.is_some(), button).clicked() {
            let step = asked.map(ReviewStep::HoldAgainst);
            wishes.extend(step.map(Command::Review));
        }
    });
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(say!(lang, "reviewing.today.folder"));
        let field = TextEdit::singleline(&mut view.review.sources).desired_width(150.0);
        ui.add(field).labelled_by(label.id);
        let folder = view.review.sources.trim().trim_matches('"').to_owned();
        let button = Button::new(say!(lang, "reviewing.today.look"));
        if ui.add_enabled(!folder.is_empty(), button).clicked() {
            let step = ReviewStep::SourcesIn(PathBuf::from(folder));
            wishes.push(Command::Review(step));
        }
    });
}
