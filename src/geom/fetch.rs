//! Shapes brought into the processor's cache, many at once.
//!
//! The shapes of a layer lie scattered over hundreds of megabytes. Worked on one after another, each is waited for anew,
//! which takes longer than the work. A look at all of them beforehand, in which nothing depends on what was read, has many on
//! their way at the same time.

use std::hint::black_box;

use super::shape::Shape;

/// Vertices in one line of the cache, of 64 bytes.
const VERTICES_PER_LINE: usize = 4;

/// Reads a little of everything that the areas of some shapes consist of. Large ones are left out: of them only what is
/// near is looked at.
pub fn fetch<'a>(shapes: impl Iterator<Item = &'a Shape> + Clone) {
    let small = || shapes.clone().filter(|shape| !shape.is_large());
    // First where the rings lie: a length that is still on its way would hold up all that follows.
    let lengths = small().flat_map(Shape::rings).map(|ring| ring.0.len());
    black_box(lengths.sum::<usize>());
    let vertices = small()
        .flat_map(Shape::rings)
        .flat_map(|ring| ring.0.iter().step_by(VERTICES_PER_LINE));
    black_box(vertices.fold(0, |seen, vertex| seen ^ vertex.x.to_bits()));
}
