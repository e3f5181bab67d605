//! What is to be written, where to and as what; and why it cannot be.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::super::files::WriteError;
use super::coding::Coding;
use super::loss::Losses;

/// A format that layers can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerFormat {
    /// GeoJSON.
    #[default]
    GeoJson,
    /// GeoPackage.
    GeoPackage,
    /// Shapefile.
    Shapefile,
    /// FlatGeobuf.
    FlatGeobuf,
    /// KML.
    Kml,
    /// CSV with well-known text.
    Csv,
    /// A workbook with well-known text.
    Xlsx,
    /// TXT 地块坐标.
    Parcels,
    /// Outlines for drawing programs.
    Dxf,
}

impl LayerFormat {
    /// All formats.
    pub const ALL: [LayerFormat; 9] = [
        LayerFormat::GeoJson,
        LayerFormat::GeoPackage,
        LayerFormat::Shapefile,
        LayerFormat::FlatGeobuf,
        LayerFormat::Kml,
        LayerFormat::Csv,
        LayerFormat::Xlsx,
        LayerFormat::Parcels,
        LayerFormat::Dxf,
    ];

    /// The name in arguments, and the ending of its files.
    pub fn code(self) -> &'static str {
        match self {
            LayerFormat::GeoJson => "geojson",
            LayerFormat::GeoPackage => "gpkg",
            LayerFormat::Shapefile => "shp",
            LayerFormat::FlatGeobuf => "fgb",
            LayerFormat::Kml => "kml",
            LayerFormat::Csv => "csv",
            LayerFormat::Xlsx => "xlsx",
            LayerFormat::Parcels => "txt",
            LayerFormat::Dxf => "dxf",
        }
    }

    /// The format of that name.
    pub fn from_code(code: &str) -> Option<LayerFormat> {
        let code = code.trim().to_ascii_lowercase();
        LayerFormat::ALL.into_iter().find(|format| format.code() == code)
    }

    /// The format by the ending of a file.
    pub fn of_path(path: &Path) -> Option<LayerFormat> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "json" => Some(LayerFormat::GeoJson),
            code => LayerFormat::from_code(code),
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("export.format.{}", self.code()))
    }

    /// True where the encoding of texts can be chosen.
    pub fn has_coding(self) -> bool {
        matches!(
            self,
            LayerFormat::Shapefile | LayerFormat::Csv | LayerFormat::Parcels
        )
    }

    /// True where the system can be chosen.
    pub fn has_crs(self) -> bool {
        self != LayerFormat::Kml
    }

    /// The encoding where nobody chooses one: most programs for parcel texts expect GBK.
    pub fn usual_coding(self) -> Coding {
        match self {
            LayerFormat::Parcels => Coding::Gbk,
            _ => Coding::Utf8,
        }
    }
}

/// One thing to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The layer of that id.
    Layer(Arc<str>),
    /// The findings of the screening.
    Findings,
    /// What projects and zones have in common, as areas.
    Occupied,
}

/// The name of the findings among the layers.
pub const FINDINGS: &str = "findings";
/// The name of the occupied parts among the layers.
pub const OCCUPIED: &str = "occupied";

impl Content {
    /// True for what only a screening gives.
    pub fn needs_screening(&self) -> bool {
        matches!(self, Content::Findings | Content::Occupied)
    }

    /// The name in arguments and of files.
    pub fn id(&self) -> &str {
        match self {
            Content::Layer(id) => id,
            Content::Findings => FINDINGS,
            Content::Occupied => OCCUPIED,
        }
    }

    /// The name for people.
    pub fn title(&self, workspace: &Workspace, lang: Lang) -> String {
        match self {
            Content::Layer(id) => {
                let layer = workspace.layer(id);
                layer.map_or_else(|| id.to_string(), |layer| layer.about.name.get(lang).to_owned())
            }
            Content::Findings => say!(lang, "export.findings"),
            Content::Occupied => say!(lang, "export.occupied"),
        }
    }
}

/// The system that a file is to be in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CrsWish {
    /// Longitude and latitude for GeoJSON and KML, the plane of the workspace for all else.
    #[default]
    Usual,
    /// That of the layer's source; of the workspace for findings.
    Source,
    /// The plane of the workspace.
    Workspace,
    /// By its code.
    Code(String),
}

