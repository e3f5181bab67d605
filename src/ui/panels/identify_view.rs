//! The card of a place, and what it waits for.

use std::sync::Arc;

use geo::Coord;

use crate::model::workspace::Workspace;
use crate::session::identify::{Card, IdentifyQuery};

/// The card, and what it waits for.
#[derive(Debug, Default)]
pub struct IdentifyView {
    card: Option<(Arc<Workspace>, Card)>,
    at: Option<Coord<f64>>,
    query: Option<IdentifyQuery>,
}

impl IdentifyView {
    /// Asks about a place.
    pub fn ask(&mut self, query: IdentifyQuery) {
        self.at = Some(query.at);
        self.query = Some(query);
    }

    /// What is to be worked out, once.
    pub fn take_query(&mut self) -> Option<IdentifyQuery> {
        self.query.take()
    }

    /// Takes a card in.
    pub fn put(&mut self, workspace: Arc<Workspace>, card: Card) {
        if self.at == Some(card.at) {
            self.card = Some((workspace, card));
        }
    }

    /// The place that is asked about.
    pub fn place(&self) -> Option<Coord<f64>> {
        self.at
    }

    /// Puts the card away.
    pub fn close(&mut self) {
        *self = IdentifyView::default();
    }

    /// The card of the place that is asked about, with the workspace that it is of.
    pub fn card(&self) -> Option<&(Arc<Workspace>, Card)> {
        self.card.as_ref().filter(|(_, card)| Some(card.at) == self.at)
    }
}
