//! The card of a place, and what it waits for.

use std::sync::Arc;

use geo::Coord;

use crate::model::workspace::Workspace;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::session::identify::{Card, IdentifyQuery};

/// The card, and what it waits for.
#[derive(Debug, Default)]
pub struct IdentifyView {
    card: Option<(Arc<Workspace>, Card)>,
    at: Option<Coord<f64>>,
    query: Option<IdentifyQuery>,
    /// Something else was asked for since, and is seen instead.
    covered: bool,
}

impl IdentifyView {
    /// Asks about a place.
    pub fn ask(&mut self, query: IdentifyQuery) {
        self.at = Some(query.at);
        self.covered = false;
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

    /// True where something else was asked for since: the card is there, and is not seen.
    pub fn is_covered(&self) -> bool {
        self.covered && self.at.is_some()
    }

    /// Shows the card again.
    pub fn uncover(&mut self) {
        self.covered = false;
    }

    /// What was asked for last is seen: a selection, or a drawing, covers the card.
    pub fn give_way(&mut self, wishes: &[Command]) {
        let mut asks = wishes.iter();
        self.covered |= asks.any(|wish| match wish {
            Command::Select { features, finding } => !features.is_empty() || finding.is_some(),
            Command::SelectByLocation(_) | Command::Edit(Edit::ByHand(_)) => true,
            _ => false,
        });
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
