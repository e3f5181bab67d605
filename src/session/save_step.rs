//! What can be asked about files of workspaces and styles.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::symbology_choice::SymbologyChoice;
use crate::model::workspace::Workspace;

use super::hand_files::HandFile;

/// What has to do with files of styles and workspaces.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveStep {
    /// Writes the workspace as a file of its own, which then is the one that is open.
    Workspace(PathBuf),
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
}

/// What saving gives.
#[derive(Debug)]
pub enum Saved {
    /// The workspace stands in a file now, or why not.
    Workspace(Result<SavedWorkspace, String>),
    /// A style, or places, stand in that file now, or why not.
    Style(Result<PathBuf, String>),
    /// How a layer is to be drawn, or why nobody knows.
    Read(Arc<str>, Result<SymbologyChoice, String>),
}
