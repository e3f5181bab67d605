//! `findings.csv`: one row per finding, for spreadsheets.
//!
//! UTF-8 with byte-order mark, so that Excel shows Chinese; RFC 4180 quoting; cells that a spreadsheet would run as
//! formulas get a leading apostrophe. Does not depend on the language: sentences stand in both.

use std::io::{self, Write};

use crate::model::finding::{Finding, Screening};
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::words::Lang;

use super::blocks::{in_memory, write_worded};
use super::costs::costs;
use super::record::FindingRecord;
use super::{rows, sentence};

/// Old columns keep their places; new ones follow at the end.
const COLUMNS: usize = 30;
const HEADER: [&str; COLUMNS] = [
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
];

/// Writes `findings.csv`. Once somebody has asked to stop no finding is worded any more: `out` must not take the rest.
///
/// # Errors
/// Those of `out`.
pub fn write_findings(
    workspace: &Workspace,
    screening: &Screening,
    out: &mut dyn Write,
    progress: &Progress,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    out.write_all(row(HEADER.map(str::to_owned)).as_bytes())?;
    write_worded(&screening.findings, b"", out, |finding, text| {
        // Thousands are worded between two looks of the output.
        if !progress.is_cancelled() {
            text.extend_from_slice(row(cells(workspace, finding)).as_bytes());
        }
    })
}

/// The bytes of `findings.csv`.
pub fn findings_csv(workspace: &Workspace, screening: &Screening) -> Vec<u8> {
    in_memory(|out| write_findings(workspace, screening, out, &Progress::default()))
}

fn cells(workspace: &Workspace, finding: &Finding) -> [String; COLUMNS] {
    let record = FindingRecord::of(finding);
    let exposure = |lang| {
        let costs = costs(finding, workspace.rules.rule(&finding.matter.rule), lang);
        let lines: Vec<String> = costs.into_iter().map(|cost| cost.line).collect();
        lines.join(if lang == Lang::Zh { "；" } else { "; " })
    };
    let cited = |lang| {
        let rule = workspace.rules.rule(&finding.matter.rule);
        rule.map(|rule| sentence::citation(rule, lang))
            .unwrap_or_default()
    };
    [
        text(&finding.matter.project.to_string()),
        text(&rows::title(workspace, &finding.matter.project)),
        text(record.kind.unwrap_or_default()),
        text(&finding.zone.to_string()),
        text(&rows::title(workspace, &finding.zone)),
        text(record.role),
        text(record.class.unwrap_or_default()),
        text(record.level.unwrap_or_default()),
        text(record.rule),
        text(&cited(Lang::Zh)),
        text(&cited(Lang::En)),
        text(record.severity),
        text(record.verdict),
        text(record.relation),
        number(record.overlap_m2),
        number(record.overlap_m),
        number(record.share_of_project),
        number(record.share_of_zone),
        number(Some(record.distance_m)),
        number(record.setback_m),
        record.sliver.to_string(),
        record.holds_within_tolerance.to_string(),
        text(&sentence::sentence(workspace, finding, Lang::Zh)),
        text(&sentence::sentence(workspace, finding, Lang::En)),
        text(record.formula.unwrap_or_default()),
        text(record.exempt_by.unwrap_or_default()),
        text(record.lightened_by.unwrap_or_default()),
        text(record.yields_to.unwrap_or_default()),
        text(&exposure(Lang::Zh)),
        text(&exposure(Lang::En)),
    ]
}

fn row(cells: [String; COLUMNS]) -> String {
    let mut row = cells.join(",");
    row.push_str("\r\n");
    row
}

fn number(value: Option<f64>) -> String {
    value
        .filter(|v| v.is_finite())
        .map_or_else(String::new, |v| v.to_string())
}

/// A cell of text: harmless, and quoted where RFC 4180 asks for it.
pub(super) fn text(value: &str) -> String {
    let guarded = if runs_as_formula(value) {
        format!("'{value}")
    } else {
        value.to_owned()
    };
    if guarded.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

/// True where a spreadsheet may take a text for a formula: it begins with `= + - @` (also of full width) behind any
/// blanks, or with a control sign. A plain number is none.
pub(super) fn runs_as_formula(value: &str) -> bool {
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
        assert_eq!(number(Some(-0.25)), "-0.25");
        assert_eq!(number(None), "");
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
