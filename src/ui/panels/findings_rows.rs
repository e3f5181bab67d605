//! The rows of the findings table: which are shown, in which order. Worked out again only when something has changed.

use std::sync::Arc;

use crate::model::finding::Screening;
use crate::model::review::board::Board;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::words::Lang;

use super::findings_choice::{Choice, Column};
use super::findings_chosen::Chosen;
use super::findings_lines::{Line, Lines};
use super::findings_order::shown;
use super::findings_words::{All, FindingRow, Wording};

/// So many findings are sorted within a frame.
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
    /// What they are put into words from.
    pub wording: Wording,
    /// Which of them.
    pub shown: Vec<usize>,
    /// How they stand, where a dossier is open.
    pub board: Option<Arc<Board>>,
}

/// What a table is made from: sorting takes long where there is much, so it is done in the background.
#[derive(Clone, Debug)]
pub struct FindingsQuery {
    wording: Wording,
    board: Option<Arc<Board>>,
    choice: Choice,
}

/// Which findings are shown, in which order.
#[derive(Debug)]
pub struct FindingsTable {
    query: FindingsQuery,
    lines: Lines,
}

impl FindingsQuery {
    /// Makes the table.
    ///
    /// # Errors
    /// [`Cancelled`] once nobody waits for it any more.
    pub fn answer(self, progress: &Progress) -> Result<FindingsTable, Cancelled> {
        let all = All {
            wording: &self.wording,
            board: self.board.as_deref(),
        };
        let shown = shown(all, &self.choice, progress)?;
        let lines = Lines::new(shown, all, self.choice.group, self.wording.lang);
        Ok(FindingsTable { query: self, lines })
    }

    fn is_same(&self, other: &FindingsQuery) -> bool {
        let board = match (&self.board, &other.board) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (None, None) => true,
            _ => false,
        };
        self.wording.is_same(&other.wording) && board && self.choice == other.choice
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
        let query = FindingsQuery {
            wording: Wording {
                workspace: Arc::clone(workspace),
                screening: Arc::clone(screening),
                lang,
            },
            board: board.map(Arc::clone),
            choice: self.choice.clone(),
        };
        if self
            .table
            .as_ref()
            .is_some_and(|table| table.query.is_same(&query))
        {
            return;
        }
        let kept = self
            .table
            .take()
            .filter(|table| table.query.wording.is_same(&query.wording));
        if screening.findings.len() <= MOST_AT_ONCE {
            // Nobody asks this one to stop.
            if let Ok(table) = query.answer(&Progress::default()) {
                self.set_table(table);
            }
            return;
        }
        self.table = kept;
        if !self.asked.as_ref().is_some_and(|asked| asked.is_same(&query)) {
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
        if self
            .asked
            .as_ref()
            .is_some_and(|asked| asked.is_same(&table.query))
        {
            self.set_table(table);
            self.asked = None;
        }
    }

    fn set_table(&mut self, table: FindingsTable) {
        self.chosen.keep_shown(table.lines.shown());
        self.table = Some(table);
    }

    /// True while a table is being made.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// The findings that are shown, in the order of the table.
    pub fn shown(&self) -> Arc<[usize]> {
        let shown = self.table.as_ref().map(|table| table.lines.shown());
        shown.map_or_else(|| Arc::from([]), Arc::clone)
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.lines.shown().len())
    }

    /// True if no row is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many lines the table has: rows, with headings between them where they are grouped.
    pub fn line_count(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.lines.count())
    }

    /// What stands in a line of the table.
    pub fn line(&self, line: usize) -> Option<Line<'_>> {
        self.table.as_ref()?.lines.get(line)
    }

    /// The line of a finding, if it is shown.
    pub fn line_of(&self, finding: usize) -> Option<usize> {
        self.table.as_ref()?.lines.line_of(finding)
    }

    /// The row of a finding, be it shown or not.
    pub fn row(&self, finding: usize) -> Option<FindingRow> {
        self.table.as_ref()?.query.wording.row(finding)
    }

    /// A finding in one sentence, be it shown or not.
    pub fn sentence(&self, finding: usize) -> Option<String> {
        self.table.as_ref()?.query.wording.sentence(finding)
    }

    /// The rows of these findings, for the clipboard; `None` where there is no table yet.
    pub fn to_copy(&self, shown: Vec<usize>) -> Option<ShownRows> {
        let query = &self.table.as_ref()?.query;
        Some(ShownRows {
            wording: query.wording.clone(),
            shown,
            board: query.board.clone(),
        })
    }

    /// The finding at a place of the table, headings not counted.
    pub fn get(&self, place: usize) -> Option<usize> {
        self.table.as_ref()?.lines.shown().get(place).copied()
    }

    /// Where a finding stands in the table, if it is shown, headings not counted.
    pub fn place_of(&self, finding: usize) -> Option<usize> {
        let mut shown = self.table.as_ref()?.lines.shown().iter();
        shown.position(|&shown| shown == finding)
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
