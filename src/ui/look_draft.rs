//! A change of how a layer is looked at, while the hand is still at it: the map shows it at once, and it becomes one step of the
//! history when the hand lets go.

use std::sync::Arc;

use eframe::egui::{Context, Id};

use crate::session::Session;
use crate::session::command::Command;
use crate::session::looks::{LayerLooks, LookEdit};

use super::view_state::ViewState;

/// A change that is being made.
#[derive(Clone, Debug)]
pub struct LookDraft {
    edit: LookEdit,
    /// The field that it is typed in, which keeps it as long as it has the keyboard.
    field: Option<Id>,
}

impl LookDraft {
    /// True once the hand has let go of pointer and keys, or has left the field.
    fn is_done(&self, ctx: &Context) -> bool {
        match self.field {
            Some(field) => !ctx.memory(|memory| memory.has_focus(field)),
            None => ctx.input(|input| !input.pointer.any_down() && input.keys_down.is_empty()),
        }
    }

    fn is_of_same(&self, edit: &LookEdit) -> bool {
        let same_kind = std::mem::discriminant(&self.edit) == std::mem::discriminant(edit);
        same_kind && self.edit.layer() == edit.layer()
    }
}

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

    /// The change that the hand has let go of.
    pub fn done_look(&mut self, ctx: &Context) -> Option<Command> {
        let done = self.look_draft.take_if(|draft| draft.is_done(ctx));
        done.map(|draft| Command::Look(draft.edit))
    }
}
