//! What a review is made from, and the words that all its parts use.

use crate::model::feature::FeatureRef;
use crate::model::finding::{Screening, Verdict};
use crate::model::rule::Severity;
use crate::model::symbology::{of_severity, of_verdict};
use crate::model::workspace::Workspace;
use crate::report::document::{Block, Cell, Column, Look, Table};
use crate::report::rows;
use crate::say;
use crate::words::Lang;

/// What the document is about.
pub struct Source<'a> {
    pub workspace: &'a Workspace,
    pub screening: &'a Screening,
    pub lang: Lang,
}

impl Source<'_> {
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
