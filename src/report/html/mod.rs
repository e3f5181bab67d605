//! Documents as pages: one HTML file that needs nothing else and runs nothing.
//!
//! All that comes from data is escaped, and the page's own policy forbids scripts and outside resources.

use std::io::{self, Write};

use crate::model::symbology::Colour;
use crate::say;
use crate::words::Lang;

use super::blocks::in_memory;
use super::document::{Block, Cell, Document, Look, Section, Span, Table};
use super::markup::escape;

/// Pages of fewer sections need no list of them.
const LEAST_LISTED: usize = 4;
const STYLE: &str = include_str!("style.css");

/// The whole page.
pub fn page(document: &Document) -> String {
    let bytes = in_memory(|out| write_page(document, out));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Writes the page, row by row.
///
/// # Errors
/// Those of `out`.
pub fn write_page(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let code = match document.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{}{}",
        escape(&document.title),
        head(document),
        contents(document)
    )?;
    for (number, own) in document.sections.iter().enumerate() {
        section(out, own, number, document.lang)?;
    }
    out.write_all(b"</body>\n</html>\n")
}

fn head(document: &Document) -> String {
    let subtitle: Vec<String> = document.subtitle.iter().map(|line| escape(line)).collect();
    let subtitle = match subtitle.is_empty() {
        true => String::new(),
        false => format!("<p class=\"faint\">{}</p>\n", subtitle.join("<br>")),
    };
    let warnings = document.warnings.iter();
    let warnings: String = warnings
        .map(|text| format!("<p class=\"warning\">{}</p>\n", escape(text)))
        .collect();
    format!(
        "<h1>{}</h1>\n{subtitle}{warnings}{}",
        escape(&document.title),
        tally(document)
    )
}

fn tally(document: &Document) -> String {
    if document.tally.is_empty() {
        return String::new();
    }
    let cells = document.tally.iter().map(|one| {
        format!(
            "<div style=\"border-top-color:{}\"><b>{}</b>{}</div>\n",
            one.colour.hex(),
            one.count,
            escape(&one.words)
        )
    });
    format!("<div class=\"tally\">\n{}</div>\n", cells.collect::<String>())
}

/// Where the sections stand, for who looks for one of them.
fn contents(document: &Document) -> String {
    if document.sections.len() < LEAST_LISTED {
        return String::new();
    }
    let sections = document.sections.iter().enumerate();
    let links: Vec<String> = sections
        .map(|(number, section)| format!("<a href=\"#s{number}\">{}</a>", escape(&section.title)))
        .collect();
    format!("<nav>{}</nav>\n", links.join(" · "))
}

fn section(out: &mut dyn Write, section: &Section, number: usize, lang: Lang) -> io::Result<()> {
    // On paper a sheet begins a page, and the heading of its section stays with the first one.
    let begins_with_sheet = matches!(section.blocks.first(), Some(Block::Sheet(_)));
    let class = match section.begins_page || begins_with_sheet {
        true => " class=\"page\"",
        false => "",
    };
    writeln!(out, "<h2 id=\"s{number}\"{class}>{}</h2>", escape(&section.title))?;
    let mut is_on_sheet = false;
    for (place, own) in section.blocks.iter().enumerate() {
        match own {
            Block::Sheet(title) => {
                is_on_sheet = true;
                let class = if place == 0 { "sheet" } else { "sheet page" };
                writeln!(out, "<h3 class=\"{class}\">{}</h3>", escape(title))?;
            }
            Block::Heading(title) if is_on_sheet => writeln!(out, "<h4>{}</h4>", escape(title))?,
            Block::Table(own) => table(out, own, lang)?,
            other => out.write_all(block(other).as_bytes())?,
        }
    }
    out.write_all(b"\n")
}

