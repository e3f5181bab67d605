//! The problem that is looked at, in full, and what can be done about it here.

use eframe::egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons as icon;

use crate::model::feature::FeatureRef;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::repair::Repair;
use crate::model::workspace::Workspace;
use crate::report::units;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, mark_ui, right_ui};
use super::pick::show_problem;
use super::problem_words::{color_of, copied, sign_of};
use super::readings::readings_ui;

/// What was found and what to do, with a button for each thing that can be done at once.
pub fn problem_detail_ui(
    ui: &mut Ui,
    session: &Session,
    problem: &Problem,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    ui.horizontal(|ui| {
        let color = color_of(ui, problem.done);
        let text = format!("{} {}", sign_of(problem.done), problem.done.name(lang));
        ui.label(RichText::new(text).strong().color(color));
        right_ui(ui, |ui| {
            if icon_button_ui(ui, icon::ICON_CLOSE, &say!(lang, "ui.problems.close"), false).clicked() {
                view.problems.picked = None;
            }
            if icon_button_ui(
                ui,
                icon::ICON_CONTENT_COPY,
                &say!(lang, "ui.problems.copy"),
                false,
            )
            .clicked()
            {
                ui.ctx().copy_text(copied(problem, lang));
            }
            let zoom = say!(lang, "ui.problems.zoom");
            if icon_button_ui(ui, icon::ICON_CENTER_FOCUS_STRONG, &zoom, false).clicked()
                && let Some(number) = view.problems.picked
            {
                show_problem(session, view, number);
            }
        });
    });
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let faint = Palette::here(ui).faint;
        ui.add(Label::new(problem.text(lang)).wrap());
        ui.add(Label::new(RichText::new(problem.advice(lang)).color(faint)).wrap());
        actions_ui(ui, session, problem, lang, wishes);
        ui.add_space(4.0);
        let place = problem.place.map(units::decimal_degrees);
        let layer = problem.layer.as_deref().map(str::to_owned);
        let file = Some(problem.file.clone());
        let parts = [
            layer,
            problem.feature_words(lang),
            problem.field.clone(),
            place,
            file,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        ui.add(Label::new(RichText::new(parts.join(" · ")).small().color(faint)).wrap());
    });
}

/// A yes to a repair, other readings of the coordinates.
fn actions_ui(ui: &mut Ui, session: &Session, problem: &Problem, lang: Lang, wishes: &mut Vec<Command>) {
    let Some(workspace) = session.workspace() else {
        return;
    };
    if let Some((name, repair)) = repair_of(workspace, problem) {
        accept_ui(ui, workspace, (&name, repair), lang, wishes);
    }
    let layer = problem.layer.as_deref().and_then(|id| workspace.layer(id));
    if let (ProblemKind::Crs(_) | ProblemKind::CrsMissing, Some(layer)) = (&problem.kind, layer) {
        readings_ui(ui, session, layer, lang, wishes);
    }
}

/// The feature of a repair that wants a yes, by the problem that tells of it.
pub fn repair_of<'a>(workspace: &'a Workspace, problem: &Problem) -> Option<(FeatureRef, &'a Repair)> {
    let ProblemKind::Geometry { .. } = problem.kind else {
        return None;
    };
    let layer = workspace.layer(problem.layer.as_deref()?)?;
    let feature = layer.feature_of_number(problem.feature?)?;
    let repair = layer.repair_of(feature).filter(|repair| repair.needs_yes())?;
    Some((layer.name_of(feature), repair))
}

/// The feature whose repair waits for a yes, by the number of the problem that tells of it.
pub fn waiting_repair(workspace: &Workspace, number: usize) -> Option<FeatureRef> {
    let (name, repair) = repair_of(workspace, workspace.problems.get(number)?)?;
    let is_accepted = workspace.accepted_repairs.allow(&name.layer, repair);
    (!is_accepted).then_some(name)
}

/// A yes to one repair, or the word that it was given.
pub fn accept_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    (name, repair): (&FeatureRef, &Repair),
    lang: Lang,
    wishes: &mut Vec<Command>,
) {
    ui.add_space(4.0);
    if workspace.accepted_repairs.allow(&name.layer, repair) {
        let color = Palette::here(ui).clear;
        mark_ui(ui, &say!(lang, "ui.problems.accepted"), color);
    } else if ui.button(say!(lang, "ui.problems.accept")).clicked() {
        wishes.push(Command::Edit(Edit::AcceptRepairs(vec![name.clone()])));
    }
}

/// A yes to all repairs that wait for one; nothing where none does.
pub fn accept_all_ui(ui: &mut Ui, workspace: &Workspace, lang: Lang, wishes: &mut Vec<Command>) {
    let count = workspace.waiting_repairs().count();
    if count == 0 {
        return;
    }
    let text = say!(lang, "ui.problems.accept_all", count = count);
    let tip = say!(lang, "ui.problems.accept_all_tip");
    if ui.button(text).on_hover_text(tip).clicked() {
        let name = |(layer, repair): (&crate::model::layer::Layer, &Repair)| FeatureRef {
            layer: layer.about.id.clone(),
            id: repair.id.clone(),
        };
        let all = workspace.waiting_repairs().map(name).collect();
        wishes.push(Command::Edit(Edit::AcceptRepairs(all)));
    }
}
