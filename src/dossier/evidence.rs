//! Hashes of what shows each finding, by which a decision knows whether it still rests on what was seen.

use rayon::prelude::*;

use crate::model::finding::Screening;
use crate::model::review::key::FindingKey;
use crate::model::review::steps::EvidenceHashes;
use crate::report::json::evidence_bytes;
use crate::sha256::sha256_of;

/// The hash of the evidence of every finding: of its numbers and its verdict, not of its words.
pub fn evidence_hashes(screening: &Screening) -> EvidenceHashes {
    let findings = screening.findings.par_iter();
    let hashes: Vec<(FindingKey, String)> = findings
        .map(|finding| (FindingKey::of(finding), sha256_of(&[&evidence_bytes(finding)])))
        .collect();
    hashes.into_iter().collect()
}
