//! What the jobs of a session do: reading, judging and writing, by the engines below.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::formats::doubt::Reference;
use crate::formats::open;
use crate::formats::open::{OpenFailure, OpenOptions, Opened, Source, open_with_plans};
use crate::formats::watch::Stamp;
use crate::formats::workspace::plan::{LayerPlan, ReadPlans};
use crate::formats::workspace::save::{self, Unwritable};
use crate::formats::workspace::written_style::{file_text, of_file_text};
use crate::inspection::{CheckOptions, check_layer};
use crate::model::annex::Annex;
use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::problem::{Done, Problem};
use crate::model::role::Role;
use crate::model::symbology_choice::SymbologyChoice;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::report::export::{Exported, FileKind, Papers, Wording, export_papers};
use crate::report::files;
use crate::report::layers::order::{LayerOrder, LayersWritten};
use crate::report::layers::write::{Scene, write_layers};
use crate::report::paper::Ground;
use crate::report::picture::{PictureError, encoded};
use crate::report::places::{Place, places_kml};
use crate::report::problems::{ProblemFormat, write_problem_file};
use crate::screening::Request;
use crate::words::Lang;

use super::by_hand::is_by_hand;
use super::command::MapOrder;
use super::edit::ReadAgain;
use super::review::step::ReportOrder;
use super::state::State;

/// Opens a workspace.
///
/// # Errors
/// The problems, if there is nothing to open; none if somebody asked to stop.
pub fn read(paths: &[PathBuf], progress: &Progress) -> Result<Opened, Vec<Problem>> {
    let source = Source::of_paths(paths.to_vec());
    open_with_plans(&source, &OpenOptions::default(), progress)
        .map_err(problems)
        .and_then(with_content)
}

/// Reads data files into the plane of a workspace that is open, and holds their places against its first district.
///
/// # Errors
/// As [`read`].
pub fn read_into(
    workspace: &Workspace,
    paths: &[PathBuf],
    progress: &Progress,
) -> Result<Opened, Vec<Problem>> {
    read_source_into(workspace, &Source::Files(paths.to_vec()), progress)
}

/// Opens layers that were planned one by one.
///
/// # Errors
/// As [`read`].
pub fn read_planned(layers: &[LayerPlan], progress: &Progress) -> Result<Opened, Vec<Problem>> {
    open_with_plans(
        &Source::Planned(layers.to_vec()),
        &OpenOptions::default(),
        progress,
    )
    .map_err(problems)
    .and_then(with_content)
}

/// Reads such layers into the plane of a workspace that is open, as [`read_into`].
///
/// # Errors
/// As [`read`].
pub fn read_planned_into(
    workspace: &Workspace,
    layers: &[LayerPlan],
    progress: &Progress,
) -> Result<Opened, Vec<Problem>> {
    read_source_into(workspace, &Source::Planned(layers.to_vec()), progress)
}

/// Reads another workspace, or data files, into the plane of one that is open, to be looked at beside it.
///
/// # Errors
/// As [`read`].
pub fn read_beside(
    workspace: &Workspace,
    paths: &[PathBuf],
    progress: &Progress,
) -> Result<Workspace, Vec<Problem>> {
    let beside = read_source_into(workspace, &Source::of_paths(paths.to_vec()), progress)?;
    Ok(beside.workspace)
}

fn read_source_into(
    workspace: &Workspace,
    source: &Source,
    progress: &Progress,
) -> Result<Opened, Vec<Problem>> {
    let mut layers = workspace.layers.iter();
    let district = layers.find(|layer| layer.about.role == Role::District);
    let reference = district.and_then(|layer| Reference::of_layer(layer, &workspace.crs));
    let options = OpenOptions {
        crs: Some(workspace.crs.code().to_owned()),
        reference: reference.map(Arc::new),
        ..OpenOptions::default()
    };
    open_with_plans(source, &options, progress)
        .map_err(problems)
        .and_then(with_content)
}

/// Reads a layer of an open workspace again in another way.
///
/// # Errors
/// The problems, if its file cannot be read at all; none if somebody asked to stop.
pub fn read_again(
    opened: (&Workspace, &ReadPlans),
    (layer, plan): (&Arc<str>, &Arc<LayerPlan>),
    progress: &Progress,
) -> Result<ReadAgain, Vec<Problem>> {
    let stamp = Stamp::of(&plan.file.path);
    let read = open::read_again(plan, opened, progress).map_err(problems)?;
    Ok(ReadAgain {
        instead_of: Arc::clone(layer),
        layer: Arc::new(read.layer),
        problems: read.problems,
        plan: Arc::clone(plan),
        stamp,
    })
}

/// Examines the geometry of a layer, with the limits that it sets itself.
///
/// # Errors
/// [`Cancelled`] if somebody asked to stop.
pub fn check_geometry(
    layer: &Layer,
    workspace: &Workspace,
    progress: &Progress,
) -> Result<Vec<Problem>, Cancelled> {
    check_layer(layer, &workspace.crs, &CheckOptions::default(), progress)
}

/// Judges all projects by the rules in force on a day.
///
/// # Errors
/// [`Cancelled`] if somebody asked to stop.
pub fn screen(workspace: &Workspace, as_of: Date, progress: &Progress) -> Result<Screening, Cancelled> {
    let request = Request {
        as_of,
        only: Vec::new(),
    };
    crate::screening::screen(workspace, &request, progress)
}

/// Adds up what is told beside the verdicts.
///
/// # Errors
/// [`Cancelled`] if somebody asked to stop.
pub fn annex(workspace: &Workspace, progress: &Progress) -> Result<Annex, Cancelled> {
    crate::screening::annex::annex(workspace, progress)
}

