//! The stable name of a finding.

use std::fmt;
use std::sync::Arc;

use crate::model::feature::FeatureRef;
use crate::model::finding::Finding;

/// What makes a finding the same one in another run: one rule, one project, one zone. Its numbers may change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingKey {
    /// The project.
    pub project: FeatureRef,
    /// The rule's id.
    pub rule: Arc<str>,
    /// The zone.
    pub zone: FeatureRef,
}

impl FindingKey {
    /// The name of a finding.
    pub fn of(finding: &Finding) -> FindingKey {
        FindingKey {
            project: finding.matter.project.clone(),
            rule: Arc::clone(&finding.matter.rule),
            zone: finding.zone.clone(),
        }
    }

    /// True for the finding of that name.
    pub fn is_of(&self, finding: &Finding) -> bool {
        let matter = &finding.matter;
        self.project == matter.project && self.rule == matter.rule && self.zone == finding.zone
    }
}

/// `LAYER/ID RULE LAYER/ID`: project, rule, zone, as exported findings name themselves.
impl fmt::Display for FindingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.project, self.rule, self.zone)
    }
}

#[cfg(test)]
mod samples {
    use super::*;

    impl FindingKey {
        /// Of the rule `r`, a project and a zone of one id in the layers `wind` and `core`.
        pub fn sample(id: &str) -> FindingKey {
            let name = |layer: &str| FeatureRef {
                layer: layer.into(),
                id: id.into(),
            };
            FindingKey {
                project: name("wind"),
                rule: "r".into(),
                zone: name("core"),
            }
        }
    }
}
