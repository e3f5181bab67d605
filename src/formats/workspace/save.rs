//! The open workspace as a workspace file: what the file said that it was opened from, with what has changed since.
//!
//! Paths lead to the files of the layers from where the new file will stand. Layers without a file (made elsewhere) cannot
//! be written, which is refused rather than left out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::{Table, Value};

use crate::formats::correction::Correction;
use crate::geom::crs::Crs;
use crate::model::accepted_repairs::Accepted;
use crate::model::bookmark::Bookmark;
use crate::model::date::Date;
use crate::model::field_meaning::FieldMeaning;
use crate::model::field_type::FieldTypes;
use crate::model::layer::{About, Layer, Provenance};
use crate::model::workspace::Workspace;
use crate::words::Bilingual;

use super::file::FILE_NAME;
use super::plan::{LayerPlan, ReadPlans};
use super::rule_book::BUILTIN;
use super::written_bookmark::WrittenBookmark;
use super::written_style::WrittenStyle;

/// Why an open workspace cannot be written as a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// A layer was not read from a file.
    #[error("layer {0:?} was not read from a file")]
    NoFile(Arc<str>),
    /// The coordinates of a layer were corrected in a way that a new workspace file cannot say.
    #[error("layer {0:?} is corrected in a way that only its own workspace file says")]
    Corrected(Arc<str>),
    /// The file that the workspace was opened from cannot be read any more; the reason.
    #[error("{0}")]
    Origin(String),
}

/// The content of the workspace file that will stand at `target`. `origin` is the workspace file (or its folder) that the
/// workspace was opened from; `None` where it was opened from data files.
///
/// # Errors
/// [`Unwritable`].
pub fn text(
    workspace: &Workspace,
    plans: &ReadPlans,
    origin: Option<&Path>,
    target: &Path,
) -> Result<String, Unwritable> {
    let origin = origin.map(|path| {
        if path.is_dir() {
            path.join(FILE_NAME)
        } else {
            path.to_owned()
        }
    });
    let mut table = match &origin {
        Some(path) => origin_table(path)?,
        None => Table::new(),
    };
    let places = Places {
        from: folder_of(origin.as_deref().unwrap_or(Path::new(""))),
        to: folder_of(target),
    };
    table.insert("version".into(), Value::Integer(1));
    put_name(&mut table, &workspace.name);
    // Files that are read again need not suggest the same plane.
    table.insert("crs".into(), Value::String(workspace.crs.code().to_owned()));
    put_date(&mut table, "as_of", workspace.as_of);
    places.mend_paths(&mut table);
    let old = match table.remove("layer") {
        Some(Value::Array(layers)) => layers,
        _ => Vec::new(),
    };
    let mut layers = Vec::new();
    for layer in &workspace.layers {
        let id = &layer.about.id;
        let plan = plans.of(id).ok_or_else(|| Unwritable::NoFile(Arc::clone(id)))?;
        let own = old.iter().filter_map(Value::as_table);
        let own = own
            .into_iter()
            .find(|own| own.get("id").and_then(Value::as_str) == Some(&**id));
        layers.push(Value::Table(layer_table(
            workspace,
            (layer, plan),
            own.cloned(),
            &places,
        )?));
    }
    drop_references(&mut table, workspace);
    put_bookmarks(&mut table, &workspace.bookmarks);
    if !layers.is_empty() {
        table.insert("layer".into(), Value::Array(layers));
    }
    Ok(toml::to_string_pretty(&table).unwrap_or_default())
}

