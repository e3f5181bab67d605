//! Pieces of which the page is made.

use crate::model::finding::{Screening, Verdict};
use crate::model::rule::Severity;
use crate::model::symbology::{Colour, of_severity, of_verdict};
use crate::model::workspace::Workspace;
use crate::report::markup::escape;
use crate::say;
use crate::words::Lang;

/// What the page is about.
pub struct Source<'a> {
    pub workspace: &'a Workspace,
    pub screening: &'a Screening,
    pub lang: Lang,
}

/// A column of a table: the key of its heading, and whether numbers stand in it.
pub type Column = (&'static str, bool);

impl Source<'_> {
    /// A word of the page.
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
}

/// A heading with what follows; nothing where nothing follows.
pub fn section(source: &Source<'_>, key: &str, content: &str) -> String {
    if content.is_empty() {
        return String::new();
    }
    format!("<h2>{}</h2>\n{content}\n", escape(&source.word(key)))
}

/// A table. Cells are markup already.
pub fn table(source: &Source<'_>, columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let class = |is_number: bool| if is_number { " class=\"number\"" } else { "" };
    let heads = columns
        .iter()
        .map(|(key, is_number)| format!("<th{}>{}</th>", class(*is_number), escape(&source.word(key))));
    let mut text = format!(
        "<div class=\"scroll\"><table>\n<thead><tr>{}</tr></thead>\n<tbody>\n",
        heads.collect::<String>()
    );
    for row in rows {
        let cells = row
            .iter()
            .zip(columns)
            .map(|(cell, (_, is_number))| format!("<td{}>{cell}</td>", class(*is_number)));
        text += &format!("<tr>{}</tr>\n", cells.collect::<String>());
    }
    text + "</tbody></table></div>"
}

/// A paragraph of escaped text.
pub fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escape(text))
}

/// The verdict on its colour.
pub fn verdict_chip(verdict: Verdict, lang: Lang) -> String {
    chip(of_verdict(verdict), &verdict.name(lang))
}

/// The severity on its colour.
pub fn severity_chip(severity: Severity, lang: Lang) -> String {
    chip(of_severity(severity), &severity.name(lang))
}

fn chip(colour: Colour, words: &str) -> String {
    // White on yellow is too faint to read.
    let text = if colour.g > 150 { ";color:#1f2933" } else { "" };
    format!(
        "<span class=\"chip\" style=\"background:{}{text}\">{}</span>",
        colour.hex(),
        escape(words)
    )
}
