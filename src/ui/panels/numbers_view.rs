//! The tables of numbers, kept until what they are made from changes.

use std::sync::{Arc, Weak};

use crate::model::annex::Annex;
use crate::model::finding::Screening;
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::ledger::ledger_grids;
use crate::report::units::TableWords;
use crate::report::wetland::footprint::quota_grids;
use crate::report::wetland::tables::tables;
use crate::session::Session;

/// The tables, kept until what they are made from changes.
#[derive(Debug, Default)]
pub struct NumbersView {
    of: (Weak<Workspace>, Weak<Annex>, Weak<Screening>, Option<TableWords>),
    /// The tables, in the order of reading.
    pub grids: Vec<Grid>,
}

impl NumbersView {
    /// Makes them anew where anything has changed.
    pub fn refresh(&mut self, session: &Session, words: TableWords) {
        let weak = (
            session.workspace().map(Arc::downgrade).unwrap_or_default(),
            session.annex().map(Arc::downgrade).unwrap_or_default(),
            session.screening().map(Arc::downgrade).unwrap_or_default(),
            Some(words),
        );
        let same = weak.0.ptr_eq(&self.of.0) && weak.1.ptr_eq(&self.of.1) && weak.2.ptr_eq(&self.of.2);
        if same && self.of.3 == Some(words) {
            return;
        }
        self.of = weak;
        self.grids.clear();
        let Some(workspace) = session.workspace() else {
            return;
        };
        if let Some(annex) = session.annex() {
            let totals = annex.wetland.as_ref().filter(|totals| totals.all.count > 0);
            self.grids.extend(
                totals
                    .into_iter()
                    .flat_map(|totals| tables(workspace, totals, words)),
            );
            self.grids.extend(quota_grids(workspace, annex, words));
        }
        if let Some(screening) = session.screening() {
            self.grids.extend(ledger_grids(workspace, screening, words));
        }
    }
}
