#![cfg(test)]
//! Two versions of a small board, with hands on them.

use std::collections::HashSet;
use std::sync::Arc;

use eframe::egui::accesskit::{Action, ActionData, ActionRequest, TreeId};
use eframe::egui::{Event, Key, PointerButton, Pos2, Role as AccessRole, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use geo::Coord;

use super::super::drawing::store::DrawingId;
use super::super::input::MapWish;
use super::super::painting::Painting;
use super::super::tests::bay::{bay, picture, save};
use super::super::tests::board::{Board, click_at, drag, layer_of, middle, square};
use super::comparison::Mode;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::words::Lang;

const CORNER: [f64; 2] = [548_000.0, 3_353_000.0];

/// A wetland, and a red line over all of it.
fn board() -> Board {
    let [x, y] = CORNER;
    let mut board = Board::new(vec![
        layer_of("wetland", Role::Wetland, vec![("low", square(x, y, 1000.0))]),
        layer_of("red_line", Role::RedLine, vec![("high", square(x, y, 1000.0))]),
    ]);
    board.lang = Lang::En;
    board
}

/// Compared in that way, with the red line on side A only.
fn compared(mode: Mode) -> Board {
    let mut board = board();
    board.state.compare.show(mode, &HashSet::new());
    board.state.compare.toggle(&"red_line".into());
    board
}

/// Another workspace, whose wetland lies in the west half and bears a name of the first one.
fn other() -> Arc<Workspace> {
    let [x, y] = CORNER;
    let mut workspace = Board::new(vec![layer_of(
        "wetland",
        Role::Wetland,
        vec![
            ("new", square(x, y, 500.0)),
            ("east", square(x + 500.0, y, 500.0)),
        ],
    )])
    .workspace;
    Arc::get_mut(&mut workspace).unwrap().name.en = "Draft of May".into();
    workspace
}

fn with_other(mode: Mode) -> Board {
    let mut board = board();
    board.state.compare.show(mode, &HashSet::new());
    board.state.compare.ask(vec!["elsewhere".into()]);
    board.state.compare.put_other(Ok(other()));
    board
}

fn share(harness: &Harness<'_, Board>) -> f32 {
    harness.state().state.compare.share()
}

fn selections(harness: &Harness<'_, Board>) -> Vec<Vec<String>> {
    let wishes = harness.state().wishes.iter();
    wishes
        .filter_map(|wish| match wish {
            MapWish::Select { features, .. } => Some(features.iter().map(ToString::to_string).collect()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_divider_follows_hand_keys_and_assistive_technology() {
    let mut harness = compared(Mode::Swipe).harness();
    let slider = harness.get_by_role_and_label(AccessRole::Slider, "Divider of the swipe");
    assert_eq!(slider.accesskit_node().numeric_value(), Some(50.0));
    let at = middle(&harness);
    let view = harness.state().state.view();
    drag(&mut harness, PointerButton::Primary, at, vec2(-200.0, 30.0));
    assert!((share(&harness) - 0.25).abs() < 0.01, "{}", share(&harness));
    assert_eq!(harness.state().state.view(), view, "the map stays");
    assert_eq!(selections(&harness), Vec::<Vec<String>>::new());
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    assert!((share(&harness) - 0.35).abs() < 0.01, "{}", share(&harness));
    assert_eq!(harness.state().state.view(), view, "the map stays");
    let node = harness.get_by_role(AccessRole::Slider).accesskit_node().locate();
    let request = |action, data| {
        Event::AccessKitActionRequest(ActionRequest {
            action,
            target_tree: TreeId::ROOT,
            target_node: node.0,
            data,
        })
    };
    harness.event(request(Action::SetValue, Some(ActionData::NumericValue(80.0))));
    harness.run_steps(2);
    assert!((share(&harness) - 0.8).abs() < 0.01, "{}", share(&harness));
    harness.event(request(Action::Decrement, None));
    harness.run_steps(2);
    assert!((share(&harness) - 0.75).abs() < 0.01, "{}", share(&harness));
}

#[test]
fn a_click_picks_what_its_side_shows() {
    for mode in [Mode::Swipe, Mode::Beside] {
        let mut harness = compared(mode).harness();
        let at = middle(&harness);
        click_at(&mut harness, at - vec2(100.0, 0.0));
        click_at(&mut harness, at + vec2(100.0, 0.0));
        let expected = [vec!["red_line/high", "wetland/low"], vec!["wetland/low"]];
        assert_eq!(selections(&harness), expected, "{mode:?}");
    }
}

#[test]
fn both_maps_beside_each_other_move_together() {
    let mut harness = compared(Mode::Beside).harness();
    let rect = harness.get_by_role(AccessRole::Canvas).rect();
    let extent = harness.state().workspace.extent();
    let view = harness.state().state.view().unwrap();
    let seen = view
        .on(super::sides::pane_rect(&harness.state().state.compare, rect))
        .extent();
    assert!(seen.covers(&extent), "half the canvas shows all");
    for side in [-0.25, 0.25] {
        let from = middle(&harness) + vec2(side * rect.width(), 0.0);
        let before = harness.state().state.view().unwrap();
        drag(&mut harness, PointerButton::Primary, from, vec2(60.0, 20.0));
        let after = harness.state().state.view().unwrap();
        let moved = (before.center().x - after.center().x) / before.resolution_m_per_px();
        assert!((moved - 60.0).abs() < 0.5, "{moved}");
    }
}

/// The place under the pointer stays under it, on whichever of two maps that is.
#[test]
fn zooming_holds_on_to_the_map_under_the_pointer() {
    let mut harness = compared(Mode::Beside).harness();
    let rect = harness.get_by_role(AccessRole::Canvas).rect();
    let at = rect.center() + vec2(0.3 * rect.width(), 40.0);
    let place = |harness: &Harness<'_, Board>| {
        let state = &harness.state().state;
        let sides = super::sides::sides(&state.compare, rect, 0.0);
        state.view().unwrap().on(sides[1].rect).map_from_screen(at)
    };
    let before = place(&harness);
    harness.hover_at(at);
    harness.run_steps(1);
    harness.event(Event::Zoom(2.0));
    harness.run_steps(1);
    let after = place(&harness);
    let apart = (before.x - after.x).hypot(before.y - after.y);
    assert!(
        apart < harness.state().state.view().unwrap().resolution_m_per_px(),
        "{apart}"
    );
}

#[test]
fn another_workspace_is_looked_at_and_never_selected() {
    let mut harness = with_other(Mode::Swipe).harness();
    assert!(harness.query_by_label_contains("B: Draft of May").is_some());
    let at = middle(&harness) + vec2(100.0, 0.0);
    click_at(&mut harness, at);
    assert_eq!(selections(&harness), Vec::<Vec<String>>::new());
    let compare = &harness.state().state.compare;
    let names = |features: &[crate::model::feature::FeatureRef]| {
        features.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(names(&compare.picked), ["wetland/east"]);
    assert_eq!(
        compare.hover.as_ref().map(ToString::to_string),
        Some("wetland/east".into())
    );
    assert_eq!(harness.state().state.hovered(), None);
    harness.run_steps(2);
    assert!(
        harness.query_by_label_contains("east").is_some(),
        "the strip says what was clicked"
    );
    click_at(&mut harness, at - vec2(200.0, 0.0));
    assert_eq!(selections(&harness), [vec!["red_line/high", "wetland/low"]]);
    harness.get_by_label("Remove workspace B").click();
    harness.run_steps(3);
    let state = &harness.state().state;
    assert!(state.compare.foreign().is_none() && state.compare.picked.is_empty());
    assert_eq!(state.compare.mode(), Some(Mode::Swipe));
}

/// Ids of layers are the same in both workspaces; their tiles are not.
#[test]
fn tiles_of_two_workspaces_do_not_mix() {
    let mut harness = with_other(Mode::Swipe).harness();
    let state = &mut harness.state_mut().state;
    let view = state.view().unwrap().on(eframe::egui::Rect::from_min_size(
        pos2(0.0, 0.0),
        vec2(800.0, 600.0),
    ));
    let level = super::super::drawing::grid::level_of(view.view.resolution_m_per_px());
    let mut serials = |id: &DrawingId| -> HashSet<u64> {
        let placed = state.tiles.place(id, &view.extent(), level);
        placed.iter().map(|placed| placed.tile.serial).collect()
    };
    let own = serials(&DrawingId::Layer("wetland".into()));
    let foreign = serials(&DrawingId::Other("wetland".into()));
    assert!(!own.is_empty() && !foreign.is_empty() && own.is_disjoint(&foreign));
    let board = harness.state_mut();
    board.state.compare.close();
    board.catch_up();
    let gone = board
        .state
        .tiles
        .place(&DrawingId::Other("wetland".into()), &view.extent(), level);
    assert!(gone.is_empty());
}

#[test]
fn what_could_not_be_read_is_said() {
    let mut board = board();
    board.state.compare.show(Mode::Swipe, &HashSet::new());
    board.state.compare.ask(vec!["elsewhere".into()]);
    let mut harness = board.harness();
    assert!(harness.query_by_label_contains("reading the workspace").is_some());
    harness.state_mut().state.compare.put_other(Err(Vec::new()));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("could not be read").is_some());
}

/// Whether the red line shows around a point of the screen: red minus green, on average, because its hatch is thin.
fn is_red(pixels: &[[u8; 4]], width: usize, at: Pos2) -> bool {
    const REACH: usize = 12;
    let (x, y) = (at.x.round() as usize, at.y.round() as usize);
    let rows = y - REACH..y + REACH;
    let around = rows.flat_map(|row| &pixels[row * width + x - REACH..row * width + x + REACH]);
    let sum: i32 = around.map(|[r, g, ..]| i32::from(*r) - i32::from(*g)).sum();
    let mean = sum / (2 * REACH * 2 * REACH) as i32;
    assert!((-60..40).contains(&mean), "{mean}");
    mean > -20
}

fn on_screen(harness: &Harness<'_, Board>, share: f64) -> Pos2 {
    let rect = harness.get_by_role(AccessRole::Canvas).rect();
    let [x, y] = CORNER;
    let place = Coord {
        x: x + 1000.0 * share,
        y: y + 250.0,
    };
    harness
        .state()
        .state
        .view()
        .unwrap()
        .on(rect)
        .screen_from_map(place)
}

#[test]
fn left_of_the_divider_is_side_a_and_right_of_it_side_b() {
    for painting in [Painting::Card, Painting::Triangles] {
        let name = format!("swipe_{painting:?}");
        let (mut harness, pixels, width) = picture(&name, compared(Mode::Swipe), painting);
        let red = |pixels: &[[u8; 4]], harness: &Harness<'_, Board>, share| {
            is_red(pixels, width, on_screen(harness, share))
        };
        let seen = [0.2, 0.4, 0.6, 0.8].map(|share| red(&pixels, &harness, share));
        assert_eq!(seen, [true, true, false, false], "{painting:?}");
        let rect = harness.get_by_role(AccessRole::Canvas).rect();
        let ground = super::super::style::CanvasStyle::of(false).ground.to_array();
        for x in [rect.left() + 8.0, rect.right() - 8.0] {
            let pixel = pixels[(rect.bottom() - 60.0) as usize * width + x as usize];
            assert_eq!(pixel[..3], ground[..3], "{painting:?} at {x}");
        }
        harness.state_mut().state.compare.set_share(0.56);
        harness.run_steps(2);
        let (pixels, _) = save(&mut harness, &format!("{name}_moved"));
        let seen = [0.2, 0.4, 0.53, 0.8].map(|share| red(&pixels, &harness, share));
        assert_eq!(seen, [true, true, true, false], "{painting:?}");
    }
}

#[test]
fn sides_alternate_with_time_and_side_b_shows_while_it_is_held() {
    let (mut harness, pixels, width) = picture("flicker_a", compared(Mode::Flicker), Painting::Card);
    let at = on_screen(&harness, 0.3);
    // Four steps of a quarter of a second may have gone by: what shows is what the clock says.
    let mut shown = vec![is_red(&pixels, width, at)];
    harness.state_mut().state.compare.flicker.hold_s = 1.0;
    for turn in 0..16 {
        harness.run_steps(1);
        let (pixels, _) = save(&mut harness, &format!("flicker_{turn}"));
        shown.push(is_red(&pixels, width, at));
    }
    let changes = shown.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!((3..=5).contains(&changes), "{shown:?}");
    let flicker = &mut harness.state_mut().state.compare.flicker;
    flicker.running = false;
    harness.hover_at(middle(&harness));
    harness.run_steps(2);
    let (pixels, _) = save(&mut harness, "flicker_still");
    assert!(is_red(&pixels, width, at), "side A rests");
    harness.key_down(Key::B);
    harness.run_steps(2);
    let (pixels, _) = save(&mut harness, "flicker_held");
    assert!(!is_red(&pixels, width, at), "side B is held");
    harness.key_up(Key::B);
    harness.run_steps(2);
    let (pixels, _) = save(&mut harness, "flicker_let_go");
    assert!(is_red(&pixels, width, at), "side A again");
}

/// Nothing to compare with, but it must draw: all modes, both languages, another workspace, dark ground.
#[test]
fn the_rest_of_the_comparison_draws() {
    for (mode, lang, dark) in [
        (Mode::Swipe, Lang::Zh, false),
        (Mode::Beside, Lang::En, false),
        (Mode::Beside, Lang::Zh, true),
    ] {
        let mut board = bay();
        (board.lang, board.dark) = (lang, dark);
        board.state.compare.show(mode, &HashSet::new());
        for id in ["wetland", "red_line", "wind"] {
            board.state.compare.toggle(&id.into());
        }
        picture(&format!("compare_{mode:?}_{lang:?}"), board, Painting::Card);
    }
    let (harness, ..) = picture("compare_other", with_other(Mode::Beside), Painting::Card);
    assert!(!harness.state().state.is_capped());
}
