//! Going on where the last session ended.

use std::path::Path;

use crate::dossier::open::is_named_so;
use crate::geom::turn::Turn;
use crate::model::bookmark::Bookmark;
use crate::model::review::key::FindingKey;
use crate::model::workspace::Workspace;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::session::journal::ResumeWish;

use super::super::dock::tree::Dock;
use super::super::map::map_view::MapView;
use super::super::panels::findings_chosen::ChooseHow;
use super::super::view_state::{ViewState, Window};
use super::desk_file::Desk;
use super::session_file::{HISTORY_NAME, Last, OldBookmark, RECOVERY_NAME};
use super::slots::Left;

/// Opens what the last session had open, with its history where that is known.
pub fn restore(view: &mut ViewState, last: Last) -> Option<Command> {
    let kept = |name: &str| {
        let path = view.desk.recovery.as_ref()?.with_file_name(name);
        path.is_file().then_some(path)
    };
    // What was changed while a dossier was open stands in the history only, and begins with what the dossier has stored. Its
    // steps are there, too, where nothing was changed but the log.
    let is_dossier = last.open.first().is_some_and(|path| is_named_so(path));
    let is_in_file = last.unsaved && last.recovery && !is_dossier;
    let recovery = kept(RECOVERY_NAME).filter(|path| is_in_file && !is_empty(path));
    let journal = kept(HISTORY_NAME).filter(|_| last.history);
    view.desk.recovered = recovery.is_some() || (journal.is_some() && last.unsaved);
    let (unsaved, open) = (last.unsaved, last.open.clone());
    let otherwise = recovery.map_or(open, |path| vec![path]);
    let first = match journal {
        Some(journal) => Some(Command::Resume(ResumeWish {
            journal,
            otherwise,
            unsaved,
        })),
        None => (!otherwise.is_empty()).then_some(Command::Open(otherwise)),
    };
    // What is not about to be opened is not waited for.
    view.desk.restoring = first.is_some().then_some(last);
    first
}

/// True of a recovery that only stands in the way of an older one: no workspace file could say what was changed.
fn is_empty(recovery: &Path) -> bool {
    std::fs::metadata(recovery).is_ok_and(|about| about.len() == 0)
}

/// Arranges the window as it was.
pub fn arrange(view: &mut ViewState, desk: &Desk) {
    view.dock = Dock::of(desk.shape.clone());
    view.scale = desk.scale;
    desk.habits.clone().apply(view);
    view.own_keys.clone_from(&desk.keys);
}

/// Looks at what was opened as the last session did.
pub fn look_as_before(session: &Session, view: &mut ViewState, last: &Last) -> Vec<Command> {
    let Some(workspace) = session.workspace() else {
        return Vec::new();
    };
    let looks = Command::LookAs(Box::new(last.looks.clone()));
    if let Some(map) = last.map.as_ref().filter(|map| map.crs == workspace.crs.code()) {
        let seen = MapView::new(map.center, map.resolution_m_per_px);
        view.map.set_view(seen.with_turn(map.turn));
    }
    let here = workspace.crs.code();
    for own in last.pins.iter().filter(|own| own.crs == here) {
        view.map.pins.drop_at(own.pin.clone());
    }
    let picked = last
        .selected
        .iter()
        .filter(|name| workspace.feature(name).is_some());
    let features: Vec<_> = picked.cloned().collect();
    let finding = None;
    let pick = (!features.is_empty()).then_some(Command::Select { features, finding });
    view.desk.picked = last.finding.clone().map(|key| (session.generation(), key));
    let wishes = std::iter::once(looks).chain(pick);
    wishes.chain(old_bookmarks(workspace, view)).collect()
}

/// The finding that is picked, by its lasting name.
pub fn picked(session: &Session) -> Option<FindingKey> {
    let finding = session.selection().finding_of(session.screening()?)?;
    Some(FindingKey::of(finding))
}

/// Picks the finding of the last session once the screening has it. Whoever has picked another one meanwhile, or has opened
/// something else, keeps that.
pub fn pick_again(session: &Session, view: &mut ViewState) -> Option<Command> {
    let screening = session.screening()?;
    let (generation, key) = view.desk.picked.take()?;
    let selection = session.selection();
    if selection.finding.is_some() || generation != session.generation() {
        return None;
    }
    let index = screening.findings.iter().position(|finding| key.is_of(finding))?;
    view.findings.chosen.choose(ChooseHow::Only, index, &[]);
    Some(Command::Select {
        features: selection.features.to_vec(),
        finding: Some(index),
    })
}

/// Puts places that an older program kept for all workspaces into this one, if they are in its plane.
fn old_bookmarks(workspace: &Workspace, view: &mut ViewState) -> Option<Command> {
    let mut bookmarks = Vec::clone(&workspace.bookmarks);
    let here = workspace.crs.code();
    for old in view.desk.bookmarks.extract_if(.., |old| old.crs == here) {
        let OldBookmark { name, extent, .. } = old;
        bookmarks.push(Bookmark {
            name,
            extent,
            turn: Turn::NONE,
        });
    }
    (bookmarks.len() > workspace.bookmarks.len()).then_some(Command::Edit(Edit::SetBookmarks(bookmarks)))
}

/// Asks about a session that the program did not come to the end of.
pub fn ask(view: &mut ViewState, last: Last, report: Option<String>) {
    view.desk.crashed = Some(last);
    view.desk.report = report;
    view.window = Some(Window::Recover);
}

/// Asks about what a window has left, and then about the others that wait for it.
pub fn ask_about(view: &mut ViewState, left: Left) {
    view.desk.recovery = Some(left.folder.join(RECOVERY_NAME));
    let report = view.desk.report.take();
    ask(view, left.last, report);
}

/// What somebody was asked about is begun afresh. True once there is nothing left to ask about.
pub fn begin_afresh(view: &mut ViewState) -> bool {
    let folder = view.desk.recovery.as_ref().and_then(|file| file.parent());
    view.desk.answered.extend(folder.map(Path::to_owned));
    (view.window, view.desk.crashed) = (None, None);
    match view.desk.waiting.pop() {
        Some(next) => {
            ask_about(view, next);
            false
        }
        None => true,
    }
}

/// The answer is left for later: what was not saved stays where it is, and the next start asks again.
pub fn answer_later(view: &mut ViewState) {
    (view.window, view.desk.crashed) = (None, None);
    view.desk.waiting.clear();
}

/// Goes on with what somebody was asked about. What others have left waits for the next window that is opened.
pub fn go_on(view: &mut ViewState) -> Option<Command> {
    view.window = None;
    view.desk.waiting.clear();
    let last = view.desk.crashed.take()?;
    restore(view, last)
}
