#![cfg(test)]
//! Each pixel has the colour of what index and order say lies there.

use std::sync::Arc;

use eframe::egui::{self, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geo::Geometry;

use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::model::layer::About;
use crate::model::role::Role;
use crate::model::symbology::Hatch;
use crate::model::symbology_choice::{Category, SymbolChange, SymbologyChoice};

use super::super::painting::Painting;
use super::bay::{picture, save};
use super::board::{Board, blob, layer_about};

/// Blobs over one another in the five colours of wetland, without the pattern over them: each pixel has one colour to expect.
pub fn blobs() -> Board {
    let classes = ["1105", "1104A", "1108", "1101", "1107"];
    let blobs: Vec<(String, Geometry<f64>)> = (0..120)
        .map(|k: i32| {
            let place = |factor: i32, modulus: i32| f64::from((k * factor) % modulus);
            let (x, y) = (548_000.0 + place(7919, 9600), 3_353_000.0 + place(6007, 6400));
            let id = format!("{k}|{}", classes[k as usize % classes.len()]);
            (id, blob(x, y, 250.0 + place(331, 700), 24 + k as usize))
        })
        .collect();
    let about = About {
        fields: crate::model::layer::Fields {
            class: Some("DLBM".into()),
            ..crate::model::layer::Fields::default()
        },
        ..About::new("wetland", Role::Wetland)
    };
    let features = blobs
        .iter()
        .map(|(id, blob)| (id.as_str(), blob.clone()))
        .collect();
    let mut board = Board::new(vec![layer_about(about, features)]);
    let plain = SymbolChange {
        hatch: Some(Hatch::Plain),
        ..SymbolChange::default()
    };
    let change = |class: &str| (Category::Class(class.into()), plain);
    let choice = SymbologyChoice {
        changes: classes.into_iter().map(change).collect(),
        ..SymbologyChoice::default()
    };
    let workspace = Arc::make_mut(&mut board.workspace);
    Arc::make_mut(&mut workspace.symbology).set(&"wetland".into(), choice);
    board
}

/// At whatever scale, a pixel away from borders has the colour of what lies there by the layer's own index and order.
#[test]
fn pixels_have_the_colours_of_what_lies_there() {
    for painting in [Painting::Card, Painting::Processor, Painting::Triangles] {
        let (mut harness, _, _) = picture("truth", blobs(), painting);
        for scale in [130_000.0, 60_000.0, 30_000.0, 4_000.0, 700.0] {
            harness.state_mut().state.set_scale(scale);
            harness.run_steps(3);
            let (pixels, width) = save(&mut harness, &format!("truth_{scale}_{painting:?}"));
            let wrong = wrong_pixels(&harness, &pixels, width);
            assert_eq!(wrong, Vec::<String>::new(), "1:{scale} {painting:?}");
        }
    }
}

/// Pixels of a fixed sample that differ from what the layers ask for; those near a border or words are passed over.
pub fn wrong_pixels(harness: &Harness<'_, Board>, pixels: &[[u8; 4]], width: usize) -> Vec<String> {
    let board = harness.state();
    let rect = harness.get_by_role(egui::Role::Canvas).rect().shrink(60.0);
    let pane = board
        .state
        .view()
        .unwrap()
        .on(harness.get_by_role(egui::Role::Canvas).rect());
    let style = super::super::style::CanvasStyle::of(board.dark);
    let layer = &board.workspace.layers[0];
    let (mut wrong, mut tested) = (Vec::new(), 0);
    for k in 0..3000_u32 {
        let share = |factor: u32| (k.wrapping_mul(factor) % 10_007) as f32 / 10_007.0;
        let at = pos2(
            rect.left() + share(7_919) * rect.width(),
            rect.top() + share(104_729) * rect.height(),
        );
        let at = pos2(at.x.floor() + 0.5, at.y.floor() + 0.5);
        let place = pane.map_from_screen(at);
        let around = Extent::from_corners(place, place).inflated(pane.metres(3.0));
        let pointer = admit_plane(geo::Point(place)).unwrap();
        let mut expected = style.ground.to_array().map(f32::from);
        let mut near_border = false;
        for position in layer.candidates(&around) {
            let feature = &layer.features()[position];
            let border = crate::geom::distance::nearest_border(&pointer, &feature.shape).unwrap();
            near_border |= border.distance <= pane.metres(3.0);
            if crate::geom::side::side_of_shape(&feature.shape, place) == crate::geom::side::Side::Inside {
                let fill = style.fill(
                    &super::super::appearance::Meaning::of(layer, feature).symbol(None),
                    1.0,
                );
                let rest = 1.0 - f32::from(fill.a()) / 255.0;
                let fill = fill.to_array().map(f32::from);
                expected = [0, 1, 2, 3].map(|c| fill[c] + expected[c] * rest);
            }
        }
        if near_border {
            continue;
        }
        tested += 1;
        let found = pixels[at.y as usize * width + at.x as usize];
        // Up to eight blobs lie over one another, and each blending rounds.
        if (0..3).any(|c| (f32::from(found[c]) - expected[c]).abs() > 4.0) {
            wrong.push(format!("{at:?} is {found:?}, not {expected:?}"));
        }
    }
    assert!(tested > 800, "only {tested} pixels were away from borders");
    wrong
}
