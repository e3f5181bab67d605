//! Opens a workspace: reads every layer, settles the plane, brings the layers into it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::geom::crs::{Crs, CrsError, Geodetic};
use crate::model::accepted_repairs::Accepted;
use crate::model::date::Date;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

use super::doubt::Reference;
use super::field_values::{Known, check};
use super::folder::is_of_data;
use super::locate::{Located, Read, empty, locate};
use super::memory_limit::MemoryLimit;
use super::raw::RawLayer;
use super::read_source::{ReadSource, read_source, read_sources};
use super::source_crs::automatic;
use super::workspace::bare;
use super::workspace::file;
use super::workspace::plan::{LayerPlan, Plan, ReadPlans};
use super::workspace::quick::Quick;
use super::workspace::rule_book::load;
use super::workspace::tables;
use super::workspace::written_answer::about_nobody;

/// The plane where no layer says where it is: CGCS2000, 3-degree zone around 120° E.
const HOME: &str = "EPSG:4549";

/// What to open.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A workspace file, or a folder with one.
    Workspace(PathBuf),
    /// Data files by themselves, and folders and archives of them.
    Files(Vec<PathBuf>),
    /// Layers that somebody has planned one by one, as in an import.
    Planned(Vec<LayerPlan>),
    /// Zones and projects from the command line.
    Quick(Quick),
}

impl Source {
    /// A folder or a `.toml` alone is a workspace, anything else are data files; a folder without a workspace file stands for
    /// what lies in it. Looks into folders.
    pub fn of_paths(paths: Vec<PathBuf>) -> Source {
        let is_workspace = |path: &Path| match path.is_dir() {
            true => !is_of_data(path),
            false => path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")),
        };
        match paths.as_slice() {
            [one] if is_workspace(one) => Source::Workspace(one.clone()),
            _ => Source::Files(paths),
        }
    }
}

/// What goes before the workspace file's own word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenOptions {
    /// Code of the plane.
    pub crs: Option<String>,
    /// A rule book, by file or `builtin:` name, instead of those of the workspace.
    pub rules: Option<String>,
    /// The day that the rules are judged by.
    pub as_of: Option<Date>,
    /// What the places of layers are held against where the workspace brings no reference of its own.
    pub reference: Option<Arc<Reference>>,
    /// Somebody says yes to all repairs, however much they change.
    pub accept_repairs: bool,
    /// How much memory reading one file may take.
    pub memory: MemoryLimit,
}

/// Why there is no workspace.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OpenFailure {
    /// Something without which nothing can be judged: the workspace file, a rule book, the plane.
    #[error("{0:?}")]
    Problems(Vec<Problem>),
    /// Somebody asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl From<Box<Problem>> for OpenFailure {
    fn from(problem: Box<Problem>) -> OpenFailure {
        OpenFailure::Problems(vec![*problem])
    }
}

/// A workspace, and how its layers were read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What was opened.
    pub workspace: Workspace,
    /// What each layer was read by.
    pub plans: ReadPlans,
}

/// Opens a workspace. A layer that cannot be read stays in it, empty, with `counts.refused` of at least 1.
///
/// # Errors
/// [`OpenFailure`].
pub fn open(source: &Source, options: &OpenOptions, progress: &Progress) -> Result<Workspace, OpenFailure> {
    open_with_plans(source, options, progress).map(|opened| opened.workspace)
}

