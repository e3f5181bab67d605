//! What is picked, shared by map, table and inspector.

use std::collections::HashSet;
use std::sync::Arc;

use crate::geom::extent::Extent;
use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, Screening};
use crate::model::workspace::Workspace;

/// What is picked, and what the pointer is over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Picked features, the first one first.
    ///
    /// Shared and never changed, because there may be hundreds of thousands; two selections that are the same piece of
    /// memory are the same.
    pub features: Arc<[FeatureRef]>,
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

    /// The box around all that is picked, in plane metres.
    pub fn extent(&self, workspace: &Workspace, screening: Option<&Arc<Screening>>) -> Extent {
        let mut extent = Extent::EMPTY;
        let features = self.features.iter().filter_map(|name| workspace.feature(name));
        features.for_each(|(_, feature)| extent.merge(&feature.shape.extent()));
        if let Some(finding) = screening.and_then(|screening| self.finding_of(screening)) {
            extent.merge(&finding.evidence.extent);
        }
        extent
    }

    /// Lets go of the features that are not there any more.
    pub fn keep(&mut self, is_there: impl Fn(&FeatureRef) -> bool) {
        if !self.features.iter().all(&is_there) {
            let kept = self.features.iter().filter(|name| is_there(name));
            self.features = kept.cloned().collect();
        }
    }

    /// Finds the picked finding again in a newer screening, by project, rule and zone.
    pub fn carry_over(&mut self, old: Option<&Screening>, new: &Screening) {
        let picked = old.and_then(|old| self.finding_of(old));
        self.finding = picked.and_then(|picked| {
            new.findings.iter().position(|finding| {
                (&finding.matter.project, &finding.matter.rule, &finding.zone)
                    == (&picked.matter.project, &picked.matter.rule, &picked.zone)
            })
        });
    }
}

/// How what is found changes the selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SelectHow {
    /// It takes its place.
    #[default]
    Replace,
    /// It joins.
    Add,
    /// It leaves.
    Remove,
    /// Only what is found stays of it.
    Narrow,
}

impl SelectHow {
    /// All, in the order of lists.
    pub const ALL: [SelectHow; 4] = [
        SelectHow::Replace,
        SelectHow::Add,
        SelectHow::Remove,
        SelectHow::Narrow,
    ];

    /// The key of its texts.
    pub fn code(self) -> &'static str {
        match self {
            SelectHow::Replace => "replace",
            SelectHow::Add => "add",
            SelectHow::Remove => "remove",
            SelectHow::Narrow => "narrow",
        }
    }

    /// What is selected after something was hit.
    pub fn applied(self, before: &[FeatureRef], hit: Vec<FeatureRef>) -> Vec<FeatureRef> {
        match self {
            SelectHow::Replace => hit,
            SelectHow::Remove | SelectHow::Narrow => {
                let hit: HashSet<&FeatureRef> = hit.iter().collect();
                let stays = |name: &&FeatureRef| hit.contains(name) == (self == SelectHow::Narrow);
                before.iter().filter(stays).cloned().collect()
            }
            SelectHow::Add => {
                let known: HashSet<&FeatureRef> = before.iter().collect();
                let new = hit.into_iter().filter(|name| !known.contains(name));
                before.iter().cloned().chain(new).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(how: SelectHow, expected: &[&str]) {
        let name = |id: &&str| FeatureRef {
            layer: "l".into(),
            id: (*id).into(),
        };
        let names = |ids: &[&str]| ids.iter().map(name).collect::<Vec<_>>();
        assert_eq!(
            how.applied(&names(&["a", "b"]), names(&["b", "c"])),
            names(expected)
        );
    }

    #[test]
    fn what_is_found_replaces_joins_leaves_or_stays() {
        check(SelectHow::Replace, &["b", "c"]);
        check(SelectHow::Add, &["a", "b", "c"]);
        check(SelectHow::Remove, &["a"]);
        check(SelectHow::Narrow, &["b"]);
    }
}
