//! MBTiles: tiles in a SQLite file. Source: MBTiles specification 1.3.
//!
//! The file is opened immutable and read-only: no lock is taken and nothing is written beside it. Where another program
//! has left unfinished writes, what the file says alone would be old or half, and it is refused.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags, OptionalExtension as _};

use crate::sqlite_uri::uri_of;

use super::fault::TileFault;
use super::grid::{Grid, MOST_ZOOM, TileId};
use super::info::{TilesetInfo, bounds_of, format_of, plain_text, vector_layers_of};

/// Bytes of a tile and of any other value in the file.
const VALUE_BYTES: i32 = 4 << 20;
/// Entries of the table of metadata that are looked at.
const MOST_METADATA: usize = 200;
/// Steps of SQLite's machine between two looks, and for one query: some seconds.
const LOOK_STEPS: i32 = 20_000;
const QUERY_STEPS: u64 = 100_000_000;
/// Endings of what another program leaves beside a file that it writes into.
const UNFINISHED: [&str; 2] = ["-wal", "-journal"];

/// An open file.
#[derive(Debug)]
pub struct Mbtiles {
    connection: Mutex<Connection>,
    steps: Arc<AtomicU64>,
}

impl Mbtiles {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// It cannot be read, is no MBTiles, is damaged, or somebody is writing into it.
    pub fn open(path: &Path) -> Result<(Mbtiles, TilesetInfo), TileFault> {
        // SQLite would open a folder or a missing file late and with other words.
        let metadata = std::fs::metadata(path).map_err(|error| TileFault::Unreadable(error.to_string()))?;
        if !metadata.is_file() {
            return Err(TileFault::NotTiles);
        }
        if UNFINISHED.iter().any(|ending| is_filled(path, ending)) {
            return Err(TileFault::Unfinished);
        }
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(uri_of(path, "immutable=1&mode=ro"), flags)
            .map_err(|error| fault(&error))?;
        guard(&connection).map_err(|error| fault(&error))?;
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        let look = move || counted.fetch_add(LOOK_STEPS as u64, Ordering::Relaxed) > QUERY_STEPS;
        connection.progress_handler(LOOK_STEPS, Some(look));
        let opened = Mbtiles {
            connection: Mutex::new(connection),
            steps,
        };
        let info = opened.info()?;
        Ok((opened, info))
    }

    /// The bytes of a tile; `None` where there is none.
    ///
    /// # Errors
    /// The file is damaged there.
    pub fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, TileFault> {
        let row = tile.row_from_south(Grid::WebMercator.row_count(tile.zoom));
        self.ask(|connection| {
            let sql =
                "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";
            let mut statement = connection.prepare_cached(sql)?;
            let found: Option<Option<Vec<u8>>> = statement
                .query_row((tile.zoom, tile.column, row), |row| row.get(0))
                .optional()?;
            Ok(found.flatten().filter(|bytes| !bytes.is_empty()))
        })
    }

    fn info(&self) -> Result<TilesetInfo, TileFault> {
        let said = self.ask(|connection| {
            let mut statement = connection.prepare("SELECT name, CAST(value AS TEXT) FROM metadata")?;
            let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
            // A row of other types says nothing that we know.
            Ok(rows
                .take(MOST_METADATA)
                .filter_map(Result::ok)
                .collect::<Vec<(String, String)>>())
        })?;
        let value = |key: &str| {
            said.iter()
                .find(|(name, _)| name == key)
                .map_or("", |(_, value)| value.trim())
        };
        let zoom = |key: &str| value(key).parse::<u8>().ok().filter(|zoom| *zoom <= MOST_ZOOM);
        let (min_zoom, max_zoom) = match (zoom("minzoom"), zoom("maxzoom")) {
            (Some(min), Some(max)) if min <= max => (min, max),
            _ => self.levels()?,
        };
        let bounds: Vec<f64> = value("bounds")
            .split(',')
            .map_while(|number| number.trim().parse().ok())
            .collect();
        Ok(TilesetInfo {
            format: "MBTiles",
            name: plain_text(value("name")),
            tile_format: match value("format") {
                "" => self.first_format()?.to_owned(),
                said => plain_text(said),
            },
            min_zoom,
            max_zoom,
            bounds_deg: match bounds[..] {
                [west, south, east, north] => bounds_of(west, south, east, north),
                _ => None,
            },
            attribution: plain_text(value("attribution")),
            // Only sets of vector tiles have it.
            vector_layers: serde_json::from_str(value("json"))
                .map(|json| vector_layers_of(&json))
                .unwrap_or_default(),
        })
    }

