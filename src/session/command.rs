//! What a user can ask for, as plain data.

use std::path::PathBuf;
use std::sync::Arc;

use crate::formats::workspace::plan::LayerPlan;
use crate::model::feature::FeatureRef;
use crate::report::export::FileKind;
use crate::report::layers::order::LayerOrder;
use crate::report::picture::{PictureFormat, PictureOptions};
use crate::report::problems::ProblemFormat;
use crate::words::Lang;

use super::edit::Edit;
use super::import::{ImportStep, Purpose};
use super::journal::ResumeWish;
use super::location::LocationQuery;
use super::looks::{LayerLooks, LookEdit};
use super::notice::NoticeKind;
use super::review::step::ReviewStep;
use super::save_step::SaveStep;

pub use super::job_kind::JobKind;

/// A wish of the user, from whatever menu, key, table or map it came.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens a workspace: its folder or file, or data files; the one that is open goes.
    Open(Vec<PathBuf>),
    /// Goes on with the history of an earlier session.
    Resume(ResumeWish),
    /// Adds the layers of data files to the open workspace; opens one where none is open.
    AddLayers(Vec<PathBuf>),
    /// Looks at data files before they are read, and reads them as somebody says.
    Import(ImportStep),
    /// Puts the texts of a layer into another encoding; its file need not be there any more.
    Recode {
        /// The layer's id.
        layer: Arc<str>,
        /// The name of the encoding.
        encoding: String,
    },
    /// Reads again what was opened last.
    Reload,
    /// Reads one layer again in another way, and puts it in the place of the one that is there.
    ReadAgain {
        /// The id of the layer that is there.
        layer: Arc<str>,
        /// How to read it now.
        plan: Box<LayerPlan>,
    },
    /// Examines the geometry of a layer: what is found joins the problems.
    CheckGeometry(Arc<str>),
    /// Looks whether the files that layers were read from are still what they were; a notice tells where not.
    LookAtSources,
    /// Reads those layers again whose files have changed.
    ReadChanged,
    /// Screens again.
    Screen,
    /// Stops a job.
    Cancel(JobKind),
    /// Takes the last edit back.
    Undo,
    /// Takes the edit again that was taken back last.
    Redo,
    /// Changes the workspace.
    Edit(Edit),
    /// Looks at layers otherwise.
    Look(LookEdit),
    /// Looks at layers as in an earlier session, which is no step of the history.
    LookAs(Box<LayerLooks>),
    /// Picks features, a finding or neither; what was picked before goes.
    Select {
        /// The features, the first one first.
        features: Vec<FeatureRef>,
        /// Index into the findings of the last screening.
        finding: Option<usize>,
    },
    /// Picks features by how they lie to others.
    SelectByLocation(Box<LocationQuery>),
    /// The pointer is over a feature, or over none.
    Hover(Option<FeatureRef>),
    /// Writes the findings into a folder, which is made if it is missing.
    Export {
        /// The folder.
        folder: PathBuf,
        /// The kinds of file.
        kinds: Vec<FileKind>,
        /// The language of what is written for people.
        lang: Lang,
    },
    /// Draws the map as a sheet and writes it.
    ExportMap(Box<MapOrder>),
    /// Writes layers, or the findings as one, for other programs.
    ExportLayers {
        /// Which, where to and as what.
        order: Box<LayerOrder>,
        /// The language of what is written for people.
        lang: Lang,
    },
    /// Writes problems of the data as a file of their own.
    ExportProblems {
        /// The file.
        path: PathBuf,
        /// As what.
        format: ProblemFormat,
        /// Which, by their positions in the workspace, in this order.
        problems: Arc<[u32]>,
        /// The language of what is told about it.
        lang: Lang,
    },
    /// Saves the workspace or how a layer is drawn, or draws a layer as a file says; the language of what is told of it.
    Save(SaveStep, Lang),
    /// Goes to a step of the history, by its position.
    GoTo(usize),
    /// Tells the user something that the window has noticed.
    Tell(NoticeKind),
    /// A step of a review: a dossier, a decision, a report.
    Review(ReviewStep),
    /// The notice was read.
    Dismiss(u64),
}

impl Command {
    /// True for what puts something else in the place of what is open, with all that was changed in it. Files are asked about
    /// when somebody looks at them to open them, and not again when they are imported.
    pub fn drops_changes(&self) -> bool {
        match self {
            Command::Open(_) | Command::Resume(_) | Command::Reload => true,
            Command::Import(ImportStep::Look { purpose, .. }) => *purpose == Purpose::Open,
            Command::Review(step) => matches!(step, ReviewStep::Open(_)),
            _ => false,
        }
    }
}

/// A map sheet to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct MapOrder {
    /// The file.
    pub path: PathBuf,
    /// As what.
    pub format: PictureFormat,
    /// How large, which part, in which words.
    pub options: PictureOptions,
}
