//! What has changed since a dossier was stored: law, day, sources; and which verdicts would flip.

use std::path::PathBuf;

use eframe::egui::{Button, Label, RichText, Sense, TextEdit, Ui};

use crate::dossier::today::is_worse;
use crate::model::date::Date;
use crate::model::feature::FeatureRef;
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
                let label = Label::new(RichText::new(line).color(color)).wrap();
                let flip = today.flips.get(place);
                let response = ui.add(label.sense(flip.map_or(Sense::hover(), |_| Sense::click())));
                if let (Some(flip), true) = (flip, response.clicked()) {
                    show(session, view, &flip.verdict.project, wishes);
                }
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

/// Picks the project of a verdict, and brings it into view.
fn show(session: &Session, view: &mut ViewState, project: &FeatureRef, wishes: &mut Vec<Command>) {
    if let Some((_, feature)) = session
        .workspace()
        .and_then(|workspace| workspace.feature(project))
    {
        view.reveal(feature.shape.extent());
    }
    view.review.project = Some(project.clone());
    wishes.push(Command::Select {
        features: vec![project.clone()],
        finding: None,
    });
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
