//! The rows of the findings table: which are shown, in which order. Worked out again only when something has changed.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::model::finding::{Finding, Screening, Verdict};
use crate::model::review::board::Board;
use crate::model::rule::Severity;
use crate::model::workspace::Workspace;
use crate::report::rows::{Row, rows};
use crate::report::sentence::asked;
use crate::words::Lang;

use super::findings_chosen::Chosen;
use super::findings_groups::{All, Decided, FindingRow, Group, Line, lines};

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

/// So many findings are put into words within a frame.
const MOST_AT_ONCE: usize = 2_000;

/// The findings as they are shown.
#[derive(Debug, Default)]
pub struct FindingsView {
    /// What the user chose.
    pub choice: Choice,
    /// The finding that the table scrolled to last.
    pub scrolled_to: Option<usize>,
    /// The findings that are chosen, to be copied or decided together.
    pub chosen: Chosen,
    table: Option<FindingsTable>,
    /// What was asked for last, and whether anybody took it up.
    asked: Option<FindingsQuery>,
    taken: bool,
}

/// Rows that are shown, in the order of the table.
#[derive(Debug)]
pub struct ShownRows {
    /// All rows in words.
    pub rows: Arc<Vec<FindingRow>>,
    /// Which of them.
    pub shown: Vec<usize>,
    /// What they are about.
    pub screening: Arc<Screening>,
    /// How they stand, where a dossier is open.
    pub board: Option<Arc<Board>>,
}

/// What a table is made from: rows take long where there are many, so they are made in the background.
#[derive(Clone, Debug)]
pub struct FindingsQuery {
    workspace: Arc<Workspace>,
    screening: Arc<Screening>,
    lang: Lang,
    board: Option<Arc<Board>>,
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
    lines: Vec<Line>,
}

impl FindingsQuery {
    /// Makes the table.
    pub fn answer(mut self) -> FindingsTable {
        let rows = self
            .rows
            .take()
            .unwrap_or_else(|| Arc::new(finding_rows(&self.workspace, &self.screening, self.lang)));
        let board = self.board.as_deref();
        let all = All {
            rows: &rows,
            findings: &self.screening.findings,
            board,
        };
        let shown = shown(&all, &self.choice);
        let lines = lines(&shown, &all, self.choice.group, self.lang);
        FindingsTable {
            query: self,
            rows,
            shown,
            lines,
        }
    }

    /// The same words, whatever is chosen of them.
    fn same_rows(&self, other: &FindingsQuery) -> bool {
        Arc::ptr_eq(&self.workspace, &other.workspace)
            && Arc::ptr_eq(&self.screening, &other.screening)
            && self.lang == other.lang
    }

    fn same(&self, other: &FindingsQuery) -> bool {
        let board = match (&self.board, &other.board) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (None, None) => true,
            _ => false,
        };
        self.same_rows(other) && board && self.choice == other.choice
    }
}

impl FindingsView {
    /// Brings the table up to date: at once where there are few findings, else by asking for it. What is not of this
    /// screening is no longer shown.
    pub fn refresh(
        &mut self,
        (workspace, screening): (&Arc<Workspace>, &Arc<Screening>),
        board: Option<&Arc<Board>>,
        lang: Lang,
    ) {
        let mut query = FindingsQuery {
            workspace: Arc::clone(workspace),
            screening: Arc::clone(screening),
            lang,
            board: board.map(Arc::clone),
            choice: self.choice.clone(),
            rows: None,
        };
        if self.table.as_ref().is_some_and(|table| table.query.same(&query)) {
            return;
        }
        let kept = self.table.take().filter(|table| table.query.same_rows(&query));
        query.rows = kept.as_ref().map(|table| Arc::clone(&table.rows));
        if screening.findings.len() <= MOST_AT_ONCE {
            self.set_table(query.answer());
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
            self.set_table(table);
            self.asked = None;
        }
    }

    fn set_table(&mut self, table: FindingsTable) {
        self.chosen.keep_shown(&table.shown);
        self.table = Some(table);
    }

