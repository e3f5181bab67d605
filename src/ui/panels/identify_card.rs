//! The card of a place: its coordinates, what is there, what lies near, and what rules would say.

use std::sync::Arc;

use eframe::egui::{Button, Frame, Grid, Label, Margin, RichText, Ui, vec2};
use egui_material_icons::icons as icon;

use crate::model::finding::Verdict;
use crate::model::workspace::Workspace;
use crate::report::sentence::citation;
use crate::report::units;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::identify::{Card, FeatureHere, NearestZone, REACH_M, TRIAL_M, Trial};
use crate::words::{Bilingual, Lang};

use super::super::areas::Areas;
use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::map::coordinates::coordinate_texts;
use super::super::map::pins::Pin;
use super::super::pane_keys::scroll_by_keys;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, mark_ui, right_ui, scroll_from_top, section_ui};

/// The card in the place of the inspector; false where there is none.
pub fn identify_card_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) -> bool {
    let Some(at) = view.identify.place().filter(|_| !view.identify.is_covered()) else {
        return false;
    };
    let lang = view.lang;
    ui.horizontal(|ui| {
        ui.label(RichText::new(say!(lang, "identify.title")).strong());
        right_ui(ui, |ui| {
            if icon_button_ui(ui, icon::ICON_CLOSE, &say!(lang, "identify.close"), false).clicked() {
                view.identify.close();
            }
            if icon_button_ui(ui, icon::ICON_LOCATION_ON, &say!(lang, "identify.pin"), false).clicked() {
                view.map.pins.drop_at(Pin {
                    at,
                    text: Bilingual::default(),
                });
            }
        });
    });
    let Some((workspace, card)) = view.identify.card().cloned() else {
        if view.identify.place().is_some() {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(say!(lang, "identify.working"));
            });
        }
        return true;
    };
    scroll_from_top(ui, [at.x, at.y].map(f64::to_bits)).show(ui, |ui| {
        scroll_by_keys(ui, Pane::Inspector);
        let outdated = session
            .workspace()
            .is_none_or(|now| !Arc::ptr_eq(now, &workspace));
        if outdated {
            mark_ui(ui, &say!(lang, "ui.outdated"), Palette::here(ui).near);
        }
        coordinates_ui(ui, &workspace, &card, lang);
        features_ui(ui, &workspace, &card, (view, wishes));
        nearest_ui(ui, &card, (view, wishes));
        trials_ui(ui, &workspace, &card, lang);
        keep_in_sight(ui);
    });
    true
}

/// Each writing of the place; a click copies it.
fn coordinates_ui(ui: &mut Ui, workspace: &Workspace, card: &Card, lang: Lang) {
    section_ui(ui, &say!(lang, "identify.coordinates"));
    let ruler = workspace.ruler();
    let mut lines = Vec::new();
    if let Some(texts) = coordinate_texts(&workspace.crs, &ruler, card.at, lang) {
        lines.push((say!(lang, "identify.degrees"), texts.decimal));
        lines.push((say!(lang, "identify.dms"), texts.dms));
        lines.push((texts.system, texts.plane));
    }
    for (zone, at) in &card.zones {
        let name = say!(
            lang,
            "identify.zone",
            degrees = zone.width().degrees(),
            number = zone.number()
        );
        lines.push((name, format!("{:.2}, {:.2}", at.x, at.y)));
    }
    let faint = Palette::here(ui).faint;
    for (name, text) in lines {
        ui.label(RichText::new(name).small().color(faint));
        let button = Button::new(RichText::new(&text).monospace()).frame_when_inactive(false);
        if ui
            .add(button)
            .on_hover_text(say!(lang, "identify.copy"))
            .clicked()
        {
            ui.ctx().copy_text(text);
        }
        ui.add_space(-2.0);
    }
}

fn features_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    card: &Card,
    (view, wishes): (&ViewState, &mut Vec<Command>),
) {
    let lang = view.lang;
    section_ui(ui, &say!(lang, "identify.features", count = card.features.len()));
    if card.features.is_empty() {
        ui.weak(say!(lang, "identify.no_features"));
    }
    for here in &card.features {
        if ui.link(RichText::new(&here.title).strong()).clicked() {
            wishes.push(Command::Select {
                features: vec![here.feature.clone()],
                finding: None,
            });
        }
        let layer = workspace.layer(&here.feature.layer);
        let layer = layer.map_or("", |layer| layer.about.name.get(lang));
        ui.horizontal_wrapped(|ui| {
            let palette = Palette::here(ui);
            mark_ui(ui, &here.role.name(lang), palette.not_checked);
            if let Some(level) = here.level {
                mark_ui(ui, &level.name(lang), palette.advice);
            }
            ui.label(RichText::new(layer).small().color(palette.faint));
        });
        let areas = Areas::here(ui.ctx());
        for line in measures(workspace, here, (areas, lang)) {
            ui.add(Label::new(RichText::new(line).small()).wrap());
        }
        ui.add_space(4.0);
    }
}

