//! Text of another encoding, decoded to UTF-8 while it is read.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// What is decoded at once.
const PIECE_BYTES: usize = 64 << 10;

/// Text of another encoding on its way to UTF-8; what cannot be decoded becomes U+FFFD.
pub struct Decoded<R> {
    raw: R,
    decoder: Decoder,
    encoded: Vec<u8>,
    at: usize,
    filled: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// What is read from `raw`, in that encoding.
    pub fn new(raw: R, encoding: &'static Encoding) -> Decoded<R> {
        Decoded {
            raw,
            decoder: encoding.new_decoder_without_bom_handling(),
            encoded: vec![0; PIECE_BYTES],
            at: 0,
            filled: 0,
            ended: false,
        }
    }

    /// What was read from.
    pub fn into_raw(self) -> R {
        self.raw
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.at == self.filled && !self.ended {
                (self.at, self.filled) = (0, self.raw.read(&mut self.encoded)?);
                self.ended = self.filled == 0;
            }
            let source = self.encoded.get(self.at..self.filled).unwrap_or_default();
            let (result, read, written, _) = self.decoder.decode_to_utf8(source, into, self.ended);
            self.at += read;
            let finished = self.ended && result == CoderResult::InputEmpty;
            if written > 0 || finished || into.is_empty() {
                if finished {
                    // The decoder may not be asked again after its end; an empty source of UTF-8 may.
                    self.decoder = encoding_rs::UTF_8.new_decoder_without_bom_handling();
                }
                return Ok(written);
            }
        }
    }
}
