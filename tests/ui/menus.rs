//! Menus by the keyboard: context menus of rows, layers and the map, and those of the bar.

use eframe::egui::{Order, Rect};

use super::keyboard::{Shown, app, focused, press, press_with, tab_to, to_pane};
use super::*;

/// Shift and F10, and until the menu has settled.
fn ask(harness: &mut Shown) {
    press_with(harness, Modifiers::SHIFT, Key::F10);
    harness.run_steps(8);
}

fn name(harness: &Shown) -> String {
    focused(harness).map(|(_, name, _)| name).unwrap_or_default()
}

/// The arrow down until that item has the keyboard, and Enter.
#[track_caller]
fn choose(harness: &mut Shown, item: &str) {
    let mut seen = Vec::new();
    for _ in 0..40 {
        if name(harness).starts_with(item) {
            press(harness, Key::Enter);
            return harness.run_steps(10);
        }
        seen.push(name(harness));
        press(harness, Key::ArrowDown);
    }
    panic!("{item:?} is never reached: {seen:#?}");
}

/// The pane itself has the keyboard.
#[track_caller]
fn assert_back(harness: &Shown, pane: Pane) {
    let id = pane.focus_id();
    let is_back = harness.ctx.memory(|memory| memory.has_focus(id));
    assert!(
        is_back,
        "{pane:?} has not the keyboard again, but {:?}",
        focused(harness)
    );
}

#[test]
fn the_menu_of_a_finding_opens_and_closes_without_choosing_another() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        to_pane(&mut harness, Pane::Findings);
        press(&mut harness, Key::ArrowDown);
        ask(&mut harness);
        assert_eq!(name(&harness), word(lang, "desk.menu.show"));
        // The way round through the items.
        press(&mut harness, Key::ArrowUp);
        assert!(name(&harness).starts_with(&word(lang, "ui.command.attribute_table.label")));
        press(&mut harness, Key::Escape);
        harness.run_steps(10);
        assert!(harness.query_by_label(&word(lang, "desk.menu.show")).is_none());
        assert_back(&harness, Pane::Findings);
        let chosen = app(&mut harness).session().selection().finding;
        assert_eq!(chosen, Some(0), "Escape closed the menu, and nothing else");
        // The print layout has F10 alone.
        assert!(app(&mut harness).view_mut().dock.is_open(Pane::Inspector));
        press(&mut harness, Key::Menu);
        harness.run_steps(8);
        choose(&mut harness, &word(lang, "ui.command.attribute_table.label"));
        assert!(app(&mut harness).view_mut().dock.is_front(Pane::Attributes));
    }
}

#[test]
fn what_is_chosen_of_a_finding_leaves_the_keyboard_in_its_table() {
    let mut harness = open(Lang::En);
    to_pane(&mut harness, Pane::Findings);
    press(&mut harness, Key::ArrowDown);
    let before = app(&mut harness).view_mut().map.view().unwrap();
    app(&mut harness)
        .view_mut()
        .map
        .center_on(geo::Coord { x: 0.0, y: 0.0 });
    harness.run_steps(4);
    ask(&mut harness);
    choose(&mut harness, &word(Lang::En, "desk.menu.show"));
    let after = app(&mut harness).view_mut().map.view().unwrap();
    assert!(
        (after.center().x - before.center().x).abs() < 2_000.0,
        "{after:?}"
    );
    assert_back(&harness, Pane::Findings);
    press(&mut harness, Key::ArrowUp);
    assert_eq!(app(&mut harness).session().selection().finding, Some(0));
}

#[test]
fn the_menu_of_a_problem_of_a_feature_and_of_a_layer() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        app(&mut harness).view_mut().dock.show(Pane::Problems);
        harness.run_steps(6);
        to_pane(&mut harness, Pane::Problems);
        press(&mut harness, Key::ArrowDown);
        ask(&mut harness);
        assert_eq!(name(&harness), word(lang, "ui.problems.zoom"));
        press(&mut harness, Key::Escape);
        harness.run_steps(10);
        assert_back(&harness, Pane::Problems);
        press(&mut harness, Key::F6);
        harness.run_steps(8);
        to_pane(&mut harness, Pane::Attributes);
        press(&mut harness, Key::ArrowDown);
        harness.run_steps(4);
        assert_eq!(app(&mut harness).session().selection().features.len(), 1);
        ask(&mut harness);
        assert_eq!(name(&harness), word(lang, "desk.menu.zoom"));
        choose(&mut harness, &word(lang, "desk.menu.mark"));
        assert_eq!(app(&mut harness).session().selection().features.len(), 0);
        assert_back(&harness, Pane::Attributes);
        to_pane(&mut harness, Pane::Layers);
        press(&mut harness, Key::End);
        ask(&mut harness);
        assert_eq!(name(&harness), word(lang, "desk.tree.zoom"));
        choose(&mut harness, &word(lang, "desk.tree.only"));
        let hidden = &app(&mut harness).session().looks().hidden;
        assert!(!hidden.contains("wetland") && hidden.len() == 2, "{hidden:?}");
        assert_back(&harness, Pane::Layers);
        // A field that the item opens has the keyboard, and keeps it.
        ask(&mut harness);
        choose(&mut harness, &word(lang, "desk.tree.rename"));
        assert_eq!(name(&harness), word(lang, "desk.tree.rename"));
    }
}

