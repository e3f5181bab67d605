//! Files that are opened or added, layers that are read again, and looks at the files that they are from.

use std::path::PathBuf;
use std::sync::Arc;

use crate::dossier::open::is_named_so;
use crate::formats::workspace::plan::LayerPlan;
use crate::model::layer::Layer;
use crate::model::problem::Problem;

use super::by_hand::is_by_hand;
use super::command::JobKind;
use super::edit::Edit;
use super::known_file::ReadPaths;
use super::notice::NoticeKind;
use super::{Done, Session, work};

impl Session {
    pub(super) fn read(&mut self, paths: Vec<PathBuf>) {
        if let [path] = paths.as_slice()
            && is_named_so(path)
        {
            return self.open_dossier(path.clone());
        }
        self.jobs.start(JobKind::Reading, move |progress| {
            let paths = ReadPaths::before(paths);
            let read = work::read(&paths.paths, progress);
            Done::Opened(paths, read)
        });
    }

    /// True if there is something to read again.
    pub fn can_reload(&self) -> bool {
        !self.sources.is_empty()
    }

    pub(super) fn add(&mut self, paths: Vec<PathBuf>) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return self.read(paths);
        };
        let generation = self.generation;
        self.jobs.start(JobKind::Reading, move |progress| {
            Done::Added(generation, work::read_into(&workspace, &paths, progress))
        });
    }

    /// Begins to read a layer again, together with those that are being read again already.
    pub(super) fn read_again(&mut self, layer: Arc<str>, plan: LayerPlan) {
        let Some(state) = self.state().cloned() else {
            return;
        };
        if !self.runs(JobKind::ReadingAgain) {
            self.again.clear();
        }
        self.again.retain(|(id, _)| *id != layer);
        self.again.push((layer, Arc::new(plan)));
        let (again, generation) = (self.again.clone(), self.generation);
        self.jobs.start(JobKind::ReadingAgain, move |progress| {
            let opened = (&*state.workspace, &*state.plans);
            let read = again
                .iter()
                .map(|(layer, plan)| work::read_again(opened, (layer, plan), progress));
            Done::ReadAgain(generation, read.collect())
        });
    }

    /// How a layer was read, where it can be read again in another way; `None` where it was read from no file, or was changed
    /// by hand since, which would be lost.
    pub fn plan_to_read_again(&self, layer: &Layer) -> Option<&Arc<LayerPlan>> {
        let plan = self.plan_of(&layer.about.id)?;
        let workspace = self.workspace()?;
        (!is_by_hand(workspace, layer)).then_some(plan)
    }

    /// Begins to look whether the files of the open layers are what they were.
    pub(super) fn look_at_sources(&mut self) {
        if let Some(state) = self.state().cloned() {
            self.files.look(&state, self.generation);
        }
    }

    /// Reads those layers again whose files have changed.
    pub(super) fn read_changed(&mut self) {
        for layer in self.files.changes().changed {
            if let Some(plan) = self.plan_of(&layer) {
                let plan = LayerPlan::clone(plan);
                self.read_again(layer, plan);
            }
        }
    }

    /// Begins to examine the geometry of a layer.
    pub(super) fn check_geometry(&mut self, layer: Arc<str>) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        let Some(layer) = workspace.layer(&layer).map(Arc::clone) else {
            return;
        };
        self.jobs.start(JobKind::Checking, move |progress| {
            let problems = work::check_geometry(&layer, &workspace, progress);
            Done::Checked(layer, problems)
        });
    }

    /// Takes in what was found in a layer, if that is still the one that is open.
    pub(super) fn take_checked(&mut self, layer: &Arc<Layer>, problems: Vec<Problem>) {
        let id = &layer.about.id;
        let own = self.workspace().and_then(|workspace| workspace.layer(id));
        if !own.is_some_and(|own| Arc::ptr_eq(own, layer)) {
            return;
        }
        self.notices
            .tell(NoticeKind::Checked(Arc::clone(id), problems.len()));
        self.edit(&Edit::Examined {
            layer: Arc::clone(id),
            problems,
        });
    }
}
