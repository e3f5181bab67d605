#![cfg(test)]
//! A canvas that takes long comes over several frames, and comes to be the same picture.

use eframe::egui::vec2;
use egui_kittest::Harness;
use geo::Geometry;

use crate::model::role::Role;

use super::super::map_view::MapView;
use super::super::painting::Painting;
use super::bay::{picture, save};
use super::board::{Board, blob, layer_of, square};

/// Sixty areas over the whole canvas and smaller ones upon them: more than is drawn in one frame.
fn heavy() -> Board {
    let (x, y) = (548_000.0, 3_353_000.0);
    let ids: Vec<String> = (0..90).map(|k| k.to_string()).collect();
    let areas = ids.iter().enumerate().map(|(k, id)| {
        let k = k as i32;
        let shape: Geometry<f64> = match k < 60 {
            true => square(x - 20_000.0, y - 20_000.0, 40_000.0 + f64::from(k)),
            false => blob(
                x + f64::from(k * 7919 % 3000),
                y + f64::from(k * 6007 % 2000),
                200.0,
                24,
            ),
        };
        (id.as_str(), shape)
    });
    Board::new(vec![layer_of("wetland", Role::Wetland, areas.collect())])
}

/// Draws frames until none is asked for; how many it took.
fn settle(harness: &mut Harness<'_, Board>, name: &str) -> (Vec<[u8; 4]>, usize) {
    for frames in 1..200 {
        harness.run_steps(1);
        let (pixels, _) = save(harness, name);
        if !harness.ctx.has_requested_repaint() {
            return (pixels, frames);
        }
    }
    panic!("{name} never comes to rest");
}

/// Pixels within `margin` of the canvas's edges are passed over.
fn differing(one: &[[u8; 4]], other: &[[u8; 4]], width: usize, margin: usize) -> usize {
    let height = one.len() / width;
    let inner = |k: &usize| {
        let (x, y) = (k % width, k / width);
        (margin..width - margin).contains(&x) && (margin..height - margin).contains(&y)
    };
    let differs = |k: &usize| (0..3).any(|c| one[*k][c].abs_diff(other[*k][c]) > 3);
    (0..one.len()).filter(inner).filter(differs).count()
}

/// From one view to another, which is drawn over several frames; the last is the picture that is drawn at once.
#[track_caller]
fn check(name: &str, change: impl Fn(MapView) -> MapView) {
    let (mut harness, _, width) = picture(name, heavy(), Painting::Processor);
    let before = harness.state().state.view().unwrap();
    harness.state_mut().state.set_view(change(before));
    harness.run_steps(4);
    let (whole, _) = save(&mut harness, name);

    let (mut harness, _, _) = picture(name, heavy(), Painting::Processor);
    // A second time, so that a picture is kept.
    save(&mut harness, name);
    harness.state_mut().state.in_whole_frames = false;
    harness.state_mut().state.set_view(change(before));
    let (pixels, frames) = settle(&mut harness, name);
    assert!(
        frames > 2,
        "{name} came in {frames} frames, and shows nothing of steps"
    );
    let differ = differing(&pixels, &whole, width, 0);
    assert_eq!(differ, 0, "{name}: the last frame differs in {differ} pixels");
}

#[test]
fn a_moved_canvas_comes_to_be_that_of_its_view() {
    check("steps_panned", |view| view.panned(vec2(137.0, -61.0)));
}

#[test]
fn an_enlarged_canvas_comes_to_be_that_of_its_view() {
    check("steps_zoomed", |view| {
        view.with_resolution(view.resolution_m_per_px() / 1.7)
    });
}

/// Until then the old picture lies where its places lie now.
#[test]
fn a_picture_is_shown_moved_meanwhile() {
    let by = vec2(40.0, 24.0);
    let (mut harness, _, width) = picture("steps_meanwhile", heavy(), Painting::Processor);
    let before = harness.state().state.view().unwrap();
    harness.state_mut().state.set_view(before.panned(by));
    harness.run_steps(4);
    let (whole, _) = save(&mut harness, "steps_meanwhile_whole");

    let (mut harness, _, _) = picture("steps_meanwhile", heavy(), Painting::Processor);
    save(&mut harness, "steps_meanwhile");
    harness.state_mut().state.in_whole_frames = false;
    harness.state_mut().state.set_view(before.panned(by));
    harness.run_steps(2);
    let (first, _) = save(&mut harness, "steps_meanwhile_first");
    assert!(harness.ctx.has_requested_repaint(), "more frames are asked for");
    assert_eq!(differing(&first, &whole, width, 60), 0);
}
