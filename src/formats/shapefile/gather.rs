//! Puts the records of a Shapefile together again, in order, and says what is doubtful about its texts and counts.

use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::formats::encoding::guess;
use crate::formats::raw::{EncodingEvidence, RawFeature, RawLayer, RawProblem};
use crate::model::file_fault::FileFault;
use crate::model::kept_texts::KeptTexts;
use crate::model::problem::{Done, Problem, ProblemKind};

use super::records::Records;
use super::table::{RowReader, Table};

/// Letters of a text that is shown as a sample.
const SAMPLE_LETTERS: usize = 20;

/// An encoding and what says so.
pub type Settled = (&'static Encoding, EncodingEvidence);

/// What became of one record.
pub enum Parsed {
    /// A feature, and how many of its rings are holes in nothing.
    Feature(RawFeature, usize),
    /// Number from 1, id and fault of one that cannot be read.
    Bad(usize, Option<String>, FileFault),
    /// Its row is marked as deleted.
    Deleted,
}

/// How the attribute table is read.
pub struct Text<'a> {
    /// The table, where there is a good one.
    pub table: Option<&'a Table<'a>>,
    /// The names of its fields, each different.
    pub names: Arc<[Arc<str>]>,
    /// Positions of the names that are not as in the file.
    odd_names: Vec<usize>,
    encoding: Option<Settled>,
}

impl<'a> Text<'a> {
    /// For a table in this encoding; `None` for plain ASCII.
    pub fn new(table: Option<&'a Table<'a>>, encoding: Option<Settled>) -> Text<'a> {
        let decode = encoding.map_or(UTF_8, |(encoding, _)| encoding);
        let (names, odd_names) = table.map(|table| table.names(decode)).unwrap_or_default();
        Text {
            table,
            names,
            odd_names,
            encoding,
        }
    }

    /// A reader of its rows.
    pub fn rows(&self) -> Option<RowReader<'a, 'a>> {
        Some(RowReader::new(self.table?, &self.names, self.decode()))
    }

    /// What is kept of the texts before they are read: the names.
    pub fn kept(&self) -> Option<KeptTexts> {
        let names = self.table?.fields.iter().map(|field| field.name.into());
        Some(KeptTexts {
            encoding: self.decode().name().to_owned(),
            said_by: self.encoding.map_or("", |(_, by)| by.code()),
            names: names.collect(),
            ..KeptTexts::default()
        })
    }

    fn decode(&self) -> &'static Encoding {
        self.encoding.map_or(UTF_8, |(encoding, _)| encoding)
    }
}

/// Gathers what was read, in order.
pub struct Reading<'l> {
    label: &'l str,
    /// What was gathered so far.
    pub layer: RawLayer,
    extra_ordinates: usize,
    deleted: usize,
}