/// Layers by themselves, as a workspace file at `target` says them, in a plane of that code. What only the workspace file
/// says that they were opened from (filter, footprint, check, coverage, parameters of a datum) is not in it.
///
/// # Errors
/// [`Unwritable`].
pub fn layers_text(plans: &[&LayerPlan], plane: &Crs, target: &Path) -> Result<String, Unwritable> {
    let mut workspace = Workspace::empty(plane.clone());
    for plan in plans {
        let id = &plan.about.id;
        Arc::make_mut(&mut workspace.accepted_repairs).set(id, plan.accepted_repairs.clone());
        if let Some(choice) = &plan.symbology {
            Arc::make_mut(&mut workspace.symbology).set(id, choice.clone());
        }
    }
    let places = Places {
        from: PathBuf::new(),
        to: folder_of(target),
    };
    let mut layers = Vec::new();
    for plan in plans {
        let mut plan = LayerPlan::clone(plan);
        plan.correction.datum = None;
        let layer = Layer::new(plan.about.clone(), Provenance::default(), Vec::new());
        layers.push(Value::Table(layer_table(
            &workspace,
            (&layer, &plan),
            None,
            &places,
        )?));
    }
    let mut table = Table::new();
    table.insert("version".into(), Value::Integer(1));
    table.insert("name".into(), Value::String(String::new()));
    table.insert("crs".into(), Value::String(plane.code().to_owned()));
    table.insert("layer".into(), Value::Array(layers));
    Ok(toml::to_string(&table).unwrap_or_default())
}

fn origin_table(path: &Path) -> Result<Table, Unwritable> {
    let bad = |reason: String| Unwritable::Origin(format!("{reason} [{}]", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| bad(error.to_string()))?;
    toml::from_str(&text).map_err(|error| bad(error.to_string()))
}

fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
}

fn put_name(table: &mut Table, name: &Bilingual) {
    table.insert("name".into(), Value::String(name.zh.clone()));
    if name.en == name.zh {
        table.remove("name_en");
    } else {
        table.insert("name_en".into(), Value::String(name.en.clone()));
    }
}

fn put_date(table: &mut Table, key: &str, day: Option<Date>) {
    let written = day.and_then(|day| day.to_string().parse().ok());
    match written {
        Some(day) => table.insert(key.into(), Value::Datetime(day)),
        None => table.remove(key),
    };
}

/// What names layers that are gone would make the file unreadable.
fn drop_references(table: &mut Table, workspace: &Workspace) {
    let there = |value: &Value| value.as_str().is_some_and(|id| workspace.layer(id).is_some());
    if table.get("reference").is_some_and(|id| !there(id)) {
        table.remove("reference");
    }
}

/// No table where there are none, so that older programs can still read the file.
fn put_bookmarks(table: &mut Table, bookmarks: &[Bookmark]) {
    table.remove("bookmark");
    let written = bookmarks.iter().map(WrittenBookmark::of).map(Value::try_from);
    if let (false, Ok(written)) = (bookmarks.is_empty(), written.collect()) {
        table.insert("bookmark".into(), Value::Array(written));
    }
}

fn layer_table(
    workspace: &Workspace,
    (layer, plan): (&Layer, &LayerPlan),
    own: Option<Table>,
    places: &Places,
) -> Result<Table, Unwritable> {
    let about = &layer.about;
    let is_own = own.is_some();
    let mut table = own.unwrap_or_default();
    let mut put = |key: &str, value: Option<String>| {
        match value {
            Some(value) => table.insert(key.into(), Value::String(value)),
            None => table.remove(key),
        };
    };
    put("id", Some(about.id.to_string()));
    put("file", Some(places.target_from(&plan.file.path)));
    put("role", Some(about.role.code().to_owned()));
    put("kind", about.kind.map(|kind| kind.code().to_owned()));
    put("crs", plan.crs.clone());
    put("encoding", plan.file.encoding.clone());
    put("table", plan.file.table.clone());
    let coverage = about
        .coverage
        .as_deref()
        .filter(|id| workspace.layer(id).is_some());
    put("coverage", coverage.map(str::to_owned));
    put_types(&mut table, &plan.file.types);
    put_name(&mut table, &about.name);
    put_correction(&mut table, &plan.correction, is_own)
        .map_err(|()| Unwritable::Corrected(Arc::clone(&about.id)))?;
    put_rest(&mut table, about);
    put_accepted(&mut table, workspace.accepted_repairs.of(&about.id));
    match workspace.symbology.of(&about.id).map(WrittenStyle::of) {
        Some(style) => {
            if let Ok(style) = Value::try_from(style) {
                table.insert("style".into(), style);
            }
        }
        None => {
            table.remove("style");
        }
    }
    Ok(table)
}

