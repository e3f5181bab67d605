//! Several findings that are chosen in the table, to be decided together.

use crate::model::review::decision::State;
use crate::model::review::key::FindingKey;
use crate::session::Session;

use super::super::view_state::{ViewState, Window};
use super::draft::{DecisionDraft, TogetherDraft};

/// So many findings are named; the rest is counted.
const NAMED: usize = 6;

/// True where more than one finding is chosen in the table, and the picked one is the one picked there.
pub fn has_several(session: &Session, view: &mut ViewState) -> bool {
    if let Some(screening) = session.screening() {
        let picked = session.selection().finding;
        view.findings.chosen.follow(screening, picked);
    }
    view.findings.chosen.len() > 1
}

/// Opens the window for the findings that are chosen in the table, with that state.
pub fn decide_together(session: &Session, view: &mut ViewState, state: State) {
    let (Some(open), Some(screening)) = (session.dossier(), session.screening()) else {
        return;
    };
    let chosen = view.findings.chosen.among(&view.findings.shown());
    let mut together = TogetherDraft::default();
    for index in &chosen {
        let Some(finding) = screening.findings.get(*index) else {
            continue;
        };
        let key = FindingKey::of(finding);
        if open.evidence_of(&key).is_none() {
            together.not_in_run += 1;
            continue;
        }
        // Half a million may be chosen, and each row is put into words here.
        if together.named.len() < NAMED
            && let Some(row) = view.findings.row(*index)
        {
            let words = &row.row;
            together.named.push(format!(
                "{} · {} · {}",
                words.project_name, words.zone_name, words.rule
            ));
        }
        together.findings.push(key);
    }
    together.draft = DecisionDraft {
        last_reason: view.review.decision.last_reason.clone(),
        ..DecisionDraft::default()
    };
    together.draft.choose(state);
    view.review.together = together;
    view.window = Some(Window::DecideTogether);
}
