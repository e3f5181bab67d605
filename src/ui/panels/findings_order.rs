//! Which findings the table shows, and in which order. Texts to sort by are made for the one column that asks for them.

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;

use crate::model::finding::{Finding, RelationWords as _};
use crate::model::review::board::Board;
use crate::model::review::decision::State;
use crate::model::review::standing::Standing;
use crate::report::sentence::Parties;

use super::findings_groups::{Decided, Group};
use super::findings_rows::{Choice, Column};
use super::findings_words::Wording;

/// Everything that rows are chosen and ordered from.
#[derive(Clone, Copy)]
pub struct All<'a> {
    /// The findings, and their words.
    pub wording: &'a Wording,
    /// How they stand, where a dossier is open.
    pub board: Option<&'a Board>,
}

impl<'a> All<'a> {
    /// How a finding stands.
    pub fn standing(&self, finding: usize) -> Option<&'a Standing> {
        self.board?.findings.get(finding)
    }

    /// True for a finding that stands so; for any where nothing is asked for, and where no dossier is open.
    fn stands(&self, finding: usize, decided: Option<Decided>) -> bool {
        match (self.board, decided) {
            (Some(_), Some(decided)) => self.standing(finding).is_some_and(|own| decided.holds(own)),
            _ => true,
        }
    }

    /// Where it comes in the order of what is left to be done: what is amiss first, what is closed last.
    fn rank(&self, finding: usize) -> (u8, State) {
        match self.standing(finding) {
            None => (0, State::Open),
            Some(own) if own.differs => (0, own.state),
            Some(own) if own.outdated => (1, own.state),
            Some(own) if own.people == 0 => (2, own.state),
            Some(own) if own.closed => (4, own.state),
            Some(own) => (3, own.state),
        }
    }

    /// What `read` gives of a finding.
    pub fn of<K>(&self, finding: usize, read: impl Fn(&Finding) -> K) -> Option<K> {
        self.wording.finding(finding).map(read)
    }

    /// What `read` gives of the words of a finding.
    pub fn said(&self, finding: usize, read: impl Fn(&Parties<'_>) -> String) -> Option<String> {
        self.wording.parties(finding).as_ref().map(read)
    }
}

/// Positions of the findings that pass, in the order that was chosen.
pub fn shown(all: All<'_>, choice: &Choice) -> Vec<usize> {
    let wanted = choice.text.trim().to_lowercase();
    let passes = |(position, finding): &(usize, &Finding)| {
        choice.verdict.is_none_or(|verdict| finding.verdict == verdict)
            && choice
                .severity
                .is_none_or(|severity| finding.matter.severity == severity)
            && all.stands(*position, choice.decided)
            && (wanted.is_empty() || all.wording.contains(*position, &wanted))
    };
    let findings = all.wording.screening.findings.par_iter().enumerate();
    let mut shown: Vec<usize> = findings.filter(passes).map(|(position, _)| position).collect();
    if let Some((column, descending)) = choice.sort {
        sort_by_column(&mut shown, all, column, descending);
    }
    if let Some(group) = choice.group {
        // What is equal keeps its order: within a group that of the column stays.
        sort_by_group(&mut shown, all, group);
    }
    shown
}

fn sort_by_column(shown: &mut Vec<usize>, all: All<'_>, column: Column, descending: bool) {
    let lang = all.wording.lang;
    let by_size = |shown: &mut Vec<usize>, read: fn(&Finding) -> f64| {
        let size = |finding: usize| all.of(finding, read).unwrap_or_default();
        sort(shown, descending, size, f64::total_cmp);
    };
    let by_text = |shown: &mut Vec<usize>, read: &(dyn Fn(&Parties<'_>) -> String + Sync)| {
        sort(shown, descending, |finding| all.said(finding, read), Ord::cmp);
    };
    match column {
        // Heaviest first, for that is what one looks for.
        Column::Severity => {
            let weight = |own: &Finding| Reverse((own.matter.severity, own.verdict));
            sort(shown, descending, |finding| all.of(finding, weight), Ord::cmp);
        }
        Column::Verdict => by_verdict(shown, all, descending),
        Column::Decision => sort(shown, descending, |finding| all.rank(finding), Ord::cmp),
        Column::Overlap => by_size(shown, |own| own.evidence.common_size()),
        Column::Distance => by_size(shown, |own| own.evidence.distance_m),
        Column::Project => by_text(shown, &|own| own.project_title()),
        Column::Rule => by_text(shown, &|own| own.rule_title(lang)),
        Column::Zone => {
            by_text(shown, &|own| own.zone_title());
            by_text(shown, &|own| own.finding.sort.role.name(lang));
        }
        Column::Relation => by_text(shown, &|own| own.finding.relation.name(lang)),
        Column::Consultee => by_text(shown, &|own| own.consultee(lang)),
    }
}

fn by_verdict(shown: &mut Vec<usize>, all: All<'_>, descending: bool) {
    let verdict = |own: &Finding| Reverse(own.verdict);
    sort(shown, descending, |finding| all.of(finding, verdict), Ord::cmp);
}

/// By name, but verdicts with the gravest first. Names that are the same for two things keep them apart by their ids.
fn sort_by_group(shown: &mut Vec<usize>, all: All<'_>, group: Group) {
    match group {
        Group::Verdict => by_verdict(shown, all, false),
        _ => sort(shown, false, |finding| group.name_and_id(all, finding), Ord::cmp),
    }
}

/// Sorts by a key that is made once for each; what is equal keeps its order, also where the order is turned round.
fn sort<K: Send>(
    shown: &mut Vec<usize>,
    descending: bool,
    key: impl Fn(usize) -> K + Sync,
    compare: impl Fn(&K, &K) -> Ordering + Sync,
) {
    let mut keyed: Vec<(K, usize)> = shown.par_iter().map(|&finding| (key(finding), finding)).collect();
    keyed.par_sort_by(|(a, _), (b, _)| match descending {
        true => compare(b, a),
        false => compare(a, b),
    });
    *shown = keyed.into_iter().map(|(_, finding)| finding).collect();
}
