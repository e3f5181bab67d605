//! The canvas: one frame from hands to paint.

use eframe::egui::{
    CursorIcon, Event, Key, PointerButton, Response, Role as AccessRole, Sense, Ui, WidgetInfo,
};

use crate::geom::area::Ruler;
use crate::say;

use super::appearance::Meaning;
use super::emphasis::paint_emphasised;
use super::furniture::paint_furniture;
use super::input::{MapInput, MapWish, SelectHow};
use super::map_view::Pane;
use super::measure::paint_measure;
use super::menu::menu_ui;
use super::navigate::{hold_keys, listens, navigated, paint_zoom_box};
use super::paint::{Scene, paint_layers, paint_projects};
use super::pick::{pick, topmost};
use super::region_tool::{follow_box, paint_region, polygon_tool};
use super::state::{HoveredAt, MapState, Tool};
use super::style::CanvasStyle;

/// Shows the map in all the room there is, and notes what the user wishes.
///
/// The canvas has the role of a canvas and the name "Map" or "地图" for assistive technology and tests.
pub fn map_ui(ui: &mut Ui, input: &MapInput, state: &mut MapState, wishes: &mut Vec<MapWish>) -> Response {
    let response = ui.allocate_response(ui.available_size(), Sense::click_and_drag());
    let rect = response.rect;
    let before = state.settle(rect.size(), &input.workspace.extent()).on(rect);
    hold_keys(ui, &response);
    let now_s = ui.input(|frame| frame.time);
    let view = if follow_box(ui, &response, &before, (state, wishes)) {
        before.view
    } else {
        navigated(ui, &response, before, &mut state.zoom_box)
    };
    if state.moved(view, now_s) {
        ui.ctx().request_repaint_after_secs(0.2);
    }
    let pane = view.on(rect);
    let ruler = input.workspace.ruler();
    let pointer = response.hover_pos();
    state.pointer = pointer.map(|point| pane.map_from_screen(point));
    match state.tool() {
        Tool::Select | Tool::SelectBox => select(ui, &response, (input, &pane), (state, wishes)),
        Tool::SelectPolygon => polygon_tool(ui, &response, (state, wishes)),
        Tool::Measure(_) => measure(ui, &response, &ruler, (state, wishes)),
    }
    remember_menu(&response, (input, &pane), state);
    hover(&response, (input, &pane), (state, wishes));
    let painter = ui.painter_at(rect);
    let scene = Scene {
        input,
        pane,
        style: CanvasStyle::of(input.dark),
        painter: &painter,
    };
    paint_frame(ui, &scene, state, &ruler);
    response.widget_info(|| describe(&scene));
    menu_ui(&response, input, state, wishes);
    tooltip(&response, input, state);
    response
}

fn select(
    ui: &Ui,
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    // Not `clicked()`: egui lets Enter and Space click what has the focus, wherever the pointer may be.
    let clicked = response.clicked_by(PointerButton::Primary);
    if let (true, Some(point)) = (clicked, response.interact_pointer_pos()) {
        let picked = pick(
            input,
            pane.map_from_screen(point),
            pane.view.resolution_m_per_px(),
        );
        let how = SelectHow::of(ui.input(|frame| frame.modifiers));
        wishes.push(MapWish::Select {
            features: picked.all(),
            finding: picked.finding,
            how,
        });
    }
    if state.zoom_box.is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    } else if response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
}

fn measure(ui: &Ui, response: &Response, ruler: &Ruler, (state, wishes): (&mut MapState, &mut Vec<MapWish>)) {
    let pointer = state.pointer;
    let Some(draft) = state.draft.as_mut() else {
        return;
    };
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    // The second click of a double click is the end, not another corner.
    if response.double_clicked() {
        draft.finish();
    } else if let (true, Some(place)) = (response.clicked_by(PointerButton::Primary), pointer) {
        draft.add(place);
    }
    if !listens(ui, response) {
        return;
    }
    let pressed = |key: Key| ui.input(|frame| frame.key_pressed(key));
    if pressed(Key::Enter) {
        draft.finish();
    }
    if pressed(Key::Backspace) {
        draft.remove_last();
    }
    if ui.input(|frame| frame.events.contains(&Event::Copy)) {
        wishes.push(MapWish::Copy(draft.measured(ruler, pointer).plain()));
    }
    if pressed(Key::Escape) {
        if draft.vertices().is_empty() {
            state.set_tool(Tool::Select);
        } else {
            draft.clear();
        }
    }
}