    /// The levels that there are tiles of, where the file does not say so itself.
    fn levels(&self) -> Result<(u8, u8), TileFault> {
        let levels: (Option<i64>, Option<i64>) = self.ask(|connection| {
            let sql = "SELECT min(zoom_level), max(zoom_level) FROM tiles";
            connection.query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?)))
        })?;
        match levels {
            (Some(min), Some(max)) => {
                let held = |zoom: i64| zoom.clamp(0, MOST_ZOOM.into()) as u8;
                Ok((held(min), held(max)))
            }
            _ => Err(TileFault::Damaged("empty")),
        }
    }

    /// What the first tile is, where the file does not say what its tiles are; empty where that is not known either.
    fn first_format(&self) -> Result<&'static str, TileFault> {
        let first: Option<Option<Vec<u8>>> = self.ask(|connection| {
            let sql = "SELECT tile_data FROM tiles LIMIT 1";
            connection.query_row(sql, (), |row| row.get(0)).optional()
        })?;
        Ok(format_of(&first.flatten().unwrap_or_default()))
    }

    /// How many tiles there are; `None` where counting takes too long.
    pub fn tile_count(&self) -> Option<u64> {
        let count: Result<i64, _> =
            self.ask(|connection| connection.query_row("SELECT count(*) FROM tiles", (), |row| row.get(0)));
        count.ok()?.try_into().ok()
    }

    fn ask<T>(&self, query: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, TileFault> {
        // A thread that broke off left no half-made change behind: nothing is ever changed.
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        self.steps.store(0, Ordering::Relaxed);
        query(&connection).map_err(|error| fault(&error))
    }
}

/// Nothing of the file may run or be written, and nothing of it may be larger than a tile.
fn guard(connection: &Connection) -> Result<(), Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "query_only", true)
}

fn fault(error: &Error) -> TileFault {
    match error.sqlite_error_code() {
        // Any database is a file of SQLite; without these tables it is none of tiles.
        Some(ErrorCode::NotADatabase | ErrorCode::Unknown) => TileFault::NotTiles,
        Some(ErrorCode::TooBig) => TileFault::TooLarge,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => TileFault::Unreadable(error.to_string()),
        Some(ErrorCode::OperationInterrupted) => TileFault::Damaged("query"),
        _ => TileFault::Damaged("sqlite"),
    }
}

