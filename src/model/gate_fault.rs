//! The words for faults of a geometry.

use crate::geom::gate::FaultKind;
use crate::say;
use crate::words::Lang;

/// The name in files and the key of the texts.
pub(super) fn code(fault: &FaultKind) -> &'static str {
    match fault {
        FaultKind::NotFinite => "not_finite",
        FaultKind::OutOfRange => "out_of_range",
        FaultKind::OutOfReach => "out_of_reach",
        FaultKind::AcrossAntimeridian => "across_antimeridian",
        FaultKind::TooFewVertices => "too_few_vertices",
        FaultKind::Empty => "empty_geometry",
        FaultKind::UnclosedRing => "unclosed_ring",
        FaultKind::Invalid(change) if change.ambiguous => "ambiguous_ring",
        FaultKind::Invalid(_) => "self_intersection",
        FaultKind::NoArea => "no_area",
        FaultKind::FarVertex => "far_vertex",
    }
}

/// True for a repair that changed more than may go without a yes.
pub(super) fn needs_yes(fault: &FaultKind) -> bool {
    matches!(fault, FaultKind::Invalid(change) if super::repair::needs_yes(change))
}

/// What was found, in one sentence.
pub(super) fn text(
    lang: Lang,
    fault: &FaultKind,
    vertex: Option<usize>,
    coordinate: Option<(f64, f64)>,
) -> String {
    let key = format!("problem.{}", code(fault));
    let vertex = vertex.map_or_else(|| "?".to_owned(), |number| number.to_string());
    let coordinate = coordinate.map_or_else(|| "?".to_owned(), |(x, y)| format!("{x} {y}"));
    match fault {
        FaultKind::Invalid(change) => {
            let (before, after) = (
                format!("{:.1}", change.before_m2),
                format!("{:.1}", change.after_m2),
            );
            let share = change.percent();
            say!(lang, &key, before = before, after = after, share = share)
        }
        _ => say!(lang, &key, vertex = vertex, coordinate = coordinate),
    }
}
