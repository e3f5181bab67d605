//! Cuts a stream of JSON into the elements of its `features` arrays, without understanding them.
//!
//! Knows strings, escapes and brackets, and nothing else; whether a piece is good JSON is for the parser to say. So one
//! bad piece is cut out like a good one and hides no other.

mod meaning;
mod roots;

use std::io::{self, Read};
use std::ops::Range;

use super::brackets::Brackets;
use super::piece::{Batch, Frame, Piece, PieceKind, Place};

use meaning::{ANY, MEANING, first_nesting, over_positions};

/// Bytes read at a time.
const BUFFER_BYTES: usize = 1 << 20;
/// A batch is given out once it holds this much.
const BATCH_BYTES: usize = 4 << 20;
/// The longest piece that is kept in memory.
const ELEMENT_CAP: usize = 1 << 30;
/// Brackets open within a `features` array: the root's brace and the array's own.
const ARRAY_DEPTH: usize = 2;

/// The scanner of one stream. Ask for batches until there is none; then look at [`Scanner::frames`] and the rest.
pub struct Scanner<R> {
    input: R,
    buffer: Vec<u8>,
    filled: usize,
    at: usize,
    /// Start of the bytes of the buffer that still have to be copied.
    mark: usize,
    /// Byte of the file at the start of the buffer.
    base: u64,
    line: usize,
    state: State,
    in_string: bool,
    escaped: bool,
    brackets: Brackets,
    root: Root,
    batch: Batch,
    /// A batch that was used up, for its memory.
    spare: Batch,
    piece_start: (Place, usize),
    /// True after an element, until a comma.
    after_element: bool,
    frames: Vec<Frame>,
    oddities: Vec<(Place, &'static str)>,
    cut: Option<Place>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before, between and after root values.
    Between,
    /// In a root object or array, outside its features.
    Root,
    /// In something at root level that is neither.
    Stray,
    /// In a `features` array, between its elements.
    Array,
    /// In an element.
    Element,
    /// In an element without brackets.
    Scalar,
    /// The end was reached.
    Done,
}

/// The root value at hand.
#[derive(Default)]
struct Root {
    frame: Frame,
    /// The last string at depth 1, in the frame's text.
    string: Range<usize>,
    /// That string is the name `features`, and a colon has followed.
    features_key: bool,
    hole_start: Place,
}

impl<R: Read> Scanner<R> {
    /// The input must be UTF-8 without a byte-order mark.
    pub fn new(input: R) -> Scanner<R> {
        Scanner {
            input,
            buffer: vec![0; BUFFER_BYTES],
            filled: 0,
            at: 0,
            mark: 0,
            base: 0,
            line: 1,
            state: State::Between,
            in_string: false,
            escaped: false,
            brackets: Brackets::default(),
            root: Root::default(),
            batch: Batch::default(),
            spare: Batch::default(),
            piece_start: (Place::default(), 0),
            after_element: false,
            frames: Vec::new(),
            oddities: Vec::new(),
            cut: None,
        }
    }

    /// The next pieces; `None` at the end.
    ///
    /// # Errors
    /// What the input says; `InvalidData` for a single piece beyond 1 GiB.
    pub fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        while self.state != State::Done && !self.batch_is_full() {
            if self.at == self.filled && !self.refill()? {
                self.finish();
                break;
            }
            while self.at < self.filled && !self.batch_is_full() {
                self.step();
            }
            self.flush()?;
        }
        let batch = std::mem::replace(&mut self.batch, std::mem::take(&mut self.spare));
        Ok((!batch.pieces.is_empty()).then_some(batch))
    }

    /// Takes a batch back that is no longer needed: the system would have to clear the same memory for the next one.
    pub fn take_back(&mut self, mut batch: Batch) {
        batch.pieces.clear();
        batch.bytes.clear();
        self.spare = batch;
    }

