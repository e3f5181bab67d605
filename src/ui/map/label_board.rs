//! Which features would like a name on the map, most important first, and what is known of their names.
//!
//! Gathered for more than is in sight and kept while the map is moved within that: a frame walks a list that is sorted
//! already.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eframe::egui::Vec2;
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;
use crate::model::feature::FeatureRef;
use crate::model::finding::Verdict;
use crate::model::label::{LabelSpec, LabelText};
use crate::model::layer::Layer;
use crate::model::role::Role;

use super::scene::Scene;

/// So many features in sight are looked at, over all layers; of a layer with more, the largest and gravest.
const MOST_CANDIDATES: usize = 5_000;
/// A layer that comes when the others have used that up may still look at so many.
const LEAST_CANDIDATES: usize = 500;
/// So many wishes are kept; the rest would find no room anyway.
const MOST_WISHES: usize = 1_500;
/// An area smaller than this on screen has no room for any name.
const LEAST_AREA_PX: [f64; 2] = [14.0, 9.0];
/// Wishes are gathered for so much more on each side than is in sight, as a share of the screen.
const MARGIN_SHARE: f64 = 0.5;
/// With more features selected than this, being selected is nothing special.
const MOST_SELECTED: usize = 1_000;
/// Where so many names are known, those that nobody wishes any more are forgotten.
const MOST_KNOWN: usize = 6_000;

/// A feature that would like its name on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// The layer, by its place among those with labels.
    pub layer: usize,
    /// The feature in the layer.
    pub position: usize,
    /// Higher is placed first.
    pub rank: u8,
    /// Of equal ranks the larger area is placed first, in m² of the plane.
    pub area: f64,
    /// The box around the feature.
    pub extent: Extent,
}

/// What is known of a name, from frame to frame.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What it says and how large that is on the screen; `Some(None)` where the feature has no name.
    pub text: Option<Option<(Arc<str>, Vec2)>>,
    /// Where it belongs on the feature.
    pub spot: Option<Spot>,
    /// The shift from there that it had in the last frame, by its number.
    pub shift: Option<usize>,
}

/// Where a name belongs on a feature, worked out for one view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Plane metres.
    pub place: Coord<f64>,
    /// How the map was turned.
    pub turn: Turn,
    /// Direction on the screen in radians, counter-clockwise; 0 but on lines.
    pub angle: f64,
    /// Length in metres along which it may run without leaving the feature; 0 where it stands beside it.
    pub run_m: f64,
    /// Height in metres that it may have without leaving the feature; endless on lines.
    pub height_m: f64,
    /// The middle of the view that it was worked out for.
    pub center: Coord<f64>,
    /// Metres per pixel of that view.
    pub resolution_m_per_px: f64,
}

/// What the wishes were gathered for.
#[derive(Clone, Debug, Default)]
struct Basis {
    layers: Vec<(Arc<Layer>, LabelSpec)>,
    selected: Arc<[FeatureRef]>,
    /// Where the screening lies in memory: another one lies elsewhere.
    screening: usize,
    pixels_per_point: f32,
    resolution_m_per_px: f64,
    extent: Option<Extent>,
    /// All layers could say which of their features are the largest.
    complete: bool,
}

/// All wishes, and what is known of them.
#[derive(Debug, Default)]
pub struct LabelBoard {
    basis: Basis,
    wishes: Vec<Wish>,
    known: Vec<HashMap<usize, Known>>,
    verdicts: HashMap<FeatureRef, u8>,
    /// What is selected, if it is not too much.
    selected: HashSet<FeatureRef>,
}

