//! Other readings of a layer's coordinates, each with its residual against the reference: offered, never applied by itself.

use std::sync::Arc;

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons as icon;

use crate::formats::workspace::plan::LayerPlan;
use crate::model::crs_doubt::CrsDoubt;
use crate::model::crs_reading::Reading;
use crate::model::layer::Layer;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::widgets::{icon_button_ui, section_ui};

/// So many readings are listed.
const LISTED: usize = 6;

/// What lies farther from the reference than this is no reading worth a try.
const FAR_M: f64 = 50_000.0;

/// A reading that is offered.
struct Offer {
    reading: Reading,
    residual_m: Option<f64>,
    /// Clearly better than what is said.
    better: bool,
}

/// The readings of a layer whose place is in doubt; nothing where there are none.
pub fn readings_ui(
    ui: &mut Ui,
    session: &Session,
    layer: &Arc<Layer>,
    lang: Lang,
    wishes: &mut Vec<Command>,
) {
    let offers = offers(&layer.provenance.doubt);
    if offers.iter().all(|offer| offer.reading == Reading::AS_SAID) {
        return;
    }
    section_ui(ui, &say!(lang, "ui.readings.title"));
    if let Some(against) = &layer.provenance.doubt.against {
        let how = say!(lang, "ui.readings.against", reference = against.reference);
        ui.add(Label::new(RichText::new(how).small().color(Palette::here(ui).faint)).wrap());
    }
    let plan = session.plan_to_read_again(layer);
    for (number, offer) in offers.iter().enumerate() {
        ui.push_id(number, |ui| {
            offer_ui(ui, session, (layer, plan), (offer, lang), wishes)
        });
    }
}

fn offer_ui(
    ui: &mut Ui,
    session: &Session,
    (layer, plan): (&Arc<Layer>, Option<&Arc<LayerPlan>>),
    (offer, lang): (&Offer, Lang),
    wishes: &mut Vec<Command>,
) {
    let palette = Palette::here(ui);
    let mut text = offer.reading.name(lang);
    if let Some(residual_m) = offer.residual_m {
        let residual = format!("{residual_m:.0}");
        text = say!(lang, "ui.readings.residual", reading = text, residual = residual);
    }
    let color = if offer.better {
        palette.accent
    } else {
        palette.text
    };
    ui.add(Label::new(RichText::new(text).color(color)).wrap());
    if offer.reading == Reading::AS_SAID {
        ui.label(
            RichText::new(say!(lang, "ui.readings.now"))
                .small()
                .color(palette.faint),
        );
        return;
    }
    let read = plan.and_then(|plan| plan.by_reading(offer.reading));
    ui.horizontal(|ui| {
        let busy = session.runs(JobKind::ReadingAgain);
        ui.add_enabled_ui(read.is_some() && !busy, |ui| {
            let button = ui.button(say!(lang, "ui.readings.use"));
            let button = button.on_hover_text(say!(lang, "ui.readings.use_tip"));
            let button = button.on_disabled_hover_text(say!(lang, "ui.readings.cannot"));
            if let (true, Some(plan)) = (button.clicked(), &read) {
                wishes.push(Command::ReadAgain {
                    layer: Arc::clone(&layer.about.id),
                    plan: Box::new(plan.clone()),
                });
            }
        });
        let copy = say!(lang, "ui.readings.copy");
        if let Some(plan) = &read
            && icon_button_ui(ui, icon::ICON_CONTENT_COPY, &copy, false).clicked()
        {
            ui.ctx().copy_text(plan.crs_lines());
        }
    });
}

/// Readings that were held against the reference, best first; without one, those that the range of the coordinates admits.
fn offers(doubt: &CrsDoubt) -> Vec<Offer> {
    if let Some(against) = doubt
        .against
        .as_ref()
        .filter(|against| !against.tested.is_empty())
    {
        let tested = against.tested.iter().enumerate();
        let listed = tested.filter(|(place, tested)| {
            let is_near = tested.offered || tested.residual_m <= FAR_M;
            *place < LISTED && is_near || tested.reading == Reading::AS_SAID
        });
        return listed
            .map(|(_, tested)| Offer {
                reading: tested.reading,
                residual_m: Some(tested.residual_m),
                better: tested.offered,
            })
            .collect();
    }
    let proposals = doubt.proposals.iter().take(LISTED);
    proposals
        .map(|reading| Offer {
            reading: *reading,
            residual_m: None,
            better: false,
        })
        .collect()
}
