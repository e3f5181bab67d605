//! Edges by the height at which they lie, so that of very many only those beside a place are looked at.

use geo::Coord;

use crate::geom::window::Window;

/// From so many looks at an edge on, it pays to order the edges first.
const WORTH_FROM: usize = 1 << 16;
/// To order them takes as long as to look at all so many times.
const RINGS_FROM: usize = 16;

/// Items in horizontal stripes about as high as they are: each stands in every stripe that it reaches, two on average.
#[derive(Debug)]
struct Stripes {
    bottom: f64,
    per_m: f64,
    /// Where the items of each stripe begin, and the end of the last.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Stripes {
    /// Orders items, each with its least and greatest height.
    fn new(items: impl Iterator<Item = (u32, [f64; 2])> + Clone) -> Stripes {
        let (mut count, mut sum, mut bottom, mut top) = (0_u32, 0.0, f64::INFINITY, f64::NEG_INFINITY);
        for (_, [low, high]) in items.clone() {
            count += 1;
            sum += high - low;
            (bottom, top) = (low.min(bottom), high.max(top));
        }
        let stripes = (f64::from(count) * (top - bottom) / sum).min(f64::from(count));
        // No height at all is one stripe.
        let stripes = if stripes >= 1.0 { stripes.floor() } else { 1.0 };
        let per_m = if top > bottom {
            stripes / (top - bottom)
        } else {
            0.0
        };
        let mut ordered = Stripes {
            bottom,
            per_m,
            starts: vec![0; stripes as usize + 1],
            items: Vec::new(),
        };
        ordered.fill(items);
        ordered
    }

    fn fill(&mut self, items: impl Iterator<Item = (u32, [f64; 2])> + Clone) {
        for (_, [low, high]) in items.clone() {
            for stripe in self.of(low)..=self.of(high) {
                self.starts[stripe + 1] += 1;
            }
        }
        for stripe in 1..self.starts.len() {
            self.starts[stripe] += self.starts[stripe - 1];
        }
        self.items = vec![0; self.starts.last().copied().unwrap_or(0) as usize];
        let mut next = self.starts.clone();
        for (item, [low, high]) in items {
            for place in &mut next[self.of(low)..=self.of(high)] {
                self.items[*place as usize] = item;
                *place += 1;
            }
        }
    }

    /// The stripe of a height; the first or last beyond all items. The higher, the later, or the same.
    fn of(&self, height: f64) -> usize {
        let stripe = ((height - self.bottom) * self.per_m).max(0.0) as usize;
        stripe.min(self.starts.len() - 2)
    }

    /// The items that reach into a stripe.
    fn items(&self, stripe: usize) -> &[u32] {
        let (from, to) = (self.starts[stripe], self.starts[stripe + 1]);
        &self.items[from as usize..to as usize]
    }
}

/// The borders of a window, to be asked on which side of them places lie.
pub struct Sides<'a> {
    window: &'a Window,
    /// Its edges, by their first vertices, where very often is asked.
    stripes: Option<Stripes>,
}

impl<'a> Sides<'a> {
    /// To be asked for one place of each ring of another window.
    pub fn new(window: &'a Window, other: &Window) -> Sides<'a> {
        let rings = other.ring_ranges().count();
        let worth = rings >= RINGS_FROM && rings * window.vertex_count() >= WORTH_FROM;
        Sides {
            window,
            stripes: worth.then(|| Stripes::new(edges(window))),
        }
    }

    /// The paths of which some may be crossed by a level ray: all rings, or edges one by one.
    pub fn paths_at(&self, height: f64) -> impl Iterator<Item = &[Coord<f64>]> {
        let all = self.stripes.is_none().then(|| self.window.rings());
        let near = self.stripes.as_ref().map(|stripes| {
            let edges = stripes.items(stripes.of(height)).iter();
            edges.map(|&vertex| self.window.edge_ends(vertex as usize))
        });
        let (all, near) = (all.into_iter().flatten(), near.into_iter().flatten());
        all.chain(near)
    }
}

fn edges(window: &Window) -> impl Iterator<Item = (u32, [f64; 2])> + Clone + '_ {
    window.ring_ranges().flat_map(|ring| {
        (ring.start..ring.end - 1).map(|vertex| {
            let edge = window.edge(vertex);
            (vertex as u32, [edge.a.y.min(edge.b.y), edge.a.y.max(edge.b.y)])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn items_stand_in_two_stripes_on_average() {
        let stairs = |count: u32| (0..count).map(|k| (k, [f64::from(k), f64::from(k + 1)]));
        let stripes = Stripes::new(stairs(1000));
        assert_eq!(stripes.starts.len(), 1001);
        assert!(stripes.items.len() <= 2000, "{}", stripes.items.len());
        assert_eq!(stripes.items(stripes.of(500.5)), [499, 500]);
        // One that is as high as all others together takes no more room than they do.
        let high = stairs(1000).chain([(1000, [0.0, 1000.0])]);
        let stripes = Stripes::new(high);
        assert!(stripes.items.len() <= 3003, "{}", stripes.items.len());
        let flat = Stripes::new((0..9).map(|k| (k, [5.0, 5.0])));
        assert_eq!((flat.of(4.0), flat.of(6.0), flat.items(0).len()), (0, 0, 9));
        let none = Stripes::new(std::iter::empty());
        assert!(none.items(none.of(3.0)).is_empty());
    }

    proptest! {
        #[test]
        fn what_reaches_a_height_is_in_its_stripe(
            items in prop::collection::vec((-1e6..1e6f64, prop_oneof![Just(0.0), 0.0..9.0f64, 0.0..1e6f64]), 0..60),
            heights in prop::collection::vec(-2e6..2e6f64, 1..20),
        ) {
            let reach: Vec<[f64; 2]> = items.iter().map(|&(low, height)| [low, low + height]).collect();
            let stripes = Stripes::new((0u32..).zip(reach.iter().copied()));
            let ends = reach.iter().flatten().copied();
            for height in heights.into_iter().chain(ends) {
                let found = stripes.items(stripes.of(height));
                for (item, [low, high]) in (0u32..).zip(&reach) {
                    let reaches = (*low..=*high).contains(&height);
                    prop_assert!(!reaches || found.contains(&item), "{height} {low} {high}");
                }
            }
        }
    }
}
