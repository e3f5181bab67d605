//! What goes to the clipboard, and in which units tables stand.

use redshank::report::units::AreaUnit;
use redshank::ui::areas::Areas;

use super::*;

/// What the toolkit was asked to copy within some frames after Ctrl+C.
fn copied_by_key(harness: &mut Harness<'_, Stage>) -> Option<String> {
    harness.event(Event::Copy);
    (0..6).find_map(|_| {
        harness.step();
        copied(harness)
    })
}

#[test]
fn the_picked_finding_is_copied_by_its_key_and_all_after_ctrl_a() {
    for (lang, project) in [(Lang::En, "Project\t"), (Lang::Zh, "项目\t")] {
        let mut session = session();
        session.show(two_projects());
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        assert_eq!(copied_by_key(&mut harness), None, "the table has no focus");
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(4);
        let one = copied_by_key(&mut harness).unwrap();
        assert!(one.contains(project) && one.contains("no-building"), "{one}");
        assert_eq!(one.trim_end().lines().count(), 2, "{one}");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run_steps(3);
        let all = copied_by_key(&mut harness).unwrap();
        assert_eq!(all.trim_end().lines().count(), 3, "{all}");
    }
}

#[test]
fn tables_of_numbers_follow_the_chosen_unit() {
    for (lang, headings) in [
        (
            Lang::En,
            [
                (AreaUnit::Mu, "Union (mu)", "30.00"),
                (AreaUnit::Km2, "Union (km²)", "0.019"),
            ],
        ),
        (
            Lang::Zh,
            [
                (AreaUnit::Mu, "不重复（亩）", "30.00"),
                (AreaUnit::M2, "不重复（m²）", "19,99"),
            ],
        ),
    ] {
        let mut harness = open(lang);
        harness.state_mut().app().view_mut().dock.show(Pane::Numbers);
        for (unit, heading, number) in headings {
            harness.state_mut().app().view_mut().areas = Areas(Some(unit));
            harness.run_steps(4);
            assert_says(&harness, heading);
            assert_says(&harness, number);
            let hectares = if lang == Lang::Zh {
                "不重复（公顷）"
            } else {
                "Union (ha)"
            };
            assert!(!labels(&harness).iter().any(|label| label == hectares));
        }
    }
}
