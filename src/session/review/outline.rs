//! What a report would hold, before it is written.

use crate::report::document::{Block, Document};
use crate::words::Lang;

/// The first page in short, and the sections that follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The language of the report.
    pub lang: Lang,
    /// Above everything.
    pub title: String,
    /// Below it.
    pub subtitle: Vec<String>,
    /// What stands before everything else.
    pub warnings: Vec<String>,
    /// Projects by verdict, in words.
    pub tally: Vec<String>,
    /// Each section with the number of rows of its tables, and of its other paragraphs.
    pub sections: Vec<Part>,
}

/// A section in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Rows of all its tables, and doubts that stand by themselves.
    pub row_count: usize,
    /// It has a map.
    pub has_map: bool,
}

/// A report in short.
pub fn outline(document: &Document) -> Outline {
    let is_doubt = |block: &&Block| matches!(block, Block::Doubt(..));
    let sections = document.sections.iter().map(|section| Part {
        title: section.title.clone(),
        row_count: section.tables().map(|(_, table)| table.rows.len()).sum::<usize>()
            + section.blocks.iter().filter(is_doubt).count(),
        has_map: section
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Picture(_))),
    });
    let tally = document.tally.iter();
    Outline {
        lang: document.lang,
        title: document.title.clone(),
        subtitle: document.subtitle.clone(),
        warnings: document.warnings.clone(),
        tally: tally.map(|own| format!("{} {}", own.count, own.words)).collect(),
        sections: sections.collect(),
    }
}
