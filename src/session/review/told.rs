//! What the user is told about a review.

use std::path::PathBuf;

use crate::model::review::reportable::Obstacle;
use crate::say;
use crate::session::notice_level::NoticeLevel;
use crate::words::{Bilingual, Lang};

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
    /// No report was written, for these reasons.
    ReportRefused(Vec<Obstacle>),
    /// The workspace is not what was stored.
    NotAsStored,
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

impl Told {
    /// How grave it is.
    pub fn level(&self) -> NoticeLevel {
        match self {
            Told::Saved(..) => NoticeLevel::Info,
            Told::Migrated(_)
            | Told::Flips { .. }
            | Told::NotInRun
            | Told::NotYetSigned
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
            Told::ReportRefused(obstacles) => {
                let first = say!(lang, "reviewing.told.report_refused");
                let lines = obstacles
                    .iter()
                    .map(|obstacle| format!("– {}", obstacle.text(lang)));
                std::iter::once(first).chain(lines).collect::<Vec<_>>().join("\n")
            }
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
