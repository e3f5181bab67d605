//! Closing the window: what is not saved, and what is still being written.

use eframe::egui::{ViewportCommand, ViewportEvent, ViewportId};
use redshank::geom::gate::admit_plane;
use redshank::session::by_hand::HandEdit;
use redshank::session::save_step::SaveStep;

use super::*;

/// A window with a change that is not saved.
fn changed(lang: Lang) -> Harness<'static, Stage> {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut session = session();
    session.dispatch(Command::Open(vec![maps]));
    let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
    let layer = {
        let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
        workspace.layers[0].about.id.clone()
    };
    harness
        .state_mut()
        .app()
        .dispatch(Command::Edit(Edit::RemoveLayer(layer)));
    harness.run_steps(4);
    assert!(!harness.state_mut().app().session().is_saved());
    harness
}

/// Somebody closes the window; what the window says to that.
pub fn close(harness: &mut Harness<'_, Stage>) -> Vec<ViewportCommand> {
    let viewport = |harness: &mut Harness<'_, Stage>, closes: bool| {
        let events = &mut harness
            .input_mut()
            .viewports
            .get_mut(&ViewportId::ROOT)
            .unwrap()
            .events;
        events.clear();
        events.extend(closes.then_some(ViewportEvent::Close));
    };
    viewport(harness, true);
    harness.step();
    let said = said(harness);
    viewport(harness, false);
    harness.run_steps(3);
    said
}

pub fn said(harness: &Harness<'_, Stage>) -> Vec<ViewportCommand> {
    harness.output().viewport_output[&ViewportId::ROOT]
        .commands
        .clone()
}

/// What the window says within some frames after a click.
fn click(harness: &mut Harness<'_, Stage>, label: &str) -> Vec<ViewportCommand> {
    harness.get_by_role_and_label(Role::Button, label).click();
    let mut all = Vec::new();
    for _ in 0..6 {
        harness.step();
        all.extend(said(harness));
    }
    all
}

fn window(harness: &mut Harness<'_, Stage>) -> Option<Window> {
    harness.state_mut().app().view_mut().window
}

#[test]
fn a_saved_workspace_closes_without_a_question() {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut session = session();
    session.dispatch(Command::Open(vec![maps]));
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    assert!(!close(&mut harness).contains(&ViewportCommand::CancelClose));
    assert_eq!(window(&mut harness), None);
}

#[test]
fn to_stay_holds_the_window_open() {
    for lang in Lang::ALL {
        let mut harness = changed(lang);
        // Under Mutter the title bar that the window draws has no words.
        let name = {
            let app = harness.state_mut().app();
            app.session().workspace().unwrap().name.get(lang).to_owned()
        };
        assert_says(&harness, &format!("● {name}"));
        assert!(close(&mut harness).contains(&ViewportCommand::CancelClose));
        assert_eq!(window(&mut harness), Some(Window::Leave));
        assert_says(&harness, &word(lang, "desk.leave.what"));
        let said = click(&mut harness, &word(lang, "desk.leave.stay"));
        assert!(!said.contains(&ViewportCommand::Close));
        assert_eq!(window(&mut harness), None);
        assert!(
            close(&mut harness).contains(&ViewportCommand::CancelClose),
            "asked again"
        );
    }
}

/// Whoever stays goes on where he was: a window that was open is there again.
#[test]
fn to_stay_opens_the_window_again_that_was_open() {
    for stays_by_key in [false, true] {
        let mut harness = changed(Lang::En);
        for open in [Window::ExportMap, Window::About] {
            harness.state_mut().app().view_mut().window = Some(open);
            harness.run_steps(3);
            assert!(close(&mut harness).contains(&ViewportCommand::CancelClose));
            // Asked twice, it is the same question.
            close(&mut harness);
            assert_eq!(window(&mut harness), Some(Window::Leave));
            if stays_by_key {
                harness.key_press(Key::Escape);
                harness.run_steps(3);
            } else {
                click(&mut harness, &word(Lang::En, "desk.leave.stay"));
            }
            assert_eq!(window(&mut harness), Some(open), "{stays_by_key}");
        }
        harness.state_mut().app().view_mut().window = None;
        close(&mut harness);
        click(&mut harness, &word(Lang::En, "desk.leave.stay"));
        assert_eq!(window(&mut harness), None);
    }
}

