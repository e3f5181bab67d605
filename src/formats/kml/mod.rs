//! KML and KMZ (OGC 12-007r2): placemarks with their folders, shapes and data. Longitude, latitude, WGS 84 by the standard.
//!
//! Nothing is fetched: what a network link leads to is counted as not read. Tracks and models are refused.

mod geometry;
mod placemark;

use std::collections::HashMap;

use crate::model::problem::ProblemKind;
use crate::model::reading_fault::ReadingFault;
use crate::progress::Progress;

use super::archive::Archive;
use super::gather::Gather;
use super::input::{Bytes, FileToRead};
use super::raw::{RawLayer, Unread};
use super::text::{TEXT_BYTES, decode};
use super::xml::{Broken, Node, Xml, attribute, declared_encoding, name};

/// By the standard; see [`ReadingFault::ShiftedMaps`] for what is often meant.
const WGS_84: &str = "EPSG:4326";

/// Reads a KML file.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let bytes = file.bytes(TEXT_BYTES, progress)?;
    let gather = Gather::new(&file.label, "KML");
    document(file, &bytes.data, gather, progress).map(|gather| gather.finish(&bytes))
}

/// Reads the main file of a KMZ archive: `doc.kml`, else the only one there is, else the one that is named.
///
/// # Errors
/// As [`read`]; damaged archives and those that unpack to too much.
pub fn read_archive(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let bytes: Bytes = file.bytes(TEXT_BYTES, progress)?;
    let refused = |kind: ProblemKind| Unread::file(&file.label, kind);
    let mut archive = Archive::open(&bytes.data).map_err(|fault| refused(ProblemKind::File(fault)))?;
    let mut tables = archive.names().to_vec();
    tables.retain(|name| name.to_ascii_lowercase().ends_with(".kml"));
    let is_main = |name: &&String| name.eq_ignore_ascii_case("doc.kml");
    let wanted = match (&file.table, tables.as_slice()) {
        (Some(wanted), _) if tables.contains(wanted) => wanted.clone(),
        (Some(wanted), _) => {
            let wanted = wanted.clone();
            return Err(refused(ProblemKind::NoSuchTable { wanted, tables }));
        }
        (None, []) => {
            let wanted = ".kml".to_owned();
            return Err(refused(ReadingFault::NoEntry { wanted }.into()));
        }
        (None, [one]) => one.clone(),
        (None, all) => match all.iter().find(is_main) {
            Some(main) => main.clone(),
            None => return Err(refused(ProblemKind::WhichTable { tables })),
        },
    };
    let text = archive
        .read(&wanted)
        .map_err(|fault| refused(ProblemKind::File(fault)))?;
    let text = text.unwrap_or_default();
    let mut gather = Gather::new(&file.label, "KMZ");
    gather.layer.tables = tables;
    document(file, &text, gather, progress).map(|gather| gather.finish(&bytes))
}

fn document(
    file: &FileToRead,
    data: &[u8],
    mut gather: Gather,
    progress: &Progress,
) -> Result<Gather, Unread> {
    let declared = declared_encoding(data);
    let text = decode(data, file.encoding.as_deref(), declared.as_deref())
        .map_err(|kind| Unread::file(&file.label, kind))?;
    gather.decoded(&text);
    gather.layer.standard_crs = Some(WGS_84);
    gather.note(ReadingFault::ShiftedMaps);
    let mut reading = Reading {
        xml: Xml::new(&text.text),
        gather,
        progress,
        number_fields: HashMap::new(),
        passed_over: Vec::new(),
    };
    let ended = reading.container(&mut Vec::new());
    let mut gather = reading.gather;
    match ended {
        Ok(()) => {}
        Err(Stop::Broken(broken)) => {
            let kind = broken.kind(gather.layer.features.len());
            gather.refuse_unnumbered(1, kind);
        }
        Err(Stop::Unread(unread)) => return Err(unread),
    }
    for (what, count, is_loss) in reading.passed_over {
        let what = what.to_owned();
        let fault = ReadingFault::NotRead { what, count };
        if is_loss {
            gather.refuse_unnumbered(count, fault);
        } else {
            gather.note(fault);
        }
    }
    Ok(gather)
}

