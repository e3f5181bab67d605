//! The whole way by the keyboard alone: no event of a pointer in this file.

use eframe::egui::Rect;
use redshank::ui::view_state::Window;

use super::*;

pub(super) type Shown = Harness<'static, Stage>;

pub(super) fn press(harness: &mut Shown, key: Key) {
    press_with(harness, Modifiers::NONE, key);
}

pub(super) fn press_with(harness: &mut Shown, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(5);
}

/// What has the focus: its role, its name, and where it is.
pub(super) fn focused(harness: &Shown) -> Option<(Role, String, Rect)> {
    let nodes = harness.get_all_by(|_| true);
    let mut focused = nodes.filter(|node| node.is_focused());
    focused.next().map(|node| {
        let access = node.accesskit_node();
        let name = access.label().or(access.value()).unwrap_or_default();
        (access.role(), name, node.rect())
    })
}

/// Tab until something of that role and name has the focus.
#[track_caller]
pub(super) fn tab_to(harness: &mut Shown, role: Role, name: &str) {
    let mut seen = Vec::new();
    for _ in 0..160 {
        press(harness, Key::Tab);
        match focused(harness) {
            Some((own, label, _)) if own == role && label.starts_with(name) => return,
            other => seen.push(other.map(|(role, label, _)| (role, label))),
        }
    }
    panic!("Tab never leads to {role:?} {name:?}: {seen:#?}");
}

/// From pane to pane until that one has the keyboard.
#[track_caller]
pub(super) fn to_pane(harness: &mut Shown, pane: Pane) {
    for _ in 0..8 {
        press(harness, Key::F4);
        let context = harness.ctx.clone();
        if context.memory(|memory| memory.has_focus(pane.focus_id())) {
            return;
        }
    }
    panic!("{pane:?} is never reached");
}

/// The ring around what has the focus, as it is painted.
fn ring(harness: &Shown) -> Option<Rect> {
    let accents = [false, true].map(|dark| redshank::ui::theme::Palette::of(dark).accent);
    let shapes = harness.output().shapes.iter();
    let mut rings = shapes.filter_map(|clipped| match &clipped.shape {
        eframe::egui::Shape::Rect(rect)
            if rect.stroke.width == 2.0 && accents.contains(&rect.stroke.color) =>
        {
            Some(rect.rect)
        }
        _ => None,
    });
    rings.next_back()
}

pub(super) fn app(harness: &mut Shown) -> &mut App {
    harness.state_mut().app()
}

#[test]
fn every_pane_is_reached_and_its_ring_is_seen() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for pane in [Pane::Layers, Pane::Map, Pane::Inspector, Pane::Findings] {
            to_pane(&mut harness, pane);
            let (_, name, rect) = focused(&harness).unwrap();
            let table = word(lang, "desk.findings_table").replace("%{count}", "0");
            assert!(
                name == pane.title(lang) || name == table,
                "{pane:?} is called {name:?}"
            );
            let ring = ring(&harness).unwrap();
            assert!(
                rect.expand(4.0).contains_rect(ring) && ring.width() > 90.0,
                "{pane:?}"
            );
        }
        press_with(&mut harness, Modifiers::SHIFT, Key::F4);
        assert_eq!(focused(&harness).unwrap().1, Pane::Inspector.title(lang));
    }
}

/// Whatever Tab leads to has a ring, lies in the window, and has a name.
#[test]
fn tab_leads_through_the_window_and_back() {
    let mut harness = open(Lang::En);
    let window = Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0));
    let mut names = Vec::new();
    for _ in 0..120 {
        press(&mut harness, Key::Tab);
        // Past the handles of a table, one a frame where it comes from behind.
        harness.run_steps(12);
        let Some((role, name, rect)) = focused(&harness) else {
            continue;
        };
        assert!(!name.trim().is_empty(), "{role:?} at {rect:?} has no name");
        assert!(window.intersects(rect), "{role:?} {name:?} is out of sight");
        assert!(ring(&harness).is_some(), "{role:?} {name:?} has no ring");
        names.push(name);
    }
    let firsts = names.iter().filter(|name| **name == names[0]).count();
    assert!(firsts > 1, "Tab does not come round: {names:#?}");
    let last = names.len() - 1;
    for modifiers in [Modifiers::SHIFT, Modifiers::NONE] {
        press_with(&mut harness, modifiers, Key::Tab);
        harness.run_steps(12);
    }
    assert_eq!(focused(&harness).unwrap().1, names[last]);
}

