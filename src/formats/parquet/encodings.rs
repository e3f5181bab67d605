//! The values of a page, from each of the ways in which they are written.

use std::ops::Range;

use crate::formats::cursor::Cursor;
use crate::model::file_fault::FileFault;

use super::hybrid::{WIDEST, bits, numbers};
use super::schema::{Physical, damaged};
use super::thrift::{u32_at, unzigzag, varint};

/// Values in the order of the file, without nulls.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Truth values.
    Bools(Vec<bool>),
    /// Whole numbers of four or eight bytes.
    Ints(Vec<i64>),
    /// Numbers of single or double precision.
    Floats(Vec<f64>),
    /// Texts and other bytes.
    Bytes(Pieces),
}

/// Pieces of bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pieces {
    data: Vec<u8>,
    /// Each within `data`.
    spans: Vec<Range<usize>>,
}

impl Pieces {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// One of them; nothing where there is none.
    pub fn get(&self, position: usize) -> &[u8] {
        let span = self.spans.get(position).cloned();
        span.and_then(|span| self.data.get(span)).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.count()).map(|position| self.get(position))
    }
}

impl Values {
    /// How many there are.
    pub fn count(&self) -> usize {
        match self {
            Values::Bools(values) => values.len(),
            Values::Ints(values) => values.len(),
            Values::Floats(values) => values.len(),
            Values::Bytes(pieces) => pieces.count(),
        }
    }
}

/// Codes of the encodings.
mod code {
    pub const PLAIN: i64 = 0;
    pub const RLE: i64 = 3;
    pub const DELTA: i64 = 5;
    pub const DELTA_LENGTH: i64 = 6;
    pub const DELTA_BYTES: i64 = 7;
    pub const SPLIT: i64 = 9;
}

/// True for values that are positions in a dictionary.
pub fn is_dictionary(encoding: i64) -> bool {
    matches!(encoding, 2 | 8)
}

/// Where values stand, and how.
pub struct Written {
    /// The page.
    pub page: Vec<u8>,
    /// Its first byte that belongs to them.
    pub start: usize,
    /// The number of the encoding.
    pub encoding: i64,
    /// How many there are.
    pub count: usize,
}

impl Written {
    fn body(&self) -> &[u8] {
        self.page.get(self.start..).unwrap_or_default()
    }

    fn short(&self) -> FileFault {
        FileFault::WrongLength {
            byte: self.start as u64,
            said: self.count as u64,
            there: self.body().len() as u64,
        }
    }

    /// Positions in a dictionary of `length` values.
    ///
    /// # Errors
    /// Fewer than there should be, positions beyond its end.
    pub fn positions(&self, length: usize) -> Result<Vec<u32>, FileFault> {
        if self.count == 0 {
            return Ok(Vec::new());
        }
        let (width, rest) = self.body().split_first().ok_or_else(|| self.short())?;
        let positions = numbers(rest, u32::from(*width), self.count).ok_or_else(|| self.short())?;
        if positions.iter().any(|position| *position as usize >= length) {
            return Err(damaged("dictionary"));
        }
        Ok(positions)
    }

    /// The values.
    ///
    /// # Errors
    /// Fewer than there should be, encodings that are not known or not for such values.
    pub fn values(self, physical: Physical) -> Result<Values, FileFault> {
        match (self.encoding, physical) {
            (code::PLAIN, _) => self.plain(physical),
            (code::RLE, Physical::Bool) => {
                // Its length in four bytes goes before it.
                let bytes = self.body().get(4..).unwrap_or_default();
                let found = numbers(bytes, 1, self.count).ok_or_else(|| self.short())?;
                Ok(Values::Bools(found.iter().map(|bit| *bit == 1).collect()))
            }
            (code::DELTA, Physical::Int32 | Physical::Int64) => {
                let (mut values, _) = deltas(self.body(), self.count)?;
                if physical == Physical::Int32 {
                    values
                        .iter_mut()
                        .for_each(|value| *value = i64::from(*value as i32));
                }
                self.all(Values::Ints(values))
            }
            (code::DELTA_LENGTH, Physical::Bytes) => self.delta_length().map(Values::Bytes),
            (code::DELTA_BYTES, Physical::Bytes | Physical::Fixed(_)) => self.delta_bytes(physical),
            (code::SPLIT, _) => self.split(physical),
            (other, _) => Err(FileFault::Unsupported {
                found: format!("Parquet, encoding {other}"),
            }),
        }
    }

