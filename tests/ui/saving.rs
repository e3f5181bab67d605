//! Saving the workspace: at once where its file is known and its user's own, with a question where something would be lost.

use std::sync::Arc;

use eframe::egui::ViewportCommand;
use redshank::geom::gate::admit_plane;
use redshank::session::by_hand::HandEdit;
use redshank::session::review::step::ReviewStep;

use super::closing::close;
use super::keyboard::{focused, press, press_with};
use super::*;

type Shown = Harness<'static, Stage>;

const AND_SHIFT: Modifiers = Modifiers {
    shift: true,
    ..Modifiers::COMMAND
};

/// A window on a workspace file of the user's own.
fn on_own_file(folder: &Path, lang: Lang) -> (PathBuf, Shown) {
    let file = folder.join(format!("{}.toml", lang.code()));
    let data = folder.join("wetland.geojson");
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang/wetland.geojson");
    std::fs::copy(maps, &data).unwrap();
    let text = "version = 1\nname = \"Mine\"\n\n[[layer]]\nid = \"wetland\"\nname = \"Wetland\"\n\
        file = \"wetland.geojson\"\nrole = \"wetland\"\n";
    std::fs::write(&file, text).unwrap();
    let mut session = session();
    session.dispatch(Command::Open(vec![file.clone()]));
    let harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
    (file, harness)
}

/// A layer is called otherwise, which is not saved then.
fn renamed(harness: &mut Shown, name: &str) {
    let edit = Edit::RenameLayer {
        layer: "wetland".into(),
        name: redshank::words::Bilingual::same(name),
    };
    app(harness).dispatch(Command::Edit(edit));
    harness.run_steps(4);
    assert!(!app(harness).session().is_saved());
}

fn app(harness: &mut Shown) -> &mut App {
    harness.state_mut().app()
}

fn window(harness: &mut Shown) -> Option<Window> {
    app(harness).view_mut().window
}

fn says(file: &Path, text: &str) -> bool {
    std::fs::read_to_string(file).unwrap().contains(text)
}

fn click(harness: &mut Shown, key: &str, lang: Lang) {
    harness
        .get_by_role_and_label(Role::Button, &word(lang, key))
        .click();
    harness.run_steps(6);
}

/// The key goes down, or comes again while it is down, or goes up: the toolkit tells a stroke from what comes after it.
fn key(harness: &mut Shown, (modifiers, key): (Modifiers, Key), pressed: bool) {
    harness.event(Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    });
    harness.run_steps(2);
}

#[test]
fn a_key_that_is_held_down_saves_once_and_turns_on() {
    let folder = tempfile::tempdir().unwrap();
    let (file, mut harness) = on_own_file(folder.path(), Lang::En);
    renamed(&mut harness, "Marsh");
    let save = (Modifiers::COMMAND, Key::S);
    key(&mut harness, save, true);
    assert!(says(&file, "Marsh"));
    // What is changed meanwhile waits for somebody who presses the key again.
    renamed(&mut harness, "Fen");
    for _ in 0..4 {
        key(&mut harness, save, true);
    }
    assert!(!says(&file, "Fen"));
    key(&mut harness, save, false);
    key(&mut harness, save, true);
    assert!(says(&file, "Fen"));
    key(&mut harness, save, false);
    // What goes step by step goes on.
    let turned = |harness: &mut Shown| {
        let view = app(harness).view_mut().map.view();
        view.unwrap().turn().degrees()
    };
    let mut seen = vec![turned(&mut harness)];
    for _ in 0..3 {
        key(&mut harness, (Modifiers::NONE, Key::CloseBracket), true);
        seen.push(turned(&mut harness));
    }
    assert!(
        seen.is_sorted_by(|a, b| a < b) || seen.is_sorted_by(|a, b| a > b),
        "{seen:?}"
    );
}

#[test]
fn a_known_file_is_saved_at_once_and_told() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, mut harness) = on_own_file(folder.path(), lang);
        for name in ["Reed bed", "Marsh"] {
            renamed(&mut harness, name);
            press_with(&mut harness, Modifiers::COMMAND, Key::S);
            harness.run_steps(4);
            assert_eq!(window(&mut harness), None);
            assert!(app(&mut harness).session().is_saved() && says(&file, name));
            assert_says(&harness, &word(lang, "session.saved"));
        }
        // Under another name it always asks.
        press_with(&mut harness, AND_SHIFT, Key::S);
        assert_eq!(window(&mut harness), Some(Window::SaveWorkspace));
        let proposed = app(&mut harness).view_mut().workspace_file.clone();
        assert_eq!(proposed, file.display().to_string());
    }
}

