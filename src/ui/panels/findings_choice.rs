//! What of the findings is shown, and in which order.

use crate::model::finding::Verdict;
use crate::model::rule::Severity;

use super::findings_groups::{Decided, Group};

/// Columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// How heavy the rule weighs.
    Severity,
    /// The project's name.
    Project,
    /// Conflict or near.
    Verdict,
    /// The rule's title.
    Rule,
    /// The zone's role and name.
    Zone,
    /// How they lie.
    Relation,
    /// Common area or length.
    Overlap,
    /// Distance of the nearest points.
    Distance,
    /// Who must be asked.
    Consultee,
    /// What people decide, where a dossier is open.
    Decision,
}

impl Column {
    /// All columns, left to right.
    pub const ALL: [Column; 10] = [
        Column::Severity,
        Column::Project,
        Column::Verdict,
        Column::Decision,
        Column::Rule,
        Column::Zone,
        Column::Relation,
        Column::Overlap,
        Column::Distance,
        Column::Consultee,
    ];

    /// Key of its heading: `ui.column.KEY`.
    pub fn code(self) -> &'static str {
        match self {
            Column::Severity => "severity",
            Column::Project => "project",
            Column::Verdict => "verdict",
            Column::Rule => "rule",
            Column::Zone => "zone",
            Column::Relation => "relation",
            Column::Overlap => "overlap",
            Column::Distance => "distance",
            Column::Consultee => "consultee",
            Column::Decision => "decision",
        }
    }
}

/// What of the findings is shown, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// By which column, if not in the order of the screening; true for descending.
    pub sort: Option<(Column, bool)>,
    /// Only rows that contain this, in whatever case.
    pub text: String,
    /// Only this verdict.
    pub verdict: Option<Verdict>,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// Only what stands so.
    pub decided: Option<Decided>,
    /// Under headings.
    pub group: Option<Group>,
}

impl Default for Choice {
    /// Everything, the gravest first.
    fn default() -> Choice {
        Choice {
            sort: Some((Column::Severity, false)),
            text: String::new(),
            verdict: None,
            severity: None,
            decided: None,
            group: None,
        }
    }
}
