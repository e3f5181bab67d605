//! Where the map goes when something is asked for, and what it then shows.

use std::sync::Arc;

use redshank::geom::extent::Extent;
use redshank::model::feature::FeatureRef;
use redshank::session::import::{ImportStep, Purpose};
use redshank::ui::map::map_view::MapView;

use super::keyboard::{Shown, app, press, press_with};
use super::*;

/// What the map shows.
fn sight(harness: &mut Shown) -> Extent {
    let view = app(harness).view_mut();
    view.map.view().unwrap().on(view.map_rect.unwrap()).extent()
}

fn view(harness: &mut Shown) -> MapView {
    app(harness).view_mut().map.view().unwrap()
}

/// Far from everything, so that nothing is in sight by chance.
fn go_away(harness: &mut Shown) {
    let away = geo::Coord {
        x: scene::ORIGIN.0 + 90_000.0,
        y: scene::ORIGIN.1 - 40_000.0,
    };
    app(harness).view_mut().map.set_view(MapView::new(away, 25.0));
    harness.run_steps(5);
}

/// All of it is in sight with that share of its size around it, and it is no dot.
#[track_caller]
fn assert_shows(harness: &mut Shown, extent: &Extent, around: f64) {
    harness.run_steps(20);
    let sight = sight(harness);
    let size_m = extent.width().max(extent.height());
    let wide = extent.inflated(around * size_m);
    assert!(sight.covers(&wide), "{sight:?} does not show {wide:?}");
    let share = size_m / sight.width().max(sight.height());
    assert!(share > 0.05, "it has {share} of the view");
}

#[test]
fn enter_on_a_finding_shows_its_evidence_with_what_is_around() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(4);
        let session = app(&mut harness).session();
        let picked = session.selection().finding.unwrap();
        let evidence = session.screening().unwrap().findings[picked].evidence.extent;
        assert!(evidence.width() > 0.0);
        go_away(&mut harness);
        assert!(!sight(&mut harness).meets(&evidence));
        press(&mut harness, Key::Enter);
        assert_shows(&mut harness, &evidence, 0.25);
    }
}

/// A data file with a square, in the plane of the scene.
fn square_file(folder: &Path, name: &str, (x, y): (f64, f64)) -> PathBuf {
    let (x, y) = (scene::ORIGIN.0 + x, scene::ORIGIN.1 + y);
    let ring = [
        [x, y],
        [x + 100.0, y],
        [x + 100.0, y + 100.0],
        [x, y + 100.0],
        [x, y],
    ];
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4549"}}}},"features":[
        {{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[{ring:?}]}}}}]}}"#
    );
    let path = folder.join(format!("{name}.geojson"));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_layer_that_is_added_out_of_sight_is_told_and_shown() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let near = square_file(folder.path(), "near_wetland", (200.0, 200.0));
        let far = square_file(folder.path(), "far_wetland", (60_000.0, 30_000.0));
        let mut harness = open(lang);
        let is_told = |harness: &Shown| {
            let told = word(lang, "session.out_of_sight").replace("%{layers}", "far_wetland");
            labels(harness).contains(&told)
        };
        let (before, sight_before) = (view(&mut harness), sight(&mut harness));
        for (path, expected) in [(near, false), (far, true)] {
            let always = false;
            let paths = vec![path];
            let purpose = Purpose::Add;
            let look = ImportStep::Look {
                paths,
                purpose,
                always,
            };
            app(&mut harness).dispatch(Command::Import(look));
            harness.run_steps(8);
            assert_eq!(is_told(&harness), expected);
            assert_eq!(view(&mut harness), before, "the map stays where it is");
        }
        let workspace = Arc::clone(app(&mut harness).session().workspace().unwrap());
        assert_eq!(workspace.layers.len(), 5);
        let extent = workspace.layer("far_wetland").unwrap().extent();
        assert!(!sight_before.meets(&extent));
        let button = word(lang, "ui.zoom_to_added");
        harness.get_by_role_and_label(Role::Button, &button).click();
        assert_shows(&mut harness, &extent, 0.03);
        assert!(!is_told(&harness));
    }
}

#[test]
fn the_map_goes_to_a_layer_and_to_what_is_selected() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let workspace = Arc::clone(app(&mut harness).session().workspace().unwrap());
        let wetland = workspace.layer("wetland").unwrap();
        app(&mut harness).view_mut().open_layer = Some("wetland".into());
        go_away(&mut harness);
        let zoom = word(lang, "ui.layers.zoom").replace("%{layer}", wetland.about.name.get(lang));
        harness.get_by_label(&zoom).click();
        assert_shows(&mut harness, &wetland.extent(), 0.03);

        let name = FeatureRef {
            layer: "solar".into(),
            id: "1".into(),
        };
        let (_, feature) = workspace.feature(&name).unwrap();
        let extent = feature.shape.extent();
        let features = vec![name];
        let finding = None;
        app(&mut harness).dispatch(Command::Select { features, finding });
        go_away(&mut harness);
        press_with(&mut harness, Modifiers::COMMAND, Key::J);
        assert_shows(&mut harness, &extent, 0.25);
    }
}

/// What lies over the rest comes first on the card of a place, as in the list of layers.
#[test]
fn the_card_of_a_place_lists_layers_as_they_lie_on_the_map() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let listed = |harness: &mut Shown| -> Vec<String> {
            press(harness, Key::I);
            let view = app(harness).view_mut();
            let pane = view.map.view().unwrap().on(view.map_rect.unwrap());
            // Where the solar project and the wetland have their common ground.
            let at = pane.screen_from_map(geo::Coord {
                x: scene::ORIGIN.0 + 950.0,
                y: scene::ORIGIN.1 + 100.0,
            });
            click_at(harness, at);
            harness.run_steps(5);
            let (_, card) = app(harness).view_mut().identify.card().unwrap();
            let features = card.features.iter();
            features.map(|here| here.feature.layer.to_string()).collect()
        };
        assert_eq!(listed(&mut harness), ["solar", "wetland"]);
        let by = 2;
        let layer = "wetland".into();
        app(&mut harness).dispatch(Command::Edit(Edit::MoveLayer { layer, by }));
        harness.run_steps(10);
        assert_eq!(listed(&mut harness), ["wetland", "solar"]);
    }
}

/// A scale that is typed into the status bar is that of the map, about its middle.
#[test]
fn a_scale_is_typed_into_the_status_bar() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let before = app(&mut harness).view_mut().map.view().unwrap();
        let named = word(lang, "ui.scale");
        let field = harness.get_by_role_and_label(Role::SpinButton, &named);
        let at = field.rect().center();
        click_at(&mut harness, at);
        press_with(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text("50000".to_owned()));
        harness.run_steps(3);
        press(&mut harness, Key::Enter);
        let after = app(&mut harness).view_mut().map.view().unwrap();
        assert_eq!(after.scale_denominator().round(), 50_000.0);
        assert_eq!(after.center(), before.center());
    }
}
