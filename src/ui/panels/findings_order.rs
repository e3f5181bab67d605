//! Which findings the table shows, and in which order. Texts to sort by are made for the one column that asks for them.

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;

use crate::model::finding::{Finding, RelationWords as _};
use crate::model::review::decision::State;
use crate::progress::{Cancelled, Progress};
use crate::report::sentence::Parties;

use super::findings_choice::{Choice, Column};
use super::findings_groups::{Decided, Group};
use super::findings_words::{All, Seeker};

/// Positions of the findings that pass, in the order that was chosen.
///
/// # Errors
/// [`Cancelled`] once nobody waits for it any more.
pub fn shown(all: All<'_>, choice: &Choice, progress: &Progress) -> Result<Vec<usize>, Cancelled> {
    let mut shown = passing(all, choice, progress)?;
    let mut order = Order {
        all,
        progress,
        shown: &mut shown,
    };
    if let Some((column, descending)) = choice.sort {
        order.by_column(column, descending)?;
    }
    if let Some(group) = choice.group {
        // What is equal keeps its order: within a group that of the column stays.
        order.by_group(group)?;
    }
    Ok(shown)
}

fn passing(all: All<'_>, choice: &Choice, progress: &Progress) -> Result<Vec<usize>, Cancelled> {
    let wanted = choice.text.trim().to_lowercase();
    let seeker = || Seeker::new(all.wording, &wanted);
    let passes = |seeker: &mut Seeker<'_>, (position, finding): (usize, &Finding)| {
        progress.check()?;
        let passes = choice.verdict.is_none_or(|verdict| finding.verdict == verdict)
            && choice
                .severity
                .is_none_or(|severity| finding.matter.severity == severity)
            && stands(all, position, choice.decided)
            && seeker.finds(position);
        Ok(passes.then_some(position))
    };
    let findings = all.wording.screening.findings.par_iter().enumerate();
    findings
        .map_init(seeker, passes)
        .filter_map(Result::transpose)
        .collect()
}

/// True for a finding that stands so; for any where nothing is asked for, and where no dossier is open.
fn stands(all: All<'_>, finding: usize, decided: Option<Decided>) -> bool {
    match (all.board, decided) {
        (Some(_), Some(decided)) => all.standing(finding).is_some_and(|own| decided.holds(own)),
        _ => true,
    }
}

/// Where a finding comes in the order of what is left to be done: what is amiss first, what is closed last.
fn rank(all: All<'_>, finding: usize) -> (u8, State) {
    match all.standing(finding) {
        None => (0, State::Open),
        Some(own) if own.differs => (0, own.state),
        Some(own) if own.outdated => (1, own.state),
        Some(own) if own.people == 0 => (2, own.state),
        Some(own) if own.closed => (4, own.state),
        Some(own) => (3, own.state),
    }
}

/// Findings that are being put into order.
struct Order<'a, 's> {
    all: All<'a>,
    progress: &'a Progress,
    shown: &'s mut Vec<usize>,
}

impl Order<'_, '_> {
    fn by_column(&mut self, column: Column, descending: bool) -> Result<(), Cancelled> {
        let (all, lang) = (self.all, self.all.wording.lang);
        match column {
            // Heaviest first, for that is what one looks for.
            Column::Severity => {
                let weight = |own: &Finding| Reverse((own.matter.severity, own.verdict));
                self.by(descending, |finding| all.of(finding, weight), Ord::cmp)
            }
            Column::Verdict => self.by_verdict(descending),
            Column::Decision => self.by(descending, |finding| rank(all, finding), Ord::cmp),
            Column::Overlap => self.by_size(descending, |own| own.evidence.common_size()),
            Column::Distance => self.by_size(descending, |own| own.evidence.distance_m),
            Column::Project => self.by_text(descending, |own| own.project_title()),
            Column::Rule => self.by_text(descending, |own| own.rule_title(lang)),
            Column::Zone => {
                self.by_text(descending, |own| own.zone_title())?;
                self.by_text(descending, |own| own.finding.sort.role.name(lang))
            }
            Column::Relation => self.by_text(descending, |own| own.finding.relation.name(lang)),
            Column::Consultee => self.by_text(descending, |own| own.consultee(lang)),
        }
    }

