//! The session's part in an import: looks at files as a job, keeps what was seen, reads what was settled.

use std::path::PathBuf;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::formats::doubt::Reference;
use crate::formats::encoding::by_name;
use crate::formats::field_values::Known;
use crate::formats::input::FileToRead;
use crate::formats::profile::{FolderProfiles, Profile, Record};
use crate::formats::recode::{is_about_texts, recoded, types_recoded};
use crate::formats::workspace::plan::LayerPlan;
use crate::model::field_meaning::FieldMeaning;
use crate::model::field_type::FieldTypes;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::role::Role;
use crate::progress::{Cancelled, Progress};
use crate::report::files;
use crate::words::Lang;

use super::command::{Command, JobKind};
use super::edit::{Edit, ReadAgain};
use super::import::{Import, ImportFile, ImportStep, Purpose, Surroundings};
use super::imported::Imported;
use super::looking::{self, Looked};
use super::notice::NoticeKind;
use super::work;
use super::{Done, Session};

impl Session {
    /// Remembers below a folder what is settled in imports; without, nothing is remembered.
    #[must_use]
    pub fn with_memory(mut self, folder: Option<PathBuf>) -> Session {
        self.profiles = folder.map(|folder| FolderProfiles::within(&folder));
        self
    }

    /// The import that waits for somebody's word.
    pub fn import(&self) -> Option<&Import> {
        self.import.as_ref()
    }

    /// True if imports are remembered.
    pub fn has_memory(&self) -> bool {
        self.profiles.is_some()
    }

    pub(super) fn import_step(&mut self, step: ImportStep) {
        match step {
            ImportStep::Look {
                paths,
                purpose,
                always,
            } => self.look(paths, Some(purpose), always),
            ImportStep::Drop { paths, always } => self.look(paths, None, always),
            ImportStep::Again { at, file, crs } => {
                let surroundings = self.surroundings();
                let before = self.import.as_ref().and_then(|import| import.files.get(at));
                let settled = before.and_then(|file| file.settled.clone());
                self.again(move |progress| {
                    let looked = surroundings.look_again(*file, crs, progress)?;
                    Ok(vec![(at, ImportFile { settled, ..looked })])
                });
            }
            ImportStep::UseProfile(path) => self.use_profile(path),
            ImportStep::Forget(at) => self.forget(at),
            ImportStep::SaveProfile { path, records } => {
                let text = Profile { records }.text();
                self.jobs.start(JobKind::Remembering, move |_| {
                    Done::Imported(match files::write(&path, text.as_bytes()) {
                        Ok(()) => Imported::Written(vec![path], Vec::new()),
                        Err(error) => Imported::Written(Vec::new(), vec![error]),
                    })
                });
            }
            ImportStep::Import { layers, settled } => {
                let purpose = self.import.take().map_or(Purpose::Add, |import| import.purpose);
                self.remember(settled);
                self.read_planned(layers, purpose);
            }
            ImportStep::Close => {
                self.jobs.cancel(&JobKind::Looking);
                self.import = None;
            }
        }
    }

    /// Where places are held against, and what is remembered.
    fn surroundings(&self) -> Surroundings {
        let reference = self.workspace().and_then(|workspace| {
            let mut layers = workspace.layers.iter();
            let district = layers.find(|layer| layer.about.role == Role::District)?;
            Reference::of_layer(district, &workspace.crs).map(Arc::new)
        });
        Surroundings {
            reference,
            profiles: self.profiles.clone(),
            profile: None,
        }
    }

    /// What was dropped on the window and would take the place of what is open, as a wish to open it.
    pub fn take_dropped(&mut self) -> Option<Command> {
        self.dropped.take()
    }

    /// Begins to look at files; what is said for no purpose joins what is open where it is data.
    fn look(&mut self, paths: Vec<PathBuf>, purpose: Option<Purpose>, always: bool) {
        let (surroundings, is_open) = (self.surroundings(), self.workspace().is_some());
        self.jobs.start(JobKind::Looking, move |progress| {
            let found = purpose.unwrap_or_else(|| looking::purpose_of_dropped(&paths, is_open));
            if purpose.is_none() && found == Purpose::Open && is_open {
                return Done::Imported(Imported::Dropped(paths, always));
            }
            let purpose = found;
            let surroundings = match purpose {
                Purpose::Add => surroundings,
                Purpose::Open => {
                    if let Some(workspace) = looking::workspace_in(&paths) {
                        return Done::Imported(Imported::Workspace(workspace));
                    }
                    Surroundings {
                        reference: None,
                        ..surroundings
                    }
                }
            };
            Done::Imported(Imported::Looked {
                purpose,
                always,
                files: looking::look(&paths, &surroundings, progress),
            })
        });
    }

