//! Every window gives the keyboard to the first thing in it, and does what it is for by keys alone; where the system has no
//! dialog for files, paths are typed.

use redshank::session::import::{ImportStep, Purpose};
use redshank::session::review::step::ReviewStep;
use redshank::ui::view_state::Ask;
use redshank::ui::window_system::WindowSystem;
use redshank::ui::windows::help_view::Topic;

use super::keyboard::{Shown, app, focused, press, press_with};
use super::*;

fn shows(harness: &mut Shown, window: Window) {
    app(harness).view_mut().window = Some(window);
    harness.run_steps(4);
}

fn types(harness: &mut Shown, text: &str) {
    harness.event(Event::Text(text.into()));
    harness.run_steps(3);
}

/// Windows with a path first have it, too: `entering.rs`.
#[test]
fn every_window_gives_the_keyboard_to_the_first_thing_in_it() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for (window, topic, role, name) in [
            (
                Window::SelectByLocation,
                Topic::Start,
                Role::CheckBox,
                "wind".to_owned(),
            ),
            (
                Window::Comment,
                Topic::Start,
                Role::MultilineTextInput,
                word(lang, "reviewing.comment.text"),
            ),
            (Window::About, Topic::Start, Role::Button, word(lang, "ui.close")),
            (
                Window::Help,
                Topic::Numbers,
                Role::Button,
                word(lang, "help.numbers.title"),
            ),
            (
                Window::Help,
                Topic::Keys,
                Role::TextInput,
                word(lang, "help.keys.filter"),
            ),
            (
                Window::Leave,
                Topic::Start,
                Role::Button,
                word(lang, "desk.leave.stay"),
            ),
            (
                Window::Recover,
                Topic::Start,
                Role::Button,
                word(lang, "desk.recover.go_on"),
            ),
        ] {
            app(&mut harness).view_mut().help.topic = topic;
            shows(&mut harness, window);
            let found = focused(&harness).map(|(role, name, _)| (role, name));
            assert_eq!(found, Some((role, name)), "{window:?} {topic:?}");
            app(&mut harness).view_mut().window = None;
            harness.run_steps(2);
        }
    }
}

/// A file whose name, role and CRS are to be settled, in a folder of its own.
fn importing(folder: &Path, lang: Lang) -> (Shown, PathBuf) {
    let own = folder.join(lang.code());
    std::fs::create_dir(&own).unwrap();
    let data = own.join("wetland.geojson");
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang/wetland.geojson");
    std::fs::copy(maps, &data).unwrap();
    let mut session = session();
    session.dispatch(Command::Import(ImportStep::Look {
        paths: vec![data],
        purpose: Purpose::Open,
        always: true,
    }));
    (stage(session, ViewState::new(lang), (1440.0, 900.0)), own)
}

#[test]
fn an_import_is_named_at_once_and_begun_by_enter() {
    let folder = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let (mut harness, _) = importing(folder.path(), lang);
        let (role, name, _) = focused(&harness).unwrap();
        assert_eq!((role, name), (Role::TextInput, word(lang, "import.name")));
        types(&mut harness, "marsh");
        app(&mut harness).view_mut().import.items[0].role = Some(LayerRole::Core);
        harness.run_steps(2);
        press(&mut harness, Key::Enter);
        harness.run_steps(8);
        let workspace = app(&mut harness).session().workspace().unwrap();
        assert_eq!(workspace.layers[0].about.name.get(lang), "marsh");
    }
}

/// Two clicks in a row where a button is, whatever stands there after the first.
fn clicked_twice(harness: &mut Shown, button: &str) {
    let at = harness
        .get_by_role_and_label(Role::Button, button)
        .rect()
        .center();
    harness.hover_at(at);
    for pressed in [true, false, true, false] {
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(1);
    }
    harness.run_steps(2);
}

/// The window for the file of a profile leads back to the import.
#[test]
fn a_profile_is_written_and_read_by_a_path_that_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let (mut harness, own) = importing(folder.path(), lang);
        let profile = own.join("mine.profile.toml");
        let named = |harness: &mut Shown, key: &str| {
            let button = word(lang, key);
            harness.get_by_role_and_label(Role::Button, &button).click();
            harness.run_steps(4);
        };
        app(&mut harness).view_mut().import.items[0].role = Some(LayerRole::Core);
        named(&mut harness, "import.save_profile");
        let proposed = app(&mut harness).view_mut().file_draft.clone();
        assert_eq!(Path::new(&proposed).parent(), Some(own.as_path()));
        press(&mut harness, Key::Escape);
        assert_eq!(app(&mut harness).view_mut().window, Some(Window::Import));
        named(&mut harness, "import.save_profile");
        types(&mut harness, &profile.display().to_string());
        press(&mut harness, Key::Enter);
        harness.run_steps(6);
        assert_eq!(app(&mut harness).view_mut().window, Some(Window::Import));
        assert!(std::fs::read_to_string(&profile).unwrap().contains("core"));
        // It is there now: Enter does not write over it, only the button that says so.
        app(&mut harness).view_mut().import.items[0].role = Some(LayerRole::Buffer);
        named(&mut harness, "import.save_profile");
        types(&mut harness, &profile.display().to_string());
        for _ in 0..2 {
            press(&mut harness, Key::Enter);
            harness.run_steps(6);
            assert_says(&harness, &word(lang, "desk.path_window.taken"));
        }
        assert!(std::fs::read_to_string(&profile).unwrap().contains("core"));
        // Nor does the second click of two in a row on the one that says something else.
        named(&mut harness, "ui.close");
        named(&mut harness, "import.save_profile");
        types(&mut harness, &profile.display().to_string());
        harness.run_steps(60);
        clicked_twice(&mut harness, &word(lang, "desk.path_window.write"));
        assert_says(&harness, &word(lang, "desk.path_window.taken"));
        assert!(std::fs::read_to_string(&profile).unwrap().contains("core"));
        harness.run_steps(60);
        named(&mut harness, "desk.replace.do");
        assert!(std::fs::read_to_string(&profile).unwrap().contains("buffer"));
        assert_eq!(app(&mut harness).view_mut().window, Some(Window::Import));
        app(&mut harness).view_mut().import.items[0].role = None;
        named(&mut harness, "import.use_profile");
        types(&mut harness, &profile.display().to_string());
        press(&mut harness, Key::Enter);
        harness.run_steps(8);
        assert_eq!(
            app(&mut harness).view_mut().import.items[0].role,
            Some(LayerRole::Buffer)
        );
        assert_says(&harness, &word(lang, "import.by_profile"));
    }
}

