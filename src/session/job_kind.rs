//! What the session works at in the background.

use crate::say;
use crate::words::Lang;

/// What the session works at in the background; at most one job of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Reading files.
    Reading,
    /// Looking at files before they are read.
    Looking,
    /// Writing down what was settled in an import.
    Remembering,
    /// Reading layers again.
    ReadingAgain,
    /// Examining the geometry of a layer.
    Checking,
    /// Judging projects by the rules.
    Screening,
    /// Adding up wetland, footprints and quotas.
    Totals,
    /// Writing findings.
    Exporting,
    /// Drawing and writing a map sheet.
    Drawing,
    /// Writing layers.
    Writing,
    /// Opening a dossier.
    OpeningDossier,
    /// Storing a run in a dossier.
    Freezing,
    /// Writing entries into the log of a dossier.
    Recording,
    /// Holding a dossier against today.
    Comparing,
    /// Looking which verdicts another day has changed.
    ComparingDays,
    /// Listing what a report would hold.
    Previewing,
    /// Typesetting a report that is not written yet, or drawing a page of it.
    Typesetting,
    /// Writing down the workspace.
    Saving,
    /// Writing how a layer is drawn.
    WritingStyle,
    /// Reading how a layer is to be drawn.
    ReadingStyle,
    /// Writing places with names.
    WritingPlaces,
    /// Looking for features by how they lie to others.
    Locating,
}

impl JobKind {
    /// The key of its texts.
    pub fn code(self) -> &'static str {
        match self {
            JobKind::Reading => "reading",
            JobKind::Looking => "looking",
            JobKind::Remembering => "remembering",
            JobKind::ReadingAgain => "reading_again",
            JobKind::Checking => "checking",
            JobKind::Screening => "screening",
            JobKind::Totals => "totals",
            JobKind::Exporting => "exporting",
            JobKind::Drawing => "drawing",
            JobKind::Writing => "writing",
            JobKind::OpeningDossier => "opening_dossier",
            JobKind::Freezing => "freezing",
            JobKind::Recording => "recording",
            JobKind::Comparing => "comparing",
            JobKind::ComparingDays => "comparing_days",
            JobKind::Previewing => "previewing",
            JobKind::Typesetting => "typesetting",
            JobKind::Saving => "saving",
            JobKind::WritingStyle => "writing_style",
            JobKind::ReadingStyle => "reading_style",
            JobKind::WritingPlaces => "writing_places",
            JobKind::Locating => "locating",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("session.job.{}", self.code()))
    }
}
