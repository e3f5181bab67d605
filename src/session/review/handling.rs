//! The session's part in a review: what people wish, and what comes of it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::review::decision::{Author, Decision};
use crate::model::review::event::Deed;
use crate::model::review::key::FindingKey;
use crate::model::review::steps::{Step, StepState, steps};
use crate::model::workspace::Workspace;
use crate::progress::Cancelled;

use super::super::Session;
use super::super::command::JobKind;
use super::super::edit::alike_to_rules;
use super::super::history::Way;
use super::super::notice::NoticeKind;
use super::state::{OpenDossier, Opened, OpenedAgain, ReviewDone};
use super::step::{DecisionWish, ReviewStep};
use super::told::Told;

impl Session {
    /// The dossier that is open.
    pub fn dossier(&self) -> Option<&OpenDossier> {
        self.review.open.as_ref()
    }

    /// Who sits before the program, if he has said so.
    pub fn author(&self) -> Option<&Author> {
        self.review.author.as_ref()
    }

    /// True while somebody must say who he is.
    pub fn asks_name(&self) -> bool {
        self.review.asks_name
    }

    /// True where what is open is what the dossier has stored.
    pub fn is_as_stored(&self) -> bool {
        let frozen = self.dossier().map(|open| &open.frozen);
        let pair = frozen.zip(self.workspace());
        pair.is_some_and(|(frozen, now)| alike_to_rules(frozen, now))
    }

    /// Stops a job. What must end well by itself is only asked to stop: it says what became of it.
    pub(in crate::session) fn cancel(&mut self, kind: JobKind) {
        match kind {
            JobKind::Recording | JobKind::Freezing | JobKind::Saving => {
                if kind == JobKind::Saving {
                    self.saves.drop_waiting();
                }
                let mut running = self.jobs.running();
                if let Some((_, progress)) = running.find(|(own, _)| **own == kind) {
                    progress.cancel();
                }
            }
            _ => self.jobs.cancel(&kind),
        }
    }

    pub(in crate::session) fn review_step(&mut self, step: ReviewStep) {
        match step {
            ReviewStep::Open(path) => self.open_dossier(path),
            ReviewStep::Close => self.close_dossier(),
            ReviewStep::AskName => self.review.asks_name = true,
            ReviewStep::Name(author) => self.name(author),
            ReviewStep::HoldAgainst(day) => self.hold_against(day),
            ReviewStep::SourcesIn(folder) => self.sources_in(folder),
            ReviewStep::Preview(lang) => self.begin_preview(lang),
            ReviewStep::PreviewPage(page, width_px) => self.draw_page(page, width_px),
            ReviewStep::PreviewDone => self.end_preview(),
            ReviewStep::Report(order) => self.report(*order),
            step @ (ReviewStep::Save(_)
            | ReviewStep::Decide(_)
            | ReviewStep::Do(_)
            | ReviewStep::TakeBack(_)
            | ReviewStep::GoTo(_)) => self.named_step(step),
        }
    }

    /// What is written under a name. A step that nobody has put his name to waits, and somebody is asked.
    fn named_step(&mut self, step: ReviewStep) {
        let Some(author) = self.review.author.clone() else {
            self.review.unnamed.push(step);
            self.review.asks_name = true;
            return;
        };
        match step {
            ReviewStep::Save(path) => self.save_dossier(path, author),
            ReviewStep::Decide(wish) => self.decide(author, *wish),
            ReviewStep::Do(deed) => self.act(author, deed),
            ReviewStep::GoTo(place) => self.go_over_entries(author, place),
            // Who clicks twice means one entry, and not the one before it, too.
            ReviewStep::TakeBack(numbers) if self.are_going(&numbers) => {}
            ReviewStep::TakeBack(numbers) if self.are_last_step(&numbers) => self.go(Way::Back),
            ReviewStep::TakeBack(numbers) => {
                let undoings = numbers.into_iter().map(Deed::Undone).collect();
                self.record(author, undoings, Vec::new());
            }
            // The others need no name.
            _ => {}
        }
    }

    fn name(&mut self, author: Option<Author>) {
        self.review.asks_name = false;
        let waiting = std::mem::take(&mut self.review.unnamed);
        let author = author.filter(|author| !author.plain_name().is_empty());
        if author.is_some() {
            self.review.author = author;
            waiting.into_iter().for_each(|step| self.review_step(step));
        }
    }

    fn decide(&mut self, author: Author, wish: DecisionWish) {
        let Some(open) = self.dossier() else {
            return self.tell(Told::NoDossier);
        };
        let decision = |finding: FindingKey| {
            let evidence = open.evidence_of(&finding)?.to_owned();
            Some(Deed::Decided(Decision {
                finding,
                state: wish.state,
                article: wish.article.clone(),
                reason: wish.reason.clone(),
                evidence,
                attachments: Vec::new(),
            }))
        };
        let decisions: Option<Vec<Deed>> = wish.findings.into_iter().map(decision).collect();
        match decisions {
            Some(decisions) if decisions.is_empty() => {}
            Some(decisions) => self.record(author, decisions, wish.attach),
            None => self.tell(Told::NotInRun),
        }
    }

