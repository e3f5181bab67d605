//! The command box: commands in both languages, names, places, scales.

use redshank::ui::view_state::Ask;

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

/// Types the name of a command into the box, and confirms it.
fn done(harness: &mut Harness<'_, Stage>, lang: Lang, key: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    let name = redshank::texts(lang)[&format!("ui.command.{key}.label")].clone();
    harness.event(Event::Text(name));
    harness.run_steps(5);
    harness.key_press(Key::Enter);
    harness.run_steps(5);
}

#[test]
fn deeds_of_menus_are_found_and_wait_for_something_that_is_picked() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        // Nothing is picked: they are there, and do nothing.
        done(&mut harness, lang, "layer_remove");
        harness.key_press(Key::Escape);
        harness.run_steps(3);
        let layers = |harness: &mut Harness<'_, Stage>| {
            let session = harness.state_mut().app().session();
            session.workspace().unwrap().layers.len()
        };
        assert_eq!(layers(&mut harness), 3);
        harness.state_mut().app().view_mut().open_layer = Some("wind".into());
        done(&mut harness, lang, "layer_only");
        let hidden = harness.state_mut().app().session().looks().hidden.len();
        assert_eq!(hidden, 2);
        done(&mut harness, lang, "layer_save_style");
        let view = harness.state_mut().app().view_mut();
        assert_eq!(view.window, Some(Window::PathOf(Ask::StyleToSave)));
        assert_eq!(view.tree.style_of.as_deref(), Some("wind"));
        view.window = None;
        done(&mut harness, lang, "layer_duplicate");
        assert_eq!(layers(&mut harness), 4);
        done(&mut harness, lang, "layer_remove");
        assert_eq!(layers(&mut harness), 3);
        let session = harness.state_mut().app().session();
        assert!(session.workspace().unwrap().layer("wind").is_none());
    }
}

#[test]
fn what_is_picked_in_a_table_is_shown_and_copied_by_commands() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(4);
        let center = |harness: &mut Harness<'_, Stage>| {
            harness.state_mut().app().view_mut().map.view().unwrap().center()
        };
        let before = center(&mut harness);
        done(&mut harness, lang, "finding_show");
        harness.run_steps(10);
        assert_ne!(center(&mut harness), before);
        harness.state_mut().app().view_mut().problems.picked = Some(0);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        harness.run_steps(3);
        let name = redshank::texts(lang)["ui.command.problem_copy.label"].clone();
        harness.event(Event::Text(name));
        harness.run_steps(5);
        // Down only: what is copied is known for one frame.
        harness.event(Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        let mut text = None;
        for _ in 0..5 {
            harness.step();
            text = copied(&harness).or(text);
        }
        let text = text.unwrap();
        assert!(
            text.starts_with("wetland\t") || text.contains("\twetland\t"),
            "{text}"
        );
    }
}

/// What can be done with rows and columns of the attribute table is done by commands, too, as long as the table is in sight.
#[test]
fn the_attribute_table_is_worked_with_by_commands() {
    use redshank::attributes::sheet::Field;
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.key_press(Key::F6);
        harness.run_steps(8);
        let count = |harness: &mut Harness<'_, Stage>| {
            let attributes = &harness.state_mut().app().view_mut().attributes;
            attributes.rows().map_or(0, |rows| rows.len())
        };
        let all = count(&mut harness);
        assert!(all > 0);
        let selected =
            |harness: &mut Harness<'_, Stage>| harness.state_mut().app().session().selection().features.len();
        done(&mut harness, lang, "table_select_shown");
        assert_eq!(selected(&mut harness), all);
        harness.state_mut().app().view_mut().attributes.cursor = Some(0);
        done(&mut harness, lang, "table_mark_row");
        assert_eq!(selected(&mut harness), all - 1);
        let center = |harness: &mut Harness<'_, Stage>| {
            harness.state_mut().app().view_mut().map.view().unwrap().center()
        };
        harness
            .state_mut()
            .app()
            .view_mut()
            .map
            .fit(redshank::geom::extent::Extent::from_corners(
                geo::Coord { x: 0.0, y: 0.0 },
                geo::Coord { x: 10.0, y: 10.0 },
            ));
        harness.run_steps(4);
        let before = center(&mut harness);
        done(&mut harness, lang, "table_zoom_row");
        harness.run_steps(10);
        assert_ne!(center(&mut harness), before);
        let sheet = {
            let attributes = &mut harness.state_mut().app().view_mut().attributes;
            let sheet = attributes.sheet().unwrap().clone();
            let choice = attributes.choice_mut().unwrap();
            choice.expression = "$id = 'nobody'".to_owned();
            choice.sort = Some((Field::AreaHa, true));
            choice.layout.set_hidden(&sheet, &Field::AreaHa, true);
            sheet
        };
        harness.run_steps(6);
        done(&mut harness, lang, "table_all_rows");
        done(&mut harness, lang, "table_all_columns");
        done(&mut harness, lang, "table_own_order");
        assert_eq!(count(&mut harness), all);
        let attributes = &mut harness.state_mut().app().view_mut().attributes;
        let choice = attributes.choice_mut().unwrap();
        assert!(choice.is_open() && choice.sort.is_none());
        assert!(!choice.layout.is_hidden(&Field::AreaHa) && sheet.row_count() == all);
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
