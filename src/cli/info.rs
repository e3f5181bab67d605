//! `redshank info`: what files hold, for people or for programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::dossier::open::is_dossier;
use crate::formats::doubt::Reference;
use crate::formats::folder::found;
use crate::formats::info::{FieldInfo, FileInfo, describe_as, reference};
use crate::formats::input::FileToRead;
use crate::formats::profile::{Choices, Profile};
use crate::formats::raw::Unread;
use crate::formats::stray;
use crate::model::problem::{Done, Problem};
use crate::model::role::Role;
use crate::progress::Progress;
use crate::report::problems::write_problem_file;
use crate::tiles::file::is_tile_file;
use crate::words::Lang;

use super::console::Console;
use super::contract::ContractRecord;
use super::dossier_info::{DossierRecord, dossier_records};
use super::exit::{CLEAR, INCOMPLETE};
use super::info_words::{extent, words};
use super::place::PlaceRecord;
use super::plan::{InfoPlan, Mistake};
use super::table_info::{GuessRecord, ProfileRecord, SampleRecord, table_words};
use super::tile_info::TilesetRecord;
use super::work::watched;

/// Version 1 of `redshank info --json`.
#[derive(Serialize)]
struct Page<'a> {
    format: &'static str,
    version: u32,
    files: Vec<FileRecord<'a>>,
    /// Files of tiles among them; left out where there are none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tilesets: &'a [TilesetRecord],
    /// Dossiers among them; left out where there are none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    dossiers: &'a [DossierRecord],
}

#[derive(Serialize)]
struct FileRecord<'a> {
    file: &'a str,
    format: &'a str,
    /// Encoding of its texts and what says so.
    encoding: Option<[&'a str; 2]>,
    /// Its tables, where it may have several.
    tables: &'a [String],
    sha256: &'a str,
    crs: Option<&'a str>,
    crs_evidence: &'static str,
    declared_crs: Option<&'a str>,
    found: usize,
    read: usize,
    geometry_types: &'a BTreeMap<&'static str, usize>,
    vertex_count: usize,
    /// West, south, east, north in the coordinates of the file; `None` without coordinates.
    extent: Option<[f64; 4]>,
    place: PlaceRecord<'a>,
    /// What the role that was named asks of the fields; left out where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<ContractRecord<'a>>,
    fields: Vec<FieldRecord<'a>>,
    sample: SampleRecord,
    guess: GuessRecord<'a>,
    /// What the profile says of it; left out without one, or where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<ProfileRecord<'a>>,
    problems: Vec<ProblemRecord<'a>>,
}

#[derive(Serialize)]
struct FieldRecord<'a> {
    name: &'a str,
    types: &'a BTreeMap<&'static str, usize>,
    samples: &'a [String],
}

#[derive(Serialize)]
struct ProblemRecord<'a> {
    feature: Option<usize>,
    id: Option<&'a str>,
    field: Option<&'a str>,
    kind: &'static str,
    done: &'static str,
    text: String,
    text_zh: String,
}

/// Describes each file; one that cannot be read does not hide the others.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn run(plan: &InfoPlan, console: &mut Console) -> Result<u8, Mistake> {
    let mut code = CLEAR;
    let reference = match &plan.reference {
        None => None,
        Some(path) => {
            let read = reference_at(path, console)?;
            if let Err(problem) = &read {
                console.problems(&[(**problem).clone()]);
                code = INCOMPLETE;
            }
            read.ok().map(Arc::new)
        }
    };
    let is_of_tiles = |file: &&PathBuf| file.exists() && is_tile_file(file);
    let (of_tiles, files): (Vec<_>, Vec<_>) = plan.files.iter().partition(is_of_tiles);
    let (dossiers, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_dossier(file));
    let (dossiers, dossiers_are_whole) = dossier_records(&dossiers, console)?;
    if !dossiers_are_whole {
        code = INCOMPLETE;
    }
    let tilesets = tilesets(&of_tiles, console);
    if tilesets.len() < of_tiles.len() {
        code = INCOMPLETE;
    }
    let profile = match plan.profile.as_deref().map(Profile::read).transpose() {
        Ok(profile) => profile,
        Err(problem) => {
            console.problems(&[*problem]);
            return Ok(INCOMPLETE);
        }
    };
    let with = (profile.as_ref(), reference);
    let (infos, infos_are_whole) = described_all(&files, plan, with, console)?;
    let refused = |(info, _): &Described| info.problems.iter().any(|problem| problem.done == Done::Refused);
    if !infos_are_whole || infos.iter().any(refused) {
        code = INCOMPLETE;
    }
    if !write_problems_of(&infos, plan, console) {
        code = INCOMPLETE;
    }
    if plan.json {
        console.result(&json(&infos, &tilesets, &dossiers));
    } else {
        told_all(&infos, &tilesets, &dossiers, console);
    }
    Ok(code)
}

