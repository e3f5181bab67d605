//! Documents as workbooks: one sheet for each kind of table, and one with all numbers of the findings for programs to count on.
//!
//! Texts are cells of text whatever they begin with, numbers are numbers, and there is not one formula. Headings are frozen
//! and filter. The same input gives the same bytes.

use std::collections::HashSet;
use std::io;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use crate::model::date::Date;
use crate::model::finding::{Finding, Screening};
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::progress::apart::apart;
use crate::say;

use super::blocks::each_worded;
use super::document::{Block, Document, Joined};
use super::markup::clean;
use super::record::FindingRecord;
use super::rows;

/// Characters that a cell holds (Excel's limit is 32,767 units of UTF-16).
const MOST_LETTERS: usize = 16_000;
/// Units of UTF-16 of a sheet's name.
const MOST_NAME: usize = 31;
/// A name that Excel keeps for itself.
const RESERVED: &str = "history";
/// Rows of a sheet, its heading included.
pub const MOST_ROWS: usize = 1_048_576;

const NUMBERS: [&str; 22] = [
    "project",
    "project_name",
    "kind",
    "zone",
    "zone_name",
    "role",
    "class",
    "level",
    "rule",
    "severity",
    "verdict",
    "relation",
    "overlap_m2",
    "overlap_m",
    "share_of_project",
    "share_of_zone",
    "distance_m",
    "setback_m",
    "sliver",
    "holds_within_tolerance",
    "exempt_by",
    "overlap_width_m",
];

/// The bytes of an `.xlsx`: the document, and the findings of the screening that it is about.
///
/// # Errors
/// `InvalidInput`, in words, for more rows than a sheet holds; what packing says; that somebody has asked to stop.
pub fn xlsx(
    document: &Document,
    found: (&Workspace, &Screening),
    progress: &Progress,
) -> io::Result<Vec<u8>> {
    // Joined or not: no more rows than all tables have together.
    let most: usize = document.tables().map(|(_, table)| table.rows.len()).sum();
    if most >= MOST_ROWS {
        let words = say!(document.lang, "report.xlsx.too_many_rows", most = MOST_ROWS);
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    book(document, found, progress).map_err(io::Error::other)
}

fn book(
    document: &Document,
    (workspace, screening): (&Workspace, &Screening),
    progress: &Progress,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = made_on(screening.as_of)?;
    let title = clean(&document.title);
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let mut names = Names::default();
    let looks = Looks::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(names.free(&say!(document.lang, "report.xlsx.summary")))?;
    summary(sheet, document, &looks)?;
    for table in document.joined_tables() {
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(names.free(&table.title))?;
        write_table(sheet, &table, &looks, progress)?;
    }
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(names.free("findings_data"))?;
    write_findings(sheet, (workspace, screening), &looks, progress)?;
    apart(progress, move || book.save_to_buffer())?
}

/// That somebody has asked to stop.
fn check(progress: &Progress) -> Result<(), XlsxError> {
    let stopped = |cancelled| XlsxError::IoError(io::Error::other(cancelled));
    progress.check().map_err(stopped)
}

/// The day that a file says it was made on: the clock has no place in one that must come out the same again.
///
/// # Errors
/// None that is met: a day before those that sheets know becomes their first.
pub fn made_on(date: Date) -> Result<ExcelDateTime, XlsxError> {
    // No sheet knows a day before 1900.
    ExcelDateTime::parse_from_str(&date.to_string()).or_else(|_| ExcelDateTime::from_ymd(1900, 1, 1))
}

struct Looks {
    title: Format,
    head: Format,
    words: Format,
    number: Format,
}

impl Looks {
    fn new() -> Looks {
        let words = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Looks {
            title: Format::new().set_bold().set_font_size(14),
            head: words().set_bold().set_background_color(Color::RGB(0xEE_F1_F4)),
            words: words(),
            number: Format::new()
                .set_align(FormatAlign::Top)
                .set_num_format("#,##0.0###"),
        }
    }
}

/// All that is no table, line by line.
fn summary(sheet: &mut Worksheet, document: &Document, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 110.0)?;
    sheet.write_string_with_format(0, 0, cut(&document.title), &looks.title)?;
    let tally = document
        .tally
        .iter()
        .map(|one| format!("{} {}", one.words, one.count));
    let head = document
        .subtitle
        .iter()
        .chain(&document.warnings)
        .cloned()
        .chain(tally);
    let mut lines: Vec<String> = head.collect();
    for section in &document.sections {
        let said = section.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(text) | Block::Remark(text) | Block::Doubt(text, None) => Some(text.clone()),
            Block::Doubt(text, Some(whom)) => Some(format!("{text}\n{whom}")),
            Block::Sheet(_) | Block::Heading(_) | Block::Line(_) | Block::Picture(_) | Block::Table(_) => {
                None
            }
        });
        let said: Vec<String> = said.collect();
        if !said.is_empty() {
            lines.push(section.title.clone());
            lines.extend(said);
        }
    }
    for (line, row) in lines.iter().zip(1..) {
        sheet.write_string_with_format(row, 0, cut(line), &looks.words)?;
    }
    Ok(())
}

