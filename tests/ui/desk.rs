//! The desk: panes close, come back, move; layouts are remembered.

use std::sync::Arc;

use redshank::model::label::{LabelSpec, LabelText};
use redshank::model::review::key::FindingKey;
use redshank::report::units::AreaUnit;
use redshank::session::notice::NoticeKind;
use redshank::ui::areas::Areas;
use redshank::ui::crs_picker::RecentCrs;
use redshank::ui::dock::pane::Pane;
use redshank::ui::dock::preset::Preset;
use redshank::ui::memory::Memory;
use redshank::ui::memory::desk_file::{Desk, FILE_NAME};
use redshank::ui::memory::habits::Habits;
use redshank::ui::memory::remembered::Remembered;
use redshank::ui::view_state::Ask;

use super::*;

/// The rectangle of a tab, by the beginning of its title.
fn tab_of(harness: &Harness<'_, Stage>, pane: Pane) -> eframe::egui::Rect {
    let title = pane.title(Lang::En);
    let mut nodes = harness.get_all_by_role(Role::Button);
    nodes
        .find(|node| {
            node.accesskit_node()
                .label()
                .is_some_and(|label| label.starts_with(&title))
        })
        .unwrap()
        .rect()
}

fn presses(harness: &mut Harness<'static, Stage>, at: eframe::egui::Pos2, pressed: bool) {
    harness.event(Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(2);
}

#[test]
fn every_pane_has_a_tab_in_both_languages_and_shows_by_a_click() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for pane in [Pane::Unchecked, Pane::Rules, Pane::Problems, Pane::Findings] {
            harness
                .get_all_by_label_contains(&pane.title(lang))
                .find(|node| node.accesskit_node().role() == Role::Button)
                .unwrap()
                .click();
            harness.run_steps(3);
            assert!(
                harness.state_mut().app().view_mut().dock.is_front(pane),
                "{pane:?}"
            );
        }
    }
}

#[test]
fn a_panel_closes_by_its_button_and_comes_back_by_the_menu() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let close = word(lang, "ui.close_panel");
        let before = harness.get_all_by_label(&close).count();
        assert_eq!(before, 3, "left, right and below");
        harness.get_all_by_label(&close).next().unwrap().click();
        harness.run_steps(3);
        let usual = Preset::Screen.shape();
        let closed: Vec<Pane> = Pane::ALL
            .into_iter()
            .filter(|pane| usual.is_open(*pane))
            .filter(|pane| !harness.state_mut().app().view_mut().dock.is_open(*pane))
            .collect();
        let [closed] = closed[..] else {
            panic!("{closed:?}")
        };
        harness
            .get_by_role_and_label(Role::Button, &word(lang, "ui.menu.view"))
            .click();
        harness.run_steps(3);
        let panels = word(lang, "desk.panels");
        harness
            .get_all_by_label_contains(&panels)
            .find(|node| {
                let label = node.accesskit_node().label();
                label.is_some_and(|label| label.starts_with(&panels))
            })
            .unwrap()
            .hover();
        harness.run_steps(12);
        let title = closed.title(lang);
        harness
            .get_all_by_label_contains(&title)
            .find(|node| {
                node.accesskit_node()
                    .label()
                    .is_some_and(|label| label.ends_with(&title))
            })
            .unwrap()
            .click();
        harness.run_steps(3);
        assert!(harness.state_mut().app().view_mut().dock.is_front(closed));
    }
}

#[test]
fn layouts_have_keys_and_reset_always_works() {
    let mut harness = open(Lang::En);
    for (key, preset) in [
        (Key::F7, Preset::Load),
        (Key::F9, Preset::Review),
        (Key::F10, Preset::Print),
        (Key::F8, Preset::Screen),
    ] {
        harness.key_press(key);
        harness.run_steps(3);
        let dock = &harness.state_mut().app().view_mut().dock;
        for pane in Pane::ALL {
            assert_eq!(
                dock.is_open(pane),
                preset.shape().is_open(pane),
                "{preset:?} {pane:?}"
            );
        }
    }
    harness.state_mut().app().view_mut().dock.close(Pane::Findings);
    let mut wishes = Vec::new();
    let ctx = harness.ctx.clone();
    let app = harness.state_mut().app();
    let session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
    redshank::ui::commands::Action::ResetLayout.perform(&ctx, &session, app.view_mut(), &mut wishes);
    harness.run_steps(3);
    assert!(harness.state_mut().app().view_mut().dock.is_front(Pane::Findings));
}

