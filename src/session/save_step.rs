//! What can be asked about files of workspaces and styles.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::symbology_choice::SymbologyChoice;
use crate::model::workspace::Workspace;

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

/// What saving gives.
#[derive(Debug)]
pub enum Saved {
    /// The workspace stands in that file now, or why not.
    Workspace(Result<(PathBuf, Arc<Workspace>), String>),
    /// A style, or places, stand in that file now, or why not.
    Style(Result<PathBuf, String>),
    /// How a layer is to be drawn, or why nobody knows.
    Read(Arc<str>, Result<SymbologyChoice, String>),
}
