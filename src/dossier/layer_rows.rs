//! The features of a layer in the file: what the table of the layer cannot hold exactly stands in tables beside it.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use rusqlite::{Connection, Error, params};
use serde_json::Value;

use crate::model::feature::{Feature, Properties, PropertyValue};
use crate::model::layer::Layer;
use crate::report::layers::geopackage::{FieldColumn, KEY};
use crate::report::layers::survey::Kind;

use super::hash;
use super::values::{kind_code, stands_as_it_is};

/// Features that are made ready before they are written.
const BLOCK: usize = 4096;

/// A list of names that many features share, and the column of each.
struct NameList {
    names: Vec<Arc<str>>,
    /// Place among the fields; `None` for a name that stands twice.
    columns: Vec<Option<usize>>,
}

/// The columns of a layer's table, and the lists of names met so far.
struct Writer<'a> {
    layer: i64,
    fields: &'a [FieldColumn],
    key: Option<&'a FieldColumn>,
    lists: Vec<NameList>,
    known: HashMap<Vec<Arc<str>>, usize>,
}

/// A row of `redshank_features`.
struct Row {
    fid: i64,
    odd: Option<String>,
    members: Option<String>,
    sha256: [u8; 32],
}

/// Writes what the table of a layer does not hold.
///
/// # Errors
/// Those of the database.
pub fn write(
    connection: &Connection,
    number: i64,
    layer: &Layer,
    fields: &[FieldColumn],
) -> Result<(), Error> {
    let mut insert = connection.prepare("INSERT INTO redshank_fields VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (place, field) in fields.iter().enumerate() {
        let kind = kind_code(field.kind);
        insert.execute(params![number, place as i64, &*field.field, field.column, kind])?;
    }
    let mut writer = Writer {
        layer: number,
        fields,
        key: fields.iter().find(|field| field.column == KEY),
        lists: Vec::new(),
        known: HashMap::new(),
    };
    writer.features(connection, layer.features())?;
    writer.names(connection)
}

impl Writer<'_> {
    fn features(&mut self, connection: &Connection, features: &[Feature]) -> Result<(), Error> {
        let mut insert = connection
            .prepare("INSERT INTO redshank_features VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        let mut place = 0_i64;
        for block in features.chunks(BLOCK) {
            let lists: Vec<usize> = block.iter().map(|feature| self.list(feature)).collect();
            let first = place;
            let rows: Vec<Row> = block
                .par_iter()
                .zip(&lists)
                .enumerate()
                .map(|(offset, (feature, list))| self.row(feature, *list, first + offset as i64))
                .collect();
            for ((feature, list), row) in block.iter().zip(lists).zip(rows) {
                insert.execute(params![
                    self.layer,
                    place,
                    row.fid,
                    &*feature.id,
                    feature.number as i64,
                    list as i64,
                    row.odd,
                    row.members,
                    row.sha256.as_slice(),
                ])?;
                place += 1;
            }
        }
        Ok(())
    }

    /// The place of a feature's list of names.
    fn list(&mut self, feature: &Feature) -> usize {
        let last = self.lists.len().checked_sub(1);
        let is_last = last.and_then(|last| self.lists.get(last)).is_some_and(|list| {
            let own = feature.properties.iter().map(|(name, _)| name);
            list.names.len() == feature.properties.len() && list.names.iter().eq(own)
        });
        if let Some(last) = last.filter(|_| is_last) {
            return last;
        }
        let names: Vec<Arc<str>> = feature
            .properties
            .iter()
            .map(|(name, _)| Arc::clone(name))
            .collect();
        if let Some(known) = self.known.get(&names) {
            return *known;
        }
        let columns = names.iter().enumerate().map(|(place, name)| {
            let earlier = names.iter().take(place).any(|own| own == name);
            let later = names.iter().skip(place + 1).any(|own| own == name);
            let column = self.fields.iter().position(|field| field.field == *name);
            column.filter(|_| !earlier && !later)
        });
        self.lists.push(NameList {
            columns: columns.collect(),
            names: names.clone(),
        });
        self.known.insert(names, self.lists.len() - 1);
        self.lists.len() - 1
    }

    fn row(&self, feature: &Feature, list: usize, place: i64) -> Row {
        let own_key = self.key.and_then(|key| match feature.properties.get(&key.field) {
            Some(PropertyValue::Number(number)) => number.as_i64(),
            _ => None,
        });
        let columns = self
            .lists
            .get(list)
            .map_or(&[][..], |list| list.columns.as_slice());
        let values = feature.properties.iter().zip(columns).enumerate();
        let odd: Vec<Value> = values
            .filter_map(|(place, ((_, value), column))| {
                let field = column.and_then(|column| self.fields.get(column));
                let stands = field.is_some_and(|field| stands_as_it_is(value, field.kind));
                (!stands).then(|| Value::Array(vec![place.into(), value.to_json()]))
            })
            .collect();
        Row {
            fid: own_key.unwrap_or(place + 1),
            odd: text_of(odd),
            members: text_of(pairs(&feature.foreign)),
            sha256: hash::of_feature(feature),
        }
    }

    fn names(&self, connection: &Connection) -> Result<(), Error> {
        let mut insert = connection.prepare("INSERT INTO redshank_names VALUES (?1, ?2, ?3)")?;
        for (list, own) in self.lists.iter().enumerate() {
            let names = own.names.iter().map(|name| Value::from(&**name));
            let text = Value::Array(names.collect()).to_string();
            insert.execute(params![self.layer, list as i64, text])?;
        }
        Ok(())
    }
}

fn pairs(properties: &Properties) -> Vec<Value> {
    let each = properties.iter();
    each.map(|(name, value)| Value::Array(vec![(&**name).into(), value.to_json()]))
        .collect()
}

fn text_of(list: Vec<Value>) -> Option<String> {
    (!list.is_empty()).then(|| Value::Array(list).to_string())
}

/// True for columns whose 0 and 1 are truth values.
pub fn is_bool(kind: &str) -> bool {
    kind == kind_code(Kind::Bool)
}
