//! TOML with messages that name file, line, column and key.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::formats::input::io_problem;
use crate::model::problem::{Done, Problem, ProblemKind};

/// A settings file as text, with its name for messages.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// As the user or the workspace names it.
    pub label: &'a str,
    /// The whole file.
    pub text: &'a str,
}

impl Settings<'_> {
    /// Reads the file as `T`.
    ///
    /// # Errors
    /// [`ProblemKind::BadSetting`] with line, column and key.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Box<Problem>> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map(|span| span.start);
            let key = quoted(error.message()).or_else(|| key_at(self.text, at?));
            self.bad(key.as_deref(), at, error.message())
        })
    }

    /// A setting that means nothing, at an offset in the text.
    pub fn bad(&self, key: Option<&str>, at: Option<usize>, what: &str) -> Box<Problem> {
        let what = what.trim().replace('\n', "; ");
        let detail = match at.map(|at| self.text.get(..at).unwrap_or(self.text)) {
            None => what,
            Some(before) => {
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                format!("line {line}, column {column}: {what}")
            }
        };
        Box::new(Problem {
            field: key.map(str::to_owned),
            ..Problem::of_file(self.label, ProblemKind::BadSetting { detail }, Done::Refused)
        })
    }

    /// A setting of one entry of a list of tables, found by the entry's own id.
    pub fn bad_entry(&self, id: &str, key: &str, what: &str) -> Box<Problem> {
        self.bad(Some(&format!("{id}.{key}")), self.offset_of(id, key), what)
    }

    /// A setting of one entry that is wrong at one character of its value, as that stands in the file.
    pub fn bad_value(&self, id: &str, key: &str, value: (&str, usize), what: &str) -> Box<Problem> {
        let (value, at_char) = value;
        let line = self.offset_of(id, key);
        let inside = line.and_then(|start| {
            let rest = self.text.get(start..)?;
            let value_at = rest.find(value)?;
            let before: usize = value.chars().take(at_char).map(char::len_utf8).sum();
            // Further down it would be the value of another key.
            let is_near = !rest.get(..value_at)?.contains('\n');
            is_near.then_some(start + value_at + before)
        });
        self.bad(Some(&format!("{id}.{key}")), inside.or(line), what)
    }

    /// A setting of one table within an entry: the `number`-th, from 0, of those called `[[….name]]`.
    pub fn bad_part(&self, id: &str, part: (&str, usize), key: &str, what: &str) -> Box<Problem> {
        let (name, number) = part;
        let at = self.entry_of(id).and_then(|(start, entry)| {
            let ending = format!(".{name}]]");
            let heads = lines_at(entry).filter(|(_, line)| line.starts_with("[[") && line.ends_with(&ending));
            let head = heads.map(|(at, _)| at).nth(number)?;
            let own = lines_at(entry.get(head..)?);
            let own = own
                .enumerate()
                .take_while(|(k, (_, line))| *k == 0 || !line.starts_with('['));
            let keyed = own
                .map(|(_, line)| line)
                .find(|(_, line)| value_of(line, key).is_some());
            Some(start + head + keyed.map_or(0, |(at, _)| at))
        });
        self.bad(Some(&format!("{id}.{key}")), at, what)
    }

    /// Where `key` stands in the last entry of that id; the entry's start where it does not say it.
    fn offset_of(&self, id: &str, key: &str) -> Option<usize> {
        let (start, entry) = self.entry_of(id)?;
        let keyed = lines_at(entry).find(|(_, line)| value_of(line, key).is_some());
        Some(start + keyed.map_or(0, |(at, _)| at))
    }

    /// The last entry of that id with the tables below it, and where it begins.
    fn entry_of(&self, id: &str) -> Option<(usize, &str)> {
        let starts = entry_starts(self.text);
        let ends = starts.iter().skip(1).copied().chain([self.text.len()]);
        let entries = starts
            .iter()
            .zip(ends)
            .filter_map(|(&start, end)| Some((start, self.text.get(start..end)?)));
        let of_id = |entry: &str| {
            let own = lines_at(entry)
                .skip(1)
                .take_while(|(_, line)| !line.starts_with('['));
            own.into_iter().any(|(_, line)| value_of(line, "id") == Some(id))
        };
        entries.filter(|(_, entry)| of_id(entry)).last()
    }
}

/// The lines of a text without blanks at their ends, each with where it begins.
fn lines_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim()))
    })
}

/// Where the entries of lists begin: lines `[[name]]`. Those of lists within an entry (`[[name.part]]`) belong to it.
fn entry_starts(text: &str) -> Vec<usize> {
    let is_entry = |line: &str| {
        let name = line.strip_prefix("[[").and_then(|rest| rest.split(']').next());
        name.is_some_and(|name| !name.contains('.'))
    };
    lines_at(text)
        .filter(|(_, line)| is_entry(line))
        .map(|(at, _)| at)
        .collect()
}

/// The text of a settings file.
///
/// # Errors
/// Missing, unreadable, not UTF-8.
pub fn read_text(path: &Path, label: &str) -> Result<String, Box<Problem>> {
    let refused = |kind| Box::new(Problem::of_file(label, kind, Done::Refused));
    let text = std::fs::read_to_string(path).map_err(|error| refused(io_problem(&error)))?;
    if text.trim().is_empty() {
        return Err(refused(ProblemKind::FileEmpty));
    }
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The value in a line `key = "value"`, without quotes.
fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (name, value) = line.split_once('=')?;
    let value = value.trim();
    let plain = value.strip_prefix('"').and_then(|v| v.split('"').next());
    (name.trim() == key).then_some(plain.unwrap_or(value))
}

/// The first thing in backquotes: the parser names unknown and missing keys so.
fn quoted(message: &str) -> Option<String> {
    let (before, rest) = message.split_once('`')?;
    let names_key = before.ends_with("field ");
    names_key.then(|| rest.split('`').next().unwrap_or_default().to_owned())
}

/// The key of the line that holds an offset.
fn key_at(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let (key, _) = text.get(start..)?.lines().next()?.split_once('=')?;
    Some(key.trim().to_owned()).filter(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Example {
        #[allow(dead_code)]
        number: f64,
    }

    #[track_caller]
    fn check(text: &str, key: Option<&str>, place: &str) {
        let problem = Settings {
            label: "f.toml",
            text,
        }
        .parse::<Example>()
        .unwrap_err();
        let ProblemKind::BadSetting { detail } = &problem.kind else {
            panic!("{problem:?}")
        };
        assert_eq!(problem.field.as_deref(), key, "{detail}");
        assert!(detail.starts_with(place), "{detail}");
    }

    #[test]
    fn typos_are_named_with_line_column_and_key() {
        check("number = 1\nnumbr = 2\n", Some("numbr"), "line 2, column 1: ");
        check("\nnumber = \"x\"", Some("number"), "line 2, column 10: ");
        check("other", None, "line 1, column ");
        check("", Some("number"), "line 1, column 1: ");
    }

    #[test]
    fn a_key_is_found_in_the_table_of_its_entry() {
        let text = "[[r]]\nid = \"a\"\nx = 1\n[[r]]\nid = \"b\"\ny = 2\n  x = 3\n";
        let settings = Settings { label: "", text };
        assert_eq!(settings.offset_of("b", "x"), text.find("  x = 3"));
        assert_eq!(settings.offset_of("b", "z"), text.rfind("[[r]]"));
        assert_eq!(settings.offset_of("c", "x"), None);
    }
}
