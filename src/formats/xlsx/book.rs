//! The parts of a workbook beside its sheets: their names and entries, and the texts that cells share.

use std::collections::HashMap;

use crate::formats::archive::Archive;
use crate::formats::text::decode;
use crate::formats::xml::{Broken, Node, Xml, attribute, name};
use crate::model::problem::ProblemKind;
use crate::model::reading_fault::ReadingFault;

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// As the user sees it.
    pub name: String,
    /// Its entry in the archive.
    pub entry: String,
}

/// The text of an entry.
pub fn text_of(archive: &mut Archive<'_>, entry: &str) -> Result<String, ProblemKind> {
    let data = archive.read(entry).map_err(ProblemKind::File)?;
    let data = data.ok_or_else(|| ReadingFault::NoEntry {
        wanted: entry.to_owned(),
    })?;
    Ok(decode(&data, None, Some("UTF-8"))?.text)
}

/// The sheets in the order of the workbook.
pub fn sheets(archive: &mut Archive<'_>) -> Result<Vec<Sheet>, ProblemKind> {
    let broken = |broken: Broken| broken.kind(0);
    let targets = match text_of(archive, "xl/_rels/workbook.xml.rels") {
        Ok(text) => relations(&text).map_err(broken)?,
        Err(_) => HashMap::new(),
    };
    let text = text_of(archive, "xl/workbook.xml")?;
    let mut xml = Xml::new(&text);
    let mut sheets = Vec::new();
    loop {
        match xml.next().map_err(broken)? {
            Node::Start(start) if name(&start) == "sheet" => {
                let number = sheets.len() + 1;
                // The sheet's own number is `sheetId`; `id` is that of the relation.
                let target = attribute(&start, "id").and_then(|id| targets.get(&id).cloned());
                sheets.push(Sheet {
                    name: attribute(&start, "name").unwrap_or_else(|| number.to_string()),
                    entry: target.unwrap_or_else(|| format!("xl/worksheets/sheet{number}.xml")),
                });
            }
            Node::Start(_) | Node::End | Node::Text(_) => {}
            Node::Eof => break,
        }
    }
    if sheets.is_empty() {
        let wanted = "sheet".to_owned();
        return Err(ReadingFault::NoEntry { wanted }.into());
    }
    Ok(sheets)
}

/// Entries by the ids of relations.
fn relations(text: &str) -> Result<HashMap<String, String>, Broken> {
    let mut xml = Xml::new(text);
    let mut targets = HashMap::new();
    loop {
        match xml.next()? {
            Node::Start(start) => {
                if let (Some(id), Some(target)) = (attribute(&start, "Id"), attribute(&start, "Target")) {
                    let entry = match target.strip_prefix('/') {
                        Some(absolute) => absolute.to_owned(),
                        None => format!("xl/{target}"),
                    };
                    targets.insert(id, entry);
                }
            }
            Node::End | Node::Text(_) => {}
            Node::Eof => return Ok(targets),
        }
    }
}

/// The texts that cells share, by their number; none where the workbook has no such part.
pub fn shared_strings(archive: &mut Archive<'_>) -> Result<Vec<String>, ProblemKind> {
    let text = match text_of(archive, "xl/sharedStrings.xml") {
        Ok(text) => text,
        Err(ProblemKind::Reading(ReadingFault::NoEntry { .. })) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    };
    let mut xml = Xml::new(&text);
    let mut strings = Vec::new();
    loop {
        match xml.next().map_err(|broken| broken.kind(0))? {
            Node::Start(start) if name(&start) == "si" => {
                strings.push(rich_text(&mut xml).map_err(|broken| broken.kind(0))?);
            }
            Node::Start(_) | Node::End | Node::Text(_) => {}
            Node::Eof => return Ok(strings),
        }
    }
}

/// The text of an `si` or `is` that has begun: its runs one after another, without the reading aids above them.
pub fn rich_text(xml: &mut Xml<'_>) -> Result<String, Broken> {
    let mut all = String::new();
    let mut open = 1;
    while open > 0 {
        match xml.next()? {
            Node::Start(start) => match name(&start).as_str() {
                "t" => all.push_str(&xml.text()?),
                "rPh" => xml.skip()?,
                _ => open += 1,
            },
            Node::End => open -= 1,
            Node::Text(_) => {}
            Node::Eof => break,
        }
    }
    Ok(all)
}
