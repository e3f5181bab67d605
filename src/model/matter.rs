//! What all findings of one rule about one project have in common.

use std::sync::Arc;

use super::feature::FeatureRef;
use super::role::ProjectKind;
use super::rule::Severity;

/// One rule as it stands to one project.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    /// The project.
    pub project: FeatureRef,
    /// What the project is; `None` where nothing says it.
    pub kind: Option<ProjectKind>,
    /// Ellipsoidal area of the project's footprint in m²; 0 for points and lines.
    pub project_m2: f64,
    /// Geodesic length of the project's lines in m; 0 where it has none.
    pub project_m: f64,
    /// The rule's id.
    pub rule: Arc<str>,
    /// How heavy the rule weighs.
    pub severity: Severity,
    /// The setback in m that distances are held against: where a formula cannot be worked out, what it gives at the least.
    /// `None` where there is none, or nothing is sure.
    pub setback_m: Option<f64>,
    /// What bears on the verdict beside the geometry.
    pub bearing: Bearing,
}

/// What bears on a finding beside the geometry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bearing {
    /// The question whose *yes* exempts the project: what would be a conflict is *near*.
    pub exempt_by: Option<Arc<str>>,
    /// The question whose *yes* makes the rule ask for no more than an opinion.
    pub lightened_by: Option<Arc<str>>,
    /// The rule that prevails over this one: what would be a conflict is *near*.
    pub yields_to: Option<Arc<str>>,
    /// What the project takes of all zones that the rule is about, where the rule asks for a least size and others add to it.
    pub together: Option<Together>,
    /// The formula that the setback was worked out by.
    pub formula: Option<WorkedOut>,
}

/// What a project takes of all zones that one rule is about.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Together {
    /// Ellipsoidal area of the union; what several zones cover counts once.
    pub overlap_m2: f64,
    /// Length within zones, added up; no more than the project has.
    pub overlap_m: f64,
}

/// A setback that was worked out by a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkedOut {
    /// The formula as it was written.
    pub formula: Arc<str>,
    /// What it gives for the project; `None` where the project does not say what the formula needs.
    pub metres: Option<f64>,
}
