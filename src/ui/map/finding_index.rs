//! Where the findings of a screening are, and of whom: there may be hundreds of thousands, and a frame shows few of them.

use std::sync::{Arc, Weak};

use rayon::prelude::*;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, Screening};

/// The boxes of the evidence of one screening's findings, and their order by project and by zone.
#[derive(Debug)]
pub struct FindingIndex {
    of: Weak<Screening>,
    index: SpatialIndex,
    by_project: Vec<u32>,
    by_zone: Vec<u32>,
}

/// One of the two features of a finding.
type Party = fn(&Finding) -> &FeatureRef;
const PROJECT: Party = |finding| &finding.matter.project;
const ZONE: Party = |finding| &finding.zone;

impl FindingIndex {
    /// Indexes all findings by their position. Takes long where there are many: for a background job.
    pub fn new(screening: &Arc<Screening>) -> FindingIndex {
        let findings = screening.findings.iter();
        let extents: Vec<Extent> = findings.map(|finding| finding.evidence.extent).collect();
        FindingIndex {
            of: Arc::downgrade(screening),
            index: SpatialIndex::new(&extents),
            by_project: sorted(screening, PROJECT),
            by_zone: sorted(screening, ZONE),
        }
    }

    /// True where it was made of this screening and no other.
    pub fn is_of(&self, screening: &Screening) -> bool {
        std::ptr::eq(self.of.as_ptr(), screening)
    }

    /// Positions of the findings whose boxes meet `extent` (plane metres), ascending.
    pub fn meeting(&self, extent: &Extent) -> Vec<usize> {
        self.index.meeting(extent)
    }

    /// Positions of the findings about a feature, be it the project or the zone, ascending. None where `screening` is not
    /// what was indexed.
    pub fn of_feature(&self, screening: &Screening, name: &FeatureRef) -> Vec<usize> {
        if !self.is_of(screening) {
            return Vec::new();
        }
        let mut own: Vec<usize> = Vec::new();
        for (order, party) in [(&self.by_project, PROJECT), (&self.by_zone, ZONE)] {
            let key = |position: &u32| screening.findings.get(*position as usize).map(party);
            let begin = order.partition_point(|position| key(position) < Some(name));
            let same = order.get(begin..).unwrap_or_default().iter();
            let same = same.take_while(|position| key(position) == Some(name));
            own.extend(same.map(|&position| position as usize));
        }
        own.sort_unstable();
        own.dedup();
        own
    }
}

/// Positions of all findings, by one of their features.
fn sorted(screening: &Screening, party: Party) -> Vec<u32> {
    let mut order: Vec<u32> = (0..screening.findings.len() as u32).collect();
    order.par_sort_unstable_by_key(|&position| {
        (screening.findings.get(position as usize).map(party), position)
    });
    order
}

#[cfg(test)]
mod tests {
    use super::super::tests::bay::bay;
    use super::*;

    /// Every feature that is named in a finding, and one that is not, against a look at all findings.
    #[test]
    fn the_findings_of_a_feature_are_those_that_name_it() {
        let screening = bay().screening.unwrap();
        let index = FindingIndex::new(&screening);
        let findings = &screening.findings;
        let mut names: Vec<FeatureRef> = findings.iter().map(|own| own.matter.project.clone()).collect();
        names.extend(findings.iter().map(|own| own.zone.clone()));
        assert!(names.len() > 2);
        names.push(FeatureRef {
            layer: "nowhere".into(),
            id: "1".into(),
        });
        for name in names {
            let named = |position: &usize| {
                let own = &findings[*position];
                own.matter.project == name || own.zone == name
            };
            let expected: Vec<usize> = (0..findings.len()).filter(named).collect();
            assert_eq!(index.of_feature(&screening, &name), expected, "{name}");
            let other = Screening::clone(&screening);
            assert!(index.of_feature(&other, &name).is_empty(), "of another screening");
        }
    }
}