fn measures(workspace: &Workspace, here: &FeatureHere, (areas, lang): (Areas, Lang)) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(code) = &here.class {
        let classes = &workspace.tables.classes;
        let class = classes
            .place_of(code)
            .and_then(|place| classes.classes.get(place));
        let name = class.map_or_else(String::new, |class| class.name.get(lang).to_owned());
        lines.push(say!(lang, "identify.class", code = code, name = name));
    }
    if let (Some(true_m2), Some(plane_m2)) = (here.area_m2, here.plane_area_m2) {
        let text = |m2: f64| {
            format!(
                "{} {}",
                units::thousands(m2 / areas.of_columns().m2(), areas.decimals()),
                areas.of_columns().name(lang)
            )
        };
        lines.push(say!(
            lang,
            "identify.area",
            ellipsoid = text(true_m2),
            plane = text(plane_m2)
        ));
    }
    if let Some(length_m) = here.length_m {
        lines.push(say!(lang, "identify.length", length = units::length(length_m)));
    }
    lines
}

fn nearest_ui(ui: &mut Ui, card: &Card, (view, wishes): (&mut ViewState, &mut Vec<Command>)) {
    let lang = view.lang;
    section_ui(
        ui,
        &say!(lang, "identify.nearest", reach = units::length(REACH_M)),
    );
    if card.nearest.is_empty() {
        ui.weak(say!(lang, "identify.none_near"));
    }
    Grid::new("nearest")
        .num_columns(3)
        .spacing(vec2(10.0, 3.0))
        .show(ui, |ui| {
            for near in &card.nearest {
                ui.label(near.role.name(lang));
                ui.label(RichText::new(distance(near, lang)).strong());
                if ui.link(&near.title).clicked() {
                    wishes.push(Command::Select {
                        features: vec![near.feature.clone()],
                        finding: None,
                    });
                }
                ui.end_row();
            }
        });
}

fn distance(near: &NearestZone, lang: Lang) -> String {
    if near.distance_m > 0.0 {
        units::length(near.distance_m)
    } else {
        say!(lang, "identify.inside")
    }
}

fn trials_ui(ui: &mut Ui, workspace: &Workspace, card: &Card, lang: Lang) {
    let palette = Palette::here(ui);
    section_ui(ui, &say!(lang, "identify.trials"));
    let side = format!("{TRIAL_M:.0}");
    Frame::new()
        .fill(palette.tint(palette.near))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(8, 5))
        .show(ui, |ui| {
            let text = say!(lang, "identify.trial_note", side = side);
            ui.add(Label::new(RichText::new(text).small().color(palette.near)).wrap());
        });
    ui.add_space(3.0);
    for trial in &card.trials {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(trial.kind.name(lang)).strong());
            mark_ui(ui, &trial.verdict.name(lang), palette.verdict(trial.verdict));
            if trial.not_checked_count > 0 {
                let text = say!(lang, "identify.unchecked", count = trial.not_checked_count);
                ui.label(RichText::new(text).small().color(palette.faint));
            }
        });
        for line in articles(workspace, trial, lang) {
            ui.add(Label::new(RichText::new(line).small()).wrap());
        }
        ui.add_space(3.0);
    }
}

/// The rules that are met, each once with its article: the heaviest three, and how many more.
fn articles(workspace: &Workspace, trial: &Trial, lang: Lang) -> Vec<String> {
    const LISTED: usize = 3;
    if matches!(trial.verdict, Verdict::Clear) {
        return Vec::new();
    }
    let mut rules: Vec<&str> = Vec::new();
    for finding in &trial.findings {
        if !rules.contains(&&*finding.matter.rule) {
            rules.push(&finding.matter.rule);
        }
    }
    let more = rules.len().saturating_sub(LISTED);
    let mut lines: Vec<String> = rules
        .iter()
        .take(LISTED)
        .map(|id| match workspace.rules.rule(id) {
            Some(rule) => format!("{} · {}", rule.title.get(lang), citation(rule, lang)),
            None => (*id).to_owned(),
        })
        .collect();
    if more > 0 {
        lines.push(say!(lang, "identify.more", count = more));
    }
    lines
}
