//! How far the answer carries: what stands on the first page beside the verdicts.

use crate::model::review::reportable::{Grounds, is_reportable};
use crate::model::review::state::Review;
use crate::model::rule::SourceMark;
use crate::report::document::Block;
use crate::say;

use super::source::Source;

/// What speaks against relying on the paper, in sentences.
pub fn limits_part(source: &Source<'_>) -> Vec<Block> {
    let lang = source.lang;
    let findings = || source.screening.findings.iter();
    let slivers = findings().filter(|finding| finding.evidence.sliver).count();
    let moved = findings().filter(|finding| !finding.evidence.holds_within_tolerance);
    let unsure = |mark: SourceMark| source.rows.iter().filter(|said| said.row.mark == mark).count();
    let counted = [
        ("slivers", slivers),
        ("tolerance", moved.count()),
        ("second_hand", unsure(SourceMark::V2)),
        ("unverified", unsure(SourceMark::U)),
        ("waiting", source.workspace.waiting_repairs().count()),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    let lines = counted.map(|(key, count)| say!(lang, &format!("report.limit.{key}"), count = count));
    let always = ["method", "aid"].map(|key| say!(lang, &format!("report.limit.{key}")));
    let lines = obstacles(source).into_iter().chain(lines).chain(always);
    lines.map(Block::Paragraph).collect()
}

/// What speaks against a report at all: projects left out, features refused, layers whose place nobody knows.
fn obstacles(source: &Source<'_>) -> Vec<String> {
    let nothing = Review::new();
    let grounds = Grounds {
        workspace: source.workspace,
        screening: Some(source.screening),
        review: source.record.map_or(&nothing, |record| record.review),
        changed_sources: &[],
    };
    let obstacles = is_reportable(&grounds).obstacles;
    let line = |text: String| say!(source.lang, "report.limit.obstacle", text = text);
    obstacles
        .iter()
        .map(|obstacle| line(obstacle.text(source.lang)))
        .collect()
}
