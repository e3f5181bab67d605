//! What can go wrong with a dossier, in words.

use std::io;
use std::path::PathBuf;

use crate::formats::raw::Unread;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::state::Refused;
use crate::progress::Cancelled;
use crate::report::files::WriteError;
use crate::say;
use crate::words::Lang;

use super::lock::Holder;

/// What can go wrong with a dossier.
#[derive(Debug, thiserror::Error)]
pub enum DossierFault {
    /// There is no such file.
    #[error("there is no such file [{}]", .0.display())]
    Missing(PathBuf),
    /// It is something else.
    #[error("no dossier [{}]", .0.display())]
    NotADossier(PathBuf),
    /// It cannot be read, or its pages are damaged.
    #[error("damaged: {detail} [{}]", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A part of it says what means nothing.
    #[error("{part}: {detail}")]
    Content {
        /// Which part.
        part: String,
        /// What was found.
        detail: String,
    },
    /// The log is not what was written.
    #[error("the log is broken at entry {0}")]
    Chain(u64),
    /// A newer program has written it.
    #[error("version {0} is newer than this program")]
    Newer(u32),
    /// An older program has written it.
    #[error("version {0} is older than this program's")]
    Older(u32),
    /// Somebody else has it open.
    #[error("somebody has it open: {0:?}")]
    Held(Option<Holder>),
    /// It was opened for reading.
    #[error("it is open for reading only")]
    ReadOnly,
    /// Somebody else has written into it in the meantime.
    #[error("it was changed in the meantime")]
    Overtaken,
    /// What was asked for cannot happen in a review.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Somebody asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl DossierFault {
    /// A fault of the database.
    pub fn of_database(path: &std::path::Path, error: &rusqlite::Error) -> DossierFault {
        DossierFault::Damaged {
            path: path.to_owned(),
            detail: error.to_string(),
        }
    }

    /// A fault while writing into the database.
    pub fn of_writing(path: &std::path::Path, error: rusqlite::Error) -> DossierFault {
        DossierFault::of_io(path, crate::report::layers::geopackage::io_error(error))
    }

    /// A fault of the system while writing.
    pub fn of_io(path: &std::path::Path, reason: io::Error) -> DossierFault {
        DossierFault::Write(WriteError {
            path: path.to_owned(),
            reason,
        })
    }

    /// A part that means nothing.
    pub fn content(part: &str, detail: impl ToString) -> DossierFault {
        DossierFault::Content {
            part: part.to_owned(),
            detail: detail.to_string(),
        }
    }

    /// What a reader of files says.
    pub fn of_unread(path: &std::path::Path, unread: Unread) -> DossierFault {
        match unread {
            Unread::Cancelled(cancelled) => cancelled.into(),
            Unread::Problem(problem) => match *problem {
                Problem {
                    kind: ProblemKind::FileMissing,
                    ..
                } => DossierFault::Missing(path.to_owned()),
                problem => DossierFault::Damaged {
                    path: path.to_owned(),
                    detail: problem.text(Lang::En),
                },
            },
        }
    }

    /// What went wrong and what to do, for people.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            DossierFault::Missing(path) => say!(lang, "dossier.fault.missing", path = path.display()),
            DossierFault::NotADossier(path) => {
                say!(lang, "dossier.fault.not_a_dossier", path = path.display())
            }
            DossierFault::Damaged { path, detail } => {
                say!(
                    lang,
                    "dossier.fault.damaged",
                    path = path.display(),
                    detail = detail
                )
            }
            DossierFault::Content { part, detail } => {
                say!(lang, "dossier.fault.content", part = part, detail = detail)
            }
            DossierFault::Chain(seq) => say!(lang, "dossier.fault.chain", seq = seq),
            DossierFault::Newer(version) => say!(lang, "dossier.fault.newer", version = version),
            DossierFault::Older(version) => say!(lang, "dossier.fault.older", version = version),
            DossierFault::Held(holder) => held(holder.as_ref(), lang),
            DossierFault::ReadOnly => say!(lang, "dossier.fault.read_only"),
            DossierFault::Overtaken => say!(lang, "review.refused.order"),
            DossierFault::Refused(refused) => say!(lang, &format!("review.refused.{}", refused.code())),
            DossierFault::Write(error) => error.text(lang),
            DossierFault::Cancelled(_) => say!(lang, "dossier.fault.cancelled"),
        }
    }
}

/// Who has a dossier open, and since when.
pub fn held(holder: Option<&Holder>, lang: Lang) -> String {
    match holder {
        None => say!(lang, "dossier.held_by_somebody"),
        Some(Holder {
            user, host, since, ..
        }) => {
            let named = |name: &str| match name.trim() {
                "" => say!(lang, "dossier.holder_unnamed"),
                name => name.to_owned(),
            };
            say!(
                lang,
                "dossier.held",
                user = named(user),
                host = host,
                since = since
            )
        }
    }
}
