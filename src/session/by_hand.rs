//! Projects that are drawn, changed or removed on the map. Zones are evidence: no hand changes them.

use std::sync::Arc;

use crate::formats::drawing::is_kept;
use crate::geom::shape::Shape;
use crate::model::by_hand::ByHand;
use crate::model::feature::{Feature, FeatureRef, Properties, PropertyValue};
use crate::model::layer::{About, Layer, Provenance};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::{ProjectKind, Role};
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::{Bilingual, Lang};

/// What stands for the file of the layer that drawn projects are in.
const NO_FILE: &str = "—";
/// The id that this layer has where no other has it.
const LAYER: &str = "drawn";
/// The field with a drawn project's kind.
const KIND: &str = "kind";

/// What a gesture on the map did to a project.
#[derive(Clone, Debug)]
pub enum HandEdit {
    /// A new project, in the layer of drawn ones.
    Draw {
        /// Where; in the plane of the workspace.
        shape: Arc<Shape>,
        /// What it is; `None` where nobody says it, and every rule judges.
        kind: Option<ProjectKind>,
    },
    /// Another shape of a project.
    Reshape {
        /// Which.
        feature: FeatureRef,
        /// Where it is now; in the plane of the workspace.
        shape: Arc<Shape>,
    },
    /// A project goes; its file stays as it is.
    Remove(FeatureRef),
}

/// Two are the same where they are about the same shape in memory.
impl PartialEq for HandEdit {
    fn eq(&self, other: &HandEdit) -> bool {
        match (self, other) {
            (
                HandEdit::Draw { shape: a, kind },
                HandEdit::Draw {
                    shape: b,
                    kind: other,
                },
            ) => Arc::ptr_eq(a, b) && kind == other,
            (
                HandEdit::Reshape { feature, shape: a },
                HandEdit::Reshape {
                    feature: other,
                    shape: b,
                },
            ) => Arc::ptr_eq(a, b) && feature == other,
            (HandEdit::Remove(a), HandEdit::Remove(b)) => a == b,
            _ => false,
        }
    }
}

/// A layer after such a gesture.
#[derive(Debug)]
pub struct Made {
    /// As it is now; of an id that may be new to the workspace.
    pub layer: Layer,
    /// Id of the feature that the gesture was about.
    pub feature: Arc<str>,
    /// What is to be told of that feature instead of what was told of hands before.
    pub problem: Option<Problem>,
}

impl HandEdit {
    /// What it makes of the layer; `None` where there is no such project.
    pub fn made(&self, workspace: &Workspace) -> Option<Made> {
        match self {
            HandEdit::Draw { shape, kind } => Some(drawn(workspace, shape, *kind)),
            HandEdit::Reshape { feature, shape } => reshaped(workspace, feature, shape),
            HandEdit::Remove(feature) => removed(workspace, feature),
        }
    }
}

/// The name that the next drawn project will have.
pub fn next_name(workspace: &Workspace) -> FeatureRef {
    let layer = drawing_layer(workspace);
    let number = layer.map_or(1, |layer| next_number(layer));
    FeatureRef {
        layer: layer.map_or_else(|| free_id(workspace), |layer| Arc::clone(&layer.about.id)),
        id: id_of(number),
    }
}

/// A project that is not in the workspace yet: the layer that it would be in, without features, and itself.
pub fn draft(workspace: &Workspace, shape: &Arc<Shape>, kind: Option<ProjectKind>) -> (Layer, Feature) {
    let old = drawing_layer(workspace);
    let about = old.map_or_else(|| about(free_id(workspace)), |layer| layer.about.clone());
    let number = old.map_or(1, |layer| next_number(layer));
    let layer = Layer::new(about, Provenance::default(), Vec::new());
    (layer, project(number, shape, kind))
}

fn drawn(workspace: &Workspace, shape: &Arc<Shape>, kind: Option<ProjectKind>) -> Made {
    let old = drawing_layer(workspace);
    let mut features = old.map_or(Vec::new(), |layer| layer.features().to_vec());
    let feature = project(old.map_or(1, |layer| next_number(layer)), shape, kind);
    let about = old.map_or_else(|| about(free_id(workspace)), |layer| layer.about.clone());
    let problem = told(workspace, &about.id, NO_FILE, (&feature, ByHand::Drawn));
    let id = Arc::clone(&feature.id);
    features.push(feature);
    let provenance = match old.filter(|layer| !is_drawn(layer)) {
        Some(layer) => layer.provenance.clone(),
        None => of_no_file(workspace, features.len()),
    };
    Made {
        layer: Layer::new(about, provenance, features),
        feature: id,
        problem: Some(problem),
    }
}

/// Where drawn projects come from that are in no file yet.
fn of_no_file(workspace: &Workspace, count: usize) -> Provenance {
    let mut provenance = Provenance {
        file: NO_FILE.to_owned(),
        source_crs: workspace.crs.code().to_owned(),
        crs_declared: true,
        ..Provenance::default()
    };
    (provenance.counts.read, provenance.counts.used) = (count, count);
    provenance
}

