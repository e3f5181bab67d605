//! Windows that ask for a path have the keyboard at once, propose a place that is seen whole, and do what they are for by Enter.

use redshank::session::review::step::ReviewStep;

use super::keyboard::{Shown, app, focused, press, press_with};
use super::*;

/// The window on a copy of a data file, in a folder of its own.
fn on_a_file(folder: &Path, lang: Lang) -> Shown {
    let own = folder.join(lang.code());
    std::fs::create_dir(&own).unwrap();
    let data = own.join("wetland.geojson");
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang/wetland.geojson");
    std::fs::copy(maps, &data).unwrap();
    let mut session = session();
    session.dispatch(Command::Open(vec![data]));
    stage(session, ViewState::new(lang), (1440.0, 900.0))
}

fn shows(harness: &mut Shown, window: Window) {
    app(harness).view_mut().window = Some(window);
    harness.run_steps(4);
}

/// What is typed at once is the path, and not a command or an addition to what is proposed.
#[test]
fn a_path_is_typed_at_once_in_every_window_that_asks_for_one() {
    let folder = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let mut harness = on_a_file(folder.path(), lang);
        let typed = |view: &ViewState, window| match window {
            Window::Export => view.export.folder.clone(),
            Window::ExportMap => view.map_draft.path.clone(),
            Window::ExportLayer => view.layer_draft.path.clone(),
            Window::ExportProblems => view.problems_file.clone(),
            Window::Report => view.review.report.folder.clone(),
            Window::SaveWorkspace => view.workspace_file.clone(),
            Window::SaveDossier => view.review.save_path.clone(),
            _ => view.path_draft.clone(),
        };
        for window in [
            Window::Open,
            Window::Add,
            Window::Compare,
            Window::Export,
            Window::ExportMap,
            Window::ExportLayer,
            Window::ExportProblems,
            Window::Report,
            Window::SaveWorkspace,
            Window::SaveDossier,
        ] {
            shows(&mut harness, window);
            harness.event(Event::Text("l/x".into()));
            harness.run_steps(3);
            assert_eq!(typed(app(&mut harness).view_mut(), window), "l/x", "{window:?}");
            press(&mut harness, Key::Escape);
            assert_eq!(app(&mut harness).view_mut().window, None, "{window:?}");
            app(&mut harness).view_mut().path_draft.clear();
        }
    }
}

#[test]
fn enter_opens_and_shift_enter_begins_the_next_path() {
    for lang in Lang::ALL {
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        let mut harness = stage(session(), ViewState::new(lang), (1440.0, 900.0));
        press_with(&mut harness, Modifiers::COMMAND, Key::O);
        harness.event(Event::Text("a".into()));
        harness.run_steps(2);
        press_with(&mut harness, Modifiers::SHIFT, Key::Enter);
        assert_eq!(app(&mut harness).view_mut().path_draft, "a\n");
        assert_eq!(app(&mut harness).view_mut().window, Some(Window::Open));
        press_with(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text(maps.display().to_string()));
        harness.run_steps(2);
        press(&mut harness, Key::Enter);
        harness.run_steps(10);
        assert_eq!(app(&mut harness).view_mut().window, None);
        assert_eq!(app(&mut harness).session().sources(), [maps]);
    }
}

#[test]
fn files_are_proposed_beside_what_is_open_and_written_by_enter() {
    let folder = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let mut harness = on_a_file(folder.path(), lang);
        let own = folder.path().join(lang.code());
        for (window, file) in [
            (Window::Export, "findings/findings.csv"),
            (Window::ExportMap, "map.pdf"),
            (Window::ExportLayer, "layers.gpkg"),
            (Window::SaveWorkspace, "wetland.toml"),
        ] {
            shows(&mut harness, window);
            press(&mut harness, Key::Enter);
            harness.run_steps(6);
            assert_eq!(app(&mut harness).view_mut().window, None, "{window:?}");
            assert!(own.join(file).is_file(), "{window:?}");
        }
        // What was saved is saved there again.
        shows(&mut harness, Window::SaveWorkspace);
        let proposed = own.join("wetland.toml").display().to_string();
        assert_eq!(app(&mut harness).view_mut().workspace_file, proposed);
    }
}

/// A file that somebody has named with its folder is proposed again.
#[test]
fn a_place_that_somebody_has_chosen_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = on_a_file(folder.path(), Lang::En);
    shows(&mut harness, Window::ExportMap);
    let mine = folder.path().join("mine/plan.pdf").display().to_string();
    harness.event(Event::Text(mine.clone()));
    harness.run_steps(2);
    press(&mut harness, Key::Escape);
    shows(&mut harness, Window::ExportMap);
    assert_eq!(app(&mut harness).view_mut().map_draft.path, mine);
}

#[test]
fn a_report_is_proposed_beside_its_dossier_and_its_field_has_the_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let own = folder.path().join(lang.code());
        std::fs::create_dir(&own).unwrap();
        let mut session = session();
        session.dispatch(Command::Review(ReviewStep::Open(super::review::stored(&own))));
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        shows(&mut harness, Window::Report);
        let report = own.join("report").display().to_string();
        assert_eq!(app(&mut harness).view_mut().review.report.folder, report);
        let label = word(lang, "ui.export_window.folder");
        assert_eq!(focused(&harness).unwrap().1, label);
    }
}
