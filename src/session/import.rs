//! An import: files that are looked at before they are read, what is doubtful about them, and what is settled.

pub mod doubt;
pub mod twin;

use std::path::PathBuf;
use std::sync::Arc;

use crate::formats::doubt::Reference;
use crate::formats::info::FileInfo;
use crate::formats::input::FileToRead;
use crate::formats::members::title_of;
use crate::formats::preview::{Preview, Previewed, preview};
use crate::formats::profile::{Choices, FolderProfiles, Profile, Record, Suits, TableKey};
use crate::formats::raw::EncodingEvidence;
use crate::formats::workspace::plan::LayerPlan;
use crate::model::crs_reading::Trust;
use crate::model::field_meaning::FieldMeaning;
use crate::model::file_fault::FileFault;
use crate::model::layer::{About, Fields};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::Role;
use crate::progress::{Cancelled, Progress};
use crate::words::Bilingual;

use doubt::Doubt;

/// What becomes of the layers of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// They are a new workspace.
    #[default]
    Open,
    /// They join the workspace that is open.
    Add,
}

/// A step of an import, as a wish of the user.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportStep {
    /// Look at data files, or at folders and archives of them. Where nothing is in doubt they are imported at once, unless
    /// `always` somebody wants to see them. A workspace that is to be opened is opened.
    Look {
        /// The files.
        paths: Vec<PathBuf>,
        /// What for.
        purpose: Purpose,
        /// Also where nothing is in doubt.
        always: bool,
    },
    /// Look at what was dropped on the window: a workspace is opened, data files join what is open.
    Drop {
        /// The files and folders.
        paths: Vec<PathBuf>,
        /// As for looking.
        always: bool,
    },
    /// Look again at one of the files: in another encoding, or with another CRS.
    Again {
        /// Its position.
        at: usize,
        /// How it is to be read.
        file: Box<FileToRead>,
        /// Code of its CRS; `None` for the file's own word.
        crs: Option<String>,
    },
    /// Settle all files by a profile that somebody has given away.
    UseProfile(PathBuf),
    /// Forget what is remembered about one of the files.
    Forget(usize),
    /// Write a profile.
    SaveProfile {
        /// The file.
        path: PathBuf,
        /// What it says.
        records: Vec<Record>,
    },
    /// Import layers, and remember what was settled about the files that they are from.
    Import {
        /// The layers.
        layers: Vec<LayerPlan>,
        /// A file and what was settled about it.
        settled: Vec<(PathBuf, Record)>,
    },
    /// Give up.
    Close,
}

/// Files that were looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Counts the imports of a session.
    pub serial: u64,
    /// What becomes of the layers.
    pub purpose: Purpose,
    /// In the order in which they were given; of a file with several tables each one.
    pub files: Vec<ImportFile>,
}

/// A file, or one of its tables.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportFile {
    /// How it was looked at.
    pub file: FileToRead,
    /// The code of its CRS that it was looked at with, where somebody has said one.
    pub crs: Option<String>,
    /// What it shows, or why it shows nothing.
    pub seen: Result<Arc<Preview>, Box<Problem>>,
    /// What was settled before.
    pub settled: Option<Settled>,
}

/// What was settled before, and where that is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// From a profile that was given away, and not by the folder's memory.
    pub by_profile: bool,
    /// How well it suits.
    pub suits: Suits,
    /// What was settled.
    pub choices: Choices,
}

/// What an import knows beside the files.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// What places are held against.
    pub reference: Option<Arc<Reference>>,
    /// What is remembered of folders.
    pub profiles: Option<FolderProfiles>,
    /// A profile that somebody has given away, which goes before that.
    pub profile: Option<Profile>,
}

