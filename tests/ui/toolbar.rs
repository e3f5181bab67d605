//! The bars at every size of letters: no command is lost, nothing lies over anything else, every figure keeps its name.

use eframe::egui::Rect;
use redshank::ui::bars::top_bar::TOOLS;

use super::fits::texts;
use super::*;

const SCREEN_PX: (f32, f32) = (1440.0, 900.0);
const PERCENTS: [f32; 4] = [75.0, 100.0, 150.0, 200.0];

/// The example in a window of 1440 × 900 pixels, with letters of that size.
fn example(lang: Lang, percent: f32) -> Harness<'static, Stage> {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut session = session();
    session.dispatch(Command::Open(vec![maps]));
    let stage = Stage {
        parts: Some((session, ViewState::new(lang))),
        app: None,
    };
    let zoom = percent / 100.0;
    let builder = Harness::builder()
        .with_size(vec2(SCREEN_PX.0, SCREEN_PX.1) / zoom)
        .with_pixels_per_point(zoom)
        .with_step_dt(0.05);
    let mut harness = builder.build_ui_state(frame, stage);
    harness.run_steps(30);
    harness
}

fn buttons(harness: &Harness<'_, Stage>) -> Vec<(String, Rect)> {
    let nodes = harness.get_all_by_role(Role::Button);
    nodes
        .filter_map(|node| Some((node.accesskit_node().label()?, node.rect())))
        .collect()
}

#[test]
fn every_tool_is_seen_or_in_the_menu_of_the_others() {
    for (lang, percent) in Lang::ALL
        .into_iter()
        .flat_map(|lang| PERCENTS.map(|percent| (lang, percent)))
    {
        let mut harness = example(lang, percent);
        let more = word(lang, "ui.more_tools");
        let command_box = word(lang, "ui.command.command_box.label");
        let row = harness.get_by_role_and_label(Role::Button, &command_box).rect();
        let seen: Vec<(String, Rect)> = buttons(&harness)
            .into_iter()
            .filter(|(_, rect)| row.y_range().contains(rect.center().y))
            .collect();
        let screen = harness.ctx.content_rect();
        for (place, (name, rect)) in seen.iter().enumerate() {
            assert!(screen.contains_rect(*rect), "{percent} %: {name} at {rect}");
            for (other, under) in &seen[place + 1..] {
                let common = rect.intersect(*under);
                let apart = common.width() < 0.5 || common.height() < 0.5;
                assert!(apart, "{percent} %: {name} {rect} lies over {other} {under}");
            }
        }
        let mut names: Vec<String> = seen.into_iter().map(|(name, _)| name).collect();
        let has_more = harness.query_by_role_and_label(Role::Button, &more).is_some();
        assert_eq!(has_more, percent > 100.0, "{percent} %");
        if has_more {
            harness.get_by_role_and_label(Role::Button, &more).click();
            harness.run_steps(4);
            names.extend(buttons(&harness).into_iter().map(|(name, _)| name));
        }
        for action in TOOLS.iter().copied().flatten() {
            let label = action.entry().label(lang);
            let is_there = names.iter().any(|name| name.starts_with(&label));
            assert!(is_there, "{percent} %: {label} is lost");
        }
    }
}

#[test]
fn a_tool_in_the_menu_of_the_others_is_taken_up_by_the_keyboard() {
    let mut harness = example(Lang::En, 200.0);
    let more = word(Lang::En, "ui.more_tools");
    let button = harness.get_by_role_and_label(Role::Button, &more);
    button.focus();
    harness.run_steps(3);
    harness.key_press(Key::ArrowDown);
    harness.run_steps(6);
    let area = word(Lang::En, "ui.command.measure_area.label");
    for _ in 0..20 {
        let name = super::keyboard::focused(&harness).map(|(_, name, _)| name);
        if name.is_some_and(|name| name.starts_with(&area)) {
            break;
        }
        harness.key_press(Key::ArrowDown);
        harness.run_steps(3);
    }
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let tool = harness.state_mut().app().view_mut().map.tool();
    assert!(matches!(tool, Tool::Measure(_)), "{tool:?}");
}