#[test]
fn a_tab_is_dragged_to_another_place() {
    let mut harness = open(Lang::En);
    let from = tab_of(&harness, Pane::Rules).center();
    let onto = tab_of(&harness, Pane::Inspector).right_center() + vec2(12.0, 0.0);
    harness.hover_at(from);
    harness.run_steps(1);
    presses(&mut harness, from, true);
    for step in [0.2, 0.5, 0.8, 1.0] {
        harness.hover_at(from.lerp(onto, step));
        harness.run_steps(2);
    }
    presses(&mut harness, onto, false);
    harness.run_steps(4);
    let shape = harness.state_mut().app().view_mut().dock.shape();
    let group = shape
        .groups()
        .into_iter()
        .find(|tabs| tabs.seats.iter().any(|seat| seat.pane == Pane::Rules));
    let panes: Vec<Pane> = group.unwrap().seats.iter().map(|seat| seat.pane).collect();
    assert!(panes.contains(&Pane::Inspector), "{panes:?}");
    assert!(shape.is_front(Pane::Map));
}

#[test]
fn text_grows_and_shrinks_by_keys() {
    let mut harness = open(Lang::En);
    let scale = |harness: &mut Harness<'static, Stage>| {
        harness.run_steps(3);
        let percent = harness.state_mut().app().view_mut().scale.percent();
        assert!((harness.ctx.zoom_factor() - f32::from(percent) / 100.0).abs() < 1e-3);
        percent
    };
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    assert_eq!(scale(&mut harness), 110);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
    assert_eq!(scale(&mut harness), 90);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    assert_eq!(scale(&mut harness), 100);
}

/// A window that remembers in that folder.
pub fn remembering(folder: &Path) -> Harness<'static, Stage> {
    let folder = folder.to_owned();
    let mut remembered = Remembered::read(Some(&folder));
    let mut view = ViewState::new(Lang::En);
    if let Some(desk) = &remembered.desk {
        redshank::ui::memory::restoring::arrange(&mut view, desk);
    }
    let mut session = session();
    session.show(workspace());
    let memory = Memory::new(Runner::Inline, Some(folder), &mut remembered);
    begun(session, view, Errands::new(Runner::Inline).with_memory(memory))
}

/// The window made of these parts in its first frame, as at the start of the program, and some frames later.
pub fn begun(session: Session, view: ViewState, errands: Errands) -> Harness<'static, Stage> {
    let mut parts = Some((session, view, errands));
    let draw = move |ui: &mut eframe::egui::Ui, stage: &mut Stage| match parts.take() {
        Some((session, view, errands)) => {
            stage.app = Some(App::new(ui.ctx(), session, view, errands));
            ui.ctx().request_repaint();
        }
        None => frame(ui, stage),
    };
    let builder = Harness::builder()
        .with_size(vec2(1440.0, 900.0))
        .with_step_dt(0.05);
    let stage = Stage {
        parts: None,
        app: None,
    };
    let mut harness = builder.wgpu().build_ui_state(draw, stage);
    harness.run_steps(30);
    harness
}

#[test]
fn the_layout_is_remembered_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = remembering(folder.path());
    harness.key_press(Key::F9);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    // 20 frames of 0.05 s.
    harness.run_steps(20);
    drop(harness);
    let text = std::fs::read_to_string(folder.path().join(FILE_NAME)).unwrap();
    let desk = Desk::parse(&text).unwrap();
    assert_eq!(desk.scale.percent(), 110);
    let mut again = remembering(folder.path());
    let view = again.state_mut().app().view_mut();
    assert_eq!(view.scale.percent(), 110);
    for pane in Pane::ALL {
        assert_eq!(
            view.dock.is_front(pane),
            Preset::Review.shape().is_front(pane),
            "{pane:?}"
        );
    }
}