impl LabelBoard {
    /// Gathers the wishes anew if the last ones do not hold any more.
    pub fn refresh(&mut self, scene: &Scene<'_>) {
        let seen = scene.pane.extent();
        let layers = labelled(scene);
        let same_layers = self.basis.layers.len() == layers.len()
            && self
                .basis
                .layers
                .iter()
                .zip(&layers)
                .all(|(old, new)| Arc::ptr_eq(&old.0, new.0) && old.1 == new.1);
        let pixels_per_point = scene.painter.ctx().pixels_per_point();
        if self.basis.pixels_per_point != pixels_per_point {
            self.basis.pixels_per_point = pixels_per_point;
            self.known.iter_mut().for_each(HashMap::clear);
        }
        let screening = scene
            .input
            .screening
            .map_or(0, |screening| std::ptr::from_ref(screening).cast::<u8>().addr());
        let same_ranks =
            self.basis.screening == screening && Arc::ptr_eq(&self.basis.selected, scene.input.selected);
        let resolution_m_per_px = scene.pane.view.resolution_m_per_px();
        let held = self
            .basis
            .extent
            .is_some_and(|extent| extent.common_with(&seen) == seen);
        let same_view = held && self.basis.resolution_m_per_px == resolution_m_per_px;
        if same_layers && same_ranks && same_view && self.basis.complete {
            return;
        }
        if !same_layers {
            self.take_layers(&layers);
        }
        if self.basis.screening != screening {
            self.basis.screening = screening;
            self.verdicts = verdicts(scene);
        }
        if !Arc::ptr_eq(&self.basis.selected, scene.input.selected) {
            self.basis.selected = Arc::clone(scene.input.selected);
            let few = Some(&**scene.input.selected).filter(|all| all.len() <= MOST_SELECTED);
            self.selected = few.unwrap_or_default().iter().cloned().collect();
        }
        self.basis.resolution_m_per_px = resolution_m_per_px;
        let margin = MARGIN_SHARE * seen.width().max(seen.height());
        let wide = seen.inflated(margin);
        self.basis.extent = Some(wide);
        self.gather(scene, &wide);
    }

    /// The wishes, the most important first.
    pub fn wishes(&self) -> &[Wish] {
        &self.wishes
    }

    /// The layer of a wish and how it is labelled.
    pub fn layer(&self, number: usize) -> Option<&(Arc<Layer>, LabelSpec)> {
        self.basis.layers.get(number)
    }

    /// What is known of a name.
    pub fn known(&mut self, wish: &Wish) -> Option<&mut Known> {
        let of_layer = self.known.get_mut(wish.layer)?;
        Some(of_layer.entry(wish.position).or_default())
    }

    /// Other layers; what is known of those that stay is kept.
    fn take_layers(&mut self, layers: &[(&Arc<Layer>, LabelSpec)]) {
        let mut before = std::mem::take(&mut self.known);
        let old = std::mem::take(&mut self.basis.layers);
        for (layer, spec) in layers {
            let place = old
                .iter()
                .position(|known| Arc::ptr_eq(&known.0, layer) && known.1 == *spec);
            let known = place.and_then(|place| before.get_mut(place)).map(std::mem::take);
            self.known.push(known.unwrap_or_default());
            self.basis.layers.push((Arc::clone(layer), spec.clone()));
        }
    }

    fn gather(&mut self, scene: &Scene<'_>, wide: &Extent) {
        let mut left = MOST_CANDIDATES;
        let mut wishes = std::mem::take(&mut self.wishes);
        wishes.clear();
        self.basis.complete = true;
        // From the top: names of what lies above are of more use.
        for number in (0..self.basis.layers.len()).rev() {
            let Some((layer, spec)) = self.basis.layers.get(number) else {
                continue;
            };
            let most = left.max(LEAST_CANDIDATES);
            let positions = match layer.candidates_at_most(wide, most) {
                Some(positions) => positions,
                None => {
                    self.basis.complete &= layer.largest_first_if_sorted().is_some();
                    foremost(scene, layer, wide, most)
                }
            };
            left = left.saturating_sub(positions.len());
            let wish = |position| self.wish(layer, spec, number, position);
            wishes.extend(positions.into_iter().filter_map(wish));
        }
        wishes.sort_by(|a, b| {
            b.rank
                .cmp(&a.rank)
                .then(b.area.total_cmp(&a.area))
                .then(b.layer.cmp(&a.layer))
                .then(a.position.cmp(&b.position))
        });
        wishes.truncate(MOST_WISHES);
        self.wishes = wishes;
        if self.known.iter().map(HashMap::len).sum::<usize>() > MOST_KNOWN {
            self.forget();
        }
    }

