//! Layers, evidence and tiles made ready to draw; the workspace that is compared with; areas, once nothing waits.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crate::geom::area::Ruler;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::session::Session;
use crate::session::jobs::{Jobs, Outcome, Runner, cores};
use crate::session::work::read_beside;

use super::super::map::drawing::build::{TileBody, build_tile};
use super::super::map::drawing::evidence::EvidenceLooks;
use super::super::map::drawing::grid::TileKey;
use super::super::map::drawing::looks::{LayerLooks, layer_looks};
use super::super::map::drawing::store::{Batch, DrawingId};
use super::super::view_state::ViewState;

/// So many layers are looked at at once; each takes a core.
const AT_ONCE: usize = 2;
/// Most tiles of one job, and how long it goes on to the next: what is ready shows soon, and a view that was left is not
/// drawn to its end. Where a frame takes longer than that, so may a job, or it would wait for the frame.
const BATCH_TILES: usize = 16;
const BATCH_TIME: Duration = Duration::from_millis(50);
const MOST_BATCH_TIME: Duration = Duration::from_millis(400);

/// What the map waits for.
#[derive(Debug)]
pub struct DrawingWork {
    jobs: Jobs<Task, Option<Done>>,
    /// Layers that could not be made ready by a fault of the program; they are not tried again.
    failed: Vec<Arc<Layer>>,
    /// Areas that are to be summed up once the map is drawn.
    areas: Vec<Arc<Layer>>,
    /// Which layer the area of an id is, or will be, that of: one that is read again has another.
    measured: HashMap<Arc<str>, Weak<Layer>>,
    /// Tiles that are being made, by the number of the job.
    making: Vec<(u64, Batch)>,
    next_tiles: u64,
    last_run: Instant,
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

impl DrawingWork {
    /// None yet.
    pub fn new(runner: Runner) -> DrawingWork {
        DrawingWork {
            jobs: Jobs::new(runner),
            failed: Vec::new(),
            areas: Vec::new(),
            measured: HashMap::new(),
            making: Vec::new(),
            next_tiles: 0,
            last_run: Instant::now(),
        }
    }

    /// True while something is being made.
    pub fn busy(&self) -> bool {
        self.jobs.running().next().is_some()
    }

    /// Takes in what is done, and begins what is next.
    pub fn run(&mut self, session: &Session, view: &mut ViewState) {
        self.take_in(session, view);
        self.begin_other(session, view);
        self.begin_looks(session, view);
        self.begin_evidence(session, view);
        self.begin_tiles(view);
        self.begin_areas(session);
    }

    fn take_in(&mut self, session: &Session, view: &mut ViewState) {
        for (task, outcome) in self.jobs.poll() {
            let number = match task {
                Task::Tiles(number) => Some(number),
                _ => None,
            };
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
                (Task::Tiles(number), Outcome::Failed(_)) => {
                    let batch = self.making.iter().find(|(making, _)| *making == number);
                    batch.iter().for_each(|(_, batch)| view.map.tiles.fail(batch));
                }
                (Task::Other, Outcome::Failed(_)) => view.map.compare.put_other(Err(Vec::new())),
                (_, Outcome::Done(None) | Outcome::Failed(_)) => {}
            }
            self.making.retain(|(making, _)| Some(*making) != number);
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
                self.want_area(&layer, view);
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

    fn want_area(&mut self, layer: &Arc<Layer>, view: &mut ViewState) {
        let id = &layer.about.id;
        let own = Arc::downgrade(layer);
        let known = self.measured.get(id).is_some_and(|of| of.ptr_eq(&own));
        if known && view.areas_m2.contains_key(id) {
            return;
        }
        view.areas_m2.remove(id);
        self.areas.retain(|waiting| waiting.about.id != *id);
        self.areas.push(Arc::clone(layer));
        self.measured.insert(Arc::clone(id), own);
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
            if self.jobs.runs(&task) || self.failed.iter().any(|failed| Arc::ptr_eq(failed, &layer)) {
                continue;
            }
            let looking = self
                .jobs
                .running()
                .filter(|(task, _)| matches!(task, Task::Looks(_)));
            if looking.count() >= AT_ONCE {
                break;
            }
            // What is only compared with was not screened.
            let judged = layer.about.role == Role::Project && matches!(id, DrawingId::Layer(_));
            let screening = session.screening().filter(|_| judged).cloned();
            self.jobs.start(task, move |progress| {
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
            self.jobs.cancel(&Task::Other);
        }
        if let (Some(paths), Some(workspace)) = (view.map.compare.take_asked(), session.workspace()) {
            let (workspace, generation) = (Arc::clone(workspace), session.generation());
            self.jobs.start(Task::Other, move |progress| {
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
        if lacking && !self.jobs.runs(&Task::Evidence) {
            let (workspace, screening) = (Arc::clone(workspace), Arc::clone(screening));
            self.jobs.start(Task::Evidence, move |_| {
                let looks = EvidenceLooks::new(&workspace, &screening);
                Some(Done::Evidence(screening, Box::new(looks)))
            });
        }
    }

    /// As many jobs as there are cores beside the window's own, which waits for the graphics card most of the time: so
    /// two at least.
    fn begin_tiles(&mut self, view: &mut ViewState) {
        let cores = cores();
        let running = self
            .jobs
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
            self.making.push((self.next_tiles, batch.clone()));
            self.jobs.start(Task::Tiles(self.next_tiles), move |progress| {
                let made = tiles(&batch, batch_time, progress);
                Some(Done::Tiles(batch, made))
            });
        }
    }

    /// Nobody waits for these: they come last.
    fn begin_areas(&mut self, session: &Session) {
        let idle = self.jobs.running().next().is_none();
        let (true, Some(workspace)) = (idle, session.workspace()) else {
            return;
        };
        if let Some(layer) = self.areas.pop() {
            let id = Arc::clone(&layer.about.id);
            let ruler = workspace.ruler();
            self.jobs.start(Task::Area(Arc::clone(&id)), move |progress| {
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