/// Language, theme and unit of areas are habits of a person, whatever is open.
#[test]
fn habits_are_remembered_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = remembering(folder.path());
    let view = harness.state_mut().app().view_mut();
    assert_eq!((view.lang, view.theme), (Lang::En, ThemePreference::System));
    let habits = Habits {
        lang: Some(Lang::Zh),
        theme: Some(ThemePreference::Dark),
        areas: Areas(Some(AreaUnit::Mu)),
        map_maker: "规划院".to_owned(),
        recent_crs: RecentCrs::new(vec!["EPSG:4549".to_owned()]),
    };
    habits.clone().apply(view);
    // 20 frames of 0.05 s.
    harness.run_steps(20);
    drop(harness);
    let mut again = remembering(folder.path());
    assert_eq!(Habits::of(again.state_mut().app().view_mut()), habits);
    assert_says(&again, &word(Lang::Zh, "ui.menu.view"));
}

/// The file of a program that knew no habits is taken as it is.
#[test]
fn the_layout_of_an_older_program_is_read() {
    let folder = tempfile::tempdir().unwrap();
    drop(remembering(folder.path()));
    let path = folder.path().join(FILE_NAME);
    let mut file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    file.as_object_mut().unwrap().remove("chosen").unwrap();
    file["scale_percent"] = 125.into();
    std::fs::write(&path, file.to_string()).unwrap();
    let mut again = remembering(folder.path());
    let view = again.state_mut().app().view_mut();
    assert_eq!((view.scale.percent(), view.lang), (125, Lang::En));
}

/// Keys of a user's own: what can be had is had, the rest is told and left alone.
#[test]
fn keys_are_changed_in_the_file_and_shown_in_the_help() {
    let folder = tempfile::tempdir().unwrap();
    drop(remembering(folder.path()));
    let path = folder.path().join(FILE_NAME);
    let mut file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let own = serde_json::json!({"graticule": "Ctrl+Shift+L F2", "legend": "F5"});
    file["keys"] = own.clone();
    std::fs::write(&path, file.to_string()).unwrap();
    let mut harness = remembering(folder.path());
    assert_says(&harness, "“F5” for “legend” already belongs to “Screen");
    assert!(!harness.state_mut().app().view_mut().graticule);
    harness.key_press(Key::G);
    harness.run_steps(2);
    assert!(
        !harness.state_mut().app().view_mut().graticule,
        "G was taken away"
    );
    harness.key_press(Key::F2);
    harness.run_steps(2);
    assert!(harness.state_mut().app().view_mut().graticule);
    let legend = harness.state_mut().app().view_mut().legend;
    harness.key_press(Key::K);
    harness.run_steps(2);
    assert_ne!(
        harness.state_mut().app().view_mut().legend,
        legend,
        "its usual key"
    );
    let view = harness.state_mut().app().view_mut();
    view.help.topic = redshank::ui::windows::help_view::Topic::Keys;
    view.window = Some(Window::Help);
    harness.run_steps(4);
    assert_says(&harness, "Ctrl+Shift+L / F2");
    drop(harness);
    let file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(file["keys"], own, "kept as they were written");
}

#[test]
fn a_broken_layout_is_told_and_begun_afresh() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE_NAME), "{\"version\": 1, \"lay").unwrap();
    let mut harness = remembering(folder.path());
    let app = harness.state_mut().app();
    assert!(app.view_mut().dock.is_front(Pane::Findings));
    let told = app.session().notices().iter().map(|notice| &notice.about);
    assert!(
        told.into_iter()
            .any(|about| matches!(about, NoticeKind::MemoryBroken { .. }))
    );
    assert_says(&harness, FILE_NAME);
}

