//! The keyboard in the list of layers.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Ui};

use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;

use super::super::context_menu::menu_key;
use super::super::dock::pane::Pane;
use super::super::pane_keys::{Rows, has_keys};
use super::super::view_state::ViewState;
use super::layer_tree::{Group, LayerTree, OfLayer};

/// So many rows of the list are a page.
const PAGE: usize = 10;

/// The layers that are listed, from the top.
pub fn listed<'a>(workspace: &'a Workspace, tree: &LayerTree) -> Vec<&'a Arc<Layer>> {
    let from_top = || workspace.layers.iter().rev();
    if tree.flat {
        return from_top().collect();
    }
    let open = Group::ALL
        .into_iter()
        .filter(|group| !tree.folded.contains(group));
    open.flat_map(|group| from_top().filter(move |layer| Group::of(layer) == group))
        .collect()
}

/// Arrows walk the list, Space shows and hides, Enter and the right arrow open a layer and lead into it, the left arrow closes
/// it, F2 renames, Ctrl and an arrow move it in the order of drawing, the menu key opens its menu.
pub fn layer_keys_ui(ui: &Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if view.tree.renaming.is_some() || !has_keys(ui, Pane::Layers, false) {
        return;
    }
    let Some(workspace) = session.workspace() else {
        return;
    };
    let listed = listed(workspace, &view.tree);
    let at = view
        .tree
        .cursor
        .as_ref()
        .and_then(|id| listed.iter().position(|layer| layer.about.id == *id));
    let current = at.and_then(|at| listed.get(at).copied());
    let moved_by = ui.input_mut(|input| {
        let presses =
            |input: &mut eframe::egui::InputState, key| i32::from(input.consume_key(Modifiers::COMMAND, key));
        presses(input, Key::ArrowUp) - presses(input, Key::ArrowDown)
    });
    if let (Some(layer), true) = (current, moved_by != 0) {
        wishes.push(Command::Edit(Edit::MoveLayer {
            layer: Arc::clone(&layer.about.id),
            by: moved_by,
        }));
        return;
    }
    let rows = Rows {
        count: listed.len(),
        at,
        in_sight: PAGE,
    };
    if let Some(layer) = rows.walked(ui).and_then(|place| listed.get(place)) {
        view.tree.cursor = Some(Arc::clone(&layer.about.id));
        view.tree.reveal = true;
        ui.ctx().request_repaint();
    } else if let Some(layer) = current {
        act(ui, (session, layer), view, wishes);
    }
}

/// What is done with the layer where the keyboard is.
fn act(ui: &Ui, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let id = &layer.about.id;
    let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Space) {
        wishes.push(Command::Look(session.looks().toggled(id)));
    }
    if pressed(Key::Enter) || pressed(Key::ArrowRight) {
        view.open_layer = Some(Arc::clone(id));
        view.tree.enter = true;
    }
    if pressed(Key::ArrowLeft) && view.open_layer.as_ref() == Some(id) {
        view.open_layer = None;
    }
    if pressed(Key::F2) {
        let name = layer.about.name.get(view.lang).to_owned();
        view.tree.renaming = Some((Arc::clone(id), name));
    }
    view.tree.menu = menu_key(ui.ctx());
}

/// True for the layer where the keyboard is, while it is in the list.
pub fn is_current(ui: &Ui, view: &ViewState, layer: &Layer) -> bool {
    let has_keys = ui.memory(|memory| memory.has_focus(Pane::Layers.focus_id()));
    has_keys && view.tree.cursor.as_ref() == Some(&layer.about.id)
}
