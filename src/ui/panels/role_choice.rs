//! What a layer is for, and the choice of something else: its rules are then others.

use std::sync::Arc;

use eframe::egui::{RichText, Ui};

use crate::formats::workspace::plan::LayerPlan;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::words::Lang;

use super::super::role_lists::{kind_list_ui, role_list_ui};
use super::super::theme::Palette;

/// The lists, for layers that a file can be read again for: features may have roles and kinds of their own there.
pub fn role_choice_ui(ui: &mut Ui, session: &Session, layer: &Layer, lang: Lang, wishes: &mut Vec<Command>) {
    let id = &layer.about.id;
    let Some(plan) = session.plan_to_read_again(layer) else {
        return;
    };
    let (mut role, mut kind) = (Some(plan.about.role), plan.about.kind);
    ui.horizontal_wrapped(|ui| {
        let faint = Palette::here(ui).faint;
        let label = ui.label(RichText::new(say!(lang, "import.role")).color(faint)).id;
        let is_free = !session.runs(JobKind::ReadingAgain);
        ui.add_enabled_ui(is_free, |ui| {
            let list = role_list_ui(ui, id, &mut role, lang).labelled_by(label);
            list.on_hover_text(say!(lang, "ui.layers.role_tip"));
            if role == Some(Role::Project) {
                kind_list_ui(ui, id, &mut kind, lang);
            }
        });
    });
    let role = role.unwrap_or(plan.about.role);
    let kind = kind.filter(|_| role == Role::Project);
    if (role, kind) != (plan.about.role, plan.about.kind) {
        let mut plan = Box::new(LayerPlan::clone(plan));
        (plan.about.role, plan.about.kind) = (role, kind);
        let layer = Arc::clone(id);
        wishes.push(Command::ReadAgain { layer, plan });
    }
}
