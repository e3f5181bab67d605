//! One frame of all sides: each within its part of the canvas, furniture, names and tools once for each map.

use eframe::egui::{Painter, Rect, Response, Ui};

use crate::geom::area::Ruler;
use crate::say;

use super::super::super::areas::Areas;
use super::super::base_map::paint::{begin_base_map, end_base_map, paint_base_map};
use super::super::crosshair::crosshair;
use super::super::emphasis::paint_emphasised;
use super::super::furniture::paint_furniture;
use super::super::input::MapInput;
use super::super::map_view::MapView;
use super::super::measure::{ellipsoid_name, paint_measure};
use super::super::navigate::paint_zoom_box;
use super::super::paint::{paint_layers, prepare_layers};
use super::super::pins::paint_pins;
use super::super::region_tool::paint_region;
use super::super::scene::Scene;
use super::super::sketching::paint::paint_sketch;
use super::super::state::MapState;
use super::super::style::CanvasStyle;
use super::bar::names;
use super::comparison::{Mode, Seen};
use super::divider::paint_divider;
use super::sides::{Side, border};
use super::which::Which;

/// What a frame is made of.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The canvas.
    pub rect: Rect,
    /// What each map shows.
    pub view: MapView,
    /// Who shows where.
    pub sides: &'a [Side],
    /// What side B shows.
    pub seen: &'a Seen,
}

/// Draws everything on the canvas; `divider` is the response of what parts the sides.
pub fn paint_frame(
    ui: &Ui,
    input: &MapInput,
    state: &mut MapState,
    shown: &Shown<'_>,
    divider: Option<&Response>,
) {
    let (sides, seen) = (shown.sides, shown.seen);
    let inputs: Vec<MapInput> = sides.iter().map(|side| seen.input(side.which, input)).collect();
    let painters: Vec<Painter> = sides.iter().map(|side| ui.painter_at(side.clip)).collect();
    let style = CanvasStyle::of(input.dark);
    let parts = sides.iter().zip(inputs.iter().zip(&painters));
    let scenes: Vec<(Side, Scene<'_>)> = parts
        .map(|(side, (input, painter))| {
            let scene = Scene {
                input,
                pane: shown.view.on(side.rect),
                style,
                painter,
                side: side.which.number(),
            };
            (*side, scene)
        })
        .collect();
    state.fallback.begin_frame();
    state.tiles.begin_frame();
    state.notes.begin_frame();
    begin_base_map(&mut state.base_map);
    for (side, scene) in &scenes {
        paint_side(ui, scene, state, seen.is_foreign(side.which));
    }
    end_base_map(ui, &state.base_map);
    state.set_capped(state.fallback.exceeded || state.tiles.has_failed());
    prepare_unseen(ui, &scenes, (input, seen), state);
    paint_overlays(ui, &scenes, (input, shown), state);
    let names = [Which::A, Which::B].map(|which| names(input, &state.compare, which));
    let names = names.each_ref().map(String::as_str);
    let (painter, compare) = (ui.painter_at(shown.rect), &state.compare);
    paint_divider(&painter, (shown.rect, sides), compare, &style, (divider, names));
    if state.tiles.is_incomplete() {
        // Whoever makes tiles looks for wishes once a frame.
        ui.ctx().request_repaint();
    }
}

fn paint_side(ui: &Ui, scene: &Scene<'_>, state: &mut MapState, foreign: bool) {
    let scene = &paint_base_map(ui, scene, &mut state.base_map);
    paint_layers(ui, scene, state);
    let hover = if foreign {
        &state.compare.hover
    } else {
        &state.hover
    };
    paint_emphasised(scene, hover.as_ref());
}

/// While the sides alternate, the one out of sight must be ready when its turn comes.
fn prepare_unseen(
    ui: &Ui,
    scenes: &[(Side, Scene<'_>)],
    (input, seen): (&MapInput, &Seen),
    state: &mut MapState,
) {
    if let (Some(Mode::Flicker), Some((side, scene))) = (state.compare.mode(), scenes.first()) {
        let input = seen.input(side.which.other(), input);
        let unseen = Scene {
            input: &input,
            ..*scene
        };
        prepare_layers(ui, &unseen, state);
    }
}

/// Furniture, names and tools: on each of two maps, but only once where both sides show one place.
fn paint_overlays(
    ui: &Ui,
    scenes: &[(Side, Scene<'_>)],
    (input, shown): (&MapInput, &Shown<'_>),
    state: &mut MapState,
) {
    if state.compare.mode() == Some(Mode::Beside) {
        for (part, (_, scene)) in scenes.chunks(1).zip(scenes) {
            paint_over(ui, scene, part, state);
        }
        return;
    }
    let Some((_, scene)) = scenes.first() else {
        return;
    };
    // Notes and sources speak of all that either side shows.
    let hidden = match state.compare.mode() {
        Some(_) => shown.seen.hidden_on_both(input.hidden),
        None => input.hidden.clone(),
    };
    let all = MapInput {
        hidden: &hidden,
        ..*input
    };
    let painter = ui.painter_at(shown.rect);
    let over = Scene {
        input: &all,
        painter: &painter,
        ..*scene
    };
    paint_over(ui, &over, scenes, state);
}

/// What lies over the sides `parts` of one map, seen as `over`. Each side has names of its own, cut like the side.
fn paint_over(ui: &Ui, over: &Scene<'_>, parts: &[(Side, Scene<'_>)], state: &mut MapState) {
    let ruler = over.input.workspace.ruler();
    let kept = usize::from(over.side).min(1);
    if over.input.graticule {
        state.graticule[kept].paint_lines(over, &ruler);
    }
    let capped = state.is_capped();
    let mut taken = paint_furniture(over, &ruler, capped, &state.base_map, &mut state.notes);
    if over.input.graticule {
        taken.extend(state.graticule[kept].paint_values(over, &taken));
    }
    if let (true, Some(line)) = (parts.len() > 1, border(&state.compare, over.pane.rect)) {
        taken.push(Rect::from_points(&line).expand(2.0));
    }
    for (_, scene) in parts {
        if state.labels[usize::from(scene.side).min(1)].paint(scene, &taken) {
            ui.ctx().request_repaint();
        }
    }
    paint_tools(ui, over, state, &ruler);
}

fn paint_tools(ui: &Ui, scene: &Scene<'_>, state: &MapState, ruler: &Ruler) {
    let latest = ui.input(|frame| frame.pointer.latest_pos());
    // The hand of the keyboard is in the middle of the map.
    let cross = crosshair(ui, &scene.pane);
    let pointer = cross.or(latest).filter(|point| scene.pane.rect.contains(*point));
    if let Some(draft) = state.measurement() {
        let (lang, crs) = (scene.input.lang, &scene.input.workspace.crs);
        let mut lines = draft
            .measured(ruler, state.pointer)
            .lines((Areas::here(ui.ctx()), lang));
        let name = ellipsoid_name(crs.ellipsoid());
        lines.push(say!(lang, "areas.ellipsoid", name = name));
        paint_measure(scene, draft, state.pointer.and(pointer), &lines);
    }
    let lang = scene.input.lang;
    paint_pins(scene.painter, &scene.pane, &state.pins, &scene.style, lang);
    paint_region(scene, &state.region, pointer);
    paint_sketch(scene, state, pointer);
    if let (Some(from), Some(to)) = (
        state.zoom_box.filter(|from| scene.pane.rect.contains(*from)),
        pointer,
    ) {
        paint_zoom_box(scene, from, to);
    }
}
