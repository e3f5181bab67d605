//! A project is drawn and changed by hand; its verdict follows the hand.

use eframe::egui::Pos2;
use geo::Coord;
use redshank::geom::sketch::SketchKind;
use redshank::model::feature::FeatureRef;

use super::keyboard::{press, press_with, to_pane};
use super::*;

/// The place on the screen of a place of the plane.
fn on_screen(harness: &mut Harness<'static, Stage>, x: f64, y: f64) -> Pos2 {
    let view = harness.state_mut().app().view_mut();
    let rect = view.map_rect.unwrap();
    view.map.view().unwrap().on(rect).screen_from_map(Coord { x, y })
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

fn click(harness: &mut Harness<'static, Stage>, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(1);
    harness.event(button(at, true));
    harness.run_steps(1);
    harness.event(button(at, false));
    // Longer than a double click.
    harness.run_steps(12);
}

/// Presses at one place and moves to another, without letting go.
fn drag(harness: &mut Harness<'static, Stage>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.run_steps(1);
    harness.event(button(from, true));
    for share in [0.2, 0.6, 1.0] {
        harness.hover_at(from + share * (to - from));
        harness.run_steps(1);
    }
    harness.run_steps(2);
}

fn projects(harness: &mut Harness<'static, Stage>) -> usize {
    let session = harness.state_mut().app().session();
    session.workspace().unwrap().projects().count()
}

/// The lower left corner of the only wetland, in plane metres.
fn corner(harness: &mut Harness<'static, Stage>) -> Coord<f64> {
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    workspace.layer("wetland").unwrap().extent().min
}

#[test]
fn a_project_is_drawn_with_its_verdict_under_the_hand() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let own = corner(&mut harness);
        harness.key_press(Key::D);
        harness.run_steps(2);
        for (x, y) in [(300.0, 300.0), (500.0, 300.0), (500.0, 500.0)] {
            let at = on_screen(&mut harness, own.x + x, own.y + y);
            click(&mut harness, at);
        }
        let would_be = redshank::texts(lang)["sketch.would_be"].clone();
        assert_says(&harness, &would_be);
        assert_says(&harness, "no-building");
        harness.key_press(Key::Enter);
        harness.run_steps(10);
        assert_eq!(projects(&mut harness), 3);
        let session = harness.state_mut().app().session();
        let name = FeatureRef {
            layer: "drawn".into(),
            id: "D1".into(),
        };
        assert_eq!(session.selection().features[..], *std::slice::from_ref(&name));
        let screening = session.screening().unwrap();
        let account = screening.account(&name).unwrap();
        // Half of 200 m by 200 m, as exactly as a click can be.
        assert!((account.area_m2 / 20_000.0 - 1.0).abs() < 0.1, "{account:?}");
        let told = &session.workspace().unwrap().problems;
        assert!(told.iter().any(|problem| problem.kind.code() == "drawn_by_hand"));
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(6);
        assert_eq!(projects(&mut harness), 2);
    }
}

#[test]
fn a_corner_is_typed_and_a_point_needs_no_more() {
    let mut harness = open(Lang::En);
    let own = corner(&mut harness);
    let map = &mut harness.state_mut().app().view_mut().map;
    map.set_tool(Tool::Draw(SketchKind::Points));
    harness.run_steps(4);
    let field = harness.get_by_role_and_label(Role::TextInput, "Corner");
    field.focus();
    harness.run_steps(2);
    let text = format!("{}, {}", own.x + 10.0, own.y + 10.0);
    harness
        .get_by_role_and_label(Role::TextInput, "Corner")
        .type_text(&text);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, "Add").click();
    harness.run_steps(6);
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    let drawn = workspace.layer("drawn").unwrap();
    let place = drawn.features()[0].shape.extent().min;
    assert_eq!((place.x - own.x, place.y - own.y), (10.0, 10.0));
}

