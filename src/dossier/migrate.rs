//! Dossiers of older programs: brought up to date in a copy, so that the old file stays what it was.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::formats::geopackage::database::Database;
use crate::report::files::Draft;

use super::backup;
use super::fault::DossierFault;
use super::schema::{VERSION, set_meta};

/// One step from a version to the next: the version before it, and the statements.
pub type Step = (u32, &'static str);

/// All steps there are. The first version is the only one so far.
pub const STEPS: [Step; 0] = [];

/// Copies a dossier of an older version and brings the copy up to date; gives the copy's place, `NAME.v2.redshank` for the
/// second version. A copy that is there already is written over.
///
/// # Errors
/// There is no way from that version to this one; it cannot be written.
pub fn into_copy(from: &Database, path: &Path, version: u32) -> Result<PathBuf, DossierFault> {
    migrated((from, path), (version, VERSION), &STEPS)
}

fn migrated(
    (from, path): (&Database, &Path),
    (version, now): (u32, u32),
    steps: &[Step],
) -> Result<PathBuf, DossierFault> {
    let copy = path.with_extension(format!("v{now}.redshank"));
    let way: Option<Vec<&str>> = (version..now)
        .map(|own| {
            steps
                .iter()
                .find(|(before, _)| *before == own)
                .map(|(_, sql)| *sql)
        })
        .collect();
    let way = way.ok_or(DossierFault::Older(version))?;
    let draft = Draft::beside(&copy)?;
    let write = || -> Result<(), rusqlite::Error> {
        backup::copy(&from.connection, draft.file())?;
        let mut target = Connection::open_with_flags(draft.file(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let whole = target.transaction()?;
        for sql in way {
            whole.execute_batch(sql)?;
        }
        set_meta(&whole, "version", &now.to_string())?;
        whole.commit()?;
        target.close().map_err(|(_, error)| error)
    };
    write().map_err(|error| DossierFault::of_writing(&copy, error))?;
    draft.commit()?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::input::FileToRead;
    use crate::progress::Progress;

    #[test]
    fn the_old_file_stays_and_the_copy_is_new() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.redshank");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(
            "CREATE TABLE redshank_meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID",
        )
        .unwrap();
        set_meta(&old, "version", "1").unwrap();
        old.close().unwrap();
        let before = std::fs::read(&path).unwrap();
        let database = Database::open(&FileToRead::at(&path), &Progress::default()).unwrap();
        let steps: [Step; 2] = [
            (1, "CREATE TABLE one (a)"),
            (2, "CREATE TABLE two AS SELECT * FROM one"),
        ];
        let copy = migrated((&database, &path), (1, 3), &steps).unwrap();
        assert_eq!(copy, home.path().join("a.v3.redshank"));
        let new = Connection::open(&copy).unwrap();
        let sql = "SELECT (SELECT count(*) FROM two) || value FROM redshank_meta WHERE key = 'version'";
        let found: String = new.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(found, "03");
        assert_eq!(std::fs::read(&path).unwrap(), before);
        let gap = migrated((&database, &path), (1, 3), &steps[1..]);
        assert!(matches!(gap, Err(DossierFault::Older(1))));
    }
}