    fn wish(&self, layer: &Layer, spec: &LabelSpec, number: usize, position: usize) -> Option<Wish> {
        let feature = layer.features().get(position)?;
        let extent = feature.shape.extent();
        let least = LEAST_AREA_PX.map(|px| px * self.basis.resolution_m_per_px);
        let area = feature.shape.plane_area();
        if !spec.small_too && area > 0.0 && (extent.width() < least[0] || extent.height() < least[1]) {
            return None;
        }
        Some(Wish {
            layer: number,
            position,
            rank: self.rank(layer, &layer.name_of(feature)),
            area,
            extent,
        })
    }

    /// Selected before in conflict before other projects before the rest.
    fn rank(&self, layer: &Layer, name: &FeatureRef) -> u8 {
        if self.selected.contains(name) {
            return 9;
        }
        match layer.about.role {
            Role::Project => self.verdicts.get(name).copied().unwrap_or(1),
            _ => 0,
        }
    }

    fn forget(&mut self) {
        for (number, known) in self.known.iter_mut().enumerate() {
            let mut wished: Vec<usize> = self
                .wishes
                .iter()
                .filter(|wish| wish.layer == number)
                .map(|wish| wish.position)
                .collect();
            wished.sort_unstable();
            known.retain(|position, _| wished.binary_search(position).is_ok());
        }
    }
}

fn labelled<'a>(scene: &Scene<'a>) -> Vec<(&'a Arc<Layer>, LabelSpec)> {
    let input = scene.input;
    input
        .visible_layers()
        .map(|layer| (layer, input.label_spec(layer)))
        .filter(|(_, spec)| spec.text != LabelText::Off)
        .collect()
}

fn verdicts(scene: &Scene<'_>) -> HashMap<FeatureRef, u8> {
    let accounts = scene
        .input
        .screening
        .map(|screening| screening.projects.as_slice());
    let rank = |verdict| match verdict {
        Verdict::Conflict => 4,
        Verdict::NotChecked(_) => 3,
        Verdict::Near => 2,
        Verdict::Clear => 1,
    };
    accounts
        .unwrap_or_default()
        .iter()
        .map(|account| (account.project.clone(), rank(account.verdict)))
        .collect()
}

/// Of a layer with too much in sight: what is selected or in conflict, and the largest.
fn foremost(scene: &Scene<'_>, layer: &Layer, wide: &Extent, most: usize) -> Vec<usize> {
    let in_sight = |position: &usize| {
        let feature = layer.features().get(*position);
        feature.is_some_and(|feature| feature.shape.extent().meets(wide))
    };
    let accounts = scene
        .input
        .screening
        .map(|screening| screening.projects.as_slice());
    let conflicts = accounts
        .unwrap_or_default()
        .iter()
        .filter(|account| account.verdict == Verdict::Conflict)
        .map(|account| &account.project);
    let selected = scene.input.selected.iter().take(MOST_SELECTED);
    let named = selected
        .chain(conflicts.take(MOST_SELECTED))
        .filter(|name| name.layer == layer.about.id)
        .filter_map(|name| layer.position(&name.id));
    let largest = layer.largest_first_if_sorted().unwrap_or_default();
    let largest = largest.iter().take(most).map(|&position| position as usize);
    let mut found: Vec<usize> = named.chain(largest).filter(in_sight).collect();
    found.sort_unstable();
    found.dedup();
    found
}