/// Enter saves: nobody has to take the pointer, or loses anything by it.
#[test]
fn the_question_before_leaving_has_the_keyboard() {
    let mut harness = changed(Lang::En);
    close(&mut harness);
    harness.run_steps(3);
    let focused = super::keyboard::focused(&harness).map(|(_, name, _)| name);
    assert_eq!(focused, Some(word(Lang::En, "desk.leave.save_as")));
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert_eq!(window(&mut harness), Some(Window::SaveWorkspace));
}

/// The dots of a menu entry say that a window follows; in its title nothing does.
#[test]
fn titles_of_windows_have_no_dots() {
    let heading_px = 16.5;
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for window in super::fits::OF_MENUS {
            harness.state_mut().app().view_mut().window = Some(window);
            harness.run_steps(4);
            let titles: Vec<String> = super::fits::texts(&harness)
                .into_iter()
                .filter(|(.., galley)| galley.job.sections[0].format.font_id.size == heading_px)
                .map(|(.., galley)| galley.job.text.clone())
                .collect();
            assert!(!titles.is_empty(), "{window:?}");
            assert!(
                titles.iter().all(|title| !title.ends_with('…')),
                "{window:?}: {titles:?}"
            );
        }
    }
}

#[test]
fn to_leave_without_saving_closes_the_window() {
    for lang in Lang::ALL {
        let mut harness = changed(lang);
        close(&mut harness);
        let said = click(&mut harness, &word(lang, "desk.leave.go"));
        assert!(said.contains(&ViewportCommand::Close));
        assert!(
            !close(&mut harness).contains(&ViewportCommand::CancelClose),
            "not asked twice"
        );
    }
}

#[test]
fn to_save_asks_where_and_closes_once_that_is_done() {
    let folder = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let mut harness = changed(lang);
        close(&mut harness);
        let said = click(&mut harness, &word(lang, "desk.leave.save_as"));
        assert!(!said.contains(&ViewportCommand::Close));
        assert_eq!(window(&mut harness), Some(Window::SaveWorkspace));
        let path = folder.path().join(format!("{}.toml", lang.code()));
        harness.state_mut().app().view_mut().workspace_file = path.display().to_string();
        harness.run_steps(2);
        let said = click(&mut harness, &word(lang, "desk.save.do"));
        assert!(said.contains(&ViewportCommand::Close), "{said:?}");
        assert!(path.is_file());
        assert!(!close(&mut harness).contains(&ViewportCommand::CancelClose));
    }
}

/// Who thinks better of saving, is not thrown out by a save some time later.
#[test]
fn to_give_up_saving_leaves_the_window_open_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = changed(Lang::En);
    close(&mut harness);
    click(&mut harness, &word(Lang::En, "desk.leave.save_as"));
    click(&mut harness, &word(Lang::En, "ui.close"));
    let path = folder.path().join("later.toml");
    let save = Command::Save(SaveStep::Workspace(path), Lang::En);
    harness.state_mut().app().dispatch(save);
    for _ in 0..6 {
        harness.step();
        assert!(!said(&harness).contains(&ViewportCommand::Close));
    }
    assert!(harness.state_mut().app().session().is_saved());
}

