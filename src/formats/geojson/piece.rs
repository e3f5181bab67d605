//! The pieces that a stream of JSON is cut into.

use std::ops::Range;

/// Where something is in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// From 0.
    pub byte: u64,
    /// From 1.
    pub line: usize,
}

/// What a piece of the stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// An element of a root object's own `features` array.
    Member,
    /// A whole root value without a `features` array: a feature, a bare geometry, or something else.
    Root,
    /// The input ends within it.
    Cut,
}

/// One piece, as a range of its batch.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Where it begins.
    pub place: Place,
    pub(super) text: Range<usize>,
}

/// Some pieces in the order of the stream.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// What was cut out.
    pub pieces: Vec<Piece>,
    pub(super) bytes: Vec<u8>,
}

impl Batch {
    /// The bytes of a piece of this batch.
    pub fn text(&self, piece: &Piece) -> &[u8] {
        self.bytes.get(piece.text.clone()).unwrap_or_default()
    }

    /// Bytes of all pieces together.
    pub fn byte_count(&self) -> u64 {
        self.bytes.len() as u64
    }
}

/// A root object with its `features` array emptied: what the collection says about itself.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// JSON; its brackets are closed even where the input was cut.
    pub text: Vec<u8>,
    /// Where the root begins.
    pub place: Place,
    /// How many `features` arrays it had.
    pub arrays: usize,
    /// Where the elements stood, and how many bytes and lines they took.
    pub(super) hole: Option<(usize, u64, usize)>,
}

impl Frame {
    /// The place in the file of an offset in the text.
    pub fn place_of(&self, offset: usize) -> Place {
        let before = self.text.get(..offset.min(self.text.len())).unwrap_or_default();
        let (bytes, lines) = match self.hole {
            Some((at, bytes, lines)) if offset >= at => (bytes, lines),
            _ => (0, 0),
        };
        Place {
            byte: self.place.byte + before.len() as u64 + bytes,
            line: self.place.line + count_lines(before) + lines,
        }
    }
}

/// How many line ends there are in a text.
pub fn count_lines(text: &[u8]) -> usize {
    text.iter().filter(|&&b| b == b'\n').count()
}
