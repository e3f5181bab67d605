//! Where files are proposed to be written: beside what is open, by their whole paths, so that it is seen where they come to lie.

use std::path::{Path, PathBuf};

use crate::dossier::open::is_named_so;
use crate::formats::data_name::ENDINGS;
use crate::formats::workspace::file::FILE_NAME;
use crate::session::Session;

use super::memory::slots::is_kept;
use super::view_state::{Ask, ViewState, Window};
use super::windows::path_window::proposed;
use super::windows::problems_window::PROBLEMS_FILE;

/// The name that is proposed beside the example, whose own file is not the user's.
const BESIDE_EXAMPLE: &str = "workspace-2.toml";

/// Proposes a file as soon as a window asks for one. What somebody has typed with its folder stays.
pub fn propose(session: &Session, view: &mut ViewState) {
    if view.proposals.window == view.window {
        return;
    }
    view.proposals.window = view.window;
    let Some(window) = view.window else {
        return;
    };
    let Some(source) = imported(window, view).or_else(|| source(session, view)) else {
        view.proposals.folder = None;
        if let Window::PathOf(ask) = window {
            view.file_draft = proposed(ask, view);
        }
        return;
    };
    let folder = folder_of(&source);
    let before = view.proposals.folder.replace(folder.clone());
    let place = |draft: &str, name: &str| placed(draft, name, (before.as_deref(), &folder));
    match window {
        Window::Export => view.export.folder = place(&view.export.folder, "findings"),
        Window::ExportMap => view.map_draft.path = place(&view.map_draft.path, "map.pdf"),
        Window::ExportLayer => view.layer_draft.path = place(&view.layer_draft.path, "layers.gpkg"),
        Window::ExportProblems => view.problems_file = place(&view.problems_file, PROBLEMS_FILE),
        Window::Report => {
            view.review.report.folder = place(&view.review.report.folder, "report");
        }
        Window::PathOf(ask) => view.file_draft = place("", &proposed(ask, view)),
        Window::SaveWorkspace => {
            let file = workspace_file(&source);
            view.workspace_file = text(&match session.is_example() {
                true => file.with_file_name(BESIDE_EXAMPLE),
                false => file,
            });
        }
        Window::SaveDossier if session.dossier().is_none() => {
            view.review.save_path = place(&view.review.save_path, "case.redshank");
        }
        _ => {}
    }
}

/// The workspace file that is open, where it is its user's own.
pub fn own_file(session: &Session, view: &ViewState) -> Option<PathBuf> {
    source(session, view)?;
    let own = session.own_file()?;
    Some(std::path::absolute(own).unwrap_or_else(|_| own.to_owned()))
}

/// A profile lies beside the file that is being imported.
fn imported(window: Window, view: &ViewState) -> Option<PathBuf> {
    match window {
        Window::PathOf(Ask::ProfileToUse | Ask::ProfileToSave) => {
            std::path::absolute(&view.import.item()?.file.file.path).ok()
        }
        _ => None,
    }
}

/// What is open, as its user calls it: no file that the program keeps for itself.
fn source(session: &Session, view: &ViewState) -> Option<PathBuf> {
    let source = std::path::absolute(session.sources().first()?).ok()?;
    let is_kept = is_kept(&source, view.desk.recovery.as_deref());
    (!is_kept).then_some(source)
}

/// The folder of a workspace is that of what is written beside it.
fn folder_of(source: &Path) -> PathBuf {
    let folder = source.parent().filter(|_| is_file(source));
    folder.unwrap_or(source).to_owned()
}

/// True for what is called as a file; everything else that can be opened is a folder. The disk is not asked.
fn is_file(source: &Path) -> bool {
    let ending = source.extension().map(|end| end.to_string_lossy().to_lowercase());
    is_named_so(source) || ending.is_some_and(|end| end == "toml" || ENDINGS.contains(&end.as_str()))
}

/// The workspace file that is open, else one with the name of what is.
fn workspace_file(source: &Path) -> PathBuf {
    if !is_file(source) {
        source.join(FILE_NAME)
    } else if is_named_so(source) {
        source.with_extension("").with_extension("toml")
    } else {
        source.with_extension("toml")
    }
}

/// A draft beside what is open: one without a folder, and one that still is where it was proposed before.
fn placed(draft: &str, name: &str, (before, folder): (Option<&Path>, &Path)) -> String {
    let draft = Path::new(draft.trim());
    let own = draft.file_name().map_or(Path::new(name), Path::new);
    // Not whether it is relative: under Windows a path from the root of a drive is.
    let has_folder = draft.has_root();
    if !has_folder || (before.is_some() && draft.parent() == before) {
        let relative = if !has_folder && draft.file_name().is_some() {
            draft
        } else {
            own
        };
        return text(&folder.join(relative));
    }
    text(draft)
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_goes_with_what_is_open_until_somebody_says_where() {
        let check = |draft: &str, before: Option<&str>, expected: &str| {
            let found = placed(draft, "map.pdf", (before.map(Path::new), Path::new("/b")));
            assert_eq!(Path::new(&found), Path::new(expected), "{draft:?} {before:?}");
        };
        check("", None, "/b/map.pdf");
        check("map.png", None, "/b/map.png");
        check("out/map.png", None, "/b/out/map.png");
        check("/a/map.png", Some("/a"), "/b/map.png");
        check("/mine/map.png", Some("/a"), "/mine/map.png");
        check("/mine/map.png", None, "/mine/map.png");
    }

    #[test]
    fn the_workspace_file_that_is_open_is_proposed_for_saving() {
        let check = |source: &str, expected: &str| {
            assert_eq!(workspace_file(Path::new(source)), PathBuf::from(expected));
        };
        check("/maps/qiantang", "/maps/qiantang/workspace.toml");
        check("/maps/site.v2", "/maps/site.v2/workspace.toml");
        check("/maps/mine.toml", "/maps/mine.toml");
        check("/maps/wetland.geojson", "/maps/wetland.toml");
        check("/maps/case.redshank", "/maps/case.toml");
    }
}
