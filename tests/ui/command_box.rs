//! The command box: commands in both languages, names, places, scales.

use super::*;

fn typed(lang: Lang, text: &str) -> Harness<'static, Stage> {
    let mut harness = open(lang);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    harness.event(Event::Text(text.to_owned()));
    harness.run_steps(5);
    harness
}

fn enter(harness: &mut Harness<'_, Stage>) {
    harness.key_press(Key::Enter);
    harness.run_steps(5);
    assert!(!harness.state_mut().app().view_mut().command_box.is_open());
}

#[test]
fn commands_are_found_in_either_language() {
    for (lang, text, shown) in [
        (Lang::En, "export map", "Export map…"),
        (Lang::En, "导出地图", "Export map…"),
        (Lang::Zh, "导出地图", "导出地图…"),
        (Lang::Zh, "export map", "导出地图…"),
    ] {
        let mut harness = typed(lang, text);
        assert_says(&harness, shown);
        enter(&mut harness);
        assert_eq!(
            harness.state_mut().app().view_mut().window,
            Some(Window::ExportMap),
            "{text}"
        );
    }
}

#[test]
fn the_last_commands_come_first() {
    let mut harness = typed(Lang::En, "graticule");
    enter(&mut harness);
    assert!(harness.state_mut().app().view_mut().graticule);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    enter(&mut harness);
    assert!(!harness.state_mut().app().view_mut().graticule);
}

#[test]
fn a_place_is_gone_to_and_marked() {
    for lang in Lang::ALL {
        let mut harness = typed(lang, "EPSG 1");
        harness.key_press(Key::Escape);
        harness.run_steps(3);
        drop(harness);
        let mut harness = typed(lang, "540500, 3353500");
        enter(&mut harness);
        let map = &harness.state_mut().app().view_mut().map;
        let pins = map.pins.all().to_vec();
        assert_eq!(pins.len(), 1);
        assert_eq!((pins[0].at.x, pins[0].at.y), (540_500.0, 3_353_500.0));
        let center = map.view().unwrap().center();
        assert!(
            (center.x - 540_500.0).hypot(center.y - 3_353_500.0) < 1.0,
            "{center:?}"
        );
    }
}

#[test]
fn a_scale_is_set() {
    let mut harness = typed(Lang::Zh, "1:50000");
    assert_says(&harness, "1:50,000");
    enter(&mut harness);
    let view = harness.state_mut().app().view_mut().map.view().unwrap();
    assert!((view.scale_denominator() - 50_000.0).abs() < 1.0);
}

#[test]
fn a_feature_is_found_by_its_layers_id() {
    let mut harness = typed(Lang::En, "1");
    // Three layers have a feature 1; the top one of the map comes first.
    let hits = harness.state_mut().app().view_mut().command_box.names().len();
    assert_eq!(hits, 3);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(!harness.state_mut().app().view_mut().command_box.is_open());
}

#[test]
fn arrows_choose_and_nonsense_finds_nothing() {
    let mut harness = typed(Lang::En, "measure");
    harness.key_press(Key::ArrowDown);
    harness.run_steps(2);
    assert_eq!(harness.state_mut().app().view_mut().command_box.chosen, 1);
    drop(harness);
    for (lang, nothing) in [(Lang::Zh, "没有找到"), (Lang::En, "Nothing found")] {
        let harness = typed(lang, "qqqqzzzz");
        assert_says(&harness, nothing);
    }
}
