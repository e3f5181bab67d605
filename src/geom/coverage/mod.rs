//! Whether the areas of a layer fit each other, and what is odd about each: overlaps, gaps, doubles, needles, slivers,
//! crumbs.
//!
//! Promises: whatever overlaps, is enclosed or is there twice is found, whatever its size above the noise of rounded
//! borders; nothing is said that is not there; the same layer gives the same list, whatever the number of threads. Refuses
//! to mend anything.
//!
//! The way: `net` ties all borders together and cancels those that match; `contacts` finds by exact predicates the few
//! pairs that may overlap, which are then measured; `loops` and `gaps` follow what is left of the borders. The idea of
//! matching borders edge by edge is that of the coverage validator of JTS (M. Davis, 2022); that what is left bounds the
//! union is the boundary operator of homology.

mod contacts;
mod doubles;
mod gaps;
mod loops;
mod measured;
mod net;
mod oddity;
mod pieces;
mod rings;

use crate::progress::{Cancelled, Progress};

use contacts::Contacts;
use loops::Loops;
use net::Net;
use pieces::Pieces;

pub use oddity::{Ground, Limits, Near, Odd, Oddity};

/// Everything odd about the shapes of a layer, by feature and then by kind.
///
/// Takes 56 bytes for each oddity, and for the time of the examination about 30 bytes for each vertex.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn examine(ground: &Ground<'_>, limits: &Limits, progress: &Progress) -> Result<Vec<Oddity>, Cancelled> {
    let shapes = ground.shapes;
    progress.start(STAGES * shapes.len() as u64);
    let stage = || progress.advance(shapes.len() as u64);
    let firsts = doubles::first_of_its_kind(shapes, progress)?;
    // What is there twice would overlap itself all over.
    let is_double = |feature: usize| {
        firsts
            .get(feature)
            .is_some_and(|&first| first as usize != feature)
    };
    stage();
    let net = Net::new(shapes, is_double, progress)?;
    stage();
    let pieces = Pieces::new(&net, shapes.len());
    let contacts = Contacts::find((&net, &pieces), shapes, ground.near, progress)?;
    drop(pieces);
    let mut all = measured::doubles(shapes, &firsts);
    all.extend(measured::overlaps(ground, &net, &contacts.pairs, progress)?);
    stage();
    let (loops, clusters) = Loops::find(&net, &contacts.links, progress)?;
    let gaps = gaps::find((&net, &loops), &clusters, (shapes, ground.near), progress)?;
    all.extend(measured::gaps(ground, limits, &gaps));
    stage();
    all.extend(measured::touching(&net, &contacts.touches));
    all.extend(measured::alone(ground, &net, limits, progress)?);
    progress.check()?;
    all.sort_by(|p, q| {
        p.feature
            .cmp(&q.feature)
            .then(p.what.partial_cmp(&q.what).unwrap_or(std::cmp::Ordering::Equal))
    });
    all.dedup();
    Ok(all)
}

/// Doubles, net, contacts, overlaps, gaps, and each feature by itself, each as long as the number of features.
const STAGES: u64 = 6;

#[cfg(test)]
mod tests;
