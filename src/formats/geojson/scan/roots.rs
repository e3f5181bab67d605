//! The scanner between, around and at the end of root values.

use std::io::Read;

use super::{Scanner, State};
use crate::formats::geojson::brackets::Brackets;
use crate::formats::geojson::piece::{Frame, Piece, PieceKind, Place};

impl<R: Read> Scanner<R> {
    pub(super) fn step_between(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | RECORD_SEPARATOR => return self.pass(byte),
            _ => {}
        }
        let place = self.here();
        self.root = super::Root::default();
        self.root.frame.place = place;
        if matches!(byte, b'{' | b'[') {
            self.enter(State::Root);
            self.brackets = Brackets::default();
            self.brackets.open(byte);
            self.at += 1;
        } else {
            self.enter(State::Stray);
        }
    }

    pub(super) fn step_in_stray(&mut self, byte: u8) {
        match byte {
            b'"' => self.begin_string(),
            b'\n' | RECORD_SEPARATOR | b'{' | b'[' => self.end_root(),
            _ => self.pass(byte),
        }
    }

    pub(super) fn step_in_root(&mut self, byte: u8) {
        let depth = self.brackets.depth();
        match byte {
            b'"' => self.begin_string(),
            b':' if depth == 1 => {
                let string = self.root.frame.text.get(self.root.string.clone());
                self.root.features_key = string.is_some_and(names_features);
                self.at += 1;
            }
            b',' if depth == 1 => {
                self.root.features_key = false;
                self.at += 1;
            }
            b'[' if depth == 1 && self.root.features_key => self.begin_array(),
            b'{' | b'[' => {
                self.brackets.open(byte);
                self.at += 1;
            }
            b'}' | b']' => {
                self.brackets.close(byte, 0);
                self.at += 1;
                if self.brackets.depth() == 0 {
                    self.end_root();
                }
            }
            _ => self.pass(byte),
        }
    }

    fn end_root(&mut self) {
        self.enter(State::Between);
        let frame = std::mem::take(&mut self.root.frame);
        if frame.arrays > 0 {
            self.frames.push(frame);
        } else {
            self.push_root(PieceKind::Root, frame);
        }
    }

    fn push_root(&mut self, kind: PieceKind, frame: Frame) {
        let start = self.batch.bytes.len();
        self.batch.bytes.extend_from_slice(&frame.text);
        let text = start..self.batch.bytes.len();
        let place = frame.place;
        self.batch.pieces.push(Piece { kind, place, text });
    }

    pub(super) fn note(&mut self, what: &'static str) {
        // A file with more of them is broken beyond listing.
        if self.oddities.len() < 100 {
            self.oddities.push((self.here(), what));
        }
    }

    pub(super) fn finish(&mut self) {
        let here = self.here();
        match self.state {
            State::Between | State::Done => {}
            State::Stray => self.end_root(),
            State::Scalar | State::Element => {
                self.end_piece(PieceKind::Cut, State::Array);
                self.cut_frame(here);
            }
            State::Array => self.cut_frame(here),
            State::Root if self.root.frame.arrays > 0 => self.cut_frame(here),
            State::Root => {
                self.cut = Some(here);
                let frame = std::mem::take(&mut self.root.frame);
                self.push_root(PieceKind::Cut, frame);
            }
        }
        self.enter(State::Done);
    }

    /// Closes what is open, so that the collection's own members can be read all the same.
    fn cut_frame(&mut self, here: Place) {
        self.cut = Some(here);
        let mut frame = std::mem::take(&mut self.root.frame);
        if self.state == State::Root {
            let text = std::mem::take(&mut frame.text);
            frame.text = whole_members(text, &self.brackets, self.in_string);
        } else {
            frame.text.extend_from_slice(b"]}");
        }
        self.frames.push(frame);
    }
}

const RECORD_SEPARATOR: u8 = 0x1e;

/// Ends an object that was cut in one of its members after the features.
fn whole_members(mut text: Vec<u8>, brackets: &Brackets, in_string: bool) -> Vec<u8> {
    if in_string || brackets.depth() > 1 {
        let end = text.iter().rposition(|&b| b == b',').unwrap_or(text.len());
        text.truncate(end);
    }
    while text.last().is_some_and(|&b| b.is_ascii_whitespace() || b == b',') {
        text.pop();
    }
    text.push(b'}');
    text
}

fn names_features(string: &[u8]) -> bool {
    let escaped =
        || string.contains(&b'\\') && serde_json::from_slice(string).is_ok_and(|s: String| s == "features");
    string == b"\"features\"" || escaped()
}
