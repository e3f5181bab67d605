//! What is alive while the program runs; knows no window.
//!
//! Promises: one owner of the workspace, which others borrow or share as it is; every change undoable; a screening that
//! is not of the newest state says so; a result of an older state never replaces a newer one. Files are only read,
//! except those that an export or a save writes; none of them is one that the workspace was read from, but for the
//! workspace file itself.

pub mod attendant;
pub mod by_hand;
pub mod clock;
pub mod command;
pub mod crew;
pub mod edit;
pub mod example;
mod example_place;
mod failing;
pub mod hand_files;
pub mod history;
pub mod identify;
pub mod import;
mod imported;
mod importing;
pub mod job_kind;
pub mod jobs;
pub mod journal;
mod judging;
pub mod known_file;
mod locating;
pub mod location;
mod looking;
pub mod looks;
pub mod lost_steps;
pub mod notice;
pub mod notice_level;
mod priority;
mod reading;
mod replay;
mod resuming;
pub mod review;
pub mod save_step;
mod saves;
mod saving;
pub mod selection;
pub mod sources;
pub mod state;
pub mod step;
mod stepping;
pub mod work;
mod writing;
pub mod written_edit;
pub mod written_looks;
pub mod written_step;

use std::path::PathBuf;
use std::sync::Arc;

use crate::formats::open::Opened;
use crate::formats::profile::FolderProfiles;
use crate::formats::workspace::plan::{LayerPlan, ReadPlans};
use crate::model::annex::Annex;
use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::report::export::Exported;
use crate::report::layers::order::LayersWritten;
use crate::words::Lang;

use command::{Command, JobKind};
use edit::{Edit, ReadAgain};
use hand_files::HandFile;
use history::{History, Way};
use import::{Import, Purpose};
use imported::Imported;
use jobs::{Jobs, Outcome, Runner};
use journal::Resumed;
use known_file::{KnownFile, ReadPaths};
use location::Located;
use notice::{Notice, NoticeKind, Notices};
use review::state::{ReviewDone, ReviewState};
use save_step::Saved;
use saves::Saves;
use selection::Selection;
use sources::Sources;
use state::State;

/// The open workspace and everything around it that is not saved.
#[derive(Debug)]
pub struct Session {
    today: Date,
    history: Option<History<State>>,
    /// Layers that are being read again, and how; they are let go with their job.
    again: Vec<(Arc<str>, Arc<LayerPlan>)>,
    /// Counts every change of what rules see; a screening belongs to one of them.
    revision: u64,
    /// Counts the workspaces that were opened.
    generation: u64,
    sources: Vec<PathBuf>,
    /// The workspace as it stands in a file.
    saved: Option<Arc<Workspace>>,
    /// The workspace file that is open.
    known: Option<KnownFile>,
    saves: Saves,
    /// What was written beside workspace files for layers of hands, since the workspace was opened.
    hand_files: Vec<HandFile>,
    /// The layers of the open workspace as they were planned one by one, where it was opened so.
    planned: Vec<LayerPlan>,
    import: Option<Import>,
    /// What was dropped on the window and would take the place of what is open.
    dropped: Option<Command>,
    /// Counts the imports.
    imports: u64,
    profiles: Option<FolderProfiles>,
    files: Sources,
    screening: Option<Screened>,
    annex: Option<Annexed>,
    selection: Selection,
    notices: Notices,
    review: ReviewState,
    jobs: Jobs<JobKind, Done>,
}

#[derive(Debug)]
struct Screened {
    revision: u64,
    screening: Arc<Screening>,
}

#[derive(Debug)]
struct Annexed {
    revision: u64,
    annex: Arc<Annex>,
}

/// What a job gives.
enum Done {
    Planned(Vec<LayerPlan>, Result<Opened, Vec<Problem>>),
    Imported(Imported),
    Opened(ReadPaths, Result<Opened, Vec<Problem>>),
    Resumed(Resumed),
    Added(u64, Result<Opened, Vec<Problem>>),
    ReadAgain(u64, Vec<Result<ReadAgain, Vec<Problem>>>),
    Checked(Arc<Layer>, Result<Vec<Problem>, Cancelled>),
    Screened(u64, Result<Screening, Cancelled>),
    Annexed(u64, Result<Arc<Annex>, Cancelled>),
    Exported(Lang, Exported),
    Drawn(Result<Option<PathBuf>, String>),
    Saved(u64, Saved),
    LayersWritten(Lang, LayersWritten),
    Located(Arc<Workspace>, Result<Located, Cancelled>),
    Review(ReviewDone),
}