#[test]
fn a_corner_is_dragged_and_springs_back_where_the_outline_would_cross_itself() {
    let mut harness = open(Lang::En);
    let own = corner(&mut harness);
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    let solar = workspace
        .layers
        .iter()
        .find(|layer| layer.about.kind == Some(ProjectKind::Solar));
    let layer = std::sync::Arc::clone(solar.unwrap());
    let name = layer.name_of(&layer.features()[0]);
    let area = |harness: &mut Harness<'static, Stage>| {
        let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
        let (_, feature) = workspace.feature(&name).unwrap();
        feature.shape.plane_area()
    };
    let before = area(&mut harness);
    harness.state_mut().app().dispatch(Command::Select {
        features: vec![name.clone()],
        finding: None,
    });
    harness.key_press(Key::E);
    harness.run_steps(6);
    // It lies from 900 to 1,100 m east of the wetland's corner and up to 200 m north of it.
    let from = on_screen(&mut harness, own.x + 1100.0, own.y + 200.0);
    let to = on_screen(&mut harness, own.x + 1300.0, own.y + 200.0);
    drag(&mut harness, from, to);
    assert_says(&harness, "Here it would be");
    assert_eq!(
        area(&mut harness),
        before,
        "nothing is changed before the hand lets go"
    );
    harness.event(button(to, false));
    harness.run_steps(8);
    let after = area(&mut harness);
    assert!((after / before - 1.5).abs() < 0.03, "{before} {after}");
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    let told = workspace.problems.iter().map(|problem| problem.kind.code());
    assert!(told.collect::<Vec<_>>().contains(&"reshaped_by_hand"));
    // Over the opposite edge: the outline would cross itself.
    let over = on_screen(&mut harness, own.x + 1000.0, own.y - 300.0);
    drag(&mut harness, to, over);
    assert_says(&harness, "crosses itself");
    harness.event(button(over, false));
    harness.run_steps(8);
    assert_eq!(area(&mut harness), after);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(8);
    assert_eq!(area(&mut harness), before);
}

/// The solar array is being changed, and the map has the keyboard.
fn changing(lang: Lang) -> Harness<'static, Stage> {
    let mut harness = open(lang);
    let name = solar(&mut harness);
    harness.state_mut().app().dispatch(Command::Select {
        features: vec![name],
        finding: None,
    });
    to_pane(&mut harness, Pane::Map);
    press(&mut harness, Key::E);
    harness.run_steps(6);
    harness
}

fn solar(harness: &mut Harness<'static, Stage>) -> FeatureRef {
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    let mut layers = workspace.layers.iter();
    let layer = layers.find(|layer| layer.about.kind == Some(ProjectKind::Solar));
    let layer = layer.unwrap();
    layer.name_of(&layer.features()[0])
}

/// The corners of the solar array, as the workspace has them.
fn kept(harness: &mut Harness<'static, Stage>) -> Vec<Coord<f64>> {
    let name = solar(harness);
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    let (_, feature) = workspace.feature(&name).unwrap();
    let sketch = redshank::geom::sketch::Sketch::of(&feature.shape).unwrap();
    sketch.corners().map(|(_, place)| place).collect()
}

fn key(harness: &mut Harness<'static, Stage>, modifiers: Modifiers, key: Key) {
    press_with(harness, modifiers, key);
    harness.run_steps(6);
}

fn view_of(harness: &mut Harness<'static, Stage>) -> redshank::ui::map::map_view::MapView {
    harness.state_mut().app().view_mut().map.view().unwrap()
}

