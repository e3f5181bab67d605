//! What the user is told: kept as data, put into words where it is shown, and there until dismissed.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::problem::Problem;
use crate::report::export::Exported;
use crate::report::layers::order::{LayersWritten, WrittenLayer};
use crate::say;
use crate::words::{Bilingual, Lang};

use super::job_kind::JobKind;
use super::location::LocationAccount;
use super::lost_steps::LostSteps;
pub use super::notice_level::NoticeLevel;
use super::review::told::Told;
use super::sources::Changes;

/// Something that the user is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Unique in the session; names it when it is dismissed.
    pub id: u64,
    /// How grave it is.
    pub level: NoticeLevel,
    /// What it says.
    pub about: NoticeKind,
}

/// What a notice says.
#[derive(Clone, Debug, PartialEq)]
pub enum NoticeKind {
    /// Nothing could be opened, and why.
    NotOpened(Vec<Problem>),
    /// Files that were no data were left out.
    LeftOut(Vec<Problem>),
    /// Steps of an earlier session are gone.
    HistoryLost(LostSteps),
    /// A layer could not be read again, and why; it is as it was.
    NotReadAgain(Vec<Problem>),
    /// Files of open layers are not what they were; the layers are as they were read.
    SourcesChanged(Changes),
    /// The geometry of a layer was examined; how many oddities were found.
    Checked(Arc<str>, usize),
    /// Some of the input could not be taken as it was.
    Problems(usize),
    /// Files were read without a question, and these fields got a meaning by their names.
    ImportedAs(Vec<String>),
    /// A job ended by a fault of the program.
    JobFailed(JobKind, String),
    /// These files were written.
    Exported(Vec<PathBuf>),
    /// The workspace was saved, with what was drawn beside it.
    Saved(Vec<PathBuf>),
    /// A file could not be written; which, and the reason.
    NotExported(String),
    /// The workspace could not be saved; the reason.
    NotSaved(String),
    /// The workspace was not saved in that file before another was opened.
    LeftUnsaved(PathBuf),
    /// A style or places could not be written; the reason.
    NotWritten(String),
    /// These layers were written, and what the format could not hold of them.
    LayersExported(Vec<WrittenLayer>),
    /// Layers could not be written; the reasons.
    LayersNotExported(Vec<String>),
    /// The map could not be drawn or written; the reason.
    NotDrawn(String),
    /// There is no screening to export.
    NothingToExport,
    /// The newest state is not screened yet, so its findings cannot be exported.
    StillScreening,
    /// A file says of no way to draw a layer, and why.
    StyleNotRead(String),
    /// A file of what is remembered said nothing sensible, and why; it is begun afresh.
    MemoryBroken {
        /// The name of the file.
        file: String,
        /// The reason, as the reader of the form gives it.
        reason: String,
    },
    /// A key that somebody has chosen for a command cannot be had, and why.
    KeyRefused(Bilingual),
    /// What is to be remembered could not be written; the file and the reason.
    NotRemembered(PathBuf, String),
    /// The example is in none of these folders.
    NoExample(Vec<PathBuf>),
    /// Nobody has said yet whether to go on where a crash has ended the last session.
    RecoveryLater,
    /// There is no slot in which this window could be kept.
    WindowNotKept,
    /// Layers that were added lie outside of what the map shows: their ids and names.
    OutOfSight(Vec<(Arc<str>, Bilingual)>),
    /// The system's dialog for files has not come up.
    NoFileDialog,
    /// The last session was gone on with, and this was not opened though it was named.
    LeftForRecovery(Vec<PathBuf>),
    /// A selection by location has found nothing, or could not compare everything.
    Located(LocationAccount),
    /// Something about a review.
    Review(Told),
}

