//! A problem: something in the input that could not be taken as it was.

use std::sync::Arc;

use crate::geom::crs::Geodetic;
use crate::geom::gate::FaultKind;
use crate::say;
use crate::words::Lang;

use super::by_hand::ByHand;
use super::coverage_doubt::CoverageDoubt;
use super::crs_note::CrsNote;
use super::crs_reading::Trust;
pub use super::done::Done;
use super::field_fault::FieldFault;
use super::file_fault::{FileFault, listed};
use super::gate_fault;
use super::json_sort::in_words;
use super::reading_fault::ReadingFault;
use super::recorded::Recorded;

/// Something in the input that could not be taken as it was, and what became of it.
///
/// Says where it is as exactly as is known: file, layer, feature (number from 1 and id), field, place.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The layer's id, where a layer is concerned.
    pub layer: Option<Arc<str>>,
    /// The file as the user named it.
    pub file: String,
    /// Number of the feature in the file, from 1.
    pub feature: Option<usize>,
    /// The feature's own id.
    pub id: Option<String>,
    /// The member, column or key.
    pub field: Option<String>,
    /// Where on the map; `None` where nothing can be located.
    pub place: Option<Geodetic>,
    /// What was found.
    pub kind: ProblemKind,
    /// What was done about it.
    pub done: Done,
}

/// What can be wrong with an input.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// The file is not there.
    FileMissing,
    /// The system refuses to read the file; its own words.
    FileUnreadable(String),
    /// No bytes, or only blanks.
    FileEmpty,
    /// Recognised by its content as something else.
    OtherFormat {
        /// What it is: HTML, ZIP, Shapefile, TopoJSON…
        found: String,
    },
    /// A format that the program will read one day.
    NotYet {
        /// Its name.
        format: String,
    },
    /// A file longer than is read.
    TooLarge {
        /// The limit in MiB.
        limit_mib: u64,
    },
    /// A file that would take more memory than there is.
    TooMuchMemory {
        /// What reading it is likely to take, in MiB.
        need_mib: u64,
        /// What there is for it, in MiB.
        have_mib: u64,
    },
    /// A file with several tables, and nothing says which is meant.
    WhichTable {
        /// Their names.
        tables: Vec<String>,
    },
    /// A file without the table that is meant.
    NoSuchTable {
        /// The name that was asked for.
        wanted: String,
        /// The names of those it has; none where its format knows no tables.
        tables: Vec<String>,
    },
    /// A fault of the file as a container.
    File(FileFault),
    /// What is odd about a geometry or its fit to its neighbours.
    Coverage(CoverageDoubt),
    /// Somebody drew, changed or removed it on the map.
    ByHand(ByHand),
    /// What readers of lines, tables, drawings and archives find.
    Reading(ReadingFault),
    /// The text is not well-formed from this place on.
    Syntax {
        /// Line from 1.
        line: usize,
        /// Byte of the file from 0.
        byte: u64,
        /// The parser's words.
        detail: String,
    },
    /// The file ends within something.
    Truncated {
        /// Whole features before that.
        whole: usize,
        /// Byte of the file from 0.
        byte: u64,
    },
    /// A value of the wrong sort where GeoJSON demands another.
    WrongType {
        /// What is demanded.
        expected: String,
        /// What is there.
        found: String,
    },
    /// A geometry that is null or has no coordinates.
    NoGeometry,
    /// A fault of the geometry itself, at a vertex counted from 1.
    Geometry {
        /// What is wrong.
        fault: FaultKind,
        /// Number of the vertex.
        vertex: Option<usize>,
        /// The coordinate as it came.
        coordinate: Option<(f64, f64)>,
    },
    /// Ordinates past the second, which are not used.
    ExtraOrdinates {
        /// How many features have them.
        features: usize,
    },
    /// Two features with the same id; the later one was given another.
    DuplicateId {
        /// The id that the later one has now.
        now: String,
    },
    /// A code that names no known CRS.
    UnknownCrs {
        /// As written.
        code: String,
    },
    /// No datum shift is known between these systems.
    NoDatumShift {
        /// The source's code.
        from: String,
        /// The workspace's code.
        to: String,
    },
    /// Neither file nor workspace says which CRS the coordinates are in, and they are no longitudes and latitudes.
    CrsMissing,
    /// A key or value of a workspace or rule file that means nothing.
    BadSetting {
        /// The parser's words, with line and column.
        detail: String,
    },
    /// A project whose kind nobody says.
    UnknownKind {
        /// What the field says, if anything.
        found: String,
    },
    /// A field that the mapping names and no feature has.
    FieldMissing,
    /// A fault of the values of a mapped field.
    Field(FieldFault),
    /// A zone whose field names no role.
    UnknownRole {
        /// What the field says.
        found: String,
    },
    /// A filter that lets not one feature in.
    NothingAdmitted,
    /// A feature that does not say what the layer's filter asks for: nobody can tell whether it belongs to the layer.
    WhereUnknown,
    /// Layer area against a published total that it does not close on.
    NotClosing {
        /// The published figure in ha.
        published_ha: f64,
        /// The layer's figure in ha.
        found_ha: f64,
    },
    /// For or against the place of a layer, or what was done to its coordinates.
    Crs(Box<CrsNote>),
    /// As it was said when the workspace was put away.
    Recorded(Box<Recorded>),
}

