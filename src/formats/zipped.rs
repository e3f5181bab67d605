//! Data files in a zip archive, unpacked into memory: names are compared, never used as paths. Only a database is put into
//! a file of its own, which is gone when it has been read.

use std::sync::Arc;

use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;
use crate::model::source_label::part_of;
use crate::progress::Progress;

use super::archive::Archive;
use super::held::Held;
use super::input::FileToRead;
use super::members::{Entries, Member, find, leads_out, members, workspace_in};
use super::memory::check_shapefile;
use super::raw::{RawLayer, Unread};
use super::read_archive::ReadArchive;
use super::shapefile::Parts;
use super::sniff::Content;

/// The archive itself.
const ARCHIVE_BYTES: u64 = 2 << 30;

/// A data file of an archive, ready to be read by the reader of its own format.
pub struct Unpacked {
    /// The file in memory; of a Shapefile only how it is called and to be read.
    pub file: FileToRead,
    /// The parts, where it is a Shapefile.
    pub parts: Option<Parts>,
    /// Its name in the archive.
    member: String,
    /// The names of all data files of the archive.
    members: Vec<String>,
    /// Of the archive.
    sha256: String,
}

/// The data files of an archive; `None` for what is no archive of such files, or cannot be looked into.
pub fn members_of(file: &FileToRead) -> Option<Vec<Member>> {
    names_of(file).map(|names| members(&names))
}

/// The workspace file in an archive, by its name there; `None` where there is none.
pub fn workspace_of(file: &FileToRead) -> Option<String> {
    workspace_in(&names_of(file)?)
}

fn names_of(file: &FileToRead) -> Option<Vec<String>> {
    let is_archive = file.content().is_ok_and(|content| content == Content::Zip);
    is_archive.then(|| file.entry_names()).flatten()
}

/// Unpacks the only data file of an archive, or the one that is named.
///
/// # Errors
/// [`Unread`] for a damaged archive, one beyond the limits, one without a data file, one with several of which none is
/// named, one of a workspace; for a file in it that is encrypted, an archive itself, or called so that it leads out of the archive.
pub fn unpack(file: &FileToRead, progress: &Progress) -> Result<Unpacked, Unread> {
    let refused = |kind| Unread::file(&file.label, kind);
    let whole = whole(file, progress)?;
    let mut archive = Archive::open(&whole.data).map_err(|fault| refused(ProblemKind::File(fault)))?;
    if file.table.is_none()
        && let Some(name) = workspace_in(archive.names())
    {
        return Err(refused(ProblemKind::File(FileFault::WorkspaceInside { name })));
    }
    let all = members(archive.names());
    let (member, table) = chosen(&all, file.table.as_deref()).map_err(refused)?;
    let inner = FileToRead {
        label: label(&file.label, &member.name),
        table,
        most_bytes: None,
        archive: None,
        ..file.clone()
    };
    let fail = |fault: FileFault| Unread::file(&inner.label, ProblemKind::File(fault));
    if leads_out(&member.name) {
        let name = member.name.clone();
        return Err(fail(FileFault::UnsafeName { name }));
    }
    let mut unpacked = Unpacked {
        file: inner.clone(),
        parts: None,
        member: member.name.clone(),
        members: all.iter().map(|member| member.name.clone()).collect(),
        sha256: whole.sha256.clone(),
    };
    match &member.entries {
        Entries::One(entry) => {
            let data = archive.unpack(*entry).map_err(fail)?;
            unpacked.file.held = Some(Held::new(data));
            refuse_inside(&unpacked.file)?;
        }
        Entries::Shapefile(entries) => {
            let parts = parts(&mut archive, entries, progress)?.map_err(fail)?;
            let others = [&parts.shx, &parts.dbf].into_iter().flatten().map(Vec::len);
            let length = parts.shp.len() + others.sum::<usize>();
            let index = parts.shx.as_ref().map_or(0, Vec::len);
            check_shapefile(&inner.label, (length, index), file.memory)?;
            unpacked.parts = Some(parts);
        }
    }
    Ok(unpacked)
}

/// The archive, read and hashed unless that was done for another file of it.
fn whole(file: &FileToRead, progress: &Progress) -> Result<Arc<ReadArchive>, Unread> {
    let read = || {
        progress.start(file.byte_count());
        let bytes = file.bytes(ARCHIVE_BYTES, progress)?;
        Ok(ReadArchive {
            sha256: bytes.sha256(),
            data: bytes.data,
        })
    };
    match &file.archive {
        Some(shared) => shared.get_or_read(read),
        None => read().map(Arc::new),
    }
}