impl NoticeKind {
    /// How grave it is.
    pub fn level(&self) -> NoticeLevel {
        match self {
            NoticeKind::Exported(_)
            | NoticeKind::Saved(_)
            | NoticeKind::ImportedAs(_)
            | NoticeKind::LeftOut(_)
            | NoticeKind::Checked(_, 0) => NoticeLevel::Info,
            NoticeKind::LayersExported(layers) if layers.iter().all(|layer| layer.losses.is_empty()) => {
                NoticeLevel::Info
            }
            NoticeKind::Located(account) if account.not_compared.is_empty() => NoticeLevel::Info,
            NoticeKind::Located(_) | NoticeKind::LayersExported(_) => NoticeLevel::Warning,
            NoticeKind::Problems(_)
            | NoticeKind::HistoryLost(_)
            | NoticeKind::Checked(..)
            | NoticeKind::SourcesChanged(_)
            | NoticeKind::NothingToExport
            | NoticeKind::MemoryBroken { .. }
            | NoticeKind::KeyRefused(_)
            | NoticeKind::RecoveryLater
            | NoticeKind::WindowNotKept
            | NoticeKind::OutOfSight(_)
            | NoticeKind::NoFileDialog
            | NoticeKind::LeftForRecovery(_)
            | NoticeKind::NoExample(_)
            | NoticeKind::NotRemembered(..)
            | NoticeKind::StillScreening => NoticeLevel::Warning,
            NoticeKind::NotOpened(_)
            | NoticeKind::NotReadAgain(_)
            | NoticeKind::StyleNotRead(_)
            | NoticeKind::JobFailed(..)
            | NoticeKind::NotExported(_)
            | NoticeKind::NotSaved(_)
            | NoticeKind::LeftUnsaved(_)
            | NoticeKind::NotWritten(_)
            | NoticeKind::LayersNotExported(_)
            | NoticeKind::NotDrawn(_) => NoticeLevel::Error,
            NoticeKind::Review(told) => told.level(),
        }
    }

    /// In words: what happened first, details on lines of their own.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            NoticeKind::NotOpened(problems) => with_lines(say!(lang, "session.not_opened"), problems, lang),
            NoticeKind::HistoryLost(lost) => {
                let text = with_lines(say!(lang, "session.history_lost"), &lost.files, lang);
                let kept = lost.kept.as_ref().map(|path| path.display().to_string());
                let kept = kept.map(|path| say!(lang, "session.history_kept", path = path));
                std::iter::once(text).chain(kept).collect::<Vec<_>>().join("\n")
            }
            NoticeKind::LeftOut(problems) => with_lines(say!(lang, "session.left_out"), problems, lang),
            NoticeKind::NotReadAgain(problems) => {
                with_lines(say!(lang, "session.not_read_again"), problems, lang)
            }
            NoticeKind::Checked(layer, 0) => say!(lang, "session.checked_none", layer = layer),
            NoticeKind::Checked(layer, count) => say!(lang, "session.checked", layer = layer, count = count),
            NoticeKind::SourcesChanged(changes) => changes_text(changes, lang),
            NoticeKind::Problems(count) => say!(lang, "session.problems", count = count),
            NoticeKind::ImportedAs(meanings) => with_texts(say!(lang, "import.imported_as"), meanings),
            NoticeKind::JobFailed(kind, detail) => {
                say!(lang, "session.job_failed", job = kind.name(lang), detail = detail)
            }
            NoticeKind::Exported(files) => {
                with_paths(say!(lang, "session.exported", count = files.len()), files)
            }
            NoticeKind::Saved(files) => with_paths(say!(lang, "session.saved"), files),
            NoticeKind::LeftForRecovery(files) => with_paths(say!(lang, "desk.recover.left"), files),
            NoticeKind::StyleNotRead(reason) => say!(lang, "desk.style_not_read", reason = reason),
            NoticeKind::MemoryBroken { file, reason } => {
                say!(lang, "desk.broken", file = file, reason = reason)
            }
            NoticeKind::KeyRefused(words) => words.get(lang).to_owned(),
            NoticeKind::NoExample(places) => with_paths(say!(lang, "session.no_example"), places),
            NoticeKind::RecoveryLater => say!(lang, "desk.recover.later"),
            NoticeKind::WindowNotKept => say!(lang, "desk.recover.no_room"),
            NoticeKind::OutOfSight(layers) => away_text(layers, lang),
            NoticeKind::NoFileDialog => say!(lang, "session.no_file_dialog"),
            NoticeKind::NotRemembered(path, reason) => {
                say!(lang, "desk.not_kept", path = path.display(), reason = reason)
            }
            NoticeKind::NotExported(reason) => say!(lang, "session.not_exported", reason = reason),
            NoticeKind::NotSaved(reason) => say!(lang, "desk.not_saved", reason = reason),
            NoticeKind::LeftUnsaved(file) => {
                with_paths(say!(lang, "desk.left_unsaved"), std::slice::from_ref(file))
            }
            NoticeKind::NotWritten(reason) => say!(lang, "desk.not_written", reason = reason),
            NoticeKind::LayersExported(layers) => {
                let lines: Vec<String> = layers.iter().flat_map(|layer| layer_lines(layer, lang)).collect();
                let count: usize = layers.iter().map(|layer| layer.paths.len()).sum();
                with_texts(say!(lang, "session.exported", count = count), &lines)
            }
            NoticeKind::LayersNotExported(reasons) => {
                say!(lang, "export.failed", reason = reasons.join("\n"))
            }
            NoticeKind::NotDrawn(reason) => say!(lang, "session.not_drawn", reason = reason),
            NoticeKind::NothingToExport => say!(lang, "session.nothing_to_export"),
            NoticeKind::StillScreening => say!(lang, "session.still_screening"),
            NoticeKind::Located(account) => account.text(lang),
            NoticeKind::Review(told) => told.text(lang),
        }
    }
}

