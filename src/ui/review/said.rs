//! What people have said of a finding, one entry after another.

use eframe::egui::{Color32, Label, RichText, Ui};

use crate::model::review::decision::{Comment, Decision, State};
use crate::model::review::event::{Deed, Event};
use crate::model::review::key::FindingKey;
use crate::say;
use crate::session::Session;
use crate::session::clock::here;
use crate::session::command::Command;
use crate::session::review::state::OpenDossier;
use crate::session::review::step::ReviewStep;
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::widgets::mark_ui;

/// So many characters of a hash are shown; the tooltip has the rest.
const HASH_SHOWN: usize = 12;

/// The colour of what is to become of a finding.
pub fn state_color(palette: &Palette, state: State) -> Color32 {
    match state {
        State::Open => palette.not_checked,
        State::Avoid | State::Minimise | State::Mitigate => palette.clear,
        State::Exempt | State::Dismissed => palette.advice,
        State::NeedsConsultation => palette.near,
    }
}

/// All decisions and remarks about a finding, those that count no more among them, the last one first.
pub fn said_ui(
    ui: &mut Ui,
    session: &Session,
    (open, finding): (&OpenDossier, &FindingKey),
    lang: Lang,
    wishes: &mut Vec<Command>,
) {
    for event in open.review.events().iter().rev() {
        match &event.deed {
            Deed::Decided(decision) if decision.finding == *finding => {
                head_ui(ui, session, (open, event), lang, wishes);
                decision_ui(ui, decision, open.evidence_of(finding), lang);
            }
            Deed::Commented(comment) if comment.finding.as_ref() == Some(finding) => {
                head_ui(ui, session, (open, event), lang, wishes);
                ui.add(Label::new(&comment.text).wrap());
            }
            _ => continue,
        }
        ui.add_space(6.0);
    }
}

/// A remark by itself.
pub fn comment_ui(
    ui: &mut Ui,
    session: &Session,
    (open, event, comment): (&OpenDossier, &Event, &Comment),
    lang: Lang,
    wishes: &mut Vec<Command>,
) {
    head_ui(ui, session, (open, event), lang, wishes);
    ui.add(Label::new(&comment.text).wrap());
    if let Some(finding) = &comment.finding {
        let text = RichText::new(finding.to_string()).small();
        ui.add(Label::new(text.color(Palette::here(ui).faint)).wrap());
    }
}

/// Who and when; whoever made an entry may take it back, and take that back.
fn head_ui(
    ui: &mut Ui,
    session: &Session,
    (open, event): (&OpenDossier, &Event),
    lang: Lang,
    wishes: &mut Vec<Command>,
) {
    let palette = Palette::here(ui);
    let counts = open.review.counts(event);
    ui.horizontal_wrapped(|ui| {
        if let Deed::Decided(decision) = &event.deed {
            mark_ui(
                ui,
                &decision.state.name(lang),
                state_color(palette, decision.state),
            );
        }
        ui.label(RichText::new(event.author.words()).strong());
        ui.label(RichText::new(here(event.at)).small().color(palette.faint));
        ui.label(
            RichText::new(format!("#{}", event.seq))
                .small()
                .color(palette.faint),
        );
        if !counts {
            mark_ui(ui, &say!(lang, "reviewing.card.taken_back"), palette.not_checked);
        }
        let plain = |author: &crate::model::review::decision::Author| author.plain_name();
        let is_own = session.author().map(plain) == Some(event.author.plain_name());
        if counts && is_own && open.can_write() {
            let label = say!(lang, "reviewing.card.take_back");
            let tip = say!(lang, "reviewing.card.take_back_tip");
            if ui.small_button(label).on_hover_text(tip).clicked() {
                wishes.push(Command::Review(ReviewStep::TakeBack(vec![event.seq])));
            }
        }
    });
}

fn decision_ui(ui: &mut Ui, decision: &Decision, evidence: Option<&str>, lang: Lang) {
    let palette = Palette::here(ui);
    if !decision.reason.is_empty() {
        ui.add(Label::new(&decision.reason).wrap());
    }
    if let Some(article) = &decision.article {
        let text = say!(lang, "reviewing.card.by_article", article = article);
        ui.add(Label::new(text).wrap());
    }
    for paper in &decision.attachments {
        let short: String = paper.sha256.chars().take(HASH_SHOWN).collect();
        let text = format!("{} · {} B · SHA-256 {short}…", paper.name, paper.byte_count);
        ui.add(Label::new(RichText::new(text).small().color(palette.faint)).wrap())
            .on_hover_text(&paper.sha256);
    }
    if evidence != Some(decision.evidence.as_str()) {
        let text = say!(lang, "reviewing.card.other_evidence");
        ui.add(Label::new(RichText::new(text).small().color(palette.near)).wrap());
    }
}
