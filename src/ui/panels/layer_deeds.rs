//! What is done with one layer: by its menu, and by commands.

use std::sync::Arc;

use crate::model::layer::Layer;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::words::{Bilingual, Lang};

use super::super::dock::pane::Pane;
use super::super::layer_draft::What;
use super::super::view_state::{Ask, ViewState, Window};
use super::layer_tree::OfLayer;

/// One thing to do with a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerDeed {
    /// The map shows all of it.
    Zoom,
    /// The other layers are hidden.
    Only,
    /// Its attribute table.
    Table,
    /// It is called otherwise.
    Rename,
    /// A second one like it.
    Duplicate,
    /// Its style and details.
    Style,
    /// Its style goes into a file.
    SaveStyle,
    /// Its style comes from a file.
    ReadStyle,
    /// It is written for other programs.
    Export,
    /// It leaves the workspace.
    Remove,
}

impl LayerDeed {
    /// In the order of the menu.
    pub const ALL: [LayerDeed; 10] = [
        LayerDeed::Zoom,
        LayerDeed::Only,
        LayerDeed::Table,
        LayerDeed::Rename,
        LayerDeed::Duplicate,
        LayerDeed::Style,
        LayerDeed::SaveStyle,
        LayerDeed::ReadStyle,
        LayerDeed::Export,
        LayerDeed::Remove,
    ];

    /// As the menu calls it.
    pub fn label(self, lang: Lang) -> String {
        let key = match self {
            LayerDeed::Zoom => "zoom",
            LayerDeed::Only => "only",
            LayerDeed::Table => "table",
            LayerDeed::Rename => "rename",
            LayerDeed::Duplicate => "duplicate",
            LayerDeed::Style => "style",
            LayerDeed::SaveStyle => "save_style",
            LayerDeed::ReadStyle => "read_style",
            LayerDeed::Export => "export",
            LayerDeed::Remove => "remove",
        };
        say!(lang, &format!("desk.tree.{key}"))
    }

    /// Does it.
    pub fn perform(self, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
        let id = &layer.about.id;
        match self {
            LayerDeed::Zoom => view.map.fit(layer.extent()),
            LayerDeed::Only => wishes.extend(only(session, id)),
            LayerDeed::Table => {
                view.attributes.layer = Some(Arc::clone(id));
                view.dock.show(Pane::Attributes);
            }
            LayerDeed::Rename => {
                let name = layer.about.name.get(view.lang).to_owned();
                view.tree.renaming = Some((Arc::clone(id), name));
                view.dock.show(Pane::Layers);
            }
            LayerDeed::Duplicate => wishes.push(duplicated(layer)),
            LayerDeed::Style => {
                view.open_layer = Some(Arc::clone(id));
                view.dock.show(Pane::Layers);
            }
            LayerDeed::SaveStyle | LayerDeed::ReadStyle => {
                view.tree.style_of = Some(Arc::clone(id));
                view.window = Some(Window::PathOf(match self {
                    LayerDeed::SaveStyle => Ask::StyleToSave,
                    _ => Ask::StyleToRead,
                }));
            }
            LayerDeed::Export => {
                view.layer_draft.set_what(What::Layer(Arc::clone(id)));
                view.window = Some(Window::ExportLayer);
            }
            LayerDeed::Remove => wishes.push(Command::Edit(Edit::RemoveLayer(Arc::clone(id)))),
        }
    }
}

/// The layer that commands are about: whose details are open, else where the keyboard was in the list last.
pub fn current<'a>(session: &'a Session, view: &ViewState) -> Option<&'a Arc<Layer>> {
    let workspace = session.workspace()?;
    let ids = [&view.open_layer, &view.tree.cursor].into_iter().flatten();
    let mut there = ids.filter_map(|id| workspace.layers.iter().find(|layer| layer.about.id == *id));
    there.next()
}

/// Hides all layers but one; shows all again where it is the only one already.
pub fn only(session: &Session, id: &Arc<str>) -> Option<Command> {
    let workspace = session.workspace()?;
    Some(Command::Look(session.looks().only(id, workspace)))
}

/// A second one of a layer, called a copy in both languages.
fn duplicated(layer: &Layer) -> Command {
    let name = |lang| say!(lang, "desk.tree.second", name = layer.about.name.get(lang));
    Command::Edit(Edit::DuplicateLayer {
        layer: Arc::clone(&layer.about.id),
        name: Bilingual {
            zh: name(Lang::Zh),
            en: name(Lang::En),
        },
    })
}
