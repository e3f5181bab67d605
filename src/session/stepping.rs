//! Steps of the history: edits, and what is taken back and again.

use std::sync::Arc;

use crate::model::workspace::Workspace;

use super::Session;
use super::edit::{Edit, alike_to_rules};
use super::history::History;
use super::state::State;

impl Session {
    pub(super) fn edit(&mut self, edit: &Edit) {
        self.push(self.state().and_then(|state| state.edited(edit)));
    }

    /// Takes a step; `None` where nothing changes.
    pub(super) fn push(&mut self, next: Option<State>) {
        let (Some(history), Some(next)) = (&mut self.history, next) else {
            return;
        };
        let before = Arc::clone(&history.current().workspace);
        history.push(next);
        self.review.edited();
        self.changed_from(&before);
    }

    pub(super) fn step(&mut self, step: fn(&mut History<State>) -> bool) {
        let Some(history) = &mut self.history else {
            return;
        };
        let before = Arc::clone(&history.current().workspace);
        if step(history) {
            self.changed_from(&before);
        }
    }

    pub(super) fn changed_from(&mut self, before: &Workspace) {
        let Some(now) = self.workspace().map(Arc::clone) else {
            return;
        };
        self.selection.keep(|name| now.feature(name).is_some());
        self.selection.hover = None;
        if !alike_to_rules(before, &now) {
            self.revision += 1;
            self.screen();
        }
    }

    /// Takes back what was done last: an entry of the log, else an edit.
    pub(super) fn undo(&mut self) {
        if !self.take_back_deed() {
            self.step(History::undo);
        }
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self) {
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
