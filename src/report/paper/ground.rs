//! What papers are made from.

use crate::model::finding::Screening;
use crate::model::review::state::Review;
use crate::model::review::steps::EvidenceHashes;
use crate::model::workspace::Workspace;

/// A screening, and what people said about it where a dossier keeps that.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// What was screened.
    pub workspace: &'a Workspace,
    /// What was found.
    pub screening: &'a Screening,
    /// What people said; `None` outside of a dossier.
    pub record: Option<Record<'a>>,
}

/// The record of a review.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// What happened.
    pub review: &'a Review,
    /// The hashes of what shows each finding of the screening that the papers are about.
    pub evidence: &'a EvidenceHashes,
    /// The hash of the last entry of the log.
    pub head: &'a str,
}

impl<'a> Ground<'a> {
    /// A screening that nobody has said anything about.
    pub fn new(workspace: &'a Workspace, screening: &'a Screening) -> Ground<'a> {
        Ground {
            workspace,
            screening,
            record: None,
        }
    }
}
