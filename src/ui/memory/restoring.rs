//! Going on where the last session ended.

use std::sync::Arc;

use crate::session::Session;
use crate::session::command::Command;

use super::super::dock::tree::Dock;
use super::super::map::map_view::MapView;
use super::super::view_state::{ViewState, Window};
use super::desk_file::Desk;
use super::session_file::Last;

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

/// Arranges the window as it was.
pub fn arrange(view: &mut ViewState, desk: &Desk) {
    view.dock = Dock::of(desk.shape.clone());
    view.scale = desk.scale;
    desk.habits.clone().apply(view);
    view.own_keys.clone_from(&desk.keys);
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
    for look in last.looks.iter().filter(|look| there(&&look.layer)) {
        let id: Arc<str> = look.layer.as_str().into();
        view.opacity
            .extend(look.opacity.map(|share| (Arc::clone(&id), share)));
        view.labels.extend(look.labels.clone().map(|spec| (id, spec)));
    }
    if let Some(map) = last.map.as_ref().filter(|map| map.crs == workspace.crs.code()) {
        let seen = MapView::new(map.center, map.resolution_m_per_px);
        view.map.set_view(seen.with_turn(map.turn));
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
