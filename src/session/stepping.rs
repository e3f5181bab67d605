//! Steps of the history: edits, entries of a log, and what is taken back and again.

use std::sync::Arc;

use crate::model::workspace::Workspace;

use super::Session;
use super::edit::{Edit, alike_to_rules};
use super::history::{History, StepKind, Way};
use super::looks::{LayerLooks, LookEdit};
use super::review::step::ReviewStep;
use super::state::State;
use super::step::Step;

impl Session {
    pub(super) fn edit(&mut self, edit: &Edit) {
        self.push(self.state().and_then(|state| state.edited(edit)));
    }

    pub(super) fn look_otherwise(&mut self, edit: &LookEdit) {
        self.push(self.state().and_then(|state| state.looked(edit)));
    }

    /// How layers are looked at.
    pub fn looks(&self) -> Arc<LayerLooks> {
        self.state()
            .map_or_else(Arc::default, |state| Arc::clone(&state.looks))
    }

    /// Looks at layers as somebody did before there was a history: that is no step of it. A history that knows how they
    /// were looked at stays as it is.
    pub(super) fn look_as(&mut self, looks: LayerLooks) {
        let Some(history) = &mut self.history else {
            return;
        };
        if history.all().all(|state| *state.looks == LayerLooks::default()) {
            let looks = Arc::new(looks);
            history
                .whole_mut()
                .for_each(|state| state.looks = Arc::clone(&looks));
        }
    }

    /// Takes a step; `None` where nothing changes.
    pub(super) fn push(&mut self, next: Option<State>) {
        let (Some(history), Some(next)) = (&mut self.history, next) else {
            return;
        };
        let before = Arc::clone(&history.current().workspace);
        // What is on its way somewhere else becomes a step of its own.
        self.review.going = None;
        history.push(next);
        self.let_go();
        self.changed_from(&before);
    }

    /// Offers old states no more, and lets go of them, but never of what the file of the history has to begin with: what the
    /// dossier has stored, or a state that a workspace file can say. Changes after that stand nowhere else.
    fn let_go(&mut self) {
        let frozen = self.review.open.as_ref().map(|open| &open.frozen);
        let Some(history) = &mut self.history else {
            return;
        };
        let spare = history.spare(State::kind);
        if spare == 0 {
            return;
        }
        let is_first = |state: &State| match frozen {
            Some(frozen) => Arc::ptr_eq(frozen, &state.workspace),
            None => state.can_be_first(),
        };
        let below = history.whole().take(history.ground_count() + spare + 1);
        let first = below.enumerate().filter(|(_, state)| is_first(state)).last();
        let first = first.map_or(0, |(place, _)| place);
        history.sink(spare, first, |state| state.kind() == StepKind::Change);
    }

    pub(super) fn changed_from(&mut self, before: &Arc<Workspace>) {
        let Some(now) = self.workspace().map(Arc::clone) else {
            return;
        };
        if Arc::ptr_eq(before, &now) {
            // It is only looked at otherwise.
            return;
        }
        self.selection.keep(|name| now.feature(name).is_some());
        self.selection.hover = None;
        if !alike_to_rules(before, &now) {
            self.revision += 1;
            self.screen();
        }
    }

    /// Goes a way through the history. What is on its way into the log comes first: it is a step of the history, too.
    pub(super) fn go(&mut self, way: Way) {
        if self.dossier().is_some() && self.is_log_busy() {
            self.review.later.push_back(way);
            return;
        }
        let Some(history) = &self.history else {
            return;
        };
        let Some(place) = way.from(history.place(), history.all().count()) else {
            return;
        };
        let crossed = history.crossed(place);
        match crossed.iter().any(|state| state.kind() == StepKind::Entry) {
            true => self.review_step(ReviewStep::GoTo(place)),
            false => self.go_at_once(place),
        }
    }

    /// Goes to a step of the history, whatever is between.
    pub(super) fn go_at_once(&mut self, place: usize) {
        let Some(history) = &mut self.history else {
            return;
        };
        let before = Arc::clone(&history.current().workspace);
        if history.go_to(place) {
            self.changed_from(&before);
        }
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

    /// True if there is something to take back.
    pub fn can_undo(&self) -> bool {
        self.history.as_ref().is_some_and(History::can_undo)
    }

    /// True if there is something to do again.
    pub fn can_redo(&self) -> bool {
        self.history.as_ref().is_some_and(History::can_redo)
    }
}
