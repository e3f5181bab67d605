//! Where the records of a Shapefile's main file are: by walking from one to the next, and by its index.

use rayon::prelude::*;

use crate::formats::cursor::{Cursor, Order};
use crate::model::file_fault::FileFault;
use crate::model::problem::{Done, ProblemKind};

/// Bytes of the header of either file.
pub const HEADER_BYTES: usize = 100;
/// Bytes before the content of a record: its number and its length.
const RECORD_HEAD_BYTES: usize = 8;

/// The content of one record within the main file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// How many.
    pub length: usize,
}

/// Where the records are, and what is wrong with that.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// In the order of the index, or of the file where there is no good index.
    pub spans: Vec<Span>,
    /// What was found.
    pub problems: Vec<(ProblemKind, Done)>,
}

/// Finds the records. `other_count` is the number of rows of the attribute table, which may bear out a doubtful one.
pub fn records(shp: &[u8], shx: Option<&[u8]>, other_count: Option<usize>) -> Records {
    let (walked, end) = walk(shp);
    let mut found = Records::default();
    let index = shx.map(index_of);
    match &index {
        None => found.note(FileFault::PartMissing {
            part: ".shx".to_owned(),
        }),
        Some(index) if index.len() != walked.len() => {
            let fault = FileFault::CountsDiffer {
                first: ".shx".to_owned(),
                first_count: index.len() as u64,
                second: ".shp".to_owned(),
                second_count: walked.len() as u64,
            };
            found.problems.push((ProblemKind::File(fault), Done::Refused));
        }
        Some(_) => {}
    }
    let borne_out = [index.as_ref().map(Vec::len), other_count].contains(&Some(walked.len()));
    let said = length_said(shp);
    // Bytes after what the header counts are no records; bytes that it counts and that are not there are.
    let is_cut = if end < shp.len() {
        (end as u64) < said
    } else {
        said > shp.len() as u64 && !borne_out
    };
    if is_cut {
        let kind = ProblemKind::Truncated {
            whole: walked.len(),
            byte: end as u64,
        };
        found.problems.push((kind, Done::Refused));
    } else if said != shp.len() as u64 {
        found.note(FileFault::HeaderLength {
            said,
            there: shp.len() as u64,
        });
    }
    found.spans = match index {
        Some(index) if leads_to_records(shp, &index) => index,
        Some(_) if !is_cut => {
            found.note(FileFault::IndexIgnored);
            walked
        }
        _ => walked,
    };
    found
}

impl Records {
    fn note(&mut self, fault: FileFault) {
        self.problems.push((ProblemKind::File(fault), Done::Noted));
    }
}

/// Records one after another, and where the last good one ends.
fn walk(shp: &[u8]) -> (Vec<Span>, usize) {
    let mut spans = Vec::new();
    let mut end = HEADER_BYTES.min(shp.len());
    while let Some(span) = record_at(shp, end) {
        spans.push(span);
        end = span.start + span.length;
    }
    (spans, end)
}

/// The record whose head is at `byte`, if all of it is there.
fn record_at(shp: &[u8], byte: usize) -> Option<Span> {
    let mut cursor = Cursor::at(shp, byte);
    cursor.u32(Order::Big)?;
    let length = usize::try_from(u64::from(cursor.u32(Order::Big)?) * 2).ok()?;
    let start = cursor.position();
    cursor.take(length)?;
    Some(Span { start, length })
}

/// The entries of an index, wherever they lead.
fn index_of(shx: &[u8]) -> Vec<Span> {
    let entries = shx.get(HEADER_BYTES..).unwrap_or_default().chunks_exact(8);
    let entry = |entry: &[u8]| {
        let mut cursor = Cursor::new(entry);
        let words = |cursor: &mut Cursor<'_>| cursor.u32(Order::Big).map_or(0, |words| words as usize * 2);
        let start = words(&mut cursor) + RECORD_HEAD_BYTES;
        Span {
            start,
            length: words(&mut cursor),
        }
    };
    entries.map(entry).collect()
}

fn leads_to_records(shp: &[u8], index: &[Span]) -> bool {
    let leads = |span: &Span| {
        let head = span.start - RECORD_HEAD_BYTES;
        head >= HEADER_BYTES && record_at(shp, head) == Some(*span)
    };
    index.par_iter().all(leads)
}

/// The length of the file by its own header, in bytes.
fn length_said(shp: &[u8]) -> u64 {
    let words = Cursor::at(shp, 24).u32(Order::Big).unwrap_or_default();
    u64::from(words) * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with records of these numbers of 16-bit words.
    fn file(words: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER_BYTES];
        for (number, &words) in words.iter().enumerate() {
            bytes.extend((number as u32 + 1).to_be_bytes());
            bytes.extend(words.to_be_bytes());
            bytes.resize(bytes.len() + words as usize * 2, 0);
        }
        let said = (bytes.len() / 2) as u32;
        bytes[24..28].copy_from_slice(&said.to_be_bytes());
        bytes
    }

    fn index(entries: &[(u32, u32)]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER_BYTES];
        for (offset, words) in entries {
            bytes.extend(offset.to_be_bytes());
            bytes.extend(words.to_be_bytes());
        }
        bytes
    }

    #[track_caller]
    fn check(shp: &[u8], shx: Option<&[u8]>, starts: &[usize], codes: &[(&str, Done)]) {
        let found = records(shp, shx, None);
        assert_eq!(found.spans.iter().map(|s| s.start).collect::<Vec<_>>(), starts);
        let found: Vec<_> = found
            .problems
            .iter()
            .map(|(kind, done)| (kind.code(), *done))
            .collect();
        assert_eq!(found, codes);
    }

    #[test]
    fn good_files_and_those_without_an_index() {
        let shp = file(&[10, 2]);
        check(&shp, Some(&index(&[(50, 10), (64, 2)])), &[108, 136], &[]);
        check(&shp, None, &[108, 136], &[("part_missing", Done::Noted)]);
    }

    #[test]
    fn an_index_in_another_order_is_followed() {
        check(
            &file(&[10, 2]),
            Some(&index(&[(64, 2), (50, 10)])),
            &[136, 108],
            &[],
        );
    }

    #[test]
    fn counts_that_differ_are_refused_and_bad_positions_noted() {
        let shp = file(&[10, 2]);
        let differ = ("counts_differ", Done::Refused);
        check(&shp, Some(&index(&[(50, 10)])), &[108], &[differ]);
        let astray = index(&[(50, 10), (1 << 30, 2)]);
        check(
            &shp,
            Some(&astray),
            &[108, 136],
            &[("index_ignored", Done::Noted)],
        );
        check(
            &shp,
            Some(&index(&[(0, 0), (0, 0)])),
            &[108, 136],
            &[("index_ignored", Done::Noted)],
        );
    }

    #[test]
    fn a_cut_file_is_told_and_a_wrong_header_noted() {
        let shp = file(&[10, 2]);
        let cut = ("truncated", Done::Refused);
        check(&shp[..138], None, &[108], &[("part_missing", Done::Noted), cut]);
        check(&shp[..128], None, &[108], &[("part_missing", Done::Noted), cut]);
        check(
            &shp[..128],
            Some(&index(&[(50, 10)])),
            &[108],
            &[("header_length", Done::Noted)],
        );
        let mut longer = shp.clone();
        longer.extend([1, 2, 3]);
        check(
            &longer,
            Some(&index(&[(50, 10), (64, 2)])),
            &[108, 136],
            &[("header_length", Done::Noted)],
        );
    }
}
