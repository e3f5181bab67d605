//! The steps of a session are there after a restart: to be looked at, to be taken back and to be done again.

use std::sync::Arc;

use redshank::geom::gate::admit_plane;
use redshank::model::review::decision::{Author, State};
use redshank::model::review::event::Deed;
use redshank::model::review::key::FindingKey;
use redshank::model::review::standing::standing;
use redshank::session::by_hand::HandEdit;
use redshank::session::looks::LookEdit;
use redshank::session::notice::NoticeKind;
use redshank::session::review::step::{DecisionWish, ReviewStep};
use redshank::session::save_step::SaveStep;
use redshank::ui::memory::restoring::restore;
use redshank::ui::memory::session_file::{FILE_NAME, HISTORY_NAME, Last, RECOVERY_NAME};
use redshank::words::fill;

use eframe::egui::ViewportCommand;

use super::closing::close;
use super::desk::remembering;
use super::*;

/// A window in which four steps were done: a layer gone, one renamed, a bookmark, a project drawn.
fn busy(folder: &Path) -> Harness<'static, Stage> {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut harness = remembering(folder);
    harness.state_mut().app().dispatch(Command::Open(vec![maps]));
    harness.run_steps(10);
    let app = harness.state_mut().app();
    let layers = app.session().workspace().unwrap().layers.clone();
    let (gone, named) = (&layers[layers.len() - 1].about, &layers[0].about);
    app.dispatch(Command::Edit(Edit::RemoveLayer(gone.id.clone())));
    app.dispatch(Command::Edit(Edit::RenameLayer {
        layer: named.id.clone(),
        name: redshank::words::Bilingual::same("Marsh"),
    }));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run_steps(4);
    let shape = Arc::new(admit_plane(scene::square(0.0, 0.0, 100.0)).unwrap());
    let draw = HandEdit::Draw {
        shape,
        kind: Some(ProjectKind::Wind),
    };
    let app = harness.state_mut().app();
    app.dispatch(Command::Edit(Edit::ByHand(draw)));
    harness.run_steps(4);
    harness
}

/// The window is gone without a word, and another one goes on.
fn killed(harness: Harness<'_, Stage>, folder: &Path, lang: Lang) -> Harness<'static, Stage> {
    let mut harness = harness;
    // 25 frames of 0.05 s.
    harness.run_steps(25);
    drop(harness);
    gone_on(folder, lang)
}

/// A window that goes on with what is remembered in a folder.
fn gone_on(folder: &Path, lang: Lang) -> Harness<'static, Stage> {
    let last = Last::parse(&std::fs::read_to_string(folder.join(FILE_NAME)).unwrap()).unwrap();
    let mut view = ViewState::new(lang);
    view.desk.recovery = Some(folder.join(RECOVERY_NAME));
    view.dock.show(Pane::History);
    let mut session = session();
    session.dispatch(restore(&mut view, last).unwrap());
    stage(session, view, (1440.0, 900.0))
}

/// The steps in words, and where the workspace is among them.
fn steps(harness: &mut Harness<'_, Stage>) -> (Vec<String>, usize) {
    let (steps, place) = harness.state_mut().app().session().steps();
    (steps.iter().map(|step| step.text(Lang::En)).collect(), place)
}

/// Ids and names of the layers, names of the bookmarks.
fn what(harness: &mut Harness<'_, Stage>) -> Vec<String> {
    let workspace = harness.state_mut().app().session().workspace().unwrap();
    let layers = workspace.layers.iter();
    let layers = layers.map(|layer| {
        let about = &layer.about;
        format!("{} {} {}", about.id, about.name.en, layer.features().len())
    });
    let bookmarks = workspace.bookmarks.iter().map(|bookmark| bookmark.name.clone());
    layers.chain(bookmarks).collect()
}

#[test]
fn what_was_not_saved_comes_back_with_its_steps() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut harness = busy(folder.path());
        let drawn = what(&mut harness);
        harness.state_mut().app().dispatch(Command::Undo);
        harness.run_steps(2);
        let (before, undone) = (steps(&mut harness), what(&mut harness));
        assert_eq!((before.0.len(), before.1), (5, 3));
        let mut harness = killed(harness, folder.path(), lang);
        assert_eq!(steps(&mut harness), before);
        assert_eq!(what(&mut harness), undone);
        assert!(harness.state_mut().app().view_mut().desk.recovered);
        harness.state_mut().app().dispatch(Command::Redo);
        harness.run_steps(4);
        assert_eq!(what(&mut harness), drawn);
        // By the list, back to the first change.
        let removed = redshank::texts(lang)["desk.step.removed"].clone();
        harness.get_by_label_contains(&format!("1  {removed}")).click();
        harness.run_steps(4);
        assert_eq!(steps(&mut harness).1, 1);
        assert!(!what(&mut harness).iter().any(|line| line.contains("Marsh")));
    }
}

