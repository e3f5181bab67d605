//! The pages of a chunk: found by their heads first, so that lengths and counts are weighed before anything is unpacked.

use std::ops::Range;

use crate::model::file_fault::FileFault;

use super::encodings::{Values, Written, is_dictionary};
use super::footer::Chunk;
use super::hybrid::{numbers, width_of};
use super::schema::{Leaf, damaged};
use super::thrift::{Fields, fields_at, u32_at};
use super::unpack::unpacked;

/// The encoding of levels.
const RUNS: i64 = 3;

/// What a file may still ask for. Honest files stay far below: their features have coordinates, which do not shrink so much.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Bytes of packed pages: all pages together are no longer than the file.
    packed: usize,
    /// Bytes of unpacked pages.
    unpacked: usize,
    /// Values, nulls included.
    values: usize,
}

impl Budget {
    /// For a file of that many bytes.
    pub fn of(byte_count: usize) -> Budget {
        const UNPACKED_FOR_EACH: usize = 256;
        const VALUES_FOR_EACH: usize = 16;
        Budget {
            packed: byte_count,
            unpacked: byte_count
                .saturating_mul(UNPACKED_FOR_EACH)
                .saturating_add(64 << 20),
            values: byte_count.saturating_mul(VALUES_FOR_EACH).saturating_add(1 << 20),
        }
    }

    /// Takes the rows of a group, before anything of it is looked at.
    ///
    /// # Errors
    /// More than the file can have.
    pub fn take_rows(&mut self, rows: usize) -> Result<(), FileFault> {
        self.spend(0, 0, rows)
    }

    fn spend(&mut self, packed: usize, unpacked: usize, values: usize) -> Result<(), FileFault> {
        let over = |what, left: usize| FileFault::Limit {
            what,
            limit: left as u64,
        };
        let [packed_left, unpacked_left, values_left] = [self.packed, self.unpacked, self.values];
        self.packed = packed_left
            .checked_sub(packed)
            .ok_or(over("packed_bytes", packed_left))?;
        self.unpacked = unpacked_left
            .checked_sub(unpacked)
            .ok_or(over("unpacked_bytes", unpacked_left))?;
        self.values = values_left
            .checked_sub(values)
            .ok_or(over("values", values_left))?;
        Ok(())
    }
}

/// The pages of one leaf in one row group.
#[derive(Debug)]
pub struct Pages {
    /// Those with values, in their order.
    pub data: Vec<PageAt>,
    /// The values that positions lead to.
    pub dictionary: Option<Values>,
}

/// A page with values, still packed.
#[derive(Clone, Debug)]
pub struct PageAt {
    body: Body,
    /// How many values it has, nulls included.
    pub values: usize,
    encoding: i64,
    levels: Levels,
}

/// The bytes of a page, and what they are packed into.
#[derive(Clone, Debug)]
struct Body {
    range: Range<usize>,
    unpacked: usize,
    codec: i64,
}

/// Where the levels of a page are.
#[derive(Clone, Copy, Debug)]
enum Levels {
    /// Before the values and packed with them, each with its length before it.
    Within,
    /// Before the values, not packed: the bytes of the repetition levels and of the definition levels.
    Before(usize, usize),
}

/// The levels and values of a page.
#[derive(Debug)]
pub struct Page {
    /// Repetition levels; none where nothing is repeated.
    pub repetitions: Vec<u32>,
    /// Definition levels; none where nothing may be missing.
    pub definitions: Vec<u32>,
    /// What is there.
    pub values: Coded,
}

/// A page whose values are still bytes.
struct Unpacked {
    page: Vec<u8>,
    /// Where its values begin.
    start: usize,
    repetitions: Vec<u32>,
    definitions: Vec<u32>,
}

/// Values by themselves or by their places in a dictionary.
#[derive(Debug)]
pub enum Coded {
    /// The values.
    Values(Values),
    /// Their positions.
    Positions(Vec<u32>),
}

impl Pages {
    /// Finds the pages of a chunk and unpacks its dictionary.
    ///
    /// # Errors
    /// Heads, lengths and counts that lie, or that ask for more than the budget has.
    pub fn of(data: &[u8], chunk: &Chunk, leaf: &Leaf, budget: &mut Budget) -> Result<Pages, FileFault> {
        if chunk.is_elsewhere {
            let found = "Parquet (file_path, encryption)".to_owned();
            return Err(FileFault::Unsupported { found });
        }
        let mut pages = Pages {
            data: Vec::new(),
            dictionary: None,
        };
        let (mut at, mut found) = (chunk.start, 0);
        while found < chunk.values {
            let (head, start) = fields_at(data, at)?;
            let body = Body::of(&head, start, chunk.codec).filter(|body| body.range.end <= data.len());
            let body = body.ok_or_else(|| damaged("page"))?;
            at = body.range.end;
            budget.spend(body.range.len(), body.unpacked, 0)?;
            match head.int(1) {
                Some(0 | 3) => {
                    let page = PageAt::of(&head, body).ok_or_else(|| damaged("page"))?;
                    budget.spend(0, 0, page.values)?;
                    found += page.values;
                    pages.data.push(page);
                }
                Some(2) if pages.dictionary.is_none() => {
                    let count = head
                        .fields(7)
                        .and_then(|own| own.count(1))
                        .ok_or_else(|| damaged("page"))?;
                    budget.spend(0, 0, count)?;
                    let written = Written {
                        page: body.unpack(data)?,
                        start: 0,
                        encoding: 0,
                        count,
                    };
                    pages.dictionary = Some(written.values(leaf.physical)?);
                }
                // A page of an index.
                Some(1) => {}
                _ => return Err(damaged("page")),
            }
        }
        if found == chunk.values {
            Ok(pages)
        } else {
            Err(damaged("values"))
        }
    }
}

