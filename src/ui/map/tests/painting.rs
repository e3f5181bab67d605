#![cfg(test)]
//! What is drawn, in which colours, by the graphics card and by triangles.

use std::sync::Arc;

use eframe::egui::{self, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use geo::{Coord, Geometry};

use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::model::finding::{EvidenceShape, Verdict};
use crate::model::layer::{About, Layer};
use crate::model::role::{ProjectKind, Role};
use crate::model::rule::Severity;
use crate::words::Lang;

use super::super::drawing::grid::level_of;
use super::super::drawing::store::DrawingId;
use super::super::legend::legend_entries;
use super::super::markers::radius_px;
use super::super::measure::MeasureKind;
use super::super::painting::Painting;
use super::super::state::Tool;
use super::bay::{bay, finding, picture, save};
use super::board::{Board, click_at, layer_about, layer_of, middle, small_board, square};

#[test]
fn a_changed_layer_is_looked_at_anew() {
    let mut board = small_board();
    board.catch_up();
    assert!(board.state.missing_looks(&board.workspace, None).is_empty());
    let changed = layer_of("wetland", Role::Wetland, vec![("low", square(0.0, 0.0, 1.0))]);
    Arc::make_mut(&mut board.workspace).layers[0] = Arc::new(changed);
    let missing = board.state.missing_looks(&board.workspace, None);
    assert_eq!(
        missing.iter().map(|layer| &*layer.about.id).collect::<Vec<_>>(),
        ["wetland"]
    );
}

/// The conflict is the reddest thing at its place; the canvas's corner is the ground.
#[test]
fn a_conflict_is_red_on_light_and_dark_ground() {
    for (dark, painting) in [
        (false, Painting::Card),
        (false, Painting::Triangles),
        (true, Painting::Card),
        (true, Painting::Triangles),
    ] {
        let mut board = bay();
        board.dark = dark;
        let name = format!("{}_{painting:?}", if dark { "dark" } else { "light" });
        let (harness, pixels, width) = picture(&name, board, painting);
        let rect = harness.get_by_role(egui::Role::Canvas).rect();
        let pane = harness.state().state.view().unwrap().on(rect);
        let at = pane.screen_from_map(Coord {
            x: 549_850.0,
            y: 3_353_250.0,
        });
        let [r, g, b, _] = pixels[at.y.round() as usize * width + at.x.round() as usize];
        assert!(r > 140 && g < 110 && b < 110, "dark: {dark} {r} {g} {b}");
        let style = super::super::style::CanvasStyle::of(dark);
        let edge = pixels[300 * width + rect.right() as usize - 4];
        assert_eq!(edge[..3], style.ground.to_array()[..3], "dark: {dark}");
    }
}

/// Measuring, an outdated screening, a chosen finding, a coarse scale: nothing to compare with, but it must draw.
#[test]
fn the_rest_of_the_canvas_draws() {
    let mut board = bay();
    board.outdated = true;
    board.lang = Lang::En;
    board.selected_finding = Some(1);
    board.state.set_tool(Tool::Measure(MeasureKind::Area));
    let (mut harness, _, _) = picture("tools", board, Painting::Card);
    let from = middle(&harness);
    for corner in [vec2(-200.0, 100.0), vec2(0.0, 150.0), vec2(60.0, 220.0)] {
        click_at(&mut harness, from + corner);
    }
    save(&mut harness, "measure");
    harness.state_mut().state.set_scale(2_000_000.0);
    harness.run_steps(2);
    save(&mut harness, "coarse");
    harness.state_mut().state.set_scale(3_000.0);
    harness.state_mut().state.center_on(Coord {
        x: 549_700.0,
        y: 3_353_100.0,
    });
    harness.run_steps(2);
    save(&mut harness, "fine");
    assert!(!harness.state().state.is_capped());
}

#[test]
fn the_legend_lists_what_is_drawn_and_nothing_hidden() {
    let mut board = bay();
    board.lang = Lang::En;
    board.hidden.insert("farmland".into());
    board.catch_up();
    let entries = legend_entries(&board.input(), &board.state);
    let labels: Vec<&str> = entries.iter().map(|entry| entry.label.as_str()).collect();
    for expected in [
        "Conflict · Prohibited",
        "Least distance",
        "Not checked",
        "Wind",
        "Tidal flat 1105",
        "Wetland",
    ] {
        assert!(labels.contains(&expected), "{expected} in {labels:?}");
    }
    assert!(!labels.contains(&"Permanent farmland"), "{labels:?}");
    assert_eq!(labels.first(), Some(&"Conflict · Prohibited"));
}

#[test]
fn an_empty_workspace_draws_without_a_word() {
    let board = Board::new(Vec::new());
    let harness = board.harness();
    assert_eq!(harness.state().state.view(), None);
    assert!(pos2(400.0, 300.0).distance(middle(&harness)) < 20.0);
}

/// Thirty thousand parcels of three pixels each: every one shows in the sum, and none is a shape of its own.
#[test]
fn many_small_features_are_all_drawn_within_the_budget() {
    let parcels: Vec<(String, Geometry<f64>)> = (0..30_000)
        .map(|k| {
            let (column, row) = (f64::from(k % 200), f64::from(k / 200));
            (
                k.to_string(),
                square(500_000.0 + 100.0 * column, 3_350_000.0 + 100.0 * row, 100.0),
            )
        })
        .collect();
    let area_m2 = 30_000.0 * 100.0 * 100.0;
    let parcels = parcels
        .iter()
        .map(|(id, parcel)| (id.as_str(), parcel.clone()))
        .collect();
    let mut harness = Board::new(vec![layer_of("wetland", Role::Wetland, parcels)]).harness();
    let layer = Arc::clone(&harness.state().workspace.layers[0]);
    harness.state_mut().state.set_scale(130_000.0);
    harness.run_steps(2);
    assert!(!harness.state().state.is_capped());
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let state = &mut harness.state_mut().state;
    let view = state.view().unwrap();
    let level = level_of(view.resolution_m_per_px());
    let placed = state.tiles.place(
        &DrawingId::Layer("wetland".into()),
        &view.on(rect).extent(),
        level,
    );
    let look = super::super::paint_style::PaintStyle::of_layer(
        state.looks_of(&layer).unwrap(),
        (Role::Wetland, None),
        &super::super::style::CanvasStyle::of(false),
        1.0,
    );
    // What is inside and what is border have other opacities.
    let tone = look[0].summed_up(0.0);
    let size_cells = 100.0 / f64::from(level).exp2();
    let border = 1.4 * f64::from(tone.border_px) / (size_cells * 0.7);
    let full = 255.0 * (f64::from(tone.inside[3]) * (1.0 - border) + f64::from(tone.border[3]) * border);
    let mut shown_m2 = 0.0;
    for tile in placed {
        let cell_m2 = tile.tile.key.cell_m().powi(2);
        let shares = tile.tile.with_body(|body| {
            assert!(body.indices.is_empty(), "no parcel is a shape of its own");
            let texels = body.overview.iter().flat_map(|picture| picture.chunks_exact(4));
            texels.map(|texel| f64::from(texel[3])).sum::<f64>() / full
        });
        shown_m2 += shares.unwrap() * cell_m2;
    }
    assert!(
        (shown_m2 / area_m2 - 1.0).abs() < 0.01,
        "{shown_m2} instead of {area_m2}"
    );
}

/// The graphics card and the triangles for egui show the same map: of the pixels at most 1.5 % differ by more than 60 of
/// 255 (softened edges against hard ones).
#[test]
fn all_painters_show_the_same_map() {
    for dark in [false, true] {
        let drawn = |painting| {
            let mut board = bay();
            board.dark = dark;
            picture(&format!("same_{dark}_{painting:?}"), board, painting).1
        };
        let card = drawn(Painting::Card);
        let differs = |(a, b): &(&[u8; 4], &[u8; 4])| (0..3).any(|k| a[k].abs_diff(b[k]) > 60);
        for painting in [Painting::Processor, Painting::Triangles] {
            let other = drawn(painting);
            let count = card.iter().zip(&other).filter(differs).count();
            let all = card.len();
            assert!(
                count * 1000 < 15 * all,
                "dark: {dark}, {painting:?}, {count} of {all}"
            );
        }
    }
}

/// One square of a layer, drawn alone in the middle of the picture; the pixels of its inner part.
fn patch(layer: Layer, board: impl Fn(&mut Board)) -> Vec<[u8; 4]> {
    let mut own = Board::new(vec![layer]);
    board(&mut own);
    own.state.fit(Extent::from_corners(
        Coord {
            x: 548_000.0,
            y: 3_353_000.0,
        },
        Coord {
            x: 549_000.0,
            y: 3_354_000.0,
        },
    ));
    let (harness, pixels, width) = picture("patch", own, Painting::Card);
    let middle = harness.get_by_role(egui::Role::Canvas).rect().center();
    let (x, y) = (middle.x as usize, middle.y as usize);
    // Words stand in the middle.
    (y + 40..y + 160)
        .flat_map(|row| pixels[row * width + x - 100..row * width + x + 100].to_vec())
        .collect()
}

/// Every role and kind is drawn in its own fill, with the ink of its pattern over it: of a patch of 24,000 pixels most
/// have the fill's colour (to 3 of 255), and patterns ink between a twentieth and a half of them.
#[test]
fn every_symbol_has_its_fill_and_its_pattern() {
    use crate::model::symbology::{Hatch, of_kind, of_role};
    let style = super::super::style::CanvasStyle::of(false);
    let square = || vec![("s", square(548_000.0, 3_353_000.0, 1000.0))];
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Project);
    let roles = roles.map(|role| (of_role(role), layer_of("l", role, square()), format!("{role:?}")));
    let kinds = ProjectKind::ALL.into_iter().map(|kind| {
        let about = About {
            kind: Some(kind),
            ..About::new("l", Role::Project)
        };
        (
            of_kind(Some(kind)),
            layer_about(about, square()),
            format!("{kind:?}"),
        )
    });
    for (symbol, layer, name) in roles.chain(kinds) {
        let pixels = patch(layer, |_| {});
        let fill = style.fill(&symbol, 1.0);
        let rest = 1.0 - f32::from(fill.a()) / 255.0;
        let (fill, ground) = (fill.to_array(), style.ground.to_array());
        let expected = [0, 1, 2].map(|k| f32::from(fill[k]) + f32::from(ground[k]) * rest);
        let plain = |pixel: &&[u8; 4]| (0..3).all(|k| (f32::from(pixel[k]) - expected[k]).abs() <= 3.0);
        let inked = 1.0 - pixels.iter().filter(plain).count() as f64 / pixels.len() as f64;
        match symbol.hatch {
            Hatch::Plain => assert!(inked < 0.001, "{name}: {inked}"),
            _ => assert!((0.05..0.5).contains(&inked), "{name}: {inked}"),
        }
    }
}

