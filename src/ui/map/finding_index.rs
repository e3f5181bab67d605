//! Where the findings of a screening are: there may be hundreds of thousands, and a frame shows few of them.

use std::sync::{Arc, Weak};

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::model::finding::Screening;

/// The boxes of the evidence of one screening's findings.
#[derive(Debug)]
pub struct FindingIndex {
    of: Weak<Screening>,
    index: SpatialIndex,
}

impl FindingIndex {
    /// Indexes all findings by their position. Takes long where there are many: for a background job.
    pub fn new(screening: &Arc<Screening>) -> FindingIndex {
        let findings = screening.findings.iter();
        let extents: Vec<Extent> = findings.map(|finding| finding.evidence.extent).collect();
        FindingIndex {
            of: Arc::downgrade(screening),
            index: SpatialIndex::new(&extents),
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
}
