#![cfg(test)]
//! A map that is turned: what is drawn, and hands on it.

use eframe::egui::{
    self, Event, Modifiers, PointerButton, Pos2, TouchDeviceId, TouchId, TouchPhase, pos2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;
use crate::geom::side::{Side, side_of_shape};
use crate::geom::turn::Turn;
use crate::model::role::Role;
use crate::words::Lang;

use super::super::input::MapWish;
use super::super::map_view::Pane;
use super::super::painting::Painting;
use super::super::style::CanvasStyle;
use super::super::view_history::Destination;
use super::bay::{bay, picture, save};
use super::board::{
    Board, assert_px, click_at, drag, layer_of, middle, place_at, small_board, square, wheel,
};
use super::truth::{blobs, wrong_pixels};

const PAINTINGS: [Painting; 3] = [Painting::Card, Painting::Processor, Painting::Triangles];

fn turn(harness: &mut Harness<'_, Board>, degrees: f64) {
    harness.state_mut().state.set_turn(Turn::of_degrees(degrees));
    harness.run_steps(3);
}

fn degrees(harness: &Harness<'_, Board>) -> f64 {
    harness.state().state.view().unwrap().turn().degrees()
}

fn pane(harness: &Harness<'_, Board>) -> Pane {
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    harness.state().state.view().unwrap().on(rect)
}

fn turned_board(degrees: f64) -> Harness<'static, Board> {
    let mut harness = small_board().harness();
    turn(&mut harness, degrees);
    harness
}

#[test]
fn pixels_have_the_colours_of_what_lies_there() {
    for painting in PAINTINGS {
        let (mut harness, _, _) = picture("turned", blobs(), painting);
        for degrees in [30.0, -120.0] {
            turn(&mut harness, degrees);
            for scale in [130_000.0, 30_000.0, 4_000.0] {
                harness.state_mut().state.set_scale(scale);
                harness.run_steps(3);
                let (pixels, width) = save(&mut harness, &format!("turned_{degrees}_{scale}_{painting:?}"));
                let wrong = wrong_pixels(&harness, &pixels, width);
                assert_eq!(wrong, Vec::<String>::new(), "{degrees}° 1:{scale} {painting:?}");
            }
        }
    }
}

/// A square over many tiles, seen through: where two tiles drew a pixel it would be darker, and where none did it would
/// be the ground. Triangles may be wrong about one pixel in a thousand, on the seams.
#[test]
fn each_pixel_is_drawn_by_one_tile() {
    for painting in PAINTINGS {
        let (x, y) = (540_000.0, 3_345_000.0);
        let wide = layer_of("river", Role::River, vec![("w", square(x, y, 20_000.0))]);
        let (mut harness, _, _) = picture("seams", Board::new(vec![wide]), painting);
        for degrees in [30.0, -45.0, 77.7] {
            turn(&mut harness, degrees);
            harness.state_mut().state.set_scale(30_000.0);
            harness.run_steps(3);
            let (pixels, width) = save(&mut harness, &format!("seams_{degrees}_{painting:?}"));
            let rect = harness.get_by_role(egui::Role::Canvas).rect().shrink(60.0);
            let rows = rect.top() as usize..rect.bottom() as usize;
            let (left, right) = (rect.left() as usize, rect.right() as usize);
            let own = rows.flat_map(|row| &pixels[row * width + left..row * width + right]);
            let first = pixels[rect.top() as usize * width + left];
            assert_ne!(first[..3], CanvasStyle::of(false).ground.to_array()[..3]);
            let all = own.clone().count();
            let wrong = own
                .filter(|pixel| (0..3).any(|c| pixel[c].abs_diff(first[c]) > 1))
                .count();
            let most = if painting == Painting::Triangles {
                all / 1_000
            } else {
                0
            };
            assert!(wrong <= most, "{painting:?} {degrees}°: {wrong} of {all}");
        }
    }
}

/// Of the pixels at most 1.5 % differ by more than 60 of 255 between any two painters, as on a map that is not turned.
#[test]
fn all_painters_show_the_same_map() {
    let pixels = |painting| {
        let (mut harness, _, _) = picture("turned_bay", bay(), painting);
        turn(&mut harness, 30.0);
        save(&mut harness, &format!("turned_bay_{painting:?}")).0
    };
    let card = pixels(Painting::Card);
    let differs = |(a, b): &(&[u8; 4], &[u8; 4])| (0..3).any(|k| a[k].abs_diff(b[k]) > 60);
    for painting in [Painting::Processor, Painting::Triangles] {
        let count = card.iter().zip(&pixels(painting)).filter(differs).count();
        assert!(count * 1000 < 15 * card.len(), "{painting:?}: {count}");
    }
}