/// Why reading stops.
enum Stop {
    Broken(Broken),
    Unread(Unread),
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Stop {
        Stop::Broken(broken)
    }
}

/// The element of a feature.
const PLACEMARK: &str = "Placemark";

/// Elements that are no placemarks, and whether features are lost with them.
const PASSED_OVER: [(&str, bool); 5] = [
    ("NetworkLink", true),
    ("GroundOverlay", false),
    ("PhotoOverlay", false),
    ("ScreenOverlay", false),
    ("Tour", false),
];

struct Reading<'a> {
    xml: Xml<'a>,
    gather: Gather,
    progress: &'a Progress,
    /// Fields that schemas declare, and whether they hold numbers.
    number_fields: HashMap<String, bool>,
    /// What was passed over, how many times, and whether features are lost with it.
    passed_over: Vec<(&'static str, usize, bool)>,
}

impl Reading<'_> {
    /// The children of a document or folder, up to its end or that of the text. `folders` are the names of the folders
    /// around them.
    fn container(&mut self, folders: &mut Vec<String>) -> Result<(), Stop> {
        loop {
            let start = match self.xml.next()? {
                Node::Start(start) => start,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return Ok(()),
            };
            match name(&start).as_str() {
                "kml" | "Document" => self.container(folders)?,
                "Folder" => {
                    folders.push(String::new());
                    self.container(folders)?;
                    folders.pop();
                }
                "name" => {
                    let own = self.xml.text()?;
                    if let Some(folder) = folders.last_mut() {
                        own.trim().clone_into(folder);
                    }
                }
                PLACEMARK => {
                    self.progress
                        .check()
                        .map_err(|cancelled| Stop::Unread(cancelled.into()))?;
                    let id = attribute(&start, "id");
                    self.placemark(id, folders)?;
                }
                "Schema" => self.schema()?,
                other => {
                    if let Some((what, is_loss)) = PASSED_OVER.into_iter().find(|(name, _)| *name == other) {
                        self.pass_over(what, 1, is_loss);
                    }
                    let lost = self.placemarks_within()?;
                    self.pass_over(PLACEMARK, lost, true);
                }
            }
        }
    }

    fn pass_over(&mut self, what: &'static str, more: usize, is_loss: bool) {
        match self.passed_over.iter_mut().find(|(name, ..)| *name == what) {
            Some((_, count, _)) => *count += more,
            None if more > 0 => self.passed_over.push((what, more, is_loss)),
            None => {}
        }
    }

    /// Passes over an element that has begun; the number of placemarks in it, which nobody would miss otherwise.
    fn placemarks_within(&mut self) -> Result<usize, Stop> {
        let (mut open, mut count) = (1, 0);
        while open > 0 {
            match self.xml.next()? {
                Node::Start(start) => {
                    open += 1;
                    count += usize::from(name(&start) == PLACEMARK);
                }
                Node::End => open -= 1,
                Node::Text(_) => {}
                Node::Eof => break,
            }
        }
        Ok(count)
    }

    fn schema(&mut self) -> Result<(), Stop> {
        loop {
            match self.xml.next()? {
                Node::Start(start) => {
                    if let (Some(field), Some(kind)) = (attribute(&start, "name"), attribute(&start, "type"))
                    {
                        let numbers = ["int", "uint", "short", "ushort", "float", "double"];
                        self.number_fields.insert(field, numbers.contains(&kind.as_str()));
                    }
                    self.xml.skip()?;
                }
                Node::Text(_) => {}
                Node::End | Node::Eof => return Ok(()),
            }
        }
    }
}
