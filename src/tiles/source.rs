//! A base map ready to be shown: where its tiles come from, where they lie, who made them.

use std::path::Path;
use std::sync::Arc;

use crate::geom::crs::Crs;
use crate::geom::extent::Extent;
use crate::geom::web_mercator::mercator_from_lon_lat;
use crate::progress::Progress;

use super::cover::Reach;
use super::decode::{Content, decode, vector};
use super::disk_cache::DiskCache;
use super::fault::TileFault;
use super::file::TileFile;
use super::grid::{Grid, MOST_ZOOM, TileId};
use super::info::plain_text;
use super::look::Look;
use super::online::Online;
use super::picture::Picture;
use super::place::Placing;
use super::template::{Key, Template};
use super::vector::draw::{Sheet, Undrawn, draw};
use super::vector::keeper::Keeper;
use super::vector::tile::VectorTile;

/// The finest level of a service that says nothing of its levels.
const USUAL_MAX_ZOOM: u8 = 18;
/// So many levels beyond the finest of a file, vector tiles are drawn finer instead of being magnified.
const FINER_LEVELS: u8 = 6;
/// So many levels up, the vector tile is looked for that holds one that is not there.
const COARSER_LEVELS: u8 = 8;

/// A base map in the plane of a workspace.
#[derive(Debug)]
pub struct Source {
    tiles: Tiles,
    /// The finest level that is asked for.
    finest: u8,
    /// What is known of vector tiles.
    vectors: Keeper,
    /// Between its grid and the plane.
    pub placing: Placing,
    /// Which tiles there may be.
    pub reach: Reach,
    /// Who made it, for people; the name where nothing is known of that.
    pub attribution: String,
    /// The host or the file, for people.
    pub name: String,
}

#[derive(Debug)]
enum Tiles {
    File(TileFile),
    Online(Online),
}

/// A service as the user gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The addresses.
    pub template: Template,
    /// How its tiles are cut.
    pub grid: Grid,
    /// Who made it, for people.
    pub attribution: String,
    /// The user's key; may be empty.
    pub key: Key,
}

impl Source {
    /// A file of tiles.
    ///
    /// # Errors
    /// It cannot be read, holds neither pictures nor vector tiles, or the plane has no known way to it.
    pub fn of_file(path: &Path, plane: &Crs) -> Result<Source, TileFault> {
        let (tiles, info) = TileFile::open(path)?;
        let is_vector = info.is_vector();
        if !(is_vector || info.is_raster()) {
            let is_mlt = info.tile_format.eq_ignore_ascii_case("mlt");
            return Err(TileFault::Unsupported(if is_mlt { "mlt" } else { "picture" }));
        }
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let said = [info.attribution, info.name]
            .into_iter()
            .find(|text| !text.is_empty());
        let grid = Grid::WebMercator;
        let mut corners = info.bounds_deg.map(|bounds| [bounds.min, bounds.max]);
        corners
            .iter_mut()
            .for_each(|corners| mercator_from_lon_lat(corners));
        Ok(Source {
            tiles: Tiles::File(tiles),
            finest: info.max_zoom,
            vectors: Keeper::new(is_vector, info.vector_layers.iter().map(String::as_str)),
            placing: Placing::new(grid, plane).map_err(|_| TileFault::NoShift)?,
            reach: Reach {
                min_zoom: info.min_zoom,
                max_zoom: match is_vector {
                    true => (info.max_zoom + FINER_LEVELS).min(MOST_ZOOM),
                    false => info.max_zoom,
                },
                // A box up to the poles has no end in Web Mercator; the grid has.
                extent: corners.map_or(grid.extent(), |[min, max]| {
                    Extent { min, max }.common_with(&grid.extent())
                }),
            },
            attribution: said.unwrap_or_else(|| file_name.clone().into_owned()),
            name: file_name.into_owned(),
        })
    }

    /// A service, with what earlier sessions have kept of it. Nothing is asked yet.
    ///
    /// # Errors
    /// It needs a key and has none, or the plane has no known way to it.
    pub fn of_service(service: Service, plane: &Crs) -> Result<Source, TileFault> {
        let cache = DiskCache::usual(&service.template, service.grid);
        Source::of_service_with(service, plane, cache)
    }

