//! Steps of the history: edits, and what is taken back and again.

use std::sync::Arc;

use crate::model::workspace::Workspace;

use super::Session;
use super::edit::{Edit, alike_to_rules};
use super::history::History;
use super::looks::{LayerLooks, LookEdit};
use super::state::State;

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
                .all_mut()
                .for_each(|state| state.looks = Arc::clone(&looks));
        }
    }

    /// Takes a step; `None` where nothing changes.
    pub(super) fn push(&mut self, next: Option<State>) {
        let (Some(history), Some(next)) = (&mut self.history, next) else {
            return;
        };
        let before = Arc::clone(&history.current().workspace);
        self.review.goes_on(history.moment());
        history.push(next);
        self.let_go();
        self.changed_from(&before);
    }

    /// Lets go of old states, but never of what the file of the history has to begin with: what the dossier has stored, or a
    /// state that a workspace file can say.
    fn let_go(&mut self) {
        let frozen = self.review.open.as_ref().map(|open| &open.frozen);
        let Some(history) = &mut self.history else {
            return;
        };
        let is_stored = |state: &State| frozen.is_some_and(|own| Arc::ptr_eq(own, &state.workspace));
        let stored = history.all().position(is_stored);
        let spare = history.spare(State::is_look).min(stored.unwrap_or(usize::MAX));
        let can_go =
            |spare| stored == Some(spare) || history.all().nth(spare).is_some_and(State::can_be_first);
        if spare > 0 && can_go(spare) {
            history.let_go(spare);
        }
    }

    /// Goes back or forth in the history; false where it does not go on.
    fn step(&mut self, step: fn(&mut History<State>) -> bool) -> bool {
        let Some(history) = &mut self.history else {
            return false;
        };
        let before = Arc::clone(&history.current().workspace);
        let moved = step(history);
        if moved {
            self.changed_from(&before);
        }
        moved
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

    /// The number of steps that the history has taken.
    pub(super) fn moment(&self) -> usize {
        self.history.as_ref().map_or(0, History::moment)
    }

    /// Takes back what was done last: a step of the history, or an entry of the log.
    pub(super) fn undo(&mut self) {
        let deed = self.review.last_moment();
        let is_newer = deed.is_some_and(|deed| self.moment() > deed);
        if is_newer && self.step(History::undo) {
            return;
        }
        if !self.take_back_deed() {
            self.step(History::undo);
        }
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self) {
        let deed = self.review.next_moment();
        let is_earlier = deed.is_some_and(|deed| self.moment() < deed);
        if is_earlier && self.step(History::redo) {
            return;
        }
        if !self.take_deed_again() {
            self.step(History::redo);
        }
    }

    /// True if there is something to take back.
    pub fn can_undo(&self) -> bool {
        self.review.can_take_back() || self.history.as_ref().is_some_and(History::can_undo)
    }

    /// True if there is something to do again.
    pub fn can_redo(&self) -> bool {
        self.review.can_take_again() || self.history.as_ref().is_some_and(History::can_redo)
    }
}