fn write_table(
    sheet: &mut Worksheet,
    table: &Joined<'_>,
    looks: &Looks,
    progress: &Progress,
) -> Result<(), XlsxError> {
    let mut has_areas = vec![false; table.columns().count()];
    for (under, cells) in table.rows() {
        check(progress)?;
        let own = has_areas.iter_mut().skip(usize::from(under.is_some()));
        own.zip(cells)
            .for_each(|(has, cell)| *has |= cell.area_m2.is_some());
    }
    let heads = table
        .columns()
        .zip(&has_areas)
        .map(|(column, has_areas)| match has_areas {
            true => format!("{} (m²)", column.title),
            false => column.title.clone(),
        });
    let heads: Vec<String> = heads.collect();
    for (k, column) in (0..).zip(table.columns()) {
        sheet.set_column_width(k, 6.0 + 7.0 * f64::from(column.width))?;
    }
    write_heads(sheet, &heads, table.row_count(), looks)?;
    for (row, (under, cells)) in (1..).zip(table.rows()) {
        check(progress)?;
        if let Some(under) = under {
            sheet.write_string_with_format(row, 0, cut(under), &looks.words)?;
        }
        let first = u16::from(under.is_some());
        let columns = table.columns().skip(usize::from(first));
        for ((k, cell), column) in (first..).zip(cells).zip(columns) {
            let is_number = column.is_number;
            let said = cell
                .area_m2
                .or_else(|| number(&cell.text()).filter(|_| is_number));
            match said {
                Some(value) => sheet.write_number_with_format(row, k, value, &looks.number)?,
                None => sheet.write_string_with_format(row, k, cut(&cell.text()), &looks.words)?,
            };
        }
    }
    Ok(())
}

