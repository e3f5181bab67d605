//! TXT 地块坐标: polygons as plots with their corners; nothing else fits.

use std::io::{self, Write};

use super::super::files::Staged;
use super::super::parcel_text::{FIELDS, NotAZone, ParcelText};
use super::coding::{Coding, Encoded};
use super::loss::{Loss, Losses};
use super::placed::Placing;
use super::sink::{Form, Record, Sink};
use super::survey::Survey;

/// A text in the making.
#[derive(Debug)]
pub struct Parcels {
    out: Staged,
    text: ParcelText,
    coding: Coding,
}

impl Parcels {
    /// The form of text for a system.
    ///
    /// # Errors
    /// [`NotAZone`] for systems that it does not provide for.
    pub fn form(placing: &Placing) -> Result<ParcelText, NotAZone> {
        ParcelText::new(&placing.crs)
    }

    /// Begins a text with its head.
    ///
    /// # Errors
    /// Those of the system.
    pub fn new(
        mut out: Staged,
        mut text: ParcelText,
        survey: &Survey,
        coding: Coding,
        losses: &mut Losses,
    ) -> io::Result<Parcels> {
        for column in &survey.columns.list {
            if !FIELDS.contains(&&*column.name) {
                losses.note(Loss::FieldLeftOut(column.name.to_string()));
            }
        }
        out.write_all(&coding.encode(&text.take()).bytes)?;
        Ok(Parcels { out, text, coding })
    }

    /// The whole file.
    pub fn finish(self) -> Staged {
        self.out
    }
}

impl Form for Parcels {
    type Piece = Vec<u8>;

    fn piece(&self, record: &Record<'_>, losses: &mut Losses) -> Vec<u8> {
        let place = &record.place;
        let has_others = !place.lines.0.is_empty() || !place.points.0.is_empty();
        match place.areas.0.len() {
            0 => losses.note(Loss::LeftOut),
            1 if !has_others => {}
            _ => losses.note(Loss::PartsApart),
        }
        if !place.areas.0.is_empty() && has_others {
            losses.note(Loss::LeftOut);
        }
        let number = record.position + 1;
        let id = record
            .id
            .as_ref()
            .map_or_else(|| number.to_string(), |id| id.to_string());
        let plots = self.text.plots(&id, &record.properties, &place.areas);
        let Encoded { bytes, is_beyond_gbk } = self.coding.encode(&plots);
        losses.add(Loss::BeyondGbk, usize::from(is_beyond_gbk));
        bytes
    }
}

impl Sink for Parcels {
    type Form = Self;

    fn form(&self) -> &Self {
        self
    }

    fn put(&mut self, piece: Vec<u8>) -> io::Result<()> {
        self.out.write_all(&piece)
    }
}
