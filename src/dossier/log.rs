//! The log: entries, each with the hash of the one before.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::formats::geopackage::database::Database;
use crate::model::review::decision::Author;
use crate::model::review::event::Event;

use super::fault::DossierFault;
use super::hash::Hasher;
use super::saved::event;

/// What stands before the first entry.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    seq: i64,
    at: String,
    author: String,
    role: String,
    kind: String,
    payload: String,
    prev_hash: String,
    /// Over all of the above.
    pub hash: String,
}

impl Entry {
    /// The entry of an event after one with that hash.
    pub fn of(event: &Event, prev_hash: &str) -> Entry {
        let (kind, payload) = event::written(&event.deed);
        let mut entry = Entry {
            seq: i64::try_from(event.seq).unwrap_or(i64::MAX),
            at: event.at.to_string(),
            author: event.author.name.clone(),
            role: event.author.role.clone(),
            kind: kind.to_owned(),
            payload,
            prev_hash: prev_hash.to_owned(),
            hash: String::new(),
        };
        entry.hash = entry.computed();
        entry
    }

    /// The hash that the entry must have.
    fn computed(&self) -> String {
        let mut hasher = Hasher::new("redshank-event-1");
        let seq = self.seq.to_string();
        let parts = [
            &seq,
            &self.at,
            &self.author,
            &self.role,
            &self.kind,
            &self.payload,
            &self.prev_hash,
        ];
        parts.into_iter().for_each(|part| hasher.take(part.as_bytes()));
        hasher.hexadecimal()
    }

    fn of_row(row: &Row<'_>) -> Result<Entry, rusqlite::Error> {
        Ok(Entry {
            seq: row.get(0)?,
            at: row.get(1)?,
            author: row.get(2)?,
            role: row.get(3)?,
            kind: row.get(4)?,
            payload: row.get(5)?,
            prev_hash: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    fn event(&self) -> Result<Event, String> {
        let at = self.at.parse();
        Ok(Event {
            seq: u64::try_from(self.seq).map_err(|error| error.to_string())?,
            at: at.map_err(|error: crate::model::moment::NotAMoment| error.to_string())?,
            author: Author {
                name: self.author.clone(),
                role: self.role.clone(),
            },
            deed: event::read(&self.kind, &self.payload)?,
        })
    }
}

/// Adds an entry.
///
/// # Errors
/// Those of the database.
pub fn insert(connection: &Connection, entry: &Entry) -> Result<(), rusqlite::Error> {
    let sql = "INSERT INTO redshank_events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let values = params![
        entry.seq,
        entry.at,
        entry.author,
        entry.role,
        entry.kind,
        entry.payload,
        entry.prev_hash,
        entry.hash
    ];
    connection.prepare_cached(sql)?.execute(values).map(drop)
}

/// The hash of the last entry.
///
/// # Errors
/// Those of the database.
pub fn head(connection: &Connection) -> Result<String, rusqlite::Error> {
    let sql = "SELECT hash FROM redshank_events ORDER BY seq DESC LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    match rows.next()? {
        Some(row) => row.get(0),
        None => Ok(BEGINNING.to_owned()),
    }
}

/// The hash of the entry of that number in the dossier of that place; `None` where there is none.
///
/// # Errors
/// The file cannot be read.
pub fn hash_of(database: &Database, path: &Path, seq: u64) -> Result<Option<String>, DossierFault> {
    let sql = "SELECT hash FROM redshank_events WHERE seq = ?1";
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    let row = database.connection.query_row(sql, [seq], |row| row.get(0));
    row.optional()
        .map_err(|error| DossierFault::of_database(path, &error))
}

/// All entries as they stand there.
///
/// # Errors
/// Those of the database.
pub fn read(connection: &Connection) -> Result<Vec<Entry>, rusqlite::Error> {
    let sql =
        "SELECT seq, at, author, role, kind, payload, prev_hash, hash FROM redshank_events ORDER BY seq";
    let mut statement = connection.prepare(sql)?;
    statement.query_map([], Entry::of_row)?.collect()
}

/// The events of a log, and the hash of its last entry.
///
/// # Errors
/// [`DossierFault::Chain`] at the first entry that is not what was written, or does not follow.
pub fn events(entries: &[Entry]) -> Result<(Vec<Event>, String), DossierFault> {
    let mut events = Vec::with_capacity(entries.len());
    let mut last = BEGINNING;
    for (entry, seq) in entries.iter().zip(1u64..) {
        let follows = entry.prev_hash == last && u64::try_from(entry.seq) == Ok(seq);
        if !follows || entry.computed() != entry.hash {
            return Err(DossierFault::Chain(seq));
        }
        let event = entry.event();
        events.push(event.map_err(|detail| DossierFault::content(&format!("event {seq}"), detail))?);
        last = &entry.hash;
    }
    Ok((events, last.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::review::event::Deed;

    fn log() -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for seq in 1..=3 {
            let event = Event {
                seq,
                at: "2026-11-27T08:00:00Z".parse().unwrap(),
                author: Author {
                    name: "张".into(),
                    role: "reviewer".into(),
                },
                deed: Deed::Forced(format!("line {seq}")),
            };
            let last = entries.last().map_or(BEGINNING, |entry| entry.hash.as_str());
            entries.push(Entry::of(&event, last));
        }
        entries
    }

    #[track_caller]
    fn check(change: impl Fn(&mut Vec<Entry>), expected: Option<u64>) {
        let mut entries = log();
        change(&mut entries);
        match (events(&entries), expected) {
            (Ok((found, head)), None) => {
                assert_eq!(found.len(), 3);
                assert_eq!(head, entries[2].hash);
            }
            (Err(DossierFault::Chain(seq)), Some(expected)) => assert_eq!(seq, expected),
            (other, _) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_changed_entry_breaks_the_chain() {
        check(|_| (), None);
        check(|log| log[1].payload = "\"another\"".into(), Some(2));
        check(|log| log[1].author = "李".into(), Some(2));
        check(|log| log[1].at = "2026-11-27T09:00:00Z".into(), Some(2));
        check(|log| drop(log.remove(1)), Some(2));
        check(|log| drop(log.remove(0)), Some(1));
        check(|log| log.swap(0, 1), Some(1));
        // Even with its own hash made anew: the next one tells.
        let forged = |log: &mut Vec<Entry>| {
            log[1].payload = "\"another\"".into();
            log[1].hash = log[1].computed();
        };
        check(forged, Some(3));
    }
}
