//! The card of a finding: what people decide about it, and what they have said.

use std::path::PathBuf;

use eframe::egui::{Align, Button, InputState, Key, Label, Modifiers, RichText, TextEdit, Ui};

use crate::model::finding::Finding;
use crate::model::review::decision::State;
use crate::model::review::key::FindingKey;
use crate::model::review::standing::{NAMES_TO_CLOSE, Standing, standing};
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::notice::NoticeKind;
use crate::session::review::state::OpenDossier;
use crate::session::review::step::{DecisionWish, ReviewStep};
use crate::session::review::told::Told;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState, Window};
use super::super::widgets::{main_button_ui, mark_ui, section_ui};
use super::draft::{CommentDraft, DecisionDraft, Lack};
use super::said::{said_ui, state_color};
use super::together::{decide_together, has_several};

/// The states in the order of their keys, 1 to 7: those that take less land first, as the law ranks them.
pub const BY_KEY: [State; 7] = [
    State::Avoid,
    State::Minimise,
    State::Mitigate,
    State::Exempt,
    State::Dismissed,
    State::NeedsConsultation,
    State::Open,
];

/// What people say of the picked finding, and what the one who sits here wants to say.
pub fn card_ui(
    ui: &mut Ui,
    session: &Session,
    finding: &Finding,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let (lang, palette) = (view.lang, Palette::here(ui));
    section_ui(ui, &say!(lang, "reviewing.card.title"));
    let Some(open) = session.dossier() else {
        let text = RichText::new(say!(lang, "reviewing.card.no_dossier")).color(palette.faint);
        ui.add(Label::new(text).wrap());
        if ui.button(say!(lang, "ui.command.save_dossier.label")).clicked() {
            view.window = Some(Window::SaveDossier);
        }
        return;
    };
    let key = FindingKey::of(finding);
    let evidence = open.evidence_of(&key);
    let stands = standing(&open.review, &key, evidence);
    marks_ui(ui, &stands, evidence.is_some(), lang);
    if evidence.is_none() {
        let text = RichText::new(say!(lang, "reviewing.told.not_in_run")).color(palette.near);
        ui.add(Label::new(text).wrap());
    } else if open.can_write() {
        view.review.decision.follow(&key, stands.state);
        form_ui(ui, &key, view, wishes);
        together_ui(ui, session, view);
    }
    ui.add_space(4.0);
    said_ui(ui, session, (open, &key), lang, wishes);
    if open.can_write() && ui.button(say!(lang, "reviewing.card.comment")).clicked() {
        view.review.comment = CommentDraft {
            finding: Some(key),
            ..CommentDraft::default()
        };
        view.window = Some(Window::Comment);
    }
}

/// The way to decide all that are chosen in the table.
fn together_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    if !has_several(session, view) {
        return;
    }
    let count = view.findings.chosen.len();
    let label = say!(view.lang, "reviewing.together.open", count = count);
    if ui.button(label).clicked() {
        let state = view.review.decision.state;
        decide_together(session, view, state);
    }
}

/// How a finding stands, in marks; what is amiss in the colours of what is amiss.
pub fn marks_ui(ui: &mut Ui, stands: &Standing, is_in_run: bool, lang: Lang) {
    let palette = Palette::here(ui);
    ui.horizontal_wrapped(|ui| {
        mark_ui(ui, &stands.state.name(lang), state_color(palette, stands.state));
        if stands.closed {
            mark_ui(ui, &say!(lang, "review.mark.closed"), palette.clear);
        }
        if stands.lacks_second_name() {
            mark_ui(ui, &say!(lang, "reviewing.card.second_name"), palette.near).on_hover_text(say!(
                lang,
                "reviewing.card.names",
                count = NAMES_TO_CLOSE
            ));
        }
        if stands.differs {
            mark_ui(ui, &say!(lang, "review.mark.differs"), palette.conflict);
        }
        if stands.outdated && is_in_run {
            mark_ui(ui, &say!(lang, "review.mark.outdated"), palette.near);
        }
    });
}

fn form_ui(ui: &mut Ui, key: &FindingKey, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let draft = &mut view.review.decision;
    states_ui(ui, draft, lang);
    if !draft.is_begun {
        return;
    }
    article_ui(ui, draft, lang);
    let by_key = reason_ui(ui, draft, lang);
    let lack = draft.lack();
    ui.horizontal_wrapped(|ui| {
        let mut pressed = false;
        ui.add_enabled_ui(lack.is_none(), |ui| {
            let tip = say!(lang, "reviewing.card.record_tip");
            pressed = main_button_ui(ui, &say!(lang, "reviewing.card.record"))
                .on_hover_text(tip)
                .clicked();
        });
        if (pressed || by_key) && lack.is_none() {
            wishes.push(recorded(vec![key.clone()], draft));
        }
        lack_ui(ui, lack, lang);
    });
    papers_ui(ui, draft, &mut view.asked, lang);
}

/// What is still missing, if anything.
pub fn lack_ui(ui: &mut Ui, lack: Option<Lack>, lang: Lang) {
    let text = match lack {
        Some(Lack::Reason) => say!(lang, "review.refused.no_reason"),
        Some(Lack::Article) => say!(lang, "review.refused.no_article"),
        None => return,
    };
    ui.label(RichText::new(text).small().color(Palette::here(ui).near));
}