/// A job that waits: it reads a pipe that nobody writes into.
#[cfg(target_os = "linux")]
#[test]
fn what_is_still_being_worked_at_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.toml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let runner = Runner::Threads(std::sync::Arc::new(|| {}));
    let mut session = Session::new(runner, "2026-11-23".parse().unwrap());
    session.dispatch(Command::Open(vec![maps]));
    while session.workspace().is_none() || session.running().next().is_some() {
        std::thread::sleep(std::time::Duration::from_millis(20));
        session.poll();
    }
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    assert!(harness.state_mut().app().session().is_saved());
    let step = SaveStep::Workspace(pipe.clone());
    harness.state_mut().app().dispatch(Command::Save(step, Lang::En));
    harness.run_steps(2);
    assert!(close(&mut harness).contains(&ViewportCommand::CancelClose));
    assert_eq!(window(&mut harness), Some(Window::Leave));
    assert_says(&harness, "Files are still being written");
    let said = click(&mut harness, "Cancel and leave");
    assert!(said.contains(&ViewportCommand::Close));
    assert!(!close(&mut harness).contains(&ViewportCommand::CancelClose));
    // Lets the thread of the job come to its end.
    std::fs::write(&pipe, "").unwrap();
}

/// By the keys and buttons that a user has: draw, look at what is not saved, save, leave.
#[test]
fn a_drawing_is_named_by_the_question_and_saved_with_the_workspace() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("wetland.geojson");
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang/wetland.geojson");
        std::fs::copy(maps, &data).unwrap();
        let mut session = session();
        session.dispatch(Command::Open(vec![data]));
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        harness.run_steps(4);
        let app = harness.state_mut().app();
        let shape = std::sync::Arc::new(admit_plane(scene::square(0.0, 0.0, 100.0)).unwrap());
        app.dispatch(Command::Edit(Edit::ByHand(HandEdit::Draw { shape, kind: None })));
        harness.run_steps(4);
        assert!(close(&mut harness).contains(&ViewportCommand::CancelClose));
        let by_hand = word(lang, "desk.leave.by_hand").replace("%{layers}", &word(lang, "sketch.layer"));
        assert_says(&harness, &by_hand);
        click(&mut harness, &word(lang, "desk.leave.stay"));
        harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
        harness.run_steps(3);
        assert_eq!(window(&mut harness), Some(Window::SaveWorkspace));
        let path = folder.path().join("site.toml");
        harness.state_mut().app().view_mut().workspace_file = path.display().to_string();
        harness.run_steps(2);
        let said = click(&mut harness, &word(lang, "desk.save.do"));
        let is_clean =
            |said: &ViewportCommand| matches!(said, ViewportCommand::Title(title) if !title.contains('●'));
        assert!(said.iter().any(is_clean), "{said:?}");
        assert!(path.is_file() && folder.path().join("drawn.geojson").is_file());
        assert!(!close(&mut harness).contains(&ViewportCommand::CancelClose));
    }
}

/// A window on a workspace of a data file, with a drawing that is not saved; the folder of two such files.
fn drawn_over(lang: Lang) -> (tempfile::TempDir, Harness<'static, Stage>) {
    let folder = tempfile::tempdir().unwrap();
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang/wetland.geojson");
    for name in ["first", "other"] {
        let own = folder.path().join(name);
        std::fs::create_dir(&own).unwrap();
        std::fs::copy(&maps, own.join("wetland.geojson")).unwrap();
    }
    let mut session = session();
    session.dispatch(Command::Open(vec![folder.path().join("first/wetland.geojson")]));
    let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
    let shape = std::sync::Arc::new(admit_plane(scene::square(0.0, 0.0, 100.0)).unwrap());
    let draw = HandEdit::Draw { shape, kind: None };
    harness
        .state_mut()
        .app()
        .dispatch(Command::Edit(Edit::ByHand(draw)));
    harness.run_steps(4);
    assert!(!harness.state_mut().app().session().is_saved());
    (folder, harness)
}