/// As [`open`], and keeps what each layer was read by.
///
/// # Errors
/// [`OpenFailure`].
pub fn open_with_plans(
    source: &Source,
    options: &OpenOptions,
    progress: &Progress,
) -> Result<Opened, OpenFailure> {
    let mut plan = match source {
        Source::Workspace(path) => file::read(path, options.rules.is_none())?,
        Source::Files(paths) => bare::plan(paths)?,
        Source::Planned(layers) => bare::planned(layers)?,
        Source::Quick(quick) => quick.plan(),
    };
    if let Some(name) = &options.rules {
        plan.rules = load(name, Path::new(""))?;
    }
    plan.as_of = options.as_of.or(plan.as_of);
    if options.crs.is_some() && options.crs != plan.crs {
        // Their places are in the plane of the file.
        plan.bookmarks.clear();
    }
    plan.crs = options.crs.clone().or(plan.crs);
    if options.memory != MemoryLimit::System {
        let layers = plan.layers.iter_mut();
        layers.for_each(|layer| layer.file.memory = options.memory);
    }
    if options.accept_repairs {
        let layers = plan.layers.iter_mut();
        layers.for_each(|layer| layer.accepted_repairs = Some(Accepted::All));
    }
    let mut plans = ReadPlans::new(&plan);
    let workspace = assemble(plan, options.reference.as_deref(), progress)?;
    plans.keep(|id| workspace.layer(id).is_some());
    Ok(Opened { workspace, plans })
}

/// Reads one layer into a given plane, for a file that is added to an open workspace.
///
/// # Errors
/// [`Cancelled`]; a file that cannot be read gives an empty layer and the problem.
pub fn read_layer(plan: LayerPlan, plane: &Crs, progress: &Progress) -> Result<Read, Cancelled> {
    match read_source(&plan, progress)? {
        Ok(located) => {
            let mut read = locate(located, plan.about, plane, progress)?;
            check(&mut read, &Known::default());
            Ok(read)
        }
        Err(problem) => Ok(empty(
            &plan.file.label,
            plan.about,
            RawLayer::default(),
            vec![*problem],
        )),
    }
}

/// Reads one layer of an open workspace again, by another plan, and holds its place against the reference that the others
/// were held against. What its values mean to the rules is told as when it was opened.
///
/// # Errors
/// [`OpenFailure`]: where the file cannot be read at all, so that what was read before is worth more.
pub fn read_again(
    plan: &LayerPlan,
    (workspace, plans): (&Workspace, &ReadPlans),
    progress: &Progress,
) -> Result<Read, OpenFailure> {
    let mut located = read_source(plan, progress)??;
    let layers = &workspace.layers;
    let reference = match &plans.reference {
        Some(id) => workspace.layer(id),
        None => layers.iter().find(|layer| layer.about.role == Role::District),
    };
    let reference = reference.filter(|layer| layer.about.id != plan.about.id);
    if let Some(reference) = reference.and_then(|layer| Reference::of_layer(layer, &workspace.crs)) {
        located.source.hold_against(&located.raw, &reference);
    }
    if let Some(by) = &plan.correction.confirmed {
        located.source.confirm(by);
    }
    let mut read = locate(located, plan.about.clone(), &workspace.crs, progress)?;
    let known = Known {
        classes: Some(&workspace.tables.classes),
        rules: Some(&workspace.rules),
        is_mapped: plans.is_mapped,
    };
    check(&mut read, &known);
    Ok(read)
}

fn assemble(
    plan: Plan,
    reference: Option<&Reference>,
    progress: &Progress,
) -> Result<Workspace, OpenFailure> {
    // A wrong plane is told before minutes of reading.
    let said = plan
        .crs
        .as_deref()
        .map(|code| plane_of(code, &plan.label))
        .transpose()?;
    let is_mapped = plan.is_mapped();
    let (mut sources, strays) = read_sources(plan.layers, progress)?;
    if sources.is_empty() && !strays.is_empty() {
        return Err(OpenFailure::Problems(strays));
    }
    hold_against_reference(&mut sources, plan.reference.as_deref(), reference);
    let plane = match said {
        Some(plane) => plane,
        None => automatic_plane(&sources, &plan.label)?,
    };
    let mut workspace = Workspace::empty(plane.clone());
    workspace.name = plan.name;
    workspace.rules = Arc::new(plan.rules);
    workspace.tables = Arc::new(plan.tables.map_or_else(tables::built_in, Ok)?);
    workspace.as_of = plan.as_of;
    workspace.answers = Arc::new(plan.answers);
    workspace.age_limits = plan.age_limits;
    workspace.map_approval = plan.map_approval;
    workspace.base_map = plan.base_map;
    workspace.bookmarks = Arc::new(plan.bookmarks);
    workspace.problems = plan.problems;
    workspace.problems.extend(strays);
    for (layer, source) in sources {
        Arc::make_mut(&mut workspace.accepted_repairs).set(&layer.about.id, layer.accepted_repairs);
        if let Some(choice) = layer.symbology {
            Arc::make_mut(&mut workspace.symbology).set(&layer.about.id, choice);
        }
        let mut read = match source {
            Ok(located) => locate(located, layer.about, &plane, progress)?,
            Err(problem) => empty(
                &layer.file.label,
                layer.about,
                RawLayer::default(),
                vec![*problem],
            ),
        };
        let known = Known {
            classes: Some(&workspace.tables.classes),
            rules: Some(&workspace.rules),
            is_mapped,
        };
        check(&mut read, &known);
        workspace.layers.push(Arc::new(read.layer));
        workspace.problems.extend(read.problems);
    }
    let idle = about_nobody(&workspace, &plan.label);
    workspace.problems.extend(idle);
    Ok(workspace)
}

