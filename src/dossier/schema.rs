//! The tables of a dossier beside those that every GeoPackage has, version 1.
//!
//! Names begin with `redshank_`. What other programs show as tables of their own (`redshank_verdicts`, `redshank_events`)
//! is listed among the contents; the rest is registered as an extension, so that they leave it alone.

use rusqlite::{Connection, Error, params};

/// The version that this program writes.
pub const VERSION: u32 = 1;
/// What the file says it is.
pub const FORMAT: &str = "redshank-dossier";
/// The table of findings, with their shapes.
pub const FINDINGS: &str = "redshank_findings";
/// The table by which a dossier is known.
pub const META: &str = "redshank_meta";

/// The statements that make the tables.
pub const TABLES: &str = "
CREATE TABLE redshank_meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE redshank_layers (
  layer INTEGER PRIMARY KEY NOT NULL, id TEXT NOT NULL UNIQUE, table_name TEXT NOT NULL, about TEXT NOT NULL,
  provenance TEXT NOT NULL);
CREATE TABLE redshank_fields (
  layer INTEGER NOT NULL, place INTEGER NOT NULL, field TEXT NOT NULL, column_name TEXT NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY (layer, place)) WITHOUT ROWID;
CREATE TABLE redshank_names (
  layer INTEGER NOT NULL, list INTEGER NOT NULL, names TEXT NOT NULL, PRIMARY KEY (layer, list)) WITHOUT ROWID;
CREATE TABLE redshank_features (
  layer INTEGER NOT NULL, place INTEGER NOT NULL, fid INTEGER NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL,
  list INTEGER NOT NULL, odd TEXT, members TEXT, sha256 BLOB NOT NULL,
  PRIMARY KEY (layer, place)) WITHOUT ROWID;
CREATE TABLE redshank_rules (place INTEGER PRIMARY KEY NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE redshank_texts (name TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE redshank_runs (
  run INTEGER PRIMARY KEY NOT NULL, at TEXT NOT NULL, as_of TEXT NOT NULL, program TEXT NOT NULL, only_projects TEXT NOT NULL,
  has_annex INTEGER NOT NULL, sha256 TEXT NOT NULL, findings BLOB NOT NULL);
CREATE TABLE redshank_evidence (
  place INTEGER PRIMARY KEY NOT NULL, project_layer TEXT NOT NULL, project_id TEXT NOT NULL, rule TEXT NOT NULL,
  zone_layer TEXT NOT NULL, zone_id TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE redshank_verdicts (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, project TEXT NOT NULL, rule TEXT NOT NULL, verdict TEXT NOT NULL,
  reason TEXT, field TEXT);
CREATE TABLE redshank_events (
  seq INTEGER PRIMARY KEY NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL,
  payload TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TRIGGER redshank_events_keep_update BEFORE UPDATE ON redshank_events
  BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER redshank_events_keep_delete BEFORE DELETE ON redshank_events
  BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
";

/// Tables that are frozen with a run, and the columns that order their rows.
pub const FROZEN: [(&str, &str); 10] = [
    ("redshank_layers", "layer"),
    ("redshank_fields", "layer, place"),
    ("redshank_names", "layer, list"),
    ("redshank_features", "layer, place"),
    ("redshank_rules", "place"),
    ("redshank_texts", "name"),
    ("redshank_runs", "run"),
    ("redshank_evidence", "place"),
    ("redshank_verdicts", "fid"),
    (FINDINGS, "fid"),
];

/// Tables that other programs list as tables without shapes, with their names for people.
const LISTED: [(&str, &str); 2] = [
    ("redshank_verdicts", "核查结论 · verdicts"),
    ("redshank_events", "审查记录 · events"),
];
/// Tables that only this program reads.
const OWN: [&str; 9] = [
    META,
    "redshank_evidence",
    "redshank_runs",
    "redshank_layers",
    "redshank_fields",
    "redshank_names",
    "redshank_features",
    "redshank_rules",
    "redshank_texts",
];

/// Tells other programs of the tables.
///
/// # Errors
/// Those of the database.
pub fn register(connection: &Connection, last_change: &str) -> Result<(), Error> {
    for (table, title) in LISTED {
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
             VALUES (?1, 'attributes', ?1, ?2, ?3)",
            params![table, title, last_change],
        )?;
    }
    let listed = LISTED.map(|(table, _)| table);
    for table in OWN.into_iter().chain(listed).chain([FINDINGS]) {
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?1, NULL, 'redshank_dossier', \
             'A review of Redshank, version 1: frozen layers and rules, runs, and a log chained by hashes', 'write-only')",
            [table],
        )?;
    }
    Ok(())
}

/// What the file says about itself.
///
/// # Errors
/// Those of the database.
pub fn set_meta(connection: &Connection, key: &str, value: &str) -> Result<(), Error> {
    let sql = "INSERT OR REPLACE INTO redshank_meta VALUES (?1, ?2)";
    connection.execute(sql, [key, value]).map(drop)
}

/// A name for the table of each layer: its id where that can be one, else a number. SQLite takes small and capital letters
/// for the same, and some beginnings belong to others.
pub fn table_names<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    // The last one is the table that QGIS keeps styles in.
    const TAKEN: [&str; 5] = ["gpkg_", "redshank_", "rtree_", "sqlite_", "layer_styles"];
    let mut names: Vec<String> = Vec::new();
    for (number, id) in ids.enumerate() {
        let lower = id.to_lowercase();
        let is_free = |name: &str| names.iter().all(|own| own.to_lowercase() != name);
        let is_good = !lower.trim().is_empty()
            && !lower.contains('\0')
            && !TAKEN.iter().any(|start| lower.starts_with(start))
            && is_free(&lower);
        names.push(if is_good {
            id.to_owned()
        } else {
            let numbered = (number + 1..).map(|number| format!("redshank_layer_{number}"));
            let mut free = numbered.skip_while(|name| !is_free(name));
            free.next().unwrap_or_default()
        });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_has_a_table_of_its_own() {
        let check = |ids: &[&str], expected: &[&str]| {
            assert_eq!(table_names(ids.iter().copied()), expected);
        };
        check(&["wetland", "湿地", "a \"b\""], &["wetland", "湿地", "a \"b\""]);
        check(&["Core", "core"], &["Core", "redshank_layer_2"]);
        check(
            &["sqlite_a", "GPKG_contents", "redshank_findings", " "],
            &[
                "redshank_layer_1",
                "redshank_layer_2",
                "redshank_layer_3",
                "redshank_layer_4",
            ],
        );
    }
}