/// The sign of the title while something is not saved, and the file that it is saved in.
#[test]
fn a_workspace_that_was_changed_is_saved_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut session = session();
    session.dispatch(Command::Open(vec![maps]));
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    let first = {
        let session = harness.state_mut().app().session();
        assert!(session.is_saved());
        session.workspace().unwrap().layers[0].about.clone()
    };
    let name = first.name.with(Lang::En, "My own name");
    let edit = Edit::RenameLayer {
        layer: first.id.clone(),
        name,
    };
    harness.state_mut().app().dispatch(Command::Edit(edit));
    harness.run_steps(4);
    assert!(!harness.state_mut().app().session().is_saved());
    assert_says(&harness, "My own name");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    harness.run_steps(4);
    let path = folder.path().join("mine.toml");
    harness.state_mut().app().view_mut().workspace_file = path.display().to_string();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, "Save").click();
    harness.run_steps(6);
    assert!(harness.state_mut().app().session().is_saved());
    let mut again = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
    again.dispatch(Command::Open(vec![path]));
    again.poll();
    let layer = again.workspace().unwrap().layer(&first.id).unwrap().clone();
    assert_eq!(layer.about.name.get(Lang::En), "My own name");
    // Taking the change back is a change again.
    harness.state_mut().app().dispatch(Command::Undo);
    assert!(!harness.state_mut().app().session().is_saved());
}

/// What was saved is what is gone on with: it is offered among the files opened lately.
#[test]
fn a_workspace_that_was_saved_is_among_the_files_opened_lately() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = remembering(folder.path());
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    harness
        .state_mut()
        .app()
        .dispatch(Command::Open(vec![maps.clone()]));
    harness.run_steps(4);
    let recent = |harness: &mut Harness<'_, Stage>| harness.state_mut().app().view_mut().desk.recent_paths();
    assert_eq!(recent(&mut harness), std::slice::from_ref(&maps));
    let file = folder.path().join("mine.toml");
    let save = redshank::session::save_step::SaveStep::Workspace(file.clone());
    harness.state_mut().app().dispatch(Command::Save(save, Lang::En));
    harness.run_steps(4);
    assert_eq!(recent(&mut harness), [file, maps]);
    assert_says(&harness, &word(Lang::En, "session.saved"));
}

/// Whoever opens a file after a crash is asked first, and has it opened if he begins afresh.
#[test]
fn what_is_named_after_a_crash_is_opened_or_told_of() {
    for lang in Lang::ALL {
        for (answer, opens) in [("desk.recover.afresh", true), ("desk.recover.go_on", false)] {
            let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
            let data = maps.join("wetland.geojson");
            let mut view = ViewState::new(lang);
            let last = redshank::ui::memory::session_file::Last {
                open: vec![maps.clone()],
                unsaved: true,
                ..Default::default()
            };
            redshank::ui::memory::restoring::ask(&mut view, last, None);
            view.desk.named = vec![data.clone()];
            let mut harness = stage(session(), view, (1440.0, 900.0));
            harness
                .get_by_role_and_label(Role::Button, &word(lang, answer))
                .click();
            harness.run_steps(8);
            let app = harness.state_mut().app();
            let expected = if opens { &data } else { &maps };
            assert_eq!(
                app.session().sources(),
                std::slice::from_ref(expected),
                "{answer}"
            );
            let told = app.session().notices().iter().map(|notice| &notice.about);
            let left = NoticeKind::LeftForRecovery(vec![data]);
            assert_eq!(told.into_iter().any(|about| *about == left), !opens);
        }
    }
}

fn layer_count(harness: &mut Harness<'_, Stage>) -> usize {
    let session = harness.state_mut().app().session();
    session.workspace().unwrap().layers.len()
}

#[test]
fn the_history_is_listed_and_jumped_in() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let app = harness.state_mut().app();
        app.view_mut().dock.show(Pane::History);
        app.dispatch(Command::Edit(Edit::RemoveLayer("wind".into())));
        app.dispatch(Command::Edit(Edit::RemoveLayer("solar".into())));
        harness.run_steps(4);
        let opened = word(lang, "desk.step.opened");
        harness.get_by_label(&format!("0  {opened}")).click();
        harness.run_steps(4);
        assert_eq!(layer_count(&mut harness), 3);
        let removed = word(lang, "desk.step.removed");
        harness.get_by_label_contains(&format!("2  {removed}")).click();
        harness.run_steps(4);
        assert_eq!(layer_count(&mut harness), 1);
    }
}