/// Describes files, of folders and archives each that lies in them; those that cannot be read are told and left out. False
/// where there are such.
fn described_all(
    files: &[&PathBuf],
    plan: &InfoPlan,
    (profile, reference): (Option<&Profile>, Option<Arc<Reference>>),
    console: &mut Console,
) -> Result<(Vec<Described>, bool), Mistake> {
    let (mut infos, mut are_whole) = (Vec::new(), true);
    for (file, unnamed) in files.iter().flat_map(|file| meant(file, plan)) {
        let described = described(file.clone(), (plan.role, profile), reference.clone(), console)?;
        let note = match &described {
            Ok((info, _)) => stray::note_of(&file, info),
            Err(problem) => stray::note(&file, &problem.kind),
        };
        match (note.filter(|_| unnamed), described) {
            (Some(note), _) => console.problems(&[note]),
            (None, Ok(described)) => infos.push(described),
            (None, Err(problem)) => {
                are_whole = false;
                console.problems(&[*problem]);
            }
        }
    }
    Ok((infos, are_whole))
}

/// The files that a path means, and whether nobody has named them.
fn meant(path: &Path, plan: &InfoPlan) -> Vec<(FileToRead, bool)> {
    let asked = |file: FileToRead| FileToRead {
        encoding: plan.encoding.clone(),
        memory: plan.memory,
        ..file
    };
    if plan.table.is_some() {
        let file = FileToRead {
            table: plan.table.clone(),
            ..FileToRead::at(path)
        };
        return vec![(asked(file), false)];
    }
    let found = found(&[path.to_owned()]).into_iter();
    found.map(|one| (asked(one.file), one.unnamed)).collect()
}

/// Says everything in words.
fn told_all(
    infos: &[Described],
    tilesets: &[TilesetRecord],
    dossiers: &[DossierRecord],
    console: &mut Console,
) {
    for (info, choices) in infos {
        let own = words(info, console.lang);
        let table = table_words(info, choices.as_ref(), console.lang);
        console.result(&format!("{own}\n{table}"));
        console.problems(&info.problems);
    }
    for tileset in tilesets {
        console.result(&tileset.words(console.lang));
    }
    for dossier in dossiers {
        console.result(&dossier.words(console.lang));
    }
}

/// Writes the problems of all files where that is asked for; false where it could not be done.
fn write_problems_of(infos: &[Described], plan: &InfoPlan, console: &mut Console) -> bool {
    let Some((path, format)) = &plan.problems else {
        return true;
    };
    let problems = infos.iter().flat_map(|(info, _)| &info.problems).cloned();
    let written = write_problem_file(path, *format, problems, &Progress::default());
    written
        .map_err(|error| console.error(&error.text(console.lang)))
        .is_ok()
}

fn tilesets(files: &[&PathBuf], console: &mut Console) -> Vec<TilesetRecord> {
    let mut tilesets = Vec::new();
    for file in files {
        match TilesetRecord::of(file) {
            Ok(tileset) => tilesets.push(tileset),
            Err(fault) => console.error(&format!("{} [{}]", fault.text(console.lang), file.display())),
        }
    }
    tilesets
}

