//! Who sits before the program: asked for once, never guessed.

use eframe::egui::{Key, Label, RichText, TextEdit, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::step::ReviewStep;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{main_button_ui, right_ui};

/// Name and role.
pub fn name_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let draft = &mut view.review.name;
    let begins = !draft.begun;
    draft.begin(session.author());
    ui.set_width(400.0);
    ui.heading(say!(lang, "reviewing.name.title"));
    let how = RichText::new(say!(lang, "reviewing.name.how")).color(Palette::here(ui).faint);
    ui.add(Label::new(how).wrap());
    ui.add_space(6.0);
    let label = ui.label(say!(lang, "reviewing.name.name"));
    let field = TextEdit::singleline(&mut draft.name).desired_width(f32::INFINITY);
    let name = ui.add(field).labelled_by(label.id);
    if begins {
        name.request_focus();
    }
    let label = ui.label(say!(lang, "reviewing.name.role"));
    let hint = say!(lang, "reviewing.name.role_hint");
    let field = TextEdit::singleline(&mut draft.role)
        .hint_text(hint)
        .desired_width(f32::INFINITY);
    ui.add(field).labelled_by(label.id);
    ui.add_space(10.0);
    let author = draft.author();
    let mut answer = None;
    let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Enter) && author.is_some() {
        answer = Some(author.clone());
    } else if pressed(Key::Escape) {
        answer = Some(None);
    }
    right_ui(ui, |ui| {
        ui.add_enabled_ui(author.is_some(), |ui| {
            if main_button_ui(ui, &say!(lang, "reviewing.name.do")).clicked() {
                answer = Some(author.clone());
            }
        });
        if ui.button(say!(lang, "ui.cancel")).clicked() {
            answer = Some(None);
        }
    });
    if let Some(author) = answer {
        draft.begun = false;
        wishes.push(Command::Review(ReviewStep::Name(author)));
    }
}
