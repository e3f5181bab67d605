//! What is picked, shared by map, table and inspector.

use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, Screening};

/// What is picked, and what the pointer is over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Picked features, the first one first.
    pub features: Vec<FeatureRef>,
    /// Index into the findings of the last screening.
    pub finding: Option<usize>,
    /// Under the pointer.
    pub hover: Option<FeatureRef>,
}

impl Selection {
    /// The picked finding, if the screening has it.
    pub fn finding_of<'a>(&self, screening: &'a Screening) -> Option<&'a Finding> {
        screening.findings.get(self.finding?)
    }

    /// Finds the picked finding again in a newer screening, by project, rule and zone.
    pub fn carry_over(&mut self, old: Option<&Screening>, new: &Screening) {
        let picked = old.and_then(|old| self.finding_of(old));
        self.finding = picked.and_then(|picked| {
            new.findings.iter().position(|finding| {
                (&finding.project, &finding.rule, &finding.zone)
                    == (&picked.project, &picked.rule, &picked.zone)
            })
        });
    }
}
