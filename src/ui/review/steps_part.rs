//! The steps of one project, with what is missing in each and a button that goes there.

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons as icon;

use crate::model::feature::FeatureRef;
use crate::model::review::board::ProjectBoard;
use crate::model::review::event::Deed;
use crate::model::review::steps::{NAMES_TO_SIGN, Step, StepState};
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::step::ReviewStep;
use crate::words::Lang;

use super::super::panels::pick::pick_finding;
use super::super::theme::Palette;
use super::super::view_state::{Tab, ViewState};
use super::super::widgets::section_ui;

/// All steps of a project.
pub fn steps_ui(
    ui: &mut Ui,
    session: &Session,
    own: &ProjectBoard,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    section_ui(ui, &own.name);
    for (step, state) in own.steps {
        head_ui(ui, step, state, view.lang);
        ui.indent(step.code(), |ui| {
            let text = missing(session, own, step, view.lang);
            ui.add(Label::new(RichText::new(text).color(Palette::here(ui).faint)).wrap());
            ui.horizontal_wrapped(|ui| buttons_ui(ui, session, (own, step, state), view, wishes));
        });
    }
}

fn head_ui(ui: &mut Ui, step: Step, state: StepState, lang: Lang) {
    let palette = Palette::here(ui);
    let (icon, color, key) = match state {
        StepState::Done => (icon::ICON_CHECK_CIRCLE, palette.clear, "done"),
        StepState::Next => (icon::ICON_ARROW_FORWARD, palette.accent, "next"),
        StepState::Waiting => (icon::ICON_RADIO_BUTTON_UNCHECKED, palette.faint, "waiting"),
    };
    ui.horizontal(|ui| {
        let word = say!(lang, &format!("reviewing.step.{key}"));
        ui.label(icon.rich_text().size(16.0).color(color))
            .on_hover_text(&word);
        let mut name = RichText::new(step.name(lang)).color(color);
        if state == StepState::Next {
            name = name.strong();
        }
        ui.label(name);
        ui.label(RichText::new(word).small().color(palette.faint));
    });
}

/// What a step lacks, or what was done, in words.
fn missing(session: &Session, own: &ProjectBoard, step: Step, lang: Lang) -> String {
    match step {
        Step::DataChecked => {
            let count = problems_of(session, &own.project);
            say!(lang, "reviewing.step.data", count = count)
        }
        Step::Screened => {
            let day = session.as_of();
            say!(lang, "reviewing.step.screened", day = day)
        }
        Step::UncheckedOpened => say!(lang, "reviewing.step.unchecked", count = own.unchecked_count),
        Step::Decided => say!(
            lang,
            "reviewing.step.decided",
            done = own.closed_count,
            total = own.finding_count
        ),
        Step::Signed => {
            let names = own.signed_by.join(if lang == Lang::Zh { "、" } else { ", " });
            let left = NAMES_TO_SIGN.saturating_sub(own.signed_by.len());
            match names.is_empty() {
                true => say!(lang, "reviewing.step.unsigned", count = NAMES_TO_SIGN),
                false => say!(lang, "reviewing.step.signed", names = names, left = left),
            }
        }
    }
}

/// Problems of the layer that a project is in.
fn problems_of(session: &Session, project: &FeatureRef) -> usize {
    let problems = session.workspace().map(|workspace| &workspace.problems);
    let own = problems
        .into_iter()
        .flatten()
        .filter(|problem| problem.layer.as_ref() == Some(&project.layer));
    own.count()
}

fn buttons_ui(
    ui: &mut Ui,
    session: &Session,
    (own, step, state): (&ProjectBoard, Step, StepState),
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    let word = |key: &str| say!(lang, &format!("reviewing.step.button.{key}"));
    let can_write = session.dossier().is_some_and(|open| open.can_write());
    let project = || own.project.clone();
    let mut act = |ui: &mut Ui, key: &str, deed: Deed| {
        ui.add_enabled_ui(can_write, |ui| {
            if ui.button(word(key)).clicked() {
                wishes.push(Command::Review(ReviewStep::Do(deed)));
            }
        });
    };
    match step {
        Step::DataChecked => {
            if state != StepState::Done {
                act(ui, "data_checked", Deed::DataChecked(project()));
            }
            if ui.button(word("problems")).clicked() {
                show(view, Tab::Problems, &own.project, wishes);
            }
        }
        Step::Screened => {}
        Step::UncheckedOpened => {
            if state != StepState::Done {
                act(ui, "unchecked_opened", Deed::UncheckedOpened(project()));
            }
            if own.unchecked_count > 0 && ui.button(word("unchecked")).clicked() {
                show(view, Tab::Unchecked, &own.project, wishes);
            }
        }
        Step::Decided => {
            if let Some(finding) = own.first_open
                && ui.button(word("decide")).clicked()
            {
                view.closed.inspector = false;
                pick_finding(session, view, finding, wishes);
            }
        }
        Step::Signed => {
            if state == StepState::Next {
                act(ui, "sign", Deed::Signed(project()));
            }
        }
    }
}

/// Another page, with the project picked.
fn show(view: &mut ViewState, tab: Tab, project: &FeatureRef, wishes: &mut Vec<Command>) {
    view.tab = tab;
    wishes.push(Command::Select {
        features: vec![project.clone()],
        finding: None,
    });
}
