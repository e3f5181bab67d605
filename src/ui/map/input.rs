//! What the canvas borrows, and what it wishes in return.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eframe::egui::Modifiers;
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::label::LabelSpec;
use crate::model::layer::Layer;
use crate::model::repair::Repair;
use crate::model::role::ProjectKind;
use crate::model::workspace::Workspace;
use crate::session::selection::SelectHow;
use crate::words::Lang;

use super::finding_index::FindingIndex;
use super::problem_dots::ProblemDots;
use super::selected::{MOST_WITHOUT_INDEX, SelectedIndex};

/// So many selected features show what they were before a repair.
const MOST_REPAIRS: usize = 4;

/// Everything that one frame of the map is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct MapInput<'a> {
    /// What is open.
    pub workspace: &'a Arc<Workspace>,
    /// The last finished screening.
    pub screening: Option<&'a Arc<Screening>>,
    /// Where its findings are, once that is known.
    pub finding_index: Option<&'a FindingIndex>,
    /// The screening is of an older workspace than this one.
    pub outdated: bool,
    /// Ids of the layers that are switched off.
    pub hidden: &'a HashSet<Arc<str>>,
    /// Opacity by layer id, 0 to 1; a layer without an entry is opaque.
    pub opacity: &'a HashMap<Arc<str>, f32>,
    /// Labels by layer id; a layer without an entry has those of [`LabelSpec::default_of`].
    pub labels: &'a HashMap<Arc<str>, LabelSpec>,
    /// Lines of longitude and latitude are drawn.
    pub graticule: bool,
    /// What is selected, in map, tables and inspector alike.
    pub selected: &'a Arc<[FeatureRef]>,
    /// Where all of that is, once that is known; only made for large selections.
    pub selected_index: Option<&'a Arc<SelectedIndex>>,
    /// The finding that is looked at, by its position in the screening.
    pub selected_finding: Option<usize>,
    /// Where problems of the data are, while they are shown and once that is known.
    pub problems: Option<&'a Arc<ProblemDots>>,
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

    /// Shapes of the selected features of layers that are switched on, as far as they are in sight (plane metres); of
    /// a large selection, which is drawn as tiles, the first ones until there is an index, and then none.
    pub fn selected_in_sight(&self, sight: &Extent) -> impl Iterator<Item = &'a Shape> {
        let input = *self;
        let few = match self.selected_index {
            Some(_) => 0,
            None => MOST_WITHOUT_INDEX,
        };
        let named = self.selected.iter().take(few);
        let shown = named.filter(move |name| !input.hidden.contains(&name.layer));
        let features = shown.filter_map(move |name| input.workspace.feature(name));
        let shapes = features.map(|(_, feature)| &*feature.shape);
        let sight = *sight;
        shapes.filter(move |shape| shape.extent().meets(&sight))
    }

    /// What repairs did to the first of the selected features, of layers that are switched on.
    pub fn selected_repairs(&self) -> impl Iterator<Item = &'a Repair> {
        let input = *self;
        let named = self.selected.iter().take(MOST_REPAIRS);
        let shown = named.filter(move |name| !input.hidden.contains(&name.layer));
        let features = shown.filter_map(move |name| input.workspace.feature(name));
        features.filter_map(|(layer, feature)| layer.repair_of(feature))
    }

    /// How a layer is labelled.
    pub fn label_spec(&self, layer: &Layer) -> LabelSpec {
        let chosen = self.labels.get(&layer.about.id);
        chosen.cloned().unwrap_or_else(|| LabelSpec::default_of(layer))
    }
}

/// What the user wants of the rest of the program.
#[derive(Clone, Debug)]
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
    /// Select what lies in a region.
    SelectRegion {
        /// The region, in the plane.
        region: Arc<Shape>,
        /// Whether it takes the place of the selection.
        how: SelectHow,
    },
    /// Tell what there is to know about a place, in the plane, where this is under the pointer.
    Identify(Coord<f64>, Vec<FeatureRef>),
    /// The dot of a problem was clicked; its position in the workspace.
    PickProblem(usize),
    /// The pointer came over another feature, or left the last one.
    Hover(Option<FeatureRef>),
    /// A project was drawn.
    Draw {
        /// Where, in the plane.
        shape: Arc<Shape>,
        /// What it is, where somebody says it.
        kind: Option<ProjectKind>,
    },
    /// A project has another outline.
    Reshape {
        /// Which.
        feature: FeatureRef,
        /// Where it is now, in the plane.
        shape: Arc<Shape>,
    },
    /// A project is to go.
    Remove(FeatureRef),
    /// Put a text on the clipboard: a coordinate or a measurement.
    Copy(String),
}

impl SelectHow {
    /// Shift adds, Ctrl (on macOS Command) removes.
    pub fn of(modifiers: Modifiers) -> SelectHow {
        if modifiers.shift {
            SelectHow::Add
        } else if modifiers.command {
            SelectHow::Remove
        } else {
            SelectHow::Replace
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_adds_and_ctrl_removes() {
        assert_eq!(SelectHow::of(Modifiers::NONE), SelectHow::Replace);
        assert_eq!(SelectHow::of(Modifiers::ALT | Modifiers::SHIFT), SelectHow::Add);
        assert_eq!(SelectHow::of(Modifiers::COMMAND), SelectHow::Remove);
    }
}