fn with_lines(first: String, problems: &[Problem], lang: Lang) -> String {
    let lines: Vec<String> = problems.iter().map(|problem| problem.line(lang)).collect();
    with_texts(first, &lines)
}

fn with_paths(first: String, paths: &[PathBuf]) -> String {
    let lines: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    with_texts(first, &lines)
}

fn with_texts(first: String, lines: &[String]) -> String {
    let lines = lines.iter().cloned();
    std::iter::once(first).chain(lines).collect::<Vec<_>>().join("\n")
}

fn away_text(layers: &[(Arc<str>, Bilingual)], lang: Lang) -> String {
    let names: Vec<&str> = layers.iter().map(|(_, name)| name.get(lang)).collect();
    let layers = names.join(if lang == Lang::Zh { "、" } else { ", " });
    say!(lang, "session.out_of_sight", layers = layers)
}

fn changes_text(changes: &Changes, lang: Lang) -> String {
    let listed = |layers: &[Arc<str>]| layers.join(if lang == Lang::Zh { "、" } else { ", " });
    let line = |key: &str, layers: &[Arc<str>]| {
        (!layers.is_empty()).then(|| say!(lang, key, layers = listed(layers)))
    };
    let lines = [
        line("session.source_changed", &changes.changed),
        line("session.source_missing", &changes.missing),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Files, number of features, losses.
fn layer_lines(layer: &WrittenLayer, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = layer
        .paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    lines.push(say!(
        lang,
        "export.written",
        layer = layer.id,
        count = layer.feature_count
    ));
    lines.extend(
        layer
            .losses
            .lines(lang)
            .into_iter()
            .map(|line| format!("    {line}")),
    );
    lines
}

/// What is to be read, newest last.
#[derive(Debug, Default)]
pub struct Notices {
    told: Vec<Notice>,
    next_id: u64,
}

impl Notices {
    /// Tells something. What is told already is not told twice.
    pub fn tell(&mut self, about: NoticeKind) {
        if self.told.iter().any(|notice| notice.about == about) {
            return;
        }
        self.next_id += 1;
        self.told.push(Notice {
            id: self.next_id,
            level: about.level(),
            about,
        });
    }

    /// Tells which files are not what they were, instead of what was told of them before.
    pub fn tell_changes(&mut self, changes: Changes) {
        self.told
            .retain(|notice| !matches!(notice.about, NoticeKind::SourcesChanged(_)));
        if !changes.is_empty() {
            self.tell(NoticeKind::SourcesChanged(changes));
        }
    }

    /// Tells which files of findings were written, and which were not.
    pub fn tell_exported(&mut self, exported: Exported, lang: Lang) {
        for error in exported.failed {
            self.tell(NoticeKind::NotExported(error.text(lang)));
        }
        if !exported.written.is_empty() {
            self.tell(NoticeKind::Exported(exported.written));
        }
    }

    /// Tells which layers were written, and which were not.
    pub fn tell_layers_written(&mut self, done: LayersWritten, lang: Lang) {
        if !done.failed.is_empty() {
            let reasons = done.failed.iter().map(|error| error.text(lang)).collect();
            self.tell(NoticeKind::LayersNotExported(reasons));
        }
        if !done.written.is_empty() {
            self.tell(NoticeKind::LayersExported(done.written));
        }
    }

    /// Takes back what is not so any more.
    pub fn retract(&mut self, is_old: impl Fn(&NoticeKind) -> bool) {
        self.told.retain(|notice| !is_old(&notice.about));
    }

    /// The notice was read.
    pub fn dismiss(&mut self, id: u64) {
        self.told.retain(|notice| notice.id != id);
    }

    /// All that is not dismissed, oldest first.
    pub fn all(&self) -> &[Notice] {
        &self.told
    }
}