    /// By name, but verdicts with the gravest first. Names that are the same for two things keep them apart by their ids.
    fn by_group(&mut self, group: Group) -> Result<(), Cancelled> {
        let all = self.all;
        match group {
            Group::Verdict => self.by_verdict(false),
            _ => self.by(false, |finding| group.name_and_id(all, finding), Ord::cmp),
        }
    }

    fn by_verdict(&mut self, descending: bool) -> Result<(), Cancelled> {
        let all = self.all;
        let verdict = |own: &Finding| Reverse(own.verdict);
        self.by(descending, |finding| all.of(finding, verdict), Ord::cmp)
    }

    fn by_size(&mut self, descending: bool, read: fn(&Finding) -> f64) -> Result<(), Cancelled> {
        let all = self.all;
        let size = |finding: usize| all.of(finding, read).unwrap_or_default();
        self.by(descending, size, f64::total_cmp)
    }

    fn by_text(
        &mut self,
        descending: bool,
        read: impl Fn(&Parties<'_>) -> String + Sync,
    ) -> Result<(), Cancelled> {
        let all = self.all;
        self.by(descending, |finding| all.said(finding, &read), Ord::cmp)
    }

    /// Sorts by a key that is made once for each; what is equal keeps its order, also where the order is turned round.
    fn by<K: Send>(
        &mut self,
        descending: bool,
        key: impl Fn(usize) -> K + Sync,
        compare: impl Fn(&K, &K) -> Ordering + Sync,
    ) -> Result<(), Cancelled> {
        let keyed = self.shown.par_iter().map(|&finding| {
            self.progress.check()?;
            Ok((key(finding), finding))
        });
        let mut keyed: Vec<(K, usize)> = keyed.collect::<Result<_, Cancelled>>()?;
        keyed.par_sort_by(|(a, _), (b, _)| match descending {
            true => compare(b, a),
            false => compare(a, b),
        });
        *self.shown = keyed.into_iter().map(|(_, finding)| finding).collect();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::*;
    use crate::formats::open::{OpenOptions, Source, open_with_plans};
    use crate::screening::{Request, screen};
    use crate::words::Lang;

    use super::super::findings_words::{FindingRow, Wording};

    fn wording(lang: Lang) -> Wording {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        let progress = Progress::default();
        let opened = open_with_plans(&Source::Workspace(folder), &OpenOptions::default(), &progress).unwrap();
        let request = Request {
            as_of: "2026-11-26".parse().unwrap(),
            only: Vec::new(),
        };
        let screening = screen(&opened.workspace, &request, &progress).unwrap();
        assert!(screening.findings.len() > 20);
        Wording {
            workspace: Arc::new(opened.workspace),
            screening: Arc::new(screening),
            lang,
        }
    }

    fn in_order(wording: &Wording, choice: &Choice) -> Vec<usize> {
        let all = All { wording, board: None };
        shown(all, choice, &Progress::default()).unwrap()
    }

    /// What two rows are compared by, slowly and from the words of whole rows.
    fn expected(column: Column, a: (&FindingRow, &Finding), b: (&FindingRow, &Finding)) -> Ordering {
        let text = |read: fn(&FindingRow) -> String| read(a.0).cmp(&read(b.0));
        match column {
            Column::Severity => (b.1.matter.severity, b.1.verdict).cmp(&(a.1.matter.severity, a.1.verdict)),
            Column::Project => text(|own| own.row.project_name.clone()),
            Column::Verdict => b.1.verdict.cmp(&a.1.verdict),
            Column::Rule => text(|own| own.row.rule.clone()),
            Column::Zone => text(|own| format!("{}\0{}", own.row.role, own.row.zone_name)),
            Column::Relation => text(|own| own.row.relation.clone()),
            Column::Overlap => a.1.evidence.common_size().total_cmp(&b.1.evidence.common_size()),
            Column::Distance => a.1.evidence.distance_m.total_cmp(&b.1.evidence.distance_m),
            Column::Consultee => text(|own| own.consultee.clone()),
            Column::Decision => Ordering::Equal,
        }
    }

    #[test]
    fn every_column_sorts_as_its_words_do_and_keeps_equal_rows_in_order() {
        let wording = wording(Lang::Zh);
        let findings = &wording.screening.findings;
        let rows: Vec<FindingRow> = (0..findings.len()).map(|k| wording.row(k).unwrap()).collect();
        for column in Column::ALL {
            for descending in [false, true] {
                let mut slowly: Vec<usize> = (0..rows.len()).collect();
                slowly.sort_by(|&a, &b| {
                    let order = expected(column, (&rows[a], &findings[a]), (&rows[b], &findings[b]));
                    if descending { order.reverse() } else { order }
                });
                let choice = Choice {
                    sort: Some((column, descending)),
                    ..Choice::default()
                };
                assert_eq!(in_order(&wording, &choice), slowly, "{column:?} {descending}");
            }
        }
    }

    #[test]
    fn groups_stand_together_and_keep_the_order_of_the_column() {
        let wording = wording(Lang::En);
        let all = All {
            wording: &wording,
            board: None,
        };
        for group in Group::ALL {
            let choice = Choice {
                group: Some(group),
                sort: Some((Column::Overlap, true)),
                ..Choice::default()
            };
            let shown = in_order(&wording, &choice);
            assert_eq!(shown.len(), wording.screening.findings.len());
            let size = |finding: usize| wording.finding(finding).unwrap().evidence.common_size();
            let mut names = Vec::new();
            for own in shown.chunk_by(|a, b| group.is_same(all, *a, *b)) {
                names.push(group.name_and_id(all, own[0]).unwrap());
                assert!(
                    own.windows(2).all(|pair| size(pair[0]) >= size(pair[1])),
                    "{group:?}"
                );
            }
            let mut apart = names.clone();
            apart.sort();
            apart.dedup();
            assert_eq!(
                apart.len(),
                names.len(),
                "a group that stands in two places: {group:?}"
            );
        }
    }

    #[test]
    fn what_is_looked_for_is_found_in_names_laws_offices_and_ids() {
        let wording = wording(Lang::Zh);
        let row = wording.row(0).unwrap();
        let texts = [
            row.row.project_name.clone(),
            row.row.zone_name.clone(),
            row.row.role.clone(),
            row.row.rule.clone(),
            row.row.citation.clone(),
            row.row.project.to_string(),
            row.row.zone.to_string().to_uppercase(),
        ];
        for text in texts {
            let choice = Choice {
                text: format!(" {text} "),
                ..Choice::default()
            };
            let found = in_order(&wording, &choice);
            assert!(found.contains(&0), "{text}");
            let wanted = text.to_lowercase();
            let has = |row: &FindingRow| {
                let texts = [
                    &row.row.project_name,
                    &row.row.zone_name,
                    &row.row.role,
                    &row.row.rule,
                ];
                let names = [row.row.project.to_string(), row.row.zone.to_string()];
                let more = [&row.row.citation, &row.consultee, &row.row.kind];
                let mut all = texts.into_iter().chain(more).chain(&names);
                all.any(|text| text.to_lowercase().contains(&wanted))
            };
            let rows = 0..wording.screening.findings.len();
            let slowly: Vec<usize> = rows.filter(|own| has(&wording.row(*own).unwrap())).collect();
            let mut found = found;
            found.sort_unstable();
            assert_eq!(found, slowly, "{text}");
        }
        let nothing = Choice {
            text: "no such words".into(),
            ..Choice::default()
        };
        assert!(in_order(&wording, &nothing).is_empty());
    }

    #[test]
    fn nobody_waits_for_what_is_no_longer_wanted() {
        let wording = wording(Lang::Zh);
        let all = All {
            wording: &wording,
            board: None,
        };
        let progress = Progress::default();
        progress.cancel();
        assert!(shown(all, &Choice::default(), &progress).is_err());
    }
}
