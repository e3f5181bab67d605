//! The features of a workspace that are wetland, each with what the tables say of it.

use std::sync::Arc;

use rayon::prelude::*;

use crate::geom::area::Ruler;
use crate::model::class_code::plain_code;
use crate::model::land_class::{ClassTable, Definition, Membership};
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::model::zone::{Level, Zone};

use crate::screening::unique::Piece;

/// What is said of one wetland feature.
pub struct Entry<'a> {
    /// Its layer.
    pub layer: &'a Arc<Layer>,
    /// Its polygons and area.
    pub piece: Piece<'a>,
    /// Its class.
    pub class: ClassKey,
    /// Its level.
    pub level: Option<Level>,
    /// Whether it counts, in the order of [`Definition::ALL`]; `None` where the class is unknown: then in no total.
    pub counts: Option<[Membership; 3]>,
}

/// The class of a feature, in the order of tables: known ones by their place, then unknown codes, then none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassKey {
    /// Place in the class table.
    Known(usize),
    /// A code that the table does not hold.
    Unknown(String),
    /// The feature has no code.
    None,
}

impl Entry<'_> {
    /// True where it surely counts by a definition.
    pub fn is_sure(&self, definition: Definition) -> bool {
        self.counts
            .is_some_and(|counts| counts[definition.place()] == Membership::Yes)
    }

    /// True where it counts or may count.
    pub fn may_count(&self, definition: Definition) -> bool {
        self.counts
            .is_some_and(|counts| counts[definition.place()] != Membership::No)
    }
}

/// All features of the role wetland, in the order of the workspace, measured.
pub fn entries<'a>(workspace: &'a Workspace, table: &ClassTable, ruler: &Ruler) -> Vec<Entry<'a>> {
    let layers = workspace.zone_layers();
    layers
        .flat_map(|layer| {
            let of_layer: Vec<Entry<'a>> = layer
                .features()
                .par_iter()
                .filter_map(|feature| entry(layer, Zone { layer, feature }, table, ruler))
                .collect();
            of_layer
        })
        .collect()
}

fn entry<'a>(layer: &'a Arc<Layer>, zone: Zone<'a>, table: &ClassTable, ruler: &Ruler) -> Option<Entry<'a>> {
    if zone.role() != Role::Wetland {
        return None;
    }
    let class = match zone.class() {
        None => ClassKey::None,
        Some(code) => match table.place_of(&code) {
            Some(place) => ClassKey::Known(place),
            None => ClassKey::Unknown(plain_code(&code)),
        },
    };
    let counts = match &class {
        ClassKey::Known(place) => table.classes.get(*place).map(|class| {
            let field = layer.about.footprint.plot_use.as_deref();
            let text = field.and_then(|name| zone.feature.properties.text(name));
            let plot_use = table.plot_use(text.as_deref());
            Definition::ALL.map(|definition| class.member(definition).of_use(plot_use))
        }),
        ClassKey::Unknown(_) | ClassKey::None => None,
    };
    Some(Entry {
        layer,
        piece: Piece::new(&zone.feature.shape, ruler),
        class,
        level: zone.level(),
        counts,
    })
}