/// Of a column: sorting, its condition and its figures, as by the dots behind its name.
#[test]
fn the_card_of_a_column_opens_at_its_heading() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        press(&mut harness, Key::F6);
        harness.run_steps(8);
        to_pane(&mut harness, Pane::Attributes);
        let number = word(lang, "attributes.field.number");
        tab_to(&mut harness, Role::ColumnHeader, &number);
        ask(&mut harness);
        assert_eq!(name(&harness), word(lang, "attributes.card.ascending"));
        press(&mut harness, Key::Enter);
        press(&mut harness, Key::Escape);
        harness.run_steps(10);
        assert_eq!(name(&harness), format!("{number} ▲"));
    }
}

#[test]
fn the_menu_of_the_map_is_about_the_place_under_the_cross() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        to_pane(&mut harness, Pane::Map);
        let place = geo::Coord {
            x: scene::ORIGIN.0 + 500.0,
            y: scene::ORIGIN.1 + 500.0,
        };
        app(&mut harness).view_mut().map.center_on(place);
        harness.run_steps(3);
        let centre = app(&mut harness).view_mut().map.view().unwrap().center();
        ask(&mut harness);
        assert!(name(&harness).contains("wetland"), "{:?}", name(&harness));
        press(&mut harness, Key::Escape);
        harness.run_steps(10);
        assert_back(&harness, Pane::Map);
        ask(&mut harness);
        choose(&mut harness, &word(lang, "map.menu.pin"));
        let map = &app(&mut harness).view_mut().map;
        let pins = map.pins.all().to_vec();
        assert_eq!(pins.len(), 1);
        let off_px = (pins[0].at.x - place.x).abs() / map.view().unwrap().resolution_m_per_px();
        assert!(off_px < 1.0, "{off_px}");
        assert_eq!(
            map.view().unwrap().center(),
            centre,
            "arrows did not move the map"
        );
        assert_back(&harness, Pane::Map);
    }
}

/// A right click, and then the keyboard.
#[test]
fn a_menu_that_was_opened_by_hand_is_walked_by_arrows() {
    let mut harness = open(Lang::En);
    harness
        .get_all_by_label("no-building")
        .next()
        .unwrap()
        .click_secondary();
    harness.run_steps(8);
    assert_says(&harness, "Show on the map");
    assert_eq!(app(&mut harness).session().selection().finding, Some(0));
    press(&mut harness, Key::ArrowDown);
    assert_eq!(name(&harness), "Show on the map");
    press(&mut harness, Key::Escape);
    harness.run_steps(10);
    assert_back(&harness, Pane::Findings);
}

fn alt(harness: &mut Shown) {
    for modifiers in [Modifiers::ALT, Modifiers::NONE] {
        harness.event(Event::ModifiersChanged(modifiers));
        harness.run_steps(2);
    }
    harness.run_steps(4);
}

#[test]
fn an_item_of_the_bar_is_chosen_by_arrows_and_enter() {
    for lang in Lang::ALL {
        let label = |key: &str| word(lang, &format!("ui.command.{key}.label"));
        let mut harness = open(lang);
        to_pane(&mut harness, Pane::Findings);
        alt(&mut harness);
        press(&mut harness, Key::ArrowDown);
        harness.run_steps(8);
        assert!(name(&harness).starts_with(&label("open")), "{:?}", name(&harness));
        press(&mut harness, Key::ArrowDown);
        assert!(name(&harness).starts_with(&label("add")), "{:?}", name(&harness));
        // To the menu beside it, and to the next one.
        for _ in 0..2 {
            press(&mut harness, Key::ArrowRight);
            harness.run_steps(8);
        }
        assert!(
            name(&harness).starts_with(&label("full_extent")),
            "{:?}",
            name(&harness)
        );
        let before = app(&mut harness).view_mut().graticule;
        choose(&mut harness, &label("graticule"));
        assert_eq!(app(&mut harness).view_mut().graticule, !before);
        assert!(
            harness.query_by_label_contains(&label("graticule")).is_none(),
            "it is closed"
        );
        assert_back(&harness, Pane::Findings);
        // Escape leaves everything as it is; Enter opens a menu as the arrow does.
        alt(&mut harness);
        press(&mut harness, Key::Enter);
        harness.run_steps(8);
        assert!(name(&harness).starts_with(&label("open")), "{:?}", name(&harness));
        press(&mut harness, Key::Escape);
        harness.run_steps(10);
        assert_back(&harness, Pane::Findings);
    }
}