impl Session {
    /// Nothing open. `today` is the day that rules are judged by where the workspace fixes none.
    pub fn new(runner: Runner, today: Date) -> Session {
        Session {
            today,
            history: None,
            again: Vec::new(),
            revision: 0,
            generation: 0,
            sources: Vec::new(),
            saved: None,
            known: None,
            saves: Saves::default(),
            hand_files: Vec::new(),
            planned: Vec::new(),
            import: None,
            dropped: None,
            imports: 0,
            profiles: None,
            screening: None,
            annex: None,
            selection: Selection::default(),
            notices: Notices::default(),
            files: Sources::new(runner.clone()),
            review: ReviewState::new(runner.clone()),
            jobs: Jobs::new(runner),
        }
    }

    /// Does what the user wishes; what takes long is begun and comes in with [`Session::poll`].
    pub fn dispatch(&mut self, command: Command) {
        match command {
            Command::Open(paths) => self.read(paths),
            Command::Resume(wish) => self.resume(wish),
            Command::AddLayers(paths) => self.add(paths),
            Command::Reload if self.sources.is_empty() => {}
            Command::Reload if !self.planned.is_empty() => {
                self.read_planned(self.planned.clone(), Purpose::Open)
            }
            Command::Reload => self.read(self.sources.clone()),
            Command::Import(step) => self.import_step(step),
            Command::Recode { layer, encoding } => self.recode(&layer, &encoding),
            Command::ReadAgain { layer, plan } => self.read_again(layer, *plan),
            Command::CheckGeometry(layer) => self.check_geometry(layer),
            Command::LookAtSources => self.look_at_sources(),
            Command::ReadChanged => self.read_changed(),
            Command::Screen => self.screen(),
            Command::Cancel(kind) => self.cancel(kind),
            Command::Undo => self.go(Way::Back),
            Command::Redo => self.go(Way::Forth),
            Command::Edit(edit) => self.edit(&edit),
            Command::Look(edit) => self.look_otherwise(&edit),
            Command::LookAs(looks) => self.look_as(*looks),
            Command::Select { features, finding } => self.select(features, finding),
            Command::SelectByLocation(query) => self.locate(*query),
            Command::Hover(feature) => self.selection.hover = feature,
            Command::Export { folder, kinds, lang } => self.export(folder, kinds, lang),
            Command::ExportMap(order) => self.draw(*order),
            Command::ExportLayers { order, lang } => self.export_layers(*order, lang),
            Command::ExportProblems {
                path,
                format,
                problems,
                lang,
            } => self.export_problems(path, (format, problems), lang),
            Command::Save(step, lang) => self.save_step(step, lang),
            Command::GoTo(place) => self.go(Way::To(place)),
            Command::Tell(what) => self.notices.tell(what),
            Command::Review(step) => self.review_step(step),
            Command::Dismiss(id) => self.notices.dismiss(id),
        }
    }

    /// Takes what jobs have finished; true if anything came in.
    pub fn poll(&mut self) -> bool {
        let ended = self.jobs.poll();
        let mut any = !ended.is_empty();
        if let Some(changes) = self.files.poll(self.generation) {
            any = true;
            self.notices.tell_changes(changes);
        }
        for (kind, outcome) in ended {
            match outcome {
                Outcome::Done(done) => self.take(done),
                Outcome::Failed(detail) => self.take_failed(kind, detail),
            }
        }
        any | self.follow_review()
    }

    /// Opens a workspace that was made elsewhere, and screens it. None of its layers can be read again.
    pub fn show(&mut self, workspace: Workspace) {
        self.begin(Opened {
            workspace,
            plans: ReadPlans::default(),
        });
    }

