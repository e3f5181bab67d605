//! The table `layer_styles`, in which QGIS looks for the style of a layer that it opens, with the columns that QGIS gives it.

use rusqlite::{Connection, Error, params};

use super::super::style::{LayerLook, qml, sld};
use super::table::GEOMETRY;

/// The name of the table.
pub const STYLES: &str = "layer_styles";

/// As QGIS makes it, but for the default of the last column, which would ask the clock.
const TABLE: &str = "
CREATE TABLE IF NOT EXISTS layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
";

/// Makes the table and lists it among the contents: a table that is not listed is hidden where others are.
///
/// # Errors
/// Those of the database.
pub fn begin(connection: &Connection, last_change: &str) -> Result<(), Error> {
    connection.execute_batch(TABLE)?;
    let sql = "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
               VALUES (?1, 'attributes', ?1, '', ?2)";
    connection.execute(sql, params![STYLES, last_change]).map(drop)
}

/// Puts the style of a table into it, as the one that a layer is opened with.
///
/// # Errors
/// Those of the database.
pub fn insert(
    connection: &Connection,
    table: &str,
    look: &LayerLook,
    last_change: &str,
) -> Result<(), Error> {
    let sql = "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, \
               styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) \
               VALUES ('', '', ?1, ?2, 'redshank', ?3, ?4, 1, 'Redshank', '', NULL, ?5)";
    let values = params![table, GEOMETRY, qml(look), sld(table, look), last_change];
    connection.execute(sql, values).map(drop)
}
