//! A SQLite file opened so that it can neither change nor run away: the only file that knows how.
//!
//! The source is opened immutable, which takes no lock and writes nothing beside it. Where another program has left
//! unfinished writes (`-wal`, `-journal`), what the main file says alone would be old or half; then all parts are copied
//! into the system's folder for temporary files and opened there; so is what was unpacked from an archive.

use std::fs::DirBuilder;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags};

use crate::formats::input::{FileToRead, io_problem};
use crate::formats::raw::Unread;
use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;
use crate::progress::Progress;
use crate::sqlite_uri::uri_of;

/// Endings of what is beside a file with unfinished writes.
const UNFINISHED: [&str; 2] = ["-wal", "-journal"];
/// Bytes of one value; text and geometry of one feature hardly need a hundredth.
const VALUE_BYTES: i32 = 512 << 20;
/// Columns of one table.
const COLUMNS: i32 = 2_000;
/// How long somebody else's transaction is waited for.
const WAIT: Duration = Duration::from_secs(5);
/// Steps of SQLite's machine between two looks.
const LOOK_STEPS: u64 = 20_000;
/// Steps from one row to the next before a query is taken for one made to do harm: some seconds.
const ROW_STEPS: u64 = 400_000_000;

/// An open database.
pub struct Database {
    /// Its connection; for reading only.
    pub connection: Connection,
    idle_steps: Arc<AtomicU64>,
    progress: Progress,
    // After the connection, so that its files are closed before they are deleted.
    _copy: Option<Copy>,
}

impl Database {
    /// Opens a file.
    ///
    /// # Errors
    /// No SQLite file, damaged, or its parts cannot be copied.
    pub fn open(file: &FileToRead, progress: &Progress) -> Result<Database, Unread> {
        let failure = |error: &Error| Unread::file(&file.label, problem_of(error));
        let has_unfinished = UNFINISHED.iter().any(|ending| {
            let metadata = std::fs::metadata(beside(&file.path, ending));
            metadata.is_ok_and(|metadata| metadata.len() > 0)
        });
        let copy = match &file.held {
            Some(held) => Copy::of_bytes(held.as_ref()).map(Some),
            None => has_unfinished.then(|| Copy::of(&file.path)).transpose(),
        };
        let copy = copy.map_err(|error| Unread::file(&file.label, io_problem(&error)))?;
        let (uri, flags) = match &copy {
            Some(copy) => (uri_of(&copy.main, "mode=rw"), OpenFlags::SQLITE_OPEN_READ_WRITE),
            None => (
                uri_of(&file.path, "immutable=1&mode=ro"),
                OpenFlags::SQLITE_OPEN_READ_ONLY,
            ),
        };
        let flags = flags | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(uri, flags).map_err(|e| failure(&e))?;
        guard(&connection).map_err(|e| failure(&e))?;
        connection
            .pragma_update(None, "query_only", true)
            .map_err(|e| failure(&e))?;
        Ok(Database::watched(connection, progress, copy))
    }

    /// Opens a file of the program for reading beside somebody who may be writing: each transaction is seen whole or not at
    /// all. Where that cannot be, because a writer has ended in the middle or the file stands where nothing may be locked, as
    /// [`Database::open`].
    ///
    /// # Errors
    /// As [`Database::open`].
    pub fn open_beside(file: &FileToRead, progress: &Progress) -> Result<Database, Unread> {
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = || {
            let connection = Connection::open_with_flags(uri_of(&file.path, "mode=ro"), flags)?;
            guard(&connection)?;
            connection.busy_timeout(WAIT)?;
            connection.pragma_update(None, "query_only", true)?;
            // Only a look inside shows whether the file can be read in this way.
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok::<_, Error>(connection)
        };
        match opened() {
            Ok(connection) => Ok(Database::watched(connection, progress, None)),
            Err(_) => Database::open(file, progress),
        }
    }