fn remember_menu(response: &Response, (input, pane): (&MapInput, &Pane), state: &mut MapState) {
    if let (true, Some(point)) = (response.secondary_clicked(), response.interact_pointer_pos()) {
        let place = pane.map_from_screen(point);
        state.menu = Some((place, pick(input, place, pane.view.resolution_m_per_px())));
    }
}

fn hover(
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    let selects = matches!(state.tool(), Tool::Select | Tool::SelectBox);
    let still = response.hovered() && !response.dragged() && selects;
    let at = state.pointer.filter(|_| still).map(|place| HoveredAt {
        place,
        resolution_m_per_px: pane.view.resolution_m_per_px(),
        workspace: std::ptr::from_ref(input.workspace).addr(),
        hidden_count: input.hidden.len(),
    });
    if at.is_some() && at == state.hovered_at {
        return;
    }
    state.hovered_at = at;
    let under = at.and_then(|at| topmost(input, at.place, at.resolution_m_per_px));
    if under != state.hover {
        state.hover.clone_from(&under);
        wishes.push(MapWish::Hover(under));
    }
}

fn paint_frame(ui: &Ui, scene: &Scene<'_>, state: &mut MapState, ruler: &Ruler) {
    state.fallback.begin_frame();
    paint_layers(ui, scene, state);
    let all_selected = paint_emphasised(scene, state);
    paint_projects(ui, scene, state);
    if scene.input.graticule {
        state.graticule.paint_lines(scene, ruler);
    }
    let capped = state.fallback.exceeded || !all_selected;
    let mut taken = paint_furniture(scene, ruler, capped);
    if scene.input.graticule {
        taken.extend(state.graticule.paint_values(scene, &taken));
    }
    if state.labels.paint(scene, &taken) || state.tiles.is_incomplete() {
        // Whoever makes tiles looks for wishes once a frame.
        ui.ctx().request_repaint();
    }
    paint_tools(ui, scene, state, ruler);
    state.set_capped(capped);
}

fn paint_tools(ui: &Ui, scene: &Scene<'_>, state: &MapState, ruler: &Ruler) {
    let pointer = ui
        .input(|frame| frame.pointer.latest_pos())
        .filter(|point| scene.pane.rect.contains(*point));
    if let Some(draft) = state.measurement() {
        let lines = draft.measured(ruler, state.pointer).lines(scene.input.lang);
        paint_measure(scene, draft, state.pointer.and(pointer), &lines);
    }
    paint_region(scene, &state.region, pointer);
    if let (Some(from), Some(to)) = (state.zoom_box, pointer) {
        paint_zoom_box(scene, from, to);
    }
}

/// What a screen reader says of the canvas: its name, and its scale.
fn describe(scene: &Scene<'_>) -> WidgetInfo {
    let scale = format!("1:{:.0}", scene.pane.view.scale_denominator());
    WidgetInfo {
        current_text_value: Some(scale),
        ..WidgetInfo::labeled(AccessRole::Canvas, true, say!(scene.input.lang, "map.name"))
    }
}

/// Name, meaning and verdict of what the pointer rests on.
fn tooltip(response: &Response, input: &MapInput, state: &MapState) {
    let Some(name) = state.hover.as_ref() else {
        return;
    };
    let Some((layer, feature)) = input.workspace.feature(name) else {
        return;
    };
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.strong(layer.title_of(feature));
        let meaning = Meaning::of(layer, feature).name(input.lang);
        ui.label(format!("{meaning} · {}", layer.about.name.get(input.lang)));
        if let Some(account) = input.screening.and_then(|screening| screening.account(name)) {
            let reason = account.verdict.reason().map(|reason| reason.name(input.lang));
            let verdict = account.verdict.name(input.lang);
            let text = reason.map_or(verdict.clone(), |reason| format!("{verdict} · {reason}"));
            let colour = crate::model::symbology::of_verdict(account.verdict);
            ui.colored_label(CanvasStyle::of(input.dark).line_color(colour, 1.0), text);
        }
    });
}
