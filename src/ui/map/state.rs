//! What the canvas keeps from frame to frame.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Weak};

use eframe::egui::Pos2;
use geo::Coord;

use crate::geom::sketch::SketchKind;
use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::workspace::Workspace;

use super::super::context_menu::Asked;
use super::base_map::state::BaseMap;
use super::compare::comparison::Compare;
use super::drawing::evidence::EvidenceLooks;
use super::drawing::looks::LayerLooks;
use super::drawing::store::{DrawingId, Store};
use super::fallback::Fallback;
use super::graticule::Graticule;
use super::labels::Labels;
use super::map_view::MapView;
use super::measure::{MeasureDraft, MeasureKind};
use super::notes::Notes;
use super::painting::Painting;
use super::pick::Picked;
use super::pins::Pins;
use super::problem_dots::ProblemDots;
use super::region::RegionDraft;
use super::selected::SelectedIndex;
use super::sketching::state::Sketching;
use super::turning::Turning;
use super::view_history::{Destination, ViewHistory};

/// What a click does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// It selects.
    #[default]
    Select,
    /// It selects, and a drag selects what meets a box.
    SelectBox,
    /// It adds a corner to the polygon that selects.
    SelectPolygon,
    /// It lists what there is to know about the place.
    Identify,
    /// It drops a pin, or takes one away.
    Pin,
    /// It adds a corner to the measurement.
    Measure(MeasureKind),
    /// It adds a corner to a new project.
    Draw(SketchKind),
    /// It changes the outline of the selected project.
    Reshape,
}

/// A layer that can be drawn.
#[derive(Debug)]
struct Drawn {
    layer: Arc<Layer>,
    /// What projects wear the verdicts of.
    screening: Option<Arc<Screening>>,
    looks: Arc<LayerLooks>,
}

/// What the hovered feature depends on: while none of it changes, it need not be looked for again.
#[derive(Clone, Debug)]
pub struct HoveredAt {
    /// The pointer, in plane metres.
    pub place: Coord<f64>,
    /// Metres per pixel.
    pub resolution_m_per_px: f64,
    /// The layers that were to be seen; weak, so that one that is removed goes.
    pub shown: Vec<Weak<Layer>>,
}

impl PartialEq for HoveredAt {
    fn eq(&self, other: &HoveredAt) -> bool {
        let mut pairs = self.shown.iter().zip(&other.shown);
        self.place == other.place
            && self.resolution_m_per_px == other.resolution_m_per_px
            && self.shown.len() == other.shown.len()
            && pairs.all(|(one, other)| one.ptr_eq(other))
    }
}

/// The lasting state of the canvas. Nothing of it is undone; view and tool may be saved.
#[derive(Debug, Default)]
pub struct MapState {
    pub(super) view: Option<MapView>,
    pub(super) wanted: Option<Destination>,
    pub(super) history: ViewHistory,
    /// The hand that turns the map.
    pub(super) turning: Turning,
    drawn: HashMap<Arc<str>, Drawn>,
    evidence: Option<(Arc<Screening>, Arc<EvidenceLooks>)>,
    /// The selection that tiles are made of.
    selection: Option<Arc<SelectedIndex>>,
    /// The problems that tiles are made of.
    problems: Option<Arc<ProblemDots>>,
    tool: Tool,
    capped: bool,
    /// What paints the tiles.
    pub painting: Painting,
    /// True where each frame shows the whole canvas, however long it takes: for pictures of the window.
    pub in_whole_frames: bool,
    /// What the map is compared with.
    pub compare: Compare,
    /// The tiles of everything that is drawn.
    pub tiles: Store,
    /// Places that are marked.
    pub pins: Pins,
    /// What is to be said of the map, on it.
    pub notes: Notes,
    /// What lies under everything.
    pub base_map: BaseMap,
    /// What is drawn or changed by hand.
    pub sketching: Sketching,
    pub(super) fallback: Fallback,
    /// Of each side, where two are compared.
    pub(super) labels: [Labels; 2],
    pub(super) graticule: [Graticule; 2],
    pub(super) region: RegionDraft,
    pub(super) hover: Option<FeatureRef>,
    /// The problem under the pointer, by its position in the workspace.
    pub(super) problem: Option<usize>,
    /// Where and over what the hovered feature was looked for last.
    pub(super) hovered_at: Option<HoveredAt>,
    pub(super) pointer: Option<Coord<f64>>,
    /// Where the pointer was last.
    last_pointer: Option<Coord<f64>>,
    pub(super) draft: Option<MeasureDraft>,
    pub(super) zoom_box: Option<Pos2>,
    /// What the menu is about: a place, and what lies there.
    pub(super) menu: Option<(Coord<f64>, Picked)>,
    /// Where the menu was asked for in this frame.
    pub(super) menu_asked: Option<Asked>,
}

impl MapState {
    /// What a click does.
    pub fn tool(&self) -> Tool {
        self.tool
    }

    /// Takes a tool up; another measurement begins.
    pub fn set_tool(&mut self, tool: Tool) {
        self.tool = tool;
        self.region = RegionDraft::default();
        self.draft = match tool {
            Tool::Measure(kind) => Some(MeasureDraft::new(kind)),
            _ => None,
        };
        self.sketching.give_up();
    }

    /// The measurement that stands on the map.
    pub fn measurement(&self) -> Option<&MeasureDraft> {
        self.draft.as_ref()
    }

    /// Where the pointer is, in plane metres, or was last; `None` as long as it was nowhere. For the coordinate read-out,
    /// which can be copied only by leaving the map.
    pub fn last_pointer(&self) -> Option<Coord<f64>> {
        self.last_pointer
    }

