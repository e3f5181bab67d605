//! Doubt about the place of a layer: what speaks for and against the system that its coordinates are read in, and which
//! other readings of them fit better.

use crate::geom::chinese_zone::ChineseZone;
use crate::geom::extent::Extent;

use super::crs_note::CrsNote;
use super::crs_reading::{Offset, Reading, Trust};

/// A reading held against a reference layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// The reading.
    pub reading: Reading,
    /// Median distance in metres of the vertices that lie near the reference's borders by some reading, to those borders;
    /// at most 2000. Where no vertex does, or the layer does not come near the reference, what its middle is off.
    pub residual_m: f64,
    /// True where the residual is one of borders, not of the middle.
    pub by_borders: bool,
    /// Share of the vertices within the box around the reference.
    pub share_inside: f64,
    /// How far east and north of where it is now the middle of the layer would lie, in metres; `None` where it has no place.
    pub moved_m: Option<(f64, f64)>,
    /// Clearly better than what is said.
    pub offered: bool,
}

/// What a comparison with a reference layer tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    /// The reference, as the user names it.
    pub reference: String,
    /// From the box around the layer to that around the reference, in metres; 0 where they meet; `None` where the layer has
    /// no place.
    pub distance_m: Option<f64>,
    /// Vertices that lie near the reference's borders by some reading: what residuals are the median of.
    pub matched: usize,
    /// By what constant offset, east and north in metres, the borders fit best, and the residual then; `None` where too few
    /// lie near each other.
    pub offset: Option<Offset>,
    /// All readings that were tested, best first; among them what is said, where something is.
    pub tested: Vec<Tested>,
}

impl Against {
    /// The layer as it is read now; `None` where nothing says how.
    pub fn as_said(&self) -> Option<&Tested> {
        self.tested
            .iter()
            .find(|tested| tested.reading == Reading::AS_SAID)
    }
}

/// Everything that is known for and against the place of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrsDoubt {
    /// The verdict.
    pub trust: Trust,
    /// Why, and what was done to the coordinates on the way in.
    pub notes: Vec<CrsNote>,
    /// The box around the vertices that were looked at, in the coordinates of the file; `None` where there are none.
    pub range: Option<Extent>,
    /// The zone whose number stands in the eastings.
    pub easting_zone: Option<ChineseZone>,
    /// Where nothing says the system: readings that the range admits, the likeliest first.
    pub proposals: Vec<Reading>,
    /// The comparison with a reference layer, where there is one.
    pub against: Option<Against>,
}

impl CrsDoubt {
    /// Adds a note; a heavier one makes the verdict heavier.
    pub fn note(&mut self, note: CrsNote) {
        self.trust = self.trust.max(note.trust());
        self.notes.push(note);
    }

    /// What was done to the coordinates, or who vouches for them: what reports name.
    pub fn corrections(&self) -> impl Iterator<Item = &CrsNote> {
        self.notes.iter().filter(|note| note.is_correction())
    }

    /// True where the layer must be kept out of every verdict.
    pub fn is_refused(&self) -> bool {
        self.trust == Trust::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::web_shift::WebShift;

    #[test]
    fn the_heaviest_note_decides() {
        let mut doubt = CrsDoubt::default();
        doubt.note(CrsNote::AxesSwapped);
        doubt.note(CrsNote::ShiftUndone {
            shift: WebShift::Gcj02,
        });
        doubt.note(CrsNote::AxesTurned);
        assert!(doubt.is_refused());
        assert_eq!(doubt.notes.len(), 3);
    }
}
