//! Small whole numbers as runs of one value and as groups of bits, in turn: levels and positions in dictionaries.

use crate::formats::cursor::Cursor;

use super::thrift::varint;

/// Bits of the widest number.
pub const WIDEST: u32 = 64;

/// The first `count` numbers of `width` bits each, at most 32; `None` where the bytes end before.
pub fn numbers(bytes: &[u8], width: u32, count: usize) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    if width == 0 {
        numbers.resize(count, 0);
        return Some(numbers);
    }
    if width > 32 {
        return None;
    }
    let mut cursor = Cursor::new(bytes);
    while numbers.len() < count {
        let head = varint(&mut cursor)?;
        let wanted = count - numbers.len();
        let said = usize::try_from(head >> 1).ok()?;
        if head & 1 == 0 {
            let value = cursor.take(width.div_ceil(8) as usize)?;
            let value = value
                .iter()
                .rev()
                .fold(0, |value, byte| value << 8 | u32::from(*byte));
            numbers.resize(numbers.len() + said.min(wanted), value);
            if said == 0 {
                return None;
            }
        } else {
            // Groups of eight. The last ones may be cut where nothing of them is wanted.
            let whole = said.checked_mul(width as usize)?;
            let group = cursor.take(whole.min(cursor.left()))?;
            let there = (group.len() * 8 / width as usize).min(said.checked_mul(8)?);
            if there == 0 {
                return None;
            }
            let each = (0..there.min(wanted)).map(|k| bits(group, k * width as usize, width) as u32);
            numbers.extend(each);
        }
    }
    Some(numbers)
}

/// `width` bits from bit `at` on, the least first; bits beyond the end are 0.
pub fn bits(bytes: &[u8], at: usize, width: u32) -> u64 {
    let shift = at % 8;
    let rest = bytes.get(at / 8..).unwrap_or_default();
    let needed = (shift + width as usize).div_ceil(8);
    let mut value: u128 = 0;
    for (position, byte) in rest.iter().take(needed).enumerate() {
        value |= u128::from(*byte) << (8 * position);
    }
    let mask = if width >= WIDEST {
        u64::MAX
    } else {
        (1 << width) - 1
    };
    (value >> shift) as u64 & mask
}

/// How many bits the numbers from 0 to `largest` take.
pub fn width_of(largest: u32) -> u32 {
    u32::BITS - largest.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], width: u32, count: usize, expected: Option<&[u32]>) {
        assert_eq!(numbers(bytes, width, count).as_deref(), expected);
    }

    #[test]
    fn runs_and_groups() {
        check(&[8, 5], 3, 4, Some(&[5, 5, 5, 5]));
        // The example of the format: 0 to 7 in three bits each.
        check(&[3, 0x88, 0xc6, 0xfa], 3, 8, Some(&[0, 1, 2, 3, 4, 5, 6, 7]));
        check(
            &[3, 0x88, 0xc6, 0xfa, 4, 1],
            3,
            10,
            Some(&[0, 1, 2, 3, 4, 5, 6, 7, 1, 1]),
        );
        check(&[4, 0x34, 0x12], 16, 2, Some(&[0x1234, 0x1234]));
        check(&[], 0, 3, Some(&[0, 0, 0]));
        check(&[200, 1, 1], 1, 2, Some(&[1, 1]));
    }

    #[test]
    fn what_ends_early() {
        check(&[], 1, 1, None);
        check(&[8], 3, 4, None);
        check(&[8, 5], 3, 5, None);
        check(&[0, 5], 3, 1, None);
        check(&[3], 3, 8, None);
        check(&[2, 1], 33, 1, None);
        check(
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            32,
            8,
            None,
        );
    }

    #[test]
    fn bits_of_every_width() {
        let bytes = [0xff; 9];
        for width in 1..=64 {
            for at in 0..8 {
                let expected = if width == 64 { u64::MAX } else { (1 << width) - 1 };
                assert_eq!(bits(&bytes, at, width), expected, "{width} {at}");
            }
        }
        assert_eq!([0, 1, 2, 3, 255, 256].map(width_of), [0, 1, 2, 2, 8, 9]);
    }
}
