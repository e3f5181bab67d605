//! How the answer came to be: program, day, plane, methods, rule books, and the run that a dossier keeps.

use crate::report::document::{Block, Cell, Look};
use crate::say;

use super::source::Source;

/// One row for each thing that the answer rests on beside layers and rules.
pub fn provenance_part(source: &Source<'_>) -> Vec<Block> {
    let (workspace, lang) = (source.workspace, source.lang);
    let said = |key: &str| say!(lang, &format!("report.provenance.{key}"));
    let mut rows = vec![
        (
            said("program"),
            Cell::of(concat!("redshank ", env!("CARGO_PKG_VERSION"))),
        ),
        (said("as_of"), Cell::of(source.screening.as_of.to_string())),
        (
            said("crs"),
            Cell::of(workspace.crs.name()).and(Look::Code, workspace.crs.code()),
        ),
        (said("area"), Cell::of(said("area_method"))),
        (said("distance"), Cell::of(said("distance_method"))),
        (said("overlap"), Cell::of(said("overlap_method"))),
        (said("tolerance"), Cell::of(said("tolerance_method"))),
        (
            said("rules"),
            Cell::of(say!(
                lang,
                "report.provenance.rule_count",
                count = workspace.rules.rules.len()
            ))
            .and(Look::Code, workspace.rules.sources.join(", ")),
        ),
    ];
    if let Some(record) = source.record {
        if let Some((event, frozen)) = record.review.last_run() {
            let words = say!(
                lang,
                "report.provenance.run_words",
                run = frozen.run,
                at = event.at,
                author = event.author.name,
                program = frozen.program
            );
            rows.push((said("run"), Cell::of(words)));
        }
        let events = record.review.events().len();
        let words = say!(lang, "report.provenance.log_words", events = events);
        rows.push((said("log"), Cell::of(words).and(Look::Code, record.head)));
    }
    let rows = rows.into_iter().map(|(name, cell)| vec![Cell::of(name), cell]);
    source.table(&[("what", 2, false), ("how", 9, false)], rows.collect())
}
