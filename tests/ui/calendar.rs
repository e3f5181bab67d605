//! The calendar of the day that rules are judged by.

use super::keyboard::{focused, press, tab_to};
use super::*;

/// The calendar over the example, opened by its button.
fn opened(lang: Lang) -> Harness<'static, Stage> {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut session = session();
    session.dispatch(Command::Open(vec![maps]));
    let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
    let day = "2026-11-23".parse().unwrap();
    harness
        .state_mut()
        .app()
        .dispatch(Command::Edit(Edit::SetAsOf(Some(day))));
    harness.run_steps(6);
    harness
}

fn as_of(harness: &mut Harness<'static, Stage>) -> String {
    harness.state_mut().app().session().as_of().to_string()
}

#[test]
fn a_day_is_chosen_by_the_keyboard_alone() {
    for (lang, title) in [(Lang::En, "November 2026"), (Lang::Zh, "2026 年 11 月")] {
        let mut harness = opened(lang);
        tab_to(&mut harness, Role::Button, &word(lang, "calendar.open"));
        press(&mut harness, Key::Enter);
        harness.run_steps(6);
        assert_says(&harness, title);
        assert_eq!(focused(&harness).unwrap().1, "2026-11-23");
        press(&mut harness, Key::ArrowDown);
        press(&mut harness, Key::ArrowDown);
        assert!(
            focused(&harness).unwrap().1.starts_with("2026-12-07"),
            "{:?}",
            focused(&harness)
        );
        press(&mut harness, Key::PageUp);
        press(&mut harness, Key::ArrowLeft);
        assert!(
            focused(&harness).unwrap().1.starts_with("2026-11-06"),
            "{:?}",
            focused(&harness)
        );
        press(&mut harness, Key::Escape);
        harness.run_steps(10);
        assert!(harness.query_by_label(title).is_none(), "Escape closes it");
        assert_eq!(as_of(&mut harness), "2026-11-23", "and chooses nothing");
        assert_eq!(focused(&harness).unwrap().1, word(lang, "calendar.open"));
        press(&mut harness, Key::Enter);
        harness.run_steps(6);
        press(&mut harness, Key::ArrowRight);
        press(&mut harness, Key::Enter);
        harness.run_steps(10);
        assert_eq!(as_of(&mut harness), "2026-11-24");
        assert!(harness.query_by_label(title).is_none());
    }
}

#[test]
fn the_calendar_shows_what_changes() {
    for lang in Lang::ALL {
        let mut harness = opened(lang);
        harness
            .get_by_role_and_label(Role::Button, &word(lang, "calendar.open"))
            .click();
        harness.run_steps(6);
        let earlier = word(lang, "calendar.earlier");
        let earlier = earlier.split("%{").next().unwrap();
        harness.get_by_label_contains(earlier).click();
        harness.run_steps(6);
        let begins = word(lang, "calendar.begins");
        let begins = begins.split("%{").next().unwrap();
        let ends = word(lang, "calendar.ends");
        let ends = ends.split("%{").next().unwrap();
        let all = labels(&harness);
        let told = |mark: &str| all.iter().any(|label| label.contains(mark));
        assert!(told(begins) || told(ends), "{all:#?}");
        // A day that is marked says so, and a look at it tells how many rules it is about.
        let is_marked = |node: &egui_kittest::Node<'_>| {
            let label = node.accesskit_node().label().unwrap_or_default();
            label.contains(begins.trim()) || label.contains(ends.trim())
        };
        let at = {
            let mut days = harness.get_all_by_role(Role::Button).filter(is_marked);
            days.next_back().unwrap().rect().center()
        };
        harness.hover_at(at);
        harness.run_steps(4);
        let compared = word(lang, "calendar.compared");
        let mark = compared
            .split('}')
            .nth(2)
            .unwrap()
            .split("%{")
            .next()
            .unwrap()
            .to_owned();
        assert_says(&harness, &mark);
        click_at(&mut harness, at);
        harness.run_steps(6);
        assert_ne!(as_of(&mut harness), "2026-11-23");
    }
}
