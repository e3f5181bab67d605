//! Chinese input: what an input method composes is a part of a text, and no command.

use eframe::egui::ImeEvent;
use redshank::session::review::step::ReviewStep;

use super::*;

type Shown = Harness<'static, Stage>;

fn app(harness: &mut Shown) -> &mut App {
    harness.state_mut().app()
}

/// What the window would do by single keys: drawing, changing, asking, language, decisions, turning, another tool.
const KEYS: [Key; 13] = [
    Key::D,
    Key::E,
    Key::I,
    Key::L,
    Key::N,
    Key::M,
    Key::S,
    Key::Num1,
    Key::Num2,
    Key::Num7,
    Key::OpenBracket,
    Key::CloseBracket,
    Key::Backslash,
];

/// As `nihao` is typed by Pinyin: keys that some systems report and others do not, a preedit text that grows, keys that
/// choose a character and must do nothing else, and in the end the text.
fn compose(harness: &mut Shown) {
    #[expect(deprecated, reason = "older versions of the toolkit send it")]
    let enabled = Event::Ime(ImeEvent::Enabled);
    harness.event(enabled);
    harness.run_steps(1);
    for text in ["n", "ni", "ni'h", "ni'hao"] {
        preedit(harness, text);
    }
    for key in [Key::ArrowDown, Key::Num2, Key::Enter, Key::L, Key::D] {
        harness.key_press(key);
        harness.run_steps(2);
        preedit(harness, "ni'hao");
    }
    preedit(harness, "");
    harness.event(Event::Ime(ImeEvent::Commit("你好".into())));
    harness.run_steps(3);
}

fn preedit(harness: &mut Shown, text: &str) {
    harness.event(Event::Ime(ImeEvent::Preedit {
        text: text.into(),
        active_range_chars: None,
    }));
    harness.run_steps(1);
}

/// What single keys would change.
fn state(harness: &mut Shown) -> (Lang, Tool, Option<Window>, bool, Option<usize>) {
    let app = app(harness);
    let finding = app.session().selection().finding;
    let view = app.view_mut();
    let turned = view.map.view().is_some_and(|map| !map.turn().is_none());
    (view.lang, view.map.tool(), view.window, turned, finding)
}

/// Composes in the field that has the focus; nothing else changes, and the text arrives there.
#[track_caller]
fn check(harness: &mut Shown, text: impl Fn(&mut Shown) -> String) {
    let before = state(harness);
    let typed = text(harness);
    compose(harness);
    assert_eq!(state(harness), before);
    assert_eq!(text(harness), format!("{typed}你好"));
    // Letters that are typed as they are go to the field, too.
    for key in KEYS {
        harness.key_press(key);
        harness.run_steps(1);
    }
    harness.run_steps(3);
    let after = state(harness);
    assert_eq!(after, before, "single keys");
}

#[test]
fn the_command_box_takes_composed_text() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        harness.run_steps(4);
        check(&mut harness, |harness| {
            app(harness).view_mut().command_box.text().to_owned()
        });
        assert!(app(&mut harness).view_mut().command_box.is_open());
    }
}

#[test]
fn the_name_of_a_layer_takes_composed_text() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        app(&mut harness).view_mut().tree.renaming = Some(("wetland".into(), "w".into()));
        harness.run_steps(4);
        check(&mut harness, |harness| {
            let renaming = app(harness).view_mut().tree.renaming.clone();
            renaming.map_or_else(|| "given up".to_owned(), |(_, name)| name)
        });
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        let workspace = app(&mut harness).session().workspace().unwrap().clone();
        assert_eq!(workspace.layer("wetland").unwrap().about.name.get(lang), "w你好");
    }
}

#[test]
fn the_filter_of_attributes_takes_composed_text() {
    let mut harness = open(Lang::Zh);
    app(&mut harness).view_mut().dock.show(Pane::Attributes);
    harness.run_steps(10);
    let field = harness
        .get_all_by_role(Role::TextInput)
        .find(|node| node.rect().top() > 500.0)
        .unwrap();
    field.focus();
    harness.run_steps(3);
    check(&mut harness, |harness| {
        let choice = app(harness).view_mut().attributes.choice_mut();
        choice.map(|own| own.expression.clone()).unwrap_or_default()
    });
}

#[test]
fn the_reason_of_a_decision_takes_composed_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = super::review::stored(folder.path());
    let mut session = session();
    session.dispatch(Command::Review(ReviewStep::Open(path)));
    let mut harness = stage(session, ViewState::new(Lang::Zh), (1600.0, 1000.0));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(4);
    harness.key_press(Key::Num1);
    harness.run_steps(6);
    check(&mut harness, |harness| {
        app(harness).view_mut().review.decision.reason.clone()
    });
    let events = app(&mut harness)
        .session()
        .dossier()
        .unwrap()
        .review
        .events()
        .len();
    assert_eq!(events, 1, "nothing was decided");
}

#[test]
fn the_title_of_a_sheet_takes_composed_text() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
        harness.run_steps(8);
        let label = word(lang, "ui.map_window.title");
        let title = |harness: &Shown| -> bool {
            let field = harness.query_by_role_and_label(Role::TextInput, &label);
            field.is_some_and(|node| node.is_focused())
        };
        harness.get_by_role_and_label(Role::TextInput, &label).focus();
        harness.run_steps(3);
        assert!(title(&harness));
        check(&mut harness, |harness| {
            app(harness).view_mut().map_draft.title.clone()
        });
    }
}
