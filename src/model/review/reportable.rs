//! Whether a report may be made of a review, and why not.

use std::sync::Arc;

use crate::model::crs_reading::Trust;
use crate::model::finding::{Reason, Screening, Verdict};
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::event::Deed;
use super::state::Review;

/// What a report would rest on.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// What was screened.
    pub workspace: &'a Workspace,
    /// The run; `None` where there is none.
    pub screening: Option<&'a Screening>,
    /// What people say.
    pub review: &'a Review,
    /// Files of layers that are not what they were when they were frozen.
    pub changed_sources: &'a [String],
}

/// Why no report may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// There is no run, or it leaves out so many projects.
    RunIncomplete {
        /// Projects without a result.
        missing: usize,
    },
    /// A source has changed since.
    SourceChanged {
        /// The file, as the workspace names it.
        file: String,
    },
    /// Features of a layer could not be read, and nobody answers for going on without them.
    FeaturesRefused {
        /// The layer's id.
        layer: Arc<str>,
        /// How many.
        count: usize,
    },
    /// Nobody knows where a layer truly lies.
    PlaceUnknown {
        /// The layer's id.
        layer: Arc<str>,
    },
    /// The geometry of so many pairs could not be decided.
    Undecided {
        /// Verdicts of single rules.
        verdicts: usize,
    },
}

/// Whether a report may be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reportable {
    /// What speaks against it; empty where nothing does.
    pub obstacles: Vec<Obstacle>,
    /// The line that somebody has put his name to so that it is made all the same; it goes onto the first page.
    pub forced: Option<String>,
}

impl Reportable {
    /// True where nothing speaks against it, or somebody answers for it.
    pub fn is_allowed(&self) -> bool {
        self.obstacles.is_empty() || self.forced.is_some()
    }

    /// What the first page of a report begins with that was forced: who answers for it, and what spoke against it.
    pub fn first_lines(&self, review: &Review, lang: Lang) -> Vec<String> {
        let forced = review.since_last_run().filter_map(|event| match &event.deed {
            Deed::Forced(reason) => Some((event, reason)),
            _ => None,
        });
        let (Some((event, reason)), false) = (forced.last(), self.obstacles.is_empty()) else {
            return Vec::new();
        };
        let first = say!(
            lang,
            "review.forced",
            who = event.author.words(),
            at = event.at,
            reason = reason
        );
        let obstacles = self.obstacles.iter();
        std::iter::once(first)
            .chain(obstacles.map(|obstacle| obstacle.text(lang)))
            .collect()
    }
}

impl Obstacle {
    /// In one sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Obstacle::RunIncomplete { missing } => {
                say!(lang, "review.obstacle.run_incomplete", missing = missing)
            }
            Obstacle::SourceChanged { file } => say!(lang, "review.obstacle.source_changed", file = file),
            Obstacle::FeaturesRefused { layer, count } => {
                say!(
                    lang,
                    "review.obstacle.features_refused",
                    layer = layer,
                    count = count
                )
            }
            Obstacle::PlaceUnknown { layer } => say!(lang, "review.obstacle.place_unknown", layer = layer),
            Obstacle::Undecided { verdicts } => {
                say!(lang, "review.obstacle.undecided", verdicts = verdicts)
            }
        }
    }
}

/// Looks for what speaks against a report.
pub fn is_reportable(grounds: &Grounds<'_>) -> Reportable {
    let mut obstacles = Vec::new();
    obstacles.extend(incomplete(grounds));
    let changed = grounds.changed_sources.iter().cloned();
    obstacles.extend(changed.map(|file| Obstacle::SourceChanged { file }));
    obstacles.extend(of_layers(grounds));
    let undecided = Verdict::NotChecked(Reason::Undecided);
    let rows = grounds.screening.map_or(&[][..], |screening| &screening.verdicts);
    let verdicts = rows.iter().filter(|row| row.verdict == undecided).count();
    obstacles.extend((verdicts > 0).then_some(Obstacle::Undecided { verdicts }));
    let forced = grounds
        .review
        .since_last_run()
        .filter_map(|event| match &event.deed {
            Deed::Forced(line) => Some(line.clone()),
            _ => None,
        });
    Reportable {
        obstacles,
        forced: forced.last(),
    }
}

fn incomplete(grounds: &Grounds<'_>) -> Option<Obstacle> {
    let total = grounds.workspace.projects().count();
    let done = grounds.screening.map_or(0, |screening| screening.projects.len());
    let missing = total.saturating_sub(done);
    (grounds.screening.is_none() || missing > 0).then_some(Obstacle::RunIncomplete { missing })
}