/// A screening with its annex, which is added up here where nobody has done so yet.
pub fn with_annex(
    workspace: &Workspace,
    screening: &Screening,
    known: Option<Arc<Annex>>,
    progress: &Progress,
) -> Screening {
    let added = || annex(workspace, progress).ok().map(Arc::new);
    Screening {
        annex: known.or_else(added),
        ..screening.clone()
    }
}

/// Writes findings into a folder, which is made if it is missing; what is written when somebody asks to stop is whole.
pub fn export(
    (workspace, screening): (&Workspace, &Screening),
    folder: &Path,
    (kinds, lang): (&[FileKind], Lang),
    progress: &Progress,
) -> Exported {
    let wording = Wording { lang, first: &[] };
    let papers = Papers::new(Ground::new(workspace, screening), wording);
    export_papers(folder, kinds, &papers.stopped_by(progress))
}

/// Writes a report into a folder, with lines that its first page begins with; what is written when somebody asks to stop is
/// whole.
pub fn report(ground: Ground<'_>, order: &ReportOrder, first: &[String], progress: &Progress) -> Exported {
    let wording = Wording {
        lang: order.lang,
        first,
    };
    let papers = Papers::new(ground, wording).stopped_by(progress);
    export_papers(&order.folder, &order.kinds, &papers)
}

/// Writes problems of the data, by their positions in the workspace.
pub fn export_problems(
    workspace: &Workspace,
    problems: &[u32],
    (path, format): (&Path, ProblemFormat),
    progress: &Progress,
) -> Exported {
    let wanted = problems.iter();
    let problems = wanted.filter_map(|&number| workspace.problems.get(number as usize));
    let mut exported = Exported::default();
    match write_problem_file(path, format, problems, progress) {
        Ok(()) => exported.written.push(path.to_owned()),
        Err(_) if progress.is_cancelled() => {}
        Err(error) => exported.failed.push(error),
    }
    exported
}

/// Draws the map and writes it; `None` if somebody asked to stop, and then nothing is written.
///
/// # Errors
/// Why there is no sheet, in words.
pub fn draw(
    workspace: &Workspace,
    screening: Option<&Screening>,
    order: &MapOrder,
    progress: &Progress,
) -> Result<Option<PathBuf>, String> {
    let lang = order.options.lang;
    match encoded((workspace, screening), &order.options, order.format, progress) {
        Ok(bytes) => match files::write_until(&order.path, progress, |out| out.write_all(&bytes)) {
            Ok(()) => Ok(Some(order.path.clone())),
            Err(_) if progress.is_cancelled() => Ok(None),
            Err(error) => Err(error.text(lang)),
        },
        Err(PictureError::Cancelled(_)) => Ok(None),
        Err(error) => Err(error.text(lang)),
    }
}

/// Writes layers, or the findings as one. `opened` are the paths that the workspace was opened by: its files are never
/// written over.
pub fn export_layers(
    (workspace, screening): (&Workspace, Option<&Screening>),
    opened: &[PathBuf],
    (order, lang): (&LayerOrder, Lang),
    progress: &Progress,
) -> LayersWritten {
    let scene = Scene {
        workspace,
        screening,
        opened,
        lang,
    };
    write_layers(&scene, order, progress)
}

/// What a workspace file at a place would say, where all layers are those of their files. `origin` is the one that the
/// workspace was opened from.
///
/// # Errors
/// [`Unwritable`].
pub fn workspace_text(state: &State, origin: Option<&Path>, target: &Path) -> Result<String, Unwritable> {
    let workspace = &state.workspace;
    let mut layers = workspace.layers.iter();
    if let Some(layer) = layers.find(|layer| is_by_hand(workspace, layer)) {
        return Err(Unwritable::NoFile(Arc::clone(&layer.about.id)));
    }
    save::text(workspace, &state.plans, origin, target)
}

/// Writes how a layer is drawn.
///
/// # Errors
/// Why there is no file, in words.
pub fn save_style(choice: &SymbologyChoice, path: &Path, lang: Lang) -> Result<(), String> {
    files::write_through(path, file_text(choice).as_bytes()).map_err(|error| error.text(lang))
}

/// Writes the places with names of a workspace as KML.
///
/// # Errors
/// Why there is no file, in words.
pub fn save_places(workspace: &Workspace, path: &Path, lang: Lang) -> Result<(), String> {
    let ruler = workspace.ruler();
    let places = workspace.bookmarks.iter();
    let places: Vec<Place> = places
        .map(|bookmark| Place::of(&bookmark.name, &bookmark.extent, &ruler))
        .collect();
    files::write_through(path, places_kml(&places).as_bytes()).map_err(|error| error.text(lang))
}

/// Reads how a layer is to be drawn.
///
/// # Errors
/// Why nobody knows, the path last.
pub fn read_style(path: &Path) -> Result<SymbologyChoice, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{error} [{}]", path.display()))?;
    of_file_text(&text).map_err(|reason| format!("{reason} [{}]", path.display()))
}

/// Turns away a workspace of which not one layer could be read: what is open is worth more.
fn with_content(opened: Opened) -> Result<Opened, Vec<Problem>> {
    let workspace = &opened.workspace;
    let refused = workspace
        .problems
        .iter()
        .any(|problem| problem.done == Done::Refused);
    let empty = workspace.layers.iter().all(|layer| layer.features().is_empty());
    if refused && empty && !workspace.layers.is_empty() {
        return Err(opened.workspace.problems);
    }
    Ok(opened)
}

fn problems(failure: OpenFailure) -> Vec<Problem> {
    match failure {
        OpenFailure::Problems(problems) => problems,
        OpenFailure::Cancelled(_) => Vec::new(),
    }
}
