//! What is done with the layer, the finding or the problem that is picked: the deeds of their menus, as commands.

use eframe::egui::Context;

use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;

use super::super::dock::pane::Pane;
use super::super::panels::attribute_table::deeds::TableDeed;
use super::super::panels::findings_copy::copy_chosen;
use super::super::panels::layer_deeds::{LayerDeed, current};
use super::super::panels::pick::{show_finding, show_problem};
use super::super::panels::problem_detail::waiting_repair;
use super::super::panels::problem_words::copied;
use super::super::view_state::ViewState;

/// A deed of such a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Something with a layer.
    Layer(LayerDeed),
    /// Something with the attribute table.
    Table(TableDeed),
    /// The map shows the finding.
    ShowFinding,
    /// The findings that are chosen are copied as rows.
    CopyFindings,
    /// The map shows the place of the problem.
    ShowProblem,
    /// The problem is copied as text.
    CopyProblem,
    /// The repair that the problem is about is said yes to.
    AcceptRepair,
}

impl Deed {
    /// False where nothing is picked that it could be done with.
    pub fn enabled(self, session: &Session, view: &ViewState) -> bool {
        match self {
            Deed::Layer(_) => current(session, view).is_some(),
            Deed::Table(deed) => deed.enabled(view),
            Deed::ShowFinding | Deed::CopyFindings => finding(session, view).is_some(),
            Deed::ShowProblem | Deed::CopyProblem => problem(session, view).is_some(),
            Deed::AcceptRepair => session
                .workspace()
                .zip(problem(session, view))
                .is_some_and(|(workspace, number)| waiting_repair(workspace, number).is_some()),
        }
    }

    /// Does it.
    pub fn perform(self, ctx: &Context, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
        let number = problem(session, view);
        match self {
            Deed::Layer(deed) => {
                if let Some(layer) = current(session, view) {
                    deed.perform((session, layer), view, wishes);
                }
            }
            Deed::Table(deed) => deed.perform(session, view),
            Deed::ShowFinding => {
                if let Some(index) = finding(session, view) {
                    show_finding(session, view, index);
                }
            }
            Deed::CopyFindings => {
                follow_findings(session, view);
                copy_chosen(ctx, view, session.selection().finding);
                if view.findings.is_empty() && view.findings.is_waiting() {
                    // The rows are still being made; whoever asks again sees whether they are there.
                    view.dock.show(Pane::Findings);
                }
            }
            Deed::ShowProblem => {
                if let Some(number) = number {
                    show_problem(session, view, number);
                }
            }
            Deed::CopyProblem => {
                let own = session.workspace().zip(number);
                if let Some(problem) = own.and_then(|(workspace, number)| workspace.problems.get(number)) {
                    ctx.copy_text(copied(problem, view.lang));
                }
            }
            Deed::AcceptRepair => {
                let own = session.workspace().zip(number);
                let name = own.and_then(|(workspace, number)| waiting_repair(workspace, number));
                wishes.extend(name.map(|name| Command::Edit(Edit::AcceptRepairs(vec![name]))));
            }
        }
    }
}

/// The finding where the keyboard is in the table, else the one that is picked.
fn finding(session: &Session, view: &ViewState) -> Option<usize> {
    let screening = session.screening()?;
    let own = &view.findings.chosen;
    let picked = own.cursor_in(screening, session.selection().finding);
    picked.filter(|index| *index < screening.findings.len())
}

/// Brings the rows and what is chosen of them up to date, which the table itself does only while it is in sight.
fn follow_findings(session: &Session, view: &mut ViewState) {
    let Some((workspace, screening)) = session.workspace().zip(session.screening()) else {
        return;
    };
    let board = session.dossier().and_then(|open| open.board_of(screening));
    view.findings.refresh((workspace, screening), board, view.lang);
    let picked = session.selection().finding;
    view.findings.chosen.follow(screening, picked);
}

fn problem(session: &Session, view: &ViewState) -> Option<usize> {
    let problems = &session.workspace()?.problems;
    view.problems.picked.filter(|number| *number < problems.len())
}
