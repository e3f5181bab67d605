//! Least sizes are held against all that a project takes of the zones that a rule is about: a wetland is no smaller for
//! being surveyed in parcels.

use std::sync::Arc;

use crate::model::evidence::Evidence;
use crate::model::finding::Finding;
use crate::model::matter::{Matter, Together};
use crate::model::zone::Zone;

use super::account::Taken;
use super::evaluate::Meeting;
use super::sorts::Sort;

/// A zone that rules with a least size are about, and that waits until all others are measured.
pub struct Waiting<'s> {
    /// Positions of those rules.
    pub rules: Vec<usize>,
    /// Position of its layer.
    pub layer: usize,
    /// The zone.
    pub zone: Zone<'s>,
    /// What it is.
    pub sort: &'s Sort,
    /// Its area.
    pub zone_m2: f64,
    /// How far a border may be wrong.
    pub tolerance_m: f64,
    /// What the project has in common with it.
    pub meeting: Meeting,
}

/// What is taken of the zones that the rule at a position is about, among them those that wait. `project_m` is the length of
/// the project.
pub fn together(rule: usize, taken: &Taken<'_>, waiting: &[Waiting<'_>], project_m: f64) -> Together {
    let own = waiting.iter().filter(|waiting| waiting.rules.contains(&rule));
    let within = own.filter(|waiting| waiting.meeting.interiors_meet());
    let length_m: f64 = within.filter_map(|waiting| waiting.meeting.overlap_m).sum();
    Together {
        overlap_m2: taken.covered_m2(|sort| sort.is_covered_by(rule)),
        overlap_m: length_m.min(project_m),
    }
}

/// Matters that also say what zones come to together, each beside the one that it was made of: findings share them.
#[derive(Default)]
pub struct Told(Vec<(Arc<Matter>, Arc<Matter>)>);

impl Told {
    /// Tells in a finding what all zones come to, where that is more than its own.
    pub fn tell(&mut self, finding: &mut Finding, together: Together) {
        if !is_more(&together, &finding.evidence) {
            return;
        }
        let made = self
            .0
            .iter()
            .find(|(plain, _)| Arc::ptr_eq(plain, &finding.matter));
        let matter = made.map(|(_, matter)| Arc::clone(matter)).unwrap_or_else(|| {
            let mut matter = Matter::clone(&finding.matter);
            matter.bearing.together = Some(together);
            let matter = Arc::new(matter);
            self.0.push((Arc::clone(&finding.matter), Arc::clone(&matter)));
            matter
        });
        finding.matter = matter;
    }
}

fn is_more(together: &Together, own: &Evidence) -> bool {
    let more = |all: f64, own: Option<f64>| own.is_some_and(|own| all > own * (1.0 + 1e-9));
    more(together.overlap_m2, own.overlap_m2.get()) || more(together.overlap_m, own.overlap_m.get())
}
