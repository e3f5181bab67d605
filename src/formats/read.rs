//! The one door for files of any format: looks at the content and calls the reader of that format.

use crate::model::problem::ProblemKind;
use crate::progress::Progress;

use super::declared_types;
use super::delimited;
use super::dxf;
use super::esri_json;
use super::flatgeobuf;
use super::geojson;
use super::geopackage;
use super::gzip;
use super::input::FileToRead;
use super::kml;
use super::memory;
use super::parcel_text;
#[cfg(feature = "parquet")]
use super::parquet;
use super::raw::{RawLayer, Unread};
use super::shapefile;
use super::sniff::Content;
use super::topo_json;
use super::wkt_text;
use super::xlsx;
use super::zipped;

/// Reads a file of any known format. `id_field` is the property that names a feature in messages where it has no id of
/// its own.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let mut layer = read_as_is(file, id_field, progress)?;
    declared_types::apply(&mut layer, &file.types, &file.label);
    Ok(layer)
}

/// The same with the types that values have in the file.
fn read_as_is(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let content = file.content()?;
    let is_packed = file.is_packed()?;
    if let Some(kind) = gzip::refusal(content).filter(|_| is_packed) {
        return Err(Unread::file(&file.label, kind));
    }
    memory::check(file, content, file.memory)?;
    let mut layer = match content {
        Content::Json { .. } | Content::Utf16 | Content::Gbk => geojson::read(file, id_field, progress)?,
        Content::EsriJson => esri_json::read(file, progress)?,
        Content::TopoJson => topo_json::read(file, progress)?,
        Content::Shapefile | Content::Dbf => shapefile::read(file, id_field, progress)?,
        Content::GeoPackage | Content::Dossier => geopackage::read(file, id_field, progress)?,
        Content::FlatGeobuf => flatgeobuf::read(file, id_field, progress)?,
        #[cfg(feature = "parquet")]
        Content::Parquet => parquet::read(file, id_field, progress)?,
        Content::Zip => return from_archive(file, id_field, progress),
        Content::DelimitedText => delimited::read(file, progress)?,
        Content::Dxf => dxf::read(file, progress)?,
        Content::Kml => kml::read(file, progress)?,
        Content::Kmz => kml::read_archive(file, progress)?,
        Content::Xlsx => xlsx::read(file, progress)?,
        Content::Wkt => wkt_text::read(file, progress)?,
        Content::ParcelText => parcel_text::read(file, progress)?,
        other => return Err(Unread::file(&file.label, other.refusal())),
    };
    if content == Content::Dossier {
        // Its layers stand in it as in any GeoPackage; what it is is more than that.
        layer.format = content.name();
    }
    if is_packed {
        layer.format = gzip::packed_name(layer.format);
        layer.sha256 = file.sha256(progress)?;
    }
    // A reader of files with several tables has looked at the name itself.
    match &file.table {
        Some(wanted) if layer.tables.is_empty() => {
            let kind = ProblemKind::NoSuchTable {
                wanted: wanted.clone(),
                tables: Vec::new(),
            };
            Err(Unread::file(&file.label, kind))
        }
        _ => Ok(layer),
    }
}

/// Reads a data file of an archive by the reader of its own format.
fn from_archive(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let unpacked = zipped::unpack(file, progress)?;
    let layer = match &unpacked.parts {
        Some(parts) => shapefile::read_parts(parts, &unpacked.file, id_field, progress),
        None => read_as_is(&unpacked.file, id_field, progress),
    };
    match layer {
        Ok(layer) => Ok(unpacked.finish(layer)),
        Err(unread) => Err(unpacked.failed(unread)),
    }
}
