//! Shapefile (ESRI technical description of 1998): `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`; a set of its own for each sort of
//! shape.

mod shape;
mod table;

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::geom::crs_wkt::{Dialect, wkt_of};
use crate::geom::extent::Extent;
use crate::model::date::Date;

use super::super::files::{Staged, WriteError};
use super::coding::Coding;
use super::loss::{Loss, Losses};
use super::placed::Placing;
use super::sink::{Form, Record, Sink, Stop, Stream};
use super::survey::Survey;

use shape::{Sort, content, nothing};
use table::Table;

/// Bytes of the head of the main file and of its index.
const HEAD_BYTES: usize = 100;
/// Lengths count 16-bit words in 31 bits.
const MOST_BYTES: u64 = 2 * (i32::MAX as u64);
/// The endings of all files of a set.
pub const ENDINGS: [&str; 5] = ["shp", "shx", "dbf", "prj", "cpg"];

/// Sets in the making.
pub struct Shapefile {
    form: ShapeForm,
    sets: Vec<(Sort, Set)>,
    day: Date,
}

/// How a feature becomes records.
pub struct ShapeForm {
    table: Table,
    /// A feature has several points, or may have.
    has_many: bool,
    /// Where features without a shape go.
    home: Sort,
}

/// The files of one sort.
struct Set {
    shp: Staged,
    shx: Staged,
    dbf: Staged,
    extent: Extent,
    shp_bytes: u64,
    dbf_bytes: u64,
    row_count: u32,
}

/// The records of a feature, and its row, which all of them have.
pub struct Piece {
    records: Vec<(Sort, Vec<u8>, Extent)>,
    row: Vec<u8>,
}

/// The sorts of shapes that there are; all three where that is not known.
fn sorts(survey: &Survey) -> Vec<Sort> {
    let Some(known) = &survey.shapes else {
        return Sort::ALL.to_vec();
    };
    let counts = [known.areas, known.lines, known.points];
    let there = Sort::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let mut there: Vec<Sort> = there.map(|(sort, _)| sort).collect();
    if there.is_empty() {
        there.push(Sort::Area);
    }
    there
}

/// The main files of the sets that features need; one by the name itself where all shapes are of one sort.
pub fn main_files(path: &Path, survey: &Survey) -> Vec<PathBuf> {
    sets_at(path, &sorts(survey))
        .into_iter()
        .map(|(_, path)| path)
        .collect()
}

fn sets_at(path: &Path, sorts: &[Sort]) -> Vec<(Sort, PathBuf)> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let at = |sort: &Sort| match sorts.len() {
        1 => (*sort, path.with_extension("shp")),
        _ => (*sort, path.with_file_name(format!("{stem}{}.shp", sort.suffix()))),
    };
    sorts.iter().map(at).collect()
}

impl Shapefile {
    /// Begins the sets.
    ///
    /// # Errors
    /// [`Stop`], or that a file cannot be begun.
    pub fn new(
        path: &Path,
        stream: &Stream<'_>,
        survey: &Survey,
        (coding, day): (Coding, Date),
        losses: &mut Losses,
    ) -> Result<Result<Shapefile, WriteError>, Stop> {
        let table = Table::new(stream, &survey.columns, coding, losses)?;
        let sorts = sorts(survey);
        let form = ShapeForm {
            has_many: survey
                .shapes
                .as_ref()
                .is_none_or(|shapes| shapes.multi_points > 0),
            home: sorts.first().copied().unwrap_or(Sort::Area),
            table,
        };
        let sets = sets_at(path, &sorts).into_iter().map(|(sort, path)| {
            let set = Set::open(&path, &form.table.head(0, day))?;
            Ok((sort, set))
        });
        let sets = sets.collect::<Result<Vec<_>, WriteError>>();
        Ok(sets.map(|sets| Shapefile { form, sets, day }))
    }

    /// The whole files of all sets that have features; of several, a set without any is left away.
    ///
    /// # Errors
    /// Those of the system.
    pub fn finish(
        self,
        placing: &Placing,
        coding: Coding,
        losses: &mut Losses,
    ) -> Result<Vec<Staged>, WriteError> {
        let prj = wkt_of(&placing.crs, Dialect::Esri);
        if prj.is_none() {
            losses.note(Loss::NoDefinition(placing.crs.code().to_owned()));
        }
        let cpg = match coding {
            Coding::Utf8 => "UTF-8",
            Coding::Gbk if losses.count(&Loss::BeyondGbk) > 0 => "GB18030",
            Coding::Gbk => "GBK",
        };
        let has_any = self.sets.iter().any(|(_, set)| set.row_count > 0);
        let mut files = Vec::new();
        for (sort, set) in self.sets {
            if has_any && set.row_count == 0 {
                continue;
            }
            let path = set.shp.path().to_owned();
            let head = self.form.table.head(set.row_count, self.day);
            files.extend(set.finish(sort.code(self.form.has_many), &head)?);
            for (ending, text) in [("prj", prj.as_deref()), ("cpg", Some(cpg))] {
                if let Some(text) = text {
                    let mut file = Staged::open(&path.with_extension(ending))?;
                    let written = file.write_all(text.as_bytes());
                    written.map_err(|reason| file.error(reason))?;
                    files.push(file);
                }
            }
        }
        Ok(files)
    }
}

