//! The help: the page about what is in use, and the tour.

use redshank::ui::windows::help_view::{Topic, Tour};

use super::*;

/// The page that F1 opens.
fn page(harness: &mut Harness<'static, Stage>) -> Topic {
    harness.key_press(Key::F1);
    harness.run_steps(4);
    let view = harness.state_mut().app().view_mut();
    assert_eq!(view.window, Some(Window::Help));
    view.window = None;
    let topic = view.help.topic;
    harness.run_steps(2);
    topic
}

#[test]
fn f1_opens_the_page_about_what_is_in_use() {
    let mut harness = stage(session(), ViewState::new(Lang::En), (1280.0, 720.0));
    assert_eq!(page(&mut harness), Topic::Start);
    let mut harness = open(Lang::En);
    for (pane, topic) in [
        (Pane::Findings, Topic::Findings),
        (Pane::Problems, Topic::Problems),
        (Pane::Numbers, Topic::Numbers),
        (Pane::Attributes, Topic::Attributes),
    ] {
        harness.state_mut().app().view_mut().dock.show(pane);
        harness.run_steps(3);
        assert_eq!(page(&mut harness), topic, "{pane:?}");
    }
    harness.state_mut().app().view_mut().map.set_tool(Tool::Identify);
    assert_eq!(page(&mut harness), Topic::Identify);
    harness.key_press_modifiers(Modifiers::ALT, Key::Num1);
    harness.run_steps(3);
    assert_eq!(page(&mut harness), Topic::Compare);
}

#[test]
fn the_tour_is_walked_to_its_end_and_can_be_left() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.state_mut().app().view_mut().help.tour = Some(Tour::default());
        harness.run_steps(4);
        let (next, end) = (word(lang, "help.tour.next"), word(lang, "help.tour.end"));
        let mut cards = 1;
        while harness.query_by_role_and_label(Role::Button, &next).is_some() {
            harness.get_by_role_and_label(Role::Button, &next).click();
            harness.run_steps(4);
            cards += 1;
            assert!(cards < 20, "the tour has no end");
        }
        assert!(cards > 4, "{cards} cards");
        harness.get_by_role_and_label(Role::Button, &end).click();
        harness.run_steps(4);
        assert_eq!(harness.state_mut().app().view_mut().help.tour, None);
        harness.state_mut().app().view_mut().help.tour = Some(Tour::default());
        harness.run_steps(4);
        let stop = word(lang, "help.tour.stop");
        harness.get_by_role_and_label(Role::Button, &stop).click();
        harness.run_steps(4);
        assert_eq!(harness.state_mut().app().view_mut().help.tour, None);
    }
}

/// Whoever clicks his way through does not have to look for the button again.
#[test]
fn the_next_button_of_the_tour_stays_where_it_is_and_escape_ends_the_tour() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.state_mut().app().view_mut().help.tour = Some(Tour::default());
        harness.run_steps(6);
        let next = word(lang, "help.tour.next");
        let place = |harness: &Harness<'_, Stage>, label: &str| {
            let button = harness.query_by_role_and_label(Role::Button, label);
            button.map(|button| button.rect())
        };
        let first = place(&harness, &next).unwrap();
        while let Some(rect) = place(&harness, &next) {
            assert_eq!(rect, first);
            harness.get_by_role_and_label(Role::Button, &next).click();
            harness.run_steps(6);
        }
        let end = place(&harness, &word(lang, "help.tour.end")).unwrap();
        assert_eq!(end.right_bottom(), first.right_bottom());
        harness.key_press(Key::Escape);
        harness.run_steps(3);
        assert_eq!(harness.state_mut().app().view_mut().help.tour, None);
    }
}

/// The button that shows the keys of a command.
fn keys_button(lang: Lang, command: &str, keys: &str) -> String {
    let command = word(lang, &format!("ui.command.{command}.label"));
    word(lang, "help.keys.of")
        .replace("%{command}", &command)
        .replace("%{keys}", keys)
}

/// A line between two columns takes all the height there is, which must not be that of the window.
#[test]
fn the_window_does_not_grow_from_frame_to_frame() {
    for topic in Topic::ALL {
        let mut harness = open(Lang::En);
        let view = harness.state_mut().app().view_mut();
        view.window = Some(Window::Help);
        view.help.open_at(topic);
        harness.run_steps(6);
        let close = word(Lang::En, "ui.close");
        let place = |harness: &Harness<'_, Stage>| {
            let buttons = harness.get_all_by_role_and_label(Role::Button, &close);
            buttons.last().unwrap().rect()
        };
        let before = place(&harness);
        harness.run_steps(6);
        assert_eq!(place(&harness), before, "{topic:?}");
    }
}

#[test]
fn keys_are_changed_in_the_window() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let view = harness.state_mut().app().view_mut();
        view.window = Some(Window::Help);
        view.help.open_at(Topic::Keys);
        view.help.filter = word(lang, "ui.command.legend.label");
        harness.run_steps(8);
        harness
            .get_by_role_and_label(Role::Button, &keys_button(lang, "legend", "K"))
            .click();
        harness.run_steps(4);
        assert!(harness.state_mut().app().view_mut().help.choosing.is_some());
        // The graticule has it.
        harness.key_press(Key::G);
        harness.run_steps(4);
        let refused = word(lang, "areas.keys.taken")
            .replace("%{command}", "legend")
            .replace("%{keys}", "G");
        let refused = refused.split("%{other}").next().unwrap().to_owned();
        assert_says(&harness, &refused);
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
        harness.run_steps(4);
        let changed = keys_button(lang, "legend", "Ctrl+Shift+L");
        harness.get_by_role_and_label(Role::Button, &changed);

        let view = harness.state_mut().app().view_mut();
        assert_eq!(
            view.own_keys.get("legend").map(String::as_str),
            Some("Ctrl+Shift+L")
        );
        view.window = None;
        let before = view.legend;
        harness.run_steps(4);
        harness.key_press(Key::K);
        harness.run_steps(2);
        assert_eq!(
            harness.state_mut().app().view_mut().legend,
            before,
            "no longer its key"
        );
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
        harness.run_steps(2);
        assert_eq!(harness.state_mut().app().view_mut().legend, !before);

        harness.state_mut().app().view_mut().window = Some(Window::Help);
        harness.run_steps(12);
        let usual = word(lang, "help.keys.all_usual");
        harness.get_by_role_and_label(Role::Button, &usual).click();
        harness.run_steps(4);
        assert_eq!(harness.state_mut().app().view_mut().own_keys.len(), 0);
        harness.get_by_role_and_label(Role::Button, &keys_button(lang, "legend", "K"));
    }
}