/// Decisions are in the dossier at once; bookmarks and drawings are not before it is stored again.
#[test]
fn what_was_changed_in_a_dossier_and_not_stored_comes_back_with_it() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = super::review::stored(folder.path());
        let mut harness = remembering(folder.path());
        let open = ReviewStep::Open(path.clone());
        harness.state_mut().app().dispatch(Command::Review(open));
        harness.run_steps(10);
        let shape = Arc::new(admit_plane(scene::square(0.0, 0.0, 100.0)).unwrap());
        let app = harness.state_mut().app();
        let bookmark = redshank::model::bookmark::Bookmark {
            name: "nest".into(),
            extent: app.session().workspace().unwrap().extent(),
            turn: redshank::geom::turn::Turn::NONE,
        };
        app.dispatch(Command::Edit(Edit::SetBookmarks(vec![bookmark])));
        app.dispatch(Command::Edit(Edit::ByHand(HandEdit::Draw { shape, kind: None })));
        harness.run_steps(4);
        let (before, there) = (steps(&mut harness), what(&mut harness));
        assert_eq!(before.0.len(), 3);
        let mut harness = killed(harness, folder.path(), lang);
        harness.run_steps(10);
        assert_eq!((steps(&mut harness), what(&mut harness)), (before, there));
        let session = harness.state_mut().app().session();
        assert_eq!(session.dossier().map(|open| &open.path), Some(&path));
        assert!(!session.is_saved() && session.dossier().unwrap().can_write());
    }
}

/// A case is open in which two findings were decided, and between the two a layer was hidden.
fn decided(folder: &Path, path: &Path) -> Harness<'static, Stage> {
    let mut harness = remembering(folder);
    let app = harness.state_mut().app();
    app.dispatch(Command::Review(ReviewStep::Open(path.to_owned())));
    harness.run_steps(10);
    sits(&mut harness);
    let findings: Vec<FindingKey> = findings(harness.state_mut().app().session());
    decide(&mut harness, &findings[0], State::Avoid);
    let app = harness.state_mut().app();
    app.dispatch(Command::Look(LookEdit::Hide("wetland".into())));
    decide(&mut harness, &findings[1], State::Mitigate);
    harness
}

fn author(name: &str) -> Author {
    Author {
        name: name.into(),
        role: String::new(),
    }
}

fn sits(harness: &mut Harness<'_, Stage>) {
    let step = ReviewStep::Name(Some(author("张")));
    harness.state_mut().app().dispatch(Command::Review(step));
    harness.run_steps(6);
}

fn findings(session: &Session) -> Vec<FindingKey> {
    let findings = &session.screening().unwrap().findings;
    findings.iter().map(FindingKey::of).collect()
}

fn decide(harness: &mut Harness<'_, Stage>, finding: &FindingKey, state: State) {
    let wish = DecisionWish {
        findings: vec![finding.clone()],
        state,
        article: None,
        reason: "moves north".into(),
        attach: Vec::new(),
    };
    let step = ReviewStep::Decide(Box::new(wish));
    harness.state_mut().app().dispatch(Command::Review(step));
    harness.run_steps(4);
}

/// Where the list is, how the findings stand, and whether all layers are seen.
fn stands(harness: &mut Harness<'_, Stage>) -> (usize, Vec<State>, bool) {
    let session = harness.state_mut().app().session();
    let open = session.dossier().unwrap();
    let state = |key: &FindingKey| standing(&open.review, key, open.evidence_of(key)).state;
    let states = findings(session).iter().map(state).collect();
    (session.steps().1, states, session.looks().hidden.is_empty())
}

/// What the row of a decision is called.
fn row(harness: &mut Harness<'_, Stage>, place: usize, state: State, lang: Lang) -> String {
    let (steps, _) = harness.state_mut().app().session().steps();
    let own = format!("{place}  {}", steps[place].text(lang));
    let decision = &redshank::texts(lang)["desk.step.decided"];
    assert!(
        own.contains(&format!("{decision} · {}", state.name(lang))),
        "{own}"
    );
    own
}

