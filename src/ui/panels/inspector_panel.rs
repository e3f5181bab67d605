//! The inspector: the picked finding in words and numbers, its rule, its project, and the picked features.

use eframe::egui::{Frame, Label, Margin, RichText, Ui};

use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, RelationWords as _};
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::report::sentence::sentence;
use crate::report::units;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::pane_keys::scroll_by_keys;
use super::super::review::card::card_ui;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{empty_ui, mark_ui, pairs_ui, scroll_from_top, section_ui};
use super::finding_picture::finding_picture_ui;
use super::identify_card::identify_card_ui;
use super::legal_parts::{contradictions_ui, legal_ui, routes_ui};
use super::month_wheel::{month_wheel_ui, months_of, months_ui};
use super::pick::pick_finding;
use super::project_account::{footprint_ui, project_account_ui};
use super::repair_part::repair_ui;
use super::rules_panel::rule_text_ui;

/// So many picked features are shown in full; of the others the names.
const IN_FULL: usize = 4;
/// So many findings of a feature are listed.
const LISTED: usize = 60;

/// What is picked.
pub fn inspector_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if identify_card_ui(ui, session, view, wishes) {
        return;
    }
    let lang = view.lang;
    if view.identify.is_covered() && ui.link(format!("‹ {}", say!(lang, "identify.title"))).clicked() {
        view.identify.uncover();
    }
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    };
    let selection = session.selection();
    let screening = session.screening().map(|screening| &**screening);
    let finding = screening.and_then(|screening| selection.finding_of(screening));
    if finding.is_none() && selection.features.is_empty() {
        return empty_ui(ui, &say!(lang, "ui.inspector.nothing_picked"));
    }
    let shown = (
        selection.finding,
        selection.features.get(..IN_FULL.min(selection.features.len())),
    );
    scroll_from_top(ui, shown).show(ui, |ui| {
        scroll_by_keys(ui, Pane::Inspector);
        if let (Some(finding), Some(screening)) = (finding, screening) {
            sentence_ui(ui, workspace, finding, session, lang);
            finding_picture_ui(ui, session, view);
            card_ui(ui, session, finding, view, wishes);
            finding_ui(ui, workspace, finding, session, lang);
            contradictions_ui(ui, (workspace, screening), finding, lang);
            project_account_ui(ui, screening, &finding.matter.project, lang);
            routes_ui(ui, screening, &finding.matter.project, lang);
            footprint_ui(ui, session, &finding.matter.project, lang);
        }
        for name in selection.features.iter().take(IN_FULL) {
            // Several projects have an account each: their parts must not share an id.
            ui.push_id(name, |ui| match finding {
                Some(_) => {
                    feature_ui(ui, workspace, name, lang);
                    repair_ui(ui, workspace, name, lang, wishes);
                }
                None => picked_ui(ui, session, (workspace, name), view, wishes),
            });
        }
        let more = selection.features.len().saturating_sub(IN_FULL);
        if more > 0 {
            ui.label(say!(lang, "ui.inspector.more", count = more));
        }
        keep_in_sight(ui);
    });
}

/// A feature and, where it is a project, everything that was found about it.
fn picked_ui(
    ui: &mut Ui,
    session: &Session,
    (workspace, name): (&Workspace, &FeatureRef),
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    feature_ui(ui, workspace, name, lang);
    repair_ui(ui, workspace, name, lang, wishes);
    let Some((layer, _)) = workspace.feature(name) else {
        return;
    };
    let screened = session.screening().filter(|_| layer.about.role == Role::Project);
    if let Some(screening) = screened {
        project_account_ui(ui, screening, name, lang);
        routes_ui(ui, screening, name, lang);
    }
    footprint_ui(ui, session, name, lang);
    findings_of_ui(ui, session, view, name, wishes);
}

/// What was found, in a sentence.
fn sentence_ui(ui: &mut Ui, workspace: &Workspace, finding: &Finding, session: &Session, lang: Lang) {
    let palette = Palette::here(ui);
    ui.horizontal_wrapped(|ui| {
        mark_ui(ui, &finding.verdict.name(lang), palette.verdict(finding.verdict));
        mark_ui(
            ui,
            &finding.matter.severity.name(lang),
            palette.severity(finding.matter.severity),
        );
        if session.outdated() {
            mark_ui(ui, &say!(lang, "ui.outdated"), palette.near);
        }
    });
    let text = sentence(workspace, finding, lang);
    Frame::new()
        .fill(palette.tint(palette.verdict(finding.verdict)))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(RichText::new(text).size(14.5).color(palette.text)).wrap());
        });
}

/// What shows it, and by which rule.
fn finding_ui(ui: &mut Ui, workspace: &Workspace, finding: &Finding, session: &Session, lang: Lang) {
    section_ui(ui, &say!(lang, "ui.inspector.evidence"));
    pairs_ui(ui, "evidence", &evidence(finding, (Areas::here(ui.ctx()), lang)));
    if let Some(rule) = workspace.rules.rule(&finding.matter.rule) {
        section_ui(ui, &say!(lang, "ui.inspector.rule"));
        rule_text_ui(ui, &workspace.rules, rule, session.as_of(), lang);
        if let Some(months) = rule.condition.months {
            let project = workspace.feature(&finding.matter.project);
            let own = project.and_then(|(layer, feature)| Project { layer, feature }.months());
            month_wheel_ui(ui, months, own, lang);
        }
    }
    legal_ui(ui, workspace, finding, lang);
}