#[test]
fn a_place_is_bookmarked_and_shown_again() {
    let mut harness = open(Lang::En);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run_steps(4);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let center = |harness: &mut Harness<'static, Stage>| {
        harness.state_mut().app().view_mut().map.view().unwrap().center()
    };
    let before = center(&mut harness);
    let far = geo::Coord {
        x: before.x + 50_000.0,
        y: before.y,
    };
    harness.state_mut().app().view_mut().map.center_on(far);
    harness.run_steps(3);
    harness.get_by_label("Place 1").click();
    harness.run_steps(4);
    assert!((center(&mut harness).x - before.x).abs() < 1_000.0);
    harness.get_by_label("Remove bookmark: Place 1").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("Place 1").is_none());
}

/// As KML, for other programs.
#[test]
fn bookmarks_are_exported_as_kml() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(Lang::En);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run_steps(4);
    let path = folder.path().join("places.kml");
    harness.state_mut().app().view_mut().file_answer = Some((Ask::BookmarksFile, path.clone()));
    harness.run_steps(6);
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("<name>Place 1</name>"), "{text}");
    let [lon, lat] = {
        let place = text.split("<coordinates>").nth(1).unwrap();
        let numbers = place
            .split(['<', ','])
            .take(2)
            .map(|text| text.trim().parse::<f64>().unwrap());
        let numbers: Vec<f64> = numbers.collect();
        [numbers[0], numbers[1]]
    };
    assert!(
        (115.0..125.0).contains(&lon) && (25.0..35.0).contains(&lat),
        "{lon} {lat}"
    );
}

#[test]
fn the_menu_of_a_layer_renames_it_and_that_is_taken_back() {
    let mut harness = open(Lang::En);
    harness.get_by_label("wetland").click_secondary();
    harness.run_steps(4);
    harness.get_by_label("Rename").click();
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text("Marsh".into()));
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let app = harness.state_mut().app();
    let name = |app: &mut App| {
        let workspace = app.session().workspace().unwrap().clone();
        workspace
            .layer("wetland")
            .unwrap()
            .about
            .name
            .get(Lang::En)
            .to_owned()
    };
    assert!(name(app).contains("Marsh"), "{}", name(app));
    assert!(!app.session().outdated(), "names are nothing to the rules");
    app.dispatch(Command::Undo);
    assert_eq!(name(app), "wetland");
}

#[test]
fn the_menu_of_a_layer_opens_its_table_exports_it_and_makes_a_second_one() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let choose = |harness: &mut Harness<'static, Stage>, key: &str| {
            harness.get_by_label("wetland").click_secondary();
            harness.run_steps(4);
            let item = word(lang, key);
            let items = harness.get_all_by_role_and_label(Role::Button, &item);
            // A tab below may be called so, too.
            let upper = items.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
            upper.unwrap().click();
            harness.run_steps(6);
        };
        choose(&mut harness, "desk.tree.export");
        let view = harness.state_mut().app().view_mut();
        assert_eq!(view.window, Some(Window::ExportLayer));
        view.window = None;
        harness.run_steps(3);
        choose(&mut harness, "desk.tree.duplicate");
        let app = harness.state_mut().app();
        let workspace = app.session().workspace().unwrap().clone();
        let second = workspace.layer("wetland-2").unwrap();
        let name = word(lang, "desk.tree.second").replace("%{name}", "wetland");
        assert_eq!(second.about.name.get(lang), name);
        assert_eq!(second.features().len(), 1);
        app.dispatch(Command::Undo);
        harness.run_steps(4);
        let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
        assert!(workspace.layer("wetland-2").is_none());
        choose(&mut harness, "desk.tree.table");
        let view = harness.state_mut().app().view_mut();
        assert!(view.dock.is_front(Pane::Attributes));
        assert_eq!(view.attributes.layer.as_deref(), Some("wetland"));
    }
}

#[test]
fn ctrl_on_an_eye_shows_this_layer_only() {
    let mut harness = open(Lang::En);
    let eye = harness.get_by_label("Hide layer: wetland").rect().center();
    for _ in 0..2 {
        harness.event(Event::PointerMoved(eye));
        for pressed in [true, false] {
            harness.event_modifiers(
                Event::PointerButton {
                    pos: eye,
                    button: PointerButton::Primary,
                    pressed,
                    modifiers: Modifiers::COMMAND,
                },
                Modifiers::COMMAND,
            );
            harness.run_steps(1);
        }
        harness.run_steps(2);
        let hidden = harness.state_mut().app().session().looks().hidden.clone();
        assert!(!hidden.contains("wetland"));
        if hidden.is_empty() {
            return;
        }
        assert_eq!(hidden.len(), 2);
    }
    panic!("the second click shows all layers again");
}