    fn begin(&mut self, opened: Opened) {
        self.begin_with(History::new(State::of(opened)));
    }

    fn begin_with(&mut self, history: History<State>) {
        self.jobs.cancel(&JobKind::ReadingAgain);
        self.jobs.cancel(&JobKind::Locating);
        self.files.forget();
        self.leave_file();
        self.close_dossier();
        self.selection = Selection::default();
        self.screening = None;
        self.annex = None;
        self.revision += 1;
        self.generation += 1;
        let workspace = Arc::clone(&history.current().workspace);
        let wanting = workspace.problems.iter().filter(|own| own.wants_a_look());
        let problem_count = wanting.count();
        if problem_count > 0 {
            self.notices.tell(NoticeKind::Problems(problem_count));
        }
        self.saved = Some(workspace);
        self.history = Some(history);
        self.screen();
    }

    /// What is open.
    pub fn workspace(&self) -> Option<&Arc<Workspace>> {
        self.state().map(|state| &state.workspace)
    }

    /// How a layer of the workspace was read; `None` where it was not read from a file.
    pub fn plan_of(&self, layer: &str) -> Option<&Arc<LayerPlan>> {
        self.state().and_then(|state| state.plans.of(layer))
    }

    fn state(&self) -> Option<&State> {
        self.history.as_ref().map(History::current)
    }

    /// Changes with every workspace that is opened, but not when one is edited.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The last finished screening of the open workspace; see [`Session::outdated`].
    pub fn screening(&self) -> Option<&Arc<Screening>> {
        self.screening.as_ref().map(|screened| &screened.screening)
    }

    /// Wetland totals, footprints and quotas of the open workspace as it is now; `None` until they are added up.
    pub fn annex(&self) -> Option<&Arc<Annex>> {
        let current = self.annex.as_ref().filter(|own| own.revision == self.revision);
        current.map(|own| &own.annex)
    }

    /// True if layers, rules or the day have changed since the last screening.
    pub fn outdated(&self) -> bool {
        self.screening
            .as_ref()
            .is_some_and(|screened| screened.revision != self.revision)
    }

    /// The day that rules are judged by.
    pub fn as_of(&self) -> Date {
        self.workspace()
            .and_then(|workspace| workspace.as_of)
            .unwrap_or(self.today)
    }

    /// What is picked.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What the user is to be told.
    pub fn notices(&self) -> &[Notice] {
        self.notices.all()
    }

    /// What is worked at, oldest first.
    pub fn running(&self) -> impl Iterator<Item = (JobKind, &Progress)> {
        self.jobs.running().map(|(kind, progress)| (*kind, progress))
    }

    /// True while a job of that kind runs.
    pub fn runs(&self, kind: JobKind) -> bool {
        self.jobs.runs(&kind)
    }

