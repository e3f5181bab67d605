//! Which bytes the scanner has to look at.

/// Quotes, brackets and line ends.
pub const NESTING: u8 = 1;
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
