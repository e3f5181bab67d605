//! Doubt about where a layer lies: by the range of its coordinates, and by comparison with a reference layer.
//!
//! Promises: nothing is moved here, other readings are only offered; every reading that was tested is told with its
//! residual. Refuses: to accuse by a handful of vertices, or where the other reading is not clearly better.

mod compare;
mod offset;
mod ranges;
mod reader;
mod reference;

pub use compare::compare;
pub use ranges::by_range;
pub use reference::Reference;

use crate::model::crs_doubt::CrsDoubt;
use crate::model::crs_note::CrsNote;

/// Further from the reference than this and not meeting it: somebody has to look.
const FAR_M: f64 = 50_000.0;
/// Offers that are said; `redshank info --json` tells all.
const MOST_OFFERS: usize = 3;
/// A constant offset below this is no matter of datums: borders are often no better.
const DISPLACED_M: f64 = 50.0;
/// No datum and no map shift but BD-09, which is a reading of its own, is longer; works that run along a border are further.
const DISPLACED_MOST_M: f64 = 700.0;

/// Adds to the doubt of a layer what the comparison in it means.
pub fn judge(doubt: &mut CrsDoubt) {
    let Some(against) = doubt.against.clone() else {
        return;
    };
    let as_said = against.as_said();
    let reference = || against.reference.clone();
    let far = as_said.is_some_and(|tested| tested.share_inside == 0.0);
    if let Some(distance_m) = against.distance_m.filter(|metres| far && *metres > FAR_M) {
        doubt.note(CrsNote::FarFromReference {
            reference: reference(),
            distance_m,
        });
    }
    let mut offered = against.tested.iter().filter(|tested| tested.offered).peekable();
    let is_displaced = offered.peek().is_none();
    for tested in offered.take(MOST_OFFERS) {
        doubt.note(CrsNote::FitsBetter {
            reading: tested.reading,
            reference: reference(),
            residual_m: tested.residual_m,
            as_said_m: as_said.map(|said| said.residual_m),
        });
    }
    let range = DISPLACED_M..=DISPLACED_MOST_M;
    let displaced = against.offset.filter(|offset| range.contains(&offset.length_m()));
    if let Some(offset) = displaced.filter(|_| is_displaced) {
        doubt.note(CrsNote::Displaced {
            reference: reference(),
            offset,
        });
    }
}