    /// Values, if they are as many as there should be.
    fn all(&self, values: Values) -> Result<Values, FileFault> {
        if values.count() == self.count {
            Ok(values)
        } else {
            Err(self.short())
        }
    }

    fn plain(self, physical: Physical) -> Result<Values, FileFault> {
        if physical == Physical::Bytes {
            return self.plain_bytes();
        }
        if physical == Physical::Bool {
            let body = self.body();
            if body.len() < self.count.div_ceil(8) {
                return Err(self.short());
            }
            return Ok(Values::Bools(
                (0..self.count).map(|at| bits(body, at, 1) == 1).collect(),
            ));
        }
        let size = size_of(physical).ok_or_else(|| self.short())?;
        let length = self
            .count
            .checked_mul(size)
            .filter(|length| *length <= self.body().len());
        let bytes = length
            .and_then(|length| self.body().get(..length))
            .ok_or_else(|| self.short())?;
        if matches!(physical, Physical::Int96 | Physical::Fixed(_)) {
            let first = self.start;
            let spans = (0..self.count)
                .map(|k| first + k * size..first + (k + 1) * size)
                .collect();
            return Ok(Values::Bytes(Pieces {
                data: self.page,
                spans,
            }));
        }
        Ok(fixed(bytes, physical))
    }

    fn plain_bytes(self) -> Result<Values, FileFault> {
        let mut spans = Vec::new();
        let mut at = self.start;
        for _ in 0..self.count {
            let length = u32_at(&self.page, at).ok_or_else(|| self.short())? as usize;
            let end = (at + 4).saturating_add(length);
            if end > self.page.len() {
                return Err(self.short());
            }
            spans.push(at + 4..end);
            at = end;
        }
        Ok(Values::Bytes(Pieces {
            data: self.page,
            spans,
        }))
    }

    fn delta_length(self) -> Result<Pieces, FileFault> {
        let (lengths, used) = deltas(self.body(), self.count)?;
        if lengths.len() != self.count {
            return Err(self.short());
        }
        let mut at = self.start + used;
        let mut spans = Vec::with_capacity(lengths.len());
        for length in lengths {
            let end = usize::try_from(length)
                .ok()
                .and_then(|length| at.checked_add(length));
            let end = end
                .filter(|end| *end <= self.page.len())
                .ok_or_else(|| self.short())?;
            spans.push(at..end);
            at = end;
        }
        Ok(Pieces {
            data: self.page,
            spans,
        })
    }

    /// Each begins with so many bytes of the one before it.
    fn delta_bytes(self, physical: Physical) -> Result<Values, FileFault> {
        // Every value may repeat the whole of a long one; no real column grows so much.
        const GROWTH: usize = 256;
        const SMALL_BYTES: usize = 16 << 20;
        let (prefixes, used) = deltas(self.body(), self.count)?;
        let most = self.page.len().saturating_mul(GROWTH).max(SMALL_BYTES);
        let short = self.short();
        let suffixes = Written {
            start: self.start + used,
            ..self
        }
        .delta_length()?;
        if prefixes.len() != suffixes.count() {
            return Err(short);
        }
        let mut pieces = Pieces::default();
        let mut before = 0..0;
        for (prefix, suffix) in prefixes.into_iter().zip(suffixes.iter()) {
            let shared = usize::try_from(prefix)
                .ok()
                .filter(|prefix| *prefix <= before.len());
            let shared = shared.ok_or_else(|| damaged("prefix"))?;
            if pieces.data.len() + shared + suffix.len() > most {
                let (what, limit) = ("ratio", GROWTH as u64);
                return Err(FileFault::Limit { what, limit });
            }
            let start = pieces.data.len();
            pieces
                .data
                .extend_from_within(before.start..before.start + shared);
            pieces.data.extend_from_slice(suffix);
            before = start..pieces.data.len();
            pieces.spans.push(before.clone());
        }
        let is_right = |span: &Range<usize>| !matches!(physical, Physical::Fixed(size) if size != span.len());
        if pieces.spans.iter().all(is_right) {
            Ok(Values::Bytes(pieces))
        } else {
            Err(short)
        }
    }

    /// The first bytes of all values, then the second ones, and so on.
    fn split(self, physical: Physical) -> Result<Values, FileFault> {
        let size = size_of(physical).ok_or_else(|| damaged("encoding"))?;
        let body = self.body();
        let length = self
            .count
            .checked_mul(size)
            .filter(|length| *length <= body.len());
        let length = length.ok_or_else(|| self.short())?;
        let mut page = vec![0; length];
        for (k, value) in page.chunks_exact_mut(size).enumerate() {
            for (place, byte) in value.iter_mut().enumerate() {
                *byte = body.get(place * self.count + k).copied().unwrap_or(0);
            }
        }
        let joined = Written {
            page,
            start: 0,
            encoding: code::PLAIN,
            count: self.count,
        };
        joined.plain(physical)
    }
}

