//! Layers that a hand has drawn or changed, as files beside the workspace file that is to name them.
//!
//! Promises: nothing is written over but what this history has written itself for the same layer of the same workspace
//! file, and that only while nobody else has changed it; such a file is read again with the same features, ids and values,
//! to the last bit of their places, and those that were drawn as such; the files are there before the workspace file names them. Refuses a layer of which a
//! file of its own would hide a doubt: features that were refused, repairs that wait for a yes, a place not to be trusted.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::formats::correction::Correction;
use crate::formats::drawing::{MEMBER, is_kept};
use crate::formats::input::FileToRead;
use crate::formats::watch::Stamp;
use crate::formats::workspace::plan::{LayerPlan, ReadPlans};
use crate::formats::workspace::save::{self, Unwritable};
use crate::geom::crs::Crs;
use crate::geom::shape::Shape;
use crate::model::crs_reading::Trust;
use crate::model::feature::Properties;
use crate::model::layer::{About, Layer};
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::report::files::{self, Staged, WriteError};
use crate::report::layers::features::{Features, LayerFeatures};
use crate::report::layers::geojson::GeoJson;
use crate::report::layers::loss::Losses;
use crate::report::layers::paths::{Sources, safe_name};
use crate::report::layers::placed::Placing;
use crate::report::layers::sink::{Stop, Stream};
use crate::say;
use crate::sha256::sha256_of;
use crate::words::Lang;

use super::by_hand::{is_by_hand, is_drawn};
use super::state::State;

/// More names than anybody has files of one layer in a folder.
const NAMES: usize = 10_000;

/// A file that was written for a layer of a workspace file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandFile {
    workspace: PathBuf,
    layer: String,
    /// Where it is.
    pub path: PathBuf,
    /// Of its bytes as they were written; others have changed it where they are not these.
    sha256: String,
}

impl HandFile {
    /// True where both are for the same layer of the same workspace file.
    pub fn stands_for(&self, other: &HandFile) -> bool {
        (&self.workspace, &self.layer) == (&other.workspace, &other.layer)
    }
}

/// Where a workspace is to be written, and what must be left alone on the way.
#[derive(Clone, Debug)]
pub struct SaveOrder {
    /// The workspace file.
    pub target: PathBuf,
    /// That which the workspace was opened from.
    pub origin: Option<PathBuf>,
    /// What was written before.
    pub written: Vec<HandFile>,
    /// All files that any step of the history reads.
    pub sources: Vec<PathBuf>,
}

/// Why a workspace was not written.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// A workspace file cannot say it.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// A file of its own could not say what is in doubt about the layer of that id.
    #[error("layer {0:?} was changed by hand and is in doubt")]
    InDoubt(Arc<str>),
    /// Somebody has asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The system's reason.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl NotSaved {
    /// What is wrong and what to do; layers by their names.
    pub fn text(&self, workspace: &Workspace, lang: Lang) -> String {
        let name = |id: &Arc<str>| {
            let layer = workspace.layer(id);
            layer.map_or_else(|| id.to_string(), |layer| layer.about.name.get(lang).to_owned())
        };
        match self {
            NotSaved::Unwritable(Unwritable::NoFile(id)) => {
                say!(lang, "desk.unwritable.no_file", layer = name(id))
            }
            NotSaved::Unwritable(Unwritable::Corrected(id)) => {
                say!(lang, "desk.unwritable.corrected", layer = name(id))
            }
            NotSaved::Unwritable(Unwritable::Origin(reason)) => {
                say!(lang, "desk.unwritable.origin", reason = reason)
            }
            NotSaved::InDoubt(id) => say!(lang, "desk.unwritable.in_doubt", layer = name(id)),
            NotSaved::Cancelled(_) => say!(lang, "export.error.cancelled"),
            NotSaved::Write(error) => error.text(lang),
        }
    }
}

