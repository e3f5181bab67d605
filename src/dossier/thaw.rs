//! Takes a workspace out of a file, to the last bit as it was put in.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rusqlite::{OptionalExtension as _, Row};
use serde_json::Value;

use crate::formats::geopackage::blob::blob_in;
use crate::formats::geopackage::database::Database;
use crate::formats::shared_text::SharedTexts;
use crate::formats::workspace::written_style::WrittenStyle;
use crate::formats::workspace::{class_table, rule_book};
use crate::geom::crs::Crs;
use crate::geom::kept::readmit;
use crate::geom::shape::Shape;
use crate::model::feature::{Feature, Properties, PropertyValue};
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::rule::RuleBook;
use crate::model::symbology_choice::Symbology;
use crate::model::tables::Tables;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::report::layers::geopackage::{GEOMETRY, KEY, quoted};
use crate::words::Lang;

use super::fault::DossierFault;
use super::layer_rows::is_bool;
use super::saved::about::SavedAbout;
use super::saved::provenance::SavedProvenance;
use super::saved::settings::SavedSettings;
use super::values::value_of;

/// The name of the text with the settings.
pub const SETTINGS: &str = "settings";
/// The name of the text with the class table.
pub const CLASSES: &str = "classes";
/// The name of the text with the looks of layers, where somebody has chosen any.
pub const STYLES: &str = "styles";
/// Rows that are read before they are made into features in parallel.
const BATCH_ROWS: usize = 4096;
/// The columns that stand before those of the layer's own table.
const OWN_COLUMNS: usize = 6;

/// What was found of a part; else that it means nothing.
///
/// # Errors
/// [`DossierFault::Content`].
pub fn part<T>(name: &str, found: Result<T, impl ToString>) -> Result<T, DossierFault> {
    found.map_err(|detail| DossierFault::content(name, detail.to_string()))
}

/// The workspace of a file.
///
/// # Errors
/// A part that is missing or means nothing, damaged pages, somebody asked to stop.
pub fn thaw(database: &Database, progress: &Progress) -> Result<Workspace, DossierFault> {
    let text = stored_text(database, SETTINGS)?;
    let settings: SavedSettings = part(SETTINGS, serde_json::from_str(&text))?;
    let plane = Crs::from_code(&settings.crs).and_then(Crs::require_plane);
    let mut workspace = Workspace::empty(part("crs", plane)?);
    let classes = class_table::parse(&stored_text(database, CLASSES)?, &settings.class_source);
    let mut tables = Tables {
        classes: classes.map_err(|problem| bad_text(CLASSES, &problem))?,
        ..Tables::default()
    };
    workspace.rules = Arc::new(rules(database, settings.rule_sources.clone())?);
    part(SETTINGS, settings.fill(&mut workspace, &mut tables))?;
    workspace.tables = Arc::new(tables);
    workspace.symbology = Arc::new(symbology(database)?);
    for stored in stored_layers(database)? {
        progress.check()?;
        workspace
            .layers
            .push(Arc::new(layer(database, stored, progress)?));
    }
    Ok(workspace)
}

/// How layers are drawn.
fn symbology(database: &Database) -> Result<Symbology, DossierFault> {
    let mut symbology = Symbology::default();
    let sql = "SELECT text FROM redshank_texts WHERE name = ?1";
    let found = database.connection.query_row(sql, [STYLES], |row| row.get(0));
    let Some(text) = part::<Option<String>>(STYLES, found.optional())? else {
        return Ok(symbology);
    };
    let styles: BTreeMap<String, WrittenStyle> = part(STYLES, serde_json::from_str(&text))?;
    for (id, style) in styles {
        symbology.set(&Arc::from(id), part(STYLES, style.choice())?);
    }
    Ok(symbology)
}

fn bad_text(part: &str, problem: &Problem) -> DossierFault {
    DossierFault::content(part, problem.text(Lang::En))
}

fn stored_text(database: &Database, name: &str) -> Result<String, DossierFault> {
    let sql = "SELECT text FROM redshank_texts WHERE name = ?1";
    let found = database.connection.query_row(sql, [name], |row| row.get(0));
    part(name, part(name, found.optional())?.ok_or("missing"))
}

