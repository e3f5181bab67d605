//! The rows of the findings table: which are shown, in which order. Worked out again only when something has changed.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::model::finding::{Finding, Screening, Verdict};
use crate::model::rule::Severity;
use crate::model::workspace::Workspace;
use crate::report::rows::{Row, rows};
use crate::report::sentence::asked;
use crate::words::Lang;

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
}

impl Column {
    /// All columns, left to right.
    pub const ALL: [Column; 9] = [
        Column::Severity,
        Column::Project,
        Column::Verdict,
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
}

impl Default for Choice {
    /// Everything, the gravest first.
    fn default() -> Choice {
        Choice {
            sort: Some((Column::Severity, false)),
            text: String::new(),
            verdict: None,
            severity: None,
        }
    }
}

/// So many findings are put into words within a frame.
const MOST_AT_ONCE: usize = 2_000;

/// A row with what the report's rows do not carry.
#[derive(Clone, Debug)]
pub struct FindingRow {
    /// The words.
    pub row: Row,
    /// Who must be asked.
    pub consultee: String,
}

/// The findings as they are shown.
#[derive(Debug, Default)]
pub struct FindingsView {
    /// What the user chose.
    pub choice: Choice,
    /// The finding that the table scrolled to last.
    pub scrolled_to: Option<usize>,
    table: Option<FindingsTable>,
    /// What was asked for last, and whether anybody took it up.
    asked: Option<FindingsQuery>,
    taken: bool,
}

/// What a table is made from: rows take long where there are many, so they are made in the background.
#[derive(Clone, Debug)]
pub struct FindingsQuery {
    workspace: Arc<Workspace>,
    screening: Arc<Screening>,
    lang: Lang,
    choice: Choice,
    /// The rows in words, where only the choice changed.
    rows: Option<Arc<Vec<FindingRow>>>,
}

/// Rows in words, and which of them are shown in which order.
#[derive(Debug)]
pub struct FindingsTable {
    query: FindingsQuery,
    rows: Arc<Vec<FindingRow>>,
    shown: Vec<usize>,
}

impl FindingsQuery {
    /// Makes the table.
    pub fn answer(mut self) -> FindingsTable {
        let rows = self
            .rows
            .take()
            .unwrap_or_else(|| Arc::new(finding_rows(&self.workspace, &self.screening, self.lang)));
        let shown = shown(&rows, &self.screening.findings, &self.choice);
        FindingsTable {
            query: self,
            rows,
            shown,
        }
    }

    /// The same words, whatever is chosen of them.
    fn same_rows(&self, other: &FindingsQuery) -> bool {
        Arc::ptr_eq(&self.workspace, &other.workspace)
            && Arc::ptr_eq(&self.screening, &other.screening)
            && self.lang == other.lang
    }

    fn same(&self, other: &FindingsQuery) -> bool {
        self.same_rows(other) && self.choice == other.choice
    }
}

impl FindingsView {
    /// Brings the table up to date: at once where there are few findings, else by asking for it. What is not of this
    /// screening is no longer shown.
    pub fn refresh(&mut self, workspace: &Arc<Workspace>, screening: &Arc<Screening>, lang: Lang) {
        let mut query = FindingsQuery {
            workspace: Arc::clone(workspace),
            screening: Arc::clone(screening),
            lang,
            choice: self.choice.clone(),
            rows: None,
        };
        if self.table.as_ref().is_some_and(|table| table.query.same(&query)) {
            return;
        }
        let kept = self.table.take().filter(|table| table.query.same_rows(&query));
        query.rows = kept.as_ref().map(|table| Arc::clone(&table.rows));
        if screening.findings.len() <= MOST_AT_ONCE {
            self.table = Some(query.answer());
            return;
        }
        self.table = kept;
        if !self.asked.as_ref().is_some_and(|asked| asked.same(&query)) {
            self.asked = Some(query);
            self.taken = false;
        }
    }

    /// What is to be made in the background, once.
    pub fn take_query(&mut self) -> Option<FindingsQuery> {
        let query = self.asked.as_ref().filter(|_| !self.taken)?;
        self.taken = true;
        Some(query.clone())
    }

    /// Takes in what was made, if it is still what was asked for.
    pub fn put(&mut self, table: FindingsTable) {
        if self.asked.as_ref().is_some_and(|asked| asked.same(&table.query)) {
            self.table = Some(table);
            self.asked = None;
        }
    }