    fn again(
        &mut self,
        work: impl FnOnce(&Progress) -> Result<Vec<(usize, ImportFile)>, Cancelled> + Send + 'static,
    ) {
        let serial = self.imports;
        self.jobs.start(JobKind::Looking, move |progress| {
            Done::Imported(Imported::Again(serial, work(progress)))
        });
    }

    fn use_profile(&mut self, path: PathBuf) {
        let Some(import) = &self.import else { return };
        let files: Vec<FileToRead> = import.files.iter().map(|own| own.file.clone()).collect();
        let (surroundings, serial) = (self.surroundings(), self.imports);
        self.jobs.start(JobKind::Looking, move |progress| {
            let profile = match Profile::read(&path) {
                Ok(profile) => profile,
                Err(problem) => return Done::Imported(Imported::NoProfile(problem)),
            };
            let surroundings = Surroundings {
                profile: Some(profile),
                ..surroundings
            };
            let looked = files.iter().enumerate().map(|(at, file)| {
                let looked = surroundings.look(file, None, progress)?;
                Ok(looked.into_iter().next().map(|looked| (at, looked)))
            });
            let looked: Result<Vec<_>, Cancelled> = looked.collect();
            let looked = looked.map(|looked| looked.into_iter().flatten().collect());
            Done::Imported(Imported::Again(serial, looked))
        });
    }

    /// Forgets what is remembered of a file, on the disk and in the import.
    fn forget(&mut self, at: usize) {
        let file = self.import.as_ref().and_then(|import| import.files.get(at));
        let (Some(file), Some(profiles)) = (file.cloned(), self.profiles.clone()) else {
            return;
        };
        let Some(key) = file.key() else { return };
        let named = FileToRead {
            encoding: None,
            types: FieldTypes::new(),
            ..file.file
        };
        let surroundings = Surroundings {
            profiles: None,
            ..self.surroundings()
        };
        self.again(move |progress| {
            let mut profile = profiles.read(&named.path).unwrap_or_default();
            profile.records.retain(|record| !record.key.has_fields_of(&key));
            profile.forget(&key);
            // What cannot be written is remembered a little longer, and is in sight whenever it is used.
            let _unwritten = files::write(&profiles.path(&named.path), profile.text().as_bytes());
            let looked = surroundings.look_again(named, None, progress)?;
            Ok(vec![(at, looked)])
        });
    }

    fn remember(&mut self, settled: Vec<(PathBuf, Record)>) {
        let Some(profiles) = self.profiles.clone().filter(|_| !settled.is_empty()) else {
            return;
        };
        self.jobs.start(JobKind::Remembering, move |_| {
            let mut failed = Vec::new();
            for (file, record) in settled {
                let mut profile = profiles.read(&file).unwrap_or_default();
                profile.remember(record);
                failed.extend(files::write(&profiles.path(&file), profile.text().as_bytes()).err());
            }
            Done::Imported(Imported::Written(Vec::new(), failed))
        });
    }

    /// Reads layers as they are planned.
    pub(super) fn read_planned(&mut self, layers: Vec<LayerPlan>, purpose: Purpose) {
        if layers.is_empty() {
            return;
        }
        let open = self.workspace().map(Arc::clone);
        let generation = self.generation;
        self.jobs
            .start(JobKind::Reading, move |progress| match (open, purpose) {
                (Some(workspace), Purpose::Add) => {
                    Done::Added(generation, work::read_planned_into(&workspace, &layers, progress))
                }
                _ => {
                    let read = work::read_planned(&layers, progress);
                    Done::Planned(layers, read)
                }
            });
    }

