//! Writing down the workspace and how its layers are drawn; and the way back through the history.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::formats::workspace::file::FILE_NAME;
use crate::words::Lang;

use super::command::JobKind;
use super::edit::Edit;
use super::history::History;
use super::notice::NoticeKind;
use super::save_step::{SaveStep, Saved};
use super::state::State;
use super::step::Step;
use super::{Done, Session, work};

impl Session {
    pub(super) fn save_step(&mut self, step: SaveStep, lang: Lang) {
        let Some(state) = self.state().cloned() else {
            return;
        };
        match step {
            SaveStep::Workspace(path) => {
                let (origin, drawn) = (self.workspace_file(), self.drawn_layers());
                self.jobs.start(JobKind::Saving, move |_| {
                    let written = work::save_workspace(&state, (origin.as_deref(), &drawn), &path, lang);
                    Done::Saved(Saved::Workspace(written.map(|()| (path, state.workspace))))
                });
            }
            SaveStep::Style(layer, path) => {
                let choice = state.workspace.symbology.of(&layer).cloned().unwrap_or_default();
                self.jobs.start(JobKind::Saving, move |_| {
                    let written = work::save_style(&choice, &path, lang);
                    Done::Saved(Saved::Style(written.map(|()| path)))
                });
            }
            SaveStep::Places(path) => {
                self.jobs.start(JobKind::Saving, move |_| {
                    let written = work::save_places(&state.workspace, &path, lang);
                    Done::Saved(Saved::Style(written.map(|()| path)))
                });
            }
            SaveStep::ReadStyle(layer, path) => {
                self.jobs.start(JobKind::Saving, move |_| {
                    Done::Saved(Saved::Read(layer, work::read_style(&path)))
                });
            }
        }
    }

    pub(super) fn take_saved(&mut self, saved: Saved) {
        match saved {
            Saved::Workspace(Ok((path, workspace))) => {
                self.saved = Some(workspace);
                self.sources = vec![path.clone()];
                self.planned.clear();
                self.notices.tell(NoticeKind::Exported(vec![path]));
            }
            Saved::Style(Ok(path)) => self.notices.tell(NoticeKind::Exported(vec![path])),
            Saved::Read(layer, Ok(choice)) => {
                let choice = Box::new(choice);
                self.edit(&Edit::SetSymbology { layer, choice });
            }
            Saved::Workspace(Err(reason)) | Saved::Style(Err(reason)) => {
                self.notices.tell(NoticeKind::NotExported(reason));
            }
            Saved::Read(_, Err(reason)) => self.notices.tell(NoticeKind::StyleNotRead(reason)),
        }
    }

    /// The workspace file that is open; `None` where it was opened from anything else.
    pub(super) fn workspace_file(&self) -> Option<PathBuf> {
        let [path] = self.sources.as_slice() else {
            return None;
        };
        let is_file = path.extension().is_some_and(|end| end == "toml") || path.join(FILE_NAME).is_file();
        is_file.then(|| path.clone())
    }

    /// Layers that somebody has drawn in since they were read.
    fn drawn_layers(&self) -> Vec<Arc<str>> {
        let history = self.history.as_ref();
        let made = history.map(|history| history.all().take(history.place() + 1));
        let made = made.into_iter().flatten();
        made.filter_map(|state| state.by.drawn.clone()).collect()
    }

    /// What a workspace file would say about the workspace as it is now, to be worked out in the background.
    pub fn recovery(&self) -> Option<impl FnOnce(&Path) -> Option<String> + Send + 'static> {
        let state = self.state()?.clone();
        let (origin, drawn) = (self.workspace_file(), self.drawn_layers());
        Some(move |target: &Path| work::workspace_text(&state, (origin.as_deref(), &drawn), target).ok())
    }

    /// True where everything that can be undone is in the file that is open, or nothing is open.
    pub fn is_saved(&self) -> bool {
        match (&self.saved, self.workspace()) {
            (Some(saved), Some(now)) => Arc::ptr_eq(saved, now),
            (_, now) => now.is_none(),
        }
    }

    /// What the open workspace was opened from.
    pub fn sources(&self) -> &[PathBuf] {
        &self.sources
    }

    /// All steps of the history in their order, and the position of the one that the workspace is at.
    pub fn steps(&self) -> (Vec<&Step>, usize) {
        let history = self.history.as_ref();
        let all = history.into_iter().flat_map(History::all);
        (
            all.map(|state: &State| &state.by).collect(),
            history.map_or(0, History::place),
        )
    }

    /// Goes to a step of the history.
    pub(super) fn go_to(&mut self, place: usize) {
        let Some(history) = &mut self.history else {
            return;
        };
        let before = Arc::clone(&history.current().workspace);
        if history.go_to(place) {
            self.changed_from(&before);
        }
    }
}