    fn act(&mut self, author: Author, deed: Deed) {
        let is_early = match &deed {
            Deed::Signed(project) => {
                let open = self.dossier().zip(self.screening());
                open.is_none_or(|(open, screening)| {
                    let states = steps(project, screening, &open.evidence, &open.review);
                    let before = |(step, state): &(Step, StepState)| {
                        *step == Step::Signed || *state == StepState::Done
                    };
                    !states.iter().all(before)
                })
            }
            // Runs and decisions have steps of their own.
            Deed::Frozen(_) | Deed::Decided(_) => return,
            _ => false,
        };
        if is_early && self.dossier().is_some() {
            return self.tell(Told::NotYetSigned);
        }
        self.record(author, vec![deed], Vec::new());
    }

    pub(in crate::session) fn take_review(&mut self, done: ReviewDone) {
        match done {
            ReviewDone::After(faults, done) => {
                self.tell_not_recorded(faults);
                self.take_review(*done);
            }
            ReviewDone::Stored(serial, recorded, done) => {
                // They come before what was stored, and stay where that was not.
                self.take_recorded(serial, recorded);
                self.take_review(*done);
            }
            ReviewDone::Opened(Ok(opened)) => self.begin_review(*opened),
            ReviewDone::Opened(Err(reason)) => self.tell(Told::NotOpened(reason)),
            ReviewDone::Resumed(path, since) => {
                let tell = |lost| self.notices.tell(NoticeKind::HistoryLost(lost));
                let since = since.map_err(tell).ok();
                self.open_dossier_again(path, since);
            }
            ReviewDone::Saved(generation, Ok(saved)) if generation == self.generation => {
                let (opened, frozen) = *saved;
                self.go_on_with_stored(opened, frozen);
            }
            ReviewDone::Saved(_, Ok(saved)) => {
                let (opened, _) = *saved;
                self.tell(Told::Saved(opened.path, opened.run.run));
            }
            ReviewDone::Saved(_, Err(reason)) => self.tell(Told::NotSaved(reason)),
            ReviewDone::Recorded(serial, recorded) => self.take_recorded(serial, recorded),
            ReviewDone::Compared(serial, Ok(today)) => self.take_today(serial, today),
            ReviewDone::Compared(_, Err(_)) => {}
            ReviewDone::DayMoved(moved) => {
                let is_old = |about: &NoticeKind| matches!(about, NoticeKind::Review(Told::DayMoved(_)));
                self.notices.retract(is_old);
                self.tell(Told::DayMoved(Box::new(moved)));
            }
            ReviewDone::Outlined(Ok(made)) => {
                let (outline, document) = *made;
                self.take_outline(outline, document);
            }
            ReviewDone::Outlined(Err(Cancelled)) => {}
            ReviewDone::Typeset(pages) => self.take_pages(pages),
            ReviewDone::PageDrawn(image) => self.take_page(image),
        }
    }

    /// What is open was stored, and is from now on what that dossier holds.
    fn go_on_with_stored(&mut self, opened: Opened, frozen: Arc<Workspace>) {
        let told = Told::Saved(opened.path.clone(), opened.run.run);
        let known = self.dossier().map(|open| open.folder.clone());
        let folder = known.or_else(|| self.folder());
        let before = self.dossier().map(|open| Arc::clone(&open.review));
        let own = self
            .dossier()
            .filter(|own| Arc::ptr_eq(&own.shelf, &opened.shelf));
        // Ways that have waited for a dossier which was stored anew lead on from there.
        let later = own.map(|_| self.review.later.clone());
        self.review.leave();
        self.review.take(opened, frozen, folder);
        self.review.later.extend(later.into_iter().flatten());
        self.carry_entries(before);
        self.tell(told);
    }

    fn begin_review(&mut self, opened: OpenedAgain) {
        let OpenedAgain {
            dossier,
            history,
            lost,
            left_out,
        } = opened;
        let frozen = history.whole().next().map(|state| Arc::clone(&state.workspace));
        let Some(frozen) = frozen else { return };
        self.sources = vec![dossier.path.clone()];
        self.planned.clear();
        self.begin_with(history);
        self.saved = Some(Arc::clone(&frozen));
        if dossier.is_migrated {
            self.tell(Told::Migrated(dossier.path.clone()));
        }
        self.review.take(dossier, frozen, None);
        if let Some(lost) = lost {
            self.notices.tell(NoticeKind::HistoryLost(lost));
        }
        if let Some(count) = left_out {
            self.tell(Told::StepsLeftOut(count));
        }
    }

    /// The folder of the workspace that is open, where its sources lie.
    fn folder(&self) -> Option<PathBuf> {
        let first = self.sources.first()?;
        match first.is_dir() {
            true => Some(first.clone()),
            false => first.parent().map(PathBuf::from),
        }
    }

    pub(in crate::session) fn tell(&mut self, told: Told) {
        self.notices.tell(NoticeKind::Review(told));
    }
}