/// What a file holds, and what the profile says of it.
type Described = (FileInfo, Option<Choices>);

/// Describes a file; once more where the profile says another encoding or CRS than it was read with.
fn described(
    file: FileToRead,
    (role, profile): (Option<Role>, Option<&Profile>),
    reference: Option<Arc<Reference>>,
    console: &Console,
) -> Read<Described> {
    let profile = profile.cloned();
    told(watched(console, "open", move |progress| {
        let first = describe_as(role, &file, (None, reference.as_deref()), progress)?;
        let found = profile
            .as_ref()
            .and_then(|profile| profile.find(&first.key(&file)));
        let Some((_, choices)) = found else {
            return Ok((first, None));
        };
        let again = FileToRead {
            encoding: file.encoding.clone().or_else(|| choices.encoding.clone()),
            types: choices.types.clone(),
            ..file.clone()
        };
        let info = if again == file && choices.crs.is_none() {
            first
        } else {
            describe_as(
                role,
                &again,
                (choices.crs.as_deref(), reference.as_deref()),
                progress,
            )?
        };
        Ok((info, Some(choices.clone())))
    })?)
}

fn reference_at(path: &Path, console: &Console) -> Read<Reference> {
    let path = path.to_owned();
    told(watched(console, "open", move |progress| {
        reference(&path, progress)
    })?)
}

/// What was read, or what to say instead; else a mistake of the program.
type Read<T> = Result<Result<T, Box<Problem>>, Mistake>;

fn told<T>(read: Result<T, Unread>) -> Read<T> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(Unread::Problem(problem)) => Ok(Err(problem)),
        Err(Unread::Cancelled(cancelled)) => Err(Mistake::new("broken", &cancelled.to_string())),
    }
}

fn json(infos: &[Described], tilesets: &[TilesetRecord], dossiers: &[DossierRecord]) -> String {
    let page = Page {
        format: "redshank-info",
        version: 1,
        files: infos
            .iter()
            .map(|(info, choices)| FileRecord::of(info, choices.as_ref()))
            .collect(),
        tilesets,
        dossiers,
    };
    // Only text keys and plain values stand in the types above; those always have a JSON form.
    serde_json::to_string_pretty(&page).expect("plain data has a JSON form")
}

impl<'a> FileRecord<'a> {
    fn of(info: &'a FileInfo, choices: Option<&'a Choices>) -> FileRecord<'a> {
        FileRecord {
            file: &info.file,
            format: info.format,
            encoding: info.encoding.map(|encoding| [encoding.name, encoding.by.code()]),
            tables: &info.tables,
            sha256: &info.sha256,
            crs: info.crs.as_ref().map(|crs| crs.code()),
            crs_evidence: info.crs_evidence.code(),
            declared_crs: info.declared_crs.as_deref(),
            found: info.found,
            read: info.read,
            geometry_types: &info.geometry_types,
            vertex_count: info.vertex_count,
            extent: extent(info),
            place: PlaceRecord::of(&info.doubt),
            contract: info.role.as_ref().map(ContractRecord::of),
            fields: info.fields.iter().map(FieldRecord::of).collect(),
            sample: SampleRecord::of(&info.sample),
            guess: GuessRecord::of(&info.guess),
            profile: choices.map(ProfileRecord::of),
            problems: info.problems.iter().map(ProblemRecord::of).collect(),
        }
    }
}

impl<'a> FieldRecord<'a> {
    fn of(field: &'a FieldInfo) -> FieldRecord<'a> {
        FieldRecord {
            name: &field.name,
            types: &field.types,
            samples: &field.samples,
        }
    }
}

impl<'a> ProblemRecord<'a> {
    fn of(problem: &'a Problem) -> ProblemRecord<'a> {
        ProblemRecord {
            feature: problem.feature,
            id: problem.id.as_deref(),
            field: problem.field.as_deref(),
            kind: problem.kind.code(),
            done: problem.done.code(),
            text: problem.text(Lang::En),
            text_zh: problem.text(Lang::Zh),
        }
    }
}