fn of_layers(grounds: &Grounds<'_>) -> Vec<Obstacle> {
    let accepted = |layer: &Arc<str>| {
        let mut events = grounds.review.since_last_run();
        events.any(|event| matches!(&event.deed, Deed::RefusedAccepted(own) if own == layer))
    };
    let mut obstacles = Vec::new();
    for layer in &grounds.workspace.layers {
        let (id, provenance) = (&layer.about.id, &layer.provenance);
        let count = provenance.counts.refused;
        if count > 0 && !accepted(id) {
            let layer = Arc::clone(id);
            obstacles.push(Obstacle::FeaturesRefused { layer, count });
        }
        if provenance.doubt.trust == Trust::Refused {
            let layer = Arc::clone(id);
            obstacles.push(Obstacle::PlaceUnknown { layer });
        }
    }
    obstacles
}

#[cfg(test)]
mod tests {
    use super::super::decision::Author;
    use super::super::event::Event;
    use super::*;
    use crate::model::layer::Layer;

    fn said(deeds: Vec<Deed>) -> Review {
        let events = deeds.into_iter().zip(1..).map(|(deed, seq)| Event {
            seq,
            at: "2026-11-27T08:00:00Z".parse().unwrap(),
            author: Author {
                name: "张".into(),
                role: String::new(),
            },
            deed,
        });
        Review::of(events).unwrap()
    }

    #[track_caller]
    fn check(
        change: impl Fn(&mut Workspace, &mut Option<Screening>),
        (deeds, changed): (Vec<Deed>, &[String]),
        expected: &[Obstacle],
    ) {
        let (mut workspace, screening) = crate::model::review::tests::scene();
        let mut screening = Some(screening);
        change(&mut workspace, &mut screening);
        let review = said(deeds);
        let found = is_reportable(&Grounds {
            workspace: &workspace,
            screening: screening.as_ref(),
            review: &review,
            changed_sources: changed,
        });
        assert_eq!(found.obstacles, expected);
        assert_eq!(found.is_allowed(), expected.is_empty() || found.forced.is_some());
        for obstacle in &found.obstacles {
            for lang in Lang::ALL {
                let text = obstacle.text(lang);
                assert!(!text.contains("review.") && !text.contains("%{"), "{text}");
            }
        }
    }

    fn with_zones(workspace: &mut Workspace, change: impl Fn(&mut crate::model::layer::Provenance)) {
        let own = &workspace.layers[0];
        let mut provenance = own.provenance.clone();
        change(&mut provenance);
        let layer = Layer::new(own.about.clone(), provenance, own.features().to_vec());
        workspace.layers[0] = Arc::new(layer);
    }

    #[test]
    fn what_speaks_against_a_report() {
        let refused = |workspace: &mut Workspace, _: &mut Option<Screening>| {
            with_zones(workspace, |provenance| provenance.counts.refused = 2);
        };
        let of_core = || Obstacle::FeaturesRefused {
            layer: "core".into(),
            count: 2,
        };
        check(|_, _| (), (Vec::new(), &[]), &[]);
        check(
            |_, screening| *screening = None,
            (Vec::new(), &[]),
            &[Obstacle::RunIncomplete { missing: 1 }],
        );
        check(
            |_, screening| screening.as_mut().unwrap().projects.clear(),
            (Vec::new(), &[]),
            &[Obstacle::RunIncomplete { missing: 1 }],
        );
        let file = "core.geojson".to_owned();
        check(
            |_, _| (),
            (Vec::new(), std::slice::from_ref(&file)),
            &[Obstacle::SourceChanged { file: file.clone() }],
        );
        check(refused, (Vec::new(), &[]), &[of_core()]);
        check(refused, (vec![Deed::RefusedAccepted("core".into())], &[]), &[]);
        let withdrawn = vec![Deed::RefusedAccepted("core".into()), Deed::Undone(1)];
        check(refused, (withdrawn, &[]), &[of_core()]);
        check(
            refused,
            (vec![Deed::RefusedAccepted("wind".into())], &[]),
            &[of_core()],
        );
        check(
            refused,
            (vec![Deed::Forced("for the minister".into())], &[]),
            &[of_core()],
        );
        check(
            |workspace, _| with_zones(workspace, |provenance| provenance.doubt.trust = Trust::Refused),
            (Vec::new(), &[]),
            &[Obstacle::PlaceUnknown { layer: "core".into() }],
        );
        let undecided = |_: &mut Workspace, screening: &mut Option<Screening>| {
            let rows = &mut screening.as_mut().unwrap().verdicts;
            rows[0].verdict = Verdict::NotChecked(Reason::Undecided);
        };
        check(
            undecided,
            (Vec::new(), &[]),
            &[Obstacle::Undecided { verdicts: 1 }],
        );
    }

    #[test]
    fn the_line_of_a_forced_report_is_the_last_one() {
        let (workspace, _) = crate::model::review::tests::scene();
        let review = said(vec![Deed::Forced("one".into()), Deed::Forced("two".into())]);
        let found = is_reportable(&Grounds {
            workspace: &workspace,
            screening: None,
            review: &review,
            changed_sources: &[],
        });
        assert_eq!(found.forced.as_deref(), Some("two"));
        assert!(found.is_allowed());
    }
}
