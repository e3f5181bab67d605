//! The desk: panes close, come back, move; layouts are remembered.

use redshank::session::notice::NoticeKind;
use redshank::ui::dock::pane::Pane;
use redshank::ui::dock::preset::Preset;
use redshank::ui::dock::tree::Dock;
use redshank::ui::memory::desk_file::{Desk, FILE_NAME};
use redshank::ui::memory::{Memory, Remembered};

use super::*;

fn word(lang: Lang, key: &str) -> String {
    redshank::texts(lang)[key].clone()
}

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
        let closed: Vec<Pane> = Pane::ALL
            .into_iter()
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
        (Key::F6, Preset::Load),
        (Key::F8, Preset::Review),
        (Key::F9, Preset::Print),
        (Key::F7, Preset::Screen),
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
fn remembering(folder: &Path) -> Harness<'static, Stage> {
    let folder = folder.to_owned();
    let remembered = Remembered::read(Some(&folder));
    let mut view = ViewState::new(Lang::En);
    if let Some(desk) = &remembered.desk {
        view.dock = Dock::of(desk.shape.clone());
        view.scale = desk.scale;
    }
    let mut session = session();
    session.show(workspace());
    let memory = Memory::new(Runner::Inline, Some(folder), &remembered);
    let mut parts = Some((session, view, Errands::new(Runner::Inline).with_memory(memory)));
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
    harness.key_press(Key::F8);
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
