//! Questions that only the system can answer.

/// What only the system can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Files to open or add.
    Files,
    /// A workspace folder to open.
    Folder,
    /// A folder to write to.
    ExportFolder,
    /// A file to write the map to.
    MapFile,
    /// A file of tiles to show under the data.
    BaseMap,
    /// A file to write a layer to.
    LayerFile,
    /// A folder to write layers to.
    LayerFolder,
    /// A profile to import by.
    ProfileToUse,
    /// A file to write a profile to.
    ProfileToSave,
    /// A file to write problems to.
    ProblemsFile,
    /// A file to write the style of a layer to.
    StyleToSave,
    /// A file with the style of a layer.
    StyleToRead,
    /// A file to write the workspace to.
    WorkspaceFile,
    /// A file to write places with names to.
    BookmarksFile,
    /// A file to store a dossier in.
    DossierFile,
    /// Files that a decision rests on.
    Attachment,
    /// A folder to write a report to.
    ReportFolder,
}
