//! Hashes of what shows each finding, by which a decision knows whether it still rests on what was seen.

use rayon::prelude::*;

use crate::model::finding::Screening;
use crate::model::review::key::FindingKey;
use crate::model::review::steps::EvidenceHashes;
use crate::progress::{Cancelled, Progress};
use crate::report::json::evidence_bytes;
use crate::sha256::sha256_of;

/// The hash of the evidence of every finding: of its numbers and its verdict, not of its words.
pub fn evidence_hashes(screening: &Screening) -> EvidenceHashes {
    // Nobody asks this one to stop.
    evidence_hashes_until(screening, &Progress::default()).unwrap_or_default()
}

/// The same, until somebody asks to stop.
///
/// # Errors
/// [`Cancelled`].
pub fn evidence_hashes_until(
    screening: &Screening,
    progress: &Progress,
) -> Result<EvidenceHashes, Cancelled> {
    let findings = screening.findings.par_iter();
    let hashes = findings.map(|finding| {
        progress.check()?;
        Ok((FindingKey::of(finding), sha256_of(&[&evidence_bytes(finding)])))
    });
    let hashes: Vec<(FindingKey, String)> = hashes.collect::<Result<_, Cancelled>>()?;
    Ok(hashes.into_iter().collect())
}
