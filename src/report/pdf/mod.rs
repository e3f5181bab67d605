//! Documents as PDF: typeset with Chinese line breaking, tables over pages with their headings again, tagged, the font
//! embedded. The same document gives the same bytes.

pub mod pages;
mod world;

use std::io;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::progress::Progress;
use crate::progress::apart::apart;
use crate::say;
use crate::words::Lang;

use super::document::{Block, Cell, Document, Look, Section, Span, Table};
use super::font;
use super::html::needs_dark_ink;
use super::markup::clean;

use world::PaperWorld;

/// Rows of all tables beyond which typesetting takes minutes and nobody reads on.
const MOST_ROWS: usize = 20_000;
/// The width of a table, and what of each column is no text, in millimetres.
const TABLE_MM: f64 = 265.0;
const INSET_MM: f64 = 2.9;
/// A row of so many lines always fits onto a page, below the headings of its table: it is not broken in two.
const SHORT_LINES: f64 = 18.0;

/// The bytes of a `.pdf`. Characters that the font does not have are named on the first page and printed as `□`.
///
/// # Errors
/// `InvalidInput`, in words, for more rows than are typeset; what the typesetter says; that somebody has asked to stop.
pub fn pdf(document: &Arc<Document>, progress: &Progress) -> io::Result<Vec<u8>> {
    not_longer(document, MOST_ROWS, "report.pdf.too_many_rows")?;
    let (own, stop) = (Arc::clone(document), progress.clone());
    apart(progress, move || {
        world_of(&own, &stop)?.pdf().map_err(io::Error::other)
    })?
}

