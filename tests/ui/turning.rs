//! Turning the map: the box in the status bar, commands, the arrow on the map.

use super::*;

fn degrees(harness: &mut Harness<'_, Stage>) -> f64 {
    let view = harness.state_mut().app().view_mut();
    view.map.view().unwrap().turn().degrees()
}

/// Types into the box of the status bar.
fn typed(harness: &mut Harness<'_, Stage>, lang: Lang, text: &str) {
    let field = word(lang, "ui.turn");
    harness.get_by_role_and_label(Role::SpinButton, &field).click();
    harness.run_steps(3);
    harness.event(Event::Text(text.into()));
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
}

#[test]
fn an_angle_is_typed_and_taken_back() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for (text, expected) in [("30", 30.0), ("-12.5°", -12.5), ("270", -90.0), ("north", -90.0)] {
            typed(&mut harness, lang, text);
            assert_eq!(degrees(&mut harness), expected, "{text}");
        }
        let field = word(lang, "ui.turn");
        let field = harness
            .get_by_role_and_label(Role::SpinButton, &field)
            .rect()
            .center();
        click_at(&mut harness, field);
        harness.key_press(Key::ArrowUp);
        harness.run_steps(2);
        assert_eq!(degrees(&mut harness), -89.0);
        harness.key_press(Key::Home);
        harness.run_steps(2);
        assert_eq!(degrees(&mut harness), 0.0);
        harness.key_press(Key::Escape);
        harness.run_steps(2);
        typed(&mut harness, lang, "45");
        harness.hover_at(field);
        harness.run_steps(20);
        for pressed in [true, false, true, false] {
            harness.event(Event::PointerButton {
                pos: field,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            harness.run_steps(1);
        }
        harness.run_steps(3);
        assert_eq!(degrees(&mut harness), 0.0, "a double click");
    }
}

#[test]
fn commands_turn_the_map_by_keys_and_from_the_menu() {
    let mut harness = open(Lang::En);
    for (key, expected) in [
        (Key::CloseBracket, 15.0),
        (Key::CloseBracket, 30.0),
        (Key::OpenBracket, 15.0),
        (Key::Backslash, 0.0),
        (Key::OpenBracket, -15.0),
    ] {
        harness.key_press(key);
        harness.run_steps(3);
        assert!((degrees(&mut harness) - expected).abs() < 1e-9, "{key:?}");
    }
    let menu = word(Lang::En, "ui.menu.view");
    harness.get_by_role_and_label(Role::Button, &menu).click();
    harness.run_steps(3);
    let turn = word(Lang::En, "ui.menu.turn");
    harness.get_by_label_contains(&turn).hover();
    harness.run_steps(12);
    let north_up = word(Lang::En, "ui.command.north_up.label");
    harness
        .get_all_by_label_contains(&north_up)
        .find(|node| {
            let label = node.accesskit_node().label();
            label.is_some_and(|label| !label.contains("turned"))
        })
        .unwrap()
        .click();
    harness.run_steps(3);
    assert_eq!(degrees(&mut harness), 0.0);
}

#[test]
fn the_arrow_on_the_map_turns_north_up() {
    for (lang, words) in [
        (Lang::Zh, "正北朝上（地图已转 15.0°）"),
        (Lang::En, "North up (the map is turned by 15.0°)"),
    ] {
        let mut harness = open(lang);
        assert!(harness.query_by_label(words).is_none());
        harness.key_press(Key::CloseBracket);
        harness.run_steps(3);
        harness.get_by_role_and_label(Role::Button, words).click();
        harness.run_steps(3);
        assert_eq!(degrees(&mut harness), 0.0);
    }
}

/// A bookmark of a turned map comes back as it was.
#[test]
fn a_place_is_remembered_with_its_angle() {
    let mut harness = open(Lang::En);
    typed(&mut harness, Lang::En, "30");
    let before = harness.state_mut().app().view_mut().map.view().unwrap();
    let bookmark = word(Lang::En, "ui.command.bookmark.label");
    let menu = word(Lang::En, "ui.menu.view");
    harness.get_by_role_and_label(Role::Button, &menu).click();
    harness.run_steps(3);
    harness
        .get_all_by_label_contains(&bookmark)
        .next()
        .unwrap()
        .click();
    harness.run_steps(3);
    // The name that is proposed.
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    harness.key_press(Key::Backslash);
    harness.run_steps(3);
    assert_eq!(degrees(&mut harness), 0.0);
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    let place = workspace.bookmarks.last().unwrap();
    let view = harness.state_mut().app().view_mut();
    view.map.fit_turned(place.extent, place.turn);
    harness.run_steps(3);
    let after = harness.state_mut().app().view_mut().map.view().unwrap();
    assert_eq!(after.turn(), before.turn());
    let apart = (after.center().x - before.center().x).hypot(after.center().y - before.center().y);
    assert!(apart < before.resolution_m_per_px(), "{apart}");
}
