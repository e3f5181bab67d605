//! Places with names belong to the workspace: they are saved, read and taken back with it.

use geo::Coord;
use redshank::geom::extent::Extent;
use redshank::session::save_step::SaveStep;
use redshank::ui::memory::session_file::{Last, OldBookmark};

use super::*;

fn names(harness: &mut Harness<'_, Stage>) -> Vec<String> {
    let workspace = harness.state_mut().app().session().workspace().unwrap();
    let bookmarks = workspace.bookmarks.iter();
    bookmarks.map(|bookmark| bookmark.name.clone()).collect()
}

#[test]
fn names_of_bookmarks_begin_at_the_left() {
    let mut harness = open(Lang::En);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run_steps(4);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let name = harness.get_by_role_and_label(Role::Button, "Place 1").rect();
    let remove = harness.get_by_label("Remove bookmark: Place 1").rect();
    let add = harness.get_by_label("Bookmark what is seen").rect();
    assert!(name.left() < add.left() + 40.0, "{name} {add}");
    assert!(name.right() < remove.left(), "{name} {remove}");
}

#[test]
fn bookmarks_are_saved_with_the_workspace_and_survive_a_restart() {
    for (lang, place) in [(Lang::En, "Place 1"), (Lang::Zh, "地点 1")] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.toml");
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        let mut opened = session();
        opened.dispatch(Command::Open(vec![maps]));
        let mut harness = stage(opened, ViewState::new(lang), (1440.0, 900.0));
        harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
        harness.run_steps(4);
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        let session = harness.state_mut().app().session();
        assert!(!session.is_saved());
        let written = session.recovery().unwrap()(&file).unwrap();
        assert!(
            written.contains("[[bookmark]]") && written.contains(place),
            "{written}"
        );
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(4);
        assert!(harness.state_mut().app().session().is_saved());
        assert_eq!(names(&mut harness), Vec::<String>::new());
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
        harness.run_steps(4);
        let app = harness.state_mut().app();
        app.dispatch(Command::Save(SaveStep::Workspace(file.clone()), lang));
        harness.run_steps(4);
        assert!(harness.state_mut().app().session().is_saved());
        drop(harness);

        let mut again = session_of(file);
        again.dispatch(Command::Screen);
        let mut view = ViewState::new(lang);
        view.dock.show(Pane::Bookmarks);
        let mut harness = stage(again, view, (1440.0, 900.0));
        assert_eq!(names(&mut harness), [place]);
        let far = Coord {
            x: 600_000.0,
            y: 3_300_000.0,
        };
        let view = harness.state_mut().app().view_mut();
        let before = view.map.view().unwrap().center();
        view.map.center_on(far);
        harness.run_steps(3);
        harness.get_by_label(place).click();
        harness.run_steps(4);
        let now = harness.state_mut().app().view_mut().map.view().unwrap().center();
        assert!(
            (now.x - before.x).hypot(now.y - before.y) < 1_000.0,
            "{now:?} {before:?}"
        );
    }
}

fn session_of(file: PathBuf) -> Session {
    let mut session = session();
    session.dispatch(Command::Open(vec![file]));
    session
}

/// What an older program kept for all workspaces goes into the one that is restored in its plane, and is kept otherwise.
#[test]
fn old_bookmarks_join_the_workspace() {
    let corner = |x, y| Coord { x, y };
    let old = |name: &str, crs: &str| OldBookmark {
        name: name.to_owned(),
        crs: crs.to_owned(),
        extent: Extent::from_corners(corner(540_000.0, 3_353_000.0), corner(541_000.0, 3_354_000.0)),
    };
    let mut view = ViewState::new(Lang::En);
    view.desk.bookmarks = vec![old("here", "EPSG:4549"), old("elsewhere", "EPSG:4528")];
    view.desk.restoring = Some(Last::default());
    let mut session = session();
    session.show(workspace());
    let mut harness = stage(session, view, (1440.0, 900.0));
    assert_eq!(names(&mut harness), ["here"]);
    let kept = &harness.state_mut().app().view_mut().desk.bookmarks;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].name, "elsewhere");
}

/// Letters that are typed after Ctrl+B are the name, which was proposed and is selected; they are no commands.
#[test]
fn the_name_of_a_new_bookmark_is_typed_at_once() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
        harness.run_steps(6);
        for (key, letter) in [(Key::L, "l"), (Key::E, "e")] {
            harness.key_press(key);
            harness.event(Event::Text(letter.to_owned()));
            harness.run_steps(2);
        }
        let view = harness.state_mut().app().view_mut();
        assert_eq!((view.lang, view.map.tool()), (lang, Tool::Select), "no command");
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        assert_eq!(names(&mut harness), ["le"]);
    }
}

#[test]
fn a_bookmark_is_renamed_and_the_field_above_adds_one_by_enter() {
    let mut harness = open(Lang::En);
    let type_in = |harness: &mut Harness<'static, Stage>, text: &str, key: Key| {
        harness.event(Event::Text(text.to_owned()));
        harness.run_steps(2);
        harness.key_press(key);
        harness.run_steps(4);
    };
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run_steps(6);
    type_in(&mut harness, "given up", Key::Escape);
    assert_eq!(names(&mut harness), ["Place 1"]);
    let at = harness.get_by_label("Place 1").rect().center();
    harness.hover_at(at);
    harness.run_steps(2);
    for pressed in [true, false, true, false] {
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(1);
    }
    harness.run_steps(4);
    type_in(&mut harness, "Heron pond", Key::Enter);
    assert_eq!(names(&mut harness), ["Heron pond"]);
    let name = &redshank::texts(Lang::En)["desk.bookmarks.name"];
    harness.get_by_role_and_label(Role::TextInput, name).focus();
    harness.run_steps(3);
    type_in(&mut harness, "Weir", Key::Enter);
    assert_eq!(names(&mut harness), ["Heron pond", "Weir"]);
}
