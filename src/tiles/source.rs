//! A base map ready to be shown: where its tiles come from, where they lie, who made them.

use std::path::Path;

use crate::geom::crs::Crs;
use crate::geom::extent::Extent;
use crate::geom::web_mercator::mercator_from_lon_lat;
use crate::progress::Progress;

use super::cover::Reach;
use super::decode::{Picture, decode};
use super::disk_cache::DiskCache;
use super::fault::TileFault;
use super::file::TileFile;
use super::grid::{Grid, MOST_ZOOM, TileId};
use super::info::plain_text;
use super::online::Online;
use super::place::Placing;
use super::template::{Key, Template};

/// The finest level of a service that says nothing of its levels.
const USUAL_MAX_ZOOM: u8 = 18;

/// A base map in the plane of a workspace.
#[derive(Debug)]
pub struct Source {
    tiles: Tiles,
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
    /// It cannot be read, holds no pictures, or the plane has no known way to it.
    pub fn of_file(path: &Path, plane: &Crs) -> Result<Source, TileFault> {
        let (tiles, info) = TileFile::open(path)?;
        if info.is_vector() {
            return Err(TileFault::Unsupported("vector"));
        }
        if !info.is_raster() {
            return Err(TileFault::Unsupported("picture"));
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
            placing: Placing::new(grid, plane).map_err(|_| TileFault::NoShift)?,
            reach: Reach {
                min_zoom: info.min_zoom,
                max_zoom: info.max_zoom,
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
        Ok(Source {
            placing: Placing::new(grid, plane).map_err(|_| TileFault::NoShift)?,
            reach: Reach {
                min_zoom: 1,
                max_zoom: USUAL_MAX_ZOOM.min(MOST_ZOOM),
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

    /// The pixels of a tile; `None` where there is none. May take as long as a service takes to answer.
    ///
    /// # Errors
    /// Damage, no answer, or no picture.
    pub fn picture(&self, tile: TileId, progress: &Progress) -> Result<Option<Picture>, TileFault> {
        match &self.tiles {
            Tiles::File(file) => file.tile(tile)?.map(|bytes| decode(&bytes)).transpose(),
            Tiles::Online(online) => online.tile(tile, progress),
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