/// Writes the files of what hands have made, then the workspace file that names them. Gives the former. It can be stopped until
/// the first of them is whole.
///
/// # Errors
/// [`NotSaved`]; then the workspace file is as it was, and no file has come to be.
pub fn save(state: &State, order: &SaveOrder, progress: &Progress) -> Result<Vec<HandFile>, NotSaved> {
    let target = std::path::absolute(&order.target).unwrap_or_else(|_| order.target.clone());
    let mut workspace = Workspace::clone(&state.workspace);
    let mut plans = ReadPlans::clone(&state.plans);
    let mut drafts: Vec<(Arc<Layer>, PathBuf)> = Vec::new();
    for place in &mut workspace.layers {
        let layer = Arc::clone(place);
        if !is_by_hand(&state.workspace, &layer) {
            continue;
        }
        if hides_doubt(&state.workspace, &layer) {
            return Err(NotSaved::InDoubt(Arc::clone(&layer.about.id)));
        }
        let path = free_place((&state.workspace, &layer), &target, order, &drafts)?;
        let (about, plan) = as_read((&layer, &plans), &path, &state.workspace.crs);
        if about != layer.about {
            let features = layer.features().to_vec();
            *place = Arc::new(Layer::new(about, layer.provenance.clone(), features));
        }
        plans.put(Arc::new(plan), Stamp::default());
        drafts.push((layer, path));
    }
    let text = save::text(&workspace, &plans, order.origin.as_deref(), &target)?;
    let plane = &state.workspace.crs;
    let staged = drafts
        .iter()
        .map(|(layer, path)| staged(layer, path, (plane, progress)));
    let staged: Result<Vec<Staged>, WriteError> = staged.collect();
    // That somebody has asked to stop is the reason also of what has failed.
    progress.check()?;
    let mut new = Vec::new();
    let written = commit_all(&drafts, staged?, &target, &mut new).and_then(|written| {
        files::write_through(&target, text.as_bytes())?;
        Ok(written)
    });
    if written.is_err() {
        // Nobody names them; and nobody could do more about one that cannot be removed.
        let _gone: Vec<_> = new.iter().map(std::fs::remove_file).collect();
    }
    written.map_err(NotSaved::Write)
}

/// Puts all layers in their places or none; `new` are the files that were not there before.
fn commit_all(
    drafts: &[(Arc<Layer>, PathBuf)],
    staged: Vec<Staged>,
    target: &Path,
    new: &mut Vec<PathBuf>,
) -> Result<Vec<HandFile>, WriteError> {
    let mut written = Vec::new();
    for ((layer, path), file) in drafts.iter().zip(staged) {
        let is_new = std::fs::symlink_metadata(path).is_err();
        file.commit()?;
        if is_new {
            new.push(path.clone());
        }
        written.push(HandFile {
            workspace: target.to_owned(),
            layer: layer.about.id.to_string(),
            path: path.clone(),
            sha256: hash_of(path).unwrap_or_default(),
        });
    }
    Ok(written)
}

/// The content of a layer, ready for its place. In the plane of the workspace, whose numbers are written whole.
fn staged(layer: &Layer, path: &Path, (plane, progress): (&Crs, &Progress)) -> Result<Staged, WriteError> {
    let at = |reason: std::io::Error| WriteError {
        path: path.to_owned(),
        reason,
    };
    let placing = Placing::between(plane, plane).map_err(|error| at(std::io::Error::other(error)))?;
    let mut members = layer.provenance.foreign.clone();
    if is_drawn(layer) {
        members.insert(MEMBER.to_owned(), true.into());
    }
    let mut geojson = GeoJson::new(Staged::open(path)?, &placing, &members).map_err(at)?;
    let features = WithIds {
        layer,
        rest: LayerFeatures::new(layer, true),
    };
    let stream = Stream {
        features: &features,
        placing: &placing,
        progress,
    };
    // From the plane into the plane, GeoJSON loses nothing.
    let filled = stream.into_sink(&mut geojson, &mut Losses::default());
    filled.map_err(|stop| match stop {
        Stop::Io(reason) => at(reason),
        Stop::Cancelled(_) => at(ErrorKind::Interrupted.into()),
    })?;
    geojson.finish().map_err(at)
}

/// True where what is wrong with the layer as it was read would be gone from a file of its own.
fn hides_doubt(workspace: &Workspace, layer: &Layer) -> bool {
    let provenance = &layer.provenance;
    let is_named = provenance.crs_declared || provenance.source_crs == Crs::LON_LAT;
    let is_sure = is_named && provenance.doubt.trust == Trust::Plausible;
    let waits = workspace.accepted_repairs.waiting(layer).next().is_some();
    !is_drawn(layer) && (!is_sure || waits || provenance.counts.refused > 0)
}