/// Without the pointer: a corner is picked and moved by keys, each move one step that is taken back.
#[test]
fn a_corner_is_moved_by_the_keyboard() {
    for lang in Lang::ALL {
        let mut harness = changing(lang);
        assert_says(&harness, &word(lang, "sketch.keys_reshape"));
        let before = kept(&mut harness);
        press(&mut harness, Key::Comma);
        press(&mut harness, Key::Period);
        let first = word(lang, "sketch.corner_of").replace("%{number}", "1");
        assert_says(&harness, &first.replace("%{count}", "4"));
        let seen = view_of(&mut harness);
        let pixel_m = seen.resolution_m_per_px();
        for (modifiers, pixels) in [(Modifiers::NONE, 1.0), (Modifiers::SHIFT, 10.0)] {
            key(&mut harness, modifiers, Key::ArrowLeft);
            let moved = before[0].x - kept(&mut harness)[0].x;
            assert!(
                (moved / pixel_m / pixels - 1.0).abs() < 0.05,
                "{moved} of {pixel_m}"
            );
            assert_eq!(kept(&mut harness)[0].y, before[0].y);
            key(&mut harness, Modifiers::COMMAND, Key::Z);
            assert_eq!(kept(&mut harness), before, "one step takes it back");
        }
        // Held down, it is one gesture, and the verdict is that of the shape under the keys.
        for _ in 0..3 {
            harness.key_down(Key::ArrowLeft);
            harness.run_steps(2);
        }
        assert_says(&harness, &word(lang, "sketch.would_be"));
        assert_eq!(
            kept(&mut harness),
            before,
            "nothing changes before the key is let go"
        );
        harness.key_up(Key::ArrowLeft);
        harness.run_steps(6);
        let moved = before[0].x - kept(&mut harness)[0].x;
        assert!((moved / pixel_m - 3.0).abs() < 0.1, "{moved} of {pixel_m}");
        key(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!(kept(&mut harness), before);
        assert_eq!(view_of(&mut harness), seen, "the map stays where it was");
    }
}

#[test]
fn a_corner_is_added_and_taken_away_by_the_keyboard() {
    let mut harness = changing(Lang::En);
    let before = kept(&mut harness);
    press(&mut harness, Key::Period);
    key(&mut harness, Modifiers::NONE, Key::Insert);
    assert_eq!(kept(&mut harness).len(), 5);
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(kept(&mut harness), before, "the new one is picked, and goes");
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(kept(&mut harness).len(), 3);
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(kept(&mut harness).len(), 3, "an area has three corners at least");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(kept(&mut harness), before);
    assert_eq!(projects(&mut harness), 2);
    // Escape lets the corner go, and after that the tool.
    press(&mut harness, Key::Escape);
    let tool = |harness: &mut Harness<'static, Stage>| harness.state_mut().app().view_mut().map.tool();
    assert_eq!(tool(&mut harness), Tool::Reshape);
    key(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(kept(&mut harness), before, "the arrow moves the map again");
    press(&mut harness, Key::Escape);
    assert_eq!(tool(&mut harness), Tool::Select);
}

/// Pictures for the eye, as in `pictures_in_both_languages_and_themes`.
#[test]
fn pictures_of_the_hand() {
    let Some(folder) = std::env::var_os("UI_PICTURES").map(PathBuf::from) else {
        println!("skipped: UI_PICTURES names no folder");
        return;
    };
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    for (lang, theme) in [
        (Lang::Zh, ThemePreference::Light),
        (Lang::En, ThemePreference::Dark),
    ] {
        let mut session = session();
        session.dispatch(Command::Open(vec![maps.clone()]));
        let view = ViewState {
            theme,
            ..ViewState::new(lang)
        };
        let mut harness = stage(session, view, (1440.0, 900.0));
        let middle = harness.state_mut().app().view_mut().map_rect.unwrap().center();
        let save = |harness: &mut Harness<'_, Stage>, part: &str| {
            harness.run_steps(6);
            let image = harness.render().unwrap();
            let name = format!("hand-{}-{part}.png", lang.code());
            image.save(folder.join(name)).unwrap();
        };
        harness.key_press(Key::D);
        harness.run_steps(2);
        for by in [vec2(-80.0, -60.0), vec2(90.0, -70.0), vec2(110.0, 60.0)] {
            click(&mut harness, middle + by);
        }
        harness.hover_at(middle + vec2(-40.0, 70.0));
        save(&mut harness, "draw");
        harness.key_press(Key::Enter);
        harness.run_steps(10);
        harness.key_press(Key::E);
        harness.run_steps(4);
        drag(
            &mut harness,
            middle + vec2(110.0, 60.0),
            middle + vec2(170.0, 110.0),
        );
        save(&mut harness, "change");
    }
}
