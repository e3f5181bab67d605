//! What can be wrong with files of lines, tables, drawings and archives: the kinds of problem that their readers share.

use crate::say;
use crate::words::Lang;

use super::field_type::FieldType;
use super::file_fault::listed;

/// What a reader of such a file found.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadingFault {
    /// Bytes that are no letters; shown as U+FFFD.
    Undecodable {
        /// How many.
        places: usize,
        /// The encoding that was tried.
        encoding: String,
    },
    /// A line that means nothing where it stands.
    BadLine {
        /// From 1.
        line: usize,
        /// Its beginning.
        found: String,
    },
    /// A cell or text that should be a coordinate.
    BadCoordinate {
        /// Line or row of the file, from 1.
        line: usize,
        /// As written.
        found: String,
    },
    /// A row with more or fewer fields than the header.
    FieldCount {
        /// Line of the file, from 1.
        line: usize,
        /// Fields of the header.
        expected: usize,
        /// Fields of the row.
        found: usize,
    },
    /// A quotation mark that is never closed, or text behind the closing one.
    BadQuote {
        /// Line of the file, from 1.
        line: usize,
    },
    /// A table none of whose columns holds coordinates.
    NoCoordinates {
        /// The columns it has.
        columns: Vec<String>,
    },
    /// A table with several columns that could hold the coordinates.
    WhichColumns {
        /// These.
        columns: Vec<String>,
    },
    /// The columns that the coordinates were taken from: east and north, or one with shapes in words.
    ColumnsUsed {
        /// Their names.
        columns: Vec<String>,
    },
    /// A plot whose own area is not that of its corners.
    StatedArea {
        /// As the plot says, in ha.
        stated_ha: f64,
        /// Of its corners, in ha.
        found_ha: f64,
    },
    /// A plot whose own number of corners is not that of its lines.
    StatedCount {
        /// As the plot says.
        stated: String,
        /// Lines that are there.
        found: usize,
    },
    /// A header that names another zone than the eastings begin with.
    ZoneMismatch {
        /// The header's.
        header: String,
        /// The eastings'.
        easting: u32,
    },
    /// Eastings of several zones, or with and without the number of their zone.
    MixedZones,
    /// Parts of a sort that is not read.
    NotRead {
        /// The format's own name of the sort.
        what: String,
        /// How many.
        count: usize,
    },
    /// Curves that were turned into edges within a millimetre.
    Approximated {
        /// How many features have them.
        features: usize,
    },
    /// Arcs so large that their edges are further off than a millimetre.
    CoarseArcs {
        /// How many features have them.
        features: usize,
    },
    /// Edges that are the shortest lines over the ground by the word of the file; they are taken as straight in its coordinates.
    GeodesicEdges,
    /// A set of features that its service says is only a part.
    CutByService,
    /// A compressed file with something inside that is not read from there.
    PackedInside {
        /// The name of the format inside.
        found: String,
    },
    /// A format that is WGS 84 by its standard and often drawn over maps that are shifted.
    ShiftedMaps,
    /// Parts within parts, deeper than is read.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// An archive or drawing without the part that is needed.
    NoEntry {
        /// What is needed.
        wanted: String,
    },
    /// Values that are not of the type that somebody has declared for their field; they stay as they are.
    NotOfType {
        /// The type.
        wanted: FieldType,
        /// The first such value.
        found: String,
        /// How many features have one.
        features: usize,
    },
    /// Numbers of more digits than the program keeps that has written the table: the last ones are not there any more.
    DigitsLost {
        /// The first row that has one, from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// How many rows have one.
        rows: usize,
    },
    /// A text file that lay among the data of a folder or an archive and holds no coordinates; it is no layer.
    StrayText,
}