fn rules(database: &Database, sources: Vec<String>) -> Result<RuleBook, DossierFault> {
    let mut book = RuleBook {
        rules: Vec::new(),
        sources,
    };
    let all = || -> Result<Vec<(String, String)>, rusqlite::Error> {
        let sql = "SELECT id, text FROM redshank_rules ORDER BY place";
        let mut statement = database.connection.prepare(sql)?;
        statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    for (id, text) in part("rules", all())? {
        let name = format!("rule {id}");
        let own = rule_book::parse(&text, &id).map_err(|problem| bad_text(&name, &problem))?;
        book.rules.extend(own.rules);
    }
    Ok(book)
}

/// What a file says of one layer.
pub struct StoredLayer {
    number: i64,
    /// The layer's id.
    pub id: String,
    /// The name of its table.
    pub table: String,
    about: String,
    provenance: String,
}

/// What a file says of its layers, bottom of the map first.
///
/// # Errors
/// Damaged pages.
pub fn stored_layers(database: &Database) -> Result<Vec<StoredLayer>, DossierFault> {
    let all = || -> Result<Vec<StoredLayer>, rusqlite::Error> {
        let sql = "SELECT layer, id, table_name, about, provenance FROM redshank_layers ORDER BY layer";
        let mut statement = database.connection.prepare(sql)?;
        let stored = |row: &Row<'_>| {
            Ok(StoredLayer {
                number: row.get(0)?,
                id: row.get(1)?,
                table: row.get(2)?,
                about: row.get(3)?,
                provenance: row.get(4)?,
            })
        };
        statement.query_map([], stored)?.collect()
    };
    part("layers", all())
}

fn layer(database: &Database, stored: StoredLayer, progress: &Progress) -> Result<Layer, DossierFault> {
    let name = format!("layer {}", stored.id);
    let about: SavedAbout = part(&name, serde_json::from_str(&stored.about))?;
    let provenance: SavedProvenance = part(&name, serde_json::from_str(&stored.provenance))?;
    let features = features(database, &stored, &name, progress)?;
    let (about, provenance) = (part(&name, about.about())?, part(&name, provenance.provenance())?);
    Ok(Layer::new(about, provenance, features))
}

/// The columns of a layer's table, and the lists of names that its features share.
struct Reader {
    is_bool: Vec<bool>,
    lists: Vec<NameList>,
    texts: SharedTexts,
}

/// Names, and the column of each; `None` for a value that stands beside the table only.
type NameList = (Arc<[Arc<str>]>, Vec<Option<usize>>);

/// A row whose shape is still bytes.
struct Taken {
    id: Arc<str>,
    number: usize,
    properties: Properties,
    foreign: Properties,
    blob: Option<Vec<u8>>,
}

fn features(
    database: &Database,
    stored: &StoredLayer,
    name: &str,
    progress: &Progress,
) -> Result<Vec<Feature>, DossierFault> {
    let (mut reader, columns) = part(name, reader(database, stored.number))?;
    let own: String = columns
        .iter()
        .map(|column| format!(", t.{}", quoted(column)))
        .collect();
    let sql = format!(
        "SELECT f.id, f.number, f.list, f.odd, f.members, t.{}{own} FROM redshank_features f JOIN {} t ON t.{} = f.fid \
         WHERE f.layer = ?1 ORDER BY f.place",
        quoted(GEOMETRY),
        quoted(&stored.table),
        quoted(KEY),
    );
    let mut statement = part(name, database.connection.prepare(&sql))?;
    let mut rows = part(name, statement.query([stored.number]))?;
    let mut features = Vec::new();
    loop {
        progress.check()?;
        let mut batch = Vec::new();
        while batch.len() < BATCH_ROWS {
            database.got_on();
            match part(name, rows.next())? {
                Some(row) => batch.push(part(name, reader.taken(row))?),
                None => break,
            }
        }
        if batch.is_empty() {
            return Ok(features);
        }
        let made = batch.into_par_iter().map(|taken| feature(taken, progress));
        let made: Vec<Result<Feature, String>> = made.collect();
        // Or what was let go of would be taken for a fault.
        progress.check()?;
        for feature in made {
            features.push(part(name, feature)?);
        }
    }
}

