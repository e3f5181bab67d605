//! Writing down the workspace and how its layers are drawn; and the way back through the history.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::formats::workspace::file::FILE_NAME;
use crate::model::layer::Layer;
use crate::progress::Progress;
use crate::words::Lang;

use super::by_hand::is_by_hand;
use super::command::JobKind;
use super::edit::Edit;
use super::hand_files::{SaveOrder, save};
use super::history::History;
use super::known_file::{KnownFile, Obstacle};
use super::notice::NoticeKind;
use super::save_step::{SaveStep, Saved, SavedWorkspace};
use super::saves::SaveWish;
use super::state::State;
use super::{Done, Session, work};

impl Session {
    pub(super) fn save_step(&mut self, step: SaveStep, lang: Lang) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        let generation = self.generation;
        let wish = |path, is_over| SaveWish { path, is_over, lang };
        match step {
            SaveStep::Workspace(path) => self.save_workspace(wish(path, false)),
            SaveStep::WorkspaceOver(path) => self.save_workspace(wish(path, true)),
            SaveStep::Style(layer, path) => {
                let choice = workspace.symbology.of(&layer).cloned().unwrap_or_default();
                self.jobs.start(JobKind::WritingStyle, move |_| {
                    let written = work::save_style(&choice, &path, lang);
                    Done::Saved(generation, Saved::Style(written.map(|()| path)))
                });
            }
            SaveStep::Places(path) => {
                self.jobs.start(JobKind::WritingPlaces, move |_| {
                    let written = work::save_places(&workspace, &path, lang);
                    Done::Saved(generation, Saved::Style(written.map(|()| path)))
                });
            }
            SaveStep::ReadStyle(layer, path) => {
                self.jobs.start(JobKind::ReadingStyle, move |_| {
                    Done::Saved(generation, Saved::Read(layer, work::read_style(&path)))
                });
            }
        }
    }

    /// Begins to write the workspace. While one is being written, the wish waits for the end of that.
    fn save_workspace(&mut self, wish: SaveWish) {
        let Some(state) = self.state().cloned() else {
            return;
        };
        if self.runs(JobKind::Saving) {
            return self.saves.put_off(wish, &state.workspace);
        }
        self.saves.begin(&wish, &state.workspace);
        let SaveWish { path, is_over, lang } = wish;
        let (order, known, generation) = (self.save_order(path), self.known.clone(), self.generation);
        self.jobs.start(JobKind::Saving, move |progress| {
            let obstacle = || KnownFile::obstacle(&order.target, known.as_ref());
            let saved = match (!is_over).then(obstacle).flatten() {
                Some(obstacle) => Saved::InTheWay(order.target, obstacle),
                None => Saved::Workspace(saved(state, order, lang, progress)),
            };
            Done::Saved(generation, saved)
        });
    }

    /// A save has ended; what has waited for that begins.
    pub(super) fn save_next(&mut self) {
        if let Some(wish) = self.saves.end() {
            self.save_workspace(wish);
        }
    }

    /// The workspace is no longer open, and what was to be written of it is not; that is told.
    pub(super) fn leave_file(&mut self) {
        self.known = None;
        self.hand_files.clear();
        for path in self.saves.drop_waiting() {
            self.notices.tell(NoticeKind::LeftUnsaved(path));
        }
    }

    /// Takes what the workspace of that generation was saved as.
    pub(super) fn take_saved(&mut self, generation: u64, saved: Saved) {
        let is_whole = matches!(saved, Saved::Workspace(_) | Saved::InTheWay(..));
        match generation == self.generation {
            true => self.take_own_saved(saved),
            false => self.tell_saved(saved),
        }
        if is_whole {
            self.save_next();
        }
    }

    /// What was written of a workspace that is open no longer is only told.
    fn tell_saved(&mut self, saved: Saved) {
        match saved {
            Saved::Workspace(Ok(saved)) => self.notices.tell(NoticeKind::Saved(saved.files())),
            Saved::InTheWay(path, _) => self.notices.tell(NoticeKind::LeftUnsaved(path)),
            // Its layers are gone, also those that are called as new ones are.
            Saved::Read(_, Ok(_)) => {}
            other => self.take_own_saved(other),
        }
    }

    fn take_own_saved(&mut self, saved: Saved) {
        match saved {
            Saved::Workspace(Ok(saved)) => {
                self.notices.tell(NoticeKind::Saved(saved.files()));
                self.known = saved.known;
                self.saved = Some(saved.workspace);
                self.sources = vec![saved.path];
                self.planned.clear();
                self.hand_files
                    .retain(|old| !saved.beside.iter().any(|new| new.stands_for(old)));
                self.hand_files.extend(saved.beside);
            }
            Saved::InTheWay(path, obstacle) => self.saves.in_the_way = Some((path, obstacle)),
            Saved::Style(Ok(path)) => self.notices.tell(NoticeKind::Exported(vec![path])),
            Saved::Read(layer, Ok(choice)) => {
                let choice = Box::new(choice);
                self.edit(&Edit::SetSymbology { layer, choice });
            }
            Saved::Workspace(Err(reason)) => self.notices.tell(NoticeKind::NotSaved(reason)),
            Saved::Style(Err(reason)) => self.notices.tell(NoticeKind::NotWritten(reason)),
            Saved::Read(_, Err(reason)) => self.notices.tell(NoticeKind::StyleNotRead(reason)),
        }
    }

    /// The user's own workspace file that is open, which is written without a question while nobody else changes it.
    pub fn own_file(&self) -> Option<&Path> {
        let known = self.known.as_ref().filter(|known| !known.is_shipped);
        known.map(|known| known.path.as_path())
    }

    /// True where the workspace that comes with the program is open.
    pub fn is_example(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.is_shipped)
    }

    /// What stands where the workspace was to be written, and why that is to be asked about: once.
    pub fn take_in_the_way(&mut self) -> Option<(PathBuf, Obstacle)> {
        self.saves.in_the_way.take()
    }

    /// The workspace file that is open; `None` where it was opened from anything else.
    pub(super) fn workspace_file(&self) -> Option<PathBuf> {
        let [path] = self.sources.as_slice() else {
            return None;
        };
        let is_file = path.extension().is_some_and(|end| end == "toml") || path.join(FILE_NAME).is_file();
        is_file.then(|| path.clone())
    }

    fn save_order(&self, target: PathBuf) -> SaveOrder {
        let states = self.history.iter().flat_map(History::all);
        let sources = states.flat_map(|state| state.plans.all());
        let sources = sources.map(|(plan, _)| plan.file.path.clone());
        let sources: BTreeSet<PathBuf> = sources.chain(self.sources.iter().cloned()).collect();
        SaveOrder {
            target,
            origin: self.workspace_file(),
            written: self.hand_files.clone(),
            sources: sources.into_iter().collect(),
        }
    }

    /// Layers that were drawn or changed by hand and do not stand so in the file that is open; `all` for those too that do.
    pub fn layers_by_hand(&self, all: bool) -> Vec<&Arc<Layer>> {
        let saved = self.saved.as_ref().filter(|_| !all);
        let is_saved = |layer: &Layer| {
            let old = saved.and_then(|saved| saved.layer(&layer.about.id));
            old.is_some_and(|old| old.is_same_but_name(layer))
        };
        let workspace = self.workspace().into_iter();
        let layers = workspace.flat_map(|workspace| {
            let layers = workspace.layers.iter();
            layers.filter(|layer| is_by_hand(workspace, layer))
        });
        layers.filter(|layer| !is_saved(layer)).collect()
    }

    /// What a workspace file would say about the workspace as it is now, to be worked out in the background. `None` where it says
    /// nothing of a layer that a hand has drawn or changed.
    pub fn recovery(&self) -> Option<impl FnOnce(&Path) -> Option<String> + Send + 'static> {
        let state = self.state()?.clone();
        let mut layers = state.workspace.layers.iter();
        if layers.any(|layer| is_by_hand(&state.workspace, layer)) {
            return None;
        }
        let origin = self.workspace_file();
        Some(move |target: &Path| work::workspace_text(&state, origin.as_deref(), target).ok())
    }

    /// True where everything that can be undone, but for how layers are looked at, is in the file that is open or in its
    /// dossier, or nothing is open.
    pub fn is_saved(&self) -> bool {
        let Some(now) = self.workspace() else {
            return true;
        };
        let in_file = self.saved.as_ref().is_some_and(|saved| Arc::ptr_eq(saved, now));
        in_file || self.is_stored()
    }

    /// True where what is open is just what its dossier has stored.
    pub fn is_stored(&self) -> bool {
        let pair = self.dossier().zip(self.workspace());
        pair.is_some_and(|(open, now)| Arc::ptr_eq(&open.frozen, now))
    }

    /// What the open workspace was opened from.
    pub fn sources(&self) -> &[PathBuf] {
        &self.sources
    }
}

fn saved(state: State, order: SaveOrder, lang: Lang, progress: &Progress) -> Result<SavedWorkspace, String> {
    let written = save(&state, &order, progress).map_err(|error| error.text(&state.workspace, lang));
    written.map(|beside| SavedWorkspace {
        known: KnownFile::at(std::slice::from_ref(&order.target)),
        path: order.target,
        workspace: state.workspace,
        beside,
    })
}
