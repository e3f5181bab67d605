//! XML piece by piece: no entity is expanded, nothing is fetched, and what lies too deep is refused.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::model::problem::ProblemKind;
use crate::model::reading_fault::ReadingFault;

/// Elements within elements are read to this depth.
const DEPTH: usize = 128;

/// A piece of a document.
#[derive(Debug)]
pub enum Node<'a> {
    /// An element begins.
    Start(BytesStart<'a>),
    /// An element ends.
    End,
    /// Text; a reference that names no letter stays as it is written.
    Text(String),
    /// The document ends.
    Eof,
}

/// Reads a document from its start.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    source: &'a str,
    depth: usize,
    /// Lines up to a byte, counted once.
    counted: (usize, usize),
}

/// Why a document cannot be read on.
#[derive(Clone, Debug, PartialEq)]
pub enum Broken {
    /// Not well-formed at this place.
    Syntax {
        /// Line from 1.
        line: usize,
        /// Byte of the text from 0.
        byte: u64,
        /// The parser's words.
        detail: String,
    },
    /// The text ends within an element.
    Cut {
        /// Byte of the text.
        byte: u64,
    },
    /// Too deep.
    Deep,
}

impl Broken {
    /// As a problem of a file of which `whole` features were read.
    pub fn kind(self, whole: usize) -> ProblemKind {
        match self {
            Broken::Syntax { line, byte, detail } => ProblemKind::Syntax { line, byte, detail },
            Broken::Cut { byte } => ProblemKind::Truncated { whole, byte },
            Broken::Deep => ReadingFault::TooDeep { limit: DEPTH }.into(),
        }
    }
}

impl<'a> Xml<'a> {
    /// At the start of `source`.
    pub fn new(source: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(source);
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            source,
            depth: 0,
            counted: (0, 1),
        }
    }

    /// The next piece.
    ///
    /// # Errors
    /// [`Broken`]; nothing behind it can be read.
    pub fn next(&mut self) -> Result<Node<'a>, Broken> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(quick_xml::Error::Syntax(_)) => return Err(self.cut()),
                Err(error) => {
                    let byte = self.reader.error_position();
                    return Err(Broken::Syntax {
                        line: self.line_at(usize::try_from(byte).unwrap_or(0)),
                        byte,
                        detail: error.to_string(),
                    });
                }
            };
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(Broken::Deep);
                    }
                    return Ok(Node::Start(start));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::End);
                }
                Event::Text(text) => return Ok(Node::Text((*text).to_owned())),
                Event::CData(text) => return Ok(Node::Text((*text).to_owned())),
                Event::GeneralRef(reference) => {
                    let letter = match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    let text = letter.map_or_else(|| format!("&{};", &*reference), String::from);
                    return Ok(Node::Text(text));
                }
                Event::Eof if self.depth > 0 => return Err(self.cut()),
                Event::Eof => return Ok(Node::Eof),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn cut(&self) -> Broken {
        let byte = self.source.len() as u64;
        Broken::Cut { byte }
    }

    /// The text within the element that has begun, tags left out, up to its end.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn text(&mut self) -> Result<String, Broken> {
        let mut all = String::new();
        let mut open = 1;
        while open > 0 {
            match self.next()? {
                Node::Start(_) => open += 1,
                Node::End => open -= 1,
                Node::Text(text) => all.push_str(&text),
                Node::Eof => return Err(self.cut()),
            }
        }
        Ok(all)
    }

    /// Passes over the element that has begun.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn skip(&mut self) -> Result<(), Broken> {
        self.text().map(drop)
    }

    /// The line that is being read, from 1.
    pub fn line(&mut self) -> usize {
        let byte = usize::try_from(self.reader.buffer_position()).unwrap_or(0);
        self.line_at(byte)
    }

    fn line_at(&mut self, byte: usize) -> usize {
        let (from, line) = if byte < self.counted.0 {
            (0, 1)
        } else {
            self.counted
        };
        let passed = self.source.as_bytes().get(from..byte).unwrap_or_default();
        let line = line + passed.iter().filter(|&&byte| byte == b'\n').count();
        self.counted = (byte, line);
        line
    }
}

/// The name of an element without its prefix.
pub fn name(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

/// An attribute of an element by its name without prefix.
pub fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = start
        .attributes()
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == wanted)?;
    let text = found.normalized_value(XmlVersion::Explicit1_0);
    Some(text.map_or_else(|_| found.value.to_string(), |text| text.into_owned()))
}

/// The encoding that the declaration of a document names.
pub fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = head.get(..head.len().min(200))?;
    let head = String::from_utf8_lossy(head);
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let mut parts = value.split(['"', '\'']);
    parts.nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of elements and texts in their order, or what is wrong.
    fn all(source: &str) -> Result<Vec<String>, Broken> {
        let mut xml = Xml::new(source);
        let mut found = Vec::new();
        loop {
            match xml.next()? {
                Node::Start(start) => found.push(name(&start)),
                Node::End => found.push("/".to_owned()),
                Node::Text(text) => found.push(format!("'{text}'")),
                Node::Eof => return Ok(found),
            }
        }
    }

    #[test]
    fn elements_texts_and_references() {
        let found = all("<?xml version='1.0'?><!--c--><k:a b='1'><c/>x<![CDATA[<y>]]></k:a>").unwrap();
        assert_eq!(found, ["a", "c", "/", "'x'", "'<y>'", "/"]);
        assert_eq!(all("<a>&lt;&#20013;</a>").unwrap(), ["a", "'<'", "'中'", "/"]);
    }

    #[test]
    fn entities_are_not_expanded() {
        let source = "<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        assert_eq!(all(source).unwrap(), ["a", "'&y;'", "/"]);
        assert_eq!(all("<a>&file;</a>").unwrap(), ["a", "'&file;'", "/"]);
    }

    #[test]
    fn broken_cut_and_deep() {
        assert!(matches!(all("<a>\n</b>"), Err(Broken::Syntax { line: 2, .. })));
        assert!(matches!(all("<a><b>"), Err(Broken::Cut { byte: 6 })));
        assert!(matches!(all("<a><b x="), Err(Broken::Cut { .. })));
        assert_eq!(all(&"<a>".repeat(1_000_000)), Err(Broken::Deep));
    }

    #[test]
    fn encodings_by_declaration() {
        let check = |head: &str, expected: Option<&str>| {
            assert_eq!(declared_encoding(head.as_bytes()).as_deref(), expected, "{head}");
        };
        check("<?xml version=\"1.0\" encoding='GB2312' ?><kml>", Some("GB2312"));
        check("<?xml version=\"1.0\"?><kml encoding='x'>", None);
        check("<kml>", None);
    }
}
