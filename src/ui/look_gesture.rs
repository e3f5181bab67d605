//! Gestures that change how layers are looked at, from the hand to the history.

use std::sync::Arc;

use eframe::egui::{Context, Id};

use crate::session::Session;
use crate::session::command::Command;
use crate::session::looks::{LayerLooks, LookEdit};

use super::look_draft::LookDraft;
use super::view_state::ViewState;

impl ViewState {
    /// How layers are looked at, with what is being changed.
    pub fn looks(&self, session: &Session) -> Arc<LayerLooks> {
        let looks = session.looks();
        let draft = self.look_draft.as_ref().zip(session.workspace());
        let edited = draft.and_then(|(draft, workspace)| looks.edited(&draft.edit, workspace));
        edited.map_or(looks, Arc::new)
    }

    /// Looks at a layer otherwise, by a gesture that may go on; in a field, where one is named.
    pub fn draft_look(&mut self, edit: LookEdit, field: Option<Id>, wishes: &mut Vec<Command>) {
        let other = self.look_draft.take().filter(|draft| !draft.is_of_same(&edit));
        wishes.extend(other.map(|draft| Command::Look(draft.edit)));
        self.look_draft = Some(LookDraft { edit, field });
    }

    /// The change that a hand is at, as it is: nobody goes on with it.
    pub fn ended_look(&mut self) -> Option<Command> {
        self.look_draft.take().map(|draft| Command::Look(draft.edit))
    }

    /// The change that the hand has let go of.
    pub fn done_look(&mut self, ctx: &Context) -> Option<Command> {
        let done = self.look_draft.take_if(|draft| draft.is_done(ctx));
        done.map(|draft| Command::Look(draft.edit))
    }
}
