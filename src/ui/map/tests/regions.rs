#![cfg(test)]
//! Boxes and polygons select.

use eframe::egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::Harness;

use crate::geom::extent::Extent;
use crate::session::selection::SelectHow;

use super::super::input::MapWish;
use super::super::measure::MeasureKind;
use super::super::state::Tool;
use super::board::{Board, click_at, drag, middle, place_at, press, small_board};

fn regions(harness: &Harness<'_, Board>) -> Vec<(Extent, SelectHow)> {
    let wishes = harness.state().wishes.iter();
    let regions = wishes.filter_map(|wish| match wish {
        MapWish::SelectRegion { region, how } => Some((region.extent(), *how)),
        _ => None,
    });
    regions.collect()
}

#[track_caller]
fn check_box(tool: Tool, modifiers: Modifiers, expected: Option<SelectHow>) {
    let mut harness = small_board().harness();
    harness.state_mut().state.set_tool(tool);
    let from = middle(&harness) + vec2(-50.0, -40.0);
    let corners = [from, from + vec2(160.0, 120.0)].map(|corner| place_at(&harness, corner));
    let before = harness.state().state.view().unwrap();
    harness.event(Event::ModifiersChanged(modifiers));
    drag(&mut harness, PointerButton::Primary, from, vec2(160.0, 120.0));
    let regions = regions(&harness);
    assert_eq!(regions.iter().map(|(_, how)| *how).next(), expected);
    if let Some((extent, _)) = regions.first() {
        let drawn = Extent::from_corners(corners[0], corners[1]);
        let slack = 0.5 * before.resolution_m_per_px();
        assert!((extent.min.x - drawn.min.x).abs() < slack && (extent.max.y - drawn.max.y).abs() < slack);
        assert_eq!(
            harness.state().state.view(),
            Some(before),
            "the map stays where it is"
        );
    }
}

#[test]
fn alt_and_drag_selects_by_a_box_in_any_tool() {
    check_box(Tool::Select, Modifiers::ALT, Some(SelectHow::Replace));
    check_box(
        Tool::Select,
        Modifiers::ALT | Modifiers::SHIFT,
        Some(SelectHow::Add),
    );
    check_box(
        Tool::Measure(MeasureKind::Area),
        Modifiers::ALT | Modifiers::COMMAND,
        Some(SelectHow::Remove),
    );
    check_box(Tool::Select, Modifiers::NONE, None);
    check_box(Tool::Select, Modifiers::SHIFT, None);
}

#[test]
fn the_tool_for_boxes_needs_no_key() {
    check_box(Tool::SelectBox, Modifiers::NONE, Some(SelectHow::Replace));
    check_box(Tool::SelectBox, Modifiers::SHIFT, Some(SelectHow::Add));
    check_box(Tool::SelectPolygon, Modifiers::NONE, None);
}

#[test]
fn escape_gives_a_box_up_and_the_map_stays() {
    let mut harness = small_board().harness();
    harness.state_mut().state.set_tool(Tool::SelectBox);
    let before = harness.state().state.view();
    let from = middle(&harness);
    harness.hover_at(from);
    harness.run_steps(1);
    press(&harness, from, PointerButton::Primary, true);
    harness.run_steps(1);
    for step in 1..=4 {
        harness.hover_at(from + vec2(30.0, 20.0) * step as f32);
        if step == 2 {
            harness.key_press(Key::Escape);
        }
        harness.run_steps(1);
    }
    press(&harness, from + vec2(120.0, 80.0), PointerButton::Primary, false);
    harness.run_steps(1);
    assert_eq!(
        (regions(&harness), harness.state().state.view()),
        (vec![], before)
    );
}

#[test]
fn a_polygon_selects_when_it_is_ended() {
    for double_click in [true, false] {
        let mut harness = small_board().harness();
        harness.state_mut().state.set_tool(Tool::SelectPolygon);
        let corners = [vec2(-90.0, -60.0), vec2(90.0, -60.0), vec2(0.0, 80.0)];
        let corners = corners.map(|shift| middle(&harness) + shift);
        let places = corners.map(|corner| place_at(&harness, corner));
        click_at(&mut harness, corners[0]);
        click_at(&mut harness, corners[1]);
        if double_click {
            for pressed in [true, false, true, false] {
                harness.hover_at(corners[2]);
                press(&harness, corners[2], PointerButton::Primary, pressed);
                harness.run_steps(1);
            }
        } else {
            click_at(&mut harness, corners[2]);
            harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
            harness.event(Event::Key {
                key: Key::Enter,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: Modifiers::SHIFT,
            });
        }
        harness.run_steps(2);
        let how = if double_click {
            SelectHow::Replace
        } else {
            SelectHow::Add
        };
        assert_eq!(regions(&harness), [(Extent::of_coords(places), how)]);
        assert!(harness.state().state.region.corners().is_empty());
    }
}

#[test]
fn a_polygon_without_inside_selects_nothing_and_escape_leads_back() {
    let mut harness = small_board().harness();
    harness.state_mut().state.set_tool(Tool::SelectPolygon);
    let at = middle(&harness);
    click_at(&mut harness, at);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert_eq!(regions(&harness), []);
    click_at(&mut harness, at);
    for tool in [Tool::SelectPolygon, Tool::Select] {
        harness.key_press(Key::Escape);
        harness.run_steps(2);
        assert_eq!(harness.state().state.tool(), tool);
    }
}