    fn take(&mut self, done: Done) {
        match done {
            Done::Opened(read, Ok(opened)) => {
                self.sources = read.paths;
                self.planned.clear();
                self.begin(opened);
                self.known = read.known;
            }
            Done::Planned(layers, Ok(opened)) => {
                self.sources = layers.iter().map(|layer| layer.file.path.clone()).collect();
                self.planned = layers;
                self.begin(opened);
            }
            Done::Imported(imported) => self.take_import(imported),
            Done::Resumed(resumed) => self.take_resumed(resumed),
            Done::Added(generation, Ok(other)) if generation == self.generation => {
                self.push(self.state().map(|state| state.joined(other)));
            }
            Done::Opened(_, Err(problems))
            | Done::Planned(_, Err(problems))
            | Done::Added(_, Err(problems)) => {
                if !problems.is_empty() {
                    self.notices.tell(NoticeKind::NotOpened(problems));
                }
            }
            Done::ReadAgain(generation, layers) if generation == self.generation => {
                for layer in layers {
                    match layer {
                        Ok(again) => self.edit(&Edit::ReadAgain(Box::new(again))),
                        Err(problems) if problems.is_empty() => {}
                        Err(problems) => self.notices.tell(NoticeKind::NotReadAgain(problems)),
                    }
                }
                self.look_at_sources();
            }
            Done::Checked(layer, Ok(problems)) => self.take_checked(&layer, problems),
            Done::Screened(revision, Ok(screening)) if revision == self.revision => {
                self.take_screening(revision, screening);
            }
            Done::Annexed(revision, Ok(annex)) if revision == self.revision => {
                self.annex = Some(Annexed { revision, annex });
            }
            Done::Saved(generation, saved) => self.take_saved(generation, saved),
            Done::Drawn(Ok(None)) => {}
            Done::Drawn(Ok(Some(path))) => self.notices.tell(NoticeKind::Exported(vec![path])),
            Done::Drawn(Err(reason)) => self.notices.tell(NoticeKind::NotDrawn(reason)),
            Done::LayersWritten(lang, done) => self.notices.tell_layers_written(done, lang),
            Done::Located(of, located) => self.take_located(&of, located),
            Done::Exported(lang, exported) => self.notices.tell_exported(exported, lang),
            Done::Review(done) => self.take_review(done),
            // Of what is open no longer, or stopped.
            Done::Added(_, Ok(_)) | Done::ReadAgain(..) | Done::Screened(..) | Done::Annexed(..) => {}
            Done::Checked(_, Err(_)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::model::layer::{About, Provenance};
    use crate::model::role::Role;
    use crate::report::picture::{PictureFormat, PictureOptions};
    use command::MapOrder;
    use sources::Changes;
    use std::time::{Duration, Instant};

    fn workspace(ids: &[&str]) -> Workspace {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        let layer = |id: &&str| Layer::new(About::new(id, Role::Wetland), Provenance::default(), Vec::new());
        workspace.layers = ids.iter().map(layer).map(Arc::new).collect();
        workspace
    }

    fn bare(ids: &[&str]) -> Opened {
        Opened {
            workspace: workspace(ids),
            plans: ReadPlans::default(),
        }
    }

    fn session(runner: Runner) -> Session {
        let mut session = Session::new(runner, "2026-11-23".parse().unwrap());
        session.show(workspace(&["a", "b"]));
        session
    }

    fn settle(session: &mut Session) {
        let start = Instant::now();
        while session.running().next().is_some() && start.elapsed() < Duration::from_secs(20) {
            session.poll();
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn ids(session: &Session) -> Vec<&str> {
        let layers = session.workspace().map(|workspace| &workspace.layers);
        layers
            .into_iter()
            .flatten()
            .map(|layer| &*layer.about.id)
            .collect()
    }

    #[test]
    fn removing_a_layer_is_undone_and_screened_again() {
        let mut session = session(Runner::Inline);
        settle(&mut session);
        assert!(session.screening().is_some() && !session.outdated());
        session.dispatch(Command::Edit(Edit::RemoveLayer("a".into())));
        assert_eq!(ids(&session), ["b"]);
        assert!(session.outdated(), "the last screening stays, marked");
        settle(&mut session);
        assert!(!session.outdated());
        session.dispatch(Command::Undo);
        assert_eq!(ids(&session), ["a", "b"]);
        assert!(session.outdated() && session.can_redo());
        session.dispatch(Command::Redo);
        assert_eq!(ids(&session), ["b"]);
    }

    #[test]
    fn moving_a_layer_needs_no_new_screening() {
        let mut session = session(Runner::Inline);
        settle(&mut session);
        let up = Edit::MoveLayer {
            layer: "a".into(),
            by: 1,
        };
        session.dispatch(Command::Edit(up));
        assert_eq!(ids(&session), ["b", "a"]);
        assert!(!session.outdated());
    }

    #[test]
    fn a_late_screening_of_an_older_state_is_dropped() {
        let mut session = session(Runner::Inline);
        settle(&mut session);
        let stale = Screening {
            as_of: "1999-01-01".parse().unwrap(),
            ..Screening::clone(session.screening().unwrap())
        };
        let revision = session.revision;
        session.dispatch(Command::Edit(Edit::RemoveLayer("a".into())));
        session.take(Done::Screened(revision, Ok(stale)));
        assert_eq!(session.screening().unwrap().as_of, "2026-11-23".parse().unwrap());
        assert!(session.outdated());
    }

    #[test]
    fn layers_read_for_another_workspace_are_dropped() {
        let mut session = session(Runner::Inline);
        let generation = session.generation;
        session.show(workspace(&["c"]));
        session.take(Done::Added(generation, Ok(bare(&["late"]))));
        assert_eq!(ids(&session), ["c"]);
        session.take(Done::Added(session.generation, Ok(bare(&["new"]))));
        assert_eq!(ids(&session), ["c", "new"]);
    }

    #[test]
    fn what_cannot_be_opened_leaves_the_workspace() {
        let mut session = session(Runner::Threads(Arc::new(|| {})));
        settle(&mut session);
        session.dispatch(Command::Open(vec!["no/such/file.geojson".into()]));
        settle(&mut session);
        assert_eq!(ids(&session), ["a", "b"]);
        let [notice] = session.notices() else {
            panic!("one notice: {:?}", session.notices())
        };
        assert!(matches!(notice.about, NoticeKind::NotOpened(_)));
        let id = notice.id;
        session.dispatch(Command::Dismiss(id));
        assert!(session.notices().is_empty());
    }

    #[test]
    fn a_fault_in_a_job_becomes_a_notice() {
        let mut session = session(Runner::Inline);
        settle(&mut session);
        session.jobs.start(JobKind::Exporting, |_| panic!("out of ink"));
        session.poll();
        let expected = NoticeKind::JobFailed(JobKind::Exporting, "out of ink".into());
        assert_eq!(session.notices()[0].about, expected);
        assert_eq!(ids(&session), ["a", "b"], "the session goes on");
    }

    fn order(path: PathBuf) -> Command {
        Command::ExportMap(Box::new(MapOrder {
            path,
            format: PictureFormat::Svg,
            options: PictureOptions::new(Lang::En),
        }))
    }

    #[test]
    fn a_map_is_drawn_once_the_newest_state_is_screened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.svg");
        let mut session = session(Runner::Inline);
        session.dispatch(order(path.clone()));
        assert_eq!(session.notices()[0].about, NoticeKind::StillScreening);
        assert!(!path.exists());
        settle(&mut session);
        session.dispatch(order(path.clone()));
        settle(&mut session);
        assert_eq!(
            session.notices()[1].about,
            NoticeKind::Exported(vec![path.clone()])
        );
        assert!(path.exists());
        session.dispatch(order(folder.path().to_owned()));
        settle(&mut session);
        assert!(matches!(session.notices()[2].about, NoticeKind::NotDrawn(_)));
    }

    #[test]
    fn a_cancelled_map_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let Command::ExportMap(order) = order(folder.path().join("map.svg")) else {
            return;
        };
        let progress = Progress::default();
        progress.cancel();
        let drawn = work::draw(&workspace(&["a"]), None, &order, &progress);
        assert_eq!(drawn, Ok(None));
        assert!(!order.path.exists());
    }

    #[test]
    fn a_fixed_day_goes_before_today() {
        let mut session = session(Runner::Inline);
        assert_eq!(session.as_of().to_string(), "2026-11-23");
        session.dispatch(Command::Edit(Edit::SetAsOf("2022-01-01".parse().ok())));
        settle(&mut session);
        assert_eq!(session.screening().unwrap().as_of.to_string(), "2022-01-01");
    }

    const SQUARE: &str = "[[[X,30.2],[X1,30.2],[X1,30.3],[X,30.3],[X,30.2]]]";

    /// A file with one square from a longitude on, or with north before east.
    fn write_square(folder: &std::path::Path, name: &str, lon_deg: f64, swapped: bool) -> PathBuf {
        let next = format!("{:.1}", lon_deg + 0.1);
        let mut rings = SQUARE.replace("X1", &next).replace('X', &format!("{lon_deg:.1}"));
        if swapped {
            let turn = |pair: &str| {
                pair.split_once(',')
                    .map_or_else(String::new, |(x, y)| format!("[{y},{x}]"))
            };
            let pairs = rings.trim_matches(['[', ']']).split("],[").map(turn);
            rings = format!("[[{}]]", pairs.collect::<Vec<_>>().join(","));
        }
        let path = folder.join(name);
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},
            "geometry":{{"type":"Polygon","coordinates":{rings}}}}}]}}"#
        );
        std::fs::write(&path, text).unwrap();
        path
    }

    fn opened(paths: Vec<PathBuf>) -> Session {
        let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
        session.dispatch(Command::Open(paths));
        settle(&mut session);
        session
    }

    fn read_again(session: &mut Session, layer: &str, change: impl FnOnce(&mut LayerPlan)) {
        let mut plan = LayerPlan::clone(session.plan_of(layer).unwrap());
        change(&mut plan);
        session.dispatch(Command::ReadAgain {
            layer: layer.into(),
            plan: Box::new(plan),
        });
    }

    fn feature_counts(session: &Session) -> Vec<usize> {
        let layers = session.workspace().unwrap().layers.iter();
        layers.map(|layer| layer.features().len()).collect()
    }

    #[test]
    fn a_layer_is_read_again_in_another_way_and_that_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let good = write_square(folder.path(), "district.geojson", 120.1, false);
        let swapped = write_square(folder.path(), "wetland.geojson", 120.1, true);
        let mut session = opened(vec![good, swapped]);
        assert_eq!(feature_counts(&session), [1, 0], "latitudes of 120° are none");
        let before = session.workspace().map(|workspace| workspace.problems.clone());
        read_again(&mut session, "wetland", |plan| {
            plan.correction.axes_swapped = true
        });
        settle(&mut session);
        assert_eq!(feature_counts(&session), [1, 1]);
        let axes = |session: &Session| session.plan_of("wetland").unwrap().correction.axes_swapped;
        assert!(axes(&session) && !session.outdated());
        let notes = &session
            .workspace()
            .unwrap()
            .layer("wetland")
            .unwrap()
            .provenance
            .doubt;
        assert_eq!(notes.corrections().count(), 1, "reports name it");
        session.dispatch(Command::Undo);
        settle(&mut session);
        assert_eq!(feature_counts(&session), [1, 0]);
        assert!(!axes(&session), "the plan is taken back with the layer");
        assert_eq!(
            session.workspace().map(|workspace| workspace.problems.clone()),
            before
        );
        session.dispatch(Command::Redo);
        assert!(axes(&session));
    }

    #[test]
    fn layers_asked_for_one_after_another_are_all_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.geojson", "b.geojson"].map(|name| write_square(folder.path(), name, 120.1, true));
        let mut session = opened(vec![write_square(folder.path(), "c.geojson", 120.1, false)]);
        session.dispatch(Command::AddLayers(paths.to_vec()));
        settle(&mut session);
        // What nothing can be read of is turned away as a whole.
        assert_eq!(feature_counts(&session), [1]);
        let both =
            [120.1, 120.5].map(|lon| write_square(folder.path(), &format!("{lon}.geojson"), lon, false));
        session.dispatch(Command::AddLayers(both.to_vec()));
        settle(&mut session);
        assert_eq!(ids(&session), ["c", "120.1", "120.5"]);
        read_again(&mut session, "120.1", |plan| plan.about.tolerance_m = 7.0);
        read_again(&mut session, "120.5", |plan| plan.about.tolerance_m = 8.0);
        settle(&mut session);
        let layers = &session.workspace().unwrap().layers;
        let tolerances: Vec<f64> = layers.iter().map(|layer| layer.about.tolerance_m).collect();
        assert_eq!(tolerances, [0.0, 7.0, 8.0]);
    }

    #[test]
    fn a_layer_whose_file_is_gone_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = write_square(folder.path(), "a.geojson", 120.1, false);
        let mut session = opened(vec![path.clone()]);
        std::fs::remove_file(path).unwrap();
        read_again(&mut session, "a", |plan| plan.about.tolerance_m = 7.0);
        settle(&mut session);
        assert_eq!(feature_counts(&session), [1]);
        assert!(!session.can_undo());
        let told = session.notices().last().map(|notice| &notice.about);
        assert!(matches!(told, Some(NoticeKind::NotReadAgain(problems)) if problems.len() == 1));
    }

    #[test]
    fn the_plan_of_an_added_layer_carries_the_id_that_it_got() {
        let folder = tempfile::tempdir().unwrap();
        let path = write_square(folder.path(), "a.geojson", 120.1, false);
        let mut session = opened(vec![path.clone()]);
        session.dispatch(Command::AddLayers(vec![path]));
        settle(&mut session);
        assert_eq!(ids(&session), ["a", "a-2"]);
        assert_eq!(&*session.plan_of("a-2").unwrap().about.id, "a-2");
        assert!(session.plan_of("a-3").is_none());
    }

    fn look(session: &mut Session) -> Vec<NoticeKind> {
        session.dispatch(Command::LookAtSources);
        session.poll();
        let notices = session.notices().iter();
        notices.map(|notice| notice.about.clone()).collect()
    }

    fn changes(changed: &[&str], missing: &[&str]) -> NoticeKind {
        let ids = |ids: &[&str]| ids.iter().map(|id| Arc::from(*id)).collect();
        NoticeKind::SourcesChanged(Changes {
            changed: ids(changed),
            missing: ids(missing),
        })
    }

    #[test]
    fn a_file_that_another_program_has_changed_is_told_and_read_again_when_wished() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.geojson", "b.geojson"].map(|name| write_square(folder.path(), name, 120.1, false));
        let mut session = opened(paths.to_vec());
        assert_eq!(look(&mut session), []);
        let hash = |session: &Session| {
            let layer = session.workspace().unwrap().layer("b").unwrap();
            layer.provenance.sha256.clone()
        };
        let before = hash(&session);
        std::fs::write(&paths[1], "{\"type\":\"FeatureCollection\",\"features\":[]}").unwrap();
        assert_eq!(look(&mut session), [changes(&["b"], &[])]);
        assert_eq!(hash(&session), before, "nothing is mixed in by itself");
        session.dispatch(Command::ReadChanged);
        settle(&mut session);
        session.poll();
        assert_ne!(hash(&session), before);
        assert_eq!(look(&mut session), [], "the notice goes when all is as it was");
        session.dispatch(Command::Undo);
        settle(&mut session);
        assert_eq!(hash(&session), before);
        assert_eq!(
            look(&mut session),
            [changes(&["b"], &[])],
            "the old data are old again"
        );
    }

    #[test]
    fn what_was_told_of_a_file_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = write_square(folder.path(), "a.geojson", 120.1, false);
        let mut session = opened(vec![path.clone()]);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(look(&mut session), [changes(&[], &["a"])]);
        let id = session.notices()[0].id;
        session.dispatch(Command::Dismiss(id));
        assert_eq!(look(&mut session), [], "kept as it is");
        std::fs::write(&path, "{}").unwrap();
        assert_eq!(look(&mut session), [changes(&["a"], &[])], "changed once more");
    }

    #[test]
    fn what_a_look_at_the_geometry_finds_joins_the_problems_and_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wetland.geojson");
        let square = |west: &str, east: &str| {
            format!(
                r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":
                [[[{west},30.2],[{east},30.2],[{east},30.3],[{west},30.3],[{west},30.2]]]}}}}"#
            )
        };
        let features = [square("120.1", "120.2"), square("120.19", "120.3")].join(",");
        let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        std::fs::write(&path, text).unwrap();
        let mut session = opened(vec![path]);
        let count = |session: &Session| session.workspace().unwrap().problems.len();
        assert_eq!(count(&session), 0);
        session.dispatch(Command::CheckGeometry("wetland".into()));
        settle(&mut session);
        let found = count(&session);
        assert!(found > 0, "the two overlap");
        let told = session.notices().last().map(|notice| notice.about.clone());
        assert_eq!(told, Some(NoticeKind::Checked("wetland".into(), found)));
        session.dispatch(Command::CheckGeometry("wetland".into()));
        settle(&mut session);
        assert_eq!(count(&session), found, "not told twice");
        session.dispatch(Command::Undo);
        assert_eq!(count(&session), 0);
        session.dispatch(Command::CheckGeometry("no such layer".into()));
        settle(&mut session);
        assert_eq!(count(&session), 0);
    }
}
