//! Documents as PDF: typeset with Chinese line breaking, tables over pages with their headings again, tagged, the font
//! embedded. The same document gives the same bytes.

mod world;

use std::io;

use serde_json::{Value, json};

use crate::say;
use crate::words::Lang;

use super::document::{Block, Cell, Document, Look, Section, Span, Table};
use super::font;
use super::html::needs_dark_ink;
use super::markup::clean;

use world::PaperWorld;

/// Rows of all tables beyond which typesetting takes minutes and nobody reads on.
const MOST_ROWS: usize = 20_000;

/// The bytes of a `.pdf`. Characters that the font does not have are named on the first page and printed as `□`.
///
/// # Errors
/// `InvalidInput`, in words, for more rows than are typeset; what the typesetter says.
pub fn pdf(document: &Document) -> io::Result<Vec<u8>> {
    let rows: usize = document.tables().map(|(_, table)| table.rows.len()).sum();
    if rows > MOST_ROWS {
        let words = say!(
            document.lang,
            "report.pdf.too_many_rows",
            rows = rows,
            most = MOST_ROWS
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    let no_font = || io::Error::other("the embedded font cannot be read");
    let mut data = value_of(document).to_string();
    let empty = PaperWorld::new(Vec::new()).ok_or_else(no_font)?;
    let missing = empty.missing(&data);
    if !missing.is_empty() {
        let mut told = document.clone();
        told.warnings.push(missing_words(&missing, document.lang));
        data = value_of(&told).to_string();
        data = data.replace(|c: char| missing.contains(&c), "□");
    }
    let maps = maps(document).enumerate();
    let mut files: Vec<(String, Vec<u8>)> = maps
        .map(|(k, svg)| (map_name(k), svg.as_bytes().to_vec()))
        .collect();
    files.push(("document.json".to_owned(), data.into_bytes()));
    let world = PaperWorld::new(files).ok_or_else(no_font)?;
    world.pdf().map_err(io::Error::other)
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

fn maps(document: &Document) -> impl Iterator<Item = &str> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| match block {
        Block::Map(svg) => Some(svg.as_str()),
        _ => None,
    })
}

fn map_name(number: usize) -> String {
    format!("map-{number}.svg")
}

fn value_of(document: &Document) -> Value {
    let mut map_count = 0;
    let sections = document.sections.iter();
    let sections: Vec<Value> = sections
        .map(|own| section(own, document.lang, &mut map_count))
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

fn section(section: &Section, lang: Lang, map_count: &mut usize) -> Value {
    let blocks = section.blocks.iter().map(|block| match block {
        Block::Heading(text) => json!({ "kind": "heading", "text": clean(text) }),
        Block::Paragraph(text) => json!({ "kind": "paragraph", "text": clean(text) }),
        Block::Remark(text) => json!({ "kind": "remark", "text": clean(text) }),
        Block::Doubt(text, whom) => {
            json!({ "kind": "doubt", "text": clean(text), "whom": whom.as_deref().map(clean) })
        }
        Block::Map(_) => {
            let file = map_name(*map_count);
            *map_count += 1;
            json!({ "kind": "map", "file": file, "alt": clean(&section.title) })
        }
        Block::Table(own) => table(own, lang),
    });
    json!({ "title": clean(&section.title), "blocks": blocks.collect::<Vec<Value>>() })
}

fn table(table: &Table, lang: Lang) -> Value {
    let columns = table.columns.iter().map(|column| {
        json!({ "title": clean(&column.title), "number": column.is_number, "width": column.width.max(1) })
    });
    let rows = table
        .rows
        .iter()
        .map(|row| row.iter().map(cell).collect::<Vec<Value>>());
    json!({
        "kind": "table",
        "columns": columns.collect::<Vec<Value>>(),
        "rows": rows.collect::<Vec<Vec<Value>>>(),
        "count": say!(lang, "report.page.rows", count = table.rows.len()),
    })
}

fn cell(cell: &Cell) -> Value {
    let line = |line: &Vec<Span>| line.iter().map(span).collect::<Vec<Value>>();
    cell.lines.iter().map(line).collect::<Vec<Vec<Value>>>().into()
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
    use super::*;
    use crate::report::paper::review;
    use crate::report::scene;
    use crate::words::Bilingual;

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
    fn data_is_no_markup_and_letters_that_are_missing_are_named() {
        let mut scene = scene::overlap();
        let evil = "#panic() $x$ *b* @ref [] \u{0} 𪚥 = - + `";
        scene.workspace.name = Bilingual::same(evil);
        scene.screening.projects[0].name = evil.into();
        let document = review(&scene.workspace, &scene.screening, Lang::Zh);
        pdf(&document).unwrap();
        let world = PaperWorld::new(Vec::new()).unwrap();
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