/// By which article, where one exempts.
pub fn article_ui(ui: &mut Ui, draft: &mut DecisionDraft, lang: Lang) {
    if draft.state != State::Exempt {
        return;
    }
    let label = ui.label(say!(lang, "reviewing.card.article"));
    let hint = say!(lang, "reviewing.card.article_hint");
    let field = TextEdit::singleline(&mut draft.article)
        .hint_text(hint)
        .desired_width(f32::INFINITY);
    ui.add(field).labelled_by(label.id);
}

/// Why; true where Ctrl+Enter was pressed in the field.
pub fn reason_ui(ui: &mut Ui, draft: &mut DecisionDraft, lang: Lang) -> bool {
    let label = ui.label(say!(lang, "reviewing.card.reason"));
    let field = TextEdit::multiline(&mut draft.reason)
        .desired_rows(2)
        .desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    if std::mem::take(&mut draft.focus) {
        field.request_focus();
        field.scroll_to_me(Some(Align::Center));
    }
    if draft.reason.is_empty() && !draft.last_reason.is_empty() {
        let text = say!(lang, "reviewing.card.same_reason", reason = draft.last_reason);
        if ui.link(RichText::new(text).small()).clicked() {
            draft.reason.clone_from(&draft.last_reason);
        }
    }
    let enter = |input: &mut InputState| input.consume_key(Modifiers::COMMAND, Key::Enter);
    field.has_focus() && ui.input_mut(enter)
}

/// One button for each state, with its key.
pub fn states_ui(ui: &mut Ui, draft: &mut DecisionDraft, lang: Lang) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (state, number) in BY_KEY.into_iter().zip(1..) {
            let chosen = draft.state == state;
            let text = RichText::new(format!("{number} {}", state.name(lang)));
            if ui.add(Button::selectable(chosen, text)).clicked() {
                draft.choose(state);
            }
        }
    });
}

/// Files that the decision rests on; their names and hashes are kept, not they themselves.
pub fn papers_ui(ui: &mut Ui, draft: &mut DecisionDraft, asked: &mut Option<Ask>, lang: Lang) {
    let mut gone = None;
    for (place, path) in draft.attach.iter().enumerate() {
        ui.horizontal(|ui| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            ui.label(name).on_hover_text(path.display().to_string());
            if ui.small_button(say!(lang, "reviewing.card.detach")).clicked() {
                gone = Some(place);
            }
        });
    }
    if let Some(place) = gone {
        draft.attach.remove(place);
    }
    ui.collapsing(say!(lang, "reviewing.card.attach"), |ui| {
        let how = RichText::new(say!(lang, "reviewing.card.attach_how")).small();
        ui.add(Label::new(how.color(Palette::here(ui).faint)).wrap());
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut draft.path).desired_width(150.0);
            ui.add(field).on_hover_text(say!(lang, "reviewing.card.path"));
            let path = draft.path.trim().trim_matches('"').to_owned();
            let add = say!(lang, "reviewing.card.add_paper");
            if ui.add_enabled(!path.is_empty(), Button::new(add)).clicked() {
                draft.attach.push(PathBuf::from(path));
                draft.path.clear();
            }
            if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
                *asked = Some(Ask::Attachment);
            }
        });
    });
}

/// Wishes that a draft is written about these findings, and frees its fields for the next one.
pub fn recorded(findings: Vec<FindingKey>, draft: &mut DecisionDraft) -> Command {
    let is_exempt = draft.state == State::Exempt;
    let wish = DecisionWish {
        findings,
        state: draft.state,
        article: is_exempt.then(|| draft.article.trim().to_owned()),
        reason: draft.reason.trim().to_owned(),
        attach: draft.attach.clone(),
    };
    draft.written();
    Command::Review(ReviewStep::Decide(Box::new(wish)))
}

/// A key was pressed: where several findings are chosen, somebody is asked once for all of them; else the state is chosen in
/// the card of the picked finding. Opening it again needs no reason and is written at once, and so is what has its reason
/// already.
pub fn decide_by_key(session: &Session, view: &mut ViewState, state: State, wishes: &mut Vec<Command>) {
    if session.dossier().is_none() {
        return wishes.push(Command::Tell(NoticeKind::Review(Told::NoDossier)));
    }
    let Some((open, finding)) = picked(session) else {
        return;
    };
    if has_several(session, view) {
        return decide_together(session, view, state);
    }
    let key = FindingKey::of(finding);
    let Some(evidence) = open.evidence_of(&key).filter(|_| open.can_write()) else {
        return;
    };
    let stands = standing(&open.review, &key, Some(evidence));
    let draft = &mut view.review.decision;
    draft.follow(&key, stands.state);
    draft.choose(state);
    view.dock.show(Pane::Inspector);
    if draft.lack().is_none() && (state != State::Open || stands.people > 0) {
        wishes.push(recorded(vec![key], draft));
    }
}

/// The picked finding, where a dossier is open.
pub fn picked(session: &Session) -> Option<(&OpenDossier, &Finding)> {
    let screening = session.screening()?;
    let finding = session.selection().finding_of(screening)?;
    Some((session.dossier()?, finding))
}