impl Reading<'_> {
    /// Nothing yet.
    pub fn new(label: &str) -> Reading<'_> {
        Reading {
            label,
            layer: RawLayer {
                format: "Shapefile",
                ..RawLayer::default()
            },
            extra_ordinates: 0,
            deleted: 0,
        }
    }

    fn say(&mut self, kind: ProblemKind, done: Done) {
        self.layer.refused += usize::from(done == Done::Refused);
        let problem = Problem::of_file(self.label, kind, done);
        self.layer.problems.push(RawProblem { problem, near: None });
    }

    fn note(&mut self, fault: FileFault, field: Option<&str>) {
        let problem = Problem {
            field: field.map(str::to_owned),
            ..Problem::of_file(self.label, ProblemKind::File(fault), Done::Noted)
        };
        self.layer.problems.push(RawProblem { problem, near: None });
    }

    /// The attribute table; one that cannot be used is as good as none, but aloud.
    pub fn table<'a>(&mut self, dbf: Option<&'a [u8]>) -> Option<Table<'a>> {
        let part = ".dbf".to_owned();
        let Some(dbf) = dbf else {
            self.note(FileFault::PartMissing { part }, None);
            return None;
        };
        match Table::new(dbf) {
            Ok(table) => Some(table),
            Err(fault) => {
                self.say(ProblemKind::File(fault), Done::Refused);
                self.note(FileFault::PartMissing { part }, None);
                None
            }
        }
    }

    /// Holds the counts against each other.
    pub fn compare(&mut self, found: &Records, table: Option<&Table<'_>>) {
        for (kind, done) in &found.problems {
            self.say(kind.clone(), *done);
        }
        let Some(table) = table else { return };
        let shapes = found.spans.len();
        for count in [table.said_count, table.row_count()] {
            if count != shapes {
                let fault = FileFault::CountsDiffer {
                    first: ".dbf".to_owned(),
                    first_count: count as u64,
                    second: ".shp".to_owned(),
                    second_count: shapes as u64,
                };
                self.say(ProblemKind::File(fault), Done::Refused);
                return;
            }
        }
    }

    /// Takes the next record.
    pub fn take(&mut self, parsed: Parsed) {
        match parsed {
            Parsed::Deleted => self.deleted += 1,
            Parsed::Feature(feature, holes_outside) => {
                self.extra_ordinates += usize::from(feature.extra_ordinates);
                if holes_outside > 0 {
                    let rings = holes_outside;
                    let problem = Problem {
                        feature: Some(feature.number),
                        ..Problem::of_file(
                            self.label,
                            ProblemKind::File(FileFault::HoleOutside { rings }),
                            Done::Noted,
                        )
                    };
                    self.layer.problems.push(RawProblem { problem, near: None });
                }
                self.layer.features.push(feature);
            }
            Parsed::Bad(number, id, fault) => {
                self.layer.refused += 1;
                let problem = Problem {
                    feature: Some(number),
                    id,
                    ..Problem::of_file(self.label, ProblemKind::File(fault), Done::Refused)
                };
                self.layer.problems.push(RawProblem { problem, near: None });
            }
        }
    }

    /// Says what is known only at the end; `undecodable` counts for each field the rows with bytes that are no text.
    pub fn finish(&mut self, text: &Text<'_>, undecodable: &[usize]) {
        if self.deleted > 0 {
            let features = self.deleted;
            self.note(FileFault::DeletedRecords { features }, None);
        }
        if self.extra_ordinates > 0 {
            let features = self.extra_ordinates;
            self.say(ProblemKind::ExtraOrdinates { features }, Done::Noted);
        }
        let Some(table) = text.table else { return };
        for (position, (field, name)) in table.fields.iter().zip(text.names.iter()).enumerate() {
            if text.odd_names.contains(&position) {
                let as_written = text.decode().decode_without_bom_handling(field.name).0;
                let now = name.to_string();
                self.note(FileFault::FieldRenamed { now }, Some(&as_written));
            }
            if field.is_memo() {
                let part = ".dbt".to_owned();
                self.note(FileFault::PartMissing { part }, Some(name));
            }
            let features = undecodable.get(position).copied().unwrap_or_default();
            if features > 0 {
                let encoding = text.decode().name().to_owned();
                self.note(FileFault::Undecodable { encoding, features }, Some(name));
            }
        }
        self.doubt_encoding(table, text);
    }

    fn doubt_encoding(&mut self, table: &Table<'_>, text: &Text<'_>) {
        match text.encoding {
            Some((encoding, EncodingEvidence::Guess)) => {
                let odd = table.texts().find(|text| !text.is_ascii()).unwrap_or_default();
                let sample = encoding.decode_without_bom_handling(odd).0;
                let fault = FileFault::EncodingGuessed {
                    encoding: encoding.name().to_owned(),
                    sample: sample.chars().take(SAMPLE_LETTERS).collect(),
                };
                self.note(fault, None);
            }
            Some((said, EncodingEvidence::Declared | EncodingEvidence::Header)) => {
                // Western European is what is left where nothing fits, no better than what the file says.
                let better = guess(table.texts()).filter(|better| *better != said && *better != WINDOWS_1252);
                if let Some(better) = better {
                    let fault = FileFault::EncodingDoubt {
                        said: said.name().to_owned(),
                        better: better.name().to_owned(),
                    };
                    self.note(fault, None);
                }
            }
            _ => {}
        }
    }
}
