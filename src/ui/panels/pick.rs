//! Picking findings: select, and bring into view.

use crate::session::Session;
use crate::session::command::Command;

use super::super::view_state::ViewState;

/// Picks a finding and brings it into view.
pub fn pick_finding(session: &Session, view: &mut ViewState, index: usize, wishes: &mut Vec<Command>) {
    let Some(finding) = session
        .screening()
        .and_then(|screening| screening.findings.get(index))
    else {
        return;
    };
    let mut extent = finding.evidence.extent;
    let project = session
        .workspace()
        .and_then(|workspace| workspace.feature(&finding.project));
    if let Some((_, feature)) = project {
        extent.merge(&feature.shape.extent());
    }
    view.reveal(extent);
    wishes.push(Command::Select {
        features: vec![finding.project.clone(), finding.zone.clone()],
        finding: Some(index),
    });
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
    if let Some(index) = view.findings.get(next).map(|row| row.row.finding) {
        pick_finding(session, view, index, wishes);
    }
}
