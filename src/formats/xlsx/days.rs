//! Which cells of a workbook are days: a number of days since the beginning of 1900 or of 1904, that its format writes as one.

use std::collections::HashMap;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, date};

use crate::formats::archive::Archive;
use crate::formats::xml::{Broken, Node, Xml, attribute, name};
use crate::model::problem::ProblemKind;
use crate::model::reading_fault::ReadingFault;

use super::book::text_of;

/// The day 0 of the workbooks of old Macintoshes.
const FROM_1904: Date = date(1904, 1, 1);
/// The day 0 of others, for all days after the one that there never was: they take 1900 for a leap year.
const FROM_1900: Date = date(1899, 12, 30);
/// The number of that day, 29 February 1900.
const NO_DAY: i64 = 60;
const DAY_S: f64 = 86_400.0;

/// How the numbers of a workbook are days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// By the number of a cell's style.
    is_day: Vec<bool>,
    is_from_1904: bool,
}

impl Days {
    /// Of a workbook; of one without styles no cell is a day.
    pub fn of(archive: &mut Archive<'_>) -> Result<Days, ProblemKind> {
        let broken = |broken: Broken| broken.kind(0);
        let is_day = match text_of(archive, "xl/styles.xml") {
            // Numbers are then numbers, as in a workbook without styles.
            Ok(text) => styles(&text).unwrap_or_default(),
            Err(ProblemKind::Reading(ReadingFault::NoEntry { .. })) => Vec::new(),
            Err(other) => return Err(other),
        };
        let is_from_1904 = is_from_1904(&text_of(archive, "xl/workbook.xml")?).map_err(broken)?;
        Ok(Days { is_day, is_from_1904 })
    }

    /// The day that a number of that style says, as `2026-11-30`, and behind a `T` the time of day where it says one; `None` for
    /// a number that is none.
    pub fn written(&self, style: usize, number: f64) -> Option<String> {
        if !self.is_day.get(style).copied().unwrap_or_default() || number < 0.0 {
            return None;
        }
        // Nearer to a second than any workbook says it.
        let seconds = (number.fract() * DAY_S).round();
        let day = number.trunc() as i64;
        let start = match (self.is_from_1904, day) {
            (true, _) => FROM_1904,
            (false, NO_DAY | ..1) => return None,
            (false, ..NO_DAY) => FROM_1900.tomorrow().ok()?,
            (false, _) => FROM_1900,
        };
        let since = day.checked_mul(DAY_S as i64)?.checked_add(seconds as i64)?;
        let since = SignedDuration::from_secs(since);
        let moment: DateTime = start
            .to_datetime(jiff::civil::Time::midnight())
            .checked_add(since)
            .ok()?;
        Some(match seconds as i64 % DAY_S as i64 {
            0 => moment.date().to_string(),
            _ => moment.to_string(),
        })
    }
}

fn is_from_1904(workbook: &str) -> Result<bool, Broken> {
    let mut xml = Xml::new(workbook);
    loop {
        match xml.next()? {
            Node::Start(start) if name(&start) == "workbookPr" => {
                let value = attribute(&start, "date1904");
                return Ok(value.is_some_and(|value| value == "1" || value == "true"));
            }
            Node::Start(_) | Node::End | Node::Text(_) => {}
            Node::Eof => return Ok(false),
        }
    }
}

/// Which styles of cells write a day.
fn styles(text: &str) -> Result<Vec<bool>, Broken> {
    let mut xml = Xml::new(text);
    let mut own: HashMap<u32, bool> = HashMap::new();
    let mut is_day = Vec::new();
    let mut is_of_cells = false;
    let number = |value: Option<String>| value.and_then(|value| value.parse().ok());
    loop {
        match xml.next()? {
            Node::Start(start) => match name(&start).as_str() {
                "numFmt" => {
                    let code = attribute(&start, "formatCode").unwrap_or_default();
                    if let Some(id) = number(attribute(&start, "numFmtId")) {
                        own.insert(id, writes_day(&code));
                    }
                }
                // Styles that have names come before, in the same words.
                "cellXfs" => is_of_cells = true,
                "cellStyles" | "dxfs" => is_of_cells = false,
                "xf" if is_of_cells => {
                    let id = number(attribute(&start, "numFmtId")).unwrap_or_default();
                    let known = own.get(&id).copied();
                    is_day.push(known.unwrap_or_else(|| is_usual_day(id)));
                }
                _ => {}
            },
            Node::End | Node::Text(_) => {}
            Node::Eof => return Ok(is_day),
        }
    }
}