/// The numbers of a finding, each with what it is.
fn evidence(finding: &Finding, (areas, lang): (Areas, Lang)) -> Vec<(String, String)> {
    let evidence = &finding.evidence;
    let worked_out = finding.matter.bearing.formula.as_ref();
    let mut pairs = vec![("relation", finding.relation.name(lang))];
    if let Some(m2) = evidence.overlap_m2.get().filter(|&m2| m2 > 0.0) {
        pairs.push(("overlap", areas.lines(m2, lang)));
    }
    let numbers = [
        (
            "overlap_length",
            evidence.overlap_m.get().filter(|&m| m > 0.0).map(units::length),
        ),
        (
            "share_of_project",
            finding
                .share_of_project()
                .filter(|&share| share > 0.0)
                .map(units::share),
        ),
        (
            "share_of_zone",
            evidence
                .share_of_zone
                .get()
                .filter(|&share| share > 0.0)
                .map(units::share),
        ),
        (
            "width",
            evidence
                .width_m
                .get()
                .map(|width_m| units::length(width_m.into())),
        ),
        (
            "distance",
            Some(units::length(evidence.distance_m)).filter(|_| evidence.distance_m > 0.0),
        ),
        ("setback", finding.matter.setback_m.map(units::length)),
        (
            "formula",
            worked_out.map(|worked_out| worked_out.formula.to_string()),
        ),
        ("class", finding.sort.class.as_ref().map(ToString::to_string)),
        ("level", finding.sort.level.map(|level| level.name(lang))),
    ];
    pairs.extend(numbers.into_iter().filter_map(|(key, text)| Some((key, text?))));
    let flag = |on: bool, key: &str| on.then(|| say!(lang, &format!("ui.evidence.{key}")));
    let doubts = [
        flag(evidence.sliver, "sliver"),
        flag(!evidence.holds_within_tolerance, "within_tolerance"),
    ];
    pairs.extend(doubts.into_iter().flatten().map(|text| ("note", text)));
    pairs
        .into_iter()
        .map(|(key, text)| (say!(lang, &format!("ui.evidence.name.{key}")), text))
        .collect()
}

fn feature_ui(ui: &mut Ui, workspace: &Workspace, name: &FeatureRef, lang: Lang) {
    let Some((layer, feature)) = workspace.feature(name) else {
        return;
    };
    let palette = Palette::here(ui);
    section_ui(ui, layer.about.name.get(lang));
    ui.add(Label::new(RichText::new(layer.title_of(feature)).strong()).wrap());
    ui.horizontal_wrapped(|ui| {
        mark_ui(ui, &layer.about.role.name(lang), palette.not_checked);
        if layer.about.synthetic {
            mark_ui(ui, &say!(lang, "ui.layers.synthetic"), palette.advice);
        }
    });
    let mut pairs = vec![
        (say!(lang, "ui.feature.id"), layer.name_of(feature).to_string()),
        (say!(lang, "ui.feature.number"), feature.number.to_string()),
    ];
    let shape = &feature.shape;
    let ruler = workspace.ruler();
    if !shape.areas().0.is_empty() {
        let area = Areas::here(ui.ctx()).with_mu(ruler.area_m2(shape.areas()), lang);
        pairs.push((say!(lang, "ui.feature.area"), area));
    }
    if !shape.lines().0.is_empty() {
        pairs.push((
            say!(lang, "ui.feature.length"),
            units::length(ruler.length_m(shape.lines())),
        ));
    }
    let properties = feature.properties.iter();
    pairs.extend(properties.map(|(name, value)| (name.to_string(), value.to_string())));
    pairs_ui(ui, &layer.name_of(feature).to_string(), &pairs);
    if let Some(months) = months_of(layer, feature) {
        months_ui(ui, months, lang);
    }
}

fn findings_of_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut ViewState,
    name: &FeatureRef,
    wishes: &mut Vec<Command>,
) {
    let Some(screening) = session.screening() else {
        return;
    };
    // Made in the background; the next frame looks again.
    let Some(index) = &view.finding_index else {
        return;
    };
    let own = index.of_feature(screening, name);
    if own.is_empty() {
        return;
    }
    let lang = view.lang;
    section_ui(ui, &say!(lang, "ui.inspector.findings", count = own.len()));
    let rules = session.workspace().map(|workspace| &workspace.rules);
    for index in own.into_iter().take(LISTED) {
        let Some(finding) = screening.findings.get(index) else {
            continue;
        };
        let palette = Palette::here(ui);
        let other = if finding.matter.project == *name {
            &finding.zone
        } else {
            &finding.matter.project
        };
        let title = rules
            .and_then(|rules| rules.rule(&finding.matter.rule))
            .map_or_else(
                || finding.matter.rule.to_string(),
                |rule| rule.title.get(lang).to_owned(),
            );
        ui.horizontal_wrapped(|ui| {
            mark_ui(
                ui,
                &finding.matter.severity.name(lang),
                palette.severity(finding.matter.severity),
            );
            if ui.link(format!("{title} · {other}")).clicked() {
                pick_finding(session, view, index, wishes);
            }
        });
    }
}