/// The common part of a conflict has the colour of its severity (to 3 of 255), whatever lies below.
#[test]
fn every_severity_has_its_colour() {
    use crate::model::symbology::of_severity;
    for severity in Severity::ALL {
        let common = admit_plane(square(548_000.0, 3_353_000.0, 1000.0)).unwrap();
        let layer = layer_of(
            "solar",
            Role::Project,
            vec![("s", square(548_000.0, 3_353_000.0, 1000.0))],
        );
        let below = patch(
            layer_of(
                "solar",
                Role::Project,
                vec![("s", square(548_000.0, 3_353_000.0, 1000.0))],
            ),
            |_| {},
        );
        let pixels = patch(layer, |board| {
            let mut screening = (**bay().screening.as_ref().unwrap()).clone();
            let shape = EvidenceShape::Common(Arc::new(common.clone()));
            screening.findings = vec![finding("solar/s", "zone/z", (severity, Verdict::Conflict), shape)];
            board.screening = Some(Arc::new(screening));
        });
        let over = super::super::style::color(of_severity(severity), 1.0);
        let rest = 1.0 - f32::from(over.a()) / 255.0;
        let mut wrong = 0;
        for (found, below) in pixels.iter().zip(&below) {
            let expected = [0, 1, 2].map(|k| f32::from(over.to_array()[k]) + f32::from(below[k]) * rest);
            wrong += usize::from((0..3).any(|k| (f32::from(found[k]) - expected[k]).abs() > 3.0));
        }
        assert!(
            wrong * 1000 < pixels.len(),
            "{severity:?}: {wrong} of {}",
            pixels.len()
        );
    }
}

