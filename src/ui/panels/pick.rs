//! Picking findings and problems: select, and bring into view.

use std::collections::HashSet;

use crate::geom::extent::Extent;
use crate::model::finding::Finding;
use crate::model::review::key::FindingKey;
use crate::model::review::standing::waits_for;
use crate::session::Session;
use crate::session::command::Command;

use super::super::dock::pane::Pane;
use super::super::map::problem_dots::extent_of;
use super::super::view_state::ViewState;
use super::findings_chosen::ChooseHow;

/// Of so many chosen findings the features are selected: a screening may have a hundred thousand.
const MOST_OUTLINED: usize = 2_000;

/// Picks a finding and brings it into view.
pub fn pick_finding(session: &Session, view: &mut ViewState, index: usize, wishes: &mut Vec<Command>) {
    let Some(finding) = session
        .screening()
        .and_then(|screening| screening.findings.get(index))
    else {
        return;
    };
    view.reveal(extent_of_finding(session, finding));
    // It alone, also where it was picked already among others.
    view.findings.chosen.choose(ChooseHow::Only, index, &[]);
    wishes.push(Command::Select {
        features: vec![finding.matter.project.clone(), finding.zone.clone()],
        finding: Some(index),
    });
}

/// Picks the chosen findings: the features of all are selected, so that the map outlines them, and `picked` is what the
/// inspector tells of. The map moves only for one alone.
pub fn pick_chosen(
    session: &Session,
    view: &mut ViewState,
    picked: Option<usize>,
    wishes: &mut Vec<Command>,
) {
    let several = view.findings.chosen.len() > 1;
    if let Some(index) = picked.filter(|_| !several) {
        return pick_finding(session, view, index, wishes);
    }
    let findings = session
        .screening()
        .map_or(&[][..], |screening| &screening.findings);
    let chosen = view.findings.chosen.among(&view.findings.shown());
    let first = picked.into_iter().chain(chosen).take(MOST_OUTLINED);
    let own = first.filter_map(|index| findings.get(index));
    let mut known = HashSet::new();
    let features = own
        .flat_map(|finding| [&finding.matter.project, &finding.zone])
        .filter(|name| known.insert(*name))
        .cloned()
        .collect();
    wishes.push(Command::Select {
        features,
        finding: picked,
    });
}

/// Brings a finding into the middle of the map.
pub fn show_finding(session: &Session, view: &mut ViewState, index: usize) {
    let findings = session.screening().map(|screening| &screening.findings);
    if let Some(finding) = findings.and_then(|findings| findings.get(index)) {
        view.zoom_to(extent_of_finding(session, finding));
    }
}

/// The evidence of a finding, and its project.
fn extent_of_finding(session: &Session, finding: &Finding) -> Extent {
    let mut extent = finding.evidence.extent;
    let project = session
        .workspace()
        .and_then(|workspace| workspace.feature(&finding.matter.project));
    if let Some((_, feature)) = project {
        extent.merge(&feature.shape.extent());
    }
    extent
}

/// Picks the finding so many rows further down the table; from none, the first or last one.
pub fn step_finding(session: &Session, view: &mut ViewState, by: isize, wishes: &mut Vec<Command>) {
    let Some(last) = view.findings.len().checked_sub(1) else {
        return;
    };
    let picked = session.selection().finding;
    let place = picked.and_then(|finding| view.findings.place_of(finding));
    let next = match place {
        Some(place) => place.saturating_add_signed(by).min(last),
        None if by > 0 => 0,
        None => last,
    };
    if let Some(index) = view.findings.get(next) {
        pick_finding(session, view, index, wishes);
    }
}

/// Picks the next finding of the table that waits for the one who sits here; after the last one the first again.
pub fn step_undecided(session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (Some(open), Some(screening)) = (session.dossier(), session.screening()) else {
        return;
    };
    let waits = |finding: usize| {
        let Some(finding) = screening.findings.get(finding) else {
            return false;
        };
        let key = FindingKey::of(finding);
        let evidence = open.evidence_of(&key);
        evidence.is_some() && waits_for(&open.review, &key, evidence, session.author())
    };
    let picked = session.selection().finding;
    let place = picked.and_then(|finding| view.findings.place_of(finding));
    let (from, count) = (place.map_or(0, |place| place + 1), view.findings.len());
    let places = (from..count).chain(0..from.min(count));
    let mut findings = places.filter_map(|place| view.findings.get(place));
    if let Some(index) = findings.find(|finding| waits(*finding)) {
        view.dock.show(Pane::Inspector);
        pick_finding(session, view, index, wishes);
    }
}

/// Picks a problem, with the feature that it is about if the workspace has it.
pub fn pick_problem(session: &Session, view: &mut ViewState, number: usize, wishes: &mut Vec<Command>) {
    view.problems.picked = Some(number);
    let feature = session.workspace().and_then(|workspace| {
        let problem = workspace.problems.get(number)?;
        let layer = workspace.layer(problem.layer.as_deref()?)?;
        Some(layer.name_of(layer.feature_of_number(problem.feature?)?))
    });
    wishes.push(Command::Select {
        features: feature.into_iter().collect(),
        finding: None,
    });
}

/// Shows the place of a problem: the feature that it is about, else the place that it tells.
pub fn show_problem(session: &Session, view: &mut ViewState, number: usize) {
    let Some(workspace) = session.workspace() else {
        return;
    };
    let Some(problem) = workspace.problems.get(number) else {
        return;
    };
    let own_place = || Some(Extent::of_coords([workspace.ruler().plane(problem.place?)?]));
    if let Some(extent) = extent_of(workspace, problem).or_else(own_place) {
        view.zoom_to(extent);
    }
}

/// Picks the problem so many rows further down the table, and shows it; from none, the first or last one.
pub fn step_problem(session: &Session, view: &mut ViewState, by: isize, wishes: &mut Vec<Command>) {
    let Some(last) = view.problems.len().checked_sub(1) else {
        return;
    };
    let place = view
        .problems
        .picked
        .and_then(|number| view.problems.place_of(number));
    let next = match place {
        Some(place) => place.saturating_add_signed(by).min(last),
        None if by > 0 => 0,
        None => last,
    };
    if let Some(number) = view.problems.get(next) {
        pick_problem(session, view, number, wishes);
        show_problem(session, view, number);
    }
}
