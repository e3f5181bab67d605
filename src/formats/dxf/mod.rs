//! Drawings in DXF: lines, polylines with their arcs, hatches, points and texts of the model, each with its layer.
//!
//! A drawing does not say where on Earth it lies, so its CRS is asked for. What stands in blocks, and bodies and splines,
//! is refused by sort and number; dimensions and the like are passed over and told.

mod entity;
mod groups;
mod hatch;
mod pairs;
mod text;

use std::collections::BTreeMap;

use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::reading_fault::ReadingFault;
use crate::progress::{Cancelled, Progress};

use super::arc::CurveCount;
use super::gather::{Gather, excerpt};
use super::input::FileToRead;
use super::raw::{RawLayer, Unread};
use super::text::{TEXT_BYTES, decode};

use entity::{Entity, Made};
use groups::{End, Groups};

/// What explains a drawing and is no part of the ground.
const ANNOTATION: [&str; 18] = [
    "ACAD_TABLE",
    "ARC_DIMENSION",
    "ATTDEF",
    "ATTRIB",
    "DIMENSION",
    "IMAGE",
    "LEADER",
    "LIGHT",
    "MLEADER",
    "MULTILEADER",
    "OLE2FRAME",
    "OLEFRAME",
    "PDFUNDERLAY",
    "SECTION",
    "SEQEND",
    "SUN",
    "TOLERANCE",
    "VIEWPORT",
];
/// The section with the shapes of the model.
const ENTITIES: &str = "ENTITIES";
/// The name under which what lies on sheets of paper is told.
const PAPER: &str = "PAPERSPACE";

/// Reads a drawing.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let bytes = file.bytes(TEXT_BYTES, progress)?;
    let declared = text::declared_encoding(&bytes.data);
    let text = decode(&bytes.data, file.encoding.as_deref(), declared.as_deref())
        .map_err(|kind| Unread::file(&file.label, kind))?;
    let mut gather = Gather::new(&file.label, "DXF");
    gather.decoded(&text);
    let mut drawing = Drawing {
        groups: Groups::new(&text.text),
        gather,
        progress,
        refused: BTreeMap::new(),
        passed_over: BTreeMap::new(),
        curves: CurveCount::default(),
        has_entities: false,
    };
    let ended = drawing.sections();
    let byte = drawing.groups.byte();
    if ended.is_ok() && !drawing.has_entities {
        let wanted = ENTITIES.to_owned();
        return Err(Unread::file(&file.label, ReadingFault::NoEntry { wanted }.into()));
    }
    let mut gather = drawing.gather;
    match ended {
        Ok(()) => {}
        Err(Stop::End(End::Text)) => {
            let whole = gather.layer.features.len();
            gather.refuse_unnumbered(1, ProblemKind::Truncated { whole, byte });
        }
        Err(Stop::End(End::NoCode { line, byte, found })) => {
            let detail = excerpt(&found);
            gather.refuse_unnumbered(1, ProblemKind::Syntax { line, byte, detail });
        }
        Err(Stop::Cancelled(cancelled)) => return Err(cancelled.into()),
    }
    for (what, count) in drawing.refused {
        gather.refuse_unnumbered(count, ReadingFault::NotRead { what, count });
    }
    for (what, count) in drawing.passed_over {
        gather.note(ReadingFault::NotRead { what, count });
    }
    for fault in drawing.curves.said() {
        gather.note(fault);
    }
    Ok(gather.finish(&bytes))
}

enum Stop {
    End(End),
    Cancelled(Cancelled),
}

impl From<End> for Stop {
    fn from(end: End) -> Stop {
        Stop::End(end)
    }
}

struct Drawing<'a> {
    groups: Groups<'a>,
    gather: Gather,
    progress: &'a Progress,
    /// Sorts that are not read, and how many of each.
    refused: BTreeMap<String, usize>,
    passed_over: BTreeMap<String, usize>,
    curves: CurveCount,
    has_entities: bool,
}

impl<'a> Drawing<'a> {
    /// Up to the end of the drawing, which says so itself.
    fn sections(&mut self) -> Result<(), Stop> {
        let mut in_entities = false;
        loop {
            let group = self.groups.next()?;
            match (group.code, group.value.trim()) {
                (0, "EOF") => return Ok(()),
                (0, "SECTION") => {
                    let body = self.groups.body()?;
                    let section = body.iter().find(|group| group.code == 2);
                    in_entities = section.is_some_and(|group| group.value.trim() == ENTITIES);
                    self.has_entities |= in_entities;
                }
                (0, "ENDSEC") => in_entities = false,
                (0, kind) if in_entities => {
                    self.progress.check().map_err(Stop::Cancelled)?;
                    let entity = self.entity(kind)?;
                    self.take(&entity);
                }
                _ => {}
            }
        }
    }

    fn entity(&mut self, kind: &'a str) -> Result<Entity<'a>, End> {
        let mut entity = Entity {
            kind,
            groups: self.groups.body()?,
            vertices: Vec::new(),
        };
        if kind == "POLYLINE" {
            loop {
                let next = self.groups.next()?;
                match next.value.trim() {
                    "VERTEX" => entity.vertices.push(self.groups.body()?),
                    "SEQEND" => {
                        self.groups.body()?;
                        break;
                    }
                    _ => {
                        self.groups.put_back(next);
                        break;
                    }
                }
            }
        }
        Ok(entity)
    }

    fn take(&mut self, entity: &Entity<'a>) {
        let counted = |counts: &mut BTreeMap<String, usize>, what: &str| {
            *counts.entry(what.to_owned()).or_default() += 1;
        };
        if ANNOTATION.contains(&entity.kind) {
            return counted(&mut self.passed_over, entity.kind);
        }
        if entity.is_on_paper() {
            return counted(&mut self.passed_over, PAPER);
        }
        match entity.make() {
            Made::Feature(feature, curved) => {
                self.curves.take(curved);
                self.gather.take(*feature);
            }
            Made::NotRead(what) => counted(&mut self.refused, &what),
            Made::Bad(fault) => {
                let id = entity.text(5).map(str::to_owned);
                self.gather.refuse(Problem {
                    id,
                    field: Some(entity.kind.to_owned()),
                    ..Problem::of_file("", fault.into(), Done::Refused)
                });
            }
        }
    }
}