impl Problem {
    /// About a file as a whole.
    pub fn of_file(file: &str, kind: ProblemKind, done: Done) -> Problem {
        Problem {
            layer: None,
            file: file.to_owned(),
            feature: None,
            id: None,
            field: None,
            place: None,
            kind,
            done,
        }
    }

    /// About the place of a whole layer.
    pub fn of_crs(file: &str, note: CrsNote) -> Problem {
        let done = match note.trust() {
            Trust::Refused => Done::Refused,
            Trust::Plausible | Trust::Suspicious => Done::Noted,
        };
        Problem {
            field: Some("crs".to_owned()),
            ..Problem::of_file(file, ProblemKind::Crs(Box::new(note)), done)
        }
    }

    /// True for what wants a look: all but the note that somebody here has drawn a feature, who knows it.
    pub fn wants_a_look(&self) -> bool {
        self.done != Done::Noted || !matches!(self.kind, ProblemKind::ByHand(_))
    }

    /// What was found, in one sentence without the place.
    pub fn text(&self, lang: Lang) -> String {
        self.kind.text(lang)
    }

    /// What the user can do about it.
    pub fn advice(&self, lang: Lang) -> String {
        if let ProblemKind::Recorded(said) = &self.kind {
            return said.advice(lang);
        }
        let code = match &self.kind {
            ProblemKind::Geometry { fault, .. } if gate_fault::needs_yes(fault) => "repair_unaccepted",
            kind => kind.code(),
        };
        say!(lang, &format!("advice.{code}"))
    }
}

impl From<ReadingFault> for ProblemKind {
    fn from(fault: ReadingFault) -> ProblemKind {
        ProblemKind::Reading(fault)
    }
}

impl From<FileFault> for ProblemKind {
    fn from(fault: FileFault) -> ProblemKind {
        ProblemKind::File(fault)
    }
}

impl ProblemKind {
    /// A fault that the gate found.
    pub fn of_fault(fault: &crate::geom::gate::Fault) -> ProblemKind {
        ProblemKind::Geometry {
            fault: fault.kind,
            vertex: fault.vertex,
            coordinate: fault.place.map(|c| (c.x, c.y)),
        }
    }

