//! Coordinate reference systems are searched for, remembered, and changed for a layer that is open.

use std::sync::Arc;

use redshank::model::crs_note::CrsNote;
use redshank::model::layer::Layer;

use super::*;

/// A layer from a file that says no system, so that longitudes and latitudes are taken for granted.
fn opened(folder: &Path, lang: Lang) -> Harness<'static, Stage> {
    let ring = "[120.1,30.2],[120.2,30.2],[120.2,30.3],[120.1,30.2]";
    let path = write_ring(folder, "wetland.geojson", ring);
    let mut session = session();
    session.dispatch(Command::Open(vec![path]));
    let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
    harness.state_mut().app().view_mut().open_layer = Some("wetland".into());
    harness.run_steps(4);
    harness
}

fn system_of_layer(harness: &mut Harness<'static, Stage>) -> String {
    let workspace = harness.state_mut().app().session().workspace().unwrap();
    workspace.layer("wetland").unwrap().provenance.source_crs.clone()
}

fn search(harness: &mut Harness<'static, Stage>, lang: Lang, query: &str) {
    let label = word(lang, "ui.layers.read_in");
    harness.get_by_role_and_label(Role::ComboBox, &label).click();
    harness.run_steps(6);
    harness.event(Event::Text(query.to_owned()));
    harness.run_steps(4);
}

#[test]
fn a_layer_is_read_in_a_system_that_was_searched_for() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut harness = opened(folder.path(), lang);
        let before = system_of_layer(&mut harness);
        let query = ["CGCS2000 经纬度", "cgcs2000 latitude"][usize::from(lang == Lang::En)];
        search(&mut harness, lang, query);
        let name = redshank::lookup::systems::system_of("EPSG:4490").unwrap();
        let row = format!("EPSG:4490  {}", name.name.get(lang));
        harness.get_by_label(&row).click();
        harness.run_steps(20);
        assert_eq!(system_of_layer(&mut harness), "EPSG:4490");
        let recent = harness.state_mut().app().view_mut().recent_crs.clone();
        assert_eq!(recent.codes(), ["EPSG:4490"]);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(10);
        assert_eq!(system_of_layer(&mut harness), before, "undone");
    }
}

#[test]
fn enter_takes_the_first_hit_and_nonsense_finds_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(folder.path(), Lang::En);
    search(&mut harness, Lang::En, "atlantis");
    assert_says(&harness, &word(Lang::En, "lookup.systems.none"));
    harness.key_press(Key::Escape);
    harness.run_steps(6);
    search(&mut harness, Lang::En, "4490");
    harness.key_press(Key::Enter);
    harness.run_steps(20);
    assert_eq!(system_of_layer(&mut harness), "EPSG:4490");
}

/// Latitudes seem to stand before longitudes: the layer has the red mark, which opens it.
#[test]
fn a_layer_whose_place_is_in_doubt_has_a_mark() {
    for lang in Lang::ALL {
        let mut workspace = workspace();
        let first = workspace.layers[0].clone();
        let (about, mut provenance) = (first.about.clone(), first.provenance.clone());
        let label = word(lang, "ui.layers.place_mark").replace("%{layer}", about.name.get(lang));
        provenance.doubt.note(CrsNote::AxesSwapped);
        workspace.layers[0] = Arc::new(Layer::new(about, provenance, first.features().to_vec()));
        let mut session = session();
        session.show(workspace);
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        harness.get_by_role_and_label(Role::Button, &label).click();
        harness.run_steps(4);
        let open = harness.state_mut().app().view_mut().open_layer.clone();
        assert_eq!(open, Some(first.about.id.clone()));
    }
}