/// The number that a cell of numbers says without a unit, as `3,445.08`.
fn number(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|&c| c != ',').collect();
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The first row, frozen, with a filter over all that stands below it.
fn write_heads(sheet: &mut Worksheet, heads: &[String], rows: usize, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    let last = u16::try_from(heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if rows > 0 {
        sheet.autofilter(0, 0, u32::try_from(rows).unwrap_or(u32::MAX), last)?;
    }
    for (k, head) in (0..).zip(heads) {
        sheet.write_string_with_format(0, k, cut(head), &looks.head)?;
    }
    Ok(())
}

/// A value of a finding.
enum Datum {
    Words(String),
    Number(Option<f64>),
    Truth(bool),
}

/// As `findings.csv` has them: unrounded, under the names that programs know.
fn write_findings(
    sheet: &mut Worksheet,
    (workspace, screening): (&Workspace, &Screening),
    looks: &Looks,
    progress: &Progress,
) -> Result<(), XlsxError> {
    write_heads(
        sheet,
        &NUMBERS.map(str::to_owned),
        screening.findings.len(),
        looks,
    )?;
    let mut row = 0;
    each_worded(
        screening,
        // Thousands are worded before the next one is written.
        |finding| (!progress.is_cancelled()).then(|| data(workspace, finding)),
        |cells| {
            check(progress)?;
            row += 1;
            for (k, cell) in (0..).zip(cells.into_iter().flatten()) {
                match cell {
                    Datum::Words(text) if text.is_empty() => {}
                    Datum::Words(text) => drop(sheet.write_string(row, k, cut(&text))?),
                    Datum::Number(number) => {
                        if let Some(number) = number.filter(|number| number.is_finite()) {
                            sheet.write_number(row, k, number)?;
                        }
                    }
                    Datum::Truth(truth) => drop(sheet.write_boolean(row, k, truth)?),
                }
            }
            Ok(())
        },
    )
}

fn data(workspace: &Workspace, finding: &Finding) -> [Datum; 22] {
    let record = FindingRecord::of(finding);
    let words = |text: &str| Datum::Words(text.to_owned());
    let maybe = |text: Option<&str>| Datum::Words(text.unwrap_or_default().to_owned());
    [
        Datum::Words(finding.matter.project.to_string()),
        Datum::Words(rows::title(workspace, &finding.matter.project)),
        maybe(record.kind),
        Datum::Words(finding.zone.to_string()),
        Datum::Words(rows::title(workspace, &finding.zone)),
        words(record.role),
        maybe(record.class),
        maybe(record.level),
        words(record.rule),
        words(record.severity),
        words(record.verdict),
        words(record.relation),
        Datum::Number(record.overlap_m2),
        Datum::Number(record.overlap_m),
        Datum::Number(record.share_of_project),
        Datum::Number(record.share_of_zone),
        Datum::Number(Some(record.distance_m)),
        Datum::Number(record.setback_m),
        Datum::Truth(record.sliver),
        Datum::Truth(record.holds_within_tolerance),
        maybe(record.exempt_by),
        Datum::Number(record.overlap_width_m.map(f64::from)),
    ]
}

/// A text as a cell can hold it; what had to be cut ends in an ellipsis.
fn cut(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(MOST_LETTERS) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

/// The names of sheets so far; case does not tell them apart.
#[derive(Debug)]
pub struct Names(HashSet<String>);

impl Default for Names {
    fn default() -> Names {
        Names(HashSet::from([RESERVED.to_owned()]))
    }
}

impl Names {
    /// The title as a sheet's name that is not taken yet.
    pub fn free(&mut self, title: &str) -> String {
        let allowed = |c: char| !(c.is_control() || "[]:*?/\\'".contains(c));
        let plain: String = title.chars().filter(|&c| allowed(c)).collect();
        let shortened = |tail: &str| {
            let room = MOST_NAME - tail.len();
            format!("{}{tail}", whole_words(plain.trim(), room))
        };
        let numbered = (2..).map(|number| shortened(&format!(" {number}")));
        let mut candidates = std::iter::once(shortened("")).chain(numbered);
        let is_free = |name: &String| !name.is_empty() && !self.0.contains(&name.to_lowercase());
        let name = candidates.find(is_free).unwrap_or_default();
        self.0.insert(name.to_lowercase());
        name
    }
}

/// Where a text ends that is longer than so many units of UTF-16.
pub fn end_of_units(text: &str, most: usize) -> Option<usize> {
    // No sign has more units than bytes.
    if text.len() <= most {
        return None;
    }
    let mut units = 0;
    let mut signs = text.char_indices();
    signs.find_map(|(at, sign)| {
        units += sign.len_utf16();
        (units > most).then_some(at)
    })
}

/// The beginning of a text, of so many units at most; no English word is cut but one that is all there is.
fn whole_words(text: &str, most: usize) -> &str {
    let halves = end_of_units(text, most).and_then(|end| text.split_at_checked(end));
    let Some((start, rest)) = halves else {
        return text;
    };
    let next = rest.chars().next().unwrap_or_default();
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    match start.rfind(' ') {
        Some(space) if is_letter(next) && start.ends_with(is_letter) => start.get(..space).unwrap_or(start),
        _ => start,
    }
    .trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paper::review;
    use crate::report::scene;
    use crate::words::{Bilingual, Lang};
    use std::io::{Cursor, Read as _};

    fn parts(file: &[u8]) -> Vec<(String, String)> {
        let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        (0..archive.len())
            .map(|k| {
                let mut entry = archive.by_index(k).unwrap();
                let mut text = String::new();
                entry.read_to_string(&mut text).unwrap();
                (entry.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn a_sheet_for_each_table_and_a_row_for_each_row() {
        for lang in Lang::ALL {
            let scene = scene::synthetic();
            let document = review(&scene.workspace, &scene.screening, lang);
            let found = (&scene.workspace, &scene.screening);
            let file = xlsx(&document, found, &Progress::default()).unwrap();
            let sheets: Vec<usize> = parts(&file)
                .iter()
                .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
                .map(|(_, text)| text.matches("<row ").count())
                .collect();
            let joined: Vec<usize> = document.joined_tables().map(|table| table.row_count()).collect();
            let mut expected: Vec<usize> = joined.iter().map(|rows| rows + 1).collect();
            expected.push(scene.screening.findings.len() + 1);
            assert_eq!(sheets[1..], expected);
            let all = document.tables().map(|(_, table)| table.rows.len());
            assert_eq!(joined.iter().sum::<usize>(), all.sum::<usize>());
        }
    }

    #[test]
    fn nothing_from_data_is_a_formula_and_the_bytes_stay_the_same() {
        let mut scene = scene::overlap();
        scene.workspace.name = Bilingual::same("=HYPERLINK(\"http://x\")\u{0}");
        scene.screening.projects[0].name = "@SUM(A1)".into();
        let document = review(&scene.workspace, &scene.screening, Lang::Zh);
        let found = (&scene.workspace, &scene.screening);
        let file = || xlsx(&document, found, &Progress::default()).unwrap();
        for (name, text) in parts(&file()) {
            assert!(!text.contains("<f>") && !text.contains("<hyperlink"), "{name}");
            roxmltree::Document::parse(&text).unwrap();
        }
        assert_eq!(file(), file());
    }

    #[test]
    fn names_of_sheets() {
        let mut names = Names::default();
        let mut check = |title: &str, expected: &str| assert_eq!(names.free(title), expected);
        check("a/b:c", "abc");
        check("ABC", "ABC 2");
        check("", " 2");
        check(
            "Who must be asked about the project",
            "Who must be asked about the",
        );
        check(
            "Who must be asked about the place",
            "Who must be asked about the 2",
        );
        check(&"w".repeat(40), &"w".repeat(31));
        check(&"长".repeat(40), &"长".repeat(31));
        check(&"长".repeat(40), &format!("{} 2", "长".repeat(29)));
        // A sign beyond the first plane takes two units.
        check(&"𠮷".repeat(20), &"𠮷".repeat(15));
        let mixed = format!("{}🌿", "x".repeat(30));
        check(&mixed, &"x".repeat(30));
        check("History", "History 2");
    }

    #[test]
    fn a_long_text_ends_with_a_whole_sign() {
        assert_eq!(end_of_units("湿地", 2), None);
        assert_eq!(end_of_units("湿地保", 2), Some(6));
        // A sign of two units does not fit into the last one.
        assert_eq!(end_of_units("a𠮷b", 2), Some(1));
    }
}
