//! What is told beside the verdicts of a screening: wetland totals, footprints, quotas.

use super::feature::FeatureRef;
use super::footprint::{Footprint, QuotaLedger};
use super::wetland::WetlandTotals;

/// Accounts that go with a screening and bear on no verdict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annex {
    /// The totals of the wetland; `None` where the workspace holds nothing that they could be told of.
    pub wetland: Option<WetlandTotals>,
    /// Projects whose kind has an account of its own, in the order of the workspace.
    pub footprints: Vec<Footprint>,
    /// One per quota of the workspace.
    pub quotas: Vec<QuotaLedger>,
    /// Projects that a quota is about and that name a year without one, or none where several years could be meant.
    pub without_quota: Vec<FeatureRef>,
}

impl Annex {
    /// The footprint account of one project.
    pub fn footprint(&self, project: &FeatureRef) -> Option<&Footprint> {
        self.footprints.iter().find(|own| own.project == *project)
    }
}
