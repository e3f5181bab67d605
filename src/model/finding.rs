//! What a screening says: verdicts, findings with their evidence, totals.

use std::sync::Arc;

use crate::geom::relate::Relation;
use crate::say;
use crate::words::Lang;

use super::annex::Annex;
use super::consultation::Consultation;
use super::contradiction::Contradiction;
use super::date::Date;
pub use super::evidence::{Evidence, EvidenceShape};
use super::feature::FeatureRef;
pub use super::matter::{Bearing, Matter, WorkedOut};
use super::role::{ProjectKind, Role};
use super::rule::{Charge, Term};
use super::zone::{Level, ZoneSort};

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
    /// A repair has changed the project, or a feature of the zone layer nearby, by more than nobody need mind, and nobody
    /// has said yes to it.
    RepairUnaccepted,
    /// The geometry of a pair, or the value of a formula, could not be decided.
    Undecided,
    /// The project does not say a number that the rule's formula needs.
    FieldMissing(Term),
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
    /// All reasons; of those that name a field, one.
    pub const ALL: [Reason; 10] = [
        Reason::LayerMissing,
        Reason::OutsideCoverage,
        Reason::Stale,
        Reason::CrsUnknown,
        Reason::RuleTextMissing,
        Reason::RuleContradiction,
        Reason::FeatureRefused,
        Reason::RepairUnaccepted,
        Reason::Undecided,
        Reason::FieldMissing(Term::TipHeightM),
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
            Reason::RepairUnaccepted => "repair_unaccepted",
            Reason::Undecided => "undecided",
            Reason::FieldMissing(_) => "field_missing",
        }
    }

    /// The number that the project does not say.
    pub fn field(self) -> Option<Term> {
        match self {
            Reason::FieldMissing(term) => Some(term),
            _ => None,
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        let field = self.field().map(|term| term.name(lang)).unwrap_or_default();
        say!(lang, &format!("reason.{}", self.code()), field = field)
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
    /// All projects together, by role.
    pub totals: Vec<RoleTotal>,
    /// All projects together, by role and class and by role and level.
    pub group_totals: Vec<GroupTotal>,
    /// All projects together, by zone, in the order of the workspace; zones that no project takes from are left out.
    pub zone_totals: Vec<ZoneTotal>,
    /// Rules that cannot hold together: by project, then in the order of the rule book, then by zone.
    pub contradictions: Vec<Contradiction>,
    /// Who must be asked: by project, then the greatest need first, then in the order of the offices.
    pub consultations: Vec<Consultation>,
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
///
/// A run may have hundreds of thousands of them, so what many have in common they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Project and rule.
    pub matter: Arc<Matter>,
    /// The zone.
    pub zone: FeatureRef,
    /// What the zone is.
    pub sort: Arc<ZoneSort>,
    /// [`Verdict::Conflict`] or [`Verdict::Near`]; [`Verdict::NotChecked`] where a contradicting rule is met too and nothing
    /// decides between the two.
    pub verdict: Verdict,
    /// How the project lies to the zone.
    pub relation: Relation,
    /// What it may cost, one entry per kind and article of the rule.
    pub charges: Box<[Charge]>,
    /// The numbers and shapes that show it.
    pub evidence: Evidence,
}

impl Finding {
    /// Common area or length as a share of the project's, 0 to 1; `None` where they have nothing of the sort.
    pub fn share_of_project(&self) -> Option<f64> {
        match self.evidence.overlap_m2.get() {
            Some(m2) => share(m2, self.matter.project_m2),
            None => share(self.evidence.overlap_m.get()?, self.matter.project_m),
        }
    }
}

/// A part of a whole, 0 to 1; `None` where the whole is nothing.
pub fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| (part / whole).min(1.0))
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
    /// Sum of its overlaps with each zone, whether or not a rule is about it.
    pub overlap_gross_m2: f64,
    /// Area of the union of those overlaps.
    pub overlap_unique_m2: f64,
    /// What more than one zone covers: gross less unique.
    pub multiple_cover_m2: f64,
    /// Of the unique area, what no other project of the run takes: by this the total would shrink without the project,
    /// in whatever order projects are looked at. `None` where the project was screened alone.
    pub exclusive_m2: Option<f64>,
    /// Area of the union of the overlaps with the zones of one role, by role.
    pub by_role: Vec<(Role, f64)>,
    /// The same by role and what else zones of a role are told apart by.
    pub by_part: Vec<(ZoneGroup, f64)>,
}

/// Zones of one role that have a land class, or a level, in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneGroup {
    /// Of one land class code; `None` for zones that tell none in a layer where a field is mapped.
    Class(Role, Option<Arc<str>>),
    /// Declared by one level; `None` as above.
    Level(Role, Option<Level>),
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

/// What all projects together take from a group of zones.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTotal {
    /// The zones.
    pub group: ZoneGroup,
    /// Area of the union over all projects.
    pub unique_m2: f64,
    /// Sum over the projects, each without double counting.
    pub gross_m2: f64,
}

/// What all projects together take from one zone.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneTotal {
    /// The zone.
    pub zone: FeatureRef,
    /// How many projects take a part of it.
    pub project_count: usize,
    /// Area of the union over all projects.
    pub unique_m2: f64,
    /// Sum over the projects.
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
