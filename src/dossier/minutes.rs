//! What people said in a dossier, as papers take it: the window and the command line write the same ones.

use std::sync::Arc;

use crate::model::finding::Screening;
use crate::model::review::state::Review;
use crate::model::review::steps::EvidenceHashes;
use crate::report::paper::Record;

use super::evidence::evidence_hashes;

/// What people said about a screening.
#[derive(Clone, Debug)]
pub struct Minutes {
    review: Arc<Review>,
    evidence: EvidenceHashes,
    head: String,
}

impl Minutes {
    /// What the log says, up to the entry with that hash, of what a screening has found. A decision stands out as outdated
    /// where the screening shows something else than what was decided on.
    pub fn of(review: Arc<Review>, head: String, screening: &Screening) -> Minutes {
        Minutes {
            evidence: evidence_hashes(screening),
            review,
            head,
        }
    }

    /// For papers.
    pub fn record(&self) -> Record<'_> {
        Record {
            review: &self.review,
            evidence: &self.evidence,
            head: &self.head,
        }
    }
}
