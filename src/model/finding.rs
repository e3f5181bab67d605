//! What a screening says: verdicts, findings with their evidence, totals.

use std::sync::Arc;

use geo::Coord;

use crate::geom::relate::Relation;
use crate::geom::shape::Shape;
use crate::say;
use crate::words::Lang;

use super::annex::Annex;
use super::date::Date;
use super::feature::FeatureRef;
use super::role::{ProjectKind, Role};
use super::rule::Severity;
use super::zone::Level;

/// The answer for one project, by one rule or by all of them. Ordered from harmless to grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Checked, with all data good, and nothing found.
    Clear,
    /// No conflict, but nearer than the rule's band of attention, or the borders touch.
    Near,
    /// Could not be checked, or not well enough to say *clear*.
    NotChecked(Reason),
    /// The rule is met.
    Conflict,
}

/// Why something is *not checked*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No layer of the role that the rule is about.
    LayerMissing,
    /// The project reaches out of the area in which the zone layer is complete.
    OutsideCoverage,
    /// The zone layer's survey is older than the rule allows, or its date is unknown though the rule asks for one.
    Stale,
    /// It is not known which CRS the zone layer's coordinates are in.
    CrsUnknown,
    /// The rule is known to exist, but its text could not be had.
    RuleTextMissing,
    /// Two rules contradict each other.
    RuleContradiction,
    /// The project, or a feature of the zone layer, could not be read.
    FeatureRefused,
    /// The geometry of a pair could not be decided.
    Undecided,
}

impl Verdict {
    /// The name in files, without the reason.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Clear => "clear",
            Verdict::Near => "near",
            Verdict::NotChecked(_) => "not_checked",
            Verdict::Conflict => "conflict",
        }
    }

    /// Why it is not checked; `None` for the other verdicts.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Verdict::NotChecked(reason) => Some(reason),
            _ => None,
        }
    }

    /// The name for people, without the reason.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("verdict.{}", self.code()))
    }
}

impl Reason {
    /// All reasons.
    pub const ALL: [Reason; 8] = [
        Reason::LayerMissing,
        Reason::OutsideCoverage,
        Reason::Stale,
        Reason::CrsUnknown,
        Reason::RuleTextMissing,
        Reason::RuleContradiction,
        Reason::FeatureRefused,
        Reason::Undecided,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Reason::LayerMissing => "layer_missing",
            Reason::OutsideCoverage => "outside_coverage",
            Reason::Stale => "stale",
            Reason::CrsUnknown => "crs_unknown",
            Reason::RuleTextMissing => "rule_text_missing",
            Reason::RuleContradiction => "rule_contradiction",
            Reason::FeatureRefused => "feature_refused",
            Reason::Undecided => "undecided",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("reason.{}", self.code()))
    }
}

/// One run of the rules over one workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// The day that the rules were judged by.
    pub as_of: Date,
    /// One row per project and rule in force that concerns it: by project, then in the order of the rule book.
    pub verdicts: Vec<RuleVerdict>,
    /// By project, rule, zone, in the order of the workspace.
    pub findings: Vec<Finding>,
    /// One per project.
    pub projects: Vec<ProjectAccount>,
    /// All projects together.
    pub totals: Vec<RoleTotal>,
    /// Wetland totals, footprints and quotas; `None` until somebody has asked for them.
    pub annex: Option<Arc<Annex>>,
}

/// The answer of one rule for one project.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleVerdict {
    /// The project.
    pub project: FeatureRef,
    /// The rule's id.
    pub rule: Arc<str>,
    /// The answer.
    pub verdict: Verdict,
}

/// One rule met, or nearly met, by one project at one zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The project.
    pub project: FeatureRef,
    /// What the project is; `None` where nothing says it.
    pub kind: Option<ProjectKind>,
    /// The zone.
    pub zone: FeatureRef,
    /// What the zone is.
    pub role: Role,
    /// The zone's land class code.
    pub class: Option<Arc<str>>,
    /// Who declared the zone.
    pub level: Option<Level>,
    /// The rule's id.
    pub rule: Arc<str>,
    /// How heavy the rule weighs.
    pub severity: Severity,
    /// [`Verdict::Conflict`] or [`Verdict::Near`].
    pub verdict: Verdict,
    /// How the project lies to the zone.
    pub relation: Relation,
    /// The numbers and shapes that show it.
    pub evidence: Evidence,
}

