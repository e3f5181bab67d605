//! Indexes over what is found and selected, regions that are asked for, and tables of many rows.

use std::sync::{Arc, Weak};

use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::progress::Progress;
use crate::session::Session;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::map::finding_index::FindingIndex;
use super::super::map::inverse_search::InverseQuery;
use super::super::map::selected::{MOST_WITHOUT_INDEX, SelectedIndex};
use super::super::panels::findings_rows::FindingsTable;
use super::super::panels::problems_rows::ProblemsTable;
use super::super::view_state::ViewState;

/// What is looked for in the background.
#[derive(Debug)]
pub struct Searches {
    jobs: Jobs<Search, Option<Found>>,
    /// What was indexed last, or is being indexed, so that it is not begun again.
    indexed: (Weak<Screening>, Arc<[FeatureRef]>),
    /// The workspace that regions are searched in.
    generation: u64,
}

/// What is looked for or indexed; the newest of each wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Search {
    Findings,
    Selected,
    Region,
    Rows,
    Problems,
}

enum Found {
    Findings(FindingIndex),
    Selected(Arc<SelectedIndex>),
    Region(Vec<FeatureRef>),
    Rows(FindingsTable),
    Problems(ProblemsTable),
}

impl Searches {
    /// None yet.
    pub fn new(runner: Runner) -> Searches {
        Searches {
            jobs: Jobs::new(runner),
            indexed: (Weak::new(), Arc::default()),
            generation: 0,
        }
    }

    /// True while something is being looked for.
    pub fn busy(&self) -> bool {
        self.jobs.running().next().is_some()
    }

    /// Begins what is asked for, and takes in what was found.
    pub fn run(&mut self, session: &Session, view: &mut ViewState) {
        self.begin_indexes(session, view);
        self.begin(session, view);
        self.take_in(view);
    }

    fn begin_indexes(&mut self, session: &Session, view: &mut ViewState) {
        if let Some(screening) = session.screening()
            && !std::ptr::eq(self.indexed.0.as_ptr(), Arc::as_ptr(screening))
        {
            self.indexed.0 = Arc::downgrade(screening);
            let screening = Arc::clone(screening);
            let index = move |_: &Progress| Some(Found::Findings(FindingIndex::new(&screening)));
            self.jobs.start(Search::Findings, index);
        }
        let selected = &session.selection().features;
        if !Arc::ptr_eq(&self.indexed.1, selected) {
            self.indexed.1 = Arc::clone(selected);
            self.jobs.cancel(&Search::Selected);
            view.selected_index = None;
            view.map.forget_selection();
            if let Some(workspace) = session
                .workspace()
                .filter(|_| selected.len() > MOST_WITHOUT_INDEX)
            {
                let (workspace, selected) = (Arc::clone(workspace), Arc::clone(selected));
                let index = move |_: &Progress| {
                    Some(Found::Selected(Arc::new(SelectedIndex::new(
                        &workspace, &selected,
                    ))))
                };
                self.jobs.start(Search::Selected, index);
            }
        }
    }

    fn begin(&mut self, session: &Session, view: &mut ViewState) {
        if self.generation != session.generation() {
            self.generation = session.generation();
            self.jobs.cancel(&Search::Region);
        }
        if let Some(query) = view.findings.take_query() {
            let rows = move |progress: &Progress| query.answer(progress).ok().map(Found::Rows);
            self.jobs.start(Search::Rows, rows);
        }
        if let Some(workspace) = session.workspace() {
            view.problems.refresh(workspace, view.lang);
        }
        if let Some(query) = view.problems.take_query() {
            let rows = move |_: &Progress| Some(Found::Problems(query.answer()));
            self.jobs.start(Search::Problems, rows);
        }
        if let Some(query) = view.region_asked.take() {
            let search = move |progress: &Progress| query.answer(progress).ok().map(Found::Region);
            self.jobs.start(Search::Region, search);
        }
        if let (true, Some(workspace)) = (std::mem::take(&mut view.inverse_asked), session.workspace()) {
            let looks = session.looks();
            let is_seen = |layer: &&Arc<Layer>| {
                let id = &layer.about.id;
                !looks.hidden.contains(id) && looks.opacity_of(id) > 0.0
            };
            let query = InverseQuery {
                layers: workspace.layers.iter().filter(is_seen).cloned().collect(),
                before: Arc::clone(&session.selection().features),
            };
            let search = move |progress: &Progress| query.answer(progress).ok().map(Found::Region);
            self.jobs.start(Search::Region, search);
        }
    }

    fn take_in(&mut self, view: &mut ViewState) {
        for (_, outcome) in self.jobs.poll() {
            // Without an index the map shows less; without an answer the selection stays as it is.
            let Outcome::Done(Some(found)) = outcome else {
                continue;
            };
            match found {
                Found::Findings(index) => view.finding_index = Some(index),
                Found::Selected(index) => view.selected_index = Some(index),
                Found::Region(features) => view.region_found = Some(features),
                Found::Rows(table) => view.findings.put(table),
                Found::Problems(table) => view.problems.put(table),
            }
        }
    }
}
