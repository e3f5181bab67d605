//! Projects that a hand has drawn, in a file that was saved with a workspace: the file says so, and it is told as long as
//! nobody has surveyed them.

use std::sync::Arc;

use serde_json::Value;

use crate::geom::area::Ruler;
use crate::geom::crs::Crs;
use crate::model::by_hand::ByHand;
use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::Role;

/// The member of a file, beside its features, that says that all of them are drawn by hand: `"drawn_by_hand": true`.
pub const MEMBER: &str = "drawn_by_hand";

/// True for a layer of projects whose file says that they are drawn by hand.
pub fn is_kept(layer: &Layer) -> bool {
    layer.about.role == Role::Project && layer.provenance.foreign.get(MEMBER) == Some(&Value::Bool(true))
}

/// What is told of the features of such a layer; nothing of any other.
pub fn told(layer: &Layer, plane: &Crs) -> Vec<Problem> {
    if !is_kept(layer) {
        return Vec::new();
    }
    let ruler = Ruler::new(plane);
    let problem = |feature: &Feature| Problem {
        layer: Some(Arc::clone(&layer.about.id)),
        feature: Some(feature.number),
        id: Some(feature.id.to_string()),
        place: Some(ruler.geodetic(feature.shape.extent().center())),
        ..Problem::of_file(
            &layer.provenance.file,
            ProblemKind::ByHand(ByHand::Drawn),
            Done::Noted,
        )
    };
    layer.features().iter().map(problem).collect()
}
