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

/// Bytes that are looked at together.
const BLOCK: usize = 32;

/// Goes over positions and the arrays that they stand in: how many bytes it is to the first block that may hold anything else
/// or may close more than the `open` arrays around it, and how many are open there.
///
/// A block is only counted, so that many of its bytes are looked at by one instruction; where it closes no more arrays than
/// were open before it, none of those further out is closed in between.
pub fn over_positions(bytes: &[u8], mut open: usize) -> (usize, usize) {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        let (opened, closed, others) = counted(block);
        if others > 0 || usize::from(closed) > open {
            return (number * BLOCK, open);
        }
        open = open + usize::from(opened) - usize::from(closed);
    }
    (blocks.len() * BLOCK, open)
}

/// How many arrays begin and end in a block, and how many of its bytes may matter in another way: neither digits, signs,
/// commas and blanks nor a bracket of an array.
fn counted(block: &[u8; BLOCK]) -> (u8, u8, u8) {
    let (mut opened, mut closed, mut others) = (0, 0, 0);
    for &byte in block {
        opened += u8::from(byte == b'[');
        closed += u8::from(byte == b']');
        others += u8::from((byte == b'"') | !(b' '..=b']').contains(&byte));
    }
    (opened, closed, others)
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

    #[track_caller]
    fn check_over(text: &str, open: usize, expected: (usize, usize)) {
        assert_eq!(over_positions(text.as_bytes(), open), expected, "{text}");
    }

    #[test]
    fn positions_block_by_block() {
        let positions = "[120.26481936,30.09966131],".repeat(8);
        // The last block ends within a position.
        check_over(&positions, 2, (192, 3));
        check_over(&positions[..31], 2, (0, 2));
        // The first block would close what is not known to be open, and so may any block.
        check_over(&positions, 0, (0, 0));
        // Two end in the fifth block.
        check_over(&positions[1..], 1, (128, 1));
        check_over(&format!("{positions}]]]}}"), 2, (192, 3));
        for other in ["\"", "{", "}", "\n"] {
            check_over(&format!("{}{other}{positions}", &positions[..40]), 2, (32, 3));
        }
        check_over(&"[".repeat(64), 0, (64, 64));
        check_over(&format!("{}{}", "[".repeat(32), "]".repeat(40)), 0, (64, 0));
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'\n'), 0x20..0x7f_u8], 0..40)) {
            prop_assert_eq!(first_nesting(&bytes), byte_by_byte(&bytes));
        }
    }
}