/// What a workspace file is to say of a layer that stands in a file of its own.
fn as_read((layer, plans): (&Layer, &ReadPlans), path: &Path, plane: &Crs) -> (About, LayerPlan) {
    let mut about = layer.about.clone();
    let says_ids = about.fields.id.as_ref().is_none_or(|field| {
        let mut features = layer.features().iter();
        features.all(|feature| {
            let said = feature.properties.text(field);
            said.is_none_or(|said| *said == *feature.id)
        })
    });
    if !says_ids {
        // Ids that were made different from each other are those of the features now.
        about.fields.id = None;
    }
    // One that was taken out had perhaps the id that the drawn one has now.
    let before = plans.of(&about.id).filter(|_| !is_drawn(layer));
    let before = before.map_or_else(
        || LayerPlan::of_file(about.clone(), path),
        |plan| LayerPlan::clone(plan),
    );
    let plan = LayerPlan {
        about: about.clone(),
        file: FileToRead::at(path),
        crs: Some(plane.code().to_owned()),
        correction: Correction {
            confirmed: before.correction.confirmed,
            ..Correction::default()
        },
        ..before
    };
    (about, plan)
}

/// Where the layer can be written: where it was before, else under a name that nothing has.
fn free_place(
    (workspace, layer): (&Workspace, &Layer),
    target: &Path,
    order: &SaveOrder,
    taken: &[(Arc<Layer>, PathBuf)],
) -> Result<PathBuf, WriteError> {
    let id = &*layer.about.id;
    let mut before = order.written.iter();
    let before = before.find(|file| file.workspace == target && file.layer == id);
    let opened: Vec<PathBuf> = order.origin.iter().chain(&order.sources).cloned().collect();
    let sources = Sources::of(workspace, &opened);
    let is_own =
        |file: &&HandFile| hash_of(&file.path).as_ref() == Some(&file.sha256) && !sources.have(&file.path);
    if let Some(file) = before.filter(is_own) {
        return Ok(file.path.clone());
    }
    let name = match is_drawn(layer) || is_kept(layer) {
        true => safe_name(id),
        false => format!("{}-edited", safe_name(id)),
    };
    // Some systems take small and capital letters for the same.
    let lower = |path: &Path| path.to_string_lossy().to_lowercase();
    let is_free = |path: &PathBuf| {
        let is_new = !taken.iter().any(|(_, other)| lower(other) == lower(path));
        is_new && std::fs::symlink_metadata(path).is_err()
    };
    let mut names = (1..=NAMES).map(|number| match number {
        1 => target.with_file_name(format!("{name}.geojson")),
        number => target.with_file_name(format!("{name}-{number}.geojson")),
    });
    names.find(is_free).ok_or_else(|| WriteError {
        path: target.with_file_name(format!("{name}.geojson")),
        reason: ErrorKind::AlreadyExists.into(),
    })
}

fn hash_of(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    Some(sha256_of(&[&bytes]))
}

/// The features of a layer, each with its id: numbers are no ids any more where one was taken out.
struct WithIds<'a> {
    layer: &'a Layer,
    rest: LayerFeatures<'a>,
}

impl Features for WithIds<'_> {
    fn count(&self) -> usize {
        self.rest.count()
    }

    fn id(&self, position: usize) -> Option<Cow<'_, str>> {
        let feature = self.layer.features().get(position)?;
        Some(Cow::Borrowed(&feature.id))
    }

    fn title(&self, position: usize) -> Option<String> {
        self.rest.title(position)
    }

    fn properties(&self, position: usize) -> Cow<'_, Properties> {
        self.rest.properties(position)
    }

    fn shape(&self, position: usize) -> Option<Arc<Shape>> {
        self.rest.shape(position)
    }

    fn known_shape(&self, position: usize) -> Option<&Shape> {
        self.rest.known_shape(position)
    }

    /// A member that is called `id` and is none would be the second of that name.
    fn members(&self, position: usize) -> Option<&Properties> {
        let members = self.rest.members(position);
        members.filter(|members| members.get("id").is_none())
    }
}
