//! Directories of PMTiles: which bytes hold which tiles, or a further directory.

use crate::tiles::fault::TileFault;

/// One line of a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of its first tile.
    pub number: u64,
    /// How many tiles in a row have these bytes; 0 for a further directory.
    pub run_length: u64,
    /// Where they begin in their section.
    pub offset: u64,
    /// How many bytes.
    pub length: u64,
}

/// A directory, in the order of the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory(Vec<Entry>);

impl Directory {
    /// Reads a directory that is no longer compressed.
    ///
    /// # Errors
    /// [`TileFault::Damaged`] where counts, numbers or offsets cannot be.
    pub fn parse(bytes: &[u8]) -> Result<Directory, TileFault> {
        let mut rest = bytes;
        let count = usize::try_from(varint(&mut rest)?).unwrap_or(usize::MAX);
        // Each entry takes four numbers of at least a byte: the file cannot make us reserve more than it holds.
        if count > rest.len() / 4 {
            return Err(TileFault::Damaged("directory: count"));
        }
        let mut entries = vec![
            Entry {
                number: 0,
                run_length: 0,
                offset: 0,
                length: 0
            };
            count
        ];
        let mut number = 0u64;
        for (position, entry) in entries.iter_mut().enumerate() {
            let step = varint(&mut rest)?;
            if position > 0 && step == 0 {
                return Err(TileFault::Damaged("directory: order"));
            }
            number = number
                .checked_add(step)
                .ok_or(TileFault::Damaged("directory: numbers"))?;
            entry.number = number;
        }
        for entry in &mut entries {
            entry.run_length = varint(&mut rest)?;
        }
        for entry in &mut entries {
            entry.length = varint(&mut rest)?;
        }
        let mut end_of_last = None;
        for entry in &mut entries {
            entry.offset = match (varint(&mut rest)?, end_of_last) {
                (0, Some(end)) => end,
                (0, None) => return Err(TileFault::Damaged("directory: offsets")),
                (offset, _) => offset - 1,
            };
            let end = entry.offset.checked_add(entry.length);
            end_of_last = Some(end.ok_or(TileFault::Damaged("directory: offsets"))?);
        }
        Ok(Directory(entries))
    }

    /// The entry that holds that tile, or the further directory that may; `None` where there is none.
    pub fn find(&self, number: u64) -> Option<Entry> {
        let behind = self.0.partition_point(|entry| entry.number <= number);
        let entry = *self.0.get(behind.checked_sub(1)?)?;
        (entry.run_length == 0 || number - entry.number < entry.run_length).then_some(entry)
    }

    /// Bytes that it takes in memory, about.
    pub fn bytes(&self) -> usize {
        self.0.len() * size_of::<Entry>() + 64
    }
}

/// A number of up to 64 bits, seven to a byte, the lowest first.
fn varint(rest: &mut &[u8]) -> Result<u64, TileFault> {
    let mut value = 0u64;
    for place in 0..10u32 {
        let Some((&byte, behind)) = rest.split_first() else {
            return Err(TileFault::Damaged("directory: end"));
        };
        *rest = behind;
        let bits = u64::from(byte & 0x7f);
        if place == 9 && bits > 1 {
            break;
        }
        value |= bits << (7 * place);
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(TileFault::Damaged("directory: numbers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<Vec<[u64; 4]>, TileFault>) {
        let plain = |directory: Directory| {
            let lines = directory.0.into_iter();
            lines
                .map(|e| [e.number, e.run_length, e.offset, e.length])
                .collect()
        };
        assert_eq!(Directory::parse(bytes).map(plain), expected);
    }

    #[test]
    fn directories() {
        check(&[0], Ok(vec![]));
        // Numbers 5 and 305, runs 1 and 3, lengths 10 and 200, the second right behind the first.
        let two = [2, 5, 0xac, 0x02, 1, 3, 10, 0xc8, 0x01, 1, 0];
        check(&two, Ok(vec![[5, 1, 0, 10], [305, 3, 10, 200]]));
        let directory = Directory::parse(&two).unwrap();
        let found = |number| directory.find(number).map(|entry| entry.offset);
        assert_eq!(
            [4, 5, 6, 305, 307, 308].map(found),
            [None, Some(0), None, Some(10), Some(10), None]
        );
    }

    #[test]
    fn directories_that_lie() {
        let damaged = |what| Err(TileFault::Damaged(what));
        check(&[], damaged("directory: end"));
        check(&[1, 5, 1, 10], damaged("directory: count"));
        check(
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            damaged("directory: count"),
        );
        check(&[0xff; 12], damaged("directory: numbers"));
        check(&[2, 5, 0, 1, 1, 1, 1, 1, 1], damaged("directory: order"));
        check(&[1, 5, 1, 10, 0], damaged("directory: offsets"));
        let mut far = vec![1, 5, 1, 10];
        far.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
        check(&far, damaged("directory: offsets"));
        check(&[1, 5, 1, 10, 0x80], damaged("directory: end"));
    }
}
