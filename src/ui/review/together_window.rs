//! Several findings decided at once: asked for once, written as one step.

use eframe::egui::{Label, RichText, Ui};

use crate::say;
use crate::session::command::Command;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{main_button_ui, right_ui};
use super::card::{article_ui, lack_ui, papers_ui, reason_ui, recorded, states_ui};

/// Width of the window, in pixels.
const WIDTH_PX: f32 = 520.0;

/// Which findings, what becomes of them, and why.
pub fn together_window_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (lang, palette) = (view.lang, Palette::here(ui));
    let together = &mut view.review.together;
    let count = together.findings.len();
    ui.set_width(WIDTH_PX);
    ui.heading(say!(lang, "reviewing.together.title", count = count));
    for name in &together.named {
        ui.add(Label::new(RichText::new(name).color(palette.faint)).truncate());
    }
    let more = count.saturating_sub(together.named.len());
    if more > 0 {
        let text = say!(lang, "reviewing.together.more", count = more);
        ui.label(RichText::new(text).color(palette.faint));
    }
    if together.not_in_run > 0 {
        let text = say!(lang, "reviewing.together.not_in_run", count = together.not_in_run);
        ui.add(Label::new(RichText::new(text).color(palette.near)).wrap());
    }
    ui.add_space(6.0);
    let draft = &mut together.draft;
    states_ui(ui, draft, lang);
    article_ui(ui, draft, lang);
    let by_key = reason_ui(ui, draft, lang);
    papers_ui(ui, draft, &mut view.asked, lang);
    ui.add_space(8.0);
    let lack = draft.lack();
    let can_record = lack.is_none() && count > 0;
    lack_ui(ui, lack, lang);
    let mut done = false;
    right_ui(ui, |ui| {
        ui.add_enabled_ui(can_record, |ui| {
            let label = say!(lang, "reviewing.together.do", count = count);
            let tip = say!(lang, "reviewing.card.record_tip");
            let pressed = main_button_ui(ui, &label).on_hover_text(tip).clicked();
            if (pressed || by_key) && can_record {
                let findings = std::mem::take(&mut together.findings);
                wishes.push(recorded(findings, &mut together.draft));
                view.review
                    .decision
                    .last_reason
                    .clone_from(&together.draft.last_reason);
                done = true;
            }
        });
        done |= ui.button(say!(lang, "ui.cancel")).clicked();
    });
    if done {
        view.window = None;
    }
}