    /// True while a table is being made.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// The findings that are shown, in the order of the table.
    pub fn shown(&self) -> &[usize] {
        self.table.as_ref().map_or(&[], |table| &table.shown)
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.shown().len()
    }

    /// True if no row is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands in the lines of the table: rows, with headings between them where they are grouped.
    pub fn lines(&self) -> &[Line] {
        self.table.as_ref().map_or(&[], |table| &table.lines)
    }

    /// The line of a finding, if it is shown.
    pub fn line_of(&self, finding: usize) -> Option<usize> {
        let mut lines = self.lines().iter();
        lines.position(|line| *line == Line::Finding(finding))
    }

    /// The row of a finding.
    pub fn row(&self, finding: usize) -> Option<&FindingRow> {
        self.table.as_ref()?.rows.get(finding)
    }

    /// The rows of these findings, for the clipboard; `None` where there is no table yet.
    pub fn to_copy(&self, shown: Vec<usize>) -> Option<ShownRows> {
        let table = self.table.as_ref()?;
        Some(ShownRows {
            rows: Arc::clone(&table.rows),
            shown,
            screening: Arc::clone(&table.query.screening),
            board: table.query.board.clone(),
        })
    }

    /// The row at a place of the table, headings not counted.
    pub fn get(&self, place: usize) -> Option<&FindingRow> {
        self.row(*self.shown().get(place)?)
    }

    /// Where a finding stands in the table, if it is shown.
    pub fn place_of(&self, finding: usize) -> Option<usize> {
        self.shown().iter().position(|&shown| shown == finding)
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
        let rule = workspace.rules.rule(&finding.matter.rule)?;
        Some(asked(rule, finding.sort.level, lang))
    };
    rows(workspace, screening, lang)
        .into_iter()
        .map(|row| FindingRow {
            consultee: consultee(&row).unwrap_or_default(),
            row,
        })
        .collect()
}

fn shown(all: &All<'_>, choice: &Choice) -> Vec<usize> {
    let wanted = choice.text.trim().to_lowercase();
    let passes = |index: usize, row: &FindingRow| {
        choice.verdict.is_none_or(|verdict| row.row.verdict == verdict)
            && choice
                .severity
                .is_none_or(|severity| row.row.severity == severity)
            && all.passes(index, choice.decided)
            && (wanted.is_empty() || contains(row, &wanted))
    };
    let pairs = all.rows.iter().zip(all.findings).enumerate();
    let passing = pairs.filter(|(index, (row, _))| passes(*index, row));
    let mut shown: Vec<(usize, &FindingRow, &Finding)> = passing
        .map(|(index, (row, finding))| (index, row, finding))
        .collect();
    if let Some((column, descending)) = choice.sort {
        // A stable sort, so that equal rows keep the order of the screening.
        shown.sort_by(|a, b| {
            let order = match column {
                Column::Decision => all.rank(a.0).cmp(&all.rank(b.0)),
                _ => compare(column, (a.1, a.2), (b.1, b.2)),
            };
            if descending { order.reverse() } else { order }
        });
    }
    if let Some(group) = choice.group {
        // Stable as well: within a group the order stays.
        shown.sort_by(|a, b| group.compare((a.1, a.2), (b.1, b.2)));
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
        Column::Severity => (b.1.matter.severity, b.1.verdict).cmp(&(a.1.matter.severity, a.1.verdict)),
        Column::Project => row_a.project_name.cmp(&row_b.project_name),
        Column::Verdict => b.1.verdict.cmp(&a.1.verdict),
        Column::Rule => row_a.rule.cmp(&row_b.rule),
        Column::Zone => (&row_a.role, &row_a.zone_name).cmp(&(&row_b.role, &row_b.zone_name)),
        Column::Relation => row_a.relation.cmp(&row_b.relation),
        Column::Overlap => a.1.evidence.common_size().total_cmp(&b.1.evidence.common_size()),
        Column::Distance => a.1.evidence.distance_m.total_cmp(&b.1.evidence.distance_m),
        Column::Consultee => a.0.consultee.cmp(&b.0.consultee),
        // Known to the board only.
        Column::Decision => Ordering::Equal,
    }
}
