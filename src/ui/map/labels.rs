//! Names of projects, with a halo and without overlap.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Color32, FontId, Galley, Pos2, Rect, Vec2, vec2};

use geo::Coord;

use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::finding::Verdict;
use crate::model::layer::Layer;
use crate::model::role::Role;

use super::markers::radius_px;
use super::paint::Scene;

/// With more projects in sight than this nobody could read the names.
const MOST_CANDIDATES: usize = 5_000;
/// Names on one screen.
const MOST_LABELS: usize = 250;
const FONT_PX: f32 = 12.5;
const HALO_PX: f32 = 1.4;
const CLEARANCE_PX: f32 = 3.0;

/// A name that would like to be on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelWish {
    /// What it says.
    pub text: String,
    /// Where the thing is on the screen.
    pub anchor: Pos2,
    /// It may cover the anchor: the thing is an area.
    pub centred: bool,
    /// Higher is placed first.
    pub rank: (u8, f64),
}

/// Names of the projects in sight, most important first: selected, in conflict, large.
pub fn project_labels(scene: &Scene<'_>) -> Vec<LabelWish> {
    let window = scene.pane.extent();
    let ranks = Ranks::of(scene);
    let mut wishes = Vec::new();
    for layer in scene
        .input
        .visible_layers()
        .filter(|layer| layer.about.role == Role::Project)
    {
        let positions = layer.candidates(&window);
        if wishes.len() + positions.len() > MOST_CANDIDATES {
            return Vec::new();
        }
        wishes.extend(
            positions
                .into_iter()
                .filter_map(|position| wish_of(scene, &ranks, layer, position)),
        );
    }
    wishes.sort_by(|a, b| {
        b.rank
            .0
            .cmp(&a.rank.0)
            .then(b.rank.1.total_cmp(&a.rank.1))
            .then(a.text.cmp(&b.text))
    });
    wishes
}

/// Draws as many names as have room, in their order; gives the rectangles they took.
pub fn paint_labels(scene: &Scene<'_>, wishes: &[LabelWish], taken: &[Rect]) -> Vec<Rect> {
    let mut taken = taken.to_vec();
    let furniture = taken.len();
    let gap = radius_px(scene.pane.view.resolution_m_per_px()) + CLEARANCE_PX;
    for wish in wishes {
        if taken.len() - furniture >= MOST_LABELS {
            break;
        }
        let galley =
            scene
                .painter
                .layout_no_wrap(wish.text.clone(), FontId::proportional(FONT_PX), scene.style.ink);
        if let Some(rect) = place(wish, galley.size(), gap, (scene.pane.rect, &taken)) {
            paint_haloed(scene, rect.min, galley, (scene.style.ink, scene.style.halo));
            taken.push(rect.expand(CLEARANCE_PX));
        }
    }
    taken.split_off(furniture)
}

/// Draws words with a halo round them.
pub fn paint_haloed(scene: &Scene<'_>, at: Pos2, galley: Arc<Galley>, (ink, halo): (Color32, Color32)) {
    for eighth in 0..8 {
        let shift = HALO_PX * Vec2::angled(eighth as f32 * std::f32::consts::TAU / 8.0);
        let shape = TextShape::new(at + shift, Arc::clone(&galley), halo).with_override_text_color(halo);
        scene.painter.add(shape);
    }
    scene.painter.galley(at, galley, ink);
}

/// The first free place of a name: over an area, else right, left, above, below.
fn place(wish: &LabelWish, size: Vec2, gap: f32, (window, taken): (Rect, &[Rect])) -> Option<Rect> {
    let aside = 0.5 * size.x + gap;
    let above = 0.5 * size.y + gap;
    let shifts = [
        vec2(aside, 0.0),
        vec2(-aside, 0.0),
        vec2(0.0, -above),
        vec2(0.0, above),
    ];
    let centred = wish.centred.then_some(Vec2::ZERO);
    centred.into_iter().chain(shifts).find_map(|shift| {
        let rect = Rect::from_center_size(wish.anchor + shift, size);
        let free = window.contains_rect(rect) && !taken.iter().any(|other| other.intersects(rect));
        free.then_some(rect)
    })
}

fn wish_of(scene: &Scene<'_>, ranks: &Ranks<'_>, layer: &Layer, position: usize) -> Option<LabelWish> {
    let feature = layer.features().get(position)?;
    let name = layer.name_of(feature);
    Some(LabelWish {
        text: layer.title_of(feature),
        anchor: scene.pane.screen_from_map(label_place(&feature.shape)),
        centred: !feature.shape.areas().0.is_empty(),
        rank: (ranks.of_project(&name), feature.shape.plane_area()),
    })
}

/// The middle of an area's or point's box; the middle vertex of a line, whose box may be far from it.
fn label_place(shape: &Shape) -> Coord<f64> {
    let middle = shape
        .lines()
        .0
        .first()
        .and_then(|line| line.0.get(line.0.len() / 2));
    match middle {
        Some(&vertex) if shape.areas().0.is_empty() => vertex,
        _ => shape.extent().center(),
    }
}

/// How much each project matters; gathered once a frame.
struct Ranks<'a> {
    selected: HashSet<&'a FeatureRef>,
    verdicts: HashMap<&'a FeatureRef, Verdict>,
}

impl<'a> Ranks<'a> {
    fn of(scene: &Scene<'a>) -> Ranks<'a> {
        let screening = scene.input.screening;
        let accounts = screening.map(|screening| screening.projects.as_slice());
        Ranks {
            selected: scene.input.selected.iter().collect(),
            verdicts: accounts
                .unwrap_or_default()
                .iter()
                .map(|account| (&account.project, account.verdict))
                .collect(),
        }
    }

    fn of_project(&self, name: &FeatureRef) -> u8 {
        if self.selected.contains(name) {
            return 4;
        }
        match self.verdicts.get(name) {
            Some(Verdict::Conflict) => 3,
            Some(Verdict::NotChecked(_)) => 2,
            Some(Verdict::Near) => 1,
            Some(Verdict::Clear) | None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    fn wish(x: f32, centred: bool) -> LabelWish {
        LabelWish {
            text: "W-07".into(),
            anchor: pos2(x, 50.0),
            centred,
            rank: (0, 0.0),
        }
    }

    #[test]
    fn a_name_moves_aside_for_another_and_gives_up_when_there_is_no_room() {
        let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(200.0, 100.0));
        let size = vec2(40.0, 14.0);
        let first = place(&wish(100.0, false), size, 8.0, (window, &[])).unwrap();
        assert!(first.left() > 100.0);
        let second = place(&wish(100.0, false), size, 8.0, (window, &[first])).unwrap();
        assert!(second.right() < 100.0 && !second.intersects(first));
        assert_eq!(
            place(&wish(100.0, true), size, 8.0, (window, &[]))
                .unwrap()
                .center(),
            pos2(100.0, 50.0)
        );
        assert_eq!(place(&wish(100.0, true), size, 8.0, (window, &[window])), None);
    }
}
