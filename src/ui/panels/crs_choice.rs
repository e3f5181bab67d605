//! The system that a layer is read in, and another one.

use std::sync::Arc;

use eframe::egui::{RichText, Ui};

use crate::lookup::systems::system_of;
use crate::model::layer::Layer;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};

use super::super::crs_picker::{CrsOffer, crs_picker_ui};
use super::super::theme::Palette;
use super::super::view_state::ViewState;

/// The list of systems, for layers that a file can be read again for.
pub fn crs_choice_ui(
    ui: &mut Ui,
    session: &Session,
    layer: &Arc<Layer>,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    let Some(plan) = session.plan_to_read_again(layer) else {
        return;
    };
    let code = layer.provenance.source_crs.as_str();
    let proposals = layer.provenance.doubt.proposals.iter();
    let plain = proposals.filter(|reading| !reading.swapped && reading.shift.is_none());
    let offer = CrsOffer {
        salt: "crs of a layer",
        shown: code.to_owned(),
        none: None,
        fitting: plain
            .filter_map(|reading| Some((reading.system.crs_code()?, reading.name(lang))))
            .collect(),
    };
    let name = system_of(code).map(|system| system.name.get(lang).to_owned());
    ui.horizontal_wrapped(|ui| {
        let faint = Palette::here(ui).faint;
        let label = ui
            .label(RichText::new(say!(lang, "ui.layers.read_in")).color(faint))
            .id;
        let is_free = !plan.is_shifted() && !session.runs(JobKind::ReadingAgain);
        ui.add_enabled_ui(is_free, |ui| {
            let (button, chosen) = crs_picker_ui(ui, &offer, &mut view.recent_crs, lang);
            let button = button.labelled_by(label);
            button
                .on_hover_text(name.unwrap_or_default())
                .on_disabled_hover_text(say!(lang, "ui.readings.cannot"));
            let again = chosen.filter(|chosen| chosen != code);
            if let Some(plan) = again.and_then(|chosen| plan.in_crs(&chosen)) {
                wishes.push(Command::ReadAgain {
                    layer: Arc::clone(&layer.about.id),
                    plan: Box::new(plan),
                });
            }
        });
    });
}
