//! A session as it is now: what is to be remembered of it, and what it was opened from.

use std::path::PathBuf;
use std::sync::Arc;

use crate::dossier::open::is_named_so;
use crate::model::workspace::Workspace;
use crate::session::Session;
use crate::session::command::JobKind;
use crate::session::looks::LayerLooks;

use super::super::map::pins::Pin;
use super::super::view_state::ViewState;
use super::restoring::picked;
use super::session_file::{Last, LastMap, LastPin, PINS, SELECTED};
use super::slots::is_kept;

/// What stands in the files of a session.
#[derive(Clone, Copy, Debug)]
pub struct InFiles {
    /// It was closed.
    pub closed: bool,
    /// What is not saved of it, or was not a few steps ago.
    pub recovery: bool,
    /// Its history.
    pub history: bool,
}

/// True of a session with a dossier once that could not be opened: there is no question that an answer could still come to.
pub fn has_failed(session: &Session) -> impl Fn(&Last) -> bool {
    let works = [JobKind::Reading, JobKind::OpeningDossier].map(|kind| session.runs(kind));
    let is_idle = session.workspace().is_none() && !works.contains(&true);
    move |last| is_idle && last.open.first().is_some_and(|path| is_named_so(path))
}

/// True where it was opened from what was not saved.
pub fn is_recovery(session: &Session, view: &ViewState) -> bool {
    let source = session.sources().first();
    source.is_some_and(|path| is_kept(path, view.desk.recovery.as_deref()))
}

/// True once what was gone on with stands in a file or a dossier of the user's.
pub fn is_saved_since(session: &Session, view: &ViewState) -> bool {
    let is_there = session.workspace().is_some() && view.desk.restoring.is_none();
    let source = session.sources().first();
    let is_own = source.is_some_and(|path| !is_kept(path, view.desk.recovery.as_deref()));
    is_there && (is_own || session.is_stored()) && session.is_saved()
}

/// What is to be remembered of a session, the files of which `kept` knows.
pub fn last(session: &Session, view: &ViewState, kept: InFiles) -> Last {
    let InFiles {
        closed,
        recovery,
        history,
    } = kept;
    let workspace = session.workspace();
    let map = workspace.zip(view.map.view()).map(|(workspace, map)| LastMap {
        crs: workspace.crs.code().to_owned(),
        center: map.center(),
        resolution_m_per_px: map.resolution_m_per_px(),
        turn: map.turn(),
    });
    let dossier = session.dossier().map(|open| open.path.clone());
    let open = dossier.map_or_else(|| session.sources().to_vec(), |path| vec![path]);
    Last {
        recent: view.desk.recent_paths(),
        closed,
        open: open.iter().map(absolute).collect(),
        unsaved: !session.is_stored() && (!session.is_saved() || view.desk.recovered),
        recovery,
        history,
        map,
        looks: LayerLooks::clone(&view.looks(session)),
        selected: session
            .selection()
            .features
            .iter()
            .take(SELECTED)
            .cloned()
            .collect(),
        finding: picked(session),
        pins: pins(workspace, view),
        bookmarks: view.desk.bookmarks.clone(),
    }
}

/// From the root, where the system says where that is.
pub fn absolute(path: &PathBuf) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.clone())
}

/// Places that are marked, in the plane of what is open.
fn pins(workspace: Option<&Arc<Workspace>>, view: &ViewState) -> Vec<LastPin> {
    let Some(workspace) = workspace else {
        return Vec::new();
    };
    let of = |pin: &Pin| LastPin {
        crs: workspace.crs.code().to_owned(),
        pin: pin.clone(),
    };
    view.map.pins.all().iter().take(PINS).map(of).collect()
}
