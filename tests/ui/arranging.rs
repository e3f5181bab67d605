//! Panes are arranged by commands, without a pointer: the one that has the keyboard is moved, made larger, closed.

use eframe::egui::Rect;

use super::keyboard::{Shown, app, focused, press, press_with, to_pane};
use super::*;

/// Where a pane that is seen is.
fn place(harness: &Shown, pane: Pane) -> Rect {
    let area = harness.ctx.read_response(pane.focus_id());
    area.unwrap_or_else(|| panic!("{pane:?} is not seen")).rect
}

/// Finds a command in the command box by its name, and does it.
fn does(harness: &mut Shown, lang: Lang, command: &str) {
    press_with(harness, Modifiers::COMMAND, Key::K);
    let name = word(lang, &format!("ui.command.{command}.label"));
    harness.event(Event::Text(name));
    harness.run_steps(5);
    press(harness, Key::Enter);
    harness.run_steps(5);
}

#[test]
fn the_pane_with_the_keyboard_is_moved_by_commands_and_keeps_it() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        to_pane(&mut harness, Pane::Layers);
        let map = place(&harness, Pane::Map);
        assert!(place(&harness, Pane::Layers).right() <= map.left());
        does(&mut harness, lang, "pane_right");
        let (layers, map) = (place(&harness, Pane::Layers), place(&harness, Pane::Map));
        assert!(layers.left() >= map.right(), "{layers:?} {map:?}");
        assert_eq!(focused(&harness).unwrap().1, Pane::Layers.title(lang));
        // It has joined the inspector there, and leaves it again.
        assert!(app(&mut harness).view_mut().dock.is_open(Pane::Inspector));
        assert!(!app(&mut harness).view_mut().dock.is_front(Pane::Inspector));
        does(&mut harness, lang, "pane_apart");
        let (layers, inspector) = (place(&harness, Pane::Layers), place(&harness, Pane::Inspector));
        assert!(layers.top() >= inspector.bottom(), "{layers:?} {inspector:?}");
        does(&mut harness, lang, "pane_below");
        assert!(place(&harness, Pane::Layers).top() >= place(&harness, Pane::Map).bottom());
        does(&mut harness, lang, "pane_left");
        assert!(place(&harness, Pane::Layers).right() <= place(&harness, Pane::Map).left());
    }
}

#[test]
fn the_pane_with_the_keyboard_gets_more_room_and_is_closed() {
    let mut harness = open(Lang::En);
    to_pane(&mut harness, Pane::Inspector);
    let before = place(&harness, Pane::Inspector).width();
    does(&mut harness, Lang::En, "pane_larger");
    let larger = place(&harness, Pane::Inspector).width();
    assert!((larger - before - 60.0).abs() < 2.0, "{before} {larger}");
    does(&mut harness, Lang::En, "pane_smaller");
    assert!((place(&harness, Pane::Inspector).width() - before).abs() < 2.0);
    press_with(&mut harness, Modifiers::COMMAND, Key::F4);
    assert!(!app(&mut harness).view_mut().dock.is_open(Pane::Inspector));
    // The map has the keyboard then, and is never closed.
    assert!(
        harness
            .ctx
            .memory(|memory| memory.has_focus(Pane::Map.focus_id()))
    );
    press_with(&mut harness, Modifiers::COMMAND, Key::F4);
    assert!(app(&mut harness).view_mut().dock.is_open(Pane::Map));
}