#[test]
fn alt_leads_to_the_menus_and_arrows_along_them() {
    for (lang, file) in [(Lang::En, "File"), (Lang::Zh, "文件")] {
        let mut harness = open(lang);
        for modifiers in [Modifiers::ALT, Modifiers::NONE] {
            harness.event(Event::ModifiersChanged(modifiers));
            harness.run_steps(2);
        }
        harness.run_steps(3);
        assert_eq!(focused(&harness).unwrap().1, file);
        press(&mut harness, Key::ArrowRight);
        assert_ne!(focused(&harness).unwrap().1, file, "the arrow leads on");
        press(&mut harness, Key::ArrowLeft);
        assert_eq!(focused(&harness).unwrap().1, file);
    }
}

/// Arrows walk the layers; Space hides, Enter opens, Tab leads to the slider, an arrow moves it, F2 renames.
#[test]
fn a_layer_is_hidden_opened_and_made_paler() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        to_pane(&mut harness, Pane::Layers);
        press(&mut harness, Key::End);
        press(&mut harness, Key::Space);
        assert!(app(&mut harness).session().looks().hidden.contains("wetland"));
        press(&mut harness, Key::Space);
        press(&mut harness, Key::Enter);
        assert_eq!(
            app(&mut harness).view_mut().open_layer.as_deref(),
            Some("wetland")
        );
        tab_to(&mut harness, Role::Slider, &word(lang, "ui.layers.opacity"));
        press(&mut harness, Key::ArrowLeft);
        press(&mut harness, Key::ArrowLeft);
        let opacity = app(&mut harness).session().looks().opacity_of("wetland");
        assert!(opacity < 1.0, "{opacity}");
        to_pane(&mut harness, Pane::Layers);
        press(&mut harness, Key::F2);
        let (role, name, _) = focused(&harness).unwrap();
        assert_eq!((role, name), (Role::TextInput, word(lang, "desk.tree.rename")));
        press_with(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text("Pond".into()));
        harness.run_steps(2);
        press(&mut harness, Key::Enter);
        let workspace = app(&mut harness).session().workspace().unwrap().clone();
        assert_eq!(workspace.layer("wetland").unwrap().about.name.get(lang), "Pond");
        to_pane(&mut harness, Pane::Layers);
        press_with(&mut harness, Modifiers::COMMAND, Key::ArrowUp);
        let workspace = app(&mut harness).session().workspace().unwrap().clone();
        assert_eq!(
            &*workspace.layers[1].about.id, "wetland",
            "it is drawn above another now"
        );
    }
}

#[test]
fn findings_are_read_and_a_table_is_opened() {
    let mut harness = open(Lang::En);
    to_pane(&mut harness, Pane::Findings);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(app(&mut harness).session().selection().finding, Some(0));
    press(&mut harness, Key::Enter);
    // The attribute table of the project.
    press(&mut harness, Key::F6);
    harness.run_steps(6);
    assert!(app(&mut harness).view_mut().dock.is_front(Pane::Attributes));
    to_pane(&mut harness, Pane::Attributes);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(app(&mut harness).session().selection().features.len(), 1);
}

/// Arrows move the map, plus and minus zoom, Enter asks at the cross, Space clicks there: selects, and measures.
#[test]
fn the_map_is_moved_asked_and_measured() {
    let mut harness = open(Lang::En);
    to_pane(&mut harness, Pane::Map);
    let view = |harness: &mut Shown| app(harness).view_mut().map.view().unwrap();
    let before = view(&mut harness);
    press(&mut harness, Key::Plus);
    press(&mut harness, Key::Plus);
    let near = view(&mut harness).resolution_m_per_px();
    assert!((before.resolution_m_per_px() / near - 4.0).abs() < 1e-6);
    press(&mut harness, Key::Minus);
    press(&mut harness, Key::ArrowRight);
    assert!(view(&mut harness).center().x > before.center().x);
    // Over the wetland, whose middle is at 500, 500.
    let place = geo::Coord {
        x: scene::ORIGIN.0 + 500.0,
        y: scene::ORIGIN.1 + 500.0,
    };
    app(&mut harness).view_mut().map.center_on(place);
    harness.run_steps(3);
    press(&mut harness, Key::Space);
    let picked = app(&mut harness).session().selection().features.clone();
    assert_eq!(picked.len(), 1);
    assert_eq!(picked[0].to_string(), "wetland/1");
    press(&mut harness, Key::Enter);
    assert!(app(&mut harness).view_mut().identify.place().is_some());
    to_pane(&mut harness, Pane::Map);
    press(&mut harness, Key::M);
    press(&mut harness, Key::Space);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::Space);
    press(&mut harness, Key::Enter);
    let draft = app(&mut harness).view_mut().map.measurement().unwrap().clone();
    assert_eq!(draft.vertices().len(), 2);
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::Escape);
    assert_eq!(app(&mut harness).view_mut().map.tool(), Tool::Select);
}

