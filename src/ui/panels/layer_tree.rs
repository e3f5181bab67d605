//! How the user looks at the list of layers, and the order in which it stands.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::symbology_choice::{Category, SymbologyChoice};
use crate::model::workspace::Workspace;
use crate::session::Session;

/// A layer, and the session that it belongs to.
pub type OfLayer<'a> = (&'a Session, &'a Arc<Layer>);

/// How the user looks at the list of layers.
#[derive(Debug, Default)]
pub struct LayerTree {
    /// Layers stand in the order in which they are drawn, and not by what they are for.
    pub flat: bool,
    /// Groups that are folded.
    pub folded: HashSet<Group>,
    /// The layer where the keyboard is.
    pub cursor: Option<Arc<str>>,
    /// It is to be brought into sight.
    pub reveal: bool,
    /// The keyboard is to go on to its name, and from there into its details.
    pub enter: bool,
    /// Its menu is asked for by a key.
    pub menu: bool,
    /// The layer that is being called otherwise, and what is typed.
    pub renaming: Option<(Arc<str>, String)>,
    /// The category whose symbol is open.
    pub open_category: Option<Category>,
    /// How a layer is to be drawn, while it is being chosen.
    pub draft: Option<(Arc<str>, SymbologyChoice)>,
    /// The layer that a style file is asked for.
    pub style_of: Option<Arc<str>>,
}

/// What layers are for, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Planned projects.
    Projects,
    /// What protects or regulates.
    Zones,
    /// What is there for orientation.
    Ground,
}

impl Group {
    /// All, from the top.
    pub const ALL: [Group; 3] = [Group::Projects, Group::Zones, Group::Ground];

    /// Where a layer belongs.
    pub fn of(layer: &Layer) -> Group {
        match layer.about.role {
            Role::Project => Group::Projects,
            role if role.is_zone() => Group::Zones,
            _ => Group::Ground,
        }
    }

    /// The key of its name: `desk.group.KEY`.
    pub fn key(self) -> &'static str {
        match self {
            Group::Projects => "projects",
            Group::Zones => "zones",
            Group::Ground => "ground",
        }
    }
}

/// By how many places a layer moves towards the top of the map so that it comes to stand right above or below another one.
pub fn places_up(workspace: &Workspace, layer: &str, target: &str, above: bool) -> Option<i32> {
    let place = |id: &str| workspace.layers.iter().position(|own| &*own.about.id == id);
    let (from, target) = (place(layer)?, place(target).filter(|_| layer != target)?);
    // The layer leaves its place first, so that all above it come down by one.
    let target = if from < target { target - 1 } else { target };
    let to = if above { target + 1 } else { target };
    i32::try_from(to as i64 - from as i64).ok().filter(|by| *by != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::model::layer::{About, Provenance};

    #[test]
    fn a_layer_comes_to_stand_where_it_is_dropped() {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        let layer = |id: &str| Layer::new(About::new(id, Role::Wetland), Provenance::default(), Vec::new());
        workspace.layers = ["a", "b", "c", "d"].map(layer).map(Arc::new).into();
        let check = |layer, target, above, expected| {
            assert_eq!(
                places_up(&workspace, layer, target, above),
                expected,
                "{layer} {target} {above}"
            );
        };
        check("a", "c", true, Some(2));
        check("a", "c", false, Some(1));
        check("d", "b", true, Some(-1));
        check("d", "b", false, Some(-2));
        check("a", "b", false, None);
        check("a", "a", true, None);
        check("a", "x", true, None);
    }
}