    /// Opens a file of the program to write into it, as guarded as any other: every transaction is on the disk, with the
    /// folder that its journal stood in, before it counts as done; somebody else's is waited for, but not for ever.
    ///
    /// # Errors
    /// No SQLite file, damaged, or it must not be written.
    pub fn open_for_writing(path: &Path, label: &str, progress: &Progress) -> Result<Database, Unread> {
        let flags =
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = || {
            let connection = Connection::open_with_flags(uri_of(path, "mode=rw"), flags)?;
            guard(&connection)?;
            connection.busy_timeout(WAIT)?;
            // Another program may have left it with a write-ahead log, which hangs on network drives.
            connection.pragma_update(None, "journal_mode", "delete")?;
            connection.pragma_update(None, "synchronous", "extra")?;
            Ok(connection)
        };
        let connection = opened().map_err(|e: Error| Unread::file(label, problem_of(&e)))?;
        Ok(Database::watched(connection, progress, None))
    }

    fn watched(connection: Connection, progress: &Progress, copy: Option<Copy>) -> Database {
        let idle_steps = Arc::new(AtomicU64::new(0));
        let (steps, stop) = (Arc::clone(&idle_steps), progress.clone());
        let look = move || {
            let idle = steps.fetch_add(LOOK_STEPS, Ordering::Relaxed);
            idle > ROW_STEPS || stop.is_cancelled()
        };
        connection.progress_handler(LOOK_STEPS as i32, Some(look));
        Database {
            connection,
            idle_steps,
            progress: progress.clone(),
            _copy: copy,
        }
    }

    /// Notes that a query got on.
    pub fn got_on(&self) {
        self.idle_steps.store(0, Ordering::Relaxed);
    }

    /// What an error of a query means for the file.
    pub fn unread(&self, label: &str, error: &Error) -> Unread {
        match self.progress.check() {
            Err(cancelled) => cancelled.into(),
            Ok(()) => Unread::file(label, problem_of(error)),
        }
    }
}

/// Nothing of the file may run, and nothing of it may be larger than it needs to be.
fn guard(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES)?;
    connection.set_limit(Limit::SQLITE_LIMIT_COLUMN, COLUMNS)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)
}

/// What SQLite says, as a problem.
pub fn problem_of(error: &Error) -> ProblemKind {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => ProblemKind::File(FileFault::Limit {
            what: "steps",
            limit: ROW_STEPS,
        }),
        Some(ErrorCode::CannotOpen) => ProblemKind::FileUnreadable(error.to_string()),
        _ => ProblemKind::File(FileFault::Corrupt(error.to_string())),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A copy of a database and of what is beside it, in a folder of its own that goes with it.
struct Copy {
    folder: PathBuf,
    main: PathBuf,
}

impl Copy {
    /// In a folder that nobody else may look into.
    fn empty() -> std::io::Result<Copy> {
        let base = std::env::temp_dir();
        let mut number = 0;
        let folder = loop {
            let folder = base.join(format!("redshank-{}-{number}", std::process::id()));
            match private_folder().create(&folder) {
                Ok(()) => break folder,
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && number < 10_000 => {
                    number += 1
                }
                Err(error) => return Err(error),
            }
        };
        let main = folder.join("copy");
        Ok(Copy { folder, main })
    }

    fn of_bytes(data: &[u8]) -> std::io::Result<Copy> {
        let copy = Copy::empty()?;
        std::fs::write(&copy.main, data)?;
        Ok(copy)
    }

    fn of(path: &Path) -> std::io::Result<Copy> {
        let copy = Copy::empty()?;
        std::fs::copy(path, &copy.main)?;
        for ending in UNFINISHED {
            let part = beside(path, ending);
            if part.is_file() {
                std::fs::copy(part, beside(&copy.main, ending))?;
            }
        }
        Ok(copy)
    }
}

fn private_folder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "folders have no mode there"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

impl Drop for Copy {
    fn drop(&mut self) {
        // Nothing to be done where it fails; the system clears that folder in time.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
