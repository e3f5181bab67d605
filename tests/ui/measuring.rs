//! Measuring to its end, what its menu copies, and how everybody hears of what was copied.

use redshank::ui::map::measure::MeasureKind;

use super::keyboard::press;
use super::*;

fn button(pos: Pos2, button: PointerButton, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

/// A click, and longer than a double click would take.
fn click(harness: &mut Harness<'static, Stage>, at: Pos2, which: PointerButton) {
    harness.hover_at(at);
    harness.run_steps(1);
    for pressed in [true, false] {
        harness.event(button(at, which, pressed));
        harness.run_steps(1);
    }
    harness.run_steps(12);
}

fn map_center(harness: &mut Harness<'static, Stage>) -> Pos2 {
    harness.state_mut().app().view_mut().map_rect.unwrap().center()
}

fn measured(lang: Lang, kind: MeasureKind) -> (Harness<'static, Stage>, Pos2) {
    let mut harness = open(lang);
    harness
        .state_mut()
        .app()
        .view_mut()
        .map
        .set_tool(Tool::Measure(kind));
    harness.run_steps(2);
    let center = map_center(&mut harness);
    for at in [vec2(-60.0, 0.0), vec2(60.0, 0.0), vec2(60.0, 50.0)] {
        click(&mut harness, center + at, PointerButton::Primary);
    }
    (harness, center)
}

/// What the toolkit was asked to copy after a click on that item of the menu.
fn copied_by(harness: &mut Harness<'static, Stage>, item: &str) -> Option<String> {
    harness.get_by_label_contains(item).click();
    (0..6).find_map(|_| {
        harness.step();
        copied(harness)
    })
}

#[test]
fn the_right_button_ends_a_measurement_and_its_menu_copies_the_figures() {
    for lang in Lang::ALL {
        let choices = [
            (MeasureKind::Length, "map.menu.copy_length"),
            (MeasureKind::Area, "map.menu.copy_area"),
            (MeasureKind::Area, "map.menu.copy_perimeter"),
        ];
        for (kind, key) in choices {
            let (mut harness, center) = measured(lang, kind);
            click(&mut harness, center + vec2(-40.0, 60.0), PointerButton::Secondary);
            let draft = harness
                .state_mut()
                .app()
                .view_mut()
                .map
                .measurement()
                .unwrap()
                .clone();
            assert!(!draft.is_open() && draft.vertices().len() == 3, "{draft:?}");
            let item = word(lang, key).replace("%{text}", "");
            let text = copied_by(&mut harness, item.trim()).unwrap();
            assert!(
                text.ends_with(if key == "map.menu.copy_area" { "²" } else { " m" })
                    || text.contains("平方米"),
                "{text}"
            );
            harness.run_steps(3);
            assert_says(&harness, &word(lang, "copying.line").replace("%{text}", &text));
        }
    }
}

#[test]
fn enter_and_escape_end_a_measurement_and_a_last_escape_puts_the_tool_away() {
    let (mut harness, _) = measured(Lang::En, MeasureKind::Length);
    let state = |harness: &mut Harness<'static, Stage>| {
        let map = &harness.state_mut().app().view_mut().map;
        let draft = map.measurement();
        draft.map(|draft| (draft.vertices().len(), draft.is_open()))
    };
    press(&mut harness, Key::Enter);
    assert_eq!(state(&mut harness), Some((3, false)));
    let (mut harness, _) = measured(Lang::En, MeasureKind::Length);
    press(&mut harness, Key::Escape);
    assert_eq!(state(&mut harness), Some((3, false)), "it stands");
    press(&mut harness, Key::Escape);
    assert_eq!(state(&mut harness), Some((0, true)), "it goes");
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state_mut().app().view_mut().map.tool(), Tool::Select);
}

#[test]
fn ctrl_c_is_answered_also_where_there_is_nothing_to_copy() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let center = map_center(&mut harness);
        click(&mut harness, center, PointerButton::Primary);
        harness.event(Event::Copy);
        harness.run_steps(4);
        assert_says(&harness, &word(lang, "copying.nothing"));
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(4);
        harness.event(Event::Copy);
        harness.run_steps(6);
        let lines = word(lang, "copying.lines").replace("%{count}", "2");
        assert_says(&harness, lines.split("%{").next().unwrap());
        assert!(harness.query_by_label(&word(lang, "copying.nothing")).is_none());
        // After some seconds the bar is free again.
        harness.run_steps(120);
        let ready = word(lang, "ui.ready");
        assert_says(&harness, &ready);
    }
}

#[test]
fn features_of_one_name_are_told_apart_in_the_menu_of_the_map() {
    let square = || scene::square(0.0, 0.0, 1000.0);
    let layer = scene::layer("wetland", LayerRole::Wetland, vec![square(), square()]);
    let named = redshank::model::layer::Layer::new(
        layer.about.clone(),
        layer.provenance.clone(),
        layer
            .features()
            .iter()
            .map(|feature| redshank::model::feature::Feature {
                properties: [("name".into(), "marsh".into())].into_iter().collect(),
                ..feature.clone()
            })
            .collect(),
    );
    let mut about = named.about.clone();
    about.fields.name = Some("name".to_owned());
    let named =
        redshank::model::layer::Layer::new(about, named.provenance.clone(), named.features().to_vec());
    let mut session = session();
    session.show(scene::workspace(vec![named], Vec::new()));
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    let center = map_center(&mut harness);
    click(&mut harness, center, PointerButton::Secondary);
    let mut items: Vec<String> = labels(&harness)
        .into_iter()
        .filter(|label| label.starts_with("Zoom to marsh"))
        .collect();
    items.sort();
    assert_eq!(items.len(), 2, "{items:?}");
    assert_ne!(items[0], items[1]);
    assert!(items.iter().all(|item| item.contains("(wetland)")), "{items:?}");
}