impl Body {
    fn of(head: &Fields<'_>, start: usize, codec: i64) -> Option<Body> {
        Some(Body {
            range: start..start.checked_add(head.count(3)?)?,
            unpacked: head.count(2)?,
            codec,
        })
    }

    fn bytes<'d>(&self, data: &'d [u8]) -> &'d [u8] {
        data.get(self.range.clone()).unwrap_or_default()
    }

    fn unpack(&self, data: &[u8]) -> Result<Vec<u8>, FileFault> {
        unpacked(self.bytes(data), self.codec, self.unpacked)
    }
}

impl PageAt {
    fn of(head: &Fields<'_>, mut body: Body) -> Option<PageAt> {
        if let Some(own) = head.fields(5).filter(|_| head.int(1) == Some(0)) {
            // Levels as plain bits were given up before there was GeoParquet.
            let is_known = [3, 4]
                .iter()
                .all(|number| own.int(*number).is_none_or(|code| code == RUNS));
            return is_known.then_some(PageAt {
                body,
                values: own.count(1)?,
                encoding: own.int(2)?,
                levels: Levels::Within,
            });
        }
        let own = head.fields(8)?;
        if own.truth(7) == Some(false) {
            body.codec = 0;
        }
        Some(PageAt {
            body,
            values: own.count(1)?,
            encoding: own.int(4)?,
            levels: Levels::Before(own.count(6)?, own.count(5)?),
        })
    }

    /// How long it is in the file.
    pub fn packed_bytes(&self) -> u64 {
        self.body.range.len() as u64
    }

    /// Unpacks the page.
    ///
    /// # Errors
    /// Damaged bytes, fewer levels or values than there should be, positions without a dictionary.
    pub fn read(&self, data: &[u8], leaf: &Leaf, dictionary: Option<&Values>) -> Result<Page, FileFault> {
        let unpacked = match self.levels {
            Levels::Within => self.with_levels_within(data, leaf),
            Levels::Before(repetitions, definitions) => {
                self.with_levels_before(data, leaf, (repetitions, definitions))
            }
        }?;
        let Unpacked {
            page,
            start,
            repetitions,
            definitions,
        } = unpacked;
        let count = if leaf.definition == 0 {
            self.values
        } else {
            let there = definitions.iter().filter(|level| **level == leaf.definition);
            there.count()
        };
        let written = Written {
            page,
            start,
            encoding: self.encoding,
            count,
        };
        let values = if is_dictionary(self.encoding) {
            let length = dictionary.map_or(0, Values::count);
            Coded::Positions(written.positions(length)?)
        } else {
            Coded::Values(written.values(leaf.physical)?)
        };
        Ok(Page {
            repetitions,
            definitions,
            values,
        })
    }

    fn with_levels_within(&self, data: &[u8], leaf: &Leaf) -> Result<Unpacked, FileFault> {
        let page = self.body.unpack(data)?;
        let mut start = 0;
        let mut next = |highest: u32| -> Result<Vec<u32>, FileFault> {
            if highest == 0 {
                return Ok(Vec::new());
            }
            let length = u32_at(&page, start).ok_or_else(|| damaged("levels"))?;
            let first = start + 4;
            start = first.saturating_add(length as usize);
            self.levels(page.get(first..start), highest)
        };
        let (repetitions, definitions) = (next(leaf.repetition)?, next(leaf.definition)?);
        Ok(Unpacked {
            page,
            start,
            repetitions,
            definitions,
        })
    }

    fn with_levels_before(
        &self,
        data: &[u8],
        leaf: &Leaf,
        (repetition_bytes, definition_bytes): (usize, usize),
    ) -> Result<Unpacked, FileFault> {
        let wrong = || damaged("levels");
        let bytes = self.body.bytes(data);
        let (repetitions, rest) = bytes.split_at_checked(repetition_bytes).ok_or_else(wrong)?;
        let (definitions, rest) = rest.split_at_checked(definition_bytes).ok_or_else(wrong)?;
        // Both lie within the page, so that their sum is none that could be too large.
        let length = self
            .body
            .unpacked
            .checked_sub(repetition_bytes + definition_bytes);
        Ok(Unpacked {
            page: unpacked(rest, self.body.codec, length.ok_or_else(wrong)?)?,
            start: 0,
            repetitions: self.levels(Some(repetitions), leaf.repetition)?,
            definitions: self.levels(Some(definitions), leaf.definition)?,
        })
    }

    /// The levels in some bytes; none where there is only one level.
    fn levels(&self, bytes: Option<&[u8]>, highest: u32) -> Result<Vec<u32>, FileFault> {
        if highest == 0 {
            return Ok(Vec::new());
        }
        let levels = bytes.and_then(|bytes| numbers(bytes, width_of(highest), self.values));
        levels
            .filter(|levels| levels.iter().all(|level| *level <= highest))
            .ok_or_else(|| damaged("levels"))
    }
}
