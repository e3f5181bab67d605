//! What the window shows of what is remembered.

use std::path::PathBuf;

use crate::session::Session;
use crate::session::command::Command;

use super::super::map::map_view::MapView;
use super::super::view_state::{ViewState, Window};
use super::session_file::{Bookmark, Last, remember};

/// What the window shows of what is remembered.
#[derive(Debug, Default)]
pub struct DeskView {
    /// Files opened lately, the newest first, and whether each is still there.
    pub recent: Vec<(PathBuf, bool)>,
    /// Places with names.
    pub bookmarks: Vec<Bookmark>,
    /// The name of the next place, as it is being typed.
    pub bookmark_draft: String,
    /// A session that the program did not come to the end of; somebody is asked about it.
    pub crashed: Option<Last>,
    /// What a crash has left, for whoever wants to tell of it.
    pub report: Option<String>,
    /// How what is being opened is to be looked at.
    pub restoring: Option<Last>,
    /// What is open is what the last session had not saved.
    pub recovered: bool,
    /// The window closes whatever is not saved.
    pub leaves: bool,
    /// Where what was not saved stands.
    pub recovery: Option<PathBuf>,
}

impl DeskView {
    /// Files opened lately, as they are remembered.
    pub fn recent_paths(&self) -> Vec<PathBuf> {
        self.recent.iter().map(|(path, _)| path.clone()).collect()
    }

    /// A file was opened. Those that are gone are looked for anew.
    pub fn opened(&mut self, path: PathBuf) {
        let mut paths = self.recent_paths();
        remember(&mut paths, path);
        self.set_recent(paths);
    }

    /// Files opened lately.
    pub fn set_recent(&mut self, paths: Vec<PathBuf>) {
        let looked = paths.into_iter().map(|path| {
            let there = path.exists();
            (path, there)
        });
        self.recent = looked.collect();
    }
}

/// Opens what the last session had open.
pub fn restore(view: &mut ViewState, last: Last) -> Option<Command> {
    let recovery = view
        .desk
        .recovery
        .clone()
        .filter(|path| last.unsaved && path.is_file());
    view.desk.recovered = recovery.is_some();
    let paths = recovery.map_or_else(|| last.open.clone(), |path| vec![path]);
    view.desk.restoring = Some(last);
    (!paths.is_empty()).then_some(Command::Open(paths))
}

/// Looks at what was opened as the last session did.
pub fn look_as_before(session: &Session, view: &mut ViewState, last: &Last) -> Option<Command> {
    let workspace = session.workspace()?;
    let there = |id: &&String| workspace.layer(id).is_some();
    view.hidden = last
        .hidden
        .iter()
        .filter(there)
        .map(|id| id.as_str().into())
        .collect();
    if let Some((crs, center, resolution)) = &last.map
        && *crs == workspace.crs.code()
    {
        view.map.set_view(MapView::new(*center, *resolution));
    }
    let picked = last
        .selected
        .iter()
        .filter(|name| workspace.feature(name).is_some());
    let features: Vec<_> = picked.cloned().collect();
    let finding = None;
    (!features.is_empty()).then_some(Command::Select { features, finding })
}

/// Asks about a session that the program did not come to the end of.
pub fn ask(view: &mut ViewState, last: Last, report: Option<String>) {
    view.desk.crashed = Some(last);
    view.desk.report = report;
    view.window = Some(Window::Recover);
}