fn is_filled(path: &Path, ending: &str) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    std::fs::metadata(name).is_ok_and(|metadata| metadata.len() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &[(&str, &str)] = &[
        ("name", "钱塘"),
        ("format", "png"),
        ("bounds", "120.0,30.0,121.0,31.0"),
        ("minzoom", "3"),
        ("maxzoom", "11"),
        ("attribution", "<a href='x'>&copy; 某局</a>"),
    ];

    fn made(path: &Path, metadata: &[(&str, &str)]) {
        let connection = Connection::open(path).unwrap();
        let tables = "CREATE TABLE metadata (name text, value text);
             CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
             CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);";
        connection.execute_batch(tables).unwrap();
        for pair in metadata {
            connection
                .execute("INSERT INTO metadata VALUES (?1, ?2)", *pair)
                .unwrap();
        }
        for (zoom, column, row, data) in [(11, 327, 1256, "a tile"), (3, 1, 4, "another")] {
            let values = (zoom, column, row, data.as_bytes());
            connection
                .execute("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)", values)
                .unwrap();
        }
    }

    fn tile(zoom: u8, column: u32, row: u32) -> TileId {
        TileId { zoom, column, row }
    }

    #[test]
    fn a_good_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(if cfg!(windows) {
            "湿地 #1.mbtiles"
        } else {
            "湿地 #1?.mbtiles"
        });
        made(&path, METADATA);
        let (tiles, info) = Mbtiles::open(&path).unwrap();
        assert_eq!((info.name.as_str(), info.tile_format.as_str()), ("钱塘", "png"));
        assert_eq!(
            (info.min_zoom, info.max_zoom, tiles.tile_count()),
            (3, 11, Some(2))
        );
        assert_eq!(info.attribution, "© 某局");
        assert_eq!(info.bounds_deg, bounds_of(120.0, 30.0, 121.0, 31.0));
        // The row is 1256 from the south, as the specification's own example has it.
        assert_eq!(tiles.tile(tile(11, 327, 791)), Ok(Some(b"a tile".to_vec())));
        assert_eq!(tiles.tile(tile(11, 327, 1256)), Ok(None));
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing beside the file"
        );
    }

    #[test]
    fn levels_are_found_where_they_are_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let check = |name: &str, metadata: &[(&str, &str)]| {
            let path = folder.path().join(name);
            made(&path, metadata);
            let (_, info) = Mbtiles::open(&path).unwrap();
            assert_eq!(
                (info.min_zoom, info.max_zoom, info.bounds_deg),
                (3, 11, None),
                "{name}"
            );
        };
        check("none", &[]);
        check(
            "nonsense",
            &[("minzoom", "11"), ("maxzoom", "3"), ("bounds", "1,2,nan")],
        );
        check(
            "too many",
            &[("minzoom", "0"), ("maxzoom", "300"), ("bounds", "1,2,3,4,5")],
        );
    }

    #[test]
    fn what_is_no_mbtiles() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let refused = |name: &str| Mbtiles::open(&at(name)).unwrap_err();
        assert!(matches!(refused("missing"), TileFault::Unreadable(_)));
        assert_eq!(Mbtiles::open(folder.path()).unwrap_err(), TileFault::NotTiles);
        std::fs::write(at("text"), "not a database at all, but long enough to be one").unwrap();
        assert_eq!(refused("text"), TileFault::NotTiles);
        Connection::open(at("other"))
            .unwrap()
            .execute_batch("CREATE TABLE a (b)")
            .unwrap();
        assert_eq!(refused("other"), TileFault::NotTiles);
        made(&at("busy"), METADATA);
        std::fs::write(at("busy-wal"), "x").unwrap();
        assert_eq!(refused("busy"), TileFault::Unfinished);
    }

    /// Opens whatever it is, and asks for all tiles.
    fn try_all(path: &Path) -> bool {
        let Ok((tiles, info)) = Mbtiles::open(path) else {
            return false;
        };
        let asked = [
            tile(11, 327, 791),
            tile(3, 1, 3),
            tile(23, u32::MAX, u32::MAX),
            tile(info.max_zoom, 0, 0),
        ];
        asked.iter().all(|tile| tiles.tile(*tile).is_ok())
    }

    #[test]
    fn cut_at_any_length_nothing_breaks() {
        let folder = tempfile::tempdir().unwrap();
        let (whole, cut) = (folder.path().join("whole"), folder.path().join("cut"));
        made(&whole, METADATA);
        let bytes = std::fs::read(&whole).unwrap();
        let mut bad = 0;
        for length in (0..bytes.len()).step_by(61) {
            std::fs::write(&cut, &bytes[..length]).unwrap();
            bad += usize::from(!try_all(&cut));
        }
        assert!(try_all(&whole) && bad > 100, "{bad}");
    }

    #[test]
    fn spoiled_bytes_break_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (whole, spoiled) = (folder.path().join("whole"), folder.path().join("spoiled"));
        made(&whole, METADATA);
        let bytes = std::fs::read(&whole).unwrap();
        let mut bad = 0;
        for seed in 1..=100u64 {
            let mut bytes = bytes.clone();
            let mut state = seed;
            for _ in 0..8 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % bytes.len();
                bytes[at] ^= (state >> 16) as u8 | 1;
            }
            std::fs::write(&spoiled, &bytes).unwrap();
            bad += usize::from(!try_all(&spoiled));
        }
        assert!(bad > 0, "not one of the files was bad");
    }

    #[test]
    fn a_tile_larger_than_any_tile_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        made(&path, METADATA);
        let connection = Connection::open(&path).unwrap();
        connection
            .execute("INSERT INTO tiles VALUES (5, 0, 31, zeroblob(5000000))", ())
            .unwrap();
        drop(connection);
        let (tiles, _) = Mbtiles::open(&path).unwrap();
        assert_eq!(tiles.tile(tile(5, 0, 0)), Err(TileFault::TooLarge));
    }

    /// A view that never ends, in the place of the table of tiles.
    #[test]
    fn a_query_made_to_do_harm_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("endless");
        let connection = Connection::open(&path).unwrap();
        let tables = "CREATE TABLE metadata (name text, value text);
             CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
             SELECT i AS zoom_level, i AS tile_column, i AS tile_row, x'00' AS tile_data FROM n;";
        connection.execute_batch(tables).unwrap();
        drop(connection);
        assert_eq!(Mbtiles::open(&path).unwrap_err(), TileFault::Damaged("query"));
    }
}
