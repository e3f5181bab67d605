//! Which layers a GeoPackage has, which of them is meant, and its CRS.

use rusqlite::{Connection, Error, OptionalExtension as _};

use crate::formats::input::FileToRead;
use crate::formats::raw::Unread;
use crate::geom::crs_wkt::is_wkt;
use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;

use super::database::Database;

/// A layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name of its table.
    pub name: String,
    /// The name of the column with its geometry.
    pub geometry: String,
    /// The number of its CRS within the file.
    pub srs_id: i64,
    /// The CRS: a code or WKT; `None` where the file says that it is undefined.
    pub crs: Option<String>,
}

/// The layer that is meant, and the names of all.
///
/// # Errors
/// No layers, several and none named, none of that name.
pub fn chosen(database: &Database, file: &FileToRead) -> Result<(Table, Vec<String>), Unread> {
    let refused = |kind| Unread::file(&file.label, kind);
    let failure = |error| database.unread(&file.label, &error);
    if !is_geopackage(&database.connection).map_err(failure)? {
        let found = "SQLite".to_owned();
        return Err(refused(ProblemKind::OtherFormat { found }));
    }
    let mut tables = all(&database.connection).map_err(failure)?;
    let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
    let position = match &file.table {
        None if names.len() > 1 => return Err(refused(ProblemKind::WhichTable { tables: names })),
        None => 0,
        Some(wanted) => {
            let exact = names.iter().position(|name| name == wanted);
            let alike = || {
                names
                    .iter()
                    .position(|name| name.to_lowercase() == wanted.to_lowercase())
            };
            let Some(position) = exact.or_else(alike) else {
                let wanted = wanted.clone();
                return Err(refused(ProblemKind::NoSuchTable {
                    wanted,
                    tables: names,
                }));
            };
            position
        }
    };
    if tables.is_empty() {
        return Err(refused(ProblemKind::File(FileFault::NoLayer)));
    }
    let mut table = tables.swap_remove(position);
    table.crs = crs(&database.connection, table.srs_id).map_err(failure)?;
    Ok((table, names))
}

fn is_geopackage(connection: &Connection) -> Result<bool, Error> {
    let sql =
        "SELECT count(*) FROM sqlite_schema WHERE lower(name) IN ('gpkg_contents', 'gpkg_geometry_columns')";
    let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(count >= 2)
}

/// Every layer that has a geometry column, those that the contents do not list included.
fn all(connection: &Connection) -> Result<Vec<Table>, Error> {
    let sql = "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY rowid";
    let mut statement = connection.prepare(sql)?;
    let table = |row: &rusqlite::Row<'_>| {
        Ok(Table {
            name: row.get(0)?,
            geometry: row.get(1)?,
            srs_id: row.get(2)?,
            crs: None,
        })
    };
    statement.query_map([], table)?.collect()
}

/// The code of a CRS where it has one of EPSG, else its definition.
fn crs(connection: &Connection, srs_id: i64) -> Result<Option<String>, Error> {
    let sql = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let row = connection.query_row(sql, [srs_id], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, String>(2)?,
        ))
    });
    let Some((organization, number, definition)) = row.optional()? else {
        // A number that the file does not explain; naming it is better than to pass over it.
        return Ok((srs_id > 0).then(|| format!("srs_id {srs_id}")));
    };
    Ok(if organization.eq_ignore_ascii_case("EPSG") && number > 0 {
        Some(format!("EPSG:{number}"))
    } else if is_wkt(&definition) {
        Some(definition)
    } else if organization.eq_ignore_ascii_case("NONE") || definition.eq_ignore_ascii_case("undefined") {
        None
    } else {
        Some(format!("{organization}:{number}"))
    })
}