#[test]
fn a_click_selects_what_is_seen_there() {
    let mut harness = turned_board(30.0);
    // The lower left corner of the inner square is seen left of its middle, and lower than that.
    let corner = Coord {
        x: 548_310.0,
        y: 3_353_310.0,
    };
    let at = pane(&harness).screen_from_map(corner);
    click_at(&mut harness, at);
    let beside = Coord {
        x: 548_290.0,
        ..corner
    };
    let at = pane(&harness).screen_from_map(beside);
    click_at(&mut harness, at);
    let wishes = harness.state().wishes.iter();
    let selected = wishes.filter_map(|wish| match wish {
        MapWish::Select { features, .. } => {
            Some(features.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        _ => None,
    });
    assert_eq!(
        selected.collect::<Vec<_>>(),
        [vec!["red_line/high", "wetland/low"], vec!["wetland/low"]]
    );
}

#[test]
fn a_box_selects_what_is_seen_in_it() {
    let mut harness = turned_board(30.0);
    let from = middle(&harness) + vec2(-80.0, -60.0);
    let pane = pane(&harness);
    harness.event(Event::ModifiersChanged(Modifiers::ALT));
    drag(&mut harness, PointerButton::Primary, from, vec2(160.0, 120.0));
    let wishes = harness.state().wishes.iter();
    let regions = wishes.filter_map(|wish| match wish {
        MapWish::SelectRegion { region, .. } => Some(&**region),
        _ => None,
    });
    let regions: Vec<&Shape> = regions.collect();
    let [region] = regions[..] else {
        panic!("{regions:?}")
    };
    let side = |shift| side_of_shape(region, pane.map_from_screen(middle(&harness) + shift));
    for (x, y) in [(-77.0, -57.0), (77.0, -57.0), (77.0, 57.0), (-77.0, 57.0)] {
        assert_eq!(side(vec2(x, y)), Side::Inside, "{x} {y}");
        assert_eq!(side(1.08 * vec2(x, y)), Side::Outside, "{x} {y}");
    }
}

#[test]
fn the_place_under_the_cursor_stays_where_it_is() {
    let mut harness = turned_board(-120.0);
    let at = middle(&harness) + vec2(173.0, -91.0);
    let place = place_at(&harness, at);
    wheel(&mut harness, at, 1.0, Modifiers::NONE);
    assert_px(&harness, place, at);
    wheel(&mut harness, at, -3.0, Modifiers::CTRL);
    assert_px(&harness, place, at);
    drag(&mut harness, PointerButton::Primary, at, vec2(-60.0, 40.0));
    assert_px(&harness, place, at + vec2(-60.0, 40.0));
    assert_eq!(degrees(&harness), -120.0);
}

#[test]
fn a_box_is_zoomed_to() {
    let mut harness = turned_board(30.0);
    let from = middle(&harness) + vec2(10.0, 10.0);
    let target = place_at(&harness, from + vec2(80.0, 60.0));
    let before = harness.state().state.view().unwrap();
    harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    drag(&mut harness, PointerButton::Primary, from, vec2(160.0, 120.0));
    let after = harness.state().state.view().unwrap();
    assert!(after.resolution_m_per_px() < 0.3 * before.resolution_m_per_px());
    assert_eq!(after.turn(), before.turn());
    let place = middle(&harness);
    assert_px(&harness, target, place);
}

#[test]
fn a_drag_with_ctrl_and_shift_turns_about_the_middle() {
    let mut harness = turned_board(10.0);
    let center = harness.state().state.view().unwrap().center();
    let from = middle(&harness) + vec2(100.0, 0.0);
    harness.event(Event::ModifiersChanged(Modifiers::COMMAND | Modifiers::SHIFT));
    drag(&mut harness, PointerButton::Primary, from, vec2(-100.0, 100.0));
    assert!((degrees(&harness) - 100.0).abs() < 0.1, "{}", degrees(&harness));
    assert_eq!(harness.state().state.view().unwrap().center(), center);
    // Close to north it comes to rest there.
    let back = middle(&harness) + vec2(0.0, 100.0);
    drag(&mut harness, PointerButton::Primary, back, vec2(99.0, -102.0));
    drag(&mut harness, PointerButton::Primary, from, vec2(-2.0, -18.5));
    assert_eq!(degrees(&harness), 0.0);
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    drag(&mut harness, PointerButton::Primary, from, vec2(-100.0, 100.0));
    assert_eq!(degrees(&harness), 0.0, "a drag without keys pans");
}

#[test]
fn a_gesture_on_a_touch_pad_turns_about_the_pointer() {
    let mut harness = small_board().harness();
    let at = middle(&harness) + vec2(120.0, 60.0);
    harness.hover_at(at);
    harness.run_steps(1);
    let place = place_at(&harness, at);
    harness.event(Event::Rotate(0.5));
    harness.run_steps(2);
    assert!((degrees(&harness) - 0.5f64.to_degrees()).abs() < 1e-4);
    assert_px(&harness, place, at);
}

fn touch(harness: &mut Harness<'_, Board>, fingers: [Pos2; 2], phase: TouchPhase) {
    for (number, pos) in fingers.into_iter().enumerate() {
        harness.event(Event::Touch {
            device_id: TouchDeviceId(0),
            id: TouchId(number as u64),
            phase,
            pos,
            force: None,
        });
    }
    harness.run_steps(1);
}

/// Two fingers opposite of each other about the middle, turned in steps of 0.05.
#[test]
fn two_fingers_turn_the_map_once_they_mean_it() {
    let check = |steps: i32, expected: std::ops::Range<f64>| {
        let mut harness = small_board().harness();
        let at = middle(&harness);
        harness.hover_at(at);
        let fingers = |step: i32| {
            let reach = egui::Vec2::angled(0.05 * step as f32) * 100.0;
            [at + reach, at - reach]
        };
        touch(&mut harness, fingers(0), TouchPhase::Start);
        for step in 1..=steps {
            touch(&mut harness, fingers(step), TouchPhase::Move);
        }
        touch(&mut harness, fingers(steps), TouchPhase::End);
        assert!(expected.contains(&degrees(&harness)), "{}", degrees(&harness));
    };
    check(2, -1e-9..1e-9);
    check(20, 40.0..60.0);
}

#[test]
fn a_click_on_the_arrow_turns_north_up() {
    for (lang, words) in [
        (Lang::Zh, "正北朝上（地图已转 30.0°）"),
        (Lang::En, "North up (the map is turned by 30.0°)"),
    ] {
        let mut harness = turned_board(30.0);
        harness.state_mut().lang = lang;
        harness.run_steps(2);
        harness.get_by_label(words).click();
        harness.run_steps(2);
        assert_eq!(degrees(&harness), 0.0);
        assert!(harness.query_by_label(words).is_none());
        harness.state_mut().state.back();
        harness.run_steps(2);
        assert_eq!(degrees(&harness), 30.0, "the last view comes back");
    }
}

#[test]
fn what_is_wanted_is_seen_whole_or_as_it_was() {
    let mut harness = turned_board(30.0);
    let corner = |x: f64, y: f64| Coord {
        x: 548_000.0 + x,
        y: 3_353_000.0 + y,
    };
    let extent = Extent::from_corners(corner(0.0, 0.0), corner(4_000.0, 500.0));
    harness.state_mut().state.fit(extent);
    harness.run_steps(2);
    let seen = pane(&harness);
    let corners = [(0.0, 0.0), (4_000.0, 0.0), (0.0, 500.0), (4_000.0, 500.0)];
    assert!(
        corners
            .iter()
            .all(|&(x, y)| seen.rect.contains(seen.screen_from_map(corner(x, y))))
    );
    assert_eq!(degrees(&harness), 30.0);
    harness
        .state_mut()
        .state
        .fit_turned(extent, Turn::of_degrees(-90.0));
    harness.run_steps(2);
    let as_it_was = pane(&harness).view;
    let north_up = Destination {
        extent,
        turn: Some(Turn::NONE),
    };
    harness.state_mut().state.wanted = Some(north_up);
    harness.run_steps(2);
    let upright = pane(&harness).view;
    assert_eq!(upright.with_turn(Turn::of_degrees(-90.0)), as_it_was);
}

/// North is right: the name stands level within its area, which is seen as a bar, and the graticule is named.
#[test]
fn names_stand_level_in_what_is_seen() {
    let bar = geo::wkt! { POLYGON((548000. 3353000., 548200. 3353000., 548200. 3355000., 548000. 3355000., 548000. 3353000.)) };
    let id = "a_long_name_that_needs_a_long_bar";
    let mut board = Board::new(vec![layer_of("wind", Role::Project, vec![(id, bar.into())])]);
    board.graticule = true;
    let mut harness = board.harness();
    let names = |harness: &Harness<'_, Board>| {
        let placed = harness.state().state.labels().placed();
        placed.iter().map(|label| label.rect).collect::<Vec<_>>()
    };
    turn(&mut harness, 90.0);
    harness.run_steps(3);
    let [rect] = names(&harness)[..] else {
        panic!("{:?}", names(&harness))
    };
    assert!(rect.width() > 3.0 * rect.height(), "{rect}");
    let seen = pane(&harness);
    let corner = |x, y| seen.screen_from_map(Coord { x, y });
    let own = egui::Rect::from_two_pos(corner(548_000.0, 3_353_000.0), corner(548_200.0, 3_355_000.0));
    assert!(own.contains_rect(rect), "{rect} in {own}");
    assert!(own.center().distance(pos2(rect.center().x, own.center().y)) < own.width());
}