#[test]
fn what_was_drawn_is_saved_beside_a_known_file_and_again() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, mut harness) = on_own_file(folder.path(), lang);
        let drawn = folder.path().join("drawn.geojson");
        let mut before = 0;
        for side in [100.0, 200.0] {
            let shape = Arc::new(admit_plane(scene::square(0.0, 0.0, side)).unwrap());
            let draw = HandEdit::Draw { shape, kind: None };
            app(&mut harness).dispatch(Command::Edit(Edit::ByHand(draw)));
            harness.run_steps(4);
            press_with(&mut harness, Modifiers::COMMAND, Key::S);
            harness.run_steps(4);
            assert_eq!(window(&mut harness), None);
            assert!(app(&mut harness).session().is_saved() && says(&file, "drawn.geojson"));
            let length = std::fs::metadata(&drawn).unwrap().len();
            assert!(length > before, "the second one is in the same file");
            before = length;
        }
    }
}

#[test]
fn a_file_that_others_have_changed_is_not_written_over_in_silence() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, mut harness) = on_own_file(folder.path(), lang);
        renamed(&mut harness, "Reed bed");
        let theirs = std::fs::read_to_string(&file).unwrap().replace("Mine", "Theirs");
        std::fs::write(&file, &theirs).unwrap();
        let ask = |harness: &mut Shown| {
            press_with(harness, Modifiers::COMMAND, Key::S);
            harness.run_steps(4);
            assert_eq!(window(harness), Some(Window::Replace));
            assert_says(harness, &word(lang, "desk.replace.changed"));
            assert_says(harness, &file.display().to_string());
        };
        ask(&mut harness);
        click(&mut harness, "ui.cancel", lang);
        assert_eq!(window(&mut harness), None);
        // Enter leads to another file.
        ask(&mut harness);
        let other = word(lang, "desk.replace.other");
        assert_eq!(focused(&harness).unwrap().1, other);
        press(&mut harness, Key::Enter);
        assert_eq!(window(&mut harness), Some(Window::SaveWorkspace));
        press(&mut harness, Key::Escape);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), theirs);
        assert!(!app(&mut harness).session().is_saved());
        ask(&mut harness);
        click(&mut harness, "desk.replace.do", lang);
        assert!(app(&mut harness).session().is_saved() && says(&file, "Reed bed"));
        // It is the user's own again.
        renamed(&mut harness, "Marsh");
        press_with(&mut harness, Modifiers::COMMAND, Key::S);
        harness.run_steps(4);
        assert!(window(&mut harness).is_none() && says(&file, "Marsh"));
    }
}

#[test]
fn remarks_of_people_and_other_files_are_not_lost_in_silence() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, harness) = on_own_file(folder.path(), lang);
        drop(harness);
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("# ask the county\n{text}")).unwrap();
        let mut opened = session();
        opened.dispatch(Command::Open(vec![file.clone()]));
        let mut harness = stage(opened, ViewState::new(lang), (1440.0, 900.0));
        renamed(&mut harness, "Reed bed");
        press_with(&mut harness, Modifiers::COMMAND, Key::S);
        harness.run_steps(4);
        assert_says(&harness, &word(lang, "desk.replace.remarks"));
        assert!(says(&file, "ask the county"));
        click(&mut harness, "desk.replace.other", lang);
        let other = folder.path().join("other.toml");
        std::fs::write(&other, "version = 1").unwrap();
        app(&mut harness).view_mut().workspace_file = other.display().to_string();
        harness.run_steps(2);
        click(&mut harness, "desk.save.do", lang);
        assert_says(&harness, &word(lang, "desk.replace.another"));
        assert!(!says(&other, "Reed bed"));
        click(&mut harness, "desk.replace.do", lang);
        assert!(says(&other, "Reed bed") && says(&file, "ask the county"));
        assert_eq!(app(&mut harness).session().sources(), [other]);
    }
}

/// Nor one that somebody does not want to be written, or of which nobody knows what it holds; a link to a file stays one.
#[cfg(unix)]
#[test]
fn read_only_and_unreadable_files_are_not_replaced_in_silence() {
    use std::os::unix::fs::symlink;
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, harness) = on_own_file(folder.path(), lang);
        drop(harness);
        let link = folder.path().join("link.toml");
        symlink(&file, &link).unwrap();
        let mut opened = session();
        opened.dispatch(Command::Open(vec![link.clone()]));
        let mut harness = stage(opened, ViewState::new(lang), (1440.0, 900.0));
        renamed(&mut harness, "Reed bed");
        press_with(&mut harness, Modifiers::COMMAND, Key::S);
        harness.run_steps(4);
        assert!(window(&mut harness).is_none() && says(&file, "Reed bed"));
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        renamed(&mut harness, "Marsh");
        let mut rights = std::fs::metadata(&file).unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&file, rights).unwrap();
        press_with(&mut harness, Modifiers::COMMAND, Key::S);
        harness.run_steps(4);
        assert_says(&harness, &word(lang, "desk.replace.read_only"));
        assert!(!says(&file, "Marsh"));
        click(&mut harness, "ui.cancel", lang);
        let ring = folder.path().join("ring.toml");
        symlink(&ring, &ring).unwrap();
        let step = redshank::session::save_step::SaveStep::Workspace(ring.clone());
        app(&mut harness).dispatch(Command::Save(step, lang));
        harness.run_steps(4);
        assert_says(&harness, &word(lang, "desk.replace.unreadable"));
        assert!(std::fs::symlink_metadata(&ring).unwrap().is_symlink());
    }
}

