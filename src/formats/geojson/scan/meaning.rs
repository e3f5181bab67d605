//! Which bytes the scanner has to look at.

/// Quotes, brackets and line ends.
const NESTING: u8 = 1;
/// These and everything else that can matter outside elements.
pub const ANY: u8 = 2;

/// What each byte may matter for.
pub const MEANING: [u8; 256] = {
    let mut table = [ANY; 256];
    let nesting = b"\"{}[]\n";
    let mut k = 0;
    while k < nesting.len() {
        table[nesting[k] as usize] = ANY | NESTING;
        k += 1;
    }
    table
};

/// Where the first byte stands that matters within elements: eight bytes are looked at together, as most of a file are
/// digits.
pub fn first_nesting(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        match first_suspect(u64::from_le_bytes(*word)) {
            8 => at += 8,
            skip if nests(word[skip]) => return Some(at + skip),
            skip => at += skip + 1,
        }
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|&byte| nests(byte)).map(|skip| at + skip)
}

fn nests(byte: u8) -> bool {
    MEANING[usize::from(byte)] & NESTING != 0
}

/// Which of eight bytes, the lowest first, is the first that may nest: a quote, a line end, or from the opening bracket on;
/// 8 where none is.
fn first_suspect(word: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP: u64 = 0x80 * EACH;
    // Adding the complement to 128 carries into the top bit of those that are as large; none carries further.
    let from_bracket = (word & !TOP) + (0x80 - u64::from(b'[')) * EACH;
    // Of the bytes that are zero the lowest is surely told; above it a borrow may tell too many.
    let zero = |word: u64| word.wrapping_sub(EACH) & !word;
    let quote = zero(word ^ (u64::from(b'"') * EACH));
    let line_end = zero(word ^ (u64::from(b'\n') * EACH));
    let suspects = (word | from_bracket | quote | line_end) & TOP;
    suspects.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn byte_by_byte(bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| b"\"{}[]\n".contains(byte))
    }

    #[test]
    fn each_byte_at_each_place() {
        for (byte, place) in (0..=255).flat_map(|byte| (0..20).map(move |place| (byte, place))) {
            let mut bytes = [b'7'; 20];
            bytes[place] = byte;
            assert_eq!(first_nesting(&bytes), byte_by_byte(&bytes), "{byte} at {place}");
        }
        assert_eq!(first_nesting(b""), None);
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'\n'), 0x20..0x7f_u8], 0..40)) {
            prop_assert_eq!(first_nesting(&bytes), byte_by_byte(&bytes));
        }
    }
}