/// They are rows among the others, also after the window was gone without a word, and a click goes over all between.
#[test]
fn decisions_are_rows_that_are_jumped_over_also_after_a_restart() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = super::review::stored(folder.path());
        let harness = decided(folder.path(), &path);
        let mut harness = killed(harness, folder.path(), lang);
        harness.run_steps(10);
        let all = (3, vec![State::Avoid, State::Mitigate], false);
        assert_eq!(stands(&mut harness), all);
        let first = row(&mut harness, 1, State::Avoid, lang);
        let last = row(&mut harness, 3, State::Mitigate, lang);
        let opened = format!("0  {}", redshank::texts(lang)["desk.step.opened"]);
        // Whoever takes something back says who he is.
        harness.get_by_role_and_label(Role::Button, &opened).click();
        harness.run_steps(6);
        assert_says(&harness, &redshank::texts(lang)["reviewing.name.title"]);
        assert_eq!(stands(&mut harness), all);
        sits(&mut harness);
        assert_eq!(stands(&mut harness), (0, vec![State::Open, State::Open], true));
        for (row, expected) in [(&last, all), (&first, (1, vec![State::Avoid, State::Open], true))] {
            harness.get_by_role_and_label(Role::Button, row).click();
            harness.run_steps(6);
            assert_eq!(stands(&mut harness), expected);
        }
    }
}

/// A key that stays down takes back one step after the other, each once the one before is recorded, and none that nobody has
/// seen: whatever the disk takes for it.
#[test]
fn a_held_key_takes_back_what_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = super::review::stored(folder.path());
    let runner = Runner::Threads(Arc::new(|| {}));
    let session = Session::new(runner, "2026-11-23".parse().unwrap());
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    let settle = |harness: &mut Harness<'_, Stage>| {
        harness.step();
        while harness.state_mut().app().session().running().next().is_some() {
            harness.step();
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    };
    let press = |harness: &mut Harness<'_, Stage>, repeat: bool| {
        harness.event(Event::Key {
            key: Key::Z,
            physical_key: None,
            pressed: true,
            repeat,
            modifiers: Modifiers::COMMAND,
        });
        harness.step();
    };
    let place = |harness: &mut Harness<'_, Stage>| harness.state_mut().app().session().steps().1;
    let app = harness.state_mut().app();
    app.dispatch(Command::Review(ReviewStep::Open(path.clone())));
    settle(&mut harness);
    settle(&mut harness);
    sits(&mut harness);
    let key = findings(harness.state_mut().app().session())[0].clone();
    for state in [State::Avoid, State::Mitigate, State::Dismissed] {
        decide(&mut harness, &key, state);
        settle(&mut harness);
    }
    assert_eq!(place(&mut harness), 3);
    // Somebody else writes, and the disk is waited for.
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    press(&mut harness, false);
    for _ in 0..5 {
        press(&mut harness, true);
    }
    assert!(harness.state_mut().app().session().is_log_busy());
    other.execute_batch("ROLLBACK").unwrap();
    settle(&mut harness);
    assert_eq!(place(&mut harness), 2);
    press(&mut harness, true);
    settle(&mut harness);
    assert_eq!(place(&mut harness), 1);
}

/// Somebody else has entered something while the window was closed: the rows of decisions are gone, and that is said.
#[test]
fn decisions_that_others_have_added_to_are_no_rows_any_more() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = super::review::stored(folder.path());
        let mut harness = decided(folder.path(), &path);
        // 25 frames of 0.05 s.
        harness.run_steps(25);
        drop(harness);
        let mut other = session();
        for step in [
            ReviewStep::Open(path.clone()),
            ReviewStep::Name(Some(author("李"))),
            ReviewStep::Do(Deed::Forced("by order".into())),
        ] {
            other.dispatch(Command::Review(step));
            while other.poll() {}
        }
        drop(other);
        let mut harness = gone_on(folder.path(), lang);
        harness.run_steps(10);
        assert_eq!(
            stands(&mut harness),
            (1, vec![State::Avoid, State::Mitigate], false)
        );
        let decision = &redshank::texts(lang)["desk.step.decided"];
        let rows = steps(&mut harness).0;
        assert!(
            rows.len() == 2 && rows.iter().all(|row| !row.contains(decision.as_str())),
            "{rows:?}"
        );
        let told = &redshank::texts(lang)["reviewing.told.steps_left_out"];
        assert_says(&harness, &fill(told, &["count"], &["2".into()]));
    }
}