impl ReadingFault {
    /// The name in files and the key of the texts.
    pub fn code(&self) -> &'static str {
        match self {
            ReadingFault::Undecodable { .. } => "undecodable_places",
            ReadingFault::BadLine { .. } => "bad_line",
            ReadingFault::BadCoordinate { .. } => "bad_coordinate",
            ReadingFault::FieldCount { .. } => "field_count",
            ReadingFault::BadQuote { .. } => "bad_quote",
            ReadingFault::NoCoordinates { .. } => "no_coordinates",
            ReadingFault::WhichColumns { .. } => "which_columns",
            ReadingFault::ColumnsUsed { .. } => "columns_used",
            ReadingFault::StatedArea { .. } => "stated_area",
            ReadingFault::StatedCount { .. } => "stated_count",
            ReadingFault::ZoneMismatch { .. } => "zone_mismatch",
            ReadingFault::MixedZones => "mixed_zones",
            ReadingFault::NotRead { .. } => "not_read",
            ReadingFault::Approximated { .. } => "approximated",
            ReadingFault::CoarseArcs { .. } => "coarse_arcs",
            ReadingFault::GeodesicEdges => "geodesic_edges",
            ReadingFault::CutByService => "cut_by_service",
            ReadingFault::PackedInside { .. } => "packed_inside",
            ReadingFault::ShiftedMaps => "shifted_maps",
            ReadingFault::TooDeep { .. } => "too_deep",
            ReadingFault::NoEntry { .. } => "no_entry",
            // How a day is to be written has to be said.
            ReadingFault::NotOfType {
                wanted: FieldType::Date,
                ..
            } => "not_a_day",
            ReadingFault::NotOfType { .. } => "not_of_type",
            ReadingFault::DigitsLost { .. } => "digits_lost",
            ReadingFault::StrayText => "stray_text",
        }
    }

    /// What was found, in one sentence.
    pub(super) fn text(&self, lang: Lang) -> String {
        let key = format!("problem.{}", self.code());
        match self {
            ReadingFault::Undecodable { places, encoding } => {
                say!(lang, &key, places = places, encoding = encoding)
            }
            ReadingFault::BadLine { line, found } | ReadingFault::BadCoordinate { line, found } => {
                say!(lang, &key, line = line, found = found)
            }
            ReadingFault::FieldCount {
                line,
                expected,
                found,
            } => say!(lang, &key, line = line, expected = expected, found = found),
            ReadingFault::BadQuote { line } => say!(lang, &key, line = line),
            ReadingFault::NoCoordinates { columns }
            | ReadingFault::WhichColumns { columns }
            | ReadingFault::ColumnsUsed { columns } => {
                say!(lang, &key, columns = listed(lang, columns))
            }
            ReadingFault::StatedArea { stated_ha, found_ha } => {
                let (stated, found) = (format!("{stated_ha:.4}"), format!("{found_ha:.4}"));
                say!(lang, &key, stated = stated, found = found)
            }
            ReadingFault::StatedCount { stated, found } => {
                say!(lang, &key, stated = stated, found = found)
            }
            ReadingFault::ZoneMismatch { header, easting } => {
                say!(lang, &key, header = header, easting = easting)
            }
            ReadingFault::NotRead { what, count } => say!(lang, &key, what = what, count = count),
            ReadingFault::Approximated { features } | ReadingFault::CoarseArcs { features } => {
                say!(lang, &key, features = features)
            }
            ReadingFault::PackedInside { found } => say!(lang, &key, found = found),
            ReadingFault::TooDeep { limit } => say!(lang, &key, limit = limit),
            ReadingFault::NoEntry { wanted } => say!(lang, &key, wanted = wanted),
            ReadingFault::NotOfType {
                wanted,
                found,
                features,
            } => {
                let wanted = wanted.name(lang);
                say!(lang, &key, wanted = wanted, found = found, features = features)
            }
            ReadingFault::DigitsLost { line, found, rows } => {
                say!(lang, &key, line = line, found = found, rows = rows)
            }
            ReadingFault::MixedZones
            | ReadingFault::ShiftedMaps
            | ReadingFault::GeodesicEdges
            | ReadingFault::StrayText
            | ReadingFault::CutByService => {
                say!(lang, &key)
            }
        }
    }
}
