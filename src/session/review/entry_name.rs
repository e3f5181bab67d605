//! What an entry of the log of a dossier is about, in the list of steps.

use crate::model::feature::FeatureRef;
use crate::model::review::checklist::ChecklistAnswer;
use crate::model::review::decision::{Comment, Decision};
use crate::model::review::event::{Deed, Event};
use crate::model::review::key::FindingKey;
use crate::model::review::state::Review;
use crate::model::workspace::Workspace;
use crate::report::rows::title;
use crate::say;
use crate::words::{Bilingual, Lang};

/// So many characters of a remark are shown.
const SHOWN: usize = 40;

/// What the first of so many entries is about that were made at once, as that is called in the workspace; `None` where it is
/// about the review as a whole.
pub fn entry_name(first: &Event, count: usize, review: &Review, workspace: &Workspace) -> Option<Bilingual> {
    let in_words = |lang| {
        if count < 2 {
            return with_rule(first, review, workspace, lang);
        }
        let name = name(first, review, workspace, lang)?;
        Some(say!(lang, "desk.step.and_more", name = name, count = count - 1))
    };
    Some(Bilingual {
        zh: in_words(Lang::Zh)?,
        en: in_words(Lang::En)?,
    })
}

fn name(event: &Event, review: &Review, workspace: &Workspace, lang: Lang) -> Option<String> {
    let title = |name: &FeatureRef| title(workspace, name);
    let of_finding = |key: &FindingKey| format!("{} – {}", title(&key.project), title(&key.zone));
    match &event.deed {
        Deed::Decided(Decision { finding, state, .. }) => {
            Some(format!("{} · {}", state.name(lang), of_finding(finding)))
        }
        Deed::Commented(Comment { text, .. }) => Some(begun(text)),
        Deed::Answered(ChecklistAnswer { project, reply, .. }) => {
            Some(format!("{} · {}", reply.name(lang), title(project)))
        }
        Deed::DataChecked(project) | Deed::UncheckedOpened(project) | Deed::Signed(project) => {
            Some(title(project))
        }
        Deed::RefusedAccepted(layer) => Some(match workspace.layer(layer) {
            Some(layer) => layer.about.name.get(lang).to_owned(),
            None => layer.to_string(),
        }),
        // An undoing of an undoing says what counts again; each is about an earlier one.
        Deed::Undone(number) => {
            let undone = review.event(*number).filter(|undone| undone.seq < event.seq)?;
            let what = say!(lang, &format!("desk.step.{}", undone.deed.code()));
            let about = with_rule(undone, review, workspace, lang);
            Some(about.map_or(what.clone(), |about| format!("{what} · {about}")))
        }
        Deed::Frozen(_) | Deed::Forced(_) => None,
    }
}

/// With the rule, which tells a decision from others about the same project and zone.
fn with_rule(event: &Event, review: &Review, workspace: &Workspace, lang: Lang) -> Option<String> {
    let name = name(event, review, workspace, lang)?;
    let rule = match &event.deed {
        Deed::Decided(decision) => workspace.rules.rule(&decision.finding.rule),
        _ => None,
    };
    Some(rule.map_or(name.clone(), |rule| format!("{name} · {}", rule.title.get(lang))))
}

/// The beginning of the first line.
fn begun(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
