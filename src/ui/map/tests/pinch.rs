#![cfg(test)]
//! Two fingers on a touch screen or pad.

use eframe::egui::{Event, Pos2, TouchDeviceId, TouchId, TouchPhase, vec2};
use egui_kittest::Harness;

use super::board::{Board, assert_px, middle, place_at, small_board};

/// Both fingers at once: so far to the left and right of a point.
fn fingers(harness: &mut Harness<'_, Board>, phase: TouchPhase, at: Pos2, apart_px: f32) {
    for (id, side) in [(1, -0.5), (2, 0.5)] {
        harness.event(Event::Touch {
            device_id: TouchDeviceId(7),
            id: TouchId(id),
            phase,
            pos: at + vec2(side * apart_px, 0.0),
            force: None,
        });
    }
    harness.run_steps(1);
}

fn scale(harness: &Harness<'_, Board>) -> f64 {
    harness.state().state.view().unwrap().scale_denominator()
}

#[test]
fn fingers_that_go_apart_bring_the_map_nearer_about_their_middle() {
    let mut harness = small_board().harness();
    let at = middle(&harness) + vec2(80.0, -40.0);
    // Window systems move the pointer with the first finger.
    harness.hover_at(at);
    harness.run_steps(1);
    let (place, before) = (place_at(&harness, at), scale(&harness));
    fingers(&mut harness, TouchPhase::Start, at, 100.0);
    for apart_px in [120.0, 150.0, 200.0] {
        fingers(&mut harness, TouchPhase::Move, at, apart_px);
    }
    fingers(&mut harness, TouchPhase::End, at, 200.0);
    let factor = before / scale(&harness);
    assert!((1.8..2.2).contains(&factor), "nearer by {factor}");
    assert_px(&harness, place, at);
}

#[test]
fn a_pinch_on_a_pad_zooms_about_the_pointer() {
    let mut harness = small_board().harness();
    let at = middle(&harness) + vec2(-60.0, 30.0);
    harness.hover_at(at);
    harness.run_steps(1);
    let (place, before) = (place_at(&harness, at), scale(&harness));
    harness.event(Event::Zoom(1.5));
    harness.run_steps(1);
    let factor = before / scale(&harness);
    assert!((1.4..1.6).contains(&factor), "nearer by {factor}");
    assert_px(&harness, place, at);
}