#[test]
fn the_badge_of_a_layer_leads_to_its_problems() {
    let mut harness = open(Lang::En);
    harness.get_by_label("! 1").click();
    harness.run_steps(4);
    let view = harness.state_mut().app().view_mut();
    assert!(view.dock.is_front(Pane::Problems));
    assert_eq!(view.problems.choice.layer.as_deref(), Some("wetland"));
}

/// What can be used and has no name for who does not see it; icons lie in the private use area, which says nothing aloud.
fn nameless(harness: &Harness<'_, Stage>) -> Vec<(Role, Option<String>)> {
    let says_something = |text: &str| {
        text.chars()
            .any(|c| !('\u{e000}'..='\u{f8ff}').contains(&c) && !c.is_whitespace())
    };
    let nodes = harness.get_all_by(|_| true);
    let lacking = nodes.filter_map(|node| {
        let access = node.accesskit_node();
        let label = access.label().is_some_and(|label| says_something(&label));
        let named = match access.role() {
            Role::Button | Role::CheckBox | Role::RadioButton | Role::ComboBox | Role::ColorWell => {
                label || access.value().is_some_and(|value| says_something(&value))
            }
            // What is typed into them is no name.
            Role::TextInput | Role::MultilineTextInput => {
                label || access.placeholder().is_some_and(says_something)
            }
            Role::Slider | Role::SpinButton | Role::Canvas | Role::Grid => label,
            _ => true,
        };
        (!named).then(|| (access.role(), access.value()))
    });
    lacking.collect()
}

/// No button and no field without a name, in any pane and in either language.
#[test]
fn every_button_has_a_name() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for pane in Pane::ALL {
            let view = harness.state_mut().app().view_mut();
            view.dock.show(pane);
            view.open_layer = Some("solar".into());
            harness.run_steps(4);
            assert_eq!(nameless(&harness), [], "{pane:?} {lang:?}");
        }
    }
}

/// The same in the windows.
#[test]
fn everything_in_windows_has_a_name() {
    use Window::*;
    let windows = [
        Open,
        Add,
        AddPreview,
        Compare,
        Export,
        ExportMap,
        ExportLayer,
        ExportProblems,
        SelectByLocation,
        SaveDossier,
        Report,
        About,
        SaveWorkspace,
        Help,
    ];
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for window in windows {
            harness.state_mut().app().view_mut().window = Some(window);
            harness.run_steps(6);
            assert_eq!(
                harness.state_mut().app().view_mut().window,
                Some(window),
                "it is open"
            );
            assert_eq!(nameless(&harness), [], "{window:?} {lang:?}");
        }
    }
}

/// The window after a kill: what was remembered in the folder is asked about.
fn after_a_kill(folder: &Path) -> Harness<'static, Stage> {
    let path = folder.join(redshank::ui::memory::session_file::FILE_NAME);
    let last =
        redshank::ui::memory::session_file::Last::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!last.closed && last.unsaved);
    let mut view = ViewState::new(Lang::En);
    view.desk.recovery = Some(folder.join(redshank::ui::memory::session_file::RECOVERY_NAME));
    redshank::ui::memory::restoring::ask(&mut view, last, Some("the report".into()));
    stage(session(), view, (1440.0, 900.0))
}

/// A window that remembers in that folder, over the example without its last layer; gives that.
fn changed_example(folder: &Path) -> (Harness<'static, Stage>, Arc<str>) {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut harness = remembering(folder);
    harness.state_mut().app().dispatch(Command::Open(vec![maps]));
    harness.run_steps(20);
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    let layer = Arc::clone(&workspace.layers.last().unwrap().about.id);
    let remove = Command::Edit(Edit::RemoveLayer(Arc::clone(&layer)));
    harness.state_mut().app().dispatch(remove);
    (harness, layer)
}