fn reshaped(workspace: &Workspace, name: &FeatureRef, shape: &Arc<Shape>) -> Option<Made> {
    let layer = project_layer(workspace, name)?;
    let position = layer.position(&name.id)?;
    let mut features = layer.features().to_vec();
    let feature = features.get_mut(position)?;
    let ruler = workspace.ruler();
    let done = match is_drawn(layer) {
        true => ByHand::Drawn,
        false => ByHand::Reshaped {
            before_m2: file_area_m2(workspace, name).unwrap_or_else(|| ruler.area_m2(feature.shape.areas())),
            now_m2: ruler.area_m2(shape.areas()),
        },
    };
    feature.shape = Arc::clone(shape);
    let problem = told(
        workspace,
        &layer.about.id,
        &layer.provenance.file,
        (feature, done),
    );
    let mut provenance = layer.provenance.clone();
    // What was repaired is not there any more.
    let number = feature.number;
    provenance.repairs.retain(|repair| repair.number != number);
    Some(Made {
        layer: Layer::new(layer.about.clone(), provenance, features),
        feature: Arc::clone(&name.id),
        problem: Some(problem),
    })
}

fn removed(workspace: &Workspace, name: &FeatureRef) -> Option<Made> {
    let layer = project_layer(workspace, name)?;
    let position = layer.position(&name.id)?;
    let mut features = layer.features().to_vec();
    let feature = features.remove(position);
    let mut provenance = layer.provenance.clone();
    let file = provenance.file.clone();
    let problem =
        (!is_drawn(layer)).then(|| told(workspace, &layer.about.id, &file, (&feature, ByHand::Removed)));
    if is_drawn(layer) {
        (provenance.counts.read, provenance.counts.used) = (features.len(), features.len());
    }
    Some(Made {
        layer: Layer::new(layer.about.clone(), provenance, features),
        feature: Arc::clone(&name.id),
        problem,
    })
}

/// What the area was in the file, where it was changed by hand before.
fn file_area_m2(workspace: &Workspace, name: &FeatureRef) -> Option<f64> {
    let own = workspace.problems.iter().filter(|problem| {
        problem.layer.as_ref() == Some(&name.layer) && problem.id.as_deref() == Some(&*name.id)
    });
    own.rev().find_map(|problem| match problem.kind {
        ProblemKind::ByHand(ByHand::Reshaped { before_m2, .. }) => Some(before_m2),
        _ => None,
    })
}

fn told(workspace: &Workspace, layer: &Arc<str>, file: &str, (feature, done): (&Feature, ByHand)) -> Problem {
    let middle = feature.shape.extent().center();
    Problem {
        layer: Some(Arc::clone(layer)),
        feature: Some(feature.number),
        id: Some(feature.id.to_string()),
        place: Some(workspace.ruler().geodetic(middle)),
        ..Problem::of_file(file, ProblemKind::ByHand(done), Done::Noted)
    }
}

fn project(number: usize, shape: &Arc<Shape>, kind: Option<ProjectKind>) -> Feature {
    let value = kind.map_or(PropertyValue::Null, |kind| PropertyValue::from(kind.code()));
    Feature {
        id: id_of(number),
        number,
        shape: Arc::clone(shape),
        properties: Properties::new([KIND.into()].into(), vec![value]),
        foreign: Properties::default(),
    }
}

fn about(id: Arc<str>) -> About {
    let mut about = About::new(&id, Role::Project);
    about.name = Bilingual {
        zh: say!(Lang::Zh, "sketch.layer"),
        en: say!(Lang::En, "sketch.layer"),
    };
    about.fields.kind = Some(KIND.to_owned());
    about
}

fn project_layer<'w>(workspace: &'w Workspace, name: &FeatureRef) -> Option<&'w Layer> {
    let layer = workspace.layer(&name.layer)?;
    (layer.about.role == Role::Project).then_some(layer)
}

/// The layer that the next drawn project comes into: that of this session, else one that was saved before.
fn drawing_layer(workspace: &Workspace) -> Option<&Arc<Layer>> {
    let layers = || workspace.layers.iter();
    let own = layers().find(|layer| is_drawn(layer));
    own.or_else(|| layers().find(|layer| is_kept(layer)))
}

/// True for a layer of drawn projects, which no file has.
pub fn is_drawn(layer: &Layer) -> bool {
    layer.provenance.file == NO_FILE && layer.provenance.sha256.is_empty()
}

/// True for a layer whose features are no longer those of its file, or that has none since it was drawn. What stands in its
/// file as it was drawn is as good as any other.
pub fn is_by_hand(workspace: &Workspace, layer: &Layer) -> bool {
    let is_told = |problem: &Problem| {
        let is_changed = match problem.kind {
            ProblemKind::ByHand(ByHand::Drawn) => problem.file == NO_FILE,
            ProblemKind::ByHand(_) => true,
            _ => false,
        };
        is_changed && problem.layer.as_ref() == Some(&layer.about.id)
    };
    is_drawn(layer) || workspace.problems.iter().any(is_told)
}

fn next_number(layer: &Layer) -> usize {
    // In a file that was saved numbers are those of its features, and ids are what they were.
    let of_id = |id: &str| id.strip_prefix('D').and_then(|number| number.parse().ok());
    let features = layer.features().iter();
    let numbers = features.map(|feature| feature.number.max(of_id(&feature.id).unwrap_or(0)));
    numbers.max().unwrap_or(0) + 1
}

fn id_of(number: usize) -> Arc<str> {
    format!("D{number}").into()
}

fn free_id(workspace: &Workspace) -> Arc<str> {
    let numbered = (2..).map(|number| format!("{LAYER}-{number}"));
    let mut ids = std::iter::once(LAYER.to_owned()).chain(numbered);
    ids.find(|id| workspace.layer(id).is_none())
        .map_or_else(|| LAYER.into(), Into::into)
}