impl CrsWish {
    /// As typed: `EPSG:4549`, `source` or `workspace`.
    pub fn of_text(text: &str) -> CrsWish {
        match text.trim().to_ascii_lowercase().as_str() {
            "" => CrsWish::Usual,
            "source" => CrsWish::Source,
            "workspace" => CrsWish::Workspace,
            _ => CrsWish::Code(text.trim().to_owned()),
        }
    }
}

/// Layers to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerOrder {
    /// What.
    pub contents: Vec<Content>,
    /// A file, by its ending; else a folder with a file for each.
    pub target: PathBuf,
    /// As what.
    pub format: LayerFormat,
    /// In which system.
    pub crs: CrsWish,
    /// In which encoding; `None` for the usual one of the format.
    pub coding: Option<Coding>,
}

/// Something that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLayer {
    /// The name of what it is.
    pub id: String,
    /// Its files.
    pub paths: Vec<PathBuf>,
    /// How many features there were to write.
    pub feature_count: usize,
    /// What the format could not hold.
    pub losses: Losses,
}

/// What became of an order.
#[derive(Debug, Default)]
pub struct LayersWritten {
    /// Written whole, in the order asked for.
    pub written: Vec<WrittenLayer>,
    /// Not written; whatever stood there before still does.
    pub failed: Vec<LayerError>,
}

/// Why something was not written.
#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    /// There is no layer of that name; those that there are.
    #[error("no layer {wanted}; there are {known}")]
    NoLayer {
        /// As typed.
        wanted: String,
        /// Names of all layers.
        known: String,
    },
    /// Nothing was screened.
    #[error("nothing was screened")]
    NoScreening,
    /// The system is not known.
    #[error("unknown system {0}")]
    UnknownCrs(String),
    /// Nobody knows how the systems lie to each other.
    #[error("no official datum shift from {from} to {to}")]
    NoShift {
        /// The plane of the workspace.
        from: String,
        /// The system that was asked for.
        to: String,
    },
    /// KML is in longitude and latitude only.
    #[error("KML cannot be in {0}")]
    OnlyDegrees(String),
    /// Parcel texts are in a Gauss-Krüger zone of China only.
    #[error("{0} is no Gauss-Krüger zone of China")]
    NotAZone(String),
    /// More than a sheet of a workbook holds.
    #[error("{features} features with {fields} fields do not go into one sheet")]
    SheetFull {
        /// Rows but one.
        features: usize,
        /// Columns but one.
        fields: usize,
    },
    /// Several layers do not go into one file of this format.
    #[error("{count} layers do not go into one file")]
    OneFile {
        /// How many.
        count: usize,
        /// The file.
        path: PathBuf,
    },
    /// The open workspace was read from this file.
    #[error("the workspace was read from {}", .0.display())]
    Source(PathBuf),
    /// The system's reason.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Somebody asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl LayerError {
    /// What went wrong and what to do; a path last.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            LayerError::NoLayer { wanted, known } => {
                say!(lang, "export.error.no_layer", wanted = wanted, known = known)
            }
            LayerError::NoScreening => say!(lang, "export.error.no_screening"),
            LayerError::UnknownCrs(code) => say!(lang, "export.error.unknown_crs", code = code),
            LayerError::NoShift { from, to } => say!(lang, "export.error.no_shift", from = from, to = to),
            LayerError::OnlyDegrees(code) => say!(lang, "export.error.only_degrees", code = code),
            LayerError::NotAZone(code) => say!(lang, "export.error.not_a_zone", code = code),
            LayerError::SheetFull { features, fields } => {
                say!(
                    lang,
                    "export.error.sheet_full",
                    features = features,
                    fields = fields
                )
            }
            LayerError::OneFile { count, path } => {
                say!(
                    lang,
                    "export.error.one_file",
                    count = count,
                    path = path.display()
                )
            }
            LayerError::Source(path) => say!(lang, "export.error.source", path = path.display()),
            LayerError::Write(error) => error.text(lang),
            LayerError::Cancelled => say!(lang, "export.error.cancelled"),
        }
    }
}