/// Words over words; of the bars above the panes and the one below.
#[test]
fn no_words_of_the_bars_lie_over_each_other() {
    for (lang, percent) in Lang::ALL
        .into_iter()
        .flat_map(|lang| PERCENTS.map(|percent| (lang, percent)))
    {
        let mut harness = example(lang, percent);
        // Under the pointer there are coordinates to be shown.
        let map = harness.state_mut().app().view_mut().map_rect.unwrap();
        harness.hover_at(map.center());
        harness.run_steps(3);
        let screen = harness.ctx.content_rect();
        let panes_top = harness.get_by_label(&Pane::Layers.title(lang)).rect().top();
        let panes_top = panes_top.min(map.top());
        let status = screen.bottom() - 34.0;
        let words: Vec<(Rect, String)> = texts(&harness)
            .into_iter()
            .map(|(rect, clip, galley)| (rect.intersect(clip), galley.job.text.clone()))
            .filter(|(rect, text)| rect.area() > 1.0 && !text.trim().is_empty())
            .filter(|(rect, _)| rect.bottom() < panes_top || rect.top() > status)
            .collect();
        assert!(words.len() > 20, "{percent} %: {words:?}");
        for (place, (rect, text)) in words.iter().enumerate() {
            assert!(
                screen.expand(1.0).contains_rect(*rect),
                "{percent} %: {text:?} at {rect}"
            );
            for (under, other) in &words[place + 1..] {
                let common = rect.intersect(*under);
                let apart = common.width() < 1.0 || common.height() < 3.0;
                assert!(apart, "{percent} %: {text:?} {rect} lies over {other:?} {under}");
            }
        }
    }
}

#[test]
fn every_figure_of_the_strip_keeps_its_name() {
    for (lang, percent) in Lang::ALL
        .into_iter()
        .flat_map(|lang| PERCENTS.map(|percent| (lang, percent)))
    {
        let harness = example(lang, percent);
        let panes_top = harness.get_by_label(&Pane::Layers.title(lang)).rect().top();
        let mut figures = 0;
        for (rect, _, galley) in texts(&harness) {
            let text = galley.job.text.trim();
            if rect.bottom() > panes_top || !(text.ends_with("ha") || text.ends_with("公顷")) {
                continue;
            }
            figures += 1;
            let first = text.chars().next().unwrap();
            assert!(!first.is_ascii_digit(), "{percent} %: {text:?} has no name");
        }
        if percent <= 100.0 {
            assert!(figures > 0, "{percent} %: no figure is shown");
        }
        // Menus, tools, and two lines of figures at most, and the tab of the pane.
        assert!(panes_top < 180.0, "{percent} %: the bars are {panes_top} high");
    }
}

/// Notes on the map have a line each, and the card of a drawing stands below them.
#[test]
fn notes_fold_and_the_card_of_a_drawing_does_not_cover_them() {
    for lang in Lang::ALL {
        let mut harness = example(lang, 150.0);
        let note = word(lang, "map.all_synthetic");
        let rect_of = |harness: &Harness<'_, Stage>, text: &str| -> Option<Rect> {
            let all = texts(harness);
            let mut found = all.into_iter().filter(|(.., galley)| galley.job.text == text);
            found.next().map(|(rect, ..)| rect)
        };
        let folded = rect_of(&harness, &note).unwrap();
        assert!(folded.height() < 20.0, "{folded}");
        harness.key_press(Key::D);
        harness.run_steps(6);
        let card = rect_of(&harness, &word(lang, "sketch.draw_area")).unwrap();
        assert!(card.top() > folded.bottom(), "{card} over {folded}");
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        if harness.query_by_role_and_label(Role::Button, &note).is_some() {
            harness.get_by_role_and_label(Role::Button, &note).click();
            harness.run_steps(4);
            let unfolded = rect_of(&harness, &note).unwrap();
            assert!(unfolded.height() > folded.height(), "{unfolded}");
            harness.get_by_role_and_label(Role::Button, &note).click();
            harness.run_steps(4);
            assert_eq!(rect_of(&harness, &note), Some(folded));
        }
    }
}