impl Surroundings {
    /// Looks at a file, and at it again as was settled before where that says another encoding or CRS.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn look(
        &self,
        file: &FileToRead,
        crs: Option<&str>,
        progress: &Progress,
    ) -> Result<Vec<ImportFile>, Cancelled> {
        let looked = preview(file, crs, self.reference.as_deref(), progress)?;
        let one = |previewed: Previewed| {
            let first = ImportFile {
                file: previewed.file,
                crs: crs.map(str::to_owned),
                seen: previewed.seen.map(|preview| Arc::from(*preview)),
                settled: None,
            };
            self.settle(first, progress)
        };
        looked.into_iter().map(one).collect()
    }

    /// Looks at a file that was looked at before, just as somebody says.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn look_again(
        &self,
        file: FileToRead,
        crs: Option<String>,
        progress: &Progress,
    ) -> Result<ImportFile, Cancelled> {
        let looked = preview(&file, crs.as_deref(), self.reference.as_deref(), progress)?;
        let seen = looked.into_iter().next().map(|one| one.seen);
        let missing = || Problem::of_file(&file.label, ProblemKind::FileMissing, Done::Refused);
        let seen = seen.unwrap_or_else(|| Err(Box::new(missing())));
        Ok(ImportFile {
            seen: seen.map(|preview| Arc::from(*preview)),
            file,
            crs,
            settled: None,
        })
    }

    fn settle(&self, first: ImportFile, progress: &Progress) -> Result<ImportFile, Cancelled> {
        let Some(settled) = first.key().and_then(|key| self.find(&first, &key)) else {
            return Ok(first);
        };
        let file = FileToRead {
            encoding: settled.choices.encoding.clone().or(first.file.encoding.clone()),
            types: settled.choices.types.clone(),
            ..first.file.clone()
        };
        let crs = settled.choices.crs.clone().or(first.crs.clone());
        let again = if file == first.file && crs == first.crs {
            first
        } else {
            self.look_again(file, crs, progress)?
        };
        Ok(ImportFile {
            settled: Some(settled),
            ..again
        })
    }

    fn find(&self, file: &ImportFile, key: &TableKey) -> Option<Settled> {
        let settled = |by_profile, (suits, choices): (Suits, &Choices)| Settled {
            by_profile,
            suits,
            choices: choices.clone(),
        };
        let given = self.profile.as_ref().and_then(|profile| profile.find(key));
        if let Some(found) = given {
            return Some(settled(true, found));
        }
        // A memory that cannot be read is none: it only saves typing.
        let remembered = self.profiles.as_ref()?.read(&file.file.path).ok()?;
        remembered.find(key).map(|found| settled(false, found))
    }
}

impl ImportFile {
    /// What is said of it, where it can be read.
    pub fn info(&self) -> Option<&FileInfo> {
        self.seen.as_ref().ok().map(|preview| &preview.info)
    }

    /// Which sort of table it is.
    pub fn key(&self) -> Option<TableKey> {
        Some(self.info()?.key(&self.file))
    }

    /// What an import begins with: what was settled before, else what is guessed.
    pub fn choices(&self) -> Choices {
        let Some(info) = self.info() else {
            return Choices::default();
        };
        let role = info.guess.role;
        let guessed = Choices {
            role: role.map(|guessed| guessed.role),
            kind: role.and_then(|guessed| guessed.kind),
            crs: self.crs.clone(),
            encoding: self.file.encoding.clone(),
            types: self.file.types.clone(),
            fields: info.guess.mapping(),
        };
        match &self.settled {
            None => guessed,
            Some(settled) => {
                let wholly = settled.suits == Suits::Wholly;
                Choices {
                    role: settled.choices.role.filter(|_| wholly).or(guessed.role),
                    kind: if wholly {
                        settled.choices.kind
                    } else {
                        guessed.kind
                    },
                    fields: only_existing(&settled.choices.fields, info),
                    ..guessed
                }
            }
        }
    }

