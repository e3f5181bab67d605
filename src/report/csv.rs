//! `findings.csv`: one row per finding, for spreadsheets.
//!
//! UTF-8 with byte-order mark, so that Excel shows Chinese; RFC 4180 quoting; cells that a spreadsheet would run as
//! formulas get a leading apostrophe. Does not depend on the language: sentences stand in both.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};

use crate::model::finding::{Finding, Screening};
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::words::Lang;

use super::blocks::{fetch_names, in_memory, write_worded};
use super::costs::costs;
use super::output::Output;
use super::record::FindingRecord;
use super::sentence::{Parties, citation};

const ROW_END: &[u8] = b"\r\n";
/// Old columns keep their places; new ones follow at the end.
const HEADER: [&str; 33] = [
    "project",
    "project_name",
    "kind",
    "zone",
    "zone_name",
    "role",
    "class",
    "level",
    "rule",
    "citation_zh",
    "citation_en",
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
    "sentence_zh",
    "sentence_en",
    "setback_formula",
    "exempt_by",
    "lightened_by",
    "yields_to",
    "exposure_zh",
    "exposure_en",
    "overlap_width_m",
    "together_m2",
    "together_m",
];

/// Writes `findings.csv`. Once somebody has asked to stop no finding is worded any more: `out` must not take the rest.
///
/// # Errors
/// Those of `out`.
pub fn write_findings(
    workspace: &Workspace,
    screening: &Screening,
    out: &mut dyn Output,
    progress: &Progress,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    out.write_all(HEADER.join(",").as_bytes())?;
    out.write_all(ROW_END)?;
    write_worded(&screening.findings, b"", out, |run| {
        fetch_names(run);
        |finding, text| {
            // Thousands are worded between two looks of the output.
            if !progress.is_cancelled() {
                write_row(workspace, finding, text);
            }
        }
    })
}

/// The bytes of `findings.csv`.
pub fn findings_csv(workspace: &Workspace, screening: &Screening) -> Vec<u8> {
    in_memory(|out| write_findings(workspace, screening, out, &Progress::default()))
}

/// Writes the cells of a finding under their headings.
fn write_row(workspace: &Workspace, finding: &Finding, bytes: &mut Vec<u8>) {
    let record = FindingRecord::of(finding);
    let parties = Parties::of(workspace, finding);
    let rule = parties.rule;
    let exposure = |lang| {
        let costs = costs(finding, rule, lang);
        let lines: Vec<String> = costs.into_iter().map(|cost| cost.line).collect();
        lines.join(if lang == Lang::Zh { "；" } else { "; " })
    };
    let cited = |lang| rule.map(|rule| citation(rule, lang)).unwrap_or_default();
    let mut row = Row { bytes, count: 0 };
    row.text(&finding.matter.project.to_string());
    row.text(&parties.project_title());
    row.text(record.kind.unwrap_or_default());
    row.text(&finding.zone.to_string());
    row.text(&parties.zone_title());
    row.text(record.role);
    row.text(record.class.unwrap_or_default());
    row.text(record.level.unwrap_or_default());
    row.text(record.rule);
    row.text(&cited(Lang::Zh));
    row.text(&cited(Lang::En));
    row.text(record.severity);
    row.text(record.verdict);
    row.text(record.relation);
    row.number(record.overlap_m2);
    row.number(record.overlap_m);
    row.number(record.share_of_project);
    row.number(record.share_of_zone);
    row.number(Some(record.distance_m));
    row.number(record.setback_m);
    row.flag(record.sliver);
    row.flag(record.holds_within_tolerance);
    row.text(&parties.sentence(Lang::Zh));
    row.text(&parties.sentence(Lang::En));
    row.text(record.formula.unwrap_or_default());
    row.text(record.exempt_by.unwrap_or_default());
    row.text(record.lightened_by.unwrap_or_default());
    row.text(record.yields_to.unwrap_or_default());
    row.text(&exposure(Lang::Zh));
    row.text(&exposure(Lang::En));
    row.number(record.overlap_width_m);
    row.number(record.together.map(|together| together.overlap_m2));
    row.number(record.together.map(|together| together.overlap_m));
    row.end();
}

