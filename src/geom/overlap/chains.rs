//! The border of what one shape leaves of another, put together from the pieces of both borders.
//!
//! What the second leaves of the first is bounded by the pieces of the first border that lie outside the second, and by
//! those of the second border that lie inside the first, taken backwards. They meet at the crossings, and at each crossing
//! one of either ends where one of the other begins.

use std::collections::BTreeMap;

use geo::Coord;

use super::walk::{Broken, Hit, Pieces};

/// A crossing by its two edges: straight edges cross once at the most.
type Crossing = (usize, usize);

/// A place on a border, relative to an origin.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    at: Coord<f64>,
    /// `None` for a vertex.
    crossing: Option<Crossing>,
}

/// A piece of a border from one crossing to the next.
#[derive(Clone, Debug)]
pub struct Chain {
    /// `None` where it begins with the first vertex of its ring, until that is joined.
    from: Option<Crossing>,
    to: Option<Crossing>,
    places: Vec<Coord<f64>>,
}

/// Gathers the pieces of one border that lie so many times inside the other shape.
#[derive(Debug)]
pub struct Chains {
    origin: Coord<f64>,
    /// 0 for what lies outside, 1 for what lies inside.
    wanted: i32,
    open: Option<Chain>,
    done: Vec<Chain>,
    /// Where the chains of the ring at hand begin.
    ring_start: usize,
    /// Rings without a crossing.
    whole: Vec<Vec<Coord<f64>>>,
    /// A piece lay inside more than once, or less than not at all.
    is_odd: bool,
}

impl Chains {
    /// Nothing yet.
    pub fn new(origin: Coord<f64>, wanted: i32) -> Chains {
        Chains {
            origin,
            wanted,
            open: None,
            done: Vec::new(),
            ring_start: 0,
            whole: Vec::new(),
            is_odd: false,
        }
    }
}

impl Pieces for Chains {
    const IN_TURN: bool = true;
    type Place = Node;

    fn vertex(&self, vertex: Coord<f64>) -> Node {
        Node {
            at: vertex - self.origin,
            crossing: None,
        }
    }

    fn hit(&self, hit: &Hit) -> Node {
        Node {
            at: hit.at,
            crossing: Some((hit.first, hit.second)),
        }
    }

    fn add(&mut self, from: Node, to: Node, times: i32) {
        self.is_odd |= !(0..=1).contains(&times);
        if times != self.wanted {
            return;
        }
        let open = self.open.get_or_insert_with(|| Chain {
            from: from.crossing,
            to: None,
            places: vec![from.at],
        });
        if open.places.last() != Some(&to.at) {
            open.places.push(to.at);
        }
        if to.crossing.is_some() {
            open.to = to.crossing;
            self.done.extend(self.open.take());
        }
    }

    fn end_ring(&mut self) {
        let of_ring = self.done.get_mut(self.ring_start..).unwrap_or_default();
        // The first chain of a ring that begins with a vertex goes on from the last one, which ends there.
        match (
            self.open.take(),
            of_ring.first_mut().filter(|chain| chain.from.is_none()),
        ) {
            (Some(mut last), Some(first)) => {
                last.places.extend(first.places.iter().skip(1));
                (first.from, first.places) = (last.from, last.places);
            }
            (Some(last), None) if last.from.is_none() => self.whole.push(last.places),
            (None, None) => {}
            _ => self.is_odd = true,
        }
        self.ring_start = self.done.len();
    }
}

/// The rings, closed, of what is left of the first shape: `outside` are the pieces of its border outside the second,
/// `inside` those of the second's border inside it. Shells counter-clockwise, holes clockwise.
///
/// # Errors
/// [`Broken`] where the pieces do not fit each other.
pub fn rings_left(outside: Chains, inside: Chains) -> Result<Vec<Vec<Coord<f64>>>, Broken> {
    if outside.is_odd || inside.is_odd {
        return Err(Broken);
    }
    let origin = outside.origin;
    let mut rings = outside.whole;
    rings.extend(inside.whole.into_iter().map(reversed));
    let backwards = inside.done.into_iter().map(|chain| Chain {
        from: chain.to,
        to: chain.from,
        places: reversed(chain.places),
    });
    let mut by_start = BTreeMap::new();
    for chain in outside.done.into_iter().chain(backwards) {
        let from = chain.from.ok_or(Broken)?;
        if by_start.insert(from, chain).is_some() {
            return Err(Broken);
        }
    }
    while let Some((start, mut ring)) = by_start.pop_first() {
        while ring.to != Some(start) {
            let next = ring.to.and_then(|to| by_start.remove(&to)).ok_or(Broken)?;
            ring.places.extend(next.places.into_iter().skip(1));
            ring.to = next.to;
        }
        rings.push(ring.places);
    }
    let moved = |ring: Vec<Coord<f64>>| ring.into_iter().map(|place| place + origin).collect();
    Ok(rings.into_iter().map(moved).collect())
}

fn reversed(mut places: Vec<Coord<f64>>) -> Vec<Coord<f64>> {
    places.reverse();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_lies_inside_twice_is_refused() {
        let check = |first: i32, second: i32, is_told: bool| {
            let (mut outside, mut inside) = (Chains::new(Coord::zero(), 0), Chains::new(Coord::zero(), 1));
            for (chains, times) in [(&mut outside, first), (&mut inside, second)] {
                let [from, to] = [Coord::zero(), Coord { x: 1.0, y: 0.0 }].map(|at| chains.vertex(at));
                chains.add(from, to, times);
            }
            assert_eq!(rings_left(outside, inside).is_ok(), is_told, "{first} {second}");
        };
        check(1, 0, true);
        check(2, 0, false);
        check(1, 2, false);
        check(-1, 0, false);
    }
}