/// What a crash or a full disk has cut or spoiled is no reason to fall: where only the steps cannot be read the layers are there,
/// and where nothing can, that is told.
#[test]
fn files_of_a_recovery_that_are_cut_or_spoiled() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = busy(folder.path());
    let whole = what(&mut harness);
    drop(killed(harness, folder.path(), Lang::En));
    let last = std::fs::read_to_string(folder.path().join(FILE_NAME)).unwrap();
    let files = [HISTORY_NAME, RECOVERY_NAME].map(|name| folder.path().join(name));
    let [steps, workspace] = files.each_ref().map(|path| std::fs::read(path).unwrap());
    let again = || {
        let mut view = ViewState::new(Lang::En);
        view.desk.recovery = Some(folder.path().join(RECOVERY_NAME));
        let mut session = session();
        session.dispatch(restore(&mut view, Last::parse(&last).unwrap()).unwrap());
        session.poll();
        session
    };
    let names = |session: &Session| -> Vec<String> {
        let layers = session.workspace().map(|workspace| workspace.layers.clone());
        let layers = layers.unwrap_or_default();
        layers.iter().map(|layer| layer.about.id.to_string()).collect()
    };
    let spoiled = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let cuts = [0, 1, bytes.len() / 3, bytes.len() / 2, bytes.len() - 2];
        let mut all: Vec<Vec<u8>> = cuts.map(|cut| bytes[..cut].to_vec()).into();
        let mut zeros = bytes.to_vec();
        zeros[bytes.len() / 4..bytes.len() / 2].fill(0);
        all.extend([zeros, vec![0xff; 300]]);
        all
    };
    for bytes in spoiled(&steps) {
        std::fs::write(&files[0], bytes).unwrap();
        std::fs::write(&files[1], &workspace).unwrap();
        let session = again();
        // All but what was drawn, which stands in the steps only, and the bookmark, which is no layer.
        assert_eq!(names(&session).len(), whole.len() - 2);
        let lost = |about: &NoticeKind| matches!(about, NoticeKind::HistoryLost(_));
        let notices = session.notices();
        assert!(notices.iter().any(|notice| lost(&notice.about)), "{notices:?}");
    }
    for bytes in spoiled(&workspace) {
        std::fs::write(&files[0], b"{").unwrap();
        std::fs::write(&files[1], bytes).unwrap();
        let session = again();
        assert!(!session.notices().is_empty(), "nothing is said");
    }
}

/// A square in longitude and latitude, near what the dossier is about.
fn pond(folder: &Path) -> PathBuf {
    let path = folder.join("pond.geojson");
    let ring = "[[120.40,30.30],[120.41,30.30],[120.41,30.31],[120.40,30.31],[120.40,30.30]]";
    let shape = format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
    let feature = format!(r#"{{"type":"Feature","properties":{{"name":"pond"}},"geometry":{shape}}}"#);
    let text = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
    std::fs::write(&path, text).unwrap();
    path
}

/// A layer that is added to what a dossier has stored is read again after a crash, and what was done after it is done again;
/// where its file is gone, that is told, and what does not need it is there all the same.
#[test]
fn layers_that_were_added_in_a_dossier_come_back_with_what_was_done_after_them() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let dossier = super::review::stored(folder.path());
        let file = pond(folder.path());
        let mut harness = remembering(folder.path());
        let open = ReviewStep::Open(dossier.clone());
        harness.state_mut().app().dispatch(Command::Review(open));
        harness.run_steps(10);
        let app = harness.state_mut().app();
        let extent = app.session().workspace().unwrap().extent();
        app.dispatch(Command::AddLayers(vec![file.clone()]));
        harness.run_steps(4);
        let app = harness.state_mut().app();
        app.dispatch(Command::Edit(Edit::RenameLayer {
            layer: "pond".into(),
            name: redshank::words::Bilingual::same("The pond"),
        }));
        let bookmark = redshank::model::bookmark::Bookmark {
            name: "nest".into(),
            extent,
            turn: redshank::geom::turn::Turn::NONE,
        };
        app.dispatch(Command::Edit(Edit::SetBookmarks(vec![bookmark])));
        let shape = Arc::new(admit_plane(scene::square(0.0, 0.0, 100.0)).unwrap());
        app.dispatch(Command::Edit(Edit::ByHand(HandEdit::Draw { shape, kind: None })));
        app.dispatch(Command::Undo);
        harness.run_steps(4);
        let (before, there) = (steps(&mut harness), what(&mut harness));
        assert_eq!((before.0.len(), before.1), (5, 3));
        assert!(there.contains(&"pond The pond 1".to_owned()), "{there:?}");

        let mut harness = killed(harness, folder.path(), lang);
        harness.run_steps(10);
        assert_eq!((steps(&mut harness), what(&mut harness)), (before, there.clone()));
        let session = harness.state_mut().app().session();
        assert!(!session.is_saved() && !session.is_as_stored());
        assert!(session.dossier().unwrap().can_write());
        // From the same files once more, and meanwhile that of the layer is gone.
        std::fs::remove_file(&file).unwrap();
        let mut harness = killed(harness, folder.path(), lang);
        harness.run_steps(10);
        let others: Vec<String> = there
            .into_iter()
            .filter(|line| !line.starts_with("pond "))
            .collect();
        assert_eq!(what(&mut harness), others);
        let (left, place) = steps(&mut harness);
        assert_eq!(
            (left.len(), place),
            (3, 1),
            "the bookmark, and the drawing that was taken back"
        );
        let notices = harness.state_mut().app().session().notices();
        let lost =
            |about: &NoticeKind| matches!(about, NoticeKind::HistoryLost(lost) if lost.files.len() == 1);
        assert!(notices.iter().any(|notice| lost(&notice.about)), "{notices:?}");
    }
}

