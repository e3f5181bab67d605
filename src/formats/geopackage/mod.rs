//! GeoPackage (OGC 12-128): layers of features in a SQLite file.
//!
//! Read with SQLite itself, of which nothing but the pages is trusted: triggers, functions in views and writing are off,
//! and queries that do not get on are stopped.

pub mod blob;
pub mod database;
pub mod rows;
pub mod tables;

use crate::formats::input::FileToRead;
use crate::formats::raw::{RawLayer, Unread};
use crate::progress::Progress;

use database::Database;

/// How many features the layer that is meant has by the file's own word; `None` where it says nothing.
pub fn said_count(file: &FileToRead, progress: &Progress) -> Option<u64> {
    let database = Database::open(file, progress).ok()?;
    let (table, _) = tables::chosen(&database, file).ok()?;
    let sql = "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?1";
    let count = database
        .connection
        .query_row(sql, [&table.name], |row| row.get::<_, i64>(0));
    u64::try_from(count.ok()?).ok()
}

/// Reads one layer of a file: the only one, or the one that is named.
///
/// # Errors
/// [`Unread`] where nothing can be read at all, or the file has several layers and none is named.
pub fn read(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    // For a first look at a large file neither all of its bytes nor all of its rows are asked for.
    let is_cut = file.is_cut()?;
    let mut sha256 = Ok(String::new());
    let layer = rayon::in_place_scope(|scope| {
        if !is_cut {
            scope.spawn(|_| sha256 = file.sha256(progress));
        }
        let database = Database::open(file, progress)?;
        let (table, names) = tables::chosen(&database, file)?;
        let layer = rows::read(&database, &table, (&file.label, id_field), is_cut, progress)?;
        Ok(RawLayer {
            format: "GeoPackage",
            tables: names,
            ..layer
        })
    });
    // A file that cannot be read as such is told first.
    let sha256 = sha256?;
    layer.map(|layer: RawLayer| RawLayer { sha256, ..layer })
}
