//! What the user is told about a review.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::dossier::diff::VerdictDiff;
use crate::dossier::diff_words::verdict_line_of;
use crate::model::date::Date;
use crate::model::review::decision::Author;
use crate::model::review::reportable::Obstacle;
use crate::say;
use crate::session::notice_level::NoticeLevel;
use crate::words::{Bilingual, Lang};

/// So many projects are named; the rest is counted.
const LISTED: usize = 12;

/// Something about a review.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A dossier could not be opened, and why.
    NotOpened(Bilingual),
    /// An older program has written it; it was brought up to date in a copy, which is open.
    Migrated(PathBuf),
    /// A dossier was written: where, and its run.
    Saved(PathBuf, u64),
    /// It could not be written, and why.
    NotSaved(Bilingual),
    /// An entry was not written, and why.
    NotRecorded(Bilingual),
    /// No dossier is open.
    NoDossier,
    /// The dossier may be read only, and why.
    ReadOnly(Bilingual),
    /// The stored run has no such finding.
    NotInRun,
    /// The project cannot be signed yet: something comes before.
    NotYetSigned,
    /// Entries of somebody else are in the way, who alone may take them back.
    EnteredBy(Author),
    /// Entries of the log are not what the steps of the history have left.
    NotAsStepped,
    /// The log is not what the last session has left, or may only be read: so many of its steps are not offered.
    StepsLeftOut(usize),
    /// No report was written, for these reasons.
    ReportRefused(Vec<Obstacle>),
    /// The workspace is not what was stored.
    NotAsStored,
    /// Rules are judged by another day, and these verdicts are not what they were.
    DayMoved(Box<DayMoved>),
    /// Verdicts of so many projects and of so many rules would flip today, and so many sources have changed.
    Flips {
        /// Verdicts of whole projects.
        projects: usize,
        /// Verdicts of single rules.
        verdicts: usize,
        /// Files.
        sources: usize,
    },
}

/// What another day has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct DayMoved {
    /// The day before.
    pub from: Date,
    /// The day now.
    pub to: Date,
    /// The first verdicts of projects that changed, each with the title of the project.
    pub first: Vec<(String, VerdictDiff)>,
    /// Verdicts of whole projects that changed.
    pub projects: usize,
    /// Rules of which a verdict changed; each counts once, however many projects it is about.
    pub rules: usize,
}

impl DayMoved {
    /// Counts what changed from one day to another; `title` says what a project is called.
    pub fn of(
        (from, to): (Date, Date),
        flips: impl Iterator<Item = VerdictDiff>,
        title: impl Fn(&VerdictDiff) -> String,
    ) -> DayMoved {
        let (whole, single): (Vec<_>, Vec<_>) = flips.partition(|own| own.rule.is_none());
        let rules: HashSet<&String> = single.iter().filter_map(|own| own.rule.as_ref()).collect();
        DayMoved {
            from,
            to,
            projects: whole.len(),
            rules: rules.len(),
            first: whole
                .into_iter()
                .take(LISTED)
                .map(|own| (title(&own), own))
                .collect(),
        }
    }

    /// True where all verdicts are what they were.
    fn is_nothing(&self) -> bool {
        self.projects + self.rules == 0
    }

    fn text(&self, lang: Lang) -> String {
        if self.is_nothing() {
            return say!(
                lang,
                "reviewing.told.day_moved_nothing",
                from = self.from,
                to = self.to
            );
        }
        let first = say!(
            lang,
            "reviewing.told.day_moved",
            from = self.from,
            to = self.to,
            projects = self.projects,
            rules = self.rules
        );
        let named = self.first.iter();
        let lines = named.map(|(title, own)| verdict_line_of(own, title, lang));
        let more = self.projects - self.first.len();
        let more = (more > 0).then(|| say!(lang, "dossier.more", count = more));
        let all = std::iter::once(first).chain(lines).chain(more);
        all.collect::<Vec<_>>().join("\n")
    }
}

impl Told {
    /// How grave it is.
    pub fn level(&self) -> NoticeLevel {
        match self {
            Told::DayMoved(moved) if !moved.is_nothing() => NoticeLevel::Warning,
            Told::Saved(..) | Told::DayMoved(_) => NoticeLevel::Info,
            Told::Migrated(_)
            | Told::Flips { .. }
            | Told::NotInRun
            | Told::NotYetSigned
            | Told::EnteredBy(_)
            | Told::NotAsStepped
            | Told::StepsLeftOut(_)
            | Told::NoDossier
            | Told::NotAsStored => NoticeLevel::Warning,
            Told::NotOpened(_)
            | Told::NotSaved(_)
            | Told::NotRecorded(_)
            | Told::ReadOnly(_)
            | Told::ReportRefused(_) => NoticeLevel::Error,
        }
    }

    /// In words; reasons on lines of their own.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Told::NotOpened(reason) => reason.get(lang).to_owned(),
            Told::Migrated(copy) => say!(lang, "reviewing.told.migrated", path = copy.display()),
            Told::Saved(path, run) => {
                say!(lang, "reviewing.told.saved", path = path.display(), run = run)
            }
            Told::NotSaved(reason) => say!(lang, "reviewing.told.not_saved", reason = reason.get(lang)),
            Told::NotRecorded(reason) => {
                say!(lang, "reviewing.told.not_recorded", reason = reason.get(lang))
            }
            Told::NoDossier => say!(lang, "reviewing.told.no_dossier"),
            Told::ReadOnly(reason) => reason.get(lang).to_owned(),
            Told::NotInRun => say!(lang, "reviewing.told.not_in_run"),
            Told::NotYetSigned => say!(lang, "reviewing.told.not_yet_signed"),
            Told::EnteredBy(author) => say!(lang, "reviewing.told.entered_by", name = author.words()),
            Told::NotAsStepped => say!(lang, "reviewing.told.not_as_stepped"),
            Told::StepsLeftOut(count) => say!(lang, "reviewing.told.steps_left_out", count = count),
            Told::ReportRefused(obstacles) => {
                let first = say!(lang, "reviewing.told.report_refused");
                let lines = obstacles
                    .iter()
                    .map(|obstacle| format!("– {}", obstacle.text(lang)));
                std::iter::once(first).chain(lines).collect::<Vec<_>>().join("\n")
            }
            Told::DayMoved(moved) => moved.text(lang),
            Told::NotAsStored => say!(lang, "reviewing.told.not_as_stored"),
            Told::Flips {
                projects,
                verdicts,
                sources,
            } => say!(
                lang,
                "reviewing.told.flips",
                projects = projects,
                verdicts = verdicts,
                sources = sources
            ),
        }
    }
}
