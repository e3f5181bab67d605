#![cfg(test)]
//! The map is moved and zoomed by mouse and keys.

use eframe::egui::{self, Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::geom::sketch::SketchKind;
use crate::words::Lang;

use super::super::input::MapWish;
use super::super::measure::MeasureKind;
use super::super::state::Tool;
use super::board::{assert_px, drag, middle, place_at, small_board, wheel};

#[test]
fn the_canvas_has_a_name_in_both_languages() {
    for (lang, name) in [(Lang::Zh, "地图"), (Lang::En, "Map")] {
        let mut board = small_board();
        board.lang = lang;
        board.harness().get_by_role_and_label(egui::Role::Canvas, name);
    }
}

#[test]
fn the_first_frame_shows_everything() {
    let harness = small_board().harness();
    let extent = harness.state().workspace.extent();
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let shown = harness.state().state.view().unwrap().on(rect).extent();
    assert!(shown.covers(&extent));
}

#[test]
fn drags_pan_with_left_and_middle_button() {
    for button in [PointerButton::Primary, PointerButton::Middle] {
        let mut harness = small_board().harness();
        let from = middle(&harness);
        let place = place_at(&harness, from);
        drag(&mut harness, button, from, vec2(120.0, -80.0));
        assert_px(&harness, place, from + vec2(120.0, -80.0));
        let selects = harness
            .state()
            .wishes
            .iter()
            .any(|wish| matches!(wish, MapWish::Select { .. }));
        assert!(!selects, "a drag is no click");
    }
}

#[test]
fn every_tool_lets_the_map_be_moved() {
    for tool in [
        Tool::Identify,
        Tool::Pin,
        Tool::SelectPolygon,
        Tool::Measure(MeasureKind::Length),
        Tool::Measure(MeasureKind::Area),
        Tool::Draw(SketchKind::Areas),
        Tool::Reshape,
    ] {
        let mut harness = small_board().harness();
        harness.state_mut().state.set_tool(tool);
        harness.run_steps(1);
        let from = middle(&harness);
        let place = place_at(&harness, from);
        drag(&mut harness, PointerButton::Middle, from, vec2(60.0, -40.0));
        assert_px(&harness, place, from + vec2(60.0, -40.0));
        let from = middle(&harness);
        let place = place_at(&harness, from);
        harness.hover_at(from);
        harness.run_steps(1);
        harness.key_down(Key::Space);
        harness.run_steps(1);
        harness.hover_at(from + vec2(50.0, 30.0));
        harness.run_steps(1);
        assert_px(&harness, place, from + vec2(50.0, 30.0));
        harness.key_up(Key::Space);
        harness.run_steps(1);
        let before = harness.state().state.view().unwrap();
        harness.key_press(Key::ArrowLeft);
        harness.key_press(Key::PageUp);
        harness.run_steps(2);
        let after = harness.state().state.view().unwrap();
        assert!(after.center().x < before.center().x, "{tool:?}");
        let nearer = before.resolution_m_per_px() / after.resolution_m_per_px();
        assert!((nearer - 2.0).abs() < 1e-9, "{tool:?}: {nearer}");
    }
}

#[test]
fn space_and_moving_pans() {
    let mut harness = small_board().harness();
    let from = middle(&harness);
    harness.hover_at(from);
    harness.run_steps(1);
    let place = place_at(&harness, from);
    harness.key_down(Key::Space);
    harness.run_steps(1);
    harness.hover_at(from + vec2(50.0, 30.0));
    harness.run_steps(1);
    assert_px(&harness, place, from + vec2(50.0, 30.0));
}

#[test]
fn the_wheel_zooms_about_the_cursor_by_two_a_notch() {
    let mut harness = small_board().harness();
    let at = middle(&harness) + vec2(173.0, -91.0);
    let place = place_at(&harness, at);
    let before = harness.state().state.view().unwrap().resolution_m_per_px();
    wheel(&mut harness, at, 1.0, Modifiers::NONE);
    let after = harness.state().state.view().unwrap().resolution_m_per_px();
    assert!((before / after - 2.0).abs() < 1e-9, "{before} {after}");
    assert_px(&harness, place, at);
    wheel(&mut harness, at, -3.0, Modifiers::NONE);
    assert_px(&harness, place, at);
    wheel(&mut harness, at, 1.0, Modifiers::CTRL);
    let fine = harness.state().state.view().unwrap().resolution_m_per_px();
    assert!((4.0 * before / fine - 1.1).abs() < 1e-6, "{fine}");
    assert_px(&harness, place, at);
}

#[test]
fn arrows_and_page_keys_move_the_map() {
    let mut harness = small_board().harness();
    harness.hover_at(middle(&harness));
    harness.run_steps(1);
    let before = harness.state().state.view().unwrap();
    harness.key_press(Key::ArrowRight);
    harness.run_steps(1);
    let after = harness.state().state.view().unwrap();
    assert!(after.center().x > before.center().x && after.center().y == before.center().y);
    harness.key_press(Key::PageUp);
    harness.run_steps(1);
    let nearer = harness.state().state.view().unwrap();
    assert_eq!(nearer.resolution_m_per_px(), 0.5 * after.resolution_m_per_px());
}

#[test]
fn shift_and_drag_zooms_to_the_box() {
    let mut harness = small_board().harness();
    let from = middle(&harness) + vec2(10.0, 10.0);
    let target = place_at(&harness, from + vec2(80.0, 60.0));
    let before = harness.state().state.view().unwrap();
    harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    drag(&mut harness, PointerButton::Primary, from, vec2(160.0, 120.0));
    let after = harness.state().state.view().unwrap();
    assert!(after.resolution_m_per_px() < 0.3 * before.resolution_m_per_px());
    let apart = (after.center().x - target.x).hypot(after.center().y - target.y);
    assert!(apart < 2.0 * before.resolution_m_per_px(), "{apart}");
}

#[test]
fn last_view_returns() {
    let mut harness = small_board().harness();
    let before = harness.state().state.view().unwrap();
    harness.state_mut().state.zoom_by(4.0);
    harness.run_steps(1);
    harness.state_mut().state.back();
    harness.run_steps(1);
    assert_eq!(harness.state().state.view(), Some(before));
    harness.state_mut().state.forward();
    assert_eq!(
        harness.state().state.view().unwrap().resolution_m_per_px(),
        before.resolution_m_per_px() / 4.0
    );
}