    /// The root objects with `features`, complete once the end is reached.
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// Where the input ends within something; `None` for a whole file.
    pub fn cut(&self) -> Option<Place> {
        self.cut
    }

    /// The input back, wherever it is.
    pub fn into_input(self) -> R {
        self.input
    }

    /// Commas too many or too few and stray brackets between the elements.
    pub fn oddities(&self) -> &[(Place, &'static str)] {
        &self.oddities
    }

    fn batch_is_full(&self) -> bool {
        self.batch.bytes.len() >= BATCH_BYTES && !matches!(self.state, State::Element | State::Scalar)
    }

    fn refill(&mut self) -> io::Result<bool> {
        self.base += self.filled as u64;
        (self.at, self.mark, self.filled) = (0, 0, 0);
        loop {
            match self.input.read(&mut self.buffer) {
                Ok(count) => self.filled = count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(self.filled > 0);
        }
    }

    fn here(&self) -> Place {
        Place {
            byte: self.base + self.at as u64,
            line: self.line,
        }
    }

    /// Copies what was passed since the last time to where it belongs.
    fn flush(&mut self) -> io::Result<()> {
        self.copy();
        let length = self.batch.bytes.len().saturating_sub(self.piece_start.1);
        let in_piece = matches!(self.state, State::Element | State::Scalar);
        if (in_piece && length > ELEMENT_CAP) || self.root.frame.text.len() > ELEMENT_CAP {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "one feature is longer than 1 GiB",
            ));
        }
        Ok(())
    }

    fn copy(&mut self) {
        let passed = self.buffer.get(self.mark..self.at).unwrap_or_default();
        match self.state {
            State::Element | State::Scalar => self.batch.bytes.extend_from_slice(passed),
            State::Root | State::Stray => self.root.frame.text.extend_from_slice(passed),
            State::Between | State::Array | State::Done => {}
        }
        self.mark = self.at;
    }

    fn enter(&mut self, state: State) {
        self.copy();
        self.state = state;
    }

    /// Goes on by one event: to the next byte that means something, and past it.
    fn step(&mut self) {
        if self.in_string {
            return self.step_in_string();
        }
        let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
        let found = match self.state {
            State::Element => first_nesting(rest),
            _ => rest.iter().position(|&b| MEANING[usize::from(b)] & ANY != 0),
        };
        let Some(skip) = found else {
            self.at = self.filled;
            return;
        };
        let byte = rest[skip];
        self.at += skip;
        match self.state {
            State::Element => self.step_in_element(byte),
            State::Array => self.step_in_array(byte),
            State::Root => self.step_in_root(byte),
            State::Between => self.step_between(byte),
            State::Scalar => self.step_in_scalar(byte),
            State::Stray => self.step_in_stray(byte),
            State::Done => self.at = self.filled,
        }
    }

    fn step_in_string(&mut self) {
        let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
        if std::mem::take(&mut self.escaped) && rest.first() != Some(&b'\n') {
            self.at += 1;
            return;
        }
        let Some(skip) = rest.iter().position(|&b| matches!(b, b'"' | b'\\' | b'\n')) else {
            self.at = self.filled;
            return;
        };
        self.at += skip;
        match rest[skip] {
            b'"' => {
                self.at += 1;
                self.end_string();
            }
            b'\\' => {
                self.at += 1;
                self.escaped = true;
            }
            // No string goes over a line end: a quote is missing, and here the damage ends.
            _ => self.end_string(),
        }
    }

    fn end_string(&mut self) {
        self.in_string = false;
        if self.state == State::Root && self.brackets.depth() == 1 {
            self.copy();
            self.root.string.end = self.root.frame.text.len();
        }
    }

    fn begin_string(&mut self) {
        self.in_string = true;
        if self.state == State::Root && self.brackets.depth() == 1 {
            self.copy();
            self.root.string = self.root.frame.text.len()..self.root.frame.text.len();
        }
        self.at += 1;
    }

    fn pass(&mut self, byte: u8) {
        self.line += usize::from(byte == b'\n');
        self.at += 1;
    }

