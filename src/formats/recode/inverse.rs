//! From letters back to the bytes that they were decoded from.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use encoding_rs::{Encoding, UTF_8};

/// Letters with one writing only: all of Unicode that the encodings of tables have.
const LETTERS: usize = 0x1_0000;
/// No writing, or more than one.
const NONE: u16 = 0;

/// The writing of every letter of an encoding that has exactly one.
#[derive(Debug)]
pub struct Inverse {
    /// One byte, or two as a number; `None` for UTF-8, which writes itself.
    writings: Option<Box<[u16]>>,
}

impl Inverse {
    /// Of an encoding. Worked out when first asked for, from what the decoder makes of every byte and pair of bytes.
    pub fn of(encoding: &'static Encoding) -> &'static Inverse {
        static KNOWN: OnceLock<Mutex<HashMap<&'static str, &'static Inverse>>> = OnceLock::new();
        let known = KNOWN.get_or_init(Mutex::default);
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        // There are some forty encodings, so that this holds a few megabytes at the very most.
        known
            .entry(encoding.name())
            .or_insert_with(|| Box::leak(Box::new(Inverse::new(encoding))))
    }

    fn new(encoding: &'static Encoding) -> Inverse {
        if encoding == UTF_8 {
            return Inverse { writings: None };
        }
        let mut writings = vec![NONE; LETTERS];
        let mut twice = vec![false; LETTERS];
        let mut take = |bytes: &[u8]| {
            let (text, failed) = encoding.decode_without_bom_handling(bytes);
            let mut letters = text.chars();
            let (Some(letter), None, false) = (letters.next(), letters.next(), failed) else {
                return;
            };
            let at = letter as usize;
            let writing = bytes.iter().fold(0, |all, byte| all << 8 | u16::from(*byte));
            match (writings.get_mut(at), twice.get_mut(at)) {
                (Some(own), Some(again)) if *own == NONE && !*again => *own = writing,
                (Some(own), Some(again)) => (*own, *again) = (NONE, true),
                _ => {}
            }
        };
        (1..=0xff).for_each(|byte| take(&[byte]));
        for first in 0x80..=0xff {
            (0x30..=0xff).for_each(|second| take(&[first, second]));
        }
        Inverse {
            writings: Some(writings.into()),
        }
    }

    /// The bytes of a text; `None` where a letter has none or several, as U+FFFD.
    ///
    /// ```
    /// use redshank::formats::recode::Inverse;
    /// let gbk = Inverse::of(encoding_rs::GBK);
    /// assert_eq!(gbk.bytes("湿地 A"), Some(b"\xca\xaa\xb5\xd8 A".to_vec()));
    /// assert_eq!(gbk.bytes("\u{fffd}"), None);
    /// ```
    pub fn bytes(&self, text: &str) -> Option<Vec<u8>> {
        let Some(writings) = &self.writings else {
            return Some(text.as_bytes().to_vec());
        };
        let mut bytes = Vec::with_capacity(text.len());
        for letter in text.chars() {
            match writings.get(letter as usize).copied() {
                None | Some(NONE) if letter == '\0' => bytes.push(0),
                None | Some(NONE) => return None,
                Some(writing) => {
                    let [high, low] = writing.to_be_bytes();
                    bytes.extend((high > 0).then_some(high));
                    bytes.push(low);
                }
            }
        }
        Some(bytes)
    }

    /// True where a decoded text leads back to just these bytes.
    pub fn leads_back(&self, text: &str, bytes: &[u8]) -> bool {
        match &self.writings {
            None => text.as_bytes() == bytes,
            Some(_) => self.bytes(text).is_some_and(|own| own == bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GBK, ISO_2022_JP, SHIFT_JIS, WINDOWS_1252};

    use super::*;

    /// Whatever bytes there are: a text that is said to lead back does.
    #[test]
    fn letters_lead_back_to_their_bytes() {
        for encoding in [UTF_8, GBK, BIG5, SHIFT_JIS, EUC_KR, WINDOWS_1252] {
            let inverse = Inverse::of(encoding);
            let mut good = 0;
            for first in 0x80..=0xff_u8 {
                for second in 0..=0xff_u8 {
                    let bytes = [first, second];
                    let (text, failed) = encoding.decode_without_bom_handling(&bytes);
                    let leads = inverse.leads_back(&text, &bytes);
                    assert!(!(failed && leads), "{bytes:x?} {encoding:?}");
                    good += usize::from(leads);
                }
            }
            assert!(good > 1000, "{good} {encoding:?}");
        }
    }

    #[test]
    fn a_letter_with_two_writings_has_none() {
        // Both are the sign of the euro.
        let gbk = Inverse::of(GBK);
        assert!(!gbk.leads_back("€", b"\x80") && !gbk.leads_back("€", b"\xa2\xe3"));
    }

    /// Its bytes are ASCII, and its letters are not.
    #[test]
    fn an_encoding_with_shifts_has_no_way_back() {
        let bytes = b"\x1b$B4A\x1b(B";
        let (text, failed) = ISO_2022_JP.decode_without_bom_handling(bytes);
        assert!(!failed && !Inverse::of(ISO_2022_JP).leads_back(&text, bytes));
    }
}
