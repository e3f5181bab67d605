//! One large JSON object, written member by member: small ones indented as `serde_json` does it, long lists by all workers
//! with one record a line. So a file of half a million findings can be searched and compared line by line, and is a third
//! smaller than with a line for each of their members.

use std::io;

use serde::Serialize;

use super::blocks::write_worded;
use super::output::Output;
use super::plain_record::write_value;

/// An object in the making.
pub struct JsonObject<'a> {
    out: &'a mut dyn Output,
    /// What stands before the next member.
    before: &'static [u8],
}

/// The braces around members.
const BRACES: (usize, usize) = ("{".len(), "\n}".len());

impl<'a> JsonObject<'a> {
    /// Begins one.
    pub fn new(out: &'a mut dyn Output) -> JsonObject<'a> {
        JsonObject { out, before: b"{" }
    }

    /// Writes all members of `values`, which must have some: a struct.
    ///
    /// # Errors
    /// Those of the output.
    pub fn members(&mut self, values: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(values)?;
        self.out.write_all(self.before)?;
        self.before = b",";
        self.out
            .write_all(text.get(BRACES.0..text.len() - BRACES.1).unwrap_or_default())
    }

    /// Writes a member that is a list, of what `record` makes of each item, each on a line of its own.
    ///
    /// # Errors
    /// Those of the output.
    pub fn list<'i, T: Sync, R: Serialize>(
        &mut self,
        name: &str,
        items: &'i [T],
        record: impl Fn(&'i T) -> R + Sync,
    ) -> io::Result<()> {
        let write = |item, text: &mut Vec<u8>| write_value(&record(item), text);
        self.list_written(name, items, |_| &write)
    }

    /// Writes a member that is a list. What `begin` gives for a run of items appends a JSON value on one line for each of
    /// them, one after the other.
    ///
    /// # Errors
    /// Those of the output.
    pub fn list_written<'i, T: Sync, W: FnMut(&'i T, &mut Vec<u8>)>(
        &mut self,
        name: &str,
        items: &'i [T],
        begin: impl Fn(&'i [T]) -> W + Sync,
    ) -> io::Result<()> {
        self.out.write_all(self.before)?;
        self.before = b",";
        write!(self.out, "\n  \"{name}\": [")?;
        if items.is_empty() {
            return self.out.write_all(b"]");
        }
        self.out.write_all(b"\n    ")?;
        write_worded(items, b",\n    ", self.out, begin)?;
        self.out.write_all(b"\n  ]")
    }

    /// Ends it, and the line.
    ///
    /// # Errors
    /// Those of the output.
    pub fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// The members of `before`, a list of so many items, the members of `after`: what is written says the same as the whole
    /// does, and each item has its line.
    #[track_caller]
    fn check(before: &Value, count: usize, after: &Value) {
        let items: Vec<usize> = (0..count).collect();
        let record = |item: &usize| json!({ "number": item, "text": "\"}\n]", "none": null, "list": [[]] });
        let mut text = Vec::new();
        let mut object = JsonObject::new(&mut text);
        object.members(before).unwrap();
        object.list("items", &items, record).unwrap();
        object.members(after).unwrap();
        object.end().unwrap();
        let mut whole = before.as_object().unwrap().clone();
        whole.insert("items".to_owned(), items.iter().map(record).collect());
        whole.extend(after.as_object().unwrap().clone());
        let text = String::from_utf8(text).unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            Value::Object(whole)
        );
        let lines: Vec<&str> = text
            .lines()
            .skip_while(|line| !line.starts_with("  \"items\": ["))
            .skip(1)
            .take(count)
            .collect();
        let expected = items.iter().map(|item| record(item).to_string());
        let found = lines.iter().map(|line| line.trim_start().trim_end_matches(','));
        assert!(found.eq(expected), "{count}");
    }

    #[test]
    fn as_written_at_once() {
        for count in [0, 1, 2, 255, 256, 257, 5000] {
            check(&json!({ "a": 1, "b": { "c": [] } }), count, &json!({ "z": "}" }));
        }
    }

    #[test]
    fn the_layout() {
        let mut text = Vec::new();
        let mut object = JsonObject::new(&mut text);
        object.members(&json!({ "a": [1] })).unwrap();
        object.list("none", &[0; 0], |item| *item).unwrap();
        object.list("two", &[1, 2], |item| json!({ "n": item })).unwrap();
        object.end().unwrap();
        let expected = "{\n  \"a\": [\n    1\n  ],\n  \"none\": [],\n  \"two\": [\n    {\"n\":1},\n    {\"n\":2}\n  ]\n}\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