#[test]
fn a_remark_is_typed_at_once_and_written_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let case = super::review::stored(folder.path());
    let mut session = session();
    session.dispatch(Command::Review(ReviewStep::Open(case)));
    let mut harness = stage(session, ViewState::new(Lang::En), (1600.0, 1000.0));
    shows(&mut harness, Window::Comment);
    types(&mut harness, "ask the reserve");
    press_with(&mut harness, Modifiers::COMMAND, Key::Enter);
    assert_eq!(app(&mut harness).view_mut().window, None);
    // Nobody has said who he is, so that is asked before it is written, with the keyboard in its field.
    let (role, name, _) = focused(&harness).unwrap();
    assert_eq!(
        (role, name),
        (Role::TextInput, word(Lang::En, "reviewing.name.name"))
    );
    types(&mut harness, "Li");
    press(&mut harness, Key::Enter);
    harness.run_steps(6);
    app(&mut harness).view_mut().dock.show(Pane::Review);
    harness.run_steps(6);
    assert_says(&harness, "ask the reserve");
}

/// As [`stage`], on a system whose dialogs for files do not come up.
fn without_dialogs(lang: Lang) -> Shown {
    let mut parts = Some((session(), ViewState::new(lang)));
    let draw = move |ui: &mut eframe::egui::Ui, stage: &mut Stage| match parts.take() {
        Some((session, view)) => {
            let errands = Errands::new(Runner::Inline).with_dialogs(|_, _| None);
            stage.app = Some(App::new(ui.ctx(), session, view, errands));
            ui.ctx().request_repaint();
        }
        None => frame(ui, stage),
    };
    let empty = Stage {
        parts: None,
        app: None,
    };
    let builder = Harness::builder().with_size(vec2(1440.0, 900.0));
    let mut harness = builder.with_step_dt(0.05).build_ui_state(draw, empty);
    harness.run_steps(20);
    harness
}

#[test]
fn a_dialog_that_does_not_come_up_is_told_and_the_path_is_typed() {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    for lang in Lang::ALL {
        let mut harness = without_dialogs(lang);
        press_with(&mut harness, Modifiers::COMMAND, Key::O);
        let folder = word(lang, "ui.open_window.folder");
        harness.get_by_role_and_label(Role::Button, &folder).click();
        harness.run_steps(4);
        assert_says(&harness, &word(lang, "session.no_file_dialog"));
        let paths = word(lang, "ui.open_window.paths");
        harness
            .get_by_role_and_label(Role::MultilineTextInput, &paths)
            .focus();
        harness.run_steps(2);
        types(&mut harness, &maps.display().to_string());
        press(&mut harness, Key::Enter);
        harness.run_steps(10);
        assert!(app(&mut harness).session().workspace().is_some());
    }
}

/// Under Wayland the window library takes no files that are dropped.
#[test]
fn the_first_page_offers_a_box_for_paths_where_nothing_can_be_dropped() {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    for lang in Lang::ALL {
        let (drop, path) = (word(lang, "ui.welcome.drop"), word(lang, "ui.welcome.no_drop"));
        for system in [None, Some(WindowSystem::X11)] {
            let mut view = ViewState::new(lang);
            view.window_system = system;
            let harness = stage(session(), view, (1280.0, 720.0));
            assert_says(&harness, &drop);
            assert!(harness.query_by_role_and_label(Role::TextInput, &path).is_none());
        }
        let mut view = ViewState::new(lang);
        view.window_system = Some(WindowSystem::Wayland);
        let mut harness = stage(session(), view, (1280.0, 720.0));
        assert!(!labels(&harness).contains(&drop));
        harness.get_by_role_and_label(Role::TextInput, &path).focus();
        harness.run_steps(2);
        types(&mut harness, &maps.display().to_string());
        press(&mut harness, Key::Enter);
        harness.run_steps(10);
        assert!(app(&mut harness).session().workspace().is_some());
        shows(&mut harness, Window::About);
        assert_says(&harness, "Wayland");
    }
}

/// Every file that is asked for can be named by typing.
#[test]
fn windows_that_ask_for_one_file_take_a_path_that_is_typed() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for ask in [
            Ask::StyleToRead,
            Ask::StyleToSave,
            Ask::BookmarksFile,
            Ask::ProfileToUse,
            Ask::ProfileToSave,
        ] {
            shows(&mut harness, Window::PathOf(ask));
            types(&mut harness, "l/x");
            assert_eq!(app(&mut harness).view_mut().file_draft, "l/x", "{ask:?}");
            app(&mut harness).view_mut().window = None;
            harness.run_steps(2);
        }
    }
}