/// All but a table, which is written row by row.
fn block(block: &Block) -> String {
    match block {
        Block::Sheet(text) | Block::Heading(text) => format!("<h3>{}</h3>\n", escape(text)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", escape(text)),
        Block::Line(own) => format!("<p>{}</p>\n", cell(own)),
        Block::Remark(text) => format!("<p class=\"faint\">{}</p>\n", escape(text)),
        Block::Doubt(text, None) => format!("<div class=\"doubt\">{}</div>\n", escape(text)),
        Block::Doubt(text, Some(whom)) => format!(
            "<div class=\"doubt\">{}<br><span class=\"faint\">{}</span></div>\n",
            escape(text),
            escape(whom)
        ),
        // The program's own markup, with texts that it has escaped.
        Block::Picture(picture) => format!(
            "<div class=\"map\" role=\"img\" aria-label=\"{}\" style=\"max-width:{}mm\">{}</div>\n",
            escape(&picture.words),
            picture.size_mm.0.round(),
            picture.svg
        ),
        Block::Table(_) => String::new(),
    }
}

fn table(out: &mut dyn Write, table: &Table, lang: Lang) -> io::Result<()> {
    let class = |is_number: bool| if is_number { " class=\"number\"" } else { "" };
    let heads: String = table
        .columns
        .iter()
        .map(|column| format!("<th{}>{}</th>", class(column.is_number), escape(&column.title)))
        .collect();
    write!(
        out,
        "<div class=\"scroll\"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    )?;
    for row in &table.rows {
        let cells: String = row
            .iter()
            .zip(&table.columns)
            .map(|(own, column)| format!("<td{}>{}</td>", class(column.is_number), cell(own)))
            .collect();
        writeln!(out, "<tr>{cells}</tr>")?;
    }
    let count = say!(lang, "report.page.rows", count = table.rows.len());
    writeln!(
        out,
        "</tbody></table></div>\n<p class=\"count\">{}</p>",
        escape(&count)
    )
}

fn cell(cell: &Cell) -> String {
    let line = |line: &Vec<Span>| {
        let spans: Vec<String> = line.iter().map(span).collect();
        spans.join(" ")
    };
    let lines: Vec<String> = cell.shown().iter().map(line).collect();
    lines.join("<br>")
}

fn span(span: &Span) -> String {
    let text = escape(&span.text);
    match span.look {
        Look::Plain => text,
        Look::Strong => format!("<b>{text}</b>"),
        Look::Faint => format!("<span class=\"faint\">{text}</span>"),
        Look::Code => format!("<code>{text}</code>"),
        Look::Chip(colour) => {
            let ink = match needs_dark_ink(colour) {
                true => ";color:#1f2933",
                false => "",
            };
            format!(
                "<span class=\"chip\" style=\"background:{}{ink}\">{text}</span>",
                colour.hex()
            )
        }
    }
}

/// White on yellow is too faint to read.
pub(super) fn needs_dark_ink(ground: Colour) -> bool {
    ground.g > 150
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Reason, RuleVerdict, Verdict};
    use crate::report::paper::review;
    use crate::report::scene;
    use crate::words::Bilingual;

    fn page_of(scene: &scene::Scene, lang: Lang) -> String {
        page(&review(&scene.workspace, &scene.screening, lang))
    }

    #[test]
    fn what_was_not_checked_stands_before_what_was_found() {
        let mut scene = scene::overlap();
        scene.screening.verdicts.push(RuleVerdict {
            project: scene::name("wind", "W-07"),
            rule: "red-line".into(),
            verdict: Verdict::NotChecked(Reason::LayerMissing),
        });
        let page = page_of(&scene, Lang::Zh);
        let (doubt, map, found) = (
            page.find("缺少生态保护红线图层").unwrap(),
            page.find("<svg").unwrap(),
            page.find("项目的核查发现").unwrap(),
        );
        assert!(doubt < map && map < found);
    }

    #[test]
    fn data_cannot_bring_markup_or_load_anything() {
        let mut scene = scene::overlap();
        let evil = "<img src=x onerror=alert(1)>";
        scene.workspace.name = Bilingual::same(evil);
        scene.screening.projects[0].name = evil.into();
        scene.workspace.problems[0].file = evil.into();
        let page = page_of(&scene, Lang::En);
        assert!(!page.contains("<img"), "escaped everywhere");
        assert!(!page.contains("<script") && page.contains("default-src 'none'"));
        let addresses = page.matches("http").count();
        let harmless =
            page.matches("http://www.w3.org/2000/svg").count() + page.matches("http-equiv").count();
        assert_eq!(addresses, harmless, "no outside resource");
    }

    #[test]
    fn the_number_of_rows_stands_below_each_table() {
        let scene = scene::synthetic();
        let document = review(&scene.workspace, &scene.screening, Lang::En);
        let page = page(&document);
        let rows: usize = document.tables().map(|(_, table)| table.rows.len()).sum();
        assert_eq!(page.matches("<tr>").count(), rows + document.tables().count());
        let said: usize = page
            .split("<p class=\"count\">")
            .skip(1)
            .filter_map(|rest| {
                rest.strip_prefix("Rows: ")?
                    .split('<')
                    .next()?
                    .parse::<usize>()
                    .ok()
            })
            .sum();
        assert_eq!(said, rows);
    }

    #[test]
    fn both_languages_are_complete() {
        for lang in Lang::ALL {
            let page = page_of(&scene::synthetic(), lang);
            assert!(!page.contains(">report."), "a key shows");
            for words in [
                "R-02",
                "solar/1",
                "2.83",
                "EPSG:4490",
                "red_line.geojson",
                "1,500.0 m²",
            ] {
                assert!(page.contains(words), "{words} is missing");
            }
        }
    }
}