    fn step_in_element(&mut self, byte: u8) {
        match byte {
            b'"' => self.begin_string(),
            b'[' if self.pass_positions() => {}
            b'[' if let Some(length) = self.position_here() => self.at += length,
            b'{' | b'[' => {
                self.brackets.open(byte);
                self.at += 1;
            }
            b'}' | b']' => {
                self.brackets.close(byte, ARRAY_DEPTH);
                self.at += 1;
                if self.brackets.depth() == ARRAY_DEPTH {
                    self.end_piece(PieceKind::Member, State::Array);
                }
            }
            _ => self.pass(byte),
        }
    }

    /// Passes positions as far as they go by whole blocks; false where not even the first block is one.
    fn pass_positions(&mut self) -> bool {
        // The bracket of the element itself is not among those that may be closed here.
        let open = self.brackets.arrays_on_top(ARRAY_DEPTH + 1);
        let here = self.buffer.get(self.at..self.filled).unwrap_or_default();
        let (length, still_open) = over_positions(here, open);
        self.brackets.set_arrays_on_top(open, still_open);
        self.at += length;
        length > 0
    }

    /// The length of what stands here where it is an array without strings, arrays, objects and line ends, closed within
    /// the buffer: nearly all brackets of a file are those of positions, and such a pair changes nothing.
    fn position_here(&self) -> Option<usize> {
        let inner = self.buffer.get(self.at + 1..self.filled)?;
        let length = first_nesting(inner)?;
        (inner.get(length) == Some(&b']')).then_some(length + 2)
    }

    fn step_in_scalar(&mut self, byte: u8) {
        match byte {
            b'"' => self.begin_string(),
            b',' | b']' | b'}' | b'\n' => self.end_piece(PieceKind::Member, State::Array),
            _ => self.pass(byte),
        }
    }

