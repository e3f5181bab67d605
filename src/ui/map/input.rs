//! What the canvas borrows, and what it wishes in return.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::words::Lang;

/// Everything that one frame of the map is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct MapInput<'a> {
    /// What is open.
    pub workspace: &'a Arc<Workspace>,
    /// The last finished screening.
    pub screening: Option<&'a Arc<Screening>>,
    /// The screening is of an older workspace than this one.
    pub outdated: bool,
    /// Ids of the layers that are switched off.
    pub hidden: &'a HashSet<Arc<str>>,
    /// Opacity by layer id, 0 to 1; a layer without an entry is opaque.
    pub opacity: &'a HashMap<Arc<str>, f32>,
    /// What is selected, in map, tables and inspector alike.
    pub selected: &'a [FeatureRef],
    /// The finding that is looked at, by its position in the screening.
    pub selected_finding: Option<usize>,
    /// Language of words on the map.
    pub lang: Lang,
    /// Dark ground.
    pub dark: bool,
}

impl<'a> MapInput<'a> {
    /// The layers that are switched on and not quite transparent, bottom first.
    pub fn visible_layers(&self) -> impl DoubleEndedIterator<Item = &'a Arc<Layer>> + use<'a> {
        let input = *self;
        self.workspace
            .layers
            .iter()
            .filter(move |layer| !input.hidden.contains(&layer.about.id) && input.opacity_of(layer) > 0.0)
    }

    /// Opacity of a layer, 0 to 1.
    pub fn opacity_of(&self, layer: &Layer) -> f32 {
        self.opacity
            .get(&layer.about.id)
            .copied()
            .unwrap_or(1.0)
            .clamp(0.0, 1.0)
    }
}

/// What the user wants of the rest of the program.
#[derive(Clone, Debug, PartialEq)]
pub enum MapWish {
    /// Select what was clicked; nothing at all where the click hit nothing.
    Select {
        /// Everything under the pointer, top of the map first.
        features: Vec<FeatureRef>,
        /// The finding whose evidence was hit, by its position in the screening.
        finding: Option<usize>,
        /// Whether it takes the place of the selection.
        how: SelectHow,
    },
    /// The pointer came over another feature, or left the last one.
    Hover(Option<FeatureRef>),
    /// Put a text on the clipboard: a coordinate or a measurement.
    Copy(String),
}

/// How a click changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectHow {
    /// It takes its place.
    Replace,
    /// With Shift: it joins.
    Add,
    /// With Ctrl: it leaves.
    Remove,
}
