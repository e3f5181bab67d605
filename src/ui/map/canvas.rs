//! The canvas: one frame from hands to paint.

use std::sync::Arc;

use eframe::egui::{CursorIcon, Pos2, Response, Role as AccessRole, Sense, Ui, WidgetInfo};

use crate::model::feature::FeatureRef;
use crate::model::problem::Problem;
use crate::say;
use crate::session::selection::SelectHow;
use crate::words::Lang;

use super::super::dock::pane::Pane as Place;
use super::appearance::Meaning;
use super::compare::comparison::Seen;
use super::compare::divider::divider_ui;
use super::compare::frame::{Shown, paint_frame};
use super::compare::hands::{foreign_hands, held_ui};
use super::compare::sides::{Side, maps, side_at, sides};
use super::crosshair::{asked_at, clicked_at, crosshair, paint_crosshair};
use super::input::{MapInput, MapWish};
use super::map_view::{MapView, Pane};
use super::measure::MeasureDraft;
use super::measure_tool::measure_tool;
use super::menu::{menu_asked, menu_ui};
use super::navigate::{hold_keys, navigated};
use super::north::north_up_ui;
use super::notes::notes_ui;
use super::pick::{pick, topmost};
use super::place_tools::{identify_tool, pin_tool};
use super::region_tool::{follow_box, polygon_tool};
use super::sketching::by_keys::corner_keys;
use super::sketching::draw::draw_tool;
use super::sketching::reshape;
use super::state::{HoveredAt, MapState, Tool};
use super::style::CanvasStyle;

/// Shows the map in all the room there is, and notes what the user wishes.
///
/// The canvas has the role of a canvas and the name "Map" or "地图" for assistive technology and tests.
pub fn map_ui(ui: &mut Ui, input: &MapInput, state: &mut MapState, wishes: &mut Vec<MapWish>) -> Response {
    let (_, rect) = ui.allocate_space(ui.available_size());
    let response = ui.interact(rect, Place::Map.focus_id(), Sense::click_and_drag());
    let now_s = ui.input(|frame| frame.time);
    let divider = divider_ui(ui, rect, input.lang, &mut state.compare);
    held_ui(ui, &response, now_s, &mut state.compare);
    let (seen, sides) = (state.compare.seen(), sides(&state.compare, rect, now_s));
    north_up_ui(
        ui,
        &maps(&state.compare, &sides, rect),
        (input.lang, &CanvasStyle::of(input.dark)),
        state,
    );
    let Some(side) = side_at(&sides, state.zoom_box.or(hand(ui))) else {
        return response;
    };
    let before = state
        .settle(side.rect.size(), &input.workspace.extent())
        .on(side.rect);
    hold_keys(ui, &response);
    let view = moved_by_hand(ui, &response, (input, before), (state, wishes));
    if state.moved(view, now_s) {
        ui.ctx().request_repaint_after_secs(0.2);
    }
    let pane = view.on(side.rect);
    let cross = crosshair(ui, &pane);
    let pointer = cross.or(response.hover_pos());
    state.point_at(pointer.map(|point| pane.map_from_screen(point)));
    hands(ui, &response, (input, &pane), (&seen, side), (state, wishes));
    let shown = Shown {
        rect,
        view,
        sides: &sides,
        seen: &seen,
    };
    paint_frame(ui, input, state, &shown, divider.as_ref());
    if let Some(at) = cross {
        paint_crosshair(&ui.painter_at(rect), at, &CanvasStyle::of(input.dark));
    }
    notes_ui(ui, &mut state.notes);
    response.widget_info(|| describe(input, &pane));
    menu_ui(ui, input, state, wishes);
    let here = seen.input(side.which, input);
    let hovered = if seen.is_foreign(side.which) {
        state.compare.hover.as_ref()
    } else {
        state.hover.as_ref()
    };
    match state
        .problem
        .and_then(|number| input.workspace.problems.get(number))
    {
        Some(problem) => problem_tooltip(&response, problem, input.lang),
        None => tooltip(&response, &here, hovered),
    }
    response
}

