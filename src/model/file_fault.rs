//! What can be wrong with a file as a container: its parts, counts, lengths and text, whatever the format.

use crate::say;
use crate::words::Lang;

/// A fault of a file in a binary or archived format, or something of it that is not read.
#[derive(Clone, Debug, PartialEq)]
pub enum FileFault {
    /// A count or length that the bytes there cannot hold.
    WrongLength {
        /// Byte of the file (or of the value, where the file is a database) from 0.
        byte: u64,
        /// Bytes that are said to be there.
        said: u64,
        /// Bytes that are there.
        there: u64,
    },
    /// Positions of parts that go backwards or beyond the end.
    WrongOrder {
        /// Byte of the file or value from 0.
        byte: u64,
    },
    /// A code that names no type, or not the type of the file.
    WrongCode {
        /// Byte of the file or value from 0.
        byte: u64,
        /// The code.
        code: u64,
    },
    /// The header says another length of the whole file, and the counts agree all the same.
    HeaderLength {
        /// Bytes by the header.
        said: u64,
        /// Bytes of the file.
        there: u64,
    },
    /// The words of the library that gave up.
    Corrupt(String),
    /// A file that belongs to it is not there, or cannot be used.
    PartMissing {
        /// Its ending, with the dot.
        part: String,
    },
    /// Two counts that should be the same.
    CountsDiffer {
        /// What was counted first.
        first: String,
        /// How many.
        first_count: u64,
        /// What was counted second.
        second: String,
        /// How many.
        second_count: u64,
    },
    /// Positions in the index that lead nowhere; the records were read one after another.
    IndexIgnored,
    /// A sort of geometry that is not read.
    Unsupported {
        /// Its name in the format.
        found: String,
    },
    /// Bytes that are no text in the encoding; each shows as U+FFFD.
    Undecodable {
        /// The encoding.
        encoding: String,
        /// How many features have them.
        features: usize,
    },
    /// Text that another encoding fits better than the one that the file says.
    EncodingDoubt {
        /// The one that the file says, and that was used.
        said: String,
        /// The one that fits.
        better: String,
    },
    /// An encoding that was found from the bytes alone.
    EncodingGuessed {
        /// The encoding.
        encoding: String,
        /// Some of the text.
        sample: String,
    },
    /// A field whose name is cut within a letter or stands twice.
    FieldRenamed {
        /// The name that it has now.
        now: String,
    },
    /// Records that their owner has marked as deleted; they were passed over.
    DeletedRecords {
        /// How many.
        features: usize,
    },
    /// Rings that are wound as holes and lie in no shell; nesting alone decided what is a hole.
    HoleOutside {
        /// How many of the feature.
        rings: usize,
    },
    /// Features whose own geometry names another CRS than their layer.
    OtherCrs {
        /// The number of the first such CRS within the file.
        said: i64,
        /// How many features.
        features: usize,
    },
    /// A file without a layer.
    NoLayer,
    /// A part of an archive that opens with a password only.
    Encrypted,
    /// A part of an archive that is packed in a way that is not read.
    Packing {
        /// The number of the way, by the standard of the archive.
        method: u16,
    },
    /// A part of an archive whose name leads out of it, as of archives made to do harm.
    UnsafeName {
        /// The name.
        name: String,
    },
    /// An archive within an archive.
    NestedArchive,
    /// An archive with a workspace in it, which is not opened from there.
    WorkspaceInside {
        /// The name of the workspace file in the archive.
        name: String,
    },
    /// More than a limit that guards against files made to do harm.
    Limit {
        /// The name of what is limited.
        what: &'static str,
        /// The most that is read.
        limit: u64,
    },
}

impl FileFault {
    /// The name in files and the key of the texts.
    pub fn code(&self) -> &'static str {
        match self {
            FileFault::WrongLength { .. } => "wrong_length",
            FileFault::WrongOrder { .. } => "wrong_order",
            FileFault::WrongCode { .. } => "wrong_code",
            FileFault::HeaderLength { .. } => "header_length",
            FileFault::Corrupt(_) => "corrupt",
            FileFault::PartMissing { .. } => "part_missing",
            FileFault::CountsDiffer { .. } => "counts_differ",
            FileFault::IndexIgnored => "index_ignored",
            FileFault::Unsupported { .. } => "unsupported",
            FileFault::Undecodable { .. } => "undecodable",
            FileFault::EncodingDoubt { .. } => "encoding_doubt",
            FileFault::EncodingGuessed { .. } => "encoding_guessed",
            FileFault::FieldRenamed { .. } => "field_renamed",
            FileFault::DeletedRecords { .. } => "deleted_records",
            FileFault::HoleOutside { .. } => "hole_outside",
            FileFault::OtherCrs { .. } => "other_crs",
            FileFault::NoLayer => "no_layer",
            FileFault::Encrypted => "encrypted",
            FileFault::Packing { .. } => "packing",
            FileFault::UnsafeName { .. } => "unsafe_name",
            FileFault::NestedArchive => "nested_archive",
            FileFault::WorkspaceInside { .. } => "workspace_inside",
            FileFault::Limit { .. } => "limit",
        }
    }

    /// What was found, in one sentence without the place.
    pub fn text(&self, lang: Lang) -> String {
        let key = format!("problem.{}", self.code());
        match self {
            FileFault::WrongLength { byte, said, there } => {
                say!(lang, &key, byte = byte, said = said, there = there)
            }
            FileFault::HeaderLength { said, there } => say!(lang, &key, said = said, there = there),
            FileFault::WrongOrder { byte } => say!(lang, &key, byte = byte),
            FileFault::WrongCode { byte, code } => say!(lang, &key, byte = byte, code = code),
            FileFault::Corrupt(detail) => say!(lang, &key, detail = detail),
            FileFault::PartMissing { part } => say!(lang, &key, part = part),
            FileFault::CountsDiffer {
                first,
                first_count,
                second,
                second_count,
            } => say!(
                lang,
                &key,
                first = first,
                first_count = first_count,
                second = second,
                second_count = second_count
            ),
            FileFault::Unsupported { found } => say!(lang, &key, found = found),
            FileFault::Undecodable { encoding, features } => {
                say!(lang, &key, encoding = encoding, features = features)
            }
            FileFault::EncodingDoubt { said, better } => say!(lang, &key, said = said, better = better),
            FileFault::EncodingGuessed { encoding, sample } => {
                say!(lang, &key, encoding = encoding, sample = sample)
            }
            FileFault::FieldRenamed { now } => say!(lang, &key, now = now),
            FileFault::DeletedRecords { features } => {
                say!(lang, &key, features = features)
            }
            FileFault::OtherCrs { said, features } => say!(lang, &key, said = said, features = features),
            FileFault::HoleOutside { rings } => say!(lang, &key, rings = rings),
            FileFault::Limit { what, limit } => {
                let what = say!(lang, &format!("limit.{what}"));
                say!(lang, &key, what = what, limit = limit)
            }
            FileFault::Packing { method } => say!(lang, &key, method = method),
            FileFault::UnsafeName { name } | FileFault::WorkspaceInside { name } => {
                say!(lang, &key, name = name)
            }
            FileFault::IndexIgnored
            | FileFault::NoLayer
            | FileFault::Encrypted
            | FileFault::NestedArchive => say!(lang, &key),
        }
    }
}

/// Names one after another, each in quotation marks.
pub fn listed(lang: Lang, names: &[String]) -> String {
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    let quoted: Vec<String> = names
        .iter()
        .map(|name| match lang {
            Lang::Zh => format!("“{name}”"),
            Lang::En => format!("\"{name}\""),
        })
        .collect();
    quoted.join(separator)
}