#[test]
fn what_was_saved_has_its_steps_unless_the_file_was_changed_by_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let mut harness = busy(folder.path());
    let app = harness.state_mut().app();
    app.dispatch(Command::Save(SaveStep::Workspace(file.clone()), Lang::En));
    harness.run_steps(3);
    assert!(harness.state_mut().app().session().is_saved());
    let before = (steps(&mut harness), what(&mut harness));
    let mut harness = killed(harness, folder.path(), Lang::En);
    assert_eq!((steps(&mut harness), what(&mut harness)), before);
    let app = harness.state_mut().app();
    assert!(app.session().is_saved() && !app.view_mut().desk.recovered);
    assert_eq!(app.session().sources(), std::slice::from_ref(&file));
    app.dispatch(Command::Undo);
    assert!(!app.session().is_saved());
    drop(harness);

    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("# by hand\n{text}")).unwrap();
    let last = std::fs::read_to_string(folder.path().join(FILE_NAME)).unwrap();
    let mut view = ViewState::new(Lang::En);
    view.desk.recovery = Some(folder.path().join(RECOVERY_NAME));
    let mut again = session();
    again.dispatch(restore(&mut view, Last::parse(&last).unwrap()).unwrap());
    let mut harness = stage(again, view, (1440.0, 900.0));
    assert_eq!(steps(&mut harness).0.len(), 1);
    assert_eq!(what(&mut harness), before.1);
}

/// The mark of the title and the question at the end go together, also where nothing was changed since the restart.
#[test]
fn what_was_gone_on_with_is_asked_about_until_it_is_saved() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let harness = busy(folder.path());
        let mut harness = killed(harness, folder.path(), lang);
        let app = harness.state_mut().app();
        assert!(app.session().is_saved() && app.view_mut().desk.recovered);
        assert!(close(&mut harness).contains(&ViewportCommand::CancelClose));
        let texts = redshank::texts(lang);
        assert_says(&harness, &texts["desk.leave.what"]);
        let layer = &texts["sketch.layer"];
        assert_says(&harness, &texts["desk.leave.by_hand"].replace("%{layers}", layer));
        let save = texts["desk.leave.save_as"].as_str();
        harness.get_by_role_and_label(Role::Button, save).click();
        harness.run_steps(3);
        let file = folder.path().join("mine.toml");
        harness.state_mut().app().view_mut().workspace_file = file.display().to_string();
        harness.run_steps(2);
        let save = texts["desk.save.do"].as_str();
        harness.get_by_role_and_label(Role::Button, save).click();
        let mut said = Vec::new();
        for _ in 0..6 {
            harness.step();
            said.extend(super::closing::said(&harness));
        }
        assert!(said.contains(&ViewportCommand::Close), "{said:?}");
        let is_clean =
            |said: &ViewportCommand| matches!(said, ViewportCommand::Title(title) if !title.contains('●'));
        assert!(said.iter().any(is_clean), "{said:?}");
        assert!(file.is_file() && folder.path().join("drawn.geojson").is_file());
        assert!(!close(&mut harness).contains(&ViewportCommand::CancelClose));
    }
}
