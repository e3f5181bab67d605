//! GeoPackage: one database with a table for each layer and an R-tree over its shapes, so that other programs open it fast.
//!
//! Written through SQLite beside its place and renamed when it is whole. No clock: the day of the last change is given.

mod schema;
mod styles;
mod table;
mod wkb;

use std::io;

use rusqlite::{Connection, OpenFlags, params};

use crate::model::date::Date;
use crate::progress::Progress;

use super::super::files::{Draft, WriteError};
use super::loss::Losses;
use super::sink::{Stop, Stream};
use super::style::LayerLook;
use super::survey::Survey;

pub use schema::{Naming, io_error, quoted};
pub use styles::STYLES;
use table::Table;
pub use table::{FieldColumn, GEOMETRY, KEY};

/// Steps of SQLite's machine between two looks whether to stop.
const LOOK_STEPS: i32 = 20_000;

/// A database in the making.
#[derive(Debug)]
pub struct Package {
    // Before the draft, so that it is closed before that is removed.
    connection: Connection,
    draft: Draft,
    last_change: String,
}

impl Package {
    /// Begins a database that was last changed on a day.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn new(draft: Draft, day: Date) -> Result<Package, WriteError> {
        let failed = |reason: rusqlite::Error| WriteError {
            path: draft.path().to_owned(),
            reason: io_error(reason),
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(draft.file(), flags).map_err(failed)?;
        // A draft that is not whole is thrown away, so nothing need be taken back.
        let settings = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; \
                        PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8';";
        let begun = connection
            .execute_batch(settings)
            .and_then(|()| connection.execute_batch(schema::APPLICATION))
            .and_then(|()| connection.execute_batch("BEGIN"))
            .and_then(|()| connection.execute_batch(schema::TABLES));
        begun.map_err(failed)?;
        Ok(Package {
            connection,
            draft,
            last_change: format!("{day}T00:00:00.000Z"),
        })
    }

    /// Every statement fails once somebody asks to stop, also those that others run on the connection.
    pub fn stopped_by(&self, progress: &Progress) {
        let stop = progress.clone();
        self.connection
            .progress_handler(LOOK_STEPS, Some(move || stop.is_cancelled()));
    }

    /// Adds a layer as a table of its own, and says which of its columns holds which field.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn layer(
        &mut self,
        naming: Naming<'_>,
        stream: &Stream<'_>,
        survey: &Survey,
        losses: &mut Losses,
    ) -> Result<Vec<FieldColumn>, Stop> {
        for (name, number, definition) in schema::systems(stream.placing) {
            let sql = "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?1, ?2, 'EPSG', ?2, ?3, NULL)";
            self.connection
                .execute(sql, params![name, number, definition])
                .map_err(io_error)?;
        }
        let mut table = Table::create(&self.connection, naming, stream, survey, losses)?;
        stream.into_sink(&mut table, losses)?;
        let columns = table.columns().to_vec();
        table.finish(naming, &self.last_change)?;
        Ok(columns)
    }

    /// Keeps how a table looks, so that QGIS opens it so.
    ///
    /// # Errors
    /// Those of the database.
    pub fn style(&self, table: &str, look: &LayerLook) -> Result<(), rusqlite::Error> {
        styles::begin(&self.connection, &self.last_change)?;
        styles::insert(&self.connection, table, look, &self.last_change)
    }

    /// The database, for whoever keeps more in it than layers.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// When it was last changed, as its own tables say it.
    pub fn last_change(&self) -> &str {
        &self.last_change
    }

    /// Puts the whole database in its place.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn commit(self) -> Result<(), WriteError> {
        let Package {
            connection, draft, ..
        } = self;
        let ended = connection.execute_batch("COMMIT");
        let closed = ended.and_then(|()| connection.close().map_err(|(_, reason)| reason));
        closed.map_err(|reason| WriteError {
            path: draft.path().to_owned(),
            reason: io_error(reason),
        })?;
        draft.commit()
    }

    /// An error of this file.
    pub fn error(&self, reason: io::Error) -> WriteError {
        WriteError {
            path: self.draft.path().to_owned(),
            reason,
        }
    }
}