/// After a kill the next start asks; after a proper end it goes on by itself. What was not saved comes back, too.
#[test]
fn the_session_comes_back_after_an_end_and_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, removed) = changed_example(folder.path());
    let labels = LabelSpec {
        text: LabelText::Template("{name} {id}".into()),
        small_too: true,
    };
    for edit in [
        LookEdit::Hide("district".into()),
        LookEdit::SetOpacity("wetland".into(), 0.35),
        LookEdit::SetLabels("wetland".into(), labels.clone()),
    ] {
        harness.state_mut().app().dispatch(Command::Look(edit));
    }
    // 20 frames of 0.05 s, then the window is gone without a word.
    harness.run_steps(20);
    drop(harness);
    let mut harness = after_a_kill(folder.path());
    assert_says(&harness, "Copy the crash report");
    harness.get_by_role_and_label(Role::Button, "Restore").click();
    harness.run_steps(20);
    let app = harness.state_mut().app();
    let workspace = app.session().workspace().unwrap().clone();
    assert!(workspace.layer(&removed).is_none() && workspace.layers.len() > 3);
    assert!(app.view_mut().desk.recovered);
    let looks = app.session().looks();
    assert!(looks.hidden.contains("district"));
    assert_eq!(looks.opacity_of("wetland"), 0.35);
    assert_eq!(looks.labels.get("wetland"), Some(&labels));
}

#[test]
fn the_finding_that_was_picked_is_picked_again() {
    let picked = |harness: &mut Harness<'_, Stage>| {
        let session = harness.state_mut().app().session();
        let finding = session.selection().finding_of(session.screening()?)?;
        Some(FindingKey::of(finding))
    };
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, _) = changed_example(folder.path());
    harness.run_steps(8);
    harness.state_mut().app().dispatch(Command::Select {
        features: Vec::new(),
        finding: Some(7),
    });
    harness.run_steps(20);
    let before = picked(&mut harness);
    assert!(before.is_some());
    drop(harness);
    let mut harness = after_a_kill(folder.path());
    assert_eq!(picked(&mut harness), None);
    harness.get_by_role_and_label(Role::Button, "Restore").click();
    harness.run_steps(20);
    assert_eq!(picked(&mut harness), before);
    // Once only: who then picks nothing has nothing picked.
    harness.state_mut().app().dispatch(Command::Select {
        features: Vec::new(),
        finding: None,
    });
    harness.run_steps(8);
    assert_eq!(picked(&mut harness), None);
}

/// Escape is no answer: what was not saved stays, and the next start asks again.
#[test]
fn escape_leaves_the_question_after_a_kill_for_later() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, _) = changed_example(folder.path());
    harness.run_steps(20);
    drop(harness);
    let mut harness = after_a_kill(folder.path());
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    let view = harness.state_mut().app().view_mut();
    assert!(view.window.is_none() && view.desk.restoring.is_none());
    assert_says(&harness, &word(Lang::En, "desk.recover.later"));
    let recovery = folder
        .path()
        .join(redshank::ui::memory::session_file::RECOVERY_NAME);
    assert!(recovery.is_file());
}

#[test]
fn pins_come_back_with_the_session_and_speak_the_language_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, _) = changed_example(folder.path());
    let view = harness.state_mut().app().view_mut();
    let center = view.map.view().unwrap().center();
    view.map.pins.drop_at(redshank::ui::map::pins::Pin {
        at: center,
        text: redshank::words::Bilingual {
            zh: "此处".into(),
            en: "here".into(),
        },
    });
    harness.run_steps(20);
    drop(harness);
    let mut harness = after_a_kill(folder.path());
    harness.get_by_role_and_label(Role::Button, "Restore").click();
    harness.run_steps(20);
    let pins = harness.state_mut().app().view_mut().map.pins.all().to_vec();
    assert!(pins.len() == 1 && pins[0].at == center, "{pins:?}");
    for (lang, text) in [(Lang::Zh, "此处"), (Lang::En, "here")] {
        harness.state_mut().app().view_mut().lang = lang;
        harness.run_steps(4);
        let drawn = super::fits::texts(&harness);
        assert!(drawn.iter().any(|(.., galley)| galley.job.text == text), "{text}");
    }
}
