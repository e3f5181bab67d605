//! No two features of a layer have the same id.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::feature::Feature;
use crate::model::problem::{Done, Problem, ProblemKind};

/// Renames the later ones of features with the same id; gives the problem of each by its position.
pub fn make_unique(features: &mut [Feature]) -> Vec<(usize, Problem)> {
    // Nearly always all are different, and a list of hashes shows that in a tenth of the memory of a table.
    let mut hashes: Vec<u64> = features.par_iter().map(|feature| hash_of(&feature.id)).collect();
    hashes.par_sort_unstable();
    if hashes.windows(2).all(|pair| pair[0] != pair[1]) {
        return Vec::new();
    }
    let own: HashSet<Arc<str>> = features.iter().map(|feature| Arc::clone(&feature.id)).collect();
    let mut seen: HashMap<Arc<str>, usize> = HashMap::with_capacity(own.len());
    let mut problems = Vec::new();
    for (position, feature) in features.iter_mut().enumerate() {
        let times = seen.entry(Arc::clone(&feature.id)).or_default();
        *times += 1;
        if *times > 1 {
            let now = free_id(&feature.id, times, &own);
            let problem = Problem {
                feature: Some(feature.number),
                id: Some(feature.id.to_string()),
                ..Problem::of_file("", ProblemKind::DuplicateId { now: now.clone() }, Done::Repaired)
            };
            problems.push((position, problem));
            feature.id = now.into();
        }
    }
    problems
}

fn hash_of(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn free_id(id: &str, times: &mut usize, taken: &HashSet<Arc<str>>) -> String {
    loop {
        let candidate = format!("{id}#{times}");
        if !taken.contains(candidate.as_str()) {
            return candidate;
        }
        *times += 1;
    }
}
