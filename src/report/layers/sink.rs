//! From features to a file: block by block, made in parallel, written in order, never all in memory.

use std::borrow::Cow;
use std::io;

use rayon::prelude::*;

use crate::geom::shape::Shape;
use crate::model::feature::Properties;
use crate::progress::{Cancelled, Progress};

use super::features::Features;
use super::loss::{Loss, Losses};
use super::placed::{Placed, Placing};

/// Features that are made ready before they are written.
const BLOCK: usize = 2048;

/// A feature on its way into a file.
#[derive(Debug)]
pub struct Record<'a> {
    /// Its position among all, from 0.
    pub position: usize,
    /// The id that a format with ids of its own writes.
    pub id: Option<Cow<'a, str>>,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is, in the system of the file; empty for nowhere.
    pub place: Placed<'a>,
    /// Its values.
    pub properties: Cow<'a, Properties>,
    /// Members that only GeoJSON has.
    pub members: Option<&'a Properties>,
}

/// How a feature is made ready for a file.
pub trait Form: Sync {
    /// What one feature becomes.
    type Piece: Send;

    /// Makes a feature ready. Called in parallel, in any order; depends on the feature alone.
    fn piece(&self, record: &Record<'_>, losses: &mut Losses) -> Self::Piece;
}

/// What takes features and makes a file of them.
pub trait Sink {
    /// How they are made ready.
    type Form: Form;

    /// How they are made ready.
    fn form(&self) -> &Self::Form;

    /// Writes the next feature.
    ///
    /// # Errors
    /// Those of the system.
    fn put(&mut self, piece: <Self::Form as Form>::Piece) -> io::Result<()>;
}

/// Why writing stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The system's reason.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Somebody asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Everything that a sink needs to know of what it takes.
#[derive(Clone, Copy)]
pub struct Stream<'a> {
    /// What is written.
    pub features: &'a dyn Features,
    /// Into which system.
    pub placing: &'a Placing,
    /// Whether to stop.
    pub progress: &'a Progress,
}

impl Stream<'_> {
    /// Hands all features to a sink in their order.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn into_sink(&self, sink: &mut impl Sink, losses: &mut Losses) -> Result<(), Stop> {
        let count = self.features.count();
        let all: Vec<usize> = (0..count.min(BLOCK)).collect();
        let mut start = 0;
        while start < count {
            let block = all.iter().map(|offset| start + offset).filter(|at| *at < count);
            self.block(&block.collect::<Vec<_>>(), sink, losses)?;
            start += BLOCK;
        }
        Ok(())
    }

    /// Hands all features to a sink in the order of `positions`.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn in_order(
        &self,
        positions: &[usize],
        sink: &mut impl Sink,
        losses: &mut Losses,
    ) -> Result<(), Stop> {
        positions
            .chunks(BLOCK)
            .try_for_each(|block| self.block(block, sink, losses))
    }

    fn block(&self, positions: &[usize], sink: &mut impl Sink, losses: &mut Losses) -> Result<(), Stop> {
        self.progress.check()?;
        let form = sink.form();
        let made = positions.par_iter().map(|&position| {
            self.progress.check()?;
            let mut own = Losses::default();
            let piece = self.with_record(position, &mut own, |record, own| form.piece(record, own));
            Ok((piece, own))
        });
        let made: Vec<_> = made.collect::<Result<_, Cancelled>>()?;
        for (piece, own) in made {
            self.progress.check()?;
            losses.merge(own);
            sink.put(piece)?;
        }
        self.progress.advance(positions.len() as u64);
        Ok(())
    }

    /// Gives a feature, placed, to a function.
    pub fn with_record<T>(
        &self,
        position: usize,
        losses: &mut Losses,
        make: impl FnOnce(&Record<'_>, &mut Losses) -> T,
    ) -> T {
        let known = self.features.known_shape(position);
        let made = if known.is_none() {
            self.features.shape(position)
        } else {
            None
        };
        let shape: Option<&Shape> = known.or(made.as_deref());
        let place = match shape {
            None => Placed::nothing(),
            Some(shape) => match self.placing.place(shape) {
                Some(place) => place,
                None => {
                    losses.note(Loss::NoPlace);
                    Placed::nothing()
                }
            },
        };
        let record = Record {
            position,
            id: self.features.id(position),
            title: self.features.title(position),
            place,
            properties: self.features.properties(position),
            members: self.features.members(position),
        };
        make(&record, losses)
    }
}
