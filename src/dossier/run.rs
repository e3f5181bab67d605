//! The last run as it stands in the file.

use std::sync::Arc;

use rusqlite::Row;

use crate::formats::geopackage::database::Database;
use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::model::review::key::FindingKey;
use crate::model::review::steps::EvidenceHashes;

use super::fault::DossierFault;
use super::packed::unpack;
use super::thaw::part;

/// A run as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRun {
    /// Its number, from 1.
    pub run: u64,
    /// The day that rules were judged by.
    pub as_of: Date,
    /// Name and version of the program that made it.
    pub program: String,
    /// The projects that were asked for; empty for all.
    pub only: Vec<FeatureRef>,
    /// Wetland totals, footprints and quotas were worked out, too.
    pub has_annex: bool,
    /// The hash of [`StoredRun::findings`] as it was noted with it.
    pub sha256: String,
    /// The bytes of `findings.json`.
    pub findings: Vec<u8>,
}

/// The hashes of what shows each finding of the last run.
///
/// # Errors
/// Damaged pages.
pub fn stored_evidence(database: &Database) -> Result<EvidenceHashes, DossierFault> {
    let all = || -> Result<EvidenceHashes, rusqlite::Error> {
        let sql =
            "SELECT project_layer, project_id, rule, zone_layer, zone_id, sha256 FROM redshank_evidence";
        let mut statement = database.connection.prepare(sql)?;
        let text = |row: &Row<'_>, column: usize| row.get::<_, String>(column).map(Arc::from);
        let entry = |row: &Row<'_>| {
            let name = |at: usize| -> Result<FeatureRef, rusqlite::Error> {
                Ok(FeatureRef {
                    layer: text(row, at)?,
                    id: text(row, at + 1)?,
                })
            };
            let key = FindingKey {
                project: name(0)?,
                rule: text(row, 2)?,
                zone: name(3)?,
            };
            Ok((key, row.get(5)?))
        };
        statement.query_map([], entry)?.collect()
    };
    part("evidence", all())
}

/// The last run of a file.
///
/// # Errors
/// There is none, or it means nothing.
pub fn last_run(database: &Database) -> Result<StoredRun, DossierFault> {
    const PART: &str = "run";
    let sql = "SELECT run, as_of, program, only_projects, has_annex, sha256, findings FROM redshank_runs \
               ORDER BY run DESC LIMIT 1";
    type Columns = (i64, String, String, String, bool, String, Vec<u8>);
    let columns = |row: &Row<'_>| -> Result<Columns, rusqlite::Error> {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
        ))
    };
    let found = part(PART, database.connection.query_row(sql, [], columns))?;
    let (run, as_of, program, only, has_annex, sha256, findings) = found;
    let only: Vec<[String; 2]> = part(PART, serde_json::from_str(&only))?;
    let only = only.into_iter().map(|[layer, id]| FeatureRef {
        layer: layer.into(),
        id: id.into(),
    });
    Ok(StoredRun {
        run: part(PART, u64::try_from(run))?,
        as_of: part(PART, as_of.parse())?,
        program,
        only: only.collect(),
        has_annex,
        sha256,
        findings: part(PART, unpack(&findings))?,
    })
}
