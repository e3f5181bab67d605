//! The table of findings that window, page and command line share.

use rayon::prelude::*;

use crate::model::feature::FeatureRef;
use crate::model::finding::{RelationWords as _, Screening, Verdict};
use crate::model::rule::{Severity, SourceMark};
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::words::Lang;

use super::sentence::Parties;
use super::{sentence, units};

/// One finding, ready to be shown. Texts are in the language asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Position in [`Screening::findings`].
    pub finding: usize,
    /// The project.
    pub project: FeatureRef,
    /// Its name for people.
    pub project_name: String,
    /// What it is; empty where nothing says it.
    pub kind: String,
    /// The zone.
    pub zone: FeatureRef,
    /// Its name for people.
    pub zone_name: String,
    /// What it is.
    pub role: String,
    /// Title of the rule.
    pub rule: String,
    /// Law and article.
    pub citation: String,
    /// How sure the rule's text is.
    pub mark: SourceMark,
    /// How heavy the rule weighs.
    pub severity: Severity,
    /// Conflict or near.
    pub verdict: Verdict,
    /// How the project lies to the zone.
    pub relation: String,
    /// Common area or length, or the distance where apart; empty for points inside.
    pub amount: String,
    /// The common part as a share of the project; empty where there is none.
    pub share: String,
}

/// A row with all of it in one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidRow {
    /// The words of its columns.
    pub row: Row,
    /// The sentence.
    pub sentence: String,
}

/// The findings in their order, until somebody asks to stop.
///
/// # Errors
/// [`Cancelled`].
pub fn said_rows(
    workspace: &Workspace,
    screening: &Screening,
    lang: Lang,
    progress: &Progress,
) -> Result<Vec<SaidRow>, Cancelled> {
    let findings = screening.findings.par_iter().enumerate();
    let worded = findings.map(|(position, finding)| {
        progress.check()?;
        let parties = Parties::of(workspace, finding);
        Ok(SaidRow {
            row: row(&parties, position, lang),
            sentence: parties.sentence(lang),
        })
    });
    worded.collect()
}

/// One finding, which stands at `position` in its screening, in words.
pub fn row(parties: &Parties<'_>, position: usize, lang: Lang) -> Row {
    let (finding, rule) = (parties.finding, parties.rule);
    let evidence = &finding.evidence;
    let distance = (evidence.distance_m > 0.0).then(|| units::length(evidence.distance_m));
    Row {
        finding: position,
        project: finding.matter.project.clone(),
        project_name: parties.project_title(),
        kind: parties.kind_name(lang),
        zone: finding.zone.clone(),
        zone_name: parties.zone_title(),
        role: finding.sort.role.name(lang),
        rule: parties.rule_title(lang),
        citation: parties.citation(lang),
        mark: rule.map_or(SourceMark::U, |rule| rule.mark),
        severity: finding.matter.severity,
        verdict: finding.verdict,
        relation: finding.relation.name(lang),
        amount: sentence::amount(evidence, lang).or(distance).unwrap_or_default(),
        share: finding.share_of_project().map(units::share).unwrap_or_default(),
    }
}

/// Name of a feature for people; its id where it is not in the workspace.
pub fn title(workspace: &Workspace, name: &FeatureRef) -> String {
    sentence::title(workspace.feature(name), name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;

    #[test]
    fn a_row_says_it_all() {
        let scene = scene::overlap();
        let rows = said_rows(&scene.workspace, &scene.screening, Lang::Zh, &Progress::default()).unwrap();
        assert_eq!(rows.len(), 1);
        let SaidRow { row, sentence } = &rows[0];
        assert!(sentence.contains("重叠 1,234.5 m²"), "{sentence}");
        assert_eq!(
            (row.role.as_str(), row.amount.as_str(), row.share.as_str()),
            ("生态保护红线", "1,234.5 m²", "4.3 %")
        );
        assert_eq!(
            (row.citation.as_str(), row.relation.as_str()),
            ("《某法》第一条", "重叠")
        );
    }
}