    /// Puts a layer into another encoding, without its file.
    pub(super) fn recode(&mut self, id: &str, encoding: &str) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        let layer = workspace.layers.iter().find(|layer| &*layer.about.id == id);
        let into: Option<&'static Encoding> = by_name(encoding);
        let (Some(layer), Some(into)) = (layer.map(Arc::clone), into) else {
            return;
        };
        let generation = self.generation;
        self.jobs.start(JobKind::Reading, move |progress| {
            let recoded = recoded(&layer, into, &Known::of(&workspace, &layer.about), progress);
            Done::Imported(Imported::Recoded(
                generation,
                recoded.map(|found| found.map(Box::new)),
            ))
        });
    }

    pub(super) fn take_import(&mut self, imported: Imported) {
        match imported {
            Imported::Looked {
                purpose,
                always,
                files: Ok(looked),
            } => self.looked_at(purpose, always, looked),
            Imported::Dropped(paths, always) => {
                let purpose = Purpose::Open;
                self.dropped = Some(Command::Import(ImportStep::Look {
                    paths,
                    purpose,
                    always,
                }));
            }
            Imported::Workspace(path) => self.read(vec![path]),
            Imported::Again(serial, Ok(looked)) if serial == self.imports => {
                let files = self.import.as_mut().map(|import| &mut import.files);
                let Some(files) = files else { return };
                for (at, file) in looked {
                    if let Some(own) = files.get_mut(at) {
                        *own = file;
                    }
                }
            }
            Imported::Recoded(generation, Ok(Some(recoded))) if generation == self.generation => {
                let (layer, problems) = *recoded;
                self.replace_texts(layer, problems);
            }
            Imported::NoProfile(problem) => self.notices.tell(NoticeKind::NotOpened(vec![*problem])),
            Imported::Written(written, failed) => {
                for error in failed {
                    let reason = error.text(Lang::default());
                    self.notices.tell(NoticeKind::NotExported(reason));
                }
                if !written.is_empty() {
                    self.notices.tell(NoticeKind::Exported(written));
                }
            }
            Imported::Looked { .. } | Imported::Again(..) | Imported::Recoded(..) => {}
        }
    }

    fn looked_at(&mut self, purpose: Purpose, always: bool, looked: Looked) {
        if looked.files.is_empty() && !looked.strays.is_empty() {
            return self.notices.tell(NoticeKind::NotOpened(looked.strays));
        }
        self.imports += 1;
        let import = Import {
            serial: self.imports,
            purpose,
            files: looked.files,
        };
        if !looked.strays.is_empty() {
            self.notices.tell(NoticeKind::LeftOut(looked.strays));
        }
        if let Some(problems) = import.failure() {
            return self.notices.tell(NoticeKind::NotOpened(problems));
        }
        if always || !import.is_certain() {
            self.import = Some(import);
            return;
        }
        let plans = import.plans();
        let meanings: Vec<String> = plans.iter().flat_map(meanings).collect();
        if !meanings.is_empty() {
            self.notices.tell(NoticeKind::ImportedAs(meanings));
        }
        self.read_planned(plans, purpose);
    }

    /// Takes a layer in another encoding, as if it had been read again so.
    fn replace_texts(&mut self, layer: Layer, mut problems: Vec<Problem>) {
        let Some(workspace) = self.workspace() else { return };
        let id = Arc::clone(&layer.about.id);
        let before = workspace.problems.iter();
        let of_layer = before.filter(|problem| problem.layer.as_ref() == Some(&id));
        let staying = of_layer.filter(|problem| !is_about_texts(problem)).cloned();
        problems.splice(0..0, staying);
        let plan = self.plan_of(&id).map(|plan| LayerPlan::clone(plan));
        let file = PathBuf::from(&layer.provenance.file);
        let mut plan = plan.unwrap_or_else(|| LayerPlan::of_file(layer.about.clone(), &file));
        plan.about.clone_from(&layer.about);
        if let Some(before) = workspace.layer(&id) {
            plan.file.types = types_recoded(&plan.file.types, before, &layer);
        }
        plan.file.encoding = layer.provenance.kept.as_ref().map(|kept| kept.encoding.clone());
        // The file has not been read once more: it counts as it was.
        let stamp = self.state().and_then(|state| state.plans.stamp_of(&id).cloned());
        let again = ReadAgain {
            stamp: stamp.unwrap_or_default(),
            instead_of: id,
            layer: Arc::new(layer),
            problems,
            plan: Arc::new(plan),
        };
        self.edit(&Edit::ReadAgain(Box::new(again)));
    }
}

/// `wind: MW → capacity_mw`
fn meanings(plan: &LayerPlan) -> Vec<String> {
    let fields = &plan.about.fields;
    let mapped = FieldMeaning::ALL
        .into_iter()
        .filter_map(|meaning| Some((meaning, meaning.field(fields)?)));
    mapped
        .map(|(meaning, field)| format!("{}: {field} → {}", plan.about.id, meaning.code()))
        .collect()
}
