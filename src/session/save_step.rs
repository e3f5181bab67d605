//! What can be asked about files of workspaces and styles.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::symbology_choice::SymbologyChoice;
use crate::model::workspace::Workspace;

use super::hand_files::HandFile;
use super::known_file::{KnownFile, Obstacle};

/// What has to do with files of styles and workspaces.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveStep {
    /// Writes the workspace as a file of its own, which then is the one that is open. A file that is there already is written
    /// over only where it is the one that is open, its user's, and as it was; else somebody is asked.
    Workspace(PathBuf),
    /// Writes it over whatever stands there: somebody has said so.
    WorkspaceOver(PathBuf),
    /// Writes how a layer is drawn.
    Style(Arc<str>, PathBuf),
    /// Writes the places with names as KML.
    Places(PathBuf),
    /// Draws a layer as a file says.
    ReadStyle(Arc<str>, PathBuf),
}

/// A workspace that stands in a file.
#[derive(Debug)]
pub struct SavedWorkspace {
    /// The file.
    pub path: PathBuf,
    /// The workspace.
    pub workspace: Arc<Workspace>,
    /// What was written beside it for layers of hands.
    pub beside: Vec<HandFile>,
    /// As it stands there now.
    pub known: Option<KnownFile>,
}

impl SavedWorkspace {
    /// All that was written, the workspace file first.
    pub fn files(&self) -> Vec<PathBuf> {
        let beside = self.beside.iter().map(|file| &file.path);
        std::iter::once(&self.path).chain(beside).cloned().collect()
    }
}

/// What saving gives.
#[derive(Debug)]
pub enum Saved {
    /// The workspace stands in a file now, or why not.
    Workspace(Result<SavedWorkspace, String>),
    /// Something stands in the way of writing the workspace there.
    InTheWay(PathBuf, Obstacle),
    /// A style, or places, stand in that file now, or why not.
    Style(Result<PathBuf, String>),
    /// How a layer is to be drawn, or why nobody knows.
    Read(Arc<str>, Result<SymbologyChoice, String>),
}
