//! What `redshank info` says of a file of tiles.

use std::path::Path;

use serde::Serialize;

use crate::report::units::thousands;
use crate::say;
use crate::tiles::fault::TileFault;
use crate::tiles::file::TileFile;
use crate::tiles::info::TilesetInfo;
use crate::words::Lang;

/// A file of tiles, as far as it says what it holds.
#[derive(Clone, Debug, Serialize)]
pub struct TilesetRecord {
    file: String,
    format: &'static str,
    name: String,
    tile_format: String,
    /// True where the program can draw its tiles.
    drawable: bool,
    min_zoom: u8,
    max_zoom: u8,
    tile_count: Option<u64>,
    /// West, south, east, north in degrees; `None` where it does not say.
    bounds: Option<[f64; 4]>,
    attribution: String,
    /// Layers of vector tiles, as far as the file names them.
    vector_layers: Vec<String>,
}

impl TilesetRecord {
    /// Looks into a file of tiles.
    ///
    /// # Errors
    /// As [`TileFile::open`].
    pub fn of(path: &Path) -> Result<TilesetRecord, TileFault> {
        let (tiles, info) = TileFile::open(path)?;
        let drawable = info.is_raster() || info.is_vector();
        let TilesetInfo {
            format,
            name,
            tile_format,
            min_zoom,
            max_zoom,
            bounds_deg,
            attribution,
            vector_layers,
        } = info;
        Ok(TilesetRecord {
            file: path.display().to_string(),
            format,
            name,
            tile_format,
            drawable,
            min_zoom,
            max_zoom,
            tile_count: tiles.tile_count(),
            bounds: bounds_deg.map(|bounds| [bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y]),
            attribution,
            vector_layers,
        })
    }

    /// The same for people.
    pub fn words(&self, lang: Lang) -> String {
        let count = match self.tile_count {
            Some(count) => thousands(count as f64, 0),
            None => say!(lang, "cli.info.tiles_uncounted"),
        };
        let mut lines = vec![
            self.file.clone(),
            say!(lang, "cli.info.tileset", format = self.format, name = self.name),
            say!(
                lang,
                "cli.info.tiles",
                count = count,
                tile_format = self.tile_format,
                min = self.min_zoom,
                max = self.max_zoom
            ),
        ];
        if let Some([west, south, east, north]) = self.bounds {
            let bounds = say!(
                lang,
                "cli.info.tiles_extent",
                west = west,
                south = south,
                east = east,
                north = north
            );
            lines.push(bounds);
        }
        if !self.attribution.is_empty() {
            lines.push(say!(lang, "cli.info.attribution", text = self.attribution));
        }
        if !self.vector_layers.is_empty() {
            let layers = self.vector_layers.join(&say!(lang, "map.list_separator"));
            lines.push(say!(lang, "cli.info.vector_layers", layers = layers));
        }
        if !self.drawable {
            lines.push(say!(lang, "cli.info.tiles_not_drawn"));
        }
        lines.join("\n")
    }
}