/// A sheet of the map, by its window alone; what had the keyboard before has it again.
#[test]
fn a_sheet_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(Lang::En);
    to_pane(&mut harness, Pane::Map);
    press_with(&mut harness, Modifiers::COMMAND, Key::P);
    assert_eq!(app(&mut harness).view_mut().window, Some(Window::ExportMap));
    let path = folder.path().join("sheet.svg").display().to_string();
    tab_to(&mut harness, Role::RadioButton, "SVG");
    press(&mut harness, Key::Space);
    app(&mut harness).view_mut().map_draft.set_path(path.clone());
    tab_to(&mut harness, Role::Button, "Export");
    press(&mut harness, Key::Enter);
    harness.run_steps(6);
    assert!(Path::new(&path).is_file(), "{path}");
    assert_eq!(app(&mut harness).view_mut().window, None);
    assert_eq!(focused(&harness).unwrap().1, "Map");
}

/// Ctrl+F6 is another key for the next pane, with Shift for the one before; F6 alone opens the attribute table.
#[test]
fn f6_leads_from_pane_to_pane_with_ctrl_and_opens_a_table_without() {
    let back = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    let mut harness = open(Lang::En);
    let pane = |harness: &Shown| {
        let focused = harness.ctx.memory(|memory| memory.focused());
        let mut panes = Pane::ALL.into_iter();
        panes.find(|pane| Some(pane.focus_id()) == focused)
    };
    press_with(&mut harness, Modifiers::COMMAND, Key::F6);
    let first = pane(&harness).unwrap();
    press_with(&mut harness, Modifiers::COMMAND, Key::F6);
    let second = pane(&harness).unwrap();
    assert_ne!(first, second);
    press_with(&mut harness, back, Key::F6);
    assert_eq!(pane(&harness), Some(first));
    // The same way as F4.
    press(&mut harness, Key::F4);
    assert_eq!(pane(&harness), Some(second));
    assert!(!app(&mut harness).view_mut().dock.is_front(Pane::Attributes));
    press(&mut harness, Key::F6);
    assert!(app(&mut harness).view_mut().dock.is_front(Pane::Attributes));
}

/// Tab leads to the headings; Enter and Space sort by them, and once more the other way round.
#[test]
fn tables_are_sorted_by_their_headings() {
    use redshank::ui::panels::findings_choice::Column;
    for lang in Lang::ALL {
        let mut harness = open(lang);
        to_pane(&mut harness, Pane::Findings);
        tab_to(&mut harness, Role::ColumnHeader, &word(lang, "ui.column.project"));
        press(&mut harness, Key::Enter);
        let sort = |harness: &mut Shown| app(harness).view_mut().findings.choice.sort;
        assert_eq!(sort(&mut harness), Some((Column::Project, false)));
        assert!(focused(&harness).unwrap().1.ends_with('▲'));
        press(&mut harness, Key::Space);
        assert_eq!(sort(&mut harness), Some((Column::Project, true)));
        assert!(focused(&harness).unwrap().1.ends_with('▼'));
        press(&mut harness, Key::F6);
        harness.run_steps(6);
        to_pane(&mut harness, Pane::Attributes);
        let number = word(lang, "attributes.field.number");
        tab_to(&mut harness, Role::ColumnHeader, &number);
        for (key, arrow) in [(Key::Enter, " ▲"), (Key::Space, " ▼"), (Key::Enter, "")] {
            press(&mut harness, key);
            harness.run_steps(4);
            assert_eq!(focused(&harness).unwrap().1, format!("{number}{arrow}"));
        }
    }
}
