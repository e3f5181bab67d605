//! Documents for a word processor, so that a reviewer can go on writing: OOXML (ECMA-376), A4 across.
//!
//! Only words and pictures: no fields that load anything, no macros. The same document gives the same bytes.

use std::io::{self, Cursor};
use std::sync::Arc;

use docx_rs::{
    AlignmentType, Docx, Footer, PageMargin, PageNum, PageOrientationType, Paragraph, Pic, Run, RunFonts,
    Shading, ShdType, Style, StyleType, Table as WordTable, TableCell, TableLayoutType, TableRow, WidthType,
};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::model::symbology::Colour;
use crate::progress::Progress;
use crate::progress::apart::apart;
use crate::say;
use crate::words::Lang;

use super::document::{Block, Cell, Document, Look, Picture, Section, Span, Table};
use super::html::needs_dark_ink;
use super::markup::clean;
use super::picture::{Page, png};

/// A4 across, in twentieths of a point.
const PAGE: (u32, u32) = (16_838, 11_906);
const MARGIN: i32 = 900;
/// What lies between the margins.
const WIDTH: usize = 16_838 - 2 * MARGIN as usize;
/// Rows of all tables beyond which no word processor opens the file within reason.
const MOST_ROWS: usize = 20_000;
/// EMU (English metric units) in a millimetre.
const EMU_PER_MM: f64 = 36_000.0;
/// Dots to an inch of pictures: sharp enough in print, and a file with dozens of maps can still be sent.
const DPI: u32 = 150;
const FAINT: &str = "5C6773";