/// No table where there are none, so that older programs can still read the file.
fn put_types(table: &mut Table, types: &FieldTypes) {
    let written = Value::try_from(types).ok().filter(|_| !types.is_empty());
    match written {
        Some(types) => table.insert("types".into(), types),
        None => table.remove("types"),
    };
}

fn put_correction(table: &mut Table, correction: &Correction, is_own: bool) -> Result<(), ()> {
    // Parameters of a datum are as the file says them, and nobody changes them while it is open.
    if correction.datum.is_some() && !(is_own && table.contains_key("datum")) {
        return Err(());
    }
    if correction.datum.is_none() {
        table.remove("datum");
    }
    let mut put = |key: &str, value: Option<&str>| {
        match value {
            Some(value) => table.insert(key.into(), Value::String(value.to_owned())),
            None => table.remove(key),
        };
    };
    put("axes", correction.axes_swapped.then_some("swapped"));
    put("shift", correction.shift.map(|shift| shift.code()));
    put("crs_confirmed", correction.confirmed.as_deref());
    Ok(())
}

fn put_rest(table: &mut Table, about: &About) {
    put_date(table, "surveyed", about.surveyed);
    match about.synthetic {
        true => table.insert("synthetic".into(), Value::Boolean(true)),
        false => table.remove("synthetic"),
    };
    match about.tolerance_m > 0.0 {
        true => table.insert("tolerance_m".into(), Value::Float(about.tolerance_m)),
        false => table.remove("tolerance_m"),
    };
    let mapped = FieldMeaning::ALL.into_iter().filter_map(|meaning| {
        let field = meaning.field(&about.fields)?;
        Some((meaning.code().to_owned(), Value::String(field.to_owned())))
    });
    let fields: Table = mapped.collect();
    match fields.is_empty() {
        true => table.remove("fields"),
        false => table.insert("fields".into(), Value::Table(fields)),
    };
}

fn put_accepted(table: &mut Table, accepted: Option<&Accepted>) {
    let value = match accepted {
        None => return drop(table.remove("accept_repairs")),
        Some(Accepted::All) => Value::Boolean(true),
        Some(Accepted::Some(ids)) => {
            Value::Array(ids.iter().map(|id| Value::String(id.to_string())).collect())
        }
    };
    table.insert("accept_repairs".into(), value);
}

/// Where paths in a file start from, before and after.
struct Places {
    from: PathBuf,
    to: PathBuf,
}

impl Places {
    /// Paths of rule books, the class table and the base map, as they were from the old file.
    fn mend_paths(&self, table: &mut Table) {
        if let Some(Value::Array(rules)) = table.get_mut("rules") {
            rules.iter_mut().for_each(|rule| self.mend(rule));
        } else {
            let rules = vec![Value::String(BUILTIN.to_owned())];
            table.insert("rules".into(), Value::Array(rules));
        }
        if let Some(classes) = table.get_mut("classes") {
            self.mend(classes);
        }
        if let Some(file) = table.get_mut("base_map").and_then(|map| map.get_mut("file")) {
            self.mend(file);
        }
    }

    fn mend(&self, value: &mut Value) {
        if let Some(text) = value.as_str().filter(|text| !text.starts_with("builtin:")) {
            *value = Value::String(self.target_from(&self.from.join(text)));
        }
    }

