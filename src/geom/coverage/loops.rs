//! The border of everything that is covered, as closed loops of edges without a mate.
//!
//! Edges that run against each other cancel, for an area lies on either side. What remains bounds what is covered, with the
//! covered on its left, so far as borders only meet in vertices. Loops that meet otherwise are put into one cluster, and an
//! overlay has to decide what they bound.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::progress::{Cancelled, Progress};

use super::contacts::by_angle;
use super::net::{NONE, Net};

/// Loops of edges without a mate.
#[derive(Debug, Default)]
pub(super) struct Loops {
    /// Edges, loop by loop, in the order of their way.
    edges: Vec<u32>,
    /// Where each loop begins in `edges`.
    first: Vec<u32>,
}

/// Loops that only an overlay can tell apart, or one that is what it seems to be.
#[derive(Debug, PartialEq)]
pub(super) enum Cluster {
    /// It meets others, and itself, in vertices only, and there all is in order.
    Clean(u32),
    /// They cross, or hang together with some that do.
    Knotted(Vec<u32>),
}

impl Loops {
    /// Follows all loops. `links` are edges that meet in more than a vertex.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn find(
        net: &Net,
        links: &[(u32, u32)],
        progress: &Progress,
    ) -> Result<(Loops, Vec<Cluster>), Cancelled> {
        let open: Vec<u32> = net
            .rings()
            .par_iter()
            .flat_map_iter(|ring| (ring.start..ring.end).filter(|&edge| net.mate(edge) == NONE))
            .collect();
        let Turns { turns, knots, meets } = Turns::find(net, &open, progress)?;
        let number = |edge: u32| open.binary_search(&edge).unwrap_or(usize::MAX);
        let mut loop_of = vec![NONE; open.len()];
        let mut loops = Loops::default();
        for (k, &start) in open.iter().enumerate() {
            if loop_of[k] != NONE {
                continue;
            }
            if k % (1 << 10) == 0 {
                progress.check()?;
            }
            let own = loops.first.len() as u32;
            loops.first.push(loops.edges.len() as u32);
            let (mut edge, mut k) = (start, k);
            while let Some(free) = loop_of.get_mut(k).filter(|of| **of == NONE) {
                *free = own;
                loops.edges.push(edge);
                edge = next(net, &turns, edge);
                k = number(edge);
            }
        }
        loops.first.push(loops.edges.len() as u32);
        let loop_of = |edge: u32| loop_of.get(number(edge)).copied().unwrap_or(NONE);
        let of_loops = |&(e, f): &(u32, u32)| (loop_of(e), loop_of(f));
        let knotted = links.iter().chain(&knots).map(of_loops);
        let clusters = clusters(loops.count(), knotted, meets.iter().map(of_loops));
        Ok((loops, clusters))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// The edges of one.
    pub fn edges(&self, number: u32) -> &[u32] {
        let bound = |k: usize| self.first.get(k).map_or(0, |&first| first as usize);
        self.edges
            .get(bound(number as usize)..bound(number as usize + 1))
            .unwrap_or_default()
    }
}

fn next(net: &Net, turns: &HashMap<u32, u32>, edge: u32) -> u32 {
    if let Some(&out) = turns.get(&edge) {
        return out;
    }
    let out = net
        .corners(net.place(edge + 1))
        .iter()
        .find(|&&corner| net.mate(corner) == NONE);
    out.copied().unwrap_or(NONE)
}

/// What happens where several loops meet in a place.
#[derive(Default)]
struct Turns {
    /// Which edge each incoming one goes on with, so that one piece of what is not covered lies on the right of each loop.
    turns: HashMap<u32, u32>,
    /// Edges that hang together because that cannot be told.
    knots: Vec<(u32, u32)>,
    /// Edges that meet where all is in order.
    meets: Vec<(u32, u32)>,
}

impl Turns {
    fn find(net: &Net, open: &[u32], progress: &Progress) -> Result<Turns, Cancelled> {
        let is_open = |edge: &u32| net.mate(*edge) == NONE;
        let mut places: Vec<u32> = open
            .par_iter()
            .map(|&edge| net.place(edge))
            .filter(|&place| net.corners(place).iter().filter(|corner| is_open(corner)).count() > 1)
            .collect();
        places.par_sort_unstable();
        places.dedup();
        let mut found = Turns::default();
        for place in places {
            progress.check()?;
            found.at(net, place);
        }
        Ok(found)
    }

    fn at(&mut self, net: &Net, place: u32) {
        let is_open = |edge: &u32| net.mate(*edge) == NONE;
        let outs = net.corners(place).iter().copied().filter(is_open);
        let ins = net
            .corners(place)
            .iter()
            .map(|&corner| net.edge_before(corner))
            .filter(is_open);
        let outs = outs.map(|edge| (net.corner(edge + 1), true, edge));
        let ins = ins.map(|edge| (net.corner(edge), false, edge));
        let mut around: Vec<_> = outs.chain(ins).collect();
        let at = net.at(place);
        around.sort_unstable_by(|p, q| by_angle(at, p.0, q.0).then((p.1, p.2).cmp(&(q.1, q.2))));
        let pairs = || around.iter().zip(around.iter().cycle().skip(1));
        let joined = around.iter().zip(around.iter().skip(1)).map(|(p, q)| (p.2, q.2));
        let is_clean = pairs().all(|(p, q)| p.1 != q.1 && by_angle(at, p.0, q.0).is_ne());
        if is_clean {
            self.turns
                .extend(pairs().filter(|(p, _)| !p.1).map(|(p, q)| (p.2, q.2)));
            self.meets.extend(joined);
        } else {
            let of = |out: bool| around.iter().filter(move |end| end.1 == out).map(|end| end.2);
            self.turns.extend(of(false).zip(of(true)));
            self.knots.extend(joined);
        }
    }
}

/// Loops that hang together with knotted ones in one cluster each, by their first one; all others by themselves.
fn clusters(
    count: usize,
    knotted: impl Iterator<Item = (u32, u32)>,
    meets: impl Iterator<Item = (u32, u32)>,
) -> Vec<Cluster> {
    let mut parent: Vec<u32> = (0..count as u32).collect();
    let mut knots = Vec::new();
    let knotted = knotted.inspect(|&(a, _)| knots.push(a));
    for (a, b) in knotted.chain(meets).filter(|&(a, b)| a != NONE && b != NONE) {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent[a.max(b) as usize] = a.min(b);
    }
    let mut is_knotted = vec![false; count];
    for knot in knots.into_iter().filter(|&knot| knot != NONE) {
        is_knotted[root(&mut parent, knot) as usize] = true;
    }
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut known: HashMap<u32, usize> = HashMap::new();
    for number in 0..count as u32 {
        let root = root(&mut parent, number);
        if !is_knotted[root as usize] {
            clusters.push(Cluster::Clean(number));
            continue;
        }
        let own = *known.entry(root).or_insert_with(|| {
            clusters.push(Cluster::Knotted(Vec::new()));
            clusters.len() - 1
        });
        if let Some(Cluster::Knotted(loops)) = clusters.get_mut(own) {
            loops.push(number);
        }
    }
    clusters
}

fn root(parent: &mut [u32], mut own: u32) -> u32 {
    while parent[own as usize] != own {
        parent[own as usize] = parent[parent[own as usize] as usize];
        own = parent[own as usize];
    }
    own
}
