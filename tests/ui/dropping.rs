//! Files that are dropped on the window.

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