/// The folder of what is open.
fn source(harness: &mut Harness<'_, Stage>) -> String {
    let session = harness.state_mut().app().session();
    let folder = session.sources()[0].parent().unwrap();
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

/// Types a path into the window for opening, which has the keyboard, and confirms it.
fn opens(harness: &mut Harness<'_, Stage>, path: &Path) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::O);
    harness.run_steps(4);
    assert_eq!(window(harness), Some(Window::Open));
    harness.event(Event::Text(path.display().to_string()));
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(6);
}

#[test]
fn to_open_something_else_asks_about_what_is_not_saved() {
    for lang in Lang::ALL {
        let (folder, mut harness) = drawn_over(lang);
        let other = folder.path().join("other/wetland.geojson");
        opens(&mut harness, &other);
        assert_eq!(window(&mut harness), Some(Window::Leave));
        assert_says(&harness, &word(lang, "desk.leave.what"));
        let by_hand = word(lang, "desk.leave.by_hand").replace("%{layers}", &word(lang, "sketch.layer"));
        assert_says(&harness, &by_hand);
        let said = click(&mut harness, &word(lang, "desk.leave.stay"));
        assert!(!said.contains(&ViewportCommand::Close));
        assert_eq!(
            (window(&mut harness), source(&mut harness)),
            (None, "first".into())
        );
        assert!(
            !harness.state_mut().app().session().is_saved(),
            "it is still there"
        );
        // Escape stays, too, and what was held back is forgotten.
        opens(&mut harness, &other);
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        assert!(harness.state_mut().app().view_mut().desk.held_back.is_none());
        opens(&mut harness, &other);
        let said = click(&mut harness, &word(lang, "desk.leave.go_on"));
        assert!(!said.contains(&ViewportCommand::Close), "{said:?}");
        assert_eq!(source(&mut harness), "other");
        assert!(!close(&mut harness).contains(&ViewportCommand::CancelClose));
    }
}

#[test]
fn what_is_saved_first_is_followed_by_what_was_asked_for() {
    for lang in Lang::ALL {
        let (folder, mut harness) = drawn_over(lang);
        opens(&mut harness, &folder.path().join("other/wetland.geojson"));
        click(&mut harness, &word(lang, "desk.leave.save_as"));
        assert_eq!(window(&mut harness), Some(Window::SaveWorkspace));
        // The file that is proposed lies beside what is open, and Enter takes it.
        harness.key_press(Key::Enter);
        harness.run_steps(6);
        assert!(folder.path().join("first/wetland.toml").is_file());
        assert_eq!(source(&mut harness), "other");
        assert_says(&harness, &word(lang, "session.saved"));
    }
}

/// Whoever gives up saving stays, and is not led away by a save some time later.
#[test]
fn to_give_up_saving_forgets_what_was_to_be_opened() {
    let (folder, mut harness) = drawn_over(Lang::En);
    opens(&mut harness, &folder.path().join("other/wetland.geojson"));
    click(&mut harness, &word(Lang::En, "desk.leave.save_as"));
    click(&mut harness, &word(Lang::En, "ui.close"));
    let save = SaveStep::Workspace(folder.path().join("first/later.toml"));
    harness.state_mut().app().dispatch(Command::Save(save, Lang::En));
    harness.run_steps(6);
    assert_eq!(source(&mut harness), "first");
    assert!(harness.state_mut().app().session().is_saved());
    assert_eq!(window(&mut harness), None);
}

#[test]
fn to_read_everything_again_asks_about_what_is_not_saved() {
    for lang in Lang::ALL {
        let (_folder, mut harness) = drawn_over(lang);
        let layers = |harness: &mut Harness<'_, Stage>| {
            let session = harness.state_mut().app().session();
            session.workspace().unwrap().layers.len()
        };
        harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
        harness.run_steps(6);
        assert_eq!(
            (window(&mut harness), layers(&mut harness)),
            (Some(Window::Leave), 2)
        );
        click(&mut harness, &word(lang, "desk.leave.stay"));
        assert_eq!(layers(&mut harness), 2);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
        harness.run_steps(6);
        click(&mut harness, &word(lang, "desk.leave.go_on"));
        assert_eq!(layers(&mut harness), 1);
        // Nothing is left to ask about.
        harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
        harness.run_steps(6);
        assert_eq!((window(&mut harness), layers(&mut harness)), (None, 1));
    }
}