/// # Errors
/// That it has more rows than so many, in the words of a key.
fn not_longer(document: &Document, most: usize, key: &str) -> io::Result<()> {
    let rows: usize = document.tables().map(|(_, table)| table.rows.len()).sum();
    if rows > most {
        let words = say!(document.lang, key, rows = rows, most = most);
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    Ok(())
}

/// All that the typesetter is given; it does not begin once somebody has asked to stop.
fn world_of(document: &Document, progress: &Progress) -> io::Result<PaperWorld> {
    let no_font = || io::Error::other("the embedded font cannot be read");
    let mut data = value_of(document).to_string();
    let empty = PaperWorld::new(Vec::new(), progress).ok_or_else(no_font)?;
    let missing = empty.missing(&data);
    if !missing.is_empty() {
        let mut told = document.clone();
        told.warnings.push(missing_words(&missing, document.lang));
        data = value_of(&told).to_string();
        data = data.replace(|c: char| missing.contains(&c), "□");
    }
    let pictures = document.pictures().enumerate();
    let mut files: Vec<(String, Vec<u8>)> = pictures
        .map(|(k, picture)| (picture_name(k), picture.svg.as_bytes().to_vec()))
        .collect();
    files.push(("document.json".to_owned(), data.into_bytes()));
    PaperWorld::new(files, progress).ok_or_else(no_font)
}

/// Which characters are not printed, by their code points: the characters themselves cannot be shown.
fn missing_words(missing: &[char], lang: Lang) -> String {
    let codes: Vec<String> = missing
        .iter()
        .map(|&c| format!("U+{:04X}", u32::from(c)))
        .collect();
    say!(
        lang,
        "report.pdf.missing_letters",
        count = missing.len(),
        codes = codes.join(" ")
    )
}

fn picture_name(number: usize) -> String {
    format!("picture-{number}.svg")
}

fn value_of(document: &Document) -> Value {
    let mut picture_count = 0;
    let sections = document.sections.iter();
    let sections: Vec<Value> = sections
        .map(|own| section(own, document.lang, &mut picture_count))
        .collect();
    let texts = |texts: &[String]| texts.iter().map(|text| clean(text)).collect::<Vec<String>>();
    let tally = document
        .tally
        .iter()
        .map(|one| json!({ "count": one.count, "words": clean(&one.words), "ground": one.colour.hex() }));
    json!({
        "title": clean(&document.title),
        "lang": document.lang.code(),
        "font": font::FAMILY,
        "subtitle": texts(&document.subtitle),
        "warnings": texts(&document.warnings),
        "tally": tally.collect::<Vec<Value>>(),
        "sections": sections,
    })
}

fn section(section: &Section, lang: Lang, picture_count: &mut usize) -> Value {
    // The heading of a section stays with its first sheet.
    let begins_with_sheet = matches!(section.blocks.first(), Some(Block::Sheet(_)));
    let mut level = 2;
    let blocks = section.blocks.iter().enumerate().map(|(place, block)| match block {
        Block::Sheet(text) => {
            level = 3;
            json!({ "kind": "sheet", "text": clean(text), "breaks": place > 0 })
        }
        Block::Heading(text) => json!({ "kind": "heading", "text": clean(text), "level": level }),
        Block::Paragraph(text) => json!({ "kind": "paragraph", "text": clean(text) }),
        Block::Line(own) => json!({ "kind": "line", "lines": cell(own) }),
        Block::Remark(text) => json!({ "kind": "remark", "text": clean(text) }),
        Block::Doubt(text, whom) => {
            json!({ "kind": "doubt", "text": clean(text), "whom": whom.as_deref().map(clean) })
        }
        Block::Picture(picture) => {
            let file = picture_name(*picture_count);
            *picture_count += 1;
            json!({ "kind": "picture", "file": file, "alt": clean(&picture.words), "width": picture.size_mm.0 })
        }
        Block::Table(own) => table(own, lang),
    });
    let blocks: Vec<Value> = blocks.collect();
    let breaks = section.begins_page || begins_with_sheet;
    json!({ "title": clean(&section.title), "breaks": breaks, "blocks": blocks })
}

fn table(table: &Table, lang: Lang) -> Value {
    let columns = table.columns.iter().map(|column| {
        json!({ "title": clean(&column.title), "number": column.is_number, "width": column.width.max(1) })
    });
    let whole: f64 = table
        .columns
        .iter()
        .map(|column| f64::from(column.width.max(1)))
        .sum();
    let rows = table.rows.iter().map(|row| {
        let widths = table.columns.iter();
        let mut widths = widths.map(|column| f64::from(column.width.max(1)) / whole * TABLE_MM - INSET_MM);
        let is_short = row
            .iter()
            .all(|own| line_count(own, widths.next().unwrap_or(TABLE_MM)) <= SHORT_LINES);
        json!({ "short": is_short, "cells": row.iter().map(cell).collect::<Vec<Value>>() })
    });
    json!({
        "kind": "table",
        "columns": columns.collect::<Vec<Value>>(),
        "rows": rows.collect::<Vec<Value>>(),
        "count": say!(lang, "report.page.rows", count = table.rows.len()),
    })
}

/// About how many lines a cell takes in a column so wide in millimetres; rather too many.
fn line_count(cell: &Cell, width_mm: f64) -> f64 {
    let width = |span: &Span| -> f64 {
        let letters = span.text.chars();
        letters.map(|c| if c.is_ascii() { 2.2 } else { 3.6 }).sum()
    };
    let line = |line: &Vec<Span>| {
        (line.iter().map(width).sum::<f64>() / width_mm.max(1.0))
            .ceil()
            .max(1.0)
    };
    cell.shown().iter().map(line).sum()
}

fn cell(cell: &Cell) -> Value {
    let line = |line: &Vec<Span>| line.iter().map(span).collect::<Vec<Value>>();
    let lines = cell.shown();
    lines.iter().map(line).collect::<Vec<Vec<Value>>>().into()
}

fn span(span: &Span) -> Value {
    let text = clean(&span.text);
    match span.look {
        Look::Plain => json!({ "look": "plain", "text": text }),
        Look::Strong => json!({ "look": "strong", "text": text }),
        Look::Faint => json!({ "look": "faint", "text": text }),
        Look::Code => json!({ "look": "code", "text": text }),
        Look::Chip(ground) => {
            let ink = if needs_dark_ink(ground) {
                "#1f2933"
            } else {
                "#ffffff"
            };
            json!({ "look": "chip", "text": text, "ground": ground.hex(), "ink": ink })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Column;
    use super::*;
    use crate::report::paper::review;
    use crate::report::scene;
    use crate::words::Bilingual;

    fn pdf(document: &Document) -> io::Result<Vec<u8>> {
        super::pdf(&Arc::new(document.clone()), &Progress::default())
    }

    fn world_of(document: &Document) -> io::Result<PaperWorld> {
        super::world_of(document, &Progress::default())
    }

    fn has(file: &[u8], words: &str) -> bool {
        file.windows(words.len()).any(|own| own == words.as_bytes())
    }

    #[test]
    fn a_tagged_file_in_both_languages_and_the_same_again() {
        for lang in Lang::ALL {
            let scene = scene::synthetic();
            let document = review(&scene.workspace, &scene.screening, lang);
            let file = pdf(&document).unwrap();
            assert!(file.starts_with(b"%PDF-"));
            assert!(has(&file, "/MarkInfo") || has(&file, "/StructTreeRoot"), "tagged");
            assert_eq!(file, pdf(&document).unwrap());
        }
    }

    #[test]
    fn nothing_is_typeset_once_somebody_has_asked_to_stop() {
        let scene = scene::overlap();
        let document = review(&scene.workspace, &scene.screening, Lang::En);
        let progress = Progress::default();
        let world = super::world_of(&document, &progress).unwrap();
        progress.cancel();
        assert!(world.typeset().is_err());
        assert!(super::pdf(&Arc::new(document), &progress).is_err());
    }

    #[test]
    fn every_row_is_printed_and_sheets_begin_pages() {
        let column = || Column {
            width: 1,
            ..Column::default()
        };
        let table = |mark: &str, count: usize| {
            Block::Table(Table {
                columns: vec![column(), column()],
                rows: (0..count)
                    .map(|row| vec![Cell::of(format!("{mark}{row}.")), Cell::default()])
                    .collect(),
            })
        };
        let scene = scene::synthetic();
        let mut document = review(&scene.workspace, &scene.screening, Lang::En);
        let blocks = vec![
            Block::Sheet("first".into()),
            table("a", 300),
            Block::Sheet("second".into()),
            table("b", 1),
            Block::Heading("more".into()),
            table("c", 77),
        ];
        document.sections = vec![Section {
            title: "S".into(),
            blocks,
            ..Section::default()
        }];
        let pages = world::tests::printed(&world_of(&document).unwrap());
        let lines: Vec<&str> = pages.iter().flat_map(|page| page.lines()).collect();
        for (mark, count) in [("a", 300), ("b", 1), ("c", 77)] {
            for row in 0..count {
                let words = format!("{mark}{row}.");
                assert_eq!(lines.iter().filter(|line| **line == words).count(), 1, "{words}");
            }
            let said = format!("Rows: {count}");
            assert_eq!(lines.iter().filter(|line| **line == said).count(), 1, "{said}");
        }
        let page_of = |words: &str| {
            pages
                .iter()
                .position(|page| page.lines().any(|line| line == words))
        };
        assert_eq!(
            page_of("S"),
            page_of("first"),
            "a heading stays with its first sheet"
        );
        assert!(page_of("first") > Some(0) && page_of("second") > page_of("a299."));
    }

    /// A document of these sections, each on pages of its own.
    fn of_tables(tables: Vec<Table>) -> Document {
        let scene = scene::synthetic();
        let mut document = review(&scene.workspace, &scene.screening, Lang::En);
        let section = |table| Section {
            title: "S".into(),
            begins_page: true,
            blocks: vec![Block::Table(table)],
        };
        document.sections = tables.into_iter().map(section).collect();
        document
    }

    fn page_of(pages: &[String], words: &str) -> usize {
        let is_there = |page: &String| page.lines().any(|line| line == words);
        let found: Vec<usize> = (0..pages.len()).filter(|&k| is_there(&pages[k])).collect();
        assert_eq!(found.len(), 1, "{words:?} is on pages {found:?}");
        found[0]
    }

    /// Whatever number of rows fills the page.
    #[test]
    fn the_number_of_rows_stands_by_the_last_row() {
        let counts = 15..45;
        let table = |count: usize| Table {
            columns: vec![Column::default(), Column::default()],
            rows: (0..count)
                .map(|row| vec![Cell::of(format!("{count}:{row}.")), Cell::of("b")])
                .collect(),
        };
        let document = of_tables(counts.clone().map(table).collect());
        let pages = world::tests::printed(&world_of(&document).unwrap());
        let mut broken = 0;
        for count in counts {
            let place = |words: String| page_of(&pages, &words);
            let last = place(format!("{count}:{}.", count - 1));
            assert_eq!(place(format!("Rows: {count}")), last, "{count} rows");
            broken += usize::from(place(format!("{count}:0.")) != last);
        }
        assert!(broken > 5, "some tables end on another page");
    }

    #[test]
    fn short_rows_are_not_broken_and_long_ones_are_printed_whole() {
        let lines = |mark: &str, count: usize| {
            let line = |k| format!("{mark}{k}.");
            (0..count).fold(Cell::default(), |cell, k| cell.and(Look::Plain, line(k)))
        };
        let mut rows: Vec<Vec<Cell>> = (0..9)
            .map(|row| vec![lines(&format!("r{row}l"), 7), Cell::of("b")])
            .collect();
        rows.push(vec![Cell::of("last"), lines("long", 90)]);
        let table = Table {
            columns: vec![Column::default(), Column::default()],
            rows,
        };
        let pages = world::tests::printed(&world_of(&of_tables(vec![table])).unwrap());
        for row in 0..9 {
            let at: Vec<usize> = (0..7)
                .map(|line| page_of(&pages, &format!("r{row}l{line}.")))
                .collect();
            assert!(
                at.iter().all(|page| *page == at[0]),
                "row {row} is on pages {at:?}"
            );
        }
        let long: Vec<usize> = (0..90)
            .map(|line| page_of(&pages, &format!("long{line}.")))
            .collect();
        assert!(long[89] > long[0]);
        page_of(&pages, "Rows: 10");
    }

    #[test]
    fn every_row_of_a_paper_is_printed() {
        let scene = scene::synthetic();
        let mut document = review(&scene.workspace, &scene.screening, Lang::Zh);
        let mut marks = 0_usize;
        for section in &mut document.sections {
            for block in &mut section.blocks {
                let Block::Table(table) = block else { continue };
                for row in &mut table.rows {
                    row[0] = Cell::of(format!("#{marks}#"));
                    marks += 1;
                }
            }
        }
        let text = world::tests::printed(&world_of(&document).unwrap()).concat();
        assert!(marks > 10);
        for mark in 0..marks {
            assert_eq!(text.matches(&format!("#{mark}#")).count(), 1, "row {mark}");
        }
    }

    #[test]
    fn data_is_no_markup_and_letters_that_are_missing_are_named() {
        let mut scene = scene::overlap();
        let evil = "#panic() $x$ *b* @ref [] \u{0} 𪚥 = - + `";
        scene.workspace.name = Bilingual::same(evil);
        scene.screening.projects[0].name = evil.into();
        let document = review(&scene.workspace, &scene.screening, Lang::Zh);
        pdf(&document).unwrap();
        let world = PaperWorld::new(Vec::new(), &Progress::default()).unwrap();
        assert_eq!(world.missing("湿地 𪚥 a𪚥"), ['𪚥']);
        assert!(missing_words(&['𪚥'], Lang::En).contains("U+2A6A5"));
    }

    #[test]
    fn too_many_rows_are_refused_in_words() {
        let scene = scene::overlap();
        let mut document = review(&scene.workspace, &scene.screening, Lang::En);
        let rows = vec![Vec::new(); MOST_ROWS + 1];
        document.sections[0].blocks.push(Block::Table(Table {
            rows,
            ..Table::default()
        }));
        assert!(pdf(&document).unwrap_err().to_string().contains("20000"));
    }
}
