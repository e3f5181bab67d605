//! What the user asked for last is what is seen.

use redshank::ui::commands::Action;

use super::keyboard::{Shown, app, press, press_with};
use super::*;

/// Asks about the middle of the map by the tool.
fn ask_here(harness: &mut Shown) {
    press(harness, Key::I);
    let map = word(app(harness).view_mut().lang, "desk.pane.map");
    let at = harness.get_by_role_and_label(Role::Canvas, &map).rect().center();
    click_at(harness, at);
    harness.run_steps(6);
}

fn sentence_of(harness: &mut Shown, lang: Lang) -> String {
    let session = app(harness).session();
    let workspace = session.workspace().unwrap();
    let finding = &session.screening().unwrap().findings[0];
    redshank::report::sentence::sentence(workspace, finding, lang)
}

#[test]
fn a_finding_that_is_picked_after_a_card_is_shown() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        ask_here(&mut harness);
        assert!(app(&mut harness).view_mut().identify.card().is_some());
        assert!(!app(&mut harness).view_mut().identify.is_covered());
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(4);
        let sentence = sentence_of(&mut harness, lang);
        assert_says(&harness, &sentence);
        // The card is a click away, and a new one is seen at once.
        let back = format!("‹ {}", word(lang, "identify.title"));
        harness.get_by_label(&back).click();
        harness.run_steps(4);
        assert!(!app(&mut harness).view_mut().identify.is_covered());
        press_with(&mut harness, Modifiers::ALT, Key::ArrowDown);
        assert!(app(&mut harness).view_mut().identify.is_covered());
        ask_here(&mut harness);
        assert!(!app(&mut harness).view_mut().identify.is_covered());
    }
}

#[test]
fn the_inspector_begins_at_the_top_for_something_else() {
    let mut harness = open(Lang::En);
    press_with(&mut harness, Modifiers::ALT, Key::ArrowDown);
    let sentence = sentence_of(&mut harness, Lang::En);
    let top = |harness: &Shown| harness.get_all_by_label(&sentence).last().unwrap().rect();
    let before = top(&harness);
    harness.hover_at(before.center());
    harness.run_steps(2);
    for _ in 0..6 {
        harness.event(Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -120.0),
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(4);
    }
    let features = app(&mut harness).session().selection().features.clone();
    app(&mut harness).dispatch(Command::Select {
        features: vec![features[0].clone()],
        finding: None,
    });
    harness.run_steps(4);
    app(&mut harness).dispatch(Command::Select {
        features: features.to_vec(),
        finding: Some(0),
    });
    harness.run_steps(6);
    assert_eq!(top(&harness).top(), before.top());
}

/// From the full view a small finding is no more than a dot: the map goes there.
#[test]
fn a_finding_that_is_small_in_the_view_is_zoomed_to() {
    let mut harness = open(Lang::En);
    let width_m = |harness: &mut Shown| {
        let view = app(harness).view_mut();
        view.map.view().unwrap().resolution_m_per_px() * f64::from(view.map_rect.unwrap().width())
    };
    app(&mut harness).view_mut().map.zoom_by(0.05);
    harness.run_steps(10);
    let before = width_m(&mut harness);
    press_with(&mut harness, Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(20);
    let after = width_m(&mut harness);
    assert!(after < 0.2 * before, "{before} m, {after} m");
}

/// A day that is none stays with what is wrong, until it is given up.
#[test]
fn a_day_that_is_none_is_told() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let label = word(lang, "ui.numbers.as_of");
        let wrong = word(lang, "ui.numbers.no_day");
        let day = harness.get_by_role_and_label(Role::TextInput, &label);
        day.focus();
        harness.run_steps(3);
        press_with(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text("2026-13-45".to_owned()));
        harness.run_steps(3);
        press(&mut harness, Key::Enter);
        assert_says(&harness, &wrong);
        assert_says(&harness, "2026-13-45");
        let session = app(&mut harness).session();
        assert_eq!(session.as_of().to_string(), "2026-11-23");
        let day = harness.get_by_role_and_label(Role::TextInput, &label);
        day.focus();
        harness.run_steps(3);
        press(&mut harness, Key::Escape);
        assert!(harness.query_by_label(&wrong).is_none());
        assert_says(&harness, "2026-11-23");
    }
}

/// The field of a path has the keyboard at once, and Enter does what the window is for.
#[test]
fn a_workspace_is_saved_by_enter() {
    let folder = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let file = folder.path().join(format!("{}.toml", lang.code()));
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        let mut opened = session();
        opened.dispatch(Command::Open(vec![maps]));
        let mut harness = stage(opened, ViewState::new(lang), (1440.0, 900.0));
        press_with(&mut harness, Modifiers::COMMAND, Key::S);
        harness.run_steps(4);
        let label = word(lang, "desk.save.file");
        let field = harness.get_by_role_and_label(Role::TextInput, &label);
        assert!(field.is_focused());
        press_with(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text(file.display().to_string()));
        harness.run_steps(3);
        press(&mut harness, Key::Enter);
        harness.run_steps(4);
        assert_eq!(app(&mut harness).view_mut().window, None);
        assert!(file.exists());
        let and_shift = Modifiers::COMMAND.plus(Modifiers::SHIFT);
        press_with(&mut harness, and_shift, Key::S);
        assert_eq!(app(&mut harness).view_mut().window, Some(Window::SaveWorkspace));
        press(&mut harness, Key::Escape);
        assert_eq!(app(&mut harness).view_mut().window, None, "Escape gives it up");
    }
}

#[test]
fn the_question_after_a_crash_has_the_keyboard() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        app(&mut harness).view_mut().window = Some(Window::Recover);
        harness.run_steps(6);
        let button = word(lang, "desk.recover.go_on");
        assert!(harness.get_by_role_and_label(Role::Button, &button).is_focused());
        press(&mut harness, Key::Enter);
        assert_eq!(app(&mut harness).view_mut().window, None);
    }
}

/// A letter that is pressed over an open menu or list is no command.
#[test]
fn letters_over_an_open_menu_are_no_commands() {
    let mut harness = open(Lang::En);
    let menu = word(Lang::En, "ui.menu.edit");
    harness.get_by_role_and_label(Role::Button, &menu).click();
    harness.run_steps(4);
    for key in [Key::L, Key::M, Key::E] {
        press(&mut harness, key);
    }
    let view = app(&mut harness).view_mut();
    assert_eq!((view.lang, view.map.tool()), (Lang::En, Tool::Select));
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::M);
    assert_ne!(app(&mut harness).view_mut().map.tool(), Tool::Select);
}

#[test]
fn measuring_is_found_by_each_of_its_names() {
    for name in ["测量", "量测", "量距离", "measure", "ruler"] {
        let mut harness = open(Lang::Zh);
        press_with(&mut harness, Modifiers::COMMAND, Key::K);
        harness.event(Event::Text(name.to_owned()));
        harness.run_steps(5);
        assert_says(&harness, &Action::MeasureLength.entry().label(Lang::Zh));
    }
}

/// What lies between panes is of the colour of panes, in both themes.
#[test]
fn gaps_have_the_colour_of_panes() {
    let mut harness = open(Lang::En);
    let app = app(&mut harness);
    for visuals in [eframe::egui::Visuals::dark(), eframe::egui::Visuals::light()] {
        let panel = redshank::ui::theme::Palette::of(visuals.dark_mode).panel;
        let cleared = eframe::App::clear_color(app, &visuals);
        assert_eq!(cleared, panel.to_normalized_gamma_f32());
    }
}
