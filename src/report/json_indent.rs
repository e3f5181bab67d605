//! The indentation of `serde_json`, written in one piece a line: a file of findings is half line beginnings, and the
//! library writes each of them blank by blank.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Writes values as the pretty printer of `serde_json` does, at a depth of its own.
pub struct Indented {
    depth: usize,
    /// Something stands in the array or object at hand.
    has_value: bool,
}

/// The end of a line and the beginning of the next one, as deep as values usually lie.
const LINE: &[u8] = b",\n                                        ";

impl Indented {
    /// For a value that stands so deep in others.
    pub fn at(depth: usize) -> Indented {
        Indented {
            depth,
            has_value: false,
        }
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W, with_comma: bool) -> io::Result<()> {
        let from = usize::from(!with_comma);
        let until = 2 + 2 * self.depth;
        match LINE.get(from..until) {
            Some(line) => out.write_all(line),
            None => {
                out.write_all(LINE.get(from..2).unwrap_or_default())?;
                (0..self.depth).try_for_each(|_| out.write_all(b"  "))
            }
        }
    }

    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(out, false)?;
        }
        out.write_all(bracket)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, !first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, !first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize as _;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(value: &Value) {
        let mut text = Vec::new();
        value
            .serialize(&mut serde_json::Serializer::with_formatter(
                &mut text,
                Indented::at(0),
            ))
            .unwrap();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            serde_json::to_string_pretty(value).unwrap()
        );
    }

    #[test]
    fn as_the_pretty_printer() {
        check(&json!([]));
        check(&json!({}));
        check(&json!({ "a": [1, [], {}, [[2]], { "b": null }], "c": {}, "d": "x" }));
        // Deeper than a line that is kept ready.
        check(&(0..50).fold(
            json!("deep"),
            |inner, _| json!([inner, { "in": inner.is_array() }]),
        ));
    }
}
