//! The walk along the rings of one shape, which knows at each crossing whether it enters or leaves the other.

use std::ops::Range;

use geo::Coord;

use crate::geom::segment::Segment;
use crate::geom::window::Window;

/// The walks contradict each other; no area may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// Where an edge of one window crosses an edge of the other; edges by their first vertices.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// The edge of the first window.
    pub first: usize,
    /// The edge of the second window.
    pub second: usize,
    /// The place, relative to the origin of the sum, to rounding.
    pub at: Coord<f64>,
    /// True where the first enters the second.
    pub enters: bool,
}

/// What is gathered of the pieces of borders.
pub trait Pieces {
    /// True where crossings must lead in and out in turn, and not only on the whole: where one shape has a vertex on the
    /// other's border, two of them lie at one place, and their order along it is lost to rounding.
    const IN_TURN: bool = false;

    /// A place, relative to the origin of the sum.
    type Place: Copy;

    /// Where a vertex lies.
    fn vertex(&self, vertex: Coord<f64>) -> Self::Place;

    /// Where a crossing lies.
    fn hit(&self, hit: &Hit) -> Self::Place;

    /// Takes a straight piece that lies inside the other shape so many times.
    fn add(&mut self, from: Self::Place, to: Self::Place, times: i32);

    /// A ring was walked along as a whole.
    fn end_ring(&mut self) {}
}

/// Adds the pieces of all rings that lie inside the other shape. `edge` names the edge of a hit that is this window's;
/// `is_first` whether this is the shape that hits speak of when they say *enters*.
pub fn walk<S: Pieces>(
    window: &Window,
    hits: &mut [Hit],
    (edge, is_first): (impl Fn(&Hit) -> usize, bool),
    starts_inside: impl Fn(Coord<f64>) -> bool,
    sum: &mut S,
) -> Result<(), Broken> {
    let mut next = 0;
    for ring in window.ring_ranges() {
        let Range { start, end } = ring;
        let begun = i32::from(starts_inside(window.edge(start).a));
        let mut inside = begun;
        for vertex in start..end - 1 {
            let Segment { a, b } = window.edge(vertex);
            let (mut from, to) = (sum.vertex(a), sum.vertex(b));
            let is_here = |hit: &Hit| edge(hit) == vertex;
            let fits = |hit: &Hit, inside: i32| (hit.enters == is_first) == (inside == 0);
            while hits.get(next).is_some_and(is_here) {
                if S::IN_TURN {
                    bring_forward(&mut hits[next..], is_here, |hit| fits(hit, inside));
                }
                let hit = &hits[next];
                let at = sum.hit(hit);
                sum.add(from, at, inside);
                from = at;
                inside += if hit.enters == is_first { 1 } else { -1 };
                next += 1;
            }
            sum.add(from, to, inside);
        }
        if inside != begun {
            return Err(Broken);
        }
        sum.end_ring();
    }
    Ok(())
}

/// Puts the first of the leading hits that fits before the others; where none does, all stay as they are.
fn bring_forward(hits: &mut [Hit], is_here: impl Fn(&Hit) -> bool, fits: impl Fn(&Hit) -> bool) {
    let mut leading = hits.iter().take_while(|hit| is_here(hit));
    if let Some(place) = leading.position(fits) {
        hits[..=place].rotate_right(1);
    }
}