    pub(super) fn point_at(&mut self, place: Option<Coord<f64>>) {
        self.pointer = place;
        self.last_pointer = place.or(self.last_pointer);
    }

    /// Another plane begins, in which the last place of the pointer is none.
    pub fn forget_pointer(&mut self) {
        self.last_pointer = None;
    }

    /// The names on the map.
    pub fn labels(&self) -> &Labels {
        let [labels, _] = &self.labels;
        labels
    }

    /// The feature under the pointer.
    pub fn hovered(&self) -> Option<&FeatureRef> {
        self.hover.as_ref()
    }

    /// True where the last frame left something out because it would have been too much.
    pub fn is_capped(&self) -> bool {
        self.capped
    }

    /// The layers whose looks are missing or of an older version, bottom first. Forgets what is gone.
    pub fn missing_looks(
        &mut self,
        workspace: &Workspace,
        screening: Option<&Arc<Screening>>,
    ) -> Vec<Arc<Layer>> {
        let present: HashSet<&str> = workspace.layers.iter().map(|layer| &*layer.about.id).collect();
        self.drawn.retain(|id, _| present.contains(&**id));
        let evidence = self.evidence.is_some();
        let (selection, problems) = (self.selection.is_some(), self.problems.is_some());
        let compare = &self.compare;
        self.tiles.keep_only(|id| match id {
            DrawingId::Layer(id) => present.contains(&**id),
            DrawingId::Other(id) => compare.has(id),
            DrawingId::Evidence => evidence,
            DrawingId::Selection => selection,
            DrawingId::Problems => problems,
        });
        let is_missing = |layer: &&Arc<Layer>| match self.drawn.get(&layer.about.id) {
            Some(drawn) => {
                !Arc::ptr_eq(&drawn.layer, layer)
                    || layer.about.role == Role::Project && !same(drawn.screening.as_ref(), screening)
            }
            None => true,
        };
        workspace.layers.iter().filter(is_missing).cloned().collect()
    }

    /// Takes what was worked out of exactly that layer and screening.
    pub fn put_looks(&mut self, layer: Arc<Layer>, screening: Option<Arc<Screening>>, looks: LayerLooks) {
        let looks = Arc::new(looks);
        let id = Arc::clone(&layer.about.id);
        self.tiles
            .set_source(DrawingId::Layer(Arc::clone(&id)), Arc::clone(&looks) as _);
        let drawn = Drawn {
            layer,
            screening,
            looks,
        };
        self.drawn.insert(id, drawn);
    }

    /// Takes what was worked out of a layer of the workspace that is compared with.
    pub fn put_other_looks(&mut self, layer: &Arc<Layer>, looks: LayerLooks) {
        let looks = Arc::new(looks);
        if self.compare.put_looks(layer, &looks) {
            let id = DrawingId::Other(Arc::clone(&layer.about.id));
            self.tiles.set_source(id, looks as _);
        }
    }

    /// Under what name a layer is drawn, of whichever workspace, and what it looks like; `None` until that is known.
    pub fn drawing_of(&self, layer: &Arc<Layer>) -> Option<(DrawingId, &Arc<LayerLooks>)> {
        let id = &layer.about.id;
        if let Some(looks) = self.looks_of(layer) {
            return Some((DrawingId::Layer(Arc::clone(id)), looks));
        }
        let looks = self.compare.looks_of(layer)?;
        Some((DrawingId::Other(Arc::clone(id)), looks))
    }

    /// What exactly that layer looks like; of an older version nothing is known.
    pub fn looks_of(&self, layer: &Arc<Layer>) -> Option<&Arc<LayerLooks>> {
        let drawn = self.drawn.get(&layer.about.id)?;
        Arc::ptr_eq(&drawn.layer, layer).then_some(&drawn.looks)
    }

    /// True where the evidence of that screening is not ready; forgets that of another.
    pub fn lacks_evidence(&mut self, screening: Option<&Arc<Screening>>) -> bool {
        if screening.is_none() {
            self.evidence = None;
        }
        !same(self.evidence.as_ref().map(|(screening, _)| screening), screening)
    }

    /// Takes the evidence of a screening.
    pub fn put_evidence(&mut self, screening: Arc<Screening>, looks: EvidenceLooks) {
        let looks = Arc::new(looks);
        self.tiles
            .set_source(DrawingId::Evidence, Arc::clone(&looks) as _);
        self.evidence = Some((screening, looks));
    }

    /// The evidence that is drawn.
    pub fn evidence(&self) -> Option<&Arc<EvidenceLooks>> {
        self.evidence.as_ref().map(|(_, looks)| looks)
    }

    /// From now on the tiles of the selection are made of this one.
    pub fn follow_selection(&mut self, index: &Arc<SelectedIndex>) {
        if !same(self.selection.as_ref(), Some(index)) {
            self.selection = Some(Arc::clone(index));
            self.tiles
                .set_source(DrawingId::Selection, Arc::clone(index) as _);
        }
    }

    /// From now on the tiles of problems are made of these.
    pub fn follow_problems(&mut self, dots: &Arc<ProblemDots>) {
        if !same(self.problems.as_ref(), Some(dots)) {
            self.problems = Some(Arc::clone(dots));
            self.tiles.set_source(DrawingId::Problems, Arc::clone(dots) as _);
        }
    }

    /// Problems are not shown any more.
    pub fn forget_problems(&mut self) {
        self.problems = None;
    }

    /// Something else is selected.
    pub fn forget_selection(&mut self) {
        self.selection = None;
    }

    pub(super) fn set_capped(&mut self, capped: bool) {
        self.capped = capped;
    }
}

fn same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}