    fn step_in_array(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.pass(byte),
            b',' => {
                if !std::mem::replace(&mut self.after_element, false) {
                    self.note("a comma without a feature before it");
                }
                self.at += 1;
            }
            b']' => self.end_array(),
            b'}' => {
                self.note("a brace that closes nothing");
                self.at += 1;
            }
            _ => self.begin_element(byte),
        }
    }

    fn begin_element(&mut self, byte: u8) {
        if self.after_element {
            self.note("no comma between two features");
        }
        self.piece_start = (self.here(), self.batch.bytes.len());
        match byte {
            b'{' | b'[' => {
                self.enter(State::Element);
                self.brackets.open(byte);
                self.at += 1;
            }
            b'"' => {
                self.enter(State::Scalar);
                self.begin_string();
            }
            _ => {
                self.enter(State::Scalar);
                self.at += 1;
            }
        }
    }

    fn end_piece(&mut self, kind: PieceKind, next: State) {
        self.enter(next);
        let (place, start) = self.piece_start;
        let text = start..self.batch.bytes.len();
        self.batch.pieces.push(Piece { kind, place, text });
        self.after_element = true;
    }

    fn begin_array(&mut self) {
        self.brackets.open(b'[');
        self.at += 1;
        self.enter(State::Array);
        self.root.frame.arrays += 1;
        self.root.hole_start = self.here();
        // Before the first element a comma is as wrong as after another comma.
        self.after_element = false;
    }

    fn end_array(&mut self) {
        self.copy();
        let (start, end) = (self.root.hole_start, self.here());
        let (bytes, lines) = (end.byte - start.byte, end.line - start.line);
        let frame = &mut self.root.frame;
        let hole = frame.hole.get_or_insert((frame.text.len(), 0, 0));
        (hole.1, hole.2) = (hole.1 + bytes, hole.2 + lines);
        self.brackets.close(b']', 1);
        self.state = State::Root;
        self.at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan(text: &str) -> (Vec<(PieceKind, String)>, Scanner<&[u8]>) {
        let mut scanner = Scanner::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some(batch) = scanner.next_batch().unwrap() {
            for piece in &batch.pieces {
                let text = String::from_utf8(batch.text(piece).to_vec()).unwrap();
                assert!(piece.kind == PieceKind::Root || piece.place.line > 0);
                found.push((piece.kind, text));
            }
        }
        (found, scanner)
    }

    /// Pieces are written as `text`, roots with `=` and cut ones with `~` before them.
    #[track_caller]
    fn check(text: &str, pieces: &[&str], frames: &[&str]) {
        let (found, scanner) = scan(text);
        let found: Vec<String> = found
            .into_iter()
            .map(|(kind, text)| match kind {
                PieceKind::Member => text,
                PieceKind::Root => format!("={text}"),
                PieceKind::Cut => format!("~{text}"),
            })
            .collect();
        assert_eq!(found, pieces, "{text}");
        let found: Vec<_> = scanner
            .frames()
            .iter()
            .map(|frame| String::from_utf8(frame.text.clone()).unwrap())
            .collect();
        assert_eq!(found, frames, "{text}");
    }

    #[test]
    fn elements_and_frame() {
        check(
            r#" {"a":1,"features":[ {"x":[1,2]} , null,"s,]",7 ],"b":{"features":[3]}} "#,
            &[r#"{"x":[1,2]}"#, "null", "\"s,]\"", "7 "],
            &[r#"{"a":1,"features":[],"b":{"features":[3]}}"#],
        );
        check(r#"{"features":[]}"#, &[], &[r#"{"features":[]}"#]);
    }

    #[test]
    fn features_in_strings_values_and_depths_are_no_features() {
        check(
            r#"{"note":"\"features\": [1]","name":"features","features":[{"features":[1,2]}]}"#,
            &[r#"{"features":[1,2]}"#],
            &[r#"{"note":"\"features\": [1]","name":"features","features":[]}"#],
        );
        check(
            r#"{"features":{"features":[1]}}"#,
            &[r#"={"features":{"features":[1]}}"#],
            &[],
        );
        check(r#"["features",[1]]"#, &[r#"=["features",[1]]"#], &[]);
        check(r#"{"f\u0065atures":[1]}"#, &["1"], &[r#"{"f\u0065atures":[]}"#]);
    }

    #[test]
    fn several_roots() {
        check("{\"a\":1}\n{\"b\":2}\n", &["={\"a\":1}", "={\"b\":2}"], &[]);
        check(
            "\u{1e}{\"a\":1}\n\u{1e}{\"b\":2}\n",
            &["={\"a\":1}", "={\"b\":2}"],
            &[],
        );
        check(
            "{\"features\":[1]}{\"features\":[2]}",
            &["1", "2"],
            &["{\"features\":[]}", "{\"features\":[]}"],
        );
    }

    #[test]
    fn cut_files_show_where() {
        let text = r#"{"name":"x","features":[{"a":1},{"a":"#;
        check(
            text,
            &[r#"{"a":1}"#, r#"~{"a":"#],
            &[r#"{"name":"x","features":[]}"#],
        );
        let (_, scanner) = scan(text);
        assert_eq!(scanner.cut(), Some(Place { byte: 37, line: 1 }));
        check(r#"{"features":[1,"#, &["1"], &[r#"{"features":[]}"#]);
        check(r#"{"features":[1],"na"#, &["1"], &[r#"{"features":[]}"#]);
        check(
            r#"{"features":[1],"n":{"a":[1,"#,
            &["1"],
            &[r#"{"features":[],"n":{"a":[1}"#],
        );
        check(r#"{"a":"#, &[r#"~{"a":"#], &[]);
    }

    #[test]
    fn wrong_brackets_and_quotes_stay_in_their_element() {
        check(
            r#"{"features":[{"a":[1},{"b":2}]}"#,
            &[r#"{"a":[1}"#, r#"{"b":2}"#],
            &[r#"{"features":[]}"#],
        );
        check(
            r#"{"features":[{"a":1]},{"b":2}]}"#,
            &[r#"{"a":1]}"#, r#"{"b":2}"#],
            &[r#"{"features":[]}"#],
        );
        // A missing quote does its harm up to the end of its line only; what is swallowed is for the parser to tell apart.
        check(
            "{\"features\":[{\"a\":\"x},\n{\"b\":2}]}",
            &["{\"a\":\"x},\n{\"b\":2}]}"],
            &["{\"features\":[]}"],
        );
    }

    #[test]
    fn depth_without_end_takes_no_memory() {
        let text = format!(
            "{{\"features\":[{},1]}}",
            "[".repeat(100_000) + &"]".repeat(100_000)
        );
        let (found, scanner) = scan(&text);
        assert_eq!((found.len(), scanner.cut()), (2, None));
        assert_eq!(scan(&"[".repeat(100_000)).0.len(), 1);
    }

    #[test]
    fn odd_commas_are_noted() {
        let (found, scanner) = scan("{\"features\":[,1,,2 \n {}\n{}]}");
        assert_eq!(found.len(), 4);
        let lines: Vec<usize> = scanner.oddities().iter().map(|(place, _)| place.line).collect();
        assert_eq!(lines, [1, 1, 2, 3]);
    }

    #[test]
    fn places_go_over_the_hole_of_the_features() {
        let text = "{\"a\":1,\n\"features\":[\n1,\n2],\n\"b\":x}";
        let (_, scanner) = scan(text);
        let frame = &scanner.frames()[0];
        let at = frame.text.iter().position(|&b| b == b'x').unwrap();
        let byte = text.find('x').unwrap() as u64;
        assert_eq!(frame.place_of(at), Place { byte, line: 5 });
    }

    /// Gives its bytes one by one, so that nothing is passed block by block.
    struct Drop<'a>(&'a [u8]);

    impl Read for Drop<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = 1.min(self.0.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    /// All that a scanner finds.
    fn found(mut scanner: Scanner<impl Read>) -> String {
        let mut found = Vec::new();
        while let Some(batch) = scanner.next_batch().unwrap() {
            found.extend(batch.pieces.iter().map(|piece| {
                let text = String::from_utf8_lossy(batch.text(piece)).into_owned();
                (piece.kind, piece.place, text)
            }));
        }
        format!(
            "{found:?} {:?} {:?} {:?}",
            scanner.frames(),
            scanner.oddities(),
            scanner.cut()
        )
    }

    #[track_caller]
    fn check_drops(text: &str) {
        let (whole, drops) = (Scanner::new(text.as_bytes()), Scanner::new(Drop(text.as_bytes())));
        assert_eq!(found(whole), found(drops), "{text}");
    }

    #[test]
    fn pieces_are_the_same_however_the_input_comes() {
        check_drops(r#"{"x\\\"":"a\"b","features":[{"a":"\\"},{"b":[[]]},5],"z":"{["}"#);
        let ring = "[120.26481936,30.09966131], [1e3,-2],".repeat(20);
        check_drops(&format!(
            r#"{{"features":[{{"g":[[{ring}[1,2]]],"p":{{"n":[]}}}},[[{ring}[3]]],{{"g":[[[{ring}"#
        ));
    }

    proptest! {
        /// Positions with all that may come among them, closed too often and too seldom.
        #[test]
        fn positions_among_all_else(tokens in prop::collection::vec(
            prop_oneof![
                8 => Just("[120.26481936,30.09966131],"),
                4 => Just("[1,2] , "),
                2 => Just("["),
                2 => Just("]"),
                1 => prop_oneof![Just("{"), Just("}"), Just("\"a]\":"), Just("\n"), Just(","), Just("1e5"), Just("\"")],
            ],
            0..120,
        )) {
            check_drops(&format!("{{\"features\":[{{\"c\":[[{}", tokens.concat()));
        }
    }
}