/// A window that an item opens gives the keyboard back to where it was before the menu.
#[test]
fn a_window_of_a_menu_gives_the_keyboard_back() {
    let mut harness = open(Lang::En);
    to_pane(&mut harness, Pane::Map);
    alt(&mut harness);
    press(&mut harness, Key::ArrowDown);
    harness.run_steps(8);
    choose(&mut harness, &word(Lang::En, "ui.command.export_map.label"));
    assert_eq!(app(&mut harness).view_mut().window, Some(Window::ExportMap));
    press(&mut harness, Key::Escape);
    harness.run_steps(10);
    assert_eq!(app(&mut harness).view_mut().window, None);
    assert_back(&harness, Pane::Map);
}

/// All that is in a menu lies within the window, also where that is low: then the list ends there and scrolls.
#[test]
fn every_menu_fits_into_the_window() {
    for (lang, percent, whole) in [
        (Lang::Zh, 100, true),
        (Lang::En, 100, true),
        (Lang::En, 150, false),
        (Lang::Zh, 250, false),
    ] {
        let mut harness = open(lang);
        app(&mut harness).view_mut().scale = redshank::ui::scale::Scale::new(percent);
        harness.run_steps(4);
        let window = harness.ctx.content_rect();
        let texts = redshank::texts(lang);
        for key in ["file", "edit", "view", "tools", "help"] {
            let menu = &texts[&format!("ui.menu.{key}")];
            harness.get_by_role_and_label(Role::Button, menu).click();
            harness.run_steps(8);
            let drawn = harness.ctx.memory(|memory| {
                let areas = memory.areas();
                let seen = memory.layer_ids().filter(|layer| areas.is_visible(layer));
                let popups = seen.filter(|layer| layer.order == Order::Foreground);
                let rects = popups.filter_map(|layer| memory.area_rect(layer.id));
                rects.fold(Rect::NOTHING, Rect::union)
            });
            assert!(drawn.is_positive());
            assert!(window.contains_rect(drawn), "{key} at {percent} %: {drawn:?}");
            if key == "view" && whole {
                let last = word(lang, "ui.command.language.label");
                let items: Vec<Rect> = harness
                    .get_all_by_role(Role::Button)
                    .filter(|node| {
                        let label = node.accesskit_node().label().unwrap_or_default();
                        label.starts_with(&last) || label.starts_with(&word(lang, "areas.title"))
                    })
                    .map(|node| node.rect())
                    .collect();
                assert!(items.len() >= 2, "{items:?}");
                for rect in items {
                    assert!(drawn.contains_rect(rect), "{rect:?} in {drawn:?}");
                }
            }
            harness.key_press(Key::Escape);
            harness.run_steps(6);
        }
    }
}

/// Where a menu is longer than the window the wheel reaches its last entry.
#[test]
fn a_long_menu_scrolls() {
    let mut harness = open(Lang::En);
    app(&mut harness).view_mut().scale = redshank::ui::scale::Scale::new(250);
    harness.run_steps(4);
    let menu = word(Lang::En, "ui.menu.view");
    harness.get_by_role_and_label(Role::Button, &menu).click();
    harness.run_steps(8);
    let last = word(Lang::En, "ui.command.language.label");
    let bottom = |harness: &Shown| {
        let all = harness.get_all_by_label_contains(&last);
        all.map(|node| node.rect().bottom()).fold(0.0, f32::max)
    };
    let window = harness.ctx.content_rect();
    assert!(bottom(&harness) > window.bottom(), "{}", bottom(&harness));
    harness.hover_at(Pos2::new(160.0, 200.0));
    harness.run_steps(2);
    for _ in 0..10 {
        harness.event(Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -300.0),
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(4);
    }
    assert!(bottom(&harness) <= window.bottom(), "{}", bottom(&harness));
}
