//! What the window itself has done in the background: layers made ready to draw, and questions to the system.

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crate::geom::area::Ruler;
use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::session::Session;
use crate::session::jobs::{Jobs, Outcome, Runner};
use crate::session::work::read_beside;

use super::map::drawing::build::{TileBody, build_tile};
use super::map::drawing::evidence::EvidenceLooks;
use super::map::drawing::grid::TileKey;
use super::map::drawing::looks::{LayerLooks, layer_looks};
use super::map::drawing::store::{Batch, DrawingId};
use super::map::finding_index::FindingIndex;
use super::map::selected::{MOST_WITHOUT_INDEX, SelectedIndex};
use super::view_state::{Ask, ViewState};

/// So many layers are looked at at once; each takes a core.
const AT_ONCE: usize = 2;
/// Most tiles of one job, and how long it goes on to the next: what is ready shows soon, and a view that was left is not
/// drawn to its end. Where a frame takes longer than that, so may a job, or it would wait for the frame.
const BATCH_TILES: usize = 16;
const BATCH_TIME: Duration = Duration::from_millis(50);
const MOST_BATCH_TIME: Duration = Duration::from_millis(400);

/// Background work of the window.
#[derive(Debug)]
pub struct Errands {
    work: Jobs<Task, Option<Done>>,
    /// Layers that could not be made ready by a fault of the program; they are not tried again.
    failed: Vec<Arc<Layer>>,
    answers: Jobs<Ask, Option<Vec<PathBuf>>>,
    /// Areas that are to be summed up once the map is drawn.
    areas: Vec<Arc<Layer>>,
    next_tiles: u64,
    last_run: Instant,
    searches: Jobs<Search, Option<Found>>,
    /// What was indexed last, or is being indexed, so that it is not begun again.
    indexed: (Weak<Screening>, Arc<[FeatureRef]>),
    /// The workspace that regions are searched in.
    generation: u64,
}

/// What is looked for or indexed; the newest of each wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Search {
    Findings,
    Selected,
    Region,
}

enum Found {
    Findings(FindingIndex),
    Selected(SelectedIndex),
    Region(Vec<FeatureRef>),
}

/// Kinds of background work.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Task {
    Looks(DrawingId),
    Evidence,
    Area(Arc<str>),
    Tiles(u64),
    /// Reading the workspace that is compared with.
    Other,
}

/// What came of it.
enum Done {
    Looks {
        id: DrawingId,
        layer: Arc<Layer>,
        screening: Option<Arc<Screening>>,
        looks: Box<LayerLooks>,
    },
    Evidence(Arc<Screening>, Box<EvidenceLooks>),
    Area(Arc<str>, f64),
    Tiles(Batch, Vec<(TileKey, TileBody)>),
    /// For a workspace of that generation.
    Other(u64, Result<Arc<Workspace>, Vec<Problem>>),
}

impl Errands {
    /// None yet.
    pub fn new(runner: Runner) -> Errands {
        Errands {
            work: Jobs::new(runner.clone()),
            failed: Vec::new(),
            answers: Jobs::new(runner.clone()),
            areas: Vec::new(),
            next_tiles: 0,
            last_run: Instant::now(),
            searches: Jobs::new(runner),
            indexed: (Weak::new(), Arc::default()),
            generation: 0,
        }
    }

    /// True while the map is not complete.
    pub fn busy(&self) -> bool {
        self.work.running().next().is_some() || self.searches.running().next().is_some()
    }