/// The member that is meant, and the table of it.
fn chosen<'m>(all: &'m [Member], wanted: Option<&str>) -> Result<(&'m Member, Option<String>), ProblemKind> {
    let tables = || all.iter().map(|member| member.name.clone()).collect();
    match (wanted, all) {
        (_, []) => Err(ProblemKind::File(FileFault::NoLayer)),
        (None, [one]) => Ok((one, None)),
        (None, _) => Err(ProblemKind::WhichTable { tables: tables() }),
        (Some(wanted), _) => find(all, wanted).ok_or_else(|| ProblemKind::NoSuchTable {
            wanted: wanted.to_owned(),
            tables: tables(),
        }),
    }
}

/// The archive as the user names it, and the file in it, once.
fn label(archive: &str, member: &str) -> String {
    match archive.contains(&part_of("", member)) {
        true => archive.to_owned(),
        false => part_of(archive, member),
    }
}

/// What is not read from an archive: another one, and parts of a Shapefile that are called otherwise.
fn refuse_inside(file: &FileToRead) -> Result<(), Unread> {
    let fault = match file.content()? {
        Content::Zip => FileFault::NestedArchive,
        Content::Shapefile | Content::Dbf => FileFault::PartMissing {
            part: ".shp".to_owned(),
        },
        _ => return Ok(()),
    };
    Err(Unread::file(&file.label, ProblemKind::File(fault)))
}

fn parts(
    archive: &mut Archive<'_>,
    entries: &[Option<usize>; 5],
    progress: &Progress,
) -> Result<Result<Parts, FileFault>, Unread> {
    let mut unpacked: [Option<Vec<u8>>; 5] = Default::default();
    for (entry, part) in entries.iter().zip(&mut unpacked) {
        progress.check()?;
        if let Some(entry) = entry {
            match archive.unpack(*entry) {
                Ok(data) => *part = Some(data),
                Err(fault) => return Ok(Err(fault)),
            }
        }
    }
    let [shp, shx, dbf, prj, cpg] = unpacked;
    Ok(Ok(Parts {
        shp: shp.unwrap_or_default(),
        shx,
        dbf,
        prj,
        cpg,
    }))
}

impl Unpacked {
    /// What its own reader found, as of the archive.
    pub fn finish(&self, mut layer: RawLayer) -> RawLayer {
        layer.format = zipped_name(layer.format);
        layer.sha256.clone_from(&self.sha256);
        let problems = layer.problems.iter_mut();
        problems.for_each(|own| self.rename_tables(&mut own.problem.kind));
        let own: Vec<String> = layer
            .tables
            .iter()
            .map(|own| part_of(&self.member, own))
            .collect();
        layer.tables = match own.len() > 1 {
            // The file's own, beside its neighbours.
            true => {
                let others = self
                    .members
                    .iter()
                    .flat_map(|member| match *member == self.member {
                        true => own.clone(),
                        false => vec![member.clone()],
                    });
                others.collect()
            }
            false => self.members.clone(),
        };
        layer
    }

    /// Why its own reader read nothing, in the names of the archive.
    pub fn failed(&self, unread: Unread) -> Unread {
        match unread {
            Unread::Problem(mut problem) => {
                self.rename_tables(&mut problem.kind);
                Unread::Problem(problem)
            }
            cancelled => cancelled,
        }
    }

    fn rename_tables(&self, kind: &mut ProblemKind) {
        let named = |tables: &mut Vec<String>| {
            tables
                .iter_mut()
                .for_each(|own| *own = part_of(&self.member, own));
        };
        match kind {
            ProblemKind::WhichTable { tables } => named(tables),
            ProblemKind::NoSuchTable { wanted, tables } => {
                *wanted = part_of(&self.member, wanted);
                named(tables);
            }
            _ => {}
        }
    }
}

/// The name of a format that was read from an archive.
fn zipped_name(format: &'static str) -> &'static str {
    match format {
        "Shapefile" => "ZIP / Shapefile",
        "GeoJSON" => "ZIP / GeoJSON",
        "TopoJSON" => "ZIP / TopoJSON",
        "Esri JSON" => "ZIP / Esri JSON",
        "GeoPackage" => "ZIP / GeoPackage",
        "FlatGeobuf" => "ZIP / FlatGeobuf",
        "GeoParquet" => "ZIP / GeoParquet",
        "KML" => "ZIP / KML",
        "KMZ" => "ZIP / KMZ",
        "DXF" => "ZIP / DXF",
        "CSV" => "ZIP / CSV",
        "TSV" => "ZIP / TSV",
        "WKT" => "ZIP / WKT",
        "XLSX" => "ZIP / XLSX",
        "TXT 地块坐标" => "ZIP / TXT 地块坐标",
        _ => "ZIP",
    }
}