impl Form for ShapeForm {
    type Piece = Piece;

    fn piece(&self, record: &Record<'_>, losses: &mut Losses) -> Piece {
        let there = Sort::ALL.into_iter().filter(|sort| sort.is_in(&record.place));
        let mut records: Vec<_> = there
            .map(|sort| {
                let (bytes, extent) = content(&record.place, sort, self.has_many);
                (sort, bytes, extent)
            })
            .collect();
        if records.is_empty() {
            records.push((self.home, nothing(), Extent::EMPTY));
        }
        losses.add(Loss::Split, usize::from(records.len() > 1));
        Piece {
            records,
            row: self.table.row(record, losses),
        }
    }
}

impl Sink for Shapefile {
    type Form = ShapeForm;

    fn form(&self) -> &ShapeForm {
        &self.form
    }

    fn put(&mut self, piece: Piece) -> io::Result<()> {
        for (sort, bytes, extent) in &piece.records {
            let set = self.sets.iter_mut().find(|(own, _)| own == sort);
            if let Some((_, set)) = set {
                set.put(bytes, extent, &piece.row)?;
            }
        }
        Ok(())
    }
}

impl Set {
    fn open(shp: &Path, head: &[u8]) -> Result<Set, WriteError> {
        let open = |ending: &str, head: &[u8]| {
            let mut file = Staged::open(&shp.with_extension(ending))?;
            let written = file.write_all(head);
            written.map_err(|reason| file.error(reason))?;
            Ok(file)
        };
        Ok(Set {
            shp: open("shp", &[0; HEAD_BYTES])?,
            shx: open("shx", &[0; HEAD_BYTES])?,
            dbf: open("dbf", head)?,
            extent: Extent::EMPTY,
            shp_bytes: HEAD_BYTES as u64,
            dbf_bytes: head.len() as u64,
            row_count: 0,
        })
    }

    fn put(&mut self, content: &[u8], extent: &Extent, row: &[u8]) -> io::Result<()> {
        let words = |bytes: u64| ((bytes / 2) as u32).to_be_bytes();
        self.row_count += 1;
        let length = words(content.len() as u64);
        self.shx.write_all(&words(self.shp_bytes))?;
        self.shx.write_all(&length)?;
        self.shp.write_all(&self.row_count.to_be_bytes())?;
        self.shp.write_all(&length)?;
        self.shp.write_all(content)?;
        self.dbf.write_all(row)?;
        self.shp_bytes += 8 + content.len() as u64;
        self.dbf_bytes += row.len() as u64;
        self.extent.merge(extent);
        if self.shp_bytes > MOST_BYTES || self.dbf_bytes > MOST_BYTES {
            return Err(ErrorKind::FileTooLarge.into());
        }
        Ok(())
    }

    /// Fills in what is known only now.
    fn finish(mut self, code: u32, table_head: &[u8]) -> Result<[Staged; 3], WriteError> {
        let head = |bytes: u64| {
            let mut head = 9994u32.to_be_bytes().to_vec();
            head.resize(24, 0);
            head.extend_from_slice(&((bytes / 2) as u32).to_be_bytes());
            head.extend_from_slice(&1000u32.to_le_bytes());
            head.extend_from_slice(&code.to_le_bytes());
            if !self.extent.is_empty() {
                let Extent { min, max } = self.extent;
                for ordinate in [min.x, min.y, max.x, max.y] {
                    head.extend_from_slice(&ordinate.to_le_bytes());
                }
            }
            head.resize(HEAD_BYTES, 0);
            head
        };
        let shx_bytes = HEAD_BYTES as u64 + 8 * u64::from(self.row_count);
        let heads = (head(self.shp_bytes), head(shx_bytes));
        // The byte that ends a table.
        let ended = self.dbf.write_all(&[0x1a]);
        ended.map_err(|reason| self.dbf.error(reason))?;
        for (file, head) in [
            (&mut self.shp, heads.0.as_slice()),
            (&mut self.shx, heads.1.as_slice()),
            (&mut self.dbf, table_head),
        ] {
            let written = file.rewrite_start(head);
            written.map_err(|reason| file.error(reason))?;
        }
        Ok([self.shp, self.shx, self.dbf])
    }
}