    /// A path as the new file names it: from its own folder where it lies below it, else whole.
    fn target_from(&self, path: &Path) -> String {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let below = path.strip_prefix(&self.to).ok().map(|below| {
            let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
            parts.collect::<Vec<_>>().join("/")
        });
        below.unwrap_or_else(|| path.to_string_lossy().into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::open::{OpenOptions, Opened, Source, open_with_plans};
    use crate::geom::turn::Turn;
    use crate::model::role::Role;
    use crate::model::symbology::Colour;
    use crate::model::symbology_choice::{Category, SymbolChange, SymbolPalette, SymbologyChoice};
    use crate::progress::Progress;

    fn opened(source: &Source) -> Opened {
        open_with_plans(source, &OpenOptions::default(), &Progress::default()).unwrap()
    }

    fn dressed() -> SymbologyChoice {
        let change = SymbolChange {
            fill: Some(Colour::new(0x11_22_33, 90)),
            ..SymbolChange::default()
        };
        SymbologyChoice {
            palette: SymbolPalette::Safe,
            changes: [(Category::Role(Role::RedLine), change)].into(),
        }
    }

    /// Everything that a workspace file says, layer by layer, without the order of what has none.
    fn said(opened: &Opened) -> Vec<String> {
        let workspace = &opened.workspace;
        let whole = format!(
            "{:?} {} {:?} {:?} {:?} {:?} {:?} {:?}",
            workspace.name,
            workspace.crs.code(),
            workspace.as_of,
            workspace.answers,
            workspace.tables,
            workspace.age_limits,
            workspace.symbology,
            workspace.bookmarks,
        );
        let layers = workspace.layers.iter().map(|layer| {
            let plan = opened.plans.of(&layer.about.id).unwrap();
            let path = std::path::absolute(&plan.file.path).unwrap();
            format!(
                "{:?} {path:?} {:?} {:?} {:?} {:?} {:?} {}",
                layer.about,
                plan.crs,
                plan.correction,
                plan.filter,
                plan.file.encoding,
                plan.file.types,
                layer.provenance.sha256
            )
        });
        std::iter::once(whole).chain(layers).collect()
    }

    #[test]
    fn a_workspace_that_was_changed_is_read_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("deep/workspace.toml");
        let origin = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        let mut opened = opened(&Source::Workspace(origin.clone()));
        let id = Arc::clone(&opened.workspace.layers[2].about.id);
        let name = Bilingual::same("新名称 \"quoted\"");
        let renamed = opened.workspace.layers[2].renamed(name.clone());
        opened.workspace.layers[2] = Arc::new(renamed);
        opened.plans.rename(&id, &name);
        opened.workspace.layers.swap(1, 3);
        let gone = opened.workspace.layers.pop().unwrap();
        opened.workspace.as_of = "2025-01-31".parse().ok();
        Arc::make_mut(&mut opened.workspace.symbology).set(&id, dressed());
        opened.workspace.bookmarks = Arc::new(vec![Bookmark {
            name: "七格 \"1\"".to_owned(),
            extent: opened.workspace.extent(),
            turn: Turn::of_degrees(-15.0),
        }]);
        let text = text(&opened.workspace, &opened.plans, Some(&origin), &target).unwrap();
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(&target, &text).unwrap();
        let again = super::tests::opened(&Source::Workspace(target));
        assert_eq!(said(&again), said(&opened), "{text}");
        assert!(again.workspace.layer(&gone.about.id).is_none());
        assert_eq!(again.workspace.bookmarks, opened.workspace.bookmarks);
    }

    #[test]
    fn data_files_become_a_workspace_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang/wetland.geojson");
        let data = folder.path().join("wetland.geojson");
        std::fs::copy(map, &data).unwrap();
        let opened = opened(&Source::Files(vec![data]));
        let target = folder.path().join("mine.toml");
        let text = text(&opened.workspace, &opened.plans, None, &target).unwrap();
        assert!(text.contains("file = \"wetland.geojson\""), "{text}");
        std::fs::write(&target, &text).unwrap();
        let again = super::tests::opened(&Source::Workspace(target));
        assert_eq!(said(&again), said(&opened));
        assert_eq!(
            again.workspace.rules.rules.len(),
            opened.workspace.rules.rules.len()
        );
    }

    #[test]
    fn what_cannot_be_said_is_refused() {
        let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang/wetland.geojson");
        let opened = opened(&Source::Files(vec![map]));
        let none = ReadPlans::default();
        let refused = text(&opened.workspace, &none, None, Path::new("a.toml"));
        assert_eq!(refused, Err(Unwritable::NoFile("wetland".into())));
        let gone = text(
            &opened.workspace,
            &opened.plans,
            Some(Path::new("no/such.toml")),
            Path::new("a.toml"),
        );
        assert!(matches!(gone, Err(Unwritable::Origin(_))));
    }
}