/// The bytes of a `.docx`.
///
/// # Errors
/// `InvalidInput`, in words, for more rows than a word processor opens; what drawing the map or packing says; that somebody
/// has asked to stop.
pub fn docx(document: &Arc<Document>, progress: &Progress) -> io::Result<Vec<u8>> {
    let rows: usize = document.tables().map(|(_, table)| table.rows.len()).sum();
    if rows > MOST_ROWS {
        let words = say!(
            document.lang,
            "report.docx.too_many_rows",
            rows = rows,
            most = MOST_ROWS
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    let (own, stop) = (Arc::clone(document), progress.of_a_piece());
    // The crate numbers paragraphs by thread: on one of their own they begin with the first, whatever was made before.
    apart(progress, move || made(&own, &stop))?
}

/// The bytes; cut short, and not to be used, once somebody has asked to stop.
fn made(document: &Document, progress: &Progress) -> io::Result<Vec<u8>> {
    let mut file = styled(Docx::new());
    file = file.add_paragraph(text(&document.title).style("Title"));
    for line in &document.subtitle {
        file = file.add_paragraph(faint(line));
    }
    for line in &document.warnings {
        file = file.add_paragraph(looking(line, |run| run.bold().color("B3261E")));
    }
    let tally: Vec<String> = document
        .tally
        .iter()
        .map(|one| format!("{} {}", one.words, one.count))
        .collect();
    if !tally.is_empty() {
        file = file.add_paragraph(bold(&tally.join("    ")));
    }
    let mut pictures = drawn(document, progress)?.into_iter();
    for section in &document.sections {
        file = add_section(file, section, &mut pictures, (document.lang, progress));
    }
    let mut bytes = Cursor::new(Vec::new());
    file.pack(&mut bytes).map_err(io::Error::other)?;
    packed(&bytes.into_inner())
}

/// The same archive, a tenth as large: the crate writes its entries as they are.
fn packed(archive: &[u8]) -> io::Result<Vec<u8>> {
    let mut loose = ZipArchive::new(Cursor::new(archive))?;
    let mut dense = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..loose.len() {
        let mut entry = loose.by_index(number)?;
        let name = entry.name()?.into_owned();
        if !entry.is_dir() {
            dense.start_file(name, SimpleFileOptions::default())?;
            io::copy(&mut entry, &mut dense)?;
        }
    }
    Ok(dense.finish()?.into_inner())
}

fn styled(file: Docx) -> Docx {
    let fonts = || {
        RunFonts::new()
            .ascii("Times New Roman")
            .hi_ansi("Times New Roman")
    };
    let heading = |id: &str, name: &str, half_points: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .q_format(true)
            .size(half_points)
            .bold()
            .fonts(fonts().east_asia("SimHei"))
    };
    file.page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(PageMargin {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
            header: 500,
            footer: 500,
            gutter: 0,
        })
        .default_size(20)
        .default_fonts(fonts().east_asia("SimSun"))
        .add_style(heading("Title", "Title", 36))
        .add_style(heading("Heading1", "heading 1", 28))
        .add_style(heading("Heading2", "heading 2", 24))
        .add_style(heading("Heading3", "heading 3", 21))
        .footer(
            Footer::new().add_paragraph(
                Paragraph::new()
                    .align(AlignmentType::Center)
                    .add_page_num(PageNum::new()),
            ),
        )
}

fn add_section(
    mut file: Docx,
    section: &Section,
    pictures: &mut impl Iterator<Item = Run>,
    (lang, progress): (Lang, &Progress),
) -> Docx {
    // The heading of a section stays with its first sheet.
    let begins_with_sheet = matches!(section.blocks.first(), Some(Block::Sheet(_)));
    let begins_page = section.begins_page || begins_with_sheet;
    file = file.add_paragraph(heading(&section.title, 1, begins_page));
    let mut level = 2;
    for (place, block) in section.blocks.iter().enumerate() {
        file = match block {
            Block::Sheet(own) => {
                level = 3;
                file.add_paragraph(heading(own, 2, place > 0))
            }
            Block::Heading(own) => file.add_paragraph(heading(own, level, false)),
            Block::Paragraph(own) => file.add_paragraph(text(own)),
            Block::Line(own) => lines(own, false).into_iter().fold(file, Docx::add_paragraph),
            Block::Remark(own) => file.add_paragraph(faint(own)),
            Block::Doubt(own, whom) => {
                let file = file.add_paragraph(bold(own));
                match whom {
                    Some(whom) => file.add_paragraph(faint(whom)),
                    None => file,
                }
            }
            Block::Picture(_) => match pictures.next() {
                Some(run) => file.add_paragraph(Paragraph::new().add_run(run)),
                None => file,
            },
            Block::Table(own) => {
                let count = say!(lang, "report.page.rows", count = own.rows.len());
                file.add_table(table(own, progress))
                    .add_paragraph(faint(&count).align(AlignmentType::Right))
            }
        };
    }
    file
}

/// A heading that stays with what follows.
fn heading(words: &str, level: usize, begins_page: bool) -> Paragraph {
    text(words)
        .style(&format!("Heading{level}"))
        .outline_lvl(level.saturating_sub(1))
        .keep_next(true)
        .page_break_before(begins_page)
}

/// All pictures as dots, drawn side by side.
fn drawn(document: &Document, progress: &Progress) -> io::Result<Vec<Run>> {
    let pictures: Vec<&Arc<Picture>> = document.pictures().collect();
    let dots = pictures.par_iter().map(|picture| dots(picture, progress));
    let dots: Vec<io::Result<Vec<u8>>> = dots.collect();
    let runs = dots.into_iter().zip(&pictures).enumerate();
    runs.map(|(number, (dots, picture))| {
        let (width, height) = size_px(picture);
        let [wide, high] = [picture.size_mm.0, picture.size_mm.1].map(|mm| (mm * EMU_PER_MM) as u32);
        let mut own = Pic::new_with_dimensions(dots?, width, height).size(wide, high);
        // The crate's own number counts on through all files of the process.
        own.id = format!("map{number}");
        Ok(Run::new().add_image(own))
    })
    .collect()
}

fn dots(picture: &Picture, progress: &Progress) -> io::Result<Vec<u8>> {
    progress.check().map_err(io::Error::other)?;
    let (width, height) = size_px(picture);
    let page = Page::of_pixels(width, height, DPI);
    // How far each picture is says nothing about the file.
    png(&picture.svg, &page, &progress.of_a_piece()).map_err(io::Error::other)
}

fn size_px(picture: &Picture) -> (u32, u32) {
    let px = |mm: f64| (mm / 25.4 * f64::from(DPI)).round().max(1.0) as u32;
    (px(picture.size_mm.0), px(picture.size_mm.1))
}

/// A table; cut short once somebody has asked to stop, and then not written.
fn table(table: &Table, progress: &Progress) -> WordTable {
    let whole: usize = table
        .columns
        .iter()
        .map(|column| usize::from(column.width.max(1)))
        .sum();
    let width = |weight: u8| WIDTH * usize::from(weight.max(1)) / whole.max(1);
    let grid: Vec<usize> = table.columns.iter().map(|column| width(column.width)).collect();
    let heads = table.columns.iter().zip(&grid).map(|(column, width)| {
        let head = bold(&column.title).align(side(column.is_number));
        let ground = Shading::new().shd_type(ShdType::Clear).fill("EEF1F4");
        TableCell::new()
            .width(*width, WidthType::Dxa)
            .shading(ground)
            .add_paragraph(head)
    });
    let rows = table.rows.iter().take_while(|_| !progress.is_cancelled());
    let rows = rows.map(|row| {
        let cells = row.iter().zip(&table.columns).zip(&grid);
        TableRow::new(
            cells
                .map(|((own, column), width)| cell(own, column.is_number).width(*width, WidthType::Dxa))
                .collect(),
        )
        .cant_split()
    });
    let heads = TableRow::new(heads.collect()).cant_split();
    WordTable::new(std::iter::once(heads).chain(rows).collect())
        .set_grid(grid)
        .layout(TableLayoutType::Fixed)
        .width(WIDTH, WidthType::Dxa)
}

fn side(is_number: bool) -> AlignmentType {
    match is_number {
        true => AlignmentType::Right,
        false => AlignmentType::Left,
    }
}

/// A paragraph for each line.
fn lines(cell: &Cell, is_number: bool) -> Vec<Paragraph> {
    let paragraph = |line: &Vec<Span>| {
        let runs = line.iter().enumerate().map(|(k, own)| {
            let gap = if k == 0 { "" } else { " " };
            run(own, gap)
        });
        runs.fold(Paragraph::new().align(side(is_number)), Paragraph::add_run)
    };
    cell.shown().iter().map(paragraph).collect()
}

fn cell(cell: &Cell, is_number: bool) -> TableCell {
    let mut lines = lines(cell, is_number);
    if lines.is_empty() {
        // A cell without a paragraph is no valid cell.
        lines.push(Paragraph::new());
    }
    lines.into_iter().fold(TableCell::new(), TableCell::add_paragraph)
}

fn run(span: &Span, gap: &str) -> Run {
    let run = Run::new()
        .add_text(format!("{gap}{}", clean(&span.text)))
        .size(18);
    match span.look {
        Look::Plain => run,
        Look::Strong => run.bold(),
        Look::Faint => run.color(FAINT).size(16),
        Look::Code => run
            .color(FAINT)
            .size(15)
            .fonts(RunFonts::new().ascii("Consolas").hi_ansi("Consolas")),
        Look::Chip(ground) => run
            .bold()
            .color(if needs_dark_ink(ground) {
                "1F2933"
            } else {
                "FFFFFF"
            })
            .shading(Shading::new().shd_type(ShdType::Clear).fill(hex(ground))),
    }
}

/// RRGGBB.
fn hex(colour: Colour) -> String {
    colour.hex().trim_start_matches('#').to_uppercase()
}

/// A paragraph of one look. The look of a paragraph itself is only that of its mark.
fn looking(text: &str, look: impl FnOnce(Run) -> Run) -> Paragraph {
    Paragraph::new().add_run(look(Run::new().add_text(clean(text))))
}

fn text(text: &str) -> Paragraph {
    looking(text, |run| run)
}

fn bold(text: &str) -> Paragraph {
    looking(text, Run::bold)
}

fn faint(text: &str) -> Paragraph {
    looking(text, |run| run.color(FAINT).size(17))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paper::review;
    use crate::report::scene;
    use crate::words::Bilingual;
    use std::io::Read as _;

    fn part(file: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_row_and_word_is_there_in_both_languages() {
        for lang in Lang::ALL {
            let scene = scene::synthetic();
            let document = review(&scene.workspace, &scene.screening, lang);
            let file = docx(&document.clone().into(), &Progress::default()).unwrap();
            let body = part(&file, "word/document.xml");
            let parsed = roxmltree::Document::parse(&body).unwrap();
            let named = |name: &str| {
                let nodes = parsed.descendants();
                nodes.filter(|node| node.tag_name().name() == name).count()
            };
            let rows: usize = document.tables().map(|(_, table)| table.rows.len() + 1).sum();
            assert_eq!(named("tr"), rows);
            assert_eq!(named("pic"), document.pictures().count());
            for (_, table) in document.tables() {
                for span in table
                    .rows
                    .iter()
                    .flatten()
                    .filter(|cell| !cell.is_ditto)
                    .flat_map(|cell| cell.lines.iter().flatten())
                {
                    let escaped = super::super::markup::escape(&span.text).replace("&#39;", "&apos;");
                    assert!(body.contains(&escaped), "{escaped}");
                }
            }
        }
    }

    #[test]
    fn data_stays_text_and_the_bytes_stay_the_same() {
        let mut scene = scene::overlap();
        scene.workspace.name = Bilingual::same("</w:t><w:instrText>INCLUDEPICTURE \u{0}\u{b}");
        let document = || review(&scene.workspace, &scene.screening, Lang::Zh);
        let file = || docx(&document().into(), &Progress::default()).unwrap();
        let body = part(&file(), "word/document.xml");
        roxmltree::Document::parse(&body).unwrap();
        assert!(!body.contains("<w:instrText>INCLUDE"));
        assert_eq!(file(), file());
    }

    #[test]
    fn too_many_rows_are_refused_in_words() {
        let scene = scene::overlap();
        let mut document = review(&scene.workspace, &scene.screening, Lang::En);
        let table = Table {
            rows: vec![Vec::new(); MOST_ROWS + 1],
            ..Table::default()
        };
        document.sections[0].blocks.push(Block::Table(table));
        let error = docx(&document.into(), &Progress::default()).unwrap_err();
        assert!(error.to_string().contains("20000"), "{error}");
    }
}