    /// The same with a cache somewhere else, or without one.
    ///
    /// # Errors
    /// As [`Source::of_service`].
    pub fn of_service_with(
        service: Service,
        plane: &Crs,
        cache: Option<DiskCache>,
    ) -> Result<Source, TileFault> {
        let Service {
            template,
            grid,
            attribution,
            key,
        } = service;
        let host = template.host();
        let finest = USUAL_MAX_ZOOM.min(MOST_ZOOM);
        Ok(Source {
            finest,
            vectors: Keeper::unknown(),
            placing: Placing::new(grid, plane).map_err(|_| TileFault::NoShift)?,
            reach: Reach {
                min_zoom: 1,
                max_zoom: finest,
                extent: grid.extent(),
            },
            // Of a workspace that somebody sent: no marks, no lines, no novel.
            attribution: Some(plain_text(&attribution))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| host.clone()),
            name: host,
            tiles: Tiles::Online(Online::new(template, grid, key, cache)?),
        })
    }

    /// True where the network is asked.
    pub fn is_online(&self) -> bool {
        matches!(self.tiles, Tiles::Online(_))
    }

    /// What is known of its vector tiles.
    pub fn vectors(&self) -> &Keeper {
        &self.vectors
    }

    /// The pixels of a tile, vector tiles as `look` wants them; `None` where there is none. May take as long as a service
    /// takes to answer. Of a vector tile that is not there, because it is finer than the finest or for lack of anything on it,
    /// a part of the one that holds it is drawn.
    ///
    /// # Errors
    /// Damage, no answer, or no picture.
    pub fn picture(
        &self,
        tile: TileId,
        look: &Look,
        progress: &Progress,
    ) -> Result<Option<Picture>, TileFault> {
        let mut at = tile.up_to(self.finest);
        loop {
            match self.content(at, progress)? {
                Some(Found::Picture(picture)) => return Ok(Some(picture).filter(|_| at == tile)),
                Some(Found::Vector(vector)) => return drawn(&vector, at, (tile, look), progress),
                None if self.vectors.is_raster() || tile.zoom - at.zoom >= COARSER_LEVELS => {
                    return Ok(None);
                }
                None => {}
            }
            match at.parent().filter(|parent| parent.zoom >= self.reach.min_zoom) {
                Some(parent) => at = parent,
                None => return Ok(None),
            }
        }
    }

    fn content(&self, tile: TileId, progress: &Progress) -> Result<Option<Found>, TileFault> {
        if let Some(kept) = self.vectors.find(tile) {
            return Ok(kept.map(Found::Vector));
        }
        let content = match &self.tiles {
            Tiles::File(file) => file
                .tile(tile)?
                .map(|bytes| self.content_of_file(&bytes, tile))
                .transpose()?,
            Tiles::Online(online) => online.tile(tile, progress)?,
        };
        Ok(match content {
            Some(Content::Picture(picture)) => {
                self.vectors.note_picture();
                Some(Found::Picture(picture))
            }
            Some(Content::Vector(vector)) => Some(Found::Vector(self.vectors.keep(tile, vector))),
            None => {
                if !self.vectors.is_raster() {
                    self.vectors.keep_absent(tile);
                }
                None
            }
        })
    }

    /// A file says what its tiles are; what it says counts.
    fn content_of_file(&self, bytes: &[u8], tile: TileId) -> Result<Content, TileFault> {
        match self.vectors.is_vector() {
            true => vector(bytes, tile).map(Content::Vector),
            false => decode(bytes, tile),
        }
    }

    /// Why the service does not answer, while it does not; tiles that were kept may come all the same.
    pub fn trouble(&self) -> Option<TileFault> {
        match &self.tiles {
            Tiles::File(_) => None,
            Tiles::Online(online) => online.trouble(),
        }
    }
}

/// What there is of a tile.
enum Found {
    Picture(Picture),
    Vector(Arc<VectorTile>),
}

/// The part of a vector tile that a tile within it is.
fn drawn(
    vector: &VectorTile,
    at: TileId,
    (tile, look): (TileId, &Look),
    progress: &Progress,
) -> Result<Option<Picture>, TileFault> {
    let Some(part) = tile.part_of(at) else {
        return Ok(None);
    };
    let sheet = Sheet {
        zoom: tile.zoom,
        part,
        look: *look,
    };
    draw(vector, &sheet, progress)
        .map(Some)
        .map_err(|undrawn| match undrawn {
            Undrawn::Broken(broken) => TileFault::BadVector(at, broken.0),
            Undrawn::Cancelled => TileFault::Cancelled,
        })
}

#[cfg(test)]
mod tests;
