//! Identify, pins, and the page of numbers.

use eframe::egui::{OutputCommand, Pos2};

use super::*;

/// Where a place of the scene falls on the screen.
fn on_screen(harness: &mut Harness<'_, Stage>, x: f64, y: f64) -> Pos2 {
    let view = harness.state_mut().app().view_mut();
    let pane = view.map.view().unwrap().on(view.map_rect.unwrap());
    pane.screen_from_map(geo::Coord {
        x: scene::ORIGIN.0 + x,
        y: scene::ORIGIN.1 + y,
    })
}

#[test]
fn a_click_lists_what_there_is_to_know_about_a_place() {
    for (lang, words) in [
        (
            Lang::Zh,
            [
                "此处信息",
                "度分秒",
                "椭球面积 99.9960",
                "这不是结论",
                "在其内",
                "冲突",
            ],
        ),
        (
            Lang::En,
            [
                "What is here",
                "Degrees, minutes, seconds",
                "Area on the ellipsoid 99.9960",
                "A trial, not a verdict",
                "Inside",
                "Conflict",
            ],
        ),
    ] {
        let mut harness = open(lang);
        harness.key_press(Key::I);
        harness.run_steps(2);
        assert_eq!(harness.state_mut().app().view_mut().map.tool(), Tool::Identify);
        let at = on_screen(&mut harness, 500.0, 500.0);
        click_at(&mut harness, at);
        words.iter().for_each(|words| assert_says(&harness, words));
        let article = if lang == Lang::Zh {
            "《某法》第一条"
        } else {
            "Some Law, Art. 1"
        };
        assert_says(&harness, article);
        let close = if lang == Lang::Zh {
            "关闭此处信息"
        } else {
            "Close what is here"
        };
        harness.get_by_label(close).click();
        harness.run_steps(3);
        assert!(harness.state_mut().app().view_mut().identify.place().is_none());
    }
}

#[test]
fn a_coordinate_is_copied_by_a_click() {
    let mut harness = open(Lang::En);
    harness.key_press(Key::I);
    harness.run_steps(2);
    let at = on_screen(&mut harness, 500.0, 500.0);
    click_at(&mut harness, at);
    harness.get_by_label_contains("40540").click();
    let mut text = None;
    for _ in 0..4 {
        harness.step();
        let commands = &harness.output().platform_output.commands;
        text = text.or_else(|| {
            commands.iter().find_map(|command| match command {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            })
        });
    }
    assert!(text.unwrap().starts_with("40540"));
}

#[test]
fn pins_are_dropped_and_taken_away() {
    let mut harness = open(Lang::En);
    harness.key_press(Key::T);
    harness.run_steps(2);
    let at = on_screen(&mut harness, 500.0, 500.0);
    click_at(&mut harness, at);
    assert_eq!(harness.state_mut().app().view_mut().map.pins.all().len(), 1);
    // Its head stands over the place.
    click_at(&mut harness, at - vec2(0.0, 20.0));
    assert_eq!(harness.state_mut().app().view_mut().map.pins.all().len(), 0);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert_eq!(harness.state_mut().app().view_mut().map.tool(), Tool::Select);
}

#[test]
fn numbers_with_their_method() {
    for (lang, words) in [
        (
            Lang::Zh,
            [
                "全部项目占用（按区域类别）",
                "不重复（公顷）",
                "复制该数字及算法：湿地",
            ],
        ),
        (
            Lang::En,
            [
                "Taken by all projects (by role)",
                "Union (ha)",
                "Copy the figure with its method: Wetland",
            ],
        ),
    ] {
        let mut harness = open(lang);
        harness.state_mut().app().view_mut().dock.show(Pane::Numbers);
        harness.run_steps(4);
        words.iter().for_each(|words| assert_says(&harness, words));
        harness.get_by_label(words[2]).click();
        let mut text = None;
        for _ in 0..4 {
            harness.step();
            text = text.or_else(|| copied(&harness));
        }
        let text = text.unwrap();
        // Half of a square of 200 m lies in the wetland.
        assert!(
            text.contains("1.9999") && text.contains("wetland.geojson") && text.contains("EPSG:4549"),
            "{text}"
        );
    }
}