/// Bytes of one value; `None` where they differ.
fn size_of(physical: Physical) -> Option<usize> {
    match physical {
        Physical::Int32 | Physical::Float => Some(4),
        Physical::Int64 | Physical::Double => Some(8),
        Physical::Int96 => Some(12),
        Physical::Fixed(size) => Some(size),
        Physical::Bool | Physical::Bytes => None,
    }
}

/// Numbers of one size, the least byte first.
fn fixed(bytes: &[u8], physical: Physical) -> Values {
    let (fours, _) = bytes.as_chunks::<4>();
    let (eights, _) = bytes.as_chunks::<8>();
    match physical {
        Physical::Int32 => Values::Ints(
            fours
                .iter()
                .map(|own| i64::from(i32::from_le_bytes(*own)))
                .collect(),
        ),
        Physical::Int64 => Values::Ints(eights.iter().map(|own| i64::from_le_bytes(*own)).collect()),
        Physical::Float => Values::Floats(
            fours
                .iter()
                .map(|own| f64::from(f32::from_le_bytes(*own)))
                .collect(),
        ),
        _ => Values::Floats(eights.iter().map(|own| f64::from_le_bytes(*own)).collect()),
    }
}

/// Whole numbers as steps from one to the next, at most `most` of them, and how many bytes they take.
fn deltas(bytes: &[u8], most: usize) -> Result<(Vec<i64>, usize), FileFault> {
    let wrong = || damaged("delta encoding");
    let mut cursor = Cursor::new(bytes);
    let next = |cursor: &mut Cursor<'_>| varint(cursor).ok_or_else(wrong);
    let block = usize::try_from(next(&mut cursor)?).map_err(|_| wrong())?;
    let parts = usize::try_from(next(&mut cursor)?).map_err(|_| wrong())?;
    let count = usize::try_from(next(&mut cursor)?).map_err(|_| wrong())?;
    let first = unzigzag(next(&mut cursor)?);
    let part = block
        .checked_div(parts)
        .filter(|part| part * parts == block && *part > 0 && part % 8 == 0);
    let part = part.ok_or_else(wrong)?;
    if count > most {
        return Err(wrong());
    }
    let mut values = Vec::new();
    values.extend((count > 0).then_some(first));
    let mut last = first;
    while values.len() < count {
        let least = unzigzag(next(&mut cursor)?);
        let widths = cursor.take(parts).ok_or_else(wrong)?;
        for width in widths {
            if values.len() == count {
                break;
            }
            let width = u32::from(*width);
            if width > WIDEST {
                return Err(wrong());
            }
            let length = (part / 8).checked_mul(width as usize).ok_or_else(wrong)?;
            let packed = cursor.take(length).ok_or_else(wrong)?;
            for k in 0..part.min(count - values.len()) {
                let step = bits(packed, k * width as usize, width).cast_signed();
                last = last.wrapping_add(least).wrapping_add(step);
                values.push(last);
            }
        }
    }
    Ok((values, cursor.position()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: &[u8], encoding: i64, count: usize) -> Written {
        Written {
            page: page.to_vec(),
            start: 0,
            encoding,
            count,
        }
    }

    #[track_caller]
    fn check(page: &[u8], encoding: i64, physical: Physical, expected: Values) {
        let count = expected.count();
        assert_eq!(written(page, encoding, count).values(physical), Ok(expected));
        // One more than there are, and the same cut anywhere.
        let more = if physical == Physical::Bool { 9 } else { count + 1 };
        assert!(written(page, encoding, more).values(physical).is_err());
        for length in 0..page.len() {
            assert!(
                written(&page[..length], encoding, count)
                    .values(physical)
                    .is_err(),
                "{length}"
            );
        }
    }

    fn pieces(texts: &[&str]) -> Vec<Vec<u8>> {
        texts.iter().map(|text| text.as_bytes().to_vec()).collect()
    }

    #[track_caller]
    fn check_bytes(page: &[u8], encoding: i64, physical: Physical, expected: &[&str]) {
        let read = |page: &[u8], count| written(page, encoding, count).values(physical);
        let Ok(Values::Bytes(found)) = read(page, expected.len()) else {
            panic!("{:?}", read(page, expected.len()));
        };
        assert_eq!(
            found.iter().map(<[u8]>::to_vec).collect::<Vec<_>>(),
            pieces(expected)
        );
        for length in 0..page.len() {
            assert!(read(&page[..length], expected.len()).is_err(), "{length}");
        }
    }

    #[test]
    fn plain_ones() {
        check(
            &[0b101],
            0,
            Physical::Bool,
            Values::Bools(vec![true, false, true]),
        );
        check(
            &[1, 0, 0, 0, 255, 255, 255, 255],
            0,
            Physical::Int32,
            Values::Ints(vec![1, -1]),
        );
        check(
            &2.5f64.to_le_bytes(),
            0,
            Physical::Double,
            Values::Floats(vec![2.5]),
        );
        check(
            &0.5f32.to_le_bytes(),
            0,
            Physical::Float,
            Values::Floats(vec![0.5]),
        );
        check_bytes(
            &[2, 0, 0, 0, b'a', b'b', 0, 0, 0, 0],
            0,
            Physical::Bytes,
            &["ab", ""],
        );
        check_bytes(b"abcd", 0, Physical::Fixed(2), &["ab", "cd"]);
    }

    #[test]
    fn truth_as_runs() {
        let page = [2, 0, 0, 0, 6, 1];
        let read = written(&page, 3, 3).values(Physical::Bool);
        assert_eq!(read, Ok(Values::Bools(vec![true; 3])));
    }

    #[test]
    fn steps() {
        // The examples of the format: 1 to 5, and 7, 5, 3, 1, 2, 3, 4, 5; a block of 128 in 4 parts.
        let one_by_one = [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0];
        check(&one_by_one, 5, Physical::Int64, Values::Ints(vec![1, 2, 3, 4, 5]));
        let mut page = vec![0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0];
        page.extend([0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0]);
        let expected = vec![7, 5, 3, 1, 2, 3, 4, 5];
        check(&page, 5, Physical::Int32, Values::Ints(expected));
    }

    #[test]
    fn steps_that_lie() {
        let count_of_2_to_the_35 = [0x80, 1, 4, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 2, 2, 0, 0, 0, 0];
        assert!(
            written(&count_of_2_to_the_35, 5, 5)
                .values(Physical::Int64)
                .is_err()
        );
        for head in [[0x80, 1, 0], [0x81, 1, 4], [0, 4, 5], [0x80, 1, 3]] {
            let page = [&head[..], &[2, 2, 0, 0, 0, 0]].concat();
            assert!(written(&page, 5, 5).values(Physical::Int64).is_err(), "{head:?}");
        }
        let wide = [0x80, 1, 4, 5, 2, 2, 65, 0, 0, 0];
        assert!(written(&wide, 5, 5).values(Physical::Int64).is_err());
    }

    #[test]
    fn lengths_and_prefixes_as_steps() {
        // Lengths 2, 2.
        let lengths = [0x80, 1, 4, 2, 4, 0, 0, 0, 0, 0];
        check_bytes(
            &[&lengths[..], b"abcd"].concat(),
            6,
            Physical::Bytes,
            &["ab", "cd"],
        );
        // Prefixes 0, 1 of "ab" and then "xy".
        let prefixes = [0x80, 1, 4, 2, 0, 2, 0, 0, 0, 0];
        check_bytes(
            &[&prefixes[..], &lengths[..], b"abxy"].concat(),
            7,
            Physical::Bytes,
            &["ab", "axy"],
        );
        let too_long = [0x80, 1, 4, 2, 0, 6, 0, 0, 0, 0];
        let page = [&too_long[..], &lengths[..], b"abxy"].concat();
        assert!(written(&page, 7, 2).values(Physical::Bytes).is_err());
    }

    #[test]
    fn bytes_apart() {
        check(
            &[1, 255, 0, 255, 0, 255, 0, 255],
            9,
            Physical::Int32,
            Values::Ints(vec![1, -1]),
        );
        check_bytes(b"acbd", 9, Physical::Fixed(2), &["ab", "cd"]);
    }

    #[test]
    fn positions_within_a_dictionary() {
        assert_eq!(written(&[2, 6, 1], 8, 3).positions(2), Ok(vec![1; 3]));
        assert!(written(&[2, 6, 2], 8, 3).positions(2).is_err());
        assert!(written(&[2, 6], 8, 3).positions(2).is_err());
        assert!(written(&[], 8, 1).positions(2).is_err());
        assert_eq!(written(&[], 8, 0).positions(0), Ok(vec![]));
    }
}