    /// Takes in what is done, and begins what is next.
    pub fn run(&mut self, session: &Session, view: &mut ViewState) {
        self.take_in(session, view);
        self.begin_other(session, view);
        self.begin_looks(session, view);
        self.begin_evidence(session, view);
        self.begin_tiles(view);
        self.begin_areas(session);
        self.begin_searches(session, view);
        self.take_searches(view);
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

    fn begin_searches(&mut self, session: &Session, view: &mut ViewState) {
        if let Some(screening) = session.screening()
            && !std::ptr::eq(self.indexed.0.as_ptr(), Arc::as_ptr(screening))
        {
            self.indexed.0 = Arc::downgrade(screening);
            let screening = Arc::clone(screening);
            let index = move |_: &Progress| Some(Found::Findings(FindingIndex::new(&screening)));
            self.searches.start(Search::Findings, index);
        }
        let selected = &session.selection().features;
        if !Arc::ptr_eq(&self.indexed.1, selected) {
            self.indexed.1 = Arc::clone(selected);
            self.searches.cancel(&Search::Selected);
            view.selected_index = None;
            if let Some(workspace) = session
                .workspace()
                .filter(|_| selected.len() > MOST_WITHOUT_INDEX)
            {
                let (workspace, selected) = (Arc::clone(workspace), Arc::clone(selected));
                let index =
                    move |_: &Progress| Some(Found::Selected(SelectedIndex::new(&workspace, &selected)));
                self.searches.start(Search::Selected, index);
            }
        }
        if self.generation != session.generation() {
            self.generation = session.generation();
            self.searches.cancel(&Search::Region);
        }
        if let Some(query) = view.region_asked.take() {
            let search = move |progress: &Progress| query.answer(progress).ok().map(Found::Region);
            self.searches.start(Search::Region, search);
        }
    }

    fn take_searches(&mut self, view: &mut ViewState) {
        for (_, outcome) in self.searches.poll() {
            // Without an index the map shows less; without an answer the selection stays as it is.
            let Outcome::Done(Some(found)) = outcome else {
                continue;
            };
            match found {
                Found::Findings(index) => view.finding_index = Some(index),
                Found::Selected(index) => view.selected_index = Some(index),
                Found::Region(features) => view.region_found = Some(features),
            }
        }
    }

    fn take_in(&mut self, session: &Session, view: &mut ViewState) {
        for (task, outcome) in self.work.poll() {
            match (task, outcome) {
                (_, Outcome::Done(Some(done))) => self.take(done, session.generation(), view),
                (Task::Looks(DrawingId::Layer(id)), Outcome::Failed(_)) => {
                    let layer = session.workspace().and_then(|workspace| workspace.layer(&id));
                    self.failed.extend(layer.cloned());
                }
                (Task::Looks(DrawingId::Other(id)), Outcome::Failed(_)) => {
                    let foreign = view.map.compare.foreign();
                    let layer = foreign.and_then(|workspace| workspace.layer(&id));
                    self.failed.extend(layer.cloned());
                }
                (Task::Other, Outcome::Failed(_)) => view.map.compare.put_other(Err(Vec::new())),
                (_, Outcome::Done(None) | Outcome::Failed(_)) => {}
            }
        }
    }

    fn take(&mut self, done: Done, generation: u64, view: &mut ViewState) {
        match done {
            Done::Looks {
                id: DrawingId::Other(_),
                layer,
                looks,
                ..
            } => view.map.put_other_looks(&layer, *looks),
            Done::Looks {
                layer,
                screening,
                looks,
                ..
            } => {
                if !view.areas_m2.contains_key(&layer.about.id) {
                    self.areas.push(Arc::clone(&layer));
                }
                view.map.put_looks(layer, screening, *looks);
            }
            Done::Evidence(screening, looks) => view.map.put_evidence(screening, *looks),
            Done::Area(id, area_m2) => {
                view.areas_m2.insert(id, area_m2);
            }
            Done::Tiles(batch, made) => view.map.tiles.put(&batch, made),
            Done::Other(of, read) if of == generation => view.map.compare.put_other(read),
            Done::Other(..) => {}
        }
    }

    fn begin_looks(&mut self, session: &Session, view: &mut ViewState) {
        let Some(workspace) = session.workspace() else {
            return;
        };
        let own = view.map.missing_looks(workspace, session.screening());
        let own = own
            .into_iter()
            .map(|layer| (DrawingId::Layer(Arc::clone(&layer.about.id)), layer));
        let other = view.map.compare.missing_looks();
        let other = other
            .into_iter()
            .map(|layer| (DrawingId::Other(Arc::clone(&layer.about.id)), layer));
        for (id, layer) in own.chain(other) {
            let task = Task::Looks(id.clone());
            if self.work.runs(&task) || self.failed.iter().any(|failed| Arc::ptr_eq(failed, &layer)) {
                continue;
            }
            let looking = self
                .work
                .running()
                .filter(|(task, _)| matches!(task, Task::Looks(_)));
            if looking.count() >= AT_ONCE {
                break;
            }
            // What is only compared with was not screened.
            let judged = layer.about.role == Role::Project && matches!(id, DrawingId::Layer(_));
            let screening = session.screening().filter(|_| judged).cloned();
            self.work.start(task, move |progress| {
                let looks = layer_looks(&layer, screening.as_deref(), progress).ok()?;
                // Sorted here, so that no frame has to wait for the first question.
                layer.position("");
                layer.largest_first();
                Some(Done::Looks {
                    id,
                    layer,
                    screening,
                    looks: Box::new(looks),
                })
            });
        }
    }

    /// Reads the workspace that is to be compared with; stops where nobody waits for it any more.
    fn begin_other(&mut self, session: &Session, view: &mut ViewState) {
        if !view.map.compare.is_reading() {
            self.work.cancel(&Task::Other);
        }
        if let (Some(paths), Some(workspace)) = (view.map.compare.take_asked(), session.workspace()) {
            let (workspace, generation) = (Arc::clone(workspace), session.generation());
            self.work.start(Task::Other, move |progress| {
                let read = read_beside(&workspace, &paths, progress);
                Some(Done::Other(generation, read.map(Arc::new)))
            });
        }
    }

    fn begin_evidence(&mut self, session: &Session, view: &mut ViewState) {
        let lacking = view.map.lacks_evidence(session.screening());
        let (Some(workspace), Some(screening)) = (session.workspace(), session.screening()) else {
            return;
        };
        if lacking && !self.work.runs(&Task::Evidence) {
            let (workspace, screening) = (Arc::clone(workspace), Arc::clone(screening));
            self.work.start(Task::Evidence, move |_| {
                let looks = EvidenceLooks::new(&workspace, &screening);
                Some(Done::Evidence(screening, Box::new(looks)))
            });
        }
    }

    /// As many jobs as there are cores beside the window's own, which waits for the graphics card most of the time: so
    /// two at least.
    fn begin_tiles(&mut self, view: &mut ViewState) {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let running = self
            .work
            .running()
            .filter(|(task, _)| matches!(task, Task::Tiles(_)))
            .count();
        let frame_time = std::mem::replace(&mut self.last_run, Instant::now()).elapsed();
        let batch_time = frame_time.clamp(BATCH_TIME, MOST_BATCH_TIME);
        for _ in running..(cores - 1).max(2) {
            let Some(batch) = view.map.tiles.next_batch(BATCH_TILES) else {
                return;
            };
            self.next_tiles += 1;
            self.work.start(Task::Tiles(self.next_tiles), move |progress| {
                let made = tiles(&batch, batch_time, progress);
                Some(Done::Tiles(batch, made))
            });
        }
    }

    /// Nobody waits for these: they come last.
    fn begin_areas(&mut self, session: &Session) {
        let idle = self.work.running().next().is_none();
        let (true, Some(workspace)) = (idle, session.workspace()) else {
            return;
        };
        if let Some(layer) = self.areas.pop() {
            let id = Arc::clone(&layer.about.id);
            let ruler = workspace.ruler();
            self.work.start(Task::Area(Arc::clone(&id)), move |progress| {
                Some(Done::Area(id, area_m2(&layer, &ruler, progress)?))
            });
        }
    }
}

fn tiles(batch: &Batch, time: Duration, progress: &Progress) -> Vec<(TileKey, TileBody)> {
    let begin = Instant::now();
    let mut made = Vec::with_capacity(batch.keys.len());
    for &key in &batch.keys {
        if progress.check().is_err() || !made.is_empty() && begin.elapsed() > time {
            break;
        }
        made.push((key, build_tile(&*batch.source, key, &batch.tones)));
    }
    made
}

/// Sum of the areas of all features, ellipsoidal.
fn area_m2(layer: &Layer, ruler: &Ruler, progress: &Progress) -> Option<f64> {
    let mut sum = 0.0;
    for feature in layer.features() {
        progress.check().ok()?;
        sum += ruler.area_m2(feature.shape.areas());
    }
    Some(sum)
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
        Ask::MapFile => dialog
            .add_filter("PDF, PNG, SVG", &["pdf", "png", "svg"])
            .set_file_name("map.pdf")
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
        Ask::MapFile => view.map_draft.set_path(text),
    }
}