/// A question about the file of one workspace is not answered with another.
#[test]
fn another_workspace_ends_the_question_about_a_file() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, mut harness) = on_own_file(folder.path(), lang);
        renamed(&mut harness, "Reed bed");
        std::fs::write(&file, "version = 1\nname = \"Theirs\"\n").unwrap();
        press_with(&mut harness, Modifiers::COMMAND, Key::S);
        harness.run_steps(4);
        assert_eq!(window(&mut harness), Some(Window::Replace));
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        app(&mut harness).dispatch(Command::Open(vec![maps]));
        harness.run_steps(4);
        assert!(app(&mut harness).session().is_example());
        assert_eq!(window(&mut harness), None);
        assert_eq!(app(&mut harness).view_mut().replacing, None);
        assert!(says(&file, "Theirs"));
    }
}

#[test]
fn the_example_is_never_proposed_to_be_written_over() {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let own = maps.join("workspace.toml");
    let before = std::fs::read(&own).unwrap();
    for lang in Lang::ALL {
        let mut opened = session();
        opened.dispatch(Command::Open(vec![maps.clone()]));
        let mut harness = stage(opened, ViewState::new(lang), (1440.0, 900.0));
        renamed(&mut harness, "Reed bed");
        press_with(&mut harness, Modifiers::COMMAND, Key::S);
        assert_eq!(window(&mut harness), Some(Window::SaveWorkspace));
        let proposed = app(&mut harness).view_mut().workspace_file.clone();
        assert_eq!(PathBuf::from(proposed), maps.join("workspace-2.toml"));
        app(&mut harness).view_mut().workspace_file = own.display().to_string();
        harness.run_steps(2);
        press(&mut harness, Key::Enter);
        harness.run_steps(4);
        assert_eq!(window(&mut harness), Some(Window::Replace));
        assert_says(&harness, &word(lang, "desk.replace.shipped"));
        press(&mut harness, Key::Escape);
        assert_eq!(window(&mut harness), None);
        assert_eq!(std::fs::read(&own).unwrap(), before);
    }
}

#[test]
fn who_leaves_saves_a_known_file_without_being_asked_for_it() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, mut harness) = on_own_file(folder.path(), lang);
        renamed(&mut harness, "Reed bed");
        assert!(close(&mut harness).contains(&ViewportCommand::CancelClose));
        let save = word(lang, "desk.leave.save");
        harness.get_by_role_and_label(Role::Button, &save).click();
        let mut closes = false;
        for _ in 0..6 {
            harness.step();
            closes |= super::closing::said(&harness).contains(&ViewportCommand::Close);
        }
        assert!(closes && says(&file, "Reed bed"));
    }
}

/// What a dossier has stored is saved: the title has no mark, and nobody is asked. Without the dossier it is not.
#[test]
fn what_a_dossier_has_stored_is_saved() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (file, mut harness) = on_own_file(folder.path(), lang);
        renamed(&mut harness, "Reed bed");
        let author = redshank::model::review::decision::Author {
            name: "Zhang".to_owned(),
            role: String::new(),
        };
        let app = app(&mut harness);
        app.dispatch(Command::Review(ReviewStep::Name(Some(author))));
        let path = folder.path().join("case.redshank");
        app.dispatch(Command::Review(ReviewStep::Save(path.clone())));
        harness.run_steps(10);
        let session = self::app(&mut harness).session();
        assert!(session.dossier().is_some() && session.is_saved());
        assert!(!says(&file, "Reed bed"));
        assert!(!close(&mut harness).contains(&ViewportCommand::CancelClose));
        renamed(&mut harness, "Marsh");
        self::app(&mut harness).dispatch(Command::Undo);
        assert!(self::app(&mut harness).session().is_saved());
        self::app(&mut harness).dispatch(Command::Review(ReviewStep::Close));
        harness.run_steps(4);
        assert!(!self::app(&mut harness).session().is_saved());
    }
}
