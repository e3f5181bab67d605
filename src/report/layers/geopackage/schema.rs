//! The tables of a GeoPackage (OGC 12-128r18, version 1.3) and the statements that make them.

use std::io::{self, ErrorKind};

use crate::geom::crs_wkt::{Dialect, wkt_of};

use super::super::placed::Placing;
use super::super::survey::{Kind, Sorts};

/// What marks the file as a GeoPackage, and its version.
pub const APPLICATION: &str = "PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300;";

/// The tables that every GeoPackage has, and those of its index.
pub const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
";

/// A layer for the database.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// The name of the table.
    pub table: &'a str,
    /// The name for people.
    pub title: &'a str,
}

/// The number of the system in the file; 0 or −1 where it has none of EPSG.
pub fn srs_id(placing: &Placing) -> i32 {
    let number = placing.epsg().and_then(|number| i32::try_from(number).ok());
    number.unwrap_or(if placing.crs.is_geographic() { 0 } else { -1 })
}

/// Name, number and definition of the system, and those of WGS 84, which every GeoPackage has.
pub fn systems(placing: &Placing) -> Vec<(String, i32, String)> {
    let mut systems = Vec::new();
    let codes = ["EPSG:4326".to_owned(), format!("EPSG:{}", srs_id(placing))];
    for code in codes {
        let Ok(crs) = crate::geom::crs::Crs::from_code(&code) else {
            continue;
        };
        let number = code.strip_prefix("EPSG:").and_then(|number| number.parse().ok());
        let definition = wkt_of(&crs, Dialect::Ogc).unwrap_or_else(|| "undefined".to_owned());
        let system = number.map(|number| (crs.name().to_owned(), number, definition));
        systems.extend(system.filter(|system| !systems.contains(system)));
    }
    systems
}

/// The declared type of a column.
pub fn column_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "BOOLEAN",
        Kind::Whole => "INTEGER",
        Kind::Real => "REAL",
        Kind::Json | Kind::Text => "TEXT",
    }
}

/// The declared sort of all shapes.
pub fn geometry_type(sorts: Option<&Sorts>) -> &'static str {
    let Some(sorts) = sorts.filter(|sorts| sorts.count() == 1) else {
        return "GEOMETRY";
    };
    match (sorts.areas, sorts.lines) {
        (1.., _) if sorts.multi_areas > 0 => "MULTIPOLYGON",
        (1.., _) => "POLYGON",
        (_, 1..) if sorts.multi_lines > 0 => "MULTILINESTRING",
        (_, 1..) => "LINESTRING",
        _ if sorts.multi_points > 0 => "MULTIPOINT",
        _ => "POINT",
    }
}

/// A name as it stands in statements.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The library's reason as one of the system; a full disk by its own name.
pub fn io_error(reason: rusqlite::Error) -> io::Error {
    match reason.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => ErrorKind::StorageFull.into(),
        Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::PermissionDenied) => {
            ErrorKind::PermissionDenied.into()
        }
        _ => io::Error::other(reason),
    }
}

/// The triggers that keep an R-tree in step with its table when another program edits it (extension `gpkg_rtree_index`,
/// annex F.3, in the form of version 1.4, which does without the faulty `update3`).
pub fn triggers(table: &str, geometry: &str, key: &str) -> String {
    let index = quoted(&format!("rtree_{table}_{geometry}"));
    let trigger = |name: &str| quoted(&format!("rtree_{table}_{geometry}_{name}"));
    let (t, c, i) = (quoted(table), quoted(geometry), quoted(key));
    let bounds = format!("NEW.{i}, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), ST_MinY(NEW.{c}), ST_MaxY(NEW.{c})");
    let full = format!("NEW.{c} NOT NULL AND NOT ST_IsEmpty(NEW.{c})");
    let empty = format!("NEW.{c} IS NULL OR ST_IsEmpty(NEW.{c})");
    let was_full = format!("OLD.{c} NOT NULL AND NOT ST_IsEmpty(OLD.{c})");
    let was_empty = format!("OLD.{c} IS NULL OR ST_IsEmpty(OLD.{c})");
    let update = format!(
        "UPDATE {index} SET minx = ST_MinX(NEW.{c}), maxx = ST_MaxX(NEW.{c}), miny = ST_MinY(NEW.{c}), \
         maxy = ST_MaxY(NEW.{c}) WHERE id = NEW.{i};"
    );
    format!(
        "CREATE TRIGGER {insert} AFTER INSERT ON {t} WHEN ({full}) \
           BEGIN INSERT OR REPLACE INTO {index} VALUES ({bounds}); END;
         CREATE TRIGGER {update6} AFTER UPDATE OF {c} ON {t} WHEN OLD.{i} = NEW.{i} AND ({full}) AND ({was_full}) \
           BEGIN {update} END;
         CREATE TRIGGER {update7} AFTER UPDATE OF {c} ON {t} WHEN OLD.{i} = NEW.{i} AND ({full}) AND ({was_empty}) \
           BEGIN INSERT INTO {index} VALUES ({bounds}); END;
         CREATE TRIGGER {update2} AFTER UPDATE OF {c} ON {t} WHEN OLD.{i} = NEW.{i} AND ({empty}) \
           BEGIN DELETE FROM {index} WHERE id = OLD.{i}; END;
         CREATE TRIGGER {update5} AFTER UPDATE ON {t} WHEN OLD.{i} != NEW.{i} AND ({full}) \
           BEGIN DELETE FROM {index} WHERE id = OLD.{i}; INSERT OR REPLACE INTO {index} VALUES ({bounds}); END;
         CREATE TRIGGER {update4} AFTER UPDATE ON {t} WHEN OLD.{i} != NEW.{i} AND ({empty}) \
           BEGIN DELETE FROM {index} WHERE id IN (OLD.{i}, NEW.{i}); END;
         CREATE TRIGGER {delete} AFTER DELETE ON {t} WHEN OLD.{c} NOT NULL \
           BEGIN DELETE FROM {index} WHERE id = OLD.{i}; END;",
        insert = trigger("insert"),
        update6 = trigger("update6"),
        update7 = trigger("update7"),
        update2 = trigger("update2"),
        update5 = trigger("update5"),
        update4 = trigger("update4"),
        delete = trigger("delete"),
    )
}