    /// The name in files and the key of the texts.
    pub fn code(&self) -> &'static str {
        match self {
            ProblemKind::FileMissing => "file_missing",
            ProblemKind::FileUnreadable(_) => "file_unreadable",
            ProblemKind::FileEmpty => "file_empty",
            ProblemKind::OtherFormat { .. } => "other_format",
            ProblemKind::NotYet { .. } => "not_yet",
            ProblemKind::File(fault) => fault.code(),
            ProblemKind::TooLarge { .. } => "too_large",
            ProblemKind::TooMuchMemory { .. } => "too_much_memory",
            ProblemKind::WhichTable { .. } => "which_table",
            ProblemKind::NoSuchTable { tables, .. } if tables.is_empty() => "no_tables",
            ProblemKind::NoSuchTable { .. } => "no_such_table",
            ProblemKind::Coverage(doubt) => doubt.code(),
            ProblemKind::ByHand(done) => done.code(),
            ProblemKind::Reading(fault) => fault.code(),
            ProblemKind::Syntax { .. } => "syntax",
            ProblemKind::Truncated { .. } => "truncated",
            ProblemKind::WrongType { .. } => "wrong_type",
            ProblemKind::NoGeometry => "no_geometry",
            ProblemKind::Geometry { fault, .. } => gate_fault::code(fault),
            ProblemKind::ExtraOrdinates { .. } => "extra_ordinates",
            ProblemKind::DuplicateId { .. } => "duplicate_id",
            ProblemKind::UnknownCrs { .. } => "unknown_crs",
            ProblemKind::NoDatumShift { .. } => "no_datum_shift",
            ProblemKind::CrsMissing => "crs_missing",
            ProblemKind::BadSetting { .. } => "bad_setting",
            ProblemKind::UnknownKind { .. } => "unknown_kind",
            ProblemKind::FieldMissing => "field_missing",
            ProblemKind::Field(fault) => fault.code(),
            ProblemKind::UnknownRole { .. } => "unknown_role",
            ProblemKind::NothingAdmitted => "nothing_admitted",
            ProblemKind::WhereUnknown => "where_unknown",
            ProblemKind::NotClosing { .. } => "not_closing",
            ProblemKind::Crs(note) => note.code(),
            ProblemKind::Recorded(said) => said.code(),
        }
    }

    fn text(&self, lang: Lang) -> String {
        let key = format!("problem.{}", self.code());
        match self {
            ProblemKind::FileUnreadable(detail) | ProblemKind::BadSetting { detail } => {
                say!(lang, &key, detail = detail)
            }
            ProblemKind::OtherFormat { found }
            | ProblemKind::UnknownKind { found }
            | ProblemKind::UnknownRole { found } => {
                say!(lang, &key, found = found)
            }
            ProblemKind::NotYet { format } => say!(lang, &key, format = format),
            ProblemKind::File(fault) => fault.text(lang),
            ProblemKind::TooLarge { limit_mib } => say!(lang, &key, limit = limit_mib),
            ProblemKind::TooMuchMemory { need_mib, have_mib } => {
                say!(lang, &key, need = need_mib, have = have_mib)
            }
            ProblemKind::WhichTable { tables } => say!(lang, &key, tables = listed(lang, tables)),
            ProblemKind::NoSuchTable { wanted, tables } => {
                say!(lang, &key, wanted = wanted, tables = listed(lang, tables))
            }
            ProblemKind::Coverage(doubt) => doubt.text(lang),
            ProblemKind::ByHand(done) => done.text(lang),
            ProblemKind::Reading(fault) => fault.text(lang),
            ProblemKind::Syntax { line, byte, detail } => {
                say!(lang, &key, line = line, byte = byte, detail = detail)
            }
            ProblemKind::Truncated { whole, byte } => say!(lang, &key, whole = whole, byte = byte),
            ProblemKind::WrongType { expected, found } => {
                let (expected, found) = (in_words(lang, expected), in_words(lang, found));
                say!(lang, &key, expected = expected, found = found)
            }
            ProblemKind::Geometry {
                fault,
                vertex,
                coordinate,
            } => gate_fault::text(lang, fault, *vertex, *coordinate),
            ProblemKind::ExtraOrdinates { features } => say!(lang, &key, features = features),
            ProblemKind::Field(fault) => fault.text(lang),
            ProblemKind::DuplicateId { now } => say!(lang, &key, now = now),
            ProblemKind::UnknownCrs { code } => say!(lang, &key, code = code),
            ProblemKind::NoDatumShift { from, to } => say!(lang, &key, from = from, to = to),
            ProblemKind::NotClosing {
                published_ha,
                found_ha,
            } => {
                let (published, found) = (format!("{published_ha:.2}"), format!("{found_ha:.2}"));
                say!(lang, &key, published = published, found = found)
            }
            ProblemKind::Crs(note) => note.text(lang),
            ProblemKind::Recorded(said) => said.text(lang),
            ProblemKind::FileMissing
            | ProblemKind::FileEmpty
            | ProblemKind::NoGeometry
            | ProblemKind::CrsMissing
            | ProblemKind::NothingAdmitted
            | ProblemKind::WhereUnknown
            | ProblemKind::FieldMissing => say!(lang, &key),
        }
    }
}
