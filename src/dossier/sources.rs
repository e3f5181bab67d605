//! The files that frozen layers were read from, as they lie in a folder now.

use std::collections::BTreeSet;
use std::path::Path;

use crate::formats::input::FileToRead;
use crate::formats::read::read;
use crate::model::source_label::file_of;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

/// What became of a file that a layer was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceNow {
    /// It is as it was.
    Same,
    /// It is not what it was.
    Changed,
    /// It is not in the folder.
    Missing,
}

/// Holds the files in a folder against the hashes of the layers that were read from them; each file once, in the order of
/// the layers. Layers without a hash come from nowhere and are left out.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn sources_now(
    workspace: &Workspace,
    folder: &Path,
    progress: &Progress,
) -> Result<Vec<(String, SourceNow)>, Cancelled> {
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    for layer in &workspace.layers {
        let provenance = &layer.provenance;
        if provenance.sha256.is_empty() || !seen.insert((&provenance.file, &provenance.sha256)) {
            continue;
        }
        let file = provenance.file.clone();
        let whole = folder.join(&file);
        // Of a file with several layers the label names one.
        let path = match whole.exists() {
            true => whole,
            false => folder.join(file_of(&file)),
        };
        let state = match is_source(&path, &provenance.sha256, progress) {
            None => SourceNow::Missing,
            Some(true) => SourceNow::Same,
            Some(false) => SourceNow::Changed,
        };
        progress.check()?;
        found.push((file, state));
    }
    Ok(found)
}

/// Whether a file is the source of a layer with that hash; `None` where it is not there.
fn is_source(path: &Path, sha256: &str, progress: &Progress) -> Option<bool> {
    let file = FileToRead::at(path);
    let as_it_lies = file.sha256(progress).ok()?;
    if as_it_lies == sha256 {
        return Some(true);
    }
    // Sources of several files, and packed ones, are hashed by their reader.
    let whole = read(&file, None, progress);
    Some(whole.is_ok_and(|layer| layer.sha256 == sha256))
}
