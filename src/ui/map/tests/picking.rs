#![cfg(test)]
//! What lies under the pointer: hover, click, menu; and measuring.

use eframe::egui::{self, Event, Key, PointerButton, vec2};
use egui_kittest::kittest::Queryable as _;
use geo::Coord;

use crate::session::selection::SelectHow;
use crate::words::Lang;

use super::super::input::MapWish;
use super::super::map_view::MapView;
use super::super::measure::MeasureKind;
use super::super::state::Tool;
use super::board::{click_at, middle, press, small_board};

#[test]
fn a_click_wishes_to_select_the_top_feature_first() {
    let mut harness = small_board().harness();
    harness.get_by_role(egui::Role::Canvas).click();
    harness.run_steps(2);
    let names = ["red_line/high", "wetland/low"];
    let found = harness.state().wishes.iter().find_map(|wish| match wish {
        MapWish::Select { features, how, .. } => Some((features.clone(), *how)),
        _ => None,
    });
    let (features, how) = found.expect("a click selects");
    assert_eq!(
        features.iter().map(ToString::to_string).collect::<Vec<_>>(),
        names
    );
    assert_eq!(how, SelectHow::Replace);
}

#[test]
fn hovering_is_told_once_and_taken_back() {
    let mut harness = small_board().harness();
    harness.get_by_role(egui::Role::Canvas).hover();
    harness.run_steps(3);
    harness.remove_cursor();
    harness.run_steps(2);
    let hovers: Vec<_> = harness
        .state()
        .wishes
        .iter()
        .filter_map(|wish| match wish {
            MapWish::Hover(name) => Some(name.as_ref().map(ToString::to_string)),
            _ => None,
        })
        .collect();
    assert_eq!(hovers, [Some("red_line/high".to_owned()), None]);
}

/// One layer off and another one on: as many hidden as before, and something else under the pointer.
#[test]
fn what_is_hovered_follows_the_layers_that_are_shown() {
    let mut board = small_board();
    board.hidden.insert("red_line".into());
    let mut harness = board.harness();
    harness.get_by_role(egui::Role::Canvas).hover();
    harness.run_steps(2);
    harness.state_mut().hidden = ["wetland".into()].into();
    harness.run_steps(2);
    let hover = |wish: &MapWish| match wish {
        MapWish::Hover(name) => Some(name.as_ref().map(ToString::to_string)),
        _ => None,
    };
    let hovers: Vec<_> = harness.state().wishes.iter().filter_map(hover).collect();
    assert_eq!(
        hovers,
        ["wetland/low", "red_line/high"].map(|name| Some(name.to_owned()))
    );
}

#[test]
fn the_measuring_tool_gives_an_area() {
    let mut harness = small_board().harness();
    let view = MapView::new(
        Coord {
            x: 548_000.0,
            y: 3_353_000.0,
        },
        1.0,
    );
    harness.state_mut().state.set_view(view);
    harness
        .state_mut()
        .state
        .set_tool(Tool::Measure(MeasureKind::Area));
    harness.run_steps(1);
    let from = middle(&harness);
    for corner in [
        vec2(0.0, 0.0),
        vec2(100.0, 0.0),
        vec2(100.0, 100.0),
        vec2(0.0, 100.0),
        vec2(-50.0, 50.0),
    ] {
        click_at(&mut harness, from + corner);
    }
    harness.key_press(Key::Backspace);
    harness.run_steps(1);
    harness.key_press(Key::Enter);
    harness.run_steps(1);
    let board = harness.state();
    let draft = board.state.measurement().unwrap();
    let measured = draft.measured(&board.workspace.ruler(), None);
    assert!(
        (measured.area_m2.unwrap() - 10_000.0).abs() < 10.0,
        "{measured:?}"
    );
    harness.event(Event::Copy);
    harness.run_steps(1);
    let copied =
        harness.state().wishes.iter().any(
            |wish| matches!(wish, MapWish::Copy(text) if text.starts_with("99") || text.starts_with("100")),
        );
    assert!(copied, "{:?}", harness.state().wishes);
    harness.key_press(Key::Escape);
    harness.run_steps(1);
    assert!(harness.state().state.measurement().unwrap().vertices().is_empty());
    harness.key_press(Key::Escape);
    harness.run_steps(1);
    assert_eq!(harness.state().state.tool(), Tool::Select);
}

#[test]
fn a_double_click_ends_a_length_and_sets_one_corner() {
    let mut harness = small_board().harness();
    harness
        .state_mut()
        .state
        .set_tool(Tool::Measure(MeasureKind::Length));
    harness.run_steps(1);
    let from = middle(&harness);
    click_at(&mut harness, from);
    let end = from + vec2(60.0, 0.0);
    harness.hover_at(end);
    for _ in 0..2 {
        press(&harness, end, PointerButton::Primary, true);
        press(&harness, end, PointerButton::Primary, false);
        harness.run_steps(1);
    }
    let draft = harness.state().state.measurement().unwrap();
    assert!(!draft.is_open());
    assert_eq!(draft.vertices().len(), 2);
}

#[test]
fn the_context_menu_copies_the_coordinate_that_was_clicked() {
    let mut board = small_board();
    board.lang = Lang::En;
    let mut harness = board.harness();
    harness.get_by_role(egui::Role::Canvas).click_secondary();
    harness.run_steps(3);
    harness.get_by_label_contains("Copy E 548500.00 m").click();
    harness.run_steps(3);
    let copied = harness
        .state()
        .wishes
        .iter()
        .any(|wish| matches!(wish, MapWish::Copy(text) if text.contains("N 3353500.00 m")));
    assert!(copied, "{:?}", harness.state().wishes);
}