fn plane_of(code: &str, label: &str) -> Result<Crs, Box<Problem>> {
    let plane = Crs::from_code(code).and_then(Crs::require_plane);
    plane.map_err(|error| bad_plane(code, label, &error))
}

fn bad_plane(code: &str, label: &str, error: &CrsError) -> Box<Problem> {
    let kind = match error {
        CrsError::Unknown(_) => ProblemKind::UnknownCrs {
            code: code.to_owned(),
        },
        other => ProblemKind::BadSetting {
            detail: other.to_string(),
        },
    };
    Box::new(Problem {
        field: Some("crs".to_owned()),
        ..Problem::of_file(label, kind, Done::Refused)
    })
}

/// Holds the places of all layers against the one named as reference, else against the first district; a reference that is
/// itself in doubt is none. Without one of their own, against the one that is given.
fn hold_against_reference(sources: &mut [ReadSource], named: Option<&str>, given: Option<&Reference>) {
    let is_reference = |plan: &LayerPlan| match named {
        Some(id) => &*plan.about.id == id,
        None => plan.about.role == Role::District,
    };
    let position = sources.iter().position(|(plan, _)| is_reference(plan));
    let found = position.and_then(|position| sources.get(position));
    let own = found.and_then(|(plan, source)| {
        let located = source.as_ref().ok()?;
        let crs = located.source.trusted_crs()?;
        Reference::of_raw(&located.raw, crs, &plan.about.id)
    });
    for (number, (plan, source)) in sources.iter_mut().enumerate() {
        let Ok(Located { raw, source, .. }) = source else {
            continue;
        };
        let reference = own.as_ref().filter(|_| Some(number) != position);
        let given = given.filter(|_| position.is_none());
        if let Some(reference) = reference.or(given) {
            source.hold_against(raw, reference);
        }
        if let Some(by) = &plan.correction.confirmed {
            source.confirm(by);
        }
    }
}

/// By the district where there is one, else by zones and projects, else by whatever there is.
fn automatic_plane(sources: &[ReadSource], label: &str) -> Result<Crs, Box<Problem>> {
    let places = |wanted: &dyn Fn(Role) -> bool| -> Vec<Geodetic> {
        let wanted = sources.iter().filter(|(plan, _)| wanted(plan.about.role));
        let located = wanted.filter_map(|(_, source)| source.as_ref().ok());
        located
            .filter_map(|located| located.source.center(&located.raw))
            .collect()
    };
    let choices: [&dyn Fn(Role) -> bool; 3] = [
        &|role| role == Role::District,
        &|role| role.is_zone() || role == Role::Project,
        &|_| true,
    ];
    let found = choices.into_iter().map(places).find(|places| !places.is_empty());
    match found {
        Some(places) => automatic(&places).map_err(|error| bad_plane("auto", label, &error)),
        None => plane_of(HOME, label),
    }
}