/// Least corner of a square of [`all_selected`].
fn place(k: u32) -> (f64, f64) {
    (
        548_000.0 + 100.0 * f64::from(k % 30),
        3_353_000.0 + 100.0 * f64::from(k / 30),
    )
}

/// Six hundred squares with a station in each, all of them selected.
fn all_selected() -> Board {
    let ids: Vec<String> = (0..600).map(|k| k.to_string()).collect();
    let features = |shape: fn(f64, f64) -> Geometry<f64>| {
        let numbers = ids.iter().zip(0..);
        numbers
            .map(|(id, k)| (id.as_str(), shape(place(k).0, place(k).1)))
            .collect()
    };
    let squares = features(|x, y| square(x, y, 80.0));
    let points = features(|x, y| geo::Point::new(x + 40.0, y + 40.0).into());
    let mut board = Board::new(vec![
        layer_of("wetland", Role::Wetland, squares),
        layer_of("station", Role::Station, points),
    ]);
    board.select_all();
    board
}

/// Each has its border or ring, unless its layer is off.
#[test]
fn a_large_selection_shows_all_its_borders() {
    for painting in [Painting::Card, Painting::Processor, Painting::Triangles] {
        let board = all_selected();
        let name = format!("selection_{painting:?}");
        let (mut harness, pixels, width) = picture(&name, board, painting);
        let yellow = super::super::style::CanvasStyle::of(false).selection.to_array();
        let is_yellow = |pixels: &[[u8; 4]], at: egui::Pos2| {
            let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
            let mut near =
                around.map(|(dx, dy)| (at.y as i32 + dy) as usize * width + (at.x as i32 + dx) as usize);
            near.any(|k| (0..3).all(|c| pixels[k][c].abs_diff(yellow[c]) < 40))
        };
        let board = harness.state();
        assert!(!board.state.is_capped());
        let rect = harness.get_by_role(egui::Role::Canvas).rect();
        let pane = board.state.view().unwrap().on(rect);
        let ring_px = radius_px(pane.view.resolution_m_per_px()) + 2.0;
        let at = |k: u32, x: f64, y: f64| {
            pane.screen_from_map(Coord {
                x: place(k).0 + x,
                y: place(k).1 + y,
            })
        };
        let middle = (200..400).filter(|k| (5..25).contains(&(k % 30)));
        for k in middle.clone() {
            assert!(
                is_yellow(&pixels, at(k, 0.0, 30.0)),
                "{painting:?}: border of {k}"
            );
            assert!(
                is_yellow(&pixels, at(k, 40.0, 40.0) - vec2(0.0, ring_px)),
                "{painting:?}: ring of {k}"
            );
        }
        harness.state_mut().hidden.insert("wetland".into());
        harness.run_steps(3);
        let (pixels, _) = save(&mut harness, &format!("{name}_hidden"));
        for k in middle {
            assert!(
                !is_yellow(&pixels, at(k, 0.0, 5.0)),
                "{painting:?}: no border of {k}"
            );
        }
    }
}
