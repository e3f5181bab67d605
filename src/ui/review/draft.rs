//! What is being typed and looked at in a review; nothing of it is written yet.

use std::path::PathBuf;

use geo::Coord;

use crate::model::feature::FeatureRef;
use crate::model::review::decision::{Author, State};
use crate::model::review::key::FindingKey;
use crate::report::export::FileKind;
use crate::words::Lang;

use super::page_view::PageView;

/// What is being typed and looked at.
#[derive(Debug, Default)]
pub struct ReviewView {
    /// The decision on the picked finding.
    pub decision: DecisionDraft,
    /// The decision on several findings at once.
    pub together: TogetherDraft,
    /// Who sits here.
    pub name: NameDraft,
    /// Where to store a dossier.
    pub save_path: String,
    /// A remark.
    pub comment: CommentDraft,
    /// The next click on the map says where a remark belongs.
    pub placing: bool,
    /// The remark on the map that is open, by the number of its entry.
    pub open_pin: Option<u64>,
    /// A report.
    pub report: ReportDraft,
    /// The project whose steps are shown.
    pub project: Option<FeatureRef>,
    /// The day that the dossier is to be held against.
    pub day: String,
    /// Where its sources are.
    pub sources: String,
    /// A folder that the system is to show.
    pub folder_to_show: Option<PathBuf>,
}

/// A decision being made.
#[derive(Debug, Default)]
pub struct DecisionDraft {
    /// The finding that it is about.
    pub finding: Option<FindingKey>,
    /// What is to become of it.
    pub state: State,
    /// The article that exempts.
    pub article: String,
    /// Why.
    pub reason: String,
    /// Files that it rests on.
    pub attach: Vec<PathBuf>,
    /// A path being typed.
    pub path: String,
    /// Somebody has chosen what is to become of it, and has not written it yet.
    pub is_begun: bool,
    /// The field for the reason is to have the focus.
    pub focus: bool,
    /// The reason that was given last, for whoever gives it again.
    pub last_reason: String,
}

/// A decision on several findings at once.
#[derive(Debug, Default)]
pub struct TogetherDraft {
    /// The findings.
    pub findings: Vec<FindingKey>,
    /// The first of them, in words.
    pub named: Vec<String>,
    /// So many others were chosen that the stored run does not have.
    pub not_in_run: usize,
    /// What is to become of them, and why.
    pub draft: DecisionDraft,
}

/// A name being typed.
#[derive(Debug, Default)]
pub struct NameDraft {
    /// The name.
    pub name: String,
    /// The role.
    pub role: String,
    /// The fields have been filled with what is known.
    pub begun: bool,
}

/// A remark being typed.
#[derive(Debug, Default)]
pub struct CommentDraft {
    /// What is said.
    pub text: String,
    /// About this finding.
    pub finding: Option<FindingKey>,
    /// Where, in the plane of the workspace.
    pub place: Option<Coord<f64>>,
}

/// A report being set up.
#[derive(Debug)]
pub struct ReportDraft {
    /// The folder.
    pub folder: String,
    /// The kinds of file.
    pub kinds: Vec<FileKind>,
    /// The language; `None` for that of the window.
    pub lang: Option<Lang>,
    /// Why it is made although something speaks against it.
    pub reason: String,
    /// The page that is looked at.
    pub pages: PageView,
}

impl ReviewView {
    /// Begins with another workspace. Who sits here, and how reports are made, stays.
    pub fn begin(&mut self) {
        *self = ReviewView {
            name: std::mem::take(&mut self.name),
            report: std::mem::take(&mut self.report),
            ..ReviewView::default()
        };
    }
}

impl Default for ReportDraft {
    fn default() -> ReportDraft {
        ReportDraft {
            folder: "report".to_owned(),
            kinds: FileKind::REPORTS.to_vec(),
            lang: None,
            reason: String::new(),
            pages: PageView::default(),
        }
    }
}

/// Why a decision cannot be written as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Its reason.
    Reason,
    /// Its article.
    Article,
}

impl DecisionDraft {
    /// Begins anew where another finding is picked: with that state, and nothing else.
    pub fn follow(&mut self, finding: &FindingKey, state: State) {
        if self.finding.as_ref() != Some(finding) {
            *self = DecisionDraft {
                finding: Some(finding.clone()),
                state,
                last_reason: std::mem::take(&mut self.last_reason),
                ..DecisionDraft::default()
            };
        }
    }

    /// What it lacks; `None` where it can be written.
    pub fn lack(&self) -> Option<Lack> {
        let is_blank = |text: &str| text.trim().is_empty();
        if self.state != State::Open && is_blank(&self.reason) {
            Some(Lack::Reason)
        } else if self.state == State::Exempt && is_blank(&self.article) {
            Some(Lack::Article)
        } else {
            None
        }
    }

    /// Somebody chooses what is to become of it, and has a reason to give.
    pub fn choose(&mut self, state: State) {
        self.state = state;
        self.is_begun = true;
        self.focus = state != State::Open;
    }

    /// It was written: the fields are free for the next one.
    pub fn written(&mut self) {
        self.is_begun = false;
        self.last_reason = std::mem::take(&mut self.reason);
        self.article.clear();
        self.attach.clear();
        self.path.clear();
    }
}

impl NameDraft {
    /// Fills the fields with what is known, once.
    pub fn begin(&mut self, known: Option<&Author>) {
        if !self.begun {
            let known = known.cloned();
            self.name = known.as_ref().map(|own| own.name.clone()).unwrap_or_default();
            self.role = known.map(|own| own.role).unwrap_or_default();
            self.begun = true;
        }
    }

    /// Whom the fields name; `None` for nobody.
    pub fn author(&self) -> Option<Author> {
        let author = Author {
            name: self.name.trim().to_owned(),
            role: self.role.trim().to_owned(),
        };
        (!author.name.is_empty()).then_some(author)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_decision_lacks() {
        let check = |state, reason: &str, article: &str, expected| {
            let draft = DecisionDraft {
                state,
                reason: reason.into(),
                article: article.into(),
                ..DecisionDraft::default()
            };
            assert_eq!(draft.lack(), expected, "{state:?} {reason:?} {article:?}");
        };
        check(State::Open, "", "", None);
        check(State::Avoid, " ", "", Some(Lack::Reason));
        check(State::Avoid, "r", "", None);
        check(State::Exempt, "", "a", Some(Lack::Reason));
        check(State::Exempt, "r", "", Some(Lack::Article));
        check(State::Exempt, "r", "a", None);
    }

    #[test]
    fn another_finding_begins_anew() {
        let mut draft = DecisionDraft::default();
        draft.follow(&FindingKey::sample("1"), State::Open);
        draft.reason = "one".into();
        draft.follow(&FindingKey::sample("1"), State::Avoid);
        assert_eq!((draft.state, draft.reason.as_str()), (State::Open, "one"));
        draft.written();
        draft.follow(&FindingKey::sample("2"), State::Avoid);
        let told = (draft.state, draft.reason.as_str(), draft.last_reason.as_str());
        assert_eq!(told, (State::Avoid, "", "one"));
    }
}
