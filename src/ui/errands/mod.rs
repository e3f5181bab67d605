//! What the window itself has done in the background: the map, searches, and questions to the system.

pub mod base_map;
mod drawing;
mod live;
mod searches;

use std::path::{Path, PathBuf};

use crate::formats::profile;
use crate::report::layers::order::LayerFormat;
use crate::session::Session;
use crate::session::jobs::{Jobs, Outcome, Runner};
use crate::tiles::file::ENDINGS;

use super::view_state::{Ask, ViewState};
use super::windows::problems_window::PROBLEMS_FILE;
use base_map::BaseMapErrand;
use drawing::DrawingWork;
use live::LiveScreening;
use searches::Searches;

/// Background work of the window.
#[derive(Debug)]
pub struct Errands {
    drawing: DrawingWork,
    searches: Searches,
    live: LiveScreening,
    base_map: BaseMapErrand,
    answers: Jobs<Ask, Option<Vec<PathBuf>>>,
    folders: Jobs<(), bool>,
}

impl Errands {
    /// None yet.
    pub fn new(runner: Runner) -> Errands {
        Errands {
            drawing: DrawingWork::new(runner.clone()),
            searches: Searches::new(runner.clone()),
            live: LiveScreening::new(runner.clone()),
            base_map: BaseMapErrand::new(runner.clone()),
            answers: Jobs::new(runner.clone()),
            folders: Jobs::new(runner),
        }
    }

    /// True while the map is not complete.
    pub fn busy(&self) -> bool {
        self.drawing.busy() || self.searches.busy() || self.base_map.busy()
    }

    /// Takes in what is done, and begins what is next.
    pub fn run(&mut self, session: &Session, view: &mut ViewState) {
        self.drawing.run(session, view);
        self.searches.run(session, view);
        self.live.run(session, &mut view.map.sketching);
        let plane = session.workspace().map(|workspace| &workspace.crs);
        self.base_map.run(plane, &mut view.map.base_map);
        if let Some(ask) = view.asked.take() {
            // A dialog that never answers leaves its thread behind; asking again drops it, and paths can be typed.
            self.answers.start(ask, move |_| ask_system(ask));
        }
        if let Some(folder) = view.review.folder_to_show.take() {
            self.folders.start((), move |_| show_folder(&folder));
        }
        self.folders.poll();
        for (ask, outcome) in self.answers.poll() {
            if let Outcome::Done(Some(paths)) = outcome {
                take_answer(view, ask, &paths);
            }
        }
    }
}

/// Has the system show a folder in its own way; false where it has none. Its path can be copied all the same.
fn show_folder(folder: &Path) -> bool {
    let program = match std::env::consts::OS {
        "windows" => "explorer",
        "macos" => "open",
        _ => "xdg-open",
    };
    let shown = std::process::Command::new(program).arg(folder).status();
    shown.is_ok_and(|status| status.success())
}

fn ask_system(ask: Ask) -> Option<Vec<PathBuf>> {
    let dialog = rfd::FileDialog::new();
    match ask {
        Ask::Files => dialog
            .add_filter(
                "GeoJSON, Shapefile, GeoPackage, FlatGeobuf, GeoParquet",
                &[
                    "geojson", "json", "geojsonl", "shp", "zip", "gpkg", "fgb", "parquet",
                ],
            )
            .add_filter("workspace.toml", &["toml"])
            .add_filter("*.redshank", &["redshank"])
            .add_filter("*", &["*"])
            .pick_files(),
        Ask::Attachment => dialog.pick_files(),
        Ask::DossierFile => dialog
            .add_filter("*.redshank", &["redshank"])
            .set_file_name("case.redshank")
            .save_file()
            .map(|file| vec![file]),
        Ask::Folder | Ask::ExportFolder | Ask::LayerFolder | Ask::ReportFolder => {
            dialog.pick_folder().map(|folder| vec![folder])
        }
        Ask::BaseMap => dialog
            .add_filter("MBTiles, PMTiles", &ENDINGS)
            .pick_file()
            .map(|file| vec![file]),
        Ask::MapFile => dialog
            .add_filter("PDF, PNG, SVG", &["pdf", "png", "svg"])
            .set_file_name("map.pdf")
            .save_file()
            .map(|file| vec![file]),
        Ask::ProfileToUse => dialog
            .add_filter("*.profile.toml", &["toml"])
            .pick_file()
            .map(|file| vec![file]),
        Ask::ProfileToSave => dialog
            .add_filter("*.profile.toml", &["toml"])
            .set_file_name(format!("import.{}", profile::ENDING))
            .save_file()
            .map(|file| vec![file]),
        Ask::LayerFile => dialog
            .add_filter(
                "GeoJSON, GeoPackage, Shapefile, FlatGeobuf, KML, CSV, TXT",
                &LayerFormat::ALL.map(LayerFormat::code),
            )
            .set_file_name("layer.geojson")
            .save_file()
            .map(|file| vec![file]),
        Ask::ProblemsFile => dialog
            .add_filter("CSV, JSON, GeoJSON", &["csv", "json", "geojson"])
            .set_file_name(PROBLEMS_FILE)
            .save_file()
            .map(|file| vec![file]),
    }
}

fn take_answer(view: &mut ViewState, ask: Ask, paths: &[PathBuf]) {
    let lines: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let text = lines.join("\n");
    match ask {
        Ask::Files | Ask::Folder => view.path_draft = text,
        Ask::ExportFolder => view.export.folder = text,
        Ask::BaseMap => view.map.base_map.draft.path = text,
        Ask::MapFile => view.map_draft.set_path(text),
        Ask::LayerFile | Ask::LayerFolder => view.layer_draft.set_path(text),
        Ask::ProfileToUse | Ask::ProfileToSave => {
            view.profile_answer = paths.first().map(|path| (ask, path.clone()));
        }
        Ask::ProblemsFile => view.problems_file = text,
        Ask::DossierFile => view.review.save_path = text,
        Ask::Attachment => view.review.decision.attach.extend_from_slice(paths),
        Ask::ReportFolder => view.review.report.folder = text,
    }
}
