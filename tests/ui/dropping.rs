//! Files that are dropped on the window, and those that were opened lately.

use std::sync::Arc;

use eframe::egui::DroppedFile;

use super::*;

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn dropped(harness: &mut Harness<'static, Stage>, path: &Path) {
    let file = Arc::new(Dropped(path.to_owned()));
    harness.input_mut().dropped_files.push(file);
    harness.run_steps(20);
}

/// A workspace is opened; data files join what is open.
#[test]
fn a_workspace_is_opened_and_data_joins_it() {
    let folder = tempfile::tempdir().unwrap();
    let ring = "[120.1,30.2],[120.2,30.2],[120.2,30.3],[120.1,30.3],[120.1,30.2]";
    let data = write_ring(folder.path(), "wetland.geojson", ring);
    let mut harness = stage(session(), ViewState::new(Lang::En), (1440.0, 900.0));
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    dropped(&mut harness, &maps);
    let layer_count = |harness: &mut Harness<'_, Stage>| {
        let session = harness.state_mut().app().session();
        session.workspace().unwrap().layers.len()
    };
    let before = layer_count(&mut harness);
    assert!(before > 10);
    dropped(&mut harness, &data);
    if harness.state_mut().app().view_mut().window == Some(Window::Import) {
        harness
            .get_all_by_role_and_label(Role::Button, "Import")
            .last()
            .unwrap()
            .click();
        harness.run_steps(20);
    }
    assert_eq!(layer_count(&mut harness), before + 1);
}

/// Data that is dropped joins what is open; a workspace would take its place, and what is not saved with it.
#[test]
fn a_workspace_that_is_dropped_asks_about_what_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let ring = "[120.1,30.2],[120.2,30.2],[120.2,30.3],[120.1,30.3],[120.1,30.2]";
    let data = write_ring(folder.path(), "wetland.geojson", ring);
    let mut harness = stage(session(), ViewState::new(Lang::En), (1440.0, 900.0));
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    dropped(&mut harness, &maps);
    let remove = Edit::RemoveLayer("wind".into());
    harness.state_mut().app().dispatch(Command::Edit(remove));
    harness.run_steps(4);
    dropped(&mut harness, &data);
    assert_ne!(harness.state_mut().app().view_mut().window, Some(Window::Leave));
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    dropped(&mut harness, &maps);
    assert_eq!(harness.state_mut().app().view_mut().window, Some(Window::Leave));
    let has_wind = |harness: &mut Harness<'_, Stage>| {
        let session = harness.state_mut().app().session();
        session.workspace().unwrap().layer("wind").is_some()
    };
    assert!(!has_wind(&mut harness), "nothing was opened yet");
    let go_on = redshank::texts(Lang::En)["desk.leave.go_on"].clone();
    harness.get_by_role_and_label(Role::Button, &go_on).click();
    harness.run_steps(20);
    assert!(has_wind(&mut harness));
}

/// What is dropped opens, whether it is a folder or an archive; each with these layers. Gives what is told.
#[track_caller]
fn check(path: &Path, layers: &[&str]) -> String {
    let mut harness = stage(session(), ViewState::new(Lang::Zh), (1440.0, 900.0));
    dropped(&mut harness, path);
    if harness.state_mut().app().view_mut().window == Some(Window::Import) {
        let words = ["import.do_all", "import.do"].map(|key| redshank::texts(Lang::Zh)[key].clone());
        let button = words
            .iter()
            .find_map(|word| harness.query_all_by_role_and_label(Role::Button, word).last());
        button.unwrap().click();
        harness.run_steps(20);
    }
    let session = harness.state_mut().app().session();
    let told: Vec<String> = session
        .notices()
        .iter()
        .map(|notice| notice.about.text(Lang::Zh))
        .collect();
    assert!(session.workspace().is_some(), "{told:?}");
    let workspace = session.workspace().unwrap();
    let mut ids: Vec<&str> = workspace.layers.iter().map(|layer| &*layer.about.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, layers);
    told.join("\n")
}

#[test]
fn folders_and_archives_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("两层");
    std::fs::create_dir(&inner).unwrap();
    let ring = "[120.1,30.2],[120.2,30.2],[120.2,30.3],[120.1,30.3],[120.1,30.2]";
    write_ring(&inner, "wetland.geojson", ring);
    write_ring(&inner, "red_line.geojson", ring);
    std::fs::write(inner.join("readme.txt"), "Surveyed in 2024.").unwrap();
    let told = check(&inner, &["red_line", "wetland"]);
    assert!(told.contains("readme.txt"), "{told}");
    let several = folder.path().join("several.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&several).unwrap());
    for name in ["red_line.geojson", "wetland.geojson", "readme.txt"] {
        let path = format!("湿地/{name}");
        zip.start_file(path, zip::write::SimpleFileOptions::default())
            .unwrap();
        let bytes = std::fs::read(inner.join(name)).unwrap();
        std::io::Write::write_all(&mut zip, &bytes).unwrap();
    }
    zip.finish().unwrap();
    let told = check(&several, &["red_line", "wetland"]);
    assert!(told.contains("readme.txt"), "{told}");
    let shapefile = folder.path().join("shp");
    std::fs::create_dir(&shapefile).unwrap();
    let rows = [((120.1, 30.2), vec![b"A1".to_vec()])];
    super::scene::plain_shapefile::write(&shapefile, "wetland", &[(b"id", 4)], &rows);
    let prj = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
               PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
    std::fs::write(shapefile.join("wetland.prj"), prj).unwrap();
    let archive = folder.path().join("wetland.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&archive).unwrap());
    for ending in ["shp", "shx", "dbf", "prj"] {
        let name = format!("wetland.{ending}");
        let Ok(bytes) = std::fs::read(shapefile.join(&name)) else {
            continue;
        };
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, &bytes).unwrap();
    }
    zip.finish().unwrap();
    check(&archive, &["wetland"]);
}

#[test]
fn files_opened_lately_are_offered_and_those_that_are_gone_are_pale() {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut view = ViewState::new(Lang::En);
    view.desk
        .set_recent(vec![maps, PathBuf::from("no/such/workspace.toml")]);
    // Nobody has asked the disk, which may hang: both are offered.
    assert!(view.desk.recent.iter().all(|(_, there)| *there));
    let mut harness = stage(session(), view, (1440.0, 900.0));
    harness.run_steps(8);
    let is_disabled = |label: &str| {
        let nodes = harness.get_all_by_label_contains(label);
        let mut buttons = nodes.filter(|node| node.accesskit_node().role() == Role::Button);
        buttons.next().unwrap().accesskit_node().is_disabled()
    };
    assert!(is_disabled("no/such/workspace.toml"));
    assert!(!is_disabled("maps/qiantang"));
    harness
        .get_all_by_label_contains("maps/qiantang")
        .find(|node| node.accesskit_node().role() == Role::Button)
        .unwrap()
        .click();
    harness.run_steps(20);
    assert!(harness.state_mut().app().session().workspace().is_some());
}
