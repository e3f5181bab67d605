//! A remark being written: about a finding, a place, or the review as a whole.

use eframe::egui::{InputState, Key, Label, Modifiers, RichText, TextEdit, Ui};

use crate::model::review::decision::Comment;
use crate::model::review::event::Deed;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::step::ReviewStep;

use super::super::map::coordinates::coordinate_texts;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{main_button_ui, right_ui};
use super::super::window_focus::focus_first;

/// What is said, and about what.
pub fn comment_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (lang, palette) = (view.lang, Palette::here(ui));
    let draft = &mut view.review.comment;
    ui.set_width(420.0);
    ui.heading(say!(lang, "reviewing.comment.title"));
    let place = draft.place.zip(session.workspace());
    let texts = place
        .and_then(|(place, workspace)| coordinate_texts(&workspace.crs, &workspace.ruler(), place, lang));
    let about = [
        draft.finding.as_ref().map(ToString::to_string),
        texts.map(|texts| texts.plane),
    ];
    for text in about.into_iter().flatten() {
        ui.add(Label::new(RichText::new(text).color(palette.faint)).wrap());
    }
    ui.add_space(6.0);
    let label = ui.label(say!(lang, "reviewing.comment.text"));
    let field = TextEdit::multiline(&mut draft.text)
        .desired_rows(4)
        .desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    focus_first(&field);
    let enter = |input: &mut InputState| input.consume_key(Modifiers::COMMAND, Key::Enter);
    let entered = field.has_focus() && ui.input_mut(enter);
    ui.add_space(10.0);
    let is_said = !draft.text.trim().is_empty();
    let mut done = false;
    right_ui(ui, |ui| {
        ui.add_enabled_ui(is_said, |ui| {
            let tip = say!(lang, "reviewing.card.record_tip");
            let button = main_button_ui(ui, &say!(lang, "reviewing.comment.do")).on_hover_text(tip);
            if button.clicked() || (entered && is_said) {
                let draft = std::mem::take(draft);
                let comment = Comment {
                    finding: draft.finding,
                    text: draft.text,
                    place: draft.place,
                };
                wishes.push(Command::Review(ReviewStep::Do(Deed::Commented(comment))));
                done = true;
            }
        });
        done |= ui.button(say!(lang, "ui.cancel")).clicked();
    });
    if done {
        view.window = None;
    }
}
