//! What a review is made from, and the words that all its parts use.

use std::collections::HashMap;

use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, Screening, Verdict};
use crate::model::rule::Severity;
use crate::model::symbology::{of_severity, of_verdict};
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::report::document::{Block, Cell, Column, Look, Table};
use crate::report::rows::{self, Row, SaidRow, said_rows};
use crate::say;
use crate::words::Lang;

use super::ground::{Ground, Record};

/// What the document is about.
pub struct Source<'a> {
    pub workspace: &'a Workspace,
    pub screening: &'a Screening,
    pub record: Option<Record<'a>>,
    pub lang: Lang,
    /// The findings in words, in their order.
    pub rows: Vec<SaidRow>,
    /// Whether somebody has asked to stop: nobody gets a document then.
    pub progress: &'a Progress,
    /// Positions of the findings of each project.
    by_project: HashMap<&'a FeatureRef, Vec<usize>>,
}

impl<'a> Source<'a> {
    /// Words everything once; nothing once somebody has asked to stop.
    pub fn new(ground: &Ground<'a>, lang: Lang, progress: &'a Progress) -> Source<'a> {
        let Ground {
            workspace,
            screening,
            record,
        } = *ground;
        let mut by_project: HashMap<&FeatureRef, Vec<usize>> = HashMap::new();
        for (position, finding) in screening.findings.iter().enumerate() {
            by_project
                .entry(&finding.matter.project)
                .or_default()
                .push(position);
        }
        Source {
            workspace,
            screening,
            record,
            lang,
            rows: said_rows(workspace, screening, lang, progress).unwrap_or_default(),
            progress,
            by_project,
        }
    }

    /// These one by one, until somebody asks to stop.
    pub fn until_stopped<I: IntoIterator>(&self, items: I) -> impl Iterator<Item = I::Item> + use<'a, I> {
        let progress = self.progress;
        items.into_iter().take_while(move |_| !progress.is_cancelled())
    }

    /// The findings of a project with their rows, in their order.
    pub fn findings_of(&self, project: &FeatureRef) -> impl Iterator<Item = (&'a Finding, &Row)> {
        let positions = self.by_project.get(project).map_or(&[][..], Vec::as_slice);
        positions.iter().filter_map(|&position| self.finding(position))
    }

    /// A finding with its row.
    pub fn finding(&self, position: usize) -> Option<(&'a Finding, &Row)> {
        let said = self.rows.get(position)?;
        Some((self.screening.findings.get(position)?, &said.row))
    }

    /// A word of the document.
    pub fn word(&self, key: &str) -> String {
        say!(self.lang, &format!("report.page.{key}"))
    }

    /// Between the parts of a list.
    pub fn separator(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        }
    }

    /// A table of columns by key, width and whether they hold numbers; nothing where it has no rows.
    pub fn table(&self, columns: &[(&str, u8, bool)], rows: Vec<Vec<Cell>>) -> Vec<Block> {
        if rows.is_empty() {
            return Vec::new();
        }
        let column = |&(key, width, is_number): &(&str, u8, bool)| Column {
            title: self.word(key),
            is_number,
            width,
        };
        vec![Block::Table(Table {
            columns: columns.iter().map(column).collect(),
            rows,
        })]
    }

    /// The same under a heading.
    pub fn headed(&self, heading: &str, columns: &[(&str, u8, bool)], rows: Vec<Vec<Cell>>) -> Vec<Block> {
        let table = self.table(columns, rows);
        let heading = (!table.is_empty()).then(|| Block::Heading(self.word(heading)));
        heading.into_iter().chain(table).collect()
    }

    /// A project or zone by its name and, below, the name that programs know.
    pub fn feature(&self, name: &FeatureRef) -> Cell {
        Cell::of(rows::title(self.workspace, name)).and(Look::Code, name.to_string())
    }

    /// The verdict on its colour.
    pub fn verdict(&self, verdict: Verdict) -> Cell {
        Cell::default().and(Look::Chip(of_verdict(verdict)), verdict.name(self.lang))
    }

    /// The severity on its colour.
    pub fn severity(&self, severity: Severity) -> Cell {
        Cell::default().and(Look::Chip(of_severity(severity)), severity.name(self.lang))
    }
}
