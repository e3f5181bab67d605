//! What the window itself has done in the background: layers made ready to draw, and questions to the system.

use std::path::PathBuf;
use std::sync::Arc;

use crate::geom::area::Ruler;
use crate::model::layer::Layer;
use crate::progress::Progress;
use crate::session::Session;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::map::mesh::{LayerMesh, build_mesh};
use super::view_state::{Ask, ViewState};

/// So many layers are made ready at once; each takes a core.
const AT_ONCE: usize = 2;

/// Background work of the window.
#[derive(Debug)]
pub struct Errands {
    layers: Jobs<Arc<str>, Option<Ready>>,
    /// Layers that could not be made ready by a fault of the program; they are not tried again.
    failed: Vec<Arc<Layer>>,
    answers: Jobs<Ask, Option<Vec<PathBuf>>>,
}

/// A layer that can be drawn.
struct Ready {
    layer: Arc<Layer>,
    mesh: LayerMesh,
    area_m2: f64,
}

impl Errands {
    /// None yet.
    pub fn new(runner: Runner) -> Errands {
        Errands {
            layers: Jobs::new(runner.clone()),
            failed: Vec::new(),
            answers: Jobs::new(runner),
        }
    }

    /// True while the map is not complete.
    pub fn busy(&self) -> bool {
        self.layers.running().next().is_some()
    }

    /// Takes in what is done, and begins what is next.
    pub fn run(&mut self, session: &Session, view: &mut ViewState) {
        self.take_layers(session, view);
        self.begin_layers(session, view);
        if let Some(ask) = view.asked.take() {
            // A dialog that never answers leaves its thread behind; asking again drops it, and paths can be typed.
            self.answers.start(ask, move |_| ask_system(ask));
        }
        for (ask, outcome) in self.answers.poll() {
            if let Outcome::Done(Some(paths)) = outcome {
                take_answer(view, ask, &paths);
            }
        }
    }

    fn take_layers(&mut self, session: &Session, view: &mut ViewState) {
        for (id, outcome) in self.layers.poll() {
            match outcome {
                Outcome::Done(Some(ready)) => {
                    view.areas_m2.insert(id, ready.area_m2);
                    view.map.put_mesh(ready.layer, ready.mesh);
                }
                Outcome::Done(None) => {}
                Outcome::Failed(_) => {
                    let layer = session.workspace().and_then(|workspace| workspace.layer(&id));
                    self.failed.extend(layer.cloned());
                }
            }
        }
    }

    fn begin_layers(&mut self, session: &Session, view: &mut ViewState) {
        let Some(workspace) = session.workspace() else {
            return;
        };
        for layer in view.map.missing_meshes(workspace) {
            let id = Arc::clone(&layer.about.id);
            if self.layers.runs(&id) || self.failed.iter().any(|failed| Arc::ptr_eq(failed, &layer)) {
                continue;
            }
            if self.layers.running().count() >= AT_ONCE {
                break;
            }
            let ruler = workspace.ruler();
            self.layers
                .start(id, move |progress| ready(layer, &ruler, progress));
        }
    }
}

fn ready(layer: Arc<Layer>, ruler: &Ruler, progress: &Progress) -> Option<Ready> {
    let mesh = build_mesh(&layer, progress).ok()?;
    let features = layer.features().iter();
    let area_m2 = features.map(|feature| ruler.area_m2(feature.shape.areas())).sum();
    Some(Ready { layer, mesh, area_m2 })
}

fn ask_system(ask: Ask) -> Option<Vec<PathBuf>> {
    let dialog = rfd::FileDialog::new();
    match ask {
        Ask::Files => dialog
            .add_filter(
                "GeoJSON, Shapefile, GeoPackage, FlatGeobuf",
                &["geojson", "json", "geojsonl", "shp", "zip", "gpkg", "fgb"],
            )
            .add_filter("workspace.toml", &["toml"])
            .add_filter("*", &["*"])
            .pick_files(),
        Ask::Folder | Ask::ExportFolder => dialog.pick_folder().map(|folder| vec![folder]),
    }
}

fn take_answer(view: &mut ViewState, ask: Ask, paths: &[PathBuf]) {
    let lines: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let text = lines.join("\n");
    match ask {
        Ask::Files | Ask::Folder => view.path_draft = text,
        Ask::ExportFolder => view.export.folder = text,
    }
}