fn feature(taken: Taken, progress: &Progress) -> Result<Feature, String> {
    let shape = match &taken.blob {
        None => Shape::empty(),
        Some(bytes) => {
            let found = blob_in(bytes).map_err(|fault| format!("{}: {}", taken.id, fault.text(Lang::En)))?;
            match found.found.geometry {
                None => Shape::empty(),
                Some(geometry) => {
                    readmit(geometry, progress).map_err(|reason| format!("{}: {reason}", taken.id))?
                }
            }
        }
    };
    Ok(Feature {
        id: taken.id,
        number: taken.number,
        shape: Arc::new(shape),
        properties: taken.properties,
        foreign: taken.foreign,
    })
}

/// What is known of the columns, and their names.
fn reader(database: &Database, layer: i64) -> Result<(Reader, Vec<String>), String> {
    let told = |error: rusqlite::Error| error.to_string();
    let connection = &database.connection;
    let sql = "SELECT field, column_name, kind FROM redshank_fields WHERE layer = ?1 ORDER BY place";
    let mut statement = connection.prepare(sql).map_err(told)?;
    let mut rows = statement.query([layer]).map_err(told)?;
    let (mut fields, mut columns, mut bools) = (Vec::<String>::new(), Vec::new(), Vec::new());
    while let Some(row) = rows.next().map_err(told)? {
        fields.push(row.get(0).map_err(told)?);
        columns.push(row.get(1).map_err(told)?);
        bools.push(is_bool(&row.get::<_, String>(2).map_err(told)?));
    }
    let sql = "SELECT names FROM redshank_names WHERE layer = ?1 ORDER BY list";
    let mut statement = connection.prepare(sql).map_err(told)?;
    let mut rows = statement.query([layer]).map_err(told)?;
    let mut lists = Vec::new();
    while let Some(row) = rows.next().map_err(told)? {
        let text: String = row.get(0).map_err(told)?;
        let names: Vec<String> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let column = |name: &String| fields.iter().position(|field| field == name);
        let places = names.iter().map(column).collect();
        lists.push((
            names.iter().map(|name| Arc::from(name.as_str())).collect(),
            places,
        ));
    }
    let reader = Reader {
        is_bool: bools,
        lists,
        texts: SharedTexts::default(),
    };
    Ok((reader, columns))
}

impl Reader {
    fn taken(&mut self, row: &Row<'_>) -> Result<Taken, String> {
        let told = |error: rusqlite::Error| error.to_string();
        let id: String = row.get(0).map_err(told)?;
        let number: i64 = row.get(1).map_err(told)?;
        let list: i64 = row.get(2).map_err(told)?;
        let odd: Option<String> = row.get(3).map_err(told)?;
        let members: Option<String> = row.get(4).map_err(told)?;
        let list = usize::try_from(list).ok().and_then(|list| self.lists.get(list));
        let (names, columns) = list.ok_or_else(|| format!("{id}: no list of names"))?;
        let mut values = Vec::with_capacity(columns.len());
        for column in columns {
            values.push(match column {
                None => PropertyValue::Null,
                Some(column) => {
                    let value = row.get_ref(OWN_COLUMNS + column).map_err(told)?;
                    let is_bool = self.is_bool.get(*column) == Some(&true);
                    value_of(value, is_bool, &mut self.texts)
                }
            });
        }
        for (place, value) in odd_values(odd.as_deref())? {
            if let Some(own) = values.get_mut(place) {
                *own = value;
            }
        }
        let foreign = match members {
            None => Properties::default(),
            Some(text) => {
                let pairs: Vec<(String, Value)> =
                    serde_json::from_str(&text).map_err(|error| error.to_string())?;
                let pairs = pairs.into_iter();
                pairs
                    .map(|(name, value)| (Arc::from(name), PropertyValue::from(value)))
                    .collect()
            }
        };
        Ok(Taken {
            id: id.into(),
            number: usize::try_from(number).unwrap_or(0),
            properties: Properties::new(Arc::clone(names), values),
            foreign,
            blob: row.get(OWN_COLUMNS - 1).map_err(told)?,
        })
    }
}

fn odd_values(text: Option<&str>) -> Result<Vec<(usize, PropertyValue)>, String> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let pairs: Vec<(usize, Value)> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let pairs = pairs.into_iter();
    Ok(pairs
        .map(|(place, value)| (place, PropertyValue::from(value)))
        .collect())
}