    /// What somebody has to look at.
    pub fn doubts(&self) -> Vec<Doubt> {
        let Some(info) = self.info() else {
            return vec![Doubt::Unread];
        };
        let mut doubts = Vec::new();
        match (&info.crs, info.doubt.trust) {
            (None, _) => doubts.push(Doubt::NoCrs),
            (_, Trust::Plausible) => {}
            _ => doubts.push(Doubt::Place),
        }
        let by_statistics = info.encoding.is_some_and(|encoding| {
            encoding.by == EncodingEvidence::Guess && encoding.name != encoding_rs::UTF_8.name()
        });
        // Text that has to be UTF-8 and is not is looked at in the encoding that its bytes speak for.
        let by_bytes = self.file.encoding.is_some() && self.settled.is_none();
        doubts.extend((by_statistics || by_bytes).then_some(Doubt::Encoding));
        doubts.extend(
            info.problems
                .iter()
                .any(is_of_bytes)
                .then_some(Doubt::Undecodable),
        );
        let choices = self.choices();
        let no_kind = choices.kind.is_none() && choices.fields.kind.is_none();
        match choices.role {
            None => doubts.push(Doubt::NoRole),
            Some(Role::Project) if no_kind => doubts.push(Doubt::NoKind),
            Some(_) => {}
        }
        doubts
    }

    /// The name that the layer begins with: that of the table, else that of the file.
    pub fn name(&self) -> String {
        let stem = self.file.path.file_stem().unwrap_or_default().to_string_lossy();
        let archived = self.info().filter(|info| info.format.starts_with("ZIP"));
        match (&self.file.table, archived) {
            (Some(table), Some(info)) => title_of(table, info.format.ends_with("Shapefile")).to_owned(),
            (Some(table), None) => table.clone(),
            (None, _) => stem.into_owned(),
        }
    }

    /// The layer that comes of it with these choices under this name.
    pub fn plan(&self, choices: &Choices, name: &str) -> LayerPlan {
        let role = choices.role.unwrap_or(Role::Context);
        let about = About {
            name: Bilingual::same(name),
            kind: choices.kind.filter(|_| role == Role::Project),
            fields: choices.fields.clone(),
            ..About::new(&self.name().replace('/', "-"), role)
        };
        LayerPlan {
            file: FileToRead {
                encoding: choices.encoding.clone(),
                types: choices.types.clone(),
                ..self.file.clone()
            },
            crs: choices.crs.clone(),
            ..LayerPlan::of_file(about, &self.file.path)
        }
    }
}

impl Import {
    /// True where nobody has to look at anything.
    pub fn is_certain(&self) -> bool {
        self.files.iter().all(|file| file.doubts().is_empty())
    }

    /// The layers as they are without anybody's word.
    pub fn plans(&self) -> Vec<LayerPlan> {
        let readable = self.files.iter().filter(|file| file.seen.is_ok());
        let plan = |file: &ImportFile| file.plan(&file.choices(), &file.name());
        readable.map(plan).collect()
    }

    /// Why nothing can be read, where that is so of every file.
    pub fn failure(&self) -> Option<Vec<Problem>> {
        let problems = self.files.iter().map(|file| file.seen.as_ref().err());
        let problems: Option<Vec<&Box<Problem>>> = problems.collect();
        problems.map(|problems| problems.into_iter().map(|problem| (**problem).clone()).collect())
    }
}

/// True for what is said of bytes that are no text, or of another text.
fn is_of_bytes(problem: &Problem) -> bool {
    match &problem.kind {
        ProblemKind::File(fault) => {
            matches!(
                fault,
                FileFault::Undecodable { .. } | FileFault::EncodingDoubt { .. }
            )
        }
        ProblemKind::Reading(fault) => fault.code() == "undecodable_places",
        _ => false,
    }
}

/// A mapping without the fields that a table does not have.
pub fn only_existing(fields: &Fields, info: &FileInfo) -> Fields {
    let mut own = fields.clone();
    for meaning in FieldMeaning::ALL {
        let field = meaning.field_mut(&mut own);
        let exists = |name: &str| info.fields.iter().any(|known| known.name == name);
        if field.as_deref().is_some_and(|name| !exists(name)) {
            *field = None;
        }
    }
    own
}
