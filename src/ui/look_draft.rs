//! A change of how a layer is looked at, while the hand is still at it: the map shows it at once, and it becomes one step of the
//! history when the hand lets go.

use eframe::egui::{Context, Id};

use crate::session::looks::LookEdit;

/// A change that is being made.
#[derive(Clone, Debug)]
pub struct LookDraft {
    /// What it comes to so far.
    pub edit: LookEdit,
    /// The field that it is typed in, which keeps it as long as it has the keyboard.
    pub field: Option<Id>,
}

impl LookDraft {
    /// True once the hand has let go of pointer and keys, or has left the field.
    pub fn is_done(&self, ctx: &Context) -> bool {
        match self.field {
            Some(field) => !ctx.memory(|memory| memory.has_focus(field)),
            None => ctx.input(|input| !input.pointer.any_down() && input.keys_down.is_empty()),
        }
    }

    /// True for the same change of the same layer, however far it goes.
    pub fn is_of_same(&self, edit: &LookEdit) -> bool {
        let same_kind = std::mem::discriminant(&self.edit) == std::mem::discriminant(edit);
        same_kind && self.edit.layer() == edit.layer()
    }
}