    /// True while a table is being made.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.shown.len())
    }

    /// True if no row is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a place of the table.
    pub fn get(&self, place: usize) -> Option<&FindingRow> {
        let table = self.table.as_ref()?;
        table.rows.get(*table.shown.get(place)?)
    }

    /// Where a finding stands in the table, if it is shown.
    pub fn place_of(&self, finding: usize) -> Option<usize> {
        let table = self.table.as_ref()?;
        table.shown.iter().position(|&shown| shown == finding)
    }

    /// Sorts by a column; a second time the other way round, a third time not at all.
    pub fn sort_by(&mut self, column: Column) {
        self.choice.sort = match self.choice.sort {
            Some((own, false)) if own == column => Some((column, true)),
            Some((own, true)) if own == column => None,
            _ => Some((column, false)),
        };
    }
}

fn finding_rows(workspace: &Workspace, screening: &Screening, lang: Lang) -> Vec<FindingRow> {
    let consultee = |row: &Row| {
        let finding = screening.findings.get(row.finding)?;
        let rule = workspace.rules.rule(&finding.rule)?;
        Some(asked(rule, finding.level, lang))
    };
    rows(workspace, screening, lang)
        .into_iter()
        .map(|row| FindingRow {
            consultee: consultee(&row).unwrap_or_default(),
            row,
        })
        .collect()
}

fn shown(rows: &[FindingRow], findings: &[Finding], choice: &Choice) -> Vec<usize> {
    let wanted = choice.text.trim().to_lowercase();
    let passes = |row: &FindingRow| {
        choice.verdict.is_none_or(|verdict| row.row.verdict == verdict)
            && choice
                .severity
                .is_none_or(|severity| row.row.severity == severity)
            && (wanted.is_empty() || contains(row, &wanted))
    };
    let mut shown: Vec<(usize, &FindingRow, &Finding)> = rows
        .iter()
        .zip(findings)
        .enumerate()
        .filter(|(_, (row, _))| passes(row))
        .map(|(index, (row, finding))| (index, row, finding))
        .collect();
    if let Some((column, descending)) = choice.sort {
        // A stable sort, so that equal rows keep the order of the screening.
        shown.sort_by(|a, b| {
            let order = compare(column, (a.1, a.2), (b.1, b.2));
            if descending { order.reverse() } else { order }
        });
    }
    shown.into_iter().map(|(index, ..)| index).collect()
}

fn contains(row: &FindingRow, wanted: &str) -> bool {
    let texts = [
        &row.row.project_name,
        &row.row.zone_name,
        &row.row.role,
        &row.row.rule,
        &row.row.citation,
        &row.consultee,
        &row.row.kind,
    ];
    texts.iter().any(|text| text.to_lowercase().contains(wanted))
        || row.row.project.to_string().to_lowercase().contains(wanted)
        || row.row.zone.to_string().to_lowercase().contains(wanted)
}

fn compare(column: Column, a: (&FindingRow, &Finding), b: (&FindingRow, &Finding)) -> Ordering {
    let (row_a, row_b) = (&a.0.row, &b.0.row);
    match column {
        // Heaviest first, for that is what one looks for.
        Column::Severity => (b.1.severity, b.1.verdict).cmp(&(a.1.severity, a.1.verdict)),
        Column::Project => row_a.project_name.cmp(&row_b.project_name),
        Column::Verdict => b.1.verdict.cmp(&a.1.verdict),
        Column::Rule => row_a.rule.cmp(&row_b.rule),
        Column::Zone => (&row_a.role, &row_a.zone_name).cmp(&(&row_b.role, &row_b.zone_name)),
        Column::Relation => row_a.relation.cmp(&row_b.relation),
        Column::Overlap => overlap(a.1).total_cmp(&overlap(b.1)),
        Column::Distance => a.1.evidence.distance_m.total_cmp(&b.1.evidence.distance_m),
        Column::Consultee => a.0.consultee.cmp(&b.0.consultee),
    }
}

fn overlap(finding: &Finding) -> f64 {
    let evidence = &finding.evidence;
    evidence.overlap_m2.or(evidence.overlap_m).unwrap_or(0.0)
}