/// Writes one cell after the other.
struct Row<'a> {
    bytes: &'a mut Vec<u8>,
    /// Cells that are there.
    count: usize,
}

impl Row<'_> {
    fn begin_cell(&mut self) {
        if self.count > 0 {
            self.bytes.push(b',');
        }
        self.count += 1;
    }

    fn text(&mut self, value: &str) {
        self.begin_cell();
        self.bytes.extend_from_slice(harmless(value).as_bytes());
    }

    /// Empty for what is no number.
    fn number(&mut self, value: Option<impl Into<f64> + Display + Copy>) {
        self.begin_cell();
        if let Some(value) = value.filter(|&v| v.into().is_finite()) {
            // Memory takes all it is given.
            let _ = write!(self.bytes, "{value}");
        }
    }

    fn flag(&mut self, value: bool) {
        self.begin_cell();
        let word = if value { "true" } else { "false" };
        self.bytes.extend_from_slice(word.as_bytes());
    }

    fn end(self) {
        debug_assert_eq!(self.count, HEADER.len(), "as many cells as headings");
        self.bytes.extend_from_slice(ROW_END);
    }
}

/// A cell of text: harmless, and quoted where RFC 4180 asks for it.
pub(super) fn text(value: &str) -> String {
    harmless(value).into_owned()
}

fn harmless(value: &str) -> Cow<'_, str> {
    let guarded = if runs_as_formula(value) {
        Cow::Owned(format!("'{value}"))
    } else {
        Cow::Borrowed(value)
    };
    if guarded.contains(['"', ',', '\r', '\n']) {
        Cow::Owned(format!("\"{}\"", guarded.replace('"', "\"\"")))
    } else {
        guarded
    }
}

/// True where a spreadsheet may take a text for a formula: it begins with `= + - @` (also of full width) behind any
/// blanks, or with a control sign. A plain number is none.
pub fn runs_as_formula(value: &str) -> bool {
    if value.trim().parse::<f64>().is_ok_and(f64::is_finite) {
        return false;
    }
    value.starts_with(['\t', '\r', '\n'])
        || value
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        assert_eq!(text(value), expected);
    }

    #[test]
    fn formulas_are_made_harmless() {
        check(
            "=HYPERLINK(\"http://x\",\"y\")",
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
        );
        check("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0");
        check("-2+3", "'-2+3");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("\r=1", "\"'\r=1\"");
        check(" =1+1", "' =1+1");
        check("＝1+1", "'＝1+1");
    }

    #[test]
    fn numbers_and_plain_texts_stay() {
        check("-12.5", "-12.5");
        check("+8", "+8");
        check("1,234", "\"1,234\"");
        check("W-07", "W-07");
        check("line\nbreak", "\"line\nbreak\"");
        let mut bytes = Vec::new();
        let mut row = Row {
            bytes: &mut bytes,
            count: 0,
        };
        for value in [Some(-0.25), None, Some(f64::NAN), Some(1e21)] {
            row.number(value);
        }
        assert_eq!(bytes, b"-0.25,,,1000000000000000000000");
    }

    #[test]
    fn mark_header_and_one_row() {
        let scene = scene::overlap();
        let file = String::from_utf8(findings_csv(&scene.workspace, &scene.screening)).unwrap();
        let lines: Vec<&str> = file.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert!(file.starts_with('\u{feff}'));
        assert_eq!(lines.len(), 3, "header, row, end");
        assert!(
            lines[1].starts_with(
                "solar/1,1,solar,red_line/R-02,R-02,red_line,,provincial,red-line,《某法》第一条"
            ),
            "{}",
            lines[1]
        );
        assert!(
            lines[1].contains(",1234.5,,0.043,0.0007,0,500,false,true,"),
            "{}",
            lines[1]
        );
    }
}