/// The view after what the hand did to it in this frame: it turns the map, or drags something on it, or moves it.
fn moved_by_hand(
    ui: &Ui,
    response: &Response,
    (input, pane): (&MapInput, Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) -> MapView {
    if let Some(turned) = state.turning.follow_drag(ui, response, &pane) {
        return turned;
    }
    let shown = corner_keys(ui, response, &pane, (state, wishes));
    let held = follow_box(ui, response, &pane, (state, wishes))
        || reshape::follow_drag(ui, response, (input, &pane), (state, wishes));
    match (shown, held) {
        (Some(view), _) => view,
        (None, true) => pane.view,
        (None, false) => navigated(ui, response, pane, (&mut state.zoom_box, &mut state.turning)),
    }
}

/// Where the hand is: where a drag began as long as it lasts, so that it stays on one side.
fn hand(ui: &Ui) -> Option<Pos2> {
    ui.input(|frame| frame.pointer.press_origin().or(frame.pointer.latest_pos()))
}

/// What the tools do on the side under the pointer.
fn hands(
    ui: &Ui,
    response: &Response,
    (own, pane): (&MapInput, &Pane),
    (seen, side): (&Seen, Side),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    let foreign = seen.is_foreign(side.which);
    let input = &seen.input(side.which, own);
    let dots = own.problems.filter(|_| !foreign && state.tool() == Tool::Select);
    let over = state
        .pointer
        .filter(|_| response.hovered() && !response.dragged());
    state.problem = dots.zip(over).and_then(|(dots, place)| {
        let resolution = pane.view.resolution_m_per_px();
        dots.at(place, resolution)
    });
    match state.tool() {
        Tool::Select | Tool::SelectBox if foreign => {}
        Tool::Select | Tool::SelectBox => select(ui, response, (input, pane), (state, wishes)),
        Tool::SelectPolygon => polygon_tool(ui, (response, pane), (state, wishes)),
        Tool::Identify if foreign => {}
        Tool::Identify => identify_tool(ui, response, (input, pane), (state, wishes)),
        Tool::Pin => pin_tool(ui, response, pane, state),
        Tool::Measure(_) => {
            let words = (&own.workspace.ruler(), own.lang);
            measure_tool(ui, (response, pane), words, (state, wishes));
        }
        Tool::Draw(_) | Tool::Reshape if foreign => {}
        Tool::Draw(_) => draw_tool(ui, response, (input, pane), (state, wishes)),
        Tool::Reshape => {
            reshape::delete_key(ui, response, pane, (state, wishes));
            select(ui, response, (input, pane), (state, wishes));
        }
    }
    if foreign {
        return foreign_hands(ui, response, (input, pane), (state, wishes));
    }
    state.compare.hover = None;
    remember_menu(ui, response, (input, pane), state);
    hover(response, (input, pane), (state, wishes));
}

fn select(
    ui: &Ui,
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    let clicked = clicked_at(ui, response, pane);
    let asked = asked_at(ui, pane).filter(|_| state.tool() != Tool::Reshape);
    if asked.is_some() || clicked.is_some() && ui.input(|frame| frame.modifiers.alt) {
        return identify_tool(ui, response, (input, pane), (state, wishes));
    }
    if let (true, Some(problem)) = (clicked.is_some(), state.problem) {
        wishes.push(MapWish::PickProblem(problem));
    } else if let Some(point) = clicked {
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

fn remember_menu(ui: &Ui, response: &Response, (input, pane): (&MapInput, &Pane), state: &mut MapState) {
    state.menu_asked = menu_asked(ui, response, pane);
    if let Some(asked) = state.menu_asked {
        // The menu is about what has been measured so far.
        state.draft.iter_mut().for_each(MeasureDraft::end);
        let place = pane.map_from_screen(asked.at);
        state.menu = Some((place, pick(input, place, pane.view.resolution_m_per_px())));
    }
}

fn hover(
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    let selects = matches!(
        state.tool(),
        Tool::Select | Tool::SelectBox | Tool::Reshape | Tool::Identify
    );
    let still = response.hovered() && !response.dragged() && selects;
    let at = state.pointer.filter(|_| still).map(|place| HoveredAt {
        place,
        resolution_m_per_px: pane.view.resolution_m_per_px(),
        shown: input.visible_layers().map(Arc::downgrade).collect(),
    });
    if at.is_some() && at == state.hovered_at {
        return;
    }
    let under = at
        .as_ref()
        .and_then(|at| topmost(input, at.place, at.resolution_m_per_px));
    state.hovered_at = at;
    if under != state.hover {
        state.hover.clone_from(&under);
        wishes.push(MapWish::Hover(under));
    }
}

/// What a screen reader says of the canvas: its name, and its scale.
fn describe(input: &MapInput, pane: &Pane) -> WidgetInfo {
    let scale = format!("1:{:.0}", pane.view.scale_denominator());
    WidgetInfo {
        current_text_value: Some(scale),
        ..WidgetInfo::labeled(AccessRole::Canvas, true, say!(input.lang, "map.name"))
    }
}

/// What a dot stands for.
fn problem_tooltip(response: &Response, problem: &Problem, lang: Lang) {
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.strong(problem.heading(lang));
        ui.label(problem.text(lang));
        ui.weak(problem.advice(lang));
    });
}

/// Name, meaning and verdict of what the pointer rests on.
fn tooltip(response: &Response, input: &MapInput, name: Option<&FeatureRef>) {
    let Some(name) = name else {
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
