#![cfg(test)]
//! Names of features, and of meridians and parallels.

use std::sync::Arc;

use eframe::egui::{self, PointerButton, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geo::Coord;

use crate::geom::extent::Extent;
use crate::model::feature::FeatureRef;
use crate::model::label::{LabelSpec, LabelText};
use crate::model::role::Role;

use super::super::painting::Painting;
use super::bay::{bay, picture, save};
use super::board::{Board, drag, layer_of, middle, place_at, small_board, square};

fn named(mut board: Board, id: &str, text: LabelText, small_too: bool) -> Board {
    board.labels.insert(id.into(), LabelSpec { text, small_too });
    board
}

/// What the labels say, with the places of their middles in the plane.
fn labels_of(harness: &Harness<'_, Board>) -> Vec<(String, Coord<f64>)> {
    let labels = harness.state().state.labels().placed().iter();
    labels
        .map(|label| (label.text.to_string(), place_at(harness, label.rect.center())))
        .collect()
}

#[test]
fn zones_are_labelled_where_somebody_asks_and_there_is_room() {
    assert_eq!(labels_of(&small_board().harness()), [], "these have no names");
    let mut harness = named(small_board(), "wetland", LabelText::Name, false).harness();
    let labels = labels_of(&harness);
    assert_eq!(labels.len(), 1, "{labels:?}");
    let (text, place) = &labels[0];
    assert_eq!(text, "low");
    assert!((548_000.0..549_000.0).contains(&place.x) && (3_353_000.0..3_354_000.0).contains(&place.y));
    harness.state_mut().state.zoom_by(1.0 / 64.0);
    harness.run_steps(3);
    assert_eq!(labels_of(&harness), []);
    let spec = LabelSpec {
        text: LabelText::Template("<{id}>".into()),
        small_too: true,
    };
    harness.state_mut().labels.insert("wetland".into(), spec);
    harness.run_steps(3);
    assert_eq!(labels_of(&harness)[0].0, "<low>");
}

#[test]
fn labels_do_not_overlap_and_do_not_move_with_the_map() {
    let names: Vec<String> = (0..400).map(|number| format!("要素 {number}")).collect();
    let shapes = names.iter().enumerate().map(|(number, name)| {
        let (column, row) = (number % 20, number / 20);
        let (x, y) = (548_000.0 + 31.0 * column as f64, 3_353_000.0 + 17.0 * row as f64);
        (&**name, square(x, y, 5.0 + (number % 7) as f64))
    });
    let layer = layer_of("wetland", Role::Wetland, shapes.collect());
    let board = || {
        named(
            Board::new(vec![layer_of("wetland", Role::Wetland, Vec::new())]),
            "wetland",
            LabelText::Name,
            true,
        )
    };
    let layer = Arc::new(layer);
    let begin = || {
        let mut board = board();
        Arc::make_mut(&mut board.workspace).layers = vec![Arc::clone(&layer)];
        let mut harness = board.harness();
        harness.run_steps(30);
        harness
    };
    let mut harness = begin();
    let before = labels_of(&harness);
    assert!(before.len() > 60 && before.len() <= 250, "{}", before.len());
    let rects: Vec<_> = harness
        .state()
        .state
        .labels()
        .placed()
        .iter()
        .map(|label| label.rect)
        .collect();
    for (number, rect) in rects.iter().enumerate() {
        assert!(
            rects[..number].iter().all(|other| !other.intersects(*rect)),
            "{rect}"
        );
    }
    assert_eq!(labels_of(&begin()), before, "the same map has the same labels");
    let from = middle(&harness);
    drag(&mut harness, PointerButton::Primary, from, vec2(23.0, 9.0));
    harness.run_steps(2);
    let after = labels_of(&harness);
    let slack = 0.6 * harness.state().state.view().unwrap().resolution_m_per_px();
    let window = harness.get_by_role(egui::Role::Canvas).rect();
    let mut stayed = 0;
    for (text, place) in &after {
        let old = before.iter().zip(&rects).find(|((old, _), _)| old == text);
        // At the border a name has to give way.
        let old = old.filter(|(_, rect)| window.contains_rect(rect.translate(vec2(23.0, 9.0)).expand(1.0)));
        if let Some(((_, old), _)) = old {
            assert!((old.x - place.x).hypot(old.y - place.y) < slack, "{text}");
            stayed += 1;
        }
    }
    assert!(2 * stayed > before.len(), "{stayed} of {}", before.len());
}

#[test]
fn the_selected_name_comes_before_a_larger_one() {
    let layer = layer_of(
        "wetland",
        Role::Wetland,
        vec![
            ("large large large", square(548_000.0, 3_353_000.0, 100.0)),
            ("small small small", square(548_040.0, 3_353_040.0, 20.0)),
        ],
    );
    let mut board = named(Board::new(vec![layer]), "wetland", LabelText::Name, true);
    let extent = Extent::from_corners(
        Coord {
            x: 546_000.0,
            y: 3_351_000.0,
        },
        Coord {
            x: 550_000.0,
            y: 3_355_000.0,
        },
    );
    board.state.fit(extent);
    let mut harness = board.harness();
    harness.run_steps(3);
    assert_eq!(labels_of(&harness)[0].0, "large large large");
    let small = FeatureRef {
        layer: "wetland".into(),
        id: "small small small".into(),
    };
    harness.state_mut().selected = [small].into();
    harness.run_steps(3);
    assert_eq!(labels_of(&harness)[0].0, "small small small");
}

#[test]
fn a_layer_with_too_much_in_sight_names_its_largest() {
    let shapes = (0..6_000).map(|number| {
        let (column, row) = (number % 100, number / 100);
        let side = if number == 4_321 { 9.0 } else { 1.0 };
        let id: &str = Box::leak(number.to_string().into_boxed_str());
        (
            id,
            square(
                548_000.0 + 10.0 * f64::from(column),
                3_353_000.0 + 10.0 * f64::from(row),
                side,
            ),
        )
    });
    let layer = layer_of("wetland", Role::Wetland, shapes.collect());
    layer.largest_first();
    let mut harness = named(Board::new(vec![layer]), "wetland", LabelText::Name, true).harness();
    harness.run_steps(30);
    let labels = labels_of(&harness);
    assert_eq!(labels[0].0, "4321");
    assert!(labels.len() > 100);
}

/// Lines and values where there were none, in both themes; and every layer says its names.
#[test]
fn the_graticule_and_the_names_of_all_layers_draw() {
    for dark in [false, true] {
        let board = |graticule: bool| {
            let mut board = bay();
            (board.dark, board.graticule) = (dark, graticule);
            for layer in &board.workspace.layers {
                let text = LabelText::Template("{name} {class}".into());
                let spec = LabelSpec {
                    text,
                    small_too: false,
                };
                board.labels.insert(Arc::clone(&layer.about.id), spec);
            }
            board
        };
        let name = if dark { "names_dark" } else { "names_light" };
        let (_, without, _) = picture(&format!("{name}_plain"), board(false), Painting::Card);
        let (mut harness, with, _) = picture(name, board(true), Painting::Card);
        let changed = without.iter().zip(&with).filter(|(a, b)| a != b).count();
        assert!(changed > 2_000 && changed < with.len() / 10, "{changed}");
        assert!(harness.state().state.labels().placed().len() > 4);
        harness.state_mut().state.set_scale(3_000_000.0);
        harness.run_steps(3);
        save(&mut harness, &format!("{name}_far"));
    }
}