/// True for formats of days that no workbook writes down (ECMA-376, 18.8.30), the Chinese ones included.
fn is_usual_day(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// True for a format that writes a year, a month or a day, and not only the time of day.
fn writes_day(code: &str) -> bool {
    // The first part is for numbers above zero.
    let mut signs = code.chars();
    let mut letters = String::new();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => break,
            '"' => drop(signs.by_ref().find(|end| *end == '"')),
            '[' => {
                let inside: String = signs.by_ref().take_while(|end| *end != ']').collect();
                // A colour, a language or a condition; hours, minutes or seconds that go on beyond their clock.
                let is_time = !inside.is_empty() && inside.chars().all(|sign| "hmsHMS".contains(sign));
                letters.extend(is_time.then_some('h'));
            }
            // The next sign stands for itself.
            '\\' | '_' | '*' => drop(signs.next()),
            _ => letters.extend(sign.to_lowercase()),
        }
    }
    let letters = letters.replace("am/pm", "").replace("general", "");
    let is_time = letters.contains(['h', 's']);
    letters.contains(['y', 'd']) || (letters.contains('m') && !is_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_write_days() {
        let check = |code: &str, expected: bool| assert_eq!(writes_day(code), expected, "{code}");
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy/m/d;@",
            "m/d",
            "mmmm",
            "d\\.m\\.yy h:mm",
            "[Red]DD/MM/YYYY",
        ] {
            check(code, true);
        }
        for code in [
            "General",
            "0.00",
            "#,##0.0 \"days\"",
            "0\\d",
            "[h]:mm",
            "[mm]",
            "h:mm:ss AM/PM",
            "mm:ss",
            "0;yyyy",
            "@",
            "",
        ] {
            check(code, false);
        }
    }

    #[test]
    fn numbers_of_days() {
        let days = |is_from_1904| Days {
            is_day: vec![false, true],
            is_from_1904,
        };
        let check = |number: f64, expected: Option<&str>| {
            assert_eq!(days(false).written(1, number).as_deref(), expected, "{number}");
        };
        check(1.0, Some("1900-01-01"));
        check(59.0, Some("1900-02-28"));
        // The day that only workbooks have.
        check(60.0, None);
        check(61.0, Some("1900-03-01"));
        check(45_047.0, Some("2023-05-01"));
        check(45_047.437_5, Some("2023-05-01T10:30:00"));
        check(45_046.999_999_9, Some("2023-05-01"));
        check(0.5, None);
        check(-1.0, None);
        // Codes of 15 and 18 digits in a cell of days are none.
        for number in [3.3e14, 1.1e17, 3e18, 1e300] {
            check(number, None);
        }
        assert_eq!(days(false).written(0, 45_047.0), None);
        assert_eq!(days(false).written(2, 45_047.0), None);
        let old = days(true).written(1, 43_585.0);
        assert_eq!(old.as_deref(), Some("2023-05-01"));
    }

    #[test]
    fn styles_of_a_workbook() {
        let text = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d"/><numFmt numFmtId="165" formatCode="0.0"/>
            </numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>
            <xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="20"/><xf/></cellXfs><cellStyles/></styleSheet>"#;
        let expected = [false, true, false, true, false, false];
        assert_eq!(styles(text).unwrap(), expected);
        assert!(is_from_1904(r#"<workbook><workbookPr date1904="1"/></workbook>"#).unwrap());
        assert!(!is_from_1904("<workbook><workbookPr/></workbook>").unwrap());
    }
}
