//! Which base map a workspace asks for. No key of a map service is ever part of it.

use std::path::PathBuf;

/// A base map as a workspace names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BaseMapChoice {
    /// A file of tiles, MBTiles or PMTiles; shown at once.
    Offline(PathBuf),
    /// A service of the national map; shown once the user has given a key and switched it on.
    Tianditu(TiandituMap),
    /// The addresses of another service; shown once the user has switched it on.
    Template {
        /// Address of a tile with placeholders such as `{z}`, `{x}` and `{y}`; `{key}` stands for the user's key.
        url: String,
        /// Who made the map, for people; empty where nothing is known.
        attribution: String,
    },
}

/// The maps of Tianditu (天地图) that are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TiandituMap {
    /// Streets, water and green as areas of colour.
    #[default]
    Vector,
    /// Pictures from the air and from space.
    Imagery,
}

impl TiandituMap {
    /// Both.
    pub const ALL: [TiandituMap; 2] = [TiandituMap::Vector, TiandituMap::Imagery];

    /// The service's own name of the layer.
    pub fn layer(self) -> &'static str {
        match self {
            TiandituMap::Vector => "vec",
            TiandituMap::Imagery => "img",
        }
    }
}