/// The numbers and shapes that show a finding. Areas ellipsoidal, lengths and distances geodesic.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Common area, where project and zone both have area.
    pub overlap_m2: Option<f64>,
    /// Common length, where a line is concerned.
    pub overlap_m: Option<f64>,
    /// Common area or length as a share of the project's, 0 to 1.
    pub share_of_project: Option<f64>,
    /// Common area as a share of the zone's, 0 to 1.
    pub share_of_zone: Option<f64>,
    /// Distance of the nearest points; 0 unless apart.
    pub distance_m: f64,
    /// The setback that the distance is held against.
    pub setback_m: Option<f64>,
    /// The common part is narrower than the zone's border is sure.
    pub sliver: bool,
    /// The verdict stands wherever within its tolerance the zone's border truly runs.
    pub holds_within_tolerance: bool,
    /// What to draw.
    pub shape: EvidenceShape,
}

/// What shows a finding on the map, in the plane.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceShape {
    /// The common part.
    Common(Arc<Shape>),
    /// The nearest points of project and zone; equal where they touch.
    Gap {
        /// On the project.
        from: Coord<f64>,
        /// On the zone.
        to: Coord<f64>,
    },
}

/// One project's answer and its areas, which count no place twice.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectAccount {
    /// The project.
    pub project: FeatureRef,
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub kind: Option<ProjectKind>,
    /// The gravest verdict of all rules.
    pub verdict: Verdict,
    /// Area of the footprint; 0 for points and lines.
    pub area_m2: f64,
    /// Sum of its overlaps with each zone that a rule in force names.
    pub overlap_gross_m2: f64,
    /// Area of the union of those overlaps.
    pub overlap_unique_m2: f64,
    /// What more than one zone covers: gross less unique.
    pub multiple_cover_m2: f64,
    /// Area of the union of the overlaps with the zones of one role, by role.
    pub by_role: Vec<(Role, f64)>,
}

/// What all projects together take from the zones of one role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoleTotal {
    /// The role.
    pub role: Role,
    /// Area of the union over all projects.
    pub unique_m2: f64,
    /// Sum over the projects, each without double counting.
    pub gross_m2: f64,
}

impl Screening {
    /// The account of one project.
    pub fn account(&self, project: &FeatureRef) -> Option<&ProjectAccount> {
        self.projects.iter().find(|account| account.project == *project)
    }

    /// How many projects have each verdict: conflict, near, clear, not checked.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for account in &self.projects {
            match account.verdict {
                Verdict::Conflict => tally.conflict += 1,
                Verdict::Near => tally.near += 1,
                Verdict::Clear => tally.clear += 1,
                Verdict::NotChecked(_) => tally.not_checked += 1,
            }
        }
        tally
    }
}

/// Numbers of projects by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// At least one rule met.
    pub conflict: usize,
    /// No rule met, at least one nearly.
    pub near: usize,
    /// All rules checked, none met.
    pub clear: usize,
    /// No rule met, at least one not checked.
    pub not_checked: usize,
}

/// Words for the relations of the plane.
pub trait RelationWords {
    /// The name in files.
    fn code(self) -> &'static str;
    /// The name for people.
    fn name(self, lang: Lang) -> String;
}

impl RelationWords for Relation {
    fn code(self) -> &'static str {
        match self {
            Relation::Inside => "inside",
            Relation::Contains => "contains",
            Relation::Overlap => "overlap",
            Relation::Touch => "touch",
            Relation::Near => "near",
        }
    }

    fn name(self, lang: Lang) -> String {
        say!(lang, &format!("relation.{}", self.code()))
    }
}
